//! What can go wrong between a text and its vector.

use std::path::PathBuf;

use crate::hub::HubError;

/// An error of a model.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EmbedError {
    /// No model has this name and no file or folder is there.
    #[error("there is no model `{name}`")]
    UnknownModel {
        /// The name or path that was asked for.
        name: String,
        /// Names that may have been meant.
        near: Vec<String>,
    },
    /// A named model whose files are not on this machine.
    #[error("the model `{id}` is not installed")]
    NotInstalled {
        /// Its name.
        id: String,
        /// About how many bytes there are to fetch.
        download_bytes: Option<u64>,
    },
    /// A file of an installed model is not as it was.
    #[error("the model `{id}` is damaged: `{}` {reason}", path.display())]
    Damaged {
        /// Its name.
        id: String,
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A card cannot be used.
    #[error("{}{}: {reason}", path.display(), line.map(|line| format!(":{line}")).unwrap_or_default())]
    BadCard {
        /// The file.
        path: PathBuf,
        /// The line, where it is known.
        line: Option<usize>,
        /// What is wrong with it.
        reason: String,
    },
    /// A model that is not what its card says.
    #[error("the card of `{id}` says {stated}, and the model has {found}")]
    OtherThanCard {
        /// Its name.
        id: String,
        /// What the card says.
        stated: String,
        /// What the model says.
        found: String,
    },
    /// A model that gives vectors, where one is asked for that reads a query and a text together.
    #[error("`{id}` is no reranker")]
    NoReranker {
        /// Its name.
        id: String,
    },
    /// A reranker where a model is asked for that gives vectors.
    #[error("`{id}` is a reranker: it gives no vectors")]
    OnlyReranks {
        /// Its name.
        id: String,
    },
    /// A model that wants something that this program cannot do.
    #[error("the model `{model}` needs {what}, which this program cannot do")]
    Unsupported {
        /// The model's name.
        model: String,
        /// What it needs.
        what: String,
    },
    /// Where models are kept, or a record of one, cannot be used.
    #[error(transparent)]
    Hub(#[from] HubError),
    /// A file that a model folder needs is missing.
    #[error("the model folder `{}` has no `{file}`", folder.display())]
    MissingFile {
        /// The folder.
        folder: PathBuf,
        /// The file's name.
        file: &'static str,
    },
    /// A file of a model cannot be read or does not hold what it should.
    #[error("the model file `{}` cannot be used: {reason}", path.display())]
    BadFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A model file of a version that came after this program.
    #[error("the model file `{}` has version {version}, newer than this program's {newest}", path.display())]
    NewerFile {
        /// The file.
        path: PathBuf,
        /// Its version.
        version: u32,
        /// The newest version that is read.
        newest: u32,
    },
    /// Vectors that were given with texts are not as many.
    #[error("there are {rows} vectors for {texts} texts")]
    Rows {
        /// Number of texts.
        texts: usize,
        /// Number of vectors.
        rows: usize,
    },
    /// What should become a model file does not fit together.
    #[error("the model cannot be written: {reason}")]
    BadParts {
        /// What does not fit.
        reason: String,
    },
    /// The program was built without models in ONNX form.
    #[error("this program was built without models in ONNX form")]
    NotBuilt,
    /// ONNX Runtime was not found.
    #[error("ONNX Runtime, which runs this model, was not found")]
    RuntimeMissing {
        /// Where it was looked for.
        searched: Vec<PathBuf>,
    },
    /// ONNX Runtime was found but cannot be loaded.
    #[error("ONNX Runtime at `{}` cannot be loaded: {reason}", path.display())]
    RuntimeUnusable {
        /// The shared library.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// ONNX Runtime was found but is too old.
    #[error("ONNX Runtime at `{}` is version {found}, and {needed} or later is needed", path.display())]
    RuntimeTooOld {
        /// The shared library.
        path: PathBuf,
        /// Its version.
        found: String,
        /// The oldest version that can be used.
        needed: String,
    },
    /// The model failed on a text.
    #[error("the model `{model}` failed: {reason}")]
    Inference {
        /// The model's name.
        model: String,
        /// What the runtime said.
        reason: String,
    },
    /// A vector of another dimension than the model's.
    #[error("a vector has {received} dimensions where the model has {expected}")]
    Dimension {
        /// The model's dimension.
        expected: usize,
        /// What came.
        received: usize,
    },
    /// A vector with a NaN or an infinity.
    #[error("the vector of text {text} of the batch is not finite")]
    NotFinite {
        /// Number of the text in its batch, from 0.
        text: usize,
    },
}

impl EmbedError {
    /// The way out, where there is one.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownModel { near, .. } if near.is_empty() => Some(
                "use `builtin`, a name that `cognate models` lists, or the path of a model file (`.safetensors`) or \
                 of a folder with `model.onnx` and `tokenizer.json`"
                    .to_owned(),
            ),
            Self::UnknownModel { near, .. } => {
                let near: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
                Some(format!("is {} meant? `cognate models` lists all", near.join(" or ")))
            }
            Self::NotInstalled { id, download_bytes } => {
                let size = download_bytes.map(|bytes| format!(" (about {} MB)", bytes.div_ceil(1_000_000)));
                Some(format!("`cognate models pull {id}`{}", size.unwrap_or_default()))
            }
            Self::Damaged { id, .. } => Some(format!("`cognate models pull {id}` repairs it")),
            Self::BadCard { .. } => Some(
                "mend the card or delete it; `docs/formats.md` has its fields, and `cognate models add` makes one"
                    .to_owned(),
            ),
            Self::OtherThanCard { .. } => {
                Some("mend its card, or make a new one with `cognate models add`".to_owned())
            }
            Self::NoReranker { .. } => Some(
                "`cognate models` lists rerankers as such; a folder with one holds a graph that gives `logits`".to_owned(),
            ),
            Self::OnlyReranks { id } => Some(format!("`cognate search --rerank {id}`, with any model")),
            Self::Hub(error) => error.hint(),
            Self::MissingFile { .. } => Some(
                "a model folder holds `model.onnx` (or `onnx/model.onnx`), `tokenizer.json`, `config.json`, \
                 `tokenizer_config.json` and `special_tokens_map.json`, as model hubs offer them"
                    .to_owned(),
            ),
            Self::BadFile { .. } => Some("fetch the file again, or compare its size with the original".to_owned()),
            Self::NewerFile { .. } => {
                Some("use a newer version of cognate, or a model file of the older version".to_owned())
            }
            Self::RuntimeMissing { searched } => {
                let places: Vec<String> = searched.iter().map(|p| format!("`{}`", p.display())).collect();
                Some(format!("{} (looked in {})", ways_to_onnx_runtime("pip install"), places.join(", ")))
            }
            Self::RuntimeUnusable { .. } | Self::RuntimeTooOld { .. } => {
                Some(ways_to_onnx_runtime("pip install -U"))
            }
            Self::NotFinite { .. } => {
                Some("the model's weights are damaged, or it was quantised for another runtime".to_owned())
            }
            Self::NotBuilt => Some(
                "build it with `--features dynamic-onnxruntime`, or use the built-in model or a model file (`.safetensors`)"
                    .to_owned(),
            ),
            Self::Rows { .. } => Some("give each text one vector; zeros are a text without one".to_owned()),
            Self::BadParts { .. } | Self::Inference { .. } | Self::Dimension { .. } | Self::Unsupported { .. } => None,
        }
    }
}

/// The oldest version of ONNX Runtime that serves is 1 and this.
#[cfg(feature = "onnx")]
const NEEDED: u32 = ort::MINOR_VERSION;
#[cfg(not(feature = "onnx"))]
const NEEDED: u32 = 0;

/// The three ways out where ONNX Runtime is what is missing.
fn ways_to_onnx_runtime(pip: &str) -> String {
    format!(
        "any one of these: (1) `{pip} onnxruntime` in the active Python environment; (2) your system's package, such as \
         `libonnxruntime`; (3) set `ORT_DYLIB_PATH` to the shared library of version 1.{NEEDED} or later; or use the built-in \
         model, which needs none"
    )
}
