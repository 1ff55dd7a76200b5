//! Reading the signs of a query in one pass.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Term;
use crate::query::units::{Script, is_letter};

/// What a query says of some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    Required,
    Excluded,
}

/// A query taken apart.
pub(super) struct Scanned {
    /// What is to be ranked.
    pub(super) text: String,
    pub(super) terms: Vec<(Sign, Term)>,
}

/// Takes the text of a query apart.
pub(super) fn scan(text: &str) -> Scanned {
    let mut scan = Scan {
        text,
        at: 0,
        before: None,
        unclosed: [false; OPENING.len()],
        writer: Writer::default(),
        terms: Vec::new(),
    };
    while scan.at < text.len() {
        if !(scan.signed() || scan.phrase() || scan.prefix()) {
            scan.ordinary();
        }
    }
    let text = if scan.terms.is_empty() { text.to_owned() } else { scan.writer.end() };
    Scanned { text, terms: scan.terms }
}

/// The quotes that begin a phrase, and those that end it.
const OPENING: [(char, &[char]); 8] = [
    ('"', &['"', '＂', '”']),
    ('＂', &['"', '＂', '”']),
    ('“', &['”', '"', '＂']),
    ('‟', &['”', '"', '＂']),
    ('„', &['“', '”', '"', '＂']),
    ('”', &['”', '"', '＂']),
    ('«', &['»']),
    ('»', &['«']),
];

struct Scan<'a> {
    text: &'a str,
    at: usize,
    /// The character before `at`.
    before: Option<char>,
    /// Quotes that nothing closes from here on, by their place in [`OPENING`].
    unclosed: [bool; OPENING.len()],
    writer: Writer,
    terms: Vec<(Sign, Term)>,
}

impl<'a> Scan<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Whether a word begins here.
    fn begins(&self) -> bool {
        self.before.is_none_or(char::is_whitespace)
    }

    fn advance(&mut self, bytes: usize) {
        let passed = &self.rest()[..bytes];
        self.before = passed.chars().next_back().or(self.before);
        self.at += bytes;
    }

    /// A character that means nothing.
    fn ordinary(&mut self) {
        if let Some(c) = self.rest().chars().next() {
            self.writer.put(c);
            self.advance(c.len_utf8());
        }
    }

    /// `+word`, `-word`, and both before a phrase.
    fn signed(&mut self) -> bool {
        let mut ahead = self.rest().chars();
        let sign = match ahead.next() {
            Some('+' | '＋') => Sign::Required,
            Some('-' | '－') => Sign::Excluded,
            _ => return false,
        };
        if !self.begins() {
            return false;
        }
        let after = ahead.as_str();
        let length = self.rest().len() - after.len();
        if let Some(phrase) = self.quoted(after, None) {
            let whole = length + phrase.whole;
            self.take(sign, phrase.within, false, whole);
            return true;
        }
        if !after.starts_with(is_letter) {
            return false;
        }
        let word = first_word(after);
        let stem = stem(word);
        self.take(sign, stem.unwrap_or(word), stem.is_some(), length + word.len());
        true
    }

    /// A phrase between quotes.
    fn phrase(&mut self) -> bool {
        let Some(phrase) = self.quoted(self.rest(), self.before) else { return false };
        self.take(Sign::Required, phrase.within, false, phrase.whole);
        true
    }

    /// `word*`.
    fn prefix(&mut self) -> bool {
        if !self.begins() {
            return false;
        }
        let word = first_word(self.rest());
        let Some(stem) = stem(word) else { return false };
        self.take(Sign::Required, stem, true, word.len());
        true
    }

    /// Takes `length` bytes that require or exclude `words`; without a word in them they are ordinary.
    fn take(&mut self, sign: Sign, words: &str, is_prefix: bool, length: usize) {
        let words = words.trim();
        match Term::new(words, is_prefix) {
            Some(term) => {
                match sign {
                    Sign::Required => self.writer.words(words),
                    Sign::Excluded => self.writer.gap(),
                }
                self.terms.push((sign, term));
            }
            None => self.rest()[..length].chars().for_each(|c| self.writer.put(c)),
        }
        self.advance(length);
    }

    /// What stands between quotes at the start of `text`, after the character `before`.
    fn quoted(&mut self, text: &'a str, before: Option<char>) -> Option<Quoted<'a>> {
        let first = text.chars().next()?;
        let place = OPENING.iter().position(|(opening, _)| *opening == first)?;
        if self.unclosed[place] || !may_open(first, before) {
            return None;
        }
        let within = &text[first.len_utf8()..];
        let Some(end) = within.find(OPENING[place].1) else {
            self.unclosed[place] = true;
            return None;
        };
        let closing = within[end..].chars().next().map_or(0, char::len_utf8);
        Some(Quoted { within: &within[..end], whole: first.len_utf8() + end + closing })
    }
}

/// A phrase, and its length with the quotes.
struct Quoted<'a> {
    within: &'a str,
    whole: usize,
}

/// Whether a quote begins a phrase after the character `before`: one of no direction, or of the other, does not after a letter or digit.
fn may_open(quote: char, before: Option<char>) -> bool {
    match quote {
        '“' | '‟' | '„' | '«' => true,
        _ => before.is_none_or(|c| !is_letter(c) || Script::of(c) == Script::Unspaced),
    }
}

fn first_word(text: &str) -> &str {
    text.split(char::is_whitespace).next().unwrap_or_default()
}

/// The word without its star, where that stands after two letters or digits.
fn stem(word: &str) -> Option<&str> {
    let stem = word.strip_suffix(['*', '＊'])?;
    let mut last = stem.chars().rev().filter(|c| !is_combining_mark(*c));
    let is_long = last.next().is_some_and(is_letter) && last.next().is_some_and(is_letter);
    is_long.then_some(stem)
}

/// The text that is to be ranked, in the making.
#[derive(Default)]
struct Writer {
    text: String,
    /// Something was left out at the end of it.
    left_out: bool,
    /// It ends with words whose signs are left out.
    was_words: bool,
}

impl Writer {
    fn put(&mut self, c: char) {
        if c.is_whitespace() && self.left_out && self.text.chars().next_back().is_none_or(char::is_whitespace)
        {
            return;
        }
        // A particle stays at its word in Hangul.
        if self.was_words && self.would_join(c, &[Script::Spaced]) {
            self.text.push(' ');
        }
        self.text.push(c);
        (self.left_out, self.was_words) = (false, false);
    }

    /// Words whose signs are left out; they stay apart from what stands beside them.
    fn words(&mut self, words: &str) {
        if words.starts_with(|c| self.would_join(c, &[Script::Spaced, Script::Hangul])) {
            self.text.push(' ');
        }
        self.text.push_str(words);
        (self.left_out, self.was_words) = (false, true);
    }

    fn gap(&mut self) {
        self.left_out = true;
    }

    /// Whether a character of these scripts would become part of the last word.
    fn would_join(&self, c: char, scripts: &[Script]) -> bool {
        let within = |c: char, scripts: &[Script]| {
            std::iter::once(c).nfkc().any(|c| is_letter(c) && scripts.contains(&Script::of(c)))
        };
        let last = self.text.chars().rev().find(|c| !is_combining_mark(*c));
        let is_after_word = last.is_some_and(|last| within(last, &[Script::Spaced, Script::Hangul]));
        is_combining_mark(c) || (is_after_word && within(c, scripts))
    }

    fn end(mut self) -> String {
        if self.left_out {
            self.text.truncate(self.text.trim_end().len());
        }
        self.text
    }
}
