//! What can be typed.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use cognate::corpus::Granularity;
use cognate::index::{Builder, IndexChoice};

use super::bench_args::BenchArgs;
#[cfg(feature = "distill")]
use super::distill_args::DistillArgs;
use super::eval_args::EvalArgs;
use super::models_args::ModelsArgs;
use super::report_args::ReportArgs;
use super::search_args::SearchArgs;
use super::similar_args::{CompareArgs, SimilarArgs};
use super::topics_args::TopicsArgs;

const AFTER: &str = "\
Examples:
  cognate topics articles/                     what is this folder about
  cognate search \"armored train\" articles/     find what means it, in any language
  cognate index articles/ && cognate search \"armored train\"
  cognate bench retrieval                      recall and speed on your own text

Exit codes: 0 found, 1 nothing found, 2 error.
Nothing is sent anywhere: texts and vectors stay on this machine. Only `cognate models pull`, `cognate models add` with
the name of a repository, and `--allow-download` ask a model hub, and for nothing but files of models.";

/// Semantic search, topic reports and retrieval benchmarks over local, multilingual embeddings.
#[derive(Debug, Parser)]
#[command(name = "cognate", version, after_help = AFTER, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) global: Global,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub(crate) struct Global {
    /// Folder of the collection [default: the nearest .cognate/ upwards; for `index`, here]
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) collection: Option<PathBuf>,
    /// `builtin`, a name that `cognate models` lists, or the path of a model file or of a folder with an ONNX model
    /// [default: the collection's, else builtin]
    #[arg(long, value_name = "MODEL", global = true)]
    pub(crate) model: Option<String>,
    /// Fetch a named model that is not installed, instead of failing
    #[arg(long, global = true)]
    pub(crate) allow_download: bool,
    /// Most threads [default: one for each core]
    #[arg(long, value_name = "N", global = true)]
    pub(crate) threads: Option<NonZeroUsize>,
    /// How many seconds to wait for another process that writes to the collection
    #[arg(long, value_name = "SECONDS", global = true, default_value_t = 10)]
    pub(crate) wait: u64,
    /// JSON on standard output
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// No progress and no notes
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Tell more (twice: much more)
    #[arg(short, long, action = clap::ArgAction::Count, global = true)]
    pub(crate) verbose: u8,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Index(IndexArgs),
    Search(Box<SearchArgs>),
    Topics(Box<TopicsArgs>),
    Similar(SimilarArgs),
    Compare(CompareArgs),
    Report(ReportArgs),
    Bench(BenchArgs),
    Eval(EvalArgs),
    #[cfg(feature = "distill")]
    Distill(DistillArgs),
    /// Embed a stream of texts for other programs
    ///
    /// Reads JSON Lines ({"id", "text"}) from standard input and writes JSON Lines ({"id", "vector"}) in the same
    /// order to standard output, a batch at a time. A text that the model knows no word of has the vector null; a line that
    /// cannot be read has the vector null and an "error" that names it.
    #[command(after_help = "\
Examples:
  echo '{\"id\": 1, \"text\": \"train blindé\"}' | cognate embed
  cognate embed --model mine.safetensors < texts.jsonl > vectors.jsonl")]
    Embed {
        /// End with an error at the first line that cannot be read
        #[arg(long)]
        strict: bool,
    },
    /// Show what a collection holds and what it still has to do
    #[command(after_help = "\
Examples:
  cognate status
  cognate status --deep
  cognate status --json --collection archive/.cognate")]
    Status {
        /// Read the whole index, and measure what its graph finds against exact search
        #[arg(long)]
        deep: bool,
    },
    /// Write the index file anew and give unused space back
    ///
    /// `cognate index` does so by itself when much has changed; searches in between are right, too, and slower.
    #[command(after_help = "\
Examples:
  cognate compact
  cognate compact --small      where disk is short")]
    Compact {
        /// Keep eight bits of each dimension in the index file: it is a quarter of the size; results are compared in full
        #[arg(long)]
        small: bool,
    },
    /// Read a whole collection and check that nothing is damaged
    #[command(after_help = "\
Examples:
  cognate verify
  cognate verify --json | jq '.findings[].problems'")]
    Verify,
    Models(ModelsArgs),
    /// Print the completion script of a shell
    #[command(after_help = "\
Examples:
  cognate completions bash > ~/.local/share/bash-completion/completions/cognate
  cognate completions zsh > ~/.zfunc/_cognate")]
    Completions(CompletionsArgs),
}

