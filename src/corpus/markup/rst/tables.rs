//! Tables that are drawn: with a border around each cell, or with lines above and below.

use std::ops::Range;

use crate::corpus::markup::blocks::Blocks;
use crate::corpus::markup::lines::{Line, Lines};
use crate::corpus::traced::Traced;

/// Most columns: each line is looked at as often.
const MOST: usize = 100;

/// A table whose cells are within borders begins at `line`: reads it.
pub(super) fn grid<F: Fn(&Traced) -> Traced>(
    line: Line<'_>,
    lines: &mut Lines<'_>,
    blocks: &mut Blocks<F>,
) -> bool {
    let is_border = |line: &Line<'_>| {
        line.text.len() > 3
            && line.text.starts_with("+-")
            && line.text.ends_with('+')
            && line.text.bytes().all(|byte| matches!(byte, b'+' | b'-'))
    };
    if !is_border(&line) || !lines.peek().is_some_and(|next| next.text.starts_with('|')) {
        return false;
    }
    let columns: Vec<usize> = line
        .text
        .bytes()
        .enumerate()
        .filter(|(_, byte)| *byte == b'+')
        .map(|(at, _)| at)
        .take(MOST)
        .collect();
    blocks.flush();
    let mut row = Row::new(columns.len());
    while let Some(next) = lines.peek().filter(|next| next.text.starts_with(['|', '+'])) {
        lines.next();
        if next.text.starts_with('+') {
            row.end(blocks);
        }
        let mut column = 0;
        let mut begin = 1;
        let mut at_column = 0;
        for (at, c) in next.text.char_indices() {
            if at > 0 && matches!(c, '|' | '+') && columns.binary_search(&at_column).is_ok() {
                row.push(column, &next, begin..at);
                column = columns.partition_point(|&start| start < at_column);
                begin = at + 1;
            }
            at_column += crate::corpus::shape::char_width(c);
        }
        if begin < next.text.len() {
            row.push(column, &next, begin..next.text.len());
        }
    }
    row.end(blocks);
    blocks.end_table();
    true
}

/// A table of columns below lines of `=` begins at `line`: reads it.
pub(super) fn simple<F: Fn(&Traced) -> Traced>(
    line: Line<'_>,
    lines: &mut Lines<'_>,
    blocks: &mut Blocks<F>,
) -> bool {
    let is_border = |line: &Line<'_>| {
        line.text.starts_with("==") && line.text.bytes().all(|byte| matches!(byte, b'=' | b' '))
    };
    if !is_border(&line) || !line.text.contains(' ') {
        return false;
    }
    let text = line.text.as_bytes();
    let starts = |at: usize| text[at] == b'=' && (at == 0 || text[at - 1] == b' ');
    let columns: Vec<usize> = (0..text.len()).filter(|&at| starts(at)).take(MOST).collect();
    blocks.flush();
    let mut row = Row::new(columns.len());
    while let Some(next) = lines.peek() {
        if !next.is_blank() && next.indent < line.indent {
            break;
        }
        lines.next();
        if next.is_blank() {
            row.end(blocks);
            continue;
        }
        if is_border(&next) {
            row.end(blocks);
            if lines.peek().is_none_or(|behind| behind.is_blank()) {
                break;
            }
            continue;
        }
        if next.text.bytes().all(|byte| matches!(byte, b'-' | b' ')) {
            continue;
        }
        // A row begins wherever something stands in the first column.
        let first = next.indent - line.indent;
        if columns.get(1).is_none_or(|&second| first < second) {
            row.end(blocks);
        }
        let mut column = columns.partition_point(|&start| start <= first).saturating_sub(1);
        let mut begin = 0;
        let mut at_column = first;
        let mut after_blank = false;
        for (at, c) in next.text.char_indices() {
            if after_blank && column + 1 < columns.len() && at_column >= columns[column + 1] {
                row.push(column, &next, begin..at);
                column = columns.partition_point(|&start| start <= at_column).saturating_sub(1);
                begin = at;
            }
            after_blank = c.is_whitespace();
            at_column += crate::corpus::shape::char_width(c);
        }
        row.push(column, &next, begin..next.text.len());
    }
    row.end(blocks);
    blocks.end_table();
    true
}

/// The cells of a row so far.
struct Row {
    cells: Vec<Traced>,
    /// Whether there is text in any of them.
    has_text: bool,
}

impl Row {
    fn new(cells: usize) -> Self {
        Self { cells: vec![Traced::default(); cells], has_text: false }
    }

    /// Adds a part of a line to a cell, unless it is part of a border.
    fn push(&mut self, column: usize, line: &Line<'_>, part: Range<usize>) {
        let last = self.cells.len().saturating_sub(1);
        let Some(cell) = self.cells.get_mut(column.min(last)) else { return };
        let text = line.text.get(part.clone()).unwrap_or("");
        if !text.bytes().all(|byte| matches!(byte, b'-' | b'=' | b'+' | b'|' | b' ')) {
            cell.space(line.at);
            cell.push(text, line.at + part.start..line.at + part.end);
            self.has_text = true;
        }
    }

    fn end<F: Fn(&Traced) -> Traced>(&mut self, blocks: &mut Blocks<F>) {
        if std::mem::take(&mut self.has_text) {
            for cell in self.cells.iter_mut().filter(|cell| !cell.is_empty()) {
                blocks.cell(&std::mem::take(cell));
            }
            blocks.end_row();
        }
    }
}
