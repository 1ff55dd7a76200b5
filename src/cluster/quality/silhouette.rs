//! The silhouette with cosine distance, exactly and in linear time.

use ndarray::parallel::prelude::*;
use ndarray::{Array2, ArrayView2, Axis};
use rayon::slice::ParallelSlice;

use crate::cluster::vectors::{cluster_sums, products};

/// Rows compared with the clusters at once; bounds the memory.
const BLOCK: usize = 512;

/// Silhouettes of a whole clustering and of each of its clusters, in [-1, 1].
#[derive(Debug, Clone, PartialEq)]
pub struct Silhouettes {
    /// Mean over the labelled rows.
    pub mean: f64,
    /// Mean over the rows of each cluster; `None` for a number without rows, and for a row alone, which has
    /// no other row of its cluster to be compared with.
    pub clusters: Vec<Option<f64>>,
}

/// Mean silhouette of the labelled rows with the distance `1 - cos`, in [-1, 1]; `None` under two clusters.
///
/// As [`silhouettes`].
pub fn silhouette(rows: ArrayView2<'_, f32>, labels: &[Option<usize>]) -> Option<f64> {
    silhouettes(rows, labels).map(|found| found.mean)
}

/// Silhouettes with the distance `1 - cos`; `None` under two clusters.
///
/// `rows` has shape `(n, dim)` with unit rows; `labels` has length `n`, and rows labelled `None` count
/// nowhere. For a row with mean distance `a` to the other rows of its cluster and `b` to the rows of the
/// nearest other cluster, the silhouette is `(b - a) / max(a, b)`; for a row alone in its cluster it is 0.
///
/// The mean cosine of a unit row to a cluster is its product with the sum of the cluster's rows, divided by
/// their number, so no pairs of rows are compared: time is `O(n k dim)`, and large collections need no
/// sampling.
///
/// Rousseeuw (1987), *Silhouettes: a graphical aid to the interpretation and validation of cluster analysis*.
pub fn silhouettes(rows: ArrayView2<'_, f32>, labels: &[Option<usize>]) -> Option<Silhouettes> {
    let k = labels.iter().flatten().max().map_or(0, |&label| label + 1);
    let (sums, sizes) = cluster_sums(rows, labels.iter().copied(), k);
    if sizes.iter().filter(|&&size| size > 0).count() < 2 {
        return None;
    }
    let means = Array2::from_shape_fn(sums.raw_dim(), |(cluster, dim)| {
        (sums[[cluster, dim]] / sizes[cluster].max(1) as f64) as f32
    });
    let blocks: Vec<Vec<f64>> = rows
        .axis_chunks_iter(Axis(0), BLOCK)
        .into_par_iter()
        .zip(labels.par_chunks(BLOCK))
        .map(|(rows, labels)| of_rows(rows, labels, means.view(), &sizes))
        .collect();

    // One after the other, so that threads do not change the sums.
    let mut totals = vec![0.0; k];
    let mut sum = 0.0;
    for (value, own) in blocks.iter().flatten().zip(labels.iter().flatten()) {
        totals[*own] += value;
        sum += value;
    }
    let count: usize = sizes.iter().sum();
    let clusters =
        totals.iter().zip(&sizes).map(|(total, &size)| (size > 1).then(|| total / size as f64)).collect();
    Some(Silhouettes { mean: sum / count as f64, clusters })
}

/// Silhouette of each labelled row, in order.
fn of_rows(
    rows: ArrayView2<'_, f32>,
    labels: &[Option<usize>],
    means: ArrayView2<'_, f32>,
    sizes: &[usize],
) -> Vec<f64> {
    let cosines = products(rows, means);
    let mut values = Vec::with_capacity(labels.len());
    for ((row, label), cosines) in rows.outer_iter().zip(labels).zip(cosines.outer_iter()) {
        let Some(own) = *label else { continue };
        if sizes[own] == 1 {
            values.push(0.0);
            continue;
        }
        let size = sizes[own] as f64;
        let itself = f64::from(row.dot(&row));
        let within = 1.0 - (f64::from(cosines[own]) * size - itself) / (size - 1.0);
        let nearest = cosines
            .iter()
            .enumerate()
            .filter(|&(cluster, _)| cluster != own && sizes[cluster] > 0)
            .map(|(_, &cosine)| 1.0 - f64::from(cosine))
            .fold(f64::INFINITY, f64::min);
        let (within, nearest) = (within.max(0.0), nearest.max(0.0));
        let greater = within.max(nearest);
        values.push(if greater > 1e-6 { (nearest - within) / greater } else { 0.0 });
    }
    values
}

