//! Forms of one word that a stemmer does not bring together: *Chine* and *chinois*, *travail* and *travailleurs*.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How two words look beside each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kinship {
    /// Two words.
    None,
    /// One word, if they mean the same as well.
    Likely,
    /// An inflection.
    Certain,
}

/// Compares two words by their letters, without capitals and accents.
///
/// An inflection changes two letters at most behind five that stay. A derivation keeps the first half of the longer
/// word, or all of the shorter one at its end, from five letters on (*Brücke*, *Straßenbrücke*). In writings with a character a syllable the
/// shorter word must stand whole at the beginning of the longer one: *Kim Jong-un* and *Kim Jong-il* are two of three
/// equal syllables. Phrases are compared word by word: *South Korea*, *South Korean*.
pub(super) fn kinship(a: &str, b: &str) -> Kinship {
    if a.split(' ').count() != b.split(' ').count() {
        return Kinship::None;
    }
    let words = a.split(' ').zip(b.split(' ')).filter(|(a, b)| a != b).map(|(a, b)| of_words(a, b));
    words.min().unwrap_or(Kinship::Certain)
}

fn of_words(a: &str, b: &str) -> Kinship {
    let (a, b) = (letters(a), letters(b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    if short.iter().any(|&c| c > '\u{1100}') {
        return if same == short.len() && same >= 2 { Kinship::Likely } else { Kinship::None };
    }
    let most_left = long.len() - same;
    if same >= 5 && most_left <= 2 {
        return Kinship::Certain;
    }
    let derived = same >= 4 && 2 * same >= long.len();
    let inflected = same >= 3 && most_left <= 2;
    let compound = short.len() >= 5 && long.ends_with(short);
    if derived || inflected || compound { Kinship::Likely } else { Kinship::None }
}

/// Letters in lower case without accents; Hangul syllables stay whole.
fn letters(word: &str) -> Vec<char> {
    word.to_lowercase().nfd().filter(|&c| !is_combining_mark(c) && c.is_alphanumeric()).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflections_derivations_and_other_words() {
        for (a, b, expected) in [
            ("satellite", "satellites", Kinship::Certain),
            ("охрана", "охране", Kinship::Certain),
            ("Chine", "chinois", Kinship::Likely),
            ("travail", "travailleurs", Kinship::Likely),
            ("угля", "углём", Kinship::Likely),
            ("Deck", "Achterdeck", Kinship::None),
            ("Brücke", "Straßenbrücke", Kinship::Likely),
            ("발사", "발사대", Kinship::Likely),
            ("김정은", "김정일", Kinship::None),
            ("train", "traité", Kinship::Likely),
            ("Flugkörper", "Flugplatz", Kinship::None),
            ("président", "presse", Kinship::None),
            ("train blindé", "trains", Kinship::None),
            ("South Korea", "South Korean", Kinship::Certain),
            ("Kim Jong Il", "Kim Jong Un", Kinship::None),
            ("", "a", Kinship::None),
        ] {
            assert_eq!(kinship(a, b), expected, "{a} {b}");
            assert_eq!(kinship(b, a), expected, "{b} {a}");
        }
    }
}
