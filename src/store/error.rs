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
    /// A collection was begun in the folder, and has nothing in it yet.
    #[error("the collection `{}` has nothing in it yet: its first `cognate index` did not come to its end, or is still running", folder.display())]
    Unfinished {
        /// The collection's folder.
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
    /// The collection lies where nothing can be written.
    #[error("the collection `{}` cannot be written: {source}", folder.display())]
    ReadOnly {
        /// The collection's folder.
        folder: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The collection belongs to somebody else.
    #[error("`{}` belongs to another user", path.display())]
    Foreign {
        /// The file or folder.
        path: PathBuf,
    },
    /// Something that is no ordinary file stands where a file of the collection belongs.
    #[error("`{}` is {found}, not a file", path.display())]
    NotAFile {
        /// Where.
        path: PathBuf,
        /// What it is.
        found: &'static str,
    },
    /// The collection was not closed, and lies where it cannot be put in order.
    #[error("the last changes of the collection `{}` lie beside its database and cannot be read from here", folder.display())]
    Unsettled {
        /// The collection's folder.
        folder: PathBuf,
    },
    /// The database changed while it was read without a lock.
    #[error("the collection `{}` was changed while it was read", folder.display())]
    Changed {
        /// The collection's folder.
        folder: PathBuf,
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

/// Whether the place is what keeps the database from being written, and not the state of the files beside it.
fn cannot_be_written(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi::{SQLITE_READONLY, SQLITE_READONLY_DIRECTORY};
    matches!(error, rusqlite::Error::SqliteFailure(failure, _)
        if [SQLITE_READONLY, SQLITE_READONLY_DIRECTORY].contains(&failure.extended_code))
}

impl StoreError {
    pub(super) fn database(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_path_buf();
        match source.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull { path },
            Some(ErrorCode::ReadOnly) if cannot_be_written(&source) => Self::ReadOnly {
                folder: path.parent().map(Path::to_path_buf).unwrap_or(path),
                source: std::io::ErrorKind::ReadOnlyFilesystem.into(),
            },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged { path, reason: source.to_string() }
            }
            _ => Self::Database { path, source },
        }
    }

    /// What keeps the collection in `folder` from being written.
    pub(super) fn no_write(folder: &Path, path: &Path, source: std::io::Error) -> Self {
        use std::io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
        match source.kind() {
            PermissionDenied | ReadOnlyFilesystem => Self::ReadOnly { folder: folder.to_path_buf(), source },
            _ => Self::io(path, source),
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
            Self::Unfinished { .. } => "run `cognate index` again: it goes on where it stopped",
            Self::ReadOnly { .. } => {
                "it can be searched and reported as it is; copy its folder to where you can write to change it"
            }
            Self::Foreign { .. } => {
                "it can be searched, but nothing that it says is done; copy its folder to have one of your own"
            }
            Self::NotAFile { .. } => {
                "a collection has ordinary files only: look who put it there, and remove it"
            }
            Self::Unsettled { .. } => {
                "copy its folder to where you can write, or run `cognate status` where it was written"
            }
            Self::Changed { .. } => "run the command again",
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
            Self::Database { source, .. }
                if matches!(
                    source.sqlite_error_code(),
                    Some(ErrorCode::SystemIoFailure | ErrorCode::ReadOnly | ErrorCode::CannotOpen)
                ) =>
            {
                "perhaps the disk is full, or it fails: make room and run the command again; what was stored is kept"
            }
            Self::Migration { .. } | Self::Database { .. } | Self::Io { .. } => return None,
        };
        Some(hint.to_owned())
    }
}
