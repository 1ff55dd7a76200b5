//! Moving each row towards its neighbours, so that groups stand out from noise.

use ndarray::{Array2, ArrayView2, Axis};
use rayon::prelude::*;

use super::vectors::squared_length;
use super::{Neighbors, Points};

/// Neighbours that a row moves towards.
const NEIGHBORS: usize = 6;

/// Adds to each unit row the mean direction of its nearest neighbours and makes it length 1 again.
///
/// Each row's six nearest rows with a positive cosine count by their cosine, and a row counts for those that it
/// is a neighbour of as well. Paragraphs are short and their vectors noisy; what they share with their neighbours
/// is signal. It is one step of propagation over the neighbour graph, as in Wu et al. (2019), *Simplifying Graph
/// Convolutional Networks*, ICML, without the learned part. Fewer than a dozen rows stay as they are.
pub fn smooth(points: &Points<'_>) -> Array2<f32> {
    if points.len() < 2 * NEIGHBORS {
        return points.rows().to_owned();
    }
    smooth_with(points.rows(), points.neighbors(NEIGHBORS).as_ref(), NEIGHBORS)
}

/// As [`smooth`], with the `k` nearest of the neighbours.
pub(super) fn smooth_with(rows: ArrayView2<'_, f32>, neighbors: &Neighbors, k: usize) -> Array2<f32> {
    let n = rows.nrows();
    let near = |row: usize| neighbors.of(row).take(k).filter(|&(_, cosine)| cosine > 0.0);
    let mut links: Vec<Vec<(usize, f32)>> = (0..n).into_par_iter().map(|row| near(row).collect()).collect();
    for row in 0..n {
        for (other, weight) in near(row) {
            links[other].push((row, weight));
        }
    }
    let mut out = rows.to_owned();
    out.axis_iter_mut(Axis(0)).into_par_iter().zip(&links).enumerate().for_each(
        |(row, (mut values, links))| {
            let mut towards = ndarray::Array1::<f32>::zeros(rows.ncols());
            for &(other, weight) in links {
                towards.scaled_add(weight, &rows.row(other));
            }
            let length = squared_length(towards.view()).sqrt() as f32;
            if length > 1e-4 {
                let moved = &rows.row(row) + &(towards / length);
                let length = squared_length(moved.view()).sqrt() as f32;
                if length > 1e-4 {
                    values.assign(&(moved / length));
                }
            }
        },
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_xoshiro::Xoshiro256Plus;
    use rand_xoshiro::rand_core::{RngCore, SeedableRng};

    /// Two groups of 30 rows around two directions of 64, with more noise than signal.
    fn noisy() -> Array2<f32> {
        let mut random = Xoshiro256Plus::seed_from_u64(7);
        let mut rows = Array2::from_shape_fn((60, 64), |(row, column)| {
            let signal = if column == usize::from(row >= 30) { 0.7 } else { 0.0 };
            signal + (random.next_u32() as f32 / u32::MAX as f32 - 0.5) * 0.6
        });
        for mut row in rows.rows_mut() {
            let length = row.dot(&row).sqrt();
            row /= length;
        }
        rows
    }

    #[test]
    fn groups_come_closer_together_and_rows_keep_their_length() {
        let rows = noisy();
        let smoothed = smooth(&Points::new(rows.view()).unwrap());
        let labels: Vec<Option<usize>> = (0..60).map(|row| Some(usize::from(row >= 30))).collect();
        let before = crate::cluster::quality::silhouette(rows.view(), &labels).unwrap();
        let after = crate::cluster::quality::silhouette(smoothed.view(), &labels).unwrap();
        assert!(after > before + 0.05, "{before} to {after}");
        assert!(smoothed.rows().into_iter().all(|row| (row.dot(&row) - 1.0).abs() < 1e-5));
    }

    #[test]
    fn a_handful_of_rows_stays_as_it_is() {
        let rows = noisy();
        let few = rows.select(Axis(0), &[0, 1, 2, 3, 4]);
        assert_eq!(smooth(&Points::new(few.view()).unwrap()), few);
    }
}
