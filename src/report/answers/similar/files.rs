//! The report as a table and as a document.

use std::fmt::Write as _;

use super::{
    Likeness, SimilarGroup, SimilarReport, SimilarText, about, about_group, elsewhere, facts, summary,
    wording,
};
use crate::corpus::Language;
use crate::report::ReportError;
use crate::report::text::markdown::{escape, quote};
use crate::report::text::table::{Cell, Separator, write};

const PAIRS: [&str; 21] = [
    "similarity",
    "kind",
    "words_in_common",
    "file_a",
    "line_a",
    "at_a",
    "position_a",
    "id_a",
    "title_a",
    "language_a",
    "places_a",
    "text_a",
    "file_b",
    "line_b",
    "at_b",
    "position_b",
    "id_b",
    "title_b",
    "language_b",
    "places_b",
    "text_b",
];

const MEMBERS: [&str; 14] = [
    "group",
    "group_places",
    "similarity",
    "kind",
    "words_in_common",
    "file",
    "line",
    "at",
    "position",
    "id",
    "title",
    "language",
    "places",
    "text",
];

/// The pairs as a table (CSV), one a row, or the members of the groups where those were asked for; the first line names the columns.
///
/// # Errors
///
/// When the table cannot be written, which is a defect of this crate.
pub fn csv(report: &SimilarReport) -> Result<String, ReportError> {
    if report.groups.is_empty() {
        let rows = report.pairs.iter().map(|pair| {
            let mut row = likeness(pair.similarity, Some(pair.kind), pair.words_in_common);
            row.extend(text_cells(&pair.a));
            row.extend(text_cells(&pair.b));
            row
        });
        return write(PAIRS.into_iter(), rows, Separator::Comma);
    }
    let rows = (1_i64..).zip(&report.groups).flat_map(|(number, group)| {
        group.members.iter().map(move |member| {
            let mut row = vec![Cell::Integer(number), Cell::Integer(group.places as i64)];
            row.extend(likeness(member.similarity, member.kind, member.words_in_common));
            row.extend(text_cells(&member.text));
            row
        })
    });
    write(MEMBERS.into_iter(), rows, Separator::Comma)
}

fn likeness(similarity: f32, kind: Option<Likeness>, in_common: f32) -> Vec<Cell<'static>> {
    let kind = kind.map_or(Cell::Empty, |kind| Cell::Text(kind.name().into()));
    vec![Cell::Number(similarity), kind, Cell::Number(in_common)]
}

fn text_cells(text: &SimilarText) -> [Cell<'_>; 9] {
    let place = &text.place;
    [
        Cell::Name(&place.file),
        Cell::Integer(place.line as i64),
        place.at.as_deref().map_or(Cell::Empty, |at| Cell::Text(at.into())),
        Cell::Integer(place.position as i64),
        place.own_id.as_deref().map_or(Cell::Empty, Cell::Name),
        place.title.as_deref().map_or(Cell::Empty, |title| Cell::Text(title.into())),
        text.language.as_ref().map_or(Cell::Empty, |language: &Language| Cell::Text(language.code().into())),
        Cell::Integer(text.places as i64),
        Cell::Text(text.text.as_str().into()),
    ]
}

/// The report as a document (Markdown), every text whole.
pub fn markdown(report: &SimilarReport) -> String {
    let mut page = format!("# Similar texts\n\n{}\n\n{}\n", escape(&summary(report)), escape(&facts(report)));
    if report.pairs.is_empty() && report.groups.is_empty() {
        page.push_str("\nNothing found\n");
    }
    for (number, pair) in (1..).zip(&report.pairs) {
        let about = wording(pair.kind, pair.words_in_common);
        let _ = write!(page, "\n## {number} · {:.2} · {about}\n", pair.similarity);
        write_text(&mut page, &pair.a);
        write_text(&mut page, &pair.b);
    }
    for (number, group) in (1..).zip(&report.groups) {
        write_group(&mut page, number, group);
    }
    page
}

fn write_group(page: &mut String, number: usize, group: &SimilarGroup) {
    let _ = write!(page, "\n## {number} · {:.2} · {}\n", group.similarity, escape(&about_group(group)));
    for member in &group.members {
        if let Some(kind) = member.kind {
            let about = wording(kind, member.words_in_common);
            let _ = write!(page, "\n{:.2} {about}\n", member.similarity);
        }
        write_text(page, &member.text);
    }
}

fn write_text(page: &mut String, text: &SimilarText) {
    let _ = write!(page, "\n{}\n>\n> — {}\n", quote(&text.text), escape(&about(text)));
    if let Some(places) = elsewhere(text) {
        let _ = write!(page, "\n{}\n", escape(&places));
    }
}
