//! Transformer models in ONNX form, through `fastembed`: named models, and folders that a person names.
//!
//! The folder is laid out as model hubs offer it: `model.onnx` (or `onnx/model.onnx`), `tokenizer.json`,
//! `config.json`, `tokenizer_config.json`, `special_tokens_map.json`; the files of sentence-transformers
//! (`1_Pooling/config.json`, `config_sentence_transformers.json`, `sentence_bert_config.json`) are read when they
//! are there. Texts are packed into batches of like length, because a batch is padded to its longest text; texts
//! longer than the window are read in windows whose vectors are averaged by their number of tokens.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use fastembed::{InitOptionsUserDefined, TextEmbedding, UserDefinedEmbeddingModel};
use tokenizers::Tokenizer;

use super::cards::Pooling;
use super::folder::{ModelFolder, Settings};
use super::runtime::load_onnx_runtime;
use super::windows::{Window, windows};
use super::{EmbedError, Embedder, Embeddings, EmbeddingsBuilder, Installed, ModelInfo};

/// Most tokens of one batch, padding counted: bounds the memory of a run whatever the texts.
const BATCH_TOKENS: usize = 1024;

/// A transformer model.
pub struct OnnxEmbedder {
    info: ModelInfo,
    settings: Settings,
    /// For counting tokens: neither truncates nor pads.
    tokenizer: Tokenizer,
    unknown: Option<u32>,
    special_tokens: usize,
    model: Mutex<TextEmbedding>,
}

impl OnnxEmbedder {
    /// Loads the model in `folder`, with at most `threads` threads (`None`: all cores).
    ///
    /// # Errors
    /// [`EmbedError`] naming the file or the runtime that is missing or unusable.
    pub fn load(folder: &Path, threads: Option<usize>) -> Result<Self, EmbedError> {
        Self::of(ModelFolder::read(folder)?, threads)
    }

    /// Loads a named model, with the settings of its card.
    pub(super) fn load_installed(installed: &Installed, threads: Option<usize>) -> Result<Self, EmbedError> {
        Self::of(ModelFolder::installed(installed)?, threads)
    }

    /// Loads what was read.
    pub(super) fn of(model: ModelFolder, threads: Option<usize>) -> Result<Self, EmbedError> {
        let ModelFolder { id, graph_path, graph, tokenizer_path, external_data, tokenizer_files, settings } =
            model;
        let pooling = match settings.pooling {
            Pooling::Mean => fastembed::Pooling::Mean,
            Pooling::Cls => fastembed::Pooling::Cls,
            Pooling::Last => {
                let what = "the vector of the last token".to_owned();
                return Err(EmbedError::Unsupported { model: id.name, what });
            }
        };
        load_onnx_runtime()?;
        let bad = |path: PathBuf| move |reason: String| EmbedError::BadFile { path, reason };
        let bad_tokenizer = bad(tokenizer_path);
        let bad_graph = bad(graph_path);

        let mut tokenizer = match Tokenizer::from_bytes(&tokenizer_files.tokenizer_file) {
            Ok(tokenizer) => tokenizer,
            Err(e) => return Err(bad_tokenizer(e.to_string())),
        };
        if let Err(e) = tokenizer.with_truncation(None) {
            return Err(bad_tokenizer(e.to_string()));
        }
        tokenizer.with_padding(None);
        let special_tokens = tokenizer.encode("", true).map_or(2, |encoding| encoding.len());
        let unknown = settings.unknown_token.as_deref().and_then(|token| tokenizer.token_to_id(token));

        let mut source = UserDefinedEmbeddingModel::new(graph, tokenizer_files).with_pooling(pooling);
        source.output_key = settings.output.map(|output| fastembed::OutputKey::ByName(output.name()));
        for (name, data) in external_data {
            source = source.with_external_initializer(name, data);
        }
        let threads =
            threads.or_else(|| std::thread::available_parallelism().ok().map(usize::from)).unwrap_or(1);
        let options =
            InitOptionsUserDefined::new().with_max_length(settings.window).with_intra_threads(threads);
        // The dimension is what the graph gives for a trial text: no file of the folder is sure to state it.
        let loaded = TextEmbedding::try_new_from_user_defined(source, options)
            .and_then(|mut model| model.embed(["a"], None).map(|trial| (model, trial)));
        let (model, trial) = match loaded {
            Ok(loaded) => loaded,
            Err(e) => return Err(bad_graph(e.to_string())),
        };
        let dimension = trial.first().map_or(0, Vec::len);
        let info = ModelInfo { id, dimension, window: Some(settings.window), batch: 256 };
        Ok(Self { info, settings, tokenizer, unknown, special_tokens, model: Mutex::new(model) })
    }

