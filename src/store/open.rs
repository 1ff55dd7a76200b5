//! Opening a database: to be written, to be read beside a writer, or where nothing can be written at all.
//!
//! A collection may come from somebody else, in an archive or on a shared disk. Before SQLite sees a file of it, it is looked at: links and
//! devices are refused, what belongs to another user is read and never written, and the database may have no table, view or trigger but
//! ours ([`super::schema`]).

use std::fs::{File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::place::StorePlace;
use super::{DATABASE, StoreError, functions};

/// How long SQLite waits for another connection that is in the middle of a commit.
const BUSY: Duration = Duration::from_secs(10);

/// The files that a collection may have in its folder; none of them may be anything but an ordinary file.
const FILES: [&str; 8] = [
    DATABASE,
    "collection.db-wal",
    "collection.db-shm",
    "collection.db-journal",
    "lock",
    "index.cog",
    "words.cog",
    "cognate.toml",
];

/// Size and time of a database that is read without a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seen {
    size: u64,
    modified: Option<SystemTime>,
    log: u64,
}

/// An open database.
pub(super) struct Opened {
    pub(super) connection: Connection,
    /// Set where the file is read as if nobody could change it, because the place cannot be written.
    pub(super) fixed: Option<Seen>,
}

/// Looks at the files of the collection in `folder`, which may not be there yet.
pub(super) fn inspect(folder: &Path) -> Result<(), StoreError> {
    for name in FILES {
        let path = folder.join(name);
        match std::fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_file() => {}
            Ok(metadata) => return Err(StoreError::NotAFile { found: kind(&metadata), path }),
            Err(_) => {}
        }
    }
    Ok(())
}

fn kind(metadata: &Metadata) -> &'static str {
    match () {
        () if metadata.is_symlink() => "a symbolic link",
        () if metadata.is_dir() => "a folder",
        () => "a device, a pipe or a socket",
    }
}

/// The file or folder of a collection that belongs to another user, if there is one.
pub(super) fn foreign(folder: &Path) -> Option<PathBuf> {
    let files = FILES.iter().map(|name| folder.join(name));
    std::iter::once(folder.to_path_buf())
        .chain(files)
        .find(|path| owner(path).is_some_and(|owner| is_another(owner, folder)))
}

#[cfg(unix)]
fn is_another(owner: u32, folder: &Path) -> bool {
    if owner == rustix::process::geteuid().as_raw() {
        return false;
    }
    // Some file systems know no owners, or give all files one: also those that are made now.
    let made = tempfile::Builder::new().prefix(".cognate-new-").tempfile_in(folder);
    made.ok().and_then(|file| self::owner(file.path())) != Some(owner)
}

#[cfg(unix)]
fn owner(path: &Path) -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    std::fs::symlink_metadata(path).ok().map(|metadata| metadata.uid())
}

#[cfg(not(unix))]
fn is_another(_: (), _: &Path) -> bool {
    false
}

#[cfg(not(unix))]
fn owner(_: &Path) -> Option<()> {
    None
}

/// Opens the database at `path` for writing; when there is none it is made, for this user alone.
pub(super) fn to_write(folder: &Path) -> Result<Connection, StoreError> {
    let path = folder.join(DATABASE);
    create_private(&path).map_err(|source| StoreError::no_write(folder, &path, source))?;
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection =
        Connection::open_with_flags(real(&path), flags).map_err(|e| StoreError::database(&path, e))?;
    prepare(&connection, &StorePlace::of(folder))
        .and_then(|()| connection.pragma_update(None, "journal_mode", "WAL"))
        .map_err(|e| StoreError::database(&path, e))?;
    Ok(connection)
}

/// A database in memory.
pub(super) fn in_memory() -> rusqlite::Result<Connection> {
    let connection = Connection::open_in_memory()?;
    // What is sorted is text as well, and belongs on no disk.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    prepare(&connection, &StorePlace::nowhere())?;
    Ok(connection)
}

