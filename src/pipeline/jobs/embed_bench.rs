//! How fast models turn a corpus into vectors.

#[cfg(test)]
mod tests;
mod texts;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use self::texts::{Corpus, words_of};
use crate::bench::{Done, Environment, Pieces, Repeats, in_turns, median, range, run_process, shortfall};
use crate::embed::{self, EmbedError, Embedder, Installed, ModelSpec};
use crate::hub::Places;
use crate::pipeline::jobs::kept::{self, KeptRun};
use crate::pipeline::jobs::timed::{Times, compare};
use crate::pipeline::{Collection, PipelineError, Progress, Stage, Text};
use crate::report::answers::embed_bench::{
    EMBED_BENCH_REPORT_SCHEMA, EmbedBenchModel, EmbedBenchReport, EmbedBenchRow,
};
use crate::report::answers::timed::TimeComparison;

/// Most paragraphs that texts are made of: far more than are read in a run.
const PARAGRAPHS: usize = 20_000;

/// Most words of all texts of a row, so that long texts are fewer.
const WORDS: usize = 1 << 18;

/// How often a model is opened, and how long it may take to be opened again.
const OPENED: usize = 3;
const OPENED_AGAIN: Duration = Duration::from_secs(2);

/// What is measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmbedBenchOptions {
    /// Words of the texts, one row each; paragraphs as they are come before them.
    pub words: Vec<usize>,
    /// Texts that are handed over at once, one row each.
    pub batches: Vec<usize>,
    /// Most different texts of a row.
    pub texts: usize,
    /// How often.
    pub repeats: Repeats,
    /// Most threads; all cores when nothing is given.
    pub threads: Option<usize>,
    /// This program, which is started to see the memory of a model; without it that is not known.
    pub program: Option<PathBuf>,
}

impl Default for EmbedBenchOptions {
    fn default() -> Self {
        Self {
            words: vec![8, 32, 128, 512],
            batches: vec![1, 32, 256],
            texts: 1000,
            repeats: Repeats::default(),
            threads: None,
            program: None,
        }
    }
}

impl Collection {
    /// Paragraphs for [`bench_embed`], spread over the collection, without boilerplate.
    ///
    /// # Errors
    /// [`PipelineError::EmptyCorpus`] when there are none.
    pub fn bench_texts(&self) -> Result<Vec<Text>, PipelineError> {
        let units = match self.stored {
            Some(stored) => self.store.units(stored)?,
            None => Vec::new(),
        };
        let units: Vec<_> = units.into_iter().filter(|unit| unit.boilerplate.is_none()).collect();
        if units.is_empty() {
            let paths = vec![self.folder().display().to_string()];
            return Err(PipelineError::EmptyCorpus { paths, skipped: 0 });
        }
        let step = units.len().div_ceil(PARAGRAPHS);
        let of = |unit: crate::store::StoredUnit| Text { language: unit.language, ..unit.text.into() };
        Ok(units.into_iter().step_by(step).map(of).collect())
    }
}

/// Texts that a model reads a batch at a time.
struct Batches<'a> {
    model: &'a dyn Embedder,
    texts: &'a [String],
    batch: usize,
}

impl Pieces<EmbedError> for Batches<'_> {
    fn pieces(&self) -> usize {
        self.texts.len().div_ceil(self.batch)
    }

    fn work(&self, piece: usize) -> Result<(), EmbedError> {
        // Where there are fewer texts than a batch has, or the last batch is not full, the first come again: every batch is as large.
        let texts = self.texts.iter().cycle().skip(piece * self.batch % self.texts.len());
        let texts: Vec<&str> = texts.take(self.batch).map(String::as_str).collect();
        std::hint::black_box(self.model.passages(&texts)?);
        Ok(())
    }
}

/// The texts of a row.
struct Length {
    words: Option<usize>,
    texts: Vec<String>,
}

