//! Spherical k-means: `k` centroids, each row belongs to the one with the greatest cosine.
//!
//! 1. A sample of at most 10,000 rows; k-means++ picks `k` first centroids that lie far apart. One more start is the
//!    cut into `k` clusters of the Ward tree of 2,000 rows, which random starts seldom beat.
//! 2. Rows to the centroid with the greatest cosine, centroids to the direction of their rows, until little changes.
//!    Of several runs the best is kept.
//! 3. The same from there on at most 100,000 rows, then two rounds on all rows. Then small clusters are dissolved and
//!    rows that fit nowhere are left out.
//!
//! Rounds are matrix products of our own: on 10,000 rows of 64 dimensions, four runs with 50 centroids took `linfa`
//! over ten times as long for the same inertia. Mini-batches (Sculley 2010, *Web-Scale K-Means Clustering*) were
//! worse on 100,000 rows: three passes in batches of 10,000 ended at an inertia of 1.391, or 1.398 with products, and
//! ten rounds on all rows at 1.382 in a quarter of linfa's time.
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
