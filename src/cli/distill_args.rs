//! What can be typed after `cognate distill`.

use std::path::PathBuf;

use clap::Args;

/// Make a model for your own languages and domain
///
/// Learns a static model, like the built-in one, from texts that mean the same in several languages and from a model that
/// knows one of them. The recipe names the sources and the settings (docs/distill.md). What takes long is kept in the
/// working folder: run the same command again to go on where it stopped.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cognate distill recipe.toml -o mine.safetensors
  cognate search \"armored train\" articles/ --model mine.safetensors")]
pub(crate) struct DistillArgs {
    /// The recipe
    #[arg(value_name = "RECIPE")]
    pub(crate) recipe: PathBuf,
    /// The model file to write
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Where to keep what takes long [default: the output's name with `.work`]
    #[arg(long, value_name = "DIR")]
    pub(crate) work: Option<PathBuf>,
}
