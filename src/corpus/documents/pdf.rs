//! Pages (PDF): letters and where they stand become lines, columns and paragraphs, each with its page.
//!
//! What the parser beneath does not expect may make it panic, so it runs within a guard, and a page at which it panics keeps
//! what was read of it.

mod bidi;
mod fonts;
mod glyphs;
mod grid;
mod layout;
mod page;
mod paragraphs;
mod unpack;

use std::panic::{self, AssertUnwindSafe};
use std::time::Instant;

use hayro_syntax::object::{DateTime, Dict};
use hayro_syntax::{LoadPdfError, Pdf};

use super::guard::{self, guarded};
use super::{MAX_ENTRIES, MAX_UNPACKED_BYTES};
use crate::corpus::block::Parsed;
use crate::corpus::traced::normalise;
use crate::corpus::{DocumentFault, date};
use glyphs::Sink;
use layout::Line;
use page::Reader;
use unpack::Budget;

/// The lines of a page, in the order in which they are read.
type Page = Vec<Line>;

/// What is read of a file.
#[derive(Debug, Default)]
struct Read {
    pages: Vec<Page>,
    title: Option<String>,
    author: Option<String>,
    date: Option<String>,
}

pub(super) fn parse(bytes: Vec<u8>) -> Result<Parsed, DocumentFault> {
    let read = guarded(move || read(bytes))?;
    let pages = read.pages.len();
    let mut parsed = paragraphs::blocks(read.pages).parsed;
    if parsed.blocks.is_empty() {
        return Err(DocumentFault::NoTextLayer { pages });
    }
    parsed.title = read.title.or_else(|| super::docx::first_heading(&parsed));
    parsed.source = read.author;
    parsed.date = read.date;
    Ok(parsed)
}

fn read(bytes: Vec<u8>) -> Result<Read, DocumentFault> {
    let started = Instant::now();
    let budget = Budget::new(MAX_UNPACKED_BYTES);
    if !budget.allows_file(&bytes) {
        return Err(DocumentFault::TooLarge { most: MAX_UNPACKED_BYTES });
    }
    let file = Pdf::new(bytes).map_err(fault)?;
    let pages = file.pages();
    if pages.is_empty() {
        return Err(DocumentFault::damaged("it has no pages"));
    }
    if pages.len() > MAX_ENTRIES {
        return Err(DocumentFault::TooManyParts { what: "pages", most: MAX_ENTRIES });
    }
    let until = started + guard::MOST * 9 / 10;
    let catalog = file.xref().get::<Dict<'_>>(file.xref().root_id());
    let mut reader = Reader::new(catalog.as_ref(), &budget, until);
    let mut read = Read::default();
    let mut failed = false;
    for page in pages.iter() {
        let mut sink = Sink::default();
        let done = panic::catch_unwind(AssertUnwindSafe(|| reader.read(page, &mut sink)));
        if done.is_err() {
            failed = true;
            // What it had in hand may be in disorder.
            reader = Reader::new(catalog.as_ref(), &budget, until);
        }
        if budget.is_spent() {
            return Err(DocumentFault::TooLarge { most: MAX_UNPACKED_BYTES });
        }
        if Instant::now() >= until {
            return Err(DocumentFault::TooSlow { seconds: guard::MOST.as_secs() });
        }
        read.pages.push(layout::lines(sink.runs()));
    }
    if failed && read.pages.iter().all(Vec::is_empty) {
        return Err(DocumentFault::damaged("none of its pages can be read"));
    }
    let about = file.metadata();
    let line = |bytes: &[u8]| Some(normalise(&text(bytes))).filter(|text| !text.is_empty());
    read.title = about.title.as_deref().and_then(line);
    read.author = about.author.as_deref().and_then(line);
    read.date = about.creation_date.as_ref().and_then(moment);
    Ok(read)
}

fn fault(error: LoadPdfError) -> DocumentFault {
    match error {
        LoadPdfError::Decryption(_) => DocumentFault::Encrypted,
        LoadPdfError::Invalid => DocumentFault::damaged("no pages are found in it"),
    }
}

/// A text of the file outside of its pages.
fn text(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, wide @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(wide).0.into_owned(),
        [0xFF, 0xFE, wide @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(wide).0.into_owned(),
        [0xEF, 0xBB, 0xBF, bytes @ ..] | bytes => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
        },
    }
}

fn moment(at: &DateTime) -> Option<String> {
    date::from_text(&format!("{:04}-{:02}-{:02}", at.year, at.month, at.day))
}
