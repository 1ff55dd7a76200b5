//! Files that are damaged, or made to take all memory, all stack or all time.

use std::fmt::Write as _;
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::files::{
    docx, docx_with, epub, odt, pdf, pdf_of, pptx, read, refusal, stream, written, xlsx, xlsx_of, zipped,
};
use crate::corpus::Format;

/// No file may take longer, with much room for a machine that is busy.
const MOST: Duration = Duration::from_mins(1);

const MAIL: &str = "From: a@example.org\r\nSubject: One\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n\r\nA text of the mail.\r\n--B\r\nContent-Type: text/plain; name=a.txt\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nAn attachment.\r\n--B--\r\n";

fn all() -> Vec<(Format, Vec<u8>)> {
    let paragraph = "<w:p><w:r><w:t>The ferry sails again from the old quay.</w:t></w:r></w:p>";
    let slide = "<p:sp><a:p><a:r><a:t>The ferry sails again from the old quay.</a:t></a:r></a:p></p:sp>";
    let page = "<html><p>The ferry sails again from the old quay.</p></html>";
    let rows: &[&[&str]] = &[&["a", "b"], &["The ferry sails", "again"]];
    let text = "The ferry sails again from the old quay.";
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(text.as_bytes()).unwrap();
    vec![
        (Format::Mail, MAIL.into()),
        (Format::Mailbox, format!("From a Tue 08:00:00 2023\n{MAIL}").into()),
        (Format::Docx, docx(paragraph)),
        (Format::Odt, odt("<text:p>The ferry sails again.</text:p>")),
        (Format::Pptx, pptx(&[slide, slide])),
        (Format::Epub, epub(&[page, page])),
        (Format::Workbook, xlsx(rows)),
        (
            Format::Ods,
            zipped(&[(
                "content.xml",
                "<table:table table:name=\"a\"><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row></table:table>",
            )]),
        ),
        (Format::Pdf, pdf(&[&written(50, 700, 10, &[text])])),
        (Format::Gzip, gzip.finish().unwrap()),
        (
            Format::Zstd,
            ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest),
        ),
        (Format::Zip, zipped(&[("a.txt", text), ("b.md", text)])),
    ]
}

#[test]
fn files_that_end_too_early_are_answered() {
    for (format, bytes) in all() {
        assert!(!read(format, &bytes).unwrap().0.is_empty(), "{format:?}");
        for part in 0..20 {
            let start = Instant::now();
            let _ = read(format, &bytes[..bytes.len() * part / 20]);
            assert!(start.elapsed() < MOST, "{format:?}, {part} twentieths");
        }
    }
}

#[test]
fn files_with_other_bytes_are_answered() {
    for (format, bytes) in all() {
        for seed in 0..40_usize {
            let mut bytes = bytes.clone();
            for step in 0..4 {
                let at = (seed * 7919 + step * 104_729) % bytes.len();
                bytes[at] = bytes[at].wrapping_add((seed + step) as u8 | 1);
            }
            let _ = read(format, &bytes);
        }
        for garbage in [
            b"\0".repeat(1000),
            b"PK\x03\x04".repeat(100),
            b"%PDF-1.7\n".repeat(100),
            "<a>".repeat(1000).into_bytes(),
        ] {
            let _ = read(format, &garbage);
        }
    }
}

#[test]
fn a_bomb_is_not_unpacked() {
    let zeros = vec![b' '; 1 << 20];
    let mut bomb = ZipWriter::new(Cursor::new(Vec::new()));
    bomb.start_file("a.txt", SimpleFileOptions::default()).unwrap();
    for _ in 0..100 {
        bomb.write_all(&zeros).unwrap();
    }
    let bomb = bomb.finish().unwrap().into_inner();
    assert_eq!(refusal(Format::Zip, &bomb), "`test/a.txt` unpacks to more than 200 times its size");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..100 {
        gzip.write_all(&zeros).unwrap();
    }
    assert_eq!(
        refusal(Format::Gzip, &gzip.finish().unwrap()),
        "`test` unpacks to more than 200 times its size"
    );
    let mut docx = ZipWriter::new(Cursor::new(Vec::new()));
    docx.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    for _ in 0..100 {
        docx.write_all(&zeros).unwrap();
    }
    let docx = docx.finish().unwrap().into_inner();
    assert!(refusal(Format::Docx, &docx).contains("200 times"));
    assert!(refusal(Format::Workbook, &docx).contains("200 times"));
}

