//! The map: a place in the plane for each row, so that rows with like vectors lie together.
//!
//! It is the layout of UMAP (McInnes, Healy and Melville 2018, arXiv:1802.03426), computed so that it is the
//! same on any number of threads:
//!
//! 1. Each row is linked with its nearest rows. The nearest one weighs 1, farther ones less, by an
//!    exponential whose width is the row's own, so that rows in dense and in sparse regions have the same
//!    number of effective links. A link weighs how likely at least one of its two ends wants it.
//! 2. Rows start where the principal components place them, smoothed over the links: what is linked begins
//!    close together, and the whole keeps its shape.
//! 3. In each epoch every link pulls its ends together and every row pushes a few random rows away. All rows
//!    look at the places of the epoch before and then move at once, so that no order of threads can change
//!    the outcome. The steps are those of Adam (Kingma and Ba 2015), as in the batch form of the R package
//!    uwot.
//! 4. The picture is turned so that its widest direction lies across, and scaled into [-1, 1].
//!
//! Read it with care: who lies beside whom is what the map keeps; sizes of groups, gaps between them and far
//! distances say little. [`trustworthiness`] tells how much of the nearness that is seen is there.
//!
//! Time is `O(n k)` an epoch, and the neighbours before that; memory `O(n k)`.

mod descend;
mod links;
#[cfg(test)]
mod tests;

use ndarray::{Array2, ArrayView1, ArrayView2, Axis};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use self::descend::{Curve, Forces, LANES, descend};
use self::links::{Links, start};
use super::params::{linfa_traits, setters};
use super::vectors::{products, spread};
use super::{ClusterError, Points};

/// Parameters not checked yet; [`check`](linfa::ParamGuard::check) makes a [`Layout2d`] of them.
///
/// What it refuses: [`ClusterError::NoNeighbors`], [`ClusterError::NoMinDist`], [`ClusterError::NoEpochs`]
/// and [`ClusterError::NoNegatives`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MapParams(Layout2d);

/// A layout of rows in the plane by their neighbours.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Layout2d {
    n_neighbors: usize,
    min_dist: f64,
    epochs: Option<usize>,
    negatives: usize,
    seed: u64,
}

impl MapParams {
    /// 15 neighbours, rows of a group 0.1 apart, a push of 5 rows for each pull, epochs chosen from the
    /// number of rows; `seed` for the rows that are pushed.
    pub fn new(seed: u64) -> Self {
        Self(Layout2d { n_neighbors: 15, min_dist: 0.1, epochs: None, negatives: 5, seed })
    }

    setters! {
        /// Nearest rows that each row is linked with, the row itself not counted. More of them show more of
        /// the whole and less detail.
        n_neighbors: usize,
        /// How close together linked rows lie, from 0 to 1, in units in which the layout is about 20 wide.
        min_dist: f64,
        /// How often all rows move; `None` to have it chosen.
        epochs: Option<usize>,
        /// How many random rows push a row away for each link that pulls it.
        negatives: usize,
    }
}

impl Layout2d {
    /// What is wrong with the settings.
    fn refusal(&self) -> Option<ClusterError> {
        if self.n_neighbors == 0 {
            return Some(ClusterError::NoNeighbors);
        }
        if !(0.0..=1.0).contains(&self.min_dist) {
            return Some(ClusterError::NoMinDist);
        }
        if self.epochs == Some(0) {
            return Some(ClusterError::NoEpochs);
        }
        if self.negatives == 0 {
            return Some(ClusterError::NoNegatives);
        }
        None
    }
}

linfa_traits!(MapParams, Layout2d, Map, Layout2d::fit);

/// Epochs of few rows; more have fewer, by the square root of their number, as each then costs more and wide
/// starts need fewer.
const EPOCHS: f64 = 500.0;

/// Rows up to which there are few.
const FEW: f64 = 10_000.0;

/// Fewest epochs.
const FEWEST: f64 = 100.0;

/// A place in the plane for each row.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// Places, `(n, 2)`, in [-1, 1]: `x` to the right, `y` up.
    pub positions: Array2<f32>,
}

impl Layout2d {
    /// Lays the rows out. The same points and parameters give the same places, byte by byte, on any number of
    /// threads.
    ///
    /// Neighbours that the points know already are used. Otherwise, among more than 10,000 rows, some are
    /// missed for the sake of time, which the map hardly shows.
    ///
    /// # Errors
    /// As [`Points::neighbors`], and [`ClusterError::Failed`] when the principal components cannot be found.
    pub fn fit(&self, points: &Points<'_>) -> Result<Map, ClusterError> {
        let n = points.len();
        if n < 2 {
            return Ok(Map { positions: Array2::zeros((n, 2)) });
        }
        let links = Links::of(points.neighbors(self.n_neighbors).as_ref(), self.n_neighbors, LANES);
        let places = start(points.rows(), &links, self.seed)?;
        let epochs = self.epochs.unwrap_or_else(|| epochs_for(n));
        let forces = Forces {
            links: &links,
            curve: Curve::fit(self.min_dist),
            negatives: self.negatives,
            seed: self.seed,
        };
        Ok(Map { positions: frame(&descend(&forces, places, epochs)) })
    }
}

