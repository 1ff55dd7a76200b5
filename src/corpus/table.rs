//! Tables of data become one block, a row a line; tables that lay out a page become paragraphs.

use super::block::{Kind, MAX_BLOCKS};
use super::shape;
use super::traced::Traced;

/// A cell wider than this holds running text: the table lays out a page.
const CELL_WIDTH: usize = 400;

/// The rows of a table so far.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<Vec<Traced>>,
    row: Vec<Traced>,
    /// Cells that are kept.
    cells: usize,
}

impl Table {
    /// A cell begins: what stood before it was the last one.
    pub(super) fn end_cell(&mut self, current: &mut Traced) {
        let cell = std::mem::take(current);
        if !cell.is_empty() && self.cells <= MAX_BLOCKS {
            self.row.push(cell);
            self.cells += 1;
        }
    }

    /// Whether there are more cells than are kept in memory.
    pub(super) fn is_too_large(&self) -> bool {
        self.cells > MAX_BLOCKS
    }

    /// A row begins: what stood before it was the last one.
    pub(super) fn end_row(&mut self, current: &mut Traced) {
        self.end_cell(current);
        if !self.row.is_empty() {
            self.row.shrink_to_fit();
            self.rows.push(std::mem::take(&mut self.row));
        }
    }

    /// The blocks that the table is.
    pub(super) fn finish(mut self, mut current: Traced) -> Vec<(Kind, Traced)> {
        self.end_row(&mut current);
        let cells = self.rows.iter().flatten();
        if cells.clone().any(|cell| shape::width(cell.text()) > CELL_WIDTH) {
            return self.rows.into_iter().flatten().map(|cell| (Kind::Paragraph, cell)).collect();
        }
        let mut table = Traced::default();
        for row in self.rows {
            let mut line = Traced::default();
            for cell in row {
                line.append(" | ", &cell);
            }
            table.append("\n", &line);
        }
        vec![(Kind::Table, table)]
    }
}
