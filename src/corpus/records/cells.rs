//! The rows of a table, with the place of each in the file.
//!
//! Cells are told apart by `csv-core`, the parser under the `csv` crate; it is fed line by line, because the places that
//! `csv` reports are those between two rows, which with CRLF and blank lines is not where a row begins.
//!
//! A row that is too long is parsed to its end as well, since only so it is known where it ends, but nothing of it is kept.

use std::borrow::Cow;
use std::io::{self, BufRead};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};

use crate::lines;

/// How cells are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    /// What stands between them.
    pub(super) delimiter: u8,
    /// Whether a cell may stand in double quotes.
    pub(super) quoting: bool,
    /// Whether spaces stand before each cell, its quotes included, and belong to none.
    pub(super) spaced: bool,
}

/// One row, its cells and its place in the decoded text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The cells, one behind the other: a row may hold millions of them.
    text: Vec<u8>,
    /// Where each cell ends in it.
    ends: Vec<usize>,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Line on which the row begins, from 1.
    pub(super) line: u64,
}

impl Row {
    /// The cells, in order.
    pub(super) fn cells(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(from, &to)| String::from_utf8_lossy(&self.text[from..to]))
    }

    /// Number of cells.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }
}

/// Why a row cannot be read.
#[derive(Debug)]
pub(super) enum RowError {
    Io(io::Error),
    /// The row that begins on this line opens a quote and does not close it; the next call goes on with the line behind it, unless
    /// that is too far back.
    OpenQuote(u64),
    /// The row that begins on this line has so many bytes; the next call goes on behind it.
    TooLong(u64, u64),
}

/// Reads rows one after the other.
pub(super) struct Rows {
    reader: Box<dyn BufRead + Send>,
    /// Longest row that is kept, in bytes.
    most: usize,
    at: usize,
    line: u64,
    /// What was read last: a line, or a piece of a long one.
    piece: Vec<u8>,
    /// The lines of the row behind its first one, in case that its quote is never closed.
    behind: Vec<u8>,
    /// The parser of the last row, and for which dialect it is.
    parser: Option<(Dialect, Reader)>,
    /// Bytes that may still be read a second time: each line of a file may open a quote.
    again: usize,
}

/// Bytes that are read again behind quotes that nothing closes.
const AGAIN: usize = 64 << 20;

impl Rows {
    pub(super) fn new(reader: Box<dyn BufRead + Send>, most: usize) -> Self {
        Self {
            reader,
            most,
            at: 0,
            line: 0,
            piece: Vec::new(),
            behind: Vec::new(),
            parser: None,
            again: AGAIN,
        }
    }

    /// A parser at the beginning of a row; it is made once, for that takes longer than to read a row.
    fn reader_of(&mut self, dialect: Dialect) -> Reader {
        if let Some((_, mut reader)) = self.parser.take_if(|(own, _)| *own == dialect) {
            reader.reset();
            return reader;
        }
        // A carriage return within a line is no end of a row.
        ReaderBuilder::new()
            .delimiter(dialect.delimiter)
            .quoting(dialect.quoting)
            .terminator(Terminator::Any(b'\n'))
            .build()
    }

    /// Passes over so many bytes, which are whole lines.
    pub(super) fn skip(&mut self, bytes: usize) -> io::Result<()> {
        while self.at < bytes {
            let mut line = Vec::new();
            let read = lines::piece(&mut self.reader, bytes - self.at, &mut line)?;
            if read == 0 {
                break;
            }
            self.at += read;
            self.line += 1;
        }
        Ok(())
    }

    /// The next row that is not blank.
    pub(super) fn next(&mut self, dialect: Dialect) -> Result<Option<Row>, RowError> {
        loop {
            let (start, line) = (self.at, self.line + 1);
            let Some(ends) = self.read_piece()? else { return Ok(None) };
            if ends && self.piece.trim_ascii().is_empty() {
                continue;
            }
            let mut parser = Parser::new(self.reader_of(dialect), dialect);
            let row = self.row(&mut parser, ends, start, line).map(Some);
            self.parser = Some((dialect, parser.reader));
            return row;
        }
    }

