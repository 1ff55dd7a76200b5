//! Models held against each other on a collection's own text: what changes when one takes the place of another.

mod pairs;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ndarray::Axis;
use rayon::prelude::*;

use self::pairs::{Views, pair};
use super::bench::typed_words;
use super::embed_bench::{memory, size};
use super::labels::{agreement_with, topics_apart};
use crate::bench::{Environment, doubts, median, shortfall, yardstick};
use crate::corpus::ContentHash;
use crate::embed::ModelSpec;
use crate::eval::QueryFile;
use crate::index::{Exact, VectorIndex};
use crate::pipeline::{
    Ask, Base, Collection, CollectionOptions, PipelineError, Progress, QualityOptions, SearchOptions, Silent,
    Stage, TopicsOptions,
};
use crate::report::answers::audit::{AUDIT_REPORT_SCHEMA, AuditReport, AuditTopics, AuditedModel};
use crate::report::answers::indexed::IndexReport;
use crate::store::{Store, StoreError, StoredUnit};

/// Whole searches of which the median is taken.
const SEARCHES: usize = 30;

/// What is compared.
#[derive(Debug, Clone)]
pub struct AuditOptions {
    /// Neighbours of each text.
    pub k: usize,
    /// Texts whose neighbours are compared.
    pub queries: usize,
    /// Only so many units, chosen by chance, the same each time; all without.
    pub limit: Option<usize>,
    /// Look for topics as well.
    pub topics: bool,
    /// The field that labels texts: what topics are held against.
    pub labels: Option<String>,
    /// Queries with what each should find.
    pub judged: Option<QueryFile>,
    /// Most threads of the models.
    pub threads: Option<usize>,
    /// This program, which is started to see the memory of a model; without it that is not known.
    pub program: Option<PathBuf>,
}

impl Default for AuditOptions {
    fn default() -> Self {
        Self {
            k: 10,
            queries: 1000,
            limit: None,
            topics: true,
            labels: None,
            judged: None,
            threads: None,
            program: None,
        }
    }
}

impl Collection {
    /// Embeds a copy of this collection with each of the models, and compares what they find. The collection itself stays as it is.
    ///
    /// # Errors
    /// [`PipelineError::OneModel`] for fewer than two different models, [`PipelineError::EmptyCorpus`] without a text; else as
    /// [`Collection::open`], [`Collection::topics`] and [`Collection::bench_quality`].
    pub fn audit_models(
        &self,
        models: &[ModelSpec],
        options: &AuditOptions,
        base: &Base,
        progress: &dyn Progress,
    ) -> Result<AuditReport, PipelineError> {
        if models.iter().enumerate().any(|(place, model)| models[..place].contains(model)) || models.len() < 2
        {
            return Err(PipelineError::OneModel);
        }
        let environment = Environment::look();
        let scratch = crate::file::Scratch::new()
            .map_err(|source| StoreError::Io { path: std::env::temp_dir(), source })?;
        // A folder below it: the collection's own, as it is looked after by itself.
        let folder = scratch.path().join("copy");
        std::fs::create_dir(&folder).map_err(|source| StoreError::Io { path: folder.clone(), source })?;
        self.store.copy_to(&folder)?;
        self.settings.write(&folder)?;

        let mut yardsticks = vec![yardstick()];
        let (mut audited, mut views) = (Vec::new(), Vec::new());
        let mut keep = options.limit;
        for spec in models {
            let audit = Audit { original: &self.store, folder: &folder, options, base, progress };
            let (model, view) = audit.model(spec, keep.take())?;
            audited.push(model);
            views.push(view);
            yardsticks.push(yardstick());
        }
        let first = &views[0];
        if first.texts.is_empty() {
            return Err(PipelineError::EmptyCorpus {
                paths: vec![self.folder().display().to_string()],
                skipped: 0,
            });
        }
        let mut pairs = Vec::new();
        for a in 0..views.len() {
            for b in a + 1..views.len() {
                pairs.push(pair((a, &views[a]), (b, &views[b]), options.k, base));
            }
        }
        Ok(AuditReport {
            schema: AUDIT_REPORT_SCHEMA,
            source: self.folder().display().to_string(),
            units: first.units.len(),
            texts: first.texts.len(),
            k: options.k,
            label_field: options.labels.clone(),
            query_files: options.judged.as_ref().map(|file| file.files.clone()).unwrap_or_default(),
            models: audited,
            pairs,
            warnings: doubts(&environment, shortfall(&yardsticks)),
            environment,
            command: None,
        })
    }
}

/// What is the same for every model.
struct Audit<'a> {
    original: &'a Store,
    folder: &'a Path,
    options: &'a AuditOptions,
    base: &'a Base,
    progress: &'a dyn Progress,
}

