//! `cognate bench`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use cognate::bench::dataset::OpenOptions;
use cognate::bench::{Repeats, TIME};
use cognate::eval::QueryFile;
use cognate::index::GraphParams;
use cognate::pipeline::{
    Base, BenchOptions, BenchQueries, KeptRun, QualityOptions, SuggestOptions, bench_dataset, compare_bench,
    compare_quality,
};
use cognate::report::answers::bench::{self as report, BenchReport};
use cognate::report::answers::quality;
use cognate::report::text::json;

use super::args::Global;
use super::bar::Bar;
use super::bench_args::{
    AskedName, BenchArgs, BenchCommand, QualityArgs, QueriesCommand, RetrievalArgs, SuggestArgs,
};
use super::bench_files::Forms;
use super::output::{Failure, Outcome, show, style, write};
use super::place;

pub(crate) fn bench(global: &Global, args: &BenchArgs) -> Result<Outcome, Failure> {
    match &args.what {
        BenchCommand::Retrieval(args) => retrieval(global, args),
        BenchCommand::Quality(args) => quality(global, args),
        BenchCommand::Topics(args) => super::bench_topics::topics(global, args),
        BenchCommand::Models(args) => super::bench_models::models(global, args),
        BenchCommand::Embed(args) => super::bench_embed::embed(global, args),
        BenchCommand::EndToEnd(args) => super::bench_end_to_end::end_to_end(global, args),
        BenchCommand::Queries(args) => match &args.what {
            QueriesCommand::Suggest(args) => suggest(global, args),
        },
    }
}

/// How often what was slower is measured again before that is said: others on the machine are seldom in the way each time.
pub(super) const AGAIN: usize = 2;

fn retrieval(global: &Global, args: &RetrievalArgs) -> Result<Outcome, Failure> {
    // Before the work, which may be long.
    let known = ["html", "md", "svg", "csv", "json"];
    known_endings(&args.output, &known, "name a file that ends with .html, .md, .svg, .csv or .json")?;
    let kept = args.kept.compare.as_deref().map(KeptRun::retrieval).transpose()?;
    let bar = Bar::new(global.quiet);
    let graphs = args.m.iter().flat_map(|&m| {
        args.ef_construction.iter().map(move |&ef_construction| GraphParams { m, ef_construction })
    });
    let asked = match (&args.queries_file, args.asked) {
        (Some(file), _) => BenchQueries::File(file.clone()),
        (None, AskedName::Sentences) => BenchQueries::Sentences,
        (None, AskedName::HeldOut) => BenchQueries::HeldOut,
        (None, AskedName::Typed) => BenchQueries::Typed,
    };
    let options = BenchOptions {
        k: args.k,
        queries: args.queries,
        asked,
        ef: args.ef.clone(),
        graphs: graphs.collect(),
        filters: args.filter.clone(),
        modes: args.modes.iter().map(|mode| (*mode).into()).collect(),
        peers: args.peer.clone(),
        repeats: Repeats { rounds: args.rounds.max(1), turn: Duration::from_millis(args.turn) },
        threads: global.threads.map(Into::into),
        target: args.target,
        keep: args.keep,
        program: args
            .start
            .then(std::env::current_exe)
            .transpose()
            .map_err(|source| Failure::Io { what: "cannot tell where this program is".to_owned(), source })?,
        growth: args.growth,
        pin: args.pin,
        truths: place::cache_folder().map(|cache| cache.join("truth")),
        ..BenchOptions::default()
    };
    let measure = |options: &BenchOptions| -> Result<BenchReport, Failure> {
        Ok(if let Some(file) = &args.dataset {
            let open = OpenOptions {
                dim: args.dim,
                queries: args.dataset_queries.clone(),
                neighbors: args.dataset_neighbors.clone(),
                limit: args.limit,
                metric: args.metric,
            };
            // What was measured again is no run of its own.
            let results = args.ann_results.as_deref().filter(|_| options.only.is_empty());
            bench_dataset(file, &open, results, options, &bar)?
        } else if args.keep {
            place::open_to_write(global)?.bench_retrieval(options, &bar)?
        } else {
            place::open(global, &args.read, &args.paths, &bar)?.collection.bench_retrieval(options, &bar)?
        })
    };
    let mut measured = measure(&options)?;
    if !args.paths.is_empty() {
        let paths: Vec<_> = args.paths.iter().map(|path| path.display().to_string()).collect();
        measured.source = paths.join(", ");
    }
    measured.command = Some(command());
    if let Some(kept) = &kept {
        let mut again = Vec::new();
        let comparison = loop {
            let comparison = compare_bench(&measured, &again, kept, args.time.margin, args.recall_margin);
            let slower = comparison.worse.iter().filter(|worse| worse.how.measure == TIME);
            let only: Vec<String> = slower.map(|worse| worse.name.clone()).collect();
            if only.is_empty() || again.len() == AGAIN {
                break comparison;
            }
            again.push(measure(&BenchOptions { only, growth: false, target: None, ..options.clone() })?);
        };
        measured.comparison = Some(comparison);
    }
    args.kept.keep(&measured)?;
    for file in &args.output {
        write(&rendered(&measured, file)?, Some(file))?;
    }
    show(global.json, &measured, |r| report::render(r, &style(false, 0, false)))?;
    let worse = measured.comparison.is_some_and(|compared| compared.is_worse());
    Ok(if worse { Outcome::NothingFound } else { Outcome::Found })
}

