//! What readers of running text produce: the blocks of a document in order, before they are joined into units.

use super::traced::Traced;

/// Most blocks and most units of a document: each takes some hundred bytes, however short its text is.
pub(super) const MAX_BLOCKS: usize = 4_000_000;

/// Most marks of a Markdown file (signs that may be markup, line breaks): the parser keeps about a hundred bytes of each.
pub(super) const MAX_MARKS: usize = 8_000_000;

/// What a block is in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Introduces what follows.
    Heading,
    /// Running text.
    Paragraph,
    /// One item of a list, its marker included.
    Item,
    /// An item of a list within an item.
    Nested,
    /// A table, one row a line.
    Table,
    /// Code or other preformatted text.
    Code,
    /// What is repeated on each page: a running head, a page number.
    RunningHead,
}

/// One block of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) kind: Kind,
    pub(super) text: Traced,
}

/// What a reader of running text finds in a file.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub(super) blocks: Vec<Block>,
    pub(super) title: Option<String>,
    pub(super) date: Option<String>,
    pub(super) source: Option<String>,
    pub(super) language: Option<super::Language>,
    pub(super) fields: std::collections::BTreeMap<String, serde_json::Value>,
    /// There is more in it than is kept in memory.
    pub(super) too_many: Option<TooMany>,
}

/// There is more of something than is kept in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooMany {
    /// Of what, in the plural.
    pub(super) what: &'static str,
    /// How many are kept.
    pub(super) most: usize,
}

impl TooMany {
    pub(super) const PARAGRAPHS: Self = Self { what: "paragraphs", most: MAX_BLOCKS };
    pub(super) const SENTENCES: Self = Self { what: "sentences", most: MAX_BLOCKS };
    pub(super) const MARKS: Self = Self { what: "signs of markup", most: MAX_MARKS };
}

impl Parsed {
    /// Adds a block, unless it says nothing.
    pub(super) fn add(&mut self, kind: Kind, text: Traced) {
        if text.is_empty() {
            return;
        }
        if self.blocks.len() == MAX_BLOCKS {
            self.too_many = Some(TooMany::PARAGRAPHS);
        } else {
            self.blocks.push(Block { kind, text });
        }
    }

    /// What a file is of which there is too much.
    pub(super) fn too_many(what: TooMany) -> Self {
        Self { too_many: Some(what), ..Self::default() }
    }
}
