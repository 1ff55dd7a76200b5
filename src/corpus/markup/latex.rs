//! LaTeX: what a reader of the printed page reads, without what TeX is told.
//!
//! Nothing is run: commands are known by name, and of one that is not known the arguments stay. An argument is left out
//! only where its brace is closed not far away ([`Braces`]), so that a damaged file keeps its text.

mod accents;
mod commands;
mod environments;

use std::collections::HashSet;
use std::ops::Range;

use super::inline::Next;
use crate::corpus::block::{Kind, Parsed};
use crate::corpus::table::Table;
use crate::corpus::traced::Traced;

/// Longest argument that is left out.
const ARGUMENT: usize = 20_000;

/// Longest argument in square brackets, and longest formula between dollars.
const OPTION: usize = 500;
const FORMULA: usize = 5_000;

/// Deepest footnotes in footnotes.
const NOTES: usize = 4;

/// Reads the blocks of a LaTeX file.
pub(in crate::corpus) fn parse(text: &str) -> Parsed {
    let braces = Braces::of(text);
    let begin = text.find("\\begin{document}");
    let mut reader = Reader::new(text, &braces, begin.unwrap_or(0)..text.len());
    if let Some(begin) = begin {
        reader.preamble(begin);
        reader.at = begin + "\\begin{document}".len();
    }
    reader.read();
    let mut parsed = reader.parsed;
    if parsed.title.is_none() {
        let heading = parsed.blocks.iter().find(|block| block.kind == Kind::Heading);
        parsed.title = heading.map(|block| block.text.text().to_owned());
    }
    parsed
}

/// What a closing brace ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Plain,
    Heading,
    Caption,
    Note,
}

