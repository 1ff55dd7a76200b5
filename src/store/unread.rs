//! What was not read, or not whole, when the paths were last looked at.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::params;

use super::files::FileTransaction;
use super::{Store, StoreError};
use crate::corpus::UnreadKind;

/// A file that was not read, or not whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadFile {
    /// Why, in one word.
    pub kind: UnreadKind,
    /// Why, in words, with the place.
    pub reason: String,
    /// How many records of it were left out, where the others were read.
    pub records: Option<usize>,
}

impl Store {
    /// What was not read, by absolute path.
    ///
    /// # Errors
    /// As the database.
    pub fn unread(&self) -> Result<BTreeMap<String, UnreadFile>, StoreError> {
        let rows = self.rows("SELECT path, kind, reason, records FROM unread", |row| {
            let kind: String = row.get(1)?;
            // A kind that is not known is that of a newer program.
            let kind = serde_json::from_value(kind.into()).unwrap_or(UnreadKind::Damaged);
            let records = row.get::<_, Option<i64>>(3)?.map(|records| usize::try_from(records).unwrap_or(0));
            Ok((
                self.place.absolute(&row.get::<_, String>(0)?),
                UnreadFile { kind, reason: row.get(2)?, records },
            ))
        })?;
        Ok(rows.into_iter().collect())
    }
}

impl FileTransaction<'_> {
    /// Puts `unread` in the place of what was known below `roots`, but for the files in `keep`, which were not looked at again.
    ///
    /// # Errors
    /// As the database.
    pub fn set_unread(
        &self,
        before: &BTreeMap<String, UnreadFile>,
        roots: &[String],
        keep: &dyn Fn(&str) -> bool,
        unread: &BTreeMap<String, UnreadFile>,
    ) -> Result<(), StoreError> {
        let remove = || -> rusqlite::Result<()> {
            let mut remove = self.transaction.prepare_cached("DELETE FROM unread WHERE path = ?1")?;
            let is_below = |path: &str| roots.iter().any(|root| Path::new(path).starts_with(root));
            for path in before.keys().filter(|path| is_below(path) && !keep(path)) {
                remove.execute([self.place.kept(path)])?;
            }
            Ok(())
        };
        remove().map_err(|e| StoreError::database(&self.path, e))?;
        self.add_unread(unread)
    }

    /// Adds what was not read.
    ///
    /// # Errors
    /// As the database.
    pub fn add_unread(&self, unread: &BTreeMap<String, UnreadFile>) -> Result<(), StoreError> {
        let run = || -> rusqlite::Result<()> {
            let mut add =
                self.transaction.prepare_cached("INSERT OR REPLACE INTO unread VALUES (?1, ?2, ?3, ?4)")?;
            for (path, UnreadFile { kind, reason, records }) in unread {
                let kind = serde_json::to_value(kind).unwrap_or_default();
                let records = records.map(|records| records as i64);
                add.execute(params![self.place.kept(path), kind.as_str(), reason, records])?;
            }
            Ok(())
        };
        run().map_err(|e| StoreError::database(&self.path, e))
    }
}
