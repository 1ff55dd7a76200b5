//! Topics of the body: given ones, clusters of the rest, edits of a person, names.

use std::cell::RefCell;

use ndarray::{Array2, Axis};
use serde_json::json;

use super::TopicsOptions;
use super::given::{self, Given};
use super::rows::Rows;
use super::several::{Share, several};
use crate::cluster::{self, ClusterId, Clustering, Points};
use crate::embed::static_model::StaticModel;
use crate::embed::{EmbedError, Embedder};
use crate::pipeline::{Collection, PipelineError, Progress, Stage};
use crate::report::topics::model::MethodSummary;
use crate::store::StoredUnit;
use crate::topics::registry::{Assigned, FoundTopic, KnownTopic, Registry};
use crate::topics::{self, Guided, GuidedFile, TopicOptions, TopicText, Topics};

/// Topics by place in the body.
pub(super) struct Found {
    pub(super) topics: Topics,
    /// Rows of the originals that were clustered.
    pub(super) clustered: Vec<usize>,
    pub(super) method: MethodSummary,
    /// Places in the body whose documents' titles say best what each topic is about.
    pub(super) titles: Vec<Vec<usize>>,
    /// Number of each topic.
    pub(super) ids: Vec<u64>,
    /// Whether a person gave the topic.
    pub(super) is_given: Vec<bool>,
    /// The given topics, and what became of them.
    pub(super) given: Option<Given>,
    /// Shares of several topics of each place in the body.
    pub(super) shares: Vec<Vec<Share>>,
    /// With a registry: what changed, and the next one.
    pub(super) assigned: Option<Assigned>,
}

/// Turns words into vectors, and keeps the first failure.
pub(super) struct Words<'a> {
    embedder: &'a dyn Embedder,
    failed: RefCell<Option<EmbedError>>,
}

impl<'a> Words<'a> {
    pub(super) fn new(embedder: &'a dyn Embedder) -> Self {
        Self { embedder, failed: RefCell::new(None) }
    }

    pub(super) fn vectors(&self, terms: &[&str]) -> Vec<Option<Vec<f32>>> {
        match self.embedder.passages(terms) {
            Ok(vectors) => (0..terms.len()).map(|i| vectors.get(i).map(<[f32]>::to_vec)).collect(),
            Err(error) => {
                self.failed.replace(Some(error));
                vec![None; terms.len()]
            }
        }
    }

    /// The failure, if there was one.
    pub(super) fn check(&self) -> Result<(), PipelineError> {
        self.failed.take().map_or(Ok(()), |error| Err(error.into()))
    }
}

/// One label for each row, with the given topics first.
struct Labels {
    clusters: Vec<Option<ClusterId>>,
    strengths: Vec<f32>,
    n_given: usize,
    shares: Vec<Vec<(usize, f32)>>,
}

