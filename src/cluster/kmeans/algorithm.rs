//! Sample, fit, fit on a larger sample, assign.

use ndarray::{Array2, ArrayView2, Axis};
use rand_xoshiro::Xoshiro256Plus;
use rand_xoshiro::rand_core::SeedableRng;

use super::KMeans;
use super::lloyd::{Fitted, lloyd, plus_plus};
use crate::cluster::agglomerative::tree;
use crate::cluster::choose::{ROUNDS, best_cut, min_size_for};
use crate::cluster::refine::{Partition, finish};
use crate::cluster::vectors::{check_k, count_distinct, nearest, spread};
use crate::cluster::{ClusterError, Clusterer, Clustering, Points};

/// Rows that every start is fitted on.
const FIT_SAMPLE: usize = 10_000;

/// Rows that the best fit is improved on.
const LARGER_SAMPLE: usize = 100_000;

/// Rounds of Lloyd's algorithm on them, at most.
const LARGER_ROUNDS: usize = 20;

/// Rows of the tree that gives the number of clusters and one of the starts.
const TREE_SAMPLE: usize = 2_000;

/// Rounds of Lloyd's algorithm on the sample, at most.
const MAX_ROUNDS: usize = 50;

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
        let mut centroids = self.centroids(sample.view(), k, from_tree.as_ref());
        if n > sample.nrows() {
            let more = rows.select(Axis(0), &spread(n, LARGER_SAMPLE));
            centroids = lloyd(more.view(), centroids, LARGER_ROUNDS).centroids;
        }
        let labels: Vec<usize> =
            nearest(rows, centroids.view()).into_iter().map(|(cluster, _)| cluster).collect();
        let partition = Partition::new(&labels)
            .split_up_to(rows, k)
            .reassigned(rows, ROUNDS)
            .without_small(rows, min_size);
        Ok(finish(rows, &partition, min_size))
    }
}

impl KMeans {
    /// Unit centroids, `(k, dim)`: the best of the random starts and the start `from_tree`.
    fn centroids(
        &self,
        sample: ArrayView2<'_, f32>,
        k: usize,
        from_tree: Option<&Array2<f32>>,
    ) -> Array2<f32> {
        let mut random = Xoshiro256Plus::seed_from_u64(self.seed);
        let mut best: Option<Fitted> = None;
        for run in 0..=self.runs {
            let start = match (run, from_tree) {
                (0, Some(centroids)) => centroids.clone(),
                (0, None) => continue,
                _ => plus_plus(sample, k, &mut random),
            };
            let fitted = lloyd(sample, start, MAX_ROUNDS);
            if best.as_ref().is_none_or(|best| fitted.cosine > best.cosine) {
                best = Some(fitted);
            }
        }
        best.map(|best| best.centroids).unwrap_or_default()
    }
}
