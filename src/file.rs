//! Files that appear whole or not at all, and files that are read whole within a bound.

use std::collections::BTreeSet;
use std::fs::{File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::TempPath;

use crate::message::size;

/// How the names of unfinished files begin.
const PREFIX: &str = ".cognate-new-";

/// File in a [`Scratch`] folder that is locked as long as it is used.
const SCRATCH_LOCK: &str = "lock";

/// How often the removal of a folder is tried.
const REMOVALS: usize = 5;

/// Unfinished files and folders of this process, for [`remove_unfinished`].
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Writes a file beside `path` and renames it, so that a failure on the way leaves what was there. The new file
/// has the permissions of the one in whose place it comes, or of any new file of this user.
///
/// # Errors
/// What `write` or the system says.
pub fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    write_beside(path, false, write)
}

/// As [`replace`], but a file that was not there before can be read by this user alone.
///
/// # Errors
/// As [`replace`].
pub fn replace_private(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    write_beside(path, true, write)
}

fn write_beside(
    path: &Path,
    private: bool,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let unfinished = Unfinished::beside(path, private)?;
    let mut out = io::BufWriter::with_capacity(1 << 20, &unfinished.file);
    write(&mut out)?;
    out.into_inner().map_err(io::IntoInnerError::into_error)?;
    unfinished.file.sync_all()?;
    unfinished.persist(path)
}

/// Whether [`replace`] could write `path`, so that long work is not done for nothing.
///
/// # Errors
/// What the system says.
pub fn can_replace(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    Unfinished::beside(path, false).map(drop)
}

/// Removes what [`replace`] has left in `folder` where it was killed; what another process is writing stays.
///
/// # Errors
/// What the system says.
pub fn remove_left_over(folder: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX)) {
            continue;
        }
        let (path, kind) = (entry.path(), entry.file_type()?);
        let held = match () {
            () if kind.is_file() => path.clone(),
            () if kind.is_dir() => path.join(SCRATCH_LOCK),
            () => continue,
        };
        // Whoever writes it holds a lock on it.
        if File::open(held).is_ok_and(|file| file.try_lock().is_ok()) {
            match remove(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
    }
    Ok(())
}

fn remove(path: &Path) -> io::Result<()> {
    if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) }
}

/// Removes the unfinished files of this process, and keeps it from beginning others: for a program that is about to end by a signal.
pub fn remove_unfinished() {
    let unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
    for path in unfinished.iter() {
        // It may be finished by now, or gone; and another thread may write into a folder while it is emptied.
        for _ in 0..REMOVALS {
            if remove(path).is_ok() || !path.exists() {
                break;
            }
        }
    }
    // Whoever wants to begin another file waits for this lock, which is never given back.
    std::mem::forget(unfinished);
}

/// A file that is gone when it is dropped before it was finished.
struct Unfinished {
    file: File,
    path: Option<TempPath>,
}

impl Unfinished {
    fn beside(path: &Path, private: bool) -> io::Result<Self> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let before = std::fs::symlink_metadata(path).ok().filter(std::fs::Metadata::is_file);
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX);
        #[cfg(unix)]
        {
            // What takes the place of a file is nobody's to read before it has its permissions.
            let mode = if private || before.is_some() { 0o600 } else { 0o666 };
            builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode));
        }
        #[cfg(not(unix))]
        let _ = private;
        loop {
            let mut all = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
            let (file, path) = builder.tempfile_in(folder)?.into_parts();
            all.insert(path.to_path_buf());
            drop(all);
            let there = path.to_path_buf();
            let unfinished = Self { file, path: Some(path) };
            // Where files cannot be locked, nothing is lost but the clearing away after a crash.
            let locked = unfinished.file.try_lock();
            if !matches!(locked, Err(TryLockError::WouldBlock)) && there.exists() {
                if let Some(before) = &before {
                    unfinished.file.set_permissions(before.permissions())?;
                }
                return Ok(unfinished);
            }
            // Somebody took it for one that was left, in the moment before it was locked.
        }
    }

    fn persist(mut self, path: &Path) -> io::Result<()> {
        let Some(unfinished) = self.path.take() else { return Ok(()) };
        let name = unfinished.to_path_buf();
        let result = unfinished.persist(path).map_err(|error| error.error);
        forget(&name);
        result
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(path) = self.path.take() {
            let name = path.to_path_buf();
            drop(path);
            forget(&name);
        }
    }
}

