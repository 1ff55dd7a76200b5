//! Counting terms by language and topic, and how often words stand with a capital.

use std::collections::{BTreeMap, HashSet};
use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use rayon::prelude::*;

use crate::corpus::Language;
use crate::topics::TopicText;
use crate::topics::words::{Analyser, Role, Word};

type HashMap<K, V> = std::collections::HashMap<K, V, FixedState>;

/// Most words of a term that are not stop words.
const MAX_WORDS: usize = 3;

/// Texts whose words are held in memory at once.
const WAVE: usize = 8192;

/// Terms of all topics, by language.
pub(in crate::topics) struct TermCounts {
    pub(super) languages: BTreeMap<Option<Language>, LanguageCounts>,
}

/// Terms of one language.
pub(super) struct LanguageCounts {
    /// By key.
    pub(super) terms: Vec<TermCount>,
    /// Places in `terms` of what each topic holds.
    pub(super) by_topic: Vec<Vec<u32>>,
    /// Terms of each topic, all occurrences.
    pub(super) totals: Vec<usize>,
    /// Texts of each topic.
    pub(super) texts: Vec<usize>,
    /// Which words are names.
    pub(super) capitals: Capitals,
    /// How words are read.
    pub(super) analyser: Analyser,
}

/// One term.
pub(super) struct TermCount {
    /// Stems of its words, joined by spaces.
    pub(super) key: String,
    /// As it is most often written.
    pub(super) text: String,
    /// Topics that hold it, in order, with the number of their texts that do.
    pub(super) topics: Vec<(u32, u32)>,
}

/// A term while it is counted.
#[derive(Default)]
struct Found {
    surfaces: Vec<(String, u32)>,
    topics: Vec<(u32, u32)>,
}