/// Opens an existing database for reading, beside a writer if there is one.
pub(super) fn to_read(folder: &Path) -> Result<Opened, StoreError> {
    let path = folder.join(DATABASE);
    let place = StorePlace::of(folder);
    let fail = |e| StoreError::database(&path, e);
    // Read-write without create: a reader of a WAL database has to be able to make its shared memory file. What belongs to
    // somebody else is not even opened to be written.
    let access = if foreign(folder).is_some() {
        OpenFlags::SQLITE_OPEN_READ_ONLY
    } else {
        OpenFlags::SQLITE_OPEN_READ_WRITE
    };
    let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let opened = Connection::open_with_flags(real(&path), flags)
        .or_else(|_| {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
                | OpenFlags::SQLITE_OPEN_NO_MUTEX
                | OpenFlags::SQLITE_OPEN_NOFOLLOW;
            Connection::open_with_flags(real(&path), flags)
        })
        .and_then(|connection| prepare(&connection, &place).map(|()| connection))
        .and_then(|connection| readable(&connection).map(|()| connection));
    match opened {
        Ok(connection) => Ok(Opened { connection, fixed: None }),
        Err(error) if cannot_be_written(&error) => {
            let seen = Seen::at(&path).map_err(|source| StoreError::io(&path, source))?;
            if seen.log > 0 {
                return Err(StoreError::Unsettled { folder: folder.to_path_buf() });
            }
            let connection = fixed(&path, &place).map_err(fail)?;
            Ok(Opened { connection, fixed: Some(seen) })
        }
        Err(error) => Err(fail(error)),
    }
}

/// Nothing is known of a WAL database before something is read of it.
fn readable(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0)).map(drop)
}

/// Whether a reader failed because it could make no shared memory file, as on a read-only disk.
fn cannot_be_written(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{CannotOpen, PermissionDenied, ReadOnly, SystemIoFailure};
    matches!(error.sqlite_error_code(), Some(CannotOpen | ReadOnly | PermissionDenied | SystemIoFailure))
}

/// The database as a file that nobody changes: without lock, log and shared memory.
fn fixed(path: &Path, place: &StorePlace) -> rusqlite::Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(uri(&real(path)), flags)?;
    prepare(&connection, place)?;
    readable(&connection)?;
    Ok(connection)
}

/// Every byte of the path but the harmless ones is written as a number.
fn uri(path: &Path) -> String {
    let mut uri = "file:".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' => uri.push(char::from(*byte)),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(*byte)),
            byte => {
                uri.push('%');
                uri.extend(
                    [byte >> 4, byte & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])),
                );
            }
        }
    }
    uri.push_str("?immutable=1");
    uri
}

/// The path with the links of its folders resolved: SQLite follows none on the way to a file of which it may follow none.
fn real(path: &Path) -> PathBuf {
    match (path.parent().map(Path::canonicalize), path.file_name()) {
        (Some(Ok(folder)), Some(name)) => folder.join(name),
        _ => path.to_path_buf(),
    }
}

fn prepare(connection: &Connection, place: &StorePlace) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY)?;
    // With WAL, NORMAL keeps the database whole after a crash of program or machine; the last transactions
    // before a power cut may be missing, which the next `index` makes again.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -64_000)?;
    // A database may be a stranger's: nothing in it is run, and no page is believed unseen.
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_prepared_statement_cache_capacity(32);
    functions::define(connection, place)
}

/// Makes a file that only this user can read, unless there is one.
fn create_private(path: &Path) -> io::Result<()> {
    match crate::file::private().create_new(true).write(true).open(path) {
        Ok(file) => drop::<File>(file),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    Ok(())
}

impl Seen {
    pub(super) fn at(database: &Path) -> io::Result<Self> {
        let metadata = std::fs::metadata(database)?;
        let mut log = database.as_os_str().to_owned();
        log.push("-wal");
        Ok(Self {
            size: metadata.len(),
            modified: metadata.modified().ok(),
            log: std::fs::metadata(log).map_or(0, |metadata| metadata.len()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_any_bytes_is_one_address() {
        assert_eq!(uri(Path::new("/a b/c?d#e%.db")), "file:/a%20b/c%3fd%23e%25.db?immutable=1");
    }
}
