//! Models in ONNX form, in a program that was built without them: each way to one says so.

use std::convert::Infallible;
use std::path::Path;

use super::cards::{CardFiles, ModelCard};
use super::select::ModelSpec;
use super::{EmbedError, Embedder, Embeddings, Installed, ModelId, ModelInfo, Reranker, RuntimeStatus};

/// A transformer model, of which there is none here.
pub struct OnnxEmbedder(Infallible);

impl OnnxEmbedder {
    /// Loads nothing.
    ///
    /// # Errors
    /// [`EmbedError::NotBuilt`].
    pub fn load(_folder: &Path, _threads: Option<usize>) -> Result<Self, EmbedError> {
        Err(EmbedError::NotBuilt)
    }

    pub(super) fn load_installed(
        _installed: &Installed,
        _threads: Option<usize>,
    ) -> Result<Self, EmbedError> {
        Err(EmbedError::NotBuilt)
    }
}

impl Embedder for OnnxEmbedder {
    fn info(&self) -> &ModelInfo {
        match self.0 {}
    }

    fn passages(&self, _texts: &[&str]) -> Result<Embeddings, EmbedError> {
        match self.0 {}
    }

    fn query(&self, _text: &str) -> Result<Option<Vec<f32>>, EmbedError> {
        match self.0 {}
    }
}

/// A reranker, of which there is none here.
pub struct OnnxReranker(Infallible);

impl OnnxReranker {
    /// Loads nothing.
    ///
    /// # Errors
    /// [`EmbedError::NotBuilt`].
    pub fn load_installed(_installed: &Installed, _threads: Option<usize>) -> Result<Self, EmbedError> {
        Err(EmbedError::NotBuilt)
    }
}

impl Reranker for OnnxReranker {
    fn id(&self) -> &ModelId {
        match self.0 {}
    }

    fn scores(&self, _query: &str, _texts: &[&str]) -> Result<Vec<f32>, EmbedError> {
        match self.0 {}
    }
}

/// Loads nothing.
///
/// # Errors
/// [`EmbedError::NotBuilt`].
pub fn open_reranker(_spec: &ModelSpec, _threads: Option<usize>) -> Result<Box<dyn Reranker>, EmbedError> {
    Err(EmbedError::NotBuilt)
}

/// Looks nowhere.
pub fn find_onnx_runtime() -> RuntimeStatus {
    RuntimeStatus { library: None, searched: Vec::new(), version: None }
}

/// Loads nothing.
///
/// # Errors
/// [`EmbedError::NotBuilt`].
pub fn load_onnx_runtime() -> Result<RuntimeStatus, EmbedError> {
    Err(EmbedError::NotBuilt)
}

/// Makes no card.
///
/// # Errors
/// [`EmbedError::NotBuilt`].
pub fn draft(
    _id: &str,
    _folder: &Path,
    _files: CardFiles,
    _threads: Option<usize>,
) -> Result<ModelCard, EmbedError> {
    Err(EmbedError::NotBuilt)
}

/// Finds no files.
///
/// # Errors
/// [`EmbedError::NotBuilt`].
pub fn usual_files(_folder: &Path, _graph: Option<&str>) -> Result<CardFiles, EmbedError> {
    Err(EmbedError::NotBuilt)
}

/// Finds no files.
///
/// # Errors
/// [`EmbedError::NotBuilt`].
pub fn external_files(_folder: &Path, _graph: &str) -> Result<Vec<String>, EmbedError> {
    Err(EmbedError::NotBuilt)
}
