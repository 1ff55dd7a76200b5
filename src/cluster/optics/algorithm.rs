//! The plot, the heights at which it may be cut, and the best of them.

use ndarray::{ArrayView2, Axis};

use super::ordering::{Reached, cut, order};
use super::{MAX_ROWS, Optics};
use crate::cluster::choose::min_size_for;
use crate::cluster::quality::silhouette;
use crate::cluster::refine::numbered;
use crate::cluster::vectors::spread;
use crate::cluster::{ClusterError, Clusterer, Clustering, Points};

/// Up to so many rows all are neighbours of each other, and the plot is exact.
const COMPLETE: usize = 2_000;

/// Neighbours of each row above, unless `min_points` is more.
const NEIGHBORS: usize = 32;

/// Heights that are tried: quantiles of the reachabilities, evenly spaced.
const HEIGHTS: usize = 20;

/// Rows that a cut is judged by.
const JUDGED: usize = 5_000;

/// Smallest height: distances below it are rounding.
const MIN_RADIUS: f32 = 1e-3;

impl Clusterer for Optics {
    fn name(&self) -> &'static str {
        "optics"
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
        let min_size = self.min_size.unwrap_or_else(|| min_size_for(n));
        let neighbors = points.neighbors(if n <= COMPLETE { n } else { NEIGHBORS.max(min_points) });
        let plot = order(&neighbors, min_points);
        let labels = match self.radius {
            Some(radius) => without_small(cut(&plot, radius.max(MIN_RADIUS)), min_size),
            None => best_cut(rows, &plot, min_size),
        };
        Ok(numbered(rows, &labels))
    }
}

/// The cut with the greatest product of silhouette and share of rows clustered; the highest where none is above zero.
fn best_cut(rows: ArrayView2<'_, f32>, plot: &[Reached], min_size: usize) -> Vec<Option<usize>> {
    let mut heights: Vec<f32> = plot.iter().filter_map(|place| place.reachability).collect();
    heights.sort_by(f32::total_cmp);
    let judged = spread(rows.nrows(), JUDGED);
    let sample = rows.select(Axis(0), &judged);
    let mut best: Option<(f64, Vec<Option<usize>>)> = None;
    for step in (1..=HEIGHTS).rev() {
        let place = (heights.len() * step / HEIGHTS).saturating_sub(1);
        let height = heights.get(place).copied().unwrap_or(0.0).max(MIN_RADIUS);
        let labels = without_small(cut(plot, height), min_size);
        let some: Vec<Option<usize>> = judged.iter().map(|&row| labels[row]).collect();
        let clustered = some.iter().flatten().count() as f64 / some.len() as f64;
        let score = silhouette(sample.view(), &some).map_or(0.0, |value| value.max(0.0) * clustered);
        if best.as_ref().is_none_or(|(other, _)| score > *other) {
            best = Some((score, labels));
        }
    }
    best.map(|(_, labels)| labels).unwrap_or_default()
}

/// The labels with clusters of fewer than `min_size` rows made noise, numbered without gaps.
fn without_small(labels: Vec<Option<usize>>, min_size: usize) -> Vec<Option<usize>> {
    let mut sizes = vec![0_usize; labels.iter().flatten().max().map_or(0, |&label| label + 1)];
    for &label in labels.iter().flatten() {
        sizes[label] += 1;
    }
    let mut kept = 0;
    let numbers: Vec<Option<usize>> = sizes
        .iter()
        .map(|&size| {
            let number = (size >= min_size).then_some(kept);
            kept += usize::from(number.is_some());
            number
        })
        .collect();
    labels.into_iter().map(|label| numbers[label?]).collect()
}

/// Rows of a dense neighbourhood, among `n`, the row itself counted.
fn min_points_for(n: usize) -> usize {
    ((n as f64).ln() * 1.5).round().max(3.0) as usize
}

#[cfg(test)]
mod tests {
    use ndarray::{Array2, array};

