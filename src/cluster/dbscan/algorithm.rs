//! The curve of neighbour distances, its knee, and the fit.

use linfa::ParamGuard;
use linfa::traits::Transformer;
use linfa_nn::CommonNearestNeighbour;
use linfa_nn::distance::L2Dist;
use ndarray::parallel::prelude::*;
use ndarray::{ArrayView2, Axis};

use super::{Dbscan, MAX_ROWS};
use crate::cluster::quality::silhouette;
use crate::cluster::refine::numbered;
use crate::cluster::vectors::{products, spread};
use crate::cluster::{ClusterError, Clusterer, Clustering, Points};

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

    /// Clusters and noise for the best of the candidate radii: the greatest product of silhouette and rows clustered.
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

/// Distances of rows (a sample of 1,000) to their `min_points`-th nearest row, the row itself counted, rising.
fn neighbour_distances(rows: ArrayView2<'_, f32>, min_points: usize) -> Vec<f32> {
    let sample = rows.select(Axis(0), &spread(rows.nrows(), CURVE_SAMPLE));
    let cosines = products(sample.view(), rows);
    let place = min_points.min(rows.nrows()) - 1;
    let mut distances: Vec<f32> = cosines
        .outer_iter()
        .map(|row| {
            let mut row = row.to_vec();
            let (_, cosine, _) = row.select_nth_unstable_by(place, |a, b| b.total_cmp(a));
            (2.0 - 2.0 * *cosine).max(0.0).sqrt()
        })
        .collect();
    distances.sort_by(f32::total_cmp);
    distances
}

/// Value at the knee of a rising curve: the point that lies farthest below the line from its first to its last point.
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
