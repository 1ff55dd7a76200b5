//! Checks and arithmetic on unit rows that every algorithm shares.

use std::collections::HashSet;

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView1, ArrayView2, Axis, s};
use rayon::prelude::*;

use super::ClusterError;

/// Rows handled at once; fixed, so that results do not depend on the number of threads.
const BLOCK: usize = 512;

/// Parts that sums over all rows are made of; fixed for the same reason. Few, as each has sums of its own.
const PARTS: usize = 16;

/// Fewest rows of such a part.
const MIN_PART: usize = 4_096;

/// How far the squared length of a unit row may be from 1.
const UNIT_TOLERANCE: f64 = 1e-2;

/// Refuses rows that are not finite or not of length 1.
pub(super) fn check_rows(rows: ArrayView2<'_, f32>) -> Result<(), ClusterError> {
    for (row, values) in rows.outer_iter().enumerate() {
        if values.iter().any(|value| !value.is_finite()) {
            return Err(ClusterError::NotFinite { row });
        }
        if (squared_length(values) - 1.0).abs() > UNIT_TOLERANCE {
            return Err(ClusterError::NotUnit { row });
        }
    }
    Ok(())
}

/// Refuses a number of clusters that the rows cannot give.
pub(super) fn check_k(rows: ArrayView2<'_, f32>, k: usize) -> Result<(), ClusterError> {
    if k > rows.nrows() {
        return Err(ClusterError::MoreClustersThanRows { k, rows: rows.nrows() });
    }
    let distinct = count_distinct(rows, k);
    if k > distinct {
        return Err(ClusterError::MoreClustersThanDistinctRows { k, distinct });
    }
    Ok(())
}

/// Number of rows that differ from each other, counted up to `enough`.
pub(super) fn count_distinct(rows: ArrayView2<'_, f32>, enough: usize) -> usize {
    let mut seen: HashSet<Vec<u32>> = HashSet::new();
    for row in rows.outer_iter() {
        // Adding zero makes -0 and 0 the same bits.
        seen.insert(row.iter().map(|value| (value + 0.0).to_bits()).collect());
        if seen.len() >= enough {
            break;
        }
    }
    seen.len()
}

/// Sum of the squares of the values.
pub(super) fn squared_length(row: ArrayView1<'_, f32>) -> f64 {
    row.iter().map(|&value| f64::from(value) * f64::from(value)).sum()
}

/// Euclidean distance of unit rows with this cosine.
pub(super) fn distance(cosine: f32) -> f32 {
    (2.0 - 2.0 * cosine).max(0.0).sqrt()
}

/// Products of all rows with all columns of `others` (both `(_, dim)`), as `(rows, others)`, in parallel.
pub(super) fn products(rows: ArrayView2<'_, f32>, others: ArrayView2<'_, f32>) -> Array2<f32> {
    let mut out = Array2::zeros((rows.nrows(), others.nrows()));
    let columns = others.t();
    out.axis_chunks_iter_mut(Axis(0), BLOCK)
        .into_par_iter()
        .zip(rows.axis_chunks_iter(Axis(0), BLOCK))
        .for_each(|(mut block, rows)| {
            general_mat_mul(1.0, &rows, &columns, 0.0, &mut block);
        });
    out
}

/// For each row the first of the centroids (`(k, dim)`, `k` at least 1) with the greatest product, and that
/// product.
///
/// In parallel, and without the `(rows, k)` products all at once: a million rows and 50 centroids would make
/// 200 MB.
pub(super) fn nearest(rows: ArrayView2<'_, f32>, centroids: ArrayView2<'_, f32>) -> Vec<(usize, f32)> {
    let columns = centroids.t();
    let mut out = vec![(0, f32::NEG_INFINITY); rows.nrows()];
    out.par_chunks_mut(BLOCK).zip(rows.axis_chunks_iter(Axis(0), BLOCK)).for_each_init(
        || Array2::zeros((BLOCK, centroids.nrows())),
        |products, (out, rows)| {
            let mut products = products.slice_mut(s![..rows.nrows(), ..]);
            general_mat_mul(1.0, &rows, &columns, 0.0, &mut products);
            for (out, row) in out.iter_mut().zip(products.outer_iter()) {
                *out = greatest(row);
            }
        },
    );
    out
}

