//! Files of each kind, made for the tests, and a short way to read them.

#![allow(clippy::format_collect, clippy::format_push_string, reason = "files are written by hand")]

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::corpus::testing::{assert_sound, shown};
use crate::corpus::{CorpusError, Document, Format, ReadOptions, read_bytes};

/// A zip archive of these files.
pub(super) fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// What is read of a file, and what is not.
pub(super) fn read(format: Format, bytes: &[u8]) -> Result<(Vec<Document>, Vec<String>), CorpusError> {
    let (mut documents, mut errors) = (Vec::new(), Vec::new());
    for document in read_bytes("test", Some(format), bytes.to_vec(), &ReadOptions::default())? {
        match document {
            Ok(document) => {
                assert_sound(&document, bytes.len() as u64);
                documents.push(document);
            }
            Err(error) => errors.push(error.to_string()),
        }
    }
    Ok((documents, errors))
}

/// The only document of a file.
pub(super) fn document(format: Format, bytes: &[u8]) -> Document {
    let (mut documents, errors) = read(format, bytes).unwrap();
    assert_eq!((documents.len(), errors), (1, Vec::new()));
    documents.remove(0)
}

/// The units of a file, as `PLACE: text`.
pub(super) fn units(format: Format, bytes: &[u8]) -> Vec<String> {
    placed(&document(format, bytes))
}

pub(super) fn placed(document: &Document) -> Vec<String> {
    let places = document.units.iter().map(|unit| match &unit.place {
        Some(place) => format!("{place}: "),
        None => String::new(),
    });
    places.zip(shown(&document.units)).map(|(place, text)| place + &text).collect()
}

/// Why a file is not read.
pub(super) fn refusal(format: Format, bytes: &[u8]) -> String {
    let error = match read_bytes("test", Some(format), bytes.to_vec(), &ReadOptions::default()) {
        Err(error) => error,
        Ok(mut documents) => documents.find_map(Result::err).expect("it is read"),
    };
    error.to_string()
}

pub(super) fn docx(body: &str) -> Vec<u8> {
    docx_with(body, &[])
}

pub(super) fn docx_with(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let document = format!("<w:document xmlns:w=\"w\" xmlns:mc=\"mc\"><w:body>{body}</w:body></w:document>");
    let styles = "<w:styles><w:style w:styleId=\"T1\"><w:name w:val=\"heading 1\"/></w:style>\
                  <w:style w:styleId=\"Own\"><w:name w:val=\"Own\"/><w:basedOn w:val=\"T1\"/></w:style></w:styles>";
    let numbering = "<w:numbering><w:abstractNum w:abstractNumId=\"5\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/></w:lvl></w:abstractNum>\
                     <w:abstractNum w:abstractNumId=\"6\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum>\
                     <w:num w:numId=\"1\"><w:abstractNumId w:val=\"5\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"6\"/></w:num></w:numbering>";
    let rels = "<Relationships><Relationship Id=\"r1\" Type=\"x/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let mut files = vec![
        ("_rels/.rels", rels),
        ("word/document.xml", document.as_str()),
        ("word/styles.xml", styles),
        ("word/numbering.xml", numbering),
    ];
    files.retain(|(name, _)| !more.iter().any(|(own, _)| own == name));
    files.extend(more);
    zipped(&files)
}

pub(super) fn odt(body: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:automatic-styles><style:style style:name=\"H\"><style:text-properties text:display=\"none\"/>\
         </style:style></office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    let meta = "<office:meta><dc:title>A title</dc:title><dc:creator>Ann</dc:creator><dc:date>2023-10-03</dc:date></office:meta>";
    zipped(&[("content.xml", &content), ("meta.xml", meta)])
}

