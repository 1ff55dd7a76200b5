//! The lock that lets one process write to a collection.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use super::{StoreError, open};

/// How often it is asked again whether another process has finished.
const ASK_EVERY: Duration = Duration::from_millis(20);

/// Waiting longer than this is told.
const TELL_AFTER: Duration = Duration::from_secs(1);

/// Proof that this process alone may write; given back when dropped, by the system too when the process dies.
#[derive(Debug)]
pub struct WriteLock {
    _file: File,
}

impl WriteLock {
    /// How long a writer waits for another one unless it is told otherwise.
    pub const PATIENCE: Duration = Duration::from_secs(10);

    /// Takes the lock of the collection in `folder`, which is made when it is missing, for this user alone. While another process
    /// holds it, it is waited for `patience`.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when another process still holds it, [`StoreError::Foreign`] for a collection of another user,
    /// [`StoreError::ReadOnly`] where nothing can be written.
    pub fn take(folder: &Path, patience: Duration) -> Result<Self, StoreError> {
        crate::file::create_private_folder(folder)
            .map_err(|source| StoreError::no_write(folder, folder, source))?;
        open::inspect(folder)?;
        if let Some(path) = open::foreign(folder) {
            return Err(StoreError::Foreign { path });
        }
        let path = folder.join(FILE);
        let mut file = crate::file::private()
            .create(true)
            .read(true)
            .write(true)
            .truncate(false)
            .open(&path)
            .map_err(|source| StoreError::no_write(folder, &path, source))?;
        let began = Instant::now();
        let mut told = false;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(e)) => return Err(StoreError::io(&path, e)),
                Err(TryLockError::WouldBlock) if began.elapsed() >= patience => {
                    return Err(StoreError::Locked {
                        folder: folder.to_path_buf(),
                        process: holder(&mut file),
                    });
                }
                Err(TryLockError::WouldBlock) => {
                    if !told && began.elapsed() >= TELL_AFTER {
                        told = true;
                        let process = holder(&mut file);
                        let waited_for = StoreError::Locked { folder: folder.to_path_buf(), process };
                        log::warn!("{waited_for}: waiting for it");
                    }
                    std::thread::sleep(ASK_EVERY);
                }
            }
        }
        // The number is for the other process's message only: failing to write it is no failure to lock.
        let note = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| writeln!(file, "{}", std::process::id()));
        if let Err(error) = note {
            log::debug!("{}: {error}", path.display());
        }
        Ok(Self { _file: file })
    }

    /// Whether a process is writing to the collection in `folder` just now.
    pub fn is_held(folder: &Path) -> bool {
        File::open(folder.join(FILE))
            .is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
    }
}

/// File name of the lock in a collection's folder.
const FILE: &str = "lock";

/// The process that holds the lock, as it wrote it down.
fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.take(32).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_writer_is_told_who_holds_the_lock() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!WriteLock::is_held(folder.path()));
        let first = WriteLock::take(folder.path(), Duration::ZERO).unwrap();
        assert!(WriteLock::is_held(folder.path()));
        let error = WriteLock::take(folder.path(), Duration::ZERO).unwrap_err();
        assert!(error.to_string().contains(&format!("(process {})", std::process::id())), "{error}");
        let waiting = std::thread::scope(|scope| {
            let waiting = scope.spawn(|| WriteLock::take(folder.path(), Duration::MAX));
            drop(first);
            waiting.join().unwrap()
        });
        drop(waiting.unwrap());
        WriteLock::take(folder.path(), Duration::ZERO).unwrap();
    }
}
