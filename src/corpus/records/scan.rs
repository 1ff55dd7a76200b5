//! The values of a stream of JSON, each kept within a bound.
//!
//! Brackets, quotes and what stands between them are looked at, no more than tells where a value ends: what it holds is another reader's
//! business, so that a faulty one stops nothing. A value that is not closed ends where the next one plainly begins: at a `{` that stands where no
//! value may, or that begins a line as the value itself did.

mod brackets;

use std::io::{self, BufRead};

use crate::lines;
use brackets::{Scan, Step};

/// Bytes that may be read again behind values that are not closed: each byte of a file may begin one.
const AGAIN: usize = 256 << 20;

/// Bytes in which the end of a stream is looked for.
const NEAR: usize = 256;

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

/// What the values of a stream stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// Nothing: they stand one behind the other.
    Nothing,
    /// A list.
    List,
    /// A list within an object.
    Object,
}

/// Finds values with nothing but white space and commas between them.
pub(super) struct Values {
    reader: Box<dyn BufRead + Send>,
    within: Within,
    /// Longest value that is kept.
    most: usize,
    at: u64,
    /// The line that is read, from 1.
    line: u64,
    /// White space before the value on its line, where nothing else stands there.
    indent: Option<usize>,
    /// Lists within the list that are open.
    depth: u64,
    /// What was read of the stream; of it what is before `taken` was handed on.
    ahead: Vec<u8>,
    taken: usize,
    again: usize,
}

impl Values {
    /// `at` and `line` are the place at which `reader` stands.
    pub(super) fn new(
        reader: Box<dyn BufRead + Send>,
        within: Within,
        most: usize,
        (at, line): (u64, u64),
    ) -> Self {
        let indent = if at == 0 { Some(0) } else { None };
        Self { reader, within, most, at, line, indent, depth: 0, ahead: Vec::new(), taken: 0, again: AGAIN }
    }

    pub(super) fn next(&mut self) -> io::Result<Found> {
        loop {
            self.pass_blanks()?;
            let (at, line) = (self.at, self.line);
            let Some(&first) = self.ahead.get(self.taken) else { return Ok(Found::End) };
            match (first, self.within) {
                // What lists of lists hold is as what one list holds.
                (b'[', Within::List | Within::Object) if self.opens_list()? => {
                    self.consume(1);
                    self.depth += 1;
                }
                (b']', _) if self.depth > 0 => {
                    self.consume(1);
                    self.depth -= 1;
                }
                (b']', Within::Object) => return Ok(Found::End),
                (b']', Within::List) => {
                    self.consume(1);
                    self.pass_blanks()?;
                    match self.ahead.get(self.taken) {
                        // It was no end.
                        Some(b'{') => return Ok(Found::Value(vec![first], at, line)),
                        // One list behind the other.
                        Some(b'[') => self.consume(1),
                        _ => return Ok(Found::End),
                    }
                }
                (b']' | b'}', _) => {
                    self.consume(1);
                    return Ok(Found::Value(vec![first], at, line));
                }
                _ => return self.value(),
            }
        }
    }

    /// Whether the list that begins here holds records, or lists, or nothing.
    fn opens_list(&mut self) -> io::Result<bool> {
        let mut at = 1;
        loop {
            let left = &self.ahead[self.taken + at..];
            let blanks = left.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            at += blanks;
            if let Some(first) = left.get(blanks) {
                return Ok(matches!(first, b'{' | b'[' | b']'));
            }
            if at > self.most {
                return Ok(false);
            }
            if !self.fill()? {
                return Ok(false);
            }
        }
    }

