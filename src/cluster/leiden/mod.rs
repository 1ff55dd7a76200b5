//! Graph communities: groups of rows with more links among themselves than chance would give.
//!
//! 1. Each row is linked with its nearest rows; a link weighs as much as the two rows' lists of neighbours
//!    have in common (Jaccard), so that links between groups, whose ends share few neighbours, weigh little
//!    (Jarvis and Patrick 1973).
//! 2. The Leiden algorithm finds communities of great modularity, with several seeds at several resolutions.
//!    The resolution at which the runs agree most with each other is taken: structure that is there is found
//!    again, structure that is not comes out differently.
//! 3. The runs vote: links whose ends are seldom together go, the others weigh more, and the communities of
//!    what is left are the result. It hangs much less on the seed than one run does (Lancichinetti and
//!    Fortunato 2012, *Consensus clustering in complex networks*).
//! 4. Two rounds of re-assignment to the nearest centroid, small communities dissolved, rows that fit nowhere
//!    left out.
//!
//! Prefer it from a few hundred rows on, whenever the number of topics is not known: it chooses the number
//! itself, has no radius to set, and costs time and memory that grow with the rows and not with their pairs.
//!
//! Traag, Waltman and van Eck (2019), *From Louvain to Leiden: guaranteeing well-connected communities*,
//! Scientific Reports 9.

mod graph;
#[cfg(test)]
mod tests;

use rayon::prelude::*;

use self::graph::{Graph, leiden, renumber};
use super::params::{linfa_traits, setters};
use super::prepare::smooth_with;
use super::quality::adjusted_mutual_information;
use super::refine::{Partition, ROUNDS, finish, min_size_for};
use super::vectors::count_distinct;
use super::{ClusterError, Clusterer, Clustering, Neighbors, Points};

/// Parameters not checked yet; [`check`](linfa::ParamGuard::check) makes a [`Leiden`] of them.
///
/// What it refuses: [`ClusterError::ResolutionNotPositive`], [`ClusterError::NoNeighbors`] and
/// [`ClusterError::NoMinSize`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LeidenParams(Leiden);

/// Communities of the neighbour graph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leiden {
    resolution: Option<f64>,
    neighbors: Option<usize>,
    min_size: Option<usize>,
    quick: bool,
    seed: u64,
}

impl LeidenParams {
    /// Everything chosen from the rows; `seed` for the order in which nodes are looked at.
    pub fn new(seed: u64) -> Self {
        Self(Leiden { resolution: None, neighbors: None, min_size: None, quick: false, seed })
    }

    setters! {
        /// How fine the communities are: 1 is plain modularity, greater values give more of them; `None` for
        /// the most stable.
        resolution: Option<f64>,
        /// Nearest rows that each row is linked with; `None` to have the number chosen.
        neighbors: Option<usize>,
        /// Fewest rows of a community; `None` to have it chosen.
        min_size: Option<usize>,
        /// Fewer runs: a quarter of the time, and a result that hangs a little more on the seed.
        quick: bool,
    }
}

impl Leiden {
    /// What is wrong with the settings.
    fn refusal(&self) -> Option<ClusterError> {
        if self.resolution.is_some_and(|resolution| !(resolution.is_finite() && resolution > 0.0)) {
            return Some(ClusterError::ResolutionNotPositive);
        }
        if self.neighbors == Some(0) {
            return Some(ClusterError::NoNeighbors);
        }
        if self.min_size == Some(0) {
            return Some(ClusterError::NoMinSize);
        }
        None
    }
}

linfa_traits!(LeidenParams, Leiden, Clustering, Clusterer::fit);

/// Resolutions among which the most stable is taken; the nearest to 1 first.
const RESOLUTIONS: [f64; 5] = [1.0, 0.9, 1.1, 0.8, 1.2];

/// How much more the runs must agree for a resolution that is farther from 1.
const CLEARLY: f64 = 0.01;

/// Runs at each resolution, of which the agreement is measured.
const TRIALS: usize = 8;

/// Runs at each resolution of many rows, and of a quick fit.
const FEW: usize = 2;

/// Runs that vote.
const VOTES: usize = 24;

/// Share of the votes under which a link goes.
const SELDOM: f32 = 0.2;

/// Rows above which fewer runs are made: so many rows together have little that hangs on chance, and a run
/// takes seconds.
const MANY_ROWS: usize = 6_000;

/// Passes over the whole graph of one run, each from the partition of the one before; later ones change next
/// to nothing. Over many rows the runs that only vote make one.
const PASSES: usize = 3;

/// Neighbours whose mean direction a row is moved towards before it is re-assigned.
const SMOOTHED_OVER: usize = 15;

