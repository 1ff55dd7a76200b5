//! The Python package's results, edge cases, and what every result keeps to.

use ndarray::{Array2, ArrayView2, array};
use proptest::prelude::*;

use super::algorithm::listed;
use super::condense::Condensed;
use super::linkage::linkage;
use super::reach::{Edge, LEAST};
use super::*;
use crate::cluster::quality::adjusted_rand_index;
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
    let edges = sparse::spanning_tree(rows, &neighbors, params.min_samples_among(n), params.min_size_among(n)).unwrap();
    assert_eq!(edges.len(), n - 1);
    assert!(edges.is_sorted_by(|a, b| a.order(b).is_lt()));
    let tree = Condensed::new(n, &linkage(n, &edges), params.min_size_among(n));
    tree.clustering(&tree.select(params.selection)).0
}

fn unit(mut rows: Array2<f32>) -> Array2<f32> {
    for mut row in rows.outer_iter_mut() {
        let length = row.dot(&row).sqrt();
        row /= length;
    }
    rows
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
                println!("{name} {selection:?} k={k}: {agreement}");
                assert!(agreement > 0.95, "{name} {selection:?}, {k} neighbours: {agreement}");
            }
        }
    }
}
