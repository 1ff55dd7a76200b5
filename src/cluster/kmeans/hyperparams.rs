//! Parameters of k-means, unchecked and checked.

use crate::cluster::ClusterError;

/// Parameters not checked yet; [`check`](Self::check) makes a [`KMeans`] of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KMeansParams(KMeans);

/// Spherical k-means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KMeans {
    pub(super) k: Option<usize>,
    pub(super) min_size: Option<usize>,
    pub(super) runs: usize,
    pub(super) seed: u64,
}

impl KMeansParams {
    /// Four runs from `seed`; everything else chosen from the rows.
    pub fn new(seed: u64) -> Self {
        Self(KMeans { k: None, min_size: None, runs: 4, seed })
    }

    /// Exactly so many clusters; `None` to have the number chosen.
    #[must_use]
    pub fn k(mut self, k: Option<usize>) -> Self {
        self.0.k = k;
        self
    }

    /// Fewest rows of a cluster; `None` to have it chosen, or 1 where `k` is given.
    #[must_use]
    pub fn min_size(mut self, min_size: Option<usize>) -> Self {
        self.0.min_size = min_size;
        self
    }

    /// Number of random starts, of which the best is kept.
    #[must_use]
    pub fn runs(mut self, runs: usize) -> Self {
        self.0.runs = runs;
        self
    }

    /// Parameters that can fit.
    ///
    /// # Errors
    ///
    /// [`ClusterError::NoClusters`], [`ClusterError::NoMinSize`] and [`ClusterError::NoRuns`] for zeros.
    pub fn check(self) -> Result<KMeans, ClusterError> {
        match self.0 {
            KMeans { k: Some(0), .. } => Err(ClusterError::NoClusters),
            KMeans { min_size: Some(0), .. } => Err(ClusterError::NoMinSize),
            KMeans { runs: 0, .. } => Err(ClusterError::NoRuns),
            checked => Ok(checked),
        }
    }
}
