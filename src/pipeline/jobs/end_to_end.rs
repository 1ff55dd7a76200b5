//! From files to the first answer, as a person lives it: every step is a process of its own, on a collection that is gone at the end.

mod stages;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::process::Command;

use self::stages::Watch;
use crate::bench::{Environment, Ran, median, range, run_process, shortfall, yardstick};
use crate::pipeline::jobs::bench::queries::{sentence, typed};
use crate::pipeline::jobs::kept::{self, KeptRun};
use crate::pipeline::jobs::timed::{Times, compare};
use crate::pipeline::{Base, Collection, CollectionOptions, PipelineError, Progress, Stage};
use crate::report::answers::end_to_end::{
    END_TO_END_REPORT_SCHEMA, EndToEndReport, EndToEndStage, EndToEndStep,
};
use crate::report::answers::status::StatusReport;
use crate::report::answers::timed::TimeComparison;
use crate::store::StoreError;

/// Texts among which one is looked for to ask for.
const SAMPLE: usize = 50;

/// The steps, in the order in which they are done.
const INDEX: &str = "index";
const FIRST: &str = "first search";
const COLD: &str = "search from the disk";
const AGAIN: &str = "search again";
const TOPICS: &str = "topics";

/// What is measured.
#[derive(Debug, Clone)]
pub struct EndToEndOptions {
    /// This program, which does the steps.
    pub program: PathBuf,
    /// How files are read, and with which model.
    pub collection: CollectionOptions,
    /// What is asked; words of a text, as people type them, when nothing is given.
    pub query: Option<String>,
    /// Rounds in which every step is done.
    pub rounds: usize,
    /// Searches of a round after the first ones.
    pub searches: usize,
}

/// The runs of a step.
#[derive(Default)]
struct Step {
    seconds: Vec<f64>,
    peak_bytes: Option<u64>,
    yardsticks: Vec<f64>,
}

/// What is known of a collection that was indexed.
struct Known {
    status: StatusReport,
    file_bytes: u64,
    hash: String,
    query: String,
}