/// Measures how fast models embed these paragraphs, and texts of given lengths that are made of them.
///
/// # Errors
/// [`PipelineError::EmptyCorpus`] when no paragraph has a word; what a model says that cannot be opened or run.
pub fn bench_embed(
    source: &str,
    paragraphs: &[Text],
    models: &[ModelSpec],
    options: &EmbedBenchOptions,
    progress: &dyn Progress,
) -> Result<EmbedBenchReport, PipelineError> {
    let environment = Environment::look();
    let corpus = Corpus::of(paragraphs);
    let lengths = lengths(&corpus, options);
    if lengths.iter().any(|length| length.texts.is_empty()) {
        return Err(PipelineError::EmptyCorpus { paths: vec![source.to_owned()], skipped: 0 });
    }
    let languages = corpus.languages();
    let mut opened: Vec<(EmbedBenchModel, Box<dyn Embedder>)> = Vec::new();
    for spec in models {
        let (mut about, model) = open(spec, options, progress)?;
        if opened.iter().any(|(other, _)| other.revision == about.revision) {
            continue;
        }
        if opened.iter().any(|(other, _)| other.name == about.name) {
            // Two folders may have one name.
            about.name = format!("{} {}", about.name, about.revision);
        }
        opened.push((about, model));
    }
    let batches: BTreeSet<usize> = options.batches.iter().map(|batch| (*batch).max(1)).collect();
    let mut rows = Vec::new();
    for (about, model) in &opened {
        for length in &lengths {
            let without_vector = without_vector(model.as_ref(), &length.texts)?;
            for &batch in &batches {
                let worker = Batches { model: model.as_ref(), texts: &length.texts, batch };
                rows.push((empty_row(about, length, batch, without_vector), worker));
            }
        }
    }
    progress.begin(Stage::Measuring, (rows.len() * options.repeats.rounds) as u64);
    let workers: Vec<&dyn Pieces<EmbedError>> = rows.iter().map(|(_, worker)| worker as _).collect();
    let turns = std::cell::Cell::new(0);
    let timed = in_turns(&workers, options.repeats, &|n| {
        turns.set(turns.get() + n as u64);
        progress.done(turns.get());
    })?;
    progress.end();
    let rows: Vec<EmbedBenchRow> =
        rows.into_iter().zip(&timed).map(|((row, _), done)| timed_row(row, done)).collect();
    let yardsticks: Vec<f64> =
        timed.iter().flat_map(|done| done.turns.iter().map(|turn| turn.yardstick)).collect();
    let unrest = shortfall(&yardsticks);
    Ok(EmbedBenchReport {
        schema: EMBED_BENCH_REPORT_SCHEMA,
        source: source.to_owned(),
        paragraphs: languages.values().sum(),
        languages,
        hash: hash(&lengths),
        threads: options.threads.unwrap_or(environment.cores),
        rounds: options.repeats.rounds,
        models: opened.into_iter().map(|(about, _)| about).collect(),
        rows,
        warnings: crate::bench::doubts(&environment, unrest),
        environment,
        unrest,
        command: None,
        comparison: None,
    })
}

/// Paragraphs as they are, then texts of each length.
fn lengths(corpus: &Corpus<'_>, options: &EmbedBenchOptions) -> Vec<Length> {
    let most = options.texts.max(1);
    let words: BTreeSet<usize> = options.words.iter().map(|words| (*words).max(1)).collect();
    let of = |words: usize| Length {
        words: Some(words),
        texts: corpus.of_length(words, most.min((WORDS / words).max(1))),
    };
    std::iter::once(Length { words: None, texts: corpus.as_they_are(most) })
        .chain(words.into_iter().map(of))
        .collect()
}

fn hash(lengths: &[Length]) -> String {
    let mut hasher = blake3::Hasher::new();
    for text in lengths.iter().flat_map(|length| &length.texts) {
        hasher.update(text.as_bytes()).update(&[0]);
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

fn without_vector(model: &dyn Embedder, texts: &[String]) -> Result<usize, EmbedError> {
    let mut unknown = 0;
    for batch in texts.chunks(model.info().batch.max(1)) {
        let texts: Vec<&str> = batch.iter().map(String::as_str).collect();
        let vectors = model.passages(&texts)?;
        unknown += (0..texts.len()).filter(|&place| vectors.get(place).is_none()).count();
    }
    Ok(unknown)
}

/// Opens a model several times, unless that takes long.
fn open(
    spec: &ModelSpec,
    options: &EmbedBenchOptions,
    progress: &dyn Progress,
) -> Result<(EmbedBenchModel, Box<dyn Embedder>), PipelineError> {
    let memory_bytes = options.program.as_deref().and_then(|program| memory(program, spec, options.threads));
    if memory_bytes.is_none() && options.program.is_some() {
        progress.note(&format!("how much memory {spec} takes cannot be told here"));
    }
    let mut times = Vec::new();
    let model = loop {
        let begin = Instant::now();
        let model = embed::open(spec, options.threads)?;
        let time = begin.elapsed();
        times.push(time.as_secs_f64() * 1000.0);
        if times.len() == OPENED || time > OPENED_AGAIN {
            break model;
        }
    };
    let info = model.info();
    let about = EmbedBenchModel {
        name: info.id.name.clone(),
        revision: info.id.revision.clone(),
        dimension: info.dimension,
        window: info.window,
        bytes: size(spec, model.as_ref()),
        load_ms: median(&times),
        memory_bytes,
    };
    Ok((about, model))
}

/// Size of the files of a model.
pub(super) fn size(spec: &ModelSpec, model: &dyn Embedder) -> Option<u64> {
    match spec {
        ModelSpec::Builtin | ModelSpec::File(_) => {
            model.static_model().map(|model| model.file_bytes() as u64)
        }
        ModelSpec::Named(id) => {
            let installed = Installed::find(id, &Places::of_environment().ok()?).ok()?;
            Some(installed.record.files.iter().map(|file| file.bytes).sum())
        }
        ModelSpec::Folder(folder) => folder_size(folder).ok(),
    }
}

fn folder_size(folder: &Path) -> std::io::Result<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        // A link may lead anywhere; model hubs link files, not folders.
        bytes += if entry.file_type()?.is_dir() {
            folder_size(&entry.path())?
        } else {
            std::fs::metadata(entry.path())?.len()
        };
    }
    Ok(bytes)
}

