//! The distances, the tree and its cut.

use kodama::{Dendrogram, Method};
use ndarray::ArrayView2;
use ndarray::parallel::prelude::*;

use super::{Agglomerative, MAX_ROWS};
use crate::cluster::choose::{ROUNDS, best_cut, min_size_for};
use crate::cluster::refine::{Partition, finish};
use crate::cluster::vectors::{check_k, count_distinct, products};
use crate::cluster::{ClusterError, Clusterer, Clustering, Points};

impl Clusterer for Agglomerative {
    fn name(&self) -> &'static str {
        "agglomerative"
    }

    fn fit(&self, points: &Points<'_>) -> Result<Clustering, ClusterError> {
        let rows = points.rows();
        let n = rows.nrows();
        if n > MAX_ROWS {
            return Err(ClusterError::TooManyRows { algorithm: self.name(), rows: n, limit: MAX_ROWS });
        }
        if let Some(k) = self.k {
            check_k(rows, k)?;
        }
        let min_size = self.min_size.unwrap_or_else(|| if self.k.is_some() { 1 } else { min_size_for(n) });
        let partition = match self.k {
            _ if count_distinct(rows, 2) < 2 => Partition::new(&vec![0; n]),
            Some(k) => tree(rows).cut(k).reassigned(rows, ROUNDS).without_small(rows, min_size),
            None => {
                let tree = tree(rows);
                best_cut(rows, min_size, |k| tree.cut(k))
            }
        };
        Ok(finish(rows, &partition, min_size))
    }
}

/// The order in which rows and clusters were merged.
pub(in crate::cluster) struct Tree(Dendrogram<f32>);

/// Builds the tree by Ward's criterion. Rows are unit, finite, and at most [`MAX_ROWS`].
pub(in crate::cluster) fn tree(rows: ArrayView2<'_, f32>) -> Tree {
    let n = rows.nrows();
    let cosines = products(rows, rows);
    let mut distances: Vec<f32> = (0..n)
        .into_par_iter()
        .flat_map_iter(|row| {
            let cosines = cosines.row(row);
            (row + 1..n).map(move |other| (2.0 - 2.0 * cosines[other]).max(0.0).sqrt())
        })
        .collect();
    Tree(kodama::linkage(&mut distances, n, Method::Ward))
}

impl Tree {
    /// The partition into `k` clusters (as many as there are rows, where `k` is more): all but the last `k - 1` merges.
    pub(in crate::cluster) fn cut(&self, k: usize) -> Partition {
        let n = self.0.observations();
        let merges = n.saturating_sub(k.max(1));
        let mut parent: Vec<usize> = (0..n + merges).collect();
        for (step, merge) in self.0.steps().iter().take(merges).enumerate() {
            parent[merge.cluster1] = n + step;
            parent[merge.cluster2] = n + step;
        }
        // A cluster's number is smaller than its parent's, so going down from the top finds each root once.
        for cluster in (0..parent.len()).rev() {
            parent[cluster] = parent[parent[cluster]];
        }
        Partition::new(&parent[..n])
    }
}
