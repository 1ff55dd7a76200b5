//! Text that remembers where each of its bytes came from.
//!
//! Readers push pieces of the source (decoded entities and all) into a [`Traced`], which normalises white space as
//! it goes. Units can then be cut anywhere, and still know the stretch of the source that they cover.

use std::ops::Range;

use super::letters::{self, Letter};

/// Normalised text, with the place in the source of each piece.
///
/// White space of any kind becomes one space; there is none at the ends. Line breaks are only those asked for with
/// [`Traced::line_break`]. Letters are in their one form ([`letters`]): composed, without ligatures and invisible marks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Traced {
    text: String,
    runs: Vec<Run>,
    gap: Option<Gap>,
}

/// A stretch of the text that came from one stretch of the source, up to the next.
///
/// There may be one for each few bytes, so it is small. A file of running text is small enough for the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    /// Where it begins in the text.
    at: u32,
    /// Where it begins in the source.
    source: u32,
    /// Bytes of the source; [`SAME`] where text and source are equally long at every place.
    len: u32,
}

/// What follows is another word or another line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Gap {
    sign: char,
    source: u32,
    len: u32,
}

/// The length of a run that is as long as its text.
const SAME: u32 = u32::MAX;

/// A place in a text or its source.
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX - 1)
}

impl Run {
    fn end(&self, text_end: usize) -> usize {
        self.source as usize + if self.len == SAME { text_end - self.at as usize } else { self.len as usize }
    }
}

impl Traced {
    /// The text so far.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing but white space has been pushed.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Adds `text`, which came from `source`; where both have the same length they are the same bytes.
    pub(super) fn push(&mut self, text: &str, source: Range<usize>) {
        let verbatim = text.len() == source.len();
        for (at, c) in text.char_indices() {
            let (start, len) =
                if verbatim { (source.start + at, c.len_utf8()) } else { (source.start, source.len()) };
            if c.is_whitespace() {
                self.gap.get_or_insert(Gap { sign: ' ', source: place(start), len: place(len) });
                continue;
            }
            match letters::of(c) {
                Letter::Dropped => {}
                Letter::Joiner if self.gap.is_none() && letters::needs_no_joiner(&self.text) => {}
                Letter::Plain | Letter::Joiner => {
                    self.close_gap();
                    self.put(c, place(start), if verbatim { SAME } else { place(len) });
                }
                Letter::Joining => self.compose(c, start, len, verbatim),
                Letter::Compatible => {
                    for c in letters::plain(c) {
                        if letters::of(c) == Letter::Joining {
                            self.compose(c, start, len, false);
                        } else {
                            self.close_gap();
                            self.put(c, place(start), place(len));
                        }
                    }
                }
            }
        }
    }

    /// Adds a mark or a part of a syllable, which may become one with the letter before it.
    fn compose(&mut self, c: char, start: usize, len: usize, verbatim: bool) {
        let composed = if self.gap.is_none() { letters::compose(&self.text, c) } else { None };
        let Some((from, composed)) = composed else {
            self.close_gap();
            self.put(c, place(start), if verbatim { SAME } else { place(len) });
            return;
        };
        let begin = self.source_of(from..self.text.len()).start;
        self.truncate(from);
        let len = (start + len).saturating_sub(begin);
        for c in composed.chars() {
            self.put(c, place(begin), place(len));
        }
    }

    /// The bytes `range` of it, white space at its ends as well, with their places.
    pub(super) fn slice(&self, range: Range<usize>) -> Self {
        let text = self.text.get(range.clone()).unwrap_or("").to_owned();
        let first = self.runs.partition_point(|run| run.at as usize <= range.start).saturating_sub(1);
        let runs = self.runs[first..].iter().take_while(|run| (run.at as usize) < range.end);
        let runs = runs.map(|run| {
            let at = (run.at as usize).max(range.start);
            let into = if run.len == SAME { at - run.at as usize } else { 0 };
            Run { at: place(at - range.start), source: place(run.source as usize + into), len: run.len }
        });
        Self { runs: if text.is_empty() { Vec::new() } else { runs.collect() }, text, gap: None }
    }

    /// Leaves out the last character.
    pub(super) fn pop(&mut self) {
        if let Some((end, _)) = self.text.char_indices().next_back() {
            self.truncate(end);
        }
    }

    /// Leaves out what stands from the byte `end` of the text.
    pub(super) fn truncate(&mut self, end: usize) {
        self.text.truncate(end);
        let kept = self.runs.partition_point(|run| (run.at as usize) < end);
        self.runs.truncate(kept);
        self.gap = None;
    }

    /// Adds `text` as it is, as standing for the place `at` of the source: a list marker, a cell border.
    pub(super) fn insert(&mut self, text: &str, at: usize) {
        self.close_gap();
        for c in text.chars() {
            self.put(c, place(at), 0);
        }
    }

