//! What can be typed after `cognate distill`.

use std::path::PathBuf;

use clap::Args;

/// Make a model for your own languages and domain
///
/// Learns a static model, like the built-in one, from texts that mean the same in several languages and from a model that
/// knows one of them. Name tables, or a recipe, which has more settings (docs/distill.md). What takes long is kept in the
/// working folder: run the same command again to go on where it stopped.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cognate distill --pairs sentences.tsv -o mine.safetensors
  cognate distill --pairs sentences.tsv --words dictionary.tsv --teacher models/e5 -o mine.safetensors
  cognate distill recipe.toml -o mine.safetensors
  cognate search \"armored train\" articles/ --model mine.safetensors")]
pub(crate) struct DistillArgs {
    /// The recipe
    #[arg(value_name = "RECIPE", required_unless_present_any = ["pairs", "words", "text"])]
    pub(crate) recipe: Option<PathBuf>,
    /// The model file to write
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Where to keep what takes long [default: the output's name with `.work`]
    #[arg(long, value_name = "DIR")]
    pub(crate) work: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) tables: TablesArgs,
}

/// What a recipe would say.
#[derive(Debug, Args)]
#[command(next_help_heading = "Without a recipe")]
pub(crate) struct TablesArgs {
    /// Tables of sentences that mean the same, a tab between cells, each column headed with its language: en, fr
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with = "recipe")]
    pub(crate) pairs: Vec<PathBuf>,
    /// Tables of words and terms that mean the same
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with = "recipe")]
    pub(crate) words: Vec<PathBuf>,
    /// Texts in the teacher's language, one a line
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with = "recipe")]
    pub(crate) text: Vec<PathBuf>,
    /// Tables and JSON Lines with sentences that must not be learned from
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with = "recipe")]
    pub(crate) evaluation: Vec<PathBuf>,
    /// The model to learn from: `builtin`, a name, the path of a file or folder, or `none`
    #[arg(long, value_name = "MODEL", default_value = "builtin", conflicts_with = "recipe")]
    pub(crate) teacher: String,
    /// The language that it reads
    #[arg(long, value_name = "CODE", default_value = "en", conflicts_with = "recipe")]
    pub(crate) teacher_language: String,
    /// Dimensions of the vectors, at most the teacher's
    #[arg(long, value_name = "N", default_value_t = 256, conflicts_with = "recipe")]
    pub(crate) dimension: usize,
    /// Most pieces of words
    #[arg(long, value_name = "N", default_value_t = 64_000, conflicts_with = "recipe")]
    pub(crate) pieces: usize,
    /// Bits of a dimension of a piece: 8, 4 or 2
    #[arg(long, value_name = "N", default_value_t = 8, conflicts_with = "recipe")]
    pub(crate) bits: u8,
    /// Batches to learn from
    #[arg(long, value_name = "N", default_value_t = 4000, conflicts_with = "recipe")]
    pub(crate) steps: usize,
    /// Seed of everything random
    #[arg(long, value_name = "N", default_value_t = 1, conflicts_with = "recipe")]
    pub(crate) seed: u64,
}
