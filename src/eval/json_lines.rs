//! JSON Lines: one object a line.

use std::path::Path;

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{EvalError, table};

/// A labelled text.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct Labelled {
    #[serde(deserialize_with = "name")]
    pub(super) label: String,
    title: Option<String>,
    text: String,
    pub(super) lang: Option<String>,
}

impl Labelled {
    pub(super) const FIELDS: &'static str = "{\"label\": \"...\", \"text\": \"...\"}";

    /// Title and text, a line each.
    pub(super) fn whole(&self) -> String {
        with_title(self.title.as_deref(), &self.text)
    }
}

/// Title, where there is one, and text, a line each.
pub(super) fn with_title(title: Option<&str>, text: &str) -> String {
    match title.map(str::trim) {
        None | Some("") => text.to_owned(),
        Some(title) => format!("{title}\n{text}"),
    }
}

/// A label or an id: text, or a number as it is written.
pub(super) fn name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        other => Err(D::Error::custom(format!("a label or an id is text or a number, not `{other}`"))),
    }
}

/// The objects of a file with the lines on which they stand; blank lines are passed over.
///
/// `fields` is what a line looks like, for the message when one does not.
pub(super) fn read<T: DeserializeOwned>(
    path: &Path,
    fields: &'static str,
) -> Result<Vec<(u64, T)>, EvalError> {
    let content = table::content(path)?;
    let lines = (1..).zip(content.lines()).filter(|(_, text)| !text.trim().is_empty());
    lines
        .map(|(line, text)| match serde_json::from_str(text) {
            Ok(object) => Ok((line, object)),
            Err(error) => {
                let reason = error.to_string();
                // Serde counts lines within the line.
                let reason = reason.split(" at line ").next().unwrap_or(&reason).to_owned();
                Err(EvalError::BadLine { file: table::shown(path), line, reason, fields })
            }
        })
        .collect()
}

/// Labelled texts, two or more.
pub(super) fn labelled(path: &Path) -> Result<Vec<Labelled>, EvalError> {
    let texts: Vec<Labelled> = read(path, Labelled::FIELDS)?.into_iter().map(|(_, text)| text).collect();
    table::at_least_two(path, "texts", texts.len())?;
    Ok(texts)
}
