//! reStructuredText: sections, directives, literal blocks, lists, tables and fields.
//!
//! Indentation alone tells where a directive, a comment or a literal block ends, so none of them needs an end.

mod directives;
mod markup;
mod tables;

use std::collections::HashMap;

use serde_json::Value;

use super::blocks::{self, Blocks};
use super::lines::{Line, Lines};
use crate::corpus::block::{Kind, Parsed};
use crate::corpus::fields::Fields;
use crate::corpus::shape;
use crate::corpus::traced::{Traced, normalise};
use directives::{Body, body_of};

/// Most columns of the name of a field.
const FIELD: usize = 60;

/// Most of a substitution: it may be used often.
const SUBSTITUTION: usize = 200;

/// What the lines that follow are, as long as they are indented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    /// Left out.
    Nothing,
    Code,
    /// Options of a directive, until there is a blank line.
    Options,
    /// A field at the top of the file.
    Field,
}

/// Reads the blocks of reStructuredText.
pub(in crate::corpus) fn parse(text: &str) -> Parsed {
    let substitutions = substitutions(text);
    let mut reader = Reader {
        lines: Lines::new(text),
        blocks: Blocks::new(|raw: &Traced| markup::inline(raw, &substitutions)),
        within: None,
        literal: None,
        at_top: true,
        fields: Vec::new(),
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
    /// What is within a directive or the like, which stands at so many columns.
    within: Option<(Within, usize)>,
    /// `::` ended a paragraph at so many columns.
    literal: Option<usize>,
    /// Nothing but a title has been read.
    at_top: bool,
    fields: Vec<(String, Value)>,
}

impl<F: Fn(&Traced) -> Traced> Reader<'_, F> {
    fn read(&mut self, line: Line<'_>) {
        if self.is_within(&line) {
            return;
        }
        if line.is_blank() {
            self.blocks.blank();
            return;
        }
        if let Some(indent) = self.literal.take()
            && line.indent > indent
        {
            self.blocks.begin(Kind::Code, line.indent);
            self.blocks.line(&line);
            self.within = Some((Within::Code, indent));
            return;
        }
        if line.text == ".." || line.text.starts_with(".. ") {
            self.explicit(line);
            return;
        }
        if line.text == "__" || line.text.starts_with("__ ") {
            return;
        }
        if self.title(line) || self.field(line) {
            return;
        }
        self.at_top = false;
        if tables::grid(line, &mut self.lines, &mut self.blocks)
            || tables::simple(line, &mut self.lines, &mut self.blocks)
            || self.item(line)
        {
            return;
        }
        if line.text.starts_with(">>> ") {
            self.blocks.begin(Kind::Code, line.indent);
            self.blocks.line(&line);
            while let Some(next) = self.lines.peek().filter(|next| !next.is_blank()) {
                self.blocks.line(&next);
                self.lines.next();
            }
            self.blocks.flush();
            return;
        }
        if line.text == "|" || line.text.starts_with("| ") {
            self.line_block(line);
            return;
        }
        if !self.blocks.goes_on(line.indent) {
            self.blocks.begin(Kind::Paragraph, line.indent);
        } else if line.indent > self.blocks.indent() && self.blocks.kind() == Some(Kind::Paragraph) {
            // The definition of the term above.
            self.blocks.line_break(line.at);
            self.blocks.text(&line, line.indent);
            self.marks_literal(line);
            return;
        }
        self.text(line);
    }

    /// Whether the line is part of what an earlier one began.
    fn is_within(&mut self, line: &Line<'_>) -> bool {
        let Some((within, indent)) = self.within else { return false };
        if line.is_blank() {
            if matches!(within, Within::Options | Within::Field) {
                self.within = None;
                self.blocks.blank();
            }
            return true;
        }
        if line.indent <= indent {
            self.within = None;
            self.blocks.flush();
            return false;
        }
        match within {
            Within::Nothing => true,
            Within::Code => {
                self.blocks.line(line);
                true
            }
            Within::Options if field(line.text).is_some() => true,
            Within::Options => {
                self.within = None;
                false
            }
            Within::Field => {
                if let Some((_, Value::String(value))) = self.fields.last_mut() {
                    value.push(' ');
                    value.push_str(line.text);
                }
                true
            }
        }
    }

    fn text(&mut self, line: Line<'_>) {
        if line.text == "::" {
            self.blocks.flush();
        } else {
            self.blocks.line(&line);
        }
        self.marks_literal(line);
    }

    /// `::` at the end of a paragraph: what follows is code.
    fn marks_literal(&mut self, line: Line<'_>) {
        self.literal = line.text.ends_with("::").then_some(line.indent);
    }

    /// A directive, a comment, a footnote or the target of a link.
    fn explicit(&mut self, line: Line<'_>) {
        self.blocks.flush();
        let rest = line.rest(2);
        // An empty comment takes nothing with it.
        let bare = rest.is_blank() && self.lines.peek().is_none_or(|next| next.is_blank());
        self.within = (!bare).then_some((Within::Nothing, line.indent));
        let label = rest
            .text
            .strip_prefix('[')
            .and_then(|label| label.bytes().take(FIELD).position(|byte| byte == b']'));
        if let Some(close) = label
            && (rest.text.len() == close + 2 || rest.text[close + 2..].starts_with(' '))
        {
            self.within = None;
            self.blocks.begin(Kind::Paragraph, line.indent + 3);
            if rest.text.len() > close + 2 {
                self.blocks.line(&rest.rest(close + 2));
            }
            return;
        }
        let Some(directive) = directives::Directive::of(&rest) else { return };
        self.at_top = false;
        match body_of(directive.name) {
            Body::Nothing => {}
            Body::Code => {
                self.blocks.begin(Kind::Code, line.indent);
                self.code(line.indent);
            }
            Body::Text { argument } => {
                self.within = Some((Within::Options, line.indent));
                if argument && !directive.argument.is_blank() {
                    self.blocks.begin(Kind::Paragraph, line.indent + 3);
                    self.blocks.line(&directive.argument);
                }
            }
        }
    }

    /// The code of a directive at `indent`, behind its options.
    fn code(&mut self, indent: usize) {
        while self
            .lines
            .peek()
            .is_some_and(|next| next.indent > indent && !next.is_blank() && field(next.text).is_some())
        {
            self.lines.next();
        }
        self.within = Some((Within::Code, indent));
    }

    /// A title with a line below, and maybe above.
    fn title(&mut self, line: Line<'_>) -> bool {
        if self.blocks.kind().is_some_and(|kind| kind != Kind::Item) {
            return false;
        }
        let mut ahead = self.lines.clone();
        let next = ahead.next();
        if let Some(sign) = adornment(line.text) {
            // Above the title as below.
            let below = ahead.next().filter(|below| below.is_only(sign, 2) && below.indent == line.indent);
            if let (Some(title), Some(_)) = (next.filter(|title| !title.is_blank()), below)
                && adornment(title.text).is_none()
            {
                self.blocks.one(Kind::Heading, &title);
                self.lines = ahead;
                return true;
            }
            // A line between two parts of the text; of one sign only, it is text.
            let is_rule = line.text.len() >= 4 && next.is_none_or(|next| next.is_blank());
            if is_rule {
                self.blocks.flush();
            }
            return is_rule;
        }
        let is_title = line.indent == 0
            && next.is_some_and(|below| {
                below.indent == 0
                    && adornment(below.text).is_some()
                    && (below.text.len() >= 4 || below.text.len() >= shape::width(line.text))
                    && below.text != "::"
                    && below.text != ".."
            });
        if is_title {
            self.blocks.one(Kind::Heading, &line);
            self.lines.next();
        }
        is_title
    }

    /// `:name: value`: of the file at its top, else text.
    fn field(&mut self, line: Line<'_>) -> bool {
        let Some((name, rest)) = field(line.text) else { return false };
        let is_text = matches!(name.to_ascii_lowercase().as_str(), "abstract" | "dedication");
        if self.at_top && !is_text {
            let name = match name.to_ascii_lowercase().as_str() {
                "authors" => "author".to_owned(),
                lower => lower.to_owned(),
            };
            self.fields.push((name, Value::String(normalise(line.rest(rest).text))));
            self.within = Some((Within::Field, line.indent));
            return true;
        }
        self.blocks.begin(Kind::Item, line.indent);
        if is_text {
            self.blocks.begin(Kind::Paragraph, line.indent + 1);
            if !line.rest(rest).is_blank() {
                self.blocks.line(&line.rest(rest));
            }
            return true;
        }
        // The name and the colon behind it.
        self.blocks.line(&line.rest(1).upto(rest - 1));
        self.text(line.rest(rest));
        true
    }

    fn item(&mut self, line: Line<'_>) -> bool {
        // Within a paragraph a line may begin with a dash.
        if self.blocks.kind() == Some(Kind::Paragraph) && self.blocks.goes_on(line.indent) {
            return false;
        }
        let (marker, len) = match (blocks::bullet(line.text), blocks::number(line.text)) {
            (Some(bullet), _) => bullet,
            (_, Some(number)) => (number, number.len()),
            _ if line.text.starts_with("#. ") => ("•", 2),
            _ => return false,
        };
        let rest = line.rest(len);
        self.blocks.item(marker, line.at, line.indent, &rest);
        self.marks_literal(rest);
        true
    }

    /// Lines that stay lines.
    fn line_block(&mut self, line: Line<'_>) {
        self.blocks.begin(Kind::Paragraph, line.indent);
        self.blocks.line(&line.rest(1));
        while let Some(next) =
            self.lines.peek().filter(|next| next.text == "|" || next.text.starts_with("| "))
        {
            self.blocks.line_break(next.at);
            self.blocks.text(&next.rest(1), line.indent);
            self.lines.next();
        }
    }
}

