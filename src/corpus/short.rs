//! Which short lines say nothing: by what a line carries, and by where it stands.
//!
//! A sentence says something however short it is ("Pay the rent."). A line that is none is a label, a byline or a link
//! in an article ("Privacy policy"), and a note among notes ("Call plumber"): there its words and its neighbours tell.
//! Nothing here knows a language.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use super::shape;

/// Fewest different short lines that make a file one of notes.
const NOTES: usize = 3;

/// Letters of a word that means something by itself; an ideograph or a syllable counts as two.
const CONTENT_WIDTH: usize = 4;

/// Letters of a sentence: shorter ones answer something ("Yes, I do." is one, "No. 3." is none).
const SENTENCE_WIDTH: usize = 7;

/// Times that a sentence may stand in a document before it is a button below each of its parts.
const MOST_SENTENCES: u32 = 3;

/// Whether a text is so short that it has to be looked at.
pub(super) fn is_short(text: &str, min_width: usize) -> bool {
    text.len() < min_width.saturating_mul(4) && shape::width(text) < min_width
}

/// What stands around a short line in its document.
#[derive(Debug)]
pub(super) struct Surroundings {
    /// How often each short line stands there.
    times: HashMap<u64, u32>,
    /// Whether the document is mostly short lines that differ.
    is_notes: bool,
}

impl Surroundings {
    /// The surroundings that the texts of a document are for each other.
    pub(super) fn of<'a>(texts: impl Iterator<Item = &'a str>, min_width: usize) -> Self {
        let mut times: HashMap<u64, u32> = HashMap::new();
        let (mut all, mut notes) = (0usize, 0usize);
        for text in texts {
            all += 1;
            if is_short(text, min_width) {
                let seen = times.entry(key(text)).or_default();
                *seen = seen.saturating_add(1);
                notes += usize::from(*seen == 1 && Words::of(text).may_be_note());
            }
        }
        // A line or two may be all that there is.
        let is_notes = notes * 2 >= all && (notes >= NOTES || notes == all);
        Self { times, is_notes }
    }

    /// Whether the short line `text` says nothing here.
    pub(super) fn says_nothing(&self, text: &str) -> bool {
        let times = self.times.get(&key(text)).copied().unwrap_or(1);
        let words = Words::of(text);
        if shape::ends_sentence(text) && words.are_sentence() && !words.are_date() {
            return times > MOST_SENTENCES;
        }
        !(self.is_notes && times == 1 && words.may_be_note() && !shape::ends_openly(text))
    }
}

/// A line whatever its case and its numbers.
fn key(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    for c in text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase) {
        (if c.is_ascii_digit() { '0' } else { c }).hash(&mut hasher);
    }
    hasher.finish()
}

/// What the words of a line are like.
#[derive(Debug, Default)]
struct Words {
    /// Those with a letter.
    words: usize,
    /// Those that mean something by themselves.
    content: usize,
    /// Letters in all.
    width: usize,
    numbers: usize,
    years: usize,
    /// Whether words are written without spaces between them.
    is_unspaced: bool,
}

impl Words {
    fn of(text: &str) -> Self {
        let mut words = Self::default();
        for word in text.split(|c: char| !c.is_alphanumeric() && !is_mark(c)).filter(|word| !word.is_empty())
        {
            let letters = word.chars().filter(|c| c.is_alphabetic());
            let width: usize = letters.clone().map(shape::char_width).sum();
            words.is_unspaced |= letters.clone().any(is_unspaced);
            words.width += width;
            words.words += usize::from(width > 0);
            words.content += usize::from(width >= CONTENT_WIDTH);
            if word.starts_with(|c: char| c.is_numeric()) {
                words.numbers += 1;
                words.years += usize::from(
                    word.len() == 4 && word.parse::<u32>().is_ok_and(|year| (1500..2200).contains(&year)),
                );
            }
        }
        words
    }

    fn are_sentence(&self) -> bool {
        self.width >= SENTENCE_WIDTH && (self.words > 1 || self.is_unspaced)
    }

    /// A day with its month, or a bare number: a year, at most one more number, at most a weekday and a month.
    fn are_date(&self) -> bool {
        self.words == 0 || (self.years == 1 && self.numbers <= 2 && self.words <= 2 && !self.is_unspaced)
    }

    fn may_be_note(&self) -> bool {
        let says = self.content > 1 || (self.content == 1 && (self.words > 1 || self.numbers > 0));
        (says || (self.is_unspaced && self.width >= SENTENCE_WIDTH)) && !self.are_date()
    }
}

/// Vowel signs stand within words.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{900}'..='\u{DFF}' | '\u{E31}'..='\u{E4E}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17DD}')
}

/// Scripts without spaces between words: Chinese, Japanese, Thai, Lao, Burmese, Khmer.
fn is_unspaced(c: char) -> bool {
    shape::is_ideographic(c)
        || matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
}

#[cfg(test)]
mod tests;
