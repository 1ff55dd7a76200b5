//! Ranking passages by what their words mean.
//!
//! For each word *w* of the query and each word *u* of the collection, `g` says how much *u* stands for *w*, 0 to 1. Cosines count from θ on: from
//! [`THETA`], or from [`RELATIVE`] of the best of a language, and less in a language that has *w* itself ([`KNOWN`]). A short piece that both words
//! happen to have says nothing of their meaning, and is left out of the cosine. Words that are spelt alike (`spelling.rs`) count by that. Then
//! `h = g · √|u| + SAME[the same word]` is what one *u* counts, and a passage has `t = Σ tf^¾ · h` of *w*. From here on it is BM25: `t` saturates,
//! longer passages need more of it, and *w* weighs the more, the fewer passages have it (`n = Σ max h` over passages, at most all of them).
//! The score is the share of the weight of all words that a passage has: 0 to 1.
//!
//! Cost: a product of each query word with each row of the model that the collection's words have, a sum for each word, and the postings of
//! all words that come near (at 100,000 paragraphs some half a million).

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

use rayon::prelude::*;

use super::index::{Lists, WordIndex};
use super::products::{CodedWord, products};
use super::spelling::{Roman, Writing, beginning, may_be_alike, needed_beginning};
use super::{WordsError, build};
use crate::embed::static_model::StaticModel;
use crate::query::units::{identity, runs, units};

/// Least cosine at which a word counts at all.
const THETA: f32 = 0.2;

/// Share of the best cosine of a language at which a word of it counts; the best is 1 where the language has the word itself.
const RELATIVE: f32 = 0.3;

/// What other words count in a language that has the word itself.
const KNOWN: f32 = 0.7;

/// Letters of pieces from which two words that have them in common are akin; of Hangul, syllables.
const AKIN: u32 = 3;
const AKIN_HANGUL: u32 = 2;

/// Saturation and length normalisation, as in BM25, and the power of how often a word stands in a passage.
const K1: f32 = 1.3;
const B: f32 = 0.75;
const FREQUENCY: f32 = 0.75;

/// How much the length of a query word's vector weighs, which is the model's own estimate of what a word says.
const QUERY_NORM: f32 = 0.6;

/// Least length of the vector of a word of the collection, of which the root counts.
const LEAST_NORM: f32 = 0.05;

/// What a word counts more that is the same.
const SAME: f32 = 1.25;

/// Words of a query that count: the heaviest.
const MOST: usize = 12;

/// Words of a query that are looked at, by their weight as it is known before.
const LOOKED_AT: usize = 32;

/// Least cosine at which a word is marked.
const MARKED: f32 = 0.35;

/// Rows of the model that one thread multiplies at once.
const ROWS: usize = 1024;

/// Words that one thread takes at once.
const SHARE: usize = 4096;

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
    vector: Vec<f32>,
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
    roman: Option<Roman>,
    vector: Vec<f32>,
    weight: f32,
    /// What each word of the collection counts for it, by its text.
    expansions: Vec<Vec<(u32, f32)>>,
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
                QueryWord { text, key, vector, norm, coded, writing, roman, pieces }
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
        let mut counted: Vec<Counts> = lists.iter().map(|lists| Counts::new(lists.lengths.len())).collect();
        let mut parts = Vec::with_capacity(words.len());
        let few = words.len() <= MOST;
        for (word, expansions) in words.iter().zip(expansions) {
            let weight = weigh(word, &expansions, &scope, &mut counted)?;
            if few {
                for counted in &mut counted {
                    counted.add(weight);
                }
            }
            let (text, key, vector) = (word.text.clone(), word.key.clone(), word.vector.clone());
            parts.push(Part { word: text, key, roman: word.roman.clone(), vector, weight, expansions });
        }
        if !few {
            parts.sort_by(|a, b| b.weight.total_cmp(&a.weight));
            parts.truncate(MOST);
            for part in &parts {
                saturate(&part.expansions, &scope, &mut counted)?;
                for counted in &mut counted {
                    counted.add(part.weight);
                }
            }
        }
        parts.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        let total: f32 = parts.iter().map(|part| part.weight).sum::<f32>().max(1e-9);
        for part in &mut parts {
            part.weight /= total;
        }
        let scores = counted.into_iter().map(|counted| counted.scores(total)).collect();
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

