//! Which words keep their capitals.

use std::collections::HashMap;

use crate::topics::words::{Role, Word};

/// Share of capitals above which a text is a headline in title case, whose capitals mean nothing.
const TITLE_CASE: f64 = 0.6;

/// How often words stand with and without a capital inside sentences.
#[derive(Debug, Default)]
pub(super) struct Capitals {
    counts: HashMap<String, (usize, usize)>,
}

impl Capitals {
    /// Counts the words of one text.
    pub(super) fn add(&mut self, text: &str, words: &[Word]) {
        let content: Vec<&Word> =
            words.iter().filter(|word| word.role == Role::Content && !word.begins_sentence).collect();
        let capitals = content.iter().filter(|word| has_capital(text, word)).count();
        if content.len() >= 3 && capitals as f64 > TITLE_CASE * content.len() as f64 {
            return;
        }
        for word in content {
            let (with, without) = self.counts.entry(word.lower.clone()).or_default();
            *if has_capital(text, word) { with } else { without } += 1;
        }
    }

    /// The word as a term shows it: as written where it mostly has a capital, else in lower case.
    pub(super) fn shown<'a>(&self, text: &'a str, word: &'a Word) -> &'a str {
        let proper = word.role == Role::NamePart
            || self.counts.get(&word.lower).is_some_and(|(with, without)| with > without);
        if proper { &text[word.start..word.end] } else { &word.lower }
    }
}

fn has_capital(text: &str, word: &Word) -> bool {
    text[word.start..word.end].chars().any(char::is_uppercase)
}
