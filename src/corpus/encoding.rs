//! Bytes become text, and places in the text lead back to places in the bytes.
//!
//! The order of the tests is the order of certainty: a byte order mark, NUL bytes (UTF-16, or not text at all; a stray one means nothing),
//! valid UTF-8, UTF-8 with a few damaged bytes, what a page or an XML file declares, and last a guess by `chardetng` among the encodings of the web,
//! unless the letters within words tell that it is one of an old system. What is not text is told
//! by [`Screen`] while it is read.
//! Text is decoded character by character where it is not UTF-8, so that [`OffsetMap`] is exact by construction,
//! damaged bytes included; that is slower than decoding in bulk, and such files are rare and small.

mod declared;
mod offsets;
mod old;
mod screen;

use encoding_rs::{DecoderResult, Encoding};

pub(super) use offsets::OffsetMap;
use offsets::OffsetMapBuilder;
pub(super) use screen::{SAMPLE, Screen, Unread, looks_binary, read_whole};

/// The bytes are not text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotText;

/// The text of a file, and the way back to its bytes.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) offsets: OffsetMap,
}

const UTF8_BOM: &[u8] = b"\xEF\xBB\xBF";

/// Length of the byte order mark that a UTF-8 file begins with.
pub(super) fn utf8_bom(head: &[u8]) -> usize {
    if head.starts_with(UTF8_BOM) { UTF8_BOM.len() } else { 0 }
}

/// Decodes a whole file.
pub(super) fn decode(bytes: Vec<u8>) -> Result<Decoded, NotText> {
    let mut screen = Screen::default();
    bytes.chunks(SAMPLE).try_for_each(|piece| screen.piece(piece))?;
    if let Some(order) = bom_of_utf16(&bytes) {
        return Ok(decode_utf16(&bytes, 2, order));
    }
    if screen.is_utf16() {
        let order = utf16_without_bom(&bytes).ok_or(NotText)?;
        return Ok(decode_utf16(&bytes, 0, order));
    }
    let bom = utf8_bom(&bytes);
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            text.drain(..bom);
            Ok(Decoded { text, offsets: OffsetMap::shift(bom) })
        }
        Err(error) => {
            let bytes = error.into_bytes();
            if bom > 0 || is_damaged_utf8(&bytes) {
                Ok(decode_damaged_utf8(&bytes, bom))
            } else {
                let declared = declared::encoding(&bytes);
                let encoding = declared.unwrap_or_else(|| guess(&bytes));
                let old = if declared.is_none() { old::table(&bytes, encoding) } else { None };
                Ok(if let Some(table) = old {
                    decode_single(&bytes, &table)
                } else if encoding.is_single_byte() {
                    decode_single(&bytes, &old::of(encoding))
                } else {
                    decode_multi(&bytes, encoding)
                })
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ByteOrder {
    Little,
    Big,
}

impl ByteOrder {
    fn unit(self, pair: &[u8]) -> u16 {
        match (self, pair) {
            (Self::Little, &[a, b]) => u16::from_le_bytes([a, b]),
            (Self::Big, &[a, b]) => u16::from_be_bytes([a, b]),
            // Half a code unit at the end of the file: a lone surrogate, so that it becomes a replacement character.
            _ => 0xD800,
        }
    }
}

fn bom_of_utf16(bytes: &[u8]) -> Option<ByteOrder> {
    match bytes {
        [0xFF, 0xFE, ..] => Some(ByteOrder::Little),
        [0xFE, 0xFF, ..] => Some(ByteOrder::Big),
        _ => None,
    }
}

/// UTF-16 without a mark: read in one of the two orders, it holds no control characters and no lone surrogates, and
/// more ASCII (spaces, line breaks) than in the other. NUL bytes alone do not tell the order: the low byte of a Hangul
/// syllable or of an ideograph may be NUL as well.
fn utf16_without_bom(bytes: &[u8]) -> Option<ByteOrder> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    let little = ascii_as_utf16(sample, ByteOrder::Little);
    let big = ascii_as_utf16(sample, ByteOrder::Big);
    match (little.unwrap_or(0), big.unwrap_or(0)) {
        (little, big) if little > big => Some(ByteOrder::Little),
        (little, big) if big > little => Some(ByteOrder::Big),
        _ => None,
    }
}

/// ASCII characters of `sample` read as UTF-16; `None` when it is not text in this order.
fn ascii_as_utf16(sample: &[u8], order: ByteOrder) -> Option<usize> {
    let mut ascii = 0;
    let mut left = sample.len() / 2;
    for decoded in char::decode_utf16(sample.chunks_exact(2).map(|pair| order.unit(pair))) {
        match decoded {
            Ok(c) if c.is_control() && !c.is_whitespace() => return None,
            Ok(c) => {
                left = left.saturating_sub(c.len_utf16());
                ascii += usize::from(c.is_ascii());
            }
            // The sample may end between the halves of a pair.
            Err(_) if left == 1 => {}
            Err(_) => return None,
        }
    }
    Some(ascii)
}

fn decode_utf16(bytes: &[u8], bom: usize, order: ByteOrder) -> Decoded {
    let mut text = String::with_capacity(bytes.len());
    let mut offsets = OffsetMapBuilder::new(bom);
    let units = bytes[bom..].chunks(2).map(|pair| order.unit(pair));
    for decoded in char::decode_utf16(units) {
        let c = decoded.unwrap_or(char::REPLACEMENT_CHARACTER);
        offsets.push(c.len_utf8(), 2 * c.len_utf16());
        text.push(c);
    }
    Decoded { text, offsets: offsets.finish(bytes.len()) }
}

/// A file is damaged UTF-8, rather than something else, when it holds far more well-formed multi-byte characters
/// than malformed ones: in other encodings these are rare accidents.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        // Damaged bytes in a row are one damage.
        bad += usize::from(!chunk.invalid().is_empty() && (bad == 0 || !chunk.valid().is_empty()));
    }
    good > 4 * bad
}

