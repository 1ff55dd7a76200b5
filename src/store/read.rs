//! Reading units back, with where they stand.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Row, params, params_from_iter};

use super::files::boilerplate_of;
use super::functions::bound;
use super::place::StorePlace;
use super::{Store, StoreError, Stored};
use crate::corpus::{Boilerplate, Language, Place};
use crate::query::Value;

#[cfg(test)]
mod tests;

/// A unit with its document and its embedding's id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredUnit {
    /// Absolute path of the file.
    pub path: String,
    /// Id of the document in the database.
    pub document: i64,
    /// The document's own id, where the file gives one.
    pub own_id: Option<String>,
    /// The document's title.
    pub title: Option<String>,
    /// The document's date.
    pub date: Option<String>,
    /// The document's source.
    pub source: Option<String>,
    /// Place in the document, from 0.
    pub position: usize,
    /// Bytes of the file.
    pub span: [u64; 2],
    /// Line of the file, from 1.
    pub line: u64,
    /// Language, when known.
    pub language: Option<Language>,
    /// Set when the unit is not part of the text proper.
    pub boilerplate: Option<Boilerplate>,
    /// The text.
    pub text: String,
    /// Id of the embedding of its text.
    pub embedding: Option<i64>,
    /// The model knows no token of the text.
    pub without_vector: bool,
    /// Where a person finds it, in a document whose bytes are not its text.
    pub place: Option<Place>,
}

const COLUMNS: &str = "SELECT f.path, d.id, d.own_id, d.title, d.date, u.position, u.span_start, u.span_end,
        u.line, u.language, u.boilerplate, u.text, e.id, e.id IS NOT NULL AND e.vector IS NULL, d.source, u.place
    FROM unit u JOIN document d ON d.id = u.document JOIN file f ON f.id = d.file";

fn unit(place: &StorePlace, row: &Row<'_>) -> rusqlite::Result<StoredUnit> {
    let language: Option<String> = row.get(9)?;
    let boilerplate: Option<String> = row.get(10)?;
    Ok(StoredUnit {
        path: place.absolute(&row.get::<_, String>(0)?),
        document: row.get(1)?,
        own_id: row.get(2)?,
        title: row.get(3)?,
        date: row.get(4)?,
        position: row.get::<_, i64>(5)? as usize,
        span: [row.get::<_, i64>(6)?.cast_unsigned(), row.get::<_, i64>(7)?.cast_unsigned()],
        line: row.get::<_, i64>(8)?.cast_unsigned(),
        language: language.and_then(|code| code.parse().ok()),
        boilerplate: boilerplate.as_deref().map(boilerplate_of),
        text: row.get(11)?,
        embedding: row.get(12)?,
        without_vector: row.get(13)?,
        source: row.get(14)?,
        place: row.get::<_, Option<String>>(15)?.and_then(|place| serde_json::from_str(&place).ok()),
    })
}

/// How much a collection holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files.
    pub files: usize,
    /// Documents.
    pub documents: usize,
    /// Units of all kinds.
    pub units: usize,
    /// Units set apart as boilerplate.
    pub boilerplate: usize,
    /// Different texts of units.
    pub texts: usize,
    /// Different texts with an embedding of the model.
    pub embedded: usize,
    /// Different texts that the model knows no token of.
    pub without_vector: usize,
    /// Different texts that were longer than the model's window.
    pub windowed: usize,
    /// Units by language, unknown left out.
    pub languages: BTreeMap<Language, usize>,
}

impl Store {
    /// All units, in the order of paths, documents and positions.
    pub fn units(&self, stored: Stored) -> Result<Vec<StoredUnit>, StoreError> {
        let sql = format!(
            "{COLUMNS} LEFT JOIN embedding e ON e.model = ?1 AND e.hash = u.hash
             ORDER BY f.path, d.position, u.position"
        );
        self.rows_with(&sql, stored, |row| unit(&self.place, row))
    }

