//! The collection on disk: what is known, what changed, and nothing half done.
//!
//! A collection is one folder. Its database, `collection.db`, is the only thing that must survive; every other
//! file can be made again from it. The database is SQLite in WAL mode: one writer, who holds the folder's lock,
//! and any number of readers. A file's documents and units are replaced in one transaction, embeddings are added
//! a batch at a time and keyed by content hash and model, so that an interrupted run loses at most one batch and
//! the same text is embedded once wherever it stands.

mod embeddings;
mod error;
mod files;
mod lock;
mod read;
mod registry;
mod schema;
mod settings;
mod verify;

#[cfg(test)]
mod tests;

pub use embeddings::{NewEmbedding, Stored, Vectors};
pub use error::StoreError;
pub use files::{FileTransaction, KnownFile, NewFile};
pub use lock::WriteLock;
pub use read::{Counts, StoredUnit};
pub use registry::{StoredGoneTopic, StoredRegistry, StoredRun, StoredTopic};
pub use schema::SCHEMA_VERSION;
pub use settings::Settings;
pub use verify::Finding;

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension};

use crate::embed::ModelId;

/// File name of the database in a collection's folder.
pub const DATABASE: &str = "collection.db";

/// An open collection.
pub struct Store {
    folder: PathBuf,
    connection: Connection,
}

impl Store {
    /// Opens the collection in `folder` for writing, making it when there is none. The lock is proof that
    /// nobody else writes.
    ///
    /// # Errors
    /// [`StoreError`]; in particular for a database of a newer schema, which is left as it is.
    pub fn open(folder: &Path, _lock: &WriteLock) -> Result<Self, StoreError> {
        let path = folder.join(DATABASE);
        let mut connection = Connection::open(&path).map_err(|e| StoreError::database(&path, e))?;
        prepare(&connection).map_err(|e| StoreError::database(&path, e))?;
        schema::migrate(&mut connection, &path)?;
        Ok(Self { folder: folder.to_path_buf(), connection })
    }

    /// Opens an existing collection for reading, beside a writer if there is one.
    ///
    /// # Errors
    /// [`StoreError::NoCollection`] when there is none, else as [`Store::open`].
    pub fn open_existing(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(DATABASE);
        if !path.is_file() {
            return Err(StoreError::NoCollection { folder: folder.to_path_buf() });
        }
        // Read-write without create: a reader of a WAL database has to be able to make its shared memory file.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&path, flags)
            .or_else(|_| Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_ONLY))
            .map_err(|e| StoreError::database(&path, e))?;
        connection.busy_timeout(Duration::from_secs(10)).map_err(|e| StoreError::database(&path, e))?;
        schema::check(&connection, &path)?;
        Ok(Self { folder: folder.to_path_buf(), connection })
    }

    /// The collection's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The database file.
    pub fn database(&self) -> PathBuf {
        self.folder.join(DATABASE)
    }

    /// Attaches the database's path to an error of SQLite.
    fn fail(&self, error: rusqlite::Error) -> StoreError {
        StoreError::database(&self.database(), error)
    }

    /// A value that was set with [`Store::set_meta`].
    pub fn meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.connection
            .query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0))
            .optional()
            .map_err(|e| self.fail(e))
    }

    /// Keeps a value under a name.
    pub fn set_meta(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.connection
            .execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)", [key, value])
            .map(drop)
            .map_err(|e| self.fail(e))
    }

    /// The paths that were indexed, in order of their names.
    pub fn roots(&self) -> Result<Vec<String>, StoreError> {
        self.strings("SELECT path FROM root ORDER BY path")
    }

    /// Remembers a path, so that `index` without paths looks at it again.
    pub fn add_root(&self, path: &str) -> Result<(), StoreError> {
        self.connection
            .execute("INSERT OR IGNORE INTO root (path) VALUES (?1)", [path])
            .map(drop)
            .map_err(|e| self.fail(e))
    }

    /// Forgets a path; false when it was not known.
    pub fn remove_root(&self, path: &str) -> Result<bool, StoreError> {
        self.connection
            .execute("DELETE FROM root WHERE path = ?1", [path])
            .map(|n| n > 0)
            .map_err(|e| self.fail(e))
    }

    /// The models that the collection holds embeddings of, with their dimensions.
    pub fn models(&self) -> Result<Vec<(ModelId, usize)>, StoreError> {
        self.rows("SELECT name, revision, dimension FROM model ORDER BY id", |row| {
            Ok((ModelId { name: row.get(0)?, revision: row.get(1)? }, row.get::<_, i64>(2)? as usize))
        })
    }

    /// Gives the space of what was removed back to the disk, and sorts in what was written beside.
    pub fn vacuum(&self) -> Result<(), StoreError> {
        self.connection.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);").map_err(|e| self.fail(e))
    }

    fn strings(&self, sql: &str) -> Result<Vec<String>, StoreError> {
        self.rows(sql, |row| row.get(0))
    }

    fn rows<T>(
        &self,
        sql: &str,
        map: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let query = || -> rusqlite::Result<Vec<T>> {
            self.connection.prepare_cached(sql)?.query_map([], map)?.collect()
        };
        query().map_err(|e| self.fail(e))
    }
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // With WAL, NORMAL keeps the database whole after a crash of program or machine; the last transactions
    // before a power cut may be missing, which the next `index` makes again.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -64_000)?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(())
}
