//! A text of which parts are painted or lead somewhere, wrapped as a whole.

use std::ops::Range;

use super::Ink;
use super::link::linked;
use super::wrap::wrap;

/// How a part of a text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Paint {
    Plain,
    Dim,
    /// The same word as in the query, or nearly.
    Strong,
    /// A word of a like meaning.
    Medium,
    /// A word of which that can just be said.
    Weak,
}

impl Paint {
    fn apply(self, ink: Ink, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Dim => ink.dim(text),
            Self::Strong => ink.found(text),
            Self::Medium => ink.like(text),
            Self::Weak => ink.hint(text),
        }
    }
}

/// A part of a text, from the end of the one before it.
#[derive(Debug)]
struct Part {
    end: usize,
    paint: Paint,
    link: Option<String>,
}

/// A text and its parts.
#[derive(Debug, Default)]
pub(in crate::report) struct Rich {
    text: String,
    parts: Vec<Part>,
}

impl Rich {
    /// Adds text at the end.
    pub(in crate::report) fn push(&mut self, text: &str, paint: Paint) {
        self.push_link(text, paint, None);
    }

    /// Adds text that leads to an address.
    pub(in crate::report) fn push_link(&mut self, text: &str, paint: Paint, link: Option<String>) {
        if !text.is_empty() {
            self.text.push_str(text);
            self.parts.push(Part { end: self.text.len(), paint, link });
        }
    }

    pub(in crate::report) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Lines of at most so many columns, painted.
    pub(in crate::report) fn lines(&self, columns: usize, ink: Ink) -> Vec<String> {
        let mut done = 0;
        let mut part = 0;
        let mut lines = Vec::new();
        for line in wrap(&self.text, columns) {
            // Between two lines nothing is left out but white space.
            let start = self.text[done..].find(&line).map_or(done, |place| done + place);
            done = start + line.len();
            lines.push(self.painted(start..done, &mut part, ink));
        }
        lines
    }

    fn painted(&self, range: Range<usize>, first: &mut usize, ink: Ink) -> String {
        let mut painted = String::new();
        let mut start = range.start;
        while let Some(part) = self.parts.get(*first) {
            let end = part.end.min(range.end);
            if start < end {
                let text = part.paint.apply(ink, &self.text[start..end]);
                match &part.link {
                    Some(address) => painted.push_str(&linked(&text, address)),
                    None => painted.push_str(&text),
                }
                start = end;
            }
            if part.end > range.end {
                break;
            }
            *first += 1;
        }
        painted
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rich(parts: &[(&str, Paint)]) -> Rich {
        let mut rich = Rich::default();
        for (text, paint) in parts {
            rich.push(text, *paint);
        }
        rich
    }

    #[test]
    fn parts_are_painted_on_every_line_that_they_reach() {
        let rich = rich(&[("one ", Paint::Plain), ("two three", Paint::Dim), (" four", Paint::Weak)]);
        let lines = rich.lines(8, Ink::new(true));
        assert_eq!(lines, ["one \u{1b}[2mtwo\u{1b}[0m", "\u{1b}[2mthree\u{1b}[0m", "\u{1b}[4mfour\u{1b}[0m"]);
        assert_eq!(rich.lines(8, Ink::new(false)), ["one two", "three", "four"]);
    }

    #[test]
    fn a_link_that_goes_over_two_lines_is_one_on_each() {
        let mut rich = Rich::default();
        rich.push_link("ab cd", Paint::Plain, Some("file:///x".to_owned()));
        let part = |text: &str| format!("\u{1b}]8;;file:///x\u{1b}\\{text}\u{1b}]8;;\u{1b}\\");
        assert_eq!(rich.lines(2, Ink::new(false)), [part("ab"), part("cd")]);
    }

    proptest! {
        #[test]
        fn painting_changes_nothing_but_colours(parts in prop::collection::vec("[a-z 기차裝\\n。é]{0,9}", 0..6), columns in 1_usize..20) {
            let paints = [Paint::Plain, Paint::Strong, Paint::Dim];
            let parts: Vec<_> = parts.iter().zip(paints.into_iter().cycle()).map(|(text, paint)| (text.as_str(), paint)).collect();
            let rich = rich(&parts);
            let mut lines = rich.lines(columns, Ink::new(true)).join("\n");
            for code in [0, 1, 2, 32] {
                lines = lines.replace(&format!("\u{1b}[{code}m"), "");
            }
            let whole: String = parts.iter().map(|(text, _)| *text).collect();
            prop_assert_eq!(lines, wrap(&whole, columns).join("\n"));
        }
    }
}
