//! The map: a place in the plane for each row, so that rows with like vectors lie together.
//!
//! It is the layout of UMAP (McInnes, Healy and Melville 2018, arXiv:1802.03426), computed so that it is the same on any number of threads:
//!
//! 1. Each row is linked with its nearest rows. The nearest one weighs 1, farther ones less, by an exponential whose width is the row's
//!    own, so that rows in dense and in sparse regions have the same number of effective links. A link weighs how likely at least one
//!    of its two ends wants it.
//! 2. Rows start where the principal components place them, smoothed over the links: what is linked begins close together, and the
//!    whole keeps its shape.
//! 3. In each epoch every link pulls its ends together and every row pushes a few random rows away. All rows look at the places of
//!    the epoch before and then move at once, so that no order of threads can change the outcome. The steps are those of Adam
//!    (Kingma and Ba 2015), as in the batch form of the R package uwot.
//! 4. The picture is turned so that its widest direction lies across, and scaled into [-1, 1].
//!
//! Read it with care: who lies beside whom is what the map keeps; sizes of groups, gaps between them and far distances say little.
//! [`trustworthiness`] tells how much of the nearness that is seen is there.
//!
//! Time is `O(n k)` an epoch, and the neighbours before that; memory `O(n k)`.

mod curve;
mod descend;
mod fit;
mod frame;
mod hyperparams;
mod links;
mod start;
#[cfg(test)]
mod tests;
mod trustworthiness;

pub use fit::Map;
pub use hyperparams::{Layout2d, MapParams};
pub use trustworthiness::{Trustworthiness, trustworthiness};
