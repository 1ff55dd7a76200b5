//! Markup within a block: what is to be cut out of its text, and what stands there instead.

use std::borrow::Cow;
use std::ops::Range;

use crate::corpus::block::MAX_MARKS;
use crate::corpus::traced::Traced;

/// What is cut out of a text, in any order.
#[derive(Debug, Default)]
pub(super) struct Cuts(Vec<(Range<usize>, Cow<'static, str>)>);

impl Cuts {
    pub(super) fn cut(&mut self, range: Range<usize>) {
        self.swap(range, "");
    }

    /// `text` stands for `range`.
    pub(super) fn swap(&mut self, range: Range<usize>, text: impl Into<Cow<'static, str>>) {
        // Beyond that, markup stays: each takes some fifty bytes.
        if self.0.len() < MAX_MARKS && !range.is_empty() {
            self.0.push((range, text.into()));
        }
    }

    /// What is left of `raw`.
    pub(super) fn apply(mut self, raw: &Traced) -> Traced {
        self.0.sort_by_key(|(range, _)| range.start);
        let mut left = Traced::default();
        let mut at = 0;
        for (range, text) in self.0 {
            if range.start < at {
                // Within another cut; what stands there is gone, too.
                at = at.max(range.end);
                continue;
            }
            left.push_from(raw, at..range.start);
            left.push(&text, raw.source_of(range.clone()));
            at = range.end;
        }
        left.push_from(raw, at..raw.text().len());
        left
    }
}

/// Finds the next of a sign again and again, from places that only grow: each byte is looked at once.
#[derive(Debug, Clone)]
pub(super) struct Next<'a> {
    text: &'a str,
    sign: &'static str,
    /// The last that was found; the length of the text when there are no more.
    found: Option<usize>,
}

impl<'a> Next<'a> {
    pub(super) fn new(text: &'a str, sign: &'static str) -> Self {
        Self { text, sign, found: None }
    }

    /// The first at or behind `from`.
    pub(super) fn from(&mut self, from: usize) -> Option<usize> {
        let found = match self.found {
            Some(found) if found >= from => found,
            _ => {
                let rest = self.text.get(from..).unwrap_or("");
                rest.find(self.sign).map_or(self.text.len(), |at| from + at)
            }
        };
        self.found = Some(found);
        (found < self.text.len()).then_some(found)
    }

    /// The first at or behind `from` that is at most `most` bytes away.
    pub(super) fn near(&mut self, from: usize, most: usize) -> Option<usize> {
        self.from(from).filter(|at| at - from <= most)
    }
}

/// The character that ends at `at`.
pub(super) fn before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

/// The character that begins at `at`.
pub(super) fn after(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// Signs that stand in pairs around a word or more, such as those of bold text.
#[derive(Debug, Default)]
pub(super) struct Pair {
    open: Option<Range<usize>>,
}

impl Pair {
    /// A sign stands at `sign`; cuts it and the one that it closes out.
    ///
    /// `opens` and `closes` are what those around it allow; no more than `most` bytes stand between two.
    pub(super) fn sign(
        &mut self,
        sign: Range<usize>,
        opens: bool,
        closes: bool,
        most: usize,
        cuts: &mut Cuts,
    ) {
        match self.open.take() {
            Some(open) if closes && sign.start > open.end && sign.start - open.end <= most => {
                cuts.cut(open);
                cuts.cut(sign);
            }
            _ if opens => self.open = Some(sign),
            open => self.open = open,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_leave_the_rest_in_its_place() {
        let source = "a *bold* word -- and";
        let mut raw = Traced::default();
        raw.push(source, 0..source.len());
        let mut cuts = Cuts::default();
        cuts.swap(14..16, "–");
        cuts.cut(7..8);
        cuts.cut(2..3);
        let left = cuts.apply(&raw);
        assert_eq!(left.text(), "a bold word – and");
        assert_eq!(&source[left.source_of(2..6)], "bold");
        assert_eq!(&source[left.source_of(12..15)], "--");
    }

    #[test]
    fn the_next_sign_is_found_from_where_one_is() {
        let mut next = Next::new("a]b]c", "]");
        assert_eq!([0, 1, 2, 4].map(|at| next.from(at)), [Some(1), Some(1), Some(3), None]);
        assert_eq!(Next::new("aaaa]", "]").near(0, 3), None);
    }
}