impl TermCounts {
    /// Counts the terms of texts that have a topic. Texts of unknown language count as `fallback`; a text
    /// that stands in a topic twice counts once.
    pub(in crate::topics) fn of(
        texts: &[TopicText<'_>],
        assignment: &[Option<usize>],
        n_topics: usize,
        fallback: Option<Language>,
    ) -> Self {
        let mut by_language: BTreeMap<Option<Language>, Vec<(usize, &str)>> = BTreeMap::new();
        let mut seen: HashSet<(usize, &str), FixedState> = HashSet::default();
        for (text, topic) in texts.iter().zip(assignment) {
            if let Some(topic) = *topic
                && seen.insert((topic, text.text))
            {
                by_language.entry(text.language.or(fallback)).or_default().push((topic, text.text));
            }
        }
        let languages = by_language
            .into_iter()
            .map(|(language, texts)| {
                let all: Vec<&str> = texts.iter().map(|(_, text)| *text).collect();
                (language, LanguageCounts::of(Analyser::of_texts(language, &all), &texts, n_topics))
            })
            .collect();
        Self { languages }
    }

    /// How texts of a language are read, and which of their words have capitals.
    pub(in crate::topics) fn reading(&self, language: Option<Language>) -> Option<(&Analyser, &Capitals)> {
        self.languages.get(&language).map(|counts| (&counts.analyser, &counts.capitals))
    }
}

impl LanguageCounts {
    fn of(analyser: Analyser, texts: &[(usize, &str)], n_topics: usize) -> Self {
        let longest = if analyser.joins_phrases() { 1 } else { MAX_WORDS };
        let hasher = FixedState::default();
        let mut capitals = Capitals::new(analyser.nouns_have_capitals());
        // Most phrases of a corpus are said once and are no terms; by their hashes they are told without
        // being kept.
        let mut said: HashMap<u64, u8> = HashMap::default();
        for wave in texts.chunks(WAVE) {
            let read: Vec<(Capitals, Vec<u64>)> = wave
                .par_iter()
                .map(|(_, text)| {
                    let words = analyser.words(text);
                    let mut capitals = Capitals::new(analyser.nouns_have_capitals());
                    capitals.add(text, &words);
                    let long = phrases(&words, longest).filter(|phrase| phrase.len() > 1);
                    let mut hashes: Vec<u64> = long.map(|phrase| hasher.hash_one(key(phrase))).collect();
                    hashes.sort_unstable();
                    hashes.dedup();
                    (capitals, hashes)
                })
                .collect();
            for (more, hashes) in read {
                capitals.extend(more);
                for hash in hashes {
                    let times = said.entry(hash).or_insert(0);
                    *times = times.saturating_add(1);
                }
            }
        }

        let mut totals = vec![0; n_topics];
        let mut of_topic = vec![0; n_topics];
        let mut found: HashMap<String, Found> = HashMap::default();
        for wave in texts.chunks(WAVE) {
            let read: Vec<(usize, HashMap<String, String>)> = wave
                .par_iter()
                .map(|(_, text)| {
                    let words = analyser.words(text);
                    let capitals_tell = analyser.nouns_have_capitals() || !is_headline(text, &words);
                    let mut here: HashMap<String, String> = HashMap::default();
                    let mut all: Vec<u64> = Vec::new();
                    for phrase in phrases(&words, longest) {
                        let key = key(phrase);
                        let hash = hasher.hash_one(&key);
                        all.push(hash);
                        let again = said.get(&hash).is_some_and(|&times| times > 1);
                        let name = phrase.len() > 1
                            && capitals_tell
                            && is_name(text, phrase, analyser.nouns_have_capitals());
                        if name {
                            here.entry(key).or_insert_with(|| as_written(text, phrase));
                        } else if phrase.len() == 1 || again {
                            here.entry(key).or_insert_with(|| surface(text, phrase, &capitals));
                        }
                    }
                    all.sort_unstable();
                    all.dedup();
                    (all.len(), here)
                })
                .collect();
            for ((topic, _), (total, here)) in wave.iter().zip(read) {
                of_topic[*topic] += 1;
                totals[*topic] += total;
                for (key, surface) in here {
                    let term = found.entry(key).or_default();
                    add_one(&mut term.surfaces, surface);
                    add_one(&mut term.topics, *topic as u32);
                }
            }
        }

        let mut terms: Vec<TermCount> = found
            .into_iter()
            .map(|(key, mut found)| {
                found.topics.sort_unstable();
                TermCount { key, text: most_frequent(found.surfaces), topics: found.topics }
            })
            .collect();
        terms.par_sort_unstable_by(|a, b| a.key.cmp(&b.key));
        let mut by_topic = vec![Vec::new(); n_topics];
        for (place, term) in terms.iter().enumerate() {
            for &(topic, _) in &term.topics {
                by_topic[topic as usize].push(place as u32);
            }
        }
        Self { terms, by_topic, totals, texts: of_topic, capitals, analyser }
    }
}

/// Adds one to the count of a value.
fn add_one<T: PartialEq>(counts: &mut Vec<(T, u32)>, value: T) {
    // The last one first: texts of a topic often stand together.
    match counts.iter_mut().rev().find(|(other, _)| *other == value) {
        Some((_, count)) => *count += 1,
        None => counts.push((value, 1)),
    }
}

/// The way of writing that is most frequent; of equals the shortest, then the first.
fn most_frequent(surfaces: Vec<(String, u32)>) -> String {
    let best = surfaces.into_iter().min_by(|(a, times_a), (b, times_b)| {
        times_b.cmp(times_a).then_with(|| a.chars().count().cmp(&b.chars().count())).then_with(|| a.cmp(b))
    });
    best.map(|(surface, _)| surface).unwrap_or_default()
}

/// Runs of words that can be a term: content at both ends, only joining words between, at most `longest` of
/// content. A stop word with a capital may begin a longer one, as in *New York*.
fn phrases(words: &[Word], longest: usize) -> impl Iterator<Item = &[Word]> {
    let begins = |first: &usize| matches!(words[*first].role, Role::Content | Role::NamePart);
    (0..words.len()).filter(begins).flat_map(move |first| {
        let mut content = 0;
        let mut ends = Vec::new();
        for (last, word) in words.iter().enumerate().skip(first) {
            if (last > first && word.after_break) || matches!(word.role, Role::Never | Role::Stop) {
                break;
            }
            if matches!(word.role, Role::Content | Role::NamePart) {
                content += 1;
                if content > longest {
                    break;
                }
                let cuts_name =
                    words.get(last + 1).is_some_and(|next| next.role == Role::NamePart && !next.after_break);
                if !cuts_name && (last > first || word.role == Role::Content) {
                    ends.push(last);
                }
            }
        }
        ends.into_iter().map(move |last| &words[first..=last])
    })
}

/// Whether a phrase is a name by its capitals, so that it means something though it is said but once. Where
/// nouns have capitals it must be three of them in a row.
fn is_name(text: &str, phrase: &[Word], nouns_have_capitals: bool) -> bool {
    let joins = |word: &Word| !nouns_have_capitals && word.role == Role::Joining && word.lower != "и";
    phrase.iter().all(|word| joins(word) || has_capital(text, word))
        && (!nouns_have_capitals || phrase.len() >= 3)
        && phrase.first().is_some_and(|word| word.role == Role::Content && !word.begins_sentence)
}

/// Stems of a phrase, joined by spaces.
pub(super) fn key(phrase: &[Word]) -> String {
    let mut key = String::with_capacity(phrase.iter().map(|word| word.stem.len() + 1).sum());
    for (place, word) in phrase.iter().enumerate() {
        if place > 0 {
            key.push(' ');
        }
        key.extend(word.stem.chars().map(|c| if c == '-' { ' ' } else { c }));
    }
    key
}

/// The phrase with its capitals, spaces made one.
fn as_written(text: &str, phrase: &[Word]) -> String {
    let whole = phrase.first().zip(phrase.last()).map_or("", |(first, last)| &text[first.start..last.end]);
    whole.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The phrase as a term shows it.
fn surface(text: &str, phrase: &[Word], capitals: &Capitals) -> String {
    let mut shown = String::new();
    for (place, word) in phrase.iter().enumerate() {
        if place > 0 {
            let gap = &text[phrase[place - 1].end..word.start];
            // The 's that was cut off the word before.
            if gap.starts_with(['\'', '’']) {
                shown.push_str(gap.trim_end());
            }
            if !gap.is_empty() {
                shown.push(' ');
            }
        }
        shown.push_str(capitals.shown(text, word));
    }
    shown
}

/// Share of capitals above which a text is a headline in title case, whose capitals mean nothing.
const TITLE_CASE: f64 = 0.6;

/// How often words stand with and without a capital.
#[derive(Debug, Default)]
pub(in crate::topics) struct Capitals {
    counts: HashMap<String, Count>,
    nouns_have_capitals: bool,
}

/// How often one word stands with and without a capital inside sentences, and how often with one at their
/// beginning.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    with: usize,
    without: usize,
    begins: usize,
}

impl Capitals {
    /// Nothing counted yet; where nouns have capitals, many of them make no headline.
    pub(super) fn new(nouns_have_capitals: bool) -> Self {
        Self { counts: HashMap::default(), nouns_have_capitals }
    }