/// Measures the steps from files to the first answer, and to a page of topics, each as a process of its own on a temporary collection.
///
/// # Errors
/// [`PipelineError::EmptyCorpus`] without text; what [`Collection::index`] says; [`PipelineError::Stream`] when a process cannot be run or
/// fails.
pub fn bench_end_to_end(
    paths: &[PathBuf],
    options: &EndToEndOptions,
    base: &Base,
    progress: &dyn Progress,
) -> Result<EndToEndReport, PipelineError> {
    let environment = Environment::look();
    let scratch = crate::file::Scratch::new()
        .map_err(|source| StoreError::Io { path: std::env::temp_dir(), source })?;
    let rounds = options.rounds.max(1);
    let mut steps: Vec<(&'static str, Step)> = Vec::new();
    let mut watch = Watch::default();
    let mut firsts = Vec::new();
    let mut known: Option<Known> = None;
    let (mut results, mut page_bytes) = (0, 0);
    progress.begin(Stage::Measuring, rounds as u64);
    for round in 0..rounds {
        let folder = scratch.path().join(round.to_string());
        let made = |source| StoreError::Io { path: folder.clone(), source };
        std::fs::create_dir_all(&folder).map_err(made)?;
        // Within this process first: what is wrong with the files is told as `index` tells it.
        let settings = watch.round(paths, &folder.join("watched"), &options.collection, base)?;
        let collection = folder.join("collection");
        std::fs::create_dir_all(&collection).map_err(made)?;
        settings.write(&collection)?;
        let run = Run { options, collection: &collection };

        let indexed = run.step(&mut steps, INDEX, &["index", "--json"], paths, &[0])?;
        let known = match &mut known {
            Some(known) => known,
            none => none.insert(look(&collection, options, base)?),
        };
        let query = [PathBuf::from(&known.query)];
        let mut search = |name| run.step(&mut steps, name, &["search", "--json"], &query, &[0, 1]);
        let first = search(FIRST)?;
        firsts.push(indexed.seconds + first.seconds);
        if evict(&collection) {
            search(COLD)?;
        }
        for _ in 0..options.searches {
            search(AGAIN)?;
        }
        results = results_of(&first.output);
        let page = folder.join("report.html");
        let to = format!("--output={}", page.display());
        run.step(&mut steps, TOPICS, &["topics", &to], &[], &[0, 1])?;
        page_bytes = std::fs::metadata(&page).map_or(0, |page| page.len());
        // A round needs the disk that the one before had; what stays is gone with the whole.
        drop(std::fs::remove_dir_all(&folder));
        progress.done(round as u64 + 1);
    }
    progress.end();
    let Some(known) = known else { return Err(PipelineError::EmptyCorpus { paths: Vec::new(), skipped: 0 }) };
    let yardsticks: Vec<f64> = steps.iter().flat_map(|(_, step)| step.yardsticks.iter().copied()).collect();
    let unrest = shortfall(&yardsticks);
    let steps: Vec<EndToEndStep> = steps.into_iter().map(|(name, step)| finished(name, &step)).collect();
    let index_seconds = steps.iter().find(|step| step.name == INDEX).map_or(0.0, |step| step.seconds);
    let rate = |n: f64| if index_seconds > 0.0 { n / index_seconds } else { 0.0 };
    let shown: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    let status = known.status;
    Ok(EndToEndReport {
        schema: END_TO_END_REPORT_SCHEMA,
        source: shown.join(", "),
        model: status.model.id,
        files: status.files,
        file_bytes: known.file_bytes,
        units: status.units,
        hash: known.hash,
        threads: options.collection.threads.unwrap_or(environment.cores),
        rounds,
        query: known.query,
        results,
        first_answer_seconds: median(&firsts),
        first_answer_range: range(&firsts),
        units_per_second: rate(status.units as f64),
        megabytes_per_second: rate(known.file_bytes as f64 / 1e6),
        steps,
        stages: watch.stages().into_iter().map(|(name, seconds)| stage(name, &seconds)).collect(),
        database_bytes: status.database_bytes,
        index_bytes: status.index.bytes,
        words_bytes: status.words.bytes,
        page_bytes,
        warnings: crate::bench::doubts(&environment, unrest),
        environment,
        unrest,
        command: None,
        comparison: None,
    })
}

/// Runs steps on a collection.
struct Run<'a> {
    options: &'a EndToEndOptions,
    collection: &'a Path,
}

impl Run<'_> {
    /// Runs this program to its end, which is one of these exit codes.
    fn step(
        &self,
        steps: &mut Vec<(&'static str, Step)>,
        name: &'static str,
        first: &[&str],
        last: &[PathBuf],
        right: &[i32],
    ) -> Result<Ran, PipelineError> {
        let failed = |source| PipelineError::Stream { what: "a step could not be measured", source };
        let mut command = Command::new(&self.options.program);
        command.args(first).arg("--quiet").arg("--collection").arg(self.collection);
        if let Some(threads) = self.options.collection.threads {
            command.arg("--threads").arg(threads.to_string());
        }
        if !last.is_empty() {
            command.arg("--").args(last);
        }
        let yardstick = yardstick();
        let ran = run_process(&mut command, b"").map_err(failed)?;
        if !ran.code.is_some_and(|code| right.contains(&code)) {
            let said = String::from_utf8_lossy(&ran.errors);
            let said = said.trim().trim_start_matches("error: ").to_owned();
            return Err(failed(std::io::Error::other(format!("{name}: {said}"))));
        }
        let place = steps.iter().position(|(other, _)| *other == name).unwrap_or_else(|| {
            steps.push((name, Step::default()));
            steps.len() - 1
        });
        let step = &mut steps[place].1;
        step.seconds.push(ran.seconds);
        step.peak_bytes = step.peak_bytes.max(ran.peak_bytes);
        step.yardsticks.push(yardstick);
        Ok(ran)
    }
}