    /// What follows goes on a line of its own.
    pub(super) fn line_break(&mut self, at: usize) {
        self.gap = Some(Gap { sign: '\n', source: place(at), len: 0 });
    }

    /// What follows is another word.
    pub(super) fn space(&mut self, at: usize) {
        self.gap.get_or_insert(Gap { sign: ' ', source: place(at), len: 0 });
    }

    /// Adds the text of `other` after `separator`.
    pub(super) fn append(&mut self, separator: &str, other: &Self) {
        if other.is_empty() {
            return;
        }
        self.gap = None;
        if !self.is_empty() {
            let at = self.source_end();
            self.insert(separator, at);
        }
        let shift = place(self.text.len());
        self.text.push_str(&other.text);
        self.runs.extend(other.runs.iter().map(|run| Run { at: run.at.saturating_add(shift), ..*run }));
    }

    /// Adds the bytes `range` of the text of `other`, each with its place.
    pub(super) fn push_from(&mut self, other: &Self, range: Range<usize>) {
        self.push_moved(other, range, |source| source);
    }

    /// As it is in a file in which the source itself stands: `moved` gives the stretch there of each stretch of the source.
    pub(super) fn moved(&self, moved: impl Fn(Range<usize>) -> Range<usize>) -> Self {
        let mut text = Self::default();
        text.push_moved(self, 0..self.text.len(), moved);
        text
    }

    fn push_moved(
        &mut self,
        other: &Self,
        range: Range<usize>,
        moved: impl Fn(Range<usize>) -> Range<usize>,
    ) {
        let Some(slice) = other.text.get(range.clone()) else { return };
        let mut index = other.runs.partition_point(|run| run.at as usize <= range.start).saturating_sub(1);
        for (at, c) in slice.char_indices() {
            let at = range.start + at;
            while other.runs.get(index + 1).is_some_and(|next| next.at as usize <= at) {
                index += 1;
            }
            let Some(run) = other.runs.get(index) else { return };
            let source = if run.len == SAME {
                let start = run.source as usize + at - run.at as usize;
                moved(start..start + c.len_utf8())
            } else {
                moved(run.source as usize..run.source as usize + run.len as usize)
            };
            match c {
                '\n' => self.line_break(source.start),
                ' ' => {
                    let gap = Gap { sign: ' ', source: place(source.start), len: place(source.len()) };
                    self.gap.get_or_insert(gap);
                }
                c => {
                    self.close_gap();
                    let same = source.len() == c.len_utf8();
                    self.put(c, place(source.start), if same { SAME } else { place(source.len()) });
                }
            }
        }
    }

    /// Stretch of the source that the whole text came from.
    pub(super) fn source(&self) -> Range<usize> {
        self.source_of(0..self.text.len())
    }

    /// Stretch of the source that the bytes `range` of the text came from.
    pub(super) fn source_of(&self, range: Range<usize>) -> Range<usize> {
        let start = self.run_at(range.start).map_or(0, |run| {
            let into = if run.len == SAME { range.start - run.at as usize } else { 0 };
            run.source as usize + into
        });
        let last = range.end.checked_sub(1).and_then(|last| self.run_at(last));
        let end = last.map_or(start, |run| run.end(range.end));
        start..end.max(start)
    }

    fn source_end(&self) -> usize {
        self.runs.last().map_or(0, |run| run.end(self.text.len()))
    }

    fn run_at(&self, at: usize) -> Option<&Run> {
        let index = self.runs.partition_point(|run| run.at as usize <= at).checked_sub(1)?;
        self.runs.get(index)
    }

    fn close_gap(&mut self) {
        if let Some(gap) = self.gap.take()
            && !self.text.is_empty()
        {
            // One space may stand for several of the source, or for other bytes; its place is that of the first.
            self.put(gap.sign, gap.source, if gap.len == 1 { SAME } else { gap.len });
        }
    }

    fn put(&mut self, c: char, source: u32, len: u32) {
        let text_end = self.text.len();
        match self.runs.last() {
            Some(run) if len == SAME && run.len == SAME && run.end(text_end) == source as usize => {}
            Some(run) if len != SAME && run.len == len && run.source == source => {}
            _ => self.runs.push(Run { at: place(text_end), source, len }),
        }
        self.text.push(c);
    }
}

