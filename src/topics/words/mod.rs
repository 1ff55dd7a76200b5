//! Text becomes words, by language.
//!
//! Words are those of Unicode (UAX #29), with what that leaves to the language: words joined by hyphens are one word,
//! French and Italian elisions are split off, Korean particles are cut, and Chinese and Japanese, which do not separate
//! words, are read as pairs of characters.

mod korean;
mod split;
mod stop;

use std::collections::HashSet;

use rust_stemmers::{Algorithm, Stemmer};

use crate::corpus::Language;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Bytes of the text that it covers.
    pub(super) start: usize,
    /// End of those bytes.
    pub(super) end: usize,
    /// In lower case.
    pub(super) lower: String,
    /// What its inflections share.
    pub(super) stem: String,
    /// What it is to a term.
    pub(super) role: Role,
    /// Whether something other than space stands between it and the word before, so that no phrase spans the two.
    pub(super) after_break: bool,
    /// Whether it begins a sentence, so that its capital means nothing.
    pub(super) begins_sentence: bool,
}

/// What a word is to a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// May stand anywhere in a term.
    Content,
    /// May stand inside a term, not at its ends.
    Stop,
    /// An elided article or preposition, such as `d’`: as a stop word, and not counted in the length of a term.
    Elided,
    /// A number or a verb form that no term holds.
    Never,
}

/// Splits texts of one language.
pub(super) struct Analyser {
    code: String,
    stop: HashSet<&'static str>,
    stemmer: Option<Stemmer>,
}

impl Analyser {
    /// For a language; `None` splits by Unicode alone.
    pub(super) fn new(language: Option<Language>) -> Self {
        let code = language.map_or_else(String::new, |language| language.code().to_owned());
        let stop = stop::words(&code);
        let stemmer = stemmer(&code).map(Stemmer::create);
        Self { code, stop, stemmer }
    }

    /// Whether words are read as pairs of characters, so that phrases of them make no sense.
    pub(super) fn in_pairs(&self) -> bool {
        matches!(self.code.as_str(), "zh" | "ja")
    }

    /// The words of a text, in order.
    pub(super) fn words(&self, text: &str) -> Vec<Word> {
        let pieces = if self.in_pairs() { split::pairs(text) } else { split::words(text, &self.code) };
        pieces.into_iter().map(|piece| self.word(text, &piece)).collect()
    }

    fn word(&self, text: &str, piece: &split::Piece) -> Word {
        let mut end = piece.end;
        if self.code == "ko" {
            end = piece.start + korean::without_particle(&text[piece.start..end]).len();
        }
        let lower = text[piece.start..end].to_lowercase().replace('’', "'");
        let role = if piece.elided {
            Role::Elided
        } else if is_number(&lower)
            || (self.code == "ko" && korean::is_predicate(&text[piece.start..piece.end]))
        {
            Role::Never
        } else if self.stop.contains(lower.as_str()) || stop::is_too_short(&lower) {
            Role::Stop
        } else {
            Role::Content
        };
        let stem = match (&self.stemmer, role) {
            (Some(stemmer), Role::Content) => stemmer.stem(&lower).into_owned(),
            _ => lower.clone(),
        };
        Word {
            start: piece.start,
            end,
            lower,
            stem,
            role,
            after_break: piece.after_break,
            begins_sentence: piece.begins_sentence,
        }
    }
}

/// Digits with nothing but signs and at most an ordinal's or a unit's letters.
fn is_number(lower: &str) -> bool {
    lower.starts_with(|c: char| c.is_numeric()) && lower.chars().filter(|c| c.is_alphabetic()).count() <= 3
}

/// The stemmer of a language, where there is one.
fn stemmer(code: &str) -> Option<Algorithm> {
    Some(match code {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nl" => Algorithm::Dutch,
        "no" | "nb" | "nn" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}