impl Found {
    pub(super) fn new(
        collection: &Collection,
        units: &[StoredUnit],
        rows: &Rows<'_>,
        options: &TopicsOptions,
        words: &Words<'_>,
        registry: Option<&Registry>,
        progress: &dyn Progress,
    ) -> Result<Self, PipelineError> {
        progress.begin(Stage::Clustering, 0);
        let vectors = |terms: &[&str]| words.vectors(terms);
        let file = options.given.as_deref().map(GuidedFile::read).transpose()?;
        let guided = file
            .as_ref()
            .map(|file| given::guide(collection, units, rows, file, options, words, progress))
            .transpose()?;
        let (clustered, outcome) = rest(rows, guided.as_ref(), options)?;
        let n_given = file.as_ref().map_or(0, |file| file.topics.len());
        let mut all = joined(rows, guided.as_ref(), &clustered, &outcome.clustering, n_given);
        if let Some(registry) = registry {
            obey(rows, registry, &mut all);
        }
        progress.end();

        progress.begin(Stage::Naming, 0);
        let label_of = |row: usize| all.clusters[rows.original[row]];
        let clustering = Clustering {
            labels: rows.row_of.iter().map(|&row| label_of(row)).collect(),
            strengths: rows.row_of.iter().map(|&row| all.strengths[rows.original[row]]).collect(),
            n_clusters: all.clusters.iter().flatten().map(|id| id.0 as usize + 1).max().unwrap_or(0),
        };
        let texts = texts(units, rows);
        let raw = rows.raw.select(Axis(0), &rows.row_of);
        let topic_options = TopicOptions {
            n_representatives: options.representatives,
            label_language: options.label_language,
            ..TopicOptions::default()
        };
        let mut topics = topics::describe(&texts, raw.view(), &clustering, &topic_options, Some(&vectors));
        let titles = titles(units, rows, &topics, words);
        words.check()?;

        let cluster_of =
            |topic: &topics::Topic| topic.members.first().and_then(|&place| clustering.labels[place]);
        let given_of: Vec<Option<usize>> = topics
            .topics
            .iter()
            .map(|topic| cluster_of(topic).map(|id| id.0 as usize).filter(|&id| id < all.n_given))
            .collect();
        if let Some(file) = &file {
            for (topic, given) in topics.topics.iter_mut().zip(&given_of) {
                if let Some(given) = given {
                    topic.label.clone_from(&file.topics[*given].name);
                }
            }
        }
        let assigned = registry.map(|registry| assign(rows, &topics, registry, &outcome.parameters));
        let ids = match &assigned {
            Some(assigned) => assigned.ids.iter().map(|id| id.0).collect(),
            None => (1..=topics.topics.len() as u64).collect(),
        };
        if let Some(assigned) = &assigned {
            for (topic, name) in topics.topics.iter_mut().zip(&assigned.names) {
                topic.label.clone_from(name);
            }
        }
        // Given topics have other numbers by now.
        let mut number = vec![None; n_given];
        for (topic, given) in given_of.iter().enumerate() {
            if let Some(given) = given {
                number[*given] = Some(topic);
            }
        }
        let shares = rows
            .row_of
            .iter()
            .map(|&row| {
                let shares = all.shares[rows.original[row]].iter();
                let share = |&(given, share): &(usize, f32)| {
                    Some(Share { topic: number.get(given).copied()??, amount: share, sentences: Vec::new() })
                };
                shares.filter_map(share).collect()
            })
            .collect();
        let mut method = MethodSummary {
            algorithm: outcome.algorithm.to_owned(),
            why: outcome.why,
            parameters: outcome.parameters,
        };
        if let Some(file) = &file {
            method.parameters.insert("given_topics".to_owned(), json!(file.topics.len()));
            method
                .parameters
                .insert("cutoff".to_owned(), json!((f64::from(options.cutoff) * 1e6).round() / 1e6));
        }
        progress.end();
        Ok(Self {
            topics,
            titles,
            clustered,
            method,
            ids,
            is_given: given_of.iter().map(Option::is_some).collect(),
            given: file.zip(guided).map(|(file, guided)| Given {
                topics: file.topics,
                evidence: guided.topics,
                number,
            }),
            shares,
            assigned,
        })
    }
}

impl Found {
    /// Finds the paragraphs that are about several topics.
    ///
    /// # Errors
    /// What the model says.
    pub(super) fn unmix(&mut self, rows: &Rows<'_>, model: &StaticModel) -> Result<(), PipelineError> {
        let mut topic_of = vec![None; rows.texts.len()];
        for (place, &row) in rows.row_of.iter().enumerate() {
            topic_of[row] = self.topics.assignment[place];
        }
        let shares = several(rows, &topic_of, self.topics.topics.len(), model)?;
        self.shares = rows.row_of.iter().map(|&row| shares[row].clone()).collect();
        Ok(())
    }
}

/// Places in the body whose documents' titles say best what each topic is about.
pub(super) fn titles(
    units: &[StoredUnit],
    rows: &Rows<'_>,
    topics: &Topics,
    words: &Words<'_>,
) -> Vec<Vec<usize>> {
    let titles: Vec<Option<&str>> = rows.body.iter().map(|&unit| units[unit].title.as_deref()).collect();
    let raw = rows.raw.select(Axis(0), &rows.row_of);
    let vectors = |terms: &[&str]| words.vectors(terms);
    topics::central_titles(&texts(units, rows), &titles, raw.view(), topics, Some(&vectors))
}

