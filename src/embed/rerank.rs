//! Rerankers: models that read a query and a text together and give one number for the pair (cross-encoders; Nogueira and Cho 2019,
//! "Passage Re-ranking with BERT"), through `fastembed`.
//!
//! That is surer than comparing two vectors, and needs a run of the model for each pair; so only the best of a search are read again.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use fastembed::{RerankInitOptionsUserDefined, TextRerank, UserDefinedRerankingModel};

use super::cards::{CardFiles, Task};
use super::folder::{MAX_GRAPH_BYTES, ModelFolder, usual_files};
use super::runtime::load_runtime;
use super::select::ModelSpec;
use super::{EmbedError, Installed, ModelId, Reranker};
use crate::hub::Places;

/// Pairs that the model reads at once.
const BATCH: usize = 16;

/// A pair that every model can read.
const TRIAL: [&str; 2] = ["a train", "The train has left the station."];

/// A reranker in ONNX form: a graph with the output `logits`, `(n, 1)`, and a tokenizer for pairs.
pub struct OnnxReranker {
    id: ModelId,
    model: Mutex<TextRerank>,
}

impl OnnxReranker {
    /// Loads the model in `folder`, which is laid out as those of [`super::onnx`], with at most `threads` threads (`None`: all cores).
    ///
    /// # Errors
    /// [`EmbedError`] naming the file or the runtime that is missing or unusable.
    pub fn load(folder: &Path, threads: Option<usize>) -> Result<Self, EmbedError> {
        let files = usual_files(folder, None)?;
        let ModelFolder { id, .. } = ModelFolder::read(folder)?;
        Self::of(id, folder, &files, None, threads)
    }

    /// Loads a named model whose files are there.
    ///
    /// # Errors
    /// As [`OnnxReranker::load`], and [`EmbedError::NoReranker`] for a model of vectors.
    pub fn load_installed(installed: &Installed, threads: Option<usize>) -> Result<Self, EmbedError> {
        let Installed { card, record } = installed;
        if card.task != Task::Rerank {
            return Err(EmbedError::NoReranker { id: card.id.clone() });
        }
        Self::of(installed.model_id(), &record.folder, &card.files, Some(card.window), threads)
    }

    fn of(
        id: ModelId,
        folder: &Path,
        files: &CardFiles,
        window: Option<usize>,
        threads: Option<usize>,
    ) -> Result<Self, EmbedError> {
        let runtime = load_runtime()?;
        let ModelFolder { tokenizer_files, settings, .. } = ModelFolder::of_files(folder, files)?;
        let graph = folder.join(&files.graph);
        let bad = |reason: String| EmbedError::BadFile { path: graph.clone(), reason };
        if std::fs::metadata(&graph).is_ok_and(|graph| graph.len() > MAX_GRAPH_BYTES) {
            return Err(bad("it is larger than a graph can be".to_owned()));
        }
        let mut options = RerankInitOptionsUserDefined::new()
            .with_environment(runtime.environment().clone())
            .with_max_length(window.unwrap_or(settings.window).min(settings.window));
        if let Some(threads) = threads {
            options = options.with_intra_threads(threads);
        }
        // The graph by its path, so that weights in files beside it are found.
        let source: PathBuf = graph.clone();
        let model = TextRerank::try_new_from_user_defined(
            UserDefinedRerankingModel::new(source, tokenizer_files),
            options,
        )
        .map_err(|error| bad(error.to_string()))?;
        let model = Self { id, model: Mutex::new(model) };
        // A graph with an output of another shape ends in a panic there.
        match catch_unwind(AssertUnwindSafe(|| model.scores(TRIAL[0], &TRIAL[1..]))) {
            Ok(Ok(_)) => Ok(model),
            Ok(Err(error)) => Err(bad(error.to_string())),
            Err(_) => Err(bad("its output `logits` is not one number for each pair".to_owned())),
        }
    }
}

impl Reranker for OnnxReranker {
    fn id(&self) -> &ModelId {
        &self.id
    }

    fn scores(&self, query: &str, texts: &[&str]) -> Result<Vec<f32>, EmbedError> {
        let failed = |reason: String| EmbedError::Inference { model: self.id.name.clone(), reason };
        if texts.is_empty() {
            return Ok(Vec::new());
        }
        // A batch is padded to its longest pair, so pairs of like length are read together.
        let mut order: Vec<usize> = (0..texts.len()).collect();
        order.sort_by_key(|text| std::cmp::Reverse(texts[*text].len()));
        let sorted: Vec<&str> = order.iter().map(|text| texts[*text]).collect();
        let ranked = {
            let mut model = self.model.lock().unwrap_or_else(PoisonError::into_inner);
            model.rerank(query, &sorted[..], false, Some(BATCH)).map_err(|error| failed(error.to_string()))?
        };
        let mut scores = vec![f32::NAN; texts.len()];
        for result in ranked {
            if let Some(score) = order.get(result.index).and_then(|text| scores.get_mut(*text)) {
                *score = 1.0 / (1.0 + (-result.score).exp());
            }
        }
        if scores.iter().any(|score| score.is_nan()) {
            return Err(failed("it gives something that is no number, or none".to_owned()));
        }
        Ok(scores)
    }
}

