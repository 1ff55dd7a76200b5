//! The answer to a similarity query: what was found, where it stands and how close it is.

use serde::Serialize;

use super::layout::Ink;
use super::layout::number::{bar, count};
use super::layout::place::{citation, spot};
use super::layout::wrap::{beginning, clean, cut, label, named, wrap};
use super::model::{ModelSummary, Place};
use super::terminal::{Page, TerminalStyle, plain};
use super::words::Words;
use crate::corpus::{Boilerplate, Language};

mod highlight;

/// Version of the JSON search report; it grows when a field changes its meaning or goes away.
pub const SEARCH_REPORT_SCHEMA: u32 = 1;

/// Columns by which a text is moved in below its rank.
const INDENT: &str = "    ";

/// Columns of the bar of similarity 1.
const BAR: usize = 8;

/// Columns of a text, about eight lines of a narrow window; the JSON has the whole.
const TEXT: usize = 600;

/// What a query found.
#[derive(Debug, Clone, Serialize)]
pub struct SearchReport {
    /// [`SEARCH_REPORT_SCHEMA`].
    pub schema: u32,
    /// The query as the person gave it.
    pub query: String,
    /// The embedding model.
    pub model: ModelSummary,
    /// How neighbours were found: `exact` or `hnsw`.
    pub index: String,
    /// Number of units searched.
    pub searched: usize,
    /// What was found, closest first.
    pub results: Vec<SearchHit>,
}

/// One unit that a query found.
#[derive(Debug, Clone, Serialize)]
pub struct SearchHit {
    /// Place among the results, from 1.
    pub rank: usize,
    /// Cosine of query and unit, in [-1, 1].
    pub similarity: f32,
    /// The text, whole.
    pub text: String,
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
    /// Its language, when known.
    pub language: Option<Language>,
    /// Set for boilerplate.
    pub boilerplate: Option<Boilerplate>,
    /// Other places with the same text.
    pub duplicates: Vec<Place>,
}

/// The report as text for a terminal; words of the query that stand in a text are marked when colour is on.
///
/// Of the style, `excerpts` has no bearing, and `all_units` shows each text whole.
pub fn render(report: &SearchReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    page.wrapped("", &format!("“{}”", beginning(&report.query, TEXT)), Ink::bold);
    let facts = format!(
        "{} among {} · {} search · {}",
        count(report.results.len(), "result"),
        count(report.searched, "text"),
        label(&report.index),
        named(&report.model.id),
    );
    page.wrapped("", &facts, Ink::dim);
    if report.results.is_empty() {
        page.blank();
        page.wrapped("", "Nothing found", plain);
    }
    let words = highlight::Words::of(&report.query);
    for hit in &report.results {
        page.blank();
        write_hit(&mut page, hit, &words, style);
    }
    page.into_text()
}

fn write_hit(page: &mut Page, hit: &SearchHit, words: &highlight::Words, style: &TerminalStyle) {
    let ink = page.ink();
    let drawn = bar(f64::from(hit.similarity), BAR);
    let rank = ink.accent(&format!("{:<3}", hit.rank));
    page.line(format!("{rank} {:.2} {}", hit.similarity, ink.accent(&drawn)).trim_end());

    let mut about = vec![citation(&hit.place)];
    about.extend(hit.language.map(|language| language.to_string()));
    about.extend(hit.boilerplate.map(|why| format!("boilerplate ({})", Words::default().boilerplate(why))));
    page.wrapped(INDENT, &about.join(" · "), Ink::dim);

    let text = clean(&hit.text);
    let text = if style.all_units { text } else { cut(&text, TEXT) };
    for line in wrap(&text, page.room(INDENT)) {
        let marked = if style.colour { words.mark(&line, ink) } else { line };
        page.line(&format!("{INDENT}{marked}"));
    }
    if !hit.duplicates.is_empty() {
        let places: Vec<_> = hit.duplicates.iter().map(spot).collect();
        page.wrapped(INDENT, &format!("the same text: {}", places.join(", ")), Ink::dim);
    }
}

#[cfg(test)]
pub(super) mod tests;
