//! Reads what a model folder says of its model.

use std::path::{Path, PathBuf};

use fastembed::TokenizerFiles;
use serde_json::Value;

use super::onnx::Pooling;
use super::{EmbedError, ModelId};

/// Where the graph may lie, first found first.
const GRAPHS: [&str; 2] = ["model.onnx", "onnx/model.onnx"];

/// Most tokens when no file of the folder says it.
const DEFAULT_WINDOW: usize = 512;

/// The files of a model folder and what they say.
pub(super) struct ModelFolder {
    pub(super) id: ModelId,
    /// The graph's file, for messages.
    pub(super) graph_path: PathBuf,
    pub(super) graph: Vec<u8>,
    /// Weights kept beside the graph, with the name by which the graph calls them.
    pub(super) external_data: Option<(String, Vec<u8>)>,
    pub(super) tokenizer_files: TokenizerFiles,
    pub(super) settings: Settings,
}

/// How a model wants its texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Settings {
    pub(super) unknown_token: Option<String>,
    pub(super) pooling: Pooling,
    /// Most tokens at once, special tokens included.
    pub(super) window: usize,
    pub(super) query_prefix: String,
    pub(super) passage_prefix: String,
    /// The graph quantises activations over the whole batch, so that a vector depends on its neighbours.
    pub(super) batch_dependent: bool,
}

impl ModelFolder {
    /// Reads the folder whole.
    ///
    /// # Errors
    /// [`EmbedError::MissingFile`] and [`EmbedError::BadFile`].
    pub(super) fn read(folder: &Path) -> Result<Self, EmbedError> {
        let missing = |file| EmbedError::MissingFile { folder: folder.to_path_buf(), file };
        let graph_name =
            GRAPHS.iter().find(|g| folder.join(g).is_file()).ok_or_else(|| missing(GRAPHS[0]))?;
        let required = |file: &'static str| {
            if folder.join(file).is_file() { read(&folder.join(file)) } else { Err(missing(file)) }
        };
        let tokenizer_files = TokenizerFiles {
            tokenizer_file: required("tokenizer.json")?,
            config_file: required("config.json")?,
            special_tokens_map_file: required("special_tokens_map.json")?,
            tokenizer_config_file: required("tokenizer_config.json")?,
        };
        let graph_path = folder.join(graph_name);
        let graph = read(&graph_path)?;
        let external_data = external_data(&graph_path)?;

        let mut hasher = blake3::Hasher::new();
        hasher.update_rayon(&graph);
        if let Some((_, data)) = &external_data {
            hasher.update_rayon(data);
        }
        hasher.update(&tokenizer_files.tokenizer_file);
        let name = folder.file_name().map_or_else(|| "model".into(), |n| n.to_string_lossy().into_owned());
        let id = ModelId { name, revision: hasher.finalize().to_hex()[..16].to_owned() };

        let settings = Settings::read(folder, &tokenizer_files, &graph)?;
        Ok(Self { id, graph_path, graph, external_data, tokenizer_files, settings })
    }
}

impl Settings {
    fn read(folder: &Path, files: &TokenizerFiles, graph: &[u8]) -> Result<Self, EmbedError> {
        let config = parse(&folder.join("config.json"), &files.config_file)?;
        let tokenizer = parse(&folder.join("tokenizer_config.json"), &files.tokenizer_config_file)?;
        let special = parse(&folder.join("special_tokens_map.json"), &files.special_tokens_map_file)?;
        let sentence = optional(&folder.join("sentence_bert_config.json"))?;
        let pooling_file = folder.join("1_Pooling").join("config.json");
        let pooling = Pooling::from_config(&optional(&pooling_file)?);
        let prompts = optional(&folder.join("config_sentence_transformers.json"))?;
        Ok(Self {
            unknown_token: special["unk_token"]
                .as_str()
                .or_else(|| special["unk_token"]["content"].as_str())
                .map(str::to_owned),
            pooling: pooling.map_err(|reason| EmbedError::BadFile { path: pooling_file, reason })?,
            window: window(&config, &tokenizer, &sentence),
            query_prefix: prompt(&prompts, &["query"]),
            passage_prefix: prompt(&prompts, &["passage", "document"]),
            batch_dependent: graph.windows(21).any(|w| w == b"DynamicQuantizeLinear"),
        })
    }
}

/// The least of the limits that the files state.
fn window(config: &Value, tokenizer: &Value, sentence: &Value) -> usize {
    let positions = config["max_position_embeddings"].as_u64().map(|n| {
        // RoBERTa's positions begin after the padding token's, so two of them are never used.
        let roberta = config["model_type"].as_str().is_some_and(|kind| kind.contains("roberta"));
        if roberta { n.saturating_sub(2) } else { n }
    });
    // Tokenizers without a limit state an absurdly large one, as a float.
    let tokenizer = tokenizer["model_max_length"].as_f64().filter(|n| *n < 1e6).map(|n| n as u64);
    [positions, tokenizer, sentence["max_seq_length"].as_u64()]
        .into_iter()
        .flatten()
        .filter(|n| *n > 2)
        .min()
        .map_or(DEFAULT_WINDOW, |n| n as usize)
}

fn prompt(prompts: &Value, names: &[&str]) -> String {
    names.iter().find_map(|name| prompts["prompts"][name].as_str()).unwrap_or("").to_owned()
}

/// Weights in a file beside the graph (`model.onnx_data`), as graphs above two gigabytes have them.
fn external_data(graph: &Path) -> Result<Option<(String, Vec<u8>)>, EmbedError> {
    let mut name = graph.file_name().unwrap_or_default().to_os_string();
    name.push("_data");
    let path = graph.with_file_name(&name);
    if !path.is_file() {
        return Ok(None);
    }
    Ok(Some((name.to_string_lossy().into_owned(), read(&path)?)))
}

fn read(path: &Path) -> Result<Vec<u8>, EmbedError> {
    std::fs::read(path).map_err(|e| EmbedError::BadFile { path: path.to_path_buf(), reason: e.to_string() })
}

fn parse(path: &Path, bytes: &[u8]) -> Result<Value, EmbedError> {
    serde_json::from_slice(bytes)
        .map_err(|e| EmbedError::BadFile { path: path.to_path_buf(), reason: format!("not JSON: {e}") })
}

/// A JSON file that need not be there; `null` when it is not.
fn optional(path: &Path) -> Result<Value, EmbedError> {
    if path.is_file() { parse(path, &read(path)?) } else { Ok(Value::Null) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_least_stated_limit_is_the_window() {
        let none = Value::Null;
        assert_eq!(window(&none, &none, &none), DEFAULT_WINDOW);
        assert_eq!(
            window(&json!({"max_position_embeddings": 512}), &json!({"model_max_length": 1e30}), &none),
            512
        );
        let roberta = json!({"max_position_embeddings": 514, "model_type": "xlm-roberta"});
        assert_eq!(window(&roberta, &none, &none), 512);
        assert_eq!(window(&roberta, &none, &json!({"max_seq_length": 128})), 128);
    }

    #[test]
    fn a_missing_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("model.onnx"), b"x").unwrap();
        let error = ModelFolder::read(folder.path()).err().unwrap();
        assert!(error.to_string().ends_with("has no `tokenizer.json`"), "{error}");
        assert!(error.hint().unwrap().contains("tokenizer.json"));
    }
}