    use super::*;
    use crate::cluster::optics::OpticsParams;

    /// A tight group of 30 rows, a loose one of 30, and 12 rows each in a direction of its own.
    fn rows() -> Array2<f32> {
        let mut rows = Array2::from_shape_fn((72, 20), |(row, dim)| {
            let wobble = ((row * 31 + dim * 17) * (row + dim + 3) % 23) as f32 / 23.0 - 0.5;
            match row {
                0..30 => f32::from(u8::from(dim == 0)) + 0.05 * wobble,
                30..60 => f32::from(u8::from(dim == 1)) + 0.2 * wobble,
                _ => f32::from(u8::from(dim == row - 52)),
            }
        });
        for mut row in rows.outer_iter_mut() {
            let length = row.dot(&row).sqrt();
            row /= length;
        }
        rows
    }

    fn fit(rows: &Array2<f32>, params: OpticsParams) -> Clustering {
        params.check().unwrap().fit(&Points::new(rows.view()).unwrap()).unwrap()
    }

    #[test]
    fn dense_groups_are_found_and_rows_between_them_are_noise() {
        let clustering = fit(&rows(), OpticsParams::new());
        assert_eq!(clustering.n_clusters, 2);
        let ids = |place: std::ops::Range<usize>| {
            let found: Vec<_> = clustering.labels[place].iter().flatten().copied().collect();
            assert!(found.len() > 24 && found.iter().all(|id| *id == found[0]), "{found:?}");
            found[0]
        };
        assert_ne!(ids(0..30), ids(30..60));
        assert_eq!(clustering.labels[60..], [None; 12]);
    }

    #[test]
    fn a_radius_and_sizes_that_are_given_are_kept_to() {
        let given = |radius, min_size| {
            fit(&rows(), OpticsParams::new().radius(Some(radius)).min_size(Some(min_size)))
        };
        assert_eq!(given(2.0, 1).n_clusters, 1);
        let tight = given(0.2, 1);
        assert_eq!((tight.n_clusters, tight.n_noise()), (1, 42));
        assert_eq!(given(0.2, 31).n_noise(), 72);
        assert_eq!(fit(&rows(), OpticsParams::new().min_points(Some(100))).n_noise(), 72);
    }

    #[test]
    fn none_one_two_and_equal_rows_are_one_cluster_at_most() {
        let equal = Array2::from_shape_fn((30, 2), |(_, dim)| [0.6, 0.8][dim]);
        for (rows, clusters) in [
            (Array2::zeros((0, 3)), 0),
            (array![[1.0, 0.0]], 1),
            (array![[1.0, 0.0], [0.0, 1.0]], 1),
            (equal, 1),
        ] {
            let clustering = fit(&rows, OpticsParams::new());
            assert_eq!((clustering.n_clusters, clustering.n_noise()), (clusters, 0));
        }
    }

    #[test]
    fn more_rows_than_it_takes_are_refused() {
        let rows = Array2::from_elem((MAX_ROWS + 1, 1), 1.0);
        let points = Points::new(rows.view()).unwrap();
        let error = OpticsParams::new().check().unwrap().fit(&points).unwrap_err();
        assert_eq!(
            error,
            ClusterError::TooManyRows { algorithm: "optics", rows: MAX_ROWS + 1, limit: MAX_ROWS }
        );
    }

    #[test]
    fn each_wrong_parameter_is_refused() {
        let new = OpticsParams::new;
        for radius in [0.0, -1.0, f32::NAN, f32::INFINITY] {
            assert_eq!(new().radius(Some(radius)).check().unwrap_err(), ClusterError::RadiusNotPositive);
        }
        assert_eq!(
            new().min_points(Some(1)).check().unwrap_err(),
            ClusterError::TooFewMinPoints { min_points: 1 }
        );
        assert_eq!(new().min_size(Some(0)).check().unwrap_err(), ClusterError::NoMinSize);
    }
}
