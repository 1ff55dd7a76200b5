//! Text becomes words, by language.
//!
//! Words are those of Unicode (UAX #29), with what that leaves to the language: words joined by hyphens are
//! one word, French and Italian elisions are split off, and Korean particles are cut. Scripts that put no
//! space between words are cut by `unspaced`, and `joins` mends that by what the collection says.

mod by_language;
mod joins;
mod machine;
#[cfg(test)]
mod tests;
mod unspaced;

use std::collections::{HashMap, HashSet};

use rust_stemmers::{Algorithm, Stemmer};

use self::by_language::{
    before_verb, has_particle, is_closed_class, is_count, is_latin, is_likely_verb, is_predicate,
    is_too_short, joining, stop_words, syllable_and_particle, without_article, without_particle,
    without_points,
};
use self::joins::{Bond, Joins};
use self::unspaced::{is_hiragana, is_unspaced};
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
    /// Whether something other than space stands between it and the word before, so that no phrase spans the
    /// two.
    pub(super) after_break: bool,
    /// Whether it begins a sentence, so that its capital means nothing.
    pub(super) begins_sentence: bool,
}

/// What a word is to a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// May stand anywhere in a term.
    Content,
    /// A preposition or an article that may join two words of content, such as *de* in *aide de camp*.
    Joining,
    /// A stop word with a capital inside a sentence, such as *Un* in *Kim Jong Un*: may stand anywhere but
    /// first.
    NamePart,
    /// Another stop word, or a verb.
    Stop,
    /// A number or a verb form that no term holds.
    Never,
}

/// Splits texts of one language.
pub(super) struct Analyser {
    code: String,
    stop: HashSet<&'static str>,
    joining: &'static [&'static str],
    before_verb: &'static [&'static str],
    stemmer: Option<Stemmer>,
    joins: Joins,
    /// Korean nouns of one syllable.
    syllables: HashSet<char>,
}

impl Analyser {
    /// For a language; `None` splits by Unicode alone.
    pub(super) fn new(language: Option<Language>) -> Self {
        let code = language.map_or_else(String::new, |language| language.code().to_owned());
        let mut stop = stop_words(&code);
        if !is_latin(&code) {
            // Names and titles are quoted in English, and its words are not those of the language.
            stop.extend(stop_words("en"));
        }
        let joining = joining(&code);
        let before_verb = before_verb(&code);
        let stemmer = stemmer(&code).map(Stemmer::create);
        Self { code, stop, joining, before_verb, stemmer, joins: Joins::default(), syllables: HashSet::new() }
    }

    /// For the texts of a language: with what they say about the words of scripts without spaces.
    pub(super) fn of_texts(language: Option<Language>, texts: &[&str]) -> Self {
        let mut analyser = Self::new(language);
        analyser.joins = Joins::learn(texts, &|word| analyser.bond(word));
        if analyser.code == "ko" {
            analyser.syllables = nouns_of_one_syllable(texts);
        }
        analyser
    }

    /// Whether texts are English.
    pub(super) fn is_english(&self) -> bool {
        self.code == "en"
    }

    /// Whether a word is more likely a verb than a noun, by its ending.
    pub(super) fn is_verbal(&self, lower: &str) -> bool {
        is_likely_verb(&self.code, lower)
    }

    /// Whether every noun has a capital, so that capitals do not tell names.
    pub(super) fn nouns_have_capitals(&self) -> bool {
        matches!(self.code.as_str(), "de" | "lb")
    }

    /// Whether words stand without spaces, so that what makes a phrase is joined to one word already.
    pub(super) fn joins_phrases(&self) -> bool {
        matches!(self.code.as_str(), "zh" | "ja" | "th" | "lo" | "km" | "my")
    }

