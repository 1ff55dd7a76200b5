//! Agglomerative clustering: start with each row by itself, merge the two nearest clusters, again and again.
//!
//! 1. Distances between all pairs of rows: `sqrt(2 - 2 cos)`, Euclidean on unit rows.
//! 2. The tree of merges by Ward's criterion: always the merge that adds least to the variance within clusters.
//! 3. The tree is cut where the partition is best (or at `k` clusters), two rounds of re-assignment to the nearest
//!    centroid follow, clusters that are too small are dissolved, and rows that fit nowhere are left out.
//!
//! Prefer it for small collections: it has no random start and needs no number of clusters. Average linkage, the
//! other candidate, agrees less with known topics on each of five labelled sets: adjusted mutual information under
//! 0.1 on rows as the model gives them, and 0.26 to 0.51 against 0.27 to 0.56 on rows without their group's mean.
//!
//! Ward (1963), *Hierarchical Grouping to Optimize an Objective Function*; the algorithm is the nearest-neighbour
//! chain in `kodama`, after Müllner (2011), *Modern hierarchical, agglomerative clustering algorithms*.

mod algorithm;
mod hyperparams;

pub(super) use algorithm::tree;
pub use hyperparams::{Agglomerative, AgglomerativeParams, MAX_ROWS};
