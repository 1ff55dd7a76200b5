//! A spanning tree of the edges that the neighbour lists hold.

use ndarray::ArrayView2;
use rayon::prelude::*;

use super::condense::Condensed;
use super::join::bridges;
use super::linkage::linkage;
use super::reach::{Edge, core_distances, reach};
use super::union::Sets;
use crate::cluster::Neighbors;

/// Spanning tree of the mutual reachability, shortest edge first, exact but for edges that are in no list.
/// `rows` has shape `(n, dim)`, unit; the lists are theirs.
///
/// 1. The spanning forest of the listed pairs.
/// 2. Where it leaves parts, short edges between them.
/// 3. A list that is full of a dense group's own rows says nothing of the next group, so the way there leads through
///    sparse rows and is too long. Short edges between the densest clusters of the tree so far put that right. On
///    synthetic sets this raised the agreement with the exact tree from 0.57 - 0.99 to 0.94 - 1.00; a second
///    round added nothing.
pub(super) fn spanning_tree(
    rows: ArrayView2<'_, f32>,
    neighbors: &Neighbors,
    min_samples: usize,
    min_size: usize,
) -> Vec<Edge> {
    let n = neighbors.len();
    let core = core_distances(neighbors, min_samples);
    let mut sets = Sets::new(n);
    let mut tree = forest(listed_edges(neighbors, &core), &mut sets);
    let (part, parts) = sets.numbers();
    if parts > 1 {
        tree.extend(forest(bridges(rows, neighbors, &core, &part, parts), &mut sets));
        tree.par_sort_unstable_by(Edge::order);
    }
    let (part, parts) = Condensed::new(n, &linkage(n, &tree), min_size).leaves();
    tree.extend(bridges(rows, neighbors, &core, &part, parts));
    forest(tree, &mut Sets::new(n))
}

/// Each pair of rows of which one lists the other, once.
fn listed_edges(neighbors: &Neighbors, core: &[f32]) -> Vec<Edge> {
    let lists = |row: usize, wanted: usize| neighbors.of(row).any(|(other, _)| other == wanted);
    (0..neighbors.len())
        .into_par_iter()
        .flat_map_iter(|row| {
            neighbors
                .of(row)
                .filter(move |&(other, _)| row < other || !lists(other, row))
                .map(move |(other, cosine)| Edge::new(reach(core[row], core[other], cosine), row, other))
        })
        .collect()
}

/// The edges that join two sets, shortest first (Kruskal's algorithm).
fn forest(mut edges: Vec<Edge>, sets: &mut Sets) -> Vec<Edge> {
    edges.par_sort_unstable_by(Edge::order);
    edges.retain(|edge| sets.join(edge.a, edge.b).is_some());
    edges.shrink_to_fit();
    edges
}
