//! Spherical k-means: `k` centroids, each row belongs to the one with the greatest cosine.
//!
//! 1. A sample of at most 10,000 rows; k-means++ picks `k` first centroids that lie far apart. One more start is the
//!    cut into `k` clusters of the Ward tree of 2,000 rows, which random starts seldom beat.
//! 2. Rows to the nearest centroid, centroids to the mean of their rows, until nothing moves. Several runs, the best
//!    is kept. On unit rows the Euclidean nearest centroid is nearly the one with the greatest cosine.
//! 3. All rows, in parallel: to the centroid with the greatest cosine, with centroids of length 1; then small clusters
//!    are dissolved and rows that fit nowhere are left out.
//!
//! Without `k`, the number of clusters is that of the best cut through the same tree.
//!
//! Prefer it for large collections: time and memory grow with the rows, not with their pairs. It makes clusters of
//! like spread and depends on the seed.
//!
//! Lloyd (1982), *Least squares quantization in PCM*; Arthur and Vassilvitskii (2007), *k-means++: The Advantages of
//! Careful Seeding*; Dhillon and Modha (2001), *Concept Decompositions for Large Sparse Text Data Using Clustering*.

mod algorithm;
mod hyperparams;
mod lloyd;

pub use hyperparams::{KMeans, KMeansParams};
