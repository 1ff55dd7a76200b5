//! The values of a stream of JSON, each kept within a bound.
//!
//! Brackets, quotes and what stands between them are looked at, no more than tells where a value ends: what it holds is another reader's
//! business, so that a faulty one stops nothing. A value that is not closed ends where the next one plainly begins: at a `{` that stands where no
//! value may, or that begins a line as the value itself did.

use std::io::{self, BufRead};

use crate::lines;

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
        Self { reader, within, most, at, line, indent, ahead: Vec::new(), taken: 0, again: AGAIN }
    }

    pub(super) fn next(&mut self) -> io::Result<Found> {
        loop {
            self.pass_blanks()?;
            let (at, line) = (self.at, self.line);
            let Some(&first) = self.ahead.get(self.taken) else { return Ok(Found::End) };
            match (first, self.within) {
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

/// What was found in a value.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    /// The value ends before this place.
    End(usize),
    /// It is to be read again from this place on.
    Back(usize),
    /// At this place stands a bracket that closes nothing.
    Closer(usize),
    /// Nothing yet.
    More,
}

/// What may come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Next {
    #[default]
    Value,
    /// The name of a field.
    Name,
    /// What stands behind a name or a value.
    Mark,
}

/// A string that ended, and nothing but white space was read since.
#[derive(Debug, Clone, Copy)]
struct Ended {
    /// Its first byte and the one behind its last.
    text: (usize, usize),
    /// The first line break in it.
    line_break: Option<usize>,
}

/// How far a value has been read.
#[derive(Debug, Default)]
struct Scan {
    /// The brackets that are open.
    stack: Vec<u8>,
    /// How many of them are `{`.
    objects: usize,
    next: Next,
    /// Where the string began that is open.
    string: Option<usize>,
    line_break: Option<usize>,
    escaped: bool,
    ended: Option<Ended>,
    began: bool,
    in_word: bool,
}

impl Scan {
    /// Reads on from `at`; `bytes` begin with the value. Only where `may_go_back` is it said to be read again.
    fn until(&mut self, bytes: &[u8], mut at: usize, may_go_back: bool) -> Step {
        while let Some(&byte) = bytes.get(at) {
            if let Some(start) = self.string {
                at = self.in_string(bytes, at, start);
                if self.string.is_none() && self.stack.is_empty() {
                    return Step::End(at);
                }
                continue;
            }
            let outside = self.stack.is_empty();
            match byte {
                b' ' | b'\n' | b'\r' | b'\t' => {
                    if outside && self.began {
                        return Step::End(at);
                    }
                    self.in_word = false;
                    at += 1;
                    continue;
                }
                b'"' | b'{' | b'[' | b',' | b'}' | b']' if outside && self.began => return Step::End(at),
                b'"' => {
                    (self.string, self.line_break, self.escaped) = (Some(at + 1), None, false);
                }
                // An object where a name or a mark was to come: the one before is not closed.
                b'{' if self.stack.last() == Some(&b'{') && self.next != Next::Value && may_go_back => {
                    return Step::End(at);
                }
                b'{' | b'[' => {
                    self.stack.push(byte);
                    self.objects += usize::from(byte == b'{');
                    self.next = if byte == b'{' { Next::Name } else { Next::Value };
                }
                b'}' | b']' => {
                    let opens = if byte == b'}' { b'{' } else { b'[' };
                    let open = if byte == b'}' { self.objects } else { self.stack.len() - self.objects };
                    self.ended = None;
                    if open == 0 {
                        return Step::Closer(at);
                    }
                    while let Some(last) = self.stack.pop() {
                        self.objects -= usize::from(last == b'{');
                        if last == opens {
                            break;
                        }
                    }
                    self.next = Next::Mark;
                    if self.stack.is_empty() {
                        return Step::End(at + 1);
                    }
                }
                b',' => {
                    self.next = if self.stack.last() == Some(&b'{') { Next::Name } else { Next::Value };
                }
                b':' => self.next = Next::Value,
                _ => {
                    // A word behind a string: one of its quotes is missing.
                    if let Some(ended) = self.ended.take().filter(|_| may_go_back && !outside) {
                        if let Some(begins) = begins_object(bytes, ended.text) {
                            return Step::End(begins);
                        }
                        if let Some(line_break) = ended.line_break {
                            self.next = Next::Mark;
                            return Step::Back(line_break);
                        }
                    }
                    if !self.in_word {
                        self.next = Next::Mark;
                    }
                }
            }
            self.in_word = !matches!(byte, b'"' | b'{' | b'[' | b'}' | b']' | b',' | b':');
            self.ended = None;
            self.began = true;
            at += 1;
        }
        Step::More
    }

    /// Reads on in the string that began at `start`; where it ends or the bytes do.
    fn in_string(&mut self, bytes: &[u8], mut at: usize, start: usize) -> usize {
        if self.escaped {
            self.escaped = false;
            return at + 1;
        }
        let left = &bytes[at..];
        let mark = left.iter().position(|byte| matches!(byte, b'"' | b'\\' | b'\n'));
        let Some(mark) = mark else { return bytes.len() };
        at += mark;
        match bytes[at] {
            b'\\' => self.escaped = true,
            b'"' => {
                self.string = None;
                self.next = Next::Mark;
                self.ended = Some(Ended { text: (start, at), line_break: self.line_break });
            }
            _ => self.line_break = self.line_break.or(Some(at)),
        }
        at + 1
    }
}

/// Where a text ends with a `{` behind a comma or a line break: what seemed to end it begins the first name of an object.
fn begins_object(bytes: &[u8], (start, end): (usize, usize)) -> Option<usize> {
    let text = bytes.get(start..end)?.trim_ascii_end();
    let before = text.strip_suffix(b"{")?;
    let outer = before.trim_ascii_end();
    let breaks = before[outer.len()..].contains(&b'\n');
    (breaks || outer.ends_with(b",")).then_some(start + before.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str, within: Within, most: usize, buffer: usize) -> Vec<String> {
        let reader = io::BufReader::with_capacity(buffer, io::Cursor::new(text.to_owned()));
        let mut values = Values::new(Box::new(reader), within, most, (0, 1));
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
            ("x\"a\"[1]", &["1: x", "1: \"a\"", "1: [1]"]),
            ("{\"long\": \"12345678901234567890\"}\n{}", &["1: 32 bytes", "2: {}"]),
            ("{\"n\": 1}]\n[{\"n\": 2}]\n;", &["1: {\"n\": 1}", "2: {\"n\": 2}"]),
        ] {
            for buffer in [1, 3, 1000] {
                assert_eq!(found(text, Within::List, 24, buffer), expected, "{text}");
            }
        }
        let inner = "{\"a\": 1}], \"b\": [{\"c\": 2}]}";
        assert_eq!(found(inner, Within::Object, 24, 7), ["1: {\"a\": 1}"]);
    }

    #[test]
    fn what_is_not_closed_ends_where_the_next_begins() {
        let good = r#"{"t": "b", "n": [1]}"#;
        for (bad, pieces) in [
            (r#"{"t": "a", "n": [1}"#, &[r#"{"t": "a", "n": [1}"#][..]),
            (r#"{"t": "a", "n": 1]}"#, &[r#"{"t": "a", "n": 1]}"#]),
            (r#"{"t": "a""#, &[r#"{"t": "a","#]),
            (r#"{"t": "a", "m": {"n": 1}"#, &[r#"{"t": "a", "m": {"n": 1},"#]),
            (r#"{"t": "a}"#, &[r#"{"t": "a},"#]),
            (r#"{"t": "a", n": 1}"#, &[r#"{"t": "a", n": 1},"#]),
            (r#"{"t": "he said "hi" to me"}"#, &[r#"{"t": "he said "hi" to me"}"#]),
            (r#"{"t": "a"}}"#, &[r#"{"t": "a"}"#, "}"]),
            (r#"{"t": "a"}]"#, &[r#"{"t": "a"}"#, "]"]),
            ("{\"t\": \"a,\n \"n\": 1\n}", &["{\"t\": \"a,\n \"n\": 1\n}"]),
            ("{\"t\": \"a\nb\", \"n\": 1}", &["{\"t\": \"a\nb\", \"n\": 1}"]),
        ] {
            for between in [", ", ",\n", ",\n  "] {
                let text = format!("{good}{between}{bad}{between}{good}{between}{good}]");
                for buffer in [1, 5, 1000] {
                    let found = found(&text, Within::List, 200, buffer);
                    let found: Vec<&str> =
                        found.iter().filter_map(|found| Some(found.split_once(": ")?.1)).collect();
                    let shown: Vec<&str> = found.iter().map(|found| found.trim_end()).collect();
                    assert_eq!(shown, [&[good], pieces, &[good, good]].concat(), "{text:?}");
                }
            }
        }
        // What is open at the end goes no further than to the next line of its kind.
        let text = "{\"a\": 1},\n  {\"a\": [\n    {\"b\": 1},\n  {\"a\": 2},\n  {\"a\": 3}\n]";
        let expected =
            ["1: {\"a\": 1}", "2: {\"a\": [\n    {\"b\": 1},\n  ", "4: {\"a\": 2}", "5: {\"a\": 3}"];
        assert_eq!(found(text, Within::List, 200, 9), expected);
        // The last one may lack its end alone.
        assert_eq!(
            found("{\"a\": 1}, {\"a\": 2 \n]}\n", Within::List, 200, 9),
            ["1: {\"a\": 1}", "1: {\"a\": 2 \n"]
        );
    }

    #[test]
    fn hostile_values_take_linear_time() {
        for sign in [
            "{\"a\": [",
            "{\"a\": [\n",
            "\"\n\\\"x",
            "]",
            "}",
            "[}",
            "{\"a\",\n{",
            "{\"t\": \"a\n \"n",
            "\"a\" x",
        ] {
            let text = sign.repeat((4 << 20) / sign.len());
            for within in [Within::Nothing, Within::List] {
                let mut values =
                    Values::new(Box::new(io::Cursor::new(text.clone())), within, 1 << 20, (0, 1));
                while values.next().unwrap() != Found::End {}
            }
        }
    }

    proptest! {
        #[test]
        fn every_value_ends(text in "[\\[\\]{}\",:a\\\\ \n]{0,60}") {
            for within in [Within::Nothing, Within::List, Within::Object] {
                prop_assert!(found(&text, within, 20, 7).len() <= text.len());
                prop_assert_eq!(found(&text, within, 100, 1), found(&text, within, 100, 1000));
            }
        }
    }
}
