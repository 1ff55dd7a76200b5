//! The Python package's results, edge cases, and what every result keeps to.

use ndarray::{Array2, ArrayView2, array};
use proptest::prelude::*;

use super::linkage::{Edge, LEAST, linkage};
use super::*;
use crate::cluster::ParamGuard;
use crate::cluster::quality::adjusted_rand_index;
use crate::cluster::tests::unit;
use crate::cluster::{ClusterError, Clusterer, Clustering, Neighbors, Points};

/// A set of rows and what the Python package makes of it; see `tests/fixtures/hdbscan/make.py`.
#[derive(serde::Deserialize)]
struct Golden {
    min_size: usize,
    min_samples: usize,
    rows: Vec<Vec<f32>>,
    eom: Vec<i64>,
    leaf: Vec<i64>,
    strengths: Vec<f32>,
    persistence: Vec<f64>,
}

impl Golden {
    fn all() -> [(&'static str, Self); 3] {
        [
            ("blobs", include_str!("../../../tests/fixtures/hdbscan/blobs.json")),
            ("densities", include_str!("../../../tests/fixtures/hdbscan/densities.json")),
            ("nested", include_str!("../../../tests/fixtures/hdbscan/nested.json")),
        ]
        .map(|(name, text)| (name, serde_json::from_str(text).unwrap()))
    }

    fn rows(&self) -> Array2<f32> {
        Array2::from_shape_fn((self.rows.len(), self.rows[0].len()), |(row, dim)| self.rows[row][dim])
    }

    fn params(&self) -> HdbscanParams {
        HdbscanParams::new().min_size(Some(self.min_size)).min_samples(Some(self.min_samples))
    }

    /// The package's labels with noise as a label of its own.
    fn labels(&self, selection: Selection) -> Vec<usize> {
        let labels = if selection == Selection::Leaf { &self.leaf } else { &self.eom };
        labels.iter().map(|&label| (label + 1) as usize).collect()
    }
}

/// Labels with all noise as one label.
fn with_noise(clustering: &Clustering) -> Vec<usize> {
    clustering.labels.iter().map(|label| label.map_or(0, |id| id.0 as usize + 1)).collect()
}

fn fit(rows: ArrayView2<'_, f32>, params: HdbscanParams) -> Hierarchy {
    params.check().unwrap().fit_tree(&Points::new(rows).unwrap()).unwrap()
}

/// As `fit`, from neighbour lists of that length, however few rows there are.
fn fit_sparse(rows: ArrayView2<'_, f32>, params: HdbscanParams, k: usize) -> Clustering {
    let params = params.check().unwrap();
    let n = rows.nrows();
    let neighbors = Neighbors::exact(rows, k);
    let edges = sparse_spanning_tree(rows, &neighbors, params.min_samples_among(n), params.min_size_among(n));
    assert_eq!(edges.len(), n - 1);
    assert!(edges.is_sorted_by(|a, b| a.order(b).is_lt()));
    let tree = Condensed::new(n, &linkage(n, &edges), params.min_size_among(n));
    tree.clustering(&tree.select(params.selection)).0
}

/// What every result keeps to.
fn assert_valid(found: &Hierarchy, n: usize) {
    let Hierarchy { clustering, branches, persistence, tree } = found;
    assert_eq!((clustering.labels.len(), clustering.strengths.len()), (n, n));
    for (label, strength) in clustering.labels.iter().zip(&clustering.strengths) {
        let fits = if label.is_some() { *strength > 0.0 && *strength <= 1.0 } else { *strength == 0.0 };
        assert!(fits, "{label:?} {strength}");
    }
    let mut sizes = vec![0; clustering.n_clusters];
    clustering.labels.iter().flatten().for_each(|id| sizes[id.0 as usize] += 1);
    assert!(sizes.is_sorted_by(|a, b| a >= b), "not by size: {sizes:?}");
    let in_tree: Vec<u32> = branches.iter().map(|&place| tree.branches[place as usize].size).collect();
    assert_eq!(sizes, in_tree);
    assert_eq!(persistence.len(), clustering.n_clusters);
    assert!(persistence.iter().all(|value| (0.0..=1.0 + 1e-6).contains(value)), "{persistence:?}");
    for (place, branch) in tree.branches.iter().enumerate() {
        assert!(branch.parent.is_none_or(|parent| (parent as usize) < place));
        assert_eq!(branch.parent.is_none(), place == 0);
        assert!(branch.stability >= 0.0 && branch.stability.is_finite());
        assert!(branch.death >= branch.birth && branch.death <= 1.0 / LEAST + 1.0);
    }
}

#[test]
fn all_pairs_give_the_clusters_of_the_python_package() {
    for (name, golden) in Golden::all() {
        for selection in [Selection::ExcessOfMass, Selection::Leaf] {
            let found = fit(golden.rows().view(), golden.params().selection(selection));
            assert_valid(&found, golden.rows.len());
            let agreement = adjusted_rand_index(&with_noise(&found.clustering), &golden.labels(selection));
            assert!(agreement > 1.0 - 1e-9, "{name} {selection:?}: {agreement}");
        }
    }
}

#[test]
fn strengths_and_persistence_are_those_of_the_python_package() {
    for (name, golden) in Golden::all() {
        let found = fit(golden.rows().view(), golden.params());
        for (row, (mine, theirs)) in found.clustering.strengths.iter().zip(&golden.strengths).enumerate() {
            assert!((mine - theirs).abs() < 1e-3, "{name}, row {row}: {mine}, not {theirs}");
        }
        for (label, id) in golden.eom.iter().zip(&found.clustering.labels) {
            let Some(id) = id else { continue };
            let (mine, theirs) = (found.persistence[id.0 as usize], golden.persistence[*label as usize]);
            assert!((mine - theirs).abs() < 1e-3, "{name}, {id:?}: {mine}, not {theirs}");
        }
    }
}

#[test]
fn neighbour_lists_give_nearly_the_same() {
    for (name, golden) in Golden::all() {
        for selection in [Selection::ExcessOfMass, Selection::Leaf] {
            let rows = golden.rows();
            let params = golden.params().selection(selection);
            for k in [golden.min_samples + 2, listed(golden.min_samples)] {
                let clustering = fit_sparse(rows.view(), params, k);
                let agreement = adjusted_rand_index(&with_noise(&clustering), &golden.labels(selection));
                assert!(agreement > 0.95, "{name} {selection:?}, {k} neighbours: {agreement}");
            }
        }
    }
}

#[test]
fn the_order_of_rows_does_not_matter() {
    for (name, golden) in Golden::all() {
        let rows = golden.rows();
        let turned = rows.slice(ndarray::s![..;-1, ..]);
        let mut labels = with_noise(&fit(turned, golden.params()).clustering);
        labels.reverse();
        let agreement = adjusted_rand_index(&labels, &golden.labels(Selection::ExcessOfMass));
        assert!(agreement > 1.0 - 1e-9, "{name}: {agreement}");
    }
}

/// A number in [-1, 1) for each pair, without pattern.
fn noise(row: usize, dim: usize) -> f32 {
    let mut bits = (row as u64 * 1_000 + dim as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (bits >> 40) as f32 / (1_u64 << 23) as f32 - 1.0
}

/// `k` groups of `size` rows in 8 dimensions, row after row from another; the last fifth of the rows is
/// between them. Their groups are numbered from 1, 0 for none.
fn groups(k: usize, size: usize) -> (Array2<f32>, Vec<usize>) {
    let n = k * size;
    let gold: Vec<usize> = (0..n).map(|row| if row < n * 4 / 5 { row % k + 1 } else { 0 }).collect();
    let rows = Array2::from_shape_fn((n, 8), |(row, dim)| {
        let center = if gold[row] > 0 { 4.0 * noise(1_000_000 + row % k, dim) } else { 0.0 };
        center + noise(row, dim)
    });
    (unit(rows), gold)
}

#[test]
fn above_two_thousand_rows_lists_are_used_and_agree_with_all_pairs() {
    let (rows, gold) = groups(30, 80);
    let sparse = fit(rows.view(), HdbscanParams::new());
    let complete = fit(rows.view(), HdbscanParams::new().complete(true));
    assert_valid(&sparse, 2_400);
    assert_ne!(sparse.tree, complete.tree);
    let agreement = adjusted_rand_index(&with_noise(&sparse.clustering), &with_noise(&complete.clustering));
    assert!(agreement > 0.95, "{agreement}");
    let agreement = adjusted_rand_index(&with_noise(&sparse.clustering), &gold);
    assert!(agreement > 0.8, "with what was planted: {agreement}");
}

#[test]
fn more_parts_than_are_tried_in_pairs_are_joined() {
    // 100 groups of 20 rows: no list leads from one to another.
    let rows = unit(Array2::from_shape_fn((2_000, 100), |(row, dim)| {
        let wobble = ((row * 17 + dim * 29) % 101) as f32 / 101.0;
        if dim == row % 100 { 10.0 } else { wobble }
    }));
    let params = HdbscanParams::new().min_size(Some(10)).min_samples(Some(3));
    let sparse = fit_sparse(rows.view(), params, 8);
    assert_eq!((sparse.n_clusters, sparse.n_noise()), (100, 0));
    assert_eq!(sparse.labels, fit(rows.view(), params).clustering.labels);
}

#[test]
fn any_number_of_threads_gives_the_same() {
    let (rows, _) = groups(20, 40);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let params = HdbscanParams::new().min_size(Some(8));
            (fit(rows.view(), params), fit_sparse(rows.view(), params, 12))
        })
    };
    assert_eq!(with(1), with(3));
}

