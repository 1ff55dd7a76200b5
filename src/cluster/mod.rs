//! Rows of unit vectors become a [`Clustering`]: a cluster or noise for each row, with membership strength.

use serde::Serialize;

/// Number of a cluster, from 0, largest cluster first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct ClusterId(pub u32);

/// A cluster or noise (`None`) for each row.
#[derive(Debug, Clone, PartialEq)]
pub struct Clustering {
    /// Cluster of each row; `None` for noise.
    pub labels: Vec<Option<ClusterId>>,
    /// How well each row belongs to its cluster, in [0, 1]; for noise, to its nearest cluster.
    pub strengths: Vec<f32>,
    /// Number of clusters; every id below it has at least one row.
    pub n_clusters: usize,
}
