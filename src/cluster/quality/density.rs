//! Density validity: whether clusters are dense groups with gaps between them, whatever their shape.
//!
//! After DBCV: Moulavi, Jaskowiak, Campello, Zimek and Sander (2014), *Density-Based Clustering Validation*,
//! SIAM International Conference on Data Mining. As there, the distance between two rows is their *mutual
//! reachability* (no smaller than what it takes to reach a neighbour from either), a cluster's *sparseness*
//! is read off the minimum spanning tree of its rows, its *separation* is its distance to the nearest other
//! cluster, its validity is `(separation - sparseness) / max(separation, sparseness)`, and the whole is the
//! mean of the clusters weighted by their share of all rows, so that noise lowers it. What differs, and why:
//!
//! - *Distance* is the Euclidean one between unit rows, `sqrt(2 - 2 cos)`.
//! - *Core distance* of a row is the distance to its fifth neighbour in its cluster. The paper takes a mean
//!   of distances to the power of minus the dimension, which at 256 dimensions is zero or infinite in a
//!   `f64`.
//! - *Sparseness* is the distance at which the cluster falls into two parts of at least a tenth of its rows,
//!   and *separation* the median way of its rows to the other cluster. The paper takes the longest inner edge
//!   and the shortest way across, which with text vectors are single odd rows: on three of five labelled
//!   collections (news in French and in English, newsgroups, short texts in one and in five languages) that
//!   put shuffled labels above the true ones. As it is here, on all five, in each of three to five draws: the
//!   true labels (0.02 to 0.09) above the same with a fifth of them wrong (0.01 to 0.08), those above
//!   shuffled ones (within 0.01 of 0).
//! - *Large collections*: all this is computed on some 2,000 rows, evenly spread in each cluster; small
//!   clusters give at least 15 rows, or all. Fewer rows stand further apart, so values of a sample are nearer
//!   to 0.
//!
//! Values are in [-1, 1]: near 1 for clusters whose gaps are far wider than what holds them together, about 0
//! or below for labels that have nothing to do with density. Text gives small ones: 0.02 to 0.1 is good.

use std::ops::Range;

use ndarray::{Array2, ArrayView2, Axis, s};
use rayon::prelude::*;

use crate::cluster::vectors::{products, spread};
use crate::union_find::UnionFind;

/// Rows that are compared with each other, about.
const SAMPLE: usize = 2_000;

/// Rows that a small cluster gives to the sample at least, if it has them.
const LEAST: usize = 15;

/// Which neighbour's distance is the core distance.
const CORE: usize = 5;

/// How far from 1 the cosine of rows may be that are taken for equal: what rounding leaves.
const EQUAL: f32 = 1e-6;

/// Density validity of a whole clustering and of each of its clusters, in [-1, 1].
#[derive(Debug, Clone, PartialEq)]
pub struct DensityValidity {
    /// Sum over clusters of validity times share of all rows. Noise, and rows alone in their cluster, count
    /// as 0.
    pub whole: f64,
    /// Validity of each cluster; `None` for one with fewer than two rows.
    pub clusters: Vec<Option<f64>>,
}

/// Density validity after DBCV, adapted to many dimensions and many rows as the module says; `None` under two
/// clusters of two rows.
///
/// `rows` has shape `(n, dim)` with unit rows; `labels` has length `n`, `None` for noise. Time is
/// `O(m^2 dim)` for the `m` rows compared, 2,000 to 4,000 with up to 1,000 clusters. Nothing is drawn at
/// random.
pub fn density_validity(rows: ArrayView2<'_, f32>, labels: &[Option<usize>]) -> Option<DensityValidity> {
    let mut members: Vec<Vec<usize>> = Vec::new();
    for (row, label) in labels.iter().enumerate().take(rows.nrows()) {
        if let Some(label) = *label {
            members.resize_with(members.len().max(label + 1), Vec::new);
            members[label].push(row);
        }
    }
    let dense: Vec<usize> = (0..members.len()).filter(|&cluster| members[cluster].len() >= 2).collect();
    if dense.len() < 2 {
        return None;
    }
    let sample = Sample::of(rows, &dense.iter().map(|&cluster| &members[cluster][..]).collect::<Vec<_>>());
    let inner: Vec<(Vec<f32>, f32)> =
        sample.clusters.par_iter().map(|range| cores_and_sparseness(sample.of_cluster(range))).collect();
    let cores: Vec<f32> = inner.iter().flat_map(|(cores, _)| cores).copied().collect();
    let validities: Vec<f64> = (0..dense.len())
        .into_par_iter()
        .map(|place| validity(inner[place].1, separation(&sample, &cores, place)))
        .collect();

    let mut clusters = vec![None; members.len()];
    let mut whole = 0.0;
    for (&cluster, validity) in dense.iter().zip(validities) {
        clusters[cluster] = Some(validity);
        whole += validity * members[cluster].len() as f64 / labels.len() as f64;
    }
    Some(DensityValidity { whole, clusters })
}

