//! Rows that are made of parts, each part given to the cluster that it is about.
//!
//! A paragraph of two subjects lies between two clusters, and is in one of them. Its sentences tell: they begin in the cluster of their
//! paragraph, and are given to the nearest centre, their paragraph's nearness to it counting too, since one sentence says little; then the
//! centres are those of what was given to them. It is k-means over parts (Lloyd 1982, *Least squares quantization in PCM*) with unit centres
//! and a bias to what stands beside a part.

use ndarray::{Array1, Array2, ArrayView2, Axis, s};
use rayon::prelude::*;

/// How often centres are learnt anew.
const ROUNDS: usize = 3;

/// What the mean nearness of a whole counts beside that of its part.
const BY_WHOLE: f32 = 0.3;

/// Parts that are compared at once.
const BLOCK: usize = 4096;

/// Parts of wholes: their vectors, what each belongs to, and how much it counts.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'a> {
    /// Unit vectors of the parts, `(parts, dim)`, seen from the middle of all.
    pub rows: ArrayView2<'a, f32>,
    /// The number of each part's whole; parts of a whole stand side by side.
    pub whole: &'a [usize],
    /// Weight of each part, above 0.
    pub weights: &'a [f32],
}

/// Clusters of parts.
#[derive(Debug, Clone)]
pub struct Unmixing {
    /// Unit centres, `(clusters, dim)`; zeros for a cluster without parts.
    centres: Array2<f32>,
}

impl Unmixing {
    /// Learns the centres of `n_clusters` from parts whose wholes are in `clusters` (one entry a part).
    ///
    /// A part of a cluster that is not below `n_clusters`, or of none, takes part from the second round on.
    #[must_use]
    pub fn learn(parts: Parts<'_>, clusters: &[Option<usize>], n_clusters: usize) -> Self {
        let mut unmixing = Self { centres: Array2::zeros((n_clusters, parts.rows.ncols())) };
        unmixing.relearn(parts, clusters);
        for _ in 1..ROUNDS {
            let given: Vec<Option<usize>> = unmixing.assign(parts).into_iter().map(Some).collect();
            unmixing.relearn(parts, &given);
        }
        unmixing
    }

    fn relearn(&mut self, parts: Parts<'_>, clusters: &[Option<usize>]) {
        let mut sums = Array2::<f32>::zeros(self.centres.raw_dim());
        for ((row, cluster), weight) in parts.rows.outer_iter().zip(clusters).zip(parts.weights) {
            if let Some(cluster) = cluster.filter(|&cluster| cluster < sums.nrows()) {
                sums.row_mut(cluster).scaled_add(*weight, &row);
            }
        }
        for (mut centre, sum) in self.centres.outer_iter_mut().zip(sums.outer_iter()) {
            let length = sum.dot(&sum).sqrt();
            // What nothing was given to stays where it is.
            if length > 1e-6 {
                centre.assign(&(&sum / length));
            }
        }
    }

    /// The cluster of each part. Empty where there is no cluster.
    #[must_use]
    pub fn assign(&self, parts: Parts<'_>) -> Vec<usize> {
        if self.centres.nrows() == 0 {
            return Vec::new();
        }
        // Blocks end between wholes.
        let mut blocks = Vec::new();
        let mut start = 0;
        while start < parts.whole.len() {
            let mut end = (start + BLOCK).min(parts.whole.len());
            while end < parts.whole.len() && parts.whole[end] == parts.whole[end - 1] {
                end += 1;
            }
            blocks.push(start..end);
            start = end;
        }
        let of_block = |block: std::ops::Range<usize>| {
            let mut near = parts.rows.slice(s![block.clone(), ..]).dot(&self.centres.t());
            let wholes = &parts.whole[block.clone()];
            let weights = &parts.weights[block];
            let mut start = 0;
            while start < wholes.len() {
                let end = start + wholes[start..].iter().take_while(|&&whole| whole == wholes[start]).count();
                if end - start > 1 {
                    let mut mean = Array1::<f32>::zeros(near.ncols());
                    for (row, weight) in near.slice(s![start..end, ..]).outer_iter().zip(&weights[start..end])
                    {
                        mean.scaled_add(*weight, &row);
                    }
                    let total: f32 = weights[start..end].iter().sum();
                    mean *= BY_WHOLE / total.max(f32::MIN_POSITIVE);
                    for mut row in near.slice_mut(s![start..end, ..]).outer_iter_mut() {
                        row += &mean;
                    }
                }
                start = end;
            }
            near.axis_iter(Axis(0)).map(|row| greatest(row.iter().copied())).collect::<Vec<usize>>()
        };
        blocks.into_par_iter().map(of_block).collect::<Vec<_>>().concat()
    }
}

