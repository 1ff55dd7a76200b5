//! The pages of a column, unpacked one at a time within what may be in memory.
//!
//! The parser of the values believes what a page says of itself, so all that decides how much memory it takes is looked at here first.

use std::fmt;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use ::parquet::basic::{Compression, Encoding};
use ::parquet::column::page::{Page, PageMetadata, PageReader};
use ::parquet::errors::{ParquetError, Result};
use flate2::read::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;

use super::delta;
use super::thrift::{Head, PageKind};
use crate::corpus::DocumentFault;

/// Most bytes of the pages of all columns that are in memory at once.
pub(super) const MOST_HELD: u64 = 256 << 20;

/// Bytes that a value takes in memory beside its text.
const VALUE: u64 = 36;

/// Longest head of a page: it may hold the least and the greatest value.
const MOST_HEAD: u64 = 16 << 20;

/// Bytes in which a head is looked for at first.
const HEAD: u64 = 1 << 10;

/// What can be read anywhere.
pub(crate) trait ReadSeek: Read + Seek + Send {}

impl<R: Read + Seek + Send> ReadSeek for R {}

/// A file that several columns are read from.
#[derive(Clone)]
pub(super) struct File {
    reader: Arc<Mutex<Box<dyn ReadSeek>>>,
    pub(super) size: u64,
}

impl File {
    pub(super) fn new(mut reader: Box<dyn ReadSeek>) -> io::Result<Self> {
        let size = reader.seek(SeekFrom::End(0))?;
        Ok(Self { reader: Arc::new(Mutex::new(reader)), size })
    }

    /// So many bytes from `at` on, or fewer at the end of the file.
    pub(super) fn read(&self, at: u64, length: u64) -> io::Result<Vec<u8>> {
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        reader.seek(SeekFrom::Start(at))?;
        let mut bytes = Vec::with_capacity(length.min(self.size.saturating_sub(at)) as usize);
        reader.by_ref().take(length).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// What the pages that are in use take in memory.
#[derive(Debug, Default)]
pub(super) struct Held {
    bytes: AtomicU64,
    /// Of them, what nothing is read from any more once the values that were read are taken.
    done: AtomicU64,
}

impl Held {
    fn take(&self, bytes: u64) -> Result<()> {
        let held = self.bytes.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes);
        if held > MOST_HELD { Err(fault(DocumentFault::TooLarge { most: MOST_HELD })) } else { Ok(()) }
    }

    /// The values that were read are taken.
    pub(super) fn settle(&self) {
        let done = self.done.swap(0, Ordering::Relaxed);
        self.bytes.fetch_sub(done, Ordering::Relaxed);
    }
}

/// A reason on its way through the parser.
#[derive(Debug)]
pub(super) struct Fault(pub(super) DocumentFault);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Fault {}

fn fault(fault: DocumentFault) -> ParquetError {
    ParquetError::External(Box::new(Fault(fault)))
}

fn damaged(cause: &str) -> ParquetError {
    ParquetError::General(cause.to_owned())
}

/// How pages are packed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Packing {
    None,
    Snappy,
    Gzip,
    Zstd,
}

impl Packing {
    pub(super) fn of(compression: Compression) -> std::result::Result<Self, DocumentFault> {
        match compression {
            Compression::UNCOMPRESSED => Ok(Self::None),
            Compression::SNAPPY => Ok(Self::Snappy),
            Compression::GZIP(_) => Ok(Self::Gzip),
            Compression::ZSTD(_) => Ok(Self::Zstd),
            Compression::BROTLI(_) => Err(DocumentFault::Packing { name: "Brotli" }),
            Compression::LZO => Err(DocumentFault::Packing { name: "LZO" }),
            Compression::LZ4 | Compression::LZ4_RAW => Err(DocumentFault::Packing { name: "LZ4" }),
        }
    }

