//! Taking away what all rows of a group share, such as their language.

use std::collections::BTreeMap;

use ndarray::{Array1, Array2, ArrayView2};

use super::vectors::squared_length;

/// Fewest rows of a group whose own mean is taken away; smaller groups lose the mean of all rows.
const MIN_GROUP: usize = 10;

/// A group whose mean is longer than this is the same text over and over; what is left without the mean is noise.
const SAME_TEXT: f64 = 0.98;

/// Takes the mean of its group from each row and makes the row length 1 again.
///
/// `rows` has shape `(n, dim)` and `groups` has length `n`; a group is any number, in practice a language, and `None`
/// (also for rows beyond the end of `groups`) stands for "unknown". A group of fewer than ten rows, or an unknown
/// one, loses the mean of all rows. A row that is nothing but its mean stays as it was, and so do rows that are all
/// the same text.
///
/// Embeddings of one model lean towards a common direction, and those of one language towards another one. Without
/// this step multilingual collections fall apart by language first and by topic second, and cosines have little
/// range left. It is the first step of "all-but-the-top": Mu and Viswanath (2018), *All-but-the-Top: Simple and
/// Effective Postprocessing for Word Representations*, ICLR; per language in Libovický, Rosa and Fraser (2020), *On
/// the Language Neutrality of Pre-trained Multilingual Representations*, Findings of EMNLP.
pub fn remove_group_means(rows: ArrayView2<'_, f32>, groups: &[Option<u32>]) -> Array2<f32> {
    let mut members: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (row, group) in groups.iter().enumerate().take(rows.nrows()) {
        if let Some(group) = group {
            members.entry(*group).or_default().push(row);
        }
    }
    let all = mean_of(rows, 0..rows.nrows());
    let means: BTreeMap<u32, Array1<f64>> = members
        .into_iter()
        .filter(|(_, members)| members.len() >= MIN_GROUP)
        .map(|(group, members)| (group, mean_of(rows, members)))
        .collect();

    let mut out = rows.to_owned();
    for (row, mut values) in out.outer_iter_mut().enumerate() {
        let group = groups.get(row).copied().flatten();
        let mean = group.and_then(|group| means.get(&group)).unwrap_or(&all);
        if mean.dot(mean).sqrt() > SAME_TEXT {
            continue;
        }
        let rest: Array1<f32> =
            values.iter().zip(mean).map(|(&value, mean)| (f64::from(value) - mean) as f32).collect();
        let length = squared_length(rest.view()).sqrt() as f32;
        if length > 1e-4 {
            values.zip_mut_with(&rest, |out, &value| *out = value / length);
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
