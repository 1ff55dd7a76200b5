//! Parameters of the map, unchecked and checked.

use crate::cluster::ClusterError;

/// Parameters not checked yet; [`check`](Self::check) makes a [`Layout2d`] of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MapParams(Layout2d);

/// A layout of rows in the plane by their neighbours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Layout2d {
    pub(super) n_neighbors: usize,
    pub(super) min_dist: f64,
    pub(super) epochs: Option<usize>,
    pub(super) negatives: usize,
    pub(super) seed: u64,
}

impl MapParams {
    /// 15 neighbours, rows of a group 0.1 apart, a push of 5 rows for each pull, epochs chosen from the number of rows; `seed` for the
    /// rows that are pushed.
    pub fn new(seed: u64) -> Self {
        Self(Layout2d { n_neighbors: 15, min_dist: 0.1, epochs: None, negatives: 5, seed })
    }

    /// Nearest rows that each row is linked with, the row itself not counted. More of them show more of the whole and less detail.
    #[must_use]
    pub fn n_neighbors(mut self, n_neighbors: usize) -> Self {
        self.0.n_neighbors = n_neighbors;
        self
    }

    /// How close together linked rows lie, from 0 to 1, in units in which the layout is about 20 wide.
    #[must_use]
    pub fn min_dist(mut self, min_dist: f64) -> Self {
        self.0.min_dist = min_dist;
        self
    }

    /// How often all rows move; `None` to have it chosen.
    #[must_use]
    pub fn epochs(mut self, epochs: Option<usize>) -> Self {
        self.0.epochs = epochs;
        self
    }

    /// How many random rows push a row away for each link that pulls it.
    #[must_use]
    pub fn negatives(mut self, negatives: usize) -> Self {
        self.0.negatives = negatives;
        self
    }

    /// Parameters that can fit.
    ///
    /// # Errors
    ///
    /// [`ClusterError::NoNeighbors`], [`ClusterError::NoMinDist`], [`ClusterError::NoEpochs`] and [`ClusterError::NoNegatives`].
    pub fn check(self) -> Result<Layout2d, ClusterError> {
        let checked = self.0;
        if checked.n_neighbors == 0 {
            return Err(ClusterError::NoNeighbors);
        }
        if !(0.0..=1.0).contains(&checked.min_dist) {
            return Err(ClusterError::NoMinDist);
        }
        if checked.epochs == Some(0) {
            return Err(ClusterError::NoEpochs);
        }
        if checked.negatives == 0 {
            return Err(ClusterError::NoNegatives);
        }
        Ok(checked)
    }
}
