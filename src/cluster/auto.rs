//! One call: pick an algorithm, fit it, say why. What a person chooses: the algorithm, the number and size of
//! clusters, the seed.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use ndarray::ArrayView2;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::agglomerative::{self, AgglomerativeParams};
use super::dbscan::DbscanParams;
use super::gmm::GmmParams;
use super::hdbscan::{self, HdbscanParams};
use super::kmeans::KMeansParams;
use super::leiden::{self, LeidenParams};
use super::optics::OpticsParams;
use super::prepare::centred;
use super::refine::{min_size_for, ranks};
use super::vectors::{check_k, cluster_sums, directions, greatest};
use super::{ClusterError, ClusterId, Clusterer, Clustering, ParamGuard, Points, smooth};

/// Most rows that `auto` merges step by step: a neighbour graph of fewer says little.
const FEW_ROWS: usize = 250;

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
    if !(0.0..=1.0).contains(&options.max_outliers) {
        return Err(ClusterError::NoShare);
    }
    let n = points.len();
    let chosen = match options.algorithm {
        Algorithm::Auto => choose(n, options.k),
        named => named,
    };
    if options.k.is_some() && finds_its_number(chosen) {
        return Err(ClusterError::KNotTaken { algorithm: chosen.name() });
    }
    let clusterer = checked(chosen, options)?;
    if let Some(k) = options.k {
        // Before the steps below make equal rows differ in their last bits.
        check_k(points.rows(), k)?;
    }
    let found = match chosen {
        Algorithm::Agglomerative | Algorithm::Dbscan | Algorithm::Optics | Algorithm::Hdbscan => {
            let centred = centred(points.rows());
            let smoothed = smooth(&Points::new(centred.view())?);
            clusterer.fit(&Points::new(smoothed.view())?)?
        }
        Algorithm::KMeans | Algorithm::Gmm => clusterer.fit(&Points::new(smooth(points).view())?)?,
        // It looks at neighbours by itself.
        _ => clusterer.fit(points)?,
    };
    let clustering = within_budget(points.rows(), found, options.max_outliers);
    Ok(Outcome {
        why: why(options, chosen, n, &clustering),
        parameters: parameters(chosen, n, options),
        algorithm: clusterer.name(),
        clustering,
    })
}

/// The algorithm for `n` rows. Measured on labelled sets (`docs/decisions.md`): communities agree best with
/// the labels wherever there are rows enough for a neighbour graph; under that, comparing all pairs tells
/// small groups apart.
fn choose(n: usize, k: Option<usize>) -> Algorithm {
    match k {
        None if n > FEW_ROWS => Algorithm::Leiden,
        Some(_) if n > agglomerative::MAX_ROWS => Algorithm::KMeans,
        _ => Algorithm::Agglomerative,
    }
}

fn finds_its_number(algorithm: Algorithm) -> bool {
    matches!(algorithm, Algorithm::Leiden | Algorithm::Hdbscan | Algorithm::Dbscan | Algorithm::Optics)
}

fn checked(algorithm: Algorithm, options: &ClusterOptions) -> Result<Box<dyn Clusterer>, ClusterError> {
    let &ClusterOptions { k, min_size, quick, seed, .. } = options;
    Ok(match algorithm {
        Algorithm::KMeans => Box::new(KMeansParams::new(seed).k(k).min_size(min_size).check()?),
        Algorithm::Gmm => Box::new(GmmParams::new(seed).k(k).min_size(min_size).check()?),
        Algorithm::Leiden => Box::new(LeidenParams::new(seed).min_size(min_size).quick(quick).check()?),
        Algorithm::Hdbscan => Box::new(HdbscanParams::new().min_size(min_size).check()?),
        Algorithm::Optics => Box::new(OpticsParams::new().min_size(min_size).check()?),
        Algorithm::Dbscan => Box::new(DbscanParams::new().min_size(min_size).check()?),
        Algorithm::Auto | Algorithm::Agglomerative => {
            Box::new(AgglomerativeParams::new().k(k).min_size(min_size).check()?)
        }
    })
}

/// Gives rows that are in no cluster to the nearest one, those nearest to it first, until at most a share of
/// `most` is left.
fn within_budget(rows: ArrayView2<'_, f32>, mut clustering: Clustering, most: f64) -> Clustering {
    let allowed = (most * rows.nrows() as f64) as usize;
    let noise: Vec<usize> = (0..rows.nrows()).filter(|&row| clustering.labels[row].is_none()).collect();
    if noise.len() <= allowed || clustering.n_clusters == 0 {
        return clustering;
    }
    let labels = clustering.labels.iter().map(|label| label.map(|id| id.0 as usize));
    let centroids = directions(&cluster_sums(rows, labels, clustering.n_clusters).0);
    let mut near: Vec<(usize, usize, f32)> = noise
        .into_iter()
        .map(|row| {
            let (cluster, cosine) = greatest(centroids.dot(&rows.row(row)).view());
            (row, cluster, cosine)
        })
        .collect();
    near.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
    let given = near.len() - allowed;
    for (row, cluster, cosine) in near.into_iter().take(given) {
        clustering.labels[row] = Some(ClusterId(cluster as u32));
        clustering.strengths[row] = cosine.clamp(0.0, 1.0);
    }
    let rank = ranks(clustering.labels.iter().map(|label| label.map(|id| id.0 as usize)));
    for id in clustering.labels.iter_mut().flatten() {
        *id = ClusterId(rank[id.0 as usize] as u32);
    }
    clustering
}