    /// The row whose first piece was read; `ends_line` says whether that is all of its line.
    fn row(
        &mut self,
        parser: &mut Parser,
        mut ends_line: bool,
        start: usize,
        line: u64,
    ) -> Result<Row, RowError> {
        self.behind.clear();
        // Where the second line of the row begins.
        let mut second: Option<usize> = ends_line.then_some(self.at);
        loop {
            let content = lines::content(&self.piece);
            let (content, line_break) =
                if ends_line { (content, &b"\n"[..]) } else { (self.piece.as_slice(), &b""[..]) };
            let end = self.at - (self.piece.len() - content.len());
            if end - start > self.most {
                parser.keep_nothing();
                self.behind = Vec::new();
            }
            if parser.read(content) || parser.read(line_break) {
                while !ends_line {
                    ends_line = self.read_piece()?.unwrap_or(true);
                }
                return parser.row(start, end, line);
            }
            let before = self.at;
            ends_line = match self.read_piece()? {
                Some(ends_line) => ends_line,
                None if !ends_line && parser.read(b"\n") => return parser.row(start, end, line),
                None => {
                    self.go_back(second, line);
                    return Err(RowError::OpenQuote(line));
                }
            };
            if second.is_some_and(|second| before - second == self.behind.len()) {
                self.behind.extend_from_slice(&self.piece);
            }
            if second.is_none() && ends_line {
                second = Some(self.at);
            }
        }
    }

    /// Goes back to the second line of the row that begins on `line`, where that is known.
    fn go_back(&mut self, second: Option<usize>, line: u64) {
        let behind = std::mem::take(&mut self.behind);
        let Some(second) = second.filter(|second| self.at - second == behind.len()) else { return };
        if let Some(left) = self.again.checked_sub(behind.len()) {
            self.again = left;
            self.at = second;
            self.line = line;
            self.reader = Box::new(io::Cursor::new(behind));
        }
    }

    /// Reads a line, or so much of it as is kept; whether it ends there. `None` at the end of the file.
    fn read_piece(&mut self) -> Result<Option<bool>, RowError> {
        self.piece.clear();
        let most = self.most.saturating_add(2);
        let read = lines::piece(&mut self.reader, most, &mut self.piece).map_err(RowError::Io)?;
        self.at += read;
        let ends_line = self.piece.ends_with(b"\n") || read < most;
        self.line += u64::from(read > 0 && ends_line);
        Ok((read > 0).then_some(ends_line))
    }
}

/// Tells the cells of one row apart.
struct Parser {
    reader: Reader,
    output: Vec<u8>,
    written: usize,
    ends: Vec<usize>,
    cells: usize,
    /// The row is too long.
    keeps_nothing: bool,
    /// Leaves out the spaces before cells.
    spaces: Option<Spaces>,
}

/// Finds the spaces before the cells of a row.
#[derive(Debug)]
pub(super) struct Spaces {
    delimiter: u8,
    at_start: bool,
    is_quoted: bool,
    in_quotes: bool,
}

impl Spaces {
    /// At the beginning of a row.
    pub(super) fn new(delimiter: u8) -> Self {
        Self { delimiter, at_start: true, is_quoted: false, in_quotes: false }
    }

    /// Whether `byte`, the next one of the row, is such a space.
    pub(super) fn has(&mut self, byte: u8) -> bool {
        if self.at_start && byte == b' ' {
            return true;
        }
        if self.in_quotes {
            self.in_quotes = byte != b'"';
        } else if byte == self.delimiter || byte == b'\n' {
            *self = Self::new(self.delimiter);
            return false;
        } else if byte == b'"' && (self.at_start || self.is_quoted) {
            // A quote within quotes is written twice: it closes them, and the second opens them again.
            (self.is_quoted, self.in_quotes) = (true, true);
        }
        self.at_start = false;
        false
    }

    /// Whether a cell begins with the next byte, or with the spaces before it.
    pub(super) fn is_at_start(&self) -> bool {
        self.at_start
    }
}

