//! Density validity: whether clusters are dense groups with gaps between them, whatever their shape.
//!
//! After DBCV: Moulavi, Jaskowiak, Campello, Zimek and Sander (2014), *Density-Based Clustering Validation*, SIAM
//! International Conference on Data Mining. As there, the distance between two rows is their *mutual reachability*
//! (no smaller than what it takes to reach a neighbour from either), a cluster's *sparseness* is read off the minimum
//! spanning tree of its rows, its *separation* is its distance to the nearest other cluster, its validity is
//! `(separation - sparseness) / max(separation, sparseness)`, and the whole is the mean of the clusters weighted by
//! their share of all rows, so that noise lowers it. What differs, and why:
//!
//! - *Distance* is the Euclidean one between unit rows, `sqrt(2 - 2 cos)`.
//! - *Core distance* of a row is the distance to its fifth neighbour in its cluster. The paper takes a mean of
//!   distances to the power of minus the dimension, which at 256 dimensions is zero or infinite in a `f64`.
//! - *Sparseness* is the distance at which the cluster falls into two parts of at least a tenth of its rows, and
//!   *separation* the median way of its rows to the other cluster. The paper takes the longest inner edge and the
//!   shortest way across, which with text vectors are single odd rows: on three of five labelled collections (news in
//!   French and in English, newsgroups, short texts in one and in five languages) that put shuffled labels above the
//!   true ones. As it is here, on all five, in each of three to five draws: the true labels (0.02 to 0.09) above the
//!   same with a fifth of them wrong (0.01 to 0.08), those above shuffled ones (within 0.01 of 0).
//! - *Large collections*: all this is computed on some 2,000 rows, evenly spread in each cluster; small clusters
//!   give at least 15 rows, or all. Fewer rows stand further apart, so values of a sample are nearer to 0.
//!
//! Values are in [-1, 1]: near 1 for clusters whose gaps are far wider than what holds them together, about 0 or below
//! for labels that have nothing to do with density. Text gives small ones: 0.02 to 0.1 is good.

use std::ops::Range;

use ndarray::{Array2, ArrayView2, Axis, s};
use rayon::prelude::*;

use super::spanning_tree::{minimum_spanning_tree, parting_distance};
use crate::cluster::vectors::{products, spread};

/// Rows that are compared with each other, about.
const SAMPLE: usize = 2_000;

/// Rows that a small cluster gives to the sample at least, if it has them.
const LEAST: usize = 15;

/// Which neighbour's distance is the core distance.
const CORE: usize = 5;

/// How far from 1 the cosine of rows may be that are taken for equal: what rounding leaves.
const EQUAL: f32 = 1e-6;

/// Density validity of a whole clustering and of each of its clusters, in [-1, 1].
#[derive(Debug, Clone, PartialEq)]
pub struct DensityValidity {
    /// Sum over clusters of validity times share of all rows. Noise, and rows alone in their cluster, count as 0.
    pub whole: f64,
    /// Validity of each cluster; `None` for one with fewer than two rows.
    pub clusters: Vec<Option<f64>>,
}

/// Density validity after DBCV, adapted to many dimensions and many rows as the module says; `None` under two clusters
/// of two rows.
///
/// `rows` has shape `(n, dim)` with unit rows; `labels` has length `n`, `None` for noise. Time is `O(m^2 dim)` for the
/// `m` rows compared, 2,000 to 4,000 with up to 1,000 clusters. Nothing is drawn at random.
pub fn density_validity(rows: ArrayView2<'_, f32>, labels: &[Option<usize>]) -> Option<DensityValidity> {
    let mut members: Vec<Vec<usize>> = Vec::new();
    for (row, label) in labels.iter().enumerate().take(rows.nrows()) {
        if let Some(label) = *label {
            members.resize_with(members.len().max(label + 1), Vec::new);
            members[label].push(row);
        }
    }
    let dense: Vec<usize> = (0..members.len()).filter(|&cluster| members[cluster].len() >= 2).collect();
    if dense.len() < 2 {
        return None;
    }
    let sample = Sample::of(rows, &dense.iter().map(|&cluster| &members[cluster][..]).collect::<Vec<_>>());
    let inner: Vec<(Vec<f32>, f32)> =
        sample.clusters.par_iter().map(|range| cores_and_sparseness(sample.of_cluster(range))).collect();
    let cores: Vec<f32> = inner.iter().flat_map(|(cores, _)| cores).copied().collect();
    let validities: Vec<f64> = (0..dense.len())
        .into_par_iter()
        .map(|place| validity(inner[place].1, separation(&sample, &cores, place)))
        .collect();

    let mut clusters = vec![None; members.len()];
    let mut whole = 0.0;
    for (&cluster, validity) in dense.iter().zip(validities) {
        clusters[cluster] = Some(validity);
        whole += validity * members[cluster].len() as f64 / labels.len() as f64;
    }
    Some(DensityValidity { whole, clusters })
}

