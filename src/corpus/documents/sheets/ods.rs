//! The cells of an OpenDocument workbook, as they are shown.

use super::notes::Note;
use super::{Book, MAX_CELLS, Row, Sheet};
use crate::corpus::DocumentFault;
use crate::corpus::documents::package::Package;
use crate::corpus::documents::xml::{self, Flow, Tag, Visitor};
use crate::corpus::documents::{Budget, odt};

/// A cell or a row that is repeated more often fills a sheet with itself, and is read once.
const REPEATED: u32 = 200;

pub(super) fn book(bytes: Vec<u8>, budget: Budget) -> Result<Book, DocumentFault> {
    let mut package = Package::open(bytes, budget)?;
    odt::refuse_encrypted(&mut package)?;
    let content = package.needed("content.xml")?;
    let mut reader = Reader::default();
    xml::visit(&content, &mut reader)?;
    if reader.cells > MAX_CELLS {
        return Err(DocumentFault::TooManyParts { what: "cells", most: MAX_CELLS });
    }
    Ok(Book { sheets: reader.sheets, fault: None })
}

#[derive(Debug, Default)]
struct Reader {
    sheets: Vec<Sheet>,
    /// Number of the row that is open, and of the one behind it.
    row: u32,
    next_row: u32,
    column: u32,
    repeated: u32,
    text: String,
    /// What stands beside the cells: the element that is open, and its text.
    note: Option<(&'static str, String)>,
    in_paragraph: bool,
    cells: usize,
}

impl Visitor for Reader {
    fn start(&mut self, tag: &Tag<'_>) -> Flow {
        match tag.name() {
            "tracked-changes" => return Flow::Skip,
            "annotation" if self.note.is_none() => self.note = Some(("annotation", String::new())),
            "shapes" if self.note.is_none() => self.note = Some(("shapes", String::new())),
            "table" => {
                self.sheets
                    .push(Sheet { name: tag.attribute("name").unwrap_or_default(), ..Sheet::default() });
                (self.row, self.next_row) = (0, 0);
            }
            "table-row" => {
                self.row = self.next_row;
                self.next_row = self.row.saturating_add(repeated(tag, "number-rows-repeated"));
                self.column = 0;
            }
            "table-cell" | "covered-table-cell" => {
                self.repeated = repeated(tag, "number-columns-repeated");
                self.text.clear();
            }
            "p" => {
                let text = self.open_text();
                if !text.is_empty() {
                    text.push('\n');
                }
                self.in_paragraph = true;
            }
            "s" | "tab" | "line-break" => self.open_text().push(' '),
            _ => {}
        }
        Flow::On
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => self.in_paragraph = false,
            "annotation" | "shapes" => self.end_note(name),
            "table-cell" | "covered-table-cell" => {
                if !self.text.trim().is_empty()
                    && let Some(sheet) = self.sheets.last_mut()
                {
                    if sheet.rows.last().is_none_or(|last| last.number != self.row + 1) {
                        sheet.rows.push(Row { number: self.row.saturating_add(1), cells: Vec::new() });
                    }
                    let times = if self.repeated > REPEATED { 1 } else { self.repeated };
                    if let Some(row) = sheet.rows.last_mut() {
                        for column in 0..times {
                            row.cells.push((self.column.saturating_add(column), self.text.clone()));
                        }
                        self.cells += times as usize;
                    }
                }
                self.column = self.column.saturating_add(self.repeated);
                self.text.clear();
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_paragraph {
            self.open_text().push_str(text);
        }
    }

    fn is_full(&self) -> bool {
        self.cells > MAX_CELLS
    }
}

impl Reader {
    fn open_text(&mut self) -> &mut String {
        self.note.as_mut().map_or(&mut self.text, |(_, text)| text)
    }

    fn end_note(&mut self, element: &str) {
        let Some((_, text)) = self.note.take_if(|(open, _)| *open == element) else { return };
        let row = if element == "shapes" { 1 } else { self.row.saturating_add(1) };
        if let Some(sheet) = self.sheets.last_mut() {
            let texts = text.split('\n').filter(|text| !text.trim().is_empty());
            let notes = sheet.notes.len();
            sheet.notes.extend(texts.map(|text| Note { row, text: text.to_owned() }));
            self.cells += sheet.notes.len() - notes;
        }
    }
}

fn repeated(tag: &Tag<'_>, name: &str) -> u32 {
    tag.attribute(name).and_then(|times| times.parse().ok()).unwrap_or(1).max(1)
}