impl Parser {
    fn new(reader: Reader, dialect: Dialect) -> Self {
        Self {
            reader,
            output: vec![0; 256],
            written: 0,
            ends: vec![0; 16],
            cells: 0,
            keeps_nothing: false,
            spaces: dialect.spaced.then(|| Spaces::new(dialect.delimiter)),
        }
    }

    fn keep_nothing(&mut self) {
        if !self.keeps_nothing {
            (self.output, self.ends) = (vec![0; 4096], vec![0; 4096]);
        }
        self.keeps_nothing = true;
    }

    /// Reads a part of the row; true when the row ends in it.
    fn read(&mut self, part: &[u8]) -> bool {
        match &mut self.spaces {
            Some(spaces) => {
                let kept: Vec<u8> = part.iter().copied().filter(|&byte| !spaces.has(byte)).collect();
                self.read_cells(&kept)
            }
            None => self.read_cells(part),
        }
    }

    fn read_cells(&mut self, mut part: &[u8]) -> bool {
        // Without input the parser would believe that there is none to come.
        while !part.is_empty() {
            if self.keeps_nothing {
                (self.written, self.cells) = (0, 0);
            }
            let (result, read, written, cells) =
                self.reader.read_record(part, &mut self.output[self.written..], &mut self.ends[self.cells..]);
            part = &part[read..];
            self.written += written;
            self.cells += cells;
            match result {
                ReadRecordResult::OutputFull if !self.keeps_nothing => {
                    self.output.resize(self.output.len() * 2, 0);
                }
                ReadRecordResult::OutputEndsFull if !self.keeps_nothing => {
                    self.ends.resize(self.ends.len() * 2, 0);
                }
                ReadRecordResult::Record | ReadRecordResult::End => return true,
                ReadRecordResult::OutputFull
                | ReadRecordResult::OutputEndsFull
                | ReadRecordResult::InputEmpty => {}
            }
        }
        false
    }

