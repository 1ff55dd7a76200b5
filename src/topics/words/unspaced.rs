//! Words of the scripts that put no space between them: Han, kana, Thai, Lao, Khmer and Burmese.
//!
//! The dictionaries of ICU4X cut a run of such a script into words.

use std::sync::LazyLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// Most characters of a run that are cut together, which bounds the memory that a hostile text takes.
const WINDOW: usize = 2000;

static SEGMENTER: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

/// Whether a character belongs to a script that puts no space between words.
pub(super) fn is_unspaced(c: char) -> bool {
    is_east_asian(c) || is_south_east_asian(c)
}

/// Han, Hiragana, Katakana, with the signs that repeat or lengthen one.
pub(super) fn is_east_asian(c: char) -> bool {
    matches!(c,
        '々' | '〆' | '\u{3041}'..='\u{3096}' | '\u{3099}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}'
        | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// Letters and marks of Thai, Lao, Burmese and Khmer; no digits and no stops.
fn is_south_east_asian(c: char) -> bool {
    matches!(c,
        '\u{e01}'..='\u{e3a}' | '\u{e40}'..='\u{e4e}' | '\u{e81}'..='\u{ecd}' | '\u{edc}'..='\u{edf}'
        | '\u{1000}'..='\u{103f}' | '\u{1050}'..='\u{108f}' | '\u{1780}'..='\u{17d3}' | '\u{17d7}' | '\u{17dd}')
}

/// Hiragana, in which Japanese writes its grammar.
pub(super) fn is_hiragana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309f}')
}

/// Whether a text has a character of such a script.
pub(super) fn has_unspaced(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(is_unspaced)
}

/// The words of a text by their place, those of other scripts by Unicode.
pub(super) fn words(text: &str) -> Vec<(usize, &str)> {
    if !has_unspaced(text) {
        return text.unicode_word_indices().collect();
    }
    let mut words = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let rest = &text[start..];
        let unspaced = rest.starts_with(is_unspaced);
        let mut places = rest.char_indices().enumerate();
        let end = places
            .find(|&(count, (_, c))| is_unspaced(c) != unspaced || (unspaced && count == WINDOW))
            .map_or(rest.len(), |(_, (place, _))| place);
        let run = &rest[..end];
        if unspaced {
            cut(run, |from, to| words.push((start + from, &run[from..to])));
        } else {
            words.extend(run.unicode_word_indices().map(|(place, word)| (start + place, word)));
        }
        start += end;
    }
    words
}

/// Calls back with the bounds of each word of a run.
fn cut(run: &str, mut word: impl FnMut(usize, usize)) {
    let mut from = 0;
    for to in SEGMENTER.segment_str(run) {
        if to > from && (to == run.len() || may_part(run, to)) {
            word(from, to);
            from = to;
        }
    }
}

/// Whether a word may end at a place: not between a letter and its mark, nor between a vowel that is written first and its consonant.
fn may_part(run: &str, place: usize) -> bool {
    let before = run[..place].chars().next_back();
    let after = run[place..].chars().next();
    !after.is_some_and(hangs_on) && !before.is_some_and(|c| matches!(c, '\u{e40}'..='\u{e44}' | '\u{ec0}'..='\u{ec4}' | '\u{17d2}'))
}

/// Marks, and vowels that stand only behind a consonant.
fn hangs_on(c: char) -> bool {
    is_combining_mark(c) || matches!(c, 'ー' | 'ｰ' | '々' | '\u{e30}' | '\u{e32}' | '\u{e33}' | '\u{e45}' | '\u{eb0}' | '\u{eb2}' | '\u{eb3}')
}
