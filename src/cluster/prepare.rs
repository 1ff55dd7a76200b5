//! What is done to rows before they are clustered: what sets groups of them apart as a whole, such as their
//! language, is taken away, and each is moved towards its neighbours, so that groups stand out from noise.

use std::collections::BTreeMap;

use ndarray::{Array1, Array2, ArrayView2, Axis};
use rayon::prelude::*;

use super::vectors::squared_length;
use super::{Neighbors, Points};

/// Fewest rows of a group that is moved: the mean of fewer says more of what they are about than of their
/// language.
const MIN_GROUP: usize = 10;

/// A group whose mean is longer than this is the same text over and over.
const SAME_TEXT: f64 = 0.98;

/// Moves each group of rows so that its mean is the mean of all rows, and makes each row length 1 again.
///
/// `rows` has shape `(n, dim)` and `groups` has length `n`; a group is any number, in practice a language,
/// and `None` (also for rows beyond the end of `groups`) stands for "unknown". Rows of a group of fewer than
/// ten, or of an unknown one, stay as they are, and so do rows that are all the same text. A single group
/// stays as it is.
///
/// Embeddings of one language lean towards a common direction. Without this step multilingual collections
/// fall apart by language first and by topic second: Libovický, Rosa and Fraser (2020), *On the Language
/// Neutrality of Pre-trained Multilingual Representations*, Findings of EMNLP. What all languages share is
/// kept: taking the mean of all rows away, as "all-but-the-top" does, makes the rows near it, which say
/// little, as long as the others, and topics of labelled sets come out worse.
pub fn align_groups(rows: ArrayView2<'_, f32>, groups: &[Option<u32>]) -> Array2<f32> {
    let mut members: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (row, group) in groups.iter().enumerate().take(rows.nrows()) {
        if let Some(group) = group {
            members.entry(*group).or_default().push(row);
        }
    }
    members.retain(|_, members| members.len() >= MIN_GROUP);
    let mut out = rows.to_owned();
    if members.len() < 2 {
        return out;
    }
    let all = mean_of(rows, 0..rows.nrows());
    for members in members.values() {
        let mean = mean_of(rows, members.iter().copied());
        if mean.dot(&mean).sqrt() > SAME_TEXT {
            continue;
        }
        let shift = (&all - &mean).mapv(|value| value as f32);
        for &row in members {
            let moved = &rows.row(row) + &shift;
            let length = squared_length(moved.view()).sqrt() as f32;
            if length > 1e-4 {
                out.row_mut(row).assign(&(moved / length));
            }
        }
    }
    out
}

/// Takes the mean of all rows from each and makes it length 1 again; a row that is nothing but the mean, and
/// rows that are all the same text, stay as they are.
///
/// Rows of one model share a direction, so that cosines have little range. Without it small groups stand out:
/// the step makes the trees of a few dozen rows better, and larger collections, whose general rows it makes
/// as long as the telling ones, worse. It is the first step of Mu and Viswanath (2018), *All-but-the-Top:
/// Simple and Effective Postprocessing for Word Representations*, ICLR.
pub(super) fn centred(rows: ArrayView2<'_, f32>) -> Array2<f32> {
    let mean = mean_of(rows, 0..rows.nrows());
    let mut out = rows.to_owned();
    if mean.dot(&mean).sqrt() > SAME_TEXT {
        return out;
    }
    let mean = mean.mapv(|value| value as f32);
    for mut row in out.outer_iter_mut() {
        let rest = &row - &mean;
        let length = squared_length(rest.view()).sqrt() as f32;
        if length > 1e-4 {
            row.assign(&(rest / length));
        }
    }
    out
}

/// Mean of some rows, of shape `(dim)`; zeros for none.
fn mean_of(rows: ArrayView2<'_, f32>, members: impl IntoIterator<Item = usize>) -> Array1<f64> {
    let mut sum = Array1::zeros(rows.ncols());
    let mut count = 0.0_f64;
    for row in members {
        sum.zip_mut_with(&rows.row(row), |sum: &mut f64, &value| *sum += f64::from(value));
        count += 1.0;
    }
    sum / count.max(1.0)
}

/// Neighbours that a row moves towards.
const NEIGHBORS: usize = 6;

/// Adds to each unit row the mean direction of its nearest neighbours and makes it length 1 again.
///
/// Each row's six nearest rows with a positive cosine count by their cosine, and a row counts for those that
/// it is a neighbour of as well. Paragraphs are short and their vectors noisy; what they share with their
/// neighbours is signal. It is one step of propagation over the neighbour graph, as in Wu et al. (2019),
/// *Simplifying Graph Convolutional Networks*, ICML, without the learned part. Fewer than a dozen rows stay
/// as they are.
pub fn smooth(points: &Points<'_>) -> Array2<f32> {
    if points.len() < 2 * NEIGHBORS {
        return points.rows().to_owned();
    }
    smooth_with(points.rows(), points.neighbors(NEIGHBORS).as_ref(), NEIGHBORS)
}

/// As [`smooth`], with the `k` nearest of the neighbours.
pub(super) fn smooth_with(rows: ArrayView2<'_, f32>, neighbors: &Neighbors, k: usize) -> Array2<f32> {
    let links = links(rows.nrows(), neighbors, k);
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

/// For each row, the mean of `values`, of shape `(n, columns)`, over the rows that [`smooth`] moves it towards, by how near they are. A row that
/// is near to none keeps its own, and so do all of a few.
pub fn mean_of_near(points: &Points<'_>, values: ArrayView2<'_, f32>) -> Array2<f32> {
    let mut out = values.to_owned();
    let n = points.len().min(values.nrows());
    if n < 2 * NEIGHBORS {
        return out;
    }
    let links = links(n, points.neighbors(NEIGHBORS).as_ref(), NEIGHBORS);
    out.axis_iter_mut(Axis(0)).into_par_iter().zip(&links).for_each(|(mut mean, links)| {
        let total: f32 = links.iter().map(|(_, weight)| weight).sum();
        if total > 1e-6 {
            mean.fill(0.0);
            for &(other, weight) in links {
                mean.scaled_add(weight / total, &values.row(other));
            }
        }
    });
    out
}

/// The `k` nearest rows of each of `n` and those that it is one of the nearest of, with their cosines, where these are positive.
fn links(n: usize, neighbors: &Neighbors, k: usize) -> Vec<Vec<(usize, f32)>> {
    let near = |row: usize| neighbors.of(row).take(k).filter(|&(_, cosine)| cosine > 0.0);
    let mut links: Vec<Vec<(usize, f32)>> = (0..n).into_par_iter().map(|row| near(row).collect()).collect();
    for row in 0..n {
        for (other, weight) in near(row) {
            links[other].push((row, weight));
        }
    }
    links
}

#[cfg(test)]
mod tests {
    use rand_xoshiro::Xoshiro256Plus;
    use rand_xoshiro::rand_core::{RngCore, SeedableRng};

    use super::*;
    use crate::cluster::tests::unit;

    /// Two groups of 30 rows around two directions of 64, with more noise than signal.
    fn noisy() -> Array2<f32> {
        let mut random = Xoshiro256Plus::seed_from_u64(7);
        let rows = Array2::from_shape_fn((60, 64), |(row, column)| {
            let signal = if column == usize::from(row >= 30) { 0.7 } else { 0.0 };
            signal + (random.next_u32() as f32 / u32::MAX as f32 - 0.5) * 0.6
        });
        unit(rows)
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
