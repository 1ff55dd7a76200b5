//! Org: headlines, drawers, blocks, lists, tables; what Emacs plans with (states, times, properties) is no text.

mod markup;

use serde_json::Value;

use super::blocks::{self, Blocks};
use super::lines::{Line, Lines};
use crate::corpus::block::{Kind, Parsed};
use crate::corpus::fields::Fields;
use crate::corpus::traced::{Traced, normalise};

/// States of a headline that are usual; a file may name its own.
const STATES: &[&str] = &[
    "TODO",
    "DONE",
    "NEXT",
    "WAITING",
    "WAIT",
    "HOLD",
    "STARTED",
    "CANCELLED",
    "CANCELED",
    "SOMEDAY",
    "INPROGRESS",
    "IN-PROGRESS",
    "DOING",
    "COMMENT",
];

/// Longest name of a drawer, a keyword or a block.
const NAME: usize = 60;

/// Most states that a file names.
const MAX_STATES: usize = 40;

/// Reads the blocks of an Org file.
pub(in crate::corpus) fn parse(text: &str) -> Parsed {
    let mut reader = Reader {
        lines: Lines::new(text),
        blocks: Blocks::new(markup::inline),
        code: None,
        unclosed: Vec::new(),
        states: Vec::new(),
        fields: Vec::new(),
        at_top: true,
    };
    while let Some(line) = reader.lines.next() {
        reader.read(line);
        if reader.blocks.parsed.too_many.is_some() {
            break;
        }
    }
    let Reader { blocks, fields, .. } = reader;
    let mut parsed = blocks.finish();
    Fields::new(fields).tell(&mut parsed);
    parsed
}

struct Reader<'a, F> {
    lines: Lines<'a>,
    blocks: Blocks<F>,
    /// The block of code that is open, such as `src`.
    code: Option<String>,
    /// Ends that do not come any more.
    unclosed: Vec<&'static str>,
    states: Vec<&'a str>,
    fields: Vec<(String, Value)>,
    /// Nothing but keywords and properties has been read.
    at_top: bool,
}

impl<'a, F: Fn(&Traced) -> Traced> Reader<'a, F> {
    fn read(&mut self, line: Line<'a>) {
        if let Some(name) = &self.code {
            if directive(line.text, "#+end_").is_some_and(|end| end.eq_ignore_ascii_case(name)) {
                self.code = None;
                self.blocks.flush();
            } else if !line.is_blank() {
                self.blocks.line(&line);
            }
            return;
        }
        if line.is_blank() {
            self.blocks.blank();
            return;
        }
        if line.text.starts_with("#+") {
            self.keyword(line);
            return;
        }
        if line.text == "#" || line.text.starts_with("# ") {
            return;
        }
        if line.text.starts_with(':') && self.drawer(line) {
            return;
        }
        if ["SCHEDULED:", "DEADLINE:", "CLOSED:", "CLOCK:"].iter().any(|plan| line.text.starts_with(plan)) {
            return;
        }
        self.at_top = false;
        if line.indent == 0 && self.headline(line) {
            return;
        }
        if line.text.starts_with('|') && line.text.len() > 1 {
            self.table(line);
        } else if line.is_only(b'-', 5) {
            self.blocks.flush();
        } else if !self.item(line) {
            if let Some(len) = footnote(line.text) {
                self.blocks.begin(Kind::Paragraph, line.indent);
                self.blocks.line(&line.rest(len));
                return;
            }
            if !self.blocks.goes_on(line.indent) {
                self.blocks.begin(Kind::Paragraph, line.indent);
            }
            self.blocks.line(&line);
        }
    }

    /// `#+begin_src`, `#+TITLE: x`.
    fn keyword(&mut self, line: Line<'a>) {
        if let Some(name) = directive(line.text, "#+begin_") {
            self.blocks.flush();
            self.at_top = false;
            match name.to_ascii_lowercase().as_str() {
                "src" | "example" => {
                    self.blocks.begin(Kind::Code, line.indent);
                    self.code = Some(name.to_owned());
                }
                "comment" => self.skip("#+end_comment"),
                "html" => self.skip("#+end_html"),
                "latex" => self.skip("#+end_latex"),
                "export" => self.skip("#+end_export"),
                _ => {}
            }
            return;
        }
        if directive(line.text, "#+end_").is_some() {
            self.blocks.flush();
            return;
        }
        let Some((name, value)) = line.text[2..].split_once(':').filter(|(name, _)| name.len() < NAME) else {
            // What only looks like a keyword is text.
            if line.text[2..].contains(' ') {
                self.blocks.line(&line);
            }
            return;
        };
        let value_at = line.rest(2 + name.len() + 1);
        match name.to_ascii_lowercase().as_str() {
            "caption" | "subtitle" => {
                self.blocks.begin(Kind::Paragraph, line.indent);
                self.blocks.line(&value_at);
                self.blocks.flush();
            }
            "todo" | "seq_todo" | "typ_todo" => {
                let words = value.split_whitespace().map(|word| word.split('(').next().unwrap_or(word));
                let left = MAX_STATES.saturating_sub(self.states.len());
                self.states.extend(words.filter(|word| *word != "|").take(left));
            }
            key @ ("title" | "date" | "author" | "language" | "email" | "description" | "keywords"
            | "filetags") => {
                let value = normalise(value.trim().trim_matches(['<', '>']));
                match self.fields.iter_mut().find(|(own, _)| own == key) {
                    Some((_, Value::String(known))) if known.len() < 10_000 => {
                        known.push(' ');
                        known.push_str(&value);
                    }
                    Some(_) => {}
                    None => self.fields.push((key.to_owned(), Value::String(value))),
                }
            }
            _ => {}
        }
    }