fn decode_damaged_utf8(bytes: &[u8], bom: usize) -> Decoded {
    let mut text = String::with_capacity(bytes.len());
    let mut offsets = OffsetMapBuilder::new(bom);
    for chunk in bytes[bom..].utf8_chunks() {
        for c in chunk.valid().chars() {
            offsets.push(c.len_utf8(), c.len_utf8());
        }
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            offsets.push(char::REPLACEMENT_CHARACTER.len_utf8(), chunk.invalid().len());
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    Decoded { text, offsets: offsets.finish(bytes.len()) }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

fn decode_single(bytes: &[u8], table: &[char]) -> Decoded {
    let mut text = String::with_capacity(bytes.len() * 2);
    let mut offsets = OffsetMapBuilder::new(0);
    for &byte in bytes {
        let c = table[usize::from(byte)];
        offsets.push(c.len_utf8(), 1);
        text.push(c);
    }
    Decoded { text, offsets: offsets.finish(bytes.len()) }
}

fn decode_multi(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() * 2);
    let mut offsets = OffsetMapBuilder::new(0);
    let mut buffer = [0u8; 32];
    let mut next = 0;
    // Bytes from here on have been given to the decoder and have not come out yet.
    let mut pending = 0;
    while next < bytes.len() {
        let last = next + 1 == bytes.len();
        let (result, read, written) =
            decoder.decode_to_utf8_without_replacement(&bytes[next..=next], &mut buffer, last);
        next += read;
        if written > 0 {
            let produced = std::str::from_utf8(&buffer[..written]).unwrap_or("\u{FFFD}");
            for c in produced.chars() {
                // Where a byte pair stands for two characters, the first carries the bytes.
                offsets.push(c.len_utf8(), next - pending);
                text.push(c);
                pending = next;
            }
        }
        match result {
            DecoderResult::Malformed(_, after) => {
                let end = next.saturating_sub(usize::from(after)).max(pending);
                offsets.push(char::REPLACEMENT_CHARACTER.len_utf8(), end - pending);
                text.push(char::REPLACEMENT_CHARACTER);
                pending = end;
            }
            DecoderResult::InputEmpty if read == 0 => next += 1,
            DecoderResult::InputEmpty | DecoderResult::OutputFull => {}
        }
    }
    Decoded { text, offsets: offsets.finish(bytes.len()) }
}

#[cfg(test)]
mod tests;