    /// Passes over what stands between values.
    fn pass_blanks(&mut self) -> io::Result<()> {
        loop {
            if self.taken == self.ahead.len() && !self.fill()? {
                return Ok(());
            }
            let left = &self.ahead[self.taken..];
            let blank = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b'\x1e');
            let blanks = left.iter().take_while(|byte| blank(byte)).count();
            if blanks == 0 {
                return Ok(());
            }
            self.consume(blanks);
        }
    }

    /// Reads on; whether there was something.
    fn fill(&mut self) -> io::Result<bool> {
        if self.taken > 0 {
            self.ahead.drain(..self.taken);
            self.taken = 0;
        }
        let buffer = self.reader.fill_buf()?;
        let read = buffer.len();
        self.ahead.extend_from_slice(buffer);
        self.reader.consume(read);
        Ok(read > 0)
    }

    fn consume(&mut self, bytes: usize) {
        let piece = &self.ahead[self.taken..self.taken + bytes];
        self.line += lines::breaks(piece);
        let last = piece.iter().rposition(|byte| *byte == b'\n');
        let spaces = &piece[last.map_or(0, |last| last + 1)..];
        let before = if last.is_some() { Some(0) } else { self.indent };
        self.indent =
            before.filter(|_| spaces.iter().all(u8::is_ascii_whitespace)).map(|before| before + spaces.len());
        self.taken += bytes;
        self.at += bytes as u64;
    }

    /// The value that begins here; what the stream breaks off in is one as well.
    fn value(&mut self) -> io::Result<Found> {
        let mut scan = Scan::default();
        let mut at = 0;
        loop {
            let left = &self.ahead[self.taken..];
            match scan.until(left, at, self.again > 0) {
                Step::End(end) => return Ok(self.hand_on(end)),
                Step::Back(to) => {
                    self.again = self.again.saturating_sub(left.len() - to);
                    at = to;
                    continue;
                }
                Step::Closer(place) => {
                    // A bracket that nothing opened: the end of the list, or nothing.
                    while self.ahead.len() - self.taken < place + NEAR && self.fill()? {}
                    let near = &self.ahead[self.taken + place..];
                    if near.len() < NEAR
                        && near.iter().all(|byte| byte.is_ascii_whitespace() || b"]}".contains(byte))
                    {
                        return Ok(self.hand_on(place));
                    }
                    at = place + 1;
                    continue;
                }
                Step::More => at = left.len(),
            }
            if at > self.most {
                return match self.same_indent(at) {
                    Some(next) => Ok(self.hand_on(next)),
                    None => self.pass_over(&scan, at),
                };
            }
            if !self.fill()? {
                let end = self.same_indent(at).unwrap_or(at);
                return Ok(self.hand_on(end));
            }
        }
    }

    /// The value of so many bytes.
    fn hand_on(&mut self, length: usize) -> Found {
        let (start, line) = (self.at, self.line);
        let bytes = self.ahead[self.taken..self.taken + length].to_vec();
        self.consume(length);
        if length > self.most {
            Found::TooLong(line, length as u64)
        } else {
            Found::Value(bytes, start, line)
        }
    }

    /// Where in the first `length` bytes an object begins a line as far to the right as the value that begins here.
    fn same_indent(&mut self, length: usize) -> Option<usize> {
        let indent = self.indent?;
        if self.again == 0 {
            return None;
        }
        let value = &self.ahead[self.taken..self.taken + length];
        let mut breaks = value.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        let next = breaks.find_map(|line| {
            let first = line + indent;
            let spaces = value.get(line..first)?;
            let begins =
                spaces.iter().all(|byte| matches!(byte, b' ' | b'\t')) && value.get(first) == Some(&b'{');
            begins.then_some(first)
        })?;
        self.again = self.again.saturating_sub(length - next);
        Some(next)
    }

    /// Passes over the value that begins here, of which `read` bytes were looked at, and keeps nothing of it.
    fn pass_over(&mut self, scan: &Scan, read: usize) -> io::Result<Found> {
        let (line, start) = (self.line, self.at);
        let mut long =
            Long { depth: scan.stack.len() as u64, in_string: scan.string.is_some(), escaped: scan.escaped };
        self.consume(read);
        loop {
            if self.taken == self.ahead.len() && !self.fill()? {
                break;
            }
            let left = &self.ahead[self.taken..];
            let end = left.iter().position(|byte| long.ends_with(*byte));
            self.consume(end.map_or(left.len(), |end| end + 1));
            if end.is_some() {
                break;
            }
        }
        Ok(Found::TooLong(line, self.at - start))
    }
}

/// How far a value has been read that is too long to be kept.
struct Long {
    depth: u64,
    in_string: bool,
    escaped: bool,
}

impl Long {
    /// Whether the value ends with `byte`, which is the next one.
    fn ends_with(&mut self, byte: u8) -> bool {
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' => self.escaped = self.in_string,
            b'"' => {
                self.in_string = !self.in_string;
                return !self.in_string && self.depth == 0;
            }
            _ if self.in_string => {}
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            b',' | b' ' | b'\n' | b'\r' | b'\t' => return self.depth == 0,
            _ => {}
        }
        false
    }
}

#[cfg(test)]
mod tests;
