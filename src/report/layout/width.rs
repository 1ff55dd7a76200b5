//! How many terminal columns a text takes.
//!
//! A grapheme takes two columns when it begins with a character of East Asian width W or F (UAX #11) or is
//! an emoji, and one otherwise; an accent that combines with its letter takes none of its own.

use unicode_segmentation::UnicodeSegmentation;

/// Blocks of East Asian width W or F, and the emoji that terminals draw wide; in order.
const WIDE: &[(u32, u32)] = &[
    (0x1100, 0x115F),   // Hangul initial consonants
    (0x2E80, 0x303E),   // CJK radicals, Kangxi, CJK punctuation
    (0x3041, 0x33FF),   // Kana, Bopomofo, Hangul compatibility, CJK symbols
    (0x3400, 0x4DBF),   // CJK extension A
    (0x4E00, 0x9FFF),   // CJK unified ideographs
    (0xA000, 0xA4CF),   // Yi
    (0xA960, 0xA97C),   // Hangul extended A
    (0xAC00, 0xD7A3),   // Hangul syllables
    (0xF900, 0xFAFF),   // CJK compatibility ideographs
    (0xFE10, 0xFE19),   // vertical punctuation
    (0xFE30, 0xFE6F),   // CJK compatibility and small forms
    (0xFF01, 0xFF60),   // full-width Latin and punctuation
    (0xFFE0, 0xFFE6),   // full-width signs
    (0x16FE0, 0x18DFF), // Tangut, Nushu, Khitan
    (0x1AFF0, 0x1B2FF), // Kana supplements
    (0x1F1E6, 0x1F1FF), // flags
    (0x1F300, 0x1F64F), // pictographs, emoticons
    (0x1F680, 0x1F6FF), // transport
    (0x1F900, 0x1F9FF), // supplemental pictographs
    (0x1FA70, 0x1FAFF), // pictographs extended A
    (0x20000, 0x3FFFD), // CJK extensions B and later
];

/// Asks for the drawing of the character before it as an emoji.
const EMOJI_PRESENTATION: char = '\u{FE0F}';

/// Whether the character takes two columns.
pub(in crate::report) fn is_wide(c: char) -> bool {
    let code = u32::from(c);
    let after = WIDE.partition_point(|&(first, _)| first <= code);
    after > 0 && code <= WIDE[after - 1].1
}

/// Columns of one grapheme.
pub(in crate::report) fn of_grapheme(grapheme: &str) -> usize {
    match grapheme.chars().next() {
        None => 0,
        Some(first) if first.is_control() || is_invisible(first) => 0,
        Some(first) if is_wide(first) || grapheme.contains(EMOJI_PRESENTATION) => 2,
        Some(_) => 1,
    }
}

/// Columns of a text of one line.
pub(in crate::report) fn of(text: &str) -> usize {
    if text.is_ascii() {
        return text.bytes().filter(|byte| !byte.is_ascii_control()).count();
    }
    text.graphemes(true).map(of_grapheme).sum()
}

/// Soft hyphen, joiners, directional marks and the byte order mark, standing alone.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_accents_ideographs_and_emoji() {
        assert_eq!(of("train"), 5);
        assert_eq!(of("blinde\u{301}"), 6, "a combining accent takes no column");
        assert_eq!(of("기차"), 4);
        assert_eq!(of("裝甲列車。"), 10);
        assert_eq!(of("поезд"), 5);
        assert_eq!(of("🚂"), 2);
        assert_eq!(of("zero\u{200B}width"), 9);
        assert_eq!(of(""), 0);
    }

    #[test]
    fn the_blocks_are_in_order() {
        assert!(WIDE.windows(2).all(|pair| pair[0].1 < pair[1].0));
        assert!(WIDE.iter().all(|block| block.0 <= block.1));
    }
}
