//! Topic reports: what the corpus is about, with every unit accounted for.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};

use ndarray::Array2;
use serde_json::json;

use super::{Base, Collection, PipelineError, Progress, Stage};
use crate::cluster::{self, ClusterId, ClusterOptions, Clustering, Points, quality};
use crate::corpus::Language;
use crate::embed::Embedder;
use crate::report::model::{
    CorpusSummary, Excerpt, MethodSummary, QualitySummary, SkippedFile, TOPIC_REPORT_SCHEMA, TopicEntry,
    TopicReport, UnitEntry,
};
use crate::store::StoredUnit;
use crate::topics::{self, TopicOptions, TopicText, Topics};

/// How topics are to be found.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicsOptions {
    /// Algorithm and its parameters.
    pub cluster: ClusterOptions,
    /// Representative units of each topic.
    pub representatives: usize,
    /// Language of the labels; `None`: the collection's most frequent one where it fits.
    pub label_language: Option<Language>,
    /// Only units of this language.
    pub language: Option<Language>,
}

impl Default for TopicsOptions {
    fn default() -> Self {
        Self {
            cluster: ClusterOptions::default(),
            representatives: TopicOptions::default().n_representatives,
            label_language: None,
            language: None,
        }
    }
}

impl Collection {
    /// Finds the topics of the text proper; boilerplate and texts without a vector are listed apart.
    ///
    /// # Errors
    /// [`PipelineError::EmptyCorpus`] when there is no unit, and what clustering says of its parameters.
    pub fn topics(
        &self,
        options: &TopicsOptions,
        skipped: Vec<SkippedFile>,
        base: &Base,
        progress: &dyn Progress,
    ) -> Result<TopicReport, PipelineError> {
        let paths: Vec<String> = self.store.roots()?.iter().map(|root| base.show(root)).collect();
        let mut units = match self.stored {
            Some(stored) => self.store.units(stored)?,
            None => Vec::new(),
        };
        if let Some(language) = options.language {
            units.retain(|unit| unit.language == Some(language));
        }
        if units.is_empty() {
            return Err(PipelineError::EmptyCorpus { paths, skipped: skipped.len() });
        }
        self.note_interruption(progress)?;
        progress.begin(Stage::Clustering, 0);
        let body: Vec<usize> = (0..units.len()).filter(|&i| is_body(&units[i])).collect();
        let (rows, row_of) = self.rows_of(&units, &body)?;
        let found = Found::new(&units, &body, &rows, &row_of, options, self.embedder.as_ref())?;
        progress.end();

        let mut report = TopicReport {
            schema: TOPIC_REPORT_SCHEMA,
            generator: format!("cognate {}", env!("CARGO_PKG_VERSION")),
            corpus: self.summary(paths, skipped, &units, &found)?,
            model: self.model_summary(),
            method: found.method.clone(),
            quality: found.quality.clone(),
            topics: Vec::new(),
            units: unit_entries(&units, &body, &found.topics, base),
        };
        report.topics = found
            .topics
            .topics
            .iter()
            .enumerate()
            .map(|(number, topic)| TopicEntry {
                id: number + 1,
                label: topic.label.clone(),
                terms: topic.terms.clone(),
                units: topic.members.len(),
                documents: topic.n_documents,
                languages: topic.languages.clone(),
                cohesion: topic.cohesion,
                representatives: topic
                    .representatives
                    .iter()
                    .map(|&i| {
                        let unit = body[i];
                        let entry = &report.units[unit];
                        Excerpt { unit, text: entry.text.clone(), place: entry.place.clone() }
                    })
                    .collect(),
            })
            .collect();
        Ok(report)
    }

    /// The different vectors of the units in `body`, and which of them each has.
    fn rows_of(
        &self,
        units: &[StoredUnit],
        body: &[usize],
    ) -> Result<(Array2<f32>, Vec<usize>), PipelineError> {
        let Some(stored) = self.stored else { return Ok((Array2::zeros((0, 0)), Vec::new())) };
        let vectors = self.store.vectors(stored, 0)?;
        let mut place: HashMap<i64, usize> = HashMap::new();
        let mut order = Vec::new();
        let mut row_of = Vec::with_capacity(body.len());
        for &i in body {
            let id = units[i].embedding.unwrap_or_default();
            let next = order.len();
            row_of.push(*place.entry(id).or_insert_with(|| {
                order.push(vectors.ids.binary_search(&id).unwrap_or_default());
                next
            }));
        }
        Ok((vectors.rows.select(ndarray::Axis(0), &order), row_of))
    }

