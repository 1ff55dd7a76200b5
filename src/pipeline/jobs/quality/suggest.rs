//! Drafts of queries: titles, headings, and rare words of sentences, spread over languages and files.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::expect::{Finder, plain};
use crate::corpus::sentences;
use crate::eval::Wanted;
use crate::pipeline::{Base, Collection, PipelineError};
use crate::report::answers::quality::{
    DraftExpected, DraftKind, QUERY_DRAFTS_SCHEMA, QueryDraft, QueryDrafts,
};
use crate::store::StoredUnit;
use crate::topics::duplicates::are_copies;

/// Most characters of a heading or a title that is asked.
const LONGEST: usize = 120;

/// Characters by which a paragraph is named at least, and at most where others begin alike.
const NAMED: Range<usize> = 40..200;

/// Paragraphs that a title or a heading should find at most.
const BELOW: usize = 2;

/// Rare words of a query, least and most.
const RARE: Range<usize> = 3..5;

/// Bytes of a word that may be asked: fewer letters in scripts whose letters say more.
const WORD: usize = 5;

/// Words that stand in more than one text of so many are not rare.
const OF: usize = 50;

/// Drafts of each kind that a file has at most, before those of other files are taken.
const OF_FILE: usize = 3;

/// Candidates that are looked at for each draft.
const TRIES: usize = 20;

/// How many drafts are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SuggestOptions {
    /// Most drafts.
    pub queries: usize,
}

impl Default for SuggestOptions {
    fn default() -> Self {
        Self { queries: 50 }
    }
}

/// A draft before it is chosen.
struct Candidate {
    kind: DraftKind,
    text: String,
    /// The units that it should find.
    units: Vec<usize>,
}

impl Collection {
    /// Drafts queries from a collection's own text, for a person to edit.
    ///
    /// # Errors
    /// [`PipelineError::EmptyCorpus`] when there is no text.
    pub fn suggest_queries(
        &self,
        options: &SuggestOptions,
        base: &Base,
    ) -> Result<QueryDrafts, PipelineError> {
        let source = self.folder().display().to_string();
        let units = match self.stored {
            Some(stored) => self.store.units(stored)?,
            None => Vec::new(),
        };
        if units.is_empty() {
            return Err(PipelineError::EmptyCorpus { paths: vec![source], skipped: 0 });
        }
        let finder = Finder::new(units);
        let units = finder.units();
        let mut chosen: Vec<Candidate> = Vec::new();
        let mut asked: HashSet<String> = HashSet::new();
        let most = options.queries.saturating_mul(TRIES);
        for candidate in spread(units, candidates(units)).into_iter().take(most) {
            if chosen.len() == options.queries {
                break;
            }
            let text = &units[candidate.units[0]].text;
            let is_new = chosen.iter().all(|other| {
                let of = other.units[0];
                // A title and a heading may ask for the same paragraph; rare words of it would be a third time.
                candidate.kind != other.kind || !are_copies(&units[of].text, text)
            });
            if is_new && asked.insert(plain(&candidate.text)) {
                chosen.push(candidate);
            }
        }
        let queries = chosen.into_iter().map(|candidate| draft(&finder, candidate, base)).collect();
        Ok(QueryDrafts { schema: QUERY_DRAFTS_SCHEMA, source, queries })
    }
}

fn draft(finder: &Finder, candidate: Candidate, base: &Base) -> QueryDraft {
    let units = finder.units();
    let first = &units[candidate.units[0]];
    QueryDraft {
        text: candidate.text,
        lang: first.language.map(|language| language.code().to_owned()),
        from: candidate.kind,
        file: base.show(&first.path),
        expect: candidate.units.iter().map(|unit| named(finder, *unit, base)).collect(),
    }
}

/// How a unit begins: as much as tells it apart, with its file where that is not enough.
fn named(finder: &Finder, unit: usize, base: &Base) -> DraftExpected {
    let of = &finder.units()[unit];
    let body = body(&of.text);
    let mut text = String::new();
    for word in body.split_word_bounds() {
        let length = text.chars().count();
        let is_end = length >= NAMED.start && word.chars().all(char::is_whitespace);
        let tells = |text: &str| finder.find(&Wanted::Text { text: text.to_owned(), file: None }) == [unit];
        if length + word.chars().count() > NAMED.end || (is_end && tells(&text)) {
            break;
        }
        text.push_str(word);
    }
    if text.is_empty() {
        // A word without an end.
        text = body.chars().take(NAMED.end).collect();
    }
    let text = text.trim().to_owned();
    let alone = finder.find(&Wanted::Text { text: text.clone(), file: None }) == [unit];
    DraftExpected { text, file: (!alone).then(|| base.show(&of.path)) }
}

/// The first line of a unit below its heading.
fn body(text: &str) -> &str {
    match heading(text) {
        Some(heading) => text[heading.len()..].trim_start().lines().next().unwrap_or_default(),
        None => text.lines().next().unwrap_or_default(),
    }
}

/// The heading that a unit begins with: a line without an end of a sentence, before a longer one.
fn heading(text: &str) -> Option<&str> {
    let (first, rest) = text.split_once('\n')?;
    let next = rest.lines().next()?;
    let ends = first.ends_with(['.', '!', ':', ';', ',', '…', '。', '！', '：', '»', '"']);
    (!ends && is_askable(first) && next.chars().count() > first.chars().count()).then_some(first)
}

/// Whether a person could ask it: two words, and no more than a line.
fn is_askable(text: &str) -> bool {
    let words = text.unicode_words().filter(|word| word.chars().any(char::is_alphabetic)).count();
    words >= 2 && text.chars().count() <= LONGEST
}

