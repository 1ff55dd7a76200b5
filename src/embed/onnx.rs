//! Transformer models in ONNX form, through `fastembed`: named models, and folders that a person names.
//!
//! The folder is laid out as model hubs offer it: `model.onnx` (or `onnx/model.onnx`), `tokenizer.json`,
//! `config.json`, `tokenizer_config.json`, `special_tokens_map.json`; the files of sentence-transformers
//! (`1_Pooling/config.json`, `config_sentence_transformers.json`, `sentence_bert_config.json`) are read when they
//! are there.
//!
//! Each text is tokenised once. Texts longer than the window are read in windows, whose vectors are averaged by their number
//! of tokens. Windows of like length are packed into batches, because a batch is padded to its longest, and batches
//! are bounded, so that memory does not depend on the texts. While one batch is run, a thread makes the next ones. What a
//! batch gives is selected and pooled by `fastembed`.

mod batch;
mod graph;
mod pooling;
mod tokens;
mod windows;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, mpsc};

use super::folder::{ModelFolder, Settings};
use super::runtime::load_runtime;
use super::{EmbedError, Embedder, Embeddings, EmbeddingsBuilder, Installed, ModelInfo};
use batch::{BATCH_TOKENS, Batch, Piece, Row, pack};
use graph::Graph;
use tokens::{Reader, TokenText};
use windows::windows;

/// Texts that are tokenised together; of about one length, so that batches of them are padded little.
const CHUNK: usize = 128;

/// Batches that wait for the session while others are made.
const AHEAD: usize = 4;

/// Fewest tokens of a text that a window has to have room for, beside the prefix.
const LEAST_ROOM: usize = 8;

/// Two short texts and a longer one, which are embedded apart and together when a model is loaded.
const TRIAL: [&str; 3] = [
    "a train",
    "Le blé vaut 3 % de plus!",
    "Far below the bridge the river was brown and quick after a week of rain; on the other bank, behind the mill, the \
     children of the village had lit a fire (against every rule) and were singing 12 songs about the sea.",
];

/// Most that the cosine of a text's vectors, alone and beside others in a batch, may lack to one. Rounding makes 1e-7, values
/// that are quantised by the batch 1e-2 in a real model and 4e-5 in the small one of the tests.
const TRIAL_DIFFERENCE: f32 = 1e-5;

/// A transformer model.
pub struct OnnxEmbedder {
    info: ModelInfo,
    settings: Settings,
    reader: Reader,
    pad: u32,
    window: usize,
    threads: usize,
    one_at_a_time: bool,
    graph: Mutex<Graph>,
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
        let runtime = load_runtime()?;
        let bad = |path: PathBuf| move |reason: String| EmbedError::BadFile { path, reason };
        let bad_tokenizer = bad(tokenizer_path);

        let reader = match Reader::new(&tokenizer_files.tokenizer_file, settings.unknown_token.as_deref()) {
            Ok(reader) => reader,
            Err(e) => return Err(bad_tokenizer(e.to_string())),
        };
        // No window is longer than a batch may be: models that read more at once read long texts in parts, too.
        let window = settings.window.min(BATCH_TOKENS);
        for prefix in [&settings.passage_prefix, &settings.query_prefix] {
            let taken = match reader.count(prefix) {
                Ok(tokens) => tokens + reader.frame.len(),
                Err(e) => return Err(bad_tokenizer(e.to_string())),
            };
            if taken + LEAST_ROOM > window {
                return Err(bad_tokenizer(format!(
                    "of a window of {window} tokens, the prefix and the special tokens take {taken}"
                )));
            }
        }
        // What padding says is not read by the model; some graphs count positions by it.
        let pad = serde_json::from_slice::<serde_json::Value>(&tokenizer_files.config_file)
            .ok()
            .and_then(|config| config["pad_token_id"].as_u64())
            .and_then(|id| u32::try_from(id).ok())
            .or_else(|| ["[PAD]", "<pad>"].into_iter().find_map(|token| reader.id_of(token)))
            .unwrap_or_default();