    /// Adds what `packed` unpacks to, which must be so many bytes.
    pub(super) fn unpack(self, packed: &[u8], length: usize, unpacked: &mut Vec<u8>) -> Result<()> {
        let from = unpacked.len();
        let read = |reader: &mut dyn Read, unpacked: &mut Vec<u8>| {
            let read = reader.take(length as u64 + 1).read_to_end(unpacked);
            read.map(|_| ()).map_err(|error| ParquetError::General(error.to_string()))
        };
        match self {
            _ if packed.is_empty() => {}
            Self::None => unpacked.extend_from_slice(packed),
            Self::Snappy => {
                if snap::raw::decompress_len(packed).ok() != Some(length) {
                    return Err(damaged("a page is not as long as it says"));
                }
                unpacked.resize(from + length, 0);
                let written = snap::raw::Decoder::new().decompress(packed, &mut unpacked[from..]);
                unpacked.truncate(from + written.map_err(|error| ParquetError::General(error.to_string()))?);
            }
            Self::Gzip => read(&mut MultiGzDecoder::new(packed), unpacked)?,
            Self::Zstd => {
                let decoder = StreamingDecoder::new(packed);
                let mut decoder = decoder.map_err(|error| ParquetError::General(error.to_string()))?;
                read(&mut decoder, unpacked)?;
            }
        }
        if unpacked.len() - from == length {
            Ok(())
        } else {
            Err(damaged("a page is not as long as it says"))
        }
    }
}

/// The pages of a column of a row group.
pub(super) struct Pages {
    pub(super) file: File,
    pub(super) packing: Packing,
    /// Where the next page begins, and where the last one ends.
    pub(super) at: u64,
    pub(super) end: u64,
    /// Values that are still to come.
    pub(super) left: u64,
    /// Highest levels of definition and repetition.
    pub(super) levels: (i16, i16),
    pub(super) held: Arc<Held>,
    /// What is held for the page that is read from, and for the dictionary.
    current: u64,
    dictionary: u64,
    next: Option<Head>,
}

impl Pages {
    pub(super) fn new(
        file: File,
        packing: Packing,
        (at, end): (u64, u64),
        left: u64,
        levels: (i16, i16),
        held: Arc<Held>,
    ) -> Self {
        Self { file, packing, at, end, left, levels, held, current: 0, dictionary: 0, next: None }
    }

    /// The head of the next page that is read.
    fn head(&mut self) -> Result<Option<Head>> {
        while self.next.is_none() && self.left > 0 && self.at < self.end {
            let mut length = HEAD;
            let head = loop {
                let bytes = self.file.read(self.at, length.min(self.end - self.at))?;
                match Head::of(&bytes) {
                    Some(head) => break head,
                    None if length >= MOST_HEAD || bytes.len() as u64 == self.end - self.at => {
                        return Err(damaged("no page stands where one should"));
                    }
                    None => length *= 8,
                }
            };
            self.at += head.length as u64;
            if head.packed > self.end - self.at {
                return Err(damaged("a page goes on behind its column"));
            }
            if head.packed.max(head.unpacked) > MOST_HELD {
                return Err(fault(DocumentFault::TooLarge { most: MOST_HELD }));
            }
            match head.kind {
                PageKind::Other => self.at += head.packed,
                _ => self.next = Some(head),
            }
        }
        Ok(self.next)
    }

    /// Bytes of the page with this head, unpacked.
    fn body(&mut self, head: Head) -> Result<Vec<u8>> {
        let bytes = self.file.read(self.at, head.packed)?;
        if bytes.len() as u64 != head.packed {
            return Err(damaged("the file ends within a page"));
        }
        self.at += head.packed;
        let length = head.unpacked as usize;
        let mut body = Vec::new();
        match head.kind {
            PageKind::DataV2 { definition, repetition, packed, .. } => {
                let levels = definition as usize + repetition as usize;
                let Some((levels, values)) = bytes.split_at_checked(levels).filter(|_| levels <= length)
                else {
                    return Err(damaged("a page is shorter than its levels"));
                };
                body.extend_from_slice(levels);
                let packing = if packed { self.packing } else { Packing::None };
                packing.unpack(values, length - levels.len(), &mut body)?;
            }
            _ => self.packing.unpack(&bytes, length, &mut body)?,
        }
        Ok(body)
    }

    /// Makes room for a page of values, of which nothing is read before the last one is done.
    fn make_room(&mut self, bytes: u64, values: u32) -> Result<()> {
        self.held.done.fetch_add(self.current, Ordering::Relaxed);
        // All values of a list are read at once.
        let listed = if self.levels.1 > 0 { u64::from(values) * VALUE } else { 0 };
        self.current = bytes + listed;
        self.left = self.left.saturating_sub(u64::from(values));
        self.held.take(self.current)
    }

