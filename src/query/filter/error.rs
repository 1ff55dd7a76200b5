//! What is wrong with a filter, and where.

use unicode_width::UnicodeWidthStr;

use crate::printable;

/// Columns of the text that are shown before and after the place of an error.
const BESIDE: usize = 36;

/// A filter that cannot be read, or that asks for what is not there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
#[non_exhaustive]
pub struct FilterError {
    /// Number of the character where the error is, from 0; one after the last at the end.
    pub at: usize,
    /// What is wrong.
    pub message: String,
    /// The text of the filter.
    pub text: String,
    hint: Option<String>,
}

impl FilterError {
    /// The way out, where there is one.
    pub fn hint(&self) -> Option<String> {
        self.hint.clone()
    }

    /// The text on one line, and below it a caret under the character; of a long text what stands around it.
    pub fn pointed(&self) -> String {
        let place = self.text.char_indices().nth(self.at).map_or(self.text.len(), |(byte, _)| byte);
        let (before, after) = self.text.split_at(place);
        let (before, after) = (printable::name(before), printable::name(after));
        let (before, after) = (last_columns(&before), first_columns(&after));
        format!("{before}{after}\n{}^", " ".repeat(before.width()))
    }
}

/// The end of a text, with a sign where it is not all.
fn last_columns(text: &str) -> String {
    let fits = |(at, _): &(usize, char)| text[*at..].width() <= BESIDE;
    match text.char_indices().rev().take(BESIDE * 8).take_while(fits).last() {
        Some((0, _)) => text.to_owned(),
        Some((at, _)) => format!("…{}", &text[at..]),
        None if text.is_empty() => String::new(),
        None => "…".to_owned(),
    }
}

/// The beginning of a text, with a sign where it is not all.
fn first_columns(text: &str) -> String {
    let end = |(at, c): (usize, char)| at + c.len_utf8();
    let fits = |end: &usize| text[..*end].width() <= BESIDE;
    match text.char_indices().take(BESIDE * 8).map(end).take_while(fits).last() {
        Some(end) if end == text.len() => text.to_owned(),
        Some(end) => format!("{}…", &text[..end]),
        None if text.is_empty() => String::new(),
        None => "…".to_owned(),
    }
}

/// An error whose text is not known yet.
#[derive(Debug)]
pub(super) struct Fault {
    at: usize,
    message: String,
    hint: Option<String>,
}

impl Fault {
    pub(super) fn new(at: usize, message: impl Into<String>) -> Self {
        Self { at, message: message.into(), hint: None }
    }

    pub(super) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    pub(super) fn within(self, text: &str) -> FilterError {
        FilterError { at: self.at, message: self.message, hint: self.hint, text: text.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointed(text: &str, at: usize) -> String {
        Fault::new(at, "wrong").within(text).pointed()
    }

    #[test]
    fn the_caret_stands_under_the_character() {
        assert_eq!(pointed("lang ! fr", 5), "lang ! fr\n     ^");
        assert_eq!(
            pointed("title = 列車 adn", 11),
            "title = 列車 adn\n             ^",
            "wide characters take two columns"
        );
        assert_eq!(pointed("e\u{301}te\u{301} =", 6), "e\u{301}te\u{301} =\n    ^", "and accents none");
        assert_eq!(pointed("a\n=\u{1b}", 3), "a\\n=\\x1b\n    ^", "what is not shown is written out");
        assert_eq!(pointed("lang =", 6), "lang =\n      ^");
        assert_eq!(pointed("", 0), "\n^");
        assert_eq!(pointed("a", 99), "a\n ^");
    }

    #[test]
    fn of_a_long_text_the_place_is_shown() {
        let text = format!("{} ! {}", "a".repeat(5_000), "é".repeat(5_000));
        let shown = pointed(&text, 5_001);
        let (line, caret) = shown.split_once('\n').unwrap();
        assert_eq!(line, format!("…{} ! {}…", "a".repeat(BESIDE - 1), "é".repeat(BESIDE - 2)));
        assert_eq!(caret, format!("{}^", " ".repeat(BESIDE + 1)));
        let marks = format!("{}{}", "a".repeat(100), "\u{301}".repeat(9_000));
        assert!(pointed(&marks, 5_000).chars().count() < 2_000);
    }
}
