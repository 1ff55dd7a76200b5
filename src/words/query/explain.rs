//! Why a text was found: which of its words stands for which of a query.

use std::collections::HashMap;
use std::ops::Range;

use super::count::{B, K1, frequency};
use super::{Part, Reason, Searched, WordScores};
use crate::embed::static_model::StaticModel;
use crate::query::units::{identity, runs, units};
use crate::words::index::Lists;
use crate::words::{WordsError, build};

/// Least cosine at which a word is marked.
const MARKED: f32 = 0.35;

/// What of a query a text has.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Explained {
    /// For each word of the query that counts, the heaviest first: what stands for it.
    pub reasons: Vec<Reason>,
    /// Words of the text that stand for one of the query, in their order.
    pub marks: Vec<Marked>,
}

/// A word of a text that stands for one of a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Marked {
    /// Its bytes.
    pub range: Range<usize>,
    /// How much it stands for it, 0 to 1.
    pub strength: f32,
    /// How much of the query it makes up at most, 0 to 1.
    pub weight: f32,
}

impl WordScores {
    /// The score of a passage: of which index, and which of it.
    pub fn of(&self, index: usize, passage: usize) -> f32 {
        self.scores.get(index).and_then(|scores| scores.get(passage)).copied().unwrap_or(0.0)
    }

    /// Mean number of words of the passages that were searched, at least 1.
    pub fn mean_length(&self) -> f32 {
        self.mean.max(1.0)
    }

    /// Number of the query's words that count.
    pub fn len(&self) -> usize {
        self.parts.len()
    }

    /// Whether no word counts.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Why a text that one of the indexes has was found.
    ///
    /// # Errors
    /// [`WordsError::BadFile`].
    pub fn explain(
        &self,
        text: &str,
        searched: &[Searched<'_>],
        model: &StaticModel,
    ) -> Result<Explained, WordsError> {
        let lists: Vec<Lists<'_>> =
            searched.iter().map(|searched| searched.index.lists()).collect::<Result<_, _>>()?;
        let mut reader = model.words();
        let mut words: Vec<String> = Vec::new();
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let (counts, length) = build::count(text, &mut reader, &mut |unit| {
            *numbers.entry(unit.to_owned()).or_insert_with(|| {
                words.push(unit.to_owned());
                words.len() as u32 - 1
            })
        });
        let mut similarities: Vec<Vec<Similar>> = Vec::with_capacity(words.len());
        for word in &words {
            let places: Vec<Option<u32>> =
                lists.iter().map(|lists| lists.find(word)).collect::<Result<_, _>>()?;
            let of = |part: &Part| {
                let expanded = places.iter().zip(&part.expansions).filter_map(|(place, expansion)| {
                    let at = expansion.binary_search_by_key(&(*place)?, |expanded| expanded.word).ok()?;
                    expansion.get(at)
                });
                let best = expanded.max_by(|a, b| a.h.total_cmp(&b.h));
                best.map_or(Similar::default(), |best| Similar {
                    h: best.h,
                    cosine: best.similarity,
                    same: false,
                })
            };
            let mut similar: Vec<Similar> = self.parts.iter().map(of).collect();
            if similar.iter().any(|similar| similar.h > 0.0) {
                let key = identity(word);
                for (similar, part) in similar.iter_mut().zip(&self.parts) {
                    similar.same = part.key == key;
                }
            }
            similarities.push(similar);
        }
        let reasons = self.parts.iter().enumerate().map(|(place, part)| {
            let mut sum = 0.0;
            let mut best: Option<(u32, Similar)> = None;
            for (word, times) in &counts {
                let similar = similarities[*word as usize][place];
                sum += frequency(*times) * similar.h;
                if similar.h > best.map_or(0.0, |(_, best)| best.h) {
                    best = Some((*word, similar));
                }
            }
            let share = sum / (sum + K1 * (1.0 - B + B * length as f32 / self.mean)).max(f32::MIN_POSITIVE);
            Reason {
                query: part.word.clone(),
                weight: part.weight,
                share: part.weight * share,
                word: best.map(|(word, _)| words[word as usize].clone()),
                similarity: best.map_or(0.0, |(_, similar)| similar.cosine),
                same: best.is_some_and(|(_, similar)| similar.same),
            }
        });
        let reasons = reasons.collect();
        let heaviest = self.parts.iter().map(|part| part.weight).fold(1e-9, f32::max);
        let mut marks: Vec<Marked> = Vec::new();
        for run in runs(text) {
            let original = &text[run.clone()];
            let mut found: Vec<(Range<usize>, u32)> = Vec::new();
            let mut at = 0;
            units(original, &mut |run, each| reader.split(run, each), &mut |unit| {
                let Some(number) = numbers.get(unit) else { return };
                // Where a run is one unit, that is all of it; else the unit is looked for as it is written.
                match original[at..].find(unit) {
                    Some(start) => {
                        found.push((run.start + at + start..run.start + at + start + unit.len(), *number));
                        at += start + unit.len();
                    }
                    None => found.push((run.clone(), *number)),
                }
            });
            for (range, number) in found {
                let best = similarities[number as usize]
                    .iter()
                    .zip(&self.parts)
                    .filter(|(similar, _)| similar.h > 0.0 && similar.cosine > MARKED)
                    .map(|(similar, part)| (similar.cosine * (part.weight / heaviest).sqrt(), part.weight))
                    .max_by(|a, b| a.0.total_cmp(&b.0));
                if let Some((strength, weight)) = best
                    && marks.last().is_none_or(|last| last.range.end <= range.start)
                {
                    marks.push(Marked { range, strength, weight });
                }
            }
        }
        Ok(Explained { reasons, marks })
    }
}

/// How near a word is to one of the query.
#[derive(Debug, Default, Clone, Copy)]
struct Similar {
    /// What one of it counts.
    h: f32,
    cosine: f32,
    same: bool,
}
