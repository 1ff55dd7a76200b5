//! The lock that lets one process write to a collection.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use super::StoreError;

/// Proof that this process alone may write; given back when dropped, by the system too when the process dies.
#[derive(Debug)]
pub struct WriteLock {
    _file: File,
}

impl WriteLock {
    /// Takes the lock of the collection in `folder`, which is made when it is missing.
    ///
    /// # Errors
    /// [`StoreError::Locked`] at once when another process holds it.
    pub fn take(folder: &Path) -> Result<Self, StoreError> {
        Self::lock(folder, false)
    }

    /// As [`WriteLock::take`], but waits until another process has finished.
    ///
    /// # Errors
    /// What the system says.
    pub fn wait(folder: &Path) -> Result<Self, StoreError> {
        Self::lock(folder, true)
    }

    fn lock(folder: &Path, wait: bool) -> Result<Self, StoreError> {
        std::fs::create_dir_all(folder).map_err(|e| StoreError::io(folder, e))?;
        let path = folder.join("lock");
        let mut file = File::options()
            .create(true)
            .read(true)
            .write(true)
            .truncate(false)
            .open(&path)
            .map_err(|e| StoreError::io(&path, e))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) if wait => file.lock().map_err(|e| StoreError::io(&path, e))?,
            Err(TryLockError::WouldBlock) => {
                let mut text = String::new();
                let process = file.read_to_string(&mut text).ok().and_then(|_| text.trim().parse().ok());
                return Err(StoreError::Locked { folder: folder.to_path_buf(), process });
            }
            Err(TryLockError::Error(e)) => return Err(StoreError::io(&path, e)),
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_writer_is_told_who_holds_the_lock() {
        let folder = tempfile::tempdir().unwrap();
        let first = WriteLock::take(folder.path()).unwrap();
        let error = WriteLock::take(folder.path()).unwrap_err();
        assert!(error.to_string().contains(&format!("(process {})", std::process::id())), "{error}");
        let waiting = std::thread::scope(|scope| {
            let waiting = scope.spawn(|| WriteLock::wait(folder.path()));
            drop(first);
            waiting.join().unwrap()
        });
        drop(waiting.unwrap());
        WriteLock::take(folder.path()).unwrap();
    }
}
