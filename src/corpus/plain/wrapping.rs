//! Whether the lines of a text are wrapped, and which of them belong together.
//!
//! In wrapped text a line breaks in the middle of a sentence, because the next word would not have fitted. Where each
//! line is a paragraph, lines end as sentences (or headings) do. So each pair of neighbouring lines is a vote: it
//! speaks for wrapping when the first does not end a sentence and the second carries it on, or the first is full.

use super::Line;
use crate::corpus::shape;

/// Nobody wraps text wider than this.
const WIDEST: usize = 132;

/// Share of the text that may stand in lines wider than [`WIDEST`] (links, tables) in a wrapped text.
const WIDE_SHARE: f64 = 0.3;

/// Share of votes that wrapping needs.
const VOTES: f64 = 0.4;

/// A line this wide that does not end a sentence is no heading, in scripts without capitals.
const CARRIED_ON: usize = 30;

/// How the lines of one text are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrapping {
    /// Each line is a paragraph.
    None,
    /// Paragraphs are wrapped at this width.
    At(usize),
}

impl Wrapping {
    pub(super) fn of<'a>(lines: impl Iterator<Item = Line<'a>> + Clone) -> Self {
        let (mut wide, mut all, mut margin) = (0usize, 0usize, 0usize);
        for width in lines.clone().map(|line| shape::width(line.text)) {
            all += width;
            if width > WIDEST {
                wide += width;
            } else {
                margin = margin.max(width);
            }
        }
        if wide as f64 > WIDE_SHARE * all as f64 {
            return Self::None;
        }
        let (mut pairs, mut votes) = (0usize, 0usize);
        for (first, second) in lines.clone().zip(lines.skip(1)) {
            if first.text.is_empty() || second.text.is_empty() || shape::marker(second.text).is_some() {
                continue;
            }
            pairs += 1;
            let carried_on = shape::begins_small(second.text)
                || shape::ends_openly(first.text)
                || is_full(&first, &second, margin);
            votes += usize::from(!shape::ends_sentence(first.text) && carried_on);
        }
        if pairs > 0 && votes as f64 >= VOTES * pairs as f64 { Self::At(margin) } else { Self::None }
    }

    /// Whether `line` carries on the paragraph that `before`, the line above it, belongs to.
    pub(super) fn continues(self, before: &Line<'_>, line: &Line<'_>, in_item: bool) -> bool {
        let Self::At(margin) = self else { return false };
        if before.quoted != line.quoted {
            return false;
        }
        // A line that stops far from the margin, before a capital: the last of its paragraph, or a heading.
        let room = shape::width(before.text) + 1 + first_word(line.text) <= margin * 3 / 4;
        let stops = room && !shape::begins_small(line.text) && !shape::ends_openly(before.text);
        // Old books indent the first line of a paragraph instead of leaving a blank line.
        let indented = !in_item && line.indent > before.indent && shape::ends_sentence(before.text);
        !(stops || indented)
    }

    /// Whether `line`, the first of a page, carries on the paragraph that `before`, the last of the page above, belongs to.
    pub(super) fn crosses_pages(self, before: &Line<'_>, line: &Line<'_>) -> bool {
        if before.quoted != line.quoted || shape::ends_sentence(before.text) {
            return false;
        }
        let first = line.text.chars().find(|c| c.is_alphabetic());
        let has_no_case = first.is_some_and(|c| !c.is_lowercase() && !c.is_uppercase());
        let width = shape::width(before.text);
        let is_full = match self {
            Self::At(margin) => width >= margin * 3 / 4,
            Self::None => false,
        };
        shape::begins_small(line.text)
            || shape::ends_openly(before.text)
            || is_full
            || (has_no_case && width >= CARRIED_ON)
    }
}

/// Whether the first word of `second` would not have fitted on `first`.
fn is_full(first: &Line<'_>, second: &Line<'_>, margin: usize) -> bool {
    first.indent + shape::width(first.text) + 1 + first_word(second.text) > margin
}

fn first_word(text: &str) -> usize {
    let word = text.split_whitespace().next().unwrap_or("");
    // Without spaces, a line breaks at any character.
    if word.chars().any(shape::is_ideographic) { 2 } else { shape::width(word) }
}
