//! What can go wrong while files are found and read, each with the file, the line and a way out.

use std::io;
use std::path::PathBuf;

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
    /// The file is not text: it holds NUL bytes or begins as an archive, an image or a PDF does.
    #[error("`{name}` is not a text file")]
    Binary {
        /// The file as shown.
        name: String,
    },
    /// A line of JSON Lines is not valid JSON.
    #[error("{name}:{line}: broken JSON at column {column}: {message}")]
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
    /// A line of JSON Lines is valid JSON, but not an object.
    #[error("{name}:{line}: found {found} where a JSON object was expected")]
    NotAnObject {
        /// The file as shown.
        name: String,
        /// Line, from 1.
        line: u64,
        /// What stands there instead, such as `an array`.
        found: &'static str,
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
    /// The text field of a record holds something other than a string.
    #[error("{name}:{line}: field `{field}` is {found}, not a string")]
    TextNotAString {
        /// The file as shown.
        name: String,
        /// Line, from 1.
        line: u64,
        /// The field.
        field: String,
        /// What it holds, such as `a number`.
        found: &'static str,
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
    /// A row of a table has more or fewer cells than its header.
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
            Self::Binary { .. } => Some(
                "convert it to text, Markdown or HTML first, for example with `pandoc` or `pdftotext`"
                    .to_owned(),
            ),
            Self::BrokenJson { .. } | Self::NotAnObject { .. } => Some(
                "each line of a JSON Lines file must be one JSON object, such as `{\"text\": \"...\"}`"
                    .to_owned(),
            ),
            Self::MissingText { found, .. } if found.is_empty() => None,
            Self::MissingText { found, .. } => Some(format!(
                "name the field that holds the text with `--text-field NAME`; the record has {}",
                literals(found)
            )),
            Self::TextNotAString { .. } => Some("name another field with `--text-field NAME`".to_owned()),
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

    /// Whether the file is set aside because it is not text; a folder walk counts it as skipped.
    pub fn is_binary(&self) -> bool {
        matches!(self, Self::Binary { .. })
    }
}

/// The names between backticks, for messages.
fn literals(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
