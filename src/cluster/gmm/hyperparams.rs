//! Parameters of a Gaussian mixture, unchecked and checked.

use crate::cluster::ClusterError;

/// Parameters not checked yet; [`check`](Self::check) makes a [`Gmm`] of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GmmParams(Gmm);

/// A mixture of Gaussians over the principal components.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gmm {
    pub(super) k: Option<usize>,
    pub(super) min_size: Option<usize>,
    pub(super) seed: u64,
}

impl GmmParams {
    /// Everything chosen from the rows; what is random starts from `seed`.
    pub fn new(seed: u64) -> Self {
        Self(Gmm { k: None, min_size: None, seed })
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
    pub fn check(self) -> Result<Gmm, ClusterError> {
        match self.0 {
            Gmm { k: Some(0), .. } => Err(ClusterError::NoClusters),
            Gmm { min_size: Some(0), .. } => Err(ClusterError::NoMinSize),
            checked => Ok(checked),
        }
    }
}