    /// Counts the words of one text.
    pub(super) fn add(&mut self, text: &str, words: &[Word]) {
        if !self.nouns_have_capitals && is_headline(text, words) {
            return;
        }
        let content = words.iter().filter(|word| word.role == Role::Content);
        for word in content {
            let count = self.counts.entry(word.lower.clone()).or_default();
            match (has_capital(text, word), word.begins_sentence) {
                (true, true) => count.begins += 1,
                (true, false) => count.with += 1,
                (false, _) => count.without += 1,
            }
        }
    }

    /// Adds what was counted elsewhere.
    pub(super) fn extend(&mut self, other: Self) {
        for (word, more) in other.counts {
            let count = self.counts.entry(word).or_default();
            count.with += more.with;
            count.without += more.without;
            count.begins += more.begins;
        }
    }

    /// Whether a word mostly has a capital inside sentences.
    pub(in crate::topics) fn is_proper(&self, lower: &str) -> bool {
        self.counts.get(lower).is_some_and(|count| count.with > count.without)
    }

    /// Whether a word ever stands without a capital.
    pub(in crate::topics) fn is_ever_small(&self, lower: &str) -> bool {
        self.counts.get(lower).is_some_and(|count| count.without > 0)
    }

    /// The word as a term shows it: as written where it mostly has a capital, else in lower case. A word that
    /// only ever begins sentences keeps its capital: *Shells* reads better than *beijing*.
    pub(super) fn shown<'a>(&self, text: &'a str, word: &'a Word) -> &'a str {
        let begins_only = |count: &Count| count.with + count.without == 0 && count.begins > 0;
        let proper = word.role == Role::NamePart
            || self.is_proper(&word.lower)
            || self.counts.get(&word.lower).is_some_and(begins_only);
        if proper { &text[word.start..word.end] } else { &word.lower }
    }
}

/// Whether nearly all words of a text have capitals and no full stop follows, as in an English headline, so
/// that the capitals mean nothing.
pub(in crate::topics) fn is_headline(text: &str, words: &[Word]) -> bool {
    if text.trim_end().ends_with(['.', '…', ';']) {
        return false;
    }
    let inside = words.iter().filter(|word| word.role == Role::Content && !word.begins_sentence);
    let (all, with) =
        inside.fold((0_u32, 0_u32), |(all, with), word| (all + 1, with + u32::from(has_capital(text, word))));
    all >= 3 && f64::from(with) > TITLE_CASE * f64::from(all)
}

fn has_capital(text: &str, word: &Word) -> bool {
    text[word.start..word.end].chars().any(char::is_uppercase)
}