impl Audit<'_> {
    /// Embeds the copy with a model and asks it; `keep` is how many units are left of it.
    fn model(&self, spec: &ModelSpec, keep: Option<usize>) -> Result<(AuditedModel, Views), PipelineError> {
        let options = self.options;
        let memory_bytes =
            options.program.as_deref().and_then(|program| memory(program, spec, options.threads));
        let begin = Instant::now();
        let loaded = crate::embed::open(spec, options.threads)?;
        let load_ms = begin.elapsed().as_secs_f64() * 1000.0;
        let bytes = size(spec, loaded.as_ref());
        drop(loaded);
        let opening = CollectionOptions {
            model: Some(spec.clone()),
            threads: options.threads,
            wait: Some(Duration::MAX),
            reembed: true,
            ..CollectionOptions::default()
        };
        let mut copy = Collection::open(self.folder, &opening)?;
        copy.store.stand_for(self.original);
        // Embeddings that are there took no time.
        copy.store.strip(keep)?;
        let mut summary = IndexReport::default();
        let begin = Instant::now();
        copy.embed_pending(self.progress, &mut summary)?;
        let embed_seconds = begin.elapsed().as_secs_f64();
        copy.freeze(self.progress)?;
        let index = copy.index_path();
        let index_bytes =
            std::fs::metadata(&index).map_err(|source| StoreError::Io { path: index.clone(), source })?.len();
        let counts = copy.store.counts(copy.stored)?;
        let mut view = copy.view(options, self.progress)?;
        let topics = if options.topics && !view.texts.is_empty() {
            Some(copy.audit_topics(options, &mut view, self.base, self.progress)?)
        } else {
            None
        };
        let mut figures = Vec::new();
        if let Some(file) = &options.judged {
            let measured = copy.bench_quality(file, &QualityOptions::default(), self.base, self.progress)?;
            view.queries = measured.report.rows;
            figures = measured.report.figures;
        }
        let model = AuditedModel {
            model: copy.model_summary(),
            window: copy.embedder.info().window,
            bytes,
            memory_bytes,
            load_ms,
            embed_seconds,
            texts_per_second: if embed_seconds > 0.0 { summary.embedded as f64 / embed_seconds } else { 0.0 },
            index_bytes,
            search_ms: copy.search_ms(&view)?,
            without_vector: counts.without_vector,
            windowed: counts.windowed,
            topics,
            figures,
        };
        Ok((model, view))
    }
}

impl Collection {
    /// The texts, and the neighbours of some of them.
    fn view(&self, options: &AuditOptions, progress: &dyn Progress) -> Result<Views, PipelineError> {
        let Some(stored) = self.stored else { return Ok(Views::default()) };
        let units = self.store.units(stored)?;
        let mut texts: Vec<usize> = Vec::new();
        let mut known: HashMap<ContentHash, usize> = HashMap::new();
        for (place, unit) in units.iter().enumerate().filter(|(_, unit)| unit.boilerplate.is_none()) {
            known.entry(ContentHash::of(&unit.text)).or_insert_with(|| {
                texts.push(place);
                place
            });
        }
        let vectors = self.store.vectors(stored, 0)?;
        let row = |place: usize| {
            let unit: &StoredUnit = &units[place];
            let id = unit.embedding.filter(|_| !unit.without_vector)?;
            vectors.ids.binary_search(&id).ok()
        };
        let (places, rows): (Vec<usize>, Vec<usize>) =
            texts.iter().filter_map(|&place| Some((place, row(place)?))).unzip();
        let exact = Exact::new(
            places.iter().map(|&place| place as i64).collect(),
            vectors.rows.select(Axis(0), &rows),
        )?;
        let row_of: HashMap<usize, usize> =
            places.iter().enumerate().map(|(row, &place)| (place, row)).collect();
        let asked = spread(&texts, options.queries);
        progress.begin(Stage::Comparing, asked.len() as u64);
        let neighbours = asked
            .par_iter()
            .map(|place| {
                let Some(&row) = row_of.get(place) else { return Ok(None) };
                let found = exact.search(&exact.rows().row(row).to_vec(), options.k + 1, 0)?;
                progress.done(1);
                let others =
                    found.into_iter().map(|neighbor| neighbor.id as usize).filter(|other| other != place);
                Ok(Some(others.take(options.k).collect()))
            })
            .collect::<Result<Vec<Option<Vec<usize>>>, PipelineError>>()?;
        progress.end();
        Ok(Views { units, texts, asked, neighbours, ..Views::default() })
    }

    fn audit_topics(
        &mut self,
        options: &AuditOptions,
        view: &mut Views,
        base: &Base,
        progress: &dyn Progress,
    ) -> Result<AuditTopics, PipelineError> {
        let labels = options.labels.as_deref().map(|field| self.labels(field, &view.units)).transpose()?;
        let begin = Instant::now();
        // Kept in the copy: the next model has to carry their numbers on.
        let report = self.topics_kept(&TopicsOptions::default(), base, progress)?;
        let seconds = begin.elapsed().as_secs_f64();
        let proper = report.units.iter().map(|unit| unit.boilerplate.is_none() && !unit.without_vector);
        view.topics =
            topics_apart(&report).into_iter().zip(proper).map(|(topic, is)| is.then_some(topic)).collect();
        view.topic_ids = report.topics.iter().map(|topic| topic.id).collect();
        Ok(AuditTopics {
            topics: report.topics.len(),
            outliers: report.corpus.outliers,
            seconds,
            stability: report.quality.stability,
            coherence: report.quality.coherence,
            labels: labels.as_ref().and_then(|labels| agreement_with(&report, labels)),
        })
    }

    /// The median of whole searches, as a person types them.
    fn search_ms(&self, view: &Views) -> Result<Option<f64>, PipelineError> {
        let base = Base::new(PathBuf::new());
        let mut times = Vec::new();
        for &place in view.asked.iter().take(SEARCHES) {
            let ask = Ask::Text(typed_words(&view.units[place].text));
            let options = SearchOptions { literal: true, ..SearchOptions::default() };
            let begin = Instant::now();
            match self.search(&[ask], &options, &base, &Silent) {
                Ok(_) => times.push(begin.elapsed().as_secs_f64() * 1000.0),
                Err(PipelineError::UnknownQuery { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok((!times.is_empty()).then(|| median(&times)))
    }
}

/// At most so many, from everywhere.
fn spread(places: &[usize], most: usize) -> Vec<usize> {
    let n = most.min(places.len());
    (0..n).map(|i| places[i * places.len() / n]).collect()
}
