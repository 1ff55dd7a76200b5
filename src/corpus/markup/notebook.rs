//! Jupyter notebooks: cells of Markdown and cells of code, in JSON; what the code gave is left out.
//!
//! A cell is a string or a list of strings. It is undone and read as what it is, and each character is led back to where it
//! stands in the file.

mod cells;

use serde_json::Error;

use crate::corpus::block::{Kind, MAX_BLOCKS, Parsed, TooMany};
use crate::corpus::markdown;
use crate::corpus::traced::Traced;
use crate::corpus::undone::Undone;
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

#[cfg(test)]
mod tests;
