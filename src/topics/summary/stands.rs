//! Whether a sentence can be read without the one before it.

use std::collections::HashSet;

use unicode_segmentation::UnicodeSegmentation;

use super::classes::{self, Classes};
use crate::corpus::Language;

/// Words of a readable sentence; characters in scripts that put no spaces between words.
const WORDS: std::ops::RangeInclusive<usize> = 8..=35;
const KOREAN_WORDS: std::ops::RangeInclusive<usize> = 6..=28;
const CHARACTERS: std::ops::RangeInclusive<usize> = 14..=75;

/// First words that are looked at for what points back.
const FIRST_WORDS: usize = 6;

/// Most of its letters and digits that are digits.
const DIGITS: f64 = 0.12;

/// What is taken for what makes a sentence lean on another one, or hard to read.
const PRONOUN: f64 = 0.45;
const LATER_PRONOUN: f64 = 0.15;
const BARE_ARTICLE: f64 = 0.45;
const FIRST_BARE_ARTICLE: f64 = 0.2;
const DEMONSTRATIVE: f64 = 0.6;
const LATER_DEMONSTRATIVE: f64 = 0.55;
const TIME: f64 = 0.25;
const EXCLAMATION: f64 = 0.3;
const ELLIPSIS: f64 = 0.2;
const QUOTATION: f64 = 0.15;
const PARTS: f64 = 0.1;
const NUMBER: f64 = 0.06;

/// What stands worse by itself is not shown.
const LEAST_FIT: f64 = 0.5;

/// Marks that close behind the end of a sentence.
const CLOSING: [char; 9] = ['"', '”', '»', '’', '\'', ')', '」', ' ', '\u{a0}'];

/// How well a sentence stands by itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Standing {
    /// 1 for one that needs nothing, less for what points elsewhere.
    pub(super) fit: f64,
}

impl Standing {
    /// `None` for what is no sentence that stands alone: without an end, begun in the middle, a question, too short or too long, with a word
    /// that goes on from another sentence, in the first person, code or an address.
    pub(super) fn of(line: &str, language: Option<Language>, is_first: bool) -> Option<Self> {
        let line = line.trim();
        let end = line.trim_end_matches(CLOSING).chars().next_back()?;
        if !matches!(end, '.' | '!' | '…' | '。' | '！' | '।' | '۔')
            || !is_balanced(line)
            || is_machine(line)
            || is_glued(line)
            || points_elsewhere(line)
        {
            return None;
        }
        let first = line.chars().next()?;
        if first.is_lowercase()
            || !(first.is_alphanumeric())
            || !has_length(line, language)
            || is_mostly_digits(line)
        {
            return None;
        }
        let words = words(line);
        let (opener, second) =
            (words.first()?.as_str(), words.get(1).map(String::as_str).unwrap_or_default());
        let mut fit = 1.0;
        if let Some(classes) = classes::of(language) {
            let leans = classes.article.contains(opener) && classes.leaning.contains(second);
            let begins = |list: &HashSet<String>| begins(line, opener, list, language);
            if leans
                || begins(&classes.opener)
                || begins(&classes.time)
                || begins(&classes.appeal)
                || opens(&words, line, &classes.opening)
                || words.iter().any(|word| classes.first_person.contains(word.as_str()))
            {
                return None;
            }
            fit -= pointing(line, &words, classes, is_first);
        }
        let count = |sign: char| line.matches(sign).count();
        if end == '!' || end == '！' {
            fit -= EXCLAMATION;
        }
        if line.contains('…') || line.contains("...") {
            fit -= ELLIPSIS;
        }
        if ['"', '“', '«', '「', '„'].into_iter().any(|sign| count(sign) > 0) {
            fit -= QUOTATION;
        }
        if count(';') + count(':') > 0 {
            fit -= PARTS;
        }
        let numbers = words.iter().filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).count();
        fit -= NUMBER * numbers.saturating_sub(1) as f64;
        (fit >= LEAST_FIT).then_some(Self { fit })
    }
}

/// What is taken for words that point back.
fn pointing(line: &str, words: &[String], classes: &Classes, is_first: bool) -> f64 {
    let (early, later) = words.split_at(words.len().min(FIRST_WORDS));
    let points = |words: &[String], list: &HashSet<String>| {
        words.iter().any(|word| list.contains(word) && !JOINS.contains(&word.as_str()))
    };
    let begins = |list: &HashSet<String>| list.contains(&words[0]);
    let mut taken = 0.0;
    if begins(&classes.pronoun) || points(early, &classes.pronoun) {
        taken += PRONOUN;
    } else if points(later, &classes.pronoun) {
        // Mostly it stands for what the sentence itself named.
        taken += LATER_PRONOUN;
    }
    if begins(&classes.demonstrative) || points(early, &classes.demonstrative) {
        taken += DEMONSTRATIVE;
    } else if points(later, &classes.demonstrative) {
        taken += LATER_DEMONSTRATIVE;
    }
    // "On Thursday": of which week?
    if early.iter().take(3).any(|word| classes.time.contains(word)) {
        taken += TIME;
    }
    // "The building": which one? A name, or more words to it, says which.
    if classes.article.contains(&words[0]) && is_bare(line, words) {
        taken += if is_first { FIRST_BARE_ARTICLE } else { BARE_ARTICLE };
    }
    taken
}