    fn failed(&self, reason: &dyn std::fmt::Display) -> EmbedError {
        EmbedError::Inference { model: self.info.id.name.clone(), reason: reason.to_string() }
    }

    fn embed(&self, texts: &[&str], prefix: &str) -> Result<Embeddings, EmbedError> {
        let prefix_tokens = if prefix.is_empty() {
            0
        } else {
            self.tokenizer.encode_fast(prefix, false).map_err(|e| self.failed(&e))?.len()
        };
        let limit = self.settings.window.saturating_sub(self.special_tokens + prefix_tokens).max(1);
        let mut all: Vec<(usize, Window<'_>)> = Vec::with_capacity(texts.len());
        for (i, text) in texts.iter().enumerate() {
            let parts = windows(&self.tokenizer, text, limit, self.unknown).map_err(|e| self.failed(&e))?;
            all.extend(parts.into_iter().map(|window| (i, window)));
        }
        all.sort_by_key(|(_, window)| window.tokens);

        let mut sums: Vec<Option<Vec<f32>>> = vec![None; texts.len()];
        let overhead = self.special_tokens + prefix_tokens;
        for batch in self.batches(&all, overhead) {
            let inputs: Vec<String> =
                batch.iter().map(|(_, window)| format!("{prefix}{}", window.text)).collect();
            let vectors = self
                .model
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .embed(&inputs, Some(inputs.len()))
                .map_err(|e| self.failed(&e))?;
            for ((text, window), vector) in batch.iter().zip(vectors) {
                let sum = sums[*text].get_or_insert_with(|| vec![0.0; self.info.dimension]);
                if vector.len() != sum.len() {
                    return Err(EmbedError::Dimension { expected: sum.len(), received: vector.len() });
                }
                for (s, x) in sum.iter_mut().zip(vector) {
                    *s += x * window.tokens as f32;
                }
            }
        }
        let mut builder = EmbeddingsBuilder::new(self.info.dimension, texts.len());
        for sum in &sums {
            builder.push(sum.as_deref())?;
        }
        builder.finish()
    }

    /// Consecutive windows, shortest first, as many as fit into [`BATCH_TOKENS`]; one by one for a graph that
    /// quantises by batch, where a vector would depend on its neighbours.
    fn batches<'w, 't>(
        &self,
        all: &'w [(usize, Window<'t>)],
        overhead: usize,
    ) -> Vec<&'w [(usize, Window<'t>)]> {
        let mut batches = Vec::new();
        let mut rest = all;
        while !rest.is_empty() {
            let mut n = 1;
            if !self.settings.batch_dependent {
                while n < rest.len() && (rest[n].1.tokens + overhead) * (n + 1) <= BATCH_TOKENS {
                    n += 1;
                }
            }
            let (batch, tail) = rest.split_at(n);
            batches.push(batch);
            rest = tail;
        }
        batches
    }
}

impl Embedder for OnnxEmbedder {
    fn info(&self) -> &ModelInfo {
        &self.info
    }

    fn passages(&self, texts: &[&str]) -> Result<Embeddings, EmbedError> {
        self.embed(texts, &self.settings.passage_prefix)
    }

    fn query(&self, text: &str) -> Result<Option<Vec<f32>>, EmbedError> {
        Ok(self.embed(&[text], &self.settings.query_prefix)?.get(0).map(<[f32]>::to_vec))
    }
}