/// The rows that are compared: those of one cluster stand together.
struct Sample {
    rows: Array2<f32>,
    clusters: Vec<Range<usize>>,
}

impl Sample {
    /// Shares by size, with a least share.
    fn of(rows: ArrayView2<'_, f32>, members: &[&[usize]]) -> Self {
        let n: usize = members.iter().map(|rows| rows.len()).sum();
        let least = (SAMPLE / members.len()).clamp(2, LEAST);
        let mut chosen = Vec::new();
        let mut clusters = Vec::with_capacity(members.len());
        for members in members {
            let share = if n <= SAMPLE { members.len() } else { members.len() * SAMPLE / n };
            let start = chosen.len();
            chosen.extend(spread(members.len(), share.max(least)).into_iter().map(|place| members[place]));
            clusters.push(start..chosen.len());
        }
        Self { rows: rows.select(Axis(0), &chosen), clusters }
    }

    fn of_cluster(&self, range: &Range<usize>) -> ArrayView2<'_, f32> {
        self.rows.slice(s![range.clone(), ..])
    }
}

/// Distances of unit rows from their cosines.
fn distances(one: ArrayView2<'_, f32>, other: ArrayView2<'_, f32>) -> Array2<f32> {
    let mut cosines = products(one, other);
    cosines.mapv_inplace(|cosine| if cosine > 1.0 - EQUAL { 0.0 } else { (2.0 - 2.0 * cosine).sqrt() });
    cosines
}

/// Core distance of each row of a cluster, and the cluster's sparseness.
fn cores_and_sparseness(rows: ArrayView2<'_, f32>) -> (Vec<f32>, f32) {
    let mut reach = distances(rows, rows);
    let cores: Vec<f32> = reach
        .outer_iter()
        .enumerate()
        .map(|(own, row)| {
            let mut others: Vec<f32> = row.to_vec();
            others.swap_remove(own);
            let place = CORE.min(others.len()) - 1;
            *others.select_nth_unstable_by(place, f32::total_cmp).1
        })
        .collect();
    for ((one, other), distance) in reach.indexed_iter_mut() {
        *distance = distance.max(cores[one]).max(cores[other]);
    }
    let sparseness = parting_distance(&minimum_spanning_tree(reach.view())).unwrap_or(0.0);
    (cores, sparseness)
}

/// The least, over other clusters, of the median mutual reachability of the cluster's rows to the nearest row
/// there.
fn separation(sample: &Sample, cores: &[f32], place: usize) -> f32 {
    let own = &sample.clusters[place];
    let reach = distances(sample.of_cluster(own), sample.rows.view());
    let mut least = f32::INFINITY;
    let mut ways = Vec::with_capacity(own.len());
    for other in sample.clusters.iter().filter(|&other| other != own) {
        ways.clear();
        ways.extend(reach.outer_iter().zip(&cores[own.clone()]).map(|(row, core)| {
            let there = row.slice(s![other.clone()]);
            let way = there.iter().zip(&cores[other.clone()]).map(|(distance, core)| distance.max(*core));
            way.fold(f32::INFINITY, f32::min).max(*core)
        }));
        let middle = ways.len() / 2;
        least = least.min(*ways.select_nth_unstable_by(middle, f32::total_cmp).1);
    }
    least
}

/// How much wider the gap is than what holds the cluster together, in [-1, 1].
fn validity(sparseness: f32, separation: f32) -> f64 {
    let (sparseness, separation) = (f64::from(sparseness), f64::from(separation));
    let greater = separation.max(sparseness);
    if greater > 0.0 { (separation - sparseness) / greater } else { 0.0 }
}

/// A part that a cluster falls into counts with this share of its rows, one in `PART`.
const PART: usize = 10;

