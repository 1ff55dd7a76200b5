//! Distances, core distances and mutual reachability.

use std::cmp::Ordering;

use rayon::prelude::*;

use crate::cluster::Neighbors;

/// Least distance: below it, differences are the rounding of cosines.
pub(super) const LEAST: f32 = 1e-3;

/// Two rows and their mutual reachability; `a < b`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Edge {
    pub(super) weight: f32,
    pub(super) a: u32,
    pub(super) b: u32,
}

impl Edge {
    /// The edge between two rows whose order does not matter.
    pub(super) fn new(weight: f32, one: usize, other: usize) -> Self {
        Self { weight, a: one.min(other) as u32, b: one.max(other) as u32 }
    }

    /// Shortest first, equal ones by their rows.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        self.weight.total_cmp(&other.weight).then((self.a, self.b).cmp(&(other.a, other.b)))
    }
}

/// Euclidean distance of unit rows with that cosine.
pub(super) fn distance(cosine: f32) -> f32 {
    (2.0 - 2.0 * cosine).max(0.0).sqrt().max(LEAST)
}

/// Mutual reachability of two rows from their core distances and their cosine.
pub(super) fn reach(one: f32, other: f32, cosine: f32) -> f32 {
    distance(cosine).max(one).max(other)
}

/// Distance of each row to its `min_samples`-th neighbour, or to the last one that is listed.
pub(super) fn core_distances(neighbors: &Neighbors, min_samples: usize) -> Vec<f32> {
    let place = min_samples.min(neighbors.k()).saturating_sub(1);
    (0..neighbors.len())
        .into_par_iter()
        .map(|row| neighbors.of(row).nth(place).map_or(LEAST, |(_, cosine)| distance(cosine)))
        .collect()
}
