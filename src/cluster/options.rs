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
}

impl Algorithm {
    /// Every algorithm, in the order in which help lists them.
    pub const ALL: [Self; 4] = [Self::Auto, Self::Agglomerative, Self::KMeans, Self::Dbscan];

    /// The name as typed and printed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::KMeans => "kmeans",
            Self::Dbscan => "dbscan",
            Self::Agglomerative => "agglomerative",
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
#[error("`{0}` is not one of `auto`, `agglomerative`, `kmeans`, `dbscan`")]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClusterOptions {
    /// The algorithm.
    pub algorithm: Algorithm,
    /// Number of clusters; `None` to have it chosen. `dbscan` finds its own and takes no notice.
    pub k: Option<usize>,
    /// Rows that the smallest cluster has; `None` to have it chosen from the number of rows.
    pub min_size: Option<usize>,
    /// Seed of everything random.
    pub seed: u64,
}

impl Default for ClusterOptions {
    fn default() -> Self {
        Self { algorithm: Algorithm::Auto, k: None, min_size: None, seed: 42 }
    }
}