/// Lengths of the edges of the minimum spanning tree of a full graph, with the two rows of each, shortest
/// first.
///
/// `distances` has shape `(m, m)`. Time `O(m^2)`. Prim (1957), *Shortest connection networks and some
/// generalizations*.
fn minimum_spanning_tree(distances: ArrayView2<'_, f32>) -> Vec<(f32, usize, usize)> {
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

/// The greatest distance at which two parts of at least a tenth of the rows (and two rows) are joined; where
/// no such parts ever are, because rows join one by one, the median edge. `None` without edges.
///
/// `edges` are those of a spanning tree, shortest first. Rows that stand apart by themselves do not count,
/// however far they are.
fn parting_distance(edges: &[(f32, usize, usize)]) -> Option<f32> {
    let m = edges.len() + 1;
    let part = m.div_ceil(PART).max(2);
    let mut sets = UnionFind::new(m);
    let mut parts = vec![0; m];
    let mut found = None;
    // Edges of one length are taken together: which of them come first is chance.
    for same in edges.chunk_by(|one, next| one.0.total_cmp(&next.0).is_eq()) {
        for row in same.iter().flat_map(|edge| [edge.1, edge.2]) {
            let row = sets.find(row as u32);
            parts[row as usize] = usize::from(sets.size(row) >= part);
        }
        for &(distance, one, other) in same {
            let (one, other) = (sets.find(one as u32), sets.find(other as u32));
            let Some(joined) = sets.join(one, other) else { continue };
            parts[joined as usize] = parts[one as usize] + parts[other as usize];
            if parts[joined as usize] >= 2 {
                found = Some(distance);
            }
        }
    }
    found.or_else(|| edges.get(edges.len() / 2).map(|edge| edge.0))
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use ndarray::Array2;
    use proptest::prelude::*;

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
        // Two pairs meet at 2. Rows 5 to 7 come in at 3, and would be a part by then if they were joined
        // first.
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

    /// Places on a plane as unit rows, near enough to the middle of a sphere's cap that distances are those
    /// of the plane times 0.01.
    fn on_a_cap(places: &[[f64; 2]]) -> Array2<f32> {
        Array2::from_shape_fn((places.len(), 3), |(row, dim)| {
            let [x, y] = places[row].map(|value| value * 0.01);
            ([x, y, 1.0][dim] / (x * x + y * y + 1.0).sqrt()) as f32
        })
    }

    /// Places in [0, 1) that look random.
    fn noise(i: usize) -> [f64; 2] {
        [(i as f64 * 0.754_877_666_246_692_8).fract(), (i as f64 * 0.569_840_290_998_053_3).fract()]
    }

    /// `k` squares of side 1 whose corners are `gap` apart in both directions, row `i` in square `i % k`.
    fn squares(k: usize, gap: f64, n: usize) -> (Array2<f32>, Vec<Option<usize>>) {
        let place = |i: usize| {
            let [x, y] = noise(i);
            [x + gap * (i % k % 2) as f64, y + gap * (i % k / 2) as f64]
        };
        let places: Vec<[f64; 2]> = (0..n).map(place).collect();
        (on_a_cap(&places), (0..n).map(|i| Some(i % k)).collect())
    }

    fn whole(rows: &Array2<f32>, labels: &[Option<usize>]) -> f64 {
        density_validity(rows.view(), labels).unwrap().whole
    }

    #[test]
    fn two_pairs_have_the_value_that_the_definition_gives() {
        let angles = [0.0_f32, 1.0, 0.1, 1.1];
        let rows = Array2::from_shape_fn((4, 2), |(row, dim)| [angles[row].cos(), angles[row].sin()][dim]);
        let found = density_validity(rows.view(), &[0, 1, 0, 1].map(Some)).unwrap();
        // Chords of 0.1 within a pair; 0.9 and 1.0 (the upper median) from one pair to the other.
        let expected = 1.0 - (0.1_f64 / 2.0).sin() / (1.0_f64 / 2.0).sin();
        assert!((found.whole - expected).abs() < 1e-4, "{} {expected}", found.whole);
        assert!(found.clusters.iter().all(|validity| (validity.unwrap() - expected).abs() < 1e-4));
    }

    #[test]
    fn clear_groups_are_better_than_touching_ones_and_those_than_shuffled_labels() {
        // Python's hdbscan.validity.validity_index (0.8.44) orders these four the same way:
        // 0.902, 0.376, -0.398 and -0.847 for the same places and labels.
        let shuffled: Vec<Option<usize>> = (0..400).map(|i| Some(i / 100)).collect();
        let (far, labels) = squares(4, 4.0, 400);
        let (near, _) = squares(4, 1.3, 400);
        let values =
            [whole(&far, &labels), whole(&near, &labels), whole(&near, &shuffled), whole(&far, &shuffled)];
        assert!(values.is_sorted_by(|better, worse| *better > worse + 0.1), "{values:?}");
        assert!(values[0] > 0.8 && values[2] < 0.0, "{values:?}");
    }

    #[test]
    fn a_ring_around_a_group_is_two_dense_clusters_and_halves_of_both_are_not() {
        let place = |i: usize| {
            let [x, y] = noise(i);
            if i < 100 { [x - 0.5, y - 0.5] } else { [3.0 * (x * TAU).cos(), 3.0 * (x * TAU).sin()] }
        };
        let places: Vec<[f64; 2]> = (0..300).map(place).collect();
        let rows = on_a_cap(&places);
        let rings: Vec<Option<usize>> = (0..300).map(|i| Some(usize::from(i >= 100))).collect();
        let halves: Vec<Option<usize>> = places.iter().map(|[x, _]| Some(usize::from(*x > 0.0))).collect();
        let (rings, halves) = (whole(&rows, &rings), whole(&rows, &halves));
        assert!(rings > 0.8 && halves < 0.2, "{rings} {halves}");
    }

    #[test]
    fn a_cluster_of_two_groups_is_less_valid_than_each_of_them() {
        let (rows, labels) = squares(4, 4.0, 400);
        let merged: Vec<_> = labels.iter().map(|label| label.map(|label| label / 2)).collect();
        assert!(whole(&rows, &merged) < whole(&rows, &labels) - 0.3);
    }

    #[test]
    fn noise_lowers_the_whole_in_proportion_and_clusters_not_at_all() {
        let (rows, mut labels) = squares(5, 4.0, 500);
        labels.iter_mut().filter(|label| **label == Some(4)).for_each(|label| *label = None);
        let kept: Vec<usize> = (0..500).filter(|i| i % 5 != 4).collect();
        let without = density_validity(
            rows.select(Axis(0), &kept).view(),
            &kept.iter().map(|&i| labels[i]).collect::<Vec<_>>(),
        )
        .unwrap();
        let with = density_validity(rows.view(), &labels).unwrap();
        assert!((with.whole - without.whole * 0.8).abs() < 1e-9);
        assert_eq!(with.clusters, without.clusters);
    }

    #[test]
    fn it_is_not_defined_under_two_clusters_of_two_rows() {
        let (rows, _) = squares(2, 4.0, 6);
        let value = |labels: [Option<usize>; 6]| density_validity(rows.view(), &labels);
        assert_eq!(value([Some(0); 6]), None);
        assert_eq!(value([None; 6]), None);
        assert_eq!(value([Some(0), Some(0), Some(0), Some(0), Some(0), Some(1)]), None);
        assert_eq!(value([Some(3), None, Some(3), Some(3), Some(3), None]), None);
        assert_eq!(density_validity(Array2::zeros((0, 3)).view(), &[]), None);
        let alone = value([Some(0), Some(2), Some(0), Some(2), Some(0), Some(1)]).unwrap();
        assert_eq!(alone.clusters[1], None);
    }

    #[test]
    fn rows_that_are_all_the_same_are_worth_nothing() {
        let rows = Array2::from_shape_fn((20, 2), |(_, dim)| [0.6, 0.8][dim]);
        let labels: Vec<_> = (0..20).map(|row| Some(row % 2)).collect();
        assert_eq!(whole(&rows, &labels).to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    fn a_sample_of_a_large_collection_tells_good_from_bad_and_keeps_small_clusters() {
        let n = 12_000;
        let (rows, mut labels) = squares(4, 3.0, n);
        // Nine in ten rows of one square become noise, and of another all but 20.
        labels.iter_mut().enumerate().filter(|(i, _)| i % 4 == 3 && i % 40 != 3).for_each(|(_, l)| *l = None);
        labels.iter_mut().enumerate().filter(|(i, _)| i % 4 == 2 && *i > 80).for_each(|(_, l)| *l = None);
        let found = density_validity(rows.view(), &labels).unwrap();
        assert!(found.clusters.iter().all(|validity| validity.unwrap() > 0.6), "{found:?}");
        let shuffled: Vec<_> = (0..n).map(|i| labels[(i + i / 4) % n]).collect();
        assert!(whole(&rows, &shuffled) < 0.0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn values_are_in_range_and_the_numbers_of_clusters_do_not_matter(
            drawn in prop::collection::vec((0_i8..6, 0_i8..6, 0_usize..4), 0..60),
        ) {
            let places: Vec<[f64; 2]> = drawn.iter().map(|&(x, y, _)| [f64::from(x), f64::from(y)]).collect();
            let rows = on_a_cap(&places);
            let labels: Vec<_> = drawn.iter().map(|&(_, _, label)| (label < 3).then_some(label)).collect();
            let turned: Vec<_> = labels.iter().map(|label| label.map(|label| 2 - label)).collect();
            let one = density_validity(rows.view(), &labels);
            let other = density_validity(rows.view(), &turned);
            prop_assert_eq!(one.is_some(), other.is_some());
            if let (Some(one), Some(other)) = (one, other) {
                prop_assert!((-1.0..=1.0).contains(&one.whole));
                prop_assert!((one.whole - other.whole).abs() < 1e-4);
            }
        }
    }
}
