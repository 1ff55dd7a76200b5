//! Models held against each other on a collection's own text.

mod files;
mod render;
#[cfg(test)]
pub(in crate::report) mod tests;

pub use files::{csv, markdown};
pub use render::render;

use serde::{Deserialize, Serialize};

use crate::bench::Environment;
use crate::report::answers::quality::{FigureChange, QualityFigure};
use crate::report::answers::topics_bench::LabelAgreement;
use crate::report::sources::ModelSummary;

/// Version of the JSON report on compared models; it grows when a field changes its meaning or goes away.
pub const AUDIT_REPORT_SCHEMA: u32 = 1;

/// What changes when one model takes the place of another.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AuditReport {
    /// [`AUDIT_REPORT_SCHEMA`].
    pub schema: u32,
    /// What was read: the paths, or the folder of a collection.
    pub source: String,
    /// Units read.
    pub units: usize,
    /// Different texts among them that are neither boilerplate nor left out: what is searched.
    pub texts: usize,
    /// Neighbours of each text that are compared.
    pub k: usize,
    /// Field that labels the texts; `null` where none was named.
    pub label_field: Option<String>,
    /// Files of queries with what each should find; empty where none was named.
    pub query_files: Vec<String>,
    /// The models, in the order in which they were named.
    pub models: Vec<AuditedModel>,
    /// Every two of them.
    pub pairs: Vec<AuditPair>,
    /// The machine.
    pub environment: Environment,
    /// What makes the times doubtful.
    pub warnings: Vec<String>,
    /// What was typed, to do it again.
    pub command: Option<String>,
}

/// A model by itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AuditedModel {
    /// The model.
    pub model: ModelSummary,
    /// Most tokens that it reads at once; `null` for a model without a limit.
    pub window: Option<usize>,
    /// Bytes of its files; `null` where that is not known.
    pub bytes: Option<u64>,
    /// Most memory of a process of its own that opens it and embeds one text; `null` where it cannot be told.
    pub memory_bytes: Option<u64>,
    /// Milliseconds that loading it takes, its files in the cache of the system.
    pub load_ms: f64,
    /// Seconds in which all different texts were embedded.
    pub embed_seconds: f64,
    /// Texts embedded in a second.
    pub texts_per_second: f64,
    /// Bytes of the index of its vectors.
    pub index_bytes: u64,
    /// Milliseconds of a whole search for a few words: median.
    pub search_ms: Option<f64>,
    /// Units that it knows no word of.
    pub without_vector: usize,
    /// Units that were longer than its window, and were read in parts.
    pub windowed: usize,
    /// Topics found with its vectors; `null` unless they were looked for.
    pub topics: Option<AuditTopics>,
    /// What queries of a file found; empty where there is none.
    pub figures: Vec<QualityFigure>,
}

/// Topics of a model.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AuditTopics {
    /// Number of topics.
    pub topics: usize,
    /// Units in none.
    pub outliers: usize,
    /// Seconds that finding them took.
    pub seconds: f64,
    /// Mean adjusted mutual information of topics found in random parts of the corpus; `null` unless it was measured.
    pub stability: Option<f64>,
    /// Mean NPMI coherence of their terms.
    pub coherence: Option<f64>,
    /// How far they are the labels of the texts; `null` where nothing labels them.
    pub labels: Option<LabelAgreement>,
}

/// Two models held against each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditPair {
    /// Place of the first among the models.
    pub a: usize,
    /// Place of the second.
    pub b: usize,
    /// Texts whose neighbours were compared: those that both have a vector of.
    pub texts: usize,
    /// Share of the `k` nearest texts that both models name, in the mean; `null` without a text.
    pub overlap: Option<f64>,
    /// Its 95 % interval, bootstrapped over texts.
    pub overlap_interval: Option<[f64; 2]>,
    /// Share of texts whose nearest text is the same.
    pub same_nearest: Option<f64>,
    /// Adjusted mutual information of their topics, at most 1; a unit in no topic is one by itself.
    pub topics_ami: Option<f64>,
    /// Topics of the first that keep their number with the second; only for a model and the next one.
    pub kept_topics: Option<usize>,
    /// What queries of a file found, before and now: `worse` says that the whole interval of the difference lies below 0.
    pub figures: Vec<FigureChange>,
    /// Texts whose neighbours differ most.
    pub examples: Vec<AuditExample>,
}

/// A text whose neighbours differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditExample {
    /// The text.
    pub text: String,
    /// Its file.
    pub file: String,
    /// Line on which it begins.
    pub line: u64,
    /// Neighbours that both name.
    pub both: usize,
    /// The nearest that only the first names among its nearest.
    pub only_a: Option<String>,
    /// The nearest that only the second names.
    pub only_b: Option<String>,
}
