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

    /// The nodes in the order in which they are to be numbered, so that those that are searched together lie together: breadth-first,
    /// within the nodes of each level.
    pub(super) fn order(&self) -> Vec<u32> {
        let mut order = self.breadth_first();
        // Every node is reached by now. Were one not, it would still be a row that exact search finds.
        if order.len() < self.rows.len() {
            let mut reached = vec![false; self.rows.len()];
            for node in &order {
                reached[*node as usize] = true;
            }
            order.extend((0..self.rows.len() as u32).filter(|node| !reached[*node as usize]));
        }
        let top = |node: u32| self.counts.iter().take_while(|count| node < **count).count();
        order.sort_by_key(|node| std::cmp::Reverse(top(*node)));
        order
    }

    /// The same graph with node `order[i]` as node `i`.
    pub(super) fn renumbered(&self, order: &[u32]) -> Self {
        let mut number = vec![NONE; order.len()];
        for (new, old) in (0..).zip(order) {
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
        Self { rows, counts: self.counts.clone(), links, slots: self.slots }
    }

    /// Adds nodes without links to level 0.
    pub(super) fn push(&mut self, rows: &[u32]) {
        self.rows.extend(rows);
        self.counts[0] = self.rows.len() as u32;
        self.links[0].resize(self.rows.len() * self.slots[0], NONE);
    }

    /// Makes room for one more link of every node on level 0.
    pub(super) fn widen(&mut self) {
        let slots = self.slots[0];
        let mut links = vec![NONE; self.rows.len() * (slots + 1)];
        for (wide, narrow) in links.chunks_exact_mut(slots + 1).zip(self.links[0].chunks_exact(slots)) {
            wide[..slots].copy_from_slice(narrow);
        }
        self.links[0] = links;
        self.slots[0] += 1;
    }

    /// Whether `node` has room for a link on level 0.
    pub(super) fn has_room(&self, node: u32) -> bool {
        self.links(0, node).last() == Some(&NONE)
    }

    /// Links `from` to `to` on level 0; false when there is no room.
    pub(super) fn link(&mut self, from: u32, to: u32) -> bool {
        let free = self.links_mut(from).iter_mut().find(|link| **link == NONE);
        free.map(|free| *free = to).is_some()
    }

    /// Links `from` to `to` on level 0; what the last link led to, where that one had to give way.
    pub(super) fn replace_last(&mut self, from: u32, to: u32) -> Option<u32> {
        if self.link(from, to) {
            return None;
        }
        self.links_mut(from).last_mut().map(|last| std::mem::replace(last, to))
    }

    fn links_mut(&mut self, node: u32) -> &mut [u32] {
        let slots = self.slots[0];
        &mut self.links[0][node as usize * slots..][..slots]
    }
}