    /// The words of a text, in order.
    pub(super) fn words(&self, text: &str) -> Vec<Word> {
        let pieces = split_words(text, self.joins.words(text), &self.code);
        let mut words: Vec<Word> = pieces.iter().map(|piece| self.word(text, piece)).collect();
        forbid(&mut words, &machine::spans(text));
        for place in 1..words.len() {
            let before = &words[place - 1];
            // What is counted stands behind its number without a space.
            let counted = words[place].lower.starts_with(is_unspaced)
                && is_numeral(&before.lower)
                && text[before.end..words[place].start].trim().is_empty();
            let verb = !words[place].after_break && self.before_verb.contains(&before.lower.as_str());
            let verb = verb && !begins_with_capital(&text[words[place].start..]);
            if (verb || counted) && words[place].role == Role::Content {
                words[place].role = Role::Stop;
            }
        }
        words
    }

    /// What a word of a script without spaces is to the word beside it.
    fn bond(&self, word: &str) -> Bond {
        if word.chars().all(is_hiragana) || is_closed_class(word) {
            Bond::None
        } else if self.stop.contains(word) {
            Bond::Weak
        } else {
            Bond::Full
        }
    }

    /// Whether a word of a script without spaces names nothing: a single character, grammar in Hiragana, or a part of a longer word.
    fn is_grammar_or_fragment(&self, word: &str) -> bool {
        word.starts_with(is_unspaced)
            && (word.chars().nth(1).is_none()
                || word.contains(is_hiragana)
                || is_count(word)
                || has_particle(&self.code, word)
                || self.joins.is_fragment(word))
    }

