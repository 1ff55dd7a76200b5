//! The cells of an Excel workbook, old or new.

use std::io::Cursor;

use calamine::{Data, DataRef, ExcelDateTime, Reader, SheetVisible, Sheets, open_workbook_auto_from_rs};

use super::notes::Notes;
use super::{Book, MAX_CELLS, Row, Sheet, compound, ods};
use crate::corpus::DocumentFault;
use crate::corpus::documents::Budget;
use crate::corpus::documents::package::Package;
use crate::corpus::documents::xml::{self, Flow, Node};

/// Container of old programs, and of documents that are encrypted.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0";

/// The name of the stream that holds an encrypted document, as its container writes it.
const ENCRYPTED: &[u8] = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";

pub(super) fn book(bytes: Vec<u8>, budget: Budget) -> Result<Book, DocumentFault> {
    let mut notes = Notes::default();
    if bytes.starts_with(COMPOUND) {
        if bytes.windows(ENCRYPTED.len()).any(|window| window == ENCRYPTED) {
            return Err(DocumentFault::Encrypted);
        }
        compound::look_over(&bytes)?;
    } else {
        // The parser unpacks without a bound.
        let mut package = Package::open(bytes.clone(), budget.clone())?;
        if package.has("content.xml") {
            return ods::book(bytes, budget);
        }
        for index in 0..package.len() {
            let bytes = package.bytes_at(index)?;
            if strings(&package.name(index).unwrap_or_default(), &bytes) > MAX_CELLS {
                return Err(DocumentFault::TooManyParts { what: "texts of cells", most: MAX_CELLS });
            }
        }
        notes = Notes::read(&mut package);
    }
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| fault(&error))?;
    let all = workbook.sheets_metadata();
    let visible = all.iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
    let names: Vec<String> = visible.map(|sheet| sheet.name.clone()).collect();
    let mut cells = 0;
    let sheets = names.into_iter().map(|name| {
        let mut sheet = sheet(&mut workbook, name, &mut cells)?;
        sheet.notes = notes.of_sheets.remove(&sheet.name).unwrap_or_default();
        Ok(sheet)
    });
    Ok(Book { sheets: sheets.collect::<Result<_, DocumentFault>>()?, fault: notes.fault })
}

/// How many texts a part of a workbook holds, or says to hold, that cells refer to: the parser keeps them all, even if they are empty.
fn strings(part: &str, bytes: &[u8]) -> usize {
    let part = part.to_ascii_lowercase();
    if part.ends_with("sharedstrings.bin") {
        // The first record tells it.
        let said = bytes.get(7..11).and_then(|said| said.try_into().ok()).map_or(0, u32::from_le_bytes);
        return said as usize;
    }
    if !part.ends_with("sharedstrings.xml") {
        return 0;
    }
    // The name of the element may have a prefix.
    let held = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'<').filter(|(at, _)| {
        let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'<');
        let tag = &bytes[at + 1..];
        let name = &tag[..tag.iter().position(ends).unwrap_or(tag.len())];
        name == b"si" || name.ends_with(b":si")
    });
    held.count().max(said(&String::from_utf8_lossy(bytes)))
}

/// How many texts the element of all of them says that there are: room is made for so many.
fn said(text: &str) -> usize {
    let mut said = 0;
    // What is broken behind it does not matter.
    let _ = xml::each(text, |node| match node {
        Node::Start(tag) if tag.name() == "sst" => {
            let number = tag.exactly("uniqueCount").unwrap_or_default();
            let digits = number.chars().filter_map(|c| c.to_digit(10));
            said = digits.fold(0_usize, |said, digit| said.saturating_mul(10).saturating_add(digit as usize));
            Flow::Stop
        }
        _ => Flow::On,
    });
    said
}

