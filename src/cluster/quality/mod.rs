//! How good a clustering is: by itself ([`silhouette`]) and against known topics (the others).

mod agreement;
mod silhouette;

pub use agreement::{adjusted_mutual_information, adjusted_rand_index, v_measure};
pub use silhouette::silhouette;
