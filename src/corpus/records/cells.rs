//! The rows of a table, with the place of each in the file.
//!
//! Cells are told apart by `csv-core`, the parser under the `csv` crate; it is fed line by line, because the places that
//! `csv` reports are those between two rows, which with CRLF and blank lines is not where a row begins.

use std::io::{self, BufRead};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// A quoted cell may hold line breaks, but none is longer than this: a quote that is never closed must not read a
/// file of gigabytes into memory.
const LONGEST_ROW: usize = 64 << 20;

/// How cells are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Between delimiters, in double quotes where needed.
    Csv(u8),
    /// Between tabs; no quoting.
    Tsv,
}

/// One row, its cells and its place in the decoded text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) cells: Vec<String>,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Line on which the row begins, from 1.
    pub(super) line: u64,
}

/// Why a row cannot be read.
#[derive(Debug)]
pub(super) enum RowError {
    Io(io::Error),
    /// The row that begins on this line opens a quote and does not close it.
    OpenQuote(u64),
}

/// Reads rows one after the other.
pub(super) struct Rows {
    reader: Box<dyn BufRead + Send>,
    at: usize,
    line: u64,
}

impl Rows {
    pub(super) fn new(reader: Box<dyn BufRead + Send>) -> Self {
        Self { reader, at: 0, line: 0 }
    }

    /// The next row that is not blank; `dialect` is asked for the first line of the row.
    pub(super) fn next(&mut self, dialect: impl Fn(&str) -> Dialect) -> Result<Option<Row>, RowError> {
        loop {
            let start = self.at;
            let Some(first) = self.read_line()? else { return Ok(None) };
            if first.trim().is_empty() {
                continue;
            }
            let line = self.line;
            let mut parser = Parser::new(dialect(&first));
            let mut end = start + content(&first).len();
            let mut done = parser.read(content(&first));
            while !done {
                let begin = self.at;
                let Some(more) = self.read_line()? else { return Err(RowError::OpenQuote(line)) };
                end = begin + content(&more).len();
                if end - start > LONGEST_ROW {
                    return Err(RowError::OpenQuote(line));
                }
                done = parser.read(content(&more));
            }
            return Ok(Some(Row { cells: parser.cells(), start, end, line }));
        }
    }

    fn read_line(&mut self) -> Result<Option<String>, RowError> {
        let mut bytes = Vec::new();
        let read = self.reader.read_until(b'\n', &mut bytes).map_err(RowError::Io)?;
        self.at += read;
        self.line += u64::from(read > 0);
        Ok((read > 0).then(|| String::from_utf8_lossy(&bytes).into_owned()))
    }
}

/// A line without its line break.
fn content(line: &str) -> &str {
    let line = line.strip_suffix('\n').unwrap_or(line);
    line.strip_suffix('\r').unwrap_or(line)
}

/// Tells the cells of one row apart.
struct Parser {
    reader: Reader,
    output: Vec<u8>,
    written: usize,
    ends: Vec<usize>,
    cells: usize,
}

impl Parser {
    fn new(dialect: Dialect) -> Self {
        let reader = match dialect {
            Dialect::Csv(delimiter) => ReaderBuilder::new().delimiter(delimiter).build(),
            Dialect::Tsv => ReaderBuilder::new().delimiter(b'\t').quoting(false).build(),
        };
        Self { reader, output: vec![0; 256], written: 0, ends: vec![0; 16], cells: 0 }
    }

    /// Reads one line of the row; true when the row ends with it.
    fn read(&mut self, line: &str) -> bool {
        for mut rest in [line.as_bytes(), b"\n"] {
            loop {
                let (result, read, written, cells) = self.reader.read_record(
                    rest,
                    &mut self.output[self.written..],
                    &mut self.ends[self.cells..],
                );
                rest = &rest[read..];
                self.written += written;
                self.cells += cells;
                match result {
                    ReadRecordResult::OutputFull => self.output.resize(self.output.len() * 2, 0),
                    ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                    ReadRecordResult::InputEmpty => break,
                    ReadRecordResult::Record | ReadRecordResult::End => return true,
                }
            }
        }
        false
    }

    fn cells(&self) -> Vec<String> {
        let mut from = 0;
        self.ends[..self.cells]
            .iter()
            .map(|&to| {
                let cell = String::from_utf8_lossy(&self.output[from..to]).into_owned();
                from = to;
                cell
            })
            .collect()
    }
}
