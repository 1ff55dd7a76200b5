//! Wrapping and cutting by columns, for scripts with and without spaces between words.

use unicode_segmentation::UnicodeSegmentation;

use super::width;
use crate::printable::{self, is_hidden};

/// Most columns of a heading, a label or a title.
const LABEL: usize = 200;

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

/// The text, or its beginning up to a word's end and `…`, in at most `columns` columns. A text of megabytes is not read to
/// its end.
pub(in crate::report) fn cut(text: &str, columns: usize) -> String {
    let head = &text[..most(text, columns)];
    let is_whole = head.len() == text.len();
    if is_whole && width::of(head) <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(1);
    let mut used = 0;
    let mut end = 0;
    let mut last_break = 0;
    for (start, piece) in pieces(head) {
        let piece_width = width::of(piece);
        if used + piece_width > room {
            end = start + fitting(piece, room - used).0;
            break;
        }
        used += piece_width;
        end = start + piece.len();
        last_break = end;
    }
    // A long word is cut within itself rather than leave most of the room empty.
    if width::of(&head[..last_break]) * 2 >= room {
        end = last_break;
    }
    let mut kept =
        head[..end].trim_end_matches(|c: char| c.is_whitespace() || ",;:–—-".contains(c)).to_owned();
    kept.push(ELLIPSIS);
    kept
}

/// The beginning of a text on one line, of at most so many columns. A text of megabytes is not read to its end.
pub(in crate::report) fn beginning(text: &str, columns: usize) -> String {
    let head = &text[..most(text, columns)];
    let shown = cut(&one_line(head), columns);
    if head.len() < text.len() && !shown.ends_with(ELLIPSIS) { shown + "…" } else { shown }
}

/// A heading, a label or a title: the beginning of a text on one line.
pub(in crate::report) fn label(text: &str) -> String {
    beginning(text, LABEL)
}

/// The name of a record or a model, with what is not shown written out.
pub(in crate::report) fn named(name: &str) -> String {
    let head = &name[..most(name, LABEL)];
    let shown = cut(&printable::name(head), LABEL);
    if head.len() < name.len() && !shown.ends_with(ELLIPSIS) { shown + "…" } else { shown }
}

/// Bytes of the longest beginning that so many columns can need. Letters with all their marks have fewer than eight characters; what has
/// more is there to fill a page with one letter.
fn most(text: &str, columns: usize) -> usize {
    let characters = columns.saturating_add(1).saturating_mul(8);
    text.char_indices().nth(characters).map_or(text.len(), |(place, _)| place)
}

/// The text on one line: white space collapsed, control characters (escape codes of a hostile file among them) taken for
/// white space, and what else is not shown left out.
pub(in crate::report) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut is_gap = false;
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            is_gap = true;
        } else if !is_hidden(c) {
            if is_gap && !line.is_empty() {
                line.push(' ');
            }
            is_gap = false;
            line.push(c);
        }
    }
    line
}

/// The text with its line breaks, each line as [`one_line`] makes it, empty lines left out.
pub(in crate::report) fn clean(text: &str) -> String {
    text.lines().map(one_line).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn wrap_line(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for (_, piece) in pieces(text) {
        let mut left = width::of(piece.trim_end());
        if used + left > columns && !line.is_empty() {
            end_line(&mut lines, &mut line);
            used = 0;
        }
        let mut rest = piece;
        while left > columns && !rest.is_empty() {
            let (end, taken) = match fitting(rest, columns) {
                (0, _) => first_grapheme(rest),
                fits => fits,
            };
            lines.push(rest[..end].to_owned());
            rest = &rest[end..];
            left = left.saturating_sub(taken);
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
pub(in crate::report) fn pieces(text: &str) -> Vec<(usize, &str)> {
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

/// Bytes and columns of the longest beginning that fits.
fn fitting(text: &str, columns: usize) -> (usize, usize) {
    let mut used = 0;
    for (place, grapheme) in text.grapheme_indices(true) {
        let columns_of_it = width::of_grapheme(grapheme);
        if used + columns_of_it > columns {
            return (place, used);
        }
        used += columns_of_it;
    }
    (text.len(), used)
}

/// Bytes and columns of the first grapheme.
fn first_grapheme(text: &str) -> (usize, usize) {
    text.graphemes(true).next().map_or((text.len(), 0), |first| (first.len(), width::of_grapheme(first)))
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
        assert_eq!(one_line("\u{202E} \u{200b} \u{61c}a \u{feff} b\u{e0041}\u{fffe}"), "a b");
        assert_eq!(clean("Heading\r\n\n  text  more\u{0}"), "Heading\ntext more");
    }

    #[test]
    fn a_beginning_says_that_there_is_more() {
        assert_eq!(beginning("one two", 20), "one two");
        assert_eq!(beginning("one two three", 9), "one two…");
        assert_eq!(beginning(&format!("one{}two", " ".repeat(500)), 20), "one…");
    }

    /// Each of these took minutes, or gave back the whole.
    #[test]
    fn a_word_without_end_is_wrapped_and_cut() {
        let million = 1_000_000;
        let lines = wrap(&"a".repeat(million), 80);
        assert_eq!((lines.len(), lines.concat().len()), (million / 80, million));
        assert_eq!(wrap(&"裝".repeat(million), 80).len(), million / 40);
        assert_eq!(wrap(&"\u{1f1eb}\u{1f1f7}".repeat(million), 80).len(), million / 40);
        let letter = format!("e{}", "\u{301}".repeat(million));
        assert_eq!(wrap(&letter, 80), [letter.as_str()]);
        let family = "\u{1f469}\u{200d}".repeat(million);
        for endless in
            ["a".repeat(million), letter.clone(), family, format!("ab {letter}"), "\u{1160}".repeat(million)]
        {
            for shown in [cut(&endless, 40), beginning(&endless, 40)] {
                assert!(shown.chars().count() <= 41 * 8 + 1 && shown.ends_with('…'), "{}", shown.len());
            }
        }
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
            prop_assert!(width::of(&beginning(&text, columns)) <= columns);
        }
    }
}
