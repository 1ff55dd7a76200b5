//! What was found as a table, one result a row.

use crate::corpus::Language;
use crate::report::ReportError;
use crate::report::answers::search::{SearchHit, SearchReport, why};
use crate::report::text::table::{Cell, Column, Kind, Separator, boilerplate, write};

/// How a column is read, from the query and a result of it.
type Read = for<'a> fn(&'a str, &'a SearchHit) -> Cell<'a>;

/// A column that has a value in every row.
macro_rules! always {
    ($name:literal, $kind:ident, $read:expr) => {
        Column { name: $name, kind: Kind::$kind, optional: false, read: $read }
    };
}

/// A column that is empty in some rows.
macro_rules! sometimes {
    ($name:literal, $kind:ident, $read:expr) => {
        Column { name: $name, kind: Kind::$kind, optional: true, read: $read }
    };
}

/// The columns, in order.
pub(in crate::report) static COLUMNS: [Column<Read>; 26] = [
    always!("query", Text, |query, _| Cell::text(query)),
    always!("rank", Integer, |_, hit| Cell::integer(hit.rank)),
    always!("score", Number, |_, hit| Cell::Number(hit.score)),
    sometimes!("reranked", Number, |_, hit| Cell::some_number(hit.reranked)),
    always!("confidence", Number, |_, hit| Cell::Number(hit.confidence)),
    always!("verdict", Text, |_, hit| Cell::text(hit.verdict.name())),
    sometimes!("similarity", Number, |_, hit| Cell::some_number(hit.similarity)),
    sometimes!("words", Number, |_, hit| Cell::some_number(hit.words)),
    always!("file", Text, |_, hit| Cell::Name(&hit.place.file)),
    always!("line", Integer, |_, hit| Cell::Integer(hit.place.line as i64)),
    sometimes!("at", Text, |_, hit| Cell::some_text(hit.place.at.as_deref())),
    always!("position", Integer, |_, hit| Cell::integer(hit.place.position)),
    always!("span_start", Integer, |_, hit| Cell::Integer(hit.place.span[0] as i64)),
    always!("span_end", Integer, |_, hit| Cell::Integer(hit.place.span[1] as i64)),
    always!("hash", Text, |_, hit| Cell::text(&hit.place.hash)),
    sometimes!("own_id", Text, |_, hit| Cell::some_name(hit.place.own_id.as_deref())),
    sometimes!("title", Text, |_, hit| Cell::some_text(hit.place.title.as_deref())),
    sometimes!("date", Text, |_, hit| Cell::some_text(hit.place.date.as_deref())),
    sometimes!("source", Text, |_, hit| Cell::some_text(hit.place.source.as_deref())),
    sometimes!("language", Text, |_, hit| Cell::some_text(hit.language.as_ref().map(Language::code))),
    sometimes!("boilerplate", Text, |_, hit| Cell::some_text(hit.boilerplate.map(boilerplate))),
    always!("duplicates", Integer, |_, hit| Cell::integer(hit.duplicates.len())),
    always!("copies", Integer, |_, hit| Cell::integer(hit.copies.len())),
    sometimes!("why", Text, |_, hit| {
        let why = why::line(hit);
        if why.is_empty() { Cell::Empty } else { Cell::Text(why.into()) }
    }),
    sometimes!("sentence", Text, |_, hit| Cell::some_text(hit.sentence_text())),
    always!("text", Text, |_, hit| Cell::text(&hit.text)),
];

/// The results as CSV, one a row; cells are written as those of [`crate::report::topics::tables::units`]. Without the line of names
/// ([`csv_names`]), so that the results of several queries are one table.
///
/// # Errors
///
/// When the table cannot be written, which is a defect of this crate.
pub fn csv(report: &SearchReport) -> Result<String, ReportError> {
    let row = |hit| COLUMNS.iter().map(move |column| (column.read)(&report.query, hit));
    write(std::iter::empty(), report.results.iter().map(row), Separator::Comma)
}

/// The names of the columns, as the first line of CSV.
pub fn csv_names() -> String {
    let mut names = COLUMNS.iter().map(|column| column.name).collect::<Vec<_>>().join(",");
    names.push('\n');
    names
}
