//! The lines of a file of records, wherever they come from.

use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::Path;

use crate::corpus::encoding::{self, Decoded, OffsetMap, SAMPLE, Screen, Unread};
use crate::file;

/// The decoded bytes of a file.
pub(in crate::corpus) struct Source {
    pub(in crate::corpus) reader: Box<dyn BufRead + Send>,
    pub(in crate::corpus) offsets: OffsetMap,
}

impl Source {
    /// Opens a file; it stays on disk when it is UTF-8. Of another encoding at most `most` bytes are read.
    pub(in crate::corpus) fn open(path: &Path, most: u64) -> Result<Self, Unread> {
        let file = file::open(path)?;
        if !is_utf8(&file)? {
            let size = file.metadata()?.len();
            if size > most {
                return Err(Unread::TooMany(size));
            }
            let bytes = encoding::read_whole(file::open(path)?, size, most)?;
            return Ok(encoding::decode(bytes)?.into());
        }
        let mut reader = BufReader::with_capacity(SAMPLE, file::open(path)?);
        let bom = encoding::utf8_bom(reader.fill_buf()?);
        reader.consume(bom);
        Ok(Self { reader: Box::new(reader), offsets: OffsetMap::shift(bom) })
    }
}

impl From<Decoded> for Source {
    fn from(decoded: Decoded) -> Self {
        Self { reader: Box::new(Cursor::new(decoded.text.into_bytes())), offsets: decoded.offsets }
    }
}

/// Whether a file is UTF-8 from end to end, read in pieces.
fn is_utf8(mut file: impl Read) -> Result<bool, Unread> {
    let mut screen = Screen::default();
    let mut buffer = Vec::with_capacity(SAMPLE + 4);
    loop {
        let kept = buffer.len();
        let read = file.by_ref().take(SAMPLE as u64).read_to_end(&mut buffer)?;
        screen.piece(&buffer[kept..])?;
        if screen.is_utf16() {
            return Ok(false);
        }
        let valid = match std::str::from_utf8(&buffer) {
            Ok(_) => buffer.len(),
            // A character may go on in the next piece.
            Err(error) if error.error_len().is_none() && read > 0 => error.valid_up_to(),
            Err(_) => return Ok(false),
        };
        if read == 0 {
            return Ok(true);
        }
        buffer.drain(..valid);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_may_lie_across_pieces() {
        for shift in 0..4 {
            let text = format!("{}{}", "a".repeat(SAMPLE - shift), "é駅🚂".repeat(SAMPLE / 4));
            assert!(is_utf8(text.as_bytes()).unwrap());
            assert!(!is_utf8(&text.as_bytes()[..text.len() - 1]).unwrap());
        }
    }

    #[test]
    fn a_large_file_of_another_encoding_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data.csv");
        std::fs::write(&path, b"text\ncaf\xe9\n").unwrap();
        assert!(Source::open(&path, 10).is_ok());
        assert!(matches!(Source::open(&path, 9), Err(Unread::TooMany(10))));
        std::fs::write(&path, "text\ncafé\n").unwrap();
        assert!(Source::open(&path, 9).is_ok(), "UTF-8 is streamed");
    }
}
