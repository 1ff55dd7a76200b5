//! Embeddings: which texts lack one, adding them a batch at a time, reading them back.

use std::collections::HashSet;

use ndarray::Array2;
use rusqlite::{Connection, params};

use super::{Store, StoreError};
use crate::corpus::{ContentHash, Language};
use crate::embed::ModelInfo;

/// A model's row in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    pub(super) model: i64,
    /// Number of dimensions of its vectors.
    pub dimension: usize,
}

/// What a model made of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NewEmbedding<'v> {
    /// Hash of the text.
    pub hash: ContentHash,
    /// Its vector; `None` when the model knows no token of it.
    pub vector: Option<&'v [f32]>,
    /// In how many windows it was read.
    pub windows: usize,
}

/// Vectors with the ids of their embeddings, ids rising.
#[derive(Debug, Clone, PartialEq)]
pub struct Vectors {
    /// Id of each row.
    pub ids: Vec<i64>,
    /// Unit rows, `(n, dimension)`.
    pub rows: Array2<f32>,
}

/// A text with its embedding.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredText {
    /// Id of the embedding.
    pub id: i64,
    /// The text.
    pub text: String,
    /// Its language, where it is known.
    pub language: Option<Language>,
    /// Its vector, unless the model knows nothing of it.
    pub vector: Option<Vec<f32>>,
}

impl Store {
    /// The row of a model, made when it is new.
    pub fn add_model(&self, info: &ModelInfo) -> Result<Stored, StoreError> {
        self.connection
            .execute(
                "INSERT OR IGNORE INTO model (name, revision, dimension) VALUES (?1, ?2, ?3)",
                params![info.id.name, info.id.revision, info.dimension as i64],
            )
            .map_err(|e| self.fail(e))?;
        self.stored_model(info)?.ok_or_else(|| self.fail(rusqlite::Error::QueryReturnedNoRows))
    }

    /// The row of a model, or `None` when the collection has no embedding of it.
    pub fn stored_model(&self, info: &ModelInfo) -> Result<Option<Stored>, StoreError> {
        use rusqlite::OptionalExtension;
        self.connection
            .query_row(
                "SELECT id, dimension FROM model WHERE name = ?1 AND revision = ?2",
                [&info.id.name, &info.id.revision],
                |row| Ok(Stored { model: row.get(0)?, dimension: row.get::<_, i64>(1)? as usize }),
            )
            .optional()
            .map_err(|e| self.fail(e))
    }

    /// Forgets every model but `keep`, and its embeddings.
    pub fn remove_other_models(&self, keep: Stored) -> Result<(), StoreError> {
        self.connection
            .execute("DELETE FROM model WHERE id <> ?1", [keep.model])
            .map(drop)
            .map_err(|e| self.fail(e))
    }

    /// Ids of units whose text has no embedding yet, one for each text, shortest text first so that a batch
    /// holds texts of like length.
    pub fn pending(&self, stored: Stored) -> Result<Vec<i64>, StoreError> {
        self.rows_with(
            "SELECT min(id) FROM unit
             WHERE NOT EXISTS (SELECT 1 FROM embedding e WHERE e.model = ?1 AND e.hash = unit.hash)
             GROUP BY hash ORDER BY length(text), min(id)",
            stored,
            |row| row.get(0),
        )
    }

    /// Content hash and text of units.
    pub fn texts(&self, units: &[i64]) -> Result<Vec<(ContentHash, String)>, StoreError> {
        let read = || -> rusqlite::Result<Vec<_>> {
            let mut query = self.connection.prepare_cached("SELECT hash, text FROM unit WHERE id = ?1")?;
            units
                .iter()
                .map(|id| query.query_row([id], |row| Ok((ContentHash(row.get(0)?), row.get(1)?))))
                .collect()
        };
        read().map_err(|e| self.fail(e))
    }

    /// Calls `each` with the texts of embeddings with an id above `after`, rising, some at a time.
    pub fn each_text(
        &self,
        stored: Stored,
        after: i64,
        together: usize,
        each: &mut dyn FnMut(&[StoredText]),
    ) -> Result<(), StoreError> {
        let mut read = || -> rusqlite::Result<Option<i64>> {
            let mut query = self.connection.prepare_cached(
                "SELECT e.id, u.text, u.language, e.vector FROM embedding e
                 JOIN unit u ON u.id = (SELECT min(id) FROM unit WHERE hash = e.hash)
                 WHERE +e.model = ?1 AND e.id > ?2 ORDER BY e.id",
            )?;
            let mut rows = query.query(params![stored.model, after])?;
            let mut texts = Vec::with_capacity(together);
            while let Some(row) = rows.next()? {
                let language: Option<String> = row.get(2)?;
                let (id, text) = (row.get(0)?, row.get(1)?);
                let vector: Option<Vec<f32>> = row.get_ref(3)?.as_blob_or_null()?.map(numbers);
                if vector.as_ref().is_some_and(|vector| vector.len() != stored.dimension || !is_unit(vector))
                {
                    return Ok(Some(id));
                }
                texts.push(StoredText {
                    id,
                    text,
                    language: language.and_then(|code| code.parse().ok()),
                    vector,
                });
                if texts.len() == together {
                    each(&texts);
                    texts.clear();
                }
            }
            each(&texts);
            Ok(None)
        };
        read().map_err(|e| self.fail(e))?.map_or(Ok(()), |id| Err(self.bad_vector(id)))
    }

