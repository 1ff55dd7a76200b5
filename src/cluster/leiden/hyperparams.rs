//! Parameters of communities, unchecked and checked.

use crate::cluster::ClusterError;

/// Parameters not checked yet; [`check`](Self::check) makes a [`Leiden`] of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LeidenParams(Leiden);

/// Communities of the neighbour graph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leiden {
    pub(super) resolution: Option<f64>,
    pub(super) neighbors: Option<usize>,
    pub(super) min_size: Option<usize>,
    pub(super) quick: bool,
    pub(super) seed: u64,
}

impl LeidenParams {
    /// Everything chosen from the rows; `seed` for the order in which nodes are looked at.
    pub fn new(seed: u64) -> Self {
        Self(Leiden { resolution: None, neighbors: None, min_size: None, quick: false, seed })
    }

    /// How fine the communities are: 1 is plain modularity, greater values give more of them; `None` for the most stable.
    #[must_use]
    pub fn resolution(mut self, resolution: Option<f64>) -> Self {
        self.0.resolution = resolution;
        self
    }

    /// Nearest rows that each row is linked with; `None` to have the number chosen.
    #[must_use]
    pub fn neighbors(mut self, neighbors: Option<usize>) -> Self {
        self.0.neighbors = neighbors;
        self
    }

    /// Fewest rows of a community; `None` to have it chosen.
    #[must_use]
    pub fn min_size(mut self, min_size: Option<usize>) -> Self {
        self.0.min_size = min_size;
        self
    }

    /// Fewer runs: a quarter of the time, and a result that hangs a little more on the seed.
    #[must_use]
    pub fn quick(mut self, quick: bool) -> Self {
        self.0.quick = quick;
        self
    }

    /// Parameters that can fit.
    ///
    /// # Errors
    ///
    /// [`ClusterError::ResolutionNotPositive`], [`ClusterError::NoNeighbors`] and [`ClusterError::NoMinSize`].
    pub fn check(self) -> Result<Leiden, ClusterError> {
        let checked = self.0;
        if checked.resolution.is_some_and(|resolution| !(resolution.is_finite() && resolution > 0.0)) {
            return Err(ClusterError::ResolutionNotPositive);
        }
        if checked.neighbors == Some(0) {
            return Err(ClusterError::NoNeighbors);
        }
        if checked.min_size == Some(0) {
            return Err(ClusterError::NoMinSize);
        }
        Ok(checked)
    }
}
