//! Graph communities: groups of rows with more links among themselves than chance would give.
//!
//! 1. Each row is linked with its nearest rows; a link weighs as much as the two rows' lists of neighbours have in common (Jaccard), so
//!    that links between groups, whose ends share few neighbours, weigh little (Jarvis and Patrick 1973).
//! 2. The Leiden algorithm finds communities of great modularity, with several seeds at several resolutions. The resolution at which the
//!    runs agree most with each other is taken: structure that is there is found again, structure that is not comes out differently.
//! 3. The runs vote: links whose ends are seldom together go, the others weigh more, and the communities of what is left are the
//!    result. It hangs much less on the seed than one run does (Lancichinetti and Fortunato 2012, *Consensus clustering in complex
//!    networks*).
//! 4. Two rounds of re-assignment to the nearest centroid, small communities dissolved, rows that fit nowhere left out.
//!
//! Prefer it from a few hundred rows on, whenever the number of topics is not known: it chooses the number itself, has no radius to
//! set, and costs time and memory that grow with the rows and not with their pairs.
//!
//! Traag, Waltman and van Eck (2019), *From Louvain to Leiden: guaranteeing well-connected communities*, Scientific Reports 9.

mod algorithm;
mod graph;
mod hyperparams;
mod optimise;
#[cfg(test)]
mod tests;

pub use algorithm::neighbors_for;
pub use hyperparams::{Leiden, LeidenParams};
