//! Topics, measured: time by stage, memory, stability, and agreement with labels.

mod files;
mod render;
#[cfg(test)]
pub(in crate::report) mod tests;

pub use files::{csv, markdown};
pub use render::render;

use serde::{Deserialize, Serialize};

use crate::bench::Environment;
use crate::report::sources::ModelSummary;

/// Version of the JSON report on measured topics; it grows when a field changes its meaning or goes away.
pub const TOPICS_BENCH_SCHEMA: u32 = 1;

/// Topics found several times over, measured.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TopicsBenchReport {
    /// [`TOPICS_BENCH_SCHEMA`].
    pub schema: u32,
    /// What was read: the paths, or the folder of a collection.
    pub source: String,
    /// Units.
    pub units: usize,
    /// Units that took part: neither boilerplate nor without a vector.
    pub proper: usize,
    /// The embedding model.
    pub model: ModelSummary,
    /// How topics were found, such as `leiden`.
    pub algorithm: String,
    /// Topics found.
    pub topics: usize,
    /// Units in a topic.
    pub in_topics: usize,
    /// Units in none.
    pub outliers: usize,
    /// Whether every round found the same.
    pub repeatable: bool,
    /// How good they are, by themselves.
    pub quality: TopicFigures,
    /// How far they are the labels of the texts; `null` where nothing labels them.
    pub labels: Option<LabelAgreement>,
    /// Field that labels them.
    pub label_field: Option<String>,
    /// Rounds.
    pub rounds: usize,
    /// Seconds from the collection to the report: median of the rounds.
    pub seconds: f64,
    /// Least and greatest of the rounds.
    pub seconds_range: [f64; 2],
    /// The stages, in the order in which they begin.
    pub stages: Vec<StageTime>,
    /// Most memory that the process has had resident, in bytes; `null` where the system does not say.
    pub peak_bytes: Option<u64>,
    /// The machine.
    pub environment: Environment,
    /// How fast the machine was, in millions of products a second: fastest of the rounds.
    pub yardstick: f64,
    /// How much slower the machine was at times, as a share.
    pub unrest: f64,
    /// What makes the times doubtful.
    pub warnings: Vec<String>,
    /// What was typed, to do it again.
    pub command: Option<String>,
    /// What got worse since an earlier run; `null` unless asked for.
    pub comparison: Option<TopicsComparison>,
}

/// How good topics are, by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TopicFigures {
    /// Mean silhouette with cosine distance, in [-1, 1]; `null` for fewer than two topics.
    pub silhouette: Option<f64>,
    /// How much sparser it is between topics than inside them, in [-1, 1]; `null` for fewer than two topics.
    pub density_validity: Option<f64>,
    /// Mean NPMI of the topics' terms, in [-1, 1].
    pub coherence: Option<f64>,
    /// Share of the topics' terms that are in one topic alone, in [0, 1].
    pub diversity: Option<f64>,
    /// Mean adjusted mutual information of topics found in random parts of the corpus; `null` unless it was measured.
    pub stability: Option<f64>,
}

/// How long a stage takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StageTime {
    /// Its name.
    pub name: String,
    /// Seconds: median of the rounds.
    pub seconds: f64,
    /// Least and greatest of the rounds.
    pub range: [f64; 2],
}

/// How far topics are the labels of texts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LabelAgreement {
    /// Different labels.
    pub labels: usize,
    /// Labelled texts that took part.
    pub texts: usize,
    /// Adjusted mutual information, at most 1; 0 for chance.
    pub ami: f64,
    /// Adjusted Rand index, at most 1; 0 for chance.
    pub ari: f64,
    /// V-measure, in [0, 1].
    pub v_measure: f64,
}

/// Two runs compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TopicsComparison {
    /// The file of the earlier run.
    pub file: String,
    /// Share by which time may grow.
    pub margin: f64,
    /// How much agreement with labels may fall.
    pub label_margin: f64,
    /// Seconds before, as if the machine had been as fast as now.
    pub expected_seconds: f64,
    /// What got worse, in words; empty when nothing did.
    pub worse: Vec<String>,
}
