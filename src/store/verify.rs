//! Checks that a collection is what it should be.

use std::path::Path;

use super::{Store, StoreError};
use crate::corpus::ContentHash;

/// One thing that was checked.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Finding {
    /// What was checked, such as `database pages`.
    pub check: String,
    /// How many things were looked at.
    pub examined: usize,
    /// What is wrong, one line each; empty when all is well.
    pub problems: Vec<String>,
}

/// Most problems that one finding lists.
const MOST: usize = 20;

impl Store {
    /// Reads everything and checks it: the database's pages, text against content hash, vectors for length
    /// and norm, spans for order.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read at all; what is merely wrong is a [`Finding`].
    pub fn verify(&self) -> Result<Vec<Finding>, StoreError> {
        Ok(vec![self.verify_pages()?, self.verify_units()?, self.verify_vectors()?, self.verify_belonging()?])
    }

    fn verify_pages(&self) -> Result<Finding, StoreError> {
        let pages: i64 = self
            .connection
            .pragma_query_value(None, "page_count", |row| row.get(0))
            .map_err(|e| self.fail(e))?;
        let mut problems = self.strings("PRAGMA integrity_check(20)")?;
        problems.retain(|line| line != "ok");
        problems.extend(
            self.rows("PRAGMA foreign_key_check", |row| row.get::<_, String>(0))?
                .into_iter()
                .take(MOST)
                .map(|table| format!("a row of `{table}` points to nothing")),
        );
        Ok(Finding { check: "database pages and references".to_owned(), examined: pages as usize, problems })
    }

    /// What was forgotten or is gone has left nothing behind. What a run has not cleared away yet, it or the next one will.
    fn verify_belonging(&self) -> Result<Finding, StoreError> {
        let roots = self.roots()?;
        let files = self.files()?;
        let strays = files.keys().filter(|path| {
            path.starts_with('/') && !roots.iter().any(|root| Path::new(path).starts_with(&root.path))
        });
        let mut problems = Vec::new();
        match strays.count() {
            0 => {}
            n => problems.push(format!("files that lie below no path of the collection: {n}")),
        }
        let orphans = if self.is_swept()? { self.count_orphans()? } else { 0 };
        if orphans > 0 {
            problems.push(format!("embeddings of texts that are gone: {orphans}"));
        }
        Ok(Finding { check: "nothing is left of what is gone".to_owned(), examined: files.len(), problems })
    }

    fn verify_units(&self) -> Result<Finding, StoreError> {
        let mut problems = Vec::new();
        let mut examined = 0;
        self.rows("SELECT id, hash, text, span_start, span_end FROM unit", |row| {
            examined += 1;
            let id: i64 = row.get(0)?;
            let text = row.get_ref(2)?.as_str()?;
            if ContentHash::of(text).0 != row.get::<_, [u8; 32]>(1)? && problems.len() < MOST {
                problems.push(format!("the text of unit {id} does not have the hash that is noted"));
            }
            if row.get::<_, i64>(3)? > row.get::<_, i64>(4)? && problems.len() < MOST {
                problems.push(format!("the span of unit {id} ends before it begins"));
            }
            Ok(())
        })?;
        Ok(Finding { check: "texts and spans".to_owned(), examined, problems })
    }

    fn verify_vectors(&self) -> Result<Finding, StoreError> {
        let mut problems = Vec::new();
        let mut examined = 0;
        self.rows(
            "SELECT e.id, e.vector, m.dimension FROM embedding e JOIN model m ON m.id = e.model
             WHERE e.vector IS NOT NULL",
            |row| {
                examined += 1;
                let id: i64 = row.get(0)?;
                let bytes = row.get_ref(1)?.as_blob()?;
                let squared: f32 = bytes
                    .chunks_exact(4)
                    .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
                    .map(|x| x * x)
                    .sum();
                let wrong = bytes.len() as i64 != row.get::<_, i64>(2)? * 4 || (squared - 1.0).abs() > 1e-3;
                if (wrong || squared.is_nan()) && problems.len() < MOST {
                    problems.push(format!("the vector of embedding {id} is not a unit vector of its model"));
                }
                Ok(())
            },
        )?;
        Ok(Finding { check: "vectors".to_owned(), examined, problems })
    }
}