/// Most memory of a process that opens the model and embeds one text.
pub(super) fn memory(program: &Path, spec: &ModelSpec, threads: Option<usize>) -> Option<u64> {
    let mut command = Command::new(program);
    command.args(["embed", "--quiet", "--model"]).arg(spec.to_string());
    if let Some(threads) = threads {
        command.arg("--threads").arg(threads.to_string());
    }
    let ran = run_process(&mut command, b"{\"id\": 1, \"text\": \"memory\"}\n").ok()?;
    ran.peak_bytes.filter(|_| ran.code == Some(0))
}

/// A row before it is timed.
fn empty_row(about: &EmbedBenchModel, length: &Length, batch: usize, without_vector: usize) -> EmbedBenchRow {
    let texts = &length.texts;
    let mean =
        |of: &dyn Fn(&String) -> usize| texts.iter().map(of).sum::<usize>() as f64 / texts.len() as f64;
    let called = length.words.map_or_else(|| "as they are".to_owned(), |words| format!("{words} words"));
    EmbedBenchRow {
        name: format!("{} {called} batch {batch}", about.name),
        model: about.name.clone(),
        words: length.words,
        batch,
        texts: texts.len(),
        mean_words: mean(&|text| words_of(text)),
        mean_bytes: mean(&String::len),
        without_vector,
        texts_per_second: 0.0,
        texts_per_second_range: [0.0; 2],
        words_per_second: 0.0,
        megabytes_per_second: 0.0,
        ms_per_text: 0.0,
        batches: 0,
        p50_ms: None,
        p95_ms: None,
        best_ms: 0.0,
        yardstick: 0.0,
    }
}

fn timed_row(row: EmbedBenchRow, done: &Done) -> EmbedBenchRow {
    let batch = row.batch as f64;
    let rates: Vec<f64> = done.turns.iter().map(|turn| turn.rate * batch).collect();
    let rate = median(&rates);
    let ms = |share: f64| done.times.quantile_us(share).map(|us| us / 1000.0);
    EmbedBenchRow {
        texts_per_second: rate,
        texts_per_second_range: range(&rates),
        words_per_second: rate * row.mean_words,
        megabytes_per_second: rate * row.mean_bytes / 1e6,
        ms_per_text: 1000.0 / rate,
        batches: done.times.len(),
        p50_ms: ms(0.5),
        p95_ms: ms(0.95),
        best_ms: done.best_us / batch / 1000.0,
        yardstick: done.turns.iter().map(|turn| turn.yardstick).fold(0.0, f64::max),
        ..row
    }
}

impl KeptRun<EmbedBenchReport> {
    /// A run of `cognate bench embed`.
    ///
    /// # Errors
    /// [`PipelineError::BadRun`] when the file is none of this version.
    pub fn embed(file: &Path) -> Result<Self, PipelineError> {
        kept::read(file, EMBED_BENCH_REPORT_SCHEMA)
    }
}

/// Holds a run against an earlier one: the shortest times of rows of the same name, which may grow by a share of `margin`.
pub fn compare_embed_bench(
    now: &EmbedBenchReport,
    kept: &KeptRun<EmbedBenchReport>,
    margin: f64,
) -> TimeComparison {
    fn times(report: &EmbedBenchReport) -> Times<'_> {
        Times {
            rows: report.rows.iter().map(|row| (row.name.as_str(), row.best_ms * 1000.0)).collect(),
            yardstick: report.rows.iter().map(|row| row.yardstick).fold(0.0, f64::max),
            hash: &report.hash,
        }
    }
    compare(&times(now), &times(&kept.report), kept.path.display().to_string(), margin)
}
