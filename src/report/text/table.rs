//! Tables of text that spreadsheets and data tools read.
//!
//! A text that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, *CSV Injection*), since text of documents is
//! not trusted.

use std::borrow::Cow;

use super::safe;
use crate::corpus::Boilerplate;
use crate::printable;
use crate::report::ReportError;

/// What stands between the cells of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// A comma, as in `.csv`: cells keep their line breaks.
    Comma,
    /// A tab, as in `.tsv`: tabs and line breaks within a cell become spaces, so that a line is a row.
    Tab,
}

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Truth,
}

/// The value of a column in a row.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) enum Cell<'a> {
    /// Not known.
    Empty,
    /// Of a column of [`Kind::Text`].
    Text(Cow<'a, str>),
    /// Of the same: the name of a file or a record, of which nothing may be left out.
    Name(&'a str),
    /// Of a column of [`Kind::Integer`].
    Integer(i64),
    /// Of a column of [`Kind::Number`].
    Number(f32),
    /// Of a column of [`Kind::Truth`].
    Truth(bool),
}

impl<'a> Cell<'a> {
    pub(in crate::report) fn text(text: &'a str) -> Self {
        Self::Text(text.into())
    }

    /// Text that may be missing.
    pub(in crate::report) fn some_text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Empty, Self::text)
    }

    /// The name of a record, where it has one.
    pub(in crate::report) fn some_name(name: Option<&'a str>) -> Self {
        name.map_or(Self::Empty, Self::Name)
    }

    pub(in crate::report) fn integer(value: usize) -> Self {
        Self::Integer(value as i64)
    }

    /// A number of a unit or a topic that may be missing.
    pub(in crate::report) fn some_integer(value: Option<u64>) -> Self {
        value.map_or(Self::Empty, |value| Self::Integer(value as i64))
    }

    pub(in crate::report) fn some_number(value: Option<f32>) -> Self {
        value.map_or(Self::Empty, Self::Number)
    }

    /// A figure that may be missing, with the digits of a `f32`.
    pub(in crate::report) fn some_figure(value: Option<f64>) -> Self {
        Self::some_number(value.map(|value| value as f32))
    }

    /// Texts beside each other; empty where there is none.
    pub(in crate::report) fn list<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let joined = texts.collect::<Vec<_>>().join("; ");
        if joined.is_empty() { Self::Empty } else { Self::Text(joined.into()) }
    }
}

/// A column of a table, and how its value is read.
#[derive(Debug)]
#[cfg_attr(not(feature = "parquet"), allow(dead_code, reason = "text has no types"))]
pub(in crate::report) struct Column<Read> {
    /// Its name.
    pub(in crate::report) name: &'static str,
    /// Its type.
    pub(in crate::report) kind: Kind,
    /// Whether there are rows without a value.
    pub(in crate::report) optional: bool,
    /// Its value in a row.
    pub(in crate::report) read: Read,
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

/// As in the JSON report.
pub(in crate::report) fn boilerplate(reason: Boilerplate) -> &'static str {
    match reason {
        Boilerplate::Short => "short",
        Boilerplate::ReadAlso => "read-also",
        Boilerplate::Promotion => "promotion",
        Boilerplate::Quoted => "quoted",
        Boilerplate::RunningHead => "running-head",
        Boilerplate::Machine => "machine",
        Boilerplate::Navigation => "navigation",
        Boilerplate::Repeated => "repeated",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn why_a_text_is_set_apart_is_written_as_in_json() {
        let all = [
            Boilerplate::Short,
            Boilerplate::ReadAlso,
            Boilerplate::Promotion,
            Boilerplate::Quoted,
            Boilerplate::RunningHead,
            Boilerplate::Machine,
            Boilerplate::Navigation,
            Boilerplate::Repeated,
        ];
        for reason in all {
            assert_eq!(json!(reason), json!(boilerplate(reason)));
        }
    }
}