/// A temporary folder that only this user can read. It is gone when it is dropped or the program is ended by a signal, and where the program
/// was killed the next one removes it.
pub struct Scratch {
    folder: tempfile::TempDir,
    _lock: File,
}

impl Scratch {
    /// Makes it in the system's folder for temporary files.
    ///
    /// # Errors
    /// What the system says.
    pub fn new() -> io::Result<Self> {
        let parent = std::env::temp_dir();
        remove_left_over(&parent)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let mut all = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = builder.tempdir_in(parent)?;
        all.insert(folder.path().to_path_buf());
        drop(all);
        let lock = private().create_new(true).write(true).open(folder.path().join(SCRATCH_LOCK))?;
        lock.try_lock()?;
        Ok(Self { folder, _lock: lock })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Nobody else removes it from here on: what a signal would remove twice is gone by then.
        drop(std::fs::remove_dir_all(self.folder.path()));
        forget(self.folder.path());
    }
}

fn forget(path: &Path) {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).remove(path);
}

/// How a file is opened that only this user may read, should it be made.
pub fn private() -> std::fs::OpenOptions {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has modes"))]
    let mut options = std::fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes a folder that only this user can read, unless there is one, and so all above it that there are not.
///
/// # Errors
/// What the system says.
pub fn create_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
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

/// Lets the system forget what it keeps of a file, so that it is read from the disk the next time; whether it did as asked is not told by
/// every system.
#[cfg(target_os = "linux")]
pub fn evict(path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return false };
    file.sync_all().is_ok() && rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed).is_ok()
}

/// Not known how on this system.
#[cfg(not(target_os = "linux"))]
pub fn evict(_path: &Path) -> bool {
    false
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

    #[test]
    fn what_was_left_is_removed_and_what_is_being_written_stays() {
        let folder = tempfile::tempdir().unwrap();
        let left = folder.path().join(".cognate-new-abcdef");
        let written = Unfinished::beside(&folder.path().join("a.txt"), true).unwrap();
        std::fs::write(&left, b"half").unwrap();
        std::fs::write(folder.path().join(".new-other"), b"somebody's").unwrap();
        remove_left_over(folder.path()).unwrap();
        assert!(
            !left.exists()
                && written.path.as_deref().unwrap().exists()
                && folder.path().join(".new-other").exists()
        );
        assert!(UNFINISHED.lock().unwrap().contains(written.path.as_deref().unwrap()));
        let path = written.path.as_deref().unwrap().to_path_buf();
        drop(written);
        assert!(!path.exists() && !UNFINISHED.lock().unwrap().contains(&path));
    }

    #[cfg(unix)]
    #[test]
    fn permissions_of_what_was_there_are_kept_and_private_files_are_private() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        let mode = || std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        replace_private(&path, |out| out.write_all(b"x")).unwrap();
        assert_eq!(mode(), 0o600);
        replace(&path, |out| out.write_all(b"y")).unwrap();
        assert_eq!(mode(), 0o600);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        replace_private(&path, |out| out.write_all(b"z")).unwrap();
        assert_eq!(mode(), 0o640);
        let made = folder.path().join("one/two");
        create_private_folder(&made).unwrap();
        for folder in [&made, made.parent().unwrap()] {
            assert_eq!(std::fs::metadata(folder).unwrap().permissions().mode() & 0o777, 0o700);
        }
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
