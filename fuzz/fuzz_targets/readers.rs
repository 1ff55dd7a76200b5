//! Any bytes in any format are read or refused: no panic, no endless run, and what is read stands where it says.
//!
//! The first byte chooses the format, unless `COGNATE_FUZZ_FORMAT` names one. Archives would not come past their checksums, so the bytes
//! are the main part of an archive that is put together right.
#![no_main]

use std::io::{Cursor, Write};
use std::sync::OnceLock;

use cognate::corpus::{Format, Granularity, ReadOptions, read_bytes};
use libfuzzer_sys::fuzz_target;
use zip::CompressionMethod::Stored;
use zip::write::{SimpleFileOptions, ZipWriter};

/// The format that every input has, where one was chosen.
fn chosen() -> Option<Format> {
    static CHOSEN: OnceLock<Option<Format>> = OnceLock::new();
    *CHOSEN.get_or_init(|| {
        let name = std::env::var("COGNATE_FUZZ_FORMAT").ok()?;
        let format = Format::ALL.into_iter().find(|format| format.name() == name);
        Some(format.unwrap_or_else(|| panic!("there is no format `{name}`")))
    })
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(Stored)).expect("a part");
        zip.write_all(bytes).expect("its bytes");
    }
    zip.finish().expect("an archive").into_inner()
}

/// A file of the format with `bytes` where its text is.
fn wrapped(format: Format, bytes: &[u8]) -> Vec<u8> {
    const ODT: &[u8] = b"application/vnd.oasis.opendocument.text";
    const ODS: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    match format {
        Format::Docx => archive(&[("word/document.xml", bytes)]),
        Format::Odt => archive(&[("mimetype", ODT), ("content.xml", bytes)]),
        Format::Ods => archive(&[("mimetype", ODS), ("content.xml", bytes)]),
        Format::Pptx => archive(&[
            (
                "ppt/presentation.xml",
                br#"<p:presentation xmlns:r="r"><p:sldIdLst><p:sldId r:id="r1"/></p:sldIdLst></p:presentation>"#,
            ),
            (
                "ppt/_rels/presentation.xml.rels",
                br#"<Relationships><Relationship Id="r1" Target="slides/slide1.xml"/></Relationships>"#,
            ),
            ("ppt/slides/slide1.xml", bytes),
        ]),
        Format::Epub => archive(&[
            (
                "META-INF/container.xml",
                br#"<container><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>"#,
            ),
            (
                "a.opf",
                br#"<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>"#,
            ),
            ("a.xhtml", bytes),
        ]),
        Format::Workbook => archive(&[
            (
                "xl/workbook.xml",
                br#"<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#,
            ),
            (
                "xl/_rels/workbook.xml.rels",
                br#"<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>"#,
            ),
            ("xl/worksheets/sheet1.xml", bytes),
        ]),
        Format::Zip => archive(&[("a.txt", bytes), ("b/c.html", bytes)]),
        _ => bytes.to_vec(),
    }
}

fuzz_target!(|input: &[u8]| {
    let [first, bytes @ ..] = input else { return };
    let format = chosen().unwrap_or(Format::ALL[usize::from(*first) % Format::ALL.len()]);
    let file = wrapped(format, bytes);
    let length = file.len() as u64;
    let granularity = match first / 32 % 4 {
        0 => Granularity::Sentence,
        1 => Granularity::Document,
        _ => Granularity::Paragraph,
    };
    let options = ReadOptions { granularity, ..ReadOptions::default() };
    let Ok(documents) = read_bytes("fuzz", Some(format), file, &options) else { return };
    let mut text = 0;
    for document in documents.flatten() {
        for (position, unit) in document.units.iter().enumerate() {
            assert_eq!(unit.position, position);
            assert!(!unit.text.trim().is_empty(), "a unit without a text");
            assert!(unit.line > 0 && unit.span.start <= unit.span.end && unit.span.end <= length, "{unit:?}");
            text += unit.text.len();
        }
    }
    // What is repeated in a table or a title stands in many units; what comes of a few bytes has an end all the same.
    assert!(text < 100_000_000, "{text} bytes of text");
});
