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
pub const SEARCH_REPORT_SCHEMA: u32 = 2;

/// Columns by which a text is moved in below its rank.
const INDENT: &str = "    ";

/// Columns of the bar of similarity 1.
const BAR: usize = 8;

/// Columns of a text, about eight lines of a narrow window; the JSON has the whole.
const TEXT: usize = 600;

/// By what texts are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SearchMode {
    /// By the meanings of words and of the whole together.
    #[default]
    Both,
    /// By the words alone, and what comes near them in meaning.
    Words,
    /// By the cosine of the vectors alone.
    Meaning,
}

/// Whether something answers a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It does, as far as can be told.
    Found,
    /// It may.
    Unsure,
    /// It does not: this is only the nearest.
    Nothing,
}

impl Verdict {
    /// Least probability of [`Verdict::Found`].
    pub const FOUND: f32 = 0.7;

    /// Least probability of [`Verdict::Unsure`].
    pub const UNSURE: f32 = 0.2;

    /// Of a probability.
    pub fn of(confidence: f32) -> Self {
        if confidence >= Self::FOUND {
            Self::Found
        } else if confidence >= Self::UNSURE {
            Self::Unsure
        } else {
            Self::Nothing
        }
    }
}

/// What a query found.
#[derive(Debug, Clone, Serialize)]
pub struct SearchReport {
    /// [`SEARCH_REPORT_SCHEMA`].
    pub schema: u32,
    /// The query as the person gave it; several are joined by ` | `.
    pub query: String,
    /// By what texts were ranked.
    pub mode: SearchMode,
    /// The embedding model.
    pub model: ModelSummary,
    /// How neighbours were found: `exact` or `hnsw`.
    pub index: String,
    /// Number of texts searched.
    pub searched: usize,
    /// Whether something answers the query.
    pub outcome: Verdict,
    /// Probability that the best result answers the query.
    pub confidence: f32,
    /// Texts that are not shown because they are boilerplate and would be among the results.
    pub set_aside: usize,
    /// What was found, best first; when [`SearchReport::outcome`] is [`Verdict::Nothing`], what is nearest.
    pub results: Vec<SearchHit>,
}

/// One unit that a query found.
#[derive(Debug, Clone, Serialize)]
pub struct SearchHit {
    /// Place among the results, from 1.
    pub rank: usize,
    /// What it is ranked by: greater is better.
    pub score: f32,
    /// Probability that it answers the query.
    pub confidence: f32,
    /// What that means.
    pub verdict: Verdict,
    /// Cosine of query and unit, in [-1, 1]; nothing where one of them has no vector.
    pub similarity: Option<f32>,
    /// Share of the query's words, by their weight, that the unit has or has the like of, in [0, 1).
    pub words: Option<f32>,
    /// The text, whole.
    pub text: String,
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
    /// Its language, when known.
    pub language: Option<Language>,
    /// Set for boilerplate.
    pub boilerplate: Option<Boilerplate>,
    /// The words of the query that count, the heaviest first, with what stands for each.
    pub why: Vec<Reason>,
    /// Words of the text that stand for one of the query.
    pub marks: Vec<Mark>,
    /// Bytes of the sentence of the text that has most of the query, where the text has several.
    pub sentence: Option<[usize; 2]>,
    /// What stands before it.
    pub before: Vec<Context>,
    /// What stands after it.
    pub after: Vec<Context>,
    /// Other places with the same text.
    pub duplicates: Vec<Place>,
    /// Texts that are nearly the same and would have been results, too.
    pub copies: Vec<Copy>,
}

/// A word of the query, and the word of the text that stands for it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reason {
    /// The word of the query.
    pub query: String,
    /// The word of the text; nothing when none comes near.
    pub word: Option<String>,
    /// Cosine of the two words, 1 for the same.
    pub similarity: f32,
    /// Whether they are the same but for spelling.
    pub same: bool,
    /// Weight of the query's word among all, 0 to 1.
    pub weight: f32,
    /// How much of [`SearchHit::words`] is from it: at most `weight`.
    pub share: f32,
}

/// A word of the text that stands for one of the query.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Mark {
    /// Its first byte in the text.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
    /// How much it stands for it, 0 to 1.
    pub strength: f32,
}

/// What stands beside a result.
#[derive(Debug, Clone, Serialize)]
pub struct Context {
    /// The text.
    pub text: String,
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
}

/// A text that is nearly the same.
#[derive(Debug, Clone, Serialize)]
pub struct Copy {
    /// Cosine to the result.
    pub similarity: f32,
    /// The text.
    pub text: String,
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
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
    let drawn = bar(f64::from(hit.confidence), BAR);
    let rank = ink.accent(&format!("{:<3}", hit.rank));
    page.line(format!("{rank} {:.2} {}", hit.score, ink.accent(&drawn)).trim_end());

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
