//! One file, or the bytes of one, becomes documents.

use std::fmt;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::blank::is_blank_char;
use super::block::TooMany;
#[cfg(feature = "documents")]
use super::encoding::OffsetMap;
use super::encoding::{self, NotText, Unread};
use super::records::{self, Reading, Source};
use super::{
    CorpusError, Document, DocumentFault, Format, MAX_INPUT_BYTES, MAX_TEXT_BYTES, ReadOptions, SourceFile,
    date, html, markdown, markup, parts, plain, units,
};

/// The documents of one file, one after the other.
///
/// An error of a record ([`CorpusError::is_record`]) ends nothing: the next call goes on behind it.
pub struct Documents {
    documents: Box<dyn Iterator<Item = Result<Document, CorpusError>> + Send>,
    ragged: Arc<AtomicU64>,
}

impl Documents {
    /// Rows of a table with fewer or more cells than columns that were read so far: what they lack is empty, what they have beyond is.
    pub fn ragged_rows(&self) -> u64 {
        self.ragged.load(Ordering::Relaxed)
    }
}

impl From<Vec<Result<Document, CorpusError>>> for Documents {
    fn from(documents: Vec<Result<Document, CorpusError>>) -> Self {
        Self { documents: Box::new(documents.into_iter()), ragged: Arc::default() }
    }
}

impl Iterator for Documents {
    type Item = Result<Document, CorpusError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.documents.next()
    }
}

impl fmt::Debug for Documents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Documents { .. }")
    }
}

impl SourceFile {
    /// Whether [`read()`] gives its documents as they are asked for: all of them together may be more than memory holds.
    pub fn is_streamed(&self, options: &ReadOptions) -> bool {
        self.format.has_records() || (self.format == Format::Text && parts::has_parts(self.size, options))
    }
}

/// Reads a file. Files of records and large plain texts are read as the iterator advances, others at once.
///
/// # Errors
///
/// When the file cannot be read, is not text ([`CorpusError::is_binary`]), is too large, or is a table without a column for the text or JSON
/// without an object.
pub fn read(file: &SourceFile, options: &ReadOptions) -> Result<Documents, CorpusError> {
    let failed = |unread| match unread {
        Unread::Io(source) => CorpusError::Unreadable { path: file.path.clone(), source },
        Unread::NotText => CorpusError::Binary { name: file.name.clone() },
        Unread::TooMany(bytes) if file.is_streamed(options) => {
            CorpusError::EncodedTooLarge { name: file.name.clone(), bytes, most: MAX_TEXT_BYTES }
        }
        Unread::TooMany(bytes) => text_too_large(&file.name, bytes),
    };
    if file.format == Format::Parquet {
        return parquet(file, options);
    }
    if file.is_streamed(options) {
        let source = Source::open(&file.path, MAX_TEXT_BYTES).map_err(failed)?;
        return match file.format {
            Format::Text => Ok(parts(&file.name, source, options)),
            format => records(&file.name, format, source, options),
        };
    }
    let opened = crate::file::open(&file.path).map_err(|source| failed(Unread::Io(source)))?;
    if file.format.is_document() {
        let mut bytes = Vec::new();
        let read = opened.take(MAX_TEXT_BYTES + 1).read_to_end(&mut bytes);
        read.map_err(|source| failed(Unread::Io(source)))?;
        return read_bytes(&file.name, Some(file.format), bytes, options);
    }
    let bytes = encoding::read_whole(opened, file.size, MAX_TEXT_BYTES).map_err(failed)?;
    read_bytes(&file.name, Some(file.format), bytes, options)
}

/// Reads what comes in without a file, such as standard input, into memory; `name` is how errors call it.
///
/// # Errors
///
/// When it is more than [`MAX_INPUT_BYTES`], is not text or cannot be read; the first two are told as soon as they are known.
pub fn read_input(name: &str, input: impl Read) -> Result<Vec<u8>, CorpusError> {
    encoding::read_whole(input, 0, MAX_INPUT_BYTES).map_err(|unread| match unread {
        Unread::Io(source) => CorpusError::Unreadable { path: name.into(), source },
        Unread::NotText => CorpusError::Binary { name: name.to_owned() },
        Unread::TooMany(_) => CorpusError::InputTooLarge { name: name.to_owned(), most: MAX_INPUT_BYTES },
    })
}

fn text_too_large(name: &str, bytes: u64) -> CorpusError {
    CorpusError::TextTooLarge { name: name.to_owned(), bytes, most: MAX_TEXT_BYTES }
}

