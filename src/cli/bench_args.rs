//! What can be typed after `cognate bench`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use cognate::bench::dataset::Metric;
use cognate::report::answers::search::SearchMode;

use super::args::{ReadArgs, share};
use super::bench_files::{FilesArgs, KeptArgs, MarginArgs};
use super::bench_models::ModelsBenchArgs;
use super::bench_topics::TopicsBenchArgs;

/// Measure retrieval, topics and models
#[derive(Debug, Args)]
pub(crate) struct BenchArgs {
    #[command(subcommand)]
    pub(crate) what: BenchCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BenchCommand {
    Retrieval(Box<RetrievalArgs>),
    Quality(Box<QualityArgs>),
    Topics(Box<TopicsBenchArgs>),
    Models(Box<ModelsBenchArgs>),
    Embed(Box<super::bench_embed::EmbedArgs>),
    EndToEnd(Box<super::bench_end_to_end::EndToEndArgs>),
    Queries(QueriesArgs),
}

/// Recall against time, on your own text or on a file of vectors
///
/// Holds what each setting finds against what exact search finds: the share of the true neighbours (recall@k), queries a second of one
/// thread and of all, percentiles of the time of a query, and what was looked at. Every setting has its turn in every round, so that what
/// else the machine does meets all of them alike.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cognate bench retrieval
  cognate bench retrieval articles/ --queries 200 --ef 32,128 --json
  cognate bench retrieval --asked typed --modes both,words --filter 10%
  cognate bench retrieval -o bench.html       a page with pictures, to hand to a colleague
  cognate bench retrieval --save monday.json
  cognate bench retrieval --compare monday.json      exits with 1 when something got worse
  cognate bench retrieval --dataset glove-100-angular.hdf5
  cognate bench retrieval --growth --start --pin
  cognate bench retrieval --target 0.99 --keep       the cheapest breadth that finds 99 % from now on")]
#[expect(clippy::struct_excessive_bools, reason = "choices of a person")]
pub(crate) struct RetrievalArgs {
    /// Files and folders; `-` for standard input; none for the nearest collection
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Neighbours of each query
    #[arg(short, value_name = "K", default_value_t = 10)]
    pub(crate) k: usize,
    /// Number of queries
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub(crate) queries: usize,
    /// What is asked: sentences of the text, paragraphs that are left out of the index, or words as people type them
    #[arg(long, value_enum, value_name = "KIND", default_value_t = AskedName::Sentences)]
    pub(crate) asked: AskedName,
    /// Ask the lines of a file instead
    #[arg(long, value_name = "FILE", conflicts_with = "asked")]
    pub(crate) queries_file: Option<PathBuf>,
    /// Breadths of the graph search
    #[arg(long, value_name = "N,...", value_delimiter = ',', default_values_t = [16, 32, 64, 128, 256])]
    pub(crate) ef: Vec<usize>,
    /// Links of each node of the graph; a graph for each number
    #[arg(long, value_name = "M,...", value_delimiter = ',', default_values_t = [16])]
    pub(crate) m: Vec<usize>,
    /// Breadth of the search while the graph is built; a graph for each number
    #[arg(long, value_name = "N,...", value_delimiter = ',', default_values_t = [200])]
    pub(crate) ef_construction: Vec<usize>,
    /// Search among a random part of the vectors as well, such as 10%
    #[arg(long, value_name = "SHARE,...", value_delimiter = ',', value_parser = share)]
    pub(crate) filter: Vec<f64>,
    /// Measure whole searches as well, from text to results: both, words or meaning
    #[arg(long, value_enum, value_name = "MODE,...", value_delimiter = ',')]
    pub(crate) modes: Vec<ModeName>,
    /// Measure whole searches from the start of this program as well, a process for each
    #[arg(long)]
    pub(crate) start: bool,
    /// Measure how time and size grow, on a sixteenth of the vectors, an eighth, and so on
    #[arg(long)]
    pub(crate) growth: bool,
    /// Bind every thread that measures to a core
    #[arg(long)]
    pub(crate) pin: bool,
    /// Measure another program beside it, which is told and asked over lines of JSON (docs/bench.md). May be given several times
    #[arg(long, value_name = "COMMAND")]
    pub(crate) peer: Vec<String>,
    /// Rounds in which every setting has its turn
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(crate) rounds: usize,
    /// Shortest time of a turn, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 250)]
    pub(crate) turn: u64,
    /// Find the cheapest setting that reaches a recall, such as 0.99
    #[arg(long, value_name = "RECALL", value_parser = share)]
    pub(crate) target: Option<f64>,
    /// Let the collection search with the breadth that was found for the target
    #[arg(long, requires = "target", conflicts_with = "paths")]
    pub(crate) keep: bool,
    #[command(flatten)]
    pub(crate) kept: KeptArgs,
    #[command(flatten)]
    pub(crate) time: MarginArgs,
    /// Share of neighbours by which recall may fall before that is worse
    #[arg(long, value_name = "SHARE", default_value = "0.005", value_parser = share)]
    pub(crate) recall_margin: f64,
    /// Write to a file; its ending says how: html, md, svg, csv or json. May be given several times
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Vec<PathBuf>,
    /// Search the vectors of a file instead: HDF5 of ann-benchmarks, fvecs, bvecs, fbin, npy, npz, Parquet or raw f32
    #[arg(long, value_name = "FILE", conflicts_with_all = ["paths", "asked", "queries_file", "modes", "start", "keep"])]
    pub(crate) dataset: Option<PathBuf>,
    /// The queries of the data set, where they are in a file of their own
    #[arg(long, value_name = "FILE", requires = "dataset")]
    pub(crate) dataset_queries: Option<PathBuf>,
    /// The true neighbours that the data set names, where they are in a file of their own
    #[arg(long, value_name = "FILE", requires = "dataset")]
    pub(crate) dataset_neighbors: Option<PathBuf>,
    /// Values of a vector, for files that do not say it
    #[arg(long, value_name = "N", requires = "dataset")]
    pub(crate) dim: Option<usize>,
    /// Search the first vectors alone
    #[arg(long, value_name = "N", requires = "dataset")]
    pub(crate) limit: Option<usize>,
    /// What says how near two vectors are: cosine, euclidean or dot [default: what the data set says]
    #[arg(long, value_name = "METRIC", requires = "dataset", value_parser = metric)]
    pub(crate) metric: Option<Metric>,
    /// Folder for what the plots of ann-benchmarks read
    #[arg(long, value_name = "FOLDER", requires = "dataset")]
    pub(crate) ann_results: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) read: ReadArgs,
}

