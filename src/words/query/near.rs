//! What each word of a collection counts for each word of a query.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{QueryWord, Scope, Searched};
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

/// Words of an index by their numbers, rising, with what each counts.
pub(super) type Expansion = Vec<(u32, f32)>;

/// What each word of the collection counts for each word of the query: `[word of the query][index]`.
pub(super) fn expand(
    model: &StaticModel,
    words: &[&QueryWord],
    scope: &Scope<'_>,
) -> Result<Vec<Vec<Expansion>>, WordsError> {
    let mut near: Vec<Vec<Expansion>> = vec![Vec::new(); words.len()];
    for lists in scope.lists {
        let found = near_words(model, words, lists);
        for (near, found) in near.iter_mut().zip(found) {
            near.push(found);
        }
    }
    for (word, near) in words.iter().zip(&mut near) {
        let same: Vec<Vec<u32>> =
            scope.lists.iter().map(|lists| lists.same(&word.key)).collect::<Result<_, _>>()?;
        // The best cosine of each language over all indexes, 1 where it has the word itself.
        let mut best: BTreeMap<_, f32> = BTreeMap::new();
        for (((searched, lists), near), same) in
            scope.searched.iter().zip(scope.lists).zip(near.iter()).zip(&same)
        {
            for (unit, cosine) in near {
                let best = best.entry(tongue(searched, lists, *unit)).or_default();
                *best = best.max(*cosine);
            }
            for unit in same {
                best.insert(tongue(searched, lists, *unit), f32::INFINITY);
            }
        }
        for (((searched, lists), near), same) in
            scope.searched.iter().zip(scope.lists).zip(near.iter_mut()).zip(&same)
        {
            let alike = spelt_alike(word, lists, near)?;
            for (unit, cosine) in near.iter_mut() {
                let best = best.get(&tongue(searched, lists, *unit)).copied().unwrap_or(0.0);
                let (best, counts) = if best.is_infinite() { (1.0, KNOWN) } else { (best, 1.0) };
                let theta = THETA.max(RELATIVE * best);
                *cosine = ((*cosine - theta) / (1.0 - theta)).clamp(0.0, 1.0) * counts;
            }
            near.retain(|(_, g)| *g > 0.0);
            for (unit, g) in alike {
                match near.binary_search_by_key(&unit, |(unit, _)| *unit) {
                    Ok(place) => near[place].1 = near[place].1.max(g),
                    Err(place) => near.insert(place, (unit, g)),
                }
            }
            for unit in same {
                match near.binary_search_by_key(unit, |(unit, _)| *unit) {
                    Ok(place) => near[place].1 = 1.0,
                    Err(place) => near.insert(place, (*unit, 1.0)),
                }
            }
            for (unit, g) in near.iter_mut() {
                *g *= lists.norms[*unit as usize].max(LEAST_NORM).sqrt();
                if same.binary_search(unit).is_ok() {
                    *g += SAME;
                }
            }
        }
    }
    Ok(near)
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

fn tongue(searched: &Searched<'_>, lists: &Lists<'_>, unit: u32) -> Option<crate::corpus::Language> {
    let place = lists.tongues.get(unit as usize)?;
    searched.index.languages().get(usize::from(*place)).copied()
}

/// The words of an index whose cosine to each word of the query is above [`THETA`], with it.
fn near_words(model: &StaticModel, words: &[&QueryWord], lists: &Lists<'_>) -> Vec<Vec<(u32, f32)>> {
    if lists.rows.len() >= MANY_ROWS {
        will_read(model.row_bytes());
    }
    if words.len() <= 4 {
        return near_some::<4>(model, words, lists);
    }
    words.chunks(8).flat_map(|words| near_some::<8>(model, words, lists)).collect()
}

/// [`near_words`] of at most `LANES` words of the query, which are compared at once.
fn near_some<const LANES: usize>(
    model: &StaticModel,
    words: &[&QueryWord],
    lists: &Lists<'_>,
) -> Vec<Vec<(u32, f32)>> {
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
        let mut near: Vec<Vec<(u32, f32)>> = vec![Vec::new(); words.len()];
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
    let found: Vec<Vec<Vec<(u32, f32)>>> =
        (0..lists.words()).into_par_iter().step_by(SHARE).map(some).collect();
    let mut near: Vec<Vec<(u32, f32)>> = vec![Vec::new(); words.len()];
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
