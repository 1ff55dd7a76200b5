//! Static models: the one inside the binary, and files of the same form.
//!
//! The vector of a text is the sum of one row per subword, brought to length one; the rows carry the tokens'
//! weights (smooth inverse frequency; Arora, Liang and Ma 2017, "A simple but tough-to-beat baseline for
//! sentence embeddings"). Sums do not depend on order, so a word means the same wherever it stands: fast, good
//! at what a text is about, blind to who did what to whom. A text of any length is read whole.
//!
//! A model is one file ([`encode`] writes it, `docs/formats.md` describes it). The built-in one is used where it lies
//! in the program, without a copy.

mod bits;
mod card;
mod file;
mod quantize;
mod words;

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

pub use bits::Bits;
pub use card::{Card, Figure, Source};
pub use file::encode;
pub use words::WordReader;

use super::unigram::{Scratch, Unigram};
use super::{EmbedError, Embedder, Embeddings, EmbeddingsBuilder, ModelId, ModelInfo};
use crate::query::units::without_vowel_points;

static BUILT_IN: &[u8] = include_bytes!("../../../models/builtin/model.safetensors");

/// Texts that are added up before their vectors are handed on.
const BATCH: usize = 4096;

/// Largest model file.
const MAX_FILE_BYTES: u64 = 4 << 30;

/// Texts that one thread takes at once.
const SHARE: usize = 32;

/// What a model is made of, before it is a file.
#[derive(Debug, Clone, PartialEq)]
pub struct StaticModelParts {
    /// One row a piece, `(n_pieces, dimension)`; the rows carry the weights of their pieces.
    pub table: Vec<f32>,
    /// Number of dimensions; a multiple of [`Bits::codes_per_byte`].
    pub dimension: usize,
    /// How exactly rows are kept.
    pub bits: Bits,
    /// The vocabulary of the unigram tokenizer: pieces of words in lower case and NFKC, U+2581 at the beginning of those
    /// that begin a word; 1 to 255 bytes each, none twice.
    pub pieces: Vec<String>,
    /// The log probability of each piece.
    pub scores: Vec<f32>,
    /// What is to be said of the model.
    pub card: Card,
}

/// A model that adds up one row a subword.
pub struct StaticModel {
    info: ModelInfo,
    card: Card,
    bits: Bits,
    unigram: Unigram,
    /// One factor a row, finite; 0 for a piece that says nothing.
    scales: Vec<f32>,
    /// The whole file.
    bytes: Cow<'static, [u8]>,
    /// The bytes of it that are the rows.
    rows: Range<usize>,
    /// What reading a text needs and may keep, one for each thread that has read.
    scratches: Mutex<Vec<Scratch>>,
}

impl StaticModel {
    /// The name by which the built-in model is asked for.
    pub const BUILTIN: &'static str = "builtin";

    /// The model inside the binary. Its data are not held against their checksum, which would take longer than all else
    /// of loading: a test does so, and damage to the program would not stop at the model.
    ///
    /// # Errors
    /// [`EmbedError::BadFile`] when the model inside the binary is not what this version expects.
    pub fn builtin() -> Result<Self, EmbedError> {
        let parsed = file::parse_builtin(BUILT_IN).map_err(|refused| refused.at(Path::new("(built in)")))?;
        Ok(Self::of(parsed, Cow::Borrowed(BUILT_IN), Self::BUILTIN))
    }

