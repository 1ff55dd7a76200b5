//! Topic reports: what the corpus is about, with every unit accounted for.
//!
//! `apart` leaves out what recurs across documents, `rows` brings the different texts together, `find` their topics, `several` which texts are about more than one, `figures` says how good
//! they are, `more` groups, dates and compares them, `map` lays them out, and `entries` writes all of it down for a report. `kept` takes
//! what a collection keeps in the place of `find`, and `shown` looks closer at topics of either kind, or of a report.

mod apart;
mod entries;
mod figures;
mod find;
mod given;
mod kept;
mod map;
mod more;
mod options;
mod rows;
mod several;
mod shown;

pub use options::{Attribute, Extras, Sides, TopicsOptions, UnknownSides};
pub use shown::ShownTopics;

use std::collections::{BTreeMap, HashMap, HashSet};

use ndarray::Array2;
use serde_json::json;

use self::apart::Apart;
use self::entries::Numbers;
use self::find::{Found, Words};
use self::rows::{Rows, has_vector};
use crate::corpus::{ContentHash, Language};
use crate::pipeline::{Base, Collection, PipelineError, Progress, Stage};
use crate::report::sources::SkippedFile;
use crate::report::topics::model::{
    CorpusSummary, FormerTopic, ReadingSummary, RepeatedSummary, TOPIC_REPORT_SCHEMA, TopicReport,
};
use crate::store::{Store, StoreError, StoredUnit};
use crate::topics::GuidedFile;
use crate::topics::registry::Registry;

