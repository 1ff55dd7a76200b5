//! Parameters of OPTICS, unchecked and checked.

use crate::cluster::ClusterError;

/// Most rows: the links to their neighbours take 80 MB.
pub const MAX_ROWS: usize = 100_000;

/// Parameters not checked yet; [`check`](Self::check) makes an [`Optics`] of them.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct OpticsParams(Optics);

/// OPTICS on unit rows.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Optics {
    pub(super) radius: Option<f32>,
    pub(super) min_points: Option<usize>,
    pub(super) min_size: Option<usize>,
}

impl OpticsParams {
    /// Everything chosen from the rows.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reachability at which the plot is cut: a distance `sqrt(2 - 2 cos)` in (0, 2]; `None` to have it chosen.
    #[must_use]
    pub fn radius(mut self, radius: Option<f32>) -> Self {
        self.0.radius = radius;
        self
    }

    /// Rows that make a neighbourhood dense, the row in its middle counted; `None` to have it chosen.
    #[must_use]
    pub fn min_points(mut self, min_points: Option<usize>) -> Self {
        self.0.min_points = min_points;
        self
    }

    /// Fewest rows of a cluster, smaller ones are noise; `None` to have it chosen.
    #[must_use]
    pub fn min_size(mut self, min_size: Option<usize>) -> Self {
        self.0.min_size = min_size;
        self
    }

    /// Parameters that can fit.
    ///
    /// # Errors
    ///
    /// [`ClusterError::RadiusNotPositive`], [`ClusterError::TooFewMinPoints`] and [`ClusterError::NoMinSize`].
    pub fn check(self) -> Result<Optics, ClusterError> {
        match self.0 {
            Optics { radius: Some(radius), .. } if !radius.is_finite() || radius <= 0.0 => {
                Err(ClusterError::RadiusNotPositive)
            }
            Optics { min_points: Some(min_points), .. } if min_points < 2 => {
                Err(ClusterError::TooFewMinPoints { min_points })
            }
            Optics { min_size: Some(0), .. } => Err(ClusterError::NoMinSize),
            checked => Ok(checked),
        }
    }
}
