//! Which words keep their capitals.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::topics::words::{Role, Word};

/// Share of capitals above which a text is a headline in title case, whose capitals mean nothing.
const TITLE_CASE: f64 = 0.6;

/// How often words stand with and without a capital.
#[derive(Debug, Default)]
pub(in crate::topics) struct Capitals {
    counts: HashMap<String, Count, FixedState>,
    nouns_have_capitals: bool,
}

/// How often one word stands with and without a capital inside sentences, and how often with one at their beginning.
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

    /// The word as a term shows it: as written where it mostly has a capital, else in lower case. A word that only ever
    /// begins sentences keeps its capital: *Shells* reads better than *beijing*.
    pub(super) fn shown<'a>(&self, text: &'a str, word: &'a Word) -> &'a str {
        let begins_only = |count: &Count| count.with + count.without == 0 && count.begins > 0;
        let proper = word.role == Role::NamePart
            || self.is_proper(&word.lower)
            || self.counts.get(&word.lower).is_some_and(begins_only);
        if proper { &text[word.start..word.end] } else { &word.lower }
    }
}

/// Whether nearly all words of a text have capitals and no full stop follows, as in an English headline, so that the
/// capitals mean nothing.
pub(in crate::topics) fn is_headline(text: &str, words: &[Word]) -> bool {
    if text.trim_end().ends_with(['.', '…', ';']) {
        return false;
    }
    let inside = words.iter().filter(|word| word.role == Role::Content && !word.begins_sentence);
    let (all, with) =
        inside.fold((0_u32, 0_u32), |(all, with), word| (all + 1, with + u32::from(has_capital(text, word))));
    all >= 3 && f64::from(with) > TITLE_CASE * f64::from(all)
}

pub(super) fn has_capital(text: &str, word: &Word) -> bool {
    text[word.start..word.end].chars().any(char::is_uppercase)
}
