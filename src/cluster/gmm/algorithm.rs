//! Reduce, fit, assign.

use linfa::traits::Fit;
use linfa::{DatasetBase, ParamGuard};
use linfa_clustering::GaussianMixtureModel;
use ndarray::{Array2, ArrayView2, Axis};
use rand_xoshiro::Xoshiro256Plus;
use rand_xoshiro::rand_core::SeedableRng;

use super::Gmm;
use super::density::Mixture;
use crate::cluster::agglomerative::tree;
use crate::cluster::choose::{best_cut, min_size_for};
use crate::cluster::reduce::Pca;
use crate::cluster::refine::{Partition, finish};
use crate::cluster::vectors::{check_k, count_distinct, spread};
use crate::cluster::{ClusterError, Clusterer, Clustering, Points};

/// Directions that are kept, at most.
const MAX_DIMENSIONS: usize = 16;

/// Rows for each direction, at least: a full covariance needs more rows than directions.
const ROWS_PER_DIMENSION: usize = 10;

/// Rows that the mixture is fitted on.
const FIT_SAMPLE: usize = 5_000;

/// Rows of the tree that gives the number of clusters.
const TREE_SAMPLE: usize = 2_000;

/// What is added to each component's variance in each direction, as shares of the mean variance: the first with which
/// the fit succeeds counts. 0.1 does as well as 0.02 on long texts and better on short ones.
const REGULARISATIONS: [f64; 3] = [0.1, 0.3, 1.0];

/// Rounds of expectation maximisation, at most.
const MAX_ITERATIONS: u64 = 200;

impl Clusterer for Gmm {
    fn name(&self) -> &'static str {
        "gmm"
    }

    fn fit(&self, points: &Points<'_>) -> Result<Clustering, ClusterError> {
        let rows = points.rows();
        let n = rows.nrows();
        if let Some(k) = self.k {
            check_k(rows, k)?;
        }
        let min_size = self.min_size.unwrap_or_else(|| if self.k.is_some() { 1 } else { min_size_for(n) });
        let one = || finish(rows, &Partition::new(&vec![0; n]), min_size);
        if count_distinct(rows, 2) < 2 {
            return Ok(one());
        }
        let k = self.k.unwrap_or_else(|| {
            let small = rows.select(Axis(0), &spread(n, TREE_SAMPLE));
            let tree = tree(small.view());
            best_cut(small.view(), min_size_for(small.nrows()), |k| tree.cut(k)).k
        });
        let pca = Pca::fit(rows, (n / ROWS_PER_DIMENSION).clamp(1, MAX_DIMENSIONS))?;
        if k == 1 || pca.is_empty() {
            return Ok(one());
        }
        let reduced = pca.project(rows).mapv(f64::from);
        let variance = pca.variances().iter().sum::<f64>() / pca.len() as f64;
        let sample = reduced.select(Axis(0), &spread(n, FIT_SAMPLE.max(k)));
        let mixture = self.mixture(sample, k, variance)?;
        let assigned = assign(&mixture, reduced.view(), min_size);
        let components: Vec<usize> = assigned.iter().map(|(component, _)| *component).collect();
        let partition = Partition::new(&components);
        // Where components had no rows, single rows make up the number that was asked for.
        let wanted = if self.k.is_some() && min_size == 1 { k } else { partition.k };
        let mut clustering = finish(rows, &partition.split_up_to(rows, wanted), min_size);
        for (row, (_, share)) in assigned.into_iter().enumerate() {
            if clustering.labels[row].is_some() {
                clustering.strengths[row] = share as f32;
            }
        }
        Ok(clustering)
    }
}

impl Gmm {
    /// Fits `k` components, or fewer where so many cannot be told apart.
    fn mixture(&self, sample: Array2<f64>, k: usize, variance: f64) -> Result<Mixture, ClusterError> {
        let sample = DatasetBase::from(sample);
        let mut reason = String::new();
        for k in std::iter::successors(Some(k), |&k| Some(k * 3 / 4)).take_while(|&k| k > 0) {
            for regularisation in REGULARISATIONS {
                let fitted =
                    GaussianMixtureModel::params_with_rng(k, Xoshiro256Plus::seed_from_u64(self.seed))
                        .reg_covariance(regularisation * variance)
                        .max_n_iterations(MAX_ITERATIONS)
                        .check()
                        .and_then(|params| Ok(Mixture::new(&params.fit(&sample)?)?));
                match fitted {
                    Ok(mixture) => return Ok(mixture),
                    Err(error) => reason = error.to_string(),
                }
            }
        }
        Err(ClusterError::Failed { algorithm: "gmm", reason })
    }
}

/// The most likely component of each row and how likely it is, without components of fewer than `min_size` rows.
fn assign(mixture: &Mixture, rows: ArrayView2<'_, f64>, min_size: usize) -> Vec<(usize, f64)> {
    let mut kept: Vec<usize> = (0..mixture.len()).collect();
    loop {
        let assigned = mixture.assign(rows, &kept);
        let mut sizes = vec![0_usize; mixture.len()];
        for (component, _) in &assigned {
            sizes[*component] += 1;
        }
        let before = kept.len();
        // Ties of the greatest go to the first.
        let most = kept.iter().copied().rev().max_by_key(|&component| sizes[component]);
        kept.retain(|&component| sizes[component] >= min_size || Some(component) == most);
        if kept.len() == before {
            return assigned;
        }
    }
}