    fn word(&self, text: &str, piece: &Piece) -> Word {
        let mut end = piece.end;
        if self.code == "ko" {
            let word = &text[piece.start..end];
            let noun = syllable_and_particle(word).filter(|(syllable, _)| self.syllables.contains(syllable));
            end =
                piece.start + noun.map_or(without_particle(word).len(), |(syllable, _)| syllable.len_utf8());
        }
        if self.code == "en" {
            let word = &text[piece.start..end];
            end -= ["'s", "’s"].iter().find(|owner| word.ends_with(**owner)).map_or(0, |owner| owner.len());
        }
        let lower = text[piece.start..end].to_lowercase().replace('’', "'");
        let lower = if lower.starts_with(|c| matches!(c, '\u{590}'..='\u{6ff}')) {
            without_points(&lower)
        } else {
            lower
        };
        let role = if piece.elided {
            Role::Joining
        } else if is_numeral(&lower) || (self.code == "ko" && is_predicate(&text[piece.start..piece.end])) {
            Role::Never
        } else if self.joining.contains(&lower.as_str()) {
            Role::Joining
        } else if is_too_short(&lower) || self.is_grammar_or_fragment(&lower) {
            Role::Stop
        } else if self.stop.contains(lower.as_str()) {
            if begins_with_capital(&text[piece.start..]) && !piece.begins_sentence {
                Role::NamePart
            } else {
                Role::Stop
            }
        } else {
            Role::Content
        };
        let stem = match (&self.stemmer, role) {
            // The Russian stemmer does not know the letter that is written for е where the stress is shown.
            (Some(stemmer), Role::Content) if self.code == "ru" => {
                stemmer.stem(&lower.replace('ё', "е")).into_owned()
            }
            (Some(stemmer), Role::Content) if self.code == "ar" => {
                stemmer.stem(without_article(&lower)).into_owned()
            }
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

/// Korean syllables that stand as a topic, as an object and with a particle that only nouns have.
fn nouns_of_one_syllable(texts: &[&str]) -> HashSet<char> {
    let mut seen: HashMap<char, [bool; 3]> = HashMap::new();
    for word in texts.iter().flat_map(|text| text.split_whitespace()) {
        if let Some((syllable, particle)) = syllable_and_particle(word) {
            let [topic, object, noun] = seen.entry(syllable).or_default();
            *topic |= matches!(particle, '은' | '는');
            *object |= matches!(particle, '을' | '를');
            *noun |= matches!(particle, '의' | '에' | '과' | '와');
        }
    }
    seen.into_iter().filter(|(_, all)| *all == [true; 3]).map(|(syllable, _)| syllable).collect()
}

/// A text without what a machine wrote.
pub(super) fn without_machine(text: &str) -> String {
    let mut left = String::new();
    let mut at = 0;
    for span in machine::spans(text) {
        left.push_str(&text[at..span.start]);
        at = span.end;
    }
    left.push_str(&text[at..]);
    left
}

/// Keeps what a machine wrote out of terms, and phrases from spanning it.
fn forbid(words: &mut [Word], spans: &[std::ops::Range<usize>]) {
    let mut spans = spans.iter().peekable();
    let mut after = false;
    for word in words {
        while spans.next_if(|span| span.end <= word.start).is_some() {}
        let is_machine = spans.peek().is_some_and(|span| span.start < word.end);
        if is_machine {
            word.role = Role::Never;
        }
        word.after_break |= is_machine || after;
        after = is_machine;
    }
}

fn begins_with_capital(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_uppercase)
}

/// Digits with nothing but signs and at most an ordinal's or a unit's letters.
fn is_numeral(lower: &str) -> bool {
    let letters = || lower.chars().filter(|c| c.is_alphabetic());
    lower.starts_with(|c: char| c.is_numeric())
        && (letters().count() <= 3 || letters().all(|c| c > '\u{2e80}'))
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

/// One word by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    start: usize,
    end: usize,
    elided: bool,
    after_break: bool,
    begins_sentence: bool,
}

/// Elided French and Italian words, before an apostrophe.
const ELIDED: [&str; 24] = [
    "l", "d", "qu", "n", "s", "j", "c", "m", "t", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu", "dell",
    "all", "dall", "nell", "sull", "un", "quest", "quell", "aujourd", "presqu",
];

/// Pronouns that French and Portuguese hang on a verb with a hyphen.
const HUNG_ON: [&str; 22] = [
    "t", "il", "elle", "on", "ils", "elles", "ce", "nous", "vous", "je", "tu", "là", "ci", "moi", "toi",
    "le", "la", "les", "lui", "leur", "même", "mêmes",
];

/// Words of a text, joined at hyphens and split at elisions.
fn split_words(text: &str, words: Vec<(usize, &str)>, code: &str) -> Vec<Piece> {
    let elides = matches!(code, "fr" | "it" | "ca" | "oc" | "");
    let mut pieces: Vec<Piece> = Vec::new();
    let mut end_of_last = 0;
    for (start, word) in words {
        let gap = &text[end_of_last..start];
        let end = start + word.len();
        let hyphen = matches!(gap, "-" | "\u{2010}" | "\u{2011}") && !pieces.is_empty();
        let after_break = gap.chars().any(|c| c == '\n' || !c.is_whitespace());
        let begins_sentence = end_of_last == 0
            || gap.contains(|c: char| !c.is_whitespace() && !",;-–()'’".contains(c))
            || gap.contains('\n');
        end_of_last = end;
        if hyphen {
            let lower = word.to_lowercase();
            if elides && HUNG_ON.contains(&lower.as_str()) && lower == word {
                continue;
            }
            if let Some(last) = pieces.last_mut().filter(|last| last.end + gap.len() == start) {
                last.end = end;
                continue;
            }
        }
        let mut piece = Piece { start, end, elided: false, after_break, begins_sentence };
        if elides && let Some(cut) = elision(word) {
            pieces.push(Piece { end: start + cut, elided: true, ..piece });
            piece.start += cut;
            piece.after_break = false;
            piece.begins_sentence = false;
        }
        pieces.push(piece);
    }
    pieces
}

/// Bytes of the elided word with its apostrophe, where a word begins with one.
fn elision(word: &str) -> Option<usize> {
    let (before, after) = word.split_once(['\'', '’'])?;
    let elided = ELIDED.contains(&before.to_lowercase().as_str()) && !after.is_empty() && before != "aujourd";
    elided.then(|| word.len() - after.len())
}
