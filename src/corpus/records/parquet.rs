//! Parquet: one record a row, from columns of plain values.
//!
//! A file is read row group by row group, and of each a few rows at a time. What lies within groups of columns gets the names that lead to
//! it, joined by dots, and the values of a list of texts are paragraphs; of columns of other lists and of bytes nothing is read, unless they
//! are asked for by name.
//!
//! However a file is made, its footer takes bounded memory ([`thrift`]), and so do its pages ([`pages`]). What all its rows hold is bounded by the
//! size of the file: a value that stands in a dictionary once may be that of each of a million rows.

mod columns;
mod delta;
mod lists;
mod pages;
mod thrift;

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::sync::Arc;

use ::parquet::column::reader::get_column_reader;
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::{
    ColumnChunkMetaData, ParquetMetaData, ParquetMetaDataReader, RowGroupMetaData,
};
use serde_json::Value;

use super::settle::Made;
use super::{Documents, Find, Place, Reading, Records};
use crate::corpus::documents::quietly;
use crate::corpus::fields::{self, BETWEEN, Fields, plain};
use crate::corpus::{self, CorpusError, DocumentFault, MAX_RECORD_BYTES};
use columns::{Column, Kind, Leaf};
pub(crate) use lists::{List, Lists, Unlisted};
pub(crate) use pages::ReadSeek;
use pages::{Fault, File, Held, Packing, Pages};
use thrift::Unsound;

/// What a file ends with, and one whose footer is encrypted.
const MAGIC: &[u8] = b"PAR1";
const ENCRYPTED: &[u8] = b"PARE";

/// Longest footer.
const MAX_FOOTER: u64 = 32 << 20;

/// Rows that are read together, and bytes of them.
const TOGETHER: u64 = 512;
const TOGETHER_BYTES: u64 = 4 << 20;

/// Rows that tell which column holds the text, and bytes of them.
const SAMPLE: usize = 100;
const SAMPLE_BYTES: usize = 4 << 20;

/// How many times larger than the file its records may be, above [`FREE_BYTES`].
const MAX_RATIO: u64 = 1000;
const FREE_BYTES: u64 = 1 << 30;

/// The documents of a Parquet file.
///
/// # Errors
/// When its footer cannot be read, or no column can hold the text.
pub(in crate::corpus) fn documents(
    reader: Box<dyn ReadSeek>,
    reading: Reading,
) -> Result<Documents, CorpusError> {
    let mut reading = reading.named_by_path();
    let file = File::new(reader).map_err(|source| reading.unreadable(source))?;
    let metadata = footer(&file).map_err(|error| match error {
        Unread::Io(source) => reading.unreadable(source),
        Unread::Fault(fault) => failed(&reading, fault),
    })?;
    let rows = Rows::open(file, metadata, &mut reading)?;
    Ok(Records::documents(reading, rows))
}

fn failed(reading: &Reading, fault: DocumentFault) -> CorpusError {
    CorpusError::Document { name: reading.name.clone(), fault }
}

enum Unread {
    Io(std::io::Error),
    Fault(DocumentFault),
}

fn footer(file: &File) -> Result<ParquetMetaData, Unread> {
    let damaged = |cause: &str| Unread::Fault(DocumentFault::damaged(cause));
    let tail = file.read(file.size.saturating_sub(8), 8).map_err(Unread::Io)?;
    let length = match tail.split_at_checked(4) {
        Some((length, MAGIC)) => length.try_into().map_or(0, u32::from_le_bytes),
        Some((_, ENCRYPTED)) => return Err(Unread::Fault(DocumentFault::Encrypted)),
        _ => return Err(damaged("it does not end as Parquet does")),
    };
    let length = u64::from(length);
    if length > MAX_FOOTER {
        return Err(Unread::Fault(DocumentFault::TooLarge { most: MAX_FOOTER }));
    }
    let start =
        file.size.checked_sub(8 + length).ok_or_else(|| damaged("its footer is longer than the file"))?;
    let bytes = file.read(start, length).map_err(Unread::Io)?;
    thrift::look_over(&bytes).map_err(|unsound| match unsound {
        Unsound::Damaged => damaged("its footer is none"),
        Unsound::TooLarge => Unread::Fault(DocumentFault::TooLarge { most: MAX_FOOTER }),
    })?;
    quietly(|| ParquetMetaDataReader::decode_metadata(&bytes).map_err(|error| fault("its footer", &error)))
        .map_err(Unread::Fault)
}

/// A number that is not below 0.
fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// The pages of a column of a row group; `None` where they do not lie within the file.
fn pages_of(
    file: &File,
    chunk: &ColumnChunkMetaData,
    held: &Arc<Held>,
) -> Result<Option<Pages>, DocumentFault> {
    let start = chunk.dictionary_page_offset().filter(|start| *start > 0);
    let start = start.map_or(chunk.data_page_offset(), |start| start.min(chunk.data_page_offset()));
    let within = |number: i64| u64::try_from(number).ok();
    let range = within(start).zip(within(chunk.compressed_size())).and_then(|(start, length)| {
        let end = start.checked_add(length)?;
        (end <= file.size && chunk.file_path().is_none()).then_some((start, end))
    });
    let Some(range) = range else { return Ok(None) };
    let descriptor = chunk.column_descr_ptr();
    Ok(Some(Pages::new(
        file.clone(),
        Packing::of(chunk.compression())?,
        range,
        count(chunk.num_values()),
        (descriptor.max_def_level(), descriptor.max_rep_level()),
        Arc::clone(held),
    )))
}

