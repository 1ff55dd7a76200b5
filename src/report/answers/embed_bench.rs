//! How fast texts become vectors, by model, length and batch.

mod files;
mod render;
#[cfg(test)]
pub(in crate::report) mod tests;

pub use files::{csv, markdown};
pub use render::render;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::bench::Environment;
use crate::report::answers::timed::TimeComparison;

/// Version of the JSON report of embedding speed; it grows when a field changes its meaning or goes away.
pub const EMBED_BENCH_REPORT_SCHEMA: u32 = 1;

/// One run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EmbedBenchReport {
    /// [`EMBED_BENCH_REPORT_SCHEMA`].
    pub schema: u32,
    /// What is read: paths, or the folder of a collection.
    pub source: String,
    /// Paragraphs that the texts are made of.
    pub paragraphs: usize,
    /// How many of them are in each language; `unknown` for what none was told of.
    pub languages: BTreeMap<String, usize>,
    /// Hash of the texts of all rows.
    pub hash: String,
    /// Most threads of a model.
    pub threads: usize,
    /// Rounds in which every row had its turn.
    pub rounds: usize,
    /// The models, in the order in which they were named.
    pub models: Vec<EmbedBenchModel>,
    /// One row for each model, length and batch.
    pub rows: Vec<EmbedBenchRow>,
    /// The machine.
    pub environment: Environment,
    /// How much slower the machine was at times: the least of all yardsticks is by this share less than the greatest.
    pub unrest: f64,
    /// What makes the times doubtful; empty on a quiet machine.
    pub warnings: Vec<String>,
    /// What was typed, to do it again.
    pub command: Option<String>,
    /// What takes longer than in an earlier run; `null` unless asked for.
    pub comparison: Option<TimeComparison>,
}

/// A model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EmbedBenchModel {
    /// What rows call it.
    pub name: String,
    /// Hash of its files.
    pub revision: String,
    /// Number of dimensions.
    pub dimension: usize,
    /// Most tokens that it reads at once; `null` for a model without a limit.
    pub window: Option<usize>,
    /// Size of its files; `null` where it is not known.
    pub bytes: Option<u64>,
    /// Milliseconds to open it: median of several times, its files in the cache of the system.
    pub load_ms: f64,
    /// Most memory of a process of its own that opens it and embeds one text; `null` where it cannot be told.
    pub memory_bytes: Option<u64>,
}

/// A model with texts of a length, a batch at a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EmbedBenchRow {
    /// Name, such as `builtin 32 words batch 256`: rows of two runs with the same name are compared.
    pub name: String,
    /// The model.
    pub model: String,
    /// Words of each text; `null` for paragraphs as they are.
    pub words: Option<usize>,
    /// Texts that are handed over at once.
    pub batch: usize,
    /// Different texts.
    pub texts: usize,
    /// Words of a text, in the mean.
    pub mean_words: f64,
    /// Bytes of a text, in the mean.
    pub mean_bytes: f64,
    /// Texts of which the model knows no token.
    pub without_vector: usize,
    /// Texts a second: median of the rounds.
    pub texts_per_second: f64,
    /// Least and greatest of the rounds.
    pub texts_per_second_range: [f64; 2],
    /// The same in words.
    pub words_per_second: f64,
    /// The same in megabytes of text.
    pub megabytes_per_second: f64,
    /// Milliseconds a text: a thousand over texts a second.
    pub ms_per_text: f64,
    /// Batches of which the time was taken.
    pub batches: usize,
    /// Median time of a batch, in milliseconds; `null`, as the next, where fewer than ten times lie beyond it.
    pub p50_ms: Option<f64>,
    /// 95th percentile.
    pub p95_ms: Option<f64>,
    /// Shortest time of each batch, in the mean, in milliseconds a text.
    pub best_ms: f64,
    /// How fast the machine was meanwhile, in millions of products a second: fastest of the rounds.
    pub yardstick: f64,
}
