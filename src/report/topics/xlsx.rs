//! The topic report as a workbook: the tables of [`crate::report::topics::tables`], a sheet each.
//!
//! Text is written as text, so that none of it is a formula; what may not be shown of it is left out. The same report gives the same
//! bytes: the workbook has no time of its own.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::printable;
use crate::report::ReportError;
use crate::report::text::safe;
use crate::report::text::table::{Cell, Kind};
use crate::report::text::width;
use crate::report::topics::model::TopicReport;
use crate::report::topics::tables::{DOCUMENTS, PER, Rows, TOPICS, Table, TopicColumn, UNITS};

/// Most UTF-16 units of a cell.
const CELL: usize = 32_767;

/// What stands at the end of a text that a cell has no room for.
const CUT: &str = " […]";

/// Most rows of a sheet below its first.
const ROWS: usize = 1_048_575;

/// Rows by which the width of a column is chosen.
const LOOKED_AT: usize = 200;

/// Narrowest and widest column, in characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 8..=60;

/// The workbook: topics, units, documents where they are not the units, and topics by the values of fields where that was asked for.
///
/// # Errors
///
/// [`ReportError::TooManyRows`] for more units than a sheet has rows.
pub fn render(report: &TopicReport) -> Result<Vec<u8>, ReportError> {
    let units = match report.corpus.unit.as_str() {
        "sentence" => "sentences",
        "document" => "documents",
        _ => "paragraphs",
    };
    let mut sheets = vec![("topics", &TOPICS), (units, &UNITS)];
    if units != "documents" {
        sheets.push(("documents", &DOCUMENTS));
    }
    if !report.per.is_empty() {
        sheets.push(("per", &PER));
    }
    let most = sheets.iter().map(|(_, table)| (table.length)(report)).max().unwrap_or(0);
    if most > ROWS {
        return Err(ReportError::TooManyRows { rows: most, most: ROWS });
    }
    let rows = Rows::new(report);
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let head = Format::new().set_bold();
    for (name, table) in sheets {
        write(book.add_worksheet().set_name(name)?, table, (table.length)(report), &rows, &head)?;
    }
    Ok(book.save_to_buffer()?)
}

fn write(
    sheet: &mut Worksheet,
    table: &Table,
    length: usize,
    rows: &Rows<'_>,
    head: &Format,
) -> Result<(), XlsxError> {
    for (at, column) in (0_u16..).zip(table.columns) {
        sheet.write_string_with_format(0, at, column.name, head)?;
        sheet.set_column_width(at, columns(column, length, rows) as f64)?;
    }
    for row in 0..length {
        let number = row as u32 + 1;
        for (at, column) in (0_u16..).zip(table.columns) {
            match (column.read)(rows, row) {
                Cell::Text(text) => put(sheet, number, at, &text)?,
                Cell::Name(name) => put(sheet, number, at, &printable::name(name))?,
                // A number of a topic or a count: far below where a double has no whole numbers.
                Cell::Integer(value) => {
                    sheet.write_number(number, at, value as f64)?;
                }
                Cell::Number(value) if value.is_finite() => {
                    sheet.write_number(number, at, exact(value))?;
                }
                Cell::Truth(value) => {
                    sheet.write_boolean(number, at, value)?;
                }
                Cell::Empty | Cell::Number(_) => {}
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    let last = (table.columns.len() as u16).saturating_sub(1);
    sheet.autofilter(0, 0, length as u32, last)?;
    Ok(())
}

/// The number with the digits that it has as a `f32`: 0.9 and not 0.8999999761581421.
fn exact(value: f32) -> f64 {
    value.to_string().parse().unwrap_or_else(|_| f64::from(value))
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, text: &str) -> Result<(), XlsxError> {
    let mut text = safe::shown(text);
    // The library takes such a text for markup and writes it as it is, which could be anything.
    if text.starts_with("<r>") && text.ends_with("</r>") {
        text.push(' ');
    }
    let text = fitting(text);
    // No cell rather than an empty text.
    if !text.is_empty() {
        sheet.write_string(row, column, text)?;
    }
    Ok(())
}

/// The text, or as much of it as a cell holds, with a mark at its end.
fn fitting(text: String) -> String {
    if text.len() <= CELL || text.encode_utf16().count() <= CELL {
        return text;
    }
    let room = CELL - CUT.encode_utf16().count();
    let mut used = 0;
    let kept = text.chars().take_while(|c| {
        used += c.len_utf16();
        used <= room
    });
    kept.chain(CUT.chars()).collect()
}

/// The width of a column: that of its longest cell among the first rows, within bounds.
fn columns(column: &TopicColumn, length: usize, rows: &Rows<'_>) -> usize {
    let cells = (0..length.min(LOOKED_AT)).map(|row| match (column.read)(rows, row) {
        Cell::Text(text) => longest(&text),
        Cell::Name(name) => longest(&printable::name(name)),
        Cell::Integer(value) => value.to_string().len(),
        Cell::Number(value) => value.to_string().len(),
        Cell::Truth(_) => 5,
        Cell::Empty => 0,
    });
    // Beside the name there is the sign of the filter.
    let name = column.name.len() + 3;
    let widest = cells.max().unwrap_or(0).max(name) + usize::from(column.kind == Kind::Text);
    widest.clamp(*WIDTHS.start(), *WIDTHS.end())
}

/// Columns of the longest line of a text; of a long text no more than a column is wide is looked at.
fn longest(text: &str) -> usize {
    let end = text.char_indices().nth(*WIDTHS.end() * 4).map_or(text.len(), |(place, _)| place);
    text[..end].lines().map(width::of).max().unwrap_or(0)
}

#[cfg(test)]
mod tests;
