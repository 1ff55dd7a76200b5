//! Words of the scripts that put no space between them: Han, kana, Thai, Lao, Khmer and Burmese.
//!
//! The dictionaries of ICU4X cut a run of such a script into words.

use std::sync::LazyLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use super::by_language::is_closed_class;

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

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{ff66}'..='\u{ff9f}')
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
    let mut at = 0;
    if !run.contains(is_kana) {
        // The dictionary takes the longest word from the left, and has some that a particle begins: 了大|桥.
        for (place, particle) in run.char_indices().filter(|&(_, c)| matches!(c, '的' | '了')) {
            let end = place + particle.len_utf8();
            let before = run[..place].chars().next_back();
            let after = run[end..].chars().next();
            let in_word = matches!(before, Some('目' | '标' | '標' | '为' | '為' | '除'))
                || matches!(after, Some('解' | '不' | '结' | '結' | '确' | '確' | '士'));
            if !in_word && place >= at {
                cut_plain(&run[at..place], |from, to| word(at + from, at + to));
                word(place, end);
                at = end;
            }
        }
    }
    cut_plain(&run[at..], |from, to| word(at + from, at + to));
}

/// The same of a run without such particles.
fn cut_plain(run: &str, mut word: impl FnMut(usize, usize)) {
    let mut ends: Vec<usize> = Vec::new();
    for to in SEGMENTER.segment_str(run).filter(|&to| to > 0 && (to == run.len() || may_part(run, to))) {
        let before = ends.last().copied().unwrap_or(0);
        // A word of two characters with grammar first, and one character left: 和地|震 is 和|地震.
        if let Some(last) = ends.len().checked_sub(1)
            && run[before..to].chars().nth(1).is_none()
        {
            let start = last.checked_sub(1).map_or(0, |place| ends[place]);
            let first = run[start..before].chars().next().map_or(0, char::len_utf8);
            let has_two = run[start..before].chars().count() == 2;
            if has_two && is_closed_class(&run[start..start + first]) && is_known(&run[start + first..to]) {
                ends[last] = start + first;
            }
        }
        ends.push(to);
    }
    let mut from = 0;
    for to in ends {
        word(from, to);
        from = to;
    }
}

/// Whether the dictionary has a word.
fn is_known(word: &str) -> bool {
    SEGMENTER.segment_str(word).filter(|&to| to > 0).eq([word.len()])
}

/// Whether a word may end at a place: not between a letter and its mark, nor between a vowel that is written first and its consonant.
fn may_part(run: &str, place: usize) -> bool {
    let before = run[..place].chars().next_back();
    let after = run[place..].chars().next();
    !after.is_some_and(hangs_on)
        && !before.is_some_and(|c| matches!(c, '\u{e40}'..='\u{e44}' | '\u{ec0}'..='\u{ec4}' | '\u{17d2}'))
}

/// Marks, and vowels that stand only behind a consonant.
fn hangs_on(c: char) -> bool {
    is_combining_mark(c)
        || matches!(
            c,
            'ー' | 'ｰ'
                | '々'
                | '\u{e30}'
                | '\u{e32}'
                | '\u{e33}'
                | '\u{e45}'
                | '\u{eb0}'
                | '\u{eb2}'
                | '\u{eb3}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 8] = [
        "图书馆明年春天开放，读者可以免费借书。",
        "図書館は来年の春に開館し、ソフトウェアー会社も協力する。",
        "ﾎﾃﾙは神々の山の近くにある。",
        "เทศบาลจะสร้างห้องสมุดริมแม่น้ำและเปิดให้เด็ก ๆ อ่านหนังสือ",
        "ຫໍສະໝຸດແຫ່ງໃໝ່ຈະເປີດໃນປີໜ້າ",
        "បណ្ណាល័យថ្មីនឹងបើកនៅឆ្នាំក្រោយ",
        "စာကြည့်တိုက်အသစ်ကို နောက်နှစ်တွင် ဖွင့်မည်",
        "他用Wi-Fi看5G网络上的T恤，很便宜。",
    ];

    #[test]
    fn words_lie_in_order_and_hold_every_letter() {
        for text in TEXTS {
            let words = words(text);
            let mut at = 0;
            for &(start, word) in &words {
                assert!(start >= at && text[start..].starts_with(word), "{word} in {text}");
                assert!(!text[at..start].chars().any(char::is_alphabetic), "{} in {text}", &text[at..start]);
                at = start + word.len();
            }
            assert!(!text[at..].chars().any(char::is_alphabetic), "{text}");
            assert!(words.len() >= 3, "{words:?}");
        }
    }

    #[test]
    fn no_mark_is_parted_from_its_letter() {
        for text in TEXTS {
            for (_, word) in words(text) {
                assert!(!word.starts_with(hangs_on), "{word} in {text}");
                assert!(
                    !word.ends_with(['เ', 'แ', 'โ', 'ใ', 'ไ', 'ເ', 'ແ', 'ໂ', 'ໃ', 'ໄ']),
                    "{word} in {text}"
                );
            }
        }
    }

    #[test]
    fn texts_of_other_scripts_are_cut_by_unicode() {
        for text in ["", "L’école, 3,5 km.", "поезд стоит", "도서관이 열렸다", "مدرسة", "naïve — “quoted”"]
        {
            assert_eq!(words(text), text.unicode_word_indices().collect::<Vec<_>>());
        }
        let mixed: Vec<&str> = words("火车Wi-Fi看book。").into_iter().map(|(_, word)| word).collect();
        assert_eq!(mixed, ["火车", "Wi", "Fi", "看", "book"]);
    }

    #[test]
    fn a_run_without_end_is_cut_in_windows() {
        for letter in ["山", "ก", "ー", "\u{e31}", "က"] {
            let text = letter.repeat(3 * WINDOW + 7);
            let words = words(&text);
            assert_eq!(words.iter().map(|(_, word)| word.len()).sum::<usize>(), text.len());
            assert!(words.len() >= 4, "{letter}");
        }
    }
}
