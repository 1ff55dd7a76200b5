//! Parameters of agglomerative clustering, unchecked and checked.

use crate::cluster::ClusterError;

/// Most rows: the distances of 5,000 take 50 MB.
pub const MAX_ROWS: usize = 5_000;

/// Parameters not checked yet; [`check`](Self::check) makes an [`Agglomerative`] of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AgglomerativeParams(Agglomerative);

/// Agglomerative clustering with Ward's criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Agglomerative {
    pub(super) k: Option<usize>,
    pub(super) min_size: Option<usize>,
}

impl AgglomerativeParams {
    /// Everything chosen from the rows.
    pub fn new() -> Self {
        Self::default()
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

    /// Parameters that can fit.
    ///
    /// # Errors
    ///
    /// [`ClusterError::NoClusters`] and [`ClusterError::NoMinSize`] for zeros.
    pub fn check(self) -> Result<Agglomerative, ClusterError> {
        match self.0 {
            Agglomerative { k: Some(0), .. } => Err(ClusterError::NoClusters),
            Agglomerative { min_size: Some(0), .. } => Err(ClusterError::NoMinSize),
            checked => Ok(checked),
        }
    }
}