    /// Number of the embeddings of a model that have an id above `after`, with a vector or without; and the greatest of them, `after` without any.
    pub fn texts_extent(&self, stored: Stored, after: i64) -> Result<(usize, i64), StoreError> {
        self.connection
            .query_row(
                // By the ids: the index that begins with the model has all of them.
                "SELECT count(*), coalesce(max(id), ?2) FROM embedding WHERE +model = ?1 AND id > ?2",
                params![stored.model, after],
                |row| Ok((row.get::<_, i64>(0)? as usize, row.get(1)?)),
            )
            .map_err(|e| self.fail(e))
    }

    /// Adds a batch of embeddings in one transaction.
    pub fn add_embeddings<'v>(
        &mut self,
        stored: Stored,
        batch: impl Iterator<Item = NewEmbedding<'v>>,
    ) -> Result<(), StoreError> {
        let path = self.database();
        let run = || -> rusqlite::Result<()> {
            let transaction = self.connection.transaction()?;
            {
                let mut insert = transaction.prepare_cached(
                    "INSERT OR IGNORE INTO embedding (model, hash, vector, windows) VALUES (?1, ?2, ?3, ?4)",
                )?;
                for NewEmbedding { hash, vector, windows } in batch {
                    insert.execute(params![stored.model, hash.0, vector.map(to_bytes), windows as i64])?;
                }
            }
            transaction.commit()
        };
        run().map_err(|e| StoreError::database(&path, e))
    }

    /// Removes embeddings of texts that no unit has any more, if files went or changed since that was done last; gives their number.
    pub fn sweep_embeddings(&mut self) -> Result<usize, StoreError> {
        if self.meta(SWEEP)?.is_none() {
            return Ok(0);
        }
        let path = self.database();
        let mut run = || -> rusqlite::Result<usize> {
            let transaction = self.connection.transaction()?;
            let removed = sweep(&transaction)?;
            transaction.commit()?;
            Ok(removed)
        };
        run().map_err(|e| StoreError::database(&path, e))
    }

    /// Whether no run has left embeddings to [`Store::sweep_embeddings`].
    pub(super) fn is_swept(&self) -> Result<bool, StoreError> {
        Ok(self.meta(SWEEP)?.is_none())
    }

    /// Number of embeddings of texts that no unit has.
    pub(super) fn count_orphans(&self) -> Result<usize, StoreError> {
        let sql = "SELECT count(*) FROM embedding
             WHERE NOT EXISTS (SELECT 1 FROM unit WHERE unit.hash = embedding.hash)";
        self.connection
            .query_row(sql, [], |row| row.get::<_, i64>(0))
            .map(|n| n as usize)
            .map_err(|e| self.fail(e))
    }

    /// Vectors of embeddings with an id above `after` (0: all), in the order of their ids.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when a vector is not of the model's dimension or not of length one.
    pub fn vectors(&self, stored: Stored, after: i64) -> Result<Vectors, StoreError> {
        let dimension = stored.dimension;
        let mut ids = Vec::new();
        let mut data: Vec<f32> = Vec::new();
        let mut read = || -> rusqlite::Result<Option<i64>> {
            let mut query = self.connection.prepare_cached(
                "SELECT id, vector FROM embedding
                 WHERE model = ?1 AND id > ?2 AND vector IS NOT NULL ORDER BY id",
            )?;
            let mut rows = query.query(params![stored.model, after])?;
            while let Some(row) = rows.next()? {
                let id: i64 = row.get(0)?;
                let bytes = row.get_ref(1)?.as_blob()?;
                let before = data.len();
                data.extend(bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)));
                if bytes.len() != dimension * 4 || !is_unit(&data[before..]) {
                    return Ok(Some(id));
                }
                ids.push(id);
            }
            Ok(None)
        };
        if let Some(id) = read().map_err(|e| self.fail(e))? {
            return Err(self.bad_vector(id));
        }
        let rows = Array2::from_shape_vec((ids.len(), dimension), data)
            .map_err(|e| StoreError::Damaged { path: self.database(), reason: e.to_string() })?;
        Ok(Vectors { ids, rows })
    }

    /// The vector of an embedding, if there is such a one.
    ///
    /// # Errors
    /// As [`Store::vectors`].
    pub fn vector(&self, stored: Stored, id: i64) -> Result<Option<Vec<f32>>, StoreError> {
        use rusqlite::OptionalExtension;
        let bytes: Option<Option<Vec<u8>>> = self
            .connection
            .prepare_cached("SELECT vector FROM embedding WHERE id = ?1")
            .and_then(|mut query| query.query_row([id], |row| row.get(0)).optional())
            .map_err(|e| self.fail(e))?;
        let Some(bytes) = bytes.flatten() else { return Ok(None) };
        let vector = numbers(&bytes);
        if bytes.len() != stored.dimension * 4 || !is_unit(&vector) {
            return Err(self.bad_vector(id));
        }
        Ok(Some(vector))
    }

    fn bad_vector(&self, id: i64) -> StoreError {
        let reason = format!("the vector of embedding {id} is not a unit vector of its model");
        StoreError::Damaged { path: self.database(), reason }
    }

    /// Ids of the embeddings whose texts were longer than the model's window and were read in parts.
    pub fn windowed(&self, stored: Stored) -> Result<HashSet<i64>, StoreError> {
        let ids =
            self.rows_with("SELECT id FROM embedding WHERE model = ?1 AND windows > 1", stored, |row| {
                row.get(0)
            })?;
        Ok(ids.into_iter().collect())
    }

    /// Greatest id and number of the embeddings of a model that have a vector.
    pub fn embedding_extent(&self, stored: Stored) -> Result<(i64, usize), StoreError> {
        self.connection
            .query_row(
                "SELECT coalesce(max(id), 0), count(*) FROM embedding WHERE model = ?1 AND vector IS NOT NULL",
                [stored.model],
                |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as usize)),
            )
            .map_err(|e| self.fail(e))
    }

    /// Number of the embeddings of a model that have a vector and an id above `after`.
    pub fn embeddings_after(&self, stored: Stored, after: i64) -> Result<usize, StoreError> {
        self.connection
            .query_row(
                "SELECT count(*) FROM embedding WHERE model = ?1 AND id > ?2 AND vector IS NOT NULL",
                params![stored.model, after],
                |row| Ok(row.get::<_, i64>(0)? as usize),
            )
            .map_err(|e| self.fail(e))
    }

    /// Ids, up to `last`, of embeddings that went since [`Store::forget_removed`].
    pub fn removed(&self, last: i64) -> Result<Vec<i64>, StoreError> {
        let read = || -> rusqlite::Result<Vec<i64>> {
            let sql = "SELECT embedding FROM removed WHERE embedding <= ?1 ORDER BY embedding";
            self.connection.prepare_cached(sql)?.query_map([last], |row| row.get(0))?.collect()
        };
        read().map_err(|e| self.fail(e))
    }

    /// Empties the list that [`Store::removed`] reads: the index file no longer holds them.
    pub fn forget_removed(&self) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM removed", []).map(drop).map_err(|e| self.fail(e))
    }

    pub(super) fn rows_with<T>(
        &self,
        sql: &str,
        stored: Stored,
        map: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let query = || -> rusqlite::Result<Vec<T>> {
            self.connection.prepare_cached(sql)?.query_map([stored.model], map)?.collect()
        };
        query().map_err(|e| self.fail(e))
    }
}

