//! `cognate bench embed`.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use cognate::bench::Repeats;
use cognate::embed::ModelSpec;
use cognate::pipeline::{EmbedBenchOptions, KeptRun, bench_embed, compare_embed_bench};
use cognate::report::answers::embed_bench::{self as report, EmbedBenchReport};
use cognate::report::answers::timed::TimeComparison;
use cognate::store::Settings;

use super::args::{Global, ReadArgs};
use super::bar::Bar;
use super::bench_command::{AGAIN, command, source_of};
use super::bench_files::{FilesArgs, Forms, KeptArgs, MarginArgs};
use super::model;
use super::output::{Failure, Outcome, show, style};
use super::place;

/// How fast texts become vectors: by model, length and batch, on your own text
///
/// Texts of each length are cut out of the paragraphs and joined of them, of all languages that are there; paragraphs as they are have rows
/// as well. Every row has its turn in every round, so that what else the machine does meets all of them alike.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cognate bench embed articles/
  cognate bench embed --models builtin,multilingual-e5-small --words 32,128 --batch 32
  cognate bench embed articles/ -o speed.md -o speed.csv
  cognate bench embed --save monday.json
  cognate bench embed --compare monday.json      exits with 1 when something takes longer")]
pub(crate) struct EmbedArgs {
    /// Files and folders; `-` for standard input; none for the nearest collection
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Models to measure: `builtin`, names that `cognate models` lists, or paths [default: --model, else the collection's, else builtin]
    #[arg(long, value_name = "MODEL,...", value_delimiter = ',')]
    pub(crate) models: Vec<String>,
    /// Lengths of texts, in words; a character or a few are a word in scripts without spaces
    #[arg(long, value_name = "N,...", value_delimiter = ',', default_values_t = [8, 32, 128, 512], value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) words: Vec<u32>,
    /// Texts that are handed over at once
    #[arg(long, value_name = "N,...", value_delimiter = ',', default_values_t = [1, 32, 256], value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) batch: Vec<u32>,
    /// Most different texts of a row; of long ones there are fewer
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) texts: u32,
    /// Rounds in which every row has its turn
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(crate) rounds: usize,
    /// Shortest time of a turn, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 250)]
    pub(crate) turn: u64,
    #[command(flatten)]
    pub(crate) kept: KeptArgs,
    #[command(flatten)]
    pub(crate) time: MarginArgs,
    #[command(flatten)]
    pub(crate) files: FilesArgs,
    #[command(flatten)]
    pub(crate) read: ReadArgs,
}

pub(super) fn embed(global: &Global, args: &EmbedArgs) -> Result<Outcome, Failure> {
    args.files.check()?;
    let kept = args.kept.compare.as_deref().map(KeptRun::embed).transpose()?;
    let models = models(global, args)?;
    let bar = Bar::new(global.quiet);
    let (mut source, texts) = {
        // What the files are read with is not what is measured: a slow model does not read all of them first.
        let opened = place::open(&without_model(global), &args.read, &args.paths, &bar)?;
        (opened.collection.folder().display().to_string(), opened.collection.bench_texts()?)
    };
    source_of(&args.paths, &mut source);
    let size = |n: &u32| *n as usize;
    let options = EmbedBenchOptions {
        words: args.words.iter().map(size).collect(),
        batches: args.batch.iter().map(size).collect(),
        texts: args.texts as usize,
        repeats: Repeats { rounds: args.rounds.max(1), turn: Duration::from_millis(args.turn) },
        threads: global.threads.map(Into::into),
        program: std::env::current_exe().ok(),
    };
    let measure = || -> Result<EmbedBenchReport, Failure> {
        Ok(bench_embed(&source, &texts, &models, &options, &bar)?)
    };
    let mut measured = measure()?;
    measured.command = Some(command());
    if let Some(kept) = &kept {
        let compare = |run: &EmbedBenchReport| compare_embed_bench(run, kept, args.time.margin);
        measured.comparison = Some(compared(&measured, measure, compare)?);
    }
    args.kept.keep(&measured)?;
    args.files.write(&measured, &Forms { markdown: report::markdown, csv: report::csv })?;
    show(global.json, &measured, |r| report::render(r, &style(false, 0, false)))?;
    Ok(outcome(measured.comparison.as_ref()))
}

/// The models that were named, else the one that would be used.
fn models(global: &Global, args: &EmbedArgs) -> Result<Vec<ModelSpec>, Failure> {
    let mut names = args.models.clone();
    if names.is_empty() {
        names.push(match &global.model {
            Some(name) => name.clone(),
            None if args.paths.is_empty() => {
                Settings::read(&place::existing(global)?)?.unwrap_or_default().model
            }
            None => ModelSpec::Builtin.to_string(),
        });
    }
    names.iter().map(|name| model::spec(global, name)).collect()
}

fn without_model(global: &Global) -> Global {
    Global {
        collection: global.collection.clone(),
        model: None,
        allow_download: global.allow_download,
        threads: global.threads,
        wait: global.wait,
        json: global.json,
        quiet: global.quiet,
        verbose: global.verbose,
    }
}

/// Holds a run against an earlier one. What was slower is measured again, and is said to be slower only when it was so each time.
pub(super) fn compared<R>(
    first: &R,
    measure: impl Fn() -> Result<R, Failure>,
    compare: impl Fn(&R) -> TimeComparison,
) -> Result<TimeComparison, Failure> {
    let mut comparison = compare(first);
    for _ in 0..AGAIN {
        if comparison.worse.is_empty() {
            break;
        }
        let again = compare(&measure()?);
        comparison.worse.retain(|worse| again.worse.iter().any(|row| row.name == worse.name));
    }
    Ok(comparison)
}

/// Something that takes longer is as if nothing were found.
pub(super) fn outcome(comparison: Option<&TimeComparison>) -> Outcome {
    if comparison.is_some_and(TimeComparison::is_worse) { Outcome::NothingFound } else { Outcome::Found }
}
