//! How many terminal columns a text takes (UAX #11, by the `unicode-width` crate).

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Whether the character takes two columns.
pub(in crate::report) fn is_wide(c: char) -> bool {
    c.width() == Some(2)
}

/// Whether the text has letters that are written from right to left: a terminal may turn what stands beside them.
pub(in crate::report) fn is_right_to_left(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    })
}

/// Columns of one grapheme; a control character takes none.
pub(in crate::report) fn of_grapheme(grapheme: &str) -> usize {
    if grapheme.starts_with(char::is_control) { 0 } else { grapheme.width() }
}

/// Columns of a text of one line.
pub(in crate::report) fn of(text: &str) -> usize {
    text.graphemes(true).map(of_grapheme).sum()
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
    fn hebrew_and_arabic_are_written_from_right_to_left() {
        assert!(["רכבת", "قطار", "a קו", "\u{fed7}"].into_iter().all(is_right_to_left));
        assert!(!["train", "поезд", "裝甲", "기차", "", "1,2"].into_iter().any(is_right_to_left));
    }
}
