//! A large plain text is read part by part, so that memory does not grow with it.
//!
//! Each part ends where a paragraph does ([`plain::seam`]), and is read as a file of its own would be. What only a text as a whole can
//! tell (whether its lines are wrapped, what its pages repeat, which of its words are divided at line ends, who speaks, whether most of it
//! is short lines) is told from the part: that is more text than any book holds. A larger file is a collection of texts, of which
//! one says little about another.

use std::collections::VecDeque;
use std::io::Read;

use rayon::prelude::*;

use super::block::TooMany;
use super::records::Source;
use super::units::{self, Start};
use super::{CorpusError, Document, Granularity, ReadOptions, date, plain};

/// Size from which a text is read in parts.
pub(super) const LARGE: u64 = 16 << 20;

/// Bytes of a part, at most.
const PART: usize = 8 << 20;

/// Parts that are read together, at most: each takes about six times its size in memory.
const TOGETHER: usize = 4;

/// Whether a text of so many bytes is read in parts; one that is to be a single unit cannot be.
pub(super) fn has_parts(bytes: u64, options: &ReadOptions) -> bool {
    bytes > LARGE && options.granularity != Granularity::Document
}

/// The parts of a text, each a document that goes on with the one before.
pub(super) fn documents(name: &str, source: Source, options: &ReadOptions) -> Parts {
    Parts::of_size(PART, name, source, options)
}

/// Part after part of a text.
pub(super) struct Parts {
    name: String,
    source: Source,
    options: ReadOptions,
    /// Bytes of a part, at most.
    size: usize,
    /// What was read behind the last part that was cut off.
    rest: Vec<u8>,
    /// Where that stands in the decoded text.
    at: usize,
    line: u64,
    ended: bool,
    /// Parts read and not yet handed out.
    ready: VecDeque<Result<Document, CorpusError>>,
    /// Units handed out.
    units: usize,
    is_first: bool,
}

/// A part before it is read.
struct Part {
    text: String,
    /// Where it stands in the decoded text.
    at: usize,
    line: u64,
}

impl Parts {
    fn of_size(size: usize, name: &str, source: Source, options: &ReadOptions) -> Self {
        Self {
            name: name.to_owned(),
            source,
            options: options.clone(),
            size,
            rest: Vec::new(),
            at: 0,
            line: 1,
            ended: false,
            ready: VecDeque::new(),
            units: 0,
            is_first: true,
        }
    }

    /// Cuts off the next part.
    fn cut(&mut self) -> Result<Option<Part>, CorpusError> {
        let mut bytes = std::mem::take(&mut self.rest);
        let wanted = self.size.saturating_sub(bytes.len());
        bytes.reserve_exact(wanted);
        let reader = self.source.reader.by_ref();
        reader.take(wanted as u64).read_to_end(&mut bytes).map_err(|source| {
            self.ended = true;
            CorpusError::Unreadable { path: self.name.as_str().into(), source }
        })?;
        let is_last = bytes.len() < self.size;
        let mut text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let whole = error.utf8_error().valid_up_to();
                let is_cut = !is_last && error.utf8_error().error_len().is_none();
                let mut bytes = error.into_bytes();
                if is_cut {
                    self.rest = bytes.split_off(whole);
                }
                // The file was UTF-8 when it was opened, and has changed since.
                String::from_utf8(bytes)
                    .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
            }
        };
        if is_last {
            self.ended = true;
            self.rest = Vec::new();
        } else {
            let mut rest = text.split_off(seam(&text)).into_bytes();
            rest.append(&mut self.rest);
            self.rest = rest;
        }
        if text.is_empty() {
            return Ok(None);
        }
        let part = Part { at: self.at, line: self.line, text };
        self.at += part.text.len();
        self.line += units::lines(&part.text);
        Ok(Some(part))
    }

    /// Reads the next few parts.
    fn read(&mut self) {
        let mut parts = Vec::new();
        let mut failed = None;
        while !self.ended && parts.len() < rayon::current_num_threads().min(TOGETHER) {
            match self.cut() {
                Ok(part) => parts.extend(part),
                Err(error) => failed = Some(error),
            }
        }
        let read = |part: Part| {
            let start = Start { at: part.at, line: part.line };
            units::part(plain::parse(&part.text), &part.text, start, &self.source.offsets, &self.options)
        };
        let documents: Vec<Result<Document, TooMany>> = parts.into_par_iter().map(read).collect();
        for document in documents {
            let document = document.map_err(|TooMany { what, most }| CorpusError::TooManyParts {
                name: self.name.clone(),
                what,
                most,
            });
            self.ready.push_back(document);
        }
        self.ready.extend(failed.map(Err));
    }

    /// Makes of a part what goes on with the parts before it.
    fn joined(&mut self, mut document: Document) -> Document {
        for unit in &mut document.units {
            unit.position += self.units;
        }
        self.units += document.units.len();
        if std::mem::take(&mut self.is_first) {
            document.date = document.date.or_else(|| date::from_name(&self.name));
            return document;
        }
        Document { continues: true, units: document.units, ..Document::default() }
    }
}

/// Where a text is to be cut that goes on: not within the end of a line, which would count as two.
fn seam(text: &str) -> usize {
    let at = plain::seam(text);
    match text[at..].chars().next() {
        Some('\n') if text[..at].ends_with('\r') => at + 1,
        None if at > 1 && text.ends_with('\r') => at - 1,
        _ => at,
    }
}

impl Iterator for Parts {
    type Item = Result<Document, CorpusError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.ready.is_empty() && !self.ended {
                self.read();
            }
            match self.ready.pop_front() {
                None if self.ended => return None,
                None => {}
                Some(Err(error)) => {
                    // Of a text that breaks off, the rest would seem to follow what was read.
                    self.ended = true;
                    self.ready.clear();
                    return Some(Err(error));
                }
                Some(Ok(part)) if part.units.is_empty() && !self.is_first => {}
                Some(Ok(part)) => return Some(Ok(self.joined(part))),
            }
        }
    }
}

#[cfg(test)]
mod tests;