impl Collection {
    /// Finds the topics of the text proper; boilerplate and texts without a vector are listed apart. Nothing is kept.
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
        Ok(self.find_topics(options, Basis::New, skipped, base, progress)?.0)
    }

    /// As [`Collection::topics`], with the ids, names and edits that the collection keeps; and keeps what was found, when the
    /// run was one over all of it ([`TopicsOptions::is_whole`]) and not one to try settings out ([`TopicsOptions::keep`]).
    ///
    /// # Errors
    /// As [`Collection::topics`], and what the store says.
    pub fn topics_kept(
        &mut self,
        options: &TopicsOptions,
        base: &Base,
        progress: &dyn Progress,
    ) -> Result<TopicReport, PipelineError> {
        if options.given.is_some() {
            // Their names are the person's, and they are in the file.
            return self.topics(options, self.unread(base)?, base, progress);
        }
        // Finding them takes long, and others write meanwhile: the lock is taken for keeping them alone. Where what is kept has changed by
        // then, they are found again; the last time nobody else may change it.
        for last in [false, true] {
            let before = if last { self.lock()? } else { None };
            let registry = Registry::from_stored(self.store.registry()?)?;
            let (report, next) =
                self.find_topics(options, Basis::After(&registry), self.unread(base)?, base, progress)?;
            let Some(next) = next.filter(|next| options.keep && options.is_whole() && *next != registry)
            else {
                return Ok(report);
            };
            let lock = match before {
                None => self.lock(),
                before => Ok(before),
            };
            let lock = match lock {
                Err(PipelineError::Store(
                    error @ (StoreError::ReadOnly { .. } | StoreError::Foreign { .. }),
                )) => {
                    progress.note(&format!("{error}: what was found is shown, and not kept"));
                    return Ok(report);
                }
                lock => lock?,
            };
            if let Some(lock) = lock.as_ref().filter(|_| self.store.is_fixed()) {
                // It can be written after all, or the error says why not.
                self.store = Store::open(self.folder(), lock)?;
            }
            if last || Registry::from_stored(self.store.registry()?)? == registry {
                self.store.save_registry(&next.to_stored()?)?;
                return Ok(report);
            }
            drop(lock);
        }
        Err(PipelineError::TopicsChanged { folder: self.folder().to_path_buf() })
    }

    /// Topics as a file that a person may edit and give back as [`TopicsOptions::given`].
    ///
    /// # Errors
    /// As [`Collection::topics`].
    pub fn suggest_topics(
        &self,
        options: &TopicsOptions,
        base: &Base,
        progress: &dyn Progress,
    ) -> Result<String, PipelineError> {
        let snapshot = self.store.snapshot()?;
        let mut units = self.units(options, base, 0)?;
        progress.begin(Stage::Gathering, 0);
        let apart = Apart::of(&mut units);
        let rows = Rows::new(self, &units, &apart)?;
        drop(snapshot);
        progress.end();
        let words = Words::new(self.embedder.as_ref());
        let found = Found::new(self, &units, &rows, options, &words, None, progress)?;
        let texts = find::texts(&units, &rows);
        let mut file = GuidedFile::suggest(&found.topics, &texts);
        for (given, topic) in file.topics.iter_mut().zip(&found.topics.topics) {
            given.description = topic.summary.as_ref().and_then(|summary| {
                let text = texts.get(summary.unit)?.text.get(summary.span.clone())?;
                Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
            });
        }
        Ok(file.write())
    }

    fn units(
        &self,
        options: &TopicsOptions,
        base: &Base,
        skipped: usize,
    ) -> Result<Vec<StoredUnit>, PipelineError> {
        let mut units = match self.stored {
            Some(stored) => self.store.units(stored)?,
            None => Vec::new(),
        };
        if let Some(language) = options.language {
            units.retain(|unit| unit.language == Some(language));
        }
        if units.is_empty() {
            return Err(PipelineError::EmptyCorpus { paths: self.paths(base)?, skipped });
        }
        Ok(units)
    }

    /// The values of the fields that are asked about. Before the work, which may be long: there may be no such field.
    fn known(&self, options: &TopicsOptions, units: &[StoredUnit]) -> Result<more::Known, PipelineError> {
        let contrast = match options.contrast.as_ref().map(|sides| &sides.by) {
            Some(Attribute::Field(field)) => Some(self.labels(field, units)?),
            _ => None,
        };
        let per = options.per.iter().map(|field| self.labels(field, units)).collect::<Result<_, _>>()?;
        Ok(more::Known { contrast, per })
    }

    fn paths(&self, base: &Base) -> Result<Vec<String>, PipelineError> {
        Ok(self.store.roots()?.iter().map(|root| base.show(&root.path)).collect())
    }

    fn find_topics(
        &self,
        options: &TopicsOptions,
        basis: Basis<'_>,
        skipped: Vec<SkippedFile>,
        base: &Base,
        progress: &dyn Progress,
    ) -> Result<(TopicReport, Option<Registry>), PipelineError> {
        self.note_interruption(progress)?;
        // One moment, whoever writes meanwhile.
        let snapshot = self.store.snapshot()?;
        progress.begin(Stage::Gathering, 0);
        let mut units = self.units(options, base, skipped.len())?;
        let known = self.known(options, &units)?;
        let apart = Apart::of(&mut units);
        let rows = Rows::new(self, &units, &apart)?;
        progress.end();
        let words = Words::new(self.embedder.as_ref());
        let registry = match basis {
            Basis::After(registry) => Some(registry),
            Basis::New | Basis::Kept(_) => None,
        };
        let mut found = match basis {
            Basis::Kept(registry) => Found::kept(&units, &rows, options, &words, registry, progress)?,
            Basis::New | Basis::After(_) => {
                Found::new(self, &units, &rows, options, &words, registry, progress)?
            }
        };
        progress.begin(Stage::Judging, 0);
        if options.given.is_none() {
            found.unmix(&rows, self.words_model()?)?;
        }
        let figures = figures::of(&units, &rows, &found, options)?;
        progress.end();
        let copies = rows.copies();
        let mut drawn = None;
        if options.extras.map {
            progress.begin(Stage::Mapping, 0);
            drawn = Some(map::Drawn::new(&rows, options.cluster.seed)?);
            progress.end();
        }
        progress.begin(Stage::Writing, 0);
        let numbers = Numbers { units: &units, rows: &rows, found: &found, copies: &copies };
        let report = TopicReport {
            schema: TOPIC_REPORT_SCHEMA,
            generator: format!("cognate {}", env!("CARGO_PKG_VERSION")),
            corpus: self.summary(
                self.paths(base)?,
                skipped,
                &units,
                &found,
                copies.iter().flatten().count(),
                apart.summary.clone(),
            )?,
            model: self.model_summary(),
            method: found.method.clone(),
            quality: figures.quality.clone(),
            topics: numbers.topics(&figures, base),
            given: numbers.given(),
            levels: more::levels(&units, &rows, &found, options, &words)?,
            timeline: more::timeline(&units, &rows, &found, options)?,
            contrast: more::contrast(&units, &rows, &found, options, known.contrast.as_ref(), base),
            per: more::per(&units, &rows, &found, options, &known),
            changes: found
                .assigned
                .as_ref()
                .filter(|_| options.is_whole() && registry.is_some_and(|known| known.run().is_some()))
                .map(|a| a.changes.clone())
                .unwrap_or_default(),
            former: former(registry.filter(|_| options.is_whole()), &found.ids),
            map: drawn.as_ref().map(|drawn| drawn.summary.clone()),
            links: if options.extras.links { numbers.links() } else { Vec::new() },
            units: numbers.units(options, drawn.as_ref(), base),
        };
        words.check()?;
        drop(snapshot);
        self.store.check_unchanged()?;
        progress.end();
        Ok((report, found.assigned.take().map(|assigned| assigned.registry)))
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
        copies: usize,
        repeated: RepeatedSummary,
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
            reading: ReadingSummary {
                max_chars: self.settings.max_chars,
                text_field: self.settings.text_field.clone(),
                id_field: self.settings.id_field.clone(),
                title_field: self.settings.title_field.clone(),
                date_field: self.settings.date_field.clone(),
                delimiter: self.settings.delimiter,
                header: !self.settings.no_header,
            },
            hash: hash_of(units),
            files: counts.files,
            skipped,
            documents: counts.documents,
            units: units.len(),
            in_topics,
            outliers,
            boilerplate,
            without_vector: units.iter().filter(|u| u.boilerplate.is_none() && !has_vector(u)).count(),
            copies,
            repeated,
            windowed: units.iter().filter(|u| u.embedding.is_some_and(|id| windowed.contains(&id))).count(),
            window: self.embedder.info().window,
            languages,
        })
    }
}

/// What topics come from.
#[derive(Debug, Clone, Copy)]
enum Basis<'a> {
    /// The texts alone.
    New,
    /// The texts, and what is kept of topics.
    After(&'a Registry),
    /// What is kept of topics: nothing is found anew.
    Kept(&'a Registry),
}

/// Hash of the hashes of all units.
fn hash_of(units: &[StoredUnit]) -> String {
    let hashes: Vec<u8> = units.iter().flat_map(|unit| ContentHash::of(&unit.text).0).collect();
    ContentHash::of_bytes(&hashes).short()
}

/// Topics of the last run that there are no more.
fn former(registry: Option<&Registry>, ids: &[u64]) -> Vec<FormerTopic> {
    let known = registry.map(Registry::topics).unwrap_or_default().iter();
    let gone = known.filter(|topic| !ids.contains(&topic.id.0));
    gone.map(|topic| FormerTopic { id: topic.id.0, label: topic.name.clone() }).collect()
}
