//! How good a clustering is: by itself ([`silhouettes`], [`density_validity`]), by what is left of it when
//! part of the rows is clustered again ([`bootstrap()`], [`stability()`]), and against known topics (the
//! others).
//!
//! What a clustering is judged by alone is `None` where it is not defined, such as under two clusters, and
//! never a perfect score.

mod agreement;
mod density;
mod silhouette;
mod stability;

pub use agreement::{adjusted_mutual_information, adjusted_rand_index, v_measure};
pub use density::{DensityValidity, density_validity};
pub use silhouette::{Silhouettes, silhouette, silhouettes};
pub use stability::{
    ClusterRows, ClusterStability, FRAGILE, Resampling, Run, Stability, bootstrap, stability,
};
