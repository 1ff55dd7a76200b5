//! `cognate bench models`.

use std::path::PathBuf;

use clap::Args;
use cognate::eval::QueryFile;
use cognate::pipeline::{AuditOptions, Base};
use cognate::report::answers::audit as report;

use super::args::{Global, ReadArgs};
use super::bar::Bar;
use super::bench_command::{command, source_of};
use super::bench_files::{FilesArgs, Forms};
use super::output::{Failure, Outcome, show, style};
use super::{model, place};

/// What changes when another model takes the place of this one, on your own text
///
/// Embeds a copy of the collection with each model and compares them: how many of the nearest texts are the same, how far their topics
/// agree and how many keep their number, what queries of a file find, speed and size. The collection stays as it is.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cognate bench models builtin multilingual-e5-small
  cognate bench models builtin ./my-model.safetensors --path articles/ --labels folder
  cognate bench models builtin bge-m3 --judged queries.toml --limit 5000 -o models.md
  cognate models use multilingual-e5-small --reembed      then exchanges it, and topics keep their numbers")]
pub(crate) struct ModelsBenchArgs {
    /// Two or more models: `builtin`, names, or paths of files or folders
    #[arg(value_name = "MODEL", required = true, num_args = 2..)]
    models: Vec<String>,
    /// Files or folders to read; without, the nearest collection. May be given several times
    #[arg(long = "path", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Neighbours of each text that are compared
    #[arg(short, value_name = "K", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    k: u16,
    /// Texts whose neighbours are compared
    #[arg(long, value_name = "N", default_value_t = 1000)]
    queries: usize,
    /// Compare on so many units alone, which chance chooses: a large model takes long
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
    /// What texts are labelled by: a field of their records, or `folder`, `lang` or `source`
    #[arg(long, value_name = "FIELD", conflicts_with = "no_topics")]
    labels: Option<String>,
    /// Do not look for topics
    #[arg(long)]
    no_topics: bool,
    /// Queries with what each should find, as `cognate bench quality` reads them: .toml, .csv or .tsv
    #[arg(long, value_name = "FILE")]
    judged: Option<PathBuf>,
    /// TREC judgements of documents; `--judged` then has an id, a tab and a query in each line
    #[arg(long, value_name = "FILE", requires = "judged")]
    qrels: Option<PathBuf>,
    #[command(flatten)]
    files: FilesArgs,
    #[command(flatten)]
    read: ReadArgs,
}

pub(crate) fn models(global: &Global, args: &ModelsBenchArgs) -> Result<Outcome, Failure> {
    args.files.check()?;
    let judged =
        args.judged.as_deref().map(|file| QueryFile::read(file, args.qrels.as_deref())).transpose()?;
    let specs =
        args.models.iter().map(|name| model::spec(global, name)).collect::<Result<Vec<_>, Failure>>()?;
    let bar = Bar::new(global.quiet);
    let options = AuditOptions {
        k: args.k.into(),
        queries: args.queries,
        limit: args.limit.map(|limit| limit as usize),
        topics: !args.no_topics,
        labels: args.labels.clone(),
        judged,
        threads: global.threads.map(Into::into),
        program: std::env::current_exe().ok(),
    };
    let opened = place::open(global, &args.read, &args.paths, &bar)?;
    let mut compared = opened.collection.audit_models(&specs, &options, &Base::working_directory(), &bar)?;
    source_of(&args.paths, &mut compared.source);
    compared.command = Some(command());
    args.files.write(&compared, &Forms { markdown: report::markdown, csv: report::csv })?;
    show(global.json, &compared, |r| report::render(r, &style(false, 0, false)))?;
    Ok(Outcome::Found)
}
