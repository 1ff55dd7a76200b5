//! Units and topics as tables of text, for spreadsheets and data tools.
//!
//! The columns are those of `docs/formats.md`. A text that a spreadsheet would run as a formula gets an apostrophe
//! before it (OWASP, *CSV Injection*), since text of documents is not trusted.

mod cell;
mod columns;
mod safe;
#[cfg(test)]
mod tests;

pub(in crate::report) use cell::{Cell, Column, Kind, Rows, Table};
pub(in crate::report) use columns::{TOPICS, UNITS, boilerplate};

use std::borrow::Cow;

use super::ReportError;
use super::model::TopicReport;
use crate::printable;

/// What stands between the cells of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// A comma, as in `.csv`: cells keep their line breaks.
    Comma,
    /// A tab, as in `.tsv`: tabs and line breaks within a cell become spaces, so that a line is a row.
    Tab,
}

/// All units, one a row, in the order of the report; the first line names the columns.
///
/// UTF-8 without a byte order mark, lines end with `\n`; a cell that holds the separator, a quotation mark or a line
/// break is quoted, quotation marks in it doubled (RFC 4180).
///
/// # Errors
///
/// When the table cannot be written, which is a defect of this crate.
pub fn units(report: &TopicReport, separator: Separator) -> Result<String, ReportError> {
    render(report, &UNITS, separator)
}

/// All topics, one a row, in the order of the report; else as [`units`].
///
/// # Errors
///
/// When the table cannot be written, which is a defect of this crate.
pub fn topics(report: &TopicReport, separator: Separator) -> Result<String, ReportError> {
    render(report, &TOPICS, separator)
}

fn render(report: &TopicReport, table: &Table, separator: Separator) -> Result<String, ReportError> {
    let rows = &Rows::new(report);
    let names = table.columns.iter().map(|column| column.name);
    let row = |at| table.columns.iter().map(move |column| (column.read)(rows, at));
    write(names, (0..(table.length)(report)).map(row), separator)
}

/// A table of these names, unless there is none, and these rows.
pub(in crate::report) fn write<'a, R: IntoIterator<Item = Cell<'a>>>(
    names: impl ExactSizeIterator<Item = &'static str>,
    rows: impl Iterator<Item = R>,
    separator: Separator,
) -> Result<String, ReportError> {
    let delimiter = match separator {
        Separator::Comma => b',',
        Separator::Tab => b'\t',
    };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(csv::Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    if names.len() > 0 {
        writer.write_record(names)?;
    }
    for row in rows {
        for cell in row {
            writer.write_field(written(cell, separator).as_ref())?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    let invalid = |error| csv::Error::from(std::io::Error::new(std::io::ErrorKind::InvalidData, error));
    Ok(String::from_utf8(bytes).map_err(invalid)?)
}

fn written(cell: Cell<'_>, separator: Separator) -> Cow<'_, str> {
    match cell {
        Cell::Text(text) => safe::text(&text, separator).into(),
        Cell::Name(name) => safe::text(&printable::name(name), separator).into(),
        Cell::Integer(value) => value.to_string().into(),
        Cell::Number(value) if value.is_finite() => value.to_string().into(),
        Cell::Truth(value) => value.to_string().into(),
        Cell::Empty | Cell::Number(_) => "".into(),
    }
}