pub(super) fn pptx(slides: &[&str]) -> Vec<u8> {
    let ids: String = (0..slides.len()).map(|slide| format!("<p:sldId r:id=\"r{slide}\"/>")).collect();
    let presentation = format!("<p:presentation><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>");
    // The files are numbered the other way round than they are shown.
    let name = |slide: usize| format!("slides/slide{}.xml", slides.len() - slide);
    let related: String = (0..slides.len())
        .map(|slide| format!("<Relationship Id=\"r{slide}\" Type=\"x/slide\" Target=\"{}\"/>", name(slide)))
        .collect();
    let related = format!("<Relationships>{related}</Relationships>");
    let names: Vec<String> = (0..slides.len()).map(|slide| format!("ppt/{}", name(slide))).collect();
    let mut files =
        vec![("ppt/presentation.xml", presentation.as_str()), ("ppt/_rels/presentation.xml.rels", &related)];
    files.extend(names.iter().map(String::as_str).zip(slides.iter().copied()));
    zipped(&files)
}

pub(super) fn epub(pages: &[&str]) -> Vec<u8> {
    let container = "<container><rootfiles><rootfile full-path=\"OPS/book.opf\"/></rootfiles></container>";
    let items: String =
        (0..pages.len()).map(|page| format!("<item id=\"p{page}\" href=\"a%20{page}.xhtml\"/>")).collect();
    let spine: String = (0..pages.len()).rev().map(|page| format!("<itemref idref=\"p{page}\"/>")).collect();
    let book = format!(
        "<package><metadata><dc:title>The book</dc:title><dc:creator>Bo</dc:creator><dc:language>en</dc:language></metadata>\
         <manifest>{items}</manifest><spine>{spine}</spine></package>"
    );
    let names: Vec<String> = (0..pages.len()).map(|page| format!("OPS/a {page}.xhtml")).collect();
    let mut files = vec![("META-INF/container.xml", container), ("OPS/book.opf", &book)];
    files.extend(names.iter().map(String::as_str).zip(pages.iter().copied()));
    zipped(&files)
}

/// A workbook of one sheet of texts.
pub(super) fn xlsx(rows: &[&[&str]]) -> Vec<u8> {
    let mut data = String::new();
    for (row, number) in rows.iter().zip(1..) {
        data.push_str(&format!("<row r=\"{number}\">"));
        for (cell, column) in row.iter().zip('A'..) {
            data.push_str(&format!("<c r=\"{column}{number}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"));
        }
        data.push_str("</row>");
    }
    let sheet = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{data}</sheetData></worksheet>"
    );
    xlsx_of(&sheet)
}

pub(super) fn xlsx_of(sheet: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    zipped(&[
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
        ),
        (
            "_rels/.rels",
            &format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            &format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"Prices\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

/// Pages with these instructions, in one font.
pub(super) fn pdf(pages: &[&str]) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        String::new(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    let mut kids = String::new();
    for page in pages {
        let number = objects.len() + 1;
        kids.push_str(&format!("{number} 0 R "));
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F 3 0 R >> >> /Contents {} 0 R >>",
            number + 1
        ));
        objects.push(stream("", page));
    }
    objects[1] = format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len());
    pdf_of(&objects)
}

/// A file of these objects, the first of which is the catalog.
pub(super) fn pdf_of(objects: &[String]) -> Vec<u8> {
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (object, number) in objects.iter().zip(1..) {
        places.push(file.len());
        file.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let start = file.len();
    file.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for place in places {
        file.push_str(&format!("{place:010} 00000 n \n"));
    }
    file.push_str(&format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    ));
    file.into_bytes()
}

/// An object with bytes behind it.
pub(super) fn stream(about: &str, bytes: &str) -> String {
    format!("<< {about} /Length {} >>\nstream\n{bytes}\nendstream", bytes.len())
}

/// Instructions that write lines of a size, one below the other.
pub(super) fn written(x: u32, y: u32, size: u32, lines: &[&str]) -> String {
    let mut page = format!("BT /F {size} Tf {} TL {x} {y} Td ", size * 6 / 5);
    for line in lines {
        page.push_str(&format!("({}) Tj T* ", line.replace('(', "\\(").replace(')', "\\)")));
    }
    page + "ET\n"
}