/// What the parser said of a part of the file.
fn fault(part: &str, error: &ParquetError) -> DocumentFault {
    if let ParquetError::External(error) = error
        && let Some(Fault(fault)) = error.downcast_ref()
    {
        return fault.clone();
    }
    let said = error.to_string();
    DocumentFault::damaged(format!("{part}: {}", said.strip_prefix("Parquet error: ").unwrap_or(&said)))
}

/// Finds the rows of a file.
struct Rows {
    file: File,
    metadata: ParquetMetaData,
    /// The columns that are read.
    leaves: Vec<Leaf>,
    /// The row groups that were begun, and the one that is open.
    begun: usize,
    open: Option<Group>,
    /// Rows that were read.
    row: u64,
    /// Bytes of records that may still come.
    left: u64,
    /// Rows that were looked at before the first record was asked for.
    ready: VecDeque<Row>,
    /// What came behind them.
    fault: Option<DocumentFault>,
    failed: bool,
}

/// A row group.
struct Group {
    columns: Vec<Column>,
    held: Arc<Held>,
    /// Rows that were not read yet, and how many are read together.
    left: u64,
    together: u64,
    /// Rows that were read and not taken.
    ready: u64,
}

/// A row.
struct Row {
    number: u64,
    /// Bytes of its values.
    size: usize,
    /// The values that there are, by the columns that are read; of a row that is too long there are none.
    values: Vec<(usize, Value)>,
}

impl Rows {
    fn open(file: File, metadata: ParquetMetaData, reading: &mut Reading) -> Result<Self, CorpusError> {
        let all = columns::leaves(metadata.file_metadata().schema_descr());
        let leaves: Vec<Leaf> = all.iter().filter(|leaf| reading.is_read(leaf)).cloned().collect();
        let left = FREE_BYTES.max(file.size.saturating_mul(MAX_RATIO));
        let (ready, has_rows) = (VecDeque::new(), metadata.file_metadata().num_rows() > 0);
        let mut rows = Self {
            file,
            metadata,
            leaves,
            begun: 0,
            open: None,
            row: 0,
            left,
            ready,
            fault: None,
            failed: !has_rows,
        };
        if rows.leaves.is_empty() {
            reading.columns = all.into_iter().map(|leaf| leaf.name).collect();
            if has_rows {
                reading.choose_text(&[])?;
            }
            return Ok(rows);
        }
        reading.columns = rows.leaves.iter().map(|leaf| leaf.name.clone()).collect();
        let mut bytes = 0;
        while !rows.failed && rows.ready.len() < SAMPLE && bytes < SAMPLE_BYTES {
            match rows.next() {
                Ok(Some(row)) => {
                    bytes += row.size;
                    rows.ready.push_back(row);
                }
                Ok(None) => rows.failed = true,
                Err(fault) if rows.ready.is_empty() => return Err(failed(reading, fault)),
                Err(fault) => {
                    rows.fault = Some(fault);
                    break;
                }
            }
        }
        let sample: Vec<Vec<String>> = rows.ready.iter().map(|row| row.texts(rows.leaves.len())).collect();
        if has_rows {
            reading.choose_text(&sample)?;
        }
        Ok(rows)
    }

    fn next(&mut self) -> Result<Option<Row>, DocumentFault> {
        loop {
            if let Some(group) = &mut self.open {
                if group.ready > 0 {
                    self.row += 1;
                    let row = group.take(self.row);
                    // An empty row takes time as well.
                    let size = (row.size + 8 * self.leaves.len()) as u64;
                    self.left =
                        self.left.checked_sub(size).ok_or(DocumentFault::Bomb { ratio: MAX_RATIO })?;
                    return Ok(Some(row));
                }
                if group.left > 0 {
                    let number = self.begun;
                    quietly(|| group.read(number, &self.leaves))?;
                    continue;
                }
                self.open = None;
            }
            let Some(group) = self.metadata.row_groups().get(self.begun) else { return Ok(None) };
            self.begun += 1;
            self.open = Some(Group::open(&self.file, group, self.begun, &self.leaves)?);
        }
    }
}

