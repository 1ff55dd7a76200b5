//! Tables with a tab between two cells. Quotation marks have no meaning in them.

use std::path::Path;

use super::EvalError;

/// Largest file of labelled texts: they are kept in memory.
const MAX_FILE_BYTES: u64 = 4 << 30;

/// A file as people know it.
pub(super) fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// The text of a file, without a byte order mark.
pub(super) fn content(path: &Path) -> Result<String, EvalError> {
    let bytes = crate::file::read(path, MAX_FILE_BYTES)
        .map_err(|source| EvalError::Read { file: shown(path), source })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.split(|&byte| byte == b'\n').count() as u64;
        EvalError::NotUtf8 { file: shown(path), line }
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// Fewer than two of `what` are an error.
pub(super) fn at_least_two(path: &Path, what: &'static str, found: usize) -> Result<(), EvalError> {
    if found < 2 { Err(EvalError::TooFew { file: shown(path), what, found }) } else { Ok(()) }
}

/// A table whose first line names its columns.
pub(super) struct Table {
    file: String,
    columns: Vec<String>,
    rows: Vec<(u64, Vec<String>)>,
}

impl Table {
    /// Reads a file; blank lines are passed over.
    pub(super) fn read(path: &Path) -> Result<Self, EvalError> {
        let content = content(path)?;
        let cells = |line: &str| line.split('\t').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
        let mut lines = (1..).zip(content.lines()).filter(|(_, line)| !line.trim().is_empty());
        let columns = lines.next().map(|(_, line)| cells(line)).unwrap_or_default();
        let rows = lines.map(|(number, line)| (number, cells(line))).collect();
        Ok(Self { file: shown(path), columns, rows })
    }

    /// The place of a column.
    pub(super) fn column(&self, name: &str) -> Result<usize, EvalError> {
        self.columns.iter().position(|column| column == name).ok_or_else(|| EvalError::MissingColumn {
            file: self.file.clone(),
            column: name.to_owned(),
            columns: self.columns.clone(),
        })
    }

    /// The rows with the lines on which they stand.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, cells)| Row { table: self, line: *line, cells })
    }
}

/// One row of a table.
pub(super) struct Row<'a> {
    table: &'a Table,
    line: u64,
    cells: &'a [String],
}

impl<'a> Row<'a> {
    /// The cell of a column.
    pub(super) fn cell(&self, column: usize) -> Result<&'a str, EvalError> {
        self.cells.get(column).map(String::as_str).ok_or_else(|| EvalError::ShortRow {
            file: self.table.file.clone(),
            line: self.line,
            column: self.table.columns[column].clone(),
        })
    }

    /// The cell of a column as a finite number.
    pub(super) fn number(&self, column: usize) -> Result<f64, EvalError> {
        let text = self.cell(column)?;
        text.parse().ok().filter(|number: &f64| number.is_finite()).ok_or_else(|| EvalError::NotANumber {
            file: self.table.file.clone(),
            line: self.line,
            text: text.to_owned(),
        })
    }
}