    /// Makes sure that values that are told by what differs between them take no more memory than others.
    fn check(&mut self, encoding: Encoding, values: u32, body: &[u8]) -> Result<()> {
        if !matches!(encoding, Encoding::DELTA_LENGTH_BYTE_ARRAY | Encoding::DELTA_BYTE_ARRAY) {
            return Ok(());
        }
        let extra = delta::memory(encoding == Encoding::DELTA_BYTE_ARRAY, values as usize, body);
        let extra = extra.ok_or_else(|| damaged("lengths of values are not as many as values"))?;
        self.current += extra;
        self.held.take(extra)
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        self.held.bytes.fetch_sub(self.current + self.dictionary, Ordering::Relaxed);
    }
}

/// Where the values of a page of the first kind begin, behind their levels.
fn behind_levels(body: &[u8], levels: (i16, i16), encodings: [Encoding; 2]) -> Option<usize> {
    let mut at = 0;
    for (level, encoding) in [levels.1, levels.0].into_iter().zip(encodings) {
        if level > 0 {
            let length = body.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)?;
            at = (at + 4).checked_add(length as usize).filter(|_| encoding == Encoding::RLE)?;
        }
    }
    Some(at)
}

fn encoding_of(number: i64) -> Result<Encoding> {
    Ok(match number {
        0 => Encoding::PLAIN,
        2 => Encoding::PLAIN_DICTIONARY,
        3 => Encoding::RLE,
        #[expect(deprecated, reason = "old files have it")]
        4 => Encoding::BIT_PACKED,
        5 => Encoding::DELTA_BINARY_PACKED,
        6 => Encoding::DELTA_LENGTH_BYTE_ARRAY,
        7 => Encoding::DELTA_BYTE_ARRAY,
        8 => Encoding::RLE_DICTIONARY,
        9 => Encoding::BYTE_STREAM_SPLIT,
        _ => return Err(damaged("values are written in an unknown way")),
    })
}

impl PageReader for Pages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let Some(head) = self.head()? else { return Ok(None) };
        self.next = None;
        Ok(Some(match head.kind {
            PageKind::Dictionary { values, encoding, sorted } => {
                let bytes = head.unpacked + u64::from(values) * VALUE;
                self.dictionary += bytes;
                self.held.take(bytes)?;
                let body = self.body(head)?;
                let encoding = encoding_of(encoding)?;
                Page::DictionaryPage { buf: body.into(), num_values: values, encoding, is_sorted: sorted }
            }
            PageKind::Data { values, encoding, definition, repetition } => {
                self.make_room(head.unpacked, values)?;
                let body = self.body(head)?;
                let [encoding, definition, repetition] = [encoding, definition, repetition].map(encoding_of);
                let (encoding, definition, repetition) = (encoding?, definition?, repetition?);
                let from = behind_levels(&body, self.levels, [repetition, definition]);
                self.check(encoding, values, from.and_then(|from| body.get(from..)).unwrap_or_default())?;
                Page::DataPage {
                    buf: body.into(),
                    num_values: values,
                    encoding,
                    def_level_encoding: definition,
                    rep_level_encoding: repetition,
                    statistics: None,
                }
            }
            PageKind::DataV2 { values, nulls, rows, encoding, definition, repetition, .. } => {
                self.make_room(head.unpacked, values)?;
                let body = self.body(head)?;
                let encoding = encoding_of(encoding)?;
                let from = definition as usize + repetition as usize;
                self.check(encoding, values, body.get(from..).unwrap_or_default())?;
                Page::DataPageV2 {
                    buf: body.into(),
                    num_values: values,
                    encoding,
                    num_nulls: nulls,
                    num_rows: rows,
                    def_levels_byte_len: definition,
                    rep_levels_byte_len: repetition,
                    is_compressed: false,
                    statistics: None,
                }
            }
            PageKind::Other => return Ok(None),
        }))
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        Ok(self.head()?.map(|head| match head.kind {
            PageKind::DataV2 { values, rows, .. } => PageMetadata {
                num_rows: Some(rows as usize),
                num_levels: Some(values as usize),
                is_dict: false,
            },
            PageKind::Data { values, .. } => {
                PageMetadata { num_rows: None, num_levels: Some(values as usize), is_dict: false }
            }
            PageKind::Dictionary { .. } | PageKind::Other => {
                PageMetadata { num_rows: None, num_levels: None, is_dict: true }
            }
        }))
    }

    fn skip_next_page(&mut self) -> Result<()> {
        if let Some(head) = self.head()? {
            self.next = None;
            self.at += head.packed;
        }
        Ok(())
    }
}

impl Iterator for Pages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}
