//! Quality of retrieval: queries of a file held against what a search finds, and why what was expected is missing.

mod compare;
mod expect;
mod found;
mod suggest;
#[cfg(test)]
mod tests;
mod why;

pub use compare::compare_quality;
pub use suggest::SuggestOptions;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;

use self::expect::{Finder, Names, without_gaps};
use self::found::Searches;
use self::why::Missing;
use crate::corpus::ContentHash;
use crate::eval::{JudgedQuery, QueryFile, Sample, interval, ndcg, recall, reciprocal_rank};
use crate::pipeline::{Base, Collection, PipelineError, Progress, SearchOptions, Stage};
use crate::report::answers::quality::{
    QUALITY_REPORT_SCHEMA, QualityFigure, QualityQuery, QualityReport, ReasonCount, Why,
};
use crate::report::answers::search::SearchMode;
use crate::words::WordsError;

/// As many results as the last recall is over.
const HUNDRED: usize = 100;

/// As many results as are looked through for what was expected.
const DEPTH: usize = 1000;

/// Queries that are made ready together: each has a score for every text.
const AT_ONCE: usize = 16;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QualityOptions {
    /// Results that a person looks at.
    pub k: usize,
    /// By what texts are ranked.
    pub mode: SearchMode,
    /// Look at every vector, also where there is a graph.
    pub exact: bool,
}

impl Default for QualityOptions {
    fn default() -> Self {
        Self { k: 10, mode: SearchMode::Both, exact: false }
    }
}

/// What was measured, and the same for other programs to measure again.
#[derive(Debug, Clone)]
pub struct MeasuredQuality {
    /// The report.
    pub report: QualityReport,
    /// What each query found, as a run of TREC: the first 100 results.
    pub run: String,
    /// What each query expects, as judgements of TREC.
    pub qrels: String,
}

/// A different text that a query should find.
struct Target {
    /// Its place among what the query expects.
    expected: usize,
    gain: u32,
    /// Units of this text; none where there is none of the collection.
    units: Vec<usize>,
    /// Hash of the text, else a name that no text has.
    hash: String,
}

impl Collection {
    /// Asks every query of a file as `cognate search` would, and holds what is found against what is expected.
    ///
    /// Results are different texts: units of equal text are one, as in a search, and several that one expectation names count once each.
    /// What no unit of the collection fulfils counts as not found.
    ///
    /// # Errors
    /// [`PipelineError::EmptyCorpus`] when there is nothing to search in; else as [`Collection::search`], but for queries of unknown words,
    /// which find nothing.
    pub fn bench_quality(
        &self,
        file: &QueryFile,
        options: &QualityOptions,
        base: &Base,
        progress: &dyn Progress,
    ) -> Result<MeasuredQuality, PipelineError> {
        self.note_interruption(progress)?;
        // One moment: what is expected is that of which the searches know.
        let snapshot = self.store.snapshot()?;
        let measured = match self.measure_quality(file, options, base, true, progress) {
            Err(PipelineError::Words(error @ WordsError::BadFile { .. })) => {
                progress.note(&format!("{error}; every text is read from the database instead"));
                self.measure_quality(file, options, base, false, progress)?
            }
            measured => measured?,
        };
        drop(snapshot);
        self.store.check_unchanged()?;
        Ok(measured)
    }

