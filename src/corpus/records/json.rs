//! JSON: a list of records, an object around such a list, one record, or one record after the other.
//!
//! A list is read value by value, so that it may be of any size; what lists in it hold is as what it holds itself. An object is looked at
//! as far as a record may be long; when it holds a list of records, that is where reading goes on.

use std::io::{self, BufRead, Cursor, Read};

use super::json_lines::{JsonLines, Record};
use super::object::{self, Top};
use super::scan::{Found, Values, Within};
use super::settle::Made;
use super::wrapper::{self, Holds};
use super::{Find, Place, Reading};
use crate::corpus::{CorpusError, MAX_RECORD_BYTES};

/// Bytes that tell what a file holds, where that is no object.
const HEAD: usize = 64 << 10;

/// The records of a file of JSON.
pub(super) enum Opened {
    /// One a line, whatever the file is called.
    Lines(JsonLines),
    Values(JsonValues),
}

/// Finds the records of a list.
pub(super) struct JsonValues {
    values: Values,
    failed: bool,
}

/// Looks at the beginning of a file.
///
/// # Errors
/// When it holds neither an object nor a list, or one object without a text, or cannot be read.
pub(super) fn open(mut reader: Box<dyn BufRead + Send>, reading: &Reading) -> Result<Opened, CorpusError> {
    let failed = |source| reading.unreadable(source);
    let mut head = Vec::new();
    read_up_to(&mut reader, HEAD, &mut head).map_err(failed)?;
    let mark = if head.starts_with("\u{FEFF}".as_bytes()) { "\u{FEFF}".len() } else { 0 };
    let blank = mark + head[mark..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    match head.get(blank) {
        None => Ok(values(head, 0, Within::Nothing, reader)),
        Some(b'[') => Ok(values(head, blank + 1, Within::List, reader)),
        Some(b'{') if is_lines(&head[blank..]) => {
            Ok(Opened::Lines(JsonLines::new(Box::new(Cursor::new(head).chain(reader)))))
        }
        Some(b'{') => {
            read_up_to(&mut reader, MAX_RECORD_BYTES + 1, &mut head).map_err(failed)?;
            match wrapper::look(&head[blank..], &reading.options.text_fields) {
                Holds::List(start) => Ok(values(head, blank + start, Within::Object, reader)),
                Holds::Records => Ok(values(head, 0, Within::Nothing, reader)),
                Holds::Nothing(found) => Err(CorpusError::NoText { name: reading.name.clone(), found }),
            }
        }
        Some(_) => {
            let line = 1 + crate::lines::breaks(&head[..blank]);
            let first = String::from_utf8_lossy(&head[blank..]);
            let mut found = serde_json::Deserializer::from_str(&first).into_iter::<serde_json::Value>();
            let found = match found.next() {
                Some(Ok(value)) if value.is_string() => "a string",
                Some(Ok(value)) if value.is_number() => "a number",
                Some(Ok(_)) => "a word",
                _ => "no JSON",
            };
            Err(CorpusError::NoRecords { name: reading.name.clone(), line, found })
        }
    }
}

/// The values behind the first `start` bytes.
fn values(head: Vec<u8>, start: usize, within: Within, reader: Box<dyn BufRead + Send>) -> Opened {
    let line = 1 + crate::lines::breaks(&head[..start]);
    let mut head = Cursor::new(head);
    head.set_position(start as u64);
    let reader = Box::new(head.chain(reader));
    let values = Values::new(reader, within, MAX_RECORD_BYTES, (start as u64, line));
    Opened::Values(JsonValues { values, failed: false })
}

/// Reads until there are `most` bytes.
fn read_up_to(reader: &mut impl Read, most: usize, bytes: &mut Vec<u8>) -> io::Result<()> {
    let left = most.saturating_sub(bytes.len()) as u64;
    reader.take(left).read_to_end(bytes).map(|_| ())
}

/// Whether the first line is an object, and not the last line.
fn is_lines(head: &[u8]) -> bool {
    let Some(end) = head.iter().position(|byte| *byte == b'\n') else { return false };
    let (first, rest) = head.split_at(end);
    let Ok(first) = std::str::from_utf8(first) else { return false };
    let is_object = |json: &str| matches!(object::read(json, &[]), Ok(Top::Object(_)));
    rest.iter().any(|byte| !byte.is_ascii_whitespace())
        && (is_object(first) || object::without_nan(first).is_some_and(|first| is_object(&first)))
}

impl Find for JsonValues {
    type Raw = Record;

    fn find(&mut self, reading: &Reading) -> Option<Result<Record, CorpusError>> {
        if self.failed {
            return None;
        }
        match self.values.next() {
            Ok(Found::End) => {
                self.failed = true;
                None
            }
            Ok(Found::TooLong(line, bytes)) => Some(Err(reading.too_long(line, bytes))),
            Ok(Found::Value(bytes, start, line)) => {
                let json = String::from_utf8(bytes)
                    .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
                let start = start as usize;
                let span = reading.offsets.original_range(start..start + json.len());
                Some(Ok(Record { trimmed: 0..json.len(), json, place: Place { span, line, shown: None } }))
            }
            Err(source) => {
                self.failed = true;
                Some(Err(reading.unreadable(source)))
            }
        }
    }

    fn size(raw: &Record) -> usize {
        raw.json.len()
    }

    fn make(reading: &Reading, raw: Record) -> Result<Made, CorpusError> {
        reading.json(raw)
    }
}
