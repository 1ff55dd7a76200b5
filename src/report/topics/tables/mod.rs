//! Units, topics, documents, and topics by the values of fields as tables of text, for spreadsheets and data tools.
//!
//! The columns are those of `docs/formats.md`. A text that a spreadsheet would run as a formula gets an apostrophe
//! before it (OWASP, *CSV Injection*), since text of documents is not trusted.

mod cell;
mod columns;
#[cfg(test)]
mod tests;

#[cfg(any(feature = "parquet", feature = "xlsx"))]
pub(in crate::report) use cell::TopicColumn;
pub(in crate::report) use cell::{Rows, Table};
pub(in crate::report) use columns::{DOCUMENTS, PER, TOPICS, UNITS};

use crate::report::ReportError;
use crate::report::text::table::{Separator, write};
use crate::report::topics::model::TopicReport;

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

/// All documents with their topics, one a row, in the order of the report; else as [`units`].
///
/// # Errors
///
/// When the table cannot be written, which is a defect of this crate.
pub fn documents(report: &TopicReport, separator: Separator) -> Result<String, ReportError> {
    render(report, &DOCUMENTS, separator)
}

/// All topics in all values of the fields that were asked for, one a row, in the order of the report; else as [`units`].
///
/// # Errors
///
/// When the table cannot be written, which is a defect of this crate.
pub fn per(report: &TopicReport, separator: Separator) -> Result<String, ReportError> {
    render(report, &PER, separator)
}

fn render(report: &TopicReport, table: &Table, separator: Separator) -> Result<String, ReportError> {
    let rows = &Rows::new(report);
    let names = table.columns.iter().map(|column| column.name);
    let row = |at| table.columns.iter().map(move |column| (column.read)(rows, at));
    write(names, (0..(table.length)(report)).map(row), separator)
}
