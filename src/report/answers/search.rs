//! The answer to a query: what was found, where it stands, why it was found, and how sure that is.

mod explain;
mod lists;
mod render;
mod shown;
mod table;
mod template;
mod why;

use serde::{Deserialize, Serialize};

use crate::corpus::{Boilerplate, Language};
use crate::report::answers::unread::UnreadSummary;
use crate::report::sources::{ModelSummary, Place};

pub use crate::report::text::link::Links;
pub use lists::{counts, files};
pub use render::{SearchStyle, render};
#[cfg(test)]
pub(in crate::report) use table::COLUMNS;
pub use table::{csv, csv_names};
pub use template::{FIELDS, Template, TemplateError};

/// Version of the JSON search report; it grows when a field changes its meaning or goes away.
pub const SEARCH_REPORT_SCHEMA: u32 = 2;

/// What a query found.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SearchReport {
    /// [`SEARCH_REPORT_SCHEMA`].
    pub schema: u32,
    /// The query as the person gave it; several are joined by ` | `.
    pub query: String,
    /// What results were ranked by.
    pub mode: SearchMode,
    /// The model that read the best results again; `None` without one.
    pub reranker: Option<String>,
    /// The embedding model.
    pub model: ModelSummary,
    /// How neighbours were found: `exact` or `hnsw`.
    pub index: String,
    /// Number of units searched.
    pub searched: usize,
    /// Whether there is an answer.
    pub outcome: Verdict,
    /// Confidence of the best result, in [0, 1]; 0 without one.
    pub confidence: f32,
    /// Results that are boilerplate and are not among `results` for that.
    pub set_aside: usize,
    /// Files that were not read, and are not searched.
    pub unread: UnreadSummary,
    /// What was found, best first; the nearest where the outcome is [`Verdict::Nothing`].
    pub results: Vec<SearchHit>,
}

/// What results are ranked by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SearchMode {
    /// Words and the meaning of the whole.
    #[default]
    Both,
    /// Words alone.
    Words,
    /// The meaning of the whole alone.
    Meaning,
}

impl SearchMode {
    /// As it is typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Words => "words",
            Self::Meaning => "meaning",
        }
    }
}

/// Whether a result answers the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It does, as far as can be told.
    Found,
    /// It may.
    Unsure,
    /// It does not: it is the nearest that there is.
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

    /// The name, as in the JSON report.
    pub fn name(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Unsure => "unsure",
            Self::Nothing => "nothing",
        }
    }
}

/// One unit that a query found.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SearchHit {
    /// Place among the results, from 1.
    pub rank: usize,
    /// What results are ranked by; greater is better, and only results of one query compare.
    pub score: f32,
    /// What the reranker says of it, in [0, 1]; `None` without one, and for results that it did not read. With it, results are in this
    /// order.
    pub reranked: Option<f32>,
    /// Probability that it answers the query, in [0, 1].
    pub confidence: f32,
    /// The same in a word.
    pub verdict: Verdict,
    /// Cosine of query and unit, in [-1, 1]; `None` where it was not looked at.
    pub similarity: Option<f32>,
    /// Share of the weight of the query's words that the unit has words for, in [0, 1]; `None` where words were not looked at.
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
    /// The words that it was found by.
    pub why: Vec<Reason>,
    /// Those words where they stand in the text.
    pub marks: Vec<Mark>,
    /// The sentence that matters: its first byte and the byte after its last, in the text.
    pub sentence: Option<[usize; 2]>,
    /// Units before it in its document, in their order; empty unless asked for.
    pub before: Vec<Context>,
    /// Units after it.
    pub after: Vec<Context>,
    /// Other places with the same text.
    pub duplicates: Vec<Place>,
    /// Units of nearly the same text, which are no results of their own.
    pub copies: Vec<Copy>,
}

/// A word of the query, and the word of the text that stands for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// Word of the query.
    pub query: String,
    /// Word of the text; empty where none stands for that of the query.
    pub word: String,
    /// Cosine of the two words, 1 for the same; 0 where there is none.
    pub similarity: f32,
    /// Whether it is the same word.
    pub same: bool,
    /// Weight of the query's word among all of them, in [0, 1].
    pub weight: f32,
    /// Share of the score that it gives, in [0, 1].
    pub share: f32,
}

/// Where a word that stands for one of the query's is in the text.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// How much it stands for it, in [0, 1]; 1 for the same word.
    pub strength: f32,
}

/// A unit beside one that was found.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Context {
    /// The text, whole.
    pub text: String,
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
}

/// A unit of nearly the same text.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Copy {
    /// How much of the text it shares, in [0, 1].
    pub similarity: f32,
    /// The text, whole.
    pub text: String,
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
}

impl SearchHit {
    /// The sentence that matters, where it is one of the text.
    pub(in crate::report) fn sentence_text(&self) -> Option<&str> {
        let [start, end] = self.sentence?;
        self.text.get(start..end).filter(|sentence| !sentence.is_empty())
    }
}

#[cfg(test)]
pub(in crate::report) mod tests;
