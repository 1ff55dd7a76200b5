//! CSV and TSV: a header, then one record a row.

use rayon::prelude::*;

use super::cells::{Dialect, Row, RowError, Rows};
use super::{Place, Reading, Ready, Source, together};
use crate::corpus::fields::Fields;
use crate::corpus::{CorpusError, Document, Format};

/// The documents of a table, one at a time.
pub(in crate::corpus) struct Table {
    reading: Reading,
    rows: Rows,
    dialect: Dialect,
    columns: Vec<String>,
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
        let mut rows = Rows::new(source.reader);
        let of_header =
            |header: &str| if format == Format::Tsv { Dialect::Tsv } else { Dialect::Csv(delimiter(header)) };
        let sniffed = std::cell::Cell::new(Dialect::Tsv);
        let header = rows.next(|line| {
            sniffed.set(of_header(line));
            sniffed.get()
        });
        let columns: Vec<String> = match header {
            Ok(row) => row
                .map(|row| row.cells.into_iter().map(|cell| cell.trim().to_owned()).collect())
                .unwrap_or_default(),
            Err(error) => return Err(failure(&reading, error)),
        };
        let mut table =
            Self { reading, rows, dialect: sniffed.get(), columns, failed: false, ready: Ready::default() };
        let wanted = table.reading.text_names();
        if table.columns.is_empty() {
            table.failed = true;
        } else if !table
            .columns
            .iter()
            .any(|column| wanted.iter().any(|name| column.eq_ignore_ascii_case(name)))
        {
            let wanted = wanted.into_iter().map(str::to_owned).collect();
            return Err(CorpusError::NoTextColumn {
                name: table.reading.name,
                wanted,
                columns: table.columns,
            });
        }
        Ok(table)
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
                self.failed = true;
                Some(Err(failure(&self.reading, error)))
            }
        }
    }
}

impl Reading {
    /// The document that a row of a table is.
    fn row(&self, columns: &[String], row: Row) -> Result<Document, CorpusError> {
        if row.cells.len() != columns.len() {
            return Err(CorpusError::CellCount {
                name: self.name.clone(),
                line: row.line,
                expected: columns.len(),
                found: row.cells.len(),
            });
        }
        let cells = columns.iter().cloned().zip(row.cells.into_iter().map(Into::into));
        let mut fields = Fields::new(cells);
        let text = fields.take(&self.text_names()).and_then(|(_, value)| value.as_str().map(str::to_owned));
        let place = Place { span: self.offsets.original_range(row.start..row.end), line: row.line };
        Ok(self.document(fields, &text.unwrap_or_default(), &place))
    }
}

impl Iterator for Table {
    type Item = Result<Document, CorpusError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty() {
            let rows: Vec<_> = together(|| self.row(), |row| row.end - row.start);
            let (reading, columns) = (&self.reading, &self.columns);
            self.ready =
                rows.into_par_iter().map(|row| row.and_then(|row| reading.row(columns, row))).collect();
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
    }
}