#[test]
fn too_few_rows_and_equal_rows_are_one_cluster() {
    let equal = Array2::from_shape_fn((30, 2), |(_, dim)| [0.6, 0.8][dim]);
    // A hair shorter than 1, so that a row's distance to its equal is not 0.
    let short = equal.mapv(|value| value * 0.999);
    let few = groups(3, 3).0;
    for rows in [array![[1.0, 0.0]], array![[1.0, 0.0], [0.0, 1.0]], equal, short, few] {
        for (selection, complete) in [(Selection::ExcessOfMass, false), (Selection::Leaf, true)] {
            let found = fit(rows.view(), HdbscanParams::new().selection(selection).complete(complete));
            assert_valid(&found, rows.nrows());
            assert_eq!((found.clustering.n_clusters, found.clustering.n_noise()), (1, 0));
            assert_eq!(found.branches, [0]);
        }
    }
}

#[test]
fn no_rows_give_no_clusters() {
    let found = fit(Array2::zeros((0, 4)).view(), HdbscanParams::new());
    assert_eq!(found.clustering, Clustering { labels: vec![], strengths: vec![], n_clusters: 0 });
    assert!(found.tree.branches.is_empty() && found.persistence.is_empty());
}

#[test]
fn equal_rows_stay_together_and_nothing_is_infinite() {
    // Forty copies each of three rows, and thirty rows between them.
    let (between, _) = groups(1, 30);
    let rows = Array2::from_shape_fn((150, 8), |(row, dim)| match row {
        0..30 => between[[row, dim]],
        _ => f32::from(u8::from(row % 3 == dim)),
    });
    for selection in [Selection::ExcessOfMass, Selection::Leaf] {
        let params = HdbscanParams::new().min_size(Some(10)).selection(selection);
        for clustering in [fit(rows.view(), params).clustering, fit_sparse(rows.view(), params, 15)] {
            assert!(clustering.strengths.iter().all(|strength| strength.is_finite()));
            for row in 30..150 {
                assert!(clustering.labels[row].is_some(), "{selection:?}, row {row}");
                assert_eq!(
                    clustering.labels[row],
                    clustering.labels[30 + row % 3],
                    "{selection:?}, row {row}"
                );
            }
            assert!(
                clustering.labels[30] != clustering.labels[31]
                    && clustering.labels[31] != clustering.labels[32]
            );
        }
    }
}