#[test]
fn a_page_is_not_unpacked_without_end() {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..300 {
        packed.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let packed: String = packed.finish().unwrap().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02X}");
        hex
    });
    let filters = "/Filter [/ASCIIHexDecode /FlateDecode]";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>".to_owned(),
        stream(filters, &packed),
    ];
    assert_eq!(refusal(Format::Pdf, &pdf_of(&objects)), "`test` unpacks to more than 256 MiB");
}

#[test]
fn archives_within_archives_end() {
    let mut bytes = zipped(&[("a.txt", "The ferry sails again from the old quay.")]);
    for _ in 0..4 {
        let mut outer = ZipWriter::new(Cursor::new(Vec::new()));
        outer.start_file("a.zip", SimpleFileOptions::default()).unwrap();
        outer.write_all(&bytes).unwrap();
        bytes = outer.finish().unwrap().into_inner();
    }
    assert_eq!(
        refusal(Format::Zip, &bytes),
        "`test/a.zip/a.zip` lies more than 2 deep in other archives and mails"
    );
}

#[test]
fn elements_within_elements_take_no_stack() {
    let deep = |name: &str| {
        format!("{}x{}", format!("<{name}>").repeat(1_000_000), format!("</{name}>").repeat(1_000_000))
    };
    for name in ["w:p", "w:tbl", "w:del", "w:r", "mc:AlternateContent", "w:tc"] {
        let start = Instant::now();
        let _ = read(Format::Docx, &docx(&deep(name)));
        assert!(start.elapsed() < MOST, "{name}");
    }
    for name in ["text:p", "text:list", "text:note", "table:table"] {
        let _ = read(Format::Odt, &odt(&deep(name)));
    }
    let _ = read(Format::Pptx, &pptx(&[&deep("a:p")]));
    let _ = read(Format::Epub, &epub(&[&deep("div")]));
    let _ = read(Format::Workbook, &xlsx_of(&deep("row")));
}

#[test]
fn entities_of_the_document_stand_for_nothing() {
    let mut entities = "<!DOCTYPE a [<!ENTITY e0 \"bomb\">".to_owned();
    for level in 1..30 {
        let _ = write!(entities, "<!ENTITY e{level} \"{}\">", format!("&e{};", level - 1).repeat(10));
    }
    entities.push_str("]>");
    let document = format!(
        "{entities}<w:document><w:body><w:p><w:r><w:t>The ferry &amp; the quay &#x2014; &e29;again, at last.</w:t></w:r></w:p></w:body></w:document>"
    );
    let bytes = docx_with("", &[("word/document.xml", &document)]);
    let (documents, _) = read(Format::Docx, &bytes).unwrap();
    assert_eq!(documents[0].units[0].text, "The ferry & the quay — again, at last.");
}

#[test]
fn relationships_may_be_wrong() {
    let rels = "<Relationships><Relationship Id=\"r1\" Type=\"x/officeDocument\" Target=\"../../gone.xml\"/></Relationships>";
    let bytes = docx_with(
        "<w:p><w:r><w:t>The ferry sails again from the old quay.</w:t></w:r></w:p>",
        &[("_rels/.rels", rels)],
    );
    assert_eq!(read(Format::Docx, &bytes).unwrap().0.len(), 1);
    assert!(refusal(Format::Docx, &zipped(&[("other.xml", "<a/>")])).contains("no part `word/document.xml`"));
    assert!(refusal(Format::Epub, &zipped(&[("META-INF/container.xml", "<a/>")])).contains("names no book"));
}

