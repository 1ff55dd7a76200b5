//! The best k of a stream of candidates.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::Neighbor;

/// A neighbour in the order of answers: the greater is the better, at equal similarity the one of the smaller id.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ranked(pub(super) Neighbor);

impl Eq for Ranked {}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.similarity.total_cmp(&other.0.similarity).then(other.0.id.cmp(&self.0.id))
    }
}

/// Keeps the best `k` of what it is shown.
#[derive(Debug, Default)]
pub(super) struct Top {
    k: usize,
    heap: BinaryHeap<Reverse<Ranked>>,
}

impl Top {
    pub(super) fn new(k: usize) -> Self {
        Self { k, heap: BinaryHeap::new() }
    }

    /// Forgets everything, to keep the best `k` from now on.
    pub(super) fn begin(&mut self, k: usize) {
        self.k = k;
        self.heap.clear();
    }

    /// The least similarity that is kept, once there are `k`.
    pub(super) fn worst(&self) -> Option<f32> {
        self.heap.peek().filter(|_| self.heap.len() >= self.k).map(|worst| worst.0.0.similarity)
    }

    pub(super) fn push(&mut self, neighbor: Neighbor) {
        if self.heap.len() < self.k {
            self.heap.push(Reverse(Ranked(neighbor)));
        } else if let Some(mut worst) = self.heap.peek_mut()
            && Ranked(neighbor) > worst.0
        {
            *worst = Reverse(Ranked(neighbor));
        }
    }

    pub(super) fn merge(mut self, other: Self) -> Self {
        for Reverse(ranked) in other.heap {
            self.push(ranked.0);
        }
        self
    }

    /// Moves what was kept into `found`, best first.
    pub(super) fn drain_sorted(&mut self, found: &mut Vec<Neighbor>) {
        found.clear();
        found.extend(self.heap.drain().map(|Reverse(ranked)| ranked.0));
        found.sort_unstable_by_key(|neighbor| Reverse(Ranked(*neighbor)));
    }

    /// The neighbours kept, best first.
    pub(super) fn into_sorted(self) -> Vec<Neighbor> {
        self.heap.into_sorted_vec().into_iter().map(|Reverse(ranked)| ranked.0).collect()
    }
}
