//! The values of a stream of JSON, each kept within a bound.
//!
//! Only brackets and quotes are looked at: what a value holds is another reader's business, so that a faulty one stops nothing.

use std::io::{self, BufRead};

use crate::lines;

/// What comes next in a stream of JSON.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A value: its bytes, where they begin and on which line.
    Value(Vec<u8>, u64, u64),
    /// The value that begins on this line has so many bytes; the next call goes on behind it.
    TooLong(u64, u64),
    /// The stream, or the list that it is, is at its end.
    End,
}

/// Finds values with nothing but white space and commas between them.
pub(super) struct Values {
    reader: Box<dyn BufRead + Send>,
    /// Longest value that is kept.
    most: usize,
    pub(super) at: u64,
    /// The line that is read, from 1.
    pub(super) line: u64,
}

impl Values {
    /// `at` and `line` are the place at which `reader` stands.
    pub(super) fn new(reader: Box<dyn BufRead + Send>, most: usize, at: u64, line: u64) -> Self {
        Self { reader, most, at, line }
    }

    pub(super) fn next(&mut self) -> io::Result<Found> {
        loop {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok(Found::End);
            }
            let blank = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b'\x1e');
            let skipped = buffer.iter().take_while(|byte| blank(byte)).count();
            self.line += lines::breaks(&buffer[..skipped]);
            let first = buffer.get(skipped).copied();
            self.consume(skipped);
            match first {
                None => {}
                Some(b']' | b'}') => return Ok(Found::End),
                Some(_) => return self.value(),
            }
        }
    }

    fn consume(&mut self, bytes: usize) {
        self.reader.consume(bytes);
        self.at += bytes as u64;
    }

    /// The value that begins here; what the stream breaks off in is one as well.
    fn value(&mut self) -> io::Result<Found> {
        let (start, line) = (self.at, self.line);
        let mut scan = Scan::default();
        let mut kept = Vec::new();
        loop {
            let buffer = self.reader.fill_buf()?;
            let end = buffer.iter().position(|byte| scan.ends_before(*byte));
            let piece = &buffer[..end.unwrap_or(buffer.len())];
            self.line += lines::breaks(piece);
            if (self.at - start) as usize + piece.len() > self.most {
                kept = Vec::new();
            } else {
                kept.extend_from_slice(piece);
            }
            let (read, at_end) = (piece.len(), end.is_some() || buffer.is_empty());
            self.consume(read);
            if at_end {
                let bytes = self.at - start;
                return Ok(if bytes > self.most as u64 {
                    Found::TooLong(line, bytes)
                } else {
                    Found::Value(kept, start, line)
                });
            }
        }
    }
}

/// How far a value has been read.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "the state of a scanner")]
struct Scan {
    depth: usize,
    in_string: bool,
    escaped: bool,
    began: bool,
    ended: bool,
}

impl Scan {
    /// Whether the value ended before `byte`, which is the next one.
    #[expect(clippy::match_same_arms, reason = "each kind of value by itself")]
    fn ends_before(&mut self, byte: u8) -> bool {
        if self.ended {
            return true;
        }
        if self.in_string {
            if self.escaped {
                self.escaped = false;
            } else if byte == b'\\' {
                self.escaped = true;
            } else if byte == b'"' {
                self.in_string = false;
                self.ended = self.depth == 0;
            }
            return false;
        }
        match byte {
            b'"' if self.began && self.depth == 0 => return true,
            b'"' => self.in_string = true,
            b'{' | b'[' if self.began && self.depth == 0 => return true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' if self.depth == 0 => return true,
            b'}' | b']' => {
                self.depth -= 1;
                self.ended = self.depth == 0;
            }
            // A number or a word.
            b',' | b' ' | b'\n' | b'\r' | b'\t' if self.depth == 0 => return true,
            _ => {}
        }
        self.began = true;
        false
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str, most: usize, buffer: usize) -> Vec<String> {
        let reader = io::BufReader::with_capacity(buffer, io::Cursor::new(text.to_owned()));
        let mut values = Values::new(Box::new(reader), most, 0, 1);
        let mut shown = Vec::new();
        loop {
            shown.push(match values.next().unwrap() {
                Found::End => return shown,
                Found::TooLong(line, bytes) => format!("{line}: {bytes} bytes"),
                Found::Value(bytes, start, line) => {
                    let value = String::from_utf8(bytes).unwrap();
                    assert!(text[start as usize..].starts_with(&value));
                    format!("{line}: {value}")
                }
            });
        }
    }

    #[test]
    fn values_are_told_apart_by_brackets_and_quotes() {
        for (text, expected) in [
            (
                "{\"a\": \"}\"},\n\n{\"b\": [1, {}]} {}",
                &["1: {\"a\": \"}\"}", "3: {\"b\": [1, {}]}", "3: {}"][..],
            ),
            ("{\n\"a\\\"}\": 1\n}{\"b\": \"\\\\\"}", &["1: {\n\"a\\\"}\": 1\n}", "3: {\"b\": \"\\\\\"}"]),
            ("1, \"a b\", null, true]x", &["1: 1", "1: \"a b\"", "1: null", "1: true"]),
            ("{\"a\": [}, {\"b\"", &["1: {\"a\": [}, {\"b\""]),
            ("x\"a\"[1]", &["1: x", "1: \"a\"", "1: [1]"]),
            ("{\"long\": \"12345678901234567890\"}\n{}", &["1: 32 bytes", "2: {}"]),
        ] {
            for buffer in [1, 3, 1000] {
                assert_eq!(found(text, 24, buffer), expected, "{text}");
            }
        }
    }

    proptest! {
        #[test]
        fn every_value_ends(text in "[\\[\\]{}\",:a\\\\ \n]{0,60}") {
            prop_assert!(found(&text, 20, 7).len() <= text.len());
        }
    }
}
