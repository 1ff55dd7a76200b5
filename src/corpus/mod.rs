//! Files, tables and standard input become documents, and documents become units (paragraphs) with byte spans.
//!
//! [`walk`] finds the files, [`read()`] reads one of them. Running text (plain, Markdown, HTML, the formats of `markup`) goes through the same
//! stages whatever its format: bytes are decoded with a way back to each byte, a reader finds blocks, blocks are joined
//! (headings to paragraphs, lists to what introduces them) and cut to size. Records (JSON, JSON Lines, CSV, TSV) are
//! documents already, and are streamed, as rows of Parquet are; the text of each goes through these stages as well.
//!
//! Whatever the files hold, reading ends and memory is bounded: [`MAX_TEXT_BYTES`], [`MAX_RECORD_BYTES`], [`MAX_INPUT_BYTES`]. What is
//! larger is an error or is passed over with a reason, and what is no ordinary file is never opened.

mod assemble;
mod blank;
mod block;
mod boilerplate;
mod date;
mod detect;
#[cfg(feature = "documents")]
mod documents;
mod encoding;
mod error;
mod fault;
mod fields;
mod format;
mod hash;
mod html;
mod hyphens;
mod language;
mod letters;
mod machine;
mod markdown;
mod markup;
mod options;
mod outline;
mod parts;
mod place;
mod plain;
#[cfg_attr(not(feature = "documents"), allow(dead_code, reason = "posts need less of it than mails"))]
mod quotes;
mod read;
mod records;
mod sentences;
mod shape;
mod short;
mod split;
mod table;
mod traced;
mod undone;
mod units;
mod walk;

#[cfg(test)]
mod testing;

pub use detect::detect_language;
pub use error::CorpusError;
pub use fault::DocumentFault;
pub use format::Format;
pub use hash::hash_file;
pub use language::Language;
pub use options::ReadOptions;
pub use place::Place;
pub use read::{Documents, read, read_bytes, read_input};
#[cfg(feature = "documents")]
pub(crate) use records::{List, Lists, Unlisted};
pub(crate) use sentences::sentences;
pub use walk::{SkipReason, Skipped, SourceFile, UnreadKind, Walk, WalkOptions, walk};

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Largest file of running text, and largest file of records or plain text in another encoding than UTF-8: they are read into memory whole.
/// Records and plain text in UTF-8 may be larger.
pub const MAX_TEXT_BYTES: u64 = 256 << 20;

/// Longest record of JSON or of a table, in bytes of UTF-8.
pub const MAX_RECORD_BYTES: usize = 16 << 20;

/// Most that is read of standard input, which is kept in memory whole.
pub const MAX_INPUT_BYTES: u64 = 1 << 30;

/// What one unit of text is: the thing that is embedded, searched and clustered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Granularity {
    /// One paragraph, with the heading that introduces it.
    #[default]
    Paragraph,
    /// One sentence of a paragraph.
    Sentence,
    /// The whole text of a document.
    Document,
}

/// Why a unit is set apart from the text proper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Boilerplate {
    /// A line too short to say anything by itself: a label, a number, a date, a line that recurs.
    Short,
    /// A link to another article ("read also").
    ReadAlso,
    /// A sponsor, newsletter, sharing or author-biography line.
    Promotion,
    /// What stands around the text of a page: menus, footers, sidebars, links to other pages, readers' comments.
    Navigation,
    /// What a mail repeats of another one, and its signature.
    Quoted,
    /// What the pages of a printed text repeat: heads, feet, numbers.
    RunningHead,
    /// What machines write for machines: Base64, hexadecimal dumps, minified code.
    Machine,
    /// What recurs across many documents in the same words. Only topics, which look at all of them, tell it; a collection does not keep it.
    Repeated,
}

/// BLAKE3 hash of a unit's text: the key of its embedding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContentHash(pub [u8; 32]);

impl ContentHash {
    /// Hash of `text`, as UTF-8.
    pub fn of(text: &str) -> Self {
        Self::of_bytes(text.as_bytes())
    }

    /// Hash of any bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// The first 16 bytes in hexadecimal, as reports write it.
    pub fn short(&self) -> String {
        let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or_default();
        self.0[..16].iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    }
}

/// One unit of text and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Place in its document, from 0, boilerplate counted.
    pub position: usize,
    /// Bytes of the file that the unit covers, in the file's own encoding; for a record of a table or of
    /// JSON Lines, the bytes of the record.
    pub span: Range<u64>,
    /// Line of the file on which the unit begins, from 1.
    pub line: u64,
    /// The text: white space normalised, a heading and the list items that belong to it each on a line of their own.
    pub text: String,
    /// Set when the unit is not part of the text proper.
    pub boilerplate: Option<Boilerplate>,
    /// Whether it is code or other preformatted text, whose words name nothing.
    pub is_code: bool,
    /// Language, when it could be told.
    pub language: Option<Language>,
    /// Where a person finds it, in a document whose bytes are not its text; `span` is then that of the whole document, and
    /// `line` the number of its block.
    pub place: Option<Place>,
    /// Hash of `text`.
    pub hash: ContentHash,
}

/// Most characters of what a file says of a document (id, title, date, source): it is kept beside every unit.
const MAX_NAME_CHARS: usize = 1_000;

/// One document: a file of running text, or one record of a table or of JSON Lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// The record's own id, where the file gives one.
    pub own_id: Option<String>,
    /// Title, where the file gives one.
    pub title: Option<String>,
    /// Date in ISO 8601, as the file or else its name gives it; what cannot be read without doubt stays among the fields.
    pub date: Option<String>,
    /// Source (publisher, author, URL) as the file gives it.
    pub source: Option<String>,
    /// Language of the whole: as the file gives it, else the most frequent of its units.
    pub language: Option<Language>,
    /// Other fields, by name.
    pub fields: BTreeMap<String, serde_json::Value>,
    /// The units, in the order of the file.
    pub units: Vec<Unit>,
    /// Whether it is no document of its own: its units go on with those of the document before, and all else is said there. A large
    /// plain text comes so.
    pub continues: bool,
}

impl Document {
    /// Cuts off what no title is as long as: a file that is not closed somewhere may be all title.
    fn with_short_names(mut self) -> Self {
        for name in
            [&mut self.own_id, &mut self.title, &mut self.date, &mut self.source].into_iter().flatten()
        {
            if let Some((end, _)) = name.char_indices().nth(MAX_NAME_CHARS) {
                name.truncate(end);
                name.shrink_to_fit();
            }
        }
        self
    }
}
