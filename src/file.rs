//! Files that appear whole or not at all, and files that are read whole within a bound.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use crate::message::size;

/// How the names of unfinished files begin.
const PREFIX: &str = ".new-";

/// Writes a file beside `path` and renames it, so that a failure on the way leaves what was there. The new file
/// has the permissions of any new file of this user.
///
/// # Errors
/// What `write` or the system says.
pub fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut file = io::BufWriter::with_capacity(1 << 20, beside(path)?);
    write(&mut file)?;
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.as_file().sync_all()?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// Reads a file of at most `most` bytes whole. A device, a pipe or a socket may never end, and waits for a writer when it is only opened:
/// none is.
///
/// # Errors
/// [`io::ErrorKind::InvalidInput`] for what is no ordinary file, [`io::ErrorKind::FileTooLarge`] above `most`, and what the system says.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = open(path)?;
    let mut bytes = Vec::with_capacity(usize::try_from(file.metadata()?.len().min(most)).unwrap_or(0));
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        let reason = format!("it is larger than {}", size(most));
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, reason));
    }
    Ok(bytes)
}

/// Opens an ordinary file to be read, and nothing else, as [`read`].
///
/// # Errors
/// [`io::ErrorKind::InvalidInput`] for what is no ordinary file, and what the system says.
pub fn open(path: &Path) -> io::Result<File> {
    ordinary(&std::fs::metadata(path)?)?;
    let file = File::open(path)?;
    // Another file may have come into its place.
    ordinary(&file.metadata()?)?;
    Ok(file)
}

/// The text of a file of at most `most` bytes, as [`read`].
///
/// # Errors
/// As [`read`], and [`io::ErrorKind::InvalidData`] for what is not UTF-8.
pub fn read_text(path: &Path, most: u64) -> io::Result<String> {
    String::from_utf8(read(path, most)?)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8"))
}

/// Refuses what is neither a file nor a folder; a folder cannot be read, and the system says so.
fn ordinary(metadata: &std::fs::Metadata) -> io::Result<()> {
    if metadata.is_file() || metadata.is_dir() {
        return Ok(());
    }
    Err(io::Error::new(io::ErrorKind::InvalidInput, "it is a device, a pipe or a socket, not a file"))
}

/// Whether [`replace`] could write `path`, so that long work is not done for nothing.
///
/// # Errors
/// What the system says.
pub fn can_replace(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    beside(path).map(drop)
}

/// Removes what [`replace`] has left in `folder` where it was killed. Nobody else may be writing there.
///
/// # Errors
/// What the system says.
pub fn remove_left_over(folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX))
            && entry.file_type()?.is_file()
        {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// A file beside `path` that is gone when it is dropped.
fn beside(path: &Path) -> io::Result<tempfile::NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        replace(&path, |out| out.write_all(b"first")).unwrap();
        let error = replace(&path, |out| {
            out.write_all(b"sec")?;
            Err(io::Error::from(io::ErrorKind::StorageFull))
        });
        assert_eq!(error.unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert_eq!(std::fs::read(&path).unwrap(), b"first");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else stays behind");
    }

    #[test]
    fn a_file_is_read_up_to_its_bound_and_a_device_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, b"12345").unwrap();
        assert_eq!(read(&path, 5).unwrap(), b"12345");
        assert_eq!(read(&path, 4).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert!(read(folder.path(), 4).is_err());
        #[cfg(unix)]
        assert_eq!(read(Path::new("/dev/zero"), 4).unwrap_err().kind(), io::ErrorKind::InvalidInput);
    }

    #[cfg(unix)]
    #[test]
    fn others_may_read_what_the_system_lets_them() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let (ours, plain) = (folder.path().join("ours"), folder.path().join("plain"));
        replace(&ours, |out| out.write_all(b"x")).unwrap();
        std::fs::write(&plain, b"x").unwrap();
        let mode = |path| std::fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(&ours), mode(&plain));
    }
}