struct Reader<'a> {
    text: &'a str,
    end: usize,
    at: usize,
    braces: &'a Braces,
    squares: Next<'a>,
    dollars: Next<'a>,
    displays: Next<'a>,
    parsed: Parsed,
    current: Traced,
    kind: Option<Kind>,
    groups: Vec<Group>,
    /// What a footnote interrupts.
    interrupted: Vec<(Traced, Option<Kind>)>,
    notes: Vec<Traced>,
    /// The next number of each list around; `None` for bullets.
    lists: Vec<Option<u64>>,
    table: Option<Table>,
    /// Environments whose end does not come any more.
    unclosed: HashSet<String>,
    /// `"a` is an umlaut.
    is_german: bool,
    /// It reads an argument, such as a title, by itself.
    is_inner: bool,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, braces: &'a Braces, range: Range<usize>) -> Self {
        Self {
            text,
            end: range.end,
            at: range.start,
            braces,
            squares: Next::new(text, "]"),
            dollars: Next::new(text, "$$"),
            displays: Next::new(text, "\\]"),
            parsed: Parsed::default(),
            current: Traced::default(),
            kind: None,
            groups: Vec::new(),
            interrupted: Vec::new(),
            notes: Vec::new(),
            lists: Vec::new(),
            table: None,
            unclosed: HashSet::new(),
            is_german: false,
            is_inner: false,
        }
    }

    /// Takes what is said of the file before it begins, at `end`.
    fn preamble(&mut self, end: usize) {
        let head = &self.text[..end];
        self.is_german = head.contains("german");
        for name in ["title", "author", "date"] {
            let command = format!("\\{name}");
            let found = head
                .match_indices(&command)
                .find(|(at, _)| matches!(head.as_bytes().get(at + command.len()), Some(b'{' | b'[')));
            if let Some((at, _)) = found {
                self.at = at + command.len();
                self.option();
                self.name(name);
            }
        }
    }

    /// Takes the argument that follows as the title, the author or the date.
    fn name(&mut self, name: &str) {
        let Some(range) = self.argument() else { return };
        self.at = range.end + 1;
        if self.is_inner {
            return;
        }
        let mut inner = Reader {
            is_inner: true,
            is_german: self.is_german,
            ..Reader::new(self.text, self.braces, range)
        };
        inner.read();
        let texts = inner.parsed.blocks.iter().map(|block| block.text.text().replace('\n', " "));
        let text = texts.collect::<Vec<_>>().join(" ").replace(" , ", ", ");
        if text.is_empty() {
            return;
        }
        match name {
            "title" => self.parsed.title = Some(text),
            "author" => self.parsed.source = Some(text),
            _ => self.parsed.date = crate::corpus::date::from_text(&text),
        }
    }

    fn read(&mut self) {
        while self.at < self.end && self.parsed.too_many.is_none() {
            self.step();
        }
        while !self.interrupted.is_empty() {
            self.end_note();
        }
        self.lists.clear();
        self.end_table();
        self.flush();
    }

    fn step(&mut self) {
        let at = self.at;
        let rest = &self.text.as_bytes()[at..self.end];
        match rest[0] {
            b'%' => self.comment(),
            b'\\' => self.command(),
            b'{' => {
                self.groups.push(Group::Plain);
                self.at += 1;
            }
            b'}' => {
                self.at += 1;
                self.close_group();
            }
            b'$' if rest.starts_with(b"$$") => {
                let end = self.dollars.near(at + 2, FORMULA).filter(|&end| end + 2 <= self.end);
                self.at = end.unwrap_or(at) + 2;
                self.current.space(at);
            }
            b'$' => self.at += 1,
            // What is cited leaves no gap.
            b'~' | b' ' if rest[1..].starts_with(b"\\cite") => self.at += 1,
            b'~' => self.swap(1, " "),
            b'&' if self.table.is_some() => {
                self.at += 1;
                self.end_cell();
            }
            b'-' if rest.starts_with(b"---") => self.swap(3, "—"),
            b'-' if rest.starts_with(b"--") => self.swap(2, "–"),
            b'`' if rest.starts_with(b"``") => self.swap(2, "“"),
            b'`' => self.swap(1, "‘"),
            b'\'' if rest.starts_with(b"''") => self.swap(2, "”"),
            b'"' if self.is_german => match accents::german(rest.get(1).copied()) {
                Some(sign) => self.swap(2, sign),
                None => self.plain(),
            },
            b'\n' | b'\r' | b' ' | b'\t' => self.blank(),
            _ => self.plain(),
        }
    }

    /// Text up to the next sign that means something.
    fn plain(&mut self) {
        let is_special = |byte: &u8| {
            matches!(
                byte,
                b'%' | b'\\' | b'{' | b'}' | b'$' | b'~' | b'&' | b'-' | b'`' | b'\'' | b'"' | b'\n' | b'\r'
            )
        };
        let rest = &self.text.as_bytes()[self.at..self.end];
        let len = 1 + rest[1..].iter().position(is_special).unwrap_or(rest.len() - 1);
        let range = self.at..self.at + len;
        self.current.push(self.text.get(range.clone()).unwrap_or(""), range);
        self.at += len;
    }

    /// `text` stands for the next `len` bytes.
    fn swap(&mut self, len: usize, text: &str) {
        self.current.push(text, self.at..self.at + len);
        self.at += len;
    }

    fn comment(&mut self) {
        let rest = &self.text[self.at..self.end];
        let end = rest.find('\n').map_or(rest.len(), |end| end + 1);
        self.at += end;
        let blanks =
            self.text.as_bytes()[self.at..self.end].iter().take_while(|byte| matches!(byte, b' ' | b'\t'));
        self.at += blanks.count();
    }

    /// White space; a blank line ends the paragraph.
    fn blank(&mut self) {
        let start = self.at;
        let rest = &self.text.as_bytes()[start..self.end];
        let len = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count().max(1);
        let lines = self.text[start..start + len].matches('\n').count();
        self.at += len;
        if lines < 2 || self.table.is_some() || self.is_inner {
            self.current.space(start);
            return;
        }
        // A title is never so long: its brace is missing.
        if self.groups.last() == Some(&Group::Heading) {
            self.groups.pop();
            self.flush();
        }
        if self.kind == Some(Kind::Item) {
            self.current.space(start);
        } else if self.interrupted.is_empty() {
            self.flush();
        } else {
            self.current.space(start);
        }
    }

    fn open_group(&mut self, group: Group) {
        self.groups.push(group);
    }

    fn close_group(&mut self) {
        match self.groups.pop() {
            Some(Group::Heading | Group::Caption) => self.flush(),
            Some(Group::Note) => self.end_note(),
            Some(Group::Plain) | None => {}
        }
    }

    /// A footnote interrupts the text; it is a paragraph of its own behind it.
    fn begin_note(&mut self) {
        if self.interrupted.len() == NOTES {
            self.open_group(Group::Plain);
            return;
        }
        self.open_group(Group::Note);
        self.interrupted.push((std::mem::take(&mut self.current), self.kind.take()));
    }

    fn end_note(&mut self) {
        if let Some((text, kind)) = self.interrupted.pop() {
            let note = std::mem::replace(&mut self.current, text);
            self.notes.push(note);
            self.kind = kind;
        }
    }

    fn begin(&mut self, kind: Kind) {
        self.flush();
        self.kind = Some(kind);
    }

    fn flush(&mut self) {
        if self.table.is_some() || !self.interrupted.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.current);
        let kind = self.kind.take().unwrap_or(Kind::Paragraph);
        // A list belongs to the text before it; notes wait for its end.
        let notes = if self.lists.is_empty() { std::mem::take(&mut self.notes) } else { Vec::new() };
        let notes = notes.into_iter().map(|note| (Kind::Paragraph, note));
        for (kind, text) in std::iter::once((kind, text)).chain(notes) {
            if !text.source().is_empty() && text.text().contains(char::is_alphanumeric) {
                self.parsed.add(kind, text);
            }
        }
    }

    fn end_cell(&mut self) {
        if let Some(table) = &mut self.table {
            table.end_cell(&mut self.current);
        }
    }

    fn end_row(&mut self) {
        if let Some(table) = &mut self.table {
            table.end_row(&mut self.current);
        }
    }

    fn end_table(&mut self) {
        let Some(table) = self.table.take() else { return };
        if table.is_too_large() {
            self.parsed.too_many = Some(crate::corpus::block::TooMany::PARAGRAPHS);
        }
        for (kind, text) in table.finish(std::mem::take(&mut self.current)) {
            if text.text().contains(char::is_alphanumeric) {
                self.parsed.add(kind, text);
            }
        }
        self.flush();
    }

    /// What stands in the braces that open here, if they are closed not far away.
    fn argument(&self) -> Option<Range<usize>> {
        let open = self.at + self.blanks();
        let close = self.braces.close(open)?;
        (close < self.end && close - open <= ARGUMENT).then_some(open + 1..close)
    }

    fn blanks(&self) -> usize {
        let rest = &self.text.as_bytes()[self.at..self.end];
        let blanks = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        // An argument does not stand behind a blank line.
        if self.text[self.at..self.at + blanks].matches('\n').count() < 2 { blanks } else { 0 }
    }

    /// Passes over an argument in square brackets.
    fn option(&mut self) {
        while self.text.as_bytes()[..self.end].get(self.at) == Some(&b'[') {
            let Some(close) = self.squares.near(self.at, OPTION).filter(|&close| close < self.end) else {
                return;
            };
            self.at = close + 1;
        }
    }

    /// Passes over as many arguments.
    fn drop_arguments(&mut self, count: usize) {
        self.option();
        for _ in 0..count {
            let Some(range) = self.argument() else { return };
            self.at = range.end + 1;
            self.option();
        }
    }
}

