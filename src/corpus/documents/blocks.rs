//! Blocks of a document whose bytes are not its text: each has its number where others have their place in the source.

use crate::corpus::block::{Block, Kind, MAX_BLOCKS, Parsed, TooMany};
use crate::corpus::table::Table;
use crate::corpus::traced::Traced;
use crate::corpus::{Boilerplate, Place};

/// Rows of a table that go into one block, so that each part of a long table has its place.
const ROWS: usize = 50;

/// The blocks so far.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    pub(super) parsed: Parsed,
    /// Cells of tables, which are counted with the blocks.
    cells: usize,
}

impl Blocks {
    /// Adds a block; line breaks in it are kept.
    pub(super) fn add(&mut self, kind: Kind, text: &str, place: Option<Place>) {
        self.add_apart(kind, text, place, None);
    }

    /// As [`Self::add`], for what is not part of the text proper.
    pub(super) fn add_apart(
        &mut self,
        kind: Kind,
        text: &str,
        place: Option<Place>,
        apart: Option<Boilerplate>,
    ) {
        let text = traced(text, self.parsed.blocks.len());
        if text.text().contains(char::is_alphanumeric) {
            self.parsed.add_block(Block { kind, text, place, apart });
        }
    }

    /// Adds a table, a row a line.
    pub(super) fn table(&mut self, rows: &[Vec<String>], place: Option<&Place>) {
        self.table_apart(rows, place, None);
    }

    /// As [`Self::table`], for what is not part of the text proper.
    pub(super) fn table_apart(
        &mut self,
        rows: &[Vec<String>],
        place: Option<&Place>,
        apart: Option<Boilerplate>,
    ) {
        for rows in rows.chunks(ROWS) {
            let at = self.parsed.blocks.len();
            let mut table = Table::default();
            for row in rows {
                for cell in row {
                    self.cells += 1;
                    table.end_cell(&mut traced(&cell.replace('\n', " "), at));
                }
                table.end_row(&mut Traced::default());
            }
            for (kind, text) in table.finish(Traced::default()) {
                let text = text.text().to_owned();
                self.add_apart(kind, &text, place.cloned(), apart);
            }
        }
        if self.cells > MAX_BLOCKS {
            self.parsed.too_many = Some(TooMany::PARAGRAPHS);
        }
    }

    /// Adds what another reader found.
    pub(super) fn extend(&mut self, parsed: Parsed, place: Option<&Place>, apart: Option<Boilerplate>) {
        self.parsed.too_many = self.parsed.too_many.or(parsed.too_many);
        for block in parsed.blocks {
            self.add_apart(block.kind, block.text.text(), place.cloned(), block.apart.or(apart));
        }
    }

    /// Whether no more need be read.
    pub(super) fn is_full(&self) -> bool {
        self.parsed.too_many.is_some()
    }

    /// Gives each block without a place that of the headings above it: their last line.
    pub(super) fn place_by_headings(&mut self) {
        let blocks = &mut self.parsed.blocks;
        let mut place = None;
        for index in 0..blocks.len() {
            let is_first = index == 0 || blocks[index - 1].kind != Kind::Heading;
            if blocks[index].kind == Kind::Heading && is_first {
                let run = blocks[index..].iter().take_while(|block| block.kind == Kind::Heading);
                let title = run.last().map(|block| block.text.text().replace('\n', " "));
                place = title.map(|title| Place::Part(title.chars().take(PLACE).collect()));
            }
            blocks[index].place.clone_from(&place);
        }
    }
}

/// Most characters of a heading that stands for a place.
const PLACE: usize = 80;

fn traced(text: &str, at: usize) -> Traced {
    let mut traced = Traced::default();
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            traced.line_break(at);
        }
        traced.push(line, at..at + 1);
    }
    traced
}
