//! Retrieval, measured: recall against time, as JSON, in a terminal, and as files to hand on.

mod chart;
mod files;
mod page;
mod render;
#[cfg(test)]
pub(in crate::report) mod tests;

pub use chart::svg;
pub use files::{csv, markdown};
pub use page::html;
pub use render::render;

pub(in crate::report) use files::command_block;
pub(in crate::report) use render::machine_line;

use serde::{Deserialize, Serialize};

use crate::bench::{Environment, Regression};

/// Version of the JSON benchmark report; it grows when a field changes its meaning or goes away.
pub const BENCH_REPORT_SCHEMA: u32 = 2;

/// One benchmark run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BenchReport {
    /// [`BENCH_REPORT_SCHEMA`].
    pub schema: u32,
    /// What is searched: the paths of a collection, or the file of a data set.
    pub source: String,
    /// Vectors searched.
    pub units: usize,
    /// Number of dimensions.
    pub dimension: usize,
    /// Model that made the vectors; `null` for a data set.
    pub model: Option<String>,
    /// Its revision: a hash of its weights; `null` for a data set.
    pub revision: Option<String>,
    /// What says how near two vectors are: `cosine`, `euclidean` or `dot`.
    pub metric: String,
    /// What is asked: `sentences`, `held-out`, `typed` or `file`.
    pub asked: String,
    /// Queries asked.
    pub queries: usize,
    /// Hash of the vectors, the queries and `k`: runs of the same hash compare query by query.
    pub hash: String,
    /// Neighbours asked for.
    pub k: usize,
    /// Threads that asked together.
    pub threads: usize,
    /// Rounds in which every setting had its turn.
    pub rounds: usize,
    /// Seconds that exact search took for the true neighbours.
    pub truth_seconds: f64,
    /// Whether they were known from an earlier run over the same vectors and queries.
    pub truth_known: bool,
    /// Whether every thread that measured was bound to a core.
    pub pinned: bool,
    /// Share of the true neighbours that a data set itself names; `null` where it names none.
    pub stated: Option<f64>,
    /// The indexes.
    pub builds: Vec<BenchBuild>,
    /// How time and size grow; empty unless asked for.
    pub growth: Vec<BenchGrowth>,
    /// One row for each setting, in the order in which they were named.
    pub rows: Vec<BenchRow>,
    /// The machine.
    pub environment: Environment,
    /// How much slower the machine was at times: the least of all yardsticks is by this share less than the greatest.
    pub unrest: f64,
    /// What taking the time of a query takes itself, in microseconds; it is in every time.
    pub overhead_us: f64,
    /// What makes the times doubtful; empty on a quiet machine.
    pub warnings: Vec<String>,
    /// What was typed, to do it again.
    pub command: Option<String>,
    /// The cheapest setting that reaches a recall; `null` unless asked for.
    pub target: Option<BenchTarget>,
    /// What got worse since an earlier run; `null` unless asked for.
    pub comparison: Option<BenchComparison>,
}

/// An index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BenchBuild {
    /// Name, such as `hnsw m 16`.
    pub name: String,
    /// Links of a node; `null` for an index without a graph.
    pub m: Option<usize>,
    /// Breadth of the search while it is built; `null` for an index without a graph.
    pub ef_construction: Option<usize>,
    /// Who builds the graph; `null` for an index without one.
    pub builder: Option<String>,
    /// Seconds that building took.
    pub build_seconds: f64,
    /// Size of its file; 0 for a peer.
    pub bytes: u64,
    /// Milliseconds to open it, its file in the cache of the system; 0 for a peer.
    pub open_ms: f64,
    /// Milliseconds to open it and to ask once, its file read from the disk; `null` where the system does not let go of it.
    pub cold_ms: Option<f64>,
}

/// A part of the vectors, measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BenchGrowth {
    /// Vectors of the part.
    pub units: usize,
    /// Median time of a query by exact search, in microseconds; of few, the mean of the shortest of each query.
    pub exact_us: f64,
    /// Size of the index without a graph.
    pub exact_bytes: u64,
    /// Seconds that writing it took.
    pub exact_build_seconds: f64,
    /// The same of the first graph at breadth 64; `null`, as the next, where there is none.
    pub graph_us: Option<f64>,
    /// Size of its file.
    pub graph_bytes: Option<u64>,
    /// Seconds that building it took.
    pub graph_build_seconds: Option<f64>,
    /// Its recall, in [0, 1].
    pub graph_recall: Option<f64>,
}

