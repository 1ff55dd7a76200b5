//! Gaussian mixture: each cluster is a bell of its own width and tilt, and each row has a share in each of them.
//!
//! 1. Principal components: a covariance of hundreds of directions cannot be told from a few thousand rows, so at most
//!    16 directions are kept, one for ten rows.
//! 2. Expectation maximisation from a k-means start, on at most 5,000 rows: each row's shares from the components'
//!    densities, each component's weight, mean and full covariance from the shares, until the likelihood rises no
//!    more. A tenth of the mean variance is added in each direction; more, then fewer components, where a covariance
//!    is singular.
//! 3. All rows to the component that they most likely come from. Strengths are that likelihood, in (0, 1].
//!
//! Without `k`, the number of clusters is that of the best cut through the Ward tree of a sample, as for k-means. The
//! Bayesian information criterion was tried in its place and is no better on average: nearer on three labelled sets,
//! but 3 for 7 and 6 for 20 on the others.
//!
//! Prefer it when clusters differ in width, or when how sure a membership is matters more than speed. On texts it
//! agrees with known topics as well as k-means does, not better (adjusted mutual information told the number of
//! topics, five sets: 0.60, 0.55, 0.41, 0.40, 0.46; k-means: 0.63, 0.62, 0.45, 0.40, 0.47), and takes two to five
//! times as long. Most strengths are near 1: with 16 directions even a small difference in distance is a great one in
//! likelihood.
//!
//! Dempster, Laird and Rubin (1977), *Maximum Likelihood from Incomplete Data via the EM Algorithm*; the fit is that
//! of `linfa`.

mod algorithm;
mod density;
mod hyperparams;
#[cfg(test)]
mod tests;

pub use hyperparams::{Gmm, GmmParams};
