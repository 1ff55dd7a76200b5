//! The exact spanning tree: all pairs are compared, none is kept.

use ndarray::parallel::prelude::*;
use ndarray::{ArrayView2, Axis};
use rayon::slice::ParallelSliceMut;

use super::reach::{Edge, distance, reach};

/// Rows compared by one task.
const BLOCK: usize = 512;

/// A row on the way into the tree: the shortest edge that leads to it.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    weight: f32,
    from: u32,
    inside: bool,
}

/// Minimum spanning tree of the mutual reachability, shortest edge first. `rows` has shape `(n, dim)`, unit.
///
/// Prim's algorithm from row 0. Mutual reachability has many equal values, as a core distance is the weight of several
/// edges; among them the order in which rows came into the tree decides, as in the Python package.
pub(super) fn spanning_tree(rows: ArrayView2<'_, f32>, min_samples: usize) -> Vec<Edge> {
    let n = rows.nrows();
    let core = core_distances(rows, min_samples);
    let mut waiting = vec![Waiting { weight: f32::INFINITY, from: 0, inside: false }; n];
    let mut edges = Vec::with_capacity(n.saturating_sub(1));
    let mut current = 0;
    for _ in 1..n {
        waiting[current].inside = true;
        let row = rows.row(current);
        let own = core[current];
        let nearest = waiting
            .par_chunks_mut(BLOCK)
            .zip(rows.axis_chunks_iter(Axis(0), BLOCK))
            .enumerate()
            .map(|(block, (waiting, rows))| {
                let cosines = rows.dot(&row);
                let mut nearest = (f32::INFINITY, usize::MAX);
                for (place, (state, &cosine)) in waiting.iter_mut().zip(&cosines).enumerate() {
                    let other = block * BLOCK + place;
                    if state.inside {
                        continue;
                    }
                    let weight = reach(own, core[other], cosine);
                    if weight < state.weight {
                        (state.weight, state.from) = (weight, current as u32);
                    }
                    if state.weight < nearest.0 {
                        nearest = (state.weight, other);
                    }
                }
                nearest
            })
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let Some((weight, next)) = nearest.filter(|(_, next)| *next < n) else { break };
        edges.push(Edge::new(weight, waiting[next].from as usize, next));
        current = next;
    }
    // Stable, so that equal edges stay in the order in which they were found.
    edges.sort_by(|a, b| a.weight.total_cmp(&b.weight));
    edges
}

/// Distance of each row to its `min_samples`-th nearest other row, from the very cosines that the edges have.
fn core_distances(rows: ArrayView2<'_, f32>, min_samples: usize) -> Vec<f32> {
    (0..rows.nrows())
        .into_par_iter()
        .map(|row| {
            let mut cosines = rows.dot(&rows.row(row)).to_vec();
            cosines.swap_remove(row);
            let place = min_samples.min(cosines.len()).saturating_sub(1);
            if cosines.is_empty() {
                return distance(1.0);
            }
            distance(*cosines.select_nth_unstable_by(place, |a, b| b.total_cmp(a)).1)
        })
        .collect()
}
