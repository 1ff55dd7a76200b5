//! The tree of merges that a spanning tree stands for.

use super::reach::Edge;
use super::union::Sets;

/// One merge of two nodes. Nodes below `n` are rows; the merge at place `i` makes the node `n + i`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Merge {
    pub(super) children: [u32; 2],
    /// Mutual reachability at which they merge.
    pub(super) weight: f32,
    /// Rows of the new node.
    pub(super) size: u32,
}

/// The merges of `n` rows, nearest first. `edges` span them, shortest first.
pub(super) fn linkage(n: usize, edges: &[Edge]) -> Vec<Merge> {
    let mut sets = Sets::new(n);
    // Node and number of rows of the set that a row stands for.
    let mut top: Vec<(u32, u32)> = (0..n as u32).map(|row| (row, 1)).collect();
    let mut merges = Vec::with_capacity(edges.len());
    for edge in edges {
        let tops = [edge.a, edge.b].map(|row| top[sets.find(row) as usize]);
        let Some(stands) = sets.join(edge.a, edge.b) else { continue };
        let size = tops[0].1 + tops[1].1;
        top[stands as usize] = ((n + merges.len()) as u32, size);
        merges.push(Merge { children: tops.map(|(node, _)| node), weight: edge.weight, size });
    }
    merges
}
