//! Sheets whose rows are records: a row of names, and a column that plainly holds text.

use super::{Row, Sheet};
use crate::corpus::block::Kind;
use crate::corpus::documents::Input;
use crate::corpus::documents::blocks::Blocks;
use crate::corpus::fields::{self, Fields};
use crate::corpus::{CorpusError, Document, Place, ReadOptions, shape};

/// Mean width, in letters, of a column that plainly holds text.
const WIDTH: usize = 60;

/// Rows that are looked at.
const SAMPLE: usize = 200;

/// The columns of a sheet of records.
#[derive(Debug, Clone)]
pub(super) struct Records {
    names: Vec<(u32, String)>,
    text: u32,
}

impl Records {
    /// The columns, where the sheet is one of records.
    pub(super) fn of(sheet: &Sheet, options: &ReadOptions) -> Option<Self> {
        let (header, rows) = sheet.rows.split_first()?;
        let rows = &rows[..rows.len().min(SAMPLE)];
        let is_name = |text: &str| {
            text.contains(char::is_alphabetic) && shape::width(text) <= WIDTH && text.parse::<f64>().is_err()
        };
        if rows.is_empty() || header.cells.len() < 2 || !header.cells.iter().all(|(_, name)| is_name(name)) {
            return None;
        }
        let names: Vec<(u32, String)> =
            header.cells.iter().map(|(column, name)| (*column, name.trim().to_owned())).collect();
        let called = |wanted: &str| {
            names.iter().find(|(_, name)| name.eq_ignore_ascii_case(wanted)).map(|(column, _)| *column)
        };
        let text = match options.text_fields.first() {
            Some(field) => called(field),
            None => fields::TEXT
                .iter()
                .find_map(|name| called(name))
                .filter(|&column| holds_text(rows, column, WIDTH / 4))
                .or_else(|| widest(rows, &names)),
        }?;
        Some(Self { names, text })
    }

    pub(super) fn document(&self, input: &Input, sheet: &str, row: &Row) -> Result<Document, CorpusError> {
        let values = self.names.iter().filter(|(column, _)| *column != self.text);
        let mut fields =
            Fields::new(values.map(|(column, name)| (name.clone(), row.cell(*column).to_owned().into())));
        let mut blocks = Blocks::default();
        let place = Place::Sheet { name: sheet.to_owned(), row: row.number };
        for paragraph in row.cell(self.text).split("\n\n") {
            blocks.add(Kind::Paragraph, paragraph, Some(place.clone()));
        }
        let mut parsed = blocks.parsed;
        let id = fields.id(input.options.id_field.as_deref());
        parsed.title = fields.title();
        parsed.date = fields.date();
        parsed.source = fields.source();
        parsed.language = fields.language();
        parsed.fields = fields.rest();
        let mut document = input.document(parsed)?;
        for unit in &mut document.units {
            unit.line = u64::from(row.number);
        }
        document.own_id = id;
        Ok(document)
    }
}

fn widest(rows: &[Row], names: &[(u32, String)]) -> Option<u32> {
    let width = |column: u32| rows.iter().map(|row| shape::width(row.cell(column))).sum::<usize>();
    let columns = names.iter().map(|(column, _)| *column).filter(|&column| holds_text(rows, column, WIDTH));
    columns.max_by_key(|&column| (width(column), std::cmp::Reverse(column)))
}

/// Whether most cells of a column hold several words, at least `width` letters wide in the mean.
fn holds_text(rows: &[Row], column: u32, width: usize) -> bool {
    let cells = rows.iter().map(|row| row.cell(column));
    let wide = cells.clone().map(shape::width).sum::<usize>() >= width * rows.len();
    let is_text = |cell: &&str| {
        cell.trim().contains(char::is_whitespace)
            || cell.chars().filter(|c| shape::is_ideographic(*c)).count() > 5
    };
    wide && cells.filter(is_text).count() * 2 > rows.len()
}