    /// A drawer: properties of the file are fields, other properties and clocks are left out, notes are text.
    fn drawer(&mut self, line: Line<'a>) -> bool {
        if line.text == ":" || line.text.starts_with(": ") {
            if self.blocks.kind() != Some(Kind::Code) {
                self.blocks.begin(Kind::Code, line.indent);
            }
            self.blocks.line(&line.rest(1));
            if !self.lines.peek().is_some_and(|next| next.text == ":" || next.text.starts_with(": ")) {
                self.blocks.flush();
            }
            return true;
        }
        let name = line.text.strip_prefix(':').and_then(|rest| rest.strip_suffix(':'));
        let is_name = |name: &&str| {
            !name.is_empty()
                && name.len() < NAME
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        };
        let Some(name) = name.filter(is_name) else { return false };
        match name.to_ascii_uppercase().as_str() {
            "PROPERTIES" if self.at_top => self.properties(),
            "PROPERTIES" | "LOGBOOK" => self.skip(":END:"),
            _ => self.blocks.flush(),
        }
        true
    }

    fn properties(&mut self) {
        while let Some(line) = self.lines.peek() {
            let Some((name, rest)) = line.text.strip_prefix(':').and_then(|rest| rest.split_once(':')) else {
                return;
            };
            self.lines.next();
            if name.eq_ignore_ascii_case("end") {
                return;
            }
            if name.len() < NAME && self.fields.len() < 1_000 {
                self.fields.push((name.to_ascii_lowercase(), Value::String(normalise(rest))));
            }
        }
    }

    /// Leaves out what comes before `end`, if it comes.
    fn skip(&mut self, end: &'static str) {
        if !self.unclosed.contains(&end)
            && !self.lines.skip_behind(|line| line.text.eq_ignore_ascii_case(end))
        {
            self.unclosed.push(end);
        }
    }

    fn headline(&mut self, line: Line<'a>) -> bool {
        let stars = line.text.bytes().take_while(|byte| *byte == b'*').count();
        if stars == 0 || !line.text[stars..].starts_with([' ', '\t']) {
            return false;
        }
        let mut rest = line.rest(stars);
        while let Some(word) = rest.text.split_whitespace().next() {
            let is_state = STATES.contains(&word) || self.states.contains(&word);
            let is_priority = word.len() == 4 && word.starts_with("[#") && word.ends_with(']');
            if !is_state && !is_priority {
                break;
            }
            rest = rest.rest(word.len());
        }
        let last = rest.text.rsplit([' ', '\t']).next().unwrap_or("");
        let is_tag = |c: char| c.is_alphanumeric() || matches!(c, '_' | '@' | '#' | '%' | ':');
        if last.len() > 2 && last.starts_with(':') && last.ends_with(':') && last.chars().all(is_tag) {
            rest = rest.upto(rest.text.len() - last.len());
        }
        self.blocks.one(Kind::Heading, &rest);
        true
    }

    fn table(&mut self, line: Line<'a>) {
        self.blocks.flush();
        self.row(line);
        while let Some(next) = self.lines.peek().filter(|next| next.text.starts_with('|')) {
            self.lines.next();
            self.row(next);
        }
        self.blocks.end_table();
    }

    fn row(&mut self, line: Line<'a>) {
        if line.text.starts_with("|-") {
            return;
        }
        let mut at = 1;
        for part in line.text[1..].split('|') {
            let mut cell = Traced::default();
            cell.push(part, line.at + at..line.at + at + part.len());
            at += part.len() + 1;
            // `<l>` and `<10>` say how a column is shown.
            let text = cell.text();
            let is_width = text.starts_with('<')
                && text.ends_with('>')
                && text[1..text.len() - 1]
                    .bytes()
                    .all(|b| b.is_ascii_digit() || matches!(b, b'l' | b'c' | b'r'));
            if !cell.is_empty() && !is_width {
                self.blocks.cell(&cell);
            }
        }
        self.blocks.end_row();
    }

    fn item(&mut self, line: Line<'a>) -> bool {
        let bullet = blocks::bullet(line.text).filter(|_| line.indent > 0 || !line.text.starts_with('*'));
        let (marker, len) = match (bullet, blocks::number(line.text)) {
            (Some(bullet), _) => bullet,
            (_, Some(number)) => (number, number.len()),
            _ => return false,
        };
        let mut rest = line.rest(len);
        if ["[ ] ", "[X] ", "[x] ", "[-] "].iter().any(|sign| rest.text.starts_with(sign)) {
            rest = rest.rest(4);
        }
        self.blocks.item(marker, line.at, line.indent, &rest);
        true
    }
}

/// The name behind `prefix`, which a line begins with in capitals or small letters.
fn directive<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    let name = text[prefix.len()..].split_whitespace().next()?;
    (head.eq_ignore_ascii_case(prefix) && name.len() < NAME).then_some(name)
}

/// Length of `[fn:1]` at the beginning of a line.
fn footnote(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("[fn:")?;
    let end = rest.bytes().take(NAME).position(|byte| byte == b']').filter(|&end| end > 0)?;
    (!rest[..end].contains(':')).then_some(4 + end + 1)
}

#[cfg(test)]
mod tests;
