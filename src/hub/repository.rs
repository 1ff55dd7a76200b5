//! A repository in the cache, laid out as `huggingface_hub` lays it out.
//!
//! `models--ORG--NAME/` holds `blobs/` (files by checksum), `refs/` (the commit of each branch) and `snapshots/COMMIT/` (the files of
//! a commit by name, each a link to its blob; a copy where links are not possible).

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::HubError;
use super::names::{below, is_commit};
use crate::file::replace;

/// A repository's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Repository {
    folder: PathBuf,
}

/// What was deleted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Removed {
    /// Number of files.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
}

impl Repository {
    /// The folder of a repository with a checked name.
    pub(super) fn of(cache: &Path, hub: &str) -> Self {
        Self { folder: cache.join(folder_name(hub)) }
    }

    /// The repository that a snapshot's folder is in.
    pub(super) fn of_snapshot(snapshot: &Path) -> Option<Self> {
        let snapshots = snapshot.parent().filter(|folder| folder.ends_with("snapshots"))?;
        Some(Self { folder: snapshots.parent()?.to_path_buf() })
    }

    pub(super) fn blobs(&self) -> PathBuf {
        self.folder.join("blobs")
    }

    pub(super) fn snapshot(&self, commit: &str) -> PathBuf {
        self.folder.join("snapshots").join(commit)
    }

    /// The commit that a revision was when somebody last asked.
    fn commit_of(&self, revision: &str) -> Option<String> {
        if is_commit(revision) {
            return Some(revision.to_owned());
        }
        let text = std::fs::read_to_string(below(&self.folder.join("refs"), revision)).ok()?;
        Some(text.trim().to_owned()).filter(|commit| is_commit(commit))
    }

    /// Notes the commit of a revision.
    pub(super) fn set_commit(&self, revision: &str, commit: &str) -> Result<(), HubError> {
        if is_commit(revision) {
            return Ok(());
        }
        let path = below(&self.folder.join("refs"), revision);
        let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        made.and_then(|()| replace(&path, |out| out.write_all(commit.as_bytes())))
            .map_err(|e| HubError::io(&path, e))
    }

    /// The commit of a revision, if its snapshot has all these files, none of them empty.
    pub(super) fn complete(&self, revision: &str, files: &[String]) -> Option<String> {
        let commit = self.commit_of(revision)?;
        let snapshot = self.snapshot(&commit);
        let there = |file: &String| {
            std::fs::metadata(below(&snapshot, file)).is_ok_and(|m| m.is_file() && m.len() > 0)
        };
        files.iter().all(there).then_some(commit)
    }

    /// Puts a blob into a snapshot under a name, in place of what is there.
    pub(super) fn place(&self, commit: &str, file: &str, blob: &Path) -> Result<(), HubError> {
        let path = below(&self.snapshot(commit), file);
        let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        made.and_then(|()| link(blob, &path, file)).map_err(|e| HubError::io(&path, e))
    }

    /// Deletes a file of a snapshot with its blob, so that it will be fetched again.
    pub(super) fn discard(snapshot: &Path, file: &str) -> Result<(), HubError> {
        let path = below(snapshot, file);
        let blob = std::fs::read_link(&path).ok().and_then(|_| path.canonicalize().ok());
        for path in [Some(path), blob].into_iter().flatten() {
            delete(&path)?;
        }
        Ok(())
    }

    /// Deletes files of a snapshot, the blobs that no snapshot needs any more, and folders that are left empty.
    pub(super) fn remove(&self, snapshot: &Path, files: &[String]) -> Result<Removed, HubError> {
        let mut removed = Removed::default();
        for file in files {
            let path = below(snapshot, file);
            if path.symlink_metadata().is_ok() {
                removed.files += 1;
                removed.bytes += std::fs::metadata(&path).map_or(0, |m| m.len());
            }
            delete(&path)?;
            let folders = path.ancestors().skip(1).take_while(|folder| folder.starts_with(snapshot));
            folders.for_each(remove_empty);
        }
        let used = self.used_blobs();
        for blob in entries(&self.blobs()) {
            let part = blob.extension().is_some_and(|extension| extension == "incomplete");
            if !part && !used.contains(&blob) {
                delete(&blob)?;
            }
        }
        let snapshots = self.folder.join("snapshots");
        remove_empty(&snapshots);
        if !snapshots.exists() {
            // Nothing is left that the references could name, nor that parts could become.
            std::fs::remove_dir_all(&self.folder)
                .or_else(|e| if e.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(e) })
                .map_err(|e| HubError::io(&self.folder, e))?;
        }
        Ok(removed)
    }

    /// The blobs that links of any snapshot lead to.
    fn used_blobs(&self) -> BTreeSet<PathBuf> {
        let mut used = BTreeSet::new();
        let mut folders = vec![self.folder.join("snapshots")];
        while let Some(folder) = folders.pop() {
            for path in entries(&folder) {
                if path.is_symlink() {
                    used.extend(
                        path.canonicalize().ok().and_then(|blob| Some(self.blobs().join(blob.file_name()?))),
                    );
                } else if path.is_dir() {
                    folders.push(path);
                }
            }
        }
        used
    }
}

