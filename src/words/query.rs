//! Ranking passages by what their words mean.
//!
//! For each word *w* of the query and each word *u* of the collection, `g` says how much *u* stands for *w*, 0 to 1. Cosines count from θ on: from
//! 0.2, or from a share of the best of a language, and less in a language that has *w* itself (`query/near.rs`). A short piece that both words
//! happen to have says nothing of their meaning, and is left out of the cosine. Words that are spelt alike (`spelling.rs`) count by that. Then
//! `h = g · √|u| + SAME[the same word]` is what one *u* counts, and a passage has `t = Σ tf^¾ · h` of *w*. From here on it is BM25: `t` saturates,
//! longer passages need more of it, and *w* weighs the more, the fewer passages have it (`n = Σ max h` over passages, at most all of them).
//! The score is the share of the weight of all words that a passage has: 0 to 1.
//!
//! Cost: a product of each query word with each row of the model that the collection's words have, a sum for each word, and the postings of
//! all words that come near (at 100,000 paragraphs some half a million).

mod count;
mod explain;
mod near;

pub use explain::{Explained, Marked};

use rayon::prelude::*;

use super::WordsError;
use super::index::{Lists, WordIndex};
use super::products::CodedWord;
use super::spelling::{Roman, Writing};
use crate::embed::static_model::StaticModel;
use crate::query::units::{identity, units};
use count::{Counted, zeros};
use near::{Expansion, expand};

/// How much the length of a query word's vector weighs, which is the model's own estimate of what a word says.
const QUERY_NORM: f32 = 0.6;

/// Words of a query that count: the heaviest.
const MOST: usize = 12;

/// Words that are counted at once.
const AT_ONCE: usize = 8;

/// Words of a query that are looked at, by their weight as it is known before.
const LOOKED_AT: usize = 32;

/// Probability that a text with such a score answers a query, among so many texts: a logistic regression (`docs/decisions.md` has what it
/// was fitted on).
pub fn confidence(fused: f32, searched: usize) -> f32 {
    let logit = 11.2 * fused - 0.32 * (searched.max(1) as f32).ln() - 2.47;
    1.0 / (1.0 + (-logit).exp())
}

/// A query, by its words.
pub struct Query<'m> {
    model: &'m StaticModel,
    words: Vec<QueryWord>,
}

struct QueryWord {
    text: String,
    key: String,
    norm: f32,
    coded: CodedWord,
    writing: Writing,
    roman: Option<Roman>,
    /// Its pieces, each once, with their letters and the squares of their lengths over its own.
    pieces: Vec<(u32, u32, f32)>,
}

/// Passages to be searched: an index, and which of its passages count.
pub struct Searched<'a> {
    /// The index.
    pub index: &'a WordIndex,
    /// Whether each passage is there; all when nothing is given.
    pub live: Option<&'a [bool]>,
}

/// What a query makes of all passages.
#[derive(Debug, Default)]
pub struct WordScores {
    /// For each index, for each of its passages: the share of the query that it has, in [0, 1).
    pub scores: Vec<Vec<f32>>,
    parts: Vec<Part>,
    /// Mean length of the passages.
    mean: f32,
}

/// A word of the query that counts.
#[derive(Debug)]
struct Part {
    word: String,
    key: String,
    weight: f32,
    /// What each word of the collection counts for it, by its text.
    expansions: Vec<Expansion>,
}

/// A word of a query, and the word of a text that stands for it most.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// The word of the query.
    pub query: String,
    /// Weight of the query's word among all, 0 to 1.
    pub weight: f32,
    /// How much of the score is from it: at most `weight`.
    pub share: f32,
    /// The word of the text; nothing when none comes near.
    pub word: Option<String>,
    /// Cosine of the two words, 1 when they are the same but for spelling.
    pub similarity: f32,
    /// Whether they are the same but for spelling.
    pub same: bool,
}

impl<'m> Query<'m> {
    /// A query; one without a word finds nothing.
    pub fn new(text: &str, model: &'m StaticModel) -> Self {
        let mut reader = model.words();
        let mut found: Vec<String> = Vec::new();
        units(text, &mut |run, each| reader.split(run, each), &mut |unit| found.push(unit.to_owned()));
        let mut seen = std::collections::HashSet::new();
        found.retain(|unit| seen.insert(unit.clone()));
        let words = found
            .into_iter()
            .map(|text| {
                let (vector, norm) = reader.vector(&text);
                let key = identity(&text);
                let (writing, roman) = (Writing::of(&key), Roman::of(&key));
                let pieces = reader
                    .pieces(&text)
                    .into_iter()
                    .map(|(piece, letters, square)| (piece, letters, square / norm.max(1e-9)));
                let (pieces, coded) = (pieces.collect(), CodedWord::new(&vector, model));
                QueryWord { text, key, norm, coded, writing, roman, pieces }
            })
            .collect();
        Self { model, words }
    }

