//! `AsciiDoc`: titles, delimited blocks, attributes, lists and tables.
//!
//! A delimited block of code or of comments is one only when its end comes; otherwise its first line is passed over.

mod markup;
mod table;

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::blocks::{self, Blocks};
use super::lines::{Line, Lines};
use crate::corpus::block::{Kind, Parsed};
use crate::corpus::fields::Fields;
use crate::corpus::shape;
use crate::corpus::traced::{Traced, normalise};

/// Longest name of an attribute, a macro or a style.
const NAME: usize = 60;

/// Longest value of an attribute that is put where its name stands.
const VALUE: usize = 200;

/// Most attributes of a file.
const MAX_ATTRIBUTES: usize = 1_000;

/// Reads the blocks of an `AsciiDoc` file.
pub(in crate::corpus) fn parse(text: &str) -> Parsed {
    let attributes = attributes(text);
    let mut reader = Reader {
        lines: Lines::new(text),
        blocks: Blocks::new(|raw: &Traced| markup::inline(raw, &attributes)),
        unclosed: HashSet::new(),
        style: String::new(),
        after_blank: true,
        author: None,
        date: None,
        has_title: false,
    };
    while let Some(line) = reader.lines.next() {
        reader.read(line);
        if reader.blocks.parsed.too_many.is_some() {
            break;
        }
    }
    let Reader { blocks, author, date, .. } = reader;
    let mut parsed = blocks.finish();
    let own = attributes.into_iter().map(|(name, value)| (name.to_owned(), Value::String(normalise(value))));
    let mut fields = Fields::new(own.map(|(name, value)| match name.as_str() {
        "revdate" | "docdate" => ("date".to_owned(), value),
        "doctitle" => ("title".to_owned(), value),
        _ => (name, value),
    }));
    parsed.title = fields.title().or(parsed.title);
    parsed.date = date.as_deref().and_then(crate::corpus::date::from_text).or_else(|| fields.date());
    parsed.source = author.or_else(|| fields.source());
    parsed.language = fields.language();
    parsed.fields = fields.rest();
    parsed
}

struct Reader<'a, F> {
    lines: Lines<'a>,
    blocks: Blocks<F>,
    /// Delimiters that do not come any more.
    unclosed: HashSet<&'a str>,
    /// What `[source,rust]` says of the block that follows.
    style: String,
    after_blank: bool,
    author: Option<String>,
    date: Option<String>,
    has_title: bool,
}

impl<'a, F: Fn(&Traced) -> Traced> Reader<'a, F> {
    fn read(&mut self, line: Line<'a>) {
        let after_blank = std::mem::replace(&mut self.after_blank, line.is_blank());
        if line.is_blank() {
            self.blocks.blank();
            return;
        }
        if line.indent == 0 && (self.delimited(line) || self.aside(line) || self.title(line)) {
            return;
        }
        if self.item(line) {
            return;
        }
        let is_code = matches!(self.style.as_str(), "source" | "listing" | "literal");
        if (is_code || line.indent > 0) && after_blank && self.blocks.kind() != Some(Kind::Item) {
            self.style.clear();
            self.blocks.begin(Kind::Code, line.indent);
            self.blocks.line(&line);
            while let Some(next) = self.lines.peek().filter(|next| !next.is_blank()) {
                self.blocks.line(&next);
                self.lines.next();
            }
            self.blocks.flush();
            return;
        }
        if !self.blocks.goes_on(line.indent) {
            self.blocks.begin(Kind::Paragraph, line.indent);
        }
        match line.text.strip_suffix(" +") {
            Some(text) => {
                self.blocks.line(&line.upto(text.len()));
                self.blocks.line_break(line.at);
            }
            None => self.blocks.line(&line),
        }
    }

    /// A block between two lines of the same signs, a table, or a line of a block that is read as the text around.
    fn delimited(&mut self, line: Line<'a>) -> bool {
        let text = line.text;
        let Some(sign) = text.bytes().next() else { return false };
        if text.len() == 4 && matches!(text.as_bytes(), [b'|' | b',' | b':' | b'!', b'=', b'=', b'=']) {
            self.blocks.flush();
            table::read(&line, &mut self.lines, &mut self.blocks, &std::mem::take(&mut self.style));
            return true;
        }
        if text == "--" || text.starts_with("```") && !text[3..].contains('`') {
            self.blocks.flush();
            if text != "--" {
                self.code(line, "```");
            }
            return true;
        }
        if !line.is_only(sign, 4) {
            return text == "'''" || text == "<<<" || (text == "+" && self.blocks.kind().is_some());
        }
        match sign {
            b'-' | b'.' => {
                self.blocks.flush();
                self.code(line, text);
                true
            }
            b'/' | b'+' => {
                self.blocks.flush();
                self.skip(text);
                true
            }
            b'=' | b'*' | b'_' => {
                self.blocks.flush();
                true
            }
            _ => false,
        }
    }

