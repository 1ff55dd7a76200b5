//! Wrapping and cutting by columns, for scripts with and without spaces between words.

use unicode_segmentation::UnicodeSegmentation;

use super::width;

/// Marks the place of a cut.
const ELLIPSIS: char = '…';

/// Lines of at most `columns` columns; line breaks of the text are kept.
///
/// Breaks at white space, beside an ideograph or kana (those scripts have no spaces), and within a word only
/// when the word alone is longer than a line. A single wide character is never broken, so a line of one
/// column can hold two.
pub(in crate::report) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    text.lines().flat_map(|line| wrap_line(line, columns)).collect()
}

/// The text, or its beginning up to a word's end and `…`, in at most `columns` columns.
pub(in crate::report) fn cut(text: &str, columns: usize) -> String {
    if width::of(text) <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(1);
    let mut used = 0;
    let mut end = 0;
    let mut last_break = 0;
    for (start, piece) in pieces(text) {
        let piece_width = width::of(piece);
        if used + piece_width > room {
            end = start + fitting(piece, room - used);
            break;
        }
        used += piece_width;
        end = start + piece.len();
        last_break = end;
    }
    // A long word is cut within itself rather than leave most of the room empty.
    if width::of(&text[..last_break]) * 2 >= room {
        end = last_break;
    }
    let mut kept =
        text[..end].trim_end_matches(|c: char| c.is_whitespace() || ",;:–—-".contains(c)).to_owned();
    kept.push(ELLIPSIS);
    kept
}

/// The text on one line, white space collapsed and control characters (escape codes of a hostile file
/// among them) left out.
pub(in crate::report) fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .map(visible)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The text with its line breaks, each line as [`one_line`] makes it, empty lines left out.
pub(in crate::report) fn clean(text: &str) -> String {
    text.lines().map(one_line).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Without the characters that turn the direction of the text around, with which a file could make a line
/// read as something else.
fn visible(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')).collect()
}

fn wrap_line(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for (_, piece) in pieces(text) {
        let word = piece.trim_end();
        if used + width::of(word) > columns && !line.is_empty() {
            end_line(&mut lines, &mut line);
            used = 0;
        }
        let mut rest = piece;
        while width::of(rest.trim_end()) > columns {
            let end = fitting(rest, columns).max(first_grapheme(rest));
            lines.push(rest[..end].to_owned());
            rest = &rest[end..];
        }
        line.push_str(rest);
        used += width::of(rest);
    }
    end_line(&mut lines, &mut line);
    lines
}

fn end_line(lines: &mut Vec<String>, line: &mut String) {
    let ended = std::mem::take(line);
    if !ended.trim_end().is_empty() {
        lines.push(ended.trim_end().to_owned());
    }
}

/// The pieces between which a line may break, with their place; white space belongs to the piece before it.
fn pieces(text: &str) -> Vec<(usize, &str)> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<&str> = None;
    for (place, grapheme) in text.grapheme_indices(true) {
        if before.is_some_and(|before| may_break(before, grapheme)) {
            pieces.push((start, &text[start..place]));
            start = place;
        }
        before = Some(grapheme);
    }
    if start < text.len() {
        pieces.push((start, &text[start..]));
    }
    pieces
}

fn may_break(before: &str, after: &str) -> bool {
    if is_space(after) || closes(after) || opens(before) {
        return false;
    }
    is_space(before) || is_ideographic(before) || is_ideographic(after)
}

fn is_space(grapheme: &str) -> bool {
    grapheme.chars().all(|c| c.is_whitespace() && c != '\u{A0}' && c != '\u{202F}')
}

/// Scripts without spaces: ideographs and kana with their punctuation. Hangul has spaces.
fn is_ideographic(grapheme: &str) -> bool {
    grapheme.chars().next().is_some_and(|c| {
        width::is_wide(c)
            && !matches!(c, '\u{1100}'..='\u{115F}' | '\u{A960}'..='\u{A97C}' | '\u{AC00}'..='\u{D7A3}')
    })
}

/// Punctuation that may not begin a line.
fn closes(grapheme: &str) -> bool {
    grapheme.chars().next().is_some_and(|c| "、。，．：；！？）］｝」』》〉】〕…,.:;!?)]}»”’".contains(c))
}

/// Punctuation that may not end a line.
fn opens(grapheme: &str) -> bool {
    grapheme.chars().next().is_some_and(|c| "（［｛「『《〈【〔([{«“‘".contains(c))
}

/// Bytes of the longest beginning that fits.
fn fitting(text: &str, columns: usize) -> usize {
    let mut used = 0;
    for (place, grapheme) in text.grapheme_indices(true) {
        used += width::of_grapheme(grapheme);
        if used > columns {
            return place;
        }
    }
    text.len()
}

fn first_grapheme(text: &str) -> usize {
    text.graphemes(true).next().map_or(0, str::len)
}

/// The text with a capital first letter, the rest as it is.
pub(in crate::report) fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn breaks_at_spaces_and_keeps_line_breaks() {
        assert_eq!(wrap("one two three\nfour", 8), ["one two", "three", "four"]);
        assert_eq!(wrap("", 8), Vec::<String>::new());
    }

    #[test]
    fn wide_characters_take_two_columns_each() {
        assert_eq!(wrap("장갑 열차가 왔다", 11), ["장갑 열차가", "왔다"]);
        assert_eq!(wrap("裝甲列車來了。很快", 8), ["裝甲列車", "來了。很", "快"]);
        assert_eq!(wrap("裝甲列車。", 8), ["裝甲列", "車。"], "no line begins with a full stop");
    }

    #[test]
    fn a_word_longer_than_the_line_is_broken_within() {
        assert_eq!(wrap("a abcdefgh b", 4), ["a", "abcd", "efgh", "b"]);
    }

    #[test]
    fn cuts_at_a_word_and_drops_the_comma() {
        assert_eq!(cut("one, two, three", 20), "one, two, three");
        assert_eq!(cut("one, two, three", 12), "one, two…");
        assert_eq!(cut("Donaudampfschiff ahoy", 8), "Donauda…");
        assert_eq!(cut("裝甲列車來了", 7), "裝甲列…");
    }

    #[test]
    fn escape_codes_and_turned_text_of_a_file_are_left_out() {
        assert_eq!(one_line("a\u{1b}[31mred\u{7}  b\t\u{202E}c"), "a [31mred b c");
        assert_eq!(clean("Heading\r\n\n  text  more\u{0}"), "Heading\ntext more");
    }

    proptest! {
        #[test]
        fn lines_fit_and_no_character_is_lost(text in "[a-z 기차裝甲。,é🚂]{0,60}", columns in 2_usize..30) {
            let lines = wrap(&text, columns);
            for line in &lines {
                prop_assert!(width::of(line) <= columns, "{line:?} in {columns}");
            }
            let squeeze = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(squeeze(&lines.concat()), squeeze(&text));
        }

        #[test]
        fn a_cut_fits(text in "[a-z 기차裝甲。,é🚂]{0,60}", columns in 1_usize..30) {
            prop_assert!(width::of(&cut(&text, columns)) <= columns);
        }
    }
}
