//! Making a word index of passages: words are counted in parallel, and numbered in the order of their text in the end, so that the same
//! passages give the same bytes on any number of threads.

use foldhash::{HashMap, HashMapExt};
use rayon::prelude::*;

use super::image::Parts;
use super::spelling::Roman;
use crate::corpus::Language;
use crate::embed::static_model::{StaticModel, WordReader};
use crate::query::units::{identity, units};

/// A text to be found.
#[derive(Debug, Clone, Copy)]
pub struct Passage<'a> {
    /// Its id; ids rise from passage to passage.
    pub id: i64,
    /// The text.
    pub text: &'a str,
    /// Its language, where it is known.
    pub language: Option<Language>,
    /// Its vector, of length one; nothing where a model knows none of its words.
    pub vector: Option<&'a [f32]>,
}

/// Passages whose words are counted by one thread at once.
const SHARE: usize = 256;

/// What numbers of vectors are multiplied with before they are rounded and summed up: sums of whole numbers do not depend on their order.
pub(super) const WHOLE: f32 = 1_048_576.0;

/// No language.
pub(super) const NO_LANGUAGE: u8 = u8::MAX;

/// The words of passages, as they come. Of the texts nothing is kept but which word is how often in which.
pub struct WordsBuilder<'m> {
    model: &'m StaticModel,
    dimension: usize,
    numbers: HashMap<Box<str>, u32>,
    ids: Vec<i64>,
    lengths: Vec<u32>,
    /// For each word, in the order in which they came, its postings.
    postings: Vec<Vec<u8>>,
    /// For each word, one above the number of the last passage that has it.
    last: Vec<u32>,
    languages: Vec<Language>,
    /// The language of each passage.
    spoken: Vec<Option<usize>>,
    /// For each language, how often each word stands in passages of it.
    tongues: Vec<Vec<u32>>,
    /// For each language, the number of vectors and their sum, times [`WHOLE`].
    sums: Vec<Vec<i64>>,
}

/// The words of some passages, in the order in which they were met, and what of them each has.
#[derive(Default)]
struct Counted {
    words: Vec<Box<str>>,
    passages: Vec<(Vec<(u32, u32)>, u32)>,
}

/// The words of a text with how often each is there, by their numbers; and the number of all.
pub(super) fn count(
    text: &str,
    reader: &mut WordReader<'_>,
    number: &mut dyn FnMut(&str) -> u32,
) -> (Vec<(u32, u32)>, u32) {
    let mut all: Vec<u32> = Vec::new();
    units(text, &mut |run, each| reader.split(run, each), &mut |unit| all.push(number(unit)));
    let length = all.len() as u32;
    all.sort_unstable();
    let counted = all.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u32)).collect();
    (counted, length)
}

