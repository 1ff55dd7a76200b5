//! What each word of a collection counts for each word of a query.

use rayon::prelude::*;

use super::{QueryWord, Scope, Searched};
use crate::corpus::Language;
use crate::embed::static_model::StaticModel;
use crate::index::backing::will_read;
use crate::query::units::identity;
use crate::words::WordsError;
use crate::words::index::Lists;
use crate::words::products::{CodedWord, products};
use crate::words::spelling::{Roman, Writing, beginning, may_be_alike, needed_beginning};

/// Least cosine at which a word counts at all.
const THETA: f32 = 0.2;

/// Share of the best cosine of a language at which a word of it counts; the best is 1 where the language has the word itself.
const RELATIVE: f32 = 0.3;

/// What other words count in a language that has the word itself.
const KNOWN: f32 = 0.7;

/// Letters of pieces from which two words that have them in common are akin; of Hangul, syllables.
const AKIN: u32 = 3;
const AKIN_HANGUL: u32 = 2;

/// Least length of the vector of a word of the collection, of which the root counts.
const LEAST_NORM: f32 = 0.05;

/// What a word counts more that is the same.
const SAME: f32 = 1.25;

/// Rows of the model that one thread multiplies at once.
const ROWS: usize = 1024;

/// Rows of the model that a collection has from which most of them are read.
const MANY_ROWS: usize = 20_000;

/// Words that one thread takes at once.
const SHARE: usize = 4096;

/// Words of an index that count for one of a query, by their numbers, rising.
pub(super) type Expansion = Vec<Expanded>;

/// A word of an index that counts for one of a query.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expanded {
    /// Its number.
    pub(super) word: u32,
    /// What one of it counts.
    pub(super) h: f32,
    /// How near it is: the cosine, or how far it is spelt alike; 1 for the word itself.
    pub(super) similarity: f32,
}

/// What each word of the collection counts for each word of the query: `[word of the query][index]`.
pub(super) fn expand(
    model: &StaticModel,
    words: &[&QueryWord],
    scope: &Scope<'_>,
) -> Result<Vec<Vec<Expansion>>, WordsError> {
    // The words whose cosines are great enough, with them: `[word of the query][index]`.
    let mut near: Vec<Vec<Near>> = vec![Vec::new(); words.len()];
    for lists in scope.lists {
        let found = near_words(model, words, lists);
        for (near, found) in near.iter_mut().zip(found) {
            near.push(found);
        }
    }
    let tongues = Tongues::new(scope);
    words.par_iter().zip(near).map(|(word, near)| weigh(word, near, scope, &tongues)).collect()
}

/// Words of an index by their numbers, rising, with their cosines.
type Near = Vec<(u32, f32)>;

/// What each word of the collection counts for a word of the query, of which `near` has those that come near.
fn weigh(
    word: &QueryWord,
    near: Vec<Near>,
    scope: &Scope<'_>,
    tongues: &Tongues<'_>,
) -> Result<Vec<Expansion>, WordsError> {
    let same: Vec<Vec<u32>> =
        scope.lists.iter().map(|lists| lists.same(&word.key)).collect::<Result<_, _>>()?;
    // The best cosine of each language over all indexes, infinite where it has the word itself.
    let mut best = vec![0.0_f32; tongues.count];
    for (index, (near, same)) in near.iter().zip(&same).enumerate() {
        for (unit, cosine) in near {
            let best = &mut best[tongues.of(index, *unit)];
            *best = best.max(*cosine);
        }
        for unit in same {
            best[tongues.of(index, *unit)] = f32::INFINITY;
        }
    }
    // From which cosine on a word of a language counts, and how much.
    let counts: Vec<(f32, f32)> = best
        .into_iter()
        .map(|best| if best.is_infinite() { (1.0, KNOWN) } else { (best, 1.0) })
        .map(|(best, counts)| (THETA.max(RELATIVE * best), counts))
        .collect();
    let mut all = Vec::with_capacity(near.len());
    for (index, ((lists, near), same)) in scope.lists.iter().zip(near).zip(&same).enumerate() {
        let alike = spelt_alike(word, lists, &near)?;
        let counted = |(word, cosine): (u32, f32)| {
            let (theta, counts) = counts[tongues.of(index, word)];
            let g = ((cosine - theta) / (1.0 - theta)).clamp(0.0, 1.0) * counts;
            (g > 0.0).then_some(Expanded { word, h: g, similarity: cosine })
        };
        let mut expansion: Expansion = near.into_iter().filter_map(counted).collect();
        for (word, g) in alike {
            let expanded = at(&mut expansion, word);
            expanded.h = expanded.h.max(g);
            expanded.similarity = expanded.similarity.max(g);
        }
        for word in same {
            *at(&mut expansion, *word) = Expanded { word: *word, h: 1.0, similarity: 1.0 };
        }
        for Expanded { word, h, .. } in &mut expansion {
            *h *= lists.norms[*word as usize].max(LEAST_NORM).sqrt();
            if same.binary_search(word).is_ok() {
                *h += SAME;
            }
        }
        all.push(expansion);
    }
    Ok(all)
}