/// The normalised text of a string whose place does not matter, on one line.
pub(super) fn normalise(text: &str) -> String {
    let mut normalised = String::with_capacity(text.len());
    let mut gap = false;
    let put = |normalised: &mut String, gap: &mut bool, c: char| {
        if std::mem::take(gap) && !normalised.is_empty() {
            normalised.push(' ');
        } else if letters::of(c) == Letter::Joining
            && let Some((from, composed)) = letters::compose(normalised, c)
        {
            normalised.truncate(from);
            normalised.push_str(&composed);
            return;
        }
        normalised.push(c);
    };
    for c in text.chars() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        match letters::of(c) {
            Letter::Dropped => {}
            Letter::Joiner if !gap && letters::needs_no_joiner(&normalised) => {}
            Letter::Plain | Letter::Joiner | Letter::Joining => put(&mut normalised, &mut gap, c),
            Letter::Compatible => letters::plain(c).for_each(|c| put(&mut normalised, &mut gap, c)),
        }
    }
    normalised
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn traced(text: &str) -> Traced {
        let mut traced = Traced::default();
        traced.push(text, 0..text.len());
        traced
    }

    #[test]
    fn white_space_and_invisible_marks_are_normalised() {
        assert_eq!(normalise("  a\u{A0}\u{202F}b\t\nc\u{AD}d\u{FEFF}\u{1} "), "a b cd");
        assert_eq!(normalise("L’été «\u{A0}fini\u{A0}»"), "L’été « fini »");
        assert_eq!(normalise("می\u{200C}خواهم"), "می\u{200C}خواهم");
    }

    proptest! {
        #[test]
        fn a_text_is_normalised_alike_with_and_without_places(text in "[ \t\u{A0}\u{AD}\u{1}aé—e\u{301}\u{323}ﬁＡ\u{1112}\u{1161}\u{11AB}ﾊﾞ\u{200D}]{0,40}") {
            let traced = traced(&text);
            prop_assert_eq!(normalise(&text), traced.text());
        }

        /// Each letter leads back to itself, whatever stands between.
        #[test]
        fn every_letter_has_its_place(text in "[ \t\u{3000}\u{AD}\u{1}aé—]{0,40}") {
            let traced = traced(&text);
            for (at, c) in traced.text().char_indices().filter(|(_, c)| *c != ' ') {
                prop_assert_eq!(&text[traced.source_of(at..at + c.len_utf8())], c.to_string());
            }
            prop_assert_eq!(&text[traced.source()], text.trim_matches(|c: char| c.is_whitespace() || letters::of(c) == Letter::Dropped));
        }
    }

    #[test]
    fn ordinary_prose_is_one_run() {
        let text = "The boats\tcame in before noon. ".repeat(1000);
        assert_eq!(traced(&text).runs.len(), 1);
    }

    #[test]
    fn places_survive_normalisation() {
        let source = "  one \u{A0} two\u{AD}fold  three";
        let traced = traced(source);
        assert_eq!(traced.text(), "one two fold three".replace("two fold", "twofold"));
        let at = traced.text().find("twofold").unwrap();
        assert_eq!(&source[traced.source_of(at..at + 7)], "two\u{AD}fold");
        assert_eq!(&source[traced.source()], source.trim());
    }

    #[test]
    fn a_decoded_entity_stands_for_its_whole_source() {
        let source = "a &amp; b";
        let mut traced = Traced::default();
        traced.push("a ", 0..2);
        traced.push("&", 2..7);
        traced.push(" b", 7..9);
        assert_eq!(traced.text(), "a & b");
        assert_eq!(&source[traced.source_of(2..3)], "&amp;");
    }

    #[test]
    fn parts_keep_their_places() {
        let source = "one  *two*\n   &amp; three";
        let mut whole = Traced::default();
        whole.push("one  *two*\n   ", 0..14);
        whole.push("&", 14..19);
        whole.push(" three", 19..25);
        let mut part = Traced::default();
        part.push_from(&whole, 0..4);
        part.push_from(&whole, 5..8);
        part.push_from(&whole, 9..whole.text().len());
        assert_eq!(part.text(), "one two & three");
        assert_eq!(&source[part.source_of(4..7)], "two");
        assert_eq!(&source[part.source_of(8..9)], "&amp;");
        assert_eq!(&source[part.source_of(10..15)], "three");
        let moved = part.moved(|source| source.start + 100..source.end + 100);
        assert_eq!((moved.text(), moved.source()), ("one two & three", 100..125));
    }

    #[test]
    fn slices_keep_places() {
        let source = "  one \u{A0} two\u{AD}fold e\u{301}te\u{301} three";
        let whole = traced(source);
        for (start, _) in whole.text().char_indices() {
            for (end, _) in whole.text().char_indices().filter(|&(end, _)| end > start) {
                let slice = whole.slice(start..end);
                assert_eq!(slice.text(), &whole.text()[start..end]);
                assert_eq!(slice.source(), whole.source_of(start..end));
            }
        }
        assert!(whole.slice(3..3).is_empty());
    }

    #[test]
    fn appending_keeps_places() {
        let source = "head\n\nbody";
        let (mut head, mut body) = (Traced::default(), Traced::default());
        head.push("head", 0..4);
        body.push("body", 6..10);
        head.append("\n", &body);
        assert_eq!(head.text(), "head\nbody");
        assert_eq!(&source[head.source_of(5..9)], "body");
        assert_eq!(head.source(), 0..source.len());
    }
}
