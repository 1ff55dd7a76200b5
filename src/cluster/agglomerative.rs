//! Agglomerative clustering: start with each row by itself, merge the two nearest clusters, again and again.
//!
//! 1. Distances between all pairs of rows: `sqrt(2 - 2 cos)`, Euclidean on unit rows.
//! 2. The tree of merges by Ward's criterion: always the merge that adds least to the variance within
//!    clusters.
//! 3. The tree is cut where the partition is best (or at `k` clusters), two rounds of re-assignment to the
//!    nearest centroid follow, clusters that are too small are dissolved, and rows that fit nowhere are left
//!    out.
//!
//! Prefer it for small collections: it has no random start and needs no number of clusters. Average linkage,
//! the other candidate, agrees less with known topics on each of five labelled sets: adjusted mutual
//! information under 0.1 on rows as the model gives them, and 0.26 to 0.51 against 0.27 to 0.56 on rows
//! without their group's mean.
//!
//! Ward (1963), *Hierarchical Grouping to Optimize an Objective Function*; the algorithm is the
//! nearest-neighbour chain in `kodama`, after Müllner (2011), *Modern hierarchical, agglomerative clustering
//! algorithms*.

use kodama::{Dendrogram, Method};
use ndarray::ArrayView2;
use ndarray::parallel::prelude::*;

use super::params::{linfa_traits, setters};
use super::refine::{Partition, ROUNDS, best_cut, finish, min_size_for};
use super::vectors::{check_k, count_distinct, distance, products};
use super::{ClusterError, Clusterer, Clustering, Points};
use crate::union_find::roots;

/// Most rows: the distances of 5,000 take 50 MB.
pub const MAX_ROWS: usize = 5_000;

/// Parameters not checked yet; [`check`](linfa::ParamGuard::check) makes an [`Agglomerative`] of them.
///
/// What it refuses: [`ClusterError::NoClusters`] and [`ClusterError::NoMinSize`] for zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AgglomerativeParams(Agglomerative);

/// Agglomerative clustering with Ward's criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Agglomerative {
    k: Option<usize>,
    min_size: Option<usize>,
}

impl AgglomerativeParams {
    /// Everything chosen from the rows.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// Exactly so many clusters; `None` to have the number chosen.
        k: Option<usize>,
        /// Fewest rows of a cluster; `None` to have it chosen, or 1 where `k` is given.
        min_size: Option<usize>,
    }
}

impl Agglomerative {
    /// What is wrong with the settings.
    fn refusal(&self) -> Option<ClusterError> {
        match *self {
            Agglomerative { k: Some(0), .. } => Some(ClusterError::NoClusters),
            Agglomerative { min_size: Some(0), .. } => Some(ClusterError::NoMinSize),
            _ => None,
        }
    }
}

linfa_traits!(AgglomerativeParams, Agglomerative, Clustering, Clusterer::fit);

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
pub(super) struct Tree(Dendrogram<f32>);

/// Builds the tree by Ward's criterion. Rows are unit, finite, and at most [`MAX_ROWS`].
pub(super) fn tree(rows: ArrayView2<'_, f32>) -> Tree {
    let n = rows.nrows();
    let cosines = products(rows, rows);
    let mut distances: Vec<f32> = (0..n)
        .into_par_iter()
        .flat_map_iter(|row| {
            let cosines = cosines.row(row);
            (row + 1..n).map(move |other| distance(cosines[other]))
        })
        .collect();
    Tree(kodama::linkage(&mut distances, n, Method::Ward))
}

impl Tree {
    /// The partition into `k` clusters (as many as there are rows, where `k` is more): all but the last
    /// `k - 1` merges.
    pub(super) fn cut(&self, k: usize) -> Partition {
        let n = self.0.observations();
        let merges = n.saturating_sub(k.max(1));
        let steps = self.0.steps()[..merges].iter();
        Partition::new(&roots(n, steps.map(|merge| [merge.cluster1, merge.cluster2])))
    }
}
