//! How good the topics are: figures that say "not defined" where they are not.

use ndarray::{Array2, ArrayView2};
use rayon::prelude::*;

use super::TopicsOptions;
use super::find::{Found, texts};
use super::rows::Rows;
use crate::cluster::quality::{self, Resampling};
use crate::cluster::{self, ClusterError, Points};
use crate::pipeline::PipelineError;
use crate::report::topics::model::{QualitySummary, TopicNeighbor, TopicStability};
use crate::store::StoredUnit;
use crate::topics::{self, Topics};

/// Most texts whose topics are looked for again without being asked: it takes a second or two.
const LOOKED_FOR_AGAIN: usize = 1_000;

/// Random parts in which they are then looked for.
const RUNS: usize = 10;

/// Nearest topics of each.
const NEIGHBORS: usize = 5;

/// Figures of the whole, and of each topic by its place.
pub(super) struct Figures {
    pub(super) quality: QualitySummary,
    pub(super) silhouettes: Vec<Option<f64>>,
    pub(super) coherence: Vec<Option<f64>>,
    pub(super) stability: Vec<Option<TopicStability>>,
}

pub(super) fn of(
    units: &[StoredUnit],
    rows: &Rows<'_>,
    found: &Found,
    options: &TopicsOptions,
) -> Result<Figures, PipelineError> {
    let topics = &found.topics;
    // Each text counts once, however often it is copied.
    let mut label_of = vec![None; rows.texts.len()];
    for (place, &row) in rows.row_of.iter().enumerate() {
        label_of[row] = topics.assignment[place];
    }
    let labels: Vec<Option<usize>> = rows.originals.iter().map(|&row| label_of[row]).collect();
    let aligned = rows.of_originals(&rows.aligned);
    let silhouettes = quality::silhouettes(aligned.view(), &labels);
    let density = quality::density_validity(aligned.view(), &labels);
    let words = topics::label_quality(&texts(units, rows), &topics.topics);
    let (stability, agreement, runs) = stability(rows, found, &label_of, options)?;
    let outliers = topics.outliers.len();
    Ok(Figures {
        quality: QualitySummary {
            silhouette: silhouettes.as_ref().map(|found| found.mean),
            density_validity: density.map(|found| found.whole),
            coherence: words.mean_coherence,
            diversity: words.diversity,
            stability: agreement,
            stability_runs: runs,
            outlier_share: (!rows.body.is_empty()).then(|| outliers as f64 / rows.body.len() as f64),
        },
        silhouettes: silhouettes.map(|found| found.clusters).unwrap_or_default(),
        coherence: words.coherence,
        stability,
    })
}

type Stabilities = (Vec<Option<TopicStability>>, Option<f64>, usize);

/// Looks for the topics again in random parts of what was clustered.
fn stability(
    rows: &Rows<'_>,
    found: &Found,
    label_of: &[Option<usize>],
    options: &TopicsOptions,
) -> Result<Stabilities, PipelineError> {
    let few = found.clustered.len() <= LOOKED_FOR_AGAIN;
    let runs = options.stability.unwrap_or(if few { RUNS } else { 0 });
    if runs < 2 || found.clustered.len() < 2 {
        return Ok((Vec::new(), None, 0));
    }
    let vectors = rows.aligned.select(ndarray::Axis(0), &found.clustered);
    let again = |part: ArrayView2<'_, f32>, seed: u64| -> Result<Vec<Option<usize>>, ClusterError> {
        let options = cluster::ClusterOptions { seed, quick: true, ..options.cluster };
        let clustering = cluster::cluster(&Points::new(part)?, &options)?.clustering;
        Ok(clustering.labels.iter().map(|label| label.map(|id| id.0 as usize)).collect())
    };
    let resampling = Resampling { runs, seed: options.cluster.seed, ..Resampling::default() };
    let parts = quality::bootstrap(vectors.view(), &resampling, &again)?;
    let reference: Vec<Option<usize>> = found.clustered.iter().map(|&row| label_of[row]).collect();
    let Some(measured) = quality::stability(&reference, &parts) else { return Ok((Vec::new(), None, runs)) };
    let of_topic = |cluster: &Option<quality::ClusterStability>| {
        cluster.map(|cluster| TopicStability {
            jaccard: cluster.jaccard,
            comes_back: cluster.comes_back,
            fragile: cluster.is_fragile(),
        })
    };
    let mut topics: Vec<Option<TopicStability>> = measured.clusters.iter().map(of_topic).collect();
    for (topic, given) in topics.iter_mut().zip(&found.is_given) {
        if *given {
            *topic = None;
        }
    }
    Ok((topics, measured.agreement, runs))
}

/// Unit centroids of the topics, `(topics, dim)`, of aligned rows.
pub(super) fn centroids(rows: &Rows<'_>, topics: &Topics) -> Array2<f32> {
    let mut centroids = Array2::<f32>::zeros((topics.topics.len(), rows.aligned.ncols()));
    for (topic, mut centroid) in topics.topics.iter().zip(centroids.outer_iter_mut()) {
        for &place in &topic.members {
            centroid += &rows.aligned.row(rows.row_of[place]);
        }
        let length = centroid.dot(&centroid).sqrt();
        if length > 0.0 {
            centroid /= length;
        }
    }
    centroids
}

/// The nearest topics of each, most similar first, by their centroids and numbers.
pub(super) fn neighbors(centroids: &Array2<f32>, ids: &[u64]) -> Vec<Vec<TopicNeighbor>> {
    let of = |topic: usize| {
        let cosines = centroids.dot(&centroids.row(topic));
        let others = cosines.iter().zip(ids).enumerate().filter(|(other, _)| *other != topic);
        let mut near: Vec<TopicNeighbor> = others
            .map(|(_, (cosine, id))| TopicNeighbor { topic: *id, similarity: cosine.clamp(-1.0, 1.0) })
            .collect();
        near.sort_by(|a, b| b.similarity.total_cmp(&a.similarity).then(a.topic.cmp(&b.topic)));
        near.truncate(NEIGHBORS);
        near
    };
    (0..centroids.nrows()).into_par_iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_the_most_similar_topics_first_and_never_the_topic_itself() {
        let centroids = ndarray::array![[1.0, 0.0], [0.8, 0.6], [0.0, 1.0], [0.8, 0.6]];
        let near = neighbors(&centroids, &[7, 3, 9, 2]);
        let of = |topic: usize| near[topic].iter().map(|near| near.topic).collect::<Vec<_>>();
        assert_eq!(
            [of(0), of(1), of(2)],
            [[2, 3, 9], [2, 7, 9], [2, 3, 7]],
            "of equals the smaller number first"
        );
        assert!((near[0][0].similarity - 0.8).abs() < 1e-6 && near[1][0].similarity <= 1.0);
        assert!(neighbors(&Array2::zeros((1, 4)), &[1])[0].is_empty());
    }
}