#[test]
fn a_tree_as_deep_as_it_has_rows_is_no_problem() {
    // Pairs of rows, each merged with all before it: as many levels as pairs.
    let pairs = 100_000;
    let weight = |pair: usize| 0.1 + pair as f32 * 1e-5;
    let mut edges: Vec<Edge> = (0..pairs).map(|pair| Edge::new(0.05, 2 * pair, 2 * pair + 1)).collect();
    edges.extend((1..pairs).map(|pair| Edge::new(weight(pair), 2 * pair - 1, 2 * pair)));
    let merges = linkage(2 * pairs, &edges);
    assert_eq!(merges.len(), 2 * pairs - 1);
    assert_eq!(merges.last().unwrap().size as usize, 2 * pairs);
    let tree = Condensed::new(2 * pairs, &merges, 2);
    assert_eq!(tree.branches.len(), 2 * pairs - 1);
    let (clustering, _) = tree.clustering(&tree.select(Selection::Leaf));
    assert_eq!((clustering.n_clusters, clustering.n_noise()), (pairs, 0));
    // A chain that a row leaves at each level: one cluster, of which nothing splits off.
    let edges: Vec<Edge> = (1..pairs).map(|row| Edge::new(weight(row), row - 1, row)).collect();
    let tree = Condensed::new(pairs, &linkage(pairs, &edges), 5);
    assert_eq!(tree.branches.len(), 1);
    assert!((tree.lambda[pairs - 1] - 1.0 / weight(pairs - 1)).abs() < 1e-6);
}

