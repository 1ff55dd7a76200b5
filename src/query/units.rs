//! The words of a text as they are counted and compared: runs of letters and digits, and pieces where a script has no spaces.
//!
//! Whatever finds words has to cut and compare them alike: [`units`] cuts, [`identity`] says which spellings are one word, and [`runs`]
//! says where the words stand in the text as it is shown.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Calls `each` with every unit of `text`, in order. `pieces` cuts a run of a script without spaces, and calls what it is given for each.
///
/// The text is brought to NFKC and lower case. A unit is a run of letters and digits with their marks; hyphen, apostrophe and everything
/// else end one, and so does a change between scripts without spaces, Hangul, and all others.
///
/// ```
/// use cognate::query::units::units;
///
/// let mut found = Vec::new();
/// units("L’Été, Bus-42 東京", &mut |run, each| each(run), &mut |unit| found.push(unit.to_owned()));
/// assert_eq!(found, ["l", "été", "bus", "42", "東京"]);
/// ```
#[expect(clippy::type_complexity, reason = "a name would hide what is called with what")]
pub fn units(text: &str, pieces: &mut dyn FnMut(&str, &mut dyn FnMut(&str)), each: &mut dyn FnMut(&str)) {
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
        } else if is_letter(c) {
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
pub enum Script {
    /// One after the other: ideographs, kana, Thai, Lao, Burmese, Khmer.
    Unspaced,
    /// A word with what is appended to it between spaces.
    Hangul,
    /// Between spaces.
    Spaced,
}

impl Script {
    /// How words with this letter are written.
    pub fn of(c: char) -> Self {
        // Most text is written with these.
        if c < '\u{0E00}' {
            return Self::Spaced;
        }
        match c {
            '\u{3005}'..='\u{3007}'
            | '\u{3040}'..='\u{312F}'
            | '\u{31F0}'..='\u{31FF}'
            | '\u{3400}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFF}'
            | '\u{0E00}'..='\u{0EFF}'
            | '\u{1000}'..='\u{109F}'
            | '\u{1780}'..='\u{17FF}' => Self::Unspaced,
            '\u{AC00}'..='\u{D7A3}' => Self::Hangul,
            _ => Self::Spaced,
        }
    }
}

/// Whether a character is part of a unit: a letter or a digit, and no letter that stands for an apostrophe.
pub(super) fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    c.is_alphanumeric() && !('\u{02B9}'..='\u{02BF}').contains(&c)
}

/// Accents, and the signs for vowels and tones that are written at a letter.
fn is_mark(c: char) -> bool {
    c >= '\u{0300}' && is_combining_mark(c)
}

/// What all spellings of one word have in common, for a unit of [`units`]; empty where nothing of it counts.
///
/// Accents of Latin and Greek letters, points of Arabic and Hebrew ones and the stroke that stretches them, the form of a sigma and the dot of an i do not count; some
/// letters are those that they are written with where they are missing (`ß` is `ss`, `æ` is `ae`, `ё` is `е`). Letters of their own stay:
/// `й` is not `и`, `が` is not `か`.
pub fn identity(unit: &str) -> String {
    if unit.chars().all(is_own_identity) {
        return unit.to_owned();
    }
    let mut bare = String::with_capacity(unit.len());
    strip(unit.chars(), &mut '\0', &mut bare);
    bare
}

/// Whether a letter is its own identity, whatever stands beside it: what most words are made of.
fn is_own_identity(c: char) -> bool {
    c.is_ascii()
        || matches!(c,
            '\u{0430}'..='\u{044F}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30A1}'..='\u{30FA}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{AC00}'..='\u{D7A3}')
}

/// Writes the [`identity`] of lower-case characters. `base` is the letter before them, whose marks may come first.
pub(super) fn strip(lower: impl Iterator<Item = char>, base: &mut char, bare: &mut String) {
    let kept = lower.nfd().flat_map(|c| {
        let kept = match c {
            mark if is_combining_mark(mark) => [(!does_not_count(*base, mark)).then_some(mark), None],
            '\u{0640}' => [None, None],
            'ß' => [Some('s'), Some('s')],
            'æ' => [Some('a'), Some('e')],
            'œ' => [Some('o'), Some('e')],
            'ø' => [Some('o'), None],
            'ł' => [Some('l'), None],
            'ı' => [Some('i'), None],
            'ς' => [Some('σ'), None],
            c => [Some(c), None],
        };
        // What is stretched is the letter before.
        if !is_combining_mark(c) && c != '\u{0640}' {
            *base = c;
        }
        kept.into_iter().flatten()
    });
    bare.extend(kept.nfc());
}

