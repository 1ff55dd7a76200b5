//! Reads what a model folder says of its model; where there is a card, the card has the last word.

use std::path::{Path, PathBuf};

use fastembed::TokenizerFiles;
use serde_json::Value;

use super::cards::{CardFiles, ModelCard, Output, Pooling, TOKENIZER_FILES};
use super::{EmbedError, Installed, ModelId};
use crate::file;

/// Where the graph may lie, first found first.
const GRAPHS: [&str; 2] = ["model.onnx", "onnx/model.onnx"];

/// Largest file that says how texts become tokens; those of models for a hundred languages have 20 to 40 MB.
pub(super) const MAX_JSON_BYTES: u64 = 256 << 20;

/// Largest graph: its format ends at two gigabytes.
pub(super) const MAX_GRAPH_BYTES: u64 = 2 << 30;

/// Largest file of weights beside a graph.
const MAX_DATA_BYTES: u64 = 32 << 30;

/// Most tokens when no file of the folder says it.
const DEFAULT_WINDOW: usize = 512;

/// The files of a model folder and what they say.
pub(super) struct ModelFolder {
    pub(super) id: ModelId,
    /// The graph's file, for messages.
    pub(super) graph_path: PathBuf,
    pub(super) graph: Vec<u8>,
    /// The tokenizer's file, for messages.
    pub(super) tokenizer_path: PathBuf,
    /// Weights kept beside the graph, with the names by which the graph calls them.
    pub(super) external_data: Vec<(String, Vec<u8>)>,
    pub(super) tokenizer_files: TokenizerFiles,
    pub(super) settings: Settings,
}

/// How a model wants its texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Settings {
    pub(super) unknown_token: Option<String>,
    pub(super) pooling: Pooling,
    /// The output of the graph that is read; `None`: the usual one.
    pub(super) output: Option<Output>,
    /// Most tokens at once, special tokens included.
    pub(super) window: usize,
    /// Most tokens that the tokenizer lets through.
    tokenizer_limit: Option<usize>,
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
        let files = usual_files(folder, None)?;
        let mut model = Self::of_files(folder, &files)?;
        let mut hasher = blake3::Hasher::new();
        hasher.update_rayon(&model.graph);
        for (_, data) in &model.external_data {
            hasher.update_rayon(data);
        }
        hasher.update(&model.tokenizer_files.tokenizer_file);
        hasher.finalize().to_hex()[..16].clone_into(&mut model.id.revision);
        Ok(model)
    }

    /// Reads the files of a named model, with the settings of its card.
    ///
    /// # Errors
    /// As [`ModelFolder::read`].
    pub(super) fn installed(installed: &Installed) -> Result<Self, EmbedError> {
        let mut model = Self::of_files(&installed.record.folder, &installed.card.files)?;
        model.id = installed.model_id();
        model.settings.follow(&installed.card);
        Ok(model)
    }

    /// Reads files by name; the revision is left empty.
    pub(super) fn of_files(folder: &Path, files: &CardFiles) -> Result<Self, EmbedError> {
        let paths: Vec<PathBuf> = files.tokenizer.iter().map(|file| folder.join(file)).collect();
        let [tokenizer_path, config, special, tokenizer_config] = &paths[..] else {
            // Cards are checked when they are read.
            return Err(EmbedError::MissingFile { folder: folder.to_path_buf(), file: TOKENIZER_FILES[0] });
        };
        let tokenizer_files = TokenizerFiles {
            tokenizer_file: read(tokenizer_path, MAX_JSON_BYTES)?,
            config_file: read(config, MAX_JSON_BYTES)?,
            special_tokens_map_file: read(special, MAX_JSON_BYTES)?,
            tokenizer_config_file: read(tokenizer_config, MAX_JSON_BYTES)?,
        };
        let graph_path = folder.join(&files.graph);
        let graph = read(&graph_path, MAX_GRAPH_BYTES)?;
        let data = files.data.iter().map(|file| {
            let name = file.rsplit('/').next().unwrap_or(file).to_owned();
            Ok((name, read(&folder.join(file), MAX_DATA_BYTES)?))
        });
        let external_data = data.collect::<Result<_, EmbedError>>()?;
        let name = folder.file_name().map_or_else(|| "model".into(), |n| n.to_string_lossy().into_owned());
        let settings = Settings::read(folder, &tokenizer_files, &graph)?;
        Ok(Self {
            id: ModelId { name, revision: String::new() },
            graph_path,
            graph,
            tokenizer_path: tokenizer_path.clone(),
            external_data,
            tokenizer_files,
            settings,
        })
    }
}