    /// The row that was read.
    fn row(&mut self, start: usize, end: usize, line: u64) -> Result<Row, RowError> {
        if self.keeps_nothing {
            return Err(RowError::TooLong(line, (end - start) as u64));
        }
        self.output.truncate(self.written);
        self.ends.truncate(self.cells);
        self.output.shrink_to_fit();
        self.ends.shrink_to_fit();
        Ok(Row {
            text: std::mem::take(&mut self.output),
            ends: std::mem::take(&mut self.ends),
            start,
            end,
            line,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MOST: usize = 20;
    const CSV: Dialect = Dialect { delimiter: b',', quoting: true, spaced: false };
    const TSV: Dialect = Dialect { delimiter: b'\t', quoting: false, spaced: false };

    /// Rows as `line: cells`, or what is wrong with them.
    fn rows(text: &str, dialect: Dialect) -> Vec<String> {
        let mut rows = Rows::new(Box::new(io::Cursor::new(text.to_owned())), MOST);
        let mut shown = Vec::new();
        loop {
            shown.push(match rows.next(dialect) {
                Ok(None) => return shown,
                Ok(Some(row)) => {
                    assert!(row.end - row.start <= MOST && row.text.capacity() <= MOST, "{row:?}");
                    let cells: Vec<_> = row.cells().map(Cow::into_owned).collect();
                    format!("{}: {} at {}", row.line, cells.join("|"), &text[row.start..row.end])
                }
                Err(RowError::TooLong(line, bytes)) => format!("{line}: {bytes} bytes"),
                Err(RowError::OpenQuote(line)) => format!("{line}: open"),
                Err(RowError::Io(error)) => panic!("{error}"),
            });
        }
    }

    #[test]
    fn a_row_that_is_too_long_is_passed_over_to_its_end() {
        let csv = CSV;
        let just = "a".repeat(18);
        let text = format!("{just},b\r\n{just}x,b\nc,d\n");
        let expected =
            [format!("1: {just}|b at {just},b"), "2: 21 bytes".to_owned(), "3: c|d at c,d".to_owned()];
        assert_eq!(rows(&text, csv), expected);
        let long = "x,".repeat(5000);
        for (text, expected) in [
            // Quotes are followed to their end, in one line and over several.
            (format!("{long}\na,b"), vec!["1: 10000 bytes", "2: a|b at a,b"]),
            (format!("\"{long}\n\"\"\n\"\n\na,b\n"), vec!["1: 10006 bytes", "5: a|b at a,b"]),
            (format!("a,b\n{long}"), vec!["1: a|b at a,b", "2: 10000 bytes"]),
            (format!("a,b\n\"{long}\n{long}\n"), vec!["1: a|b at a,b", "2: open"]),
            (format!("a,b\n{}", "y".repeat(MOST + 2)), vec!["1: a|b at a,b", "2: 22 bytes"]),
            (format!("a,b\n\"{}", "y".repeat(MOST + 1)), vec!["1: a|b at a,b", "2: open"]),
        ] {
            assert_eq!(rows(&text, csv), expected);
        }
        assert_eq!(rows(&format!("\"{long}\n\"\t\n"), TSV), ["1: 10001 bytes", "2: \"| at \"\t"]);
    }

    #[test]
    fn a_row_of_any_size_is_the_same_whatever_the_bound() {
        for cells in [1, 15, 16, 17, 255, 256, 257, 5000] {
            let text = "ab,".repeat(cells - 1) + "\"a\"\"\nb\"\n";
            let mut rows = Rows::new(Box::new(io::Cursor::new(text.clone())), 1 << 20);
            let row = rows.next(CSV).unwrap().unwrap();
            assert_eq!((row.len(), row.start..row.end), (cells, 0..text.len() - 1));
            assert_eq!(row.cells().last().unwrap(), "a\"\nb");
            assert!(row.cells().take(cells - 1).all(|cell| cell == "ab"));
        }
    }

    #[test]
    fn reading_goes_on_behind_a_quote_that_nothing_closes() {
        assert_eq!(
            rows("a,b\n\"c,d\r\ne,f\n\ng,h\n", CSV),
            ["1: a|b at a,b", "2: open", "3: e|f at e,f", "5: g|h at g,h"]
        );
        assert_eq!(rows("a\n\"b", CSV), ["1: a at a", "2: open"]);
        // Each line opens a quote that nothing closes: they are read again so often, and no more.
        let text = "a\" ,\"\n".repeat(100_000);
        let mut rows = Rows::new(Box::new(io::Cursor::new(text)), 1 << 20);
        let mut found = 0;
        while !matches!(rows.next(CSV), Ok(None)) {
            found += 1;
        }
        assert!((2..1000).contains(&found), "{found}");
    }

    #[test]
    fn a_carriage_return_within_a_cell_ends_nothing() {
        assert_eq!(rows("a\rb,c\r\nd,e", CSV), ["1: a\rb|c at a\rb,c", "2: d|e at d,e"]);
    }

    /// A cell as Python's `csv` writes it, quoted where it must be or anyway.
    fn written(cell: &str, anyway: bool) -> String {
        let must = cell.is_empty() || cell.contains([',', '"', '\n', '\r']) || cell.trim() != cell;
        if must || anyway { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
    }

    proptest! {
        #[test]
        fn rows_are_read_as_they_were_written(
            table in prop::collection::vec(prop::collection::vec("[a,\"\n é;\t'-]{0,8}", 1..5), 1..8),
            anyway: bool,
            windows: bool,
        ) {
            let end = if windows { "\r\n" } else { "\n" };
            let lines = table.iter().map(|row| {
                row.iter().map(|cell| written(cell, anyway)).collect::<Vec<_>>().join(",") + end
            });
            let text: String = lines.collect();
            let mut rows = Rows::new(Box::new(io::Cursor::new(text.clone())), 1 << 20);
            for expected in &table {
                let row = rows.next(CSV).unwrap().unwrap();
                let cells: Vec<String> = row.cells().map(Cow::into_owned).collect();
                prop_assert_eq!(&cells, expected);
                let parts: Vec<String> = expected.iter().map(|cell| written(cell, anyway)).collect();
                prop_assert_eq!(&text[row.start..row.end], parts.join(","));
            }
            prop_assert!(rows.next(CSV).unwrap().is_none());
        }
    }
}
