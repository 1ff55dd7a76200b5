//! Texts become unit vectors by one named model.
//!
//! [`Embedder`] is the only thing that the rest of the library knows of a model. Two kinds exist: static models
//! ([`static_model`]), of which a multilingual one is inside the binary, and transformer models in ONNX form ([`onnx`]). A
//! [`Reranker`] reads a query and a text together, and has no vectors.

pub mod cards;
#[cfg(feature = "onnx")]
mod draft;
mod embeddings;
mod error;
#[cfg(feature = "onnx")]
mod folder;
mod given;
mod installed;
#[cfg(feature = "onnx")]
pub mod onnx;
#[cfg(not(feature = "onnx"))]
#[path = "without_onnx.rs"]
pub mod onnx;
#[cfg(feature = "onnx")]
mod rerank;
#[cfg(feature = "onnx")]
mod runtime;
mod select;
pub mod static_model;
pub(crate) mod unigram;

#[cfg(feature = "onnx")]
pub use draft::{draft, external_files, usual_files};
pub use embeddings::{Embeddings, EmbeddingsBuilder};
pub use error::EmbedError;
pub use given::GivenVectors;
pub use installed::Installed;
#[cfg(not(feature = "onnx"))]
pub use onnx::{
    OnnxReranker, draft, external_files, find_onnx_runtime, load_onnx_runtime, open_reranker, usual_files,
};
#[cfg(feature = "onnx")]
pub use rerank::{OnnxReranker, open_reranker};
#[cfg(feature = "onnx")]
pub use runtime::{find_onnx_runtime, load_onnx_runtime};
pub use select::{ModelSpec, open, open_installed};

use serde::{Deserialize, Serialize};

/// Which model: two embeddings can be compared only when their models are equal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ModelId {
    /// Name, such as `builtin` or `multilingual-e5-small`, or that of the file or folder.
    pub name: String,
    /// First 16 hexadecimal digits of the BLAKE3 hash of its files (for a static model: of the file's header, in which
    /// the checksum of the rest is; for a named model: of the sums of its files and of what its card says).
    pub revision: String,
}

impl std::fmt::Display for ModelId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({})", self.name, self.revision)
    }
}

/// What a model is, as far as a caller needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelInfo {
    /// Name and revision.
    pub id: ModelId,
    /// Number of dimensions of its vectors.
    pub dimension: usize,
    /// Most tokens that it reads at once; longer texts are read in windows. `None`: no limit.
    pub window: Option<usize>,
    /// How many texts to hand over at once: enough to keep the cores busy, few enough to lose little
    /// when the work is interrupted.
    pub batch: usize,
}

/// A model that turns texts into unit vectors.
pub trait Embedder: Send + Sync {
    /// What the model is.
    fn info(&self) -> &ModelInfo;

    /// Embeds texts to be found, one entry each, in order. A text of which the model knows no token has
    /// no vector ([`Embeddings::get`] gives `None`), so that it can match nothing.
    ///
    /// # Errors
    /// [`EmbedError`] when the model cannot be run or gives something that is not a finite vector.
    fn passages(&self, texts: &[&str]) -> Result<Embeddings, EmbedError>;

    /// Embeds a question; `None` when the model knows no token of it.
    ///
    /// # Errors
    /// As [`Embedder::passages`].
    fn query(&self, text: &str) -> Result<Option<Vec<f32>>, EmbedError>;

    /// The model itself, where it is a static one, which knows words without their text.
    fn static_model(&self) -> Option<&static_model::StaticModel> {
        None
    }
}

/// A model that says how well texts answer a query.
pub trait Reranker: Send + Sync {
    /// Which model.
    fn id(&self) -> &ModelId;

    /// How well each text answers the query, in [0, 1], in the order of the texts. What stands behind the model's window is not read.
    ///
    /// # Errors
    /// [`EmbedError`] when the model cannot be run or gives something that is no number.
    fn scores(&self, query: &str, texts: &[&str]) -> Result<Vec<f32>, EmbedError>;
}

/// What is known of ONNX Runtime on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuntimeStatus {
    /// The shared library that would be loaded.
    pub library: Option<std::path::PathBuf>,
    /// Where it was looked for, in order.
    pub searched: Vec<std::path::PathBuf>,
    /// The version that the library states, such as `1.24.2`; `None` as long as it has not been loaded
    /// ([`load_onnx_runtime`]).
    pub version: Option<String>,
}
