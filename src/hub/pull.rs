//! Installs a model: what is there is used, what is missing or damaged is fetched, and all of it is recorded.

use std::path::Path;

use super::checksum::sha256;
use super::client::Hub;
use super::fetch::{Remote, length};
use super::lock::RepositoryLock;
use super::names::{check_file_name, check_hub_id, check_id, check_revision};
use super::record::{RECORD_SCHEMA, read_files};
use super::repository::{Repository, folder_name};
use super::{FileState, HubError, Places, Record, RecordedFile};
use crate::progress::{Progress, Stage};

/// What is to be installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Name of the model.
    pub id: String,
    /// Its repository.
    pub hub: String,
    /// Branch, tag or commit.
    pub revision: String,
    /// Its files.
    pub files: Vec<String>,
}

/// How a model came to be installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Its files came from the hub.
    Fetched,
    /// Its files were in the cache already.
    Found,
    /// It was installed, and all its files are as recorded.
    Whole,
    /// It was installed, and damaged or missing files were fetched again.
    Repaired,
}

/// An installed model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pulled {
    /// What is known of it.
    pub record: Record,
    /// How it came.
    pub origin: Origin,
    /// The files that were fetched.
    pub fetched: Vec<String>,
}

impl Hub {
    /// Installs a model and records it. A model that is installed is read and held against its record, and what is damaged is
    /// fetched again. Of two processes that install the same, one waits and finds it done.
    ///
    /// # Errors
    /// [`HubError`]. What has come is kept, and the next call goes on there.
    pub fn pull(
        &self,
        wanted: &Wanted,
        places: &Places,
        progress: &dyn Progress,
    ) -> Result<Pulled, HubError> {
        check_id(&wanted.id)
            .and_then(|()| check_hub_id(&wanted.hub))
            .and_then(|()| check_revision(&wanted.revision))
            .and_then(|()| wanted.files.iter().try_for_each(|file| check_file_name(file)))
            .map_err(HubError::BadName)?;
        // Where nothing can be written, nothing need be: what is there can still be read and recorded.
        let lock = RepositoryLock::wait(&places.cache, &folder_name(&wanted.hub), progress);
        let repository = Repository::of(&places.cache, &wanted.hub);
        if let Some(record) = Record::read(places, &wanted.id)?
            && let Some(pulled) = self.mend(wanted, record, &repository, progress)?
        {
            return Ok(pulled);
        }
        let found = repository.complete(&wanted.revision, &wanted.files);
        if let Some(record) =
            found.and_then(|commit| of_cache(wanted, &repository, &commit, progress).transpose())
        {
            let record = record?;
            record.write(places)?;
            return Ok(Pulled { record, origin: Origin::Found, fetched: Vec::new() });
        }
        let _lock = lock?;
        let listing = self.list(&wanted.hub, &wanted.revision, progress)?;
        if let Some(file) = wanted.files.iter().find(|file| !listing.files.contains(file)) {
            return Err(HubError::NoFile { hub: wanted.hub.clone(), file: file.clone() });
        }
        let snapshot = repository.snapshot(&listing.commit);
        let remotes = self.describe_all(&wanted.hub, &listing.commit, &wanted.files, progress)?;
        let missing: Vec<&Remote> =
            remotes.iter().filter(|remote| !is_there(remote, &repository, &listing.commit)).collect();
        let fetched = self.fetch_all(&wanted.hub, &listing.commit, &missing, &repository, progress)?;
        let of_cache: Vec<String> = remotes
            .iter()
            .map(|remote| remote.name.clone())
            .filter(|name| !fetched.iter().any(|f| f.path == *name))
            .collect();
        let mut files = read_files(&snapshot, &of_cache, progress)?;
        let names: Vec<String> = fetched.iter().map(|file| file.path.clone()).collect();
        files.extend(fetched);
        files.sort_by_key(|file| wanted.files.iter().position(|name| *name == file.path));
        repository.set_commit(&wanted.revision, &listing.commit)?;
        let record = Record {
            schema: RECORD_SCHEMA,
            id: wanted.id.clone(),
            hub: Some(wanted.hub.clone()),
            commit: Some(listing.commit),
            folder: snapshot,
            files,
        };
        record.write(places)?;
        Ok(Pulled { record, origin: Origin::Fetched, fetched: names })
    }

    /// Reads the files of an installed model and fetches anew what is not as recorded. `None` when the record is of other files or
    /// of a folder that is not this cache's: then the model is to be installed as if it were not.
    fn mend(
        &self,
        wanted: &Wanted,
        record: Record,
        repository: &Repository,
        progress: &dyn Progress,
    ) -> Result<Option<Pulled>, HubError> {
        let same = record.hub.as_ref() == Some(&wanted.hub)
            && record.files.iter().map(|file| &file.path).eq(&wanted.files);
        let Some(commit) = record.commit.clone().filter(|_| same) else { return Ok(None) };
        let states = record.verify(progress)?;
        let damaged: Vec<&RecordedFile> = record
            .files
            .iter()
            .zip(&states)
            .filter(|(_, state)| **state != FileState::Whole)
            .map(|(file, _)| file)
            .collect();
        if damaged.is_empty() {
            return Ok(Some(Pulled { record, origin: Origin::Whole, fetched: Vec::new() }));
        }
        if record.folder != repository.snapshot(&commit) {
            return Ok(None);
        }
        let names: Vec<String> = damaged.iter().map(|file| file.path.clone()).collect();
        let remotes = self.describe_all(&wanted.hub, &commit, &names, progress)?;
        for file in &damaged {
            Repository::discard(&record.folder, &file.path)?;
        }
        let remotes: Vec<&Remote> = remotes.iter().collect();
        let fetched = self.fetch_all(&wanted.hub, &commit, &remotes, repository, progress)?;
        for (file, came) in damaged.iter().zip(&fetched) {
            if file.sha256 != came.sha256 {
                // The same commit is the same bytes: this server has other ones.
                Repository::discard(&record.folder, &file.path)?;
                return Err(HubError::WrongChecksum {
                    file: file.path.clone(),
                    expected: file.sha256.clone(),
                    received: came.sha256.clone(),
                });
            }
        }
        Ok(Some(Pulled { record, origin: Origin::Repaired, fetched: names }))
    }

