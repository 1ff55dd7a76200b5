//! What can go wrong with a word index.

use std::path::PathBuf;

/// An error of a word index.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WordsError {
    /// The file is damaged, incomplete, of another version or another model.
    #[error("the word index `{}` cannot be used: {reason}", path.display())]
    BadFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The file cannot be read or written.
    #[error("`{}`: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl WordsError {
    /// The way out, where there is one.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::BadFile { .. } => {
                Some("delete it: `cognate index` makes it again from the database".to_owned())
            }
            Self::Io { .. } => None,
        }
    }
}