/// `models--ORG--NAME`.
pub(super) fn folder_name(hub: &str) -> String {
    format!("models--{}", hub.replace('/', "--"))
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries.flatten().map(|entry| entry.path()).collect()
}

fn delete(path: &Path) -> Result<(), HubError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(HubError::io(path, error)),
        _ => Ok(()),
    }
}

/// Deletes a folder if nothing is in it; that something is in it is no error.
fn remove_empty(folder: &Path) {
    if let Err(error) = std::fs::remove_dir(folder) {
        log::debug!("{}: {error}", folder.display());
    }
}

/// A link that is there at once or not at all: made beside and renamed.
fn link(blob: &Path, path: &Path, file: &str) -> io::Result<()> {
    let beside = path.with_file_name(format!(".new-{}", std::process::id()));
    let _ = std::fs::remove_file(&beside);
    // A snapshot's file is as deep below `snapshots/COMMIT` as its name has parts.
    let up = "../".repeat(file.split('/').count() + 1);
    let name = blob.file_name().unwrap_or_default();
    symlink(&Path::new(&up).join("blobs").join(name), &beside)
        .or_else(|_| std::fs::hard_link(blob, &beside))
        .or_else(|_| std::fs::copy(blob, &beside).map(drop))?;
    std::fs::rename(&beside, path)
}

#[cfg(unix)]
fn symlink(target: &Path, path: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, path)
}

#[cfg(windows)]
fn symlink(target: &Path, path: &Path) -> io::Result<()> {
    std::os::windows::fs::symlink_file(target, path)
}

#[cfg(not(any(unix, windows)))]
fn symlink(_target: &Path, _path: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

    fn repository() -> (tempfile::TempDir, Repository) {
        let cache = tempfile::tempdir().unwrap();
        let repository = Repository::of(cache.path(), "org/name");
        std::fs::create_dir_all(repository.blobs()).unwrap();
        for (blob, file) in [("aa", "onnx/model.onnx"), ("bb", "config.json")] {
            std::fs::write(repository.blobs().join(blob), blob).unwrap();
            repository.place(COMMIT, file, &repository.blobs().join(blob)).unwrap();
        }
        repository.set_commit("main", COMMIT).unwrap();
        (cache, repository)
    }

    #[test]
    fn a_snapshot_is_links_to_blobs_and_known_by_its_revision() {
        let (cache, repository) = repository();
        let link = cache.path().join(format!("models--org--name/snapshots/{COMMIT}/onnx/model.onnx"));
        assert_eq!(std::fs::read_link(&link).unwrap(), Path::new("../../../blobs/aa"));
        assert_eq!(std::fs::read_to_string(&link).unwrap(), "aa");
        let files = ["onnx/model.onnx".to_owned(), "config.json".to_owned()];
        assert_eq!(repository.complete("main", &files).as_deref(), Some(COMMIT));
        assert_eq!(repository.complete(COMMIT, &files).as_deref(), Some(COMMIT));
        assert_eq!(repository.complete("other", &files), None);
        assert_eq!(repository.complete("main", &["tokenizer.json".to_owned()]), None);
        let snapshot = repository.snapshot(COMMIT);
        assert_eq!(Repository::of_snapshot(&snapshot), Some(repository.clone()));
        Repository::discard(&snapshot, "config.json").unwrap();
        assert_eq!(repository.complete("main", &files), None);
        assert!(!repository.blobs().join("bb").exists());
    }

    #[test]
    fn removing_keeps_what_others_need() {
        let (_cache, repository) = repository();
        let other = "1".repeat(40);
        repository.place(&other, "config.json", &repository.blobs().join("bb")).unwrap();
        let snapshot = repository.snapshot(COMMIT);
        let files = ["onnx/model.onnx", "config.json", "gone"].map(str::to_owned);
        let removed = repository.remove(&snapshot, &files).unwrap();
        assert_eq!(removed, Removed { files: 2, bytes: 4 });
        assert!(!snapshot.exists() && !repository.blobs().join("aa").exists());
        assert!(repository.blobs().join("bb").exists(), "another snapshot has it");
        repository.remove(&repository.snapshot(&other), &files).unwrap();
        assert!(!repository.folder.exists());
    }
}