    fn describe_all(
        &self,
        hub: &str,
        commit: &str,
        files: &[String],
        progress: &dyn Progress,
    ) -> Result<Vec<Remote>, HubError> {
        files.iter().map(|file| self.describe(hub, commit, file, progress)).collect()
    }

    /// Fetches files one after another and puts each into the snapshot when it is whole.
    fn fetch_all(
        &self,
        hub: &str,
        commit: &str,
        remotes: &[&Remote],
        repository: &Repository,
        progress: &dyn Progress,
    ) -> Result<Vec<RecordedFile>, HubError> {
        if remotes.is_empty() {
            return Ok(Vec::new());
        }
        let blobs = repository.blobs();
        std::fs::create_dir_all(&blobs).map_err(|e| HubError::io(&blobs, e))?;
        let sizes = remotes.iter().map(|remote| remote.size.unwrap_or(0));
        let total = sizes.fold(0_u64, u64::saturating_add);
        let there = remotes.iter().fold(0_u64, |sum, r| sum.saturating_add(length(&r.part(repository))));
        let free = fs4::available_space(&blobs).map_err(|e| HubError::io(&blobs, e))?;
        check_space(&blobs, total.saturating_sub(there), free)?;
        progress.begin(Stage::Fetching, total);
        let mut before = 0;
        let mut files = Vec::with_capacity(remotes.len());
        for remote in remotes {
            let come = |bytes: u64| progress.done(before + bytes);
            let fetched = self.fetch(hub, remote, repository, progress, &come)?;
            repository.place(commit, &remote.name, &fetched.blob)?;
            before += fetched.bytes;
            files.push(RecordedFile {
                path: remote.name.clone(),
                bytes: fetched.bytes,
                sha256: fetched.sha256,
            });
        }
        progress.end();
        Ok(files)
    }
}

/// Whether there is room, with 5 % to spare.
fn check_space(folder: &Path, bytes: u64, free: u64) -> Result<(), HubError> {
    let needed = bytes.saturating_add(bytes / 20);
    if needed > free {
        return Err(HubError::NoSpace { folder: folder.to_path_buf(), needed, free });
    }
    Ok(())
}

/// A record of files that are in the cache, if each whose blob is named by its sum has that sum.
fn of_cache(
    wanted: &Wanted,
    repository: &Repository,
    commit: &str,
    progress: &dyn Progress,
) -> Result<Option<Record>, HubError> {
    let folder = repository.snapshot(commit);
    let files = read_files(&folder, &wanted.files, progress)?;
    for file in &files {
        let target = std::fs::read_link(super::names::below(&folder, &file.path)).ok();
        let name = target.as_ref().and_then(|target| target.file_name()?.to_str());
        if name.is_some_and(|name| name.len() == 64 && super::names::is_hex(name) && name != file.sha256) {
            progress.note(&format!("`{}` in the cache is damaged: it is fetched again", file.path));
            Repository::discard(&folder, &file.path)?;
            return Ok(None);
        }
    }
    Ok(Some(Record {
        schema: RECORD_SCHEMA,
        id: wanted.id.clone(),
        hub: Some(wanted.hub.clone()),
        commit: Some(commit.to_owned()),
        folder,
        files,
    }))
}

/// Whether a file, or a blob that it can be made a link to, is in the cache and is what the hub describes.
fn is_there(remote: &Remote, repository: &Repository, commit: &str) -> bool {
    let is_it = |path: &Path| {
        let size = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|m| m.len());
        size.is_some_and(|size| remote.size.is_none_or(|expected| expected == size))
            && remote
                .sha256()
                .is_none_or(|expected| sha256(path, |_| {}).is_ok_and(|(_, sum)| sum == expected))
    };
    let Some(etag) = &remote.etag else { return false };
    let blob = repository.blobs().join(etag);
    if is_it(&blob) {
        return repository.place(commit, &remote.name, &blob).is_ok();
    }
    // A cache without links has the files themselves.
    let path = super::names::below(&repository.snapshot(commit), &remote.name);
    !path.is_symlink() && is_it(&path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_needed_with_some_to_spare() {
        let folder = Path::new("/m");
        assert!(check_space(folder, 100_000_000, 105_000_000).is_ok());
        let error = check_space(folder, 100_000_000, 104_999_999).unwrap_err();
        assert_eq!(error.to_string(), "`/m` has room for 104 MB, and 105 MB are needed");
        assert!(check_space(folder, u64::MAX, u64::MAX - 1).is_err(), "an absurd size is no overflow");
        assert!(check_space(folder, 0, 0).is_ok());
    }
}
