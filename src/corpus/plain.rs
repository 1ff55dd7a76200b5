//! Plain text: lines become paragraphs, headings and list items.
//!
//! Text files follow one of two conventions, and nothing in the file says which. Collected articles have one
//! paragraph a line, with or without blank lines between; mail, notes and old books wrap their paragraphs at some
//! width and put a blank line between them. [`pages`] sets apart what is repeated on each page, [`wrapping`] tells which from the file as a whole, since a single pair of
//! lines rarely says enough. Headings are told afterwards by their shape and by what follows them.

mod headings;
mod pages;
mod seams;
mod turns;
mod wrapping;

use std::ops::Range;

use super::block::{Kind, MAX_BLOCKS, Parsed, TooMany};
use super::hyphens::{Hyphens, Seam};
use super::shape::{self, Marker};
use super::traced::Traced;
use pages::Furniture;
pub(super) use seams::seam;
use turns::{Turn, Turns};
use wrapping::Wrapping;

/// A list item is no longer than this; a longer line that begins with a number is a paragraph.
const ITEM_WIDTH: usize = 300;

/// Form feed.
const PAGE_BREAK: char = '\u{C}';

/// One line of the source.
#[derive(Debug, Clone)]
struct Line<'a> {
    /// Without white space at the ends and without the marks of quoted mail.
    text: &'a str,
    /// Where `text` stands.
    source: Range<usize>,
    /// Where the next line begins.
    end: usize,
    /// White space before `text`, in characters.
    indent: usize,
    /// Depth of quotation (`>` marks).
    quoted: usize,
    /// Whether a page begins with it.
    begins_page: bool,
}

/// What stands above a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Above {
    Text,
    Blank,
    PageBreak,
    /// What is repeated on each page.
    Head,
}

/// A paragraph under construction: one line, or several wrapped ones.
#[derive(Debug)]
struct Draft {
    text: Traced,
    lines: usize,
    quoted: usize,
    indent: usize,
    marker: Option<Marker>,
    turn: Option<Turn>,
}

/// Reads the blocks of a plain text.
pub(super) fn parse(text: &str) -> Parsed {
    let furniture = Furniture::of(lines(text));
    let is_text = |line: &Line<'_>| !furniture.has(line);
    let wrapping = Wrapping::of(lines(text).filter(is_text));
    let hyphens = match wrapping {
        Wrapping::None => Hyphens::default(),
        Wrapping::At(_) => {
            Hyphens::of(lines(text).filter(is_text).map(|line| line.text).filter(|line| !line.is_empty()))
        }
    };
    let turns = Turns::of(lines(text).filter(is_text));
    let mut drafts: Vec<Draft> = Vec::new();
    let mut heads: Vec<Traced> = Vec::new();
    let mut last: Option<Line<'_>> = None;
    let mut above = Above::Text;
    for line in lines(text) {
        if furniture.has(&line) {
            // The foot of a page and the head of the next stand together.
            match heads.last_mut() {
                Some(head) if above == Above::Head => head.line_break(line.source.start),
                _ => heads.push(Traced::default()),
            }
            if let Some(head) = heads.last_mut() {
                head.push(line.text, line.source.clone());
            }
            above = Above::Head;
            continue;
        }
        if line.begins_page && above != Above::Head {
            above = Above::PageBreak;
        }
        if line.text.is_empty() {
            if above == Above::Text {
                above = Above::Blank;
            }
            continue;
        }
        let turn = turns.turn(&line);
        let marker = shape::marker(line.text).filter(|_| shape::width(line.text) <= ITEM_WIDTH);
        let in_item = drafts.last().is_some_and(|draft| draft.marker.is_some());
        let goes_on = |before: &Line<'_>| match above {
            Above::Text => wrapping.continues(before, &line, in_item),
            Above::Blank => false,
            Above::Head | Above::PageBreak => wrapping.crosses_pages(before, &line),
        };
        match (&last, drafts.last_mut()) {
            (Some(before), Some(draft)) if marker.is_none() && turn.is_none() && goes_on(before) => {
                join(&mut draft.text, hyphens.seam(before.text, line.text), &line);
                draft.lines += 1;
            }
            _ => {
                if drafts.len() == MAX_BLOCKS {
                    return Parsed::too_many(TooMany::PARAGRAPHS);
                }
                let mut text = Traced::default();
                text.push(line.text, line.source.clone());
                drafts.push(Draft { text, lines: 1, quoted: line.quoted, indent: line.indent, marker, turn });
            }
        }
        last = Some(line);
        above = Above::Text;
    }
    drafts.retain(|draft| !draft.text.is_empty());
    let kinds = headings::kinds(&drafts);
    let mut parsed = Parsed::default();
    for (draft, kind) in drafts.into_iter().zip(kinds) {
        parsed.add(kind, draft.text);
    }
    for head in heads {
        parsed.add(Kind::RunningHead, head);
    }
    let opening = parsed.blocks.iter().take_while(|block| block.kind == Kind::Heading);
    // A site's label or a byline may stand above or below the title; the title says most.
    parsed.title =
        opening.map(|block| block.text.text()).max_by_key(|title| shape::width(title)).map(str::to_owned);
    parsed
}

/// Wrapped lines are joined by a space, where the script has spaces and no word is divided.
fn join(text: &mut Traced, seam: Seam, line: &Line<'_>) {
    match seam {
        Seam::Space => text.space(line.source.start),
        Seam::Nothing => {}
        Seam::Divided => text.pop(),
    }
    text.push(line.text, line.source.clone());
}

/// The lines of a text; they are found anew each time, for there may be as many as bytes.
fn lines(text: &str) -> impl Iterator<Item = Line<'_>> + Clone {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let end = rest.find(['\n', '\r', PAGE_BREAK]).unwrap_or(rest.len());
        let mut line = line(&rest[..end], start);
        line.begins_page =
            start.checked_sub(1).is_some_and(|before| text.as_bytes()[before] == PAGE_BREAK as u8);
        start += end + if rest[end..].starts_with("\r\n") { 2 } else { 1 };
        line.end = start.min(text.len());
        Some(line)
    })
}

fn line(raw: &str, start: usize) -> Line<'_> {
    let blank = |c: char| c.is_whitespace() || c == '\u{FEFF}';
    let mut text = raw.trim_start_matches(blank);
    let indent = raw[..raw.len() - text.len()].chars().count();
    let mut quoted = 0;
    while let Some(inner) = text.strip_prefix('>') {
        text = inner.trim_start_matches(blank);
        quoted += 1;
    }
    let from = start + (raw.len() - text.len());
    let text = text.trim_end_matches(blank);
    Line { text, source: from..from + text.len(), end: start + raw.len(), indent, quoted, begins_page: false }
}

#[cfg(test)]
mod tests;
