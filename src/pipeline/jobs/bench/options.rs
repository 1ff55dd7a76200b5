//! What a person chooses about a benchmark of retrieval.

use std::path::PathBuf;

use crate::bench::Repeats;
use crate::index::{Builder, GraphParams};
use crate::report::answers::search::SearchMode;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum BenchQueries {
    /// Sentences taken out of paragraphs.
    #[default]
    Sentences,
    /// Paragraphs that are left out of the index.
    HeldOut,
    /// A few words of paragraphs, as people type them.
    Typed,
    /// The lines of a file.
    File(PathBuf),
}

/// What is measured.
#[derive(Debug, Clone, PartialEq)]
pub struct BenchOptions {
    /// Neighbours of each query.
    pub k: usize,
    /// Number of queries, at most one for each paragraph.
    pub queries: usize,
    /// What they are.
    pub asked: BenchQueries,
    /// Breadths of the graph search.
    pub ef: Vec<usize>,
    /// How graphs are built, one after the other.
    pub graphs: Vec<GraphParams>,
    /// Who builds them.
    pub builder: Builder,
    /// Shares of the vectors, in (0, 1), among which is searched as well, chosen at random.
    pub filters: Vec<f64>,
    /// Whole searches by these as well, from text to results.
    pub modes: Vec<SearchMode>,
    /// Programs that are measured beside the index, each started by a shell ([`Peer`](crate::bench::Peer)).
    pub peers: Vec<String>,
    /// How often.
    pub repeats: Repeats,
    /// Threads that ask together; all cores when nothing is given.
    pub threads: Option<usize>,
    /// The recall for which the cheapest setting is sought.
    pub target: Option<f64>,
    /// Keep what was found for the target in the collection.
    pub keep: bool,
    /// Measure whole searches from the start of this program as well: the file of the program.
    pub program: Option<PathBuf>,
    /// Measure how time and size grow, on parts of the vectors.
    pub growth: bool,
    /// Bind every thread that measures to a core.
    pub pin: bool,
    /// The settings to be measured, by their names; all when none is given.
    pub only: Vec<String>,
    /// Folder in which true neighbours are kept for the next run over the same vectors and queries.
    pub truths: Option<PathBuf>,
}

impl BenchOptions {
    /// Whether a setting is to be measured.
    pub(super) fn has(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == name)
    }
}

impl Default for BenchOptions {
    fn default() -> Self {
        Self {
            k: 10,
            queries: 1000,
            asked: BenchQueries::default(),
            ef: vec![16, 32, 64, 128, 256],
            graphs: vec![GraphParams::default()],
            builder: Builder::default(),
            filters: Vec::new(),
            modes: Vec::new(),
            peers: Vec::new(),
            repeats: Repeats::default(),
            threads: None,
            target: None,
            keep: false,
            program: None,
            growth: false,
            pin: false,
            only: Vec::new(),
            truths: None,
        }
    }
}
