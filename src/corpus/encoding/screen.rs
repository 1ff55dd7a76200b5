//! Whether bytes are text, told from the first of them, and on while they are read.

use std::io::{self, Read};

use super::{NotText, bom_of_utf16, utf16_without_bom};

/// Beginnings of file types that are not text, or whose text is wrapped in markup that is not read here.
const MAGIC: &[&[u8]] = &[
    b"%PDF-",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x89PNG",
    b"\xFF\xD8\xFF",
    b"GIF8",
    b"\x1F\x8B",
    b"BZh9",
    b"7z\xBC\xAF",
    b"\xFD7zXZ",
    b"\x28\xB5\x2F\xFD",
    b"Rar!\x1A",
    b"\x7FELF",
    b"OggS",
    b"ID3\x03",
    b"ID3\x04",
    b"SQLite format 3\0",
    b"\xD0\xCF\x11\xE0",
];

/// Bytes that are enough to tell UTF-16 from other files that hold NUL, and that are read at a time.
pub(in crate::corpus) const SAMPLE: usize = 64 * 1024;

/// Bytes for each NUL byte, at least, in a file of UTF-8.
const STRAY: usize = 30;

/// What a NUL byte means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Nul {
    /// Half a code unit of UTF-16.
    Half,
    /// Nothing, as long as there are few.
    Stray,
    /// That this is not text.
    Alien,
}

/// Looks at the bytes of a file, piece after piece, so that what is not text is not read to its end.
#[derive(Debug, Default)]
pub(in crate::corpus) struct Screen {
    /// Known from the first piece on.
    nul: Option<Nul>,
    bytes: usize,
    nuls: usize,
}

impl Screen {
    /// Looks at the next piece: [`SAMPLE`] bytes, but for the last.
    pub(in crate::corpus) fn piece(&mut self, piece: &[u8]) -> Result<(), NotText> {
        self.bytes += piece.len();
        self.nuls += piece.iter().map(|&byte| usize::from(byte == 0)).sum::<usize>();
        let nul = match self.nul {
            Some(nul) => nul,
            None => *self.nul.insert(meaning_of_nul(piece)?),
        };
        let is_text = match nul {
            Nul::Half => true,
            Nul::Stray => self.nuls * STRAY <= self.bytes,
            Nul::Alien => self.nuls == 0,
        };
        if is_text { Ok(()) } else { Err(NotText) }
    }

    /// Whether it is UTF-16, with or without a mark.
    pub(in crate::corpus) fn is_utf16(&self) -> bool {
        self.nul == Some(Nul::Half)
    }
}

/// What a NUL byte means in a file that begins with `sample`.
fn meaning_of_nul(sample: &[u8]) -> Result<Nul, NotText> {
    if MAGIC.iter().any(|magic| sample.starts_with(magic)) {
        Err(NotText)
    } else if bom_of_utf16(sample).is_some() {
        Ok(Nul::Half)
    } else if is_utf8_with_stray_nul(sample) {
        Ok(Nul::Stray)
    } else if !sample.contains(&0) {
        Ok(Nul::Alien)
    } else {
        utf16_without_bom(sample).map(|_| Nul::Half).ok_or(NotText)
    }
}

/// UTF-8 in which a NUL byte stands now and then, as broken exports leave it. UTF-16 holds many more: one for each space, at least.
fn is_utf8_with_stray_nul(sample: &[u8]) -> bool {
    let nul: usize = sample.iter().map(|&byte| usize::from(byte == 0)).sum();
    let valid = match std::str::from_utf8(sample) {
        Ok(_) => true,
        // A character that the end of the sample cuts.
        Err(error) => error.error_len().is_none(),
    };
    valid && nul * STRAY <= sample.len()
}

/// Whether a file that begins with `head` is not text.
pub(in crate::corpus) fn looks_binary(head: &[u8]) -> bool {
    Screen::default().piece(head).is_err()
}

/// Why bytes are not read to their end.
#[derive(Debug)]
pub(in crate::corpus) enum Unread {
    Io(io::Error),
    NotText,
    /// There are more than asked for; so many, as far as they were read.
    TooMany(u64),
}

impl From<io::Error> for Unread {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<NotText> for Unread {
    fn from(_: NotText) -> Self {
        Self::NotText
    }
}

/// Reads at most `most` bytes of text into memory; about `expected` are to come.
pub(in crate::corpus) fn read_whole(
    mut input: impl Read,
    expected: u64,
    most: u64,
) -> Result<Vec<u8>, Unread> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected.min(most)).unwrap_or(0));
    let mut screen = Screen::default();
    loop {
        let start = bytes.len();
        let read = input.by_ref().take(SAMPLE as u64).read_to_end(&mut bytes)?;
        screen.piece(&bytes[start..])?;
        if bytes.len() as u64 > most {
            return Err(Unread::TooMany(bytes.len() as u64));
        }
        if read == 0 {
            return Ok(bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts what is read of it.
    struct Counted<R>(R, usize);

    impl<R: Read> Read for Counted<R> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let read = self.0.read(buffer)?;
            self.1 += read;
            Ok(read)
        }
    }

    /// What becomes of `head` before endless bytes of one kind, and how much is read of it.
    fn before_endless(head: &[u8], byte: u8) -> (Unread, usize) {
        let mut input = Counted(head.chain(io::repeat(byte)), 0);
        let unread = read_whole(&mut input, 0, 8 << 20).unwrap_err();
        (unread, input.1)
    }

    #[test]
    fn what_is_not_text_is_told_before_it_is_read() {
        let text = "The boats came in. ".repeat(SAMPLE / 10);
        let latin: Vec<u8> = text.replace('o', "\u{e9}").chars().map(|c| c as u8).collect();
        for (head, most) in [
            (&b""[..], SAMPLE),
            (b"%PDF-1.7", SAMPLE),
            (text.as_bytes(), text.len() + 2 * SAMPLE),
            (&latin, latin.len() + SAMPLE),
        ] {
            let (unread, read) = before_endless(head, 0);
            assert!(matches!(unread, Unread::NotText), "{unread:?}");
            assert!(read <= most, "{read} bytes were read, {} of them text", head.len());
        }
        let (unread, read) = before_endless(text.as_bytes(), b'a');
        assert!(matches!(unread, Unread::TooMany(_)), "{unread:?}");
        assert!(read <= (8 << 20) + SAMPLE);
    }

    #[test]
    fn stray_nul_bytes_and_utf16_stay_text() {
        let text = format!("{}\0{}", "a line\n".repeat(SAMPLE), "a line\n".repeat(SAMPLE));
        assert_eq!(read_whole(text.as_bytes(), 0, 8 << 20).unwrap(), text.as_bytes());
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read_whole(&wide[..], 0, 8 << 20).unwrap(), wide);
    }
}
