//! The lock that lets one process write to a repository.

use std::fs::{File, TryLockError};
use std::path::Path;

use super::HubError;
use crate::progress::Progress;

/// Proof that this process alone writes to a repository; given back when dropped, by the system too when the process dies.
#[derive(Debug)]
pub(super) struct RepositoryLock {
    _file: File,
}

impl RepositoryLock {
    /// Waits for the lock of the repository whose folder in the cache is called `name`. It lies where `huggingface_hub` has its own
    /// locks, so that no program takes it for a model.
    pub(super) fn wait(cache: &Path, name: &str, progress: &dyn Progress) -> Result<Self, HubError> {
        let folder = cache.join(".locks").join(name);
        std::fs::create_dir_all(&folder).map_err(|e| HubError::io(&folder, e))?;
        let path = folder.join("cognate.lock");
        let file = File::options()
            .create(true)
            .read(true)
            .write(true)
            .truncate(false)
            .open(&path)
            .map_err(|e| HubError::io(&path, e))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                progress.note("another process is fetching this model: waiting for it");
                file.lock().map_err(|e| HubError::io(&path, e))?;
            }
            Err(TryLockError::Error(e)) => return Err(HubError::io(&path, e)),
        }
        Ok(Self { _file: file })
    }
}
