//! JSON Lines: one object a line.

use std::io::BufRead;
use std::ops::Range;

use rayon::prelude::*;
use serde_json::Value;

use super::object::{Top, what};
use super::{Place, Reading, Ready, Source, together};
use crate::corpus::fields::Fields;
use crate::corpus::{CorpusError, Document, MAX_RECORD_BYTES};
use crate::lines::{self, Line};

/// The documents of a JSON Lines file, one at a time.
///
/// A broken record is an error of its own; reading goes on behind it.
pub(in crate::corpus) struct JsonLines {
    reading: Reading,
    reader: Box<dyn BufRead + Send>,
    /// Lines read.
    line: u64,
    /// Decoded bytes read.
    at: u64,
    failed: bool,
    ready: Ready,
}

/// A line that is not blank.
struct Record {
    line: String,
    /// The line without white space at its ends.
    trimmed: Range<usize>,
    place: Place,
}

impl JsonLines {
    pub(in crate::corpus) fn new(source: Source, reading: Reading) -> Self {
        Self { reading, reader: source.reader, line: 0, at: 0, failed: false, ready: Ready::default() }
    }

    /// The next line that is not blank.
    fn record(&mut self) -> Option<Result<Record, CorpusError>> {
        while !self.failed {
            let mut bytes = Vec::new();
            let found = match lines::read(&mut self.reader, MAX_RECORD_BYTES, &mut bytes) {
                Ok(found) => found,
                Err(source) => {
                    self.failed = true;
                    let path = self.reading.name.clone().into();
                    return Some(Err(CorpusError::Unreadable { path, source }));
                }
            };
            let start = self.at;
            self.line += 1;
            match found {
                Line::End => return None,
                Line::TooLong(bytes) => {
                    self.at += bytes;
                    return Some(Err(self.reading.too_long(self.line, bytes)));
                }
                Line::Kept(read) => self.at += read as u64,
            }
            let line = String::from_utf8(bytes)
                .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
            let before = line.len() - line.trim_start().len();
            let trimmed = before..before + line.trim().len();
            if !trimmed.is_empty() {
                let start = start as usize;
                let span = self.reading.offsets.original_range(start + trimmed.start..start + trimmed.end);
                return Some(Ok(Record { line, trimmed, place: Place { span, line: self.line } }));
            }
        }
        None
    }
}

impl Reading {
    /// The document that a line of JSON is.
    fn json(&self, record: Record) -> Result<Document, CorpusError> {
        let Record { line, trimmed, place } = record;
        let name = || self.name.clone();
        let value = serde_json::from_str(&line[trimmed]).map_err(|error| {
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or(&message).to_owned();
            CorpusError::BrokenJson { name: name(), line: place.line, column: error.column(), message }
        })?;
        // A record may be long: it is in memory as few times as can be.
        drop(line);
        let object = match value {
            Top::Object(object) => object,
            Top::Other(found) => {
                return Err(CorpusError::NotAnObject { name: name(), line: place.line, found });
            }
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
        Ok(self.document(fields, text, &place))
    }
}

impl Iterator for JsonLines {
    type Item = Result<Document, CorpusError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty() {
            let records: Vec<_> = together(|| self.record(), |record| record.line.len());
            let reading = &self.reading;
            self.ready = records
                .into_par_iter()
                .map(|record| record.and_then(|record| reading.json(record)))
                .collect();
        }
        self.ready.pop_front()
    }
}
