//! A finished graph: which row each node is, and its links.

use rayon::prelude::*;

use super::beam::NONE;

/// The graph. Nodes are numbered so that those of higher levels come first: level `l` has the nodes `0..counts[l]`, and node 0 is on
/// the highest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layers {
    /// The row of each node.
    pub(super) rows: Vec<u32>,
    /// Number of nodes of each level, level 0 first, none of them 0.
    pub(super) counts: Vec<u32>,
    /// The links of each level: `(counts[level], slots)`, filled from the left, the rest [`NONE`].
    pub(super) links: Vec<Vec<u32>>,
    /// Most links of a node on level 0, and above.
    pub(super) slots: [usize; 2],
}

impl Layers {
    pub(super) fn slots(&self, level: usize) -> usize {
        self.slots[level.min(1)]
    }

    pub(super) fn links(&self, level: usize, node: u32) -> &[u32] {
        let slots = self.slots(level);
        &self.links[level][node as usize * slots..][..slots]
    }

    /// Which nodes are reached from node 0 over level 0, in the order of a breadth-first search.
    pub(super) fn breadth_first(&self) -> Vec<u32> {
        let n = self.rows.len();
        let mut reached = vec![false; n];
        let mut order = Vec::with_capacity(n);
        if n > 0 {
            reached[0] = true;
            order.push(0);
        }
        let mut at = 0;
        while let Some(&node) = order.get(at) {
            at += 1;
            for &next in self.links(0, node).iter().take_while(|next| **next != NONE) {
                if !std::mem::replace(&mut reached[next as usize], true) {
                    order.push(next);
                }
            }
        }
        order
    }

    /// The same graph with nodes that are searched together numbered together: breadth-first, within the nodes of each level.
    /// Also what number each node had.
    pub(super) fn renumbered(&self) -> (Self, Vec<u32>) {
        let mut order = self.breadth_first();
        let top = |node: u32| self.counts.iter().take_while(|count| node < **count).count();
        order.sort_by_key(|node| std::cmp::Reverse(top(*node)));
        let mut number = vec![NONE; order.len()];
        for (new, old) in (0..).zip(&order) {
            number[*old as usize] = new;
        }
        let links = (0..self.counts.len())
            .map(|level| {
                let slots = self.slots(level);
                let mut links = vec![NONE; self.links[level].len()];
                let on_level = &order[..self.counts[level] as usize];
                links.par_chunks_exact_mut(slots).zip(on_level).for_each(|(links, old)| {
                    for (link, old) in links.iter_mut().zip(self.links(level, *old)) {
                        *link = if *old == NONE { NONE } else { number[*old as usize] };
                    }
                });
                links
            })
            .collect();
        let rows = order.iter().map(|old| self.rows[*old as usize]).collect();
        (Self { rows, counts: self.counts.clone(), links, slots: self.slots }, order)
    }
}
