//! The score of a text from its words and its cosine, the same for all languages of a collection.
//!
//! How near vectors are differs from language to language, and so does how many words of a query have a translation. Of a cosine, the mean of the
//! text's language is taken off; and the best texts of a language come nearer to the best of all. Of one language, neither changes an order.

use std::collections::BTreeMap;

use super::WordsError;
use super::build::WHOLE;
use super::query::Searched;
use crate::corpus::Language;
use crate::index::dot;

/// How much the cosine of query and passage counts beside the share of the query's words, where vectors are sums of those of words.
const COSINE: f32 = 0.2;

/// How much it counts where a transformer made the vectors, which knows more than the words say.
const COSINE_OF_TRANSFORMER: f32 = 0.5;

/// How much of the way to the best of all the best of a language comes: the power of what is between.
const FAIR: f32 = 0.3;

/// Score of the best of a language from which it is lifted: below, there is nothing.
const LIFTED: f32 = 0.05;

/// Passages and share of all that make a language one of the collection: fewer may be mistaken for it.
const LEAST: usize = 3;
const LEAST_SHARE: f64 = 0.002;

/// The languages of a collection, as far as they change a score.
#[derive(Debug, Clone, PartialEq)]
pub struct Tongues {
    /// How much a cosine counts.
    weight: f32,
    /// The languages that count: more than one, or none.
    languages: Vec<Language>,
    /// For each of them, the mean of the vectors of its passages.
    means: Vec<Vec<f32>>,
}

/// What is known of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Known {
    /// Share of the query's words, 0 to 1.
    pub words: f32,
    /// Cosine to the query, where there is one.
    pub cosine: Option<f32>,
    /// Its language, by its place among those that count.
    pub language: Option<usize>,
}

impl Default for Tongues {
    fn default() -> Self {
        Self { weight: COSINE, languages: Vec::new(), means: Vec::new() }
    }
}

impl Known {
    fn score(&self, means: &[f32], weight: f32) -> f32 {
        let mean = self.language.and_then(|language| means.get(language)).copied().unwrap_or(0.0);
        self.words + self.cosine.map_or(0.0, |cosine| weight * (cosine - mean))
    }
}

impl Tongues {
    /// The same with the weight of cosines of a transformer.
    #[must_use]
    pub fn of_transformer(self) -> Self {
        Self { weight: COSINE_OF_TRANSFORMER, ..self }
    }

    /// The score of a text by itself, before languages come nearer to each other.
    pub fn plain(&self, text: &Known, means: &[f32]) -> f32 {
        text.score(means, self.weight)
    }

