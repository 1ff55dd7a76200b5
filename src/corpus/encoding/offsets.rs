//! The way from a place in decoded text to the byte of the file that it came from.

use std::ops::Range;

/// Characters between two marks, at most.
const STRIDE: usize = 64;

/// Bits that hold the length of a character in the decoded text: 1 to 4.
const DECODED_BITS: u32 = 3;

/// Longest character of a file that fits beside it.
const LONGEST: usize = (u8::MAX >> DECODED_BITS) as usize;

/// Maps offsets in decoded text to offsets in the bytes of the file.
///
/// It takes about one and a half bytes a character whatever the text: lengths of characters alternate in most texts, so that stretches
/// of one length would take many times the text.
#[derive(Debug, Clone)]
pub(in crate::corpus) struct OffsetMap {
    /// Bytes before the text: the byte order mark.
    bom: usize,
    /// For each character its two lengths; none when each decoded byte is one byte of the file.
    lengths: Vec<u8>,
    marks: Vec<Mark>,
    /// Length of the file, when there are marks.
    end: usize,
}

/// Where a character stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    character: usize,
    decoded: usize,
    original: usize,
}

impl OffsetMap {
    /// The map of a UTF-8 file with `bom` bytes before its text.
    pub(in crate::corpus) fn shift(bom: usize) -> Self {
        Self { bom, lengths: Vec::new(), marks: Vec::new(), end: 0 }
    }

    /// Byte of the file at which the character at `decoded` begins.
    pub(in crate::corpus) fn original(&self, decoded: usize) -> u64 {
        let index = self.marks.partition_point(|mark| mark.decoded <= decoded);
        let Some(mark) = index.checked_sub(1).and_then(|index| self.marks.get(index)) else {
            return (self.bom + decoded) as u64;
        };
        let (mut at, mut original) = (mark.decoded, mark.original);
        let end = self.marks.get(index).map_or(self.lengths.len(), |next| next.character);
        for &lengths in self.lengths.get(mark.character..end).unwrap_or_default() {
            at += usize::from(lengths & ((1 << DECODED_BITS) - 1));
            if at > decoded {
                break;
            }
            original += usize::from(lengths >> DECODED_BITS);
        }
        original.min(self.end) as u64
    }

    /// Bytes of the file that the characters in `decoded` came from.
    pub(in crate::corpus) fn original_range(&self, decoded: Range<usize>) -> Range<u64> {
        self.original(decoded.start)..self.original(decoded.end)
    }
}

/// Builds an [`OffsetMap`] one character after the other.
#[derive(Debug)]
pub(super) struct OffsetMapBuilder {
    map: OffsetMap,
    decoded: usize,
    original: usize,
    /// Characters that may still come before the next mark.
    left: usize,
}

impl OffsetMapBuilder {
    pub(super) fn new(bom: usize) -> Self {
        Self { map: OffsetMap::shift(bom), decoded: 0, original: bom, left: 0 }
    }

    /// Adds a character of `decoded` bytes that came from `original` bytes.
    pub(super) fn push(&mut self, decoded: usize, original: usize) {
        if self.left == 0 {
            self.mark();
            self.left = STRIDE;
        }
        // Behind a character that is longer than can be written down stands a mark.
        self.left = if original > LONGEST { 0 } else { self.left - 1 };
        self.map.lengths.push((original.min(LONGEST) << DECODED_BITS) as u8 | decoded as u8);
        self.decoded += decoded;
        self.original += original;
    }

    fn mark(&mut self) {
        let character = self.map.lengths.len();
        self.map.marks.push(Mark { character, decoded: self.decoded, original: self.original });
    }

    /// The map, for a file of `end` bytes.
    pub(super) fn finish(mut self, end: usize) -> OffsetMap {
        // Makes the end of the text a place of its own.
        self.mark();
        self.map.end = end;
        self.map
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_of_any_length_are_found_again() {
        let mut builder = OffsetMapBuilder::new(2);
        let mut places = Vec::new();
        let (mut decoded, mut original) = (0, 2);
        for i in 0..1000 {
            let (to, from) = (1 + i % 4, if i % 97 == 0 { 200 } else { i % 5 });
            places.push((decoded, original));
            builder.push(to, from);
            decoded += to;
            original += from;
        }
        let map = builder.finish(original);
        for (decoded, original) in places {
            assert_eq!(map.original(decoded), original as u64);
        }
        assert_eq!([map.original(decoded), map.original(decoded + 9)], [original as u64; 2]);
        assert_eq!(map.lengths.len(), 1000);
        assert!(map.marks.len() < 2 + 1000 / STRIDE + 1000 / 97 + 2, "{}", map.marks.len());
        assert_eq!(OffsetMapBuilder::new(2).finish(2).original(0), 2);
    }
}
