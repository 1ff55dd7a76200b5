//! HTML: the text of a page, without what surrounds it.
//!
//! The tokenizer follows the HTML standard; on top of it stands a reader that needs no tree: block elements end the
//! paragraph that is open, inline elements are transparent. Tags that are never closed (`<p>`, `<li>`) need no care
//! then, and a page of any size is read in one pass. Navigation, footers, forms and the like are left out; a page that
//! holds nothing else (some wrap everything in one `<form>`) is read again with them.

mod entities;
mod head;
mod names;

use std::ops::Range;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::block::{Kind, Parsed, TooMany};
use super::shape;
use super::table::Table;
use super::traced::Traced;
use head::Head;

/// Reads the blocks of a page; `base` is where `text` begins in the decoded file.
pub(super) fn parse(text: &str, base: usize) -> Parsed {
    let parsed = read(text, base, true);
    if parsed.blocks.is_empty() && parsed.too_many.is_none() { read(text, base, false) } else { parsed }
}

fn read(text: &str, base: usize, leave_out: bool) -> Parsed {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut reader = Reader { text, base, leave_out, ..Reader::default() };
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => reader.start(&tag),
            Token::EndTag(tag) => reader.end(&String::from_utf8_lossy(&tag.name), tag.span.start),
            Token::String(string) => reader.string(string.span.start..string.span.end),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
        if reader.parsed.too_many.is_some() {
            break;
        }
    }
    reader.close();
    reader.finish()
}

#[derive(Debug, Default)]
struct Reader<'a> {
    text: &'a str,
    base: usize,
    /// Whether surroundings are left out.
    leave_out: bool,
    parsed: Parsed,
    head: Head,
    current: Traced,
    kind: Option<Kind>,
    /// The element that is being left out, and how many of its name are open.
    skipped: Option<(String, usize)>,
    articles: usize,
    /// The next number of each list around; `None` for bullets.
    lists: Vec<Option<u64>>,
    table: Option<Table>,
    in_pre: bool,
    strong: usize,
    only_strong: bool,
}

impl Reader<'_> {
    fn start(&mut self, tag: &StartTag<usize>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let at = self.base + tag.span.start;
        if let Some((skipped, depth)) = &mut self.skipped {
            if *skipped == name && !tag.self_closing {
                *depth += 1;
                return;
            }
            // A navigation that is never closed must not swallow the article.
            if !(matches!(name.as_str(), "article" | "main") && names::is_surrounding(skipped)) {
                return;
            }
            self.skipped = None;
        }
        self.head.start(&name, tag);
        if names::is_block(&name) {
            self.block_start(&name, at);
        }
        match name.as_str() {
            "br" => self.current.line_break(at),
            "strong" | "b" => self.strong += 1,
            "article" | "main" => self.articles += 1,
            _ => {}
        }
        let leaves_out = names::is_never_text(&name)
            || (self.leave_out && names::is_surrounding(&name) && !(name == "header" && self.articles > 0))
            || tag.attributes.contains_key(b"hidden".as_slice());
        // The slash of `<script/>` means nothing in HTML, but pages written as XHTML rely on it elsewhere.
        if leaves_out
            && !names::is_void(&name)
            && (!tag.self_closing || matches!(name.as_str(), "script" | "style" | "title"))
        {
            self.skipped = Some((name, 1));
        }
    }

    fn block_start(&mut self, name: &str, at: usize) {
        if let Some(table) = &mut self.table {
            match name {
                "tr" => table.end_row(&mut self.current),
                "td" | "th" | "caption" => table.end_cell(&mut self.current),
                "table" => self.close_table(),
                _ => self.current.space(at),
            }
            if self.table.is_some() {
                return;
            }
        }
        // A paragraph within a list item belongs to it.
        if self.kind == Some(Kind::Item) && matches!(name, "p" | "div") {
            self.current.space(at);
            return;
        }
        self.close();
        self.only_strong = true;
        match name {
            "li" => {
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let marker = format!("{number}.");
                        *number = number.saturating_add(1);
                        marker
                    }
                    _ => "•".to_owned(),
                };
                self.kind = Some(Kind::Item);
                self.current.insert(&marker, at);
                self.current.space(at);
            }
            "ul" => self.lists.push(None),
            "ol" => self.lists.push(Some(1)),
            "pre" => {
                self.kind = Some(Kind::Code);
                self.in_pre = true;
            }
            "table" => self.table = Some(Table::default()),
            name if names::is_heading(name) => self.kind = Some(Kind::Heading),
            _ => {}
        }
    }

    fn end(&mut self, name: &str, start: usize) {
        let at = self.base + start;
        if let Some((skipped, depth)) = &mut self.skipped {
            if *skipped == name {
                *depth -= 1;
            }
            if *depth == 0 || (name == "body" && names::is_surrounding(skipped)) {
                self.skipped = None;
            }
            self.head.end(name);
            return;
        }
        self.head.end(name);
        match name {
            "strong" | "b" => self.strong = self.strong.saturating_sub(1),
            "article" | "main" => self.articles = self.articles.saturating_sub(1),
            _ => {}
        }
        if !names::is_block(name) {
            return;
        }
        if self.table.is_some() {
            match name {
                "table" => self.close_table(),
                _ => self.current.space(at),
            }
            return;
        }
        if self.kind == Some(Kind::Item) && matches!(name, "p" | "div") {
            self.current.space(at);
            return;
        }
        let was_paragraph = self.kind.is_none();
        let only_strong = self.only_strong && was_paragraph && name == "p";
        if only_strong && !shape::ends_sentence(self.current.text()) && !self.current.text().contains('\n') {
            self.kind = Some(Kind::Heading);
        }
        self.close();
        match name {
            "ul" | "ol" => {
                self.lists.pop();
            }
            "pre" => self.in_pre = false,
            _ => {}
        }
    }

    fn string(&mut self, span: Range<usize>) {
        let source = self.text.get(span.clone()).unwrap_or("");
        if self.head.string(source) || self.skipped.is_some() {
            return;
        }
        if self.strong == 0 && source.contains(char::is_alphanumeric) {
            self.only_strong = false;
        }
        let at = self.base + span.start;
        if self.in_pre {
            for (offset, line) in lines(source) {
                if offset > 0 {
                    self.current.line_break(at + offset);
                }
                entities::push(&mut self.current, line, at + offset);
            }
        } else {
            entities::push(&mut self.current, source, at);
        }
    }

    /// Ends the block that is open.
    fn close(&mut self) {
        if self.table.is_some() {
            self.close_table();
        }
        let text = std::mem::take(&mut self.current);
        let kind = self.kind.take().unwrap_or(Kind::Paragraph);
        // Bold that is never closed must not make headings of all that follows.
        self.strong = 0;
        // A list item may hold nothing but its marker, which stands for no text.
        if !text.source().is_empty() && text.text().contains(char::is_alphanumeric) {
            self.parsed.add(kind, text);
        }
    }

    fn close_table(&mut self) {
        if let Some(table) = self.table.take() {
            let text = std::mem::take(&mut self.current);
            self.kind = None;
            if table.is_too_large() {
                self.parsed.too_many = Some(TooMany::PARAGRAPHS);
            }
            for (kind, text) in table.finish(text) {
                self.parsed.add(kind, text);
            }
        }
    }

    fn finish(self) -> Parsed {
        let mut parsed = self.parsed;
        let first_heading = parsed
            .blocks
            .iter()
            .find(|block| block.kind == Kind::Heading)
            .map(|block| block.text.text().to_owned());
        self.head.fill(&mut parsed, first_heading);
        parsed
    }
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    })
}

#[cfg(test)]
mod tests;
