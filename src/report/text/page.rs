//! The page that every answer and report is written on for a terminal: lines that grow within the width.

use std::borrow::Cow;

use super::Ink;
use super::rich::Rich;
use super::translations::ReportLanguage;
use super::width;
use super::wrap::wrap;
use crate::printable;

/// Fewer columns than this are treated as this many.
pub(in crate::report) const NARROWEST: usize = 20;

/// How text for a terminal looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TerminalStyle {
    /// ANSI colours and weights; without them the text has no escape codes.
    pub colour: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Excerpts for each topic.
    pub excerpts: usize,
    /// Lists every unit of each topic, those on a border among them, every outlier, every change and every line set
    /// apart, instead of a few.
    pub all_units: bool,
    /// Language of the topic report's own words; all else is in English.
    pub language: ReportLanguage,
}

impl Default for TerminalStyle {
    /// No colour, 80 columns, 2 excerpts for each topic, in English.
    fn default() -> Self {
        Self { colour: false, width: 80, excerpts: 2, all_units: false, language: ReportLanguage::English }
    }
}

/// Paints nothing.
pub(in crate::report) fn plain(_: Ink, line: &str) -> String {
    line.to_owned()
}

/// Text that grows line by line within the width.
pub(in crate::report) struct Page {
    text: String,
    ink: Ink,
    colour: bool,
    links: bool,
    width: usize,
}

impl Page {
    pub(in crate::report) fn new(style: &TerminalStyle) -> Self {
        let (ink, width) = (Ink::new(style.colour), style.width.max(NARROWEST));
        Self { text: String::new(), ink, colour: style.colour, links: false, width }
    }

    /// A page that links to files.
    pub(in crate::report) fn linking(style: &TerminalStyle) -> Self {
        Self { links: true, ..Self::new(style) }
    }

    pub(in crate::report) fn ink(&self) -> Ink {
        self.ink
    }

    /// Columns beside an indent.
    pub(in crate::report) fn room(&self, indent: &str) -> usize {
        self.width.saturating_sub(width::of(indent)).max(1)
    }

    pub(in crate::report) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// One line as it is, painted by the caller.
    pub(in crate::report) fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Text wrapped to the width behind an indent, painted line by line.
    pub(in crate::report) fn wrapped(
        &mut self,
        indent: &str,
        text: &str,
        paint: impl Fn(Ink, &str) -> String,
    ) {
        for line in wrap(text, self.room(indent)) {
            let painted = paint(self.ink, &line);
            self.line(&format!("{indent}{painted}"));
        }
    }

    /// Text with its parts painted, wrapped to the width behind an indent.
    pub(in crate::report) fn rich(&mut self, indent: &str, text: &Rich) {
        for line in text.lines(self.room(indent), self.ink) {
            self.line(&format!("{indent}{line}"));
        }
    }

    /// The page. What a text brought along that is not shown, and was not written out or left out where it was put in, ends here;
    /// only the page's own styles and links pass.
    pub(in crate::report) fn into_text(self) -> String {
        let shown = match (self.links, self.colour) {
            (true, _) => printable::linked(&self.text),
            (false, true) => printable::styled(&self.text),
            (false, false) => printable::text(&self.text),
        };
        if let Cow::Owned(shown) = shown { shown } else { self.text }
    }
}