    /// The units whose text has the embedding, in the order of paths, documents and positions.
    pub fn units_of_embedding(&self, embedding: i64) -> Result<Vec<StoredUnit>, StoreError> {
        let sql = format!(
            "{COLUMNS} JOIN embedding e ON e.hash = u.hash WHERE e.id = ?1 ORDER BY f.path, d.position, u.position"
        );
        let query = || -> rusqlite::Result<Vec<StoredUnit>> {
            self.connection
                .prepare_cached(&sql)?
                .query_map([embedding], |row| unit(&self.place, row))?
                .collect()
        };
        query().map_err(|e| self.fail(e))
    }

    /// Those of [`Store::units_of_embedding`] that a [`Condition`](crate::query::Condition) lets through.
    pub fn units_of_embedding_where(
        &self,
        embedding: i64,
        condition: &str,
        values: &[Value],
    ) -> Result<Vec<StoredUnit>, StoreError> {
        let sql = format!(
            "{COLUMNS} JOIN embedding e ON e.hash = u.hash WHERE e.id = ?{} AND ({condition})
             ORDER BY f.path, d.position, u.position",
            values.len() + 1
        );
        let run = || -> rusqlite::Result<Vec<StoredUnit>> {
            let bound = values.iter().map(bound).chain([embedding.into()]);
            self.connection
                .prepare_cached(&sql)?
                .query_map(params_from_iter(bound), |row| unit(&self.place, row))?
                .collect()
        };
        run().map_err(|e| self.fail(e))
    }

    /// The text of the unit that the line of a file stands in, or of the last one before.
    pub fn unit_at(&self, path: &str, line: u64) -> Result<Option<String>, StoreError> {
        use rusqlite::OptionalExtension;
        let sql =
            "SELECT u.text FROM unit u JOIN document d ON d.id = u.document JOIN file f ON f.id = d.file
             WHERE f.path = ?1 AND u.line <= ?2 ORDER BY u.line DESC, u.span_start DESC LIMIT 1";
        let run = || {
            let mut query = self.connection.prepare_cached(sql)?;
            query.query_row(params![self.place.kept(path), line.cast_signed()], |row| row.get(0)).optional()
        };
        run().map_err(|e| self.fail(e))
    }

    /// The text of a document with an id of its own, all its units.
    pub fn text_of_document(&self, own_id: &str) -> Result<Option<String>, StoreError> {
        let run = || -> rusqlite::Result<Vec<String>> {
            let sql = "SELECT u.text FROM unit u WHERE u.document = (SELECT min(id) FROM document WHERE own_id = ?1)
                 ORDER BY u.position";
            self.connection.prepare_cached(sql)?.query_map([own_id], |row| row.get(0))?.collect()
        };
        let units = run().map_err(|e| self.fail(e))?;
        Ok((!units.is_empty()).then(|| units.join("\n\n")))
    }

    /// At most so many units before and after a place in a document, each in the order in which they stand. Their embeddings are not
    /// looked up.
    pub fn neighbours(
        &self,
        document: i64,
        position: usize,
        before: usize,
        after: usize,
    ) -> Result<(Vec<StoredUnit>, Vec<StoredUnit>), StoreError> {
        let query = |side: &str, most: usize| -> rusqlite::Result<Vec<StoredUnit>> {
            if most == 0 {
                return Ok(Vec::new());
            }
            let sql = format!(
                "{COLUMNS} LEFT JOIN embedding e ON 0 WHERE u.document = ?1 AND u.position {side} LIMIT ?3"
            );
            let bound = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
            self.connection
                .prepare_cached(&sql)?
                .query_map(params![document, bound(position), bound(most)], |row| unit(&self.place, row))?
                .collect()
        };
        let run = || {
            let mut earlier = query("< ?2 ORDER BY u.position DESC", before)?;
            earlier.reverse();
            Ok((earlier, query("> ?2 ORDER BY u.position", after)?))
        };
        run().map_err(|e| self.fail(e))
    }

