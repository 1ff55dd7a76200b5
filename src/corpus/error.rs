//! What can go wrong while files are found and read, each with the file, the line and a way out.

use std::io;
use std::path::PathBuf;

use super::{DocumentFault, UnreadKind};
use crate::message::{cut, grouped, literals, size};

/// A file or a record that cannot be read.
///
/// Messages name the file (and the line) and the cause; [`CorpusError::hint`] names the way out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CorpusError {
    /// A path that was named does not exist.
    #[error("`{}` does not exist", path.display())]
    Missing {
        /// The path as it was given.
        path: PathBuf,
    },
    /// A path that was named cannot be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Unreadable {
        /// The path as it was given.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A path that was named is neither a file nor a folder.
    #[error("`{}` is {kind}, not a file or a folder", path.display())]
    NotAFile {
        /// The path as it was given.
        path: PathBuf,
        /// What it is, such as `a pipe`.
        kind: &'static str,
    },
    /// A file of running text is larger than [`MAX_TEXT_BYTES`](super::MAX_TEXT_BYTES).
    #[error("`{name}` is too large: {}, and at most {} of running text are read at once", size(*bytes), size(*most))]
    TextTooLarge {
        /// The file as shown.
        name: String,
        /// Its size, as far as it is known.
        bytes: u64,
        /// The largest size that is read.
        most: u64,
    },
    /// A file of running text is in more parts than are kept in memory.
    #[error("`{name}` has more than {} {what}, the most that are read at once", grouped(*most as u64))]
    TooManyParts {
        /// The file as shown.
        name: String,
        /// What there is too much of, such as `paragraphs`.
        what: &'static str,
        /// The greatest number that is read.
        most: usize,
    },
    /// A file of records that is not UTF-8 is larger than [`MAX_TEXT_BYTES`](super::MAX_TEXT_BYTES).
    #[error("`{name}` is not UTF-8 and too large to be read in another encoding: {}, and at most {} are", size(*bytes), size(*most))]
    EncodedTooLarge {
        /// The file as shown.
        name: String,
        /// Its size, as far as it is known.
        bytes: u64,
        /// The largest size that is read.
        most: u64,
    },
    /// What comes in without a file is larger than [`MAX_INPUT_BYTES`](super::MAX_INPUT_BYTES).
    #[error("`{name}` is larger than {}, the most that is read into memory", size(*most))]
    InputTooLarge {
        /// What errors call it.
        name: String,
        /// The largest size that is read.
        most: u64,
    },
    /// The file is not text: it holds NUL bytes or begins as an archive, an image or a PDF does.
    #[error("`{name}` is not a text file")]
    Binary {
        /// The file as shown.
        name: String,
    },
    /// A record is not valid JSON.
    #[error("{name}:{line}: broken JSON at column {column}: {}", cut(message, 200))]
    BrokenJson {
        /// The file as shown.
        name: String,
        /// Line, from 1.
        line: u64,
        /// Column of the fault, from 1, in bytes.
        column: usize,
        /// What the JSON parser said, without the place.
        message: String,
    },
    /// A notebook is not valid JSON, or not what a notebook is in JSON.
    #[error("{name}:{line}: broken notebook at column {column}: {}", cut(message, 200))]
    BrokenNotebook {
        /// The file as shown.
        name: String,
        /// Line, from 1.
        line: u64,
        /// Column of the fault, from 1, in bytes.
        column: usize,
        /// What the JSON parser said, without the place.
        message: String,
    },
    /// A record is valid JSON, but not an object.
    #[error("{name}:{line}: found {found} where a JSON object was expected")]
    NotAnObject {
        /// The file as shown.
        name: String,
        /// Line, from 1.
        line: u64,
        /// What stands there instead, such as `an array`.
        found: &'static str,
    },
    /// A record is longer than [`MAX_RECORD_BYTES`](super::MAX_RECORD_BYTES); reading goes on behind it.
    #[error("{name}:{line}: the record is too long: {}, and at most {} are read", size(*bytes), size(*most as u64))]
    RecordTooLong {
        /// The file as shown.
        name: String,
        /// Line on which the record begins, from 1.
        line: u64,
        /// Its length.
        bytes: u64,
        /// The greatest length that is read.
        most: usize,
    },
    /// A record has none of the fields that could hold its text.
    #[error("{name}:{line}: the record has no field {}", literals(wanted))]
    MissingText {
        /// The file as shown.
        name: String,
        /// Line, from 1.
        line: u64,
        /// The field names that were looked for.
        wanted: Vec<String>,
        /// The field names that the record has.
        found: Vec<String>,
    },
    /// A file of JSON holds neither an object nor a list.
    #[error("{name}:{line}: found {found} where records were expected")]
    NoRecords {
        /// The file as shown.
        name: String,
        /// Line, from 1.
        line: u64,
        /// What stands there instead, such as `a string`.
        found: &'static str,
    },
    /// A file of JSON holds one object, and that has no text.
    #[error("`{name}` has no text in it")]
    NoText {
        /// The file as shown.
        name: String,
        /// The fields that it has.
        found: Vec<String>,
    },
    /// Of all the records of a file none could be read.
    #[error("`{name}`: none of its records can be read ({}); the first: {}", grouped(*records), cut(first, 300))]
    NoRecord {
        /// The file as shown.
        name: String,
        /// How many there are.
        records: u64,
        /// What is wrong with the first.
        first: String,
    },
    /// The header of a table names no column that could hold the text.
    #[error("{name}: no column is named {}; the columns are {}", literals(wanted), literals(columns))]
    NoTextColumn {
        /// The file as shown.
        name: String,
        /// The column names that were looked for.
        wanted: Vec<String>,
        /// The columns that the table has.
        columns: Vec<String>,
    },
    /// A row of a table has cells beyond those of its header.
    #[error("{name}:{line}: the row has {found} cells, the header {expected}")]
    CellCount {
        /// The file as shown.
        name: String,
        /// Line on which the row begins, from 1.
        line: u64,
        /// Cells in the header.
        expected: usize,
        /// Cells in the row.
        found: usize,
    },
    /// A document that is no plain text, such as a PDF, cannot be read.
    #[error("`{name}` {fault}")]
    Document {
        /// The file as shown; of what lies in an archive, `ARCHIVE/FILE`.
        name: String,
        /// Why.
        fault: DocumentFault,
    },
    /// A quoted cell is never closed.
    #[error("{name}:{line}: a `\"` opens a cell that nothing closes")]
    OpenQuote {
        /// The file as shown.
        name: String,
        /// Line on which the row begins, from 1.
        line: u64,
    },
}

