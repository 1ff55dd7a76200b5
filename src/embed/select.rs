//! From what a person typed to a model that runs.

use std::path::PathBuf;
use std::str::FromStr;

use super::cards::{ModelCard, Task, near};
use super::onnx::OnnxEmbedder;
use super::static_model::StaticModel;
use super::{EmbedError, Embedder, Installed};
use crate::hub::Places;

/// Which model a person asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ModelSpec {
    /// The model inside the binary.
    #[default]
    Builtin,
    /// A model that has a card, by its name.
    Named(String),
    /// The file of a static model.
    File(PathBuf),
    /// A folder with a model in ONNX form.
    Folder(PathBuf),
}

impl FromStr for ModelSpec {
    type Err = EmbedError;

    /// Reads `builtin`, `path:PATH`, the name of a model that has a card, and the path of an existing file or folder. A name is a
    /// name, whatever lies in the working directory, unless it is written as a path.
    ///
    /// What is not there cannot be looked at: then `path:` and a name that ends in `.safetensors` is a file, else a
    /// folder.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "builtin" {
            return Ok(Self::Builtin);
        }
        let is_path = text.starts_with("path:") || text.contains(std::path::is_separator);
        // Without a home there are no cards of a person's own, and a path is still a path.
        let own = || match Places::of_environment() {
            Ok(places) => Ok(ModelCard::find(text, &places)?.is_some()),
            Err(_) => Ok::<bool, EmbedError>(false),
        };
        if !is_path && (ModelCard::is_compiled(text) || own()?) {
            return Ok(Self::Named(text.to_owned()));
        }
        let (path, explicit) = match text.strip_prefix("path:") {
            Some(path) => (PathBuf::from(path), true),
            None => (PathBuf::from(text), false),
        };
        if !explicit && !path.exists() {
            let near = Places::of_environment().map(|places| near(text, &places)).unwrap_or_default();
            return Err(EmbedError::UnknownModel { name: text.to_owned(), near });
        }
        let named_as_file = path.extension().is_some_and(|extension| extension == "safetensors");
        // What is neither, such as a device, is refused as a file.
        let is_file = if path.exists() { !path.is_dir() } else { named_as_file };
        let path = std::path::absolute(&path).unwrap_or(path);
        Ok(if is_file { Self::File(path) } else { Self::Folder(path) })
    }
}

impl std::fmt::Display for ModelSpec {
    /// Writes what [`FromStr`] reads.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Builtin => f.write_str("builtin"),
            Self::Named(id) => f.write_str(id),
            Self::File(path) | Self::Folder(path) => write!(f, "path:{}", path.display()),
        }
    }
}

/// Loads the model, with at most `threads` threads (`None`: as many as there are cores).
///
/// # Errors
/// [`EmbedError`] when a file or ONNX Runtime is missing or unusable. Never a stand-in, and never a request to a hub.
pub fn open(spec: &ModelSpec, threads: Option<usize>) -> Result<Box<dyn Embedder>, EmbedError> {
    match spec {
        ModelSpec::Builtin => Ok(Box::new(StaticModel::builtin()?)),
        ModelSpec::Named(id) => {
            let places = Places::of_environment()?;
            if ModelCard::find(id, &places)?.is_some_and(|card| card.task == Task::Rerank) {
                return Err(EmbedError::OnlyReranks { id: id.clone() });
            }
            open_installed(&Installed::find(id, &places)?, threads)
        }
        ModelSpec::File(file) => Ok(Box::new(StaticModel::read(file)?)),
        ModelSpec::Folder(folder) => Ok(Box::new(OnnxEmbedder::load(folder, threads)?)),
    }
}

/// Loads a named model whose files are known to be there.
///
/// # Errors
/// As [`open`]; [`EmbedError::OtherThanCard`] when its vectors have another dimension than its card says.
pub fn open_installed(
    installed: &Installed,
    threads: Option<usize>,
) -> Result<Box<dyn Embedder>, EmbedError> {
    if installed.card.task == Task::Rerank {
        return Err(EmbedError::OnlyReranks { id: installed.card.id.clone() });
    }
    let model = OnnxEmbedder::load_installed(installed, threads)?;
    let (stated, found) = (installed.card.dimension, model.info().dimension);
    if stated != found {
        return Err(EmbedError::OtherThanCard {
            id: installed.card.id.clone(),
            stated: format!("{stated} dimensions"),
            found: format!("{found}"),
        });
    }
    Ok(Box::new(model))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spec_reads_back_what_it_writes() {
        for text in ["builtin", "multilingual-e5-small", "path:/models/e5", "path:/models/mine.safetensors"] {
            assert_eq!(text.parse::<ModelSpec>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_path_is_what_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let (file, inner) = (folder.path().join("model"), folder.path().join("inner.safetensors"));
        std::fs::write(&file, b"").unwrap();
        std::fs::create_dir(&inner).unwrap();
        for prefix in ["", "path:"] {
            let spec =
                |path: &std::path::Path| format!("{prefix}{}", path.display()).parse::<ModelSpec>().unwrap();
            assert_eq!(spec(&file), ModelSpec::File(file.clone()));
            assert_eq!(spec(&inner), ModelSpec::Folder(inner.clone()));
        }
        #[cfg(unix)]
        assert_eq!("/dev/zero".parse::<ModelSpec>().unwrap(), ModelSpec::File("/dev/zero".into()));
    }

    #[test]
    fn a_name_that_is_neither_model_nor_folder_is_an_error_with_a_way_out() {
        let error = "no-such-model".parse::<ModelSpec>().unwrap_err();
        assert_eq!(error.to_string(), "there is no model `no-such-model`");
        assert!(error.hint().unwrap().contains("builtin"));
        let error = "multilingual-e5-smal".parse::<ModelSpec>().unwrap_err();
        assert!(error.hint().unwrap().contains("`multilingual-e5-small`"), "{error:?}");
    }
}
