//! DBSCAN: clusters are the places where rows lie dense, everything between them is noise.
//!
//! 1. A row with at least `min_points` rows (itself counted) within the radius is a core row.
//! 2. Core rows within the radius of each other are one cluster, of any shape; rows within reach of a core
//!    row join it.
//! 3. All other rows are noise, however many they are.
//!
//! The distance is `sqrt(2 - 2 cos)`. The radius, when it is not given, comes from the curve of each row's
//! distance to its `min_points`-th neighbour, sorted: the knee, where rows cease to lie dense, and six places
//! along the curve are tried, and the greatest product of silhouette and share of rows clustered wins. The
//! knee alone put all rows in one cluster on each of seven collections. `min_points` is 3 for small
//! collections and grows with the logarithm of the number of rows.
//!
//! Prefer it when most rows belong nowhere and the others are near-copies, such as one agency report in many
//! papers. Topics differ in density and touch each other, so DBSCAN finds one large topic or mostly noise
//! where k-means and Ward find the topics.
//!
//! Ester, Kriegel, Sander and Xu (1996), *A Density-Based Algorithm for Discovering Clusters in Large Spatial
//! Databases with Noise*, KDD; the knee after Satopää, Albrecht, Irwin and Raghavan (2011), *Finding a
//! "Kneedle" in a Haystack*.

use linfa::ParamGuard;
use linfa::traits::Transformer;
use linfa_nn::CommonNearestNeighbour;
use linfa_nn::distance::L2Dist;
use ndarray::parallel::prelude::*;
use ndarray::{ArrayView2, Axis};

use super::params::{density_refusal, linfa_traits, setters};
use super::quality::silhouette;
use super::refine::numbered;
use super::vectors::{distance, products, spread};
use super::{ClusterError, Clusterer, Clustering, Points};

/// Most rows: all pairs are compared, once for each radius that is tried.
pub const MAX_ROWS: usize = 10_000;

/// Parameters not checked yet; [`check`](linfa::ParamGuard::check) makes a [`Dbscan`] of them.
///
/// What it refuses: [`ClusterError::RadiusNotPositive`], [`ClusterError::TooFewMinPoints`] and
/// [`ClusterError::NoMinSize`].
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct DbscanParams(Dbscan);

/// DBSCAN on unit rows.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Dbscan {
    radius: Option<f32>,
    min_points: Option<usize>,
    min_size: Option<usize>,
}

impl DbscanParams {
    /// Everything chosen from the rows.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// Radius of a neighbourhood: a distance `sqrt(2 - 2 cos)` in (0, 2]; `None` to have it chosen.
        radius: Option<f32>,
        /// Rows that make a neighbourhood dense, the row in its middle counted; `None` to have it chosen.
        min_points: Option<usize>,
        /// Fewest rows of a cluster; smaller ones are noise.
        min_size: Option<usize>,
    }
}

impl Dbscan {
    /// What is wrong with the settings.
    fn refusal(&self) -> Option<ClusterError> {
        density_refusal(self.radius, self.min_points, self.min_size)
    }
}

linfa_traits!(DbscanParams, Dbscan, Clustering, Clusterer::fit);

/// Rows whose neighbours the curve is drawn from.
const CURVE_SAMPLE: usize = 1_000;

/// Places on the curve that are tried besides the knee.
const QUANTILES: [f64; 6] = [0.15, 0.3, 0.45, 0.6, 0.75, 0.9];

/// Smallest radius: distances below it are rounding.
const MIN_RADIUS: f32 = 1e-3;

impl Clusterer for Dbscan {
    fn name(&self) -> &'static str {
        "dbscan"
    }

    fn fit(&self, points: &Points<'_>) -> Result<Clustering, ClusterError> {
        let rows = points.rows();
        let n = rows.nrows();
        if n > MAX_ROWS {
            return Err(ClusterError::TooManyRows { algorithm: self.name(), rows: n, limit: MAX_ROWS });
        }
        // A row alone, or one of two, has no density to speak of: they are one cluster, as elsewhere.
        if n <= 2 {
            return Ok(numbered(rows, &vec![Some(0); n]));
        }
        let min_points = self.min_points.unwrap_or_else(|| min_points_for(n));
        let labels = match self.radius {
            Some(radius) => self.labels(rows, min_points, radius)?,
            None => self.best_labels(rows, min_points)?,
        };
        let mut sizes = vec![0_usize; n];
        for &label in labels.iter().flatten() {
            sizes[label] += 1;
        }
        let min_size = self.min_size.unwrap_or(1);
        let labels: Vec<Option<usize>> =
            labels.iter().map(|label| label.filter(|&label| sizes[label] >= min_size)).collect();
        Ok(numbered(rows, &labels))
    }
}