impl CorpusError {
    /// The way out, where there is one to name.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Missing { .. } => {
                Some("check the spelling, or give the path from the working directory".to_owned())
            }
            Self::Unreadable { .. } => None,
            Self::Document { fault, .. } => fault.hint().map(str::to_owned),
            Self::NotAFile { .. } => {
                Some("pipe in what it gives: `... | cognate search QUERY -`".to_owned())
            }
            Self::TextTooLarge { .. } | Self::TooManyParts { .. } => Some(
                "split it, such as with `split -C 100M --additional-suffix=.txt`, or convert it to JSON Lines, which is \
                 read record by record"
                    .to_owned(),
            ),
            Self::EncodedTooLarge { .. } => Some(
                "convert it to UTF-8, such as with `iconv -f ENCODING -t UTF-8`; UTF-8 is read piece by piece"
                    .to_owned(),
            ),
            Self::InputTooLarge { .. } => Some(
                "write it to a file and index that: `... > input.jsonl`, then `cognate index input.jsonl`".to_owned(),
            ),
            Self::RecordTooLong { .. } => {
                Some("divide its text among several records, or take it out of the file".to_owned())
            }
            Self::Binary { .. } => Some(
                "convert it to text, Markdown or HTML first, for example with `pandoc` or `pdftotext`"
                    .to_owned(),
            ),
            Self::BrokenJson { .. } | Self::NotAnObject { .. } => Some(
                "each record (in JSON Lines, each line) must be one JSON object, such as `{\"text\": \"...\"}`"
                    .to_owned(),
            ),
            Self::BrokenNotebook { .. } => Some(
                "save it again with Jupyter, or convert it with `jupyter nbconvert --to markdown`".to_owned(),
            ),
            Self::MissingText { found, .. } | Self::NoText { found, .. } if found.is_empty() => None,
            Self::MissingText { found, .. } => Some(format!(
                "name the field that holds the text with `--text-field NAME`; the record has {}",
                literals(found)
            )),
            Self::NoText { found, .. } => Some(format!(
                "if a field holds one, name it with `--text-field NAME`; there are {}",
                literals(found)
            )),
            Self::NoRecords { .. } => Some(
                "a file of JSON holds a list of objects, an object with such a list, or one object after the other"
                    .to_owned(),
            ),
            Self::NoRecord { .. } => {
                Some("name the field that holds the text with `--text-field NAME`".to_owned())
            }
            Self::NoTextColumn { .. } => {
                Some("name the column that holds the text with `--text-field NAME`".to_owned())
            }
            Self::CellCount { .. } => Some(
                "put a cell that holds the delimiter in double quotes, or convert the table to JSON Lines"
                    .to_owned(),
            ),
            Self::OpenQuote { .. } => {
                Some("close the quote; a quote within a quoted cell is written twice (`\"\"`)".to_owned())
            }
        }
    }

    /// Why the file is not read, in a word.
    pub fn unread_kind(&self) -> UnreadKind {
        match self {
            Self::TextTooLarge { .. } | Self::EncodedTooLarge { .. } | Self::TooManyParts { .. } => {
                UnreadKind::TooLarge
            }
            Self::NoTextColumn { .. }
            | Self::MissingText { .. }
            | Self::NoRecords { .. }
            | Self::NoText { .. } => UnreadKind::NoText,
            Self::Document { fault, .. } => fault.unread_kind(),
            Self::Unreadable { .. } => UnreadKind::Unreadable,
            Self::Binary { .. } => UnreadKind::Binary,
            _ => UnreadKind::Damaged,
        }
    }

    /// Whether the error concerns one record: the next call of the iterator goes on behind it.
    pub fn is_record(&self) -> bool {
        matches!(
            self,
            Self::BrokenJson { .. }
                | Self::NotAnObject { .. }
                | Self::RecordTooLong { .. }
                | Self::MissingText { .. }
                | Self::CellCount { .. }
                | Self::OpenQuote { .. }
        )
    }

    /// Whether the file is set aside because it is not text; a folder walk counts it as skipped.
    pub fn is_binary(&self) -> bool {
        matches!(self, Self::Binary { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_short_whatever_the_file_holds() {
        let names: Vec<String> = (0..200_000).map(|i| format!("column {i}")).collect();
        let long = "x".repeat(1 << 20);
        let name = || "data.csv".to_owned();
        for error in [
            CorpusError::NoTextColumn {
                name: name(),
                wanted: vec!["text".to_owned()],
                columns: names.clone(),
            },
            CorpusError::MissingText { name: name(), line: 1, wanted: vec![long.clone()], found: names },
            CorpusError::NoRecord { name: name(), records: 3, first: long.clone() },
            CorpusError::BrokenJson { name: name(), line: 1, column: 1, message: long },
        ] {
            let (message, hint) = (error.to_string(), error.hint().unwrap_or_default());
            assert!(message.len() < 400 && hint.len() < 400, "{message} {hint}");
        }
    }

    #[test]
    fn sizes_are_shown_to_people() {
        let name = || "big.txt".to_owned();
        let error = CorpusError::TextTooLarge { name: name(), bytes: 3 << 30, most: 256 << 20 };
        assert_eq!(
            error.to_string(),
            "`big.txt` is too large: 3 GiB, and at most 256 MiB of running text are read at once"
        );
        let error = CorpusError::TooManyParts { name: name(), what: "paragraphs", most: 4_000_000 };
        assert!(error.to_string().contains("4,000,000 paragraphs"), "{error}");
    }
}
