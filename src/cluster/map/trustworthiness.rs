//! How much of the nearness on a map is there among the rows.

use ndarray::{ArrayView1, ArrayView2, Axis};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::cluster::vectors::{products, spread};

/// Rows of the sample compared with all at once; bounds the memory to `BLOCK * n` products.
const BLOCK: usize = 64;

/// Trustworthiness of a map.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Trustworthiness {
    /// At most 1, for a map whose neighbours are all true; near 0.5 for one that has nothing to do with the rows.
    pub value: f64,
    /// Number of rows whose neighbours were looked at.
    pub sampled: usize,
}

/// How far the `k` nearest on a map, `(n, 2)`, are among the nearest of the rows, `(n, dim)`, unit.
///
/// Venna and Kaski (2001), *Neighborhood Preservation in Nonlinear Projection Methods*, ICANN, equation 1: what lies near on the map and is
/// not among the `k` nearest rows by cosine counts against it, the more the farther it is in the order of all rows. `sample` rows, spread evenly, are looked
/// at, each against all rows: time `O(sample n dim)`. Equal distances go by the number of the row, on the map and among the rows.
///
/// `None` where it is not defined: `k` is 0 or not under half of the rows, nothing is sampled, or there are not as many places as rows.
#[must_use]
pub fn trustworthiness(
    rows: ArrayView2<'_, f32>,
    positions: ArrayView2<'_, f32>,
    k: usize,
    sample: usize,
) -> Option<Trustworthiness> {
    let n = rows.nrows();
    if k == 0 || 2 * k >= n || sample == 0 || positions.dim() != (n, 2) {
        return None;
    }
    let places: Vec<[f32; 2]> = positions.outer_iter().map(|place| [place[0], place[1]]).collect();
    let sampled = spread(n, sample);
    let mut excess = 0;
    for block in sampled.chunks(BLOCK) {
        let cosines = products(rows, rows.select(Axis(0), block).view());
        // One row after another in memory, so that counting goes through it once.
        let cosines = cosines.t().as_standard_layout().into_owned();
        let found = block.par_iter().zip(cosines.axis_iter(Axis(0)).into_par_iter());
        excess +=
            found.map(|(&row, cosines)| excess_ranks(row, cosines, &nearest(&places, row, k))).sum::<u64>();
    }
    let (s, wide, k) = (sampled.len() as f64, n as f64, k as f64);
    let value = 1.0 - 2.0 / (s * k * (2.0 * wide - 3.0 * k - 1.0)) * excess as f64;
    Some(Trustworthiness { value, sampled: sampled.len() })
}

/// The `k` nearest others of a place, in no order.
fn nearest(places: &[[f32; 2]], row: usize, k: usize) -> Vec<usize> {
    let own = places[row];
    let mut others: Vec<(f32, usize)> = places
        .iter()
        .enumerate()
        .filter(|&(other, _)| other != row)
        .map(|(other, place)| {
            let (x, y) = (place[0] - own[0], place[1] - own[1]);
            (x * x + y * y, other)
        })
        .collect();
    others.select_nth_unstable_by(k - 1, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    others.into_iter().take(k).map(|(_, other)| other).collect()
}

/// By how much the ranks of `near` among all rows exceed their number. A rank is 1 for the nearest other row.
fn excess_ranks(row: usize, cosines: ArrayView1<'_, f32>, near: &[usize]) -> u64 {
    let count = |part: ArrayView1<'_, f32>, nearer: &dyn Fn(f32) -> bool| {
        part.iter().map(|&cosine| u64::from(nearer(cosine))).sum::<u64>()
    };
    let ranks = near.iter().map(|&other| {
        let own = cosines[other];
        let (before, after) = cosines.split_at(Axis(0), other);
        // Of equal ones, those with lower numbers come first; `after` begins with the row itself, which is not before itself.
        let nearer = count(before, &|cosine| cosine >= own) + count(after, &|cosine| cosine > own);
        let itself = u64::from(if row < other { cosines[row] >= own } else { cosines[row] > own });
        (1 + nearer - itself).saturating_sub(near.len() as u64)
    });
    ranks.sum()
}
