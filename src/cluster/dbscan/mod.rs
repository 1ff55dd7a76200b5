//! DBSCAN: clusters are the places where rows lie dense, everything between them is noise.
//!
//! 1. A row with at least `min_points` rows (itself counted) within the radius is a core row.
//! 2. Core rows within the radius of each other are one cluster, of any shape; rows within reach of a core row join it.
//! 3. All other rows are noise, however many they are.
//!
//! The distance is `sqrt(2 - 2 cos)`. The radius, when it is not given, comes from the curve of each row's distance to
//! its `min_points`-th neighbour, sorted: the knee, where rows cease to lie dense, and six places along the curve are
//! tried, and the greatest product of silhouette and share of rows clustered wins. The knee alone put all rows in one
//! cluster on each of seven collections. `min_points` is 3 for small collections and grows with the logarithm of the
//! number of rows.
//!
//! Prefer it when most rows belong nowhere and the others are near-copies, such as one agency report in many papers.
//! Topics differ in density and touch each other, so DBSCAN finds one large topic or mostly noise where k-means and
//! Ward find the topics.
//!
//! Ester, Kriegel, Sander and Xu (1996), *A Density-Based Algorithm for Discovering Clusters in Large Spatial
//! Databases with Noise*, KDD; the knee after Satopää, Albrecht, Irwin and Raghavan (2011), *Finding a "Kneedle" in a
//! Haystack*.

mod algorithm;
mod hyperparams;

pub use hyperparams::{Dbscan, DbscanParams, MAX_ROWS};
