//! What each passage has of a word: how often it and its like are there, saturated.

use std::sync::LazyLock;

use super::near::{Expanded, Expansion};
use super::{QueryWord, Scope, weight};
use crate::words::WordsError;

/// Saturation and length normalisation, as in BM25, and the power of how often a word stands in a passage.
pub(super) const K1: f32 = 1.3;
pub(super) const B: f32 = 0.75;
const FREQUENCY: f32 = 0.75;

/// How much it counts that a word stands in a passage so many times.
pub(super) fn frequency(times: u32) -> f32 {
    static FEW: LazyLock<[f32; 64]> =
        LazyLock::new(|| std::array::from_fn(|times| (times as f32).powf(FREQUENCY)));
    FEW.get(times as usize).copied().unwrap_or_else(|| (times as f32).powf(FREQUENCY))
}

/// What the passages of each index have of a word; and in how many passages that is, those that have less count less.
pub(super) struct Counted {
    /// For each passage, how often the word is there, by how much each word counts, and what of that counts most; then, of the first, its
    /// saturation, 0 to 1.
    shares: Vec<Vec<[f32; 2]>>,
    passages: f64,
}

impl Counted {
    /// # Errors
    /// [`WordsError::BadFile`].
    pub(super) fn new(expansions: &[Expansion], scope: &Scope<'_>) -> Result<Self, WordsError> {
        let mut counted = Self { shares: Vec::with_capacity(scope.lists.len()), passages: 0.0 };
        for ((searched, lists), expansions) in scope.searched.iter().zip(scope.lists).zip(expansions) {
            let mut shares = zeros::<[f32; 2]>(lists.lengths.len());
            for Expanded { word, h, .. } in expansions {
                lists.postings(*word, |passage, times| {
                    let [sum, most] = &mut shares[passage];
                    *sum += frequency(times) * h;
                    *most = most.max(*h);
                })?;
            }
            for (place, ([sum, most], length)) in shares.iter_mut().zip(lists.lengths).enumerate() {
                if *sum == 0.0 {
                    continue;
                }
                if searched.live.is_some_and(|live| live.get(place) != Some(&true)) {
                    *sum = 0.0;
                    continue;
                }
                counted.passages += f64::from(*most);
                *sum /= *sum + K1 * (1.0 - B + B * *length as f32 / scope.mean);
            }
            counted.shares.push(shares);
        }
        Ok(counted)
    }

    /// What the word weighs.
    pub(super) fn weight(&self, word: &QueryWord, scope: &Scope<'_>) -> f32 {
        let passages = self.passages.min(scope.live as f64) as f32;
        weight(word.norm, passages, scope.live as f32)
    }

    /// Adds what passages have of the word to their scores.
    pub(super) fn add_to(&self, scores: &mut [Vec<f32>], weight: f32) {
        for (scores, shares) in scores.iter_mut().zip(&self.shares) {
            for (score, [share, _]) in scores.iter_mut().zip(shares) {
                *score += weight * share;
            }
        }
    }
}

/// Zeros that are there: memory that only says so is looked for twice, once to be read and once to be written, and the second time all cores
/// are told.
pub(super) fn zeros<T: Clone + Default>(n: usize) -> Vec<T> {
    let mut zeros = Vec::with_capacity(n);
    zeros.resize(n, T::default());
    zeros
}