/// The place of the greatest value, the first of equals.
fn greatest(values: impl Iterator<Item = f32>) -> usize {
    let mut best = (0, f32::NEG_INFINITY);
    for (place, value) in values.enumerate() {
        if value > best.1 {
            best = (place, value);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parts along the axes of `places`, each with a little of an axis of its own.
    fn rows(places: &[usize]) -> Array2<f32> {
        let mut rows = Array2::zeros((places.len(), 3 + places.len()));
        for (i, (&place, mut row)) in places.iter().zip(rows.outer_iter_mut()).enumerate() {
            row[place] = 0.8;
            row[3 + i] = 0.6;
        }
        rows
    }

    #[test]
    fn parts_of_one_whole_go_to_different_clusters() {
        // The third whole has parts of both, and was put into the first cluster.
        let rows = rows(&[0, 0, 0, 0, 1, 1, 1, 1, 0, 1]);
        let whole = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4];
        let clusters = [0, 0, 0, 0, 1, 1, 1, 1, 0, 0].map(Some);
        let parts = Parts { rows: rows.view(), whole: &whole, weights: &[1.0; 10] };
        let unmixing = Unmixing::learn(parts, &clusters, 2);
        assert_eq!(unmixing.assign(parts), [0, 0, 0, 0, 1, 1, 1, 1, 0, 1]);
    }

    #[test]
    fn an_undecided_part_goes_with_its_whole() {
        let mut rows = rows(&[0, 0, 1, 1, 0, 0, 0]);
        // As near to either: half of both.
        (rows[[6, 0]], rows[[6, 1]]) = (0.5, 0.52);
        let whole = [0, 0, 1, 1, 2, 2, 2];
        let clusters = [0, 0, 1, 1, 0, 0, 0].map(Some);
        let weights = [1.0; 7];
        let of = |range: std::ops::Range<usize>| Parts {
            rows: rows.slice(s![range.clone(), ..]),
            whole: &whole[range.clone()],
            weights: &weights[range],
        };
        let learnt = Unmixing::learn(of(0..4), &clusters[..4], 2);
        assert_eq!(learnt.assign(of(0..7))[6], 0);
        assert_eq!(learnt.assign(of(6..7)), [1], "by itself it goes to the nearer");
    }

    #[test]
    fn what_is_in_no_cluster_is_given_to_one_and_empty_clusters_stay_empty() {
        let rows = rows(&[0, 0, 1, 1, 1]);
        let whole = [0, 0, 1, 1, 2];
        let clusters = [Some(0), Some(0), Some(2), Some(2), None];
        let parts = Parts { rows: rows.view(), whole: &whole, weights: &[1.0; 5] };
        assert_eq!(Unmixing::learn(parts, &clusters, 3).assign(parts), [0, 0, 2, 2, 2]);
        assert!(Unmixing::learn(parts, &[None; 5], 0).assign(parts).is_empty());
    }

    #[test]
    fn blocks_end_between_wholes_and_change_nothing() {
        let n = 2 * BLOCK + 7;
        let places: Vec<usize> = (0..n).map(|i| (i / 3) % 2).collect();
        let mut rows = Array2::zeros((n, 2));
        for (i, &place) in places.iter().enumerate() {
            rows[[i, place]] = 1.0;
        }
        let whole: Vec<usize> = (0..n).map(|i| i / 3).collect();
        let clusters: Vec<Option<usize>> = places.iter().map(|&place| Some(place)).collect();
        let parts = Parts { rows: rows.view(), whole: &whole, weights: &vec![1.0; n] };
        let one = || Unmixing::learn(parts, &clusters, 2).assign(parts);
        assert_eq!(one(), places);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        assert_eq!(pool.install(one), one());
    }
}