/// The word in the list, put into it where it is not.
fn at(expansion: &mut Expansion, word: u32) -> &mut Expanded {
    let place = expansion.binary_search_by_key(&word, |expanded| expanded.word).unwrap_or_else(|place| {
        expansion.insert(place, Expanded { word, h: 0.0, similarity: 0.0 });
        place
    });
    &mut expansion[place]
}

/// The languages of all that is searched, numbered.
struct Tongues<'a> {
    /// For each index, the places of its words' languages, and the number of each place.
    indexes: Vec<(&'a [u8], Vec<usize>)>,
    /// Of numbers; the last is that of no language.
    count: usize,
}

impl<'a> Tongues<'a> {
    fn new(scope: &Scope<'a>) -> Self {
        let mut all: Vec<Language> =
            scope.searched.iter().flat_map(|searched| searched.index.languages()).copied().collect();
        all.sort_unstable();
        all.dedup();
        let number = |language: &Language| all.binary_search(language).unwrap_or(all.len());
        let of = |(searched, lists): (&Searched<'_>, &Lists<'a>)| {
            (lists.tongues, searched.index.languages().iter().map(number).collect())
        };
        let indexes = scope.searched.iter().zip(scope.lists).map(of).collect();
        Self { indexes, count: all.len() + 1 }
    }

    /// The number of the language of a word.
    fn of(&self, index: usize, unit: u32) -> usize {
        let (tongues, numbers) = &self.indexes[index];
        let place = tongues.get(unit as usize).map(|place| usize::from(*place));
        place.and_then(|place| numbers.get(place)).copied().unwrap_or(self.count - 1)
    }
}

/// The words that are spelt like a word of the query, and how much. Two words that the model knows as a whole and that have nothing in common
/// for it are two words, however they are spelt: *flood* and *floor*. `near` has the words whose cosine says otherwise, by their numbers.
fn spelt_alike(
    word: &QueryWord,
    lists: &Lists<'_>,
    near: &[(u32, f32)],
) -> Result<Vec<(u32, f32)>, WordsError> {
    let mut alike = Vec::new();
    if let Some(needed) = needed_beginning(&word.key) {
        for unit in lists.beginning(needed)? {
            let ends = lists.piece_ends.get(unit as usize).zip(lists.piece_ends.get(unit as usize + 1));
            let is_whole = ends.is_some_and(|(begin, end)| end - begin == 1);
            if word.pieces.len() == 1
                && is_whole
                && near.binary_search_by_key(&unit, |(unit, _)| *unit).is_err()
            {
                continue;
            }
            let key = identity(lists.word(unit)?);
            let g = if Writing::of(&key) == word.writing { beginning(&word.key, &key) } else { 0.0 };
            if g > 0.0 {
                alike.push((unit, g));
            }
        }
    }
    if let Some(roman) = &word.roman {
        let own = roman.signature();
        for (unit, signature) in (0..).zip(lists.signatures) {
            if may_be_alike(own, roman, *signature) {
                let other = Roman::of(&identity(lists.word(unit)?));
                let g = other.map_or(0.0, |other| roman.likeness(&other));
                if g > 0.0 {
                    alike.push((unit, g));
                }
            }
        }
    }
    Ok(alike)
}

