//! Queries with what each should find in a collection, as a person writes them down.
//!
//! What is expected is named by how a paragraph begins, by file and line, or by the id of a document. Whether the collection has such a
//! paragraph is not known here: what it has not is no error of the file.

mod cells;
mod tables;
#[cfg(test)]
mod tests;
mod trec;

use std::fmt;
use std::path::Path;

use super::EvalError;
use super::table::{content, shown};

/// A file of queries, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryFile {
    /// The files that were read.
    pub files: Vec<String>,
    /// The queries that expect something, in the order of the file.
    pub queries: Vec<JudgedQuery>,
    /// Queries that expect nothing, and cannot be measured.
    pub left_out: usize,
}

/// A query and what it should find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedQuery {
    /// Its id, else its number, such as `q3`.
    pub id: String,
    /// Line of the file on which it stands, from 1.
    pub line: u64,
    /// What is asked, as `cognate search` takes it.
    pub text: String,
    /// Its language, where the file names one.
    pub lang: Option<String>,
    /// What it should find.
    pub expect: Vec<Expected>,
}

/// What a query should find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// What names it.
    pub wanted: Wanted,
    /// What it is worth: 0 is not relevant.
    pub gain: u32,
    /// Line of the file on which it stands, from 1.
    pub line: u64,
}

/// How a paragraph is named.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Wanted {
    /// By how it begins, or by what it holds.
    Text {
        /// The words.
        text: String,
        /// Only in files whose path ends so.
        file: Option<String>,
    },
    /// By where it stands.
    Line {
        /// The end of the file's path.
        file: String,
        /// A line of it, from 1.
        line: u64,
    },
    /// By the own id of its document.
    Id(String),
}

impl Wanted {
    /// The end of the path of its file, where it names one.
    pub fn file(&self) -> Option<&str> {
        match self {
            Self::Text { file, .. } => file.as_deref(),
            Self::Line { file, .. } => Some(file),
            Self::Id(_) => None,
        }
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { text, file: None } => f.write_str(text),
            Self::Text { text, file: Some(file) } => write!(f, "{file}: {text}"),
            Self::Line { file, line } => write!(f, "{file}:{line}"),
            Self::Id(id) => write!(f, "id {id}"),
        }
    }
}

/// What is wrong in a line of a file.
struct Fault {
    line: u64,
    reason: String,
}

impl Fault {
    fn new(line: u64, reason: impl Into<String>) -> Self {
        Self { line, reason: reason.into() }
    }
}

impl QueryFile {
    /// Reads queries: TOML (`[[query]]`), a table with the columns `query` and `expect`, or, with judgements, TREC topics and qrels.
    ///
    /// # Errors
    /// [`EvalError`] naming file and line.
    pub fn read(queries: &Path, qrels: Option<&Path>) -> Result<Self, EvalError> {
        let text = content(queries)?;
        let ending = queries.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
        let (all, files) = match (qrels, ending.as_deref()) {
            (Some(qrels), _) => {
                let mut all =
                    trec::topics(&text).map_err(|fault| fault.within(queries, trec::TOPICS_HINT))?;
                let judged = content(qrels)?;
                trec::judge(&judged, &mut all).map_err(|fault| fault.within(qrels, trec::QRELS_HINT))?;
                (all, vec![shown(queries), shown(qrels)])
            }
            (None, Some("toml")) => {
                let all = tables::read(&text).map_err(|fault| fault.within(queries, tables::HINT))?;
                (all, vec![shown(queries)])
            }
            (None, Some("csv" | "tsv")) => {
                let all = cells::read(&text).map_err(|fault| fault.within(queries, cells::HINT))?;
                (all, vec![shown(queries)])
            }
            _ => return Err(EvalError::QueriesOfNoKind { file: shown(queries) }),
        };
        let read = all.len();
        let queries: Vec<JudgedQuery> =
            all.into_iter().filter(|query| query.expect.iter().any(|expected| expected.gain > 0)).collect();
        if queries.is_empty() {
            return Err(EvalError::NothingExpected { file: files.join(", "), queries: read });
        }
        Ok(Self { files, left_out: read - queries.len(), queries })
    }
}

impl Fault {
    fn within(self, path: &Path, hint: &'static str) -> EvalError {
        EvalError::BadQueries { file: shown(path), line: self.line, reason: self.reason, hint }
    }
}
