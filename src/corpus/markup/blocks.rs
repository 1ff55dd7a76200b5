//! Blocks are put together line by line; markup within them is taken out when they are whole.

use crate::corpus::block::{Kind, Parsed};
use crate::corpus::shape;
use crate::corpus::table::Table;
use crate::corpus::traced::Traced;

use super::lines::Line;

/// The blocks so far, and the one that is open.
#[derive(Debug)]
pub(super) struct Blocks<F> {
    pub(super) parsed: Parsed,
    raw: Traced,
    kind: Option<Kind>,
    /// Columns before the open block.
    indent: usize,
    /// A blank line stands behind the open item, which may go on behind it.
    blank: bool,
    /// What follows stands on a line of its own.
    broken: bool,
    table: Table,
    in_table: bool,
    /// Takes the markup out of a block.
    inline: F,
}

impl<F: Fn(&Traced) -> Traced> Blocks<F> {
    pub(super) fn new(inline: F) -> Self {
        Self {
            parsed: Parsed::default(),
            raw: Traced::default(),
            kind: None,
            indent: 0,
            blank: false,
            broken: false,
            table: Table::default(),
            in_table: false,
            inline,
        }
    }

    pub(super) fn kind(&self) -> Option<Kind> {
        self.kind
    }

    /// Columns before the open block.
    pub(super) fn indent(&self) -> usize {
        self.indent
    }

    /// Ends what is open; what follows is of this kind.
    pub(super) fn begin(&mut self, kind: Kind, indent: usize) {
        self.flush();
        self.kind = Some(kind);
        self.indent = indent;
    }

    /// A block of one line.
    pub(super) fn one(&mut self, kind: Kind, line: &Line<'_>) {
        self.begin(kind, line.indent);
        self.line(line);
        self.flush();
    }

    /// An item begins, whose text `line` is.
    pub(super) fn item(&mut self, marker: &str, at: usize, indent: usize, line: &Line<'_>) {
        self.begin(Kind::Item, indent);
        self.raw.insert(marker, at);
        self.raw.space(at);
        self.line(line);
    }

    /// A further line of what is open, or the first of a paragraph.
    pub(super) fn line(&mut self, line: &Line<'_>) {
        if self.kind.is_none() {
            self.begin(Kind::Paragraph, line.indent);
        }
        self.blank = false;
        let seam = (self.raw.text().chars().next_back(), line.text.chars().next());
        if self.kind == Some(Kind::Code) || std::mem::take(&mut self.broken) {
            self.raw.line_break(line.at);
        } else if !matches!(seam, (Some(a), Some(b)) if shape::is_ideographic(a) && shape::is_ideographic(b))
        {
            self.raw.space(line.at);
        }
        self.raw.push(line.text, line.range());
    }

    /// As [`Blocks::line`], behind a line break; what is open is at `indent` from here on.
    pub(super) fn text(&mut self, line: &Line<'_>, indent: usize) {
        self.blank = false;
        self.broken = false;
        self.indent = indent;
        self.raw.push(line.text, line.range());
    }

    /// What follows in the open block stands on a line of its own.
    pub(super) fn line_break(&mut self, at: usize) {
        self.broken = true;
        self.raw.line_break(at);
    }

    /// A blank line ends what is open, unless an item goes on behind it.
    pub(super) fn blank(&mut self) {
        match self.kind {
            Some(Kind::Item) => self.blank = true,
            Some(Kind::Code) => {}
            _ => self.flush(),
        }
    }

    /// Whether a line of text with so many columns before it belongs to what is open.
    pub(super) fn goes_on(&self, indent: usize) -> bool {
        self.kind.is_some() && (!self.blank || (self.kind == Some(Kind::Item) && indent > self.indent))
    }

    /// A cell of a table.
    pub(super) fn cell(&mut self, raw: &Traced) {
        self.in_table = true;
        let mut cell = (self.inline)(raw);
        self.table.end_cell(&mut cell);
    }

    pub(super) fn end_row(&mut self) {
        self.table.end_row(&mut Traced::default());
    }

    pub(super) fn end_table(&mut self) {
        if !std::mem::take(&mut self.in_table) {
            return;
        }
        if self.table.is_too_large() {
            self.parsed.too_many = Some(crate::corpus::block::TooMany::PARAGRAPHS);
        }
        for (kind, text) in std::mem::take(&mut self.table).finish(Traced::default()) {
            if text.text().contains(char::is_alphanumeric) {
                self.parsed.add(kind, text);
            }
        }
    }

    /// Ends what is open.
    pub(super) fn flush(&mut self) {
        self.end_table();
        self.blank = false;
        self.broken = false;
        let raw = std::mem::take(&mut self.raw);
        let kind = self.kind.take().unwrap_or(Kind::Paragraph);
        if raw.is_empty() {
            return;
        }
        let text = if kind == Kind::Code { raw } else { (self.inline)(&raw) };
        // A list item may hold nothing but its marker, which stands for no text.
        if !text.source().is_empty() && text.text().contains(char::is_alphanumeric) {
            self.parsed.add(kind, text);
        }
    }

    /// What was found; the first heading is the title where there is no other.
    pub(super) fn finish(mut self) -> Parsed {
        self.flush();
        let mut parsed = self.parsed;
        if parsed.title.is_none() {
            let heading = parsed.blocks.iter().find(|block| block.kind == Kind::Heading);
            parsed.title = heading.map(|block| block.text.text().to_owned());
        }
        parsed
    }
}

/// The marker of an item that a line begins with, as it is shown, and its length.
pub(super) fn bullet(text: &str) -> Option<(&'static str, usize)> {
    let sign = text.chars().next().filter(|c| matches!(c, '*' | '-' | '+' | '•' | '‣' | '⁃'))?;
    let len = sign.len_utf8();
    text[len..].starts_with([' ', '\t']).then_some(("•", len))
}

/// The number of an item that a line begins with: `1.`, `12)`, `(3)`, `a)`.
pub(super) fn number(text: &str) -> Option<&str> {
    let end = text.bytes().take(6).position(|byte| matches!(byte, b' ' | b'\t'))?;
    let first = &text[..end];
    let label = first.strip_suffix(['.', ')'])?;
    let label = label.strip_prefix('(').unwrap_or(label);
    let numbered = (1..=3).contains(&label.len()) && label.bytes().all(|b| b.is_ascii_digit());
    let lettered = first.ends_with(')') && label.len() == 1 && label.bytes().all(|b| b.is_ascii_alphabetic());
    (numbered || lettered).then_some(first)
}
