//! How words and the phrases around them are used in the texts of a topic.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::topics::terms::count::key;
use crate::topics::terms::is_headline;
use crate::topics::words::{Analyser, Role, Word};

/// Content words of a phrase.
const LENGTH: std::ops::RangeInclusive<usize> = 2..=3;

/// How often something is used, and how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Uses {
    /// Texts that hold it.
    pub(super) texts: usize,
    /// All uses.
    pub(super) all: usize,
    /// Uses with a stop word, a mark or an edge on both sides.
    pub(super) bounded: usize,
    /// Uses in titles.
    pub(super) titles: usize,
}

impl Uses {
    /// Uses bounded on both sides, of all, in [0, 1].
    pub(super) fn bounded(&self) -> f64 {
        self.bounded as f64 / self.all.max(1) as f64
    }

    /// Uses in titles, of all, in [0, 1].
    pub(super) fn in_titles(&self) -> f64 {
        self.titles as f64 / self.all.max(1) as f64
    }

    fn add(&mut self, is_bounded: bool, is_title: bool) {
        self.all += 1;
        self.bounded += usize::from(is_bounded);
        self.titles += usize::from(is_title);
    }

    fn add_text(&mut self, of_text: Self) {
        self.texts += 1;
        self.all += of_text.all;
        self.bounded += of_text.bounded;
        self.titles += of_text.titles;
    }
}

/// Uses of some words, and of the phrases that hold one of them, by stems.
pub(super) type Counted = BTreeMap<String, Uses>;

/// Counts the uses of the words with these stems, and of phrases of two and three words around them. `inside` are the words that may join
/// the words of a phrase.
pub(super) fn count(texts: &[&str], analyser: &Analyser, stems: &BTreeSet<&str>, inside: &[&str]) -> Counted {
    let of_texts: Vec<Counted> =
        texts.par_iter().map(|text| of_text(text, analyser, stems, inside)).collect();
    let mut all = Counted::new();
    for of_text in of_texts {
        for (key, uses) in of_text {
            all.entry(key).or_default().add_text(uses);
        }
    }
    all
}

fn of_text(text: &str, analyser: &Analyser, stems: &BTreeSet<&str>, inside: &[&str]) -> Counted {
    let words = analyser.words(text);
    let title = title_end(text, &words);
    let mut found = Counted::new();
    for (place, word) in words.iter().enumerate() {
        if word.role != Role::Content || !stems.contains(word.stem.as_str()) {
            continue;
        }
        let mut add = |first: usize, last: usize| {
            let uses = found.entry(key(&words[first..=last])).or_default();
            uses.add(ends_before(&words, first) && ends_after(&words, last), words[last].end <= title);
        };
        add(place, place);
        let starts = reach(&words, place, inside, true);
        let ends = reach(&words, place, inside, false);
        for (before, &first) in starts.iter().enumerate() {
            for (after, &last) in ends.iter().enumerate() {
                let holds_before = words[first..place].iter().any(|word| stems.contains(word.stem.as_str()));
                // A phrase with the word twice, or another of the words, is counted at the first of them.
                if LENGTH.contains(&(before + after + 1)) && !holds_before {
                    add(first, last);
                }
            }
        }
    }
    found
}

/// Places of the content words that can be reached from `place` in one direction without a bound, itself first.
fn reach(words: &[Word], place: usize, inside: &[&str], backwards: bool) -> Vec<usize> {
    let mut reached = vec![place];
    let mut at = place;
    while reached.len() < *LENGTH.end() {
        let next =
            if backwards { at.checked_sub(1) } else { Some(at + 1).filter(|&next| next < words.len()) };
        let Some(next) = next else { break };
        // The mark stands before the later one of two words.
        if words[next.max(at)].after_break {
            break;
        }
        match words[next].role {
            Role::Content | Role::NamePart => reached.push(next),
            Role::Joining if inside.contains(&words[next].lower.as_str()) => {}
            _ => break,
        }
        at = next;
    }
    reached
}

/// Whether nothing that could belong to a phrase stands before the word at `first`.
fn ends_before(words: &[Word], first: usize) -> bool {
    first == 0 || words[first].after_break || !may_belong(&words[first - 1])
}

/// Whether nothing that could belong to a phrase stands behind the word at `last`.
fn ends_after(words: &[Word], last: usize) -> bool {
    words.get(last + 1).is_none_or(|next| next.after_break || !may_belong(next))
}

fn may_belong(word: &Word) -> bool {
    matches!(word.role, Role::Content | Role::NamePart)
}

/// Where the title of a text ends: at the end of its first line, where that is no sentence and others follow; at its own end, where the whole
/// is a headline; else at its beginning.
fn title_end(text: &str, words: &[Word]) -> usize {
    if is_headline(text, words) {
        return text.len();
    }
    let begin = text.len() - text.trim_start().len();
    let Some(line) = text[begin..].find('\n').map(|end| &text[begin..begin + end]) else { return 0 };
    if line.trim_end().ends_with(['.', '!', '?', '…', ':', ';', ',', '。']) {
        0
    } else {
        begin + line.len()
    }
}