/// One setting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BenchRow {
    /// Name, such as `hnsw m 16 ef 64`: rows of two runs with the same name are compared.
    pub name: String,
    /// `exact`, `hnsw`, `filtered`, `search`, `start` or `peer`.
    pub method: String,
    /// Candidates that a graph search keeps; `null` for others.
    pub ef: Option<usize>,
    /// Share of the true neighbours found, in [0, 1]; ties in distance are not punished. `null` where there is no truth.
    pub recall: Option<f64>,
    /// Its 95 % interval, bootstrapped over queries.
    pub recall_interval: Option<[f64; 2]>,
    /// The same of each query; empty where there is no truth.
    pub recalls: Vec<f64>,
    /// Queries a second of one thread: median of the rounds.
    pub qps: f64,
    /// Least and greatest of the rounds.
    pub qps_range: [f64; 2],
    /// Queries a second of all threads: median of the rounds; `null` where one at a time asks.
    pub parallel_qps: Option<f64>,
    /// Times taken, of one thread.
    pub samples: usize,
    /// Mean time of a query, in microseconds: a million over queries a second, all rounds together.
    pub mean_us: f64,
    /// Median time, in microseconds; `null`, as the next, where too few times lie beyond it to tell.
    pub p50_us: Option<f64>,
    /// 95th percentile.
    pub p95_us: Option<f64>,
    /// 99th percentile.
    pub p99_us: Option<f64>,
    /// 99.9th percentile.
    pub p999_us: Option<f64>,
    /// Shortest time of each query, in the mean of the quicker half of them, in microseconds.
    pub best_us: f64,
    /// Times in ranges: from and to, in microseconds, and how many.
    pub ranges: Vec<[f64; 3]>,
    /// Rows compared by their codes for a query, in the mean; `null` where it is not counted.
    pub codes: Option<f64>,
    /// Rows compared in full for a query, in the mean.
    pub rows: Option<f64>,
    /// Bytes of codes and rows that were looked at for a query, in the mean.
    pub bytes: Option<f64>,
    /// How fast the machine was meanwhile, in millions of products a second: fastest of the rounds.
    pub yardstick: f64,
    /// Of each round: queries a second of one thread, and the yardstick just before. Runs of earlier versions have none.
    #[serde(default)]
    pub turns: Vec<[f64; 2]>,
}

/// The cheapest setting that reaches a recall.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BenchTarget {
    /// The recall asked for.
    pub recall: f64,
    /// Name of the setting; `null` when none reaches it.
    pub name: Option<String>,
    /// Its breadth, for a graph.
    pub ef: Option<usize>,
    /// Its recall on the half of the queries on which it was chosen.
    pub chosen_on: Option<f64>,
    /// Its recall on the other half.
    pub held_out: Option<f64>,
    /// Whether the collection keeps it.
    pub kept: bool,
}

/// Two runs compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BenchComparison {
    /// The file of the earlier run.
    pub file: String,
    /// Share by which time may grow.
    pub margin: f64,
    /// Share of neighbours by which recall may fall.
    pub recall_margin: f64,
    /// Settings of both runs.
    pub compared: usize,
    /// What is not the same, so that the runs are of different things, in words: the model, the number of neighbours, the kind of query.
    pub changed: Vec<String>,
    /// Settings of the earlier run that this one lacks.
    pub missing: Vec<String>,
    /// What got worse.
    pub worse: Vec<WorseRow>,
}

impl BenchComparison {
    /// Whether something got worse, or cannot be compared.
    pub fn is_worse(&self) -> bool {
        !(self.changed.is_empty() && self.missing.is_empty() && self.worse.is_empty())
    }
}

/// A setting that got worse.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorseRow {
    /// Its name.
    pub name: String,
    /// How.
    #[serde(flatten)]
    pub how: Regression,
}
