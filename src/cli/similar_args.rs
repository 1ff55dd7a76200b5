//! What can be typed after `cognate similar` and `cognate compare`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use cognate::pipeline::{CompareOptions, PairLanguages, SimilarOptions};

use super::args::ReadArgs;

/// Find texts that say nearly the same: copies, translations and paraphrases
///
/// With PATH the files are read first (their embeddings are cached, so that the second time is quick); without, the nearest
/// collection is looked through. Each pair tells what its texts are to each other: `identical` (but for case, spacing and
/// punctuation), `near copy` (mostly the same words), `translation` (another language) or `paraphrase`. Texts that are identical
/// in many places are one entry with a count.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cognate similar                               in the nearest collection
  cognate similar articles/ --across-files      what stands in two articles
  cognate similar articles/ --groups            what stands together, in groups
  cognate similar fr/ --against en/ -k 1        the nearest text in another folder
  cognate similar articles/ --across-languages     translations
  cognate similar articles/ -o pairs.csv        a table
  cognate similar --json | jq '.pairs[] | select(.kind == \"near-copy\")'")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag that can be typed")]
pub(crate) struct SimilarArgs {
    /// Files and folders to look through; `-` for standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Compare with these files and folders, instead of among themselves
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub(crate) against: Vec<PathBuf>,
    /// Least similarity (cosine) of a pair [default: 0.75; with `--across-languages` 0.6, since translations are less alike]
    #[arg(long, value_name = "COSINE", value_parser = cosine, allow_negative_numbers = true)]
    pub(crate) threshold: Option<f32>,
    /// Most neighbours of each text
    #[arg(short, value_name = "K", default_value_t = NEIGHBORS)]
    pub(crate) k: NonZeroUsize,
    /// Groups around a middle, to which each text is at least so similar, instead of pairs
    #[arg(long, conflicts_with = "pairs")]
    pub(crate) groups: bool,
    /// Pairs (the default)
    #[arg(long)]
    pub(crate) pairs: bool,
    /// Only pairs of two languages
    #[arg(long, conflicts_with = "within_language")]
    pub(crate) across_languages: bool,
    /// Only pairs of one language
    #[arg(long)]
    pub(crate) within_language: bool,
    /// Only pairs of different files, or of different records
    #[arg(long)]
    pub(crate) across_files: bool,
    /// Boilerplate too (links to other articles, sponsor lines)
    #[arg(long)]
    pub(crate) boilerplate: bool,
    /// Show texts and groups whole
    #[arg(long)]
    pub(crate) full: bool,
    #[command(flatten)]
    pub(crate) write: PairsWriteArgs,
    #[command(flatten)]
    pub(crate) read: ReadArgs,
}

// Not nought.
const NEIGHBORS: NonZeroUsize = match NonZeroUsize::new(SimilarOptions::NEIGHBORS) {
    Some(k) => k,
    None => NonZeroUsize::MIN,
};

impl SimilarArgs {
    pub(crate) fn options(&self) -> SimilarOptions {
        let usual =
            if self.across_languages { SimilarOptions::THRESHOLD_ACROSS } else { SimilarOptions::THRESHOLD };
        SimilarOptions {
            threshold: self.threshold.unwrap_or(usual),
            k: self.k.get(),
            groups: self.groups,
            languages: match (self.across_languages, self.within_language) {
                (true, _) => PairLanguages::Across,
                (_, true) => PairLanguages::Within,
                _ => PairLanguages::Any,
            },
            across_files: self.across_files,
            boilerplate: self.boilerplate,
        }
    }
}

/// Hold two texts side by side: what corresponds, what changed, what is only in one
///
/// A and B are files or folders: two versions, or a text and its translation. Of two folders, the documents that belong together
/// are found first, then the paragraphs within them. Exit code 0 when something corresponds, 1 when nothing does.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cognate compare old.txt new.txt               two versions, with the words that changed
  cognate compare article.fr.md article.en.md   a translation and its original
  cognate compare fr/ en/ -o translations.csv   two folders; documents are matched first
  cognate compare a.txt b.txt --unit sentence   sentence by sentence
  cognate compare old/ new/ --json | jq '.only_b[].text'")]
pub(crate) struct CompareArgs {
    /// A file or a folder; `-` for standard input
    #[arg(value_name = "A")]
    pub(crate) a: PathBuf,
    /// Another one
    #[arg(value_name = "B")]
    pub(crate) b: PathBuf,
    /// Least similarity (cosine) of two texts that correspond
    #[arg(long, value_name = "COSINE", default_value_t = CompareOptions::THRESHOLD, value_parser = cosine,
        allow_negative_numbers = true)]
    pub(crate) threshold: f32,
    /// Least margin of two texts that correspond: how much nearer they are than what is near on the other side on average
    #[arg(long, value_name = "RATIO", default_value_t = CompareOptions::MARGIN, value_parser = ratio)]
    pub(crate) margin: f32,
    /// Boilerplate too (links to other articles, sponsor lines)
    #[arg(long)]
    pub(crate) boilerplate: bool,
    /// Show texts whole, and those that are identical
    #[arg(long)]
    pub(crate) full: bool,
    #[command(flatten)]
    pub(crate) write: PairsWriteArgs,
    #[command(flatten)]
    pub(crate) read: ReadArgs,
}

impl CompareArgs {
    pub(crate) fn options(&self) -> CompareOptions {
        CompareOptions { threshold: self.threshold, margin: self.margin, boilerplate: self.boilerplate }
    }
}

/// What is written, and where.
#[derive(Debug, Args)]
#[command(next_help_heading = "Writing")]
pub(crate) struct PairsWriteArgs {
    /// How it is written: terminal, json, csv or markdown [default: what the ending of the file says, else terminal]
    #[arg(long, value_enum, conflicts_with = "json", hide_possible_values = true, value_name = "NAME")]
    pub(crate) format: Option<PairsFormat>,
    /// Write to a file instead of standard output; its ending says the format: .csv, .json, .md, .txt
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// How pairs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PairsFormat {
    /// For this terminal
    Terminal,
    /// Everything, for programs (.json)
    Json,
    /// A table, for spreadsheets (.csv)
    Csv,
    /// A document (.md)
    Markdown,
}

fn cosine(text: &str) -> Result<f32, String> {
    let value: Option<f32> = text.parse().ok();
    value.filter(|value| (-1.0..=1.0).contains(value)).ok_or_else(|| "give a number from -1 to 1".to_owned())
}

fn ratio(text: &str) -> Result<f32, String> {
    let value: Option<f32> = text.parse().ok();
    value
        .filter(|value| value.is_finite() && *value >= 0.0)
        .ok_or_else(|| "give a number such as 1.1".to_owned())
}
