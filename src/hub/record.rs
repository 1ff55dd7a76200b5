//! What is known of an installed model: where its files lie, how long they are and what sums they have.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::checksum::sha256;
use super::names::{below, check_file_name, check_id, is_hex};
use super::repository::{Removed, Repository};
use super::{HubError, Places};
use crate::file::replace;
use crate::progress::{Progress, Stage};

/// Version of the record's layout; it grows when a field changes its meaning or goes away.
pub const RECORD_SCHEMA: u32 = 1;

/// Largest file of a record.
const MAX_RECORD_BYTES: u64 = 16 << 20;

/// One installed model. It holds no date, so that the same files give the same record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// [`RECORD_SCHEMA`].
    pub schema: u32,
    /// Name of the model.
    pub id: String,
    /// Repository; `None` for a folder that a person named.
    pub hub: Option<String>,
    /// The commit that the files are of; `None` for a folder that a person named.
    pub commit: Option<String>,
    /// The folder of the files.
    pub folder: PathBuf,
    /// The files, in the order of the card.
    pub files: Vec<RecordedFile>,
}

/// A file of an installed model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedFile {
    /// Its path below the folder, with `/` between its parts.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256 sum: 64 hexadecimal digits.
    pub sha256: String,
}

/// How a file is, held against its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileState {
    /// As recorded.
    Whole,
    /// Gone.
    Missing,
    /// Another size; what it is now.
    Size(u64),
    /// The same size and another sum.
    Changed,
}

