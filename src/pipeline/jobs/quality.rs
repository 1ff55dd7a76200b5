//! Quality of retrieval: queries of a file held against what a search finds, and why what was expected is missing.

mod compare;
mod expect;
mod suggest;
#[cfg(test)]
mod tests;
mod why;

pub use compare::compare_quality;
pub use suggest::SuggestOptions;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;

use self::expect::{Finder, Names, without_gaps};
use self::why::Missing;
use crate::corpus::ContentHash;
use crate::eval::{JudgedQuery, QueryFile, Sample, interval, ndcg, recall, reciprocal_rank};
use crate::pipeline::{Ask, Base, Collection, PipelineError, Progress, SearchOptions, Stage};
use crate::report::answers::quality::{
    QUALITY_REPORT_SCHEMA, QualityFigure, QualityQuery, QualityReport, ReasonCount, Why,
};
use crate::report::answers::search::{SearchHit, SearchMode};

/// As many results as the last recall is over.
const HUNDRED: usize = 100;

/// As many results as are looked through for what was expected.
const DEPTH: usize = 1000;

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

/// What a query found.
struct Found {
    hits: Vec<SearchHit>,
    plan: String,
    searched: usize,
    /// No word of the query is known.
    unknown: bool,
}

impl Found {
    fn rank(&self, hash: &str) -> Option<usize> {
        self.hits.iter().position(|hit| hit.place.hash == hash).map(|place| place + 1)
    }
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
        let folder = self.folder().display().to_string();
        let units = match self.stored {
            Some(stored) => self.store.units(stored)?,
            None => Vec::new(),
        };
        if units.is_empty() {
            return Err(PipelineError::EmptyCorpus { paths: vec![folder], skipped: 0 });
        }
        self.note_interruption(progress)?;
        let finder = Finder::new(units);
        let names = Names::of(finder.units(), base);
        let unread = self.unread(base)?;
        progress.begin(Stage::Measuring, file.queries.len() as u64);
        let (mut rows, mut run, mut qrels) = (Vec::new(), String::new(), String::new());
        let (mut searched, mut plan) = (0, String::new());
        let mut counts: BTreeMap<Why, usize> = BTreeMap::new();
        let mut ids: BTreeSet<String> = BTreeSet::new();
        for query in &file.queries {
            let targets = targets(query, &finder);
            let found = self.found(query, options, &targets, base)?;
            let gains = |most: usize| -> Vec<f64> {
                let of_hit: HashMap<&str, u32> =
                    targets.iter().map(|target| (target.hash.as_str(), target.gain)).collect();
                let hits = found.hits.iter().take(most);
                hits.map(|hit| of_hit.get(hit.place.hash.as_str()).map_or(0.0, |gain| f64::from(*gain)))
                    .collect()
            };
            let ranking = gains(usize::MAX);
            let ideal: Vec<f64> = targets.iter().map(|target| f64::from(target.gain)).collect();
            let id = unique(&without_gaps(&query.id), &mut ids);
            for (place, hit) in found.hits.iter().take(HUNDRED.max(options.k)).enumerate() {
                // Falls with every rank, so that no program brings equal scores into an order of its own.
                let score = DEPTH.max(options.k) - place;
                let of = names.get(&hit.place.hash);
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
            let missing = Missing { collection: self, finder: &finder, unread: &unread, options, base };
            let missed = missing.all(query, &targets, &found)?;
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

    /// What a search finds: the first `k` as it shows them, then what it shows when more is asked for, as far as something is missing.
    fn found(
        &self,
        query: &JudgedQuery,
        options: &QualityOptions,
        targets: &[Target],
        base: &Base,
    ) -> Result<Found, PipelineError> {
        let mut found = Found { hits: Vec::new(), plan: String::new(), searched: 0, unknown: false };
        for depth in [options.k, HUNDRED, DEPTH] {
            if depth < options.k || found.unknown || (depth == DEPTH && found.has_all(targets)) {
                continue;
            }
            let search = SearchOptions { k: depth, ..options.search() };
            match self.search(&[Ask::Text(query.text.clone())], &search, base, &crate::pipeline::Silent) {
                Ok(report) => {
                    // How the first are found is what is measured: a deeper search may be done otherwise.
                    if depth == options.k {
                        (found.plan, found.searched) = (report.index, report.searched);
                    }
                    let known: HashMap<String, usize> = found
                        .hits
                        .iter()
                        .enumerate()
                        .map(|(place, hit)| (hit.place.hash.clone(), place))
                        .collect();
                    for hit in report.results {
                        if let Some(&place) = known.get(&hit.place.hash) {
                            found.hits[place].copies = hit.copies;
                        } else {
                            let rank = found.hits.len() + 1;
                            found.hits.push(SearchHit { rank, ..hit });
                        }
                    }
                }
                Err(PipelineError::UnknownQuery { .. }) => found.unknown = true,
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }
}

impl Found {
    /// Whether nothing is missing that a search can find.
    fn has_all(&self, targets: &[Target]) -> bool {
        targets
            .iter()
            .filter(|target| !target.units.is_empty())
            .all(|target| self.rank(&target.hash).is_some())
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
