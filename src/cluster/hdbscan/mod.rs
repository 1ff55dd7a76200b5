//! HDBSCAN*: clusters are the parts of the rows that stay together over a wide range of densities; the rest is noise.
//!
//! 1. The core distance of a row is that to its `min_samples`-th neighbour, the row itself not counted. Two rows are
//!    as far apart as the greatest of their distance and their two core distances: their mutual reachability.
//! 2. The minimum spanning tree of the mutual reachability, its edges taken from the shortest to the longest, is a
//!    tree of merges (single linkage).
//! 3. Read from the top, a split counts only where both sides have at least `min_size` rows; a smaller side is rows
//!    that leave the cluster. What remains is the condensed tree. A cluster's stability is the sum over its rows of
//!    `lambda - birth`, where `lambda` is one over the distance at which the row leaves, and `birth` the one at which
//!    the cluster splits off.
//! 4. [`Selection::ExcessOfMass`] takes the clusters of greatest total stability of which none holds another,
//!    [`Selection::Leaf`] those that split no further. The cluster of all rows is not taken.
//!
//! The distance is `sqrt(2 - 2 cos)`, Euclidean on unit rows, and never below 0.001, which is what the rounding of a
//! cosine in single precision comes to. So rows that are equal have a `lambda` of 1,000 and not of infinity, and
//! where nothing but such distances is left, a cluster does not split.
//!
//! Fewer rows than twice `min_size`, or rows that are all equal, are one cluster. A membership strength is the row's
//! `lambda` relative to the greatest at which a row or a part leaves the cluster, at most 1; that of noise is 0.
//!
//! # Complete and sparse
//!
//! Up to 2,000 rows (or where [`HdbscanParams::complete`] asks for it) all pairs are compared and the spanning tree
//! is exact: time `O(n^2 dim)`, memory `O(n)`. Above, its edges come from lists of the `k` nearest neighbours, 15 or
//! twice `min_samples`: time `O(n k log n)` once the lists are there, memory `12 n k` bytes. What is approximate then:
//!
//! - A list above 10,000 rows misses a neighbour now and then, which makes a core distance slightly too long.
//! - Edges of the exact tree that are in no list join dense groups across a gap. They are looked for between the
//!   parts that no list joins, and once more between the clusters of the tree that split no further: among all pairs
//!   of up to 64 of them, beyond that each with the 15 nearest and the 4 largest, by a search from centroid to
//!   centroid. What it finds is short, but not always the shortest.
//! - Where the search finds nothing, a longer way through the lists stays in the tree.
//!
//! # When to prefer it
//!
//! Where groups differ in density and much belongs nowhere. It tells the number of clusters by itself and has no
//! random start. On topics that touch each other it leaves many rows out, and a single group among noise is not
//! found, as nothing splits.
//!
//! Campello, Moulavi, Zimek and Sander (2015), *Hierarchical Density Estimates for Data Clustering, Visualization, and
//! Outlier Detection*, ACM TKDD 10(1); McInnes and Healy (2017), *Accelerated Hierarchical Density Based Clustering*,
//! ICDMW. Details on which the papers leave a choice are those of the Python package `hdbscan`.

mod algorithm;
mod complete;
mod condense;
mod hyperparams;
mod join;
mod linkage;
mod reach;
mod select;
mod sparse;
#[cfg(test)]
mod tests;
mod union;

pub use algorithm::Hierarchy;
pub(super) use algorithm::LEAST_SIZE;
pub use condense::{Branch, Condensed};
pub use hyperparams::{Hdbscan, HdbscanParams, Selection};
