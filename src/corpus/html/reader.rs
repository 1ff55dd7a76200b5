//! Tokens become blocks of text, each with its place in the tree.

use std::collections::HashSet;
use std::ops::Range;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::entities;
use super::head::Head;
use super::hints::{self, Hint};
use super::links;
use super::names::{self, Element};
use super::tree::Tree;
use crate::corpus::block::{Kind, MAX_BLOCKS, TooMany};
use crate::corpus::shape;
use crate::corpus::traced::Traced;

/// Bytes from which text without scripts is noted, and how many such parts.
const LEAST: usize = 200;
const MOST_PARTS: usize = 100;

/// A block of text in its place.
#[derive(Debug)]
pub(super) struct Leaf {
    pub(super) kind: Kind,
    pub(super) text: Traced,
    pub(super) node: u32,
    /// How wide it is, how much of that are links, and how much links that lead away from the site.
    pub(super) width: usize,
    pub(super) linked: usize,
    pub(super) away: usize,
    /// Whether it is a heading of the first rank.
    pub(super) is_title: bool,
}

/// What a page holds.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) tree: Tree,
    pub(super) leaves: Vec<Leaf>,
    pub(super) head: Head,
    /// Bytes of text that are not shown.
    pub(super) hidden: usize,
    /// What is shown without scripts, where there is much of it.
    pub(super) without_scripts: Vec<Range<usize>>,
    pub(super) too_many: Option<TooMany>,
}

/// Reads a page; `hides` says whether what is not shown is left out.
pub(super) fn read(text: &str, base: usize, hides: bool) -> Page {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut reader = Reader { text, base, hides, ..Reader::default() };
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => reader.start(&tag),
            Token::EndTag(tag) => reader.end(&String::from_utf8_lossy(&tag.name), tag.span.start),
            Token::String(string) => reader.string(string.span.start..string.span.end),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
        if reader.page.too_many.is_some() {
            break;
        }
    }
    reader.close();
    reader.page
}

/// The link that is open.
#[derive(Debug, Clone, Copy)]
struct Link {
    /// How many block elements were open around it.
    depth: usize,
    /// Whether it leads away from the site.
    away: bool,
}

/// What is left out: an inline element that is not shown, or one that never holds text.
#[derive(Debug)]
struct Skipped {
    name: String,
    /// How many of its name are open.
    count: usize,
    /// How many block elements were open around it.
    depth: usize,
    never_text: bool,
}

#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "what is open at a place of the page")]
struct Reader<'a> {
    text: &'a str,
    base: usize,
    hides: bool,
    page: Page,
    current: Traced,
    kind: Option<Kind>,
    linked: usize,
    away: usize,
    is_title: bool,
    skipped: Option<Skipped>,
    /// The script of data that is open.
    data: Option<Range<usize>>,
    /// The next number of each list around; `None` for bullets.
    lists: Vec<Option<u64>>,
    link: Option<Link>,
    /// What stands in a link to a place on this page before its first letter: with no letter it is a permalink's mark.
    held: Option<Vec<Range<usize>>>,
    /// Elements that a button opens.
    opened: HashSet<Vec<u8>>,
    strong: usize,
    only_strong: bool,
    /// How long the block that is open was at the end of the last label in it.
    label_end: Option<usize>,
    /// The term of a list of definitions has no definition yet.
    defines: bool,
}

