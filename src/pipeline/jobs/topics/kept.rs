//! Topics as a collection keeps them: those of the last run with the edits since, described anew from their texts.

use std::collections::{BTreeMap, HashMap};

use ndarray::{Array2, Axis};

use super::find::{Found, Words, texts, titles};
use super::rows::Rows;
use super::{Basis, TopicsOptions};
use crate::cluster::{ClusterId, Clustering};
use crate::pipeline::{Base, Collection, PipelineError, Progress, Stage};
use crate::report::topics::model::{MethodSummary, TopicReport};
use crate::store::StoredUnit;
use crate::topics::registry::Registry;
use crate::topics::{self, TopicOptions};

impl Collection {
    /// The topics that the collection keeps, with their numbers, names and edits, and the registry that says so; `None` before the first
    /// run of [`Collection::topics_kept`]. Nothing is clustered: a text that came since is in no topic.
    ///
    /// # Errors
    /// As [`Collection::topics`], and what the store says.
    pub fn kept_topics(
        &self,
        options: &TopicsOptions,
        base: &Base,
        progress: &dyn Progress,
    ) -> Result<Option<(TopicReport, Registry)>, PipelineError> {
        let registry = self.registry()?;
        if registry.run().is_none() {
            return Ok(None);
        }
        let options = TopicsOptions { given: None, only_given: false, stability: Some(0), ..options.clone() };
        let skipped = self.unread(base)?;
        let (report, _) = self.find_topics(&options, Basis::Kept(&registry), skipped, base, progress)?;
        Ok(Some((report, registry)))
    }
}

impl Found {
    /// The topics of the registry, of the texts that are still there.
    pub(super) fn kept(
        units: &[StoredUnit],
        rows: &Rows<'_>,
        options: &TopicsOptions,
        words: &Words<'_>,
        registry: &Registry,
        progress: &dyn Progress,
    ) -> Result<Self, PipelineError> {
        progress.begin(Stage::Naming, 0);
        let known = registry.topics();
        let members = known.iter().enumerate();
        let topic_of: HashMap<_, _> =
            members.flat_map(|(place, topic)| topic.members.iter().map(move |key| (*key, place))).collect();
        let keys = rows.keys();
        // A copy that came since is where its original is.
        let topic_of_row: Vec<Option<usize>> = (0..keys.len())
            .map(|row| topic_of.get(&keys[row]).or_else(|| topic_of.get(&keys[rows.original[row]])).copied())
            .collect();
        let near = nearness(rows, &topic_of_row, known.len());
        let clustering = Clustering {
            labels: rows
                .row_of
                .iter()
                .map(|&row| topic_of_row[row].map(|topic| ClusterId(topic as u32)))
                .collect(),
            strengths: rows.row_of.iter().map(|&row| near[row]).collect(),
            n_clusters: known.len(),
        };
        let raw = rows.raw.select(Axis(0), &rows.row_of);
        let vectors = |terms: &[&str]| words.vectors(terms);
        let described = TopicOptions {
            n_representatives: options.representatives,
            label_language: options.label_language,
            ..TopicOptions::default()
        };
        let mut topics =
            topics::describe(&texts(units, rows), raw.view(), &clustering, &described, Some(&vectors));
        let titles = titles(units, rows, &topics, words);
        words.check()?;
        let mut ids = Vec::with_capacity(topics.topics.len());
        for topic in &mut topics.topics {
            let kept = topic.members.first().and_then(|&place| topic_of_row[rows.row_of[place]]);
            if let Some(kept) = kept.map(|place| &known[place]) {
                topic.label.clone_from(&kept.name);
                ids.push(kept.id.0);
            }
        }
        progress.end();
        let settings = registry.run().map(|run| run.settings.as_str()).unwrap_or_default();
        Ok(Self {
            is_given: vec![false; topics.topics.len()],
            given: None,
            titles,
            shares: vec![Vec::new(); rows.row_of.len()],
            clustered: Vec::new(),
            method: MethodSummary {
                algorithm: "kept".to_owned(),
                why: "the topics of the last run, as they were edited since".to_owned(),
                // Settings of another form are those of an older program.
                parameters: serde_json::from_str(settings).unwrap_or_else(|_| BTreeMap::new()),
            },
            ids,
            topics,
            assigned: None,
        })
    }
}

/// Cosine of each row to the middle of its topic, in [0, 1]; 0 for one in no topic. How strongly a text belonged to its topic is not kept.
fn nearness(rows: &Rows<'_>, topic_of_row: &[Option<usize>], n_topics: usize) -> Vec<f32> {
    let mut centres = Array2::<f32>::zeros((n_topics, rows.raw.ncols()));
    for (row, topic) in topic_of_row.iter().enumerate() {
        if let Some(topic) = topic {
            let mut centre = centres.row_mut(*topic);
            centre += &rows.raw.row(row);
        }
    }
    for mut centre in centres.outer_iter_mut() {
        let length = centre.dot(&centre).sqrt();
        if length > 0.0 {
            centre /= length;
        }
    }
    let near = |(row, topic): (usize, &Option<usize>)| {
        topic.map_or(0.0, |topic| rows.raw.row(row).dot(&centres.row(topic)).clamp(0.0, 1.0))
    };
    topic_of_row.iter().enumerate().map(near).collect()
}