/// The sign that a line repeats above or below a title.
fn adornment(text: &str) -> Option<u8> {
    let sign = *text.as_bytes().first().filter(|byte| byte.is_ascii_punctuation())?;
    (text.len() >= 2 && text.bytes().all(|byte| byte == sign)).then_some(sign)
}

/// The name of a field that a line begins with, and where what follows it begins.
fn field(text: &str) -> Option<(&str, usize)> {
    let rest = text.strip_prefix(':')?;
    let end = rest.bytes().take(FIELD).position(|byte| byte == b':').filter(|&end| end > 0)?;
    let after = &rest[end + 1..];
    let name = &rest[..end];
    ((after.is_empty() || after.starts_with([' ', '\t'])) && !name.starts_with(' ') && !name.contains('`'))
        .then_some((name, end + 2))
}

/// `.. |name| replace:: text`
fn substitutions(text: &str) -> HashMap<&str, &str> {
    let mut found = HashMap::new();
    for line in Lines::new(text) {
        let Some((name, rest)) = line.text.strip_prefix(".. |").and_then(|rest| rest.split_once('|')) else {
            continue;
        };
        if let Some(text) = rest.trim_start().strip_prefix("replace::")
            && text.len() <= SUBSTITUTION
        {
            found.insert(name, text.trim());
        }
    }
    found
}

#[cfg(test)]
mod tests;
