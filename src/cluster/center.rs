//! Taking away what sets groups of rows apart as a whole, such as their language.

use std::collections::BTreeMap;

use ndarray::{Array1, Array2, ArrayView2};

use super::vectors::squared_length;

/// Fewest rows of a group that is moved: the mean of fewer says more of what they are about than of their language.
const MIN_GROUP: usize = 10;

/// A group whose mean is longer than this is the same text over and over.
const SAME_TEXT: f64 = 0.98;

/// Moves each group of rows so that its mean is the mean of all rows, and makes each row length 1 again.
///
/// `rows` has shape `(n, dim)` and `groups` has length `n`; a group is any number, in practice a language, and `None`
/// (also for rows beyond the end of `groups`) stands for "unknown". Rows of a group of fewer than ten, or of an unknown
/// one, stay as they are, and so do rows that are all the same text. A single group stays as it is.
///
/// Embeddings of one language lean towards a common direction. Without this step multilingual collections fall apart by
/// language first and by topic second: Libovický, Rosa and Fraser (2020), *On the Language Neutrality of Pre-trained
/// Multilingual Representations*, Findings of EMNLP. What all languages share is kept: taking the mean of all rows away, as "all-but-the-top"
/// does, makes the rows near it, which say little, as long as the others, and topics of labelled sets come out worse.
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

/// Takes the mean of all rows from each and makes it length 1 again; a row that is nothing but the mean, and rows that are all
/// the same text, stay as they are.
///
/// Rows of one model share a direction, so that cosines have little range. Without it small groups stand out: the step makes the trees
/// of a few dozen rows better, and larger collections, whose general rows it makes as long as the telling ones, worse. It is the first
/// step of Mu and Viswanath (2018), *All-but-the-Top: Simple and Effective Postprocessing for Word Representations*, ICLR.
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
