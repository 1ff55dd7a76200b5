//! JSON Lines: one object a line.

use std::io::BufRead;

use rayon::prelude::*;
use serde_json::Value;

use super::{Place, Reading, Ready, Source, together};
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
    ready: Ready,
}

impl JsonLines {
    pub(in crate::corpus) fn new(source: Source, reading: Reading) -> Self {
        Self { reading, reader: source.reader, line: 0, at: 0, failed: false, ready: Ready::default() }
    }

    /// The next line that is not blank, and where it stands.
    fn line(&mut self) -> Option<Result<(String, Place), CorpusError>> {
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
                    return Some(Ok((trimmed.to_owned(), Place { span, line: self.line })));
                }
                Err(source) => {
                    self.failed = true;
                    let path = self.reading.name.clone().into();
                    return Some(Err(CorpusError::Unreadable { path, source }));
                }
            }
        }
        None
    }
}

impl Reading {
    /// The document that a line of JSON is.
    fn json(&self, line: &str, place: &Place) -> Result<Document, CorpusError> {
        let name = || self.name.clone();
        let value = serde_json::from_str(line).map_err(|error| {
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or(&message).to_owned();
            CorpusError::BrokenJson { name: name(), line: place.line, column: error.column(), message }
        })?;
        let Value::Object(object) = value else {
            return Err(CorpusError::NotAnObject { name: name(), line: place.line, found: what(&value) });
        };
        let mut fields = Fields::new(object);
        let wanted = self.text_names();
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
            None => return Err(self.missing_text(place.line, fields.names())),
        };
        Ok(self.document(fields, &text, place))
    }
}

impl Iterator for JsonLines {
    type Item = Result<Document, CorpusError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty() {
            let lines: Vec<_> = together(|| self.line(), |(line, _)| line.len());
            let reading = &self.reading;
            self.ready = lines
                .into_par_iter()
                .map(|line| line.and_then(|(line, place)| reading.json(&line, &place)))
                .collect();
        }
        self.ready.pop_front()
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