#[cfg(test)]
mod tests {
    use ndarray::array;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn clusters_have_the_means_of_scikit_learn() {
        let rows = array![
            [1.0, 0.0, 0.0],
            [0.8, 0.6, 0.0],
            [0.6, 0.8, 0.0],
            [0.0, 1.0, 0.0],
            [0.0, 0.6, 0.8],
            [0.0, 0.0, 1.0],
            [-0.6, 0.0, 0.8_f32],
        ];
        // sklearn.metrics.silhouette_samples(rows, labels, metric="cosine"), scikit-learn 1.9.1, averaged by
        // label.
        let found = silhouettes(rows.view(), &[0, 0, 2, 2, 2, 4, 4].map(Some)).unwrap();
        let expected = [
            Some(0.597_222_222_222_222_3),
            None,
            Some(-0.069_588_221_762_134_85),
            None,
            Some(0.753_342_245_989_304_9),
        ];
        assert!((found.mean - 0.356_052_038_733_807).abs() < 1e-6);
        for (found, expected) in found.clusters.iter().zip(expected) {
            match (found, expected) {
                (Some(found), Some(expected)) => assert!((found - expected).abs() < 1e-6, "{found}"),
                (found, expected) => assert_eq!(*found, expected),
            }
        }
    }

    #[test]
    fn a_row_alone_lowers_the_mean_and_has_no_value_of_its_own() {
        let rows = array![[1.0, 0.0], [1.0, 0.0], [0.0, 1.0_f32]];
        let found = silhouettes(rows.view(), &[Some(0), Some(0), Some(1)]).unwrap();
        assert_eq!(found.clusters, [Some(1.0), None]);
        assert!((found.mean - 2.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn noise_and_a_single_cluster_have_none() {
        let rows = array![[1.0, 0.0], [0.0, 1.0_f32]];
        assert_eq!(silhouettes(rows.view(), &[Some(1), Some(1)]), None);
        assert_eq!(silhouettes(rows.view(), &[Some(0), None]), None);
        assert_eq!(silhouettes(Array2::zeros((0, 2)).view(), &[]), None);
    }

    proptest! {
        #[test]
        fn the_mean_is_that_of_the_clusters_by_size_and_numbers_do_not_matter(
            angles in prop::collection::vec((0.0_f32..6.2, 0_usize..4), 0..1200),
        ) {
            let rows = Array2::from_shape_fn((angles.len(), 2), |(row, dim)| {
                let angle = angles[row].0;
                if dim == 0 { angle.cos() } else { angle.sin() }
            });
            let labels: Vec<Option<usize>> =
                angles.iter().map(|&(_, label)| (label < 3).then_some(label)).collect();
            let turned: Vec<Option<usize>> = labels.iter().map(|label| label.map(|label| 2 - label)).collect();
            let found = silhouettes(rows.view(), &labels);
            if let Some(found) = &found {
                prop_assert!((-1.0..=1.0).contains(&found.mean));
                let (mut sum, mut count) = (0.0, 0.0);
                for (cluster, value) in found.clusters.iter().enumerate() {
                    let size = labels.iter().filter(|label| **label == Some(cluster)).count() as f64;
                    sum += value.unwrap_or(0.0) * size;
                    count += size;
                }
                prop_assert!((found.mean - sum / count).abs() < 1e-9);
            }
            let other = silhouettes(rows.view(), &turned);
            prop_assert_eq!(found.is_some(), other.is_some());
            if let (Some(one), Some(other)) = (found, other) {
                prop_assert!((one.mean - other.mean).abs() < 1e-6);
            }
        }
    }
}