/// Reads bytes that are in memory, such as standard input; `name` is how errors call them.
///
/// Without a format, the bytes tell: JSON Lines when the first line is a JSON object, JSON when they begin with an object of several
/// lines or a list of objects, HTML when they begin as a page does, else plain text.
///
/// ```
/// # use cognate::corpus::{ReadOptions, read_bytes};
/// let text = "The harbour\n\nThe harbour opened again this morning, after two years of work.\n";
/// let documents = read_bytes("-", None, text.into(), &ReadOptions::default())?;
/// let document = documents.into_iter().next().unwrap()?;
/// assert_eq!(document.title.as_deref(), Some("The harbour"));
/// assert_eq!(document.units.len(), 1, "a heading is joined to its paragraph");
/// # Ok::<(), cognate::corpus::CorpusError>(())
/// ```
///
/// # Errors
///
/// As for [`read()`], and when they are nothing but white space ([`DocumentFault::Empty`]).
pub fn read_bytes(
    name: &str,
    format: Option<Format>,
    bytes: Vec<u8>,
    options: &ReadOptions,
) -> Result<Documents, CorpusError> {
    let binary = |NotText| CorpusError::Binary { name: name.to_owned() };
    let size = bytes.len() as u64;
    if let Some(format) = format.filter(|format| format.is_document()) {
        if size > MAX_TEXT_BYTES {
            return Err(text_too_large(name, size));
        }
        return documents(name, format, bytes, options);
    }
    let decoded = encoding::decode(bytes).map_err(binary)?;
    if decoded.text.chars().all(is_blank_char) {
        return Err(CorpusError::Document { name: name.to_owned(), fault: DocumentFault::Empty });
    }
    let format = format.unwrap_or_else(|| Format::sniff(&decoded.text));
    if format == Format::Text && parts::has_parts(size, options) {
        return Ok(parts(name, decoded.into(), options));
    }
    if size > MAX_TEXT_BYTES && !format.has_records() {
        return Err(text_too_large(name, size));
    }
    let parsed = match format {
        Format::Text => plain::parse(&decoded.text),
        Format::Markdown => markdown::parse(&decoded.text),
        Format::Html => html::parse(&decoded.text, 0),
        Format::Subtitles => markup::subtitles(&decoded.text),
        Format::Rst => markup::rst(&decoded.text),
        Format::Org => markup::org(&decoded.text),
        Format::Asciidoc => markup::asciidoc(&decoded.text),
        Format::Latex => markup::latex(&decoded.text),
        Format::Rtf => markup::rtf(&decoded.text),
        Format::Notebook => markup::notebook(&decoded.text).map_err(|broken| {
            let message = broken.to_string();
            CorpusError::BrokenNotebook {
                name: name.to_owned(),
                line: broken.line() as u64,
                column: broken.column(),
                message: message.split(" at line ").next().unwrap_or(&message).to_owned(),
            }
        })?,
        Format::JsonLines | Format::Json | Format::Csv | Format::Tsv => {
            return records(name, format, decoded.into(), options);
        }
        // Handed on above; what is left is told from text, and never one of them.
        _ => return Err(CorpusError::Document { name: name.to_owned(), fault: DocumentFault::NotBuiltIn }),
    };
    let mut document = units::document(parsed, &decoded.text, &decoded.offsets, options)
        .map_err(|TooMany { what, most }| CorpusError::TooManyParts { name: name.to_owned(), what, most })?;
    document.date = document.date.or_else(|| date::from_name(name));
    Ok(Documents { documents: Box::new(std::iter::once(Ok(document))), ragged: Arc::default() })
}

/// Rows are read as they are asked for, from wherever in the file they are.
#[cfg(feature = "documents")]
fn parquet(file: &SourceFile, options: &ReadOptions) -> Result<Documents, CorpusError> {
    let opened = crate::file::open(&file.path)
        .map_err(|source| CorpusError::Unreadable { path: file.path.clone(), source })?;
    let reading = Reading::new(&file.name, options, OffsetMap::shift(0)).of_size(file.size);
    Ok(Documents { documents: records::parquet(Box::new(opened), reading)?, ragged: Arc::default() })
}

#[cfg(not(feature = "documents"))]
fn parquet(file: &SourceFile, _: &ReadOptions) -> Result<Documents, CorpusError> {
    Err(CorpusError::Document { name: file.name.clone(), fault: DocumentFault::NotBuiltIn })
}

#[cfg(feature = "documents")]
fn documents(
    name: &str,
    format: Format,
    bytes: Vec<u8>,
    options: &ReadOptions,
) -> Result<Documents, CorpusError> {
    let documents = super::documents::read(name, format, bytes, options)?;
    Ok(Documents { documents, ragged: Arc::default() })
}

#[cfg(not(feature = "documents"))]
fn documents(name: &str, _: Format, _: Vec<u8>, _: &ReadOptions) -> Result<Documents, CorpusError> {
    Err(CorpusError::Document { name: name.to_owned(), fault: DocumentFault::NotBuiltIn })
}

/// A text that is too large to be read at once.
fn parts(name: &str, source: Source, options: &ReadOptions) -> Documents {
    Documents { documents: Box::new(parts::documents(name, source, options)), ragged: Arc::default() }
}

fn records(
    name: &str,
    format: Format,
    source: Source,
    options: &ReadOptions,
) -> Result<Documents, CorpusError> {
    let reading = Reading::new(name, options, source.offsets.clone());
    let ragged = Arc::clone(&reading.ragged);
    let documents = match format {
        Format::JsonLines => records::json_lines(source, reading),
        Format::Json => records::json(source, reading)?,
        _ => records::table(source, reading, format == Format::Tsv)?,
    };
    Ok(Documents { documents, ragged })
}

#[cfg(test)]
mod tests;