/// Refuses files whose ending does not say how they are written.
pub(super) fn known_endings(files: &[PathBuf], known: &[&str], hint: &'static str) -> Result<(), Failure> {
    let unknown = |file: &&PathBuf| !ending(file).is_some_and(|ending| known.contains(&ending));
    let Some(file) = files.iter().find(unknown) else { return Ok(()) };
    let message = format!("`{}` has no ending that says how it is written", file.display());
    Err(Failure::Usage { message, hint })
}

pub(super) fn ending(file: &Path) -> Option<&str> {
    file.extension()?.to_str()
}

fn rendered(report: &BenchReport, file: &Path) -> Result<String, Failure> {
    Ok(match ending(file) {
        Some("html") => report::html(report)?,
        Some("svg") => report::svg(report)?,
        Some("md") => report::markdown(report),
        Some("csv") => report::csv(report)?,
        _ => json::render(report)?,
    })
}

/// What was typed, as a shell takes it.
pub(super) fn command() -> String {
    let quoted = |word: std::ffi::OsString| {
        let word = word.to_string_lossy().into_owned();
        let plain = |c: char| c.is_alphanumeric() || "-_./=,:%+@".contains(c);
        if !word.is_empty() && word.chars().all(plain) {
            word
        } else {
            format!("'{}'", word.replace('\'', "'\\''"))
        }
    };
    std::iter::once("cognate".to_owned())
        .chain(std::env::args_os().skip(1).map(quoted))
        .collect::<Vec<_>>()
        .join(" ")
}

/// `cognate bench quality`.
fn quality(global: &Global, args: &QualityArgs) -> Result<Outcome, Failure> {
    args.files.check()?;
    let file = QueryFile::read(&args.queries, args.qrels.as_deref())?;
    let kept = args.kept.compare.as_deref().map(KeptRun::quality).transpose()?;
    let bar = Bar::new(global.quiet);
    let options = QualityOptions { k: args.k.into(), mode: args.mode.into(), exact: args.exact };
    let base = Base::working_directory();
    let opened = place::open(global, &args.read, &args.paths, &bar)?;
    let mut measured = opened.collection.bench_quality(&file, &options, &base, &bar)?;
    let report = &mut measured.report;
    source_of(&args.paths, &mut report.source);
    report.command = Some(command());
    if let Some(kept) = &kept {
        report.comparison = Some(compare_quality(report, kept, args.margin)?);
    }
    let report = &measured.report;
    args.kept.keep(report)?;
    for (text, file) in [(&measured.run, &args.run), (&measured.qrels, &args.qrels_out)] {
        if let Some(file) = file {
            write(text, Some(file))?;
        }
    }
    args.files.write(report, &Forms { markdown: quality::markdown, csv: quality::csv })?;
    show(global.json, report, |r| quality::render(r, &style(global.verbose > 0, 0, false)))?;
    let worse = report.comparison.as_ref().is_some_and(quality::QualityComparison::is_worse);
    Ok(if worse { Outcome::NothingFound } else { Outcome::Found })
}

/// `cognate bench queries suggest`.
fn suggest(global: &Global, args: &SuggestArgs) -> Result<Outcome, Failure> {
    let bar = Bar::new(global.quiet);
    let opened = place::open(global, &args.read, &args.paths, &bar)?;
    let options = SuggestOptions { queries: args.n.into() };
    let mut drafts = opened.collection.suggest_queries(&options, &Base::working_directory())?;
    source_of(&args.paths, &mut drafts.source);
    let text = if global.json { json::render(&drafts)? } else { quality::toml(&drafts) };
    write(&text, args.output.as_deref())?;
    Ok(if drafts.queries.is_empty() { Outcome::NothingFound } else { Outcome::Found })
}

/// What is searched, as it was typed; the folder of a collection stays.
pub(super) fn source_of(paths: &[PathBuf], source: &mut String) {
    if !paths.is_empty() {
        let paths: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
        *source = paths.join(", ");
    }
}
