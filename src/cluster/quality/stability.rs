//! How often clusters come back when part of the rows is clustered again.
//!
//! Hennig (2007), *Cluster-wise assessment of cluster stability*, Computational Statistics & Data Analysis 52: a
//! cluster is compared, on the rows of a resample, with the most similar cluster found there. A mean Jaccard
//! coefficient of 0.75 and above is a valid, stable cluster; from 0.6, a pattern whose members are in doubt; below,
//! nothing to rely on. A cluster whose best coefficient is not above 0.5 is dissolved: above, it and its partner
//! are each other's only match, so this is where a cluster is said to come back.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::agreement::informative_agreement;

/// Mean Jaccard coefficient below which a cluster is fragile.
pub const FRAGILE: f64 = 0.6;

/// Jaccard coefficient above which a cluster has come back.
const COMES_BACK: f64 = 0.5;

/// One clustering of a part of the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The rows that were clustered, by their number in the reference. A row that is named twice counts once.
    pub rows: Vec<usize>,
    /// Cluster of each of `rows`; `None` for noise. A row that was not clustered is not in `rows`.
    pub labels: Vec<Option<usize>>,
}

/// How well one cluster comes back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClusterStability {
    /// Mean over runs of the greatest Jaccard coefficient with a cluster of the run, in [0, 1].
    pub jaccard: f64,
    /// Share of runs in which that coefficient is above one half, in [0, 1].
    pub comes_back: f64,
    /// Number of runs that had a row of the cluster; the others count nowhere.
    pub runs: usize,
}

impl ClusterStability {
    /// Whether the cluster may be chance: the mean coefficient is below [`FRAGILE`].
    pub fn is_fragile(&self) -> bool {
        self.jaccard < FRAGILE
    }
}

/// How stable a clustering is.
#[derive(Debug, Clone, PartialEq)]
pub struct Stability {
    /// Each cluster of the reference; `None` for a number without rows, and for a cluster no run had a row of.
    pub clusters: Vec<Option<ClusterStability>>,
    /// Mean adjusted mutual information over pairs of runs, on the rows that both have; noise is a cluster of its own
    /// for each row. Pairs whose two runs both put everything together (or everything apart) are left out, and
    /// `None` is for no pair left.
    pub agreement: Option<f64>,
}

/// Compares a clustering (`None` for noise) with clusterings of resamples of its rows; `None` without runs and under
/// two clusters, which come back whatever the rows are.
///
/// Rows of a run beyond the reference, and beyond the end of its labels, are left out. Time is that of sorting, for
/// each run and, for the agreement, for each pair of runs.
pub fn stability(reference: &[Option<usize>], runs: &[Run]) -> Option<Stability> {
    let k = reference.iter().flatten().max().map_or(0, |&label| label + 1);
    let mut has_rows = vec![false; k];
    reference.iter().flatten().for_each(|&label| has_rows[label] = true);
    if runs.is_empty() || has_rows.iter().filter(|&&has| has).count() < 2 {
        return None;
    }
    let runs: Vec<Vec<(usize, Option<usize>)>> =
        runs.par_iter().map(|run| by_row(run, reference.len())).collect();
    let found: Vec<Vec<Option<f64>>> = runs.par_iter().map(|run| best_matches(reference, run, k)).collect();
    let clusters = (0..k).map(|cluster| of_cluster(found.iter().filter_map(|run| run[cluster]))).collect();
    Some(Stability { clusters, agreement: agreement(&runs) })
}

/// The rows of a run in order, each once.
fn by_row(run: &Run, n: usize) -> Vec<(usize, Option<usize>)> {
    let pairs = run.rows.iter().copied().zip(run.labels.iter().copied());
    let mut rows: Vec<_> = pairs.filter(|&(row, _)| row < n).collect();
    rows.sort_by_key(|&(row, _)| row);
    rows.dedup_by_key(|&mut (row, _)| row);
    rows
}

/// For each cluster of the reference the greatest Jaccard coefficient with a cluster of the run, among the run's rows;
/// `None` for a cluster that has no row there.
fn best_matches(reference: &[Option<usize>], run: &[(usize, Option<usize>)], k: usize) -> Vec<Option<f64>> {
    let mut sizes = vec![0_usize; k];
    let mut there: BTreeMap<usize, usize> = BTreeMap::new();
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for &(row, label) in run {
        if let Some(own) = reference[row] {
            sizes[own] += 1;
            if let Some(label) = label {
                *shared.entry((own, label)).or_insert(0) += 1;
            }
        }
        if let Some(label) = label {
            *there.entry(label).or_insert(0) += 1;
        }
    }
    let mut best: Vec<Option<f64>> = sizes.iter().map(|&size| (size > 0).then_some(0.0)).collect();
    for ((own, label), both) in shared {
        let jaccard = both as f64 / (sizes[own] + there[&label] - both) as f64;
        best[own] = best[own].map(|value| value.max(jaccard));
    }
    best
}

/// Sums up the coefficients of one cluster.
fn of_cluster(coefficients: impl Iterator<Item = f64>) -> Option<ClusterStability> {
    let (mut runs, mut sum, mut back) = (0, 0.0, 0);
    for jaccard in coefficients {
        runs += 1;
        sum += jaccard;
        back += usize::from(jaccard > COMES_BACK);
    }
    let mean = |sum: f64| sum / runs as f64;
    (runs > 0).then(|| ClusterStability { jaccard: mean(sum), comes_back: mean(back as f64), runs })
}

/// Mean agreement of pairs of runs.
fn agreement(runs: &[Vec<(usize, Option<usize>)>]) -> Option<f64> {
    let pairs: Vec<(usize, usize)> =
        (0..runs.len()).flat_map(|one| (0..one).map(move |other| (other, one))).collect();
    let values: Vec<Option<f64>> = pairs
        .par_iter()
        .map(|&(one, other)| {
            let (one, other) = on_common_rows(&runs[one], &runs[other]);
            informative_agreement(&one, &other)
        })
        .collect();
    let defined: Vec<f64> = values.into_iter().flatten().collect();
    (!defined.is_empty()).then(|| defined.iter().sum::<f64>() / defined.len() as f64)
}

/// Labels of two runs on the rows that both have, each row of noise a cluster of its own.
fn on_common_rows(
    one: &[(usize, Option<usize>)],
    other: &[(usize, Option<usize>)],
) -> (Vec<usize>, Vec<usize>) {
    let free = |run: &[(usize, Option<usize>)]| {
        run.iter().filter_map(|&(_, label)| label).max().map_or(0, |label| label + 1)
    };
    let (free_one, free_other) = (free(one), free(other));
    let mut labels = (Vec::new(), Vec::new());
    let mut rest = other.iter().peekable();
    for &(row, label) in one {
        while rest.next_if(|&&(there, _)| there < row).is_some() {}
        if let Some(&(_, label_there)) = rest.next_if(|&&(there, _)| there == row) {
            labels.0.push(label.unwrap_or(free_one + row));
            labels.1.push(label_there.unwrap_or(free_other + row));
        }
    }
    labels
}

#[cfg(test)]
mod tests;
