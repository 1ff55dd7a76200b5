//! `cognate bench end-to-end`.

use std::path::{Path, PathBuf};

use clap::Args;
use cognate::pipeline::{Base, EndToEndOptions, KeptRun, bench_end_to_end, compare_end_to_end};
use cognate::report::answers::end_to_end::{self as report, EndToEndReport};
use cognate::report::text::json;

use super::args::{Global, ReadArgs, share};
use super::bar::Bar;
use super::bench_command::{command, ending, known_endings};
use super::bench_embed::{compared, outcome};
use super::output::{Failure, Outcome, show, style, write};
use super::place;

/// Searches of a round after the first ones.
const SEARCHES: usize = 5;

/// From files to the first answer: what you wait for, and what it takes
///
/// Reads the files into a collection of its own, which is gone at the end, searches it, and writes a page of topics; each step is a process
/// of this program, and is measured from its start to its end. All steps are done in every round, so that what else the machine does meets
/// all of them alike. Your own collections and the cache stay as they are.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cognate bench end-to-end articles/
  cognate bench end-to-end articles/ --query \"arms deal\" -o wait.md -o wait.csv
  cognate bench end-to-end articles/ --model multilingual-e5-small --rounds 1
  cognate bench end-to-end articles/ --save monday.json
  cognate bench end-to-end articles/ --compare monday.json      exits with 1 when something takes longer")]
pub(crate) struct EndToEndArgs {
    /// Files and folders
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// What is asked [default: words of the text, as people type them]
    #[arg(long, value_name = "TEXT")]
    pub(crate) query: Option<String>,
    /// Rounds in which every step is done
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub(crate) rounds: usize,
    /// Keep the run in a file, to compare with
    #[arg(long, value_name = "FILE")]
    pub(crate) save: Option<PathBuf>,
    /// Compare with a run that was kept; something that takes longer is exit code 1
    #[arg(long, value_name = "FILE")]
    pub(crate) compare: Option<PathBuf>,
    /// Share by which time may grow before that is worse
    #[arg(long, value_name = "SHARE", default_value = "25%", value_parser = share)]
    pub(crate) margin: f64,
    /// Write to a file; its ending says how: md, csv or json. May be given several times
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) read: ReadArgs,
}

pub(super) fn end_to_end(global: &Global, args: &EndToEndArgs) -> Result<Outcome, Failure> {
    // Before the work, which may be long.
    known_endings(&args.output, &["md", "csv", "json"], "name a file that ends with .md, .csv or .json")?;
    if args.paths.iter().any(|path| path.as_os_str() == "-") {
        return Err(Failure::Usage {
            message: "standard input is there once, and is measured several times".to_owned(),
            hint: "write it to a file, and name that",
        });
    }
    if global.collection.is_some() {
        return Err(Failure::Usage {
            message: "`--collection` and `bench end-to-end` do not go together".to_owned(),
            hint: "leave it out: the collection that is measured is made anew, and is gone at the end",
        });
    }
    let kept = args.compare.as_deref().map(KeptRun::end_to_end).transpose()?;
    let program = std::env::current_exe()
        .map_err(|source| Failure::Io { what: "cannot tell where this program is".to_owned(), source })?;
    let options = EndToEndOptions {
        program,
        collection: place::options(global, Some(&args.read))?,
        query: args.query.clone(),
        rounds: args.rounds,
        searches: SEARCHES,
    };
    let bar = Bar::new(global.quiet);
    let base = Base::working_directory();
    let measure =
        || -> Result<EndToEndReport, Failure> { Ok(bench_end_to_end(&args.paths, &options, &base, &bar)?) };
    let mut measured = measure()?;
    measured.command = Some(command());
    if let Some(kept) = &kept {
        let compare = |run: &EndToEndReport| compare_end_to_end(run, kept, args.margin);
        measured.comparison = Some(compared(&measured, measure, compare)?);
    }
    if let Some(file) = &args.save {
        write(&json::render(&measured)?, Some(file))?;
    }
    for file in &args.output {
        write(&rendered(&measured, file)?, Some(file))?;
    }
    show(global.json, &measured, |r| report::render(r, &style(false, 0, false)))?;
    Ok(outcome(measured.comparison.as_ref()))
}

fn rendered(report: &EndToEndReport, file: &Path) -> Result<String, Failure> {
    Ok(match ending(file) {
        Some("md") => report::markdown(report),
        Some("csv") => report::csv(report)?,
        _ => json::render(report)?,
    })
}