fn metric(text: &str) -> Result<Metric, String> {
    Metric::of_name(text).ok_or_else(|| "give cosine, euclidean or dot".to_owned())
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AskedName {
    /// Sentences of paragraphs
    Sentences,
    /// Paragraphs that are left out of the index
    HeldOut,
    /// Words of paragraphs, as people type them
    Typed,
}

/// By what a whole search ranks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ModeName {
    /// Words and the meaning of the whole
    Both,
    /// Words alone
    Words,
    /// The meaning of the whole alone
    Meaning,
}

impl From<ModeName> for SearchMode {
    fn from(name: ModeName) -> Self {
        match name {
            ModeName::Both => Self::Both,
            ModeName::Words => Self::Words,
            ModeName::Meaning => Self::Meaning,
        }
    }
}

/// What your own queries should find, and what they find: nDCG, MRR, recall, and why something was missed
///
/// Queries and what each should find come from a file: `[[query]]` with `text` and `expect` in TOML, a table with the columns `query` and
/// `expect` (or `file` and `line`, or `id`), or TREC topics with `--qrels`. Every query is asked as `cognate search` asks it. For what is
/// not among the first results it is told why: not read, set apart, folded, kept out by the query's own signs, missed by the index, ranked
/// lower, or unknown to the model.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cognate bench queries suggest articles/ -o queries.toml      drafts to edit, then:
  cognate bench quality articles/ --queries queries.toml
  cognate bench quality --queries queries.toml --mode words -o quality.md
  cognate bench quality --queries queries.toml --save monday.json
  cognate bench quality --queries queries.toml --compare monday.json      exits with 1 when something got worse
  cognate bench quality --queries topics.tsv --qrels qrels.txt --run run.txt --qrels-out units.txt")]
pub(crate) struct QualityArgs {
    /// Files and folders; `-` for standard input; none for the nearest collection
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Queries with what each should find: .toml, .csv or .tsv
    #[arg(long, value_name = "FILE")]
    pub(crate) queries: PathBuf,
    /// TREC judgements of documents, by their own ids; `--queries` then has an id, a tab and a query in each line
    #[arg(long, value_name = "FILE")]
    pub(crate) qrels: Option<PathBuf>,
    /// Results that count
    #[arg(short, long, value_name = "K", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(crate) k: u16,
    /// By what results are ranked: both, words or meaning
    #[arg(long, value_enum, value_name = "MODE", default_value_t = ModeName::Both)]
    pub(crate) mode: ModeName,
    /// Look at every vector, also where there is a graph
    #[arg(long)]
    pub(crate) exact: bool,
    #[command(flatten)]
    pub(crate) kept: KeptArgs,
    /// How much a figure may fall before that is worse
    #[arg(long, value_name = "SHARE", default_value = "0.01", value_parser = share)]
    pub(crate) margin: f64,
    /// Write what was found as a TREC run, for other programs to measure
    #[arg(long, value_name = "FILE")]
    pub(crate) run: Option<PathBuf>,
    /// Write what was expected as TREC judgements of the same units
    #[arg(long, value_name = "FILE")]
    pub(crate) qrels_out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) files: FilesArgs,
    #[command(flatten)]
    pub(crate) read: ReadArgs,
}

/// Files of queries
#[derive(Debug, Args)]
pub(crate) struct QueriesArgs {
    #[command(subcommand)]
    pub(crate) what: QueriesCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum QueriesCommand {
    Suggest(Box<SuggestArgs>),
}

/// Draft queries with what each should find, from titles, headings and rare words of sentences
///
/// The drafts are spread over languages and files. They are for a person to edit: a query that was taken out of a text finds that text
/// easily, and figures of drafts flatter.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cognate bench queries suggest articles/ -o queries.toml
  cognate bench queries suggest -n 200 > queries.toml
  cognate bench quality articles/ --queries queries.toml")]
pub(crate) struct SuggestArgs {
    /// Files and folders; `-` for standard input; none for the nearest collection
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Most drafts
    #[arg(short, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=5000))]
    pub(crate) n: u16,
    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) read: ReadArgs,
}
