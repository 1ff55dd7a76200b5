//! CSV and TSV: a header, then one record a row.

use rayon::prelude::*;
use serde_json::Value;

use super::cells::{Dialect, Row, RowError, Rows};
use super::{Place, Reading, Ready, Source, together};
use crate::corpus::fields::{self, Fields};
use crate::corpus::{CorpusError, Document, Format, MAX_RECORD_BYTES};

/// The documents of a table, one at a time.
pub(in crate::corpus) struct Table {
    reading: Reading,
    rows: Rows,
    dialect: Dialect,
    header: Option<Row>,
    /// Nothing can be read behind an open quote or a fault of the disk.
    failed: bool,
    ready: Ready,
}

impl Table {
    /// Reads the header.
    ///
    /// # Errors
    ///
    /// When no column can hold the text. A table without a single line has no documents, which is no error.
    pub(in crate::corpus) fn new(
        source: Source,
        reading: Reading,
        format: Format,
    ) -> Result<Self, CorpusError> {
        let mut rows = Rows::new(source.reader, MAX_RECORD_BYTES);
        let of_header =
            |header: &str| if format == Format::Tsv { Dialect::Tsv } else { Dialect::Csv(delimiter(header)) };
        let sniffed = std::cell::Cell::new(Dialect::Tsv);
        let header = rows.next(|line| {
            sniffed.set(of_header(line));
            sniffed.get()
        });
        let header = header.map_err(|error| failure(&reading, error))?;
        let wanted = reading.text_names();
        if let Some(header) = &header
            && !header
                .cells()
                .any(|column| wanted.iter().any(|name| column.trim().eq_ignore_ascii_case(name)))
        {
            let wanted = wanted.into_iter().map(str::to_owned).collect();
            let columns = header.cells().map(|column| column.trim().to_owned()).collect();
            return Err(CorpusError::NoTextColumn { name: reading.name, wanted, columns });
        }
        let failed = header.is_none();
        Ok(Self { reading, rows, dialect: sniffed.get(), header, failed, ready: Ready::default() })
    }

    /// The next row; none behind one that cannot be read.
    fn row(&mut self) -> Option<Result<Row, CorpusError>> {
        if self.failed {
            return None;
        }
        let dialect = self.dialect;
        match self.rows.next(|_| dialect) {
            Ok(row) => row.map(Ok),
            Err(error) => {
                self.failed = !matches!(error, RowError::TooLong(..));
                Some(Err(failure(&self.reading, error)))
            }
        }
    }
}

impl Reading {
    /// The document that a row of a table is.
    fn row(&self, header: &Row, row: Row) -> Result<Document, CorpusError> {
        if row.len() != header.len() {
            return Err(CorpusError::CellCount {
                name: self.name.clone(),
                line: row.line,
                expected: header.len(),
                found: row.len(),
            });
        }
        let place = Place { span: self.offsets.original_range(row.start..row.end), line: row.line };
        let named = [self.options.text_field.as_deref(), self.options.id_field.as_deref()];
        // Of the cells that mean nothing the empty ones are not even looked at: there may be millions.
        let means_something = |column: &str| {
            fields::is_known(column)
                || named.into_iter().flatten().any(|name| column.eq_ignore_ascii_case(name))
        };
        let cells = header.cells().zip(row.cells()).filter_map(|(column, cell)| {
            let column = column.trim();
            let kept = !cell.trim().is_empty() || means_something(column);
            kept.then(|| (column.to_owned(), cell.into_owned().into()))
        });
        let mut fields = Fields::new(cells);
        let text = match fields.take(&self.text_names()) {
            Some((_, Value::String(text))) => text,
            _ => String::new(),
        };
        drop(row);
        Ok(self.document(fields, text, &place))
    }
}

impl Iterator for Table {
    type Item = Result<Document, CorpusError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty() {
            let rows: Vec<_> = together(|| self.row(), |row| row.end - row.start);
            let (reading, Some(header)) = (&self.reading, &self.header) else { return None };
            self.ready =
                rows.into_par_iter().map(|row| row.and_then(|row| reading.row(header, row))).collect();
        }
        self.ready.pop_front()
    }
}

/// Comma or semicolon, whichever the header holds more of outside quotes.
fn delimiter(header: &str) -> u8 {
    let unquoted = header.split('"').step_by(2);
    let (commas, semicolons) = unquoted.fold((0, 0), |(commas, semicolons), part| {
        (commas + part.matches(',').count(), semicolons + part.matches(';').count())
    });
    if semicolons > commas { b';' } else { b',' }
}

fn failure(reading: &Reading, error: RowError) -> CorpusError {
    let name = reading.name.clone();
    match error {
        RowError::Io(source) => CorpusError::Unreadable { path: name.into(), source },
        RowError::OpenQuote(line) => CorpusError::OpenQuote { name, line },
        RowError::TooLong(line, bytes) => reading.too_long(line, bytes),
    }
}
