//! Sheets (Excel, OpenDocument): rows of text are records, other rows are lines of a table.
//!
//! Cells are read one after the other and not laid out as a rectangle: two of them, at the corners of a sheet, would take all memory. The parser
//! of old workbooks knows no other way, so these are looked over first. Comments and text boxes are paragraphs below the tables.

mod cells;
mod compound;
mod notes;
mod ods;
mod rows;

use super::blocks::Blocks;
use super::guard::guarded;
use super::{Input, Stream};
use crate::corpus::block::{Kind, MAX_BLOCKS};
use crate::corpus::{Boilerplate, CorpusError, DocumentFault, Format, Place};
use notes::Note;

/// Most cells of a workbook that hold something.
const MAX_CELLS: usize = MAX_BLOCKS;

/// One sheet.
#[derive(Debug, Default)]
struct Sheet {
    name: String,
    rows: Vec<Row>,
    notes: Vec<Note>,
}

/// What is read of a workbook.
#[derive(Debug)]
struct Book {
    sheets: Vec<Sheet>,
    /// What keeps some comments from being read.
    fault: Option<DocumentFault>,
}

/// A row that holds something.
#[derive(Debug, Default)]
struct Row {
    /// As the program that made it numbers it, from 1.
    number: u32,
    /// Column, from 0, and what is shown there; in order.
    cells: Vec<(u32, String)>,
}

impl Row {
    fn cell(&self, column: u32) -> &str {
        let found = self.cells.binary_search_by_key(&column, |(own, _)| *own);
        found.map_or("", |at| self.cells[at].1.as_str())
    }
}

pub(super) fn read(input: &Input, format: Format, bytes: Vec<u8>) -> Result<Stream, CorpusError> {
    let budget = input.budget.clone();
    let book = guarded(move || match format {
        Format::Ods => ods::book(bytes, budget),
        _ => cells::book(bytes, budget),
    });
    let Book { sheets, fault } = book.map_err(|fault| input.failed(fault))?;
    let mut blocks = Blocks::default();
    let mut records = Vec::new();
    let mut empty = Vec::new();
    let mut notes = Vec::new();
    for mut sheet in sheets {
        if !sheet.notes.is_empty() {
            notes.push((sheet.name.clone(), std::mem::take(&mut sheet.notes)));
        }
        match rows::Records::of(&sheet, &input.options) {
            Some(columns) => records.push((columns, sheet)),
            None if sheet.rows.is_empty() => empty.push(sheet.name),
            None => table(&sheet, &mut blocks),
        }
    }
    // What sheets are called that hold nothing is told beside others; a workbook of one that is empty is empty.
    if records.is_empty() && (empty.len() > 1 || !blocks.parsed.blocks.is_empty()) {
        for name in empty {
            let place = Place::Sheet { name: name.clone(), row: 1 };
            blocks.add_apart(Kind::Paragraph, &name, Some(place), Some(Boilerplate::Short));
        }
    }
    for (sheet, notes) in notes {
        for Note { row, text } in notes {
            blocks.add(Kind::Paragraph, &text, Some(Place::Sheet { name: sheet.clone(), row }));
        }
    }
    if blocks.parsed.blocks.is_empty() && records.is_empty() {
        return Err(input.failed(DocumentFault::Empty));
    }
    let tables = (!blocks.parsed.blocks.is_empty()).then(|| input.document(blocks.parsed));
    let unread = fault.map(|fault| Err(input.failed(fault)));
    let input = input.clone();
    let records = records.into_iter().flat_map(move |(columns, Sheet { name, rows, .. })| {
        let input = input.clone();
        // The first row names the columns.
        rows.into_iter().skip(1).map(move |row| columns.document(&input, &name, &row))
    });
    Ok(Box::new(tables.into_iter().chain(records).chain(unread)))
}

/// A sheet as a table of few rows at a time, so that each has its place, below the name of the sheet.
fn table(sheet: &Sheet, blocks: &mut Blocks) {
    let mut from = 0;
    while from < sheet.rows.len() {
        let (mut width, mut to) = (0, from);
        while to < sheet.rows.len() && (to == from || width < WIDTH) {
            width += sheet.rows[to].cells.iter().map(|(_, text)| text.len() + 3).sum::<usize>();
            to += 1;
        }
        let rows: Vec<Vec<String>> = sheet.rows[from..to]
            .iter()
            .map(|row| row.cells.iter().map(|(_, text)| text.clone()).collect())
            .collect();
        let place = Place::Sheet { name: sheet.name.clone(), row: sheet.rows[from].number };
        if from == 0 {
            blocks.add(Kind::Heading, &sheet.name, Some(place.clone()));
        }
        // Numbers alone are nothing that one searches for.
        let has_words = rows.iter().flatten().any(|cell| cell.contains(char::is_alphabetic));
        if has_words || from == 0 {
            blocks.table(&rows, Some(&place));
        } else {
            blocks.table_apart(&rows, Some(&place), Some(Boilerplate::Short));
        }
        from = to;
    }
}

/// Bytes of rows that go into one block of a table.
const WIDTH: usize = 800;
