//! The rows of a table, with the place of each in the file.
//!
//! The `csv` crate reports where it stood between two rows, which with CRLF and blank lines is not where a row begins;
//! spans must be exact, so rows are cut here. Quoting is that of RFC 4180, read leniently: a quote within an unquoted
//! cell is a quote, and what follows a closing quote belongs to the cell.

use std::io::{self, BufRead};

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
            let line = self.line;
            let dialect = dialect(&first);
            let mut splitter = Splitter::new(dialect);
            let mut text = first;
            splitter.read(content(&text));
            while splitter.in_quotes {
                let Some(more) = self.read_line()? else { return Err(RowError::OpenQuote(line)) };
                // The line break belongs to the cell.
                splitter.cell.push('\n');
                splitter.read(content(&more));
                text.push_str(&more);
                if text.len() > LONGEST_ROW {
                    return Err(RowError::OpenQuote(line));
                }
            }
            if text.trim().is_empty() {
                continue;
            }
            let end = start + content(&text).len();
            return Ok(Some(Row { cells: splitter.finish(), start, end, line }));
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

#[derive(Debug)]
struct Splitter {
    dialect: Dialect,
    cells: Vec<String>,
    cell: String,
    in_quotes: bool,
}

impl Splitter {
    fn new(dialect: Dialect) -> Self {
        Self { dialect, cells: Vec::new(), cell: String::new(), in_quotes: false }
    }

    /// Reads one line of the row.
    fn read(&mut self, line: &str) {
        let (delimiter, quoting) = match self.dialect {
            Dialect::Csv(delimiter) => (char::from(delimiter), true),
            Dialect::Tsv => ('\t', false),
        };
        let mut chars = line.chars().peekable();
        let mut at_start = !self.in_quotes;
        while let Some(c) = chars.next() {
            if self.in_quotes {
                if c != '"' {
                    self.cell.push(c);
                } else if chars.next_if_eq(&'"').is_some() {
                    self.cell.push('"');
                } else {
                    self.in_quotes = false;
                }
            } else if c == delimiter {
                self.cells.push(std::mem::take(&mut self.cell));
                at_start = true;
                continue;
            } else if quoting && c == '"' && at_start {
                self.in_quotes = true;
            } else {
                self.cell.push(c);
            }
            at_start = false;
        }
    }

    fn finish(mut self) -> Vec<String> {
        self.cells.push(self.cell);
        self.cells
    }
}
