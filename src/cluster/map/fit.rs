//! The layout from rows to the finished map.

use ndarray::Array2;

use super::Layout2d;
use super::curve::Curve;
use super::descend::{Forces, LANES, descend};
use super::frame::frame;
use super::links::Links;
use super::start::start;
use crate::cluster::{ClusterError, Points};

/// Epochs of few rows; more have fewer, by the square root of their number, as each then costs more and wide starts need fewer.
const EPOCHS: f64 = 500.0;

/// Rows up to which there are few.
const FEW: f64 = 10_000.0;

/// Fewest epochs.
const FEWEST: f64 = 100.0;

/// A place in the plane for each row.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// Places, `(n, 2)`, in [-1, 1]: `x` to the right, `y` up.
    pub positions: Array2<f32>,
}

impl Layout2d {
    /// Lays the rows out. The same points and parameters give the same places, byte by byte, on any number of threads.
    ///
    /// Neighbours that the points know already are used. Otherwise, among more than 10,000 rows, some are missed for the sake of time, which
    /// the map hardly shows.
    ///
    /// # Errors
    /// As [`Points::neighbors`], and [`ClusterError::Failed`] when the principal components cannot be found.
    pub fn fit(&self, points: &Points<'_>) -> Result<Map, ClusterError> {
        let n = points.len();
        if n < 2 {
            return Ok(Map { positions: Array2::zeros((n, 2)) });
        }
        let links = Links::of(points.neighbors(self.n_neighbors).as_ref(), self.n_neighbors, LANES);
        let places = start(points.rows(), &links, self.seed)?;
        let epochs = self.epochs.unwrap_or_else(|| epochs_for(n));
        let forces = Forces {
            links: &links,
            curve: Curve::fit(self.min_dist),
            negatives: self.negatives,
            seed: self.seed,
        };
        Ok(Map { positions: frame(&descend(&forces, places, epochs)) })
    }
}

/// How often `n` rows are moved.
fn epochs_for(n: usize) -> usize {
    (EPOCHS * (FEW / n as f64).sqrt()).clamp(FEWEST, EPOCHS) as usize
}
