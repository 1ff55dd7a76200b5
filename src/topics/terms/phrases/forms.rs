//! What the languages have of their own where phrases are made.

use std::collections::HashSet;

use crate::corpus::Language;

fn code(language: Option<&Language>) -> &str {
    language.map_or("", |language| language.code())
}

/// Whether words stand apart in a language, so that a phrase is more than a longer word.
pub(super) fn has_phrases(language: Option<Language>) -> bool {
    !matches!(code(language.as_ref()), "zh" | "ja" | "th" | "lo" | "km" | "my")
}

/// Small words that may stand inside a phrase: fewer than inside a term, for *shells for the army* is a part of a sentence.
pub(super) fn inside(language: Option<Language>) -> &'static [&'static str] {
    match code(language.as_ref()) {
        "en" => &["of"],
        "fr" => &["de", "du", "des", "d'", "à", "au", "aux", "l'", "la"],
        "de" => &["der", "des", "von"],
        "es" => &["de", "del", "la", "las", "los"],
        "it" => &["di", "del", "della", "dei", "delle", "d'", "dell'"],
        "pt" => &["de", "do", "da", "dos", "das"],
        "nl" => &["van"],
        _ => &[],
    }
}

/// Endings of Russian adjectives in a case that no name stands in.
const RUSSIAN: [&str; 16] =
    ["ого", "его", "ому", "ему", "ой", "ей", "ую", "юю", "ым", "им", "ом", "ем", "ых", "их", "ыми", "ими"];

/// Whether a phrase begins with an adjective in a case that no name stands in, such as *schweren Granaten*: as a name it reads as cut out.
pub(super) fn is_oblique(language: Option<Language>, text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let [adjectives @ .., _] = words.as_slice() else { return false };
    let long = |word: &&&str| word.chars().count() > 4;
    match code(language.as_ref()) {
        // Nouns have a capital, small words are short.
        "de" => adjectives
            .iter()
            .filter(long)
            .filter(|word| word.starts_with(char::is_lowercase))
            .any(|word| word.ends_with("en") || word.ends_with("em")),
        "ru" => adjectives
            .iter()
            .filter(long)
            .any(|word| RUSSIAN.iter().any(|ending| word.to_lowercase().ends_with(ending))),
        _ => false,
    }
}

/// Letters of a word that says the same inside another one.
const PART: usize = 5;

/// Whether two terms have a word in common, or one has a word that is the beginning or the end of a word of the other. Names in code such as
/// *sys.modules* are no compounds.
pub(super) fn share_a_word(a: &HashSet<&str>, b: &HashSet<&str>) -> bool {
    let is_part = |part: &str, whole: &str| {
        let in_compound = part.chars().count() >= PART && whole.chars().all(char::is_alphabetic);
        part == whole || (in_compound && (whole.starts_with(part) || whole.ends_with(part)))
    };
    a.iter().any(|a| b.iter().any(|b| is_part(a, b) || is_part(b, a)))
}