/// The words of an index whose cosine to each word of the query is above [`THETA`], with it.
fn near_words(model: &StaticModel, words: &[&QueryWord], lists: &Lists<'_>) -> Vec<Near> {
    if lists.rows.len() >= MANY_ROWS {
        will_read(model.row_bytes());
    }
    if words.len() <= 4 {
        return near_some::<4>(model, words, lists);
    }
    words.chunks(8).flat_map(|words| near_some::<8>(model, words, lists)).collect()
}

/// [`near_words`] of at most `LANES` words of the query, which are compared at once.
fn near_some<const LANES: usize>(model: &StaticModel, words: &[&QueryWord], lists: &Lists<'_>) -> Vec<Near> {
    let mut of_rows = vec![[0.0_f32; LANES]; lists.rows.len()];
    let coded: Vec<&CodedWord> = words.iter().map(|word| &word.coded).collect();
    of_rows
        .par_chunks_mut(ROWS)
        .zip(lists.rows.par_chunks(ROWS))
        .for_each(|(of_rows, rows)| products(model, rows, &coded, of_rows));
    // Which words of the query have the piece of a row, too.
    let mut shared = vec![0_u8; lists.rows.len()];
    for (lane, word) in words.iter().enumerate() {
        for (piece, ..) in &word.pieces {
            if let Ok(row) = lists.rows.binary_search(piece) {
                shared[row] |= 1 << lane;
            }
        }
    }
    let some = |begin: usize| {
        let mut near: Vec<Near> = vec![Vec::new(); words.len()];
        let end = (begin + SHARE).min(lists.words());
        for unit in begin..end {
            let norm = lists.norms[unit];
            let pieces = lists.piece_ends[unit] as usize..lists.piece_ends[unit + 1] as usize;
            let pieces = lists.pieces.get(pieces).unwrap_or_default();
            let mut sums = [0.0_f32; LANES];
            let mut akin = 0;
            for piece in pieces {
                if let Some(row) = of_rows.get(*piece as usize) {
                    akin |= shared[*piece as usize];
                    for (sum, product) in sums.iter_mut().zip(row) {
                        *sum += product;
                    }
                }
            }
            if akin != 0 {
                for (lane, word) in words.iter().enumerate().filter(|(lane, _)| akin >> lane & 1 == 1) {
                    sums[lane] -= by_chance(word, pieces, lists.rows);
                }
            }
            let least = THETA * norm;
            if norm > 0.0 && sums.iter().any(|sum| *sum > least) {
                for (near, sum) in near.iter_mut().zip(&sums).filter(|(_, sum)| **sum > least) {
                    near.push((unit as u32, (sum / norm).min(1.0)));
                }
            }
        }
        near
    };
    let found: Vec<Vec<Near>> = (0..lists.words()).into_par_iter().step_by(SHARE).map(some).collect();
    let mut near: Vec<Near> = vec![Vec::new(); words.len()];
    for found in found {
        for (near, found) in near.iter_mut().zip(found) {
            near.extend(found);
        }
    }
    near
}

/// What the pieces that a word has in common with one of the query add to the product of both, where they are too short to say anything.
fn by_chance(word: &QueryWord, pieces: &[u32], rows: &[u32]) -> f32 {
    let has = |piece: &u32| pieces.iter().any(|row| rows.get(*row as usize) == Some(piece));
    let (mut letters, mut product) = (0, 0.0);
    for (_, letters_of, product_of) in word.pieces.iter().filter(|(piece, ..)| has(piece)) {
        letters += letters_of;
        product += product_of;
    }
    let least = match word.writing {
        Writing::Unspaced => 0,
        Writing::Hangul => AKIN_HANGUL,
        _ => AKIN,
    };
    if letters < least { product } else { 0.0 }
}