impl Reader<'_> {
    fn start(&mut self, tag: &StartTag<usize>) {
        let name = String::from_utf8_lossy(&tag.name);
        let at = self.base + tag.span.start;
        if let Some(skipped) = &mut self.skipped {
            if skipped.name == name && !tag.self_closing {
                skipped.count += 1;
            }
            if skipped.never_text {
                return;
            }
        }
        self.page.head.start(&name, tag);
        self.note_opened(tag);
        if let Some(element) = Element::of(&name) {
            self.block_start(element, &name, tag, at);
            return;
        }
        match &*name {
            "br" if self.skipped.is_none() && !self.page.tree.is_hidden() => self.current.line_break(at),
            "strong" | "b" => self.strong += 1,
            // What a field of a form is called stands apart from what the next one is called.
            "label" if self.kind.is_none() && self.label_stands_alone() => self.close(),
            "label" | "input" if self.kind != Some(Kind::Code) => self.current.space(at),
            "a" => self.link_start(tag),
            _ => {}
        }
        let never_text = names::is_never_text(&name) && (self.hides || name != "template");
        if name == "script" && self.skipped.is_none() && is_data(tag) {
            self.data = Some(tag.span.end..tag.span.end);
        }
        if self.skipped.is_none()
            && (never_text || self.is_hidden(tag))
            && !names::is_void(&name)
            // The slash of `<script/>` means nothing in HTML, but pages written as XHTML rely on it elsewhere.
            && (!tag.self_closing || matches!(&*name, "script" | "style" | "title"))
        {
            let (name, depth) = (name.into_owned(), self.page.tree.depth());
            self.skipped = Some(Skipped { name, count: 1, depth, never_text });
        }
    }

    /// Whether a label begins where another one or a sentence ends: it goes on with neither.
    fn label_stands_alone(&self) -> bool {
        let text = self.current.text();
        let since_label = self.label_end.and_then(|end| text.get(end..));
        since_label.is_some_and(|since| !since.contains(char::is_alphanumeric)) || shape::ends_sentence(text)
    }

    /// What a button opens is hidden for the moment only.
    fn note_opened(&mut self, tag: &StartTag<usize>) {
        let id = tag.attributes.get(b"aria-controls".as_slice());
        if let Some(id) = id.filter(|id| id.value.len() <= 200)
            && self.opened.len() < MAX_BLOCKS / 100
        {
            self.opened.insert(id.value.to_vec());
        }
    }

    fn is_hidden(&self, tag: &StartTag<usize>) -> bool {
        if !self.hides {
            return false;
        }
        let value = |name: &[u8]| tag.attributes.get(name).map(|value| value.value.as_slice());
        let hides = value(b"hidden").is_some_and(|value| !value.eq_ignore_ascii_case(b"until-found"))
            || value(b"aria-hidden").is_some_and(|value| value.eq_ignore_ascii_case(b"true"))
            || value(b"style").is_some_and(is_not_displayed);
        hides && !value(b"id").is_some_and(|id| self.opened.contains(id))
    }

    fn link_start(&mut self, tag: &StartTag<usize>) {
        self.link_end();
        if let Some(address) = tag.attributes.get(b"href".as_slice()) {
            let away = links::leads_away(&address.value, self.page.head.own_site());
            self.link = Some(Link { depth: self.page.tree.depth(), away });
            if address.value.starts_with(b"#") || self.kind == Some(Kind::Heading) {
                self.held = Some(Vec::new());
            }
        }
    }

    fn link_end(&mut self) {
        self.link = None;
        self.held = None;
    }

    fn block_start(&mut self, element: Element, name: &str, tag: &StartTag<usize>, at: usize) {
        let hint = hints::of(element, tag);
        let hidden = !matches!(element, Element::Body | Element::Main)
            && name != "html"
            && (self.is_hidden(tag)
                || (self.hides
                    && element == Element::Dialog
                    && !tag.attributes.contains_key(b"open".as_slice())));
        if self.kind == Some(Kind::Code)
            && !self.current.is_empty()
            && matches!(name, "div" | "li" | "ol" | "ul" | "tr" | "td" | "table" | "tbody")
        {
            self.current.line_break(at);
            self.push(element, hint, hidden);
            return;
        }
        // A button within a heading is the heading; a paragraph within a list item belongs to it.
        let is_transparent = match element {
            Element::Button => matches!(self.kind, Some(Kind::Heading)),
            Element::Paragraph | Element::Other if matches!(name, "p" | "div") => {
                self.kind == Some(Kind::Item) && hint == Hint::None && !hidden
            }
            _ => false,
        };
        if is_transparent {
            self.current.space(at);
            if element == Element::Other {
                self.push(element, hint, hidden);
            }
            return;
        }
        self.close();
        self.close_implied(element);
        self.push(element, hint, hidden);
        self.only_strong = true;
        match element {
            Element::Item => {
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
            Element::Preformatted => self.kind = Some(Kind::Code),
            Element::Term => {
                self.kind = Some(Kind::Heading);
                self.defines = true;
            }
            // Further definitions join the first.
            Element::Definition if !std::mem::take(&mut self.defines) => self.kind = Some(Kind::Item),
            Element::Heading => {
                self.kind = Some(Kind::Heading);
                self.is_title = name == "h1";
            }
            Element::Button => {
                self.kind = tag.attributes.contains_key(b"aria-expanded".as_slice()).then_some(Kind::Heading);
            }
            _ if name == "summary" => self.kind = Some(Kind::Heading),
            _ => {}
        }
    }

    fn push(&mut self, element: Element, hint: Hint, hidden: bool) {
        let depth = self.page.tree.depth();
        self.page.tree.push(element, hint, hidden);
        if self.page.tree.depth() > depth {
            match element {
                Element::List => self.lists.push(None),
                Element::Numbered => self.lists.push(Some(1)),
                _ => {}
            }
        }
    }

    /// Closes what ends where `element` begins.
    fn close_implied(&mut self, element: Element) {
        use Element::{Cell, Definition, Item, List, Numbered, Option, Paragraph, Row, Table, Term};
        self.close_if_within(Paragraph, &[Table, Cell]);
        match element {
            Item => self.close_if_within(Item, &[List, Numbered, Table]),
            Term | Definition => {
                self.close_if_within(Term, &[List, Numbered, Table]);
                self.close_if_within(Definition, &[List, Numbered, Table]);
            }
            Cell => self.close_if_within(Cell, &[Table]),
            Row => self.close_if_within(Row, &[Table]),
            Option => self.close_if_within(Option, &[]),
            _ => {}
        }
    }

    fn close_if_within(&mut self, element: Element, barriers: &[Element]) {
        if self.page.tree.has_within(element, barriers) {
            self.close_element(element);
        }
    }

    fn close_element(&mut self, element: Element) {
        let lists = &mut self.lists;
        self.page.tree.close(element, |closed| {
            if matches!(closed, Element::List | Element::Numbered) {
                lists.pop();
            }
        });
        let depth = self.page.tree.depth();
        if self.skipped.as_ref().is_some_and(|skipped| !skipped.never_text && skipped.depth > depth) {
            self.skipped = None;
        }
        if self.link.is_some_and(|link| link.depth > depth) {
            self.link_end();
        }
    }

    fn end(&mut self, name: &str, start: usize) {
        let at = self.base + start;
        if let Some(skipped) = &mut self.skipped {
            let never_text = skipped.never_text;
            if skipped.name == name {
                skipped.count -= 1;
                if skipped.count == 0 {
                    self.skipped = None;
                }
            }
            if never_text {
                self.page.head.end(name);
                if name == "script"
                    && let Some(data) = self.data.take()
                {
                    let script = self.text.get(data.clone()).unwrap_or("");
                    self.page.head.data(script, self.base + data.start);
                }
                return;
            }
        }
        self.page.head.end(name);
        match name {
            "strong" | "b" => self.strong = self.strong.saturating_sub(1),
            "label" if self.kind != Some(Kind::Code) => {
                self.current.space(at);
                self.label_end = Some(self.current.text().len());
            }
            "a" => self.link_end(),
            _ => {}
        }
        let Some(element) = Element::of(name) else { return };
        let is_transparent = match element {
            Element::Button => !self.page.tree.has(Element::Button),
            Element::Paragraph | Element::Other if matches!(name, "p" | "div") => {
                self.kind == Some(Kind::Item)
            }
            _ => self.kind == Some(Kind::Code) && element != Element::Preformatted,
        };
        if is_transparent {
            self.current.space(at);
        } else {
            let only_strong = self.only_strong && self.kind.is_none() && name == "p";
            if only_strong
                && !shape::ends_sentence(self.current.text())
                && !self.current.text().contains('\n')
            {
                self.kind = Some(Kind::Heading);
            }
            self.close();
        }
        self.close_element(element);
    }

    fn string(&mut self, span: Range<usize>) {
        let source = self.text.get(span.clone()).unwrap_or("");
        if let Some(data) = &mut self.data {
            data.end = span.end;
            return;
        }
        if self.page.head.string(source) {
            return;
        }
        if self.skipped.is_some() || self.page.tree.is_hidden() {
            self.note_hidden(span);
            return;
        }
        if let Some(held) = &mut self.held {
            if !source.contains(char::is_alphanumeric) {
                held.push(span);
                return;
            }
            for span in self.held.take().unwrap_or_default() {
                self.push_text(span);
            }
        }
        self.push_text(span);
    }

    /// A page may be nothing but what is not shown.
    fn note_hidden(&mut self, span: Range<usize>) {
        match self.skipped.as_ref().map(|skipped| skipped.name.as_str()) {
            Some("noscript") if span.len() >= LEAST && self.page.without_scripts.len() < MOST_PARTS => {
                self.page.without_scripts.push(span);
            }
            Some(name) if names::is_never_text(name) && name != "template" => {}
            _ => self.page.hidden += self.text.get(span).map_or(0, |text| text.trim().len()),
        }
    }

    fn push_text(&mut self, span: Range<usize>) {
        let source = self.text.get(span.clone()).unwrap_or("");
        if self.strong == 0 && source.contains(char::is_alphanumeric) {
            self.only_strong = false;
        }
        let before = self.current.text().len();
        let at = self.base + span.start;
        if self.kind == Some(Kind::Code) {
            for (offset, line) in lines(source) {
                if offset > 0 {
                    self.current.line_break(at + offset);
                }
                entities::push(&mut self.current, line, at + offset);
            }
        } else {
            entities::push(&mut self.current, source, at);
        }
        if let Some(link) = self.link {
            let width = shape::width(&self.current.text()[before..]);
            self.linked += width;
            self.away += if link.away { width } else { 0 };
        }
    }

    /// Ends the block that is open.
    fn close(&mut self) {
        let text = std::mem::take(&mut self.current);
        let kind = self.kind.take().unwrap_or(Kind::Paragraph);
        let linked = std::mem::take(&mut self.linked);
        let away = std::mem::take(&mut self.away);
        let is_title = std::mem::take(&mut self.is_title);
        self.label_end = None;
        // Bold that is never closed must not make headings of all that follows.
        self.strong = 0;
        // A list item may hold nothing but its marker, which stands for no text.
        if text.source().is_empty() || !text.text().contains(char::is_alphanumeric) {
            return;
        }
        if self.page.leaves.len() == MAX_BLOCKS {
            self.page.too_many = Some(TooMany::PARAGRAPHS);
            return;
        }
        let (width, node) = (shape::width(text.text()), self.page.tree.here());
        self.page.leaves.push(Leaf { kind, text, node, width, linked, away, is_title });
    }
}

/// Whether a script is data for search engines.
fn is_data(tag: &StartTag<usize>) -> bool {
    tag.attributes
        .get(b"type".as_slice())
        .is_some_and(|kind| kind.value.trim_ascii().eq_ignore_ascii_case(b"application/ld+json"))
}

/// Whether a style says that an element is not shown.
fn is_not_displayed(style: &[u8]) -> bool {
    style.split(|&byte| byte == b';').any(|rule| {
        let rule: Vec<u8> = rule
            .iter()
            .take(60)
            .filter(|byte| !byte.is_ascii_whitespace())
            .map(u8::to_ascii_lowercase)
            .collect();
        rule.starts_with(b"display:none") || rule.starts_with(b"visibility:hidden")
    })
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    })
}