        let threads =
            threads.or_else(|| std::thread::available_parallelism().ok().map(usize::from)).unwrap_or(1);
        let loaded = match Graph::load(
            &runtime,
            &graph,
            external_data,
            (settings.pooling, settings.output),
            threads,
        ) {
            Ok(loaded) => loaded,
            Err(reason) => return Err(bad(graph_path)(reason)),
        };
        drop(graph);
        let mut model = Self {
            info: ModelInfo { id, dimension: 0, window: Some(window), batch: 256 },
            one_at_a_time: settings.batch_dependent,
            settings,
            reader,
            pad,
            window,
            threads,
            graph: Mutex::new(loaded),
        };
        let trial = match model.trial() {
            Ok(trial) => trial,
            Err(e) => return Err(bad(graph_path)(e.to_string())),
        };
        // The dimension is what the graph gives: no file of the folder is sure to state it.
        model.info.dimension = trial.dimension;
        if trial.least_cosine < 1.0 - TRIAL_DIFFERENCE {
            model.one_at_a_time = true;
        }
        if model.one_at_a_time {
            log::info!(
                "{}: vectors depend on what else is in a batch (cosine {:.4}): texts are read one at a time",
                model.info.id.name,
                trial.least_cosine
            );
        }
        Ok(model)
    }

    /// Whether texts are read one at a time, because a text's vector would depend on what else is in its batch. That is so
    /// for graphs that quantise their values while they run.
    pub fn reads_one_at_a_time(&self) -> bool {
        self.one_at_a_time
    }

    fn failed(&self, reason: &dyn std::fmt::Display) -> EmbedError {
        EmbedError::Inference { model: self.info.id.name.clone(), reason: reason.to_string() }
    }

    /// The vectors of a batch, row by row, of length one where they have a length.
    fn run(&self, batch: Batch) -> Result<Vec<(Row, Vec<f32>)>, EmbedError> {
        let rows = batch.rows.clone();
        let vectors = self.graph.lock().unwrap_or_else(PoisonError::into_inner).run(batch);
        let vectors = vectors.map_err(|e| self.failed(&e))?;
        Ok(rows.into_iter().zip(vectors.outer_iter().map(|vector| normalised(vector.to_vec()))).collect())
    }
}

/// What a trial of a model that was just loaded gives.
struct Trial {
    dimension: usize,
    /// Between the vectors of a text alone and beside others, the least of all trials.
    least_cosine: f32,
}

impl OnnxEmbedder {
    fn trial(&self) -> Result<Trial, EmbedError> {
        let read = TRIAL.iter().map(|text| self.reader.read("", text)).collect::<Result<Vec<_>, _>>();
        let read: Vec<Option<TokenText>> = read.map_err(|e| self.failed(&e))?;
        let frame = &self.reader.frame;
        let mut pieces: Vec<Piece<'_>> = read
            .iter()
            .flatten()
            .enumerate()
            .map(|(text, read)| {
                let room = self.window.saturating_sub(frame.len());
                Piece { text, prefix: &[], tokens: &read.tokens[..read.tokens.len().min(room)] }
            })
            .collect();
        let alone: Vec<(Row, Vec<f32>)> = pieces
            .iter()
            .take(TRIAL.len() - 1)
            .map(|piece| self.run(Batch::new(&[*piece], frame, self.pad)))
            .collect::<Result<Vec<_>, _>>()?
            .concat();
        pieces.reverse();
        let together = self.run(Batch::new(&pieces, frame, self.pad))?;
        let dimension = together.first().map_or(0, |(_, vector)| vector.len());
        if dimension == 0 || together.iter().flat_map(|(_, vector)| vector).any(|x| !x.is_finite()) {
            return Err(self.failed(&"its vectors of trial texts are empty or not finite"));
        }
        let mut least_cosine: f32 = 1.0;
        for (row, vector) in &alone {
            if let Some((_, other)) = together.iter().find(|(other, _)| other.text == row.text) {
                least_cosine = least_cosine.min(vector.iter().zip(other).map(|(a, b)| a * b).sum());
            }
        }
        Ok(Trial { dimension, least_cosine })
    }

