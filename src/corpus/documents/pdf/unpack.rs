//! The parser unpacks without a bound: what is packed is measured before.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashSet;
use std::io::{self, Read};

use flate2::read::ZlibDecoder;
use hayro_syntax::Filter;
use hayro_syntax::object::{Dict, Object, ObjectIdentifier, Stream};

/// Most bytes before a stream that tell what it is.
const ABOUT: usize = 4096;

/// Most that a byte becomes, where it is packed by lengths of repeated bytes.
const REPEATED: u64 = 128;

/// Most bytes of what is packed more than once, once unpacked.
const WITHIN: u64 = 32 << 20;

/// How much may still be unpacked of one file.
pub(super) struct Budget {
    most: u64,
    left: RefCell<u64>,
    measured: RefCell<HashSet<ObjectIdentifier>>,
}

impl Budget {
    pub(super) fn new(most: u64) -> Self {
        Self { most, left: RefCell::new(most), measured: RefCell::default() }
    }

    /// Whether nothing is left.
    pub(super) fn is_spent(&self) -> bool {
        *self.left.borrow() == 0
    }

    fn spend(&self, bytes: u64) -> bool {
        let mut left = self.left.borrow_mut();
        *left = left.saturating_sub(bytes);
        *left > 0
    }

    /// Whether all that the parser unpacks by itself, to find the parts of the file, may be unpacked. Pictures are left packed.
    pub(super) fn allows_file(&self, bytes: &[u8]) -> bool {
        const MARK: &[u8] = b"stream";
        let mut at = 0;
        while let Some(found) = bytes[at..].windows(MARK.len()).position(|window| window == MARK) {
            let before = &bytes[..at + found];
            at += found + MARK.len();
            let rest = &bytes[at..];
            let start = rest.iter().take(2).take_while(|byte| byte.is_ascii_whitespace()).count();
            // What is not packed this way fails at once.
            if start > 0 && !is_picture(before) && !self.spend(self.inflated(&rest[start..])) {
                return false;
            }
        }
        // What is asked for is measured anew when it is.
        *self.left.borrow_mut() = self.most;
        true
    }

    /// Whether a stream may be unpacked.
    pub(super) fn allows(&self, stream: &Stream<'_>) -> bool {
        if !self.measured.borrow_mut().insert(stream.obj_id()) {
            return !self.is_spent();
        }
        let filters = stream.filters();
        let Some((last, first)) = filters.split_last() else { return true };
        let mut data = stream.raw_data();
        for filter in first {
            let most = *self.left.borrow();
            let Some(unpacked) = unpacked(*filter, &data, most.min(WITHIN)) else { return false };
            if !self.spend(unpacked.len() as u64) {
                return false;
            }
            data = Cow::Owned(unpacked);
        }
        let most = *self.left.borrow();
        self.spend(match last {
            Filter::FlateDecode => self.inflated(&data),
            // Codes may grow by one early or not: the longer reading counts.
            Filter::LzwDecode => lzw(&data, 1, most).max(lzw(&data, 0, most)),
            Filter::RunLengthDecode => REPEATED * data.len() as u64,
            _ => data.len() as u64,
        })
    }

    /// Whether all streams of a font may be unpacked.
    pub(super) fn allows_font(&self, about: &Dict<'_>) -> bool {
        self.allows_within(about, 4)
    }

    fn allows_within(&self, about: &Dict<'_>, depth: usize) -> bool {
        /// Where descriptions of fonts have streams and further descriptions.
        const KEYS: [&[u8]; 8] = [
            b"ToUnicode",
            b"Encoding",
            b"FontFile",
            b"FontFile2",
            b"FontFile3",
            b"CIDToGIDMap",
            b"FontDescriptor",
            b"DescendantFonts",
        ];
        KEYS.iter().all(|key| match about.get::<Object<'_>>(key) {
            Some(Object::Stream(stream)) => self.allows(&stream),
            Some(Object::Dict(about)) => depth == 0 || self.allows_within(&about, depth - 1),
            Some(Object::Array(array)) => array
                .iter::<Dict<'_>>()
                .take(4)
                .all(|about| depth == 0 || self.allows_within(&about, depth - 1)),
            _ => true,
        })
    }

    fn inflated(&self, data: &[u8]) -> u64 {
        let mut decoder = ZlibDecoder::new(data);
        let mut limited = Read::take(&mut decoder, *self.left.borrow() + 1);
        let _ = io::copy(&mut limited, &mut io::sink());
        decoder.total_out()
    }
}

