//! Sample, fit, assign.

use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_clustering::KMeansInit;
use ndarray::{Array2, Axis};
use rand_xoshiro::Xoshiro256Plus;
use rand_xoshiro::rand_core::SeedableRng;

use super::KMeans;
use crate::cluster::agglomerative::tree;
use crate::cluster::choose::{ROUNDS, best_cut, min_size_for};
use crate::cluster::refine::{Partition, finish};
use crate::cluster::vectors::{check_k, count_distinct, greatest, products, spread};
use crate::cluster::{ClusterError, Clusterer, Clustering, Points};

/// Rows that the centroids are fitted on.
const FIT_SAMPLE: usize = 10_000;

/// Rows of the tree that gives the number of clusters and one of the starts.
const TREE_SAMPLE: usize = 2_000;

/// Rounds of Lloyd's algorithm, at most.
const MAX_ITERATIONS: u64 = 50;

impl Clusterer for KMeans {
    fn name(&self) -> &'static str {
        "kmeans"
    }

    fn fit(&self, points: &Points<'_>) -> Result<Clustering, ClusterError> {
        let rows = points.rows();
        let n = rows.nrows();
        if let Some(k) = self.k {
            check_k(rows, k)?;
        }
        let min_size = self.min_size.unwrap_or_else(|| if self.k.is_some() { 1 } else { min_size_for(n) });
        if count_distinct(rows, 2) < 2 {
            return Ok(finish(rows, &Partition::new(&vec![0; n]), min_size));
        }
        let small = rows.select(Axis(0), &spread(n, TREE_SAMPLE));
        let tree = tree(small.view());
        let k =
            self.k.unwrap_or_else(|| best_cut(small.view(), min_size_for(small.nrows()), |k| tree.cut(k)).k);
        let from_tree = (k <= small.nrows()).then(|| tree.cut(k).centroids(small.view()));
        let sample = rows.select(Axis(0), &spread(n, FIT_SAMPLE.max(k)));
        let centroids = self.centroids(sample, k, from_tree)?;
        let cosines = products(rows, centroids.view());
        let nearest: Vec<usize> = cosines.outer_iter().map(|row| greatest(row).0).collect();
        let partition = Partition::new(&nearest)
            .split_up_to(rows, k)
            .reassigned(rows, ROUNDS)
            .without_small(rows, min_size);
        Ok(finish(rows, &partition, min_size))
    }
}

impl KMeans {
    /// Centroids of shape `(k, dim)`, each of length 1: the best of the random starts and the start `from_tree`.
    fn centroids(
        &self,
        sample: Array2<f32>,
        k: usize,
        from_tree: Option<Array2<f32>>,
    ) -> Result<Array2<f32>, ClusterError> {
        let sample = DatasetBase::from(sample);
        let params = linfa_clustering::KMeans::params_with_rng(k, Xoshiro256Plus::seed_from_u64(self.seed))
            .max_n_iterations(MAX_ITERATIONS)
            .tolerance(1e-3);
        let starts = from_tree
            .map(|centroids| (KMeansInit::Precomputed(centroids), 1))
            .into_iter()
            .chain([(KMeansInit::KMeansPlusPlus, self.runs)]);
        let mut best: Option<(f32, Array2<f32>)> = None;
        for (start, runs) in starts {
            let model = params.clone().init_method(start).n_runs(runs).fit(&sample).map_err(|error| {
                ClusterError::Failed { algorithm: self.name(), reason: error.to_string() }
            })?;
            if best.as_ref().is_none_or(|(inertia, _)| model.inertia() < *inertia) {
                best = Some((model.inertia(), model.centroids().clone()));
            }
        }
        let mut centroids = best.map(|(_, centroids)| centroids).unwrap_or_default();
        for mut centroid in centroids.outer_iter_mut() {
            let length = centroid.dot(&centroid).sqrt();
            if length > 0.0 {
                centroid /= length;
            }
        }
        Ok(centroids)
    }
}