impl Dbscan {
    /// Clusters and noise for one radius.
    fn labels(
        &self,
        rows: ArrayView2<'_, f32>,
        min_points: usize,
        radius: f32,
    ) -> Result<Vec<Option<usize>>, ClusterError> {
        // Trees do not help in hundreds of dimensions.
        let checked =
            linfa_clustering::Dbscan::params_with(min_points, L2Dist, CommonNearestNeighbour::LinearSearch)
                .tolerance(radius.max(MIN_RADIUS))
                .check()
                .map_err(|error| ClusterError::Failed {
                    algorithm: self.name(),
                    reason: error.to_string(),
                })?;
        Ok(checked.transform(&rows).to_vec())
    }

    /// Clusters and noise for the best of the candidate radii: the greatest product of silhouette and rows
    /// clustered.
    fn best_labels(
        &self,
        rows: ArrayView2<'_, f32>,
        min_points: usize,
    ) -> Result<Vec<Option<usize>>, ClusterError> {
        let curve = neighbour_distances(rows, min_points);
        let mut radii = vec![knee(&curve)];
        radii.extend(QUANTILES.iter().filter_map(|share| curve.get((share * curve.len() as f64) as usize)));
        let tried: Vec<Vec<Option<usize>>> = radii
            .into_par_iter()
            .map(|radius| self.labels(rows, min_points, radius))
            .collect::<Result<_, _>>()?;
        let mut best: Option<(f64, Vec<Option<usize>>)> = None;
        for labels in tried {
            let clustered = labels.iter().flatten().count() as f64 / labels.len() as f64;
            let score = silhouette(rows, &labels).map_or(0.0, |value| value.max(0.0) * clustered);
            if best.as_ref().is_none_or(|(other, _)| score > *other) {
                best = Some((score, labels));
            }
        }
        Ok(best.map(|(_, labels)| labels).unwrap_or_default())
    }
}

/// Rows of a dense neighbourhood, among `n`.
fn min_points_for(n: usize) -> usize {
    ((n as f64).ln().round() as usize).saturating_sub(1).max(3)
}

/// Distances of rows (a sample of 1,000) to their `min_points`-th nearest row, the row itself counted,
/// rising.
fn neighbour_distances(rows: ArrayView2<'_, f32>, min_points: usize) -> Vec<f32> {
    let sample = rows.select(Axis(0), &spread(rows.nrows(), CURVE_SAMPLE));
    let cosines = products(sample.view(), rows);
    let place = min_points.min(rows.nrows()) - 1;
    let mut distances: Vec<f32> = cosines
        .outer_iter()
        .map(|row| {
            let mut row = row.to_vec();
            let (_, cosine, _) = row.select_nth_unstable_by(place, |a, b| b.total_cmp(a));
            distance(*cosine)
        })
        .collect();
    distances.sort_by(f32::total_cmp);
    distances
}

/// Value at the knee of a rising curve: the point that lies farthest below the line from its first to its
/// last point.
fn knee(curve: &[f32]) -> f32 {
    let (Some(&first), Some(&last)) = (curve.first(), curve.last()) else { return MIN_RADIUS };
    let steps = (curve.len() - 1).max(1) as f32;
    let below = |place: usize| first + (last - first) * place as f32 / steps - curve[place];
    let mut best = 0;
    for place in 1..curve.len() {
        if below(place) > below(best) {
            best = place;
        }
    }
    curve[best]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_knee_is_where_a_flat_curve_begins_to_rise() {
        for (curve, expected) in
            [(&[0.1, 0.11, 0.12, 0.13, 0.14, 0.6, 0.9][..], 0.14), (&[0.5, 0.5], 0.5), (&[], MIN_RADIUS)]
        {
            assert!((knee(curve) - expected).abs() < 1e-6);
        }
    }
}