    /// The code up to `end`, if that comes.
    fn code(&mut self, line: Line<'a>, end: &'a str) {
        self.style.clear();
        let mut ahead = self.lines.clone();
        if self.unclosed.contains(end) || !ahead.skip_behind(|line| line.text == end) {
            self.unclosed.insert(end);
            return;
        }
        self.blocks.begin(Kind::Code, line.indent);
        for code in self.lines.by_ref() {
            if code.text == end {
                break;
            }
            if !code.is_blank() {
                self.blocks.line(&code);
            }
        }
        self.blocks.flush();
    }

    fn skip(&mut self, end: &'a str) {
        if !self.unclosed.contains(end) && !self.lines.skip_behind(|line| line.text == end) {
            self.unclosed.insert(end);
        }
    }

    /// Lines that are no text, or say what the next block is.
    fn aside(&mut self, line: Line<'a>) -> bool {
        let text = line.text;
        if text.starts_with("//") && !text.starts_with("///") {
            return true;
        }
        if attribute(text).is_some() {
            return true;
        }
        if text.len() > 2 && text.starts_with('[') && text.ends_with(']') && !text.contains("](") {
            let is_style = |c: char| {
                c.is_alphanumeric()
                    || matches!(c, '[' | '.' | '#' | '%' | '"' | '\'' | ',' | '*' | '=' | '_' | '-')
            };
            if text[1..].starts_with(is_style) && self.blocks.kind() != Some(Kind::Paragraph) {
                let list = &text[1..text.len() - 1];
                self.style = if text.contains("cols") {
                    list.chars().take(500).collect()
                } else {
                    list.split([',', '%', '#', '.']).next().unwrap_or("").to_owned()
                };
                return true;
            }
        }
        // `image::path[text]` and other macros of a whole line.
        if let Some((name, rest)) = text.split_once("::")
            && name.len() < NAME
            && !rest.starts_with(' ')
            && rest.ends_with(']')
            && let Some(bracket) = rest.find('[')
            && matches!(
                name,
                "image"
                    | "include"
                    | "toc"
                    | "video"
                    | "audio"
                    | "ifdef"
                    | "ifndef"
                    | "ifeval"
                    | "endif"
                    | "plantuml"
            )
        {
            // A condition may have its text with it.
            if matches!(name, "ifdef" | "ifndef") && bracket + 2 < rest.len() {
                let begin = name.len() + 2 + bracket + 1;
                let inner = line.rest(begin);
                self.blocks.line(&inner.upto(inner.text.len() - 1));
            }
            return true;
        }
        // The title of a block.
        let is_title = text.len() > 1
            && text.starts_with('.')
            && !text.starts_with("..")
            && !text[1..].starts_with([' ', '\t']);
        if is_title && self.blocks.kind().is_none() {
            self.blocks.one(Kind::Heading, &line.rest(1));
            return true;
        }
        false
    }

    fn title(&mut self, line: Line<'a>) -> bool {
        let signs = line.text.bytes().take_while(|byte| matches!(byte, b'=' | b'#')).count();
        if (1..=6).contains(&signs) && line.text[signs..].starts_with([' ', '\t']) {
            let title = line.rest(signs);
            self.blocks.one(Kind::Heading, &title);
            if signs == 1 && !std::mem::replace(&mut self.has_title, true) {
                self.byline();
            }
            return true;
        }
        if self.blocks.kind().is_some() {
            return false;
        }
        let width = shape::width(line.text);
        let is_title = self.lines.peek().is_some_and(|below| {
            let sign = below.text.bytes().next().unwrap_or(b' ');
            matches!(sign, b'=' | b'-' | b'~' | b'^' | b'+')
                && below.is_only(sign, 2)
                && below.indent == 0
                && below.text.len().abs_diff(width) <= 2
        });
        if is_title {
            self.lines.next();
            self.blocks.one(Kind::Heading, &line);
        }
        is_title
    }