    fn embed(&self, texts: &[&str], prefix: &str) -> Result<Embeddings, EmbedError> {
        let mut sums = Sums::new(self.info.dimension, texts.len());
        let mut add = |batch| {
            for (row, vector) in self.run(batch)? {
                sums.add(row, &vector)?;
            }
            Ok(())
        };
        if self.threads == 1 || texts.len() <= CHUNK {
            self.make_batches(texts, prefix, &mut |batch| add(batch).map(|()| true))?;
        } else {
            std::thread::scope(|scope| {
                let (sender, receiver) = mpsc::sync_channel(AHEAD);
                let making = scope.spawn(move || {
                    self.make_batches(texts, prefix, &mut |batch| Ok(sender.send(batch).is_ok()))
                });
                // The receiver goes with the loop, so that after an error nobody waits to send.
                let run = receiver.into_iter().try_for_each(&mut add);
                match making.join() {
                    Ok(made) => run.and(made),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            })?;
        }
        sums.finish()
    }

    /// Calls `each` with the batches of `texts`, longest texts first, until it gives `false`. All that is kept of the texts
    /// meanwhile are the tokens of one chunk.
    fn make_batches(
        &self,
        texts: &[&str],
        prefix: &str,
        each: &mut dyn FnMut(Batch) -> Result<bool, EmbedError>,
    ) -> Result<(), EmbedError> {
        let frame = &self.reader.frame;
        let mut order: Vec<usize> = (0..texts.len()).collect();
        order.sort_by_key(|&text| std::cmp::Reverse(texts[text].len()));
        for chunk in order.chunks(CHUNK) {
            let mut read: Vec<(usize, TokenText)> = Vec::with_capacity(chunk.len());
            for &text in chunk {
                let tokens = self.reader.read(prefix, texts[text]).map_err(|e| self.failed(&e))?;
                read.extend(tokens.map(|tokens| (text, tokens)));
            }
            let mut pieces: Vec<Piece<'_>> = Vec::with_capacity(read.len());
            for (text, TokenText { prefix, tokens }) in &read {
                let room = self.window.saturating_sub(frame.len() + prefix.len());
                let cut = windows(tokens, room);
                pieces.extend(cut.into_iter().map(|part| Piece {
                    text: *text,
                    prefix,
                    tokens: &tokens[part],
                }));
            }
            pieces.sort_by_key(|piece| std::cmp::Reverse(piece.len(frame)));
            let lengths: Vec<usize> = pieces.iter().map(|piece| piece.len(frame)).collect();
            for range in pack(&lengths, self.one_at_a_time) {
                if !each(Batch::new(&pieces[range], frame, self.pad))? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

/// The vectors of windows, added up by their texts.
struct Sums {
    dimension: usize,
    data: Vec<f32>,
    windows: Vec<usize>,
}

impl Sums {
    fn new(dimension: usize, texts: usize) -> Self {
        Self { dimension, data: vec![0.0; dimension * texts], windows: vec![0; texts] }
    }

    fn add(&mut self, row: Row, vector: &[f32]) -> Result<(), EmbedError> {
        if vector.len() != self.dimension {
            return Err(EmbedError::Dimension { expected: self.dimension, received: vector.len() });
        }
        let sum = &mut self.data[row.text * self.dimension..][..self.dimension];
        for (sum, x) in sum.iter_mut().zip(vector) {
            *sum += x * row.weight as f32;
        }
        self.windows[row.text] += 1;
        Ok(())
    }

    fn finish(self) -> Result<Embeddings, EmbedError> {
        let mut builder = EmbeddingsBuilder::new(self.dimension, self.windows.len());
        for (sum, &windows) in self.data.chunks_exact(self.dimension.max(1)).zip(&self.windows) {
            builder.push_parts((windows > 0).then_some(sum), windows)?;
        }
        builder.finish()
    }
}

/// A vector brought to length one; one of length zero, or not finite, stays as it is.
fn normalised(mut vector: Vec<f32>) -> Vec<f32> {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    if length.is_finite() && length > 0.0 {
        for x in &mut vector {
            *x /= length;
        }
    }
    vector
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

/// What the tests of these modules share.
#[cfg(test)]
mod testing {
    use std::path::{Path, PathBuf};

    use super::tokens::Reader;

    pub(super) fn fixture(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
    }

    pub(super) fn reader() -> Reader {
        let file = std::fs::read(fixture("tiny-onnx").join("tokenizer.json")).unwrap();
        Reader::new(&file, Some("[UNK]")).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use super::testing::fixture;
    use super::*;
    use crate::embed::find_onnx_runtime;

    /// Whatever its operators are called: a graph whose vectors depend on the batch is seen by its vectors.
    #[test]
    #[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
    fn a_trial_tells_whether_vectors_depend_on_the_batch() {
        if find_onnx_runtime().library.is_none() {
            assert!(std::env::var_os("COGNATE_REQUIRE_ONNX").is_none(), "ONNX Runtime was not found");
            eprintln!("skipped: ONNX Runtime was not found (set ORT_DYLIB_PATH to run this test)");
            return;
        }
        let copy = tempfile::tempdir().unwrap();
        for entry in std::fs::read_dir(fixture("tiny-onnx")).unwrap() {
            let path = entry.unwrap().path();
            std::fs::copy(&path, copy.path().join(path.file_name().unwrap())).unwrap();
        }
        let trial = |folder: &Path| OnnxEmbedder::load(folder, Some(1)).unwrap().trial().unwrap();
        let plain = trial(copy.path());
        assert_eq!(plain.dimension, 32);
        assert!(plain.least_cosine > 1.0 - TRIAL_DIFFERENCE / 10.0, "{}", plain.least_cosine);
        std::fs::copy(fixture("dynamic-onnx").join("model.onnx"), copy.path().join("model.onnx")).unwrap();
        let dynamic = trial(copy.path()).least_cosine;
        assert!(dynamic < 1.0 - TRIAL_DIFFERENCE, "{dynamic}");
    }
}
