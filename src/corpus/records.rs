//! Files of records: each record is one document, and its text is split as any text is.
//!
//! Such files may be larger than memory, so UTF-8 is read record by record; a first pass over the file makes sure that
//! it is UTF-8, since a table in Windows-1252 may hold its first accent after a gigabyte. Other encodings are decoded
//! whole, in memory: they are old, and small. A record that is too long is passed over and never in memory.
//!
//! What only the file as a whole can tell (the language of a few words, which of two numbers is the day) is told from the records
//! that were read so far, some hundred at least or all of them.

mod cells;
mod dialect;
mod json;
mod json_lines;
mod markup;
mod object;
#[cfg(feature = "documents")]
mod parquet;
mod scan;
mod settle;
mod source;
mod table;
mod text;
mod wrapper;

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use rayon::prelude::*;

use super::detect::Known;
use super::encoding::OffsetMap;
use super::fields::{self, Fields};
use super::{ContentHash, CorpusError, Document, MAX_RECORD_BYTES, ReadOptions, Unit};
use settle::{Made, Settling};

pub(super) use object::without_nan;
#[cfg(feature = "documents")]
pub(super) use parquet::documents as parquet;
#[cfg(feature = "documents")]
pub(crate) use parquet::{List, Lists, Unlisted};
pub(super) use source::Source;

/// Records that are read together: telling their languages is most of the work, and goes in parallel.
const TOGETHER: usize = 512;

/// Bytes of records after which no more are read together.
const TOGETHER_BYTES: usize = 8 << 20;

/// Finds the records of a file, one after the other.
trait Find {
    /// A record before it is read.
    type Raw: Send;

    /// The next record.
    fn find(&mut self, reading: &Reading) -> Option<Result<Self::Raw, CorpusError>>;

    /// The bytes of a record.
    fn size(raw: &Self::Raw) -> usize;

    /// The document that a record is.
    fn make(reading: &Reading, raw: Self::Raw) -> Result<Made, CorpusError>;
}

/// The documents of a file of records, one at a time.
///
/// A broken record is an error of its own; reading goes on behind it. A file of nothing but broken records ends with an error of the file.
struct Records<F> {
    reading: Reading,
    find: F,
    settling: Settling,
    /// Records read and not yet handed out.
    ready: VecDeque<Result<Document, CorpusError>>,
    read: u64,
    bad: u64,
    first: Option<String>,
}

/// The documents of a file.
type Documents = Box<dyn Iterator<Item = Result<Document, CorpusError>> + Send>;

impl<F: Find + Send + 'static> Records<F> {
    fn documents(reading: Reading, find: F) -> Documents {
        Box::new(Self {
            reading,
            find,
            settling: Settling::default(),
            ready: VecDeque::new(),
            read: 0,
            bad: 0,
            first: None,
        })
    }

    /// The next few records, by number and size.
    fn together(&mut self) -> Vec<Result<F::Raw, CorpusError>> {
        let mut records = Vec::new();
        let mut bytes = 0;
        while records.len() < TOGETHER && bytes < TOGETHER_BYTES {
            let Some(record) = self.find.find(&self.reading) else { break };
            bytes += record.as_ref().map_or(0, F::size);
            records.push(record);
        }
        records
    }
}

impl<F: Find + Send + 'static> Iterator for Records<F> {
    type Item = Result<Document, CorpusError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty() {
            let records = self.together();
            let reading = &self.reading;
            let made: Vec<_> = records
                .into_par_iter()
                .map(|record| record.and_then(|record| F::make(reading, record)))
                .collect();
            made.iter().flatten().for_each(|made| made.teach(&mut self.reading.known));
            self.ready = self.settling.settle(made).into();
        }
        match self.ready.pop_front() {
            Some(Ok(document)) => {
                self.read += 1;
                Some(Ok(document))
            }
            Some(Err(error)) => {
                if error.is_record() {
                    self.bad += 1;
                    if self.read == 0 && self.first.is_none() {
                        self.first = Some(error.to_string());
                    }
                }
                Some(Err(error))
            }
            None if self.read == 0 && self.bad > 0 => {
                let name = self.reading.name.clone();
                let records = std::mem::take(&mut self.bad);
                let first = self.first.take().unwrap_or_default();
                Some(Err(CorpusError::NoRecord { name, records, first }))
            }
            None => None,
        }
    }
}

/// The documents of a file of JSON Lines.
pub(super) fn json_lines(source: Source, reading: Reading) -> Documents {
    Records::documents(reading.named_by_path(), json_lines::JsonLines::new(source.reader))
}

/// The documents of a file of JSON.
///
/// # Errors
/// When it holds no records.
pub(super) fn json(source: Source, reading: Reading) -> Result<Documents, CorpusError> {
    let reading = reading.named_by_path();
    Ok(match json::open(source.reader, &reading)? {
        json::Opened::Lines(lines) => Records::documents(reading, lines),
        json::Opened::Values(values) => Records::documents(reading, values),
    })
}

/// The documents of a table.
///
/// # Errors
/// When no column can hold the text. A table without a single line has no documents, which is no error.
pub(super) fn table(source: Source, reading: Reading, tabs: bool) -> Result<Documents, CorpusError> {
    let (table, reading) = table::Table::open(source.reader, reading, tabs)?;
    Ok(Records::documents(reading, table))
}

