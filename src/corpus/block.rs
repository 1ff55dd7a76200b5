//! What readers of running text produce: the blocks of a document in order, before they are joined into units.

use super::traced::Traced;

/// What a block is in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Introduces what follows.
    Heading,
    /// Running text.
    Paragraph,
    /// One item of a list, its marker included.
    Item,
    /// A table, one row a line.
    Table,
    /// Code or other preformatted text.
    Code,
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
}

impl Parsed {
    /// Adds a block, unless it says nothing.
    pub(super) fn add(&mut self, kind: Kind, text: Traced) {
        if !text.is_empty() {
            self.blocks.push(Block { kind, text });
        }
    }
}