    /// The languages of what is searched, whose vectors have `dimension` numbers. Passages that are there no more count until an index is made
    /// without them.
    ///
    /// # Errors
    /// [`WordsError::BadFile`].
    pub fn of(searched: &[Searched<'_>], dimension: usize) -> Result<Self, WordsError> {
        let mut counts: BTreeMap<Language, usize> = BTreeMap::new();
        let mut all = 0;
        for searched in searched {
            let mut by_place = [0_usize; 256];
            for place in searched.index.spoken()? {
                by_place[usize::from(*place)] += 1;
            }
            all += searched.index.len();
            for (language, count) in searched.index.languages().iter().zip(by_place) {
                *counts.entry(*language).or_default() += count;
            }
        }
        let least = LEAST.max((all as f64 * LEAST_SHARE).ceil() as usize);
        counts.retain(|_, count| *count >= least);
        if counts.len() < 2 {
            return Ok(Self::default());
        }
        let languages: Vec<Language> = counts.into_keys().collect();
        let means = languages
            .iter()
            .map(|language| mean(*language, searched, dimension))
            .collect::<Result<_, _>>()?;
        Ok(Self { languages, means, ..Self::default() })
    }

    /// Number of languages that count: none where there is one.
    pub fn len(&self) -> usize {
        self.languages.len()
    }

    /// Whether languages change nothing.
    pub fn is_empty(&self) -> bool {
        self.languages.is_empty()
    }

    /// The place of the language of a passage, where it counts.
    ///
    /// # Errors
    /// [`WordsError::BadFile`].
    pub fn language(&self, searched: &Searched<'_>, passage: usize) -> Result<Option<usize>, WordsError> {
        if self.is_empty() {
            return Ok(None);
        }
        let spoken = searched.index.spoken()?.get(passage).copied();
        let language = spoken.and_then(|spoken| searched.index.languages().get(usize::from(spoken)));
        Ok(language.and_then(|language| self.languages.binary_search(language).ok()))
    }

    /// For each language, the mean cosine of its passages to a query, as it is to be given to [`Tongues::scores`]; 0 without a vector.
    pub fn means(&self, query: Option<&[f32]>) -> Vec<f32> {
        self.means.iter().map(|mean| query.map_or(0.0, |query| dot(query, mean))).collect()
    }

    /// The scores of texts, which are to have the best of each language among them; `means` has the mean cosine of each language.
    pub fn scores(&self, texts: &[Known], means: &[f32]) -> Vec<f32> {
        self.weighed(texts, means, self.weight)
    }

    /// The scores that [`super::confidence`] was fitted to, whatever made the vectors.
    pub fn fitted(&self, texts: &[Known], means: &[f32]) -> Vec<f32> {
        self.weighed(texts, means, COSINE)
    }

    fn weighed(&self, texts: &[Known], means: &[f32], weight: f32) -> Vec<f32> {
        let mut scores: Vec<f32> = texts.iter().map(|text| text.score(means, weight)).collect();
        let mut best = vec![f32::NEG_INFINITY; self.len()];
        let mut top = f32::NEG_INFINITY;
        for (text, score) in texts.iter().zip(&scores) {
            top = top.max(*score);
            if let Some(best) = text.language.and_then(|language| best.get_mut(language)) {
                *best = best.max(*score);
            }
        }
        let factors: Vec<f32> =
            best.iter().map(|best| if *best > LIFTED { (top / best).powf(FAIR) } else { 1.0 }).collect();
        for (text, score) in texts.iter().zip(&mut scores) {
            if let Some(factor) =
                text.language.and_then(|language| factors.get(language)).filter(|_| *score > 0.0)
            {
                *score *= factor;
            }
        }
        scores
    }

    /// What a text scores at most that has so much, among texts with these scores.
    pub fn bound(&self, words: f32, cosine: f32, means: &[f32], best: &[(Option<usize>, f32)]) -> f32 {
        let mean = means.iter().copied().fold(0.0_f32, f32::min);
        let most = words + self.weight * (cosine - mean);
        let top = best.iter().map(|(_, score)| *score).fold(0.0, f32::max);
        let least = (0..self.len())
            .filter_map(|language| {
                let of = best.iter().filter(|(other, _)| *other == Some(language)).map(|(_, score)| *score);
                of.reduce(f32::max).filter(|best| *best > LIFTED)
            })
            .fold(top, f32::min);
        // `best` has the lifted scores: what the best of a language was before is less than that by the same power.
        let lifted = if least > 0.0 && top > 0.0 { (top / least).powf(FAIR / (1.0 - FAIR)) } else { 1.0 };
        most * lifted
    }
}

/// The mean of the vectors of a language.
fn mean(language: Language, searched: &[Searched<'_>], dimension: usize) -> Result<Vec<f32>, WordsError> {
    let (mut count, mut sums) = (0_i64, vec![0_i64; dimension]);
    for searched in searched {
        if let Ok(place) = searched.index.languages().binary_search(&language) {
            let (more, of) = searched.index.vectors_of(place, dimension)?;
            count = count.saturating_add(more);
            for (sum, of) in sums.iter_mut().zip(of) {
                *sum = sum.saturating_add(*of);
            }
        }
    }
    let n = count.max(1) as f64 * f64::from(WHOLE);
    Ok(sums.into_iter().map(|sum| (sum as f64 / n) as f32).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(words: f32, cosine: f32, language: usize) -> Known {
        Known { words, cosine: Some(cosine), language: Some(language) }
    }

    #[test]
    fn one_language_is_words_and_cosine() {
        let none = Tongues::default();
        let texts = [
            Known { language: None, ..known(0.4, 0.5, 0) },
            Known { words: 0.3, cosine: None, language: None },
        ];
        assert_eq!(none.scores(&texts, &[]), [0.5, 0.3]);
    }

    #[test]
    fn the_best_of_each_language_come_nearer_and_the_order_of_each_stays() {
        let tongues =
            Tongues { languages: vec!["en".parse().unwrap(), "ko".parse().unwrap()], ..Tongues::default() };
        let texts = [
            known(0.6, 0.3, 0),
            known(0.5, 0.3, 0),
            known(0.2, 0.2, 1),
            known(0.1, 0.2, 1),
            known(0.0, 0.0, 1),
        ];
        let scores = tongues.scores(&texts, &[0.1, 0.1]);
        assert!((scores[0] - 0.64).abs() < 1e-6, "the first stays as it was");
        assert!(scores[2] > 0.22 && scores[2] < scores[0]);
        assert!(scores[2] > scores[3] && scores[3] > scores[4]);
        // No text that is not among them could have come before, had it had no more than the bound says.
        let best: Vec<(Option<usize>, f32)> =
            texts.iter().zip(&scores).map(|(text, score)| (text.language, *score)).collect();
        let bound = tongues.bound(0.1, 0.2, &[0.1, 0.1], &best);
        assert!(bound >= scores[3] - 1e-6, "{bound} {scores:?}");
    }
}
