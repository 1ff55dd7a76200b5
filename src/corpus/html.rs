//! HTML: the text of a page, with what surrounds it set apart.
//!
//! The tokenizer follows the HTML standard. On top of it stands a [`reader`] that makes blocks of text in one pass, with
//! the [`tree`] of the elements that they stand in; block elements end the paragraph that is open, inline elements are
//! transparent. Then [`judge`] tells by the tree which blocks are the text of the page. The text may also be where only
//! scripts or search engines find it: [`unshown`].

mod entities;
mod head;
mod hints;
mod judge;
mod linked_data;
mod links;
mod names;
mod reader;
mod tables;
mod tree;
mod unshown;

pub(in crate::corpus) use entities::decode;

use super::block::{Block, Kind, Parsed};

/// Reads the blocks of a page; `base` is where `text` begins in the decoded file.
pub(super) fn parse(text: &str, base: usize) -> Parsed {
    let mut page = unshown::read(text, base);
    let mut parsed = Parsed { too_many: page.too_many, ..Parsed::default() };
    if parsed.too_many.is_some() {
        return parsed;
    }
    page.head.find_date(judge::near_headline(&page.leaves, &page.head.title()));
    let body = unshown::body(text, base, &page);
    let apart = if body.is_empty() {
        judge::apart(&page.tree, &page.leaves, &page.head.title())
    } else {
        page.leaves.iter().map(|leaf| !leaf.is_title).collect()
    };
    let mut body = body.into_iter().peekable();
    for (block, apart) in tables::joined(&page.tree, page.leaves, &apart) {
        // Blocks are in the order of the file.
        while let Some(part) = body.next_if(|part| part.text.source().start < block.text.source().start) {
            parsed.add_block(part);
        }
        parsed.add_block(Block { apart: apart.then_some(super::Boilerplate::Navigation), ..block });
    }
    body.for_each(|part| parsed.add_block(part));
    let is_heading = |block: &&Block| block.kind == Kind::Heading && block.apart.is_none();
    let first_heading = parsed.blocks.iter().find(is_heading).map(|block| block.text.text().to_owned());
    page.head.fill(&mut parsed, first_heading);
    parsed
}

#[cfg(test)]
mod tests;
