//! What every report says of where its texts and vectors come from.

use serde::{Deserialize, Serialize};

use crate::corpus::UnreadKind;

/// Where a unit stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Place {
    /// File, as found.
    pub file: String,
    /// Line on which it begins, from 1; in a document whose bytes are not its text, the number of its block.
    pub line: u64,
    /// Where a person finds it, where that is not its line, such as `page 3`.
    pub at: Option<String>,
    /// First byte and the byte after the last, in the file.
    pub span: [u64; 2],
    /// Hash of the unit's text: the first 32 hexadecimal digits of its BLAKE3.
    pub hash: String,
    /// Place in its document, from 0.
    pub position: usize,
    /// The document's own id, where the file gives one.
    pub own_id: Option<String>,
    /// The document's title, where the file gives one.
    pub title: Option<String>,
    /// The document's date, where the file gives one.
    pub date: Option<String>,
    /// The document's source (publisher, author, address), where the file gives one.
    pub source: Option<String>,
}

/// A file that was not read, or not whole.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SkippedFile {
    /// Its path.
    pub path: String,
    /// Why, in one word.
    pub kind: UnreadKind,
    /// Why, in words, with the place where there is one.
    pub reason: String,
    /// How many records of it were left out, where the others were read; `null` where nothing of it was read.
    pub records: Option<usize>,
}

/// The embedding model.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ModelSummary {
    /// Model id, such as `builtin`.
    pub id: String,
    /// Revision: a hash of its weights.
    pub revision: String,
    /// Number of dimensions.
    pub dimension: usize,
}
