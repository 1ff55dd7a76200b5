//! JSON Lines: one object a line.

use std::io::BufRead;

use serde_json::Value;

use super::{Place, Reading, Source};
use crate::corpus::fields::Fields;
use crate::corpus::{CorpusError, Document};

/// The documents of a JSON Lines file, one at a time.
///
/// A broken record is an error of its own; reading goes on behind it.
pub(in crate::corpus) struct JsonLines {
    reading: Reading,
    reader: Box<dyn BufRead + Send>,
    /// Lines read.
    line: u64,
    /// Decoded bytes read.
    at: usize,
    failed: bool,
}

impl JsonLines {
    pub(in crate::corpus) fn new(source: Source, reading: Reading) -> Self {
        Self { reading, reader: source.reader, line: 0, at: 0, failed: false }
    }

    fn document(&self, line: &str, place: &Place) -> Result<Document, CorpusError> {
        let name = || self.reading.name.clone();
        let value = serde_json::from_str(line).map_err(|error| {
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or(&message).to_owned();
            CorpusError::BrokenJson { name: name(), line: place.line, column: error.column(), message }
        })?;
        let Value::Object(object) = value else {
            return Err(CorpusError::NotAnObject { name: name(), line: place.line, found: what(&value) });
        };
        let mut fields = Fields::new(object);
        let wanted = self.reading.text_names();
        let text = match fields.take(&wanted) {
            Some((_, Value::String(text))) => text,
            Some((field, value)) => {
                return Err(CorpusError::TextNotAString {
                    name: name(),
                    line: place.line,
                    field,
                    found: what(&value),
                });
            }
            // A text of `null` is an empty one.
            None if fields.has(&wanted) => String::new(),
            None => return Err(self.reading.missing_text(place.line, fields.names())),
        };
        Ok(self.reading.document(fields, &text, place))
    }
}

impl Iterator for JsonLines {
    type Item = Result<Document, CorpusError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut bytes = Vec::new();
        while !self.failed {
            bytes.clear();
            match self.reader.read_until(b'\n', &mut bytes) {
                Ok(0) => return None,
                Ok(read) => {
                    let start = self.at;
                    self.at += read;
                    self.line += 1;
                    let text = String::from_utf8_lossy(&bytes);
                    let trimmed = text.trim();
                    if trimmed.is_empty() {
                        continue;
                    }
                    let before = text.len() - text.trim_start().len();
                    let span =
                        self.reading.offsets.original_range(start + before..start + before + trimmed.len());
                    return Some(self.document(trimmed, &Place { span, line: self.line }));
                }
                Err(source) => {
                    self.failed = true;
                    return Some(Err(CorpusError::Unreadable {
                        path: self.reading.name.clone().into(),
                        source,
                    }));
                }
            }
        }
        None
    }
}

fn what(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
