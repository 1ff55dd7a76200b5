//! JSON Lines: one object a line.

use std::io::BufRead;
use std::ops::Range;

use super::object::{self, Top};
use super::settle::Made;
use super::{Find, Place, Reading};
use crate::corpus::fields::Fields;
use crate::corpus::{CorpusError, MAX_RECORD_BYTES};
use crate::lines::{self, Line};

/// Finds the records of a JSON Lines file.
pub(super) struct JsonLines {
    reader: Box<dyn BufRead + Send>,
    /// Lines read.
    line: u64,
    /// Decoded bytes read.
    at: u64,
    failed: bool,
}

/// A record that is JSON.
pub(super) struct Record {
    pub(super) json: String,
    /// The record without white space at its ends.
    pub(super) trimmed: Range<usize>,
    pub(super) place: Place,
}

impl JsonLines {
    pub(super) fn new(reader: Box<dyn BufRead + Send>) -> Self {
        Self { reader, line: 0, at: 0, failed: false }
    }
}

impl Find for JsonLines {
    type Raw = Record;

    /// The next line that is not blank.
    fn find(&mut self, reading: &Reading) -> Option<Result<Record, CorpusError>> {
        while !self.failed {
            let mut bytes = Vec::new();
            let found = match lines::read(&mut self.reader, MAX_RECORD_BYTES, &mut bytes) {
                Ok(found) => found,
                Err(source) => {
                    self.failed = true;
                    return Some(Err(reading.unreadable(source)));
                }
            };
            let start = self.at;
            self.line += 1;
            match found {
                Line::End => return None,
                Line::TooLong(bytes) => {
                    self.at += bytes;
                    return Some(Err(reading.too_long(self.line, bytes)));
                }
                Line::Kept(read) => self.at += read as u64,
            }
            let line = String::from_utf8(bytes)
                .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
            let before = line.len() - line.trim_start().len();
            let trimmed = before..before + line.trim().len();
            if !trimmed.is_empty() {
                let start = start as usize;
                let span = reading.offsets.original_range(start + trimmed.start..start + trimmed.end);
                return Some(Ok(Record {
                    json: line,
                    trimmed,
                    place: Place { span, line: self.line, shown: None },
                }));
            }
        }
        None
    }

    fn size(raw: &Record) -> usize {
        raw.json.len()
    }

    fn make(reading: &Reading, raw: Record) -> Result<Made, CorpusError> {
        reading.json(raw)
    }
}

impl Reading {
    /// The document that a record of JSON is.
    pub(super) fn json(&self, record: Record) -> Result<Made, CorpusError> {
        let Record { json, trimmed, place } = record;
        let name = || self.name.clone();
        let json_text = &json[trimmed];
        let top = object::read(json_text, &self.wanted).or_else(|error| {
            let cleaned = object::without_nan(json_text);
            cleaned.and_then(|cleaned| object::read(&cleaned, &self.wanted).ok()).ok_or(error)
        });
        let top = top.map_err(|error| {
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or(&message).to_owned();
            let line = place.line + (error.line() as u64).saturating_sub(1);
            CorpusError::BrokenJson { name: name(), line, column: error.column(), message }
        })?;
        // A record may be long: it is in memory as few times as can be.
        drop(json);
        match top {
            Top::Object(object) => self.document(Fields::new(object), &place),
            Top::Other(found) => Err(CorpusError::NotAnObject { name: name(), line: place.line, found }),
        }
    }
}