impl Record {
    /// The record of a model; `None` when it is not installed.
    ///
    /// # Errors
    /// [`HubError::BadRecord`] and [`HubError::Io`].
    pub fn read(places: &Places, id: &str) -> Result<Option<Self>, HubError> {
        check_id(id).map_err(HubError::BadName)?;
        let path = file(places, id);
        let bytes = match crate::file::read(&path, MAX_RECORD_BYTES) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(HubError::io(&path, error)),
        };
        let bad = |reason: String| HubError::BadRecord { path: path.clone(), reason };
        let version: Version = serde_json::from_slice(&bytes).map_err(|e| bad(e.to_string()))?;
        if version.schema > RECORD_SCHEMA {
            return Err(bad(format!("schema {}, this program knows {RECORD_SCHEMA}", version.schema)));
        }
        let record: Self = serde_json::from_slice(&bytes).map_err(|e| bad(e.to_string()))?;
        if record.id != id {
            return Err(bad(format!("it is that of `{}`", record.id)));
        }
        for file in &record.files {
            check_file_name(&file.path).map_err(&bad)?;
            if file.sha256.len() != 64 || !is_hex(&file.sha256) {
                return Err(bad(format!("`{}` has no SHA-256 sum", file.path)));
            }
        }
        Ok(Some(record))
    }

    /// All records, by name.
    ///
    /// # Errors
    /// As [`Record::read`].
    pub fn all(places: &Places) -> Result<Vec<Self>, HubError> {
        let entries = match std::fs::read_dir(&places.records) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(HubError::io(&places.records, error)),
        };
        let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
        let mut ids: Vec<String> =
            names.filter_map(|name| name.strip_suffix(".json").map(str::to_owned)).collect();
        ids.retain(|id| check_id(id).is_ok());
        ids.sort();
        let records = ids.iter().map(|id| Self::read(places, id));
        records.filter_map(Result::transpose).collect()
    }

    /// Reads files that a person already has and makes a record of them, which is not written yet.
    ///
    /// # Errors
    /// [`HubError::Io`] naming a file that cannot be read, [`HubError::BadName`].
    pub fn of_folder(
        id: &str,
        folder: &Path,
        files: &[String],
        progress: &dyn Progress,
    ) -> Result<Self, HubError> {
        check_id(id).map_err(HubError::BadName)?;
        let files = read_files(folder, files, progress)?;
        Ok(Self {
            schema: RECORD_SCHEMA,
            id: id.to_owned(),
            hub: None,
            commit: None,
            folder: folder.to_path_buf(),
            files,
        })
    }

    /// Writes the record.
    ///
    /// # Errors
    /// [`HubError::Io`].
    pub fn write(&self, places: &Places) -> Result<(), HubError> {
        let path = file(places, &self.id);
        let mut text = serde_json::to_string_pretty(self)
            .map_err(|e| HubError::BadRecord { path: path.clone(), reason: e.to_string() })?;
        text.push('\n');
        std::fs::create_dir_all(&places.records)
            .and_then(|()| replace(&path, |out| out.write_all(text.as_bytes())))
            .map_err(|e| HubError::io(&path, e))
    }

    /// Deletes the record, not the files.
    ///
    /// # Errors
    /// [`HubError::Io`].
    pub fn forget(&self, places: &Places) -> Result<(), HubError> {
        let path = file(places, &self.id);
        std::fs::remove_file(&path).map_err(|e| HubError::io(&path, e))
    }

    /// Deletes the files, but for those that other installed models need. Files of a folder that a person named are never
    /// deleted.
    ///
    /// # Errors
    /// [`HubError::Io`].
    pub fn remove_files(&self, places: &Places) -> Result<Removed, HubError> {
        let Some(repository) = self.hub.as_ref().and_then(|_| Repository::of_snapshot(&self.folder)) else {
            return Ok(Removed::default());
        };
        let others = Self::all(places)?;
        let needed = |path: &str| {
            others.iter().any(|other| {
                other.id != self.id
                    && other.folder == self.folder
                    && other.files.iter().any(|f| f.path == path)
            })
        };
        // In our own cache nobody else needs what else was fetched of the same commit.
        let others_there = others.iter().any(|other| other.id != self.id && other.folder == self.folder);
        let mut files: Vec<String> = self.files.iter().map(|file| file.path.clone()).collect();
        if places.is_own(&self.folder) && !others_there {
            files = names_below(&self.folder);
        }
        files.retain(|path| !needed(path));
        repository.remove(&self.folder, &files)
    }

    /// Bytes of all files together.
    pub fn bytes(&self) -> u64 {
        self.files.iter().fold(0, |sum, file| sum.saturating_add(file.bytes))
    }

    /// Where a file of the record lies.
    pub fn path(&self, file: &RecordedFile) -> PathBuf {
        below(&self.folder, &file.path)
    }

    /// The first file that is not there or has another size: quick, and blind to changes that keep the size.
    pub fn glance(&self) -> Option<(&RecordedFile, FileState)> {
        let mut states = self.files.iter().map(|file| (file, self.size_state(file)));
        states.find(|(_, state)| *state != FileState::Whole)
    }

    /// Reads all files and holds them against the record; one state for each, in their order.
    ///
    /// # Errors
    /// [`HubError::Io`] for a file that is there and cannot be read.
    pub fn verify(&self, progress: &dyn Progress) -> Result<Vec<FileState>, HubError> {
        progress.begin(Stage::Checking, self.bytes());
        let mut before = 0;
        let mut states = Vec::with_capacity(self.files.len());
        for file in &self.files {
            let mut state = self.size_state(file);
            if state == FileState::Whole {
                let path = self.path(file);
                let (_, sum) =
                    sha256(&path, |n| progress.done(before + n)).map_err(|e| HubError::io(&path, e))?;
                if sum != file.sha256 {
                    state = FileState::Changed;
                }
            }
            before += file.bytes;
            states.push(state);
        }
        progress.end();
        Ok(states)
    }

    fn size_state(&self, file: &RecordedFile) -> FileState {
        match std::fs::metadata(self.path(file)) {
            Ok(metadata) if !metadata.is_file() => FileState::Missing,
            Ok(metadata) if metadata.len() != file.bytes => FileState::Size(metadata.len()),
            Ok(_) => FileState::Whole,
            Err(_) => FileState::Missing,
        }
    }
}

#[derive(Deserialize)]
struct Version {
    schema: u32,
}

/// Sizes and sums of files below a folder.
pub(super) fn read_files(
    folder: &Path,
    files: &[String],
    progress: &dyn Progress,
) -> Result<Vec<RecordedFile>, HubError> {
    files.iter().try_for_each(|file| check_file_name(file)).map_err(HubError::BadName)?;
    let paths: Vec<PathBuf> = files.iter().map(|file| below(folder, file)).collect();
    progress.begin(Stage::Checking, paths.iter().map(|path| super::fetch::length(path)).sum());
    let mut before = 0;
    let mut recorded = Vec::with_capacity(files.len());
    for (file, path) in files.iter().zip(&paths) {
        let (bytes, sum) = sha256(path, |n| progress.done(before + n)).map_err(|e| HubError::io(path, e))?;
        before += bytes;
        recorded.push(RecordedFile { path: file.clone(), bytes, sha256: sum });
    }
    progress.end();
    Ok(recorded)
}

