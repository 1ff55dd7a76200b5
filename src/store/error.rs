//! What can go wrong with a collection.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// An error of a collection.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no collection in the folder.
    #[error("there is no collection in `{}`", folder.display())]
    NoCollection {
        /// The folder.
        folder: PathBuf,
    },
    /// Another process writes to the collection.
    #[error("the collection `{}` is being written by another process{}", folder.display(), holder(*.process))]
    Locked {
        /// The collection's folder.
        folder: PathBuf,
        /// The process that holds the lock, when it could be told.
        process: Option<u32>,
    },
    /// The database was made by a newer version.
    #[error("`{}` has schema {found}, newer than the {supported} that this version knows", path.display())]
    NewerSchema {
        /// The database.
        path: PathBuf,
        /// Its version.
        found: usize,
        /// The newest that is understood.
        supported: usize,
    },
    /// The database was made by an older version and is opened only to be read.
    #[error("`{}` has schema {found}, which an older version made", path.display())]
    OlderSchema {
        /// The database.
        path: PathBuf,
        /// Its version.
        found: usize,
    },
    /// The steps to a newer schema failed; the database is as it was.
    #[error("`{}` cannot be brought to the present schema: {reason}", path.display())]
    Migration {
        /// The database.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The disk is full; everything committed before is kept.
    #[error("the disk is full: `{}` cannot grow", path.display())]
    DiskFull {
        /// The database.
        path: PathBuf,
    },
    /// The file is no database, or a damaged one.
    #[error("`{}` is damaged or no collection database: {reason}", path.display())]
    Damaged {
        /// The database.
        path: PathBuf,
        /// What SQLite said.
        reason: String,
    },
    /// Any other error of SQLite.
    #[error("`{}`: {source}", path.display())]
    Database {
        /// The database.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// A file of the collection cannot be read or written.
    #[error("`{}`: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The collection's `cognate.toml` is not what it should be.
    #[error("`{}`: {reason}", path.display())]
    Settings {
        /// The file.
        path: PathBuf,
        /// What is wrong, with the line.
        reason: String,
    },
}

fn holder(process: Option<u32>) -> String {
    process.map(|id| format!(" (process {id})")).unwrap_or_default()
}

impl StoreError {
    pub(super) fn database(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_path_buf();
        match source.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull { path },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged { path, reason: source.to_string() }
            }
            _ => Self::Database { path, source },
        }
    }

    pub(super) fn io(path: &Path, source: std::io::Error) -> Self {
        if source.kind() == std::io::ErrorKind::StorageFull {
            return Self::DiskFull { path: path.to_path_buf() };
        }
        Self::Io { path: path.to_path_buf(), source }
    }

    /// The way out, where there is one.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::NoCollection { .. } => "make one with `cognate index PATH...`, or name the paths to read",
            Self::Locked { .. } => "wait until it has finished; reading is possible meanwhile",
            Self::NewerSchema { .. } => {
                "use the newer version of cognate that made it, or index again with `--collection` elsewhere; \
                 nothing was changed"
            }
            Self::OlderSchema { .. } => "run `cognate index` once: it brings the collection up to date",
            Self::DiskFull { .. } => {
                "make room and run the command again: it goes on where it stopped, what was stored is kept"
            }
            Self::Damaged { .. } => {
                "move the folder away, but keep it, and run `cognate index PATH...` again: texts and embeddings are \
                 made anew; ids, names and edits of topics are in that folder alone"
            }
            Self::Settings { .. } => "correct the line, or delete the file to have the defaults back",
            Self::Migration { .. } | Self::Database { .. } | Self::Io { .. } => return None,
        };
        Some(hint.to_owned())
    }
}
