//! The way from a place in decoded text to the byte of the file that it came from.

use std::ops::Range;

/// Maps offsets in decoded text to offsets in the bytes of the file.
#[derive(Debug, Clone)]
pub(in crate::corpus) struct OffsetMap {
    /// Bytes before the text: the byte order mark.
    bom: usize,
    /// Stretches of characters of one length; none when each decoded byte is one byte of the file.
    runs: Vec<Run>,
    /// Length of the file, when there are runs.
    end: usize,
}

/// Characters that follow each other and that all take `decoded_len` bytes as UTF-8 and `original_len` in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    decoded: usize,
    original: usize,
    decoded_len: u32,
    original_len: u32,
}

impl OffsetMap {
    /// The map of a UTF-8 file with `bom` bytes before its text.
    pub(in crate::corpus) fn shift(bom: usize) -> Self {
        Self { bom, runs: Vec::new(), end: 0 }
    }

    /// Byte of the file at which the character at `decoded` begins.
    pub(in crate::corpus) fn original(&self, decoded: usize) -> u64 {
        let index = self.runs.partition_point(|run| run.decoded <= decoded);
        let Some(run) = index.checked_sub(1).and_then(|index| self.runs.get(index)) else {
            return (self.bom + decoded) as u64;
        };
        let characters = (decoded - run.decoded) / run.decoded_len.max(1) as usize;
        (run.original + characters * run.original_len as usize).min(self.end) as u64
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
}

impl OffsetMapBuilder {
    pub(super) fn new(bom: usize) -> Self {
        Self { map: OffsetMap::shift(bom), decoded: 0, original: bom }
    }

    /// Adds a character of `decoded` bytes that came from `original` bytes.
    pub(super) fn push(&mut self, decoded: usize, original: usize) {
        let (decoded_len, original_len) = (decoded as u32, original as u32);
        let same = |run: &Run| run.decoded_len == decoded_len && run.original_len == original_len;
        if !self.map.runs.last().is_some_and(same) {
            let run = Run { decoded: self.decoded, original: self.original, decoded_len, original_len };
            self.map.runs.push(run);
        }
        self.decoded += decoded;
        self.original += original;
    }

    /// The map, for a file of `end` bytes.
    pub(super) fn finish(mut self, end: usize) -> OffsetMap {
        // Makes the end of the text a place of its own, whatever character stands last.
        self.map.runs.push(Run {
            decoded: self.decoded,
            original: self.original,
            decoded_len: 1,
            original_len: 1,
        });
        self.map.end = end;
        self.map
    }
}