fn sheet(
    workbook: &mut Sheets<Cursor<Vec<u8>>>,
    name: String,
    cells: &mut usize,
) -> Result<Sheet, DocumentFault> {
    let mut sheet = Sheet { name, ..Sheet::default() };
    let mut add = |row: u32, column: u32, text: String| {
        if text.trim().is_empty() {
            return Ok(());
        }
        *cells += 1;
        if *cells > MAX_CELLS {
            return Err(DocumentFault::TooManyParts { what: "cells", most: MAX_CELLS });
        }
        match sheet.rows.last_mut() {
            Some(last) if last.number == row + 1 => last.cells.push((column, text)),
            _ => sheet.rows.push(Row { number: row.saturating_add(1), cells: vec![(column, text)] }),
        }
        Ok(())
    };
    match workbook {
        Sheets::Xlsx(workbook) => {
            // A chart has a sheet of its own, without cells.
            let Ok(mut reader) = workbook.worksheet_cells_reader(&sheet.name) else { return Ok(sheet) };
            while let Some(cell) = reader.next_cell().map_err(|error| fault(&error))? {
                let (row, column) = cell.get_position();
                add(row, column, shown_ref(cell.get_value()))?;
            }
        }
        Sheets::Xlsb(workbook) => {
            let Ok(mut reader) = workbook.worksheet_cells_reader(&sheet.name) else { return Ok(sheet) };
            while let Some(cell) = reader.next_cell().map_err(|error| fault(&error))? {
                let (row, column) = cell.get_position();
                add(row, column, shown_ref(cell.get_value()))?;
            }
        }
        workbook => {
            let range = workbook.worksheet_range(&sheet.name).map_err(|error| fault(&error))?;
            let (top, left) = range.start().unwrap_or_default();
            for (row, column, value) in range.used_cells() {
                add(top + row as u32, left + column as u32, shown(value))?;
            }
        }
    }
    for row in &mut sheet.rows {
        row.cells.sort_by_key(|(column, _)| *column);
    }
    Ok(sheet)
}

fn shown_ref(value: &DataRef<'_>) -> String {
    match value {
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Float(number) => decimal(*number),
        DataRef::DateTime(time) => moment(*time),
        DataRef::Int(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

fn shown(value: &Data) -> String {
    match value {
        Data::Float(number) => decimal(*number),
        Data::DateTime(time) => moment(*time),
        Data::Error(_) => String::new(),
        value => value.to_string(),
    }
}

/// As many digits as a sheet shows at most: 0.1 + 0.2 is 0.3.
fn decimal(number: f64) -> String {
    let rounded = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{rounded}")
}

fn moment(time: ExcelDateTime) -> String {
    if !time.is_datetime() {
        return decimal(time.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let of_day = time.as_f64().fract() != 0.0;
    let date = format!("{year:04}-{month:02}-{day:02}");
    if of_day { format!("{date}T{hour:02}:{minute:02}:{second:02}") } else { date }
}

fn fault(error: &dyn std::error::Error) -> DocumentFault {
    let said = error.to_string();
    if said.contains("assword") { DocumentFault::Encrypted } else { DocumentFault::damaged(said) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_cells_share_are_counted() {
        for (part, bytes, expected) in [
            ("xl/sharedStrings.xml", &b"<sst><si/><si><t>a</t></si><x:si/><sib/></sst>"[..], 3),
            ("xl/SharedStrings.xml", b"<sst uniqueCount=\"5000000000\"><si/></sst>", 5_000_000_000),
            ("xl/sharedStrings.xml", b"<sst uniqueCount=\"99999999999999999999999\">", usize::MAX),
            ("xl/sharedStrings.bin", b"\x9F\x01\x08\x01\0\0\0\xFF\xFF\xFF\xFF", u32::MAX as usize),
            ("xl/sharedStrings.bin", b"\x9F", 0),
            ("xl/sharedStrings.xml", b"<a-b:si/><\xC3\xA9_.c:si></a-b:si><a:b:si\n/>", 3),
            ("xl/sharedStrings.xml", b"<?xml version='1.0'?><!-- <sst> <sst a=\" --><x:sst\n a='>' b=\"=\"  uniqueCount = '7000000' >", 7_000_000),
            ("xl/sharedStrings.xml", b"<sst uniqueCount=3><si><t>uniqueCount=\"9\"</t></si>", 1),
            ("xl/workbook.xml", b"<sst><si/>", 0),
            ("xl/sharedStrings.xml", b"<", 0),
        ] {
            assert_eq!(strings(part, bytes), expected, "{part}");
        }
        let far = format!("<sst {}uniqueCount=\"5000000000\">", "a=\"\" ".repeat(10_000));
        assert_eq!(strings("xl/sharedStrings.xml", far.as_bytes()), 5_000_000_000);
        let long = format!("<{}:si/>", "x".repeat(1000)).repeat(10);
        assert_eq!(strings("xl/sharedStrings.xml", long.as_bytes()), 10);
    }
}