/// What a collection holds, and what it is asked.
fn look(folder: &Path, options: &EndToEndOptions, base: &Base) -> Result<Known, PipelineError> {
    let collection = Collection::open_existing(folder, &options.collection)?;
    let files = collection.store.files()?;
    let mut hashes: Vec<[u8; 32]> = files.values().map(|file| file.hash).collect();
    hashes.sort_unstable();
    let hash = blake3::hash(&hashes.concat()).to_hex()[..32].to_owned();
    let query = match &options.query {
        Some(query) => query.clone(),
        None => own_query(&collection)?,
    };
    let file_bytes = files.values().map(|file| file.size).sum();
    Ok(Known { status: collection.status(base, false)?, file_bytes, hash, query })
}

/// A few words out of the middle of the collection, as a person would type them.
fn own_query(collection: &Collection) -> Result<String, PipelineError> {
    let sample = match collection.stored {
        Some(stored) => collection.store.sample(stored, SAMPLE)?,
        None => Vec::new(),
    };
    let half = sample.len() / 2;
    for (place, (_, text)) in sample.iter().enumerate().skip(half).chain(sample.iter().enumerate().take(half))
    {
        let query = typed(sentence(text, place));
        // A heading of one word says little; what the model does not know finds nothing.
        if query.contains(' ') && collection.embedder.query(&query)?.is_some() {
            return Ok(query);
        }
    }
    // All texts are of one word.
    sample.into_iter().next().map(|(_, text)| text).ok_or_else(|| PipelineError::EmptyCorpus {
        paths: vec![collection.folder().display().to_string()],
        skipped: 0,
    })
}

/// Lets the system forget the files of a collection; whether it can.
fn evict(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    let files = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file());
    // All of them, also behind one of which it cannot.
    files.map(|file| crate::file::evict(&file)).filter(|evicted| !evicted).count() == 0
}

/// Number of results that a search told as JSON.
fn results_of(output: &[u8]) -> usize {
    let report: serde_json::Value = serde_json::from_slice(output).unwrap_or_default();
    report["results"].as_array().map_or(0, Vec::len)
}

fn finished(name: &str, step: &Step) -> EndToEndStep {
    EndToEndStep {
        name: name.to_owned(),
        runs: step.seconds.len(),
        seconds: median(&step.seconds),
        seconds_range: range(&step.seconds),
        peak_bytes: step.peak_bytes,
        yardstick: step.yardsticks.iter().copied().fold(0.0, f64::max),
    }
}

fn stage(name: &str, seconds: &[f64]) -> EndToEndStage {
    EndToEndStage { name: name.to_owned(), seconds: median(seconds), seconds_range: range(seconds) }
}

impl KeptRun<EndToEndReport> {
    /// A run of `cognate bench end-to-end`.
    ///
    /// # Errors
    /// [`PipelineError::BadRun`] when the file is none of this version.
    pub fn end_to_end(file: &Path) -> Result<Self, PipelineError> {
        kept::read(file, END_TO_END_REPORT_SCHEMA)
    }
}

/// Holds a run against an earlier one: the shortest times of steps of the same name, which may grow by a share of `margin`.
pub fn compare_end_to_end(
    now: &EndToEndReport,
    kept: &KeptRun<EndToEndReport>,
    margin: f64,
) -> TimeComparison {
    fn times(report: &EndToEndReport) -> Times<'_> {
        Times {
            rows: report.steps.iter().map(|step| (step.name.as_str(), step.seconds_range[0] * 1e6)).collect(),
            yardstick: report.steps.iter().map(|step| step.yardstick).fold(0.0, f64::max),
            hash: &report.hash,
        }
    }
    compare(&times(now), &times(&kept.report), kept.path.display().to_string(), margin)
}
