//! `cognate bench end-to-end`.

use std::path::PathBuf;

use clap::Args;
use cognate::pipeline::{Base, EndToEndOptions, KeptRun, bench_end_to_end, compare_end_to_end};
use cognate::report::answers::end_to_end::{self as report, EndToEndReport};

use super::args::{Global, ReadArgs};
use super::bar::Bar;
use super::bench_command::command;
use super::bench_embed::{compared, outcome};
use super::bench_files::{FilesArgs, Forms, KeptArgs, MarginArgs};
use super::output::{Failure, Outcome, show, style};
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
    #[command(flatten)]
    pub(crate) kept: KeptArgs,
    #[command(flatten)]
    pub(crate) time: MarginArgs,
    #[command(flatten)]
    pub(crate) files: FilesArgs,
    #[command(flatten)]
    pub(crate) read: ReadArgs,
}

pub(super) fn end_to_end(global: &Global, args: &EndToEndArgs) -> Result<Outcome, Failure> {
    args.files.check()?;
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
    let kept = args.kept.compare.as_deref().map(KeptRun::end_to_end).transpose()?;
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
        let compare = |run: &EndToEndReport| compare_end_to_end(run, kept, args.time.margin);
        measured.comparison = Some(compared(&measured, measure, compare)?);
    }
    args.kept.keep(&measured)?;
    args.files.write(&measured, &Forms { markdown: report::markdown, csv: report::csv })?;
    show(global.json, &measured, |r| report::render(r, &style(false, 0, false)))?;
    Ok(outcome(measured.comparison.as_ref()))
}
