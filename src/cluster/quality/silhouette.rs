//! The silhouette with cosine distance, exactly and in linear time.

use ndarray::ArrayView2;

use crate::cluster::vectors::{cluster_sums, products};

/// Mean silhouette of the labelled rows with the distance `1 - cos`, in [-1, 1]; `None` under two clusters.
///
/// `rows` has shape `(n, dim)` with unit rows; `labels` has length `n`, and rows labelled `None` count nowhere. For a
/// row with mean distance `a` to the other rows of its cluster and `b` to the rows of the nearest other cluster, the
/// silhouette is `(b - a) / max(a, b)`; for a row alone in its cluster it is 0.
///
/// The mean cosine of a unit row to a cluster is its product with the sum of the cluster's rows, divided by their
/// number, so no pairs of rows are compared: time is `O(n k dim)`, and large collections need no sampling.
///
/// Rousseeuw (1987), *Silhouettes: a graphical aid to the interpretation and validation of cluster analysis*.
pub fn silhouette(rows: ArrayView2<'_, f32>, labels: &[Option<usize>]) -> Option<f64> {
    let k = labels.iter().flatten().max().map_or(0, |&label| label + 1);
    let (sums, sizes) = cluster_sums(rows, labels.iter().copied(), k);
    if sizes.iter().filter(|&&size| size > 0).count() < 2 {
        return None;
    }
    let means = ndarray::Array2::from_shape_fn(sums.raw_dim(), |(cluster, dim)| {
        (sums[[cluster, dim]] / sizes[cluster].max(1) as f64) as f32
    });
    let cosines = products(rows, means.view());
    let mut sum = 0.0;
    let mut count = 0_usize;
    for ((row, label), cosines) in rows.outer_iter().zip(labels).zip(cosines.outer_iter()) {
        let Some(own) = *label else { continue };
        count += 1;
        if sizes[own] == 1 {
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
        if within.max(nearest) > 1e-6 {
            sum += (nearest - within) / within.max(nearest);
        }
    }
    Some(sum / count as f64)
}
