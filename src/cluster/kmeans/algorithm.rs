//! Sample, fit, assign.

use linfa::DatasetBase;
use linfa::traits::Fit;
use ndarray::{Array2, ArrayView2, Axis};
use rand_xoshiro::Xoshiro256Plus;
use rand_xoshiro::rand_core::SeedableRng;

use super::KMeans;
use crate::cluster::agglomerative::tree;
use crate::cluster::choose::{ROUNDS, best_cut, min_size_for};
use crate::cluster::refine::{Partition, finish};
use crate::cluster::vectors::{check_k, check_rows, count_distinct, greatest, products, spread};
use crate::cluster::{ClusterError, Clusterer, Clustering};

/// Rows that the centroids are fitted on.
const FIT_SAMPLE: usize = 10_000;

/// Rows that the number of clusters is chosen on.
const CHOICE_SAMPLE: usize = 2_000;

/// Rounds of Lloyd's algorithm, at most.
const MAX_ITERATIONS: u64 = 50;

impl Clusterer for KMeans {
    fn name(&self) -> &'static str {
        "kmeans"
    }

    fn fit(&self, rows: ArrayView2<'_, f32>) -> Result<Clustering, ClusterError> {
        check_rows(rows)?;
        let n = rows.nrows();
        if let Some(k) = self.k {
            check_k(rows, k)?;
        }
        let min_size = self.min_size.unwrap_or_else(|| if self.k.is_some() { 1 } else { min_size_for(n) });
        if count_distinct(rows, 2) < 2 {
            return Ok(finish(rows, &Partition::new(&vec![0; n]), min_size));
        }
        let k = self.k.unwrap_or_else(|| number_of_clusters(rows));
        let sample = rows.select(Axis(0), &spread(n, FIT_SAMPLE.max(k)));
        let centroids = self.centroids(sample, k)?;
        let cosines = products(rows, centroids.view());
        let nearest: Vec<usize> = cosines.outer_iter().map(|row| greatest(row).0).collect();
        let partition = Partition::new(&nearest)
            .split_up_to(rows, k)
            .reassigned(rows, ROUNDS)
            .without_small(rows, min_size);
        Ok(finish(rows, &partition, min_size))
    }
}

/// Number of clusters by the best cut through the tree of a sample.
fn number_of_clusters(rows: ArrayView2<'_, f32>) -> usize {
    let sample = rows.select(Axis(0), &spread(rows.nrows(), CHOICE_SAMPLE));
    let tree = tree(sample.view());
    best_cut(sample.view(), min_size_for(sample.nrows()), |k| tree.cut(k)).k
}

impl KMeans {
    /// Centroids of shape `(k, dim)`, each of length 1.
    fn centroids(&self, sample: Array2<f32>, k: usize) -> Result<Array2<f32>, ClusterError> {
        let model = linfa_clustering::KMeans::params_with_rng(k, Xoshiro256Plus::seed_from_u64(self.seed))
            .n_runs(self.runs)
            .max_n_iterations(MAX_ITERATIONS)
            .tolerance(1e-3)
            .fit(&DatasetBase::from(sample))
            .map_err(|error| ClusterError::Failed { algorithm: self.name(), reason: error.to_string() })?;
        let mut centroids = model.centroids().clone();
        for mut centroid in centroids.outer_iter_mut() {
            let length = centroid.dot(&centroid).sqrt();
            if length > 0.0 {
                centroid /= length;
            }
        }
        Ok(centroids)
    }
}
