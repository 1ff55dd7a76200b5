//! The tables, their version, and the steps from each version to the next.

use std::path::Path;
use std::sync::LazyLock;

use rusqlite::Connection;
use rusqlite_migration::{Error, M, Migrations};

use super::StoreError;

/// One step a version; a released step is never edited, a change is a new step.
const STEPS: [&str; 4] = [
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
];

/// Version of the database that this program writes (`PRAGMA user_version`).
pub const SCHEMA_VERSION: usize = STEPS.len();

static MIGRATIONS: LazyLock<Migrations<'static>> =
    LazyLock::new(|| Migrations::new(STEPS.iter().map(|step| M::up(step)).collect()));

/// Brings the database to [`SCHEMA_VERSION`].
pub(super) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    // Asked first, so that a newer database is named as such and stays untouched.
    newer(connection, path)?;
    MIGRATIONS.to_latest(connection).map_err(|error| match error {
        Error::RusqliteError { err, .. } => StoreError::database(path, err),
        other => StoreError::Migration { path: path.to_path_buf(), reason: other.to_string() },
    })
}

/// Refuses a database that is newer than this program, or older and opened only to be read.
pub(super) fn check(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let found = newer(connection, path)?;
    if found < SCHEMA_VERSION {
        return Err(StoreError::OlderSchema { path: path.to_path_buf(), found });
    }
    Ok(())
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