/// The rows that are compared: those of one cluster stand together.
struct Sample {
    rows: Array2<f32>,
    clusters: Vec<Range<usize>>,
}

impl Sample {
    /// Shares by size, with a least share.
    fn of(rows: ArrayView2<'_, f32>, members: &[&[usize]]) -> Self {
        let n: usize = members.iter().map(|rows| rows.len()).sum();
        let least = (SAMPLE / members.len()).clamp(2, LEAST);
        let mut chosen = Vec::new();
        let mut clusters = Vec::with_capacity(members.len());
        for members in members {
            let share = if n <= SAMPLE { members.len() } else { members.len() * SAMPLE / n };
            let start = chosen.len();
            chosen.extend(spread(members.len(), share.max(least)).into_iter().map(|place| members[place]));
            clusters.push(start..chosen.len());
        }
        Self { rows: rows.select(Axis(0), &chosen), clusters }
    }

    fn of_cluster(&self, range: &Range<usize>) -> ArrayView2<'_, f32> {
        self.rows.slice(s![range.clone(), ..])
    }
}

/// Distances of unit rows from their cosines.
fn distances(one: ArrayView2<'_, f32>, other: ArrayView2<'_, f32>) -> Array2<f32> {
    let mut cosines = products(one, other);
    cosines.mapv_inplace(|cosine| if cosine > 1.0 - EQUAL { 0.0 } else { (2.0 - 2.0 * cosine).sqrt() });
    cosines
}

/// Core distance of each row of a cluster, and the cluster's sparseness.
fn cores_and_sparseness(rows: ArrayView2<'_, f32>) -> (Vec<f32>, f32) {
    let mut reach = distances(rows, rows);
    let cores: Vec<f32> = reach
        .outer_iter()
        .enumerate()
        .map(|(own, row)| {
            let mut others: Vec<f32> = row.to_vec();
            others.swap_remove(own);
            let place = CORE.min(others.len()) - 1;
            *others.select_nth_unstable_by(place, f32::total_cmp).1
        })
        .collect();
    for ((one, other), distance) in reach.indexed_iter_mut() {
        *distance = distance.max(cores[one]).max(cores[other]);
    }
    let sparseness = parting_distance(&minimum_spanning_tree(reach.view())).unwrap_or(0.0);
    (cores, sparseness)
}

/// The least, over other clusters, of the median mutual reachability of the cluster's rows to the nearest row there.
fn separation(sample: &Sample, cores: &[f32], place: usize) -> f32 {
    let own = &sample.clusters[place];
    let reach = distances(sample.of_cluster(own), sample.rows.view());
    let mut least = f32::INFINITY;
    let mut ways = Vec::with_capacity(own.len());
    for other in sample.clusters.iter().filter(|&other| other != own) {
        ways.clear();
        ways.extend(reach.outer_iter().zip(&cores[own.clone()]).map(|(row, core)| {
            let there = row.slice(s![other.clone()]);
            let way = there.iter().zip(&cores[other.clone()]).map(|(distance, core)| distance.max(*core));
            way.fold(f32::INFINITY, f32::min).max(*core)
        }));
        let middle = ways.len() / 2;
        least = least.min(*ways.select_nth_unstable_by(middle, f32::total_cmp).1);
    }
    least
}

/// How much wider the gap is than what holds the cluster together, in [-1, 1].
fn validity(sparseness: f32, separation: f32) -> f64 {
    let (sparseness, separation) = (f64::from(sparseness), f64::from(separation));
    let greater = separation.max(sparseness);
    if greater > 0.0 { (separation - sparseness) / greater } else { 0.0 }
}

#[cfg(test)]
mod tests;
