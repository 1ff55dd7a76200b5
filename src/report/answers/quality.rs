//! Quality of retrieval on a collection's own text: figures, and for each query what was missed and why.

mod drafts;
mod files;
mod render;
#[cfg(test)]
pub(in crate::report) mod tests;

pub use drafts::{DraftExpected, DraftKind, QUERY_DRAFTS_SCHEMA, QueryDraft, QueryDrafts, toml};
pub use files::{csv, markdown};
pub use render::render;

use serde::{Deserialize, Serialize};

use crate::corpus::Boilerplate;
use crate::report::answers::search::SearchMode;
use crate::report::answers::unread::UnreadSummary;
use crate::report::sources::{ModelSummary, SkippedFile};

/// Version of the JSON quality report; it grows when a field changes its meaning or goes away.
pub const QUALITY_REPORT_SCHEMA: u32 = 1;

/// Queries of a file, held against what a collection finds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct QualityReport {
    /// [`QUALITY_REPORT_SCHEMA`].
    pub schema: u32,
    /// What is searched: the paths, or the folder of a collection.
    pub source: String,
    /// The files of queries.
    pub files: Vec<String>,
    /// Number of units searched.
    pub searched: usize,
    /// The embedding model.
    pub model: ModelSummary,
    /// What results were ranked by.
    pub mode: SearchMode,
    /// How neighbours were found: `exact` or `hnsw`.
    pub index: String,
    /// Results that count for the first three figures.
    pub k: usize,
    /// Queries that were measured.
    pub queries: usize,
    /// Queries of the file that expect nothing.
    pub left_out: usize,
    /// Files that were not read, and are not searched.
    pub unread: UnreadSummary,
    /// The figures, over all queries and for each language.
    pub figures: Vec<QualityFigure>,
    /// How much was missed, by why, the most frequent first.
    pub reasons: Vec<ReasonCount>,
    /// Every query, in the order of the file.
    pub rows: Vec<QualityQuery>,
    /// What was typed, to do it again.
    pub command: Option<String>,
    /// What changed since an earlier run; `null` unless asked for.
    pub comparison: Option<QualityComparison>,
}

/// A figure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QualityFigure {
    /// `ndcg@10`, `mrr@10`, `recall@10` or `recall@100`, with the `k` that was asked for.
    pub measure: String,
    /// Only queries of this language; `null` for all.
    pub lang: Option<String>,
    /// Number of queries.
    pub n: usize,
    /// The mean, in [0, 1].
    pub value: f64,
    /// Its 95 % interval, bootstrapped over queries; `null` for one query.
    pub interval: Option<[f64; 2]>,
}

/// How much was missed for a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonCount {
    /// Why.
    pub why: Why,
    /// How much that was expected.
    pub missed: usize,
}

/// Why something expected is not among the first results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// No unit of the collection is what was named.
    NotRead,
    /// It is boilerplate, which is searched only with `--boilerplate`.
    SetApart,
    /// A phrase or a word that the query requires or excludes keeps it out.
    KeptOut,
    /// A result of nearly the same text stands for it.
    Folded,
    /// Exact search finds it, or it has no embedding yet.
    Index,
    /// All of the first results are expected ones: more is expected than there is room for.
    NoRoom,
    /// It was found, and other results stand before it.
    Rank,
    /// Neither its words nor its meaning are near to the query, as far as the model can tell.
    Model,
}

impl Why {
    /// What a person reads.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotRead => "not read",
            Self::SetApart => "set apart",
            Self::KeptOut => "kept out",
            Self::Folded => "folded",
            Self::Index => "index",
            Self::NoRoom => "no room",
            Self::Rank => "rank",
            Self::Model => "model",
        }
    }
}

/// The kind of a boilerplate unit, as in the JSON reports.
pub fn kind_of(boilerplate: Boilerplate) -> &'static str {
    crate::report::text::table::boilerplate(boilerplate)
}

/// A query with its figures.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct QualityQuery {
    /// Its id, else its number, such as `q3`.
    pub id: String,
    /// What was asked.
    pub text: String,
    /// Its language, where the file names one.
    pub lang: Option<String>,
    /// Different texts that it should find, those that were not read among them.
    pub expected: usize,
    /// How many of them are among the first `k`.
    pub found: usize,
    /// Rank of the first of them, as far as results were looked at; `null` for none.
    pub first: Option<usize>,
    /// Normalised discounted cumulative gain of the first `k`.
    pub ndcg: f64,
    /// One over the rank of the first right result; 0 when it is not among the first `k`.
    pub reciprocal_rank: f64,
    /// Share of what is expected among the first `k`.
    pub recall: f64,
    /// Share of what is expected among the first 100.
    pub recall_100: f64,
    /// What is expected and not among the first `k`.
    pub missed: Vec<Missed>,
}

/// Something that was expected and missed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Missed {
    /// As the file of queries names it.
    pub expected: String,
    /// What it is worth.
    pub gain: u32,
    /// Why it was missed.
    pub why: Why,
    /// The same in words.
    pub note: String,
    /// Its rank among the first 1,000 results, or that of the result that stands for it.
    pub rank: Option<usize>,
    /// Its file; `null` for what was not read.
    pub file: Option<String>,
    /// The line on which it begins.
    pub line: Option<u64>,
    /// Its text, whole.
    pub text: Option<String>,
    /// Set for boilerplate: of which kind.
    pub boilerplate: Option<Boilerplate>,
    /// Its scores; of what is not among the first 1,000, those of the text alone.
    pub scores: Option<Scores>,
    /// The best result that is not expected and stands before it, or the result that stands for it.
    pub before: Option<Before>,
    /// Files that were not read, or not whole, and may be the one that was named.
    pub unread: Vec<SkippedFile>,
}

/// The parts of a score, as `cognate search --explain` tells them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// What results are ranked by.
    pub score: f32,
    /// Probability that it answers the query, in [0, 1].
    pub confidence: f32,
    /// Cosine of query and text, in [-1, 1]; `null` where it was not looked at.
    pub similarity: Option<f32>,
    /// Share of the query's weight for which it has words; `null` where words were not looked at.
    pub words: Option<f32>,
}

/// A result that stands before what was expected.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Before {
    /// Its rank.
    pub rank: usize,
    /// Its file.
    pub file: String,
    /// The line on which it begins.
    pub line: u64,
    /// Its text, whole.
    pub text: String,
    /// Its scores.
    #[serde(flatten)]
    pub scores: Scores,
}

/// Two runs compared, query by query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QualityComparison {
    /// The file of the earlier run.
    pub file: String,
    /// How much a figure may fall.
    pub margin: f64,
    /// Queries of both runs.
    pub compared: usize,
    /// What is not the same, in words: the model, the mode, what is searched.
    pub changed: Vec<String>,
    /// Queries of the earlier run that this one lacks.
    pub missing: Vec<String>,
    /// The figures over the queries of both.
    pub figures: Vec<FigureChange>,
}

impl QualityComparison {
    /// Whether something got worse.
    pub fn is_worse(&self) -> bool {
        self.figures.iter().any(|figure| figure.worse)
    }
}

/// A figure of two runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FigureChange {
    /// The measure.
    pub measure: String,
    /// What it was.
    pub before: f64,
    /// What it is.
    pub now: f64,
    /// The 95 % interval of what it is less what it was, bootstrapped over pairs; `null` for one query.
    pub interval: Option<[f64; 2]>,
    /// Whether it fell by more than the margin, and the whole interval lies below 0.
    pub worse: bool,
}