/// What can be asked, by file, in the order of the text; kinds take turns.
fn candidates(units: &[StoredUnit]) -> BTreeMap<&str, Vec<Candidate>> {
    let counts = word_counts(units);
    let rare = units.len() / OF + 1;
    let mut files: BTreeMap<&str, [Vec<Candidate>; 3]> = BTreeMap::new();
    let mut place = 0;
    while place < units.len() {
        let document = units[place].document;
        let end = place + units[place..].iter().take_while(|unit| unit.document == document).count();
        let proper: Vec<usize> = (place..end).filter(|unit| units[*unit].boilerplate.is_none()).collect();
        place = end;
        let Some(&first) = proper.first() else { continue };
        let [titles, headings, sentences] = files.entry(&units[first].path).or_default();
        if let Some(title) = units[first].title.as_deref().map(str::trim).filter(|title| is_askable(title))
            && titles.len() < OF_FILE
        {
            let units = proper.iter().copied().take(BELOW).collect();
            titles.push(Candidate { kind: DraftKind::Title, text: title.to_owned(), units });
        }
        for (number, &unit) in proper.iter().enumerate() {
            let Some(text) = heading(&units[unit].text).filter(|_| headings.len() < OF_FILE) else {
                continue;
            };
            let below = proper[number..].iter().copied();
            let below = below.take_while(|other| *other == unit || heading(&units[*other].text).is_none());
            let below = below.take(BELOW).collect();
            headings.push(Candidate { kind: DraftKind::Heading, text: text.to_owned(), units: below });
        }
        let mut best: Vec<(f64, Candidate)> = Vec::new();
        for &unit in &proper {
            if let Some((worth, text)) = rarest(&units[unit].text, &counts, rare, units.len()) {
                let candidate = Candidate { kind: DraftKind::RareSentence, text, units: vec![unit] };
                best.push((worth, candidate));
            }
        }
        best.sort_by(|a, b| b.0.total_cmp(&a.0));
        let room = OF_FILE.saturating_sub(sentences.len());
        sentences.extend(best.into_iter().take(room).map(|(_, candidate)| candidate));
    }
    files.into_iter().map(|(path, kinds)| (path, in_turn(kinds))).collect()
}

/// The first of each list, then the second of each, and so on.
fn in_turn<const N: usize>(lists: [Vec<Candidate>; N]) -> Vec<Candidate> {
    let mut all: Vec<(usize, usize, Candidate)> = Vec::new();
    for (list, candidates) in lists.into_iter().enumerate() {
        all.extend(candidates.into_iter().enumerate().map(|(turn, one)| (turn, list, one)));
    }
    all.sort_by_key(|(turn, list, _)| (*turn, *list));
    all.into_iter().map(|(_, _, candidate)| candidate).collect()
}

/// Candidates so that languages take turns, and within each the files, in an order that is no order of names.
fn spread(units: &[StoredUnit], files: BTreeMap<&str, Vec<Candidate>>) -> Vec<Candidate> {
    let mut all: Vec<(usize, blake3::Hash, String, Candidate)> = Vec::new();
    for (path, candidates) in files {
        let lot = blake3::hash(path.as_bytes());
        for (turn, candidate) in candidates.into_iter().enumerate() {
            let language = units[candidate.units[0]].language;
            let language = language.map(|language| language.code().to_owned()).unwrap_or_default();
            all.push((turn, lot, language, candidate));
        }
    }
    all.sort_by(|a, b| (a.0, a.1.as_bytes()).cmp(&(b.0, b.1.as_bytes())));
    let mut turns: HashMap<String, usize> = HashMap::new();
    let mut ordered: Vec<(usize, String, Candidate)> = Vec::with_capacity(all.len());
    for (_, _, language, candidate) in all {
        let turn = turns.entry(language.clone()).or_default();
        ordered.push((*turn, language, candidate));
        *turn += 1;
    }
    ordered.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    ordered.into_iter().map(|(_, _, candidate)| candidate).collect()
}

/// In how many units each word stands.
fn word_counts(units: &[StoredUnit]) -> HashMap<String, usize> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for unit in units.iter().filter(|unit| unit.boilerplate.is_none()) {
        let words: HashSet<String> = unit.text.unicode_words().map(str::to_lowercase).collect();
        for word in words {
            *counts.entry(word).or_default() += 1;
        }
    }
    counts
}

/// The rarest words of the sentence of a text that has the rarest, in their order, and what they are worth.
fn rarest(text: &str, counts: &HashMap<String, usize>, rare: usize, units: usize) -> Option<(f64, String)> {
    let body = &text[heading(text).map_or(0, str::len)..];
    let mut best: Option<(f64, String)> = None;
    for range in sentences(body) {
        let mut words: Vec<(usize, usize, &str)> = Vec::new();
        let mut seen: HashSet<String> = HashSet::new();
        for (place, word) in body[range].unicode_words().enumerate() {
            let lower = word.to_lowercase();
            let count = counts.get(&lower).copied().unwrap_or(1);
            let is_word = word.chars().all(char::is_alphabetic) && word.len() >= WORD;
            if is_word && count <= rare && seen.insert(lower) {
                words.push((count, place, word));
            }
        }
        words.sort_unstable();
        words.truncate(RARE.end - 1);
        if words.len() < RARE.start {
            continue;
        }
        let worth = words.iter().map(|(count, ..)| (units as f64 / *count as f64).ln()).sum();
        words.sort_unstable_by_key(|(_, place, _)| *place);
        if best.as_ref().is_none_or(|(other, _)| worth > *other) {
            best = Some((worth, words.into_iter().map(|(.., word)| word).collect::<Vec<_>>().join(" ")));
        }
    }
    best
}
