//! The topics of the last run, their units, and the edits of a person.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::embeddings::to_bytes;
use super::{Store, StoreError};
use crate::corpus::ContentHash;

/// A topic of the last run.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredTopic {
    /// Its number, from 1.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// Whether a person gave the name.
    pub name_given: bool,
    /// Middle of its units, `(dimension)`; may be empty.
    pub centre: Vec<f32>,
    /// Its units.
    pub members: Vec<ContentHash>,
}

/// A topic that is no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredGoneTopic {
    /// Its number.
    pub id: u64,
    /// Its last name.
    pub name: String,
    /// The topic that has its units, if there is one.
    pub into: Option<u64>,
}

/// The last run of the topics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRun {
    /// Its number, from 1.
    pub number: u64,
    /// What its settings were.
    pub settings: String,
}

/// Everything that is kept of topics from run to run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StoredRegistry {
    /// The topics of the last run, ids rising.
    pub topics: Vec<StoredTopic>,
    /// Units of the last run that are in no topic.
    pub outliers: Vec<ContentHash>,
    /// The topics that are no more, ids rising.
    pub gone: Vec<StoredGoneTopic>,
    /// The next number to give; a number is never given twice.
    pub next_id: u64,
    /// The edits that hold, oldest first, each a JSON object.
    pub edits: Vec<String>,
    /// The last run; `None` before the first.
    pub run: Option<StoredRun>,
}

/// Where the next number of a topic is kept.
const NEXT_ID: &str = "next_topic";

impl Store {
    /// What is kept of topics; with nothing kept, nothing, and 1 as the next number.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] for a vector or a number that is none.
    pub fn registry(&self) -> Result<StoredRegistry, StoreError> {
        let damaged = |reason: &str| StoreError::Damaged { path: self.database(), reason: reason.to_owned() };
        let next_id = match self.meta(NEXT_ID)? {
            Some(text) => text.parse().map_err(|_| damaged("the next number of a topic is no number"))?,
            None => 1,
        };
        let mut topics = self.rows("SELECT id, name, name_given, centre FROM topic ORDER BY id", |row| {
            Ok(StoredTopic {
                id: number(row, 0)?,
                name: row.get(1)?,
                name_given: row.get(2)?,
                centre: vector(row.get_ref(3)?.as_blob()?),
                members: Vec::new(),
            })
        })?;
        let mut outliers = Vec::new();
        let mut strangers = 0;
        self.rows("SELECT topic, hash FROM topic_unit ORDER BY rowid", |row| {
            let hash = ContentHash(row.get(1)?);
            match row.get::<_, Option<i64>>(0)?.map(i64::cast_unsigned) {
                None => outliers.push(hash),
                Some(id) => match topics.binary_search_by_key(&id, |topic| topic.id) {
                    Ok(at) => topics[at].members.push(hash),
                    Err(_) => strangers += 1,
                },
            }
            Ok(())
        })?;
        if strangers > 0 {
            return Err(damaged(&format!("{strangers} texts are in a topic that there is not")));
        }
        let gone = self.rows("SELECT id, name, heir FROM topic_gone ORDER BY id", |row| {
            let into = row.get::<_, Option<i64>>(2)?.map(i64::cast_unsigned);
            Ok(StoredGoneTopic { id: number(row, 0)?, name: row.get(1)?, into })
        })?;
        let edits = self.strings("SELECT edit FROM topic_edit ORDER BY number")?;
        let run = self
            .connection
            .query_row("SELECT number, settings FROM topic_run ORDER BY number DESC LIMIT 1", [], |row| {
                Ok(StoredRun { number: number(row, 0)?, settings: row.get(1)? })
            })
            .optional()
            .map_err(|e| self.fail(e))?;
        Ok(StoredRegistry { topics, outliers, gone, next_id, edits, run })
    }

    /// Keeps all of it in one transaction, in place of what was kept before; earlier runs stay noted.
    ///
    /// # Errors
    /// [`StoreError`]; what was kept before is then still there.
    pub fn save_registry(&mut self, registry: &StoredRegistry) -> Result<(), StoreError> {
        let path = self.database();
        let mut run = || -> rusqlite::Result<()> {
            let transaction = self.connection.transaction()?;
            replace(&transaction, registry)?;
            transaction.commit()
        };
        run().map_err(|e| StoreError::database(&path, e))
    }
}

fn replace(transaction: &Transaction<'_>, registry: &StoredRegistry) -> rusqlite::Result<()> {
    // Units before topics: a topic is then deleted without a look for units that name it.
    transaction.execute_batch(
        "DELETE FROM topic_unit; DELETE FROM topic; DELETE FROM topic_gone; DELETE FROM topic_edit;",
    )?;
    let mut add_topic = transaction
        .prepare_cached("INSERT INTO topic (id, name, name_given, centre) VALUES (?1, ?2, ?3, ?4)")?;
    let mut add_unit = transaction.prepare_cached("INSERT INTO topic_unit (topic, hash) VALUES (?1, ?2)")?;
    for topic in &registry.topics {
        let id = topic.id as i64;
        add_topic.execute(params![id, topic.name, topic.name_given, to_bytes(&topic.centre)])?;
        for hash in &topic.members {
            add_unit.execute(params![id, hash.0])?;
        }
    }
    for hash in &registry.outliers {
        add_unit.execute(params![None::<i64>, hash.0])?;
    }
    let mut add_gone =
        transaction.prepare_cached("INSERT INTO topic_gone (id, name, heir) VALUES (?1, ?2, ?3)")?;
    for gone in &registry.gone {
        add_gone.execute(params![gone.id as i64, gone.name, gone.into.map(|id| id as i64)])?;
    }
    let mut add_edit = transaction.prepare_cached("INSERT INTO topic_edit (number, edit) VALUES (?1, ?2)")?;
    for (number, edit) in (1_i64..).zip(&registry.edits) {
        add_edit.execute(params![number, edit])?;
    }
    if let Some(run) = &registry.run {
        transaction.execute(
            "INSERT OR REPLACE INTO topic_run (number, settings) VALUES (?1, ?2)",
            params![run.number as i64, run.settings],
        )?;
    }
    transaction.execute(
        "INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)",
        params![NEXT_ID, registry.next_id.to_string()],
    )?;
    Ok(())
}