    /// Embedding and text of a sample of units of the text proper, spread evenly over the collection.
    pub fn sample(&self, stored: Stored, n: usize) -> Result<Vec<(i64, String)>, StoreError> {
        let query = || -> rusqlite::Result<Vec<(i64, String)>> {
            let total: i64 = self.connection.query_row("SELECT count(*) FROM unit", [], |row| row.get(0))?;
            let step = (total / (n.max(1) as i64)).max(1);
            self.connection
                .prepare_cached(
                    "SELECT e.id, u.text FROM unit u JOIN embedding e ON e.model = ?1 AND e.hash = u.hash
                     WHERE u.boilerplate IS NULL AND e.vector IS NOT NULL
                       AND u.id IN (SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM unit)
                                    WHERE place % ?2 = 0)
                     ORDER BY u.id LIMIT ?3",
                )?
                .query_map(params![stored.model, step, n as i64], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        };
        query().map_err(|e| self.fail(e))
    }

    /// Number of units, and of those that a filter lets through. Without a language every one does; boilerplate does when it is asked for.
    pub fn count_fitting(
        &self,
        language: Option<Language>,
        boilerplate: bool,
    ) -> Result<(usize, usize), StoreError> {
        let count = |sql: &str, code: &str| -> rusqlite::Result<usize> {
            let mut query = self.connection.prepare_cached(sql)?;
            query.query_row([code], |row| row.get::<_, i64>(0)).map(|n| n as usize)
        };
        let code = language.as_ref().map_or("", Language::code);
        let run = || -> rusqlite::Result<(usize, usize)> {
            let all = count("SELECT count(*) FROM unit WHERE ?1 = ?1", code)?;
            let fitting = match (language, boilerplate) {
                (None, true) => all,
                (None, false) => {
                    count("SELECT count(*) FROM unit WHERE boilerplate IS NULL AND ?1 = ?1", code)?
                }
                (Some(_), true) => count("SELECT count(*) FROM unit WHERE language = ?1", code)?,
                (Some(_), false) => {
                    count("SELECT count(*) FROM unit WHERE language = ?1 AND boilerplate IS NULL", code)?
                }
            };
            Ok((all, fitting))
        };
        run().map_err(|e| self.fail(e))
    }

    /// Ids of the embeddings of the units that a filter lets through, in rising order, each once.
    pub fn fitting(
        &self,
        stored: Stored,
        language: Option<Language>,
        boilerplate: bool,
    ) -> Result<Vec<i64>, StoreError> {
        let mut sql = "SELECT e.id FROM unit u JOIN embedding e ON e.model = ?1 AND e.hash = u.hash
             WHERE e.vector IS NOT NULL AND ?2 = ?2"
            .to_owned();
        if language.is_some() {
            sql.push_str(" AND u.language = ?2");
        }
        if !boilerplate {
            sql.push_str(" AND u.boilerplate IS NULL");
        }
        let code = language.as_ref().map_or("", Language::code);
        let run = || -> rusqlite::Result<Vec<i64>> {
            let mut query = self.connection.prepare_cached(&sql)?;
            query.query_map(params![stored.model, code], |row| row.get(0))?.collect()
        };
        let mut ids = run().map_err(|e| self.fail(e))?;
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    }

    /// Ids of the embeddings of the units that a [`Condition`](crate::query::Condition) lets through, in rising order, each once; of texts that
    /// the model knows no token of as well. Boilerplate is let through when it is asked for.
    pub fn fitting_where(
        &self,
        stored: Stored,
        condition: &str,
        values: &[Value],
        boilerplate: bool,
    ) -> Result<Vec<i64>, StoreError> {
        let model = values.len() + 1;
        let join = format!("JOIN embedding e ON e.model = ?{model} AND e.hash = u.hash");
        let sql = units_where("e.id", &join, condition, boilerplate);
        let run = || -> rusqlite::Result<Vec<i64>> {
            let bound = values.iter().map(bound).chain([stored.model.into()]);
            self.connection.prepare(&sql)?.query_map(params_from_iter(bound), |row| row.get(0))?.collect()
        };
        let mut ids = run().map_err(|e| self.fail(e))?;
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    }

