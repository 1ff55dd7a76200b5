//! Files of records: each record is one document with one unit.
//!
//! Such files may be larger than memory, so UTF-8 is read record by record; a first pass over the file makes sure that
//! it is UTF-8, since a table in Windows-1252 may hold its first accent after a gigabyte. Other encodings are decoded
//! whole, in memory: they are old, and small. A record that is too long is passed over and never in memory.

mod cells;
mod json_lines;
mod object;
mod source;
mod table;

use std::collections::VecDeque;
use std::ops::Range;

use super::encoding::OffsetMap;
use super::fields::{self, Fields};
use super::sentences::sentences;
use super::traced::normalise;
use super::{ContentHash, CorpusError, Document, Granularity, MAX_RECORD_BYTES, ReadOptions, Unit, detect};

pub(super) use json_lines::JsonLines;
pub(super) use source::Source;
pub(super) use table::Table;

/// Records that are read together: telling their languages is most of the work, and goes in parallel.
const TOGETHER: usize = 512;

/// Bytes of records after which no more are read together.
const TOGETHER_BYTES: usize = 8 << 20;

/// Records read and not yet handed out.
type Ready = VecDeque<Result<Document, CorpusError>>;

/// The next few of what `next` gives, by number and size.
fn together<T>(
    mut next: impl FnMut() -> Option<Result<T, CorpusError>>,
    size: impl Fn(&T) -> usize,
) -> Vec<Result<T, CorpusError>> {
    let mut records = Vec::new();
    let mut bytes = 0;
    while records.len() < TOGETHER && bytes < TOGETHER_BYTES {
        let Some(record) = next() else { break };
        bytes += record.as_ref().map_or(0, &size);
        records.push(record);
    }
    records
}

/// Where a record stands.
#[derive(Debug)]
struct Place {
    /// Bytes of the file.
    span: Range<u64>,
    /// Line on which it begins, from 1.
    line: u64,
}

/// What is the same for all records of a file.
#[derive(Debug)]
pub(super) struct Reading {
    /// The file as shown.
    pub(super) name: String,
    pub(super) options: ReadOptions,
    pub(super) offsets: OffsetMap,
}

impl Reading {
    /// The fields that may hold the text.
    fn text_names(&self) -> Vec<&str> {
        match &self.options.text_field {
            Some(name) => vec![name],
            None => fields::TEXT.to_vec(),
        }
    }

    /// The document that a record is.
    fn document(&self, mut fields: Fields, text: String, place: &Place) -> Document {
        let mut document = Document {
            own_id: fields.id(self.options.id_field.as_deref()),
            title: fields.title(),
            date: fields.date(),
            source: fields.source(),
            language: fields.language(),
            fields: fields.rest(),
            units: Vec::new(),
        }
        .with_short_names();
        let normalised = normalise(&text);
        drop(text);
        let texts: Vec<String> = match self.options.granularity {
            Granularity::Sentence => {
                sentences(&normalised).into_iter().map(|range| normalised[range].to_owned()).collect()
            }
            Granularity::Paragraph | Granularity::Document if normalised.is_empty() => Vec::new(),
            Granularity::Paragraph | Granularity::Document => vec![normalised],
        };
        let units = texts.into_iter().enumerate().map(|(position, text)| Unit {
            position,
            span: place.span.clone(),
            line: place.line,
            boilerplate: None,
            is_code: false,
            language: document.language,
            hash: ContentHash::of(&text),
            text,
        });
        document.units = units.collect();
        if document.language.is_none() {
            detect::assign(&mut document.units, &mut document.language);
        }
        document
    }

    fn too_long(&self, line: u64, bytes: u64) -> CorpusError {
        CorpusError::RecordTooLong { name: self.name.clone(), line, bytes, most: MAX_RECORD_BYTES }
    }

    fn missing_text(&self, line: u64, found: Vec<String>) -> CorpusError {
        let wanted = self.text_names().into_iter().map(str::to_owned).collect();
        CorpusError::MissingText { name: self.name.clone(), line, wanted, found }
    }
}

#[cfg(test)]
mod tests;
