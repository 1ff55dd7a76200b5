//! Spherical Lloyd rounds from well-spread first centroids.
//!
//! Each round is one multiplication of the rows by the centroids. Bounds that spare distances (Hamerly 2010, *Making
//! k-means even faster*) do not pay here: in hundreds of dimensions the bounds are loose, and a distance that a
//! matrix product computes costs less than asking whether it is needed.

use ndarray::{Array2, ArrayView2};
use rand::Rng;

use crate::cluster::vectors::{cluster_sums, directions, nearest};

/// A round that raises the mean cosine by less than this is the last.
const TOLERANCE: f64 = 1e-5;

/// Centroids and how well they fit.
pub(super) struct Fitted {
    /// Unit centroids, `(k, dim)`.
    pub(super) centroids: Array2<f32>,
    /// Mean cosine of the rows to the nearest of them.
    pub(super) cosine: f64,
}

/// `k` of the rows, each drawn with a chance in proportion to its squared distance from those drawn before.
///
/// `rows` has shape `(n, dim)` with unit rows and `n` at least 1. Where fewer than `k` rows differ, some are drawn
/// twice.
pub(super) fn plus_plus(rows: ArrayView2<'_, f32>, k: usize, random: &mut impl Rng) -> Array2<f32> {
    let mut centroids = Array2::zeros((k, rows.ncols()));
    let mut distances = vec![f32::INFINITY; rows.nrows()];
    let mut drawn = random.gen_range(0..rows.nrows());
    for mut centroid in centroids.outer_iter_mut() {
        centroid.assign(&rows.row(drawn));
        let newest = rows.select(ndarray::Axis(0), &[drawn]);
        for (distance, (_, cosine)) in distances.iter_mut().zip(nearest(rows, newest.view())) {
            // Cosines of rows that are equal come out near 1 but not at it.
            let new = (2.0 - 2.0 * cosine).max(0.0);
            *distance = distance.min(if new < 1e-6 { 0.0 } else { new });
        }
        let total: f64 = distances.iter().copied().map(f64::from).sum();
        let mut left = random.gen_range(0.0..1.0) * total;
        let at = distances.iter().position(|&distance| {
            left -= f64::from(distance);
            distance > 0.0 && left <= 0.0
        });
        drawn = at.unwrap_or(drawn);
    }
    centroids
}

/// Rows to the nearest centroid, centroids to the direction of their rows, until little changes or `rounds` are over.
///
/// A centroid without rows stays where it is.
pub(super) fn lloyd(rows: ArrayView2<'_, f32>, mut centroids: Array2<f32>, rounds: usize) -> Fitted {
    let mut cosine = f64::NEG_INFINITY;
    for _ in 0..rounds {
        let nearest = nearest(rows, centroids.view());
        let now = mean_cosine(&nearest);
        if now - cosine < TOLERANCE {
            return Fitted { centroids, cosine: now };
        }
        cosine = now;
        let labels = nearest.into_iter().map(|(cluster, _)| Some(cluster));
        let (sums, _) = cluster_sums(rows, labels, centroids.nrows());
        for (moved, mut centroid) in directions(&sums).outer_iter().zip(centroids.outer_iter_mut()) {
            if moved.iter().any(|&value| value != 0.0) {
                centroid.assign(&moved);
            }
        }
    }
    let cosine = mean_cosine(&nearest(rows, centroids.view()));
    Fitted { centroids, cosine }
}

/// Mean of the cosines, 0 for none.
fn mean_cosine(nearest: &[(usize, f32)]) -> f64 {
    nearest.iter().map(|(_, cosine)| f64::from(*cosine)).sum::<f64>() / nearest.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use rand_xoshiro::Xoshiro256Plus;
    use rand_xoshiro::rand_core::SeedableRng;

    use super::*;

    /// Six groups of 50 rows around the axes, two of them opposite each other.
    fn rows() -> Array2<f32> {
        let mut random = Xoshiro256Plus::seed_from_u64(9);
        let mut rows = Array2::from_shape_fn((300, 5), |(row, dim)| {
            let signal = match row % 6 {
                5 => -f32::from(u8::from(dim == 0)),
                group => f32::from(u8::from(dim == group)),
            };
            signal + random.gen_range(-0.2..0.2_f32)
        });
        for mut row in rows.outer_iter_mut() {
            let length = row.dot(&row).sqrt();
            row /= length;
        }
        rows
    }

    #[test]
    fn first_centroids_are_rows_that_differ_as_long_as_there_are_any() {
        let three = rows().select(ndarray::Axis(0), &[0, 1, 2, 0, 1, 2, 2, 2]);
        for seed in 0..20 {
            let drawn = plus_plus(three.view(), 3, &mut Xoshiro256Plus::seed_from_u64(seed));
            let mut seen: Vec<usize> =
                nearest(three.view(), drawn.view()).iter().map(|(at, _)| *at).collect();
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), 3, "seed {seed}");
        }
        let more = plus_plus(three.view(), 5, &mut Xoshiro256Plus::seed_from_u64(1));
        assert!(more.outer_iter().all(|centroid| (centroid.dot(&centroid) - 1.0).abs() < 1e-5));
    }

    #[test]
    fn rounds_raise_the_cosine_and_find_the_groups() {
        let rows = rows();
        let mut random = Xoshiro256Plus::seed_from_u64(2);
        let starts: Vec<_> = (0..8).map(|_| plus_plus(rows.view(), 6, &mut random)).collect();
        let mut best: Option<Fitted> = None;
        for start in starts {
            let before = lloyd(rows.view(), start.clone(), 0).cosine;
            let once = lloyd(rows.view(), start.clone(), 1).cosine;
            let fitted = lloyd(rows.view(), start, 50);
            assert!(before < once && once <= fitted.cosine, "{before}, {once}, {}", fitted.cosine);
            if best.as_ref().is_none_or(|best| fitted.cosine > best.cosine) {
                best = Some(fitted);
            }
        }
        let labels = nearest(rows.view(), best.unwrap().centroids.view());
        assert!((6..300).all(|row| labels[row].0 == labels[row % 6].0));
        assert!((1..6).all(|row| labels[row].0 != labels[0].0));
    }

    #[test]
    fn a_centroid_without_rows_stays_where_it_is() {
        let rows = ndarray::array![[1.0, 0.0], [0.8, 0.6_f32]];
        let start = ndarray::array![[0.8, 0.6], [-1.0, 0.0_f32]];
        let fitted = lloyd(rows.view(), start, 10);
        assert_eq!(fitted.centroids.row(1), ndarray::array![-1.0, 0.0]);
    }
}
