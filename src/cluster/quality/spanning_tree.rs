//! The tree that joins the rows of one cluster, and where it falls apart.

use ndarray::ArrayView2;

/// A part that a cluster falls into counts with this share of its rows, one in `PART`.
const PART: usize = 10;

/// Lengths of the edges of the minimum spanning tree of a full graph, with the two rows of each, shortest first.
///
/// `distances` has shape `(m, m)`. Time `O(m^2)`. Prim (1957), *Shortest connection networks and some generalizations*.
pub(super) fn minimum_spanning_tree(distances: ArrayView2<'_, f32>) -> Vec<(f32, usize, usize)> {
    let m = distances.nrows();
    let mut edges = Vec::with_capacity(m.saturating_sub(1));
    // The shortest way from the tree to each row that is not in it yet, and from where.
    let mut nearest = vec![(f32::INFINITY, 0); m];
    let mut outside: Vec<usize> = (1..m).collect();
    let mut last = 0;
    while !outside.is_empty() {
        let mut best = 0;
        for (place, &row) in outside.iter().enumerate() {
            let distance = distances[[last, row]];
            if distance < nearest[row].0 {
                nearest[row] = (distance, last);
            }
            if nearest[row].0 < nearest[outside[best]].0 {
                best = place;
            }
        }
        last = outside.remove(best);
        edges.push((nearest[last].0, nearest[last].1, last));
    }
    edges.sort_by(|one, other| one.0.total_cmp(&other.0));
    edges
}

/// The greatest distance at which two parts of at least a tenth of the rows (and two rows) are joined; where no such
/// parts ever are, because rows join one by one, the median edge. `None` without edges.
///
/// `edges` are those of a spanning tree, shortest first. Rows that stand apart by themselves do not count, however
/// far they are.
pub(super) fn parting_distance(edges: &[(f32, usize, usize)]) -> Option<f32> {
    let m = edges.len() + 1;
    let part = m.div_ceil(PART).max(2);
    let mut parent: Vec<usize> = (0..m).collect();
    let mut size = vec![1; m];
    let mut parts = vec![0; m];
    let mut found = None;
    // Edges of one length are taken together: which of them come first is chance.
    for same in edges.chunk_by(|one, next| one.0.total_cmp(&next.0).is_eq()) {
        for row in same.iter().flat_map(|edge| [edge.1, edge.2]) {
            let row = root(&mut parent, row);
            parts[row] = usize::from(size[row] >= part);
        }
        for &(distance, one, other) in same {
            let (one, other) = (root(&mut parent, one), root(&mut parent, other));
            let (small, large) = if size[one] < size[other] { (one, other) } else { (other, one) };
            parent[small] = large;
            size[large] += size[small];
            parts[large] += parts[small];
            if parts[large] >= 2 {
                found = Some(distance);
            }
        }
    }
    found.or_else(|| edges.get(edges.len() / 2).map(|edge| edge.0))
}

/// The row that stands for the part a row is in.
fn root(parent: &mut [usize], mut row: usize) -> usize {
    while parent[row] != row {
        parent[row] = parent[parent[row]];
        row = parent[row];
    }
    row
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::*;

    /// Distances between places on a line.
    fn line(places: &[f32]) -> Array2<f32> {
        Array2::from_shape_fn((places.len(), places.len()), |(a, b)| (places[a] - places[b]).abs())
    }

    #[test]
    fn the_tree_of_places_on_a_line_is_its_gaps() {
        let edges = minimum_spanning_tree(line(&[5.0, 0.0, 1.0, 9.5]).view());
        assert_eq!(edges, [(1.0, 2, 1), (4.0, 0, 2), (4.5, 0, 3)]);
    }

    #[test]
    fn two_groups_part_at_the_gap_between_them_and_not_at_a_row_far_off() {
        let edges = minimum_spanning_tree(line(&[0.0, 1.0, 2.0, 6.0, 7.0, 8.0, 100.0]).view());
        assert_eq!(parting_distance(&edges), Some(4.0));
    }

    #[test]
    fn edges_of_one_length_join_their_parts_at_once() {
        // Two pairs meet at 2. Rows 5 to 7 come in at 3, and would be a part by then if they were joined first.
        let edges =
            [(1.0, 0, 1), (1.0, 2, 3), (2.0, 1, 4), (2.0, 4, 2), (3.0, 5, 6), (3.0, 6, 3), (3.0, 5, 7)];
        assert_eq!(parting_distance(&edges), Some(2.0));
        let turned = [edges[1], edges[0], edges[3], edges[2], edges[6], edges[4], edges[5]];
        assert_eq!(parting_distance(&turned), Some(2.0));
    }

    #[test]
    fn rows_that_join_one_by_one_part_at_the_median_edge() {
        // Gaps of 1, 2, 4 and 8: each row joins the group before it.
        let edges = minimum_spanning_tree(line(&[0.0, 1.0, 3.0, 7.0, 15.0]).view());
        assert_eq!(parting_distance(&edges), Some(4.0));
        assert_eq!(parting_distance(&minimum_spanning_tree(line(&[0.0, 3.0]).view())), Some(3.0));
        assert_eq!(parting_distance(&[]), None);
    }
}