    /// Reads a model file and checks it; its name is that of the file, without the extension.
    ///
    /// # Errors
    /// [`EmbedError::UnknownModel`] when there is no such file, [`EmbedError::BadFile`] and [`EmbedError::NewerFile`]
    /// when it cannot be used, is a device or a pipe, or is larger than 4 GiB.
    pub fn read(path: &Path) -> Result<Self, EmbedError> {
        let bytes = crate::file::read(path, MAX_FILE_BYTES).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => {
                EmbedError::UnknownModel { name: path.display().to_string(), near: Vec::new() }
            }
            _ => EmbedError::BadFile { path: path.to_path_buf(), reason: error.to_string() },
        })?;
        let name = path.file_stem().map_or_else(|| "model".into(), |name| name.to_string_lossy());
        file::verify(&bytes).map_err(|refused| refused.at(path))?;
        Self::parse(bytes, &name, path)
    }

    /// A model from the bytes of its file, checked, under any name.
    ///
    /// # Errors
    /// [`EmbedError::BadFile`] and [`EmbedError::NewerFile`].
    pub fn from_bytes(bytes: Vec<u8>, name: &str) -> Result<Self, EmbedError> {
        let path = Path::new("(in memory)");
        file::verify(&bytes).map_err(|refused| refused.at(path))?;
        Self::parse(bytes, name, path)
    }

    fn parse(bytes: Vec<u8>, name: &str, path: &Path) -> Result<Self, EmbedError> {
        let parsed = file::parse(&bytes).map_err(|refused| refused.at(path))?;
        Ok(Self::of(parsed, Cow::Owned(bytes), name))
    }

    fn of(parsed: file::Parsed, bytes: Cow<'static, [u8]>, name: &str) -> Self {
        let revision = parsed.hash[..16].to_owned();
        Self {
            info: ModelInfo {
                id: ModelId { name: name.to_owned(), revision },
                dimension: parsed.dimension,
                window: None,
                batch: BATCH,
            },
            card: parsed.card,
            bits: parsed.bits,
            unigram: parsed.unigram,
            scales: parsed.scales,
            bytes,
            rows: parsed.rows,
            scratches: Mutex::default(),
        }
    }

    /// What its maker says of it.
    pub fn card(&self) -> &Card {
        &self.card
    }

    /// How exactly its rows are kept.
    pub fn bits(&self) -> Bits {
        self.bits
    }

    /// Number of pieces of words that it knows.
    pub fn pieces(&self) -> usize {
        self.scales.len()
    }

    /// Size of its file.
    pub fn file_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// What it is made of, as exactly as its file keeps it: the table has the rows as they are added up, zeros for a piece
    /// that says nothing. It takes the memory of a table of floats, four or eight times that of the file.
    pub fn parts(&self) -> StaticModelParts {
        let dimension = self.info.dimension;
        let rows = self.bytes[self.rows.clone()].chunks_exact(self.bits.row_bytes(dimension));
        let mut table = vec![0.0; dimension * self.scales.len()];
        let mut spare = Vec::new();
        for ((values, row), scale) in table.chunks_exact_mut(dimension).zip(rows).zip(&self.scales) {
            if *scale != 0.0 {
                self.bits.add(row, *scale, values);
                self.bits.in_order(values, &mut spare);
            }
        }
        let (pieces, scores) = self.unigram.entries().map(|(piece, score)| (piece.to_owned(), score)).unzip();
        StaticModelParts { table, dimension, bits: self.bits, pieces, scores, card: self.card.clone() }
    }

    #[cfg(test)]
    pub(super) fn unigram(&self) -> &Unigram {
        &self.unigram
    }

    /// Adds up the rows of the pieces of `text`; a text of which nothing is known leaves zeros.
    fn add_up(&self, text: &str, sum: &mut [f32], scratch: &mut Scratch, spare: &mut Vec<f32>) {
        let rows = &self.bytes[self.rows.clone()];
        let width = self.bits.row_bytes(self.info.dimension);
        self.unigram.read(&without_vowel_points(text), scratch, |piece| {
            let piece = piece as usize;
            let scale = self.scales[piece];
            if scale != 0.0 {
                self.bits.add(&rows[piece * width..][..width], scale, sum);
            }
        });
        self.bits.in_order(sum, spare);
        // Factors near the greatest float: what has no direction has no vector.
        if !sum.iter().map(|x| x * x).sum::<f32>().is_finite() {
            sum.fill(0.0);
        }
    }

    /// Lends a scratch that is in use by nobody.
    fn take_scratch(&self) -> Scratch {
        self.scratches.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    fn give_back(&self, scratch: Scratch) {
        self.scratches.lock().unwrap_or_else(PoisonError::into_inner).push(scratch);
    }
}

/// Whether a piece is only punctuation, control characters and the sign of a word's beginning. Such pieces say nothing of a text's
/// subject, and a text of unknown words must not get a vector from them.
pub(crate) fn says_nothing(piece: &str) -> bool {
    piece.chars().all(|c| {
        // Punctuation of other scripts as far as it survives NFKC; U+00AD is the hyphen that is not seen.
        matches!(
            c,
            '▁' | '«'
                | '»'
                | '¿'
                | '¡'
                | '·'
                | '\u{AD}'
                | '،'
                | '؛'
                | '؟'
                | '।'
                | '॥'
                | '・'
                | '։'
                | '־'
                | '׳'
                | '״'
        ) || matches!(c, '\u{2000}'..='\u{206F}' | '\u{3000}'..='\u{303F}')
            || c.is_ascii_punctuation()
            || c.is_control()
    })
}

impl Embedder for StaticModel {
    fn static_model(&self) -> Option<&StaticModel> {
        Some(self)
    }

    fn info(&self) -> &ModelInfo {
        &self.info
    }

    fn passages(&self, texts: &[&str]) -> Result<Embeddings, EmbedError> {
        let dimension = self.info.dimension;
        let mut builder = EmbeddingsBuilder::new(dimension, texts.len());
        let mut sums = vec![0.0; dimension * texts.len().min(BATCH)];
        for texts in texts.chunks(BATCH) {
            let sums = &mut sums[..dimension * texts.len()];
            sums.fill(0.0);
            sums.par_chunks_mut(dimension * SHARE).zip(texts.par_chunks(SHARE)).for_each(|(sums, texts)| {
                let (mut scratch, mut spare) = (self.take_scratch(), Vec::new());
                for (sum, text) in sums.chunks_exact_mut(dimension).zip(texts) {
                    self.add_up(text, sum, &mut scratch, &mut spare);
                }
                self.give_back(scratch);
            });
            for sum in sums.chunks_exact(dimension) {
                builder.push(Some(sum))?;
            }
        }
        builder.finish()
    }

    fn query(&self, text: &str) -> Result<Option<Vec<f32>>, EmbedError> {
        Ok(self.passages(&[text])?.get(0).map(<[f32]>::to_vec))
    }
}

#[cfg(test)]
mod tests;
