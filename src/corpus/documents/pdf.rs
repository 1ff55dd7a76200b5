//! Pages (PDF): letters and where they stand become lines, columns and paragraphs, each with its page.
//!
//! The parser beneath panics on what it does not expect, so it runs within a guard, and a page at which it panics keeps
//! what was read of it.

mod glyphs;
mod layout;
mod paragraphs;

use std::panic::{self, AssertUnwindSafe};
use std::time::Instant;

use flate2::read::ZlibDecoder;
use pdf_extract::{Document as File, Object, output_doc_page};

use super::guard::{self, guarded};
use super::{MAX_ENTRIES, MAX_UNPACKED_BYTES};
use crate::corpus::block::Parsed;
use crate::corpus::traced::normalise;
use crate::corpus::{DocumentFault, date};
use glyphs::Sink;
use layout::Line;

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
    let read = guarded(move || read(&bytes))?;
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

fn read(bytes: &[u8]) -> Result<Read, DocumentFault> {
    let started = Instant::now();
    refuse_bomb(bytes)?;
    let mut file = File::load_mem(bytes).map_err(|error| fault(&error.to_string()))?;
    if file.is_encrypted() {
        file.decrypt("").map_err(|_| DocumentFault::Encrypted)?;
    }
    let numbers: Vec<u32> = file.get_pages().into_keys().collect();
    if numbers.is_empty() {
        return Err(DocumentFault::damaged("it has no pages"));
    }
    if numbers.len() > MAX_ENTRIES {
        return Err(DocumentFault::TooManyParts { what: "pages", most: MAX_ENTRIES });
    }
    let mut read = Read::default();
    let mut causes = 0;
    for &number in &numbers {
        if started.elapsed() * 10 > guard::MOST * 9 {
            return Err(DocumentFault::TooSlow { seconds: guard::MOST.as_secs() });
        }
        let mut sink = Sink::default();
        let done = panic::catch_unwind(AssertUnwindSafe(|| output_doc_page(&file, &mut sink, number)));
        causes += usize::from(!matches!(done, Ok(Ok(()))));
        read.pages.push(layout::lines(sink.runs()));
    }
    if causes > 0 && read.pages.iter().all(Vec::is_empty) {
        return Err(DocumentFault::damaged("none of its pages can be read"));
    }
    let info = |key: &[u8]| about(&file, key);
    read.title = info(b"Title");
    read.author = info(b"Author");
    read.date = info(b"CreationDate").and_then(|date| moment(&date));
    Ok(read)
}

fn fault(said: &str) -> DocumentFault {
    if said.contains("crypt") || said.contains("assword") {
        DocumentFault::Encrypted
    } else {
        DocumentFault::damaged(said)
    }
}

/// The parser unpacks without a bound: what is packed is counted before.
fn refuse_bomb(bytes: &[u8]) -> Result<(), DocumentFault> {
    const MARK: &[u8] = b"stream";
    let mut left = MAX_UNPACKED_BYTES;
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(MARK.len()).position(|window| window == MARK) {
        at += found + MARK.len();
        let rest = &bytes[at..];
        let start = rest.iter().take(2).take_while(|byte| byte.is_ascii_whitespace()).count();
        if start == 0 {
            continue;
        }
        let mut decoder = ZlibDecoder::new(&rest[start..]);
        let mut limited = std::io::Read::take(&mut decoder, left + 1);
        // What is not packed this way fails at once.
        let _ = std::io::copy(&mut limited, &mut std::io::sink());
        left = left.saturating_sub(decoder.total_out());
        if left == 0 {
            return Err(DocumentFault::TooLarge { most: MAX_UNPACKED_BYTES });
        }
    }
    Ok(())
}

/// What the file says of itself.
fn about(file: &File, key: &[u8]) -> Option<String> {
    let info = match file.trailer.get(b"Info").ok()? {
        Object::Reference(id) => file.get_object(*id).ok()?.as_dict().ok()?,
        Object::Dictionary(info) => info,
        _ => return None,
    };
    let value = match info.get(key).ok()? {
        Object::Reference(id) => file.get_object(*id).ok()?,
        value => value,
    };
    let bytes = value.as_str().ok()?;
    let text = match bytes {
        [0xFE, 0xFF, wide @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(wide).0.into_owned(),
        [0xFF, 0xFE, wide @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(wide).0.into_owned(),
        bytes => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
        },
    };
    Some(normalise(&text)).filter(|text| !text.is_empty())
}

/// `D:20230913…` as a date.
fn moment(text: &str) -> Option<String> {
    let digits: String = text.trim_start_matches("D:").chars().take_while(char::is_ascii_digit).collect();
    let (year, rest) = (digits.get(..4)?, digits.get(4..)?);
    match (rest.get(..2), rest.get(2..4)) {
        (Some(month), Some(day)) => date::from_text(&format!("{year}-{month}-{day}")),
        _ => Some(year.to_owned()),
    }
}
