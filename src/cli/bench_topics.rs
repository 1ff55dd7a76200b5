//! `cognate bench topics`.

use std::path::PathBuf;

use clap::Args;
use cognate::cluster::{Algorithm, ClusterOptions};
use cognate::pipeline::{Base, Extras, KeptRun, TopicsBenchOptions, TopicsOptions, compare_topics_bench};
use cognate::report::answers::topics_bench as report;

use super::args::{Global, ReadArgs, share};
use super::bar::Bar;
use super::bench_command::{command, source_of};
use super::bench_files::{FilesArgs, Forms, KeptArgs, MarginArgs};
use super::output::{Failure, Outcome, show, style};
use super::place;

/// Topics: time by stage, memory, stability, and agreement with labels
///
/// Finds topics several times over, as `cognate topics` does it, and keeps none. Where texts have labels (a field of their records, their
/// folder, language or source), says how far the topics are these labels.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cognate bench topics articles/
  cognate bench topics news.jsonl --labels category
  cognate bench topics articles/ --labels folder --algorithm hdbscan
  cognate bench topics --save monday.json
  cognate bench topics --compare monday.json      exits with 1 when something got worse")]
pub(crate) struct TopicsBenchArgs {
    /// Files and folders; `-` for standard input; none for the nearest collection
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How often topics are found
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=1000))]
    rounds: u16,
    /// What texts are labelled by: a field of their records, or `folder`, `lang` or `source`
    #[arg(long, value_name = "FIELD")]
    labels: Option<String>,
    /// How topics are found: auto, leiden, agglomerative, kmeans, gmm, hdbscan, dbscan or optics
    #[arg(long, value_name = "NAME", default_value = "auto")]
    algorithm: Algorithm,
    /// Number of topics [default: chosen]
    #[arg(short, value_name = "K")]
    k: Option<usize>,
    /// Units that the smallest topic has [default: chosen]
    #[arg(long, value_name = "N")]
    min_size: Option<usize>,
    /// Greatest share of paragraphs in no topic
    #[arg(long, value_name = "SHARE", default_value = "10%", value_parser = share)]
    max_outliers: f64,
    /// Look for the topics again in N random parts of the text [default: 10 for up to 1,000 paragraphs]
    #[arg(long, value_name = "N")]
    stability: Option<usize>,
    /// Lay out the map as well, as a page has it
    #[arg(long)]
    map: bool,
    /// Seed of everything random
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    #[command(flatten)]
    kept: KeptArgs,
    #[command(flatten)]
    time: MarginArgs,
    /// How much the agreement with labels may fall before that is worse
    #[arg(long, value_name = "SHARE", default_value = "0.01", value_parser = share)]
    label_margin: f64,
    #[command(flatten)]
    files: FilesArgs,
    #[command(flatten)]
    read: ReadArgs,
}

pub(crate) fn topics(global: &Global, args: &TopicsBenchArgs) -> Result<Outcome, Failure> {
    args.files.check()?;
    let kept = args.kept.compare.as_deref().map(KeptRun::topics).transpose()?;
    let bar = Bar::new(global.quiet);
    let options = TopicsBenchOptions {
        topics: TopicsOptions {
            cluster: ClusterOptions {
                algorithm: args.algorithm,
                k: args.k,
                min_size: args.min_size,
                max_outliers: args.max_outliers,
                quick: false,
                seed: args.seed,
            },
            stability: args.stability,
            keep: false,
            extras: Extras { map: args.map, links: false },
            ..TopicsOptions::default()
        },
        rounds: args.rounds.into(),
        labels: args.labels.clone(),
    };
    let base = Base::working_directory();
    let opened = place::open(global, &args.read, &args.paths, &bar)?;
    let mut measured = opened.collection.bench_topics(&options, &base, &bar)?;
    source_of(&args.paths, &mut measured.source);
    measured.command = Some(command());
    if let Some(kept) = &kept {
        measured.comparison =
            Some(compare_topics_bench(&measured, kept, args.time.margin, args.label_margin));
    }
    args.kept.keep(&measured)?;
    args.files.write(&measured, &Forms { markdown: report::markdown, csv: report::csv })?;
    show(global.json, &measured, |r| report::render(r, &style(false, 0, false)))?;
    let worse = measured.comparison.is_some_and(|compared| !compared.worse.is_empty());
    Ok(if worse { Outcome::NothingFound } else { Outcome::Found })
}