/// What was packed before the last time.
fn unpacked(filter: Filter, data: &[u8], most: u64) -> Option<Vec<u8>> {
    let mut unpacked = Vec::new();
    match filter {
        Filter::FlateDecode => {
            // What is damaged is read up to there.
            let _ = ZlibDecoder::new(data).take(most + 1).read_to_end(&mut unpacked);
        }
        Filter::Ascii85Decode => unpacked = of_85(data),
        Filter::AsciiHexDecode => {
            let digits: Vec<u8> =
                data.iter().filter_map(|&byte| char::from(byte).to_digit(16)).map(|d| d as u8).collect();
            unpacked.extend(digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)));
        }
        _ => return None,
    }
    (unpacked.len() as u64 <= most).then_some(unpacked)
}

/// What five letters for four bytes stand for.
fn of_85(data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(data.len());
    let mut group = Vec::with_capacity(5);
    for &byte in data {
        match byte {
            b'z' if group.is_empty() => bytes.extend_from_slice(&[0; 4]),
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            b'~' => break,
            _ => {}
        }
        if group.len() == 5 {
            bytes.extend_from_slice(&number(&group).to_be_bytes());
            group.clear();
        }
    }
    if let Some(whole) = group.len().checked_sub(1) {
        group.resize(5, 84);
        bytes.extend_from_slice(&number(&group).to_be_bytes()[..whole]);
    }
    bytes
}

fn number(group: &[u32]) -> u32 {
    group.iter().fold(0, |number: u32, &digit| number.wrapping_mul(85).wrapping_add(digit))
}

/// Whether what stands before a stream says, without any disguise, that it is a picture.
fn is_picture(before: &[u8]) -> bool {
    let about = &before[before.len().saturating_sub(ABOUT)..];
    let Some(start) = about.windows(3).rposition(|window| window == b"obj") else { return false };
    let about = &about[start..];
    let holds = |word: &[u8]| about.windows(word.len()).any(|window| window == word);
    holds(b"/Image") && !holds(b"#") && !holds(b"ObjStm") && !holds(b"XRef")
}

/// How many bytes a stream becomes that is packed by Lempel, Ziv and Welch's method.
fn lzw(data: &[u8], early: usize, most: u64) -> u64 {
    const CLEAR: usize = 256;
    const END: usize = 257;
    const CODES: usize = 4096;
    let mut lengths: Vec<u64> = Vec::with_capacity(CODES);
    let clear = |lengths: &mut Vec<u64>| {
        lengths.clear();
        lengths.resize(END + 1, 1);
    };
    clear(&mut lengths);
    let (mut held, mut bits, mut total) = (0_u32, 0_u32, 0_u64);
    let mut before = None;
    for &byte in data {
        held = held << 8 | u32::from(byte);
        bits += 8;
        let width = (usize::BITS - (lengths.len() + early).leading_zeros()).clamp(9, 12);
        if bits < width {
            continue;
        }
        bits -= width;
        let code = (held >> bits) as usize & ((1 << width) - 1);
        held &= (1 << bits) - 1;
        match code {
            CLEAR => {
                clear(&mut lengths);
                before = None;
                continue;
            }
            END => break,
            _ => {}
        }
        let length = lengths.get(code).copied().or(before.map(|before: u64| before + 1)).unwrap_or(1);
        total += length;
        if total > most {
            break;
        }
        if let Some(before) = before
            && lengths.len() < CODES
        {
            lengths.push(before + 1);
        }
        before = Some(length);
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_told_by_what_stands_before_them() {
        assert!(is_picture(b"1 0 obj << /Subtype /Image /Width 9 >>\n"));
        assert!(!is_picture(b"1 0 obj << /Subtype /Image >>\nstream\nendobj 2 0 obj << /Length 9 >>\n"));
        assert!(!is_picture(b"1 0 obj << /Type /ObjStm /X /Image >>\n"));
        assert!(!is_picture(b"1 0 obj << /Type /Obj#53tm /X /Image >>\n"));
    }

    #[test]
    fn letters_are_told_as_bytes() {
        assert_eq!(of_85(b"87cUR D]i,\"Ebo8N~>"), b"Hello World?");
        assert_eq!(of_85(b"z8,~>"), b"\0\0\0\0H");
        assert_eq!(unpacked(Filter::AsciiHexDecode, b"48 656C6C 6F7>", 100).unwrap(), b"Hellop");
    }

    #[test]
    fn lengths_are_told_without_unpacking() {
        // The example of the specification: 45 45 45 45 45 65 45 45 45 66.
        assert_eq!(lzw(&[0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01], 1, 100), 10);
        assert!(lzw(&[0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01], 1, 3) > 3);
    }
}
