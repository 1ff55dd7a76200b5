//! One call: pick an algorithm, fit it, say why.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::agglomerative::{self, AgglomerativeParams};
use super::choose::min_size_for;
use super::dbscan::DbscanParams;
use super::kmeans::KMeansParams;
use super::{Algorithm, ClusterError, ClusterOptions, Clusterer, Clustering, Points};

/// A clustering and how it came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The clusters.
    pub clustering: Clustering,
    /// Name of the algorithm that found them.
    pub algorithm: &'static str,
    /// Why this algorithm and this number of clusters, in a sentence for people.
    pub why: String,
    /// Settings that reproduce the result, by name: `k`, `min_size`, `seed` where they apply.
    pub parameters: BTreeMap<String, Value>,
}

/// Groups points, best after [`align_groups`](super::align_groups).
///
/// No rows give no clusters; one or two rows, or rows that are all the same, give one cluster.
///
/// # Errors
///
/// [`ClusterError`] for settings that cannot be met.
///
/// ```
/// use cognate::cluster::{cluster, ClusterOptions, Points};
/// let rows = ndarray::array![[1.0, 0.0], [0.8, 0.6], [0.0, 1.0_f32]];
/// let points = Points::new(rows.view())?;
/// let outcome = cluster(&points, &ClusterOptions { k: Some(2), ..ClusterOptions::default() })?;
/// assert_eq!(outcome.algorithm, "agglomerative");
/// assert_eq!(outcome.clustering.labels[0], outcome.clustering.labels[1]);
/// assert_ne!(outcome.clustering.labels[0], outcome.clustering.labels[2]);
/// # Ok::<(), cognate::cluster::ClusterError>(())
/// ```
pub fn cluster(points: &Points<'_>, options: &ClusterOptions) -> Result<Outcome, ClusterError> {
    let &ClusterOptions { algorithm, k, min_size, seed } = options;
    let small = points.len() <= agglomerative::MAX_ROWS;
    let chosen = match algorithm {
        Algorithm::Auto if small => Algorithm::Agglomerative,
        Algorithm::Auto => Algorithm::KMeans,
        named => named,
    };
    let clusterer: Box<dyn Clusterer> = match chosen {
        Algorithm::KMeans => Box::new(KMeansParams::new(seed).k(k).min_size(min_size).check()?),
        Algorithm::Dbscan => Box::new(DbscanParams::new().min_size(min_size).check()?),
        Algorithm::Auto | Algorithm::Agglomerative => {
            Box::new(AgglomerativeParams::new().k(k).min_size(min_size).check()?)
        }
    };
    let clustering = clusterer.fit(points)?;
    let why = why(algorithm, chosen, points.len(), k, &clustering);
    Ok(Outcome {
        why,
        parameters: parameters(chosen, points.len(), options),
        algorithm: clusterer.name(),
        clustering,
    })
}

/// The sentence that says why.
fn why(asked: Algorithm, chosen: Algorithm, n: usize, k: Option<usize>, clustering: &Clustering) -> String {
    let algorithm = match (asked, chosen) {
        (Algorithm::Auto, Algorithm::KMeans) => {
            format!("with {n} paragraphs there are too many pairs to compare, so k-means was used")
        }
        (Algorithm::Auto, _) => {
            format!("with {n} paragraphs every pair can be compared, so the nearest were merged step by step")
        }
        (_, named) => format!("`{named}` was asked for"),
    };
    let found = clustering.n_clusters;
    let number = match (chosen, k) {
        (Algorithm::Dbscan, _) => format!("it found {found} dense groups by itself"),
        (_, Some(k)) => format!("{k} groups were asked for"),
        (_, None) if found <= 1 => "no division into groups was better than none".to_owned(),
        (_, None) => format!(
            "{found} groups are the best balance between groups that hold together and a number that is easy to read"
        ),
    };
    format!("{algorithm}; {number}")
}

/// The settings as used.
fn parameters(chosen: Algorithm, n: usize, options: &ClusterOptions) -> BTreeMap<String, Value> {
    let mut parameters = BTreeMap::new();
    let min_size = options.min_size.unwrap_or_else(|| {
        if options.k.is_some() || chosen == Algorithm::Dbscan { 1 } else { min_size_for(n) }
    });
    parameters.insert("min_size".to_owned(), json!(min_size));
    if chosen != Algorithm::Dbscan {
        parameters.insert("k".to_owned(), options.k.map_or_else(|| json!("auto"), |k| json!(k)));
    }
    match chosen {
        Algorithm::KMeans => parameters.insert("seed".to_owned(), json!(options.seed)),
        Algorithm::Dbscan => parameters.insert("radius".to_owned(), json!("auto")),
        Algorithm::Auto | Algorithm::Agglomerative => parameters.insert("linkage".to_owned(), json!("ward")),
    };
    parameters
}
