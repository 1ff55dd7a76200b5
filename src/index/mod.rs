//! The k nearest neighbours of a vector: by looking at all of them, or through an HNSW graph.
//!
//! A [`Frozen`] index holds unit rows with an id each, in a file that is mapped or in memory, and answers by cosine, greatest first. Rows
//! are compared by codes of eight bits first and in full where it matters. Exact search looks at every code and is right by
//! construction; a graph (Malkov and Yashunin 2018, "Efficient and robust approximate nearest neighbor search using Hierarchical Navigable
//! Small World graphs") leads to a few hundred of them whatever their number, and misses a neighbour now and then. [`IndexKind::choose`] and
//! [`Plan`] say which. Graphs are built by `hnsw_rs` or, for large collections, by a builder of our own ([`Builder`]), and are the
//! same bytes on any number of threads. [`Exact`] holds a few rows that no index has yet.

#[cfg(target_endian = "big")]
compile_error!("index files are mapped into memory, and their numbers are little-endian");

mod among;
pub(crate) mod backing;
mod beam;
mod build;
pub(crate) mod codes;
mod equal;
mod error;
mod exact;
mod flat;
mod frozen;
mod health;
mod hnsw;
mod image;
pub(crate) mod kernels;
mod layers;
pub(crate) mod pages;
mod plain;
mod plan;
mod repair;
mod row_filter;
mod search;
mod seen;
mod select;
mod top;

#[cfg(test)]
mod islands;
#[cfg(test)]
mod tests;

pub use build::{BuildOptions, Builder, GraphParams};
pub use error::IndexError;
pub use exact::Exact;
pub use frozen::Frozen;
pub use health::Health;
pub use image::FORMAT_VERSION;
pub use kernels::dot;
pub use plan::{Plan, SearchParams};
pub use row_filter::RowFilter;
pub use search::{SearchScratch, Work};

use serde::{Deserialize, Serialize};

/// A row that was found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Neighbor {
    /// Id of the row.
    pub id: i64,
    /// Cosine to the query, in [-1, 1]; greater is closer.
    pub similarity: f32,
}

/// How neighbours are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IndexKind {
    /// Every row is looked at.
    Exact,
    /// A graph leads to the neighbours.
    Hnsw,
}

impl IndexKind {
    /// Most rows for which [`IndexKind::choose`] takes exact search. One query over so many rows is a few dozen
    /// milliseconds, less than what loading them takes; building a graph would take minutes.
    pub const EXACT_LIMIT: usize = 200_000;

    /// The kind that serves `n` rows best when queries come one at a time.
    pub fn choose(n: usize) -> Self {
        if n <= Self::EXACT_LIMIT { Self::Exact } else { Self::Hnsw }
    }
}

/// Which kind of index a person wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IndexChoice {
    /// What serves so many rows best: [`IndexKind::choose`].
    #[default]
    Auto,
    /// Exact search, however many there are.
    Exact,
    /// A graph, however few there are.
    Hnsw,
}

impl IndexChoice {
    /// The kind of an index of `n` rows.
    pub fn kind(self, n: usize) -> IndexKind {
        match self {
            Self::Auto => IndexKind::choose(n),
            Self::Exact => IndexKind::Exact,
            Self::Hnsw => IndexKind::Hnsw,
        }
    }
}

impl std::fmt::Display for IndexKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Exact => "exact",
            Self::Hnsw => "hnsw",
        })
    }
}

/// Finds the nearest neighbours of a vector.
pub trait VectorIndex: Send + Sync {
    /// How it finds them.
    fn kind(&self) -> IndexKind;

    /// Number of rows.
    fn len(&self) -> usize;

    /// Whether there is no row.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of dimensions of the rows.
    fn dimension(&self) -> usize;

    /// The `k` rows nearest to `query` (a unit vector), greatest cosine first, equal ones by id; fewer when
    /// there are fewer. `ef` is the breadth of a graph search (at least `k` is used); exact search ignores it.
    ///
    /// # Errors
    /// [`IndexError::Dimension`] and [`IndexError::NotFinite`] for a query that cannot be compared.
    fn search(&self, query: &[f32], k: usize, ef: usize) -> Result<Vec<Neighbor>, IndexError>;
}

/// Refuses a query of another dimension and one with a NaN or an infinity.
fn check_query(query: &[f32], dimension: usize) -> Result<(), IndexError> {
    if query.len() != dimension {
        return Err(IndexError::Dimension { expected: dimension, received: query.len() });
    }
    if !query.iter().all(|x| x.is_finite()) {
        return Err(IndexError::NotFinite);
    }
    Ok(())
}
