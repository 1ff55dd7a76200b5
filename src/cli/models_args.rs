//! What can be typed after `cognate models`.

use clap::{Args, Subcommand};

/// List, fetch and check models
///
/// The built-in model is always there. Others are fetched once by name, or are the path of a model file or of a folder in ONNX form.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cognate models                               which models there are, and where files are kept
  cognate models pull multilingual-e5-small    fetch one
  cognate search \"armored train\" articles/ --model multilingual-e5-small
  cognate models doctor                        does everything work?")]
pub(crate) struct ModelsArgs {
    #[command(subcommand)]
    pub(crate) what: Option<ModelsCommand>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ModelsCommand {
    /// List the models: what they are for, what they cost, which are installed
    #[command(after_help = "\
Examples:
  cognate models list
  cognate models list --json | jq -r '.models[] | select(.installed) | .id'")]
    List,
    /// Load a model and show what is known of it
    ///
    /// For the built-in model and model files: the card, with licence, sources and figures. A model that cannot be used is
    /// an error that says why.
    #[command(after_help = "\
Examples:
  cognate models show builtin
  cognate models show multilingual-e5-small
  cognate models show path/to/folder
  cognate models show mine.safetensors --json | jq '.card.sources[].licence'")]
    Show {
        /// `builtin`, a name, or the path of a model file or folder [default: that of --model, else builtin]
        #[arg(value_name = "MODEL")]
        name: Option<String>,
    },
    /// Fetch models by name, and repair what is damaged
    ///
    /// Files come from a model hub, or from the mirror that `HF_ENDPOINT` names, and are held against their checksums. A fetch that
    /// was interrupted goes on where it stopped. Of a model that is installed, only damaged files are fetched again.
    #[command(after_help = "\
Examples:
  cognate models pull multilingual-e5-small
  HF_ENDPOINT=https://mirror.example cognate models pull bge-m3
  HF_HOME=/srv/huggingface cognate models pull bge-m3    use, or fill, the cache of other programs")]
    Pull {
        /// Names, as `cognate models` lists them
        #[arg(value_name = "NAME", required = true)]
        names: Vec<String>,
    },
    /// Give a name to a model of your own, of a folder or a repository
    ///
    /// Makes a card, a small file that you may edit, from what the model's files say; loads the model to see that it works. The
    /// files of a folder stay where they are.
    #[command(after_help = "\
Examples:
  cognate models add path/to/folder --id mine
  cognate models add intfloat/multilingual-e5-base --id e5-base
  cognate models add org/name --graph onnx/model_quantized.onnx --id name-q")]
    Add {
        /// The path of a folder in ONNX form, or the name of a repository: ORGANISATION/NAME
        #[arg(value_name = "PATH|HUB_ID")]
        source: String,
        /// Name of the model [default: the last part of the path or of the repository's name]
        #[arg(long, value_name = "NAME")]
        id: Option<String>,
        /// The graph [default: onnx/model.onnx or model.onnx]
        #[arg(long, value_name = "FILE")]
        graph: Option<String>,
    },
    /// Read the files of installed models and check that nothing is damaged
    #[command(after_help = "\
Examples:
  cognate models verify
  cognate models verify multilingual-e5-small --json | jq '.models[].problems'")]
    Verify {
        /// Names [default: all that are installed]
        #[arg(value_name = "NAME")]
        names: Vec<String>,
    },
    /// Remove an installed model
    ///
    /// Its files are deleted too, unless other programs share them. Collections that were made with it can be used again when it is
    /// fetched again.
    #[command(after_help = "\
Examples:
  cognate models rm bge-m3
  cognate models rm bge-m3 --files    also those in the cache that HF_HOME names")]
    Rm {
        /// Name
        #[arg(value_name = "NAME")]
        name: String,
        /// Delete the files also where other programs share them
        #[arg(long)]
        files: bool,
    },
    /// Set the model of a collection
    ///
    /// Only writes the collection's settings; with `--reembed`, or by `cognate index --reembed` later, its texts are embedded anew. Topics
    /// keep their numbers. `cognate bench models` says beforehand what changes.
    #[command(after_help = "\
Examples:
  cognate models use multilingual-e5-small --reembed
  cognate models use builtin --collection archive/.cognate")]
    Use {
        /// `builtin`, a name, or the path of a model file or folder
        #[arg(value_name = "MODEL")]
        name: String,
        /// Embed the texts of the collection anew at once
        #[arg(long)]
        reembed: bool,
    },
    /// Look whether models can be fetched and used here, and say what to do
    ///
    /// Looks at ONNX Runtime, folders, settings and cards, and asks each installed model for one vector. Asks nothing of the network.
    /// Exit code 1: there is something to do.
    #[command(after_help = "\
Examples:
  cognate models doctor
  cognate models doctor --json | jq -r '.todo[]'")]
    Doctor,
}
