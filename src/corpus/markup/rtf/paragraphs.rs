//! Paragraphs, items, footnotes and tables, as the text comes in.

use std::ops::Range;

use crate::corpus::block::{Kind, Parsed, TooMany};
use crate::corpus::table::Table;
use crate::corpus::traced::Traced;

/// Longest marker of a list item.
const MARKER: usize = 40;

#[derive(Debug, Default)]
pub(super) struct Paragraphs {
    pub(super) parsed: Parsed,
    current: Traced,
    pub(super) is_heading: bool,
    pub(super) in_table: bool,
    table: Option<Table>,
    is_item: bool,
    marker: String,
    /// What a footnote interrupts, and the footnotes that come behind it.
    interrupted: Option<(Traced, bool)>,
    notes: Vec<Traced>,
}

impl Paragraphs {
    pub(super) fn push(&mut self, text: &str, range: Range<usize>) {
        if text.is_empty() {
            return;
        }
        if !self.in_table && self.table.is_some() && self.interrupted.is_none() && !text.trim().is_empty() {
            self.end_table();
        }
        self.current.push(text, range);
    }

    pub(super) fn line_break(&mut self, at: usize) {
        if self.in_table {
            self.current.space(at);
        } else {
            self.current.line_break(at);
        }
    }

    /// What a paragraph is does not hold any more.
    pub(super) fn reset(&mut self) {
        self.is_heading = false;
        self.in_table = false;
    }

    pub(super) fn marker(&mut self, text: &str, _at: usize) {
        if self.marker.len() < MARKER {
            self.marker.push_str(text);
        }
    }

    pub(super) fn end_marker(&mut self, at: usize) {
        let marker = std::mem::take(&mut self.marker);
        let marker = marker.trim();
        if !self.current.is_empty() || self.in_table || self.interrupted.is_some() {
            return;
        }
        self.is_item = true;
        let is_number = marker.contains(|c: char| c.is_alphanumeric());
        self.current.insert(if is_number { marker } else { "•" }, at);
        self.current.space(at);
    }

    pub(super) fn begin_note(&mut self) {
        if self.interrupted.is_none() {
            self.interrupted = Some((std::mem::take(&mut self.current), self.is_item));
            self.is_item = false;
        }
    }

    pub(super) fn end_note(&mut self) {
        if let Some((text, is_item)) = self.interrupted.take() {
            self.notes.push(std::mem::replace(&mut self.current, text));
            self.is_item = is_item;
        }
    }

    pub(super) fn end_paragraph(&mut self) {
        if self.interrupted.is_some() || (self.in_table && self.table.is_some()) {
            let at = self.current.source().end;
            self.current.space(at);
            return;
        }
        if self.in_table {
            self.table = Some(Table::default());
            let at = self.current.source().end;
            self.current.space(at);
            return;
        }
        let text = std::mem::take(&mut self.current);
        let kind = match (std::mem::take(&mut self.is_item), self.is_heading) {
            (true, _) => Kind::Item,
            (_, true) => Kind::Heading,
            _ => Kind::Paragraph,
        };
        self.add(kind, text);
        for note in std::mem::take(&mut self.notes) {
            self.add(Kind::Paragraph, note);
        }
    }

    fn add(&mut self, kind: Kind, text: Traced) {
        if !text.source().is_empty() && text.text().contains(char::is_alphanumeric) {
            self.parsed.add(kind, text);
        }
    }

    pub(super) fn end_cell(&mut self) {
        let table = self.table.get_or_insert_default();
        table.end_cell(&mut self.current);
    }

    pub(super) fn end_row(&mut self) {
        let table = self.table.get_or_insert_default();
        table.end_row(&mut self.current);
    }

    pub(super) fn end_table(&mut self) {
        let Some(table) = self.table.take() else { return };
        if table.is_too_large() {
            self.parsed.too_many = Some(TooMany::PARAGRAPHS);
        }
        for (kind, text) in table.finish(std::mem::take(&mut self.current)) {
            self.add(kind, text);
        }
        for note in std::mem::take(&mut self.notes) {
            self.add(Kind::Paragraph, note);
        }
    }
}
