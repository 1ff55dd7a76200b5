//! The lines of a file of records, wherever they come from.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;

use crate::corpus::encoding::{self, Decoded, NotText, OffsetMap};

/// Size of the pieces in which a file is checked.
const PIECE: usize = 1 << 16;

/// The decoded bytes of a file.
pub(in crate::corpus) struct Source {
    pub(in crate::corpus) reader: Box<dyn BufRead + Send>,
    pub(in crate::corpus) offsets: OffsetMap,
}

/// Why a file of records cannot be opened.
#[derive(Debug)]
pub(in crate::corpus) enum OpenError {
    Io(io::Error),
    NotText,
}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<NotText> for OpenError {
    fn from(_: NotText) -> Self {
        Self::NotText
    }
}

impl Source {
    /// Opens a file; it stays on disk when it is UTF-8.
    pub(in crate::corpus) fn open(path: &Path) -> Result<Self, OpenError> {
        // A pipe can be read but once.
        if !std::fs::metadata(path)?.is_file() || !is_utf8(File::open(path)?)? {
            return Ok(encoding::decode(std::fs::read(path)?)?.into());
        }
        let mut reader = BufReader::with_capacity(PIECE, File::open(path)?);
        let head = reader.fill_buf()?;
        if encoding::looks_binary(head) {
            return Err(OpenError::NotText);
        }
        let bom = encoding::utf8_bom(head);
        reader.consume(bom);
        Ok(Self { reader: Box::new(reader), offsets: OffsetMap::shift(bom) })
    }
}

impl From<Decoded> for Source {
    fn from(decoded: Decoded) -> Self {
        Self { reader: Box::new(Cursor::new(decoded.text.into_bytes())), offsets: decoded.offsets }
    }
}

/// Whether a file is UTF-8 without NUL, from end to end.
fn is_utf8(mut file: File) -> io::Result<bool> {
    let mut buffer = vec![0; PIECE];
    let mut kept = 0;
    loop {
        let read = file.read(&mut buffer[kept..])?;
        let filled = &buffer[..kept + read];
        if filled.contains(&0) {
            return Ok(false);
        }
        let rest = match std::str::from_utf8(filled) {
            Ok(_) => filled.len()..filled.len(),
            // A character may go on in the next piece.
            Err(error) if error.error_len().is_none() && read > 0 => error.valid_up_to()..filled.len(),
            Err(_) => return Ok(false),
        };
        if read == 0 {
            return Ok(true);
        }
        kept = rest.len();
        buffer.copy_within(rest, 0);
    }
}
