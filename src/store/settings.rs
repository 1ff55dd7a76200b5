//! What a person chose for a collection: `cognate.toml`.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::StoreError;
use crate::corpus::Granularity;
use crate::index::{Builder, IndexChoice};

/// File name of the settings in a collection's folder.
const FILE: &str = "cognate.toml";

/// Most bytes of it.
const MOST_BYTES: u64 = 1 << 20;

/// The choices of a collection; a file that lacks one has its default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "choices of a person")]
pub struct Settings {
    /// Model, as `--model` takes it.
    pub model: String,
    /// What one unit of text is.
    pub unit: Granularity,
    /// Longest unit, in characters; longer paragraphs are split at sentences.
    pub max_chars: usize,
    /// Name of the text field of records, when it is not one of the usual names; several between commas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_field: Option<String>,
    /// Name of the id field of records, when it is not one of the usual names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_field: Option<String>,
    /// Name of the title field of records, when it is not one of the usual names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title_field: Option<String>,
    /// Name of the date field of records, when it is not one of the usual names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_field: Option<String>,
    /// What stands between the cells of tables, when that is not to be found out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// Whether the first row of a table is a record and names nothing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub no_header: bool,
    /// Whether also what a `.gitignore` says not to look at is read.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub ignored: bool,
    /// Whether also files and folders are read whose names begin with a dot.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// Whether the collection is brought up to date before it is searched.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub auto: bool,
    /// Which index of vectors is made.
    #[serde(skip_serializing_if = "is_default")]
    pub index: IndexChoice,
    /// What builds its graph.
    #[serde(skip_serializing_if = "is_default")]
    pub builder: Builder,
    /// Breadth of graph searches, where another than the usual one was chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ef: Option<usize>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            model: "builtin".to_owned(),
            unit: Granularity::default(),
            max_chars: crate::corpus::ReadOptions::default().max_chars,
            text_field: None,
            id_field: None,
            title_field: None,
            date_field: None,
            delimiter: None,
            no_header: false,
            ignored: false,
            hidden: false,
            auto: false,
            index: IndexChoice::Auto,
            builder: Builder::Auto,
            ef: None,
        }
    }
}

impl Settings {
    /// What of a folder is looked at.
    pub fn walk(&self) -> crate::corpus::WalkOptions {
        crate::corpus::WalkOptions { ignored: self.ignored, hidden: self.hidden }
    }

    /// Reads the settings in `folder`; `None` when there is no such file.
    ///
    /// # Errors
    /// [`StoreError::Settings`] naming the line.
    pub fn read(folder: &Path) -> Result<Option<Self>, StoreError> {
        let path = folder.join(FILE);
        let text = match crate::file::read(&path, MOST_BYTES) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(StoreError::io(&path, e)),
        };
        let settings: Self = toml::from_str(&text).map_err(|e| StoreError::Settings {
            path: path.clone(),
            reason: e.to_string().trim().to_owned(),
        })?;
        if settings.max_chars == 0 {
            return Err(StoreError::Settings { path, reason: "`max_chars` is 0".to_owned() });
        }
        Ok(Some(settings))
    }

    /// Writes the settings into `folder`.
    ///
    /// # Errors
    /// [`StoreError::Io`] and [`StoreError::DiskFull`].
    pub fn write(&self, folder: &Path) -> Result<(), StoreError> {
        let path = folder.join(FILE);
        let text = toml::to_string(self)
            .map_err(|e| StoreError::Settings { path: path.clone(), reason: e.to_string() })?;
        crate::file::replace_private(&path, |out| out.write_all(text.as_bytes()))
            .map_err(|e| StoreError::no_write(folder, &path, e))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_read_back_and_a_bad_line_is_named() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Settings::read(folder.path()).unwrap(), None);
        let settings = Settings { unit: Granularity::Sentence, ..Settings::default() };
        settings.write(folder.path()).unwrap();
        assert_eq!(Settings::read(folder.path()).unwrap(), Some(settings));
        std::fs::write(folder.path().join(FILE), "model = \"builtin\"\nunit = \"page\"\n").unwrap();
        let error = Settings::read(folder.path()).unwrap_err();
        assert!(error.to_string().contains("line 2"), "{error}");
    }
}