/// Whether a mark makes no other word: accents of Latin and Greek letters, the dots of `ё`, the points of Arabic and Hebrew, and what chooses
/// between shapes of one character.
fn does_not_count(base: char, mark: char) -> bool {
    base < '\u{250}'
        || ('\u{370}'..'\u{400}').contains(&base)
        || (base, mark) == ('е', '\u{308}')
        || is_vowel_point(mark)
        || matches!(mark, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// The points and signs of Arabic and Hebrew for vowels, recitation and length, and the stroke that stretches an Arabic word: most writers
/// leave them out.
pub(crate) fn is_vowel_point(c: char) -> bool {
    matches!(c,
        '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}'..='\u{5C2}' | '\u{5C4}'..='\u{5C5}' | '\u{5C7}'
        | '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}'
        | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E4}' | '\u{6E7}'..='\u{6E8}' | '\u{6EA}'..='\u{6ED}')
}

/// A text without them.
pub(crate) fn without_vowel_points(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(is_vowel_point) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|c| !is_vowel_point(*c)).collect())
    }
}

/// Where the units of a text stand in it, for marking them: the bytes of each run of letters and digits with their marks. A run in which the
/// script changes has more than one unit.
pub fn runs(text: &str) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let within = if is_mark(c) { start.is_some() } else { is_letter(c) };
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
    use proptest::prelude::*;

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

    fn whole(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        units(text, &mut |run, each| each(run), &mut |unit| all.push(unit.to_owned()));
        all
    }

    #[test]
    fn marks_hyphens_and_scripts() {
        assert_eq!(of("L’Été, jusqu'au Bus-42!"), ["l", "été", "jusqu", "au", "bus", "42"]);
        assert_eq!(of("ＱＸ-4417 ﬁn"), ["qx", "4417", "fin"]);
        assert_eq!(of("장갑열차2대"), ["장갑열차", "2", "대"]);
        assert_eq!(of("東京tower"), ["東", "京", "tower"]);
        assert_eq!(of("  —  "), Vec::<String>::new());
        assert_eq!(
            of("п’ять пʼять"),
            ["п", "ять", "п", "ять"],
            "an apostrophe is one, also where it is a letter"
        );
    }

    #[test]
    fn a_run_of_a_script_without_spaces_is_one_with_its_marks() {
        assert_eq!(whole("人々は、ข้าวแข็ง 1️⃣"), ["人々は", "ข้าวแข็ง", "1\u{fe0f}\u{20e3}"]);
        assert_eq!(whole("\u{301}a שָׁלוֹם"), ["a", "שָׁלוֹם"]);
        assert_eq!(whole("e\u{301}te\u{301}"), ["été"]);
    }

    #[test]
    fn spellings_of_one_word_are_one() {
        for (one, other) in [
            ("été", "ete"),
            ("straße", "strasse"),
            ("cœur", "coeur"),
            ("ёлка", "елка"),
            ("کِتَاب", "کتاب"),
            ("كتـــاب", "كتاب"),
            ("أُغْلِقَ", "أغلق"),
            ("ٱلْجِسْرُۖ", "ٱلجسر"),
            ("שָׁלוֹם", "שלום"),
            ("\u{640}\u{a3e}", ""),
            ("αλφά", "αλφα"),
            ("οδυσσεύς", "οδυσσευσ"),
            ("ışık", "isik"),
            ("łódź", "lodz"),
            ("smørrebrød", "smorrebrod"),
            ("葛\u{e0100}", "葛"),
            ("1\u{fe0f}\u{20e3}", "1"),
        ] {
            assert_eq!(identity(one), identity(other));
        }
        assert_ne!(identity("й"), identity("и"), "a letter of its own");
        assert_ne!(identity("が"), identity("か"));
        assert_ne!(identity("กา"), identity("ก"));
        assert_eq!(identity("\u{640}"), "");
    }

    #[test]
    fn the_runs_are_where_the_units_stand() {
        let text = "L’été, e\u{301}t 2x";
        let shown: Vec<&str> = runs(text).into_iter().map(|run| &text[run]).collect();
        assert_eq!(shown, ["L", "été", "e\u{301}t", "2x"]);
    }

    proptest! {
        #[test]
        fn units_are_lower_case_and_all_spellings_are_one(
            text in "(\\PC|[ -~éßσςİıйЁ東か장\\x{64E}\\x{301}]){0,24}",
        ) {
            for unit in whole(&text) {
                prop_assert!(unit.chars().all(|c| is_letter(c) || is_mark(c)), "{unit:?}");
                let key = identity(&unit);
                prop_assert_eq!(identity(&key), key.clone(), "what is bare stays");
                let upper: Vec<String> = whole(&unit.to_uppercase()).iter().map(|unit| identity(unit)).collect();
                if unit.chars().all(|c| c < '\u{250}' || ('\u{3b1}'..'\u{3ca}').contains(&c)) {
                    prop_assert_eq!(upper.concat(), key);
                }
            }
        }

        #[test]
        fn runs_hold_the_units(text in "(\\PC|[ -~é東か장]){0,24}") {
            let cut: Vec<String> = runs(&text).into_iter().flat_map(|run| whole(&text[run])).collect();
            // A compatibility form may be a sign that hides letters, such as `℀`.
            if is_nfkc_quick(text.chars()) == IsNormalized::Yes {
                prop_assert_eq!(cut, whole(&text));
            }
        }
    }
}
