//! The tables, their version, and the steps from each version to the next.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use rusqlite::Connection;
use rusqlite_migration::{Error, M, Migrations};

use super::StoreError;

/// One step a version; a released step is never edited, a change is a new step.
const STEPS: [&str; 7] = [
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
    include_str!("schema/5.sql"),
    include_str!("schema/6.sql"),
    include_str!("schema/7.sql"),
];

/// Version of the database that this program writes (`PRAGMA user_version`).
pub const SCHEMA_VERSION: usize = STEPS.len();

static MIGRATIONS: LazyLock<Migrations<'static>> =
    LazyLock::new(|| Migrations::new(STEPS.iter().map(|step| M::up(step)).collect()));

/// Brings the database to [`SCHEMA_VERSION`], and gives the version that it had.
pub(super) fn migrate(connection: &mut Connection, path: &Path) -> Result<usize, StoreError> {
    // Asked first, so that a newer database is named as such and stays untouched.
    let found = newer(connection, path)?;
    match found {
        0 => empty(connection, path)?,
        found => untampered(connection, path, found)?,
    }
    MIGRATIONS.to_latest(connection).map_err(|error| match error {
        Error::RusqliteError { err, .. } => StoreError::database(path, err),
        other => StoreError::Migration { path: path.to_path_buf(), reason: other.to_string() },
    })?;
    Ok(found)
}

/// Refuses a database that is newer than this program, or older and opened only to be read.
pub(super) fn check(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    match newer(connection, path)? {
        // Made, and left before it had tables.
        0 => {
            empty(connection, path)?;
            Err(StoreError::Unfinished { folder: path.parent().unwrap_or(path).to_path_buf() })
        }
        SCHEMA_VERSION => untampered(connection, path, SCHEMA_VERSION),
        found => Err(StoreError::OlderSchema { path: path.to_path_buf(), found }),
    }
}

/// Refuses a database without a version that has tables all the same.
fn empty(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    if entries(connection).map_err(|e| StoreError::database(path, e))?.is_empty() {
        return Ok(());
    }
    let reason = "it is a database of another program".to_owned();
    Err(StoreError::Damaged { path: path.to_path_buf(), reason })
}

/// What a database has of tables, indexes, triggers and views: kind, name and statement.
type Entries = BTreeSet<(String, String, String)>;

fn entries(connection: &Connection) -> rusqlite::Result<Entries> {
    connection
        .prepare("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect()
}

/// Refuses a database whose tables are not those that this program makes: a view of a table's name or a trigger of somebody else's would run
/// whatever it says.
fn untampered(connection: &Connection, path: &Path, version: usize) -> Result<(), StoreError> {
    let expected = || -> rusqlite::Result<Entries> {
        let ours = Connection::open_in_memory()?;
        STEPS.iter().take(version).try_for_each(|step| ours.execute_batch(step))?;
        entries(&ours)
    };
    let expected = expected().map_err(|e| StoreError::database(path, e))?;
    let found = entries(connection).map_err(|e| StoreError::database(path, e))?;
    match found.symmetric_difference(&expected).next() {
        None => Ok(()),
        Some((kind, name, _)) => {
            let reason = format!("its {kind} `{name}` is not that of a collection");
            Err(StoreError::Damaged { path: path.to_path_buf(), reason })
        }
    }
}

fn newer(connection: &Connection, path: &Path) -> Result<usize, StoreError> {
    let found: i64 = connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(|e| StoreError::database(path, e))?;
    let found = usize::try_from(found).unwrap_or(usize::MAX);
    if found > SCHEMA_VERSION {
        return Err(StoreError::NewerSchema { path: path.to_path_buf(), found, supported: SCHEMA_VERSION });
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_applies_to_the_one_before() {
        MIGRATIONS.validate().unwrap();
    }

    #[test]
    fn a_newer_database_is_named_and_left_alone() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
        let error = migrate(&mut connection, Path::new("x/collection.db")).unwrap_err();
        assert!(matches!(error, StoreError::NewerSchema { found: 99, .. }), "{error}");
        let tables: i64 =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
        assert_eq!(tables, 0);
    }
}
