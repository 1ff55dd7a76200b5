//! What each passage has of a word: how often it and its like are there, saturated.

use std::sync::LazyLock;

use super::near::Expansion;
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

/// What the passages of an index have of a word, and of all words so far.
pub(super) struct Counts {
    /// How often the word is there, by how much each word counts; then its saturation.
    sums: Vec<f32>,
    /// What of it counts most.
    most: Vec<f32>,
    scores: Vec<f32>,
}

impl Counts {
    pub(super) fn new(passages: usize) -> Self {
        Self { sums: vec![0.0; passages], most: vec![0.0; passages], scores: vec![0.0; passages] }
    }

    pub(super) fn add(&mut self, weight: f32) {
        for (score, sum) in self.scores.iter_mut().zip(&self.sums) {
            *score += weight * sum;
        }
    }

    pub(super) fn scores(mut self, total: f32) -> Vec<f32> {
        for score in &mut self.scores {
            *score /= total;
        }
        self.scores
    }
}

/// Weight of a word; what each passage has of it is in `counted` then, 0 to 1.
pub(super) fn weigh(
    word: &QueryWord,
    expansions: &[Expansion],
    scope: &Scope<'_>,
    counted: &mut [Counts],
) -> Result<f32, WordsError> {
    let passages = saturate(expansions, scope, counted)?.min(scope.live as f64) as f32;
    Ok(weight(word.norm, passages, scope.live as f32))
}

/// What each passage has of a word, 0 to 1; in how many passages that is, those that have less count less.
pub(super) fn saturate(
    expansions: &[Expansion],
    scope: &Scope<'_>,
    counted: &mut [Counts],
) -> Result<f64, WordsError> {
    let mut passages = 0.0_f64;
    for (((searched, lists), expansions), counted) in
        scope.searched.iter().zip(scope.lists).zip(expansions).zip(counted)
    {
        let Counts { sums, most, .. } = counted;
        sums.fill(0.0);
        most.fill(0.0);
        for (unit, h) in expansions {
            lists.postings(*unit, |passage, times| {
                sums[passage] += frequency(times) * h;
                most[passage] = most[passage].max(*h);
            })?;
        }
        for (place, ((sum, most), length)) in sums.iter_mut().zip(most).zip(lists.lengths).enumerate() {
            if *sum == 0.0 {
                continue;
            }
            if searched.live.is_some_and(|live| live.get(place) != Some(&true)) {
                *sum = 0.0;
                continue;
            }
            passages += f64::from(*most);
            *sum /= *sum + K1 * (1.0 - B + B * *length as f32 / scope.mean);
        }
    }
    Ok(passages)
}