/// A number that is not negative.
fn number(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(i64::cast_unsigned)
}

/// Numbers of a blob; bytes after the last whole number are left out.
fn vector(bytes: &[u8]) -> Vec<f32> {
    bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{DATABASE, WriteLock};

    fn hashes(texts: std::ops::Range<usize>) -> Vec<ContentHash> {
        texts.map(|text| ContentHash::of(&text.to_string())).collect()
    }

    fn registry() -> StoredRegistry {
        let topic = |id, name: &str, name_given, centre: &[f32], members| StoredTopic {
            id,
            name: name.to_owned(),
            name_given,
            centre: centre.to_vec(),
            members,
        };
        StoredRegistry {
            topics: vec![
                topic(2, "train, Хасан", false, &[0.6, 0.8], hashes(0..3)),
                topic(5, "Arms", true, &[], hashes(3..4)),
            ],
            outliers: hashes(4..6),
            gone: vec![
                StoredGoneTopic { id: 1, name: "space".to_owned(), into: Some(2) },
                StoredGoneTopic { id: 3, name: "fish".to_owned(), into: None },
            ],
            next_id: 6,
            edits: vec![r#"{"edit":"a"}"#.to_owned(), r#"{"edit":"b"}"#.to_owned()],
            run: Some(StoredRun { number: 7, settings: "auto".to_owned() }),
        }
    }

    fn open(folder: &std::path::Path) -> Store {
        Store::open(folder, &WriteLock::take(folder, std::time::Duration::ZERO).unwrap()).unwrap()
    }

    #[test]
    fn a_registry_is_read_as_it_was_saved_and_takes_the_place_of_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = open(folder.path());
        let none = StoredRegistry { next_id: 1, ..StoredRegistry::default() };
        assert_eq!(store.registry().unwrap(), none);
        store.save_registry(&registry()).unwrap();
        assert_eq!(Store::open_existing(folder.path()).unwrap().registry().unwrap(), registry());
        assert!(store.verify().unwrap().iter().all(|finding| finding.problems.is_empty()));
        let mut other = registry();
        other.topics.remove(0);
        other.edits.clear();
        other.run = Some(StoredRun { number: 8, settings: "auto".to_owned() });
        store.save_registry(&other).unwrap();
        assert_eq!(store.registry().unwrap(), other);
        let runs: i64 =
            store.connection.query_row("SELECT count(*) FROM topic_run", [], |row| row.get(0)).unwrap();
        assert_eq!(runs, 2, "earlier runs stay noted");
    }

    #[test]
    fn a_registry_that_cannot_be_saved_leaves_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = open(folder.path());
        store.save_registry(&registry()).unwrap();
        let mut broken = registry();
        broken.topics[1].id = 2;
        assert!(matches!(store.save_registry(&broken), Err(StoreError::Database { .. })));
        assert_eq!(store.registry().unwrap(), registry());
        let pages: i64 = store.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
        store.connection.pragma_update(None, "max_page_count", pages + 4).unwrap();
        let large = StoredRegistry { outliers: hashes(10..5000), ..registry() };
        assert!(matches!(store.save_registry(&large), Err(StoreError::DiskFull { .. })));
        assert_eq!(store.registry().unwrap(), registry());
    }

    #[test]
    fn a_database_of_the_layout_before_has_no_topics_and_can_keep_them() {
        let folder = tempfile::tempdir().unwrap();
        let connection = rusqlite::Connection::open(folder.path().join(DATABASE)).unwrap();
        for step in ["1", "2", "3"] {
            let path = format!("{}/src/store/schema/{step}.sql", env!("CARGO_MANIFEST_DIR"));
            connection.execute_batch(&std::fs::read_to_string(path).unwrap()).unwrap();
        }
        connection
            .execute_batch("INSERT INTO meta VALUES ('kept', 'yes'); PRAGMA user_version = 3;")
            .unwrap();
        drop(connection);
        let older = Store::open_existing(folder.path());
        assert!(matches!(older, Err(StoreError::OlderSchema { found: 3, .. })));
        let mut store = open(folder.path());
        assert_eq!(store.meta("kept").unwrap().as_deref(), Some("yes"));
        assert_eq!(store.registry().unwrap().next_id, 1);
        store.save_registry(&registry()).unwrap();
        assert_eq!(store.registry().unwrap(), registry());
    }

    #[test]
    fn damage_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = open(folder.path());
        store.save_registry(&registry()).unwrap();
        let damaged = |store: &Store| match store.registry() {
            Err(StoreError::Damaged { reason, .. }) => reason,
            other => panic!("{other:?}"),
        };
        store.connection.execute_batch("PRAGMA foreign_keys = off; DELETE FROM topic WHERE id = 2;").unwrap();
        assert_eq!(damaged(&store), "3 texts are in a topic that there is not");
        let problems: Vec<String> = store.verify().unwrap().into_iter().flat_map(|f| f.problems).collect();
        assert_eq!(problems[0], "a row of `topic_unit` points to nothing");
        store.set_meta(NEXT_ID, "many").unwrap();
        assert!(damaged(&store).contains("no number"));
    }
}