    /// The lines below the title of a file: who wrote it, and which revision it is.
    fn byline(&mut self) {
        let is_plain = |line: &Line<'_>| {
            !line.is_blank() && attribute(line.text).is_none() && !line.text.starts_with("//")
        };
        let Some(author) = self.lines.peek().filter(is_plain) else { return };
        let is_name = author.text.len() < 200
            && author.text.starts_with(char::is_alphabetic)
            && !shape::ends_sentence(author.text)
            && !author.text.contains("::")
            && !author.text.contains('[')
            && (author.text.contains('<') || author.text.split_whitespace().count() <= 4);
        if !is_name {
            return;
        }
        self.lines.next();
        let names = author.text.split(';').map(|name| normalise(name.split('<').next().unwrap_or(name)));
        self.author = Some(names.collect::<Vec<_>>().join(", "));
        if let Some(revision) = self.lines.peek().filter(is_plain)
            && revision.text.len() < 200
            && revision.text.contains(|c: char| c.is_ascii_digit())
        {
            self.lines.next();
            let date = revision.text.split(", ").last().unwrap_or(revision.text);
            let date = date.split(": ").next().unwrap_or(date);
            self.date = Some(date.to_owned()).filter(|date| !date.starts_with('v'));
        }
    }

    fn item(&mut self, line: Line<'a>) -> bool {
        let text = line.text;
        let repeated = |sign: u8| text.bytes().take_while(|byte| *byte == sign).count();
        let spaced = |len: usize| text.get(len..).is_some_and(|rest| rest.starts_with([' ', '\t']));
        let stars = repeated(b'*');
        let dots = repeated(b'.');
        let callout = text.strip_prefix('<').and_then(|rest| rest.find("> ")).filter(|&end| {
            end > 0 && end < 4 && text[1..=end].bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        });
        let (marker, len) = if (1..=6).contains(&stars) && spaced(stars) {
            ("•", stars)
        } else if (1..=6).contains(&dots) && spaced(dots) {
            ("•", dots)
        } else if let Some(bullet) = blocks::bullet(text).filter(|_| text.starts_with('-')) {
            bullet
        } else if let Some(number) =
            blocks::number(text).filter(|_| self.blocks.kind() != Some(Kind::Paragraph))
        {
            (number, number.len())
        } else if let Some(end) = callout {
            ("•", end + 2)
        } else {
            return self.term(line);
        };
        let mut rest = line.rest(len);
        if ["[ ] ", "[x] ", "[*] "].iter().any(|sign| rest.text.starts_with(sign)) {
            rest = rest.rest(4);
        }
        self.blocks.item(marker, line.at, line.indent, &rest);
        true
    }

    /// `term:: what it means`
    fn term(&mut self, line: Line<'a>) -> bool {
        let ends = [":: ", ";; "].iter().find_map(|sign| line.text.find(sign)).or_else(|| {
            let text = line.text.strip_suffix("::").or_else(|| line.text.strip_suffix(";;"))?;
            Some(text.trim_end_matches(':').len())
        });
        let Some(end) = ends.filter(|&end| end > 0 && end < 200) else { return false };
        let term = line.upto(end);
        self.blocks.begin(Kind::Paragraph, line.indent);
        self.blocks.line(&Line { text: term.text.trim_end_matches(':'), ..term });
        let rest = &line.text[end..];
        let signs = rest.bytes().take_while(|byte| matches!(byte, b':' | b';')).count();
        let meaning = line.rest(end + signs);
        self.blocks.line_break(line.at + end);
        if !meaning.is_blank() {
            self.blocks.line(&meaning);
        }
        true
    }
}

/// Name and value of `:name: value`.
fn attribute(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.strip_prefix(':')?.split_once(':')?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '!');
    let is_value = value.is_empty() || value.starts_with([' ', '\t']);
    (!name.is_empty() && name.len() < NAME && name.chars().all(is_name) && is_value)
        .then(|| (name, value.trim()))
}

fn attributes(text: &str) -> BTreeMap<&str, &str> {
    let mut found = BTreeMap::new();
    for (name, value) in Lines::new(text).filter_map(|line| attribute(line.text)) {
        if !value.is_empty() && value.len() <= VALUE && found.len() < MAX_ATTRIBUTES {
            found.entry(name).or_insert(value);
        }
    }
    found
}

#[cfg(test)]
mod tests;