    /// [`Collection::bench_quality`] by the words of the file or, without it, of the database.
    fn measure_quality(
        &self,
        file: &QueryFile,
        options: &QualityOptions,
        base: &Base,
        use_file: bool,
        progress: &dyn Progress,
    ) -> Result<MeasuredQuality, PipelineError> {
        let folder = self.folder().display().to_string();
        let empty = || PipelineError::EmptyCorpus { paths: vec![folder.clone()], skipped: 0 };
        let stored = self.stored.ok_or_else(empty)?;
        let units = self.store.units(stored)?;
        if units.is_empty() {
            return Err(empty());
        }
        let finder = Finder::new(units);
        let names = Names::of(finder.units(), base);
        let unread = self.unread(base)?;
        let words = self.words(stored, use_file, progress)?;
        let weigher = self.weigher(&words)?;
        let mut searches = Searches { session: self.session(stored, &words, progress)?, options };
        progress.begin(Stage::Measuring, file.queries.len() as u64);
        let (mut rows, mut run, mut qrels) = (Vec::new(), String::new(), String::new());
        let (mut searched, mut plan) = (0, String::new());
        let mut counts: BTreeMap<Why, usize> = BTreeMap::new();
        let mut ids: BTreeSet<String> = BTreeSet::new();
        let model = &self.embedder.info().id;
        let batches = file.queries.chunks(AT_ONCE);
        let each = batches.flat_map(|batch| match self.ready(batch, &options.search(), base, &weigher) {
            Ok(asks) => batch.iter().zip(asks).map(Ok).collect(),
            Err(error) => vec![Err(error)],
        });
        for query in each {
            let (query, asks) = query?;
            let targets = targets(query, &finder);
            let found = searches.found(&asks, &targets)?;
            let gains = |most: usize| -> Vec<f64> {
                let of_hit: HashMap<&str, u32> =
                    targets.iter().map(|target| (target.hash.as_str(), target.gain)).collect();
                let hits = found.hits.iter().take(most);
                hits.map(|hit| of_hit.get(hit.hash.as_str()).map_or(0.0, |gain| f64::from(*gain))).collect()
            };
            let ranking = gains(usize::MAX);
            let ideal: Vec<f64> = targets.iter().map(|target| f64::from(target.gain)).collect();
            let id = unique(&without_gaps(&query.id), &mut ids);
            for (place, hit) in found.hits.iter().take(HUNDRED.max(options.k)).enumerate() {
                // Falls with every rank, so that no program brings equal scores into an order of its own.
                let score = DEPTH.max(options.k) - place;
                let of = names.get(&hit.hash);
                let _ = writeln!(run, "{id} Q0 {of} {} {score} cognate", place + 1);
            }
            for (number, target) in targets.iter().enumerate() {
                let named = if target.units.is_empty() {
                    format!("not-read/{id}/{}", number + 1)
                } else {
                    names.get(&target.hash).to_owned()
                };
                let _ = writeln!(qrels, "{id} 0 {named} {}", target.gain);
            }
            if searched == 0 {
                (searched, plan) = (found.searched, found.plan.clone());
            }
            let missing = Missing { model, finder: &finder, unread: &unread, options, base };
            let missed = missing.all(query, &targets, &asks, &found, &mut searches)?;
            for missed in &missed {
                *counts.entry(missed.why).or_default() += 1;
            }
            let right = targets.iter().filter_map(|target| found.rank(&target.hash));
            rows.push(QualityQuery {
                id: query.id.clone(),
                text: query.text.clone(),
                lang: query.lang.clone(),
                expected: targets.len(),
                found: targets.len() - missed.len(),
                first: right.min(),
                ndcg: ndcg(&ranking, &ideal, options.k),
                reciprocal_rank: reciprocal_rank(&ranking, options.k),
                recall: recall(&ranking, &ideal, options.k),
                recall_100: recall(&ranking, &ideal, HUNDRED),
                missed,
            });
            progress.done(rows.len() as u64);
        }
        progress.end();
        let mut reasons: Vec<ReasonCount> =
            counts.into_iter().map(|(why, missed)| ReasonCount { why, missed }).collect();
        reasons.sort_by_key(|of| std::cmp::Reverse(of.missed));
        let report = QualityReport {
            schema: QUALITY_REPORT_SCHEMA,
            source: folder,
            files: file.files.clone(),
            searched,
            model: self.model_summary(),
            mode: options.mode,
            index: plan,
            k: options.k,
            queries: rows.len(),
            left_out: file.left_out,
            unread: self.unread_summary()?,
            figures: figures(&rows, options.k),
            reasons,
            rows,
            command: None,
            comparison: None,
        };
        Ok(MeasuredQuality { report, run, qrels })
    }
}

impl QualityOptions {
    fn search(&self) -> SearchOptions {
        SearchOptions { k: self.k, mode: self.mode, exact: self.exact, ..SearchOptions::default() }
    }
}

/// The different texts that a query should find, in the order in which they are named; the greatest gain of each counts.
fn targets(query: &JudgedQuery, finder: &Finder) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (expected, of) in query.expect.iter().enumerate().filter(|(_, of)| of.gain > 0) {
        let found = finder.find(&of.wanted);
        if found.is_empty() {
            // Named twice, it is missing once.
            let hash = format!("not read: {}", of.wanted);
            let place = *places.entry(hash.clone()).or_insert(targets.len());
            if place == targets.len() {
                targets.push(Target { expected, gain: of.gain, units: Vec::new(), hash });
            }
            continue;
        }
        for unit in found {
            let hash = ContentHash::of(&finder.units()[unit].text).short();
            let place = *places.entry(hash.clone()).or_insert(targets.len());
            if place == targets.len() {
                targets.push(Target { expected, gain: of.gain, units: vec![unit], hash });
                continue;
            }
            let target = &mut targets[place];
            target.gain = target.gain.max(of.gain);
            if !target.units.contains(&unit) {
                target.units.push(unit);
            }
        }
    }
    targets
}

/// A name that was not given yet.
fn unique(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut free = name.to_owned();
    let mut number = 1;
    while !taken.insert(free.clone()) {
        number += 1;
        free = format!("{name}#{number}");
    }
    free
}

/// A measure and the value of a query.
pub(super) type Measure = (String, fn(&QualityQuery) -> f64);

/// The measures of a run.
pub(super) fn measures(k: usize) -> Vec<Measure> {
    let mut measures: Vec<Measure> = vec![
        (format!("ndcg@{k}"), |row| row.ndcg),
        (format!("mrr@{k}"), |row| row.reciprocal_rank),
        (format!("recall@{k}"), |row| row.recall),
    ];
    if k != HUNDRED {
        measures.push((format!("recall@{HUNDRED}"), |row| row.recall_100));
    }
    measures
}

/// Every measure over all queries and, where there are several languages, over those of each.
fn figures(rows: &[QualityQuery], k: usize) -> Vec<QualityFigure> {
    let langs: BTreeSet<&str> = rows.iter().filter_map(|row| row.lang.as_deref()).collect();
    let mut groups = vec![None];
    if langs.len() > 1 {
        groups.extend(langs.into_iter().map(Some));
    }
    let mut figures = Vec::new();
    for (measure, value) in measures(k) {
        for lang in &groups {
            let of = rows.iter().filter(|row| lang.is_none() || row.lang.as_deref() == *lang);
            let sample = Sample::Mean(of.map(value).collect());
            let Some(mean) = sample.value() else { continue };
            figures.push(QualityFigure {
                measure: measure.clone(),
                lang: lang.map(str::to_owned),
                n: sample.len(),
                value: mean,
                interval: interval(&sample),
            });
        }
    }
    figures
}
