//! The reachability plot: rows in the order in which density leads from one to the next.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::cluster::Neighbors;

/// A row's place in the plot. Distances are `sqrt(2 - 2 cos)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Reached {
    /// The row.
    pub(super) row: usize,
    /// Distance within which the row has its `min_points`, itself counted; `None` where its neighbours are too few.
    pub(super) core: Option<f32>,
    /// Least distance at which it was reached from the rows before it; `None` where none of them leads to it.
    pub(super) reachability: Option<f32>,
}

/// Orders the rows (Ankerst et al. 1999, figure 5): always the row that is nearest to those before it, ties by number.
///
/// Neighbours count both ways. With all neighbours in the lists the plot is that of OPTICS without a limit of
/// distance; with fewer, a row is not reached from farther than its neighbours lie.
pub(super) fn order(neighbors: &Neighbors, min_points: usize) -> Vec<Reached> {
    let n = neighbors.len();
    let links = links(neighbors);
    let core: Vec<Option<f32>> = (0..n)
        .map(|row| neighbors.of(row).nth(min_points.saturating_sub(2)).map(|(_, cosine)| distance(cosine)))
        .collect();
    let mut reachability = vec![f32::INFINITY; n];
    let mut done = vec![false; n];
    let mut out = Vec::with_capacity(n);
    // Bits of numbers that are not negative have the order of the numbers. A row that was reached again at a shorter
    // distance is in the heap twice, and the longer one is passed over.
    let mut heap: BinaryHeap<Reverse<(u32, usize)>> = BinaryHeap::new();
    for first in 0..n {
        heap.push(Reverse((f32::INFINITY.to_bits(), first)));
        while let Some(Reverse((_, row))) = heap.pop() {
            if std::mem::replace(&mut done[row], true) {
                continue;
            }
            let reached = Some(reachability[row]).filter(|distance| distance.is_finite());
            out.push(Reached { row, core: core[row], reachability: reached });
            let Some(core) = core[row] else { continue };
            for &(other, apart) in &links[row] {
                let through = apart.max(core);
                if !done[other] && through < reachability[other] {
                    reachability[other] = through;
                    heap.push(Reverse((through.to_bits(), other)));
                }
            }
        }
    }
    out
}

/// For each row the rows that it has as neighbours or that have it, with their distances.
fn links(neighbors: &Neighbors) -> Vec<Vec<(usize, f32)>> {
    let list = |row| neighbors.of(row).map(|(other, cosine)| (other, distance(cosine)));
    let mut links: Vec<Vec<(usize, f32)>> = (0..neighbors.len()).map(|row| list(row).collect()).collect();
    if !neighbors.is_complete() {
        for row in 0..neighbors.len() {
            list(row).for_each(|(other, distance)| links[other].push((row, distance)));
        }
    }
    links
}

/// Euclidean distance of unit rows with this cosine.
fn distance(cosine: f32) -> f32 {
    (2.0 - 2.0 * cosine).max(0.0).sqrt()
}

/// Clusters and noise as DBSCAN has them at a radius (Ankerst et al. 1999, figure 19): the plot is cut at that height.
pub(super) fn cut(plot: &[Reached], radius: f32) -> Vec<Option<usize>> {
    let within = |distance: Option<f32>| distance.is_some_and(|distance| distance <= radius);
    let mut labels = vec![None; plot.len()];
    let mut clusters = 0_usize;
    for place in plot {
        if !within(place.reachability) {
            if !within(place.core) {
                continue;
            }
            clusters += 1;
        }
        labels[place.row] = clusters.checked_sub(1);
    }
    labels
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::*;

    /// Three groups on a circle and two rows that stand alone, as unit rows.
    fn circle() -> Array2<f32> {
        let degrees =
            [0.0, 4.0, 9.0, 15.0, 23.0, 70.0, 72.0, 75.0, 81.0, 90.0, 160.0, 163.0, 169.0, 240.0, 300.0_f32];
        Array2::from_shape_fn((degrees.len(), 2), |(row, dim)| {
            let angle = degrees[row].to_radians();
            if dim == 0 { angle.cos() } else { angle.sin() }
        })
    }

    #[test]
    fn the_plot_and_its_cut_are_those_of_scikit_learn() {
        let plot = order(&Neighbors::exact(circle().view(), 15), 3);
        let rows: Vec<usize> = plot.iter().map(|place| place.row).collect();
        assert_eq!(rows, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 14, 13, 10, 11, 12]);
        let reachability = [
            0.1569, 0.0872, 0.1047, 0.1395, 0.7975, 0.0872, 0.0524, 0.1047, 0.1569, 1.0, 1.0, 1.1472, 0.1569,
            0.1047,
        ];
        assert_eq!(plot[0].reachability, None);
        for (place, expected) in plot[1..].iter().zip(reachability) {
            assert!((place.reachability.unwrap() - expected).abs() < 1e-3, "{place:?} for {expected}");
        }
        assert!((plot[0].core.unwrap() - 0.1569).abs() < 1e-3);
        let labels = cut(&plot, 0.17);
        assert_eq!(labels[..5], [Some(0); 5]);
        assert_eq!(labels[5..10], [Some(1); 5]);
        assert_eq!(labels[10..], [Some(2), Some(2), Some(2), None, None]);
    }

    #[test]
    fn each_row_stands_once_in_the_plot_also_where_no_link_leads() {
        // With two neighbours a row the middle group has no link to the others, and no row has four points.
        let neighbors = Neighbors::exact(circle().view(), 2);
        for (min_points, starts) in [(3, 2), (4, 15)] {
            let plot = order(&neighbors, min_points);
            let mut rows: Vec<usize> = plot.iter().map(|place| place.row).collect();
            rows.sort_unstable();
            assert_eq!(rows, (0..15).collect::<Vec<_>>());
            let unreached = plot.iter().filter(|place| place.reachability.is_none()).count();
            assert_eq!(unreached, starts);
        }
    }
}
