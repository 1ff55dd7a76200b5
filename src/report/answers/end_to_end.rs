//! From files to the first answer: what a person waits for, and what it takes.

mod files;
mod render;
#[cfg(test)]
pub(in crate::report) mod tests;

pub use files::{csv, markdown};
pub use render::render;

use serde::{Deserialize, Serialize};

use crate::bench::Environment;
use crate::report::answers::timed::TimeComparison;

/// Version of the JSON end-to-end report; it grows when a field changes its meaning or goes away.
pub const END_TO_END_REPORT_SCHEMA: u32 = 1;

/// One run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndToEndReport {
    /// [`END_TO_END_REPORT_SCHEMA`].
    pub schema: u32,
    /// The paths that are read.
    pub source: String,
    /// The embedding model.
    pub model: String,
    /// Files that were read.
    pub files: usize,
    /// Their size.
    pub file_bytes: u64,
    /// Units of text in them.
    pub units: usize,
    /// Hash of the files.
    pub hash: String,
    /// Most threads of a process.
    pub threads: usize,
    /// Rounds in which every step was done.
    pub rounds: usize,
    /// What is asked.
    pub query: String,
    /// Results that it has.
    pub results: usize,
    /// Seconds from the start of reading to the end of the first search: median of the rounds.
    pub first_answer_seconds: f64,
    /// Least and greatest of the rounds.
    pub first_answer_range: [f64; 2],
    /// Units a second, from the start of reading to its end.
    pub units_per_second: f64,
    /// The same in megabytes of files.
    pub megabytes_per_second: f64,
    /// Each a process of its own, in the order in which they are done.
    pub steps: Vec<EndToEndStep>,
    /// Where the time of `index` goes, measured within one process.
    pub stages: Vec<EndToEndStage>,
    /// Size of the database of the collection.
    pub database_bytes: u64,
    /// Size of its index of vectors.
    pub index_bytes: u64,
    /// Size of its index of words.
    pub words_bytes: u64,
    /// Size of the page of topics; 0 when there is none.
    pub page_bytes: u64,
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

/// A process, from its start to its end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndToEndStep {
    /// `index`, `first search`, `search from the disk`, `search again` or `topics`: steps of two runs with the same name are compared.
    pub name: String,
    /// How often it was run.
    pub runs: usize,
    /// Seconds: median.
    pub seconds: f64,
    /// Least and greatest.
    pub seconds_range: [f64; 2],
    /// Most memory at once, of all runs; `null` where the system does not tell.
    pub peak_bytes: Option<u64>,
    /// How fast the machine was meanwhile, in millions of products a second: fastest of the runs.
    pub yardstick: f64,
}

/// A stage of `index`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndToEndStage {
    /// Such as `reading`; `the rest` is what belongs to none.
    pub name: String,
    /// Seconds: median of the rounds.
    pub seconds: f64,
    /// Least and greatest of the rounds.
    pub seconds_range: [f64; 2],
}
