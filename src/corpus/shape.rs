//! What a line looks like: how much it says, how it ends, whether it is a list item.

/// Width of a character: how many letters it is worth. Ideographs, kana and Hangul syllables count twice.
pub(super) fn char_width(c: char) -> usize {
    if is_ideographic(c)
        || matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{AC00}'..='\u{D7AF}')
    {
        2
    } else {
        1
    }
}

/// Width of a text, in letters.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

/// Whether a character belongs to a script that is written without spaces between words (Chinese, Japanese).
pub(super) fn is_ideographic(c: char) -> bool {
    matches!(c,
        '\u{3000}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Quotes and brackets that may stand after the end of a sentence.
const CLOSERS: &[char] = &['"', '\'', '’', '”', '»', ')', ']', '」', '』', '）', '›', '*', '_'];

/// The last character that is not a closing quote or bracket.
pub(super) fn last_sign(text: &str) -> Option<char> {
    text.trim_end_matches(|c: char| CLOSERS.contains(&c) || c.is_whitespace()).chars().next_back()
}

/// Whether `text` ends as a sentence does.
pub(super) fn ends_sentence(text: &str) -> bool {
    last_sign(text).is_some_and(|c| {
        matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '．' | '؟' | '۔' | '।' | '॥' | '։' | '።')
    })
}

/// Whether `text` ends as a question or an exclamation does: a sentence, or a heading.
pub(super) fn ends_loudly(text: &str) -> bool {
    last_sign(text).is_some_and(|c| matches!(c, '!' | '?' | '！' | '？' | '؟'))
}

/// Whether `text` ends within a sentence.
pub(super) fn ends_openly(text: &str) -> bool {
    last_sign(text).is_some_and(|c| matches!(c, ',' | ';' | '、' | '，' | '；' | '،' | '-' | '–' | '—'))
}

/// Whether the first letter of `text` is a small one.
pub(super) fn begins_small(text: &str) -> bool {
    text.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase)
}

/// A list item's marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marker {
    /// A bullet or a dash.
    Bullet,
    /// A number or a letter.
    Number,
}

/// The marker that a line begins with, when it begins as a list item does.
///
/// An em dash opens a line of dialogue in many languages, so it is not a marker.
pub(super) fn marker(line: &str) -> Option<Marker> {
    let line = line.trim_start();
    let (first, rest) = line.split_once(char::is_whitespace)?;
    if !rest.contains(char::is_alphanumeric) {
        return None;
    }
    if matches!(
        first,
        "•" | "‣"
            | "⁃"
            | "◦"
            | "▪"
            | "▫"
            | "●"
            | "○"
            | "■"
            | "·"
            | "・"
            | "*"
            | "-"
            | "–"
            | "+"
            | "✓"
            | "✔"
            | "➤"
            | "►"
    ) {
        return Some(Marker::Bullet);
    }
    let label = first.strip_suffix(['.', ')'])?;
    let label = label.strip_prefix('(').unwrap_or(label);
    let numbered = (1..=2).contains(&label.len()) && label.bytes().all(|b| b.is_ascii_digit());
    let lettered = first.ends_with(')') && label.len() == 1 && label.bytes().all(|b| b.is_ascii_alphabetic());
    (numbered || lettered).then_some(Marker::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_told_from_text() {
        assert_eq!(marker("  • item"), Some(Marker::Bullet));
        assert_eq!(marker("– item"), Some(Marker::Bullet));
        assert_eq!(marker("12. item"), Some(Marker::Number));
        assert_eq!(marker("(a) item"), Some(Marker::Number));
        for line in ["–UPDATE–text here", "— Non, dit-il.", "2024. A year", "- -", "A. Smith said", "*", ""]
        {
            assert_eq!(marker(line), None, "{line}");
        }
    }

    #[test]
    fn ends_are_seen_through_quotes() {
        assert!(ends_sentence("He said “no.”"));
        assert!(ends_sentence("C’est « fini. »"));
        assert!(ends_loudly("Why?"));
        assert!(!ends_sentence("A title"));
        assert!(ends_openly("and then,"));
    }
}