#[test]
fn cells_at_the_corners_of_a_sheet_take_no_memory() {
    let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let cell = |place: &str| format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>The ferry sails</t></is></c>");
    let sheet = format!(
        "<worksheet {main}><sheetData><row r=\"1\">{}</row><row r=\"1048576\">{}</row></sheetData></worksheet>",
        cell("A1"),
        cell("XFD1048576")
    );
    assert_eq!(read(Format::Workbook, &xlsx_of(&sheet)).unwrap().0.len(), 1);
    let content = "<table:table table:name=\"a\"><table:table-row table:number-rows-repeated=\"4000000000\"><table:table-cell table:number-columns-repeated=\"4000000000\"><text:p>ferry tickets for all</text:p></table:table-cell></table:table-row></table:table>";
    assert_eq!(read(Format::Ods, &zipped(&[("content.xml", content)])).unwrap().0.len(), 1);
}

#[test]
fn what_is_encrypted_is_said_to_be() {
    // The flag that says so stands in both heads of the file.
    let mut bytes = zipped(&[("a.txt", "The ferry sails again from the old quay.")]);
    for (mark, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = bytes.windows(4).position(|window| window == mark).unwrap();
        bytes[at + flags] |= 1;
    }
    assert_eq!(refusal(Format::Zip, &bytes), "`test/a.txt` is encrypted");
    let office =
        [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"]
            .concat();
    for format in [Format::Docx, Format::Pptx, Format::Workbook] {
        assert_eq!(refusal(format, &office), "`test` is encrypted");
    }
    let manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>";
    for format in [Format::Odt, Format::Ods] {
        assert_eq!(
            refusal(format, &zipped(&[("META-INF/manifest.xml", manifest), ("content.xml", "\u{1}")])),
            "`test` is encrypted"
        );
    }
}

#[test]
fn mails_within_mails_take_no_stack() {
    for nested in
        ["Content-Type: message/rfc822\r\n\r\n", "Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n"]
    {
        let bytes = nested.repeat(100_000);
        let start = Instant::now();
        let _ = read(Format::Mail, bytes.as_bytes());
        assert!(start.elapsed() < MOST);
    }
    let many = format!("From a Tue 08:00:00 2023\n{MAIL}\n\n").repeat(2_000);
    assert_eq!(read(Format::Mailbox, many.as_bytes()).unwrap().0.len(), 4_000);
}

#[test]
fn texts_that_cells_share_take_no_memory() {
    let rows: &[&[&str]] = &[&["The ferry sails again", "from the old quay"]];
    let with = |strings: &str| {
        let mut writer = zip::ZipWriter::new_append(std::io::Cursor::new(xlsx(rows))).unwrap();
        writer.start_file("xl/sharedStrings.xml", zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut writer, strings.as_bytes()).unwrap();
        writer.finish().unwrap().into_inner()
    };
    let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let said = with(&format!("<sst {main} uniqueCount=\"4000000000\"/>"));
    assert_eq!(
        refusal(Format::Workbook, &said),
        "`test` has more than 4,000,000 texts of cells, the most that are read"
    );
    for said in [
        format!("<!-- <sst> --><sst {main} {} uniqueCount = '4000000000'/>", "a='' ".repeat(2_000)),
        format!("<sst {main}>{}</sst>", "<a-b:si/>".repeat(4_000_001)),
        format!("<sst {main}>{}</sst>", "<é.b:si></é.b:si>".repeat(4_000_001)),
    ] {
        // So much that what it holds is not many times larger.
        let letter = |at: u32| char::from(b'a' + (at.wrapping_mul(at) >> 9) as u8 % 26);
        let noise: String = (0..1_u32 << 19).map(letter).collect();
        let said = refusal(Format::Workbook, &with(&format!("{said}<!-- {noise} -->")));
        assert!(said.contains("texts of cells"), "{said}");
    }
    // Some programs say another number than they write.
    assert!(
        !read(Format::Workbook, &with(&format!("<sst {main} uniqueCount=\"7\"/>"))).unwrap().0.is_empty()
    );
}
