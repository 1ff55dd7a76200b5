//! Words by themselves: their pieces and vectors, and the rows of the model as whole numbers.

use super::{StaticModel, says_nothing};
use crate::embed::unigram::Scratch;
use crate::query::units::without_vowel_points;

/// Reads words with a model; keeps what it needs for the next one.
pub struct WordReader<'m> {
    model: &'m StaticModel,
    scratch: Scratch,
    spare: Vec<f32>,
}

impl StaticModel {
    /// A reader of words.
    pub fn words(&self) -> WordReader<'_> {
        WordReader { model: self, scratch: Scratch::default(), spare: Vec::new() }
    }

    /// The row of a piece as whole numbers in `codes`, `(dimension)`, in the order of [`StaticModel::as_rows`]; and what they are to be
    /// multiplied with. Nothing for a piece that there is not.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "compiled anew for the instruction set of the caller")]
    pub fn row(&self, piece: u32, codes: &mut [i8]) -> f32 {
        let width = self.bits.row_bytes(self.info.dimension);
        let place = piece as usize;
        let row = self.bytes[self.rows.clone()].get(place * width..(place + 1) * width);
        match (row, self.scales.get(place)) {
            (Some(row), Some(scale)) => {
                self.bits.decode(row, codes);
                *scale
            }
            _ => 0.0,
        }
    }

    /// The bytes of all rows.
    pub(crate) fn row_bytes(&self) -> &[u8] {
        &self.bytes[self.rows.clone()]
    }

    /// A vector in the order in which the numbers of a row lie in the file.
    pub fn as_rows(&self, vector: &[f32]) -> Vec<f32> {
        let runs = self.bits.codes_per_byte();
        (0..runs).flat_map(|run| vector.iter().skip(run).step_by(runs).copied()).collect()
    }
}

impl WordReader<'_> {
    /// Cuts a run of a script without spaces into words: the pieces that the model knows of it.
    pub fn split(&mut self, run: &str, each: &mut dyn FnMut(&str)) {
        let Self { model, scratch, .. } = self;
        model.unigram.read(run, scratch, |piece| {
            let text = model.unigram.text(piece).trim_start_matches('▁');
            if !text.is_empty() && !says_nothing(text) {
                each(text);
            }
        });
    }

    /// The pieces of a word that say anything, and the length of the sum of their rows.
    pub fn describe(&mut self, word: &str) -> (Vec<u32>, f32) {
        let mut pieces = Vec::new();
        let model = self.model;
        model.unigram.read(&without_vowel_points(word), &mut self.scratch, |piece| {
            if model.scales[piece as usize] != 0.0 {
                pieces.push(piece);
            }
        });
        (pieces, self.vector(word).1)
    }

    /// The pieces of a word that say anything and have letters, each once: its number, how many letters, and the square of the length of its row.
    pub fn pieces(&mut self, word: &str) -> Vec<(u32, u32, f32)> {
        let (mut pieces, _) = self.describe(word);
        pieces.sort_unstable();
        pieces.dedup();
        let mut codes = vec![0; self.model.info.dimension];
        let mut of = |piece: u32| {
            let letters = self.model.unigram.text(piece).chars().filter(|c| *c != '▁').count() as u32;
            let scale = self.model.row(piece, &mut codes);
            let square: i32 = codes.iter().map(|code| i32::from(*code).pow(2)).sum();
            (piece, letters, scale * scale * square as f32)
        };
        pieces.into_iter().map(&mut of).filter(|(_, letters, _)| *letters > 0).collect()
    }

    /// The sum of the rows of a word, brought to length one, and the length that it had; zeros and 0 for a word of which nothing is known.
    pub fn vector(&mut self, word: &str) -> (Vec<f32>, f32) {
        let mut sum = vec![0.0; self.model.info.dimension];
        self.model.add_up(word, &mut sum, &mut self.scratch, &mut self.spare);
        let norm = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
        if norm > 0.0 {
            for x in &mut sum {
                *x /= norm;
            }
        }
        (sum, norm)
    }
}
