//! What can go wrong with an index.

use std::path::PathBuf;

/// An error of an index.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// The query or a row has another dimension than the index.
    #[error("a vector has {received} dimensions where the index has {expected}")]
    Dimension {
        /// The index's dimension.
        expected: usize,
        /// What came.
        received: usize,
    },
    /// A vector has a NaN or an infinity.
    #[error("a vector is not finite")]
    NotFinite,
    /// A row has a NaN or an infinity, or is longer than one.
    #[error("the vector with id {id} is not finite, or longer than one")]
    BadRow {
        /// Its id.
        id: i64,
    },
    /// Two rows have one id.
    #[error("the id {id} is given to two rows")]
    SameId {
        /// The id.
        id: i64,
    },
    /// There are more rows than an index can have.
    #[error("{rows} rows are more than an index can have")]
    TooMany {
        /// Number of rows.
        rows: usize,
    },
    /// A filter was made for another index.
    #[error("a filter of {received} rows was made for another index, this one has {expected}")]
    RowFilter {
        /// Rows of the index.
        expected: usize,
        /// Rows of the index that it was made for.
        received: usize,
    },
    /// There are not as many ids as rows.
    #[error("{ids} ids were given for {rows} rows")]
    Ids {
        /// Number of ids.
        ids: usize,
        /// Number of rows.
        rows: usize,
    },
    /// A parameter of the graph is out of its range.
    #[error("`{name}` is {value}, outside {range}")]
    Parameter {
        /// The parameter.
        name: &'static str,
        /// Its value.
        value: usize,
        /// What is allowed.
        range: &'static str,
    },
    /// The index file is damaged, incomplete or of another version.
    #[error("the index file `{}` cannot be used: {reason}", path.display())]
    BadFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The index file cannot be read or written.
    #[error("`{}`: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl IndexError {
    /// The way out, where there is one.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::BadFile { .. } => {
                Some("delete it: `cognate index` makes it again from the database".to_owned())
            }
            Self::Dimension { .. } => Some("query and rows must come from one model".to_owned()),
            _ => None,
        }
    }
}
