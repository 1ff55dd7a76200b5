//! From what a person typed to a model that runs.

use std::path::PathBuf;
use std::str::FromStr;

use super::builtin::Builtin;
use super::onnx::OnnxEmbedder;
use super::{EmbedError, Embedder};

/// Which model a person asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ModelSpec {
    /// The model inside the binary.
    #[default]
    Builtin,
    /// A folder with a model in ONNX form.
    Folder(PathBuf),
}

impl FromStr for ModelSpec {
    type Err = EmbedError;

    /// Reads `builtin`, `path:FOLDER` and the path of an existing folder.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "builtin" {
            return Ok(Self::Builtin);
        }
        let (path, explicit) = match text.strip_prefix("path:") {
            Some(path) => (PathBuf::from(path), true),
            None => (PathBuf::from(text), false),
        };
        if path.is_dir() || explicit {
            return Ok(Self::Folder(std::path::absolute(&path).unwrap_or(path)));
        }
        Err(EmbedError::UnknownModel { name: text.to_owned() })
    }
}

impl std::fmt::Display for ModelSpec {
    /// Writes what [`FromStr`] reads.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Builtin => f.write_str("builtin"),
            Self::Folder(path) => write!(f, "path:{}", path.display()),
        }
    }
}

/// Loads the model, with at most `threads` threads (`None`: as many as there are cores).
///
/// # Errors
/// [`EmbedError`] when a file or ONNX Runtime is missing or unusable. Never a stand-in.
pub fn open(spec: &ModelSpec, threads: Option<usize>) -> Result<Box<dyn Embedder>, EmbedError> {
    match spec {
        ModelSpec::Builtin => Ok(Box::new(Builtin::load()?)),
        ModelSpec::Folder(folder) => Ok(Box::new(OnnxEmbedder::load(folder, threads)?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spec_reads_back_what_it_writes() {
        for text in ["builtin", "path:/models/e5"] {
            assert_eq!(text.parse::<ModelSpec>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_name_that_is_neither_model_nor_folder_is_an_error_with_a_way_out() {
        let error = "no-such-model".parse::<ModelSpec>().unwrap_err();
        assert_eq!(error.to_string(), "there is no model `no-such-model`");
        assert!(error.hint().unwrap().contains("builtin"));
    }
}
