//! The words of a text as they are counted: runs of letters and digits, and pieces where a script has no spaces.

use std::ops::Range;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Calls `each` with every unit of `text`, in order. `pieces` cuts a run of a script without spaces.
///
/// The text is brought to NFKC and lower case. A unit is a run of letters and digits with their marks; hyphen and apostrophe end one, and
/// so does a change between scripts without spaces, Hangul, and all others.
pub(super) fn units(
    text: &str,
    pieces: &mut dyn FnMut(&str, &mut dyn FnMut(&str)),
    each: &mut dyn FnMut(&str),
) {
    let mut run = Run { text: String::new(), script: Script::Spaced };
    let mut take = |run: &mut Run| {
        if !run.text.is_empty() {
            match run.script {
                Script::Unspaced => pieces(&run.text, each),
                Script::Hangul | Script::Spaced => each(&run.text),
            }
            run.text.clear();
        }
    };
    let mut put = |c: char| {
        if is_mark(c) {
            // A mark belongs to the letter before it, and to nothing where there is none.
            if !run.text.is_empty() {
                run.text.push(c);
            }
        } else if c.is_alphanumeric() {
            let script = Script::of(c);
            if script != run.script {
                take(&mut run);
                run.script = script;
            }
            run.text.push(c);
        } else {
            take(&mut run);
        }
    };
    let mut lower = |c: char| {
        if c.is_ascii() { put(c.to_ascii_lowercase()) } else { c.to_lowercase().for_each(&mut put) }
    };
    if text.is_ascii() || is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        text.chars().for_each(&mut lower);
    } else {
        text.nfkc().for_each(&mut lower);
    }
    lower(' ');
}

struct Run {
    text: String,
    script: Script,
}

/// How words are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    /// One after the other: ideographs, kana, Thai.
    Unspaced,
    /// A word with what is appended to it between spaces.
    Hangul,
    /// Between spaces.
    Spaced,
}

impl Script {
    fn of(c: char) -> Self {
        match c {
            '\u{3040}'..='\u{30FF}'
            | '\u{3400}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{2FFFF}'
            | '\u{0E00}'..='\u{0E7F}' => Self::Unspaced,
            '\u{AC00}'..='\u{D7A3}' => Self::Hangul,
            _ => Self::Spaced,
        }
    }
}

/// Accents, vowel signs of India, and those of Arabic.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{064B}'..='\u{065F}')
        || ('\u{0900}'..='\u{0D7F}').contains(&c) && unicode_normalization::char::is_combining_mark(c)
}

/// What two spellings of one word have in common: accents of Latin and Greek letters, vowel marks and stretching of Arabic ones, and some
/// ligatures do not count.
pub(super) fn identity(unit: &str) -> String {
    if unit.is_ascii() {
        return unit.to_owned();
    }
    let mut bare = String::with_capacity(unit.len());
    let mut drops = false;
    for c in unit.nfd() {
        if unicode_normalization::char::is_combining_mark(c) {
            if !drops && !('\u{064B}'..='\u{065F}').contains(&c) {
                bare.push(c);
            }
        } else if c != '\u{0640}' {
            drops = c < '\u{250}' || ('\u{370}'..'\u{400}').contains(&c);
            match c {
                'ß' => bare.push_str("ss"),
                'æ' => bare.push_str("ae"),
                'œ' => bare.push_str("oe"),
                'ø' => bare.push('o'),
                'ł' => bare.push('l'),
                c => bare.push(c),
            }
        }
    }
    bare.nfc().map(|c| if c == 'ё' { 'е' } else { c }).collect()
}

/// Where the units of a text stand in it, for marking them: the bytes of each run of letters and digits.
pub(super) fn runs(text: &str) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let within = c.is_alphanumeric() || (start.is_some() && is_mark(c));
        match (within, start) {
            (true, None) => start = Some(at),
            (false, Some(begin)) => {
                runs.push(begin..at);
                start = None;
            }
            _ => {}
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        let mut cut = |run: &str, each: &mut dyn FnMut(&str)| {
            for c in run.chars() {
                each(&c.to_string());
            }
        };
        units(text, &mut cut, &mut |unit| all.push(unit.to_owned()));
        all
    }

    #[test]
    fn marks_hyphens_and_scripts() {
        assert_eq!(of("L’Été, jusqu'au Bus-42!"), ["l", "été", "jusqu", "au", "bus", "42"]);
        assert_eq!(of("ＱＸ-4417 ﬁn"), ["qx", "4417", "fin"]);
        assert_eq!(of("장갑열차2대"), ["장갑열차", "2", "대"]);
        assert_eq!(of("東京tower"), ["東", "京", "tower"]);
        assert_eq!(of("  —  "), Vec::<String>::new());
    }

    #[test]
    fn spellings_of_one_word_are_one() {
        for (one, other) in [
            ("été", "ete"),
            ("straße", "strasse"),
            ("cœur", "coeur"),
            ("ёлка", "елка"),
            ("کِتَاب", "کتاب"),
            ("αλφά", "αλφα"),
        ] {
            assert_eq!(identity(one), identity(other));
        }
        assert_ne!(identity("й"), identity("и"), "a letter of its own");
        assert_ne!(identity("が"), identity("か"));
    }
}