    /// Number of units that a [`Condition`](crate::query::Condition) lets through; boilerplate when it is asked for.
    pub fn count_where(
        &self,
        condition: &str,
        values: &[Value],
        boilerplate: bool,
    ) -> Result<usize, StoreError> {
        let sql = units_where("count(*)", "", condition, boilerplate);
        self.connection
            .query_row(&sql, params_from_iter(values.iter().map(bound)), |row| row.get::<_, i64>(0))
            .map(|n| n as usize)
            .map_err(|e| self.fail(e))
    }

    /// The names of fields that records have beside those with a meaning of their own, in order.
    pub fn field_names(&self) -> Result<Vec<String>, StoreError> {
        self.strings(
            "SELECT DISTINCT j.key FROM document d, json_each(d.fields) j WHERE j.type <> 'null' ORDER BY j.key",
        )
    }

    /// The value of a field of each document that has it, by the document's id; truth values are 1 and 0.
    ///
    /// # Errors
    /// As SQLite.
    pub fn field_values(&self, field: &str) -> Result<HashMap<i64, String>, StoreError> {
        let query = || -> rusqlite::Result<HashMap<i64, String>> {
            self.connection
                .prepare_cached(
                    "SELECT d.id, CAST(j.atom AS TEXT) FROM document d, json_each(d.fields) j
                     WHERE j.key = ?1 AND j.atom IS NOT NULL",
                )?
                .query_map([field], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        };
        query().map_err(|e| self.fail(e))
    }

    /// How much there is; `stored` is the model whose embeddings are counted.
    pub fn counts(&self, stored: Option<Stored>) -> Result<Counts, StoreError> {
        let count = |sql: &str| -> rusqlite::Result<usize> {
            self.connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map(|n| n as usize)
        };
        let query = || -> rusqlite::Result<Counts> {
            let (embedded, without_vector, windowed) = match stored {
                Some(stored) => self.connection.query_row(
                    "SELECT
                         (SELECT count(*) FROM embedding WHERE model = ?1
                              AND EXISTS (SELECT 1 FROM unit WHERE unit.hash = embedding.hash)),
                         (SELECT count(*) FROM embedding WHERE model = ?1 AND vector IS NULL
                              AND EXISTS (SELECT 1 FROM unit WHERE unit.hash = embedding.hash)),
                         (SELECT count(*) FROM embedding WHERE model = ?1 AND windows > 1
                              AND EXISTS (SELECT 1 FROM unit WHERE unit.hash = embedding.hash))",
                    [stored.model],
                    |row| {
                        let count = |i| row.get::<_, i64>(i).map(|n| n as usize);
                        Ok((count(0)?, count(1)?, count(2)?))
                    },
                )?,
                None => (0, 0, 0),
            };
            let languages = self
                .connection
                .prepare_cached(
                    "SELECT language, count(*) FROM unit WHERE language IS NOT NULL GROUP BY language",
                )?
                .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)? as usize)))?
                .collect::<rusqlite::Result<Vec<_>>>()?;
            Ok(Counts {
                files: count("SELECT count(*) FROM file")?,
                documents: count("SELECT count(*) FROM document")?,
                units: count("SELECT count(*) FROM unit")?,
                boilerplate: count("SELECT count(*) FROM unit WHERE boilerplate IS NOT NULL")?,
                texts: count("SELECT count(DISTINCT hash) FROM unit")?,
                embedded,
                without_vector,
                windowed,
                languages: languages
                    .into_iter()
                    .filter_map(|(code, n)| code.parse().ok().map(|language| (language, n)))
                    .collect(),
            })
        };
        query().map_err(|e| self.fail(e))
    }
}

/// What is asked of the units that a condition lets through.
fn units_where(what: &str, join: &str, condition: &str, boilerplate: bool) -> String {
    let proper = if boilerplate { "" } else { " AND u.boilerplate IS NULL" };
    format!(
        "SELECT {what} FROM unit u JOIN document d ON d.id = u.document JOIN file f ON f.id = d.file {join}
         WHERE ({condition}){proper}"
    )
}