/// Where a record stands.
#[derive(Debug)]
struct Place {
    /// Bytes of the file.
    span: Range<u64>,
    /// Line on which it begins, from 1.
    line: u64,
    /// Where a person finds it, in a file whose bytes are not its text.
    shown: Option<super::Place>,
}

/// What is the same for all records of a file.
#[derive(Debug)]
pub(super) struct Reading {
    /// The file as shown.
    name: String,
    options: ReadOptions,
    offsets: OffsetMap,
    /// Languages that the records so far were in.
    known: Known,
    /// Fields within objects that are kept whatever they hold.
    wanted: Vec<String>,
    /// The columns of a table.
    columns: Vec<String>,
    /// Bytes of the whole file, where records have no place of their own in it.
    #[cfg_attr(
        not(feature = "documents"),
        allow(dead_code, reason = "only records of documents stand where something else says")
    )]
    span: Range<u64>,
    /// Rows with fewer or more cells than columns that were read.
    pub(super) ragged: Arc<AtomicU64>,
}

impl Reading {
    pub(super) fn new(name: &str, options: &ReadOptions, offsets: OffsetMap) -> Self {
        let (name, options) = (name.to_owned(), options.clone());
        Self {
            name,
            options,
            offsets,
            known: Known::default(),
            wanted: Vec::new(),
            columns: Vec::new(),
            span: 0..0,
            ragged: Arc::default(),
        }
    }

    /// As for a file of so many bytes, in which records have no place of their own.
    #[cfg(feature = "documents")]
    pub(super) fn of_size(mut self, bytes: u64) -> Self {
        self.span = 0..bytes;
        self
    }

    /// Fields are named by the path that leads to them, in which the places in lists say nothing.
    fn named_by_path(mut self) -> Self {
        let options = &mut self.options;
        let named = [&mut options.title_field, &mut options.date_field, &mut options.id_field];
        for name in options.text_fields.iter_mut().chain(named.into_iter().flatten()) {
            if name.contains('.') {
                let is_place = |part: &&str| !part.bytes().all(|byte| byte.is_ascii_digit());
                *name = name.split('.').filter(is_place).collect::<Vec<_>>().join(".");
                self.wanted.push(name.clone());
            }
        }
        self
    }

    /// The fields that may hold the text.
    fn text_names(&self) -> Vec<&str> {
        match &self.options.text_fields[..] {
            [] => fields::TEXT.to_vec(),
            named => named.iter().map(String::as_str).collect(),
        }
    }

    /// Whether a field was asked for by name.
    fn is_named(&self, field: &str) -> bool {
        let options = &self.options;
        let named = [&options.title_field, &options.date_field, &options.id_field];
        let mut named = named.into_iter().flatten().chain(&options.text_fields);
        named.any(|name| field.eq_ignore_ascii_case(name))
    }

    /// Whether a field is of use whatever it holds.
    fn means_something(&self, field: &str) -> bool {
        fields::is_known(field) || self.is_named(field)
    }

    /// The document that a record is.
    fn document(&self, mut fields: Fields, place: &Place) -> Result<Made, CorpusError> {
        let options = &self.options;
        let named = &options.text_fields;
        let names = self.text_names();
        let title_names = options.title_field.as_deref().map_or(fields::TITLE.to_vec(), |name| vec![name]);
        if !fields.has(&names) && (!named.is_empty() || !fields.has(&title_names)) {
            let wanted = names.into_iter().map(str::to_owned).collect();
            let (name, line) = (self.name.clone(), place.line);
            return Err(CorpusError::MissingText { name, line, wanted, found: fields.names() });
        }
        let title = fields.title_of_record(options.title_field.as_deref(), named);
        let title = title.map(|title| text::line(&title)).filter(|title| !title.is_empty());
        let text = fields.text(named).unwrap_or_default();
        let own_id = fields.id(options.id_field.as_deref());
        let date = fields.told_date(options.date_field.as_deref());
        // What is called a date and cannot be read as one is told as it stands.
        let unread = fields.value(options.date_field.as_deref().unwrap_or("date")).filter(|_| date.is_none());
        let unread = unread.and_then(settle::as_it_stands);
        let source = fields.source();
        let language = fields.language();
        let mut document = Document {
            own_id,
            title,
            date: unread,
            source,
            language,
            fields: fields.rest(),
            ..Document::default()
        }
        .with_short_names();
        let pieces = text::pieces(&text, document.title.as_deref(), options);
        drop(text);
        let units = pieces.into_iter().enumerate().map(|(position, (text, boilerplate))| Unit {
            position,
            span: place.span.clone(),
            line: place.line,
            boilerplate,
            is_code: false,
            language: None,
            place: place.shown.clone(),
            hash: ContentHash::of(&text),
            text,
        });
        document.units = units.collect();
        Ok(Made::new(document, date, &self.known))
    }

    fn too_long(&self, line: u64, bytes: u64) -> CorpusError {
        CorpusError::RecordTooLong { name: self.name.clone(), line, bytes, most: MAX_RECORD_BYTES }
    }

    fn unreadable(&self, source: std::io::Error) -> CorpusError {
        CorpusError::Unreadable { path: self.name.clone().into(), source }
    }
}

#[cfg(test)]
mod tests;
