//! Parameters of HDBSCAN*, unchecked and checked.

use crate::cluster::ClusterError;

/// Which clusters of the condensed tree are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Selection {
    /// Those of the greatest total stability, of which none holds another: few, of any density.
    #[default]
    ExcessOfMass,
    /// Those that split no further: many, small and alike.
    Leaf,
}

/// Parameters not checked yet; [`check`](Self::check) makes an [`Hdbscan`] of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HdbscanParams(Hdbscan);

/// HDBSCAN* on unit rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hdbscan {
    pub(super) min_size: Option<usize>,
    pub(super) min_samples: Option<usize>,
    pub(super) selection: Selection,
    pub(super) complete: bool,
}

impl HdbscanParams {
    /// Excess of mass; sizes chosen from the number of rows.
    pub fn new() -> Self {
        Self::default()
    }

    /// Fewest rows of a cluster, 1 counting as 2; `None` for a quarter of the square root of the number of rows, at least 5.
    #[must_use]
    pub fn min_size(mut self, min_size: Option<usize>) -> Self {
        self.0.min_size = min_size;
        self
    }

    /// Neighbours within the core distance, the row itself not counted; `None` for 5, or `min_size` where that is less.
    ///
    /// More make sparse rows noise and join groups that touch less readily.
    #[must_use]
    pub fn min_samples(mut self, min_samples: Option<usize>) -> Self {
        self.0.min_samples = min_samples;
        self
    }

    /// Which clusters of the tree are taken.
    #[must_use]
    pub fn selection(mut self, selection: Selection) -> Self {
        self.0.selection = selection;
        self
    }

    /// Whether all pairs are compared, however many rows there are; up to 2,000 they always are.
    #[must_use]
    pub fn complete(mut self, complete: bool) -> Self {
        self.0.complete = complete;
        self
    }

    /// Parameters that can fit.
    ///
    /// # Errors
    ///
    /// [`ClusterError::NoMinSize`], and [`ClusterError::TooFewMinPoints`] for a neighbourhood of the row alone.
    pub fn check(self) -> Result<Hdbscan, ClusterError> {
        match self.0 {
            Hdbscan { min_size: Some(0), .. } => Err(ClusterError::NoMinSize),
            Hdbscan { min_samples: Some(0), .. } => Err(ClusterError::TooFewMinPoints { min_points: 1 }),
            checked => Ok(checked),
        }
    }
}
