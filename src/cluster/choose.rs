//! How many clusters, and how small a cluster may be.
//!
//! No criterion is right everywhere. The silhouette alone splits hard sets in two (20 newsgroups) or shatters small
//! ones into pairs, and gap-like corrections choose far too many. What held on every labelled set that we measured:
//! the mean silhouette relative to the best one, less a weak penalty for a number far from `log2(n)`, which is what
//! a person can take in (8 topics in 200 paragraphs, 12 in 4,000). A number off by a factor of two costs 10 % of the
//! silhouette, so a clear structure still wins.

use ndarray::ArrayView2;

use super::quality::silhouette;
use super::refine::Partition;

/// Weight of the penalty for being far from the expected number of clusters.
const PENALTY: f64 = 0.2;

/// Largest number of clusters that is tried.
const MAX_K: usize = 40;

/// Rounds of re-assignment after a cut.
pub(super) const ROUNDS: usize = 2;

/// Smallest size of a cluster among `n` rows: 2 below 50 rows, then 3 and about a quarter of the square root.
pub(super) fn min_size_for(n: usize) -> usize {
    let by_root = ((n as f64).sqrt() / 4.0).round() as usize;
    by_root.max(if n < 50 { 2 } else { 3 })
}

/// The best of several partitions: `cut` gives one with `k` clusters for any `k` from 2 to `min(n / 2, 40)`.
///
/// Each is re-assigned and rid of clusters below `min_size` before it is judged, so that pairs of near-duplicates
/// do not buy a high silhouette. One cluster when no partition has a silhouette above zero.
pub(super) fn best_cut(
    rows: ArrayView2<'_, f32>,
    min_size: usize,
    mut cut: impl FnMut(usize) -> Partition,
) -> Partition {
    let n = rows.nrows();
    let mut tried: Vec<(Partition, f64)> = Vec::new();
    for k in 2..=MAX_K.min(n / 2) {
        let partition = cut(k).reassigned(rows, ROUNDS).without_small(rows, min_size);
        if partition.k < 2 || tried.iter().any(|(other, _)| other.labels == partition.labels) {
            continue;
        }
        let labels: Vec<Option<usize>> = partition.labels.iter().copied().map(Some).collect();
        if let Some(value) = silhouette(rows, &labels) {
            tried.push((partition, value));
        }
    }
    let highest = tried.iter().map(|(_, value)| *value).fold(0.0, f64::max);
    let mut best: Option<(Partition, f64)> = None;
    for (partition, value) in tried {
        let score = value / highest - PENALTY * (partition.k as f64 / (n as f64).log2()).ln().powi(2);
        if highest > 0.0 && best.as_ref().is_none_or(|(_, other)| score > *other) {
            best = Some((partition, score));
        }
    }
    best.map_or_else(|| Partition::new(&vec![0; n]), |(partition, _)| partition)
}