    /// Whether it has no word.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Scores every passage.
    ///
    /// # Errors
    /// [`WordsError::BadFile`].
    pub fn score(&self, searched: &[Searched<'_>]) -> Result<WordScores, WordsError> {
        let lists: Vec<Lists<'_>> =
            searched.iter().map(|searched| searched.index.lists()).collect::<Result<_, _>>()?;
        let scope = Scope::new(searched, &lists);
        let words = self.heaviest(&scope)?;
        let expansions = expand(self.model, &words, &scope)?;
        // A few words at a time: what the passages have of each takes eight bytes a passage.
        let mut scores: Vec<Vec<f32>> = lists.iter().map(|lists| zeros(lists.lengths.len())).collect();
        let few = words.len() <= MOST;
        let part = |(word, expansions): (&&QueryWord, Vec<Expansion>)| {
            let (word, key) = (word.text.clone(), word.key.clone());
            Part { word, key, weight: 0.0, expansions }
        };
        let mut parts: Vec<Part> = words.iter().zip(expansions).map(part).collect();
        for (parts, words) in parts.chunks_mut(AT_ONCE).zip(words.chunks(AT_ONCE)) {
            let counted = counted(parts, &scope)?;
            for ((part, word), counted) in parts.iter_mut().zip(words).zip(counted) {
                part.weight = counted.weight(word, &scope);
                if few {
                    counted.add_to(&mut scores, part.weight);
                }
            }
        }
        if !few {
            parts.sort_by(|a, b| b.weight.total_cmp(&a.weight));
            parts.truncate(MOST);
            for some in parts.chunks(AT_ONCE) {
                for (part, counted) in some.iter().zip(counted(some, &scope)?) {
                    counted.add_to(&mut scores, part.weight);
                }
            }
        }
        parts.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        let total: f32 = parts.iter().map(|part| part.weight).sum::<f32>().max(1e-9);
        for part in &mut parts {
            part.weight /= total;
        }
        for score in scores.iter_mut().flatten() {
            *score /= total;
        }
        Ok(WordScores { scores, parts, mean: scope.mean })
    }

    /// The words that will weigh most, as far as that is known before meanings are looked at: in how many passages a word itself is.
    fn heaviest(&self, scope: &Scope<'_>) -> Result<Vec<&QueryWord>, WordsError> {
        let mut words: Vec<&QueryWord> = self.words.iter().collect();
        if words.len() <= LOOKED_AT {
            return Ok(words);
        }
        let mut estimated: Vec<(f32, usize)> = Vec::with_capacity(words.len());
        for (place, word) in words.iter().enumerate() {
            let mut passages = 0_usize;
            for lists in scope.lists {
                for same in lists.same(&word.key)? {
                    lists.postings(same, |_, _| passages += 1)?;
                }
            }
            estimated.push((weight(word.norm, passages as f32, scope.live as f32), place));
        }
        estimated.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut places: Vec<usize> = estimated.iter().take(LOOKED_AT).map(|(_, place)| *place).collect();
        places.sort_unstable();
        words = places.into_iter().map(|place| words[place]).collect();
        Ok(words)
    }
}

/// All that is searched, as one.
struct Scope<'a> {
    searched: &'a [Searched<'a>],
    lists: &'a [Lists<'a>],
    /// Number of passages that count.
    live: usize,
    /// Their mean length.
    mean: f32,
}

impl<'a> Scope<'a> {
    fn new(searched: &'a [Searched<'a>], lists: &'a [Lists<'a>]) -> Self {
        let (mut live, mut units) = (0_usize, 0_u64);
        for (searched, lists) in searched.iter().zip(lists) {
            for (place, length) in lists.lengths.iter().enumerate() {
                if searched.live.is_none_or(|live| live.get(place) == Some(&true)) {
                    live += 1;
                    units += u64::from(*length);
                }
            }
        }
        let mean = (units as f64 / live.max(1) as f64).max(1.0) as f32;
        Self { searched, lists, live, mean }
    }
}

/// What the passages have of some words.
fn counted(parts: &[Part], scope: &Scope<'_>) -> Result<Vec<Counted>, WordsError> {
    parts.par_iter().map(|part| Counted::new(&part.expansions, scope)).collect()
}

fn weight(norm: f32, passages: f32, live: f32) -> f32 {
    let idf = (1.0 + (live - passages + 0.5) / (passages + 0.5)).ln();
    idf * norm.max(1e-6).powf(QUERY_NORM)
}