/// Product of each row with the centroid that it is labelled with; 0 for rows labelled `None`.
pub(super) fn own_products(
    rows: ArrayView2<'_, f32>,
    centroids: ArrayView2<'_, f32>,
    labels: &[Option<usize>],
) -> Vec<f32> {
    let own = |(row, label): (ArrayView1<'_, f32>, &Option<usize>)| {
        label.map_or(0.0, |label| row.dot(&centroids.row(label)))
    };
    rows.axis_iter(Axis(0)).into_par_iter().zip(labels).with_min_len(BLOCK).map(own).collect()
}

/// Rows of each part of a sum over `n` rows: the same for any number of threads.
pub(super) fn part_len(n: usize) -> usize {
    n.div_ceil(PARTS).max(MIN_PART)
}

/// Sum of the rows of each cluster, `(k, dim)`, and the number of rows in each; rows labelled `None` count
/// nowhere.
pub(super) fn cluster_sums(
    rows: ArrayView2<'_, f32>,
    labels: impl IntoIterator<Item = Option<usize>>,
    k: usize,
) -> (Array2<f64>, Vec<usize>) {
    let labels: Vec<Option<usize>> = labels.into_iter().take(rows.nrows()).collect();
    let part = part_len(labels.len());
    let parts: Vec<(Array2<f64>, Vec<usize>)> = labels
        .par_chunks(part)
        .zip(rows.axis_chunks_iter(Axis(0), part))
        .map(|(labels, rows)| {
            let mut sums = Array2::<f64>::zeros((k, rows.ncols()));
            let mut sizes = vec![0; k];
            for (row, label) in rows.outer_iter().zip(labels) {
                if let Some(label) = *label {
                    sizes[label] += 1;
                    sums.row_mut(label).zip_mut_with(&row, |sum, &value| *sum += f64::from(value));
                }
            }
            (sums, sizes)
        })
        .collect();
    let none = (Array2::zeros((k, rows.ncols())), vec![0; k]);
    parts.into_iter().fold(none, |(mut sums, mut sizes), (more, counts)| {
        sums += &more;
        sizes.iter_mut().zip(counts).for_each(|(size, count)| *size += count);
        (sums, sizes)
    })
}

/// Directions of the sums, each of length 1 (or zero, where the sum is), `(k, dim)`.
pub(super) fn directions(sums: &Array2<f64>) -> Array2<f32> {
    let mut out = Array2::zeros(sums.raw_dim());
    for (sum, mut direction) in sums.outer_iter().zip(out.outer_iter_mut()) {
        let length = sum.iter().map(|value| value * value).sum::<f64>().sqrt();
        if length > 1e-9 {
            direction.zip_mut_with(&sum, |out, &value| *out = (value / length) as f32);
        }
    }
    out
}

/// Moves each centroid to the direction of the rows that are nearest to it, as [`nearest`] gives them; one
/// without rows stays where it is.
pub(super) fn move_centroids(
    rows: ArrayView2<'_, f32>,
    nearest: &[(usize, f32)],
    centroids: &mut Array2<f32>,
) {
    let labels = nearest.iter().map(|&(cluster, _)| Some(cluster));
    let (sums, _) = cluster_sums(rows, labels, centroids.nrows());
    for (moved, mut centroid) in directions(&sums).outer_iter().zip(centroids.outer_iter_mut()) {
        if moved.iter().any(|&value| value != 0.0) {
            centroid.assign(&moved);
        }
    }
}

/// Place and value of the greatest entry; the first of equals.
pub(super) fn greatest(values: ArrayView1<'_, f32>) -> (usize, f32) {
    let mut best = (0, f32::NEG_INFINITY);
    for (place, &value) in values.iter().enumerate() {
        if value > best.1 {
            best = (place, value);
        }
    }
    best
}

/// `wanted` row numbers out of `n`, evenly spread, in order; all where there are no more.
///
/// Rows of one document stand together, so even spacing is a stratified sample, and it needs no seed.
pub(super) fn spread(n: usize, wanted: usize) -> Vec<usize> {
    if n <= wanted {
        return (0..n).collect();
    }
    (0..wanted).map(|i| i * n / wanted).collect()
}
