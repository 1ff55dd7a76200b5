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
mod functions;
mod lock;
mod open;
mod place;
mod read;
mod registry;
mod schema;
mod settings;
mod unread;
mod verify;

#[cfg(test)]
mod tests;

pub use embeddings::{NewEmbedding, Stored, StoredText, Vectors};
pub use error::StoreError;
pub use files::{FileTransaction, KnownFile, NewFile};
pub use lock::WriteLock;
pub use read::{Counts, StoredUnit};
pub use registry::{StoredGoneTopic, StoredRegistry, StoredRun, StoredTopic};
pub use schema::SCHEMA_VERSION;
pub use settings::Settings;
pub use unread::UnreadFile;
pub use verify::Finding;

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension};

use self::open::{Opened, Seen};
use self::place::StorePlace;
use crate::embed::ModelId;

/// File name of the database in a collection's folder.
pub const DATABASE: &str = "collection.db";

/// What stands for the folder of a collection in memory.
const MEMORY: &str = "<memory>";

/// Note in the database that a run of `index` has begun and not ended.
const INTERRUPTED: &str = "interrupted";

/// Note of where the collection lay when it was last written.
const PLACE: &str = "place";

/// The first version that keeps paths relative to the collection.
const RELATIVE_SINCE: usize = 5;

/// An open collection.
pub struct Store {
    folder: PathBuf,
    place: StorePlace,
    connection: Connection,
    /// Set where nothing can be written, and the database is read without a lock.
    fixed: Option<Seen>,
}

/// A path that was indexed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// Absolute path, as [`crate::path::text_of`] writes it.
    pub path: String,
    /// Whether it was named of this collection, in this place: one that lies outside of the folder of a collection that came from elsewhere
    /// is nobody's word here.
    pub trusted: bool,
}

impl Store {
    /// Opens the collection in `folder` for writing, making it when there is none. The lock is proof that
    /// nobody else writes.
    ///
    /// # Errors
    /// [`StoreError`]; in particular for a database of a newer schema or of another user, which is left as it is.
    pub fn open(folder: &Path, _lock: &WriteLock) -> Result<Self, StoreError> {
        let path = folder.join(DATABASE);
        let mut connection = open::to_write(folder)?;
        let before = schema::migrate(&mut connection, &path)?;
        let store =
            Self { folder: folder.to_path_buf(), place: StorePlace::of(folder), connection, fixed: None };
        if (1..RELATIVE_SINCE).contains(&before) {
            store.make_relative()?;
        }
        Ok(store)
    }

    /// Opens an existing collection for reading, beside a writer if there is one.
    ///
    /// # Errors
    /// [`StoreError::NoCollection`] when there is none, else as [`Store::open`].
    pub fn open_existing(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(DATABASE);
        if std::fs::symlink_metadata(&path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            return Err(StoreError::NoCollection { folder: folder.to_path_buf() });
        }
        open::inspect(folder)?;
        let Opened { connection, fixed } = open::to_read(folder)?;
        schema::check(&connection, &path)?;
        Ok(Self { folder: folder.to_path_buf(), place: StorePlace::of(folder), connection, fixed })
    }

    /// A collection in memory, of which nothing is written anywhere.
    ///
    /// # Errors
    /// As SQLite.
    pub fn in_memory() -> Result<Self, StoreError> {
        let folder = PathBuf::from(MEMORY);
        let path = folder.join(DATABASE);
        let mut connection = open::in_memory().map_err(|e| StoreError::database(&path, e))?;
        schema::migrate(&mut connection, &path)?;
        Ok(Self { folder, place: StorePlace::nowhere(), connection, fixed: None })
    }

    /// Whether it is on no disk.
    pub fn is_in_memory(&self) -> bool {
        self.folder == Path::new(MEMORY)
    }

    /// Whether it is read as a file that nobody changes, because nothing could be written beside it.
    pub fn is_fixed(&self) -> bool {
        self.fixed.is_some()
    }

    /// Makes sure that what was read without a lock was not changed meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Changed`].
    pub fn check_unchanged(&self) -> Result<(), StoreError> {
        let Some(before) = self.fixed else { return Ok(()) };
        match Seen::at(&self.database()) {
            Ok(now) if now == before => Ok(()),
            _ => Err(StoreError::Changed { folder: self.folder.clone() }),
        }
    }

    /// What is read while it is held is of one moment, whatever a writer does meanwhile. Within a change it is part of that.
    ///
    /// # Errors
    /// As SQLite.
    pub fn snapshot(&self) -> Result<Option<Snapshot<'_>>, StoreError> {
        if !self.connection.is_autocommit() {
            return Ok(None);
        }
        self.connection
            .unchecked_transaction()
            .map(|transaction| Some(Snapshot(transaction)))
            .map_err(|e| self.fail(e))
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
    pub fn roots(&self) -> Result<Vec<Root>, StoreError> {
        let mut roots = self.rows("SELECT path, place FROM root", |row| {
            let (path, place): (String, String) = (row.get(0)?, row.get(1)?);
            let path = self.place.absolute(&path);
            let trusted = place == self.place.own() || self.place.holds(&path);
            Ok(Root { path, trusted })
        })?;
        roots.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(roots)
    }