impl Group {
    fn open(
        file: &File,
        group: &RowGroupMetaData,
        number: usize,
        leaves: &[Leaf],
    ) -> Result<Self, DocumentFault> {
        let held = Arc::new(Held::default());
        let mut size = 0;
        let mut columns = Vec::with_capacity(leaves.len());
        for (place, leaf) in leaves.iter().enumerate() {
            let damaged = || {
                DocumentFault::damaged(format!(
                    "row group {number}: column `{}` is not within the file",
                    leaf.name
                ))
            };
            let (Some(kind), Some(chunk)) = (leaf.kind, group.columns().get(leaf.index)) else {
                return Err(damaged());
            };
            size += count(chunk.uncompressed_size()) / leaves.len() as u64;
            let descriptor = chunk.column_descr_ptr();
            let pages = pages_of(file, chunk, &held)?.ok_or_else(damaged)?;
            let reader = get_column_reader(chunk.column_descr_ptr(), Box::new(pages));
            columns.push(Column::new(place, kind, &descriptor, reader));
        }
        let left = count(group.num_rows());
        // Each row is about so large, in all columns.
        let row = (size / left.max(1)).saturating_mul(leaves.len() as u64).max(1);
        let together = (TOGETHER_BYTES / row).clamp(1, TOGETHER);
        Ok(Self { columns, held, left, together, ready: 0 })
    }

    /// Reads the next rows.
    fn read(&mut self, number: usize, leaves: &[Leaf]) -> Result<(), DocumentFault> {
        self.held.settle();
        let rows = self.left.min(self.together);
        for column in &mut self.columns {
            let name = leaves.get(column.place).map_or("", |leaf| leaf.name.as_str());
            let part = || format!("row group {number}, column `{name}`");
            let read = column.read(rows as usize).map_err(|error| fault(&part(), &error))?;
            if (read as u64) < rows {
                return Err(DocumentFault::damaged(format!("{}: it ends before its last row", part())));
            }
        }
        self.left -= rows;
        self.ready = rows;
        Ok(())
    }

    /// Takes the next of the rows that were read.
    fn take(&mut self, number: u64) -> Row {
        self.ready = self.ready.saturating_sub(1);
        let mut row = Row { number, size: 0, values: Vec::new() };
        for column in &mut self.columns {
            let mut joined: Option<Value> = None;
            column.next_row(|column, at| {
                row.size = row.size.saturating_add(column.size(at));
                if row.size > MAX_RECORD_BYTES {
                    return;
                }
                match (&mut joined, column.value(at)) {
                    (Some(Value::String(text)), Some(value)) => {
                        if let Some(value) = plain_text(&value) {
                            text.push(BETWEEN);
                            text.push_str(&value);
                        }
                    }
                    (Some(_), _) | (_, None) => {}
                    (joined, Some(value)) if column.is_listed() => {
                        *joined = plain_text(&value).map(Value::String);
                    }
                    (joined, value) => *joined = value,
                }
            });
            if let Some(value) = joined {
                let value = if column.is_listed() { Value::Array(vec![value]) } else { value };
                row.values.push((column.place, value));
            }
        }
        if row.size > MAX_RECORD_BYTES {
            row.values = Vec::new();
        }
        row
    }
}

/// A value of a list as text: what stands in it as it is, numbers as they are written.
fn plain_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        value => plain(value),
    }
}

impl Row {
    /// What the row has in each of so many columns, as text.
    fn texts(&self, columns: usize) -> Vec<String> {
        let mut texts = vec![String::new(); columns];
        for (place, value) in &self.values {
            if let (Some(text), Some(value)) = (texts.get_mut(*place), plain(value)) {
                *text = value;
            }
        }
        texts
    }
}

impl Find for Rows {
    type Raw = Row;

    fn find(&mut self, reading: &Reading) -> Option<Result<Row, CorpusError>> {
        let row = match self.ready.pop_front() {
            Some(row) => row,
            None if self.failed => return None,
            None => match self.fault.take().map_or_else(|| self.next(), Err) {
                Ok(row) => row?,
                Err(fault) => {
                    self.failed = true;
                    return Some(Err(failed(reading, fault)));
                }
            },
        };
        Some(if row.size > MAX_RECORD_BYTES {
            Err(reading.too_long(row.number, row.size as u64))
        } else {
            Ok(row)
        })
    }

    fn size(row: &Row) -> usize {
        row.size
    }

    fn make(reading: &Reading, row: Row) -> Result<Made, CorpusError> {
        let mut values: Vec<Option<Value>> = Vec::new();
        values.resize_with(reading.columns.len(), || None);
        for (place, value) in row.values {
            if let Some(slot) = values.get_mut(place) {
                *slot = Some(value);
            }
        }
        // Of the values that there are not only those that mean something are named.
        let fields = reading.columns.iter().zip(values).filter_map(|(name, value)| {
            let value = value.or_else(|| reading.means_something(name).then_some(Value::Null))?;
            Some((name.clone(), value))
        });
        let place = Place {
            span: reading.span.clone(),
            line: row.number,
            shown: Some(corpus::Place::Row(row.number)),
        };
        reading.document(Fields::new(fields), &place)
    }
}

impl Reading {
    /// Whether a column is read: one of texts or of single values, or one that was asked for.
    fn is_read(&self, leaf: &Leaf) -> bool {
        let wanted = self.is_named(&leaf.name);
        match leaf.kind {
            None => false,
            Some(Kind::Text) => true,
            Some(_) if leaf.listed => wanted,
            Some(Kind::Bytes) => wanted || fields::is_known(&leaf.name),
            // The number of a row, as pandas writes it.
            Some(_) => wanted || !leaf.name.starts_with("__index_level_"),
        }
    }
}
