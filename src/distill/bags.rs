//! Texts as bags of tokens, and what each token counts.

use rayon::prelude::*;

use super::DistillError;
use super::corpus::Corpus;
use crate::embed::static_model::says_nothing;
use crate::embed::unigram::{Scratch, Unigram, words as each_word};

/// A language with fewer tokens says nothing of what is frequent.
const LEAST_TOKENS: u64 = 100_000;

/// The tokens of every text of a corpus.
pub(super) struct Bags {
    tokens: Vec<u32>,
    ends: Vec<usize>,
}

impl Bags {
    /// Cuts all texts into tokens.
    pub(super) fn new(corpus: &Corpus, pieces: &[String], scores: &[f32]) -> Result<Self, DistillError> {
        let unigram = Unigram::new(pieces, scores)
            .map_err(|reason| DistillError::Vocabulary { pieces: pieces.len(), reason })?;
        Ok(Self::read(corpus, Scratch::default, |text, scratch, tokens| {
            unigram.read(text, scratch, |token| tokens.push(token));
        }))
    }

    /// The words of all texts by their number in `known`; all others have the number `known.len()`.
    pub(super) fn of_words(corpus: &Corpus, known: &foldhash::HashMap<&str, u32>) -> Self {
        Self::read(corpus, String::new, |text, buffer, tokens| {
            each_word(text, buffer, |word| {
                if !says_nothing(word) {
                    tokens.push(known.get(word).copied().unwrap_or(known.len() as u32));
                }
            });
        })
    }

    /// The tokens that `cut` adds to its list for each text; it has working memory of its own on each thread.
    fn read<M>(
        corpus: &Corpus,
        memory: impl Fn() -> M + Send + Sync,
        cut: impl Fn(&str, &mut M, &mut Vec<u32>) + Send + Sync,
    ) -> Self {
        let parts: Vec<(Vec<u32>, Vec<usize>)> = corpus
            .texts
            .par_chunks(4096)
            .map_init(memory, |memory, texts| {
                let (mut tokens, mut ends) = (Vec::new(), Vec::new());
                for text in texts {
                    cut(text, memory, &mut tokens);
                    ends.push(tokens.len());
                }
                (tokens, ends)
            })
            .collect();
        let mut bags = Self { tokens: Vec::new(), ends: Vec::with_capacity(corpus.texts.len()) };
        for (tokens, ends) in parts {
            let before = bags.tokens.len();
            bags.tokens.extend(tokens);
            bags.ends.extend(ends.into_iter().map(|end| before + end));
        }
        bags
    }

    /// The tokens of a text.
    pub(super) fn get(&self, text: u32) -> &[u32] {
        let text = text as usize;
        let start = if text == 0 { 0 } else { self.ends[text - 1] };
        &self.tokens[start..self.ends[text]]
    }

    /// Adds all tokens to a hash.
    pub(super) fn hash(&self, hasher: &mut blake3::Hasher) {
        hasher.update(bytemuck::cast_slice(&self.tokens));
        for end in &self.ends {
            hasher.update(&end.to_le_bytes());
        }
    }

    /// The share of each token in the language where it is most frequent: a stop word of one language is one, however
    /// many languages there are.
    pub(super) fn frequencies(&self, corpus: &Corpus, tokens: usize) -> Vec<f64> {
        let mut shares = vec![0.0_f64; tokens];
        for language in 0..corpus.languages.len() {
            let mut counts = vec![0_u64; tokens];
            for (text, _) in
                corpus.text_languages.iter().enumerate().filter(|(_, l)| usize::from(**l) == language)
            {
                let count = corpus.count(text);
                for &token in self.get(text as u32) {
                    counts[token as usize] += count;
                }
            }
            let all: u64 = counts.iter().sum();
            if all < LEAST_TOKENS {
                continue;
            }
            for (share, count) in shares.iter_mut().zip(counts) {
                *share = share.max(count as f64 / all as f64);
            }
        }
        shares
    }
}

/// Smooth inverse frequency, a / (a + p) (Arora, Liang and Ma 2017, "A simple but tough-to-beat baseline for sentence
/// embeddings"); 1 for all tokens where a is 0.
pub(super) fn inverse_frequency(frequencies: &[f64], a: f64) -> Vec<f32> {
    frequencies.iter().map(|p| if a == 0.0 { 1.0 } else { (a / (a + p)) as f32 }).collect()
}