/// The sentence that says why.
fn why(options: &ClusterOptions, chosen: Algorithm, n: usize, clustering: &Clustering) -> String {
    let algorithm = match (options.algorithm, chosen) {
        (Algorithm::Auto, Algorithm::Leiden) => {
            format!(
                "{n} paragraphs are enough to see which of them are neighbours of each other, so topics are groups of neighbours"
            )
        }
        (Algorithm::Auto, Algorithm::KMeans) => {
            format!("with {n} paragraphs there are too many pairs to compare, so k-means was used")
        }
        (Algorithm::Auto, _) => {
            format!("with {n} paragraphs every pair can be compared, so the nearest were merged step by step")
        }
        (_, named) => format!("`{named}` was asked for"),
    };
    let found = clustering.n_clusters;
    let number = match (chosen, options.k) {
        (Algorithm::Leiden, _) if found > 1 => {
            format!("{found} groups come back most reliably when they are looked for again and again")
        }
        (Algorithm::Dbscan | Algorithm::Hdbscan | Algorithm::Optics, _) => {
            format!("it found {found} dense groups by itself")
        }
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
    let least = match chosen {
        _ if options.k.is_some() => 1,
        Algorithm::Dbscan => 1,
        Algorithm::Hdbscan => min_size_for(n).max(hdbscan::LEAST_SIZE),
        _ => min_size_for(n),
    };
    parameters.insert("min_size".to_owned(), json!(options.min_size.unwrap_or(least)));
    parameters.insert("max_outliers".to_owned(), json!(options.max_outliers));
    if !finds_its_number(chosen) {
        parameters.insert("k".to_owned(), options.k.map_or_else(|| json!("auto"), |k| json!(k)));
    }
    match chosen {
        Algorithm::KMeans | Algorithm::Gmm => parameters.insert("seed".to_owned(), json!(options.seed)),
        Algorithm::Leiden => {
            parameters.insert("neighbors".to_owned(), json!(leiden::neighbors_for(n)));
            parameters.insert("seed".to_owned(), json!(options.seed))
        }
        Algorithm::Dbscan | Algorithm::Optics => parameters.insert("radius".to_owned(), json!("auto")),
        Algorithm::Hdbscan => parameters.insert("selection".to_owned(), json!("excess of mass")),
        Algorithm::Auto | Algorithm::Agglomerative => parameters.insert("linkage".to_owned(), json!("ward")),
    };
    parameters
}

/// A clustering algorithm by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Algorithm {
    /// Chosen by the number of rows.
    #[default]
    Auto,
    /// [`kmeans`](super::kmeans).
    KMeans,
    /// [`dbscan`](super::dbscan).
    Dbscan,
    /// [`agglomerative`](super::agglomerative).
    Agglomerative,
    /// [`leiden`](super::leiden).
    Leiden,
    /// [`hdbscan`](super::hdbscan).
    Hdbscan,
    /// [`optics`](super::optics).
    Optics,
    /// [`gmm`](super::gmm).
    Gmm,
}

impl Algorithm {
    /// Every algorithm, in the order in which help lists them.
    pub const ALL: [Self; 8] = [
        Self::Auto,
        Self::Leiden,
        Self::Agglomerative,
        Self::KMeans,
        Self::Gmm,
        Self::Hdbscan,
        Self::Dbscan,
        Self::Optics,
    ];

    /// The name as typed and printed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::KMeans => "kmeans",
            Self::Dbscan => "dbscan",
            Self::Agglomerative => "agglomerative",
            Self::Leiden => "leiden",
            Self::Hdbscan => "hdbscan",
            Self::Optics => "optics",
            Self::Gmm => "gmm",
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The text names no algorithm.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not one of `auto`, `leiden`, `agglomerative`, `kmeans`, `gmm`, `hdbscan`, `dbscan`, `optics`"
)]
pub struct UnknownAlgorithm(String);

impl FromStr for Algorithm {
    type Err = UnknownAlgorithm;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.name().eq_ignore_ascii_case(text))
            .ok_or_else(|| UnknownAlgorithm(text.to_owned()))
    }
}

/// Settings of [`cluster`](super::cluster).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClusterOptions {
    /// The algorithm.
    pub algorithm: Algorithm,
    /// Number of clusters; `None` to have it chosen. `leiden`, `hdbscan`, `dbscan` and `optics` find their
    /// own and cannot be told.
    pub k: Option<usize>,
    /// Rows that the smallest cluster has; `None` to have it chosen from the number of rows.
    pub min_size: Option<usize>,
    /// Greatest share of rows that may be in no cluster, in [0, 1]; those nearest to a cluster are given to
    /// it until it holds.
    pub max_outliers: f64,
    /// Fewer runs where there are many: for looking at the same rows again and again.
    pub quick: bool,
    /// Seed of everything random.
    pub seed: u64,
}

impl Default for ClusterOptions {
    fn default() -> Self {
        Self {
            algorithm: Algorithm::Auto,
            k: None,
            min_size: None,
            max_outliers: 0.1,
            quick: false,
            seed: 42,
        }
    }
}