/// How files are read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Reading")]
#[expect(clippy::struct_excessive_bools, reason = "switches of a command line")]
pub(crate) struct ReadArgs {
    /// What one unit of text is [default: paragraph]
    #[arg(long, value_enum)]
    pub(crate) unit: Option<UnitArg>,
    /// Field or column that holds the text of records (JSON, CSV, TSV); several between commas; `doc.body` for one within an object
    #[arg(long, value_name = "NAME")]
    pub(crate) text_field: Option<String>,
    /// Field or column that holds the title of records
    #[arg(long, value_name = "NAME")]
    pub(crate) title_field: Option<String>,
    /// Field or column that holds the date of records
    #[arg(long, value_name = "NAME")]
    pub(crate) date_field: Option<String>,
    /// Field or column that holds the id of records
    #[arg(long, value_name = "NAME")]
    pub(crate) id_field: Option<String>,
    /// What stands between the cells of tables, such as `;` [default: found out]
    #[arg(long, value_name = "CHAR", value_parser = delimiter)]
    pub(crate) delimiter: Option<char>,
    /// The first row of a table is a record: its columns are called column1 and so on
    #[arg(long)]
    pub(crate) no_header: bool,
    /// What standard input is, by the ending of a file: txt, md, html, csv, jsonl, eml, pdf, ... [default: found out]
    #[arg(long, value_name = "ENDING", value_parser = input_format)]
    pub(crate) input_format: Option<cognate::corpus::Format>,
    /// Read also what a .gitignore or .ignore in a folder says not to look at
    #[arg(long)]
    pub(crate) no_ignore: bool,
    /// Read also files and folders whose names begin with a dot
    #[arg(long)]
    pub(crate) hidden: bool,
    /// Bring the collection up to date first; `auto = true` in its cognate.toml does so every time
    #[arg(long)]
    pub(crate) fresh: bool,
    /// End with an error when a file or a record could not be read; what can be read is kept all the same
    #[arg(long)]
    pub(crate) strict: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum UnitArg {
    Paragraph,
    Sentence,
    Document,
}

impl From<UnitArg> for Granularity {
    fn from(unit: UnitArg) -> Self {
        match unit {
            UnitArg::Paragraph => Self::Paragraph,
            UnitArg::Sentence => Self::Sentence,
            UnitArg::Document => Self::Document,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum IndexArg {
    Auto,
    Exact,
    Hnsw,
}

impl From<IndexArg> for IndexChoice {
    fn from(kind: IndexArg) -> Self {
        match kind {
            IndexArg::Auto => Self::Auto,
            IndexArg::Exact => Self::Exact,
            IndexArg::Hnsw => Self::Hnsw,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum BuilderArg {
    Auto,
    HnswRs,
    Flat,
}

impl From<BuilderArg> for Builder {
    fn from(builder: BuilderArg) -> Self {
        match builder {
            BuilderArg::Auto => Self::Auto,
            BuilderArg::HnswRs => Self::HnswRs,
            BuilderArg::Flat => Self::Flat,
        }
    }
}

/// Read files and folders into a collection, or bring it up to date
///
/// Only files that changed are read again and only new texts are embedded; files that are gone are removed, those that cannot
/// be read just now are kept as they were. It may
/// be interrupted at any time: the next run goes on where it stopped. Without PATH, the paths that the collection
/// remembers are looked at again.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cognate index articles/ notes.md             make or extend .cognate/ here
  cognate index                                bring it up to date
  cognate index --forget articles/             remove what was read below a path, for good
  cognate index --unit sentence articles/      one unit a sentence
  cognate index --text-field body dump.jsonl   records with their own ids")]
pub(crate) struct IndexArgs {
    /// Files and folders: text, Markdown, HTML, JSON, tables, mail, office documents, EPUB, PDF; `-` for standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) read: ReadArgs,
    /// Embed everything anew when `--model` is another than before
    #[arg(long)]
    pub(crate) reembed: bool,
    /// How neighbours are found, from now on: auto (a graph above 200,000 vectors), exact or hnsw
    #[arg(long, value_enum, value_name = "KIND")]
    pub(crate) index: Option<IndexArg>,
    /// What builds the graph, from now on: auto (hnsw_rs up to 2,000 vectors), hnsw_rs or flat
    #[arg(long, value_enum, value_name = "NAME")]
    pub(crate) builder: Option<BuilderArg>,
    /// Remove what was read of a path whose files are all gone. Without this it is kept: a disk may not be there just now
    #[arg(long)]
    pub(crate) prune: bool,
    /// Forget a path and remove what was read below it
    #[arg(long, value_name = "PATH", conflicts_with = "paths")]
    pub(crate) forget: Option<PathBuf>,
}

/// A format by the ending of its files.
fn input_format(text: &str) -> Result<cognate::corpus::Format, String> {
    let name = format!("input.{}", text.trim_start_matches('.'));
    cognate::corpus::Format::of_path(std::path::Path::new(&name)).ok_or_else(|| {
        "give the ending of a file that can be read, such as csv, jsonl, html or pdf".to_owned()
    })
}

/// Reads a sign of one byte; `\\t` and `tab` are a tab.
fn delimiter(text: &str) -> Result<char, String> {
    let text = if matches!(text, "\\t" | "tab") { "\t" } else { text };
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(sign), None)
            if sign.is_ascii() && !sign.is_ascii_alphanumeric() && !matches!(sign, '"' | '\n' | '\r') =>
        {
            Ok(sign)
        }
        _ => Err("give one sign such as `;`, or `tab`".to_owned()),
    }
}

/// Reads `10%` and `0.1`.
pub(super) fn share(text: &str) -> Result<f64, String> {
    let (number, scale) = match text.trim().strip_suffix('%') {
        Some(number) => (number, 100.0),
        None => (text, 1.0),
    };
    let value = number.trim().parse::<f64>().map(|value| value / scale);
    value
        .ok()
        .filter(|value| (0.0..=1.0).contains(value))
        .ok_or_else(|| "give a share such as 10%".to_owned())
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_has_examples_in_its_help() {
        fn check(command: &clap::Command) {
            let (mut inner, mut any) = (command.get_subcommands().peekable(), false);
            any |= inner.peek().is_some();
            for sub in inner {
                check(sub);
            }
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(any || help.contains("Examples:"), "`{}` has no examples", command.get_name());
        }
        check(&Cli::command());
    }
}