/// How often `n` rows are moved.
fn epochs_for(n: usize) -> usize {
    (EPOCHS * (FEW / n as f64).sqrt()).clamp(FEWEST, EPOCHS) as usize
}

/// Places with the widest direction across, inside [-1, 1], `(n, 2)`; the aspect is kept.
///
/// Of the two directions of an axis, the one with the longer tail (greater third moment) is the positive one;
/// where tails are alike, the first row off the middle has a negative place.
fn frame(places: &[[f32; 2]]) -> Array2<f32> {
    let count = places.len().max(1) as f64;
    let wide: Vec<[f64; 2]> = places.iter().map(|place| [f64::from(place[0]), f64::from(place[1])]).collect();
    let middle = [0, 1].map(|axis| wide.iter().map(|place| place[axis]).sum::<f64>() / count);
    let [mut xx, mut xy, mut yy] = [0.0; 3];
    for place in &wide {
        let (x, y) = (place[0] - middle[0], place[1] - middle[1]);
        xx += x * x;
        xy += x * y;
        yy += y * y;
    }
    let across = widest(xx, xy, yy);
    let mut turned: Vec<[f64; 2]> = wide
        .iter()
        .map(|place| {
            let (x, y) = (place[0] - middle[0], place[1] - middle[1]);
            [x * across[0] + y * across[1], y * across[0] - x * across[1]]
        })
        .collect();
    for axis in 0..2 {
        if is_mirrored(&turned, axis) {
            for place in &mut turned {
                place[axis] = -place[axis];
            }
        }
    }
    let bounds = [0, 1].map(|axis| {
        let values = || turned.iter().map(|place| place[axis]);
        (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max))
    });
    let half = bounds.iter().map(|(least, most)| (most - least) / 2.0).fold(0.0, f64::max);
    let scale = if half > 0.0 { 1.0 / half } else { 0.0 };
    Array2::from_shape_fn((places.len(), 2), |(row, axis)| {
        let middle = f64::midpoint(bounds[axis].0, bounds[axis].1);
        ((turned[row][axis] - middle) * scale).clamp(-1.0, 1.0) as f32
    })
}

/// The direction of the greatest variance, of length 1, by the scatter matrix `[[xx, xy], [xy, yy]]`.
fn widest(xx: f64, xy: f64, yy: f64) -> [f64; 2] {
    let value = f64::midpoint(xx, yy) + ((xx - yy) * (xx - yy) / 4.0 + xy * xy).sqrt();
    // Either row of the matrix less its eigenvalue gives the direction; the longer one gives it well.
    let [a, b] = [[xy, value - xx], [value - yy, xy]];
    let of = |v: [f64; 2]| (v[0] * v[0] + v[1] * v[1]).sqrt();
    let longer = if of(a) > of(b) { a } else { b };
    let length = of(longer);
    if length > 0.0 { [longer[0] / length, longer[1] / length] } else { [1.0, 0.0] }
}

fn is_mirrored(places: &[[f64; 2]], axis: usize) -> bool {
    let values = || places.iter().map(|place| place[axis]);
    let (lean, size) =
        values().fold((0.0, 0.0), |(lean, size), v| (lean + v * v * v, size + (v * v * v).abs()));
    if lean.abs() > 1e-6 * size {
        return lean < 0.0;
    }
    let farthest = values().fold(0.0, |most: f64, v| most.max(v.abs()));
    values().find(|v| v.abs() > 1e-3 * farthest).is_some_and(|v| v > 0.0)
}

/// Rows of the sample compared with all at once; bounds the memory to `BLOCK * n` products.
const BLOCK: usize = 64;

/// Trustworthiness of a map.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Trustworthiness {
    /// At most 1, for a map whose neighbours are all true; near 0.5 for one that has nothing to do with the
    /// rows.
    pub value: f64,
    /// Number of rows whose neighbours were looked at.
    pub sampled: usize,
}

/// How far the `k` nearest on a map, `(n, 2)`, are among the nearest of the rows, `(n, dim)`, unit.
///
/// Venna and Kaski (2001), *Neighborhood Preservation in Nonlinear Projection Methods*, ICANN, equation 1:
/// what lies near on the map and is not among the `k` nearest rows by cosine counts against it, the more the
/// farther it is in the order of all rows. `sample` rows, spread evenly, are looked at, each against all
/// rows: time `O(sample n dim)`. Equal distances go by the number of the row, on the map and among the rows.
///
/// `None` where it is not defined: `k` is 0 or not under half of the rows, nothing is sampled, or there are
/// not as many places as rows.
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
        // Of equal ones, those with lower numbers come first; `after` begins with the row itself, which is
        // not before itself.
        let nearer = count(before, &|cosine| cosine >= own) + count(after, &|cosine| cosine > own);
        let itself = u64::from(if row < other { cosines[row] >= own } else { cosines[row] > own });
        (1 + nearer - itself).saturating_sub(near.len() as u64)
    });
    ranks.sum()
}