/// The files of a folder that has the usual names, or another graph.
///
/// # Errors
/// [`EmbedError::MissingFile`] for the first that is not there.
pub(super) fn usual_files(folder: &Path, graph: Option<&str>) -> Result<CardFiles, EmbedError> {
    let missing = |file| EmbedError::MissingFile { folder: folder.to_path_buf(), file };
    let graph = match graph {
        Some(graph) => graph,
        None => GRAPHS.iter().find(|g| folder.join(g).is_file()).ok_or_else(|| missing(GRAPHS[0]))?,
    };
    if let Some(file) = TOKENIZER_FILES.iter().find(|file| !folder.join(file).is_file()) {
        return Err(missing(file));
    }
    // Graphs above two gigabytes keep their weights beside them.
    let data = format!("{graph}_data");
    let data = folder.join(&data).is_file().then_some(data);
    Ok(CardFiles {
        graph: graph.to_owned(),
        data: data.into_iter().collect(),
        tokenizer: TOKENIZER_FILES.map(str::to_owned).to_vec(),
    })
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
            output: None,
            window: window(&config, &tokenizer, &sentence),
            tokenizer_limit: tokenizer_limit(&tokenizer).map(|n| n as usize),
            query_prefix: prompt(&prompts, &["query"]),
            passage_prefix: prompt(&prompts, &["passage", "document"]),
            batch_dependent: graph.windows(21).any(|w| w == b"DynamicQuantizeLinear"),
        })
    }

    /// What a card says wins over what the folder says. A window that is longer than the tokenizer's own limit would be cut off in
    /// silence, so the shorter one counts.
    fn follow(&mut self, card: &ModelCard) {
        self.pooling = card.pooling;
        self.output = card.output;
        self.window = self.tokenizer_limit.map_or(card.window, |limit| limit.min(card.window));
        self.query_prefix.clone_from(&card.query_prefix);
        self.passage_prefix.clone_from(&card.passage_prefix);
    }
}

/// The least of the limits that the files state.
fn window(config: &Value, tokenizer: &Value, sentence: &Value) -> usize {
    let positions = config["max_position_embeddings"].as_u64().map(|n| {
        // RoBERTa's positions begin after the padding token's, so two of them are never used.
        let roberta = config["model_type"].as_str().is_some_and(|kind| kind.contains("roberta"));
        if roberta { n.saturating_sub(2) } else { n }
    });
    [positions, tokenizer_limit(tokenizer), sentence["max_seq_length"].as_u64()]
        .into_iter()
        .flatten()
        .filter(|n| *n > 2)
        .min()
        .map_or(DEFAULT_WINDOW, |n| n as usize)
}

/// What a tokenizer's configuration states; those without a limit state an absurdly large one, as a float.
fn tokenizer_limit(tokenizer: &Value) -> Option<u64> {
    tokenizer["model_max_length"].as_f64().filter(|n| *n < 1e6).map(|n| n as u64)
}

fn prompt(prompts: &Value, names: &[&str]) -> String {
    names.iter().find_map(|name| prompts["prompts"][name].as_str()).unwrap_or("").to_owned()
}

/// A file of at most `most` bytes.
pub(super) fn read(path: &Path, most: u64) -> Result<Vec<u8>, EmbedError> {
    file::read(path, most)
        .map_err(|e| EmbedError::BadFile { path: path.to_path_buf(), reason: e.to_string() })
}

fn parse(path: &Path, bytes: &[u8]) -> Result<Value, EmbedError> {
    serde_json::from_slice(bytes)
        .map_err(|e| EmbedError::BadFile { path: path.to_path_buf(), reason: format!("not JSON: {e}") })
}

/// A JSON file that need not be there; `null` when it is not.
fn optional(path: &Path) -> Result<Value, EmbedError> {
    if path.is_file() { parse(path, &read(path, MAX_JSON_BYTES)?) } else { Ok(Value::Null) }
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
    fn a_card_has_the_last_word_but_for_the_limit_of_the_tokenizer() {
        let text = "id = \"mine\"\nhub = \"a/b\"\ndimension = 3\nwindow = 512\npooling = \"cls\"\nnormalise = true\n\
            query_prefix = \"q: \"\noutput = \"sentence_embedding\"\n[files]\ngraph = \"m.onnx\"\n";
        let card = ModelCard::parse(text, Path::new("mine.toml")).unwrap();
        let of_folder = Settings {
            unknown_token: Some("[UNK]".to_owned()),
            pooling: Pooling::Mean,
            output: None,
            window: 64,
            tokenizer_limit: Some(256),
            query_prefix: String::new(),
            passage_prefix: "p: ".to_owned(),
            batch_dependent: true,
        };
        let mut settings = of_folder.clone();
        settings.follow(&card);
        let expected = Settings {
            pooling: Pooling::Cls,
            output: Some(Output::SentenceEmbedding),
            window: 256,
            query_prefix: "q: ".to_owned(),
            passage_prefix: String::new(),
            ..of_folder
        };
        assert_eq!(settings, expected);
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
