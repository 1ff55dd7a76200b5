//! Text of a page that a browser shows only by a script, or not at all: hidden elements, templates, what stands for
//! browsers without scripts, what search engines are told. It is read where the page has hardly other text.

use super::judge;
use super::reader::{self, Leaf, Page};
use crate::corpus::block::{Block, Kind};
use crate::corpus::undone::Undone;

/// Bytes of text from which a page may be nothing else.
const LEAST: usize = 200;

/// So many times as much must be there as the page shows.
const TIMES: usize = 4;

/// Reads a page, or what it would show.
pub(super) fn read(text: &str, base: usize) -> Page {
    let mut page = reader::read(text, base, true);
    if page.too_many.is_some() {
        return page;
    }
    // A page may be hidden until a script shows it.
    if page.leaves.is_empty() || is_much(page.hidden, &page.leaves) {
        let unhidden = reader::read(text, base, false);
        if page.leaves.is_empty() || is_much(prose(&unhidden.leaves), &page.leaves) {
            page = unhidden;
        }
    }
    let longest = page.without_scripts.iter().max_by_key(|part| part.len());
    if let Some(part) = longest.filter(|part| is_much(part.len(), &page.leaves)).cloned() {
        let source = text.get(part.clone()).unwrap_or("");
        let other = reader::read(source, base + part.start, true);
        if other.too_many.is_none() && is_much(prose(&other.leaves), &page.leaves) {
            page = Page { tree: other.tree, leaves: other.leaves, ..page };
        }
    }
    page
}

/// The text that the data for search engines holds, where the page shows hardly any of it.
pub(super) fn body(text: &str, base: usize, page: &Page) -> Vec<Block> {
    let Some(place) = page.head.body().filter(|body| is_much(body.len(), &page.leaves)) else {
        return Vec::new();
    };
    let Some(json) = place.start.checked_sub(base).and_then(|start| text.get(start..place.end - base)) else {
        return Vec::new();
    };
    let undone = Undone::of(json, place.start);
    // It may be markup; lines are paragraphs in any case.
    let lines = undone.text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    });
    let blocks: Vec<Block> = if undone.text.contains("</") || undone.text.contains("<br") {
        blocks(reader::read(&undone.text, 0, true).leaves).collect()
    } else {
        lines.flat_map(|(at, line)| blocks(reader::read(line, at, true).leaves)).collect()
    };
    let moved = |block: Block| Block { text: block.text.moved(|range| undone.place(range)), ..block };
    let moved: Vec<Block> = blocks.into_iter().map(moved).collect();
    let width: usize = moved.iter().map(|block| block.text.text().len()).sum();
    if is_much(width, &page.leaves) { moved } else { Vec::new() }
}

fn blocks(leaves: Vec<Leaf>) -> impl Iterator<Item = Block> {
    leaves.into_iter().map(|leaf| {
        let kind = if leaf.kind == Kind::Heading { Kind::Heading } else { Kind::Paragraph };
        Block::new(kind, leaf.text)
    })
}

/// Whether so much text is much beside what is shown.
fn is_much(bytes: usize, shown: &[Leaf]) -> bool {
    bytes >= LEAST && bytes > prose(shown) * TIMES
}

fn prose(leaves: &[Leaf]) -> usize {
    leaves.iter().map(judge::prose).sum()
}