impl Clusterer for Leiden {
    fn name(&self) -> &'static str {
        "leiden"
    }

    fn fit(&self, points: &Points<'_>) -> Result<Clustering, ClusterError> {
        let rows = points.rows();
        let n = rows.nrows();
        let min_size = self.min_size.unwrap_or_else(|| min_size_for(n));
        if n <= 2 || count_distinct(rows, 2) < 2 {
            return Ok(finish(rows, &Partition::new(&vec![0; n]), min_size));
        }
        let k = self.neighbors.unwrap_or_else(|| neighbors_for(n)).min(n - 1);
        let neighbors = points.neighbors(k);
        let graph = shared_neighbors(&neighbors, k);
        let (trials, votes) = match (n > MANY_ROWS, self.quick) {
            (true, _) => (FEW, 2 * FEW),
            (_, true) => (FEW, TRIALS),
            _ => (TRIALS, VOTES),
        };
        let passes = if n > MANY_ROWS { 1 } else { PASSES };
        let run = |resolution, seed| leiden(&graph, resolution, passes, seed);
        let resolution = self.resolution.unwrap_or_else(|| most_stable(trials, &run));
        let runs: Vec<Vec<u32>> =
            (0..votes).into_par_iter().map(|vote| run(resolution, seed(self.seed, vote))).collect();
        let community = vote(&graph, &runs, resolution, self.seed);
        let smoothed = smooth_with(rows, &neighbors, SMOOTHED_OVER.min(k));
        let labels: Vec<usize> = community.iter().map(|&own| own as usize).collect();
        let partition = Partition::new(&labels)
            .without_small(smoothed.view(), min_size)
            .reassigned(smoothed.view(), ROUNDS)
            .without_small(smoothed.view(), min_size);
        Ok(finish(smoothed.view(), &partition, min_size))
    }
}

/// Neighbours that each of `n` rows is linked with: a ninth of the rows, at least 8 and at most 50; 20 of
/// many, whose links are as many as memory and patience allow.
pub fn neighbors_for(n: usize) -> usize {
    if n > MANY_ROWS { 20 } else { (n / 9).clamp(8, 50) }
}

fn seed(seed: u64, run: usize) -> u64 {
    seed.wrapping_mul(1_000_003).wrapping_add(run as u64)
}

/// The graph of the `k` nearest neighbours; a link weighs the share that two rows' neighbours (and
/// themselves) have in common.
fn shared_neighbors(neighbors: &Neighbors, k: usize) -> Graph {
    let n = neighbors.len();
    let known: Vec<Vec<u32>> = (0..n)
        .into_par_iter()
        .map(|row| {
            let mut known: Vec<u32> = neighbors.of(row).take(k).map(|(other, _)| other as u32).collect();
            known.push(row as u32);
            known.sort_unstable();
            known
        })
        .collect();
    let mut linked: Vec<Vec<u32>> = known.clone();
    for (row, others) in known.iter().enumerate() {
        for &other in others {
            linked[other as usize].push(row as u32);
        }
    }
    let lists: Vec<Vec<(u32, f32)>> = linked
        .into_par_iter()
        .enumerate()
        .map(|(row, mut others)| {
            others.sort_unstable();
            others.dedup();
            let weigh = |other: u32| {
                let common = common(&known[row], &known[other as usize]);
                let either = known[row].len() + known[other as usize].len() - common;
                (other, common as f32 / either as f32)
            };
            others
                .into_iter()
                .filter(|&other| other as usize != row)
                .map(weigh)
                .filter(|link| link.1 > 0.0)
                .collect()
        })
        .collect();
    Graph::new(&lists)
}

/// Number of values that two sorted lists have in common.
fn common(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        count += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    count
}

/// The resolution whose runs agree most with each other. The runs' seeds are always the same, so that the
/// choice does not hang on chance.
fn most_stable(trials: usize, run: &(impl Fn(f64, u64) -> Vec<u32> + Sync)) -> f64 {
    let runs: Vec<Vec<u32>> = (0..RESOLUTIONS.len() * trials)
        .into_par_iter()
        .map(|task| run(RESOLUTIONS[task / trials], seed(0, task % trials)))
        .collect();
    let agreement: Vec<f64> = runs.par_chunks(trials).map(agreement).collect();
    let mut best = 0;
    for place in 1..RESOLUTIONS.len() {
        if agreement[place] > agreement[best] + CLEARLY {
            best = place;
        }
    }
    RESOLUTIONS[best]
}

/// Mean adjusted mutual information of runs that follow one another.
fn agreement(runs: &[Vec<u32>]) -> f64 {
    let wide = |run: &Vec<u32>| run.iter().map(|&own| own as usize).collect::<Vec<_>>();
    let pairs = runs.len().saturating_sub(1).max(1);
    let values = runs.windows(2).map(|pair| adjusted_mutual_information(&wide(&pair[0]), &wide(&pair[1])));
    values.sum::<f64>() / pairs as f64
}

/// The communities of the graph whose links weigh as much as the runs agree on them: the best of several
/// runs.
fn vote(graph: &Graph, runs: &[Vec<u32>], resolution: f64, from: u64) -> Vec<u32> {
    let agreed = graph.reweighted(|a, b, weight| {
        let together = runs.iter().filter(|run| run[a] == run[b]).count() as f32 / runs.len() as f32;
        if together < SELDOM { 0.0 } else { weight * together * together }
    });
    let again: Vec<(f64, Vec<u32>)> = (0..runs.len())
        .into_par_iter()
        .map(|run| {
            let mut community = leiden(&agreed, resolution, PASSES, seed(!from, run));
            renumber(&mut community);
            (agreed.modularity(&community, resolution), community)
        })
        .collect();
    let mut best: Option<(f64, Vec<u32>)> = None;
    for run in again {
        if best.as_ref().is_none_or(|(value, _)| run.0 > *value) {
            best = Some(run);
        }
    }
    best.map(|(_, community)| community).unwrap_or_default()
}
