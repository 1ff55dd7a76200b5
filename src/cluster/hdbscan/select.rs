//! Which clusters of the condensed tree are taken, and how well rows belong to them.

use std::cmp::Reverse;

use super::Selection;
use super::condense::Condensed;
use crate::cluster::{ClusterId, Clustering};

impl Condensed {
    /// Whether each cluster is taken; none of them lies in another.
    pub(super) fn select(&self, selection: Selection) -> Vec<bool> {
        let n = self.branches.len();
        let mut taken = vec![true; n];
        // Total stability of the clusters taken below each one. Children come after their parents.
        let mut below = vec![0.0_f64; n];
        let mut splits = vec![false; n];
        for place in (0..n).rev() {
            let branch = &self.branches[place];
            taken[place] = match (branch.parent, selection) {
                (None, _) => false,
                (_, Selection::ExcessOfMass) => below[place] <= branch.stability,
                (_, Selection::Leaf) => !splits[place],
            };
            if let Some(parent) = branch.parent {
                splits[parent as usize] = true;
                below[parent as usize] += branch.stability.max(below[place]);
            }
        }
        // A cluster is given up for one above it.
        let mut covered = vec![false; n];
        for place in 1..n {
            if let Some(parent) = self.branches[place].parent {
                covered[place] = covered[parent as usize] || taken[parent as usize];
                taken[place] &= !covered[place];
            }
        }
        taken
    }

    /// Labels and strengths for the clusters that are taken, and the place of each [`ClusterId`] in `branches`.
    pub(super) fn clustering(&self, taken: &[bool]) -> (Clustering, Vec<u32>) {
        let mut owner: Vec<Option<u32>> = Vec::with_capacity(self.branches.len());
        for (place, branch) in self.branches.iter().enumerate() {
            let above = branch.parent.and_then(|parent| owner[parent as usize]);
            owner.push(if taken[place] { Some(place as u32) } else { above });
        }
        let own = |row: usize| owner[self.branch[row] as usize];
        let mut first = vec![usize::MAX; self.branches.len()];
        for row in (0..self.branch.len()).rev() {
            if let Some(place) = own(row) {
                first[place as usize] = row;
            }
        }
        let mut order: Vec<u32> =
            (0..self.branches.len() as u32).filter(|&place| taken[place as usize]).collect();
        order.sort_by_key(|&place| (Reverse(self.branches[place as usize].size), first[place as usize]));
        let mut id = vec![None; self.branches.len()];
        for (number, &place) in order.iter().enumerate() {
            id[place as usize] = Some(ClusterId(number as u32));
        }
        let rows = 0..self.branch.len();
        let labels = rows.clone().map(|row| own(row).and_then(|place| id[place as usize])).collect();
        let strengths = rows
            .map(|row| {
                own(row)
                    .map_or(0.0, |place| (self.lambda[row] / self.branches[place as usize].death).min(1.0))
            })
            .collect();
        (Clustering { labels, strengths, n_clusters: order.len() }, order)
    }

    /// Stability of clusters relative to the most that as many rows could have, in [0, 1].
    pub(super) fn persistence(&self, places: &[u32]) -> Vec<f64> {
        let most = self.branches.iter().map(|branch| branch.death).fold(0.0, f32::max);
        places
            .iter()
            .map(|&place| {
                let branch = &self.branches[place as usize];
                branch.stability / (f64::from(branch.size) * f64::from(most))
            })
            .collect()
    }
}