#[test]
fn stability_and_selection_are_as_worked_out_by_hand() {
    // Rows 0-2 and 3-5, each group together at distance 0.5, both at 1, row 6 at 2.
    let edges = [(0.5, 0, 1), (0.5, 1, 2), (0.5, 3, 4), (0.5, 4, 5), (1.0, 2, 3), (2.0, 5, 6)];
    let edges = edges.map(|(weight, a, b)| Edge::new(weight, a, b));
    let tree = Condensed::new(7, &linkage(7, &edges), 3);
    let branch = |parent, birth, death, size, stability| Branch { parent, birth, death, size, stability };
    assert_eq!(
        tree.branches,
        [
            // Row 6 leaves at 1/2, the six others at 1.
            branch(None, 0.0, 1.0, 7, 6.5),
            branch(Some(0), 1.0, 2.0, 3, 3.0),
            branch(Some(0), 1.0, 2.0, 3, 3.0),
        ]
    );
    assert_eq!(tree.lambda, [2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 0.5]);
    for selection in [Selection::ExcessOfMass, Selection::Leaf] {
        let taken = tree.select(selection);
        assert_eq!(taken, [false, true, true]);
        let (clustering, places) = tree.clustering(&taken);
        assert_eq!(with_noise(&clustering), [1, 1, 1, 2, 2, 2, 0]);
        assert_eq!(clustering.strengths, [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0]);
        assert_eq!(tree.persistence(&places), [0.5, 0.5]);
    }
}

#[test]
fn each_wrong_parameter_is_refused_before_any_row_is_seen() {
    assert_eq!(HdbscanParams::new().min_size(Some(0)).check().unwrap_err(), ClusterError::NoMinSize);
    let alone = HdbscanParams::new().min_samples(Some(0)).check().unwrap_err();
    assert_eq!(alone, ClusterError::TooFewMinPoints { min_points: 1 });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_rows_give_a_valid_clustering(
        values in prop::collection::vec(prop::array::uniform4(-3_i8..=3), 0..60),
        min_size in prop::option::of(prop_oneof![1_usize..8, Just(usize::MAX)]),
        min_samples in prop::option::of(prop_oneof![1_usize..12, Just(usize::MAX)]),
        leaf: bool,
        k in 1_usize..8,
    ) {
        let values: Vec<_> = values.into_iter().filter(|row| *row != [0; 4]).collect();
        let rows = unit(Array2::from_shape_fn((values.len(), 4), |(row, dim)| f32::from(values[row][dim])));
        let selection = if leaf { Selection::Leaf } else { Selection::ExcessOfMass };
        let params = HdbscanParams::new().min_size(min_size).min_samples(min_samples).selection(selection);
        let found = fit(rows.view(), params);
        assert_valid(&found, rows.nrows());
        prop_assert_eq!(&found.clustering, &params.check().unwrap().fit(&Points::new(rows.view()).unwrap()).unwrap());
        prop_assert_eq!(&found, &fit(rows.view(), params));
        let least = params.check().unwrap().min_size_among(rows.nrows());
        let mut sizes = vec![0; found.clustering.n_clusters];
        found.clustering.labels.iter().flatten().for_each(|id| sizes[id.0 as usize] += 1);
        prop_assert!(sizes.len() == 1 || sizes.iter().all(|&size| size >= least), "{:?}", sizes);
        if rows.nrows() > 1 {
            let sparse = fit_sparse(rows.view(), params, k);
            prop_assert_eq!(&sparse, &fit_sparse(rows.view(), params, k));
            prop_assert!(sparse.strengths.iter().all(|strength| (0.0..=1.0).contains(strength)));
        }
    }
}