/// Texts of the body as topics need them: blank where they say what many documents say.
pub(super) fn texts<'a>(units: &'a [StoredUnit], rows: &Rows<'a>) -> Vec<TopicText<'a>> {
    let text = |&unit: &usize| TopicText {
        text: rows.apart.text(units, unit),
        language: units[unit].language,
        document: units[unit].document as usize,
    };
    rows.body.iter().map(text).collect()
}

/// Clusters the originals that are about none of the given topics; these rows, and the clusters.
fn rest(
    rows: &Rows<'_>,
    guided: Option<&Guided>,
    options: &TopicsOptions,
) -> Result<(Vec<usize>, cluster::Outcome), PipelineError> {
    let free = |place: &usize| guided.is_none_or(|guided| guided.assignment[*place].is_none());
    let clustered: Vec<usize> = if options.only_given && guided.is_some() {
        Vec::new()
    } else {
        (0..rows.originals.len()).filter(free).map(|place| rows.originals[place]).collect()
    };
    let vectors: Array2<f32> = rows.aligned.select(Axis(0), &clustered);
    let k = cluster::leiden::neighbors_for(clustered.len());
    let points =
        Points::new(vectors.view())?.with_neighbors(rows.neighbors.among(&clustered, vectors.view(), k));
    let mut outcome = cluster::cluster(&points, &options.cluster)?;
    if options.only_given && guided.is_some() {
        outcome.algorithm = "given";
        "only the given topics were asked for".clone_into(&mut outcome.why);
    }
    Ok((clustered, outcome))
}

/// One label a row: given topics first, then clusters.
fn joined(
    rows: &Rows<'_>,
    guided: Option<&Guided>,
    clustered: &[usize],
    clustering: &Clustering,
    n_given: usize,
) -> Labels {
    let n = rows.texts.len();
    let mut all =
        Labels { clusters: vec![None; n], strengths: vec![0.0; n], n_given, shares: vec![Vec::new(); n] };
    if let Some(guided) = guided {
        for (place, &row) in rows.originals.iter().enumerate() {
            all.clusters[row] = guided.assignment[place].map(|topic| ClusterId(topic as u32));
            all.strengths[row] = guided.confidence[place];
            if guided.shares[place].len() > 1 {
                all.shares[row].clone_from(&guided.shares[place]);
            }
        }
    }
    for (place, &row) in clustered.iter().enumerate() {
        all.clusters[row] = clustering.labels[place].map(|id| ClusterId(id.0 + n_given as u32));
        all.strengths[row] = clustering.strengths[place];
    }
    all
}

/// Makes the labels obey what a person edited.
fn obey(rows: &Rows<'_>, registry: &Registry, all: &mut Labels) {
    let similarity = |place: usize, topic: &KnownTopic| {
        let row = rows.raw.row(rows.originals[place]);
        row.iter().zip(&topic.centre).map(|(a, b)| a * b).sum()
    };
    let keys = rows.keys();
    let keys: Vec<_> = rows.originals.iter().map(|&row| keys[row]).collect();
    let labels: Vec<_> = rows.originals.iter().map(|&row| all.clusters[row]).collect();
    let edited = registry.apply_edits(&keys, &labels, &similarity);
    if edited.labels == labels {
        return;
    }
    for (place, &row) in rows.originals.iter().enumerate() {
        all.clusters[row] = edited.labels[place];
    }
}

/// Ids and names from run to run.
fn assign(
    rows: &Rows<'_>,
    topics: &Topics,
    registry: &Registry,
    parameters: &std::collections::BTreeMap<String, serde_json::Value>,
) -> Assigned {
    let keys = rows.keys();
    let found = topics.topics.iter().map(|topic| {
        let mut centre = vec![0.0_f32; rows.raw.ncols()];
        for &place in &topic.members {
            let row = rows.raw.row(rows.row_of[place]);
            centre.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
        }
        let length = centre.iter().map(|value| value * value).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        for value in &mut centre {
            *value /= length;
        }
        FoundTopic {
            members: topic.members.iter().map(|&place| keys[rows.row_of[place]]).collect(),
            label: topic.label.clone(),
            spare: topic.terms.iter().skip(3).map(|term| term.text.clone()).collect(),
            centre,
        }
    });
    let outliers = topics.outliers.iter().map(|outlier| keys[rows.row_of[outlier.unit]]).collect();
    registry.assign(found.collect(), outliers, &json!(parameters).to_string())
}
