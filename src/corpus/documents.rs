//! Documents whose bytes are not their text: mail, word processing, slides, books, sheets, pages, and archives of any file.
//!
//! Each reader turns bytes into blocks, as the readers of running text do, and blocks carry the [`Place`] where a person
//! finds them; what a unit covers is the whole file. What others wrote the parsers of (sheets, pages, mail) runs on a
//! thread of its own within [`guard`], since a parser of such formats may panic or take for ever.
//!
//! However a file is made, reading it ends and its memory is bounded: [`MAX_UNPACKED_BYTES`], [`MAX_RATIO`], [`MAX_DEPTH`],
//! [`MAX_ENTRIES`], [`guard::MOST`].

mod archive;
mod blocks;
mod docx;
mod epub;
mod guard;
mod mail;
mod mailbox;
mod odt;
mod package;
mod pdf;
mod pptx;
mod sheets;
mod xml;

use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::block::{Parsed, TooMany};
use super::encoding::OffsetMap;
use super::records::{self, Reading};
use super::{CorpusError, Document, DocumentFault, Format, Place, ReadOptions, read_bytes, units};
pub(in crate::corpus) use guard::quietly;
use package::Package;

/// Most bytes that are unpacked of one file, whatever lies within it.
const MAX_UNPACKED_BYTES: u64 = 256 << 20;

/// How many times larger than packed a file may be, above [`FREE_BYTES`].
const MAX_RATIO: u64 = 200;

/// Bytes that may be unpacked whatever the ratio: a small file of little variety packs well.
const FREE_BYTES: u64 = 16 << 20;

/// How many archives and mails may stand within one another.
const MAX_DEPTH: usize = 2;

/// Most files of an archive, and most parts of a document.
const MAX_ENTRIES: usize = 20_000;

/// The documents of a file, one after the other.
pub(super) type Stream = Box<dyn Iterator<Item = Result<Document, CorpusError>> + Send>;

/// What is the same for all that is read of one file.
#[derive(Debug, Clone)]
struct Input {
    /// As shown: of what lies in an archive, `ARCHIVE/FILE`.
    name: String,
    /// Where in the outermost file it lies; empty for that file itself.
    inside: String,
    /// Size of the outermost file.
    size: u64,
    /// Archives and mails around.
    depth: usize,
    options: ReadOptions,
    budget: Budget,
}

/// How many bytes may still be unpacked.
#[derive(Debug, Clone)]
struct Budget(Arc<AtomicU64>);

impl Budget {
    fn left(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn spend(&self, bytes: u64) {
        self.0.store(self.left().saturating_sub(bytes), Ordering::Relaxed);
    }
}

/// Reads the documents that `bytes` are.
///
/// # Errors
/// When the file as a whole cannot be read, with the reason.
pub(super) fn read(
    name: &str,
    format: Format,
    bytes: Vec<u8>,
    options: &ReadOptions,
) -> Result<Stream, CorpusError> {
    let input = Input {
        name: name.to_owned(),
        inside: String::new(),
        size: bytes.len() as u64,
        depth: 0,
        options: options.clone(),
        budget: Budget(Arc::new(AtomicU64::new(MAX_UNPACKED_BYTES))),
    };
    input.read(format, bytes)
}

impl Input {
    fn read(&self, format: Format, bytes: Vec<u8>) -> Result<Stream, CorpusError> {
        if bytes.is_empty() {
            return Err(self.failed(DocumentFault::Empty));
        }
        match format {
            Format::Mail => Ok(mail::read(self, bytes)),
            Format::Mailbox => mailbox::read(self, bytes),
            Format::Docx => self.of_package(bytes, docx::parse),
            Format::Odt => self.of_package(bytes, odt::parse),
            Format::Pptx => self.of_package(bytes, pptx::parse),
            Format::Epub => self.of_package(bytes, epub::parse),
            Format::Workbook | Format::Ods => sheets::read(self, format, bytes),
            Format::Pdf => self.one(pdf::parse(bytes)),
            Format::Parquet => self.rows(bytes),
            Format::Gzip | Format::Zstd => archive::unpacked(self, format, &bytes),
            Format::Zip => archive::files(self, bytes),
            Format::Text
            | Format::Markdown
            | Format::Html
            | Format::Subtitles
            | Format::Rst
            | Format::Org
            | Format::Asciidoc
            | Format::Latex
            | Format::Notebook
            | Format::Rtf
            | Format::JsonLines
            | Format::Json
            | Format::Csv
            | Format::Tsv => self.text(format, bytes),
        }
    }

    fn of_package(
        &self,
        bytes: Vec<u8>,
        parse: fn(&mut Package) -> Result<Parsed, DocumentFault>,
    ) -> Result<Stream, CorpusError> {
        let parsed = Package::open(bytes, self.budget.clone()).and_then(|mut package| parse(&mut package));
        self.one(parsed)
    }

    /// The only document of a file.
    fn one(&self, parsed: Result<Parsed, DocumentFault>) -> Result<Stream, CorpusError> {
        let parsed = parsed.map_err(|fault| self.failed(fault))?;
        if parsed.blocks.is_empty() && parsed.too_many.is_none() {
            return Err(self.failed(DocumentFault::Empty));
        }
        let document = self.document(parsed)?;
        Ok(Box::new(std::iter::once(Ok(document))))
    }

    fn document(&self, parsed: Parsed) -> Result<Document, CorpusError> {
        let made = units::document_of_blocks(parsed, &(0..self.size), &self.options);
        let document = made.map_err(|TooMany { what, most }| CorpusError::TooManyParts {
            name: self.name.clone(),
            what,
            most,
        })?;
        Ok(self.placed(document))
    }

    /// Text that lies in an archive: its places are not those of the archive.
    fn text(&self, format: Format, bytes: Vec<u8>) -> Result<Stream, CorpusError> {
        let documents = read_bytes(&self.name, Some(format), bytes, &self.options)?;
        let input = self.clone();
        Ok(Box::new(documents.map(move |document| {
            document.map(|mut document| {
                for unit in &mut document.units {
                    unit.span = 0..input.size;
                }
                input.placed(document)
            })
        })))
    }

    fn rows(&self, bytes: Vec<u8>) -> Result<Stream, CorpusError> {
        let reading = Reading::new(&self.name, &self.options, OffsetMap::shift(0)).of_size(self.size);
        let documents = records::parquet(Box::new(Cursor::new(bytes)), reading)?;
        let input = self.clone();
        Ok(Box::new(documents.map(move |document| document.map(|document| input.placed(document)))))
    }

    /// Says of a document that lies within another file where it lies.
    fn placed(&self, mut document: Document) -> Document {
        if !self.inside.is_empty() {
            document.fields.insert("inside".to_owned(), self.inside.clone().into());
            for unit in &mut document.units {
                unit.place.get_or_insert_with(|| Place::Part(self.inside.clone()));
            }
        }
        document
    }

    fn failed(&self, fault: DocumentFault) -> CorpusError {
        CorpusError::Document { name: self.name.clone(), fault }
    }

    /// What is called `name` within this file.
    fn within(&self, name: &str) -> Self {
        let name: String = name.chars().filter(|c| !c.is_control()).take(MAX_NAME).collect();
        let inside = if self.inside.is_empty() { name.clone() } else { format!("{}/{name}", self.inside) };
        Self { name: format!("{}/{name}", self.name), inside, depth: self.depth + 1, ..self.clone() }
    }
}

/// Most characters that are kept of the name of a file in an archive.
const MAX_NAME: usize = 300;

#[cfg(test)]
mod tests;