    fn summary(
        &self,
        paths: Vec<String>,
        skipped: Vec<SkippedFile>,
        units: &[StoredUnit],
        found: &Found,
    ) -> Result<CorpusSummary, PipelineError> {
        let counts = self.store.counts(self.stored)?;
        let windowed = match self.stored {
            Some(stored) => self.store.windowed(stored)?,
            None => HashSet::new(),
        };
        let mut languages: BTreeMap<Language, usize> = BTreeMap::new();
        for language in units.iter().filter_map(|unit| unit.language) {
            *languages.entry(language).or_default() += 1;
        }
        let boilerplate = units.iter().filter(|unit| unit.boilerplate.is_some()).count();
        let outliers = found.topics.assignment.iter().filter(|topic| topic.is_none()).count();
        let in_topics = found.topics.assignment.len() - outliers;
        Ok(CorpusSummary {
            paths,
            unit: json!(self.settings.unit).as_str().unwrap_or_default().to_owned(),
            files: counts.files,
            skipped,
            documents: counts.documents,
            units: units.len(),
            in_topics,
            outliers,
            boilerplate,
            without_vector: units.iter().filter(|u| u.boilerplate.is_none() && !has_vector(u)).count(),
            windowed: units.iter().filter(|u| u.embedding.is_some_and(|id| windowed.contains(&id))).count(),
            window: self.embedder.info().window,
            languages,
        })
    }
}

fn has_vector(unit: &StoredUnit) -> bool {
    unit.embedding.is_some() && !unit.without_vector
}

/// Whether a unit takes part in topics.
fn is_body(unit: &StoredUnit) -> bool {
    unit.boilerplate.is_none() && has_vector(unit)
}

/// Topics of the body, by position in it.
struct Found {
    topics: Topics,
    method: MethodSummary,
    quality: QualitySummary,
}

impl Found {
    fn new(
        units: &[StoredUnit],
        body: &[usize],
        rows: &Array2<f32>,
        row_of: &[usize],
        options: &TopicsOptions,
        embedder: &dyn Embedder,
    ) -> Result<Self, PipelineError> {
        // Languages lean apart as a whole: without its language's mean a row says more of its subject.
        let mut groups: Vec<Option<u32>> = vec![None; rows.nrows()];
        for (&unit, &row) in body.iter().zip(row_of) {
            groups[row] = units[unit]
                .language
                .and_then(|l| l.code().as_bytes().try_into().ok())
                .map(|code: [u8; 2]| u32::from(u16::from_be_bytes(code)));
        }
        let centred = cluster::align_groups(rows.view(), &groups);
        let smoothed = cluster::smooth(&Points::new(centred.view())?)?;
        let outcome = cluster::cluster(&Points::new(smoothed.view())?, &options.cluster)?;

        let labels: Vec<Option<ClusterId>> =
            row_of.iter().map(|&row| outcome.clustering.labels[row]).collect();
        let strengths = row_of.iter().map(|&row| outcome.clustering.strengths[row]).collect();
        let clustering = Clustering { labels, strengths, n_clusters: outcome.clustering.n_clusters };
        let texts: Vec<TopicText<'_>> = body
            .iter()
            .map(|&i| TopicText {
                text: &units[i].text,
                language: units[i].language,
                document: units[i].document as usize,
            })
            .collect();
        let all_rows = rows.select(ndarray::Axis(0), row_of);
        let topic_options = TopicOptions {
            n_representatives: options.representatives,
            label_language: options.label_language,
            ..TopicOptions::default()
        };
        let failed = RefCell::new(None);
        let term_vectors = |terms: &[&str]| match embedder.passages(terms) {
            Ok(vectors) => (0..terms.len()).map(|i| vectors.get(i).map(<[f32]>::to_vec)).collect(),
            Err(error) => {
                failed.replace(Some(error));
                vec![None; terms.len()]
            }
        };
        let topics =
            topics::describe(&texts, all_rows.view(), &clustering, &topic_options, Some(&term_vectors));
        if let Some(error) = failed.into_inner() {
            return Err(error.into());
        }

        let silhouette_labels: Vec<Option<usize>> =
            outcome.clustering.labels.iter().map(|label| label.map(|id| id.0 as usize)).collect();
        let outliers = topics.assignment.iter().filter(|topic| topic.is_none()).count();
        let quality = QualitySummary {
            silhouette: quality::silhouette(centred.view(), &silhouette_labels),
            outlier_share: (!body.is_empty()).then(|| outliers as f64 / body.len() as f64),
        };
        let method = MethodSummary {
            algorithm: outcome.algorithm.to_owned(),
            why: outcome.why,
            parameters: outcome.parameters,
        };
        Ok(Self { topics, method, quality })
    }
}

fn unit_entries(units: &[StoredUnit], body: &[usize], topics: &Topics, base: &Base) -> Vec<UnitEntry> {
    let mut entries: Vec<UnitEntry> = units
        .iter()
        .map(|unit| UnitEntry {
            text: unit.text.clone(),
            place: base.place(unit),
            language: unit.language,
            topic: None,
            strength: None,
            nearest_topic: None,
            boilerplate: unit.boilerplate,
            without_vector: !has_vector(unit),
        })
        .collect();
    for (i, &unit) in body.iter().enumerate() {
        entries[unit].topic = topics.assignment[i].map(|topic| topic + 1);
        entries[unit].strength = Some(topics.strengths[i]);
    }
    for outlier in &topics.outliers {
        entries[body[outlier.unit]].nearest_topic = outlier.nearest.map(|topic| topic + 1);
    }
    entries
}
