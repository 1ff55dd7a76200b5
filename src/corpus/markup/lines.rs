//! The lines of a text, found as they are needed: there may be as many as bytes.

use std::ops::Range;

/// Columns between tab stops.
const TAB: usize = 8;

/// One line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Without white space at the ends.
    pub(super) text: &'a str,
    /// Where `text` begins.
    pub(super) at: usize,
    /// Where the line begins.
    pub(super) start: usize,
    /// Columns of white space before `text`.
    pub(super) indent: usize,
}

impl<'a> Line<'a> {
    /// A line that begins at `start`.
    fn new(line: &'a str, start: usize) -> Self {
        let text = line.trim_start_matches(is_blank);
        let lead = &line[..line.len() - text.len()];
        let column = |indent: usize, c| if c == '\t' { (indent / TAB + 1) * TAB } else { indent + 1 };
        let indent = lead.chars().fold(0, column);
        Self { text: text.trim_end_matches(is_blank), at: start + lead.len(), start, indent }
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// Where `text` stands.
    pub(super) fn range(&self) -> Range<usize> {
        self.at..self.at + self.text.len()
    }

    /// What follows the first `bytes` of the text.
    pub(super) fn rest(&self, bytes: usize) -> Self {
        let rest = self.text.get(bytes..).unwrap_or("");
        let text = rest.trim_start_matches(is_blank);
        let lead = self.text.len() - text.len();
        Self { text, at: self.at + lead, start: self.start, indent: self.indent + lead }
    }

    /// The first `bytes` of the text.
    pub(super) fn upto(&self, bytes: usize) -> Self {
        Self { text: self.text.get(..bytes).unwrap_or(self.text).trim_end_matches(is_blank), ..*self }
    }

    /// The text is one sign, at least `least` times.
    pub(super) fn is_only(&self, sign: u8, least: usize) -> bool {
        self.text.len() >= least && self.text.bytes().all(|byte| byte == sign)
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{FEFF}'
}

/// The lines of a text that are still to come; a clone looks ahead.
#[derive(Debug, Clone)]
pub(super) struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The next line, which stays to come.
    pub(super) fn peek(&self) -> Option<Line<'a>> {
        self.clone().next()
    }

    /// Goes on behind the first line to come for which `is_end` holds; when there is none, stays where it is.
    pub(super) fn skip_behind(&mut self, is_end: impl Fn(&Line<'_>) -> bool) -> bool {
        let mut ahead = self.clone();
        let found = ahead.any(|line| is_end(&line));
        if found {
            *self = ahead;
        }
        found
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let line = Line::new(&rest[..end], self.at);
        self.at += end + if rest[end..].starts_with("\r\n") { 2 } else { 1 };
        Some(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_know_their_place() {
        let text = "a\r\n\tb  \r\r  é c";
        let lines: Vec<_> = Lines::new(text).map(|line| (line.text, line.at, line.indent)).collect();
        assert_eq!(lines, [("a", 0, 0), ("b", 4, 8), ("", 8, 0), ("é c", 11, 2)]);
        let last = Lines::new(text).last().unwrap();
        assert_eq!((last.rest(2).text, last.rest(2).at), ("c", 14));
        assert_eq!(last.rest(1).text, "");
    }

    #[test]
    fn what_has_no_end_is_not_skipped() {
        let mut lines = Lines::new("a\nb\nc\n");
        assert!(!lines.skip_behind(|line| line.text == "x"));
        assert_eq!(lines.peek().unwrap().text, "a");
        assert!(lines.skip_behind(|line| line.text == "b"));
        assert_eq!(lines.next().unwrap().text, "c");
    }
}