/// Demonstratives that join what they stand between more often than they point: "said that", "ce qui", "celui de".
const JOINS: [&str; 9] = ["that", "such", "ce", "celui", "celle", "ceux", "celles", "那", "그"];

/// Words behind a noun that go on to say which one it is.
const SAYS_WHICH: [&str; 22] = [
    "of", "for", "in", "on", "between", "that", "who", "which", "de", "du", "des", "d'", "qui", "que", "von",
    "für", "der", "del", "entre", "di", "da", "van",
];

/// Whether the noun behind the article has nothing that says which: no capital, and a verb or a mark comes soon.
fn is_bare(line: &str, words: &[String]) -> bool {
    let Some(noun) = words.get(1) else { return false };
    let written = line.unicode_words().nth(1).unwrap_or_default();
    let is_name = written.starts_with(char::is_uppercase) && written.to_lowercase() == *noun;
    // "the missile of", "the train that": it is said which.
    let goes_on = words.iter().skip(2).take(2).any(|word| SAYS_WHICH.contains(&word.as_str()));
    !is_name && !goes_on
}

/// The words of a line in lower case; what is elided before an apostrophe is a word, with it and without.
fn words(line: &str) -> Vec<String> {
    line.unicode_words()
        .flat_map(|word| {
            let lower = word.to_lowercase().replace('’', "'");
            match lower.split_once('\'') {
                // French: l'avion, qu'il, j'ai.
                Some((before, after)) if before.chars().count() <= 2 && after.chars().count() > 1 => {
                    vec![format!("{before}'"), after.to_owned()]
                }
                _ => vec![lower],
            }
        })
        .collect()
}

/// Whether the line begins with a word of a list. Scripts without spaces are not parted into words here: there the line begins with its letters.
fn begins(line: &str, opener: &str, list: &HashSet<String>, language: Option<Language>) -> bool {
    list.contains(opener)
        || list.contains(opener.trim_end_matches('\''))
        || (without_spaces(language) && list.iter().any(|word| line.starts_with(word.as_str())))
}

fn without_spaces(language: Option<Language>) -> bool {
    language.is_some_and(|language| matches!(language.code(), "zh" | "ja" | "th" | "lo" | "km" | "my"))
}

fn has_length(line: &str, language: Option<Language>) -> bool {
    if without_spaces(language) {
        return CHARACTERS.contains(&line.chars().count());
    }
    let words = line.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    if language.is_some_and(|language| language.code() == "ko") {
        return KOREAN_WORDS.contains(&words);
    }
    WORDS.contains(&words)
}

/// Whether each quotation and bracket that opens closes, so that no half of a quotation is shown.
fn is_balanced(line: &str) -> bool {
    let count = |sign: char| line.matches(sign).count();
    [('«', '»'), ('(', ')'), ('[', ']'), ('“', '”'), ('「', '」')]
        .iter()
        // German opens below and closes with what English opens with.
        .all(|&(open, close)| count(open) == count(close) || (open == '“' && count('„') == count('“')))
        && count('"') % 2 == 0
}

/// Whether it begins with one of some phrases, word by word.
fn opens(words: &[String], line: &str, phrases: &[String]) -> bool {
    let begin = line.to_lowercase().replace('’', "'");
    // The end of a phrase is the end of a word; scripts without spaces have none.
    let ends = |rest: &str| rest.chars().next().is_none_or(|c| !c.is_alphanumeric() || c > '\u{2e80}');
    !words.is_empty() && phrases.iter().any(|phrase| begin.strip_prefix(phrase.as_str()).is_some_and(ends))
}

/// Two sentences that were joined by mistake, such as "the platform. was announced" or "the end.Next".
fn is_glued(line: &str) -> bool {
    let signs: Vec<char> = line.chars().collect();
    signs.windows(3).enumerate().any(|(place, three)| {
        let word = signs[..place].iter().rev().take_while(|c| c.is_alphabetic()).count();
        let [before, point, after] = [three[0], three[1], three[2]];
        let glued = before.is_lowercase() && point == '.' && after.is_uppercase() && word > 1;
        let next = signs.get(place + 3).copied().unwrap_or(' ');
        let small = before.is_lowercase() && point == '.' && after == ' ' && next.is_lowercase() && word > 3;
        glued || small
    })
}

/// Says that something stands above, below or in a list.
fn points_elsewhere(line: &str) -> bool {
    let lower = line.to_lowercase();
    [
        " above",
        " below",
        "ci-dessus",
        "ci-dessous",
        " siehe ",
        " oben genannt",
        "más arriba",
        " выше ",
        "lire aussi",
    ]
    .iter()
    .any(|phrase| lower.contains(phrase))
}

/// Addresses, code and markup.
fn is_machine(line: &str) -> bool {
    let signs = line
        .chars()
        .filter(|c| matches!(c, '{' | '}' | '<' | '>' | '|' | '=' | '_' | '\\' | '#' | '*' | '~'))
        .count();
    signs > 1 || line.contains("://") || line.contains("www.") || line.contains('@') || line.contains("()")
}

fn is_mostly_digits(line: &str) -> bool {
    let (mut digits, mut all) = (0_usize, 0_usize);
    for c in line.chars().filter(|c| c.is_alphanumeric()) {
        all += 1;
        digits += usize::from(c.is_numeric());
    }
    digits as f64 > DIGITS * all as f64
}
