//! Short edges between the parts that the neighbour lists leave apart.

use std::cmp::Reverse;

use ndarray::{Array2, ArrayView1, ArrayView2};
use rayon::prelude::*;

use super::reach::{Edge, distance, reach};
use crate::cluster::Neighbors;
use crate::cluster::vectors::{cluster_sums, directions, spread};

/// Most parts of which all pairs are tried.
const ALL_PARTS: usize = 64;

/// Parts with the nearest centroids that each is tried with, where there are more.
const NEAR_PARTS: usize = 15;

/// Largest parts that each is tried with besides: the centroid of a large part says little about its border, and
/// with them all parts are sure to be joined.
const LARGE_PARTS: usize = 4;

/// Rows of a part among which the search for its nearest row begins.
const SAMPLE: usize = 256;

/// How often the search changes sides.
const TURNS: usize = 8;

/// Parts of the rows, and what is needed to look for short edges between them.
struct Parts<'a, 'rows> {
    rows: ArrayView2<'rows, f32>,
    neighbors: &'a Neighbors,
    core: &'a [f32],
    part: &'a [Option<u32>],
    /// Rows by part, in order.
    members: Vec<Vec<u32>>,
    /// Unit, `(parts, dim)`.
    centroids: Array2<f32>,
}

/// Edges that join all parts: for pairs of parts that lie near each other, a short one. `part` holds the part of each row, below `parts`.
pub(super) fn bridges(
    rows: ArrayView2<'_, f32>,
    neighbors: &Neighbors,
    core: &[f32],
    part: &[Option<u32>],
    parts: usize,
) -> Vec<Edge> {
    let mut members = vec![Vec::new(); parts];
    for (row, &part) in part.iter().enumerate() {
        if let Some(part) = part {
            members[part as usize].push(row as u32);
        }
    }
    let labels = part.iter().map(|part| part.map(|part| part as usize));
    let mut centroids = directions(&cluster_sums(rows, labels, parts).0);
    for (mut centroid, members) in centroids.outer_iter_mut().zip(&members) {
        // Rows that cancel out have no direction; any of them is as good.
        if centroid.iter().all(|&value| value == 0.0) {
            centroid.assign(&rows.row(members[0] as usize));
        }
    }
    let parts = Parts { rows, neighbors, core, part, members, centroids };
    parts.pairs().into_par_iter().map(|(one, other)| parts.short_edge(one, other)).collect()
}

impl Parts<'_, '_> {
    /// Pairs of parts to try, each once, in order; they connect all parts.
    fn pairs(&self) -> Vec<(usize, usize)> {
        let n = self.members.len();
        if n <= ALL_PARTS {
            return (0..n).flat_map(|one| (one + 1..n).map(move |other| (one, other))).collect();
        }
        let near = Neighbors::find(self.centroids.view(), NEAR_PARTS);
        let mut by_size: Vec<usize> = (0..n).collect();
        by_size.sort_by_key(|&part| (Reverse(self.members[part].len()), part));
        by_size.truncate(LARGE_PARTS);
        let mut pairs: Vec<(usize, usize)> = (0..n)
            .flat_map(|part| {
                let near = near.of(part).map(|(other, _)| other);
                let large = by_size.iter().copied().filter(move |&other| other != part);
                near.chain(large).map(move |other| (part.min(other), part.max(other))).collect::<Vec<_>>()
            })
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// A short edge between two parts: from the other's centroid to the nearest row, from there back, and so on
    /// until it gets no shorter.
    fn short_edge(&self, one: usize, other: usize) -> Edge {
        let mut from = self.nearest(one, self.centroids.row(other));
        let mut to = self.nearest(other, self.rows.row(from));
        let mut sides = (one, other);
        for _ in 0..TURNS {
            let next = self.nearest(sides.0, self.rows.row(to));
            if self.reach(next, to) >= self.reach(from, to) {
                break;
            }
            (from, to) = (to, next);
            sides = (sides.1, sides.0);
        }
        Edge::new(self.reach(from, to), from, to)
    }

    /// Mutual reachability of two rows.
    fn reach(&self, one: usize, other: usize) -> f32 {
        reach(self.core[one], self.core[other], self.rows.row(one).dot(&self.rows.row(other)))
    }

    /// A row of the part that is near to `target`: the nearest of a sample, then down the lists. Rows that are listed by
    /// a row of the part are in the part.
    fn nearest(&self, part: usize, target: ArrayView1<'_, f32>) -> usize {
        let members = &self.members[part];
        let far = |row: usize| distance(self.rows.row(row).dot(&target)).max(self.core[row]);
        let mut best = (f32::INFINITY, usize::MAX);
        let closer = |best: &mut (f32, usize), row: usize| {
            let found = (far(row), row);
            let closer = found.0.total_cmp(&best.0).then(found.1.cmp(&best.1)).is_lt();
            if closer {
                *best = found;
            }
            closer
        };
        for place in spread(members.len(), SAMPLE) {
            closer(&mut best, members[place] as usize);
        }
        loop {
            let here = best.1;
            let mut moved = false;
            for (other, _) in self.neighbors.of(here) {
                moved |= self.part[other] == self.part[here] && closer(&mut best, other);
            }
            if !moved {
                return here;
            }
        }
    }
}