/// Names of all files below a folder, with `/` between their parts.
fn names_below(folder: &Path) -> Vec<String> {
    let (mut names, mut folders) = (Vec::new(), vec![(folder.to_path_buf(), String::new())]);
    while let Some((folder, prefix)) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let Ok(name) = entry.file_name().into_string() else { continue };
            let name = format!("{prefix}{name}");
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push((entry.path(), format!("{name}/")));
            } else {
                names.push(name);
            }
        }
    }
    names
}

fn file(places: &Places, id: &str) -> PathBuf {
    places.records.join(format!("{id}.json"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::Silent;

    fn places(folder: &Path) -> Places {
        Places {
            cache: folder.join("hub"),
            shared_by: None,
            records: folder.join("models"),
            cards: folder.join("cards"),
        }
    }

    #[test]
    fn a_record_reads_back_and_says_what_has_changed() {
        let folder = tempfile::tempdir().unwrap();
        let places = places(folder.path());
        let model = folder.path().join("model");
        std::fs::create_dir_all(model.join("onnx")).unwrap();
        let files = ["onnx/model.onnx", "config.json", "tokenizer.json", "other"].map(str::to_owned);
        for file in &files {
            std::fs::write(below(&model, file), file).unwrap();
        }
        let record = Record::of_folder("mine", &model, &files, &Silent).unwrap();
        assert_eq!(Record::read(&places, "mine").unwrap(), None);
        record.write(&places).unwrap();
        assert_eq!(Record::read(&places, "mine").unwrap(), Some(record.clone()));
        assert_eq!(Record::all(&places).unwrap(), std::slice::from_ref(&record));
        assert_eq!(record.verify(&Silent).unwrap(), [const { FileState::Whole }; 4]);
        assert_eq!(record.glance(), None);

        std::fs::write(model.join("onnx/model.onnx"), "onnx/model.oNNx").unwrap();
        std::fs::write(model.join("config.json"), "{}").unwrap();
        std::fs::remove_file(model.join("tokenizer.json")).unwrap();
        let states = [FileState::Changed, FileState::Size(2), FileState::Missing, FileState::Whole];
        assert_eq!(record.verify(&Silent).unwrap(), states);
        assert_eq!(
            record.glance().map(|(file, state)| (file.path.as_str(), state)),
            Some(("config.json", FileState::Size(2)))
        );
        assert_eq!(record.remove_files(&places).unwrap(), Removed::default(), "they are the person's own");
        record.forget(&places).unwrap();
        assert_eq!(Record::all(&places).unwrap(), []);
    }

    #[test]
    fn a_record_that_was_tampered_with_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let places = places(folder.path());
        std::fs::create_dir_all(&places.records).unwrap();
        let sum = "0".repeat(64);
        let record = |schema: u32, id: &str, path: &str, sum: &str| {
            format!(
                r#"{{"schema": {schema}, "id": "{id}", "hub": null, "commit": null, "folder": "/x",
                    "files": [{{"path": "{path}", "bytes": 1, "sha256": "{sum}"}}]}}"#
            )
        };
        for (text, reason) in [
            (record(1, "mine", "../x", &sum), "`../x` is no name of a file"),
            (record(1, "other", "x", &sum), "it is that of `other`"),
            (record(1, "mine", "x", "abc"), "has no SHA-256 sum"),
            (record(2, "mine", "x", &sum), "schema 2"),
            ("{".to_owned(), "EOF"),
        ] {
            std::fs::write(places.records.join("mine.json"), text).unwrap();
            let error = Record::read(&places, "mine").unwrap_err();
            assert!(error.to_string().contains(reason), "{error}");
            assert!(error.hint().unwrap().contains("delete it"));
        }
        assert!(matches!(Record::read(&places, "../mine"), Err(HubError::BadName(_))));
    }
}
