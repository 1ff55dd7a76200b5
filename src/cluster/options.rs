//! What a person chooses: the algorithm, the number and size of clusters, the seed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A clustering algorithm by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Algorithm {
    /// Chosen by the number of rows.
    #[default]
    Auto,
    /// [`kmeans`](super::kmeans).
    KMeans,
    /// [`dbscan`](super::dbscan).
    Dbscan,
    /// [`agglomerative`](super::agglomerative).
    Agglomerative,
    /// [`leiden`](super::leiden).
    Leiden,
    /// [`hdbscan`](super::hdbscan).
    Hdbscan,
    /// [`optics`](super::optics).
    Optics,
    /// [`gmm`](super::gmm).
    Gmm,
}

impl Algorithm {
    /// Every algorithm, in the order in which help lists them.
    pub const ALL: [Self; 8] = [
        Self::Auto,
        Self::Leiden,
        Self::Agglomerative,
        Self::KMeans,
        Self::Gmm,
        Self::Hdbscan,
        Self::Dbscan,
        Self::Optics,
    ];

    /// The name as typed and printed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::KMeans => "kmeans",
            Self::Dbscan => "dbscan",
            Self::Agglomerative => "agglomerative",
            Self::Leiden => "leiden",
            Self::Hdbscan => "hdbscan",
            Self::Optics => "optics",
            Self::Gmm => "gmm",
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The text names no algorithm.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not one of `auto`, `leiden`, `agglomerative`, `kmeans`, `gmm`, `hdbscan`, `dbscan`, `optics`"
)]
pub struct UnknownAlgorithm(String);

impl FromStr for Algorithm {
    type Err = UnknownAlgorithm;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.name().eq_ignore_ascii_case(text))
            .ok_or_else(|| UnknownAlgorithm(text.to_owned()))
    }
}

/// Settings of [`cluster`](super::cluster).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClusterOptions {
    /// The algorithm.
    pub algorithm: Algorithm,
    /// Number of clusters; `None` to have it chosen. `leiden`, `hdbscan`, `dbscan` and `optics` find their own and cannot be told.
    pub k: Option<usize>,
    /// Rows that the smallest cluster has; `None` to have it chosen from the number of rows.
    pub min_size: Option<usize>,
    /// Greatest share of rows that may be in no cluster, in [0, 1]; those nearest to a cluster are given to it until it holds.
    pub max_outliers: f64,
    /// Fewer runs where there are many: for looking at the same rows again and again.
    pub quick: bool,
    /// Seed of everything random.
    pub seed: u64,
}

impl Default for ClusterOptions {
    fn default() -> Self {
        Self {
            algorithm: Algorithm::Auto,
            k: None,
            min_size: None,
            max_outliers: 0.1,
            quick: false,
            seed: 42,
        }
    }
}