/// Whether a vector is of length one, but for rounding; one that is not finite is not.
fn numbers(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()
}

pub(super) fn is_unit(vector: &[f32]) -> bool {
    let squared: f32 = vector.iter().map(|x| x * x).sum();
    (squared - 1.0).abs() <= 1e-3
}

/// Note in the database that texts went, and that their embeddings are still there: in one change with the texts, so that a run
/// that ends in between leaves word for the next.
const SWEEP: &str = "sweep";

pub(super) fn leave_to_sweep(transaction: &Connection) -> rusqlite::Result<()> {
    let sql = "INSERT OR IGNORE INTO meta (key, value) VALUES (?1, 'yes')";
    transaction.prepare_cached(sql)?.execute([SWEEP]).map(drop)
}

pub(super) fn sweep(transaction: &Connection) -> rusqlite::Result<usize> {
    transaction.execute("DELETE FROM meta WHERE key = ?1", [SWEEP])?;
    transaction.execute(
        "DELETE FROM embedding WHERE NOT EXISTS (SELECT 1 FROM unit WHERE unit.hash = embedding.hash)",
        [],
    )
}

pub(super) fn to_bytes(vector: &[f32]) -> Vec<u8> {
    vector.iter().flat_map(|x| x.to_le_bytes()).collect()
}