/// Which brace closes which: pairs in the order of the open ones.
#[derive(Debug, Default)]
struct Braces(Vec<(u32, u32)>);

impl Braces {
    fn of(text: &str) -> Self {
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        let mut open: Vec<u32> = Vec::new();
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let place = u32::try_from(at).unwrap_or(u32::MAX);
            match bytes[at] {
                b'\\' if bytes[at..].starts_with(b"\\verb") => at += verbatim(&bytes[at..]),
                b'\\' => at += 1,
                b'%' => at += bytes[at..].iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len() - at),
                b'{' => open.push(place),
                b'}' => pairs.extend(open.pop().map(|open| (open, place))),
                _ => {}
            }
            at += 1;
        }
        pairs.sort_unstable();
        Self(pairs)
    }

    fn close(&self, open: usize) -> Option<usize> {
        let open = u32::try_from(open).ok()?;
        let index = self.0.binary_search_by_key(&open, |pair| pair.0).ok()?;
        Some(self.0[index].1 as usize)
    }
}

/// Bytes of `\verb|code|` before its last: its braces and its signs of comments are none.
fn verbatim(bytes: &[u8]) -> usize {
    let begin = "\\verb".len() + usize::from(bytes.get("\\verb".len()) == Some(&b'*'));
    let sign = bytes.get(begin).filter(|byte| byte.is_ascii_punctuation() && **byte != b'{');
    let code =
        bytes.get(begin + 1..).unwrap_or_default().iter().take(OPTION).take_while(|byte| **byte != b'\n');
    let end = sign.and_then(|sign| code.clone().position(|byte| byte == sign));
    end.map_or(1, |end| begin + 1 + end)
}

#[cfg(test)]
mod tests;