/// Loads a reranker.
///
/// # Errors
/// [`EmbedError`] when a file or ONNX Runtime is missing or unusable, [`EmbedError::NoReranker`] for a model of vectors. Never a request to
/// a hub.
pub fn open_reranker(spec: &ModelSpec, threads: Option<usize>) -> Result<Box<dyn Reranker>, EmbedError> {
    match spec {
        ModelSpec::Builtin | ModelSpec::File(_) => Err(EmbedError::NoReranker { id: spec.to_string() }),
        ModelSpec::Named(id) => {
            let installed = match Installed::find(id, &Places::of_environment()?) {
                // What cannot rerank need not be fetched for it.
                Err(EmbedError::NotInstalled { .. }) if !is_reranker(id)? => {
                    return Err(EmbedError::NoReranker { id: id.clone() });
                }
                found => found?,
            };
            Ok(Box::new(OnnxReranker::load_installed(&installed, threads)?))
        }
        ModelSpec::Folder(folder) => Ok(Box::new(OnnxReranker::load(folder, threads)?)),
    }
}

fn is_reranker(id: &str) -> Result<bool, EmbedError> {
    let card = super::cards::ModelCard::find(id, &Places::of_environment()?)?;
    Ok(card.is_some_and(|card| card.task == Task::Rerank))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embed::find_onnx_runtime;

    /// The tokenizer of the small transformer with a graph of another folder.
    #[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
    fn folder(graph: &str) -> Option<tempfile::TempDir> {
        if find_onnx_runtime().library.is_none() {
            assert!(std::env::var_os("COGNATE_REQUIRE_ONNX").is_none(), "ONNX Runtime was not found");
            eprintln!("skipped: ONNX Runtime was not found (set ORT_DYLIB_PATH to run this test)");
            return None;
        }
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let folder = tempfile::tempdir().unwrap();
        for entry in std::fs::read_dir(fixtures.join("tiny-onnx")).unwrap() {
            let path = entry.unwrap().path();
            std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
        }
        std::fs::copy(fixtures.join(graph), folder.path().join("model.onnx")).unwrap();
        Some(folder)
    }

    #[test]
    fn a_score_does_not_depend_on_the_order_or_on_the_texts_beside_it() {
        let Some(folder) = folder("overlap-onnx/model.onnx") else { return };
        let model = OnnxReranker::load(folder.path(), Some(1)).unwrap();
        let mut texts: Vec<String> = (0..50).map(|i| "satellite ".repeat(i % 7)).collect();
        texts[7].push_str("train");
        texts[20].push_str("the armored train of kim");
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let scores = model.scores("an armored train", &texts).unwrap();
        assert_eq!(scores.len(), 50);
        assert!(scores.iter().all(|score| (0.0..=1.0).contains(score)));
        let best = (0..50).max_by(|a, b| scores[*a].total_cmp(&scores[*b])).unwrap();
        assert!(best == 20 && scores[7] > scores[8], "{scores:?}");
        for (text, score) in texts.iter().zip(&scores) {
            assert_eq!(model.scores("an armored train", &[text]).unwrap(), [*score], "{text}");
        }
        assert_eq!(model.scores("train", &[]).unwrap(), [0.0; 0]);
        assert!(model.scores("", &["", "train"]).is_ok());
    }

    #[test]
    fn a_text_longer_than_the_window_is_read_as_far_as_it_goes() {
        let Some(folder) = folder("overlap-onnx/model.onnx") else { return };
        let model = OnnxReranker::load(folder.path(), Some(1)).unwrap();
        let long = format!("train {}", "satellite ".repeat(5_000));
        let scores = model.scores("train", &[&long, "satellite"]).unwrap();
        assert!(scores[0] > scores[1], "{scores:?}");
    }

    #[test]
    fn a_model_of_vectors_is_no_reranker() {
        let Some(folder) = folder("tiny-onnx/model.onnx") else { return };
        let error = OnnxReranker::load(folder.path(), Some(1)).err().unwrap();
        assert!(error.to_string().contains("logits"), "{error}");
        let error = open_reranker(&ModelSpec::Builtin, None).err().unwrap();
        assert_eq!(error.to_string(), "`builtin` is no reranker");
        let named: ModelSpec = "multilingual-e5-small".parse().unwrap();
        assert!(matches!(open_reranker(&named, None), Err(EmbedError::NoReranker { .. })));
    }
}