fn weight(norm: f32, passages: f32, live: f32) -> f32 {
    let idf = (1.0 + (live - passages + 0.5) / (passages + 0.5)).ln();
    idf * norm.max(1e-6).powf(QUERY_NORM)
}

/// Words of an index by their numbers, rising, with what each counts.
type Expansion = Vec<(u32, f32)>;

/// What each word of the collection counts for each word of the query: `[word of the query][index]`.
fn expand(
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
            for (unit, cosine) in near.iter_mut() {
                let best = best.get(&tongue(searched, lists, *unit)).copied().unwrap_or(0.0);
                let (best, counts) = if best.is_infinite() { (1.0, KNOWN) } else { (best, 1.0) };
                let theta = THETA.max(RELATIVE * best);
                *cosine = ((*cosine - theta) / (1.0 - theta)).clamp(0.0, 1.0) * counts;
            }
            near.retain(|(_, g)| *g > 0.0);
            for (unit, g) in spelt_alike(word, lists)? {
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

/// The words that are spelt like a word of the query, and how much.
fn spelt_alike(word: &QueryWord, lists: &Lists<'_>) -> Result<Vec<(u32, f32)>, WordsError> {
    let mut alike = Vec::new();
    if let Some(needed) = needed_beginning(&word.key) {
        for unit in lists.beginning(needed)? {
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

/// How much it counts that a word stands in a passage so many times.
fn frequency(times: u32) -> f32 {
    static FEW: LazyLock<[f32; 64]> =
        LazyLock::new(|| std::array::from_fn(|times| (times as f32).powf(FREQUENCY)));
    FEW.get(times as usize).copied().unwrap_or_else(|| (times as f32).powf(FREQUENCY))
}

/// What the passages of an index have of a word, and of all words so far.
struct Counts {
    /// How often the word is there, by how much each word counts; then its saturation.
    sums: Vec<f32>,
    /// What of it counts most.
    most: Vec<f32>,
    scores: Vec<f32>,
}

impl Counts {
    fn new(passages: usize) -> Self {
        Self { sums: vec![0.0; passages], most: vec![0.0; passages], scores: vec![0.0; passages] }
    }

    fn add(&mut self, weight: f32) {
        for (score, sum) in self.scores.iter_mut().zip(&self.sums) {
            *score += weight * sum;
        }
    }

    fn scores(mut self, total: f32) -> Vec<f32> {
        for score in &mut self.scores {
            *score /= total;
        }
        self.scores
    }
}

/// Weight of a word; what each passage has of it is in `counted` then, 0 to 1.
fn weigh(
    word: &QueryWord,
    expansions: &[Vec<(u32, f32)>],
    scope: &Scope<'_>,
    counted: &mut [Counts],
) -> Result<f32, WordsError> {
    let passages = saturate(expansions, scope, counted)?.min(scope.live as f64) as f32;
    Ok(weight(word.norm, passages, scope.live as f32))
}

/// What each passage has of a word, 0 to 1; in how many passages that is, those that have less count less.
fn saturate(
    expansions: &[Vec<(u32, f32)>],
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
            let (vector, key) = (reader.vector(word).0, identity(word));
            let roman = Roman::of(&key);
            let of = |part: &Part| {
                let h = places.iter().zip(&part.expansions).filter_map(|(place, expansions)| {
                    let at = expansions.binary_search_by_key(&(*place)?, |(unit, _)| *unit).ok()?;
                    Some(expansions[at].1)
                });
                let same = part.key == key;
                let spelt = beginning(&part.key, &key).max(match (&part.roman, &roman) {
                    (Some(a), Some(b)) => a.likeness(b),
                    _ => 0.0,
                });
                let cosine = if same { 1.0 } else { crate::index::dot(&part.vector, &vector).max(spelt) };
                Similar { h: h.fold(0.0, f32::max), cosine, same }
            };
            similarities.push(self.parts.iter().map(of).collect());
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
#[derive(Debug, Clone, Copy)]
struct Similar {
    /// What one of it counts.
    h: f32,
    cosine: f32,
    same: bool,
}
