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
#[derive(Debug)]
pub(super) struct Top {
    k: usize,
    heap: BinaryHeap<Reverse<Ranked>>,
}

impl Top {
    pub(super) fn new(k: usize) -> Self {
        Self { k, heap: BinaryHeap::new() }
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

    /// The neighbours kept, best first.
    pub(super) fn into_sorted(self) -> Vec<Neighbor> {
        self.heap.into_sorted_vec().into_iter().map(|Reverse(ranked)| ranked.0).collect()
    }
}
