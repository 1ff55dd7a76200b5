//! Files, their documents and units: replaced whole, removed whole.

use std::collections::HashMap;

use rusqlite::{Transaction, params};

use super::place::StorePlace;
use super::{Store, StoreError, embeddings};
use crate::corpus::{Boilerplate, Document, Unit};

/// A file as the collection knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownFile {
    /// Its id in the database.
    pub id: i64,
    /// Size in bytes.
    pub size: u64,
    /// Time of the last change, nanoseconds since 1970.
    pub modified_ns: i64,
    /// BLAKE3 of its bytes.
    pub hash: [u8; 32],
    /// The file system that it lay on, where that is known.
    pub device: Option<u64>,
}

/// A file to be put into the collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile<'a> {
    /// Absolute path.
    pub path: &'a str,
    /// Size in bytes.
    pub size: u64,
    /// Time of the last change, nanoseconds since 1970.
    pub modified_ns: i64,
    /// BLAKE3 of its bytes.
    pub hash: [u8; 32],
    /// The file system that it lies on, where that is known.
    pub device: Option<u64>,
}

impl Store {
    /// All known files by absolute path.
    pub fn files(&self) -> Result<HashMap<String, KnownFile>, StoreError> {
        let rows = self.rows("SELECT path, id, size, modified_ns, hash, device FROM file", |row| {
            let known = KnownFile {
                id: row.get(1)?,
                size: row.get::<_, i64>(2)?.cast_unsigned(),
                modified_ns: row.get(3)?,
                hash: row.get(4)?,
                device: row.get::<_, Option<i64>>(5)?.map(i64::cast_unsigned),
            };
            Ok((self.place.absolute(&row.get::<_, String>(0)?), known))
        })?;
        Ok(rows.into_iter().collect())
    }

    /// Number of known files.
    pub fn file_count(&self) -> Result<usize, StoreError> {
        self.connection
            .query_row("SELECT count(*) FROM file", [], |row| row.get::<_, i64>(0))
            .map(|n| n as usize)
            .map_err(|e| self.fail(e))
    }

    /// Begins a change of files that takes effect as a whole, or not at all when it is dropped uncommitted.
    pub fn change_files(&mut self) -> Result<FileTransaction<'_>, StoreError> {
        let path = self.database();
        let transaction = self.connection.transaction().map_err(|e| StoreError::database(&path, e))?;
        Ok(FileTransaction { transaction, path, place: self.place.clone() })
    }
}

/// A change of files in the making.
pub struct FileTransaction<'a> {
    pub(super) transaction: Transaction<'a>,
    pub(super) path: std::path::PathBuf,
    pub(super) place: StorePlace,
}