fn count_some(passages: &[Passage<'_>], model: &StaticModel) -> Counted {
    let mut numbers: HashMap<Box<str>, u32> = HashMap::new();
    let mut counted = Counted::default();
    let mut reader = model.words();
    for passage in passages {
        let words = &mut counted.words;
        let mut number = |unit: &str| {
            if let Some(number) = numbers.get(unit) {
                return *number;
            }
            let new = words.len() as u32;
            words.push(unit.into());
            numbers.insert(unit.into(), new);
            new
        };
        counted.passages.push(count(passage.text, &mut reader, &mut number));
    }
    counted
}

impl<'m> WordsBuilder<'m> {
    /// Nothing yet; vectors will have so many dimensions.
    pub fn new(model: &'m StaticModel, dimension: usize) -> Self {
        Self {
            model,
            dimension,
            numbers: HashMap::new(),
            ids: Vec::new(),
            lengths: Vec::new(),
            postings: Vec::new(),
            last: Vec::new(),
            languages: Vec::new(),
            spoken: Vec::new(),
            tongues: Vec::new(),
            sums: Vec::new(),
        }
    }

    /// Adds passages, whose ids are above all before.
    pub fn add(&mut self, passages: &[Passage<'_>]) {
        let counted: Vec<Counted> =
            passages.par_chunks(SHARE).map(|some| count_some(some, self.model)).collect();
        for (passages, counted) in passages.chunks(SHARE).zip(counted) {
            let numbers: Vec<usize> = counted.words.into_iter().map(|word| self.number(word)).collect();
            for (passage, (counts, length)) in passages.iter().zip(counted.passages) {
                let place = self.ids.len() as u32;
                self.ids.push(passage.id);
                self.lengths.push(length);
                let language = passage.language.map(|language| self.language(language));
                self.spoken.push(language);
                if let (Some(language), Some(vector)) = (language, passage.vector) {
                    let (count, sums) = self.sums[language].split_at_mut(1);
                    count[0] += 1;
                    for (sum, x) in sums.iter_mut().zip(vector) {
                        *sum += (x * WHOLE).round() as i64;
                    }
                }
                for (word, times) in counts {
                    self.post(numbers[word as usize], place, times, language);
                }
            }
        }
    }

    fn number(&mut self, word: Box<str>) -> usize {
        let new = self.postings.len() as u32;
        let number = *self.numbers.entry(word).or_insert(new);
        if number == new {
            self.postings.push(Vec::new());
            self.last.push(0);
        }
        number as usize
    }

    fn language(&mut self, language: Language) -> usize {
        self.languages.iter().position(|known| *known == language).unwrap_or_else(|| {
            self.languages.push(language);
            self.tongues.push(Vec::new());
            self.sums.push(vec![0; 1 + self.dimension]);
            self.languages.len() - 1
        })
    }

    fn post(&mut self, word: usize, place: u32, times: u32, language: Option<usize>) {
        // The gap to the passage before, and whether the word is there more than once.
        let gap = place + 1 - self.last[word];
        self.last[word] = place + 1;
        varint(u64::from(gap) << 1 | u64::from(times > 1), &mut self.postings[word]);
        if times > 1 {
            varint(u64::from(times), &mut self.postings[word]);
        }
        if let Some(language) = language {
            let counts = &mut self.tongues[language];
            if counts.len() <= word {
                counts.resize(word + 1, 0);
            }
            counts[word] += times;
        }
    }

    /// Everything that an index of these passages is made of.
    pub(super) fn finish(self) -> Parts {
        let Self { model, numbers, ids, lengths, mut postings, languages, spoken, tongues, sums, .. } = self;
        let mut words: Vec<(Box<str>, u32)> = numbers.into_iter().collect();
        words.par_sort_unstable();

        let described: Vec<(Vec<u32>, f32)> = words
            .par_chunks(SHARE)
            .flat_map_iter(|some| {
                let mut reader = model.words();
                some.iter().map(|(word, _)| reader.describe(word)).collect::<Vec<_>>()
            })
            .collect();
        let mut rows: Vec<u32> = described.iter().flat_map(|(pieces, _)| pieces.iter().copied()).collect();
        rows.par_sort_unstable();
        rows.dedup();
        let row = |piece: &u32| rows.binary_search(piece).unwrap_or_default() as u32;

        let keys: Vec<String> = words.par_iter().map(|(word, _)| identity(word)).collect();
        let mut by_key: Vec<u32> = (0..words.len() as u32).collect();
        by_key.par_sort_unstable_by(|a, b| (&keys[*a as usize], *a).cmp(&(&keys[*b as usize], *b)));
        let signature = |key: &String| Roman::of(key).map_or(0, |roman| roman.signature());
        let signatures = keys.par_iter().map(signature).collect();
        drop(keys);

        let order = in_order(&languages);
        let (spoken, tongues) = most_often(&words, &order, &spoken, &tongues);
        let posting_ends = ends(words.iter().map(|(_, number)| postings[*number as usize].len()));
        let mut all = Vec::with_capacity(posting_ends.last().map_or(0, |end| *end as usize));
        for (_, number) in &words {
            all.append(&mut postings[*number as usize]);
        }
        Parts {
            ids,
            lengths,
            norms: described.iter().map(|(_, norm)| *norm).collect(),
            tongues,
            by_key,
            text_ends: ends(words.iter().map(|(word, _)| word.len())),
            text: words.iter().flat_map(|(word, _)| word.bytes()).collect(),
            piece_ends: ends(described.iter().map(|(pieces, _)| pieces.len())),
            pieces: described.iter().flat_map(|(pieces, _)| pieces.iter().map(row)).collect(),
            posting_ends,
            postings: all,
            rows,
            signatures,
            spoken,
            sums: order.iter().flat_map(|place| sums[*place].iter().copied()).collect(),
            languages: order.iter().map(|place| languages[*place]).collect(),
        }
    }
}

/// The places of the languages in the order of their codes.
fn in_order(languages: &[Language]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..languages.len()).collect();
    order.sort_unstable_by_key(|place| languages[*place]);
    order.truncate(usize::from(NO_LANGUAGE));
    order
}

/// The language of each passage, and the one in which each word is most often, the first of two, by their places in `order`. A word that
/// no passage with a language has counts with the first.
fn most_often(
    words: &[(Box<str>, u32)],
    order: &[usize],
    spoken: &[Option<usize>],
    tongues: &[Vec<u32>],
) -> (Vec<u8>, Vec<u8>) {
    let mut new = vec![NO_LANGUAGE; tongues.len()];
    for (number, place) in (0..).zip(order) {
        new[*place] = number;
    }
    let spoken = spoken.iter().map(|place| place.map_or(NO_LANGUAGE, |place| new[place])).collect();
    let most = |(_, number): &(Box<str>, u32)| {
        let count = |place: &usize| tongues[*place].get(*number as usize).copied().unwrap_or(0);
        let best =
            (0..).zip(order).max_by_key(|(new, place): &(u8, _)| (count(place), std::cmp::Reverse(*new)));
        best.map(|(new, _)| new)
    };
    (spoken, words.iter().filter_map(most).collect())
}

fn ends(lengths: impl Iterator<Item = usize>) -> Vec<u32> {
    let mut end = 0;
    std::iter::once(0)
        .chain(lengths.map(|length| {
            end += length as u32;
            end
        }))
        .collect()
}

/// A number in groups of seven bits, the lowest first.
fn varint(mut number: u64, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}
