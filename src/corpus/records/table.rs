//! CSV and TSV: one record a row, its fields named by the first row or numbered.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use super::cells::{Dialect, Row, RowError, Rows};
use super::settle::Made;
use super::{Find, Place, Reading, dialect};
use crate::corpus::fields::Fields;
use crate::corpus::{CorpusError, MAX_RECORD_BYTES, date, shape};

/// Bytes at the beginning of a table that tell how it is written.
const SAMPLE: usize = 256 << 10;

/// Letters of an average cell of a column that plainly holds sentences, and words of most of them.
const SENTENCE: (usize, usize) = (40, 5);

/// Finds the records of a table.
pub(super) struct Table {
    rows: Rows,
    dialect: Dialect,
    /// The first row, where it is a record.
    first: Option<Row>,
    failed: bool,
}

impl Table {
    /// Looks at the first rows.
    ///
    /// # Errors
    ///
    /// When no column can hold the text. A table without a single line has no documents, which is no error.
    pub(super) fn open(
        mut reader: Box<dyn BufRead + Send>,
        mut reading: Reading,
        tabs: bool,
    ) -> Result<(Self, Reading), CorpusError> {
        let mut sample = Vec::with_capacity(SAMPLE);
        let read = reader.by_ref().take(SAMPLE as u64).read_to_end(&mut sample);
        read.map_err(|source| reading.unreadable(source))?;
        let complete = sample.len() < SAMPLE;
        // Some programs end lines with a carriage return alone.
        if sample.contains(&b'\r') && !sample.contains(&b'\n') {
            for byte in &mut sample {
                *byte = if *byte == b'\r' { b'\n' } else { *byte };
            }
            reader = Box::new(BufReader::new(OldLines(reader)));
        }
        let first = dialect::first(&sample, complete, reading.options.delimiter, tabs);
        let dialect = first.dialect;
        let mut rows = Rows::new(Box::new(Cursor::new(sample).chain(reader)), MAX_RECORD_BYTES);
        rows.skip(first.skipped).map_err(|source| reading.unreadable(source))?;
        let failed = |reading: &Reading, error| Err(failure(reading, error));
        let head = match rows.next(dialect) {
            Ok(head) => head,
            Err(error) => return failed(&reading, error),
        };
        let mut table = Self { rows, dialect, first: None, failed: head.is_none() };
        let Some(head) = head else { return Ok((table, reading)) };
        let names: Vec<String> = head.cells().map(|column| column.trim().to_owned()).collect();
        let is_header = reading.options.header && (reading.has_text(&names) || !is_record(&names));
        if is_header {
            reading.columns = names;
        } else {
            reading.columns = (1..=names.len()).map(|number| format!("column{number}")).collect();
            table.first = Some(head);
        }
        reading.choose_text(&first.rows[usize::from(is_header).min(first.rows.len())..])?;
        Ok((table, reading))
    }
}

impl Find for Table {
    type Raw = Row;

    fn find(&mut self, reading: &Reading) -> Option<Result<Row, CorpusError>> {
        if let Some(first) = self.first.take() {
            return Some(Ok(first));
        }
        if self.failed {
            return None;
        }
        match self.rows.next(self.dialect) {
            Ok(row) => row.map(Ok),
            Err(error) => {
                self.failed = matches!(error, RowError::Io(_));
                Some(Err(failure(reading, error)))
            }
        }
    }

    fn size(row: &Row) -> usize {
        row.end - row.start
    }

    fn make(reading: &Reading, row: Row) -> Result<Made, CorpusError> {
        reading.row(row)
    }
}

impl Reading {
    /// Whether a column is named as one that holds the text.
    fn has_text(&self, columns: &[String]) -> bool {
        let names = self.text_names();
        columns.iter().any(|column| names.iter().any(|name| column.eq_ignore_ascii_case(name)))
    }