impl FileTransaction<'_> {
    /// Puts a file into the collection, in the place of what was known of that path; gives its id.
    pub fn replace(&self, file: &NewFile<'_>) -> Result<i64, StoreError> {
        let run = || -> rusqlite::Result<i64> {
            let kept = self.place.kept(file.path);
            if self.transaction.prepare_cached("DELETE FROM file WHERE path = ?1")?.execute([&kept])? > 0 {
                embeddings::leave_to_sweep(&self.transaction)?;
            }
            self.transaction
                .prepare_cached(
                    "INSERT INTO file (path, size, modified_ns, hash, device) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .insert(params![
                    kept,
                    file.size.cast_signed(),
                    file.modified_ns,
                    file.hash,
                    file.device.map(u64::cast_signed)
                ])
        };
        run().map_err(|e| StoreError::database(&self.path, e))
    }

    /// Adds a document with its units to a file.
    pub fn add_document(&self, file: i64, position: usize, document: &Document) -> Result<i64, StoreError> {
        let run = || -> rusqlite::Result<i64> {
            let fields = (!document.fields.is_empty())
                .then(|| serde_json::to_string(&document.fields).unwrap_or_default());
            self.transaction
                .prepare_cached(
                    "INSERT INTO document (file, position, own_id, title, date, source, language, fields)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                )?
                .insert(params![
                    file,
                    position as i64,
                    document.own_id,
                    document.title,
                    document.date,
                    document.source,
                    document.language.as_ref().map(crate::corpus::Language::code),
                    fields
                ])
        };
        let id = run().map_err(|e| StoreError::database(&self.path, e))?;
        self.add_units(id, &document.units)?;
        Ok(id)
    }

    /// Adds units to a document, behind those that it has.
    pub fn add_units(&self, document: i64, units: &[Unit]) -> Result<(), StoreError> {
        let run = || -> rusqlite::Result<()> {
            let mut insert = self.transaction.prepare_cached(
                "INSERT INTO unit
                     (document, position, span_start, span_end, line, language, boilerplate, hash, text, place)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?;
            for unit in units {
                insert.execute(params![
                    document,
                    unit.position as i64,
                    unit.span.start.cast_signed(),
                    unit.span.end.cast_signed(),
                    unit.line.cast_signed(),
                    unit.language.as_ref().map(crate::corpus::Language::code),
                    unit.boilerplate.map(boilerplate_name),
                    unit.hash.0,
                    unit.text,
                    unit.place.as_ref().map(|place| serde_json::to_string(place).unwrap_or_default())
                ])?;
            }
            Ok(())
        };
        run().map_err(|e| StoreError::database(&self.path, e))
    }

    /// Notes that a file's time, size or file system was seen anew while its bytes are the same.
    pub fn touch(&self, id: i64, size: u64, modified_ns: i64, device: Option<u64>) -> Result<(), StoreError> {
        self.transaction
            .execute(
                "UPDATE file SET size = ?2, modified_ns = ?3, device = ?4 WHERE id = ?1",
                params![id, size.cast_signed(), modified_ns, device.map(u64::cast_signed)],
            )
            .map(drop)
            .map_err(|e| StoreError::database(&self.path, e))
    }

    /// Notes of a file that not all of it was read, so that it is read again whatever its time.
    pub fn doubt(&self, id: i64) -> Result<(), StoreError> {
        self.transaction
            .execute("UPDATE file SET modified_ns = -1, hash = zeroblob(32) WHERE id = ?1", [id])
            .map(drop)
            .map_err(|e| StoreError::database(&self.path, e))
    }

    /// Removes a file with its documents and units.
    pub fn remove(&self, id: i64) -> Result<(), StoreError> {
        let run = || -> rusqlite::Result<()> {
            self.transaction.execute("DELETE FROM file WHERE id = ?1", [id])?;
            embeddings::leave_to_sweep(&self.transaction)
        };
        run().map_err(|e| StoreError::database(&self.path, e))
    }

    /// Makes the change take effect.
    pub fn commit(self) -> Result<(), StoreError> {
        self.transaction.commit().map_err(|e| StoreError::database(&self.path, e))
    }
}

/// The name under which the database keeps a kind of boilerplate.
pub(super) fn boilerplate_name(kind: Boilerplate) -> &'static str {
    match kind {
        Boilerplate::Short => "short",
        Boilerplate::ReadAlso => "read-also",
        Boilerplate::Promotion => "promotion",
        Boilerplate::Quoted => "quoted",
        Boilerplate::RunningHead => "running-head",
        Boilerplate::Machine => "machine",
        Boilerplate::Navigation => "navigation",
        Boilerplate::Repeated => "repeated",
    }
}

/// The inverse of [`boilerplate_name`].
pub(super) fn boilerplate_of(name: &str) -> Boilerplate {
    match name {
        "read-also" => Boilerplate::ReadAlso,
        "promotion" => Boilerplate::Promotion,
        "quoted" => Boilerplate::Quoted,
        "running-head" => Boilerplate::RunningHead,
        "machine" => Boilerplate::Machine,
        "navigation" => Boilerplate::Navigation,
        "repeated" => Boilerplate::Repeated,
        _ => Boilerplate::Short,
    }
}
