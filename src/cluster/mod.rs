//! Rows of unit vectors become a [`Clustering`]: a cluster or noise for each row, with membership strength.
//!
//! [`cluster`] picks an algorithm and a number of clusters and says why; each algorithm is also at hand by
//! itself as a [`Clusterer`]. An algorithm is set up in three steps, as in `linfa`: parameters,
//! [`check`](ParamGuard::check), fit. Only checked parameters can fit, so a fit fails on its rows alone and
//! never on its settings.
//!
//! | algorithm | prefer it when | cost |
//! |---|---|---|
//! | [`leiden`] | from a few hundred rows on, number not known; the default there | neighbours, then time `O(n k log n)` |
//! | [`agglomerative`] | fewer rows; the default there | time and memory `O(n^2)` |
//! | [`kmeans`] | the number of clusters is known | time `O(n k dim)`, memory `O(n dim)` |
//! | [`gmm`] | clusters of different width; memberships with a likelihood | time `O(n k)` after `O(n dim^2)` |
//! | [`dbscan`] | a few dense groups in much noise, such as wire copy | time `O(n^2 dim)` |
//! | [`optics`] | the same, radius unknown or more rows | neighbours, then time `O(n log n)` |
//! | [`hdbscan`] | groups of differing density, some rows in none | time `O(n k log n)` and the neighbour lists |
//!
//! In a multilingual collection embeddings share a direction per language. [`align_groups`] takes it away;
//! call it before [`cluster`].
//!
//! [`unmix`] gives the parts of a row, such as the sentences of a paragraph, to clusters of their own.
//!
//! [`map`] gives each row a place in the plane, to look at.
//!
//! # With `linfa`
//!
//! The parameters of every algorithm, those of [`map`] included, are a `ParamGuard` and a `Fit` of `linfa`:
//! they fit a dataset whose records are unit rows. What it has as targets does not matter.
//!
//! ```
//! use cognate::cluster::kmeans::KMeansParams;
//! use linfa::DatasetBase;
//! use linfa::traits::Fit;
//!
//! let rows = ndarray::array![[1.0, 0.0], [0.8, 0.6], [0.0, 1.0_f32]];
//! let found = KMeansParams::new(42).k(Some(2)).fit(&DatasetBase::from(rows))?;
//! assert_eq!(found.labels[0], found.labels[1]);
//! assert_eq!(found.n_clusters, 2);
//! # Ok::<(), cognate::cluster::ClusterError>(())
//! ```
//!
//! A [`Clusterer`] takes [`Points`] instead, which keep the neighbours that several algorithms look at.

use serde::{Deserialize, Serialize};

pub mod agglomerative;
mod auto;
pub mod dbscan;
mod error;
pub mod gmm;
pub mod hdbscan;
mod inverted;
pub mod kmeans;
pub mod leiden;
pub mod map;
mod neighbors;
pub mod optics;
mod params;
mod pca;
mod prepare;
pub mod quality;
mod refine;
#[cfg(test)]
mod tests;
pub mod unmix;
mod vectors;

pub use auto::{Algorithm, ClusterOptions, Outcome, UnknownAlgorithm, cluster};
pub use error::ClusterError;
pub use linfa::ParamGuard;
pub use neighbors::{Neighbors, Points};
pub use pca::Pca;
pub use prepare::{align_groups, mean_of_near, smooth};

/// Number of a cluster, from 0, largest cluster first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClusterId(pub u32);

/// A cluster or noise (`None`) for each row.
#[derive(Debug, Clone, PartialEq)]
pub struct Clustering {
    /// Cluster of each row; `None` for noise.
    pub labels: Vec<Option<ClusterId>>,
    /// How well each row belongs to its cluster, in [0, 1]; for noise, to its nearest cluster.
    ///
    /// It is the cosine to the cluster's centroid, negative cosines counted as 0. For rows that [`gmm`]
    /// clustered it is how likely they come from their component; [`hdbscan`] says how long the row stays in
    /// its cluster as density grows, relative to the rows that stay longest, and 0 for noise.
    pub strengths: Vec<f32>,
    /// Number of clusters; every id below it has at least one row.
    pub n_clusters: usize,
}

impl Clustering {
    /// Number of rows that are in no cluster.
    pub fn n_noise(&self) -> usize {
        self.labels.iter().filter(|label| label.is_none()).count()
    }

    /// Labels as numbers for the measures of [`quality`]: each row of noise is a cluster of its own.
    pub fn labels_with_noise_apart(&self) -> Vec<usize> {
        let mut next = self.n_clusters;
        self.labels
            .iter()
            .map(|label| {
                label.map_or_else(
                    || {
                        next += 1;
                        next - 1
                    },
                    |id| id.0 as usize,
                )
            })
            .collect()
    }
}

/// An algorithm with checked parameters.
pub trait Clusterer {
    /// Name of the algorithm, such as `kmeans`.
    fn name(&self) -> &'static str;

    /// Groups the points.
    ///
    /// No points give no clusters. The same points and parameters give the same result on any number of
    /// threads.
    ///
    /// # Errors
    ///
    /// [`ClusterError`] when there are too few or too many points.
    fn fit(&self, points: &Points<'_>) -> Result<Clustering, ClusterError>;
}