    /// Makes sure that there is a text: in the columns that were named, else under a usual name, else in the column with the longest text.
    pub(super) fn choose_text(&mut self, rows: &[Vec<String>]) -> Result<(), CorpusError> {
        let named = &self.options.text_fields;
        let is_column = |name: &str| self.columns.iter().any(|column| column.eq_ignore_ascii_case(name));
        let found = if named.is_empty() {
            self.has_text(&self.columns)
        } else {
            named.iter().all(|name| is_column(name))
        };
        if found {
            return Ok(());
        }
        // A `name` is a title of what has a text, and else rather somebody's name.
        let titles = [self.options.title_field.as_deref().unwrap_or("title"), "headline", "subject"];
        match longest(rows, self.columns.len()) {
            Some(index) if named.is_empty() => {
                self.options.text_fields = vec![self.columns[index].clone()];
                Ok(())
            }
            None if named.is_empty() && titles.into_iter().any(is_column) => Ok(()),
            _ => Err(CorpusError::NoTextColumn {
                name: self.name.clone(),
                wanted: self.text_names().into_iter().map(str::to_owned).collect(),
                columns: self.columns.clone(),
            }),
        }
    }

    /// The document that a row of a table is. One that ends early lacks the last cells; one that goes on may only do so with empty ones.
    fn row(&self, row: Row) -> Result<Made, CorpusError> {
        if row.len() != self.columns.len() {
            if row.cells().skip(self.columns.len()).any(|cell| !cell.trim().is_empty()) {
                return Err(CorpusError::CellCount {
                    name: self.name.clone(),
                    line: row.line,
                    expected: self.columns.len(),
                    found: row.len(),
                });
            }
            self.ragged.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        }
        let span = self.offsets.original_range(row.start..row.end);
        let place = Place { span, line: row.line, shown: None };
        // Of the cells that mean nothing the empty ones are not even looked at: there may be millions.
        let cells = self.columns.iter().zip(row.cells()).filter_map(|(column, cell)| {
            let kept = !cell.trim().is_empty() || self.means_something(column);
            kept.then(|| (column.clone(), cell.into_owned().into()))
        });
        let fields = Fields::new(cells);
        drop(row);
        self.document(fields, &place)
    }
}

/// Whether the first row of a table plainly is a record: it holds a sentence and, where there are other cells, a number or a date.
fn is_record(cells: &[String]) -> bool {
    let is_sentence = |cell: &String| {
        // A question may be what a column of a survey is called.
        shape::ends_sentence(cell) && !shape::ends_loudly(cell) && words(cell) >= SENTENCE.1
    };
    let is_value = |cell: &String| cell.parse::<f64>().is_ok() || date::tell(cell).is_some();
    cells.iter().any(is_sentence) && (cells.len() == 1 || cells.iter().any(is_value))
}

/// The column with the longest text, where that plainly holds sentences.
fn longest(rows: &[Vec<String>], columns: usize) -> Option<usize> {
    let mut widths = vec![(0usize, 0usize, 0usize); columns];
    for row in rows {
        for ((width, filled, prose), cell) in widths.iter_mut().zip(row).filter(|(_, cell)| !cell.is_empty())
        {
            *width += shape::width(cell);
            *filled += 1;
            *prose += usize::from(words(cell) >= SENTENCE.1);
        }
    }
    let (index, &(width, filled, prose)) =
        widths.iter().enumerate().max_by_key(|(index, (width, ..))| (*width, std::cmp::Reverse(*index)))?;
    (filled > 0 && width >= SENTENCE.0 * filled && prose * 2 >= filled).then_some(index)
}

/// Words of a text; where there are no spaces, four letters are counted as one.
fn words(text: &str) -> usize {
    let without_spaces = text.chars().filter(|c| shape::is_ideographic(*c)).count();
    text.split_whitespace().count().max(without_spaces / 2)
}

/// Text whose lines end with a carriage return alone.
struct OldLines(Box<dyn BufRead + Send>);

impl Read for OldLines {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        for byte in &mut buffer[..read] {
            *byte = if *byte == b'\r' { b'\n' } else { *byte };
        }
        Ok(read)
    }
}

fn failure(reading: &Reading, error: RowError) -> CorpusError {
    let name = reading.name.clone();
    match error {
        RowError::Io(source) => reading.unreadable(source),
        RowError::OpenQuote(line) => CorpusError::OpenQuote { name, line },
        RowError::TooLong(line, bytes) => reading.too_long(line, bytes),
    }
}
