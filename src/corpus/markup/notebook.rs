//! Jupyter notebooks: cells of Markdown and cells of code, in JSON; what the code gave is left out.
//!
//! A cell is a string or a list of strings. It is undone and read as what it is, and each character is led back to where it
//! stands in the file.

mod cells;

use std::ops::Range;

use serde_json::Error;

use crate::corpus::block::{Kind, MAX_BLOCKS, Parsed, TooMany};
use crate::corpus::markdown;
use crate::corpus::traced::Traced;
use cells::Notebook;

/// Reads the cells of a notebook.
///
/// # Errors
/// When it is not JSON, or not as a notebook is.
pub(in crate::corpus) fn parse(text: &str) -> Result<Parsed, Error> {
    let notebook: Notebook<'_> = serde_json::from_str(text)?;
    let mut fields = notebook.fields();
    let mut parsed = Parsed {
        title: fields.title(),
        date: fields.date(),
        source: fields.source(),
        language: fields.language(),
        ..Parsed::default()
    };
    let worksheets = notebook.worksheets.into_iter().flatten().flat_map(|sheet| sheet.cells.0);
    let mut heading = None;
    for cell in notebook.cells.0.into_iter().chain(worksheets) {
        let Some(source) = cell.source.or(cell.input) else { continue };
        // The JSON of a cell is a part of the text.
        let start = (source.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        let undone = Undone::of(source.get(), start);
        match cell.kind.as_deref() {
            Some("markdown") => {
                let read = markdown::parse(&undone.text);
                parsed.too_many = parsed.too_many.or(read.too_many);
                heading = heading.or(read.title);
                for block in read.blocks {
                    parsed.add(block.kind, block.text.moved(|range| undone.place(range)));
                }
            }
            Some("heading") => parsed.add(Kind::Heading, undone.traced()),
            _ => {
                let mut code = Traced::default();
                for line in super::lines::Lines::new(&undone.text) {
                    code.line_break(line.at);
                    code.push(line.text, line.range());
                }
                parsed.add(Kind::Code, code.moved(|range| undone.place(range)));
            }
        }
    }
    if parsed.blocks.len() > MAX_BLOCKS {
        parsed.too_many = Some(TooMany::PARAGRAPHS);
    }
    parsed.title = parsed.title.take().or(heading);
    Ok(parsed)
}

/// The strings of a stretch of JSON, one after the other.
#[derive(Debug, Default)]
struct Undone {
    text: String,
    /// Places in the text, and in the file, between which both are alike.
    marks: Vec<(u32, u32)>,
}

impl Undone {
    /// `json` is known to be well-formed and stands at `start`.
    fn of(json: &str, start: usize) -> Self {
        let mut undone = Self::default();
        let mut in_string = false;
        let mut at = 0;
        while let Some(found) = json[at..].find(['"', '\\']) {
            let sign = at + found;
            if in_string {
                undone.push(&json[at..sign], start + at);
            }
            at = sign + 1;
            if json.as_bytes()[sign] == b'"' {
                in_string = !in_string;
            } else if in_string {
                let (c, len) = escape(&json[sign..]);
                let mut buffer = [0; 4];
                undone.push(c.encode_utf8(&mut buffer), start + sign);
                at = sign + len;
            }
        }
        undone.marks.push((place(undone.text.len()), place(start + json.len())));
        undone
    }

    fn push(&mut self, text: &str, at: usize) {
        if !text.is_empty() {
            self.marks.push((place(self.text.len()), place(at)));
            self.text.push_str(text);
        }
    }

    /// Where a stretch of the text stands in the file.
    fn place(&self, range: Range<usize>) -> Range<usize> {
        let find = |at: usize| {
            let index = self.marks.partition_point(|mark| mark.0 as usize <= at).saturating_sub(1);
            let (text, file) = self.marks.get(index).copied().unwrap_or((0, 0));
            file as usize + at.saturating_sub(text as usize)
        };
        let start = find(range.start);
        // The last byte, so that what is between two strings is not counted to the first.
        let end = if range.is_empty() { start } else { find(range.end - 1) + 1 };
        start..end.max(start)
    }

    fn traced(&self) -> Traced {
        let mut traced = Traced::default();
        traced.push(&self.text, 0..self.text.len());
        traced.moved(|range| self.place(range))
    }
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX - 1)
}

/// The character that an escape stands for, and the length of the escape.
fn escape(json: &str) -> (char, usize) {
    let unit = |at: usize| json.get(at..at + 4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    match json.as_bytes().get(1) {
        Some(b'n') => ('\n', 2),
        Some(b't') => ('\t', 2),
        Some(b'r') => ('\r', 2),
        Some(b'b') => ('\u{8}', 2),
        Some(b'f') => ('\u{C}', 2),
        Some(b'u') => {
            let Some(high) = unit(2) else { return (char::REPLACEMENT_CHARACTER, 2) };
            if let Some(c) = char::from_u32(high) {
                return (c, 6);
            }
            let low = if json.get(6..8) == Some("\\u") { unit(8) } else { None };
            match low {
                Some(low @ 0xDC00..=0xDFFF) if high < 0xDC00 => {
                    let c = char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00));
                    (c.unwrap_or(char::REPLACEMENT_CHARACTER), 12)
                }
                _ => (char::REPLACEMENT_CHARACTER, 6),
            }
        }
        Some(&sign) if sign.is_ascii() => (char::from(sign), 2),
        _ => ('\\', 1),
    }
}

#[cfg(test)]
mod tests;
