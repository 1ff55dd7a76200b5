//! The multilingual model inside the binary: a static encoder.
//!
//! The vector of a text is the sum of one row per subword, brought to length one; the rows carry the tokens'
//! weights (smooth inverse frequency; Arora, Liang and Ma 2017, "A simple but tough-to-beat baseline for
//! sentence embeddings"). Sums do not depend on order, so a word means the same wherever it stands: fast, good
//! at what a text is about, blind to who did what to whom. A text of any length is read whole.

use rayon::prelude::*;
use safetensors::{Dtype, SafeTensors};

use super::unigram::{Scratch, Unigram};
use super::{EmbedError, Embedder, Embeddings, EmbeddingsBuilder, ModelId, ModelInfo};

static WEIGHTS: &[u8] = include_bytes!("../../models/builtin/model.safetensors");
static TOKENIZER: &[u8] = include_bytes!("../../models/builtin/tokenizer.json");

/// The built-in model.
pub struct Builtin {
    info: ModelInfo,
    tokenizer: Unigram<'static>,
    /// `(n_tokens, dimension)`, row after row.
    table: &'static [u8],
    /// One factor per row of the table.
    scales: Vec<f32>,
}

impl Builtin {
    /// The name by which the model is asked for.
    pub const NAME: &'static str = "builtin";

    /// Makes the model ready.
    ///
    /// # Errors
    /// [`EmbedError::BadFile`] when the weights inside the binary are not what this version expects.
    pub fn load() -> Result<Self, EmbedError> {
        let bad = |reason: String| EmbedError::BadFile { path: "(built in)".into(), reason };
        let tensors = SafeTensors::deserialize(WEIGHTS).map_err(|e| bad(e.to_string()))?;
        let table = tensors.tensor("embeddings").map_err(|e| bad(e.to_string()))?;
        let scales = tensors.tensor("scales").map_err(|e| bad(e.to_string()))?;
        let &[n_tokens, dimension] = table.shape() else {
            return Err(bad("`embeddings` is not a matrix".to_owned()));
        };
        if table.dtype() != Dtype::I8 || scales.dtype() != Dtype::F32 || scales.shape() != [n_tokens] {
            return Err(bad("`embeddings` (int8) and `scales` (float32) do not fit".to_owned()));
        }
        let mut scales: Vec<f32> =
            scales.data().chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
        let tokenizer = Unigram::parse(TOKENIZER).map_err(bad)?;
        for (piece, token) in tokenizer.pieces() {
            let Some(scale) = scales.get_mut(token as usize) else {
                return Err(bad("the tokenizer has more tokens than the table has rows".to_owned()));
            };
            if says_nothing(piece) {
                *scale = 0.0;
            }
        }
        let mut hasher = blake3::Hasher::new();
        hasher.update(WEIGHTS).update(TOKENIZER);
        let revision = hasher.finalize().to_hex()[..16].to_owned();
        Ok(Self {
            info: ModelInfo {
                id: ModelId { name: Self::NAME.to_owned(), revision },
                dimension,
                window: None,
                batch: 4096,
            },
            tokenizer,
            table: table.data(),
            scales,
        })
    }

    /// Adds up the rows of the tokens of `text`; `None` when it has no token that says anything.
    fn embed(&self, text: &str, scratch: &mut Scratch) -> Option<Vec<f32>> {
        let dimension = self.info.dimension;
        let mut sum = vec![0.0; dimension];
        let mut known = false;
        self.tokenizer.read(text, scratch, |token| {
            let token = token as usize;
            let scale = self.scales[token];
            if scale == 0.0 {
                return;
            }
            known = true;
            let row = &self.table[token * dimension..(token + 1) * dimension];
            for (s, &code) in sum.iter_mut().zip(row) {
                *s += scale * f32::from(code.cast_signed());
            }
        });
        known.then_some(sum)
    }
}

/// Whether a token is only punctuation and the sign of a word's beginning. Such tokens say nothing of a text's
/// subject, and a text of unknown words must not get a vector from them.
fn says_nothing(token: &str) -> bool {
    token.chars().all(|c| {
        matches!(c, '▁' | '«' | '»' | '¿' | '¡' | '·' | '\u{2000}'..='\u{206F}' | '\u{3000}'..='\u{303F}')
            || c.is_ascii_punctuation()
    })
}

impl Embedder for Builtin {
    fn info(&self) -> &ModelInfo {
        &self.info
    }

    fn passages(&self, texts: &[&str]) -> Result<Embeddings, EmbedError> {
        let vectors: Vec<Option<Vec<f32>>> =
            texts.par_iter().map_init(Scratch::default, |scratch, text| self.embed(text, scratch)).collect();
        let mut builder = EmbeddingsBuilder::new(self.info.dimension, texts.len());
        for vector in &vectors {
            builder.push(vector.as_deref())?;
        }
        builder.finish()
    }

    fn query(&self, text: &str) -> Result<Option<Vec<f32>>, EmbedError> {
        Ok(self.passages(&[text])?.get(0).map(<[f32]>::to_vec))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cosine(a: Option<&[f32]>, b: Option<&[f32]>) -> f32 {
        a.unwrap().iter().zip(b.unwrap()).map(|(x, y)| x * y).sum()
    }

    #[test]
    fn translations_are_nearer_than_other_subjects() {
        let model = Builtin::load().unwrap();
        let e = model
            .passages(&[
                "armored train",
                "le train blindé",
                "бронепоезд",
                "a loaf of bread",
                "des satellites",
            ])
            .unwrap();
        for translation in [1, 2] {
            for other in [3, 4] {
                assert!(cosine(e.get(0), e.get(translation)) > cosine(e.get(0), e.get(other)) + 0.1);
            }
        }
    }

    #[test]
    fn a_text_without_a_known_token_has_no_vector() {
        let model = Builtin::load().unwrap();
        let e = model.passages(&["", "   ", "\u{16A0}\u{16B1}\u{16DF}"]).unwrap();
        for i in 0..3 {
            assert_eq!(e.get(i), None, "text {i}");
        }
        assert_eq!(model.query("").unwrap(), None);
    }

    #[test]
    fn a_megabyte_in_one_line_is_read_whole() {
        let model = Builtin::load().unwrap();
        let long = "train ".repeat(180_000);
        let e = model.passages(&[&long, "train"]).unwrap();
        assert!(cosine(e.get(0), e.get(1)) > 0.999);
    }
}