    /// Remembers paths, so that `index` without paths looks at them again, and notes that a run has begun; both or neither.
    pub fn begin_run(&mut self, roots: &[String]) -> Result<(), StoreError> {
        let path = self.database();
        let kept: Vec<String> = roots.iter().map(|root| self.place.kept(root)).collect();
        let own = self.place.own().to_owned();
        let mut run = || -> rusqlite::Result<()> {
            let transaction = self.connection.transaction()?;
            for root in &kept {
                transaction
                    .execute("INSERT OR REPLACE INTO root (path, place) VALUES (?1, ?2)", [root, &own])?;
            }
            let mut set =
                transaction.prepare_cached("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)")?;
            set.execute([INTERRUPTED, "yes"])?;
            set.execute([PLACE, &own])?;
            drop(set);
            transaction.commit()
        };
        run().map_err(|e| StoreError::database(&path, e))
    }

    /// Notes that the run has come to its end.
    pub fn end_run(&self) -> Result<(), StoreError> {
        self.set_meta(INTERRUPTED, "no")
    }

    /// Whether a run has begun and not ended, or none has come to its end yet.
    pub fn is_interrupted(&self) -> Result<bool, StoreError> {
        Ok(self.meta(INTERRUPTED)?.as_deref() != Some("no"))
    }

    /// Where the collection lay when it was last written, if that was elsewhere.
    pub fn moved_from(&self) -> Result<Option<String>, StoreError> {
        Ok(self.meta(PLACE)?.filter(|place| place != self.place.own()))
    }

    /// Forgets a path and what was read below it and below no other, with its embeddings, all at once; the number of files, or `None`
    /// when the path was not known. Nothing of their text stays in the database.
    pub fn forget(&mut self, root: &str) -> Result<Option<usize>, StoreError> {
        let roots = self.roots()?;
        if !roots.iter().any(|known| known.path == root) {
            return Ok(None);
        }
        let others: Vec<&str> =
            roots.iter().map(|root| root.path.as_str()).filter(|path| *path != root).collect();
        let below = |path: &str, root: &str| Path::new(path).starts_with(root);
        let gone: Vec<i64> = self
            .files()?
            .iter()
            .filter(|(path, _)| below(path, root) && !others.iter().any(|other| below(path, other)))
            .map(|(_, file)| file.id)
            .collect();
        let unread: Vec<String> = self
            .unread()?
            .keys()
            .filter(|path| below(path, root) && !others.iter().any(|other| below(path, other)))
            .map(|path| self.place.kept(path))
            .collect();
        let kept = self.place.kept(root);
        let path = self.database();
        let mut run = || -> rusqlite::Result<()> {
            self.connection.pragma_update(None, "secure_delete", true)?;
            let transaction = self.connection.transaction()?;
            transaction.execute("DELETE FROM root WHERE path = ?1", [&kept])?;
            {
                let mut delete = transaction.prepare("DELETE FROM file WHERE id = ?1")?;
                for id in &gone {
                    delete.execute([id])?;
                }
            }
            {
                let mut delete = transaction.prepare("DELETE FROM unread WHERE path = ?1")?;
                for path in &unread {
                    delete.execute([path])?;
                }
            }
            embeddings::sweep(&transaction)?;
            transaction.commit()?;
            // The log has the pages as they were; a reader may keep it from being emptied now, and the next run does it.
            self.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE);")?;
            self.connection.pragma_update(None, "secure_delete", false)
        };
        run().map_err(|e| StoreError::database(&path, e))?;
        Ok(Some(gone.len()))
    }

    /// Rewrites the paths of a database that had all of them absolute.
    fn make_relative(&self) -> Result<(), StoreError> {
        for table in ["root", "file"] {
            let paths = self.strings(&format!("SELECT path FROM {table}"))?;
            let run = || -> rusqlite::Result<()> {
                let transaction = self.connection.unchecked_transaction()?;
                {
                    let mut update =
                        transaction.prepare(&format!("UPDATE {table} SET path = ?2 WHERE path = ?1"))?;
                    for path in &paths {
                        update.execute([path, &self.place.kept(path)])?;
                    }
                }
                if table == "root" {
                    transaction.execute("UPDATE root SET place = ?1", [self.place.own()])?;
                }
                transaction.commit()
            };
            run().map_err(|e| self.fail(e))?;
        }
        Ok(())
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

    /// Writes all of it, as it is at one moment, into a new collection in `folder`, which is there and empty.
    ///
    /// # Errors
    /// As SQLite.
    pub fn copy_to(&self, folder: &Path) -> Result<(), StoreError> {
        let path = folder.join(DATABASE);
        let write = self.connection.execute("VACUUM INTO ?1", [path.to_string_lossy()]);
        write.map_err(|e| StoreError::database(&path, e))?;
        Ok(())
    }

    /// Takes the paths of a copy for those of the collection that it is one of.
    pub fn stand_for(&mut self, original: &Self) {
        self.place = original.place.clone();
    }

    /// Removes every embedding; and all units but `keep` that chance chose, the same each time.
    ///
    /// # Errors
    /// As SQLite.
    pub fn strip(&self, keep: Option<usize>) -> Result<(), StoreError> {
        let strip = || -> rusqlite::Result<()> {
            if let Some(n) = keep {
                // Fibonacci hashing: numbers that follow each other are far apart.
                self.connection.execute(
                    "DELETE FROM unit WHERE id NOT IN
                         (SELECT id FROM unit ORDER BY (id * 2654435769) & 4294967295, id LIMIT ?1)",
                    [n as i64],
                )?;
            }
            self.connection.execute_batch("DELETE FROM model; DELETE FROM removed;")
        };
        strip().map_err(|e| self.fail(e))
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

/// Whether the collection in `folder` belongs to another user: it may be read, and nothing that it says is done.
pub fn is_foreign(folder: &Path) -> bool {
    open::foreign(folder).is_some()
}

/// What is read of one moment.
pub struct Snapshot<'a>(#[expect(dead_code, reason = "held for its end")] rusqlite::Transaction<'a>);
