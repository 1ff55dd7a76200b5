//! Markdown: blocks as `pulldown-cmark` sees them, front matter as YAML.
//!
//! Markup is removed from the text, list markers excepted, so that a list still reads as one. Blocks of raw HTML are
//! read by the HTML reader. A paragraph that is one bold phrase is a heading: that is how many people write them.

mod front_matter;
mod notes;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::block::{Block, Kind, MAX_MARKS, Parsed, TooMany};
use super::html;
use super::table::Table;
use super::traced::Traced;

/// Names of fewer letters say nothing above a text.
const SHORTEST_NAME: usize = 3;

/// Most names and subjects that are put above a text.
const MOST_KEYWORDS: usize = 20;

/// Reads the blocks and the front matter of a Markdown file.
pub(super) fn parse(text: &str) -> Parsed {
    let front_matter::FrontMatter { mut fields, keywords, body } = front_matter::split(text);
    if marks(&text.as_bytes()[body..]) > MAX_MARKS {
        return Parsed::too_many(TooMany::MARKS);
    }
    let mut reader = Reader::default();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_WIKILINKS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let blanked = notes::blanked(&text[body..]);
    for (event, range) in Parser::new_ext(&blanked, options).into_offset_iter() {
        reader.read(event, body + range.start..body + range.end, text);
        if reader.parsed.too_many.is_some() {
            break;
        }
    }
    reader.flush();
    let mut parsed = reader.parsed;
    let first_heading = parsed
        .blocks
        .iter()
        .find(|block| block.kind == Kind::Heading)
        .map(|block| block.text.text().to_owned());
    let title = fields.title();
    head(&mut parsed, title.as_deref(), &keywords, text, body);
    parsed.title = title.or(first_heading);
    parsed.date = fields.date();
    parsed.source = fields.source();
    parsed.language = fields.language();
    parsed.fields = fields.rest();
    parsed
}

/// Puts what a file is called above its text, where the text does not say it: its title, and its other names and subjects.
fn head(parsed: &mut Parsed, title: Option<&str>, keywords: &[String], text: &str, body: usize) {
    if parsed.blocks.is_empty() || (title.is_none() && keywords.is_empty()) {
        return;
    }
    let mut said = String::new();
    for block in &parsed.blocks {
        said.push_str(&block.text.text().to_lowercase());
        said.push('\n');
    }
    let is_new = |name: &&str| {
        let name = name.trim();
        name.chars().count() >= SHORTEST_NAME && !said.contains(&name.to_lowercase())
    };
    let names: Vec<&str> = title.into_iter().filter(is_new).collect();
    let subjects: Vec<&str> =
        keywords.iter().map(String::as_str).take(MOST_KEYWORDS).filter(is_new).collect();
    let mut above = Vec::new();
    for line in [names, subjects] {
        let mut heading = Traced::default();
        for name in line {
            let place = text[..body].find(name).map_or(body..body, |at| at..at + name.len());
            if !heading.is_empty() {
                heading.insert(",", place.start);
                heading.space(place.start);
            }
            heading.push(name, place);
        }
        if !heading.is_empty() {
            above.push(Block::new(Kind::Heading, heading));
        }
    }
    parsed.blocks.splice(0..0, above);
}

/// Number of the signs of which the parser may keep something until the end.
fn marks(text: &[u8]) -> usize {
    let is_mark = |pair: &&[u8]| match pair {
        [b'\n' | b'\r' | b'[' | b']' | b'*' | b'_' | b'`' | b'~' | b'<' | b'>' | b'|' | b'&' | b'\\', ..] => {
            true
        }
        // Signs of lists, which stand in each other in one line.
        [b'-' | b'+' | b'.' | b')', after] => after.is_ascii_whitespace(),
        _ => false,
    };
    text.windows(2).filter(is_mark).count()
}

#[derive(Debug, Default)]
struct Reader {
    parsed: Parsed,
    current: Traced,
    /// What `current` will be.
    kind: Option<Kind>,
    /// The next number of each list around; `None` for bullets.
    lists: Vec<Option<u64>>,
    table: Table,
    /// Depth of bold, and whether all text of the paragraph so far is bold.
    strong: usize,
    only_strong: bool,
    /// Whether the text is that of a link in double brackets which has no text of its own.
    is_page: bool,
    /// Depth of pages that are shown within the text.
    embedded: usize,
    /// Raw HTML, collected until its block ends.
    html: Option<Range<usize>>,
}

impl Reader {
    fn read(&mut self, event: Event<'_>, range: Range<usize>, text: &str) {
        match event {
            Event::Start(tag) => self.start(&tag, &range),
            Event::End(tag) => self.end(tag, text),
            Event::Text(content)
            | Event::Code(content)
            | Event::InlineMath(content)
            | Event::DisplayMath(content) => {
                self.push(&content, range, text);
            }
            Event::SoftBreak => self.current.space(range.start),
            Event::HardBreak => self.current.line_break(range.start),
            Event::Html(_) => {
                let html = self.html.get_or_insert(range.clone());
                html.end = html.end.max(range.end);
            }
            Event::InlineHtml(tag) => {
                if tag.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("<br")) {
                    self.current.line_break(range.start);
                }
            }
            Event::Rule => self.flush(),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn push(&mut self, content: &str, range: Range<usize>, text: &str) {
        if self.embedded > 0 {
            return;
        }
        if self.strong == 0 && content.contains(char::is_alphanumeric) {
            self.only_strong = false;
        }
        // The range of inline code includes its backticks, that of indented code its indentation.
        let range = match text.get(range.clone()).and_then(|source| source.find(content)) {
            Some(at) => range.start + at..range.start + at + content.len(),
            None => range,
        };
        if self.kind == Some(Kind::Code) {
            let mut at = range.start;
            let verbatim = content.len() == range.len();
            for line in content.split_inclusive('\n') {
                self.current.push(line, if verbatim { at..at + line.len() } else { range.clone() });
                self.current.line_break(at);
                at += line.len();
            }
        } else if self.is_page {
            let page = notes::page(content);
            let at = content.find(page).unwrap_or(0);
            let is_same = content.len() == range.len();
            self.current
                .push(page, if is_same { range.start + at..range.start + at + page.len() } else { range });
        } else if content.len() == range.len() {
            for part in notes::parts(content) {
                self.current.push(&content[part.clone()], range.start + part.start..range.start + part.end);
            }
        } else {
            self.current.push(content, range);
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Paragraph => {
                if self.lists.is_empty() || !matches!(self.kind, Some(Kind::Item | Kind::Nested)) {
                    self.begin(Kind::Paragraph);
                } else {
                    // A further paragraph of a list item.
                    self.current.space(range.start);
                }
            }
            Tag::Heading { .. } => self.begin(Kind::Heading),
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => self.begin(Kind::Code),
            Tag::List(first) => {
                self.flush();
                self.lists.push(*first);
            }
            Tag::Item => self.begin_item(range.start),
            Tag::Strong => self.strong += 1,
            Tag::Link { link_type: LinkType::WikiLink { has_pothole }, .. } => self.is_page = !has_pothole,
            Tag::Image { link_type, .. }
                if self.embedded > 0 || matches!(link_type, LinkType::WikiLink { .. }) =>
            {
                self.embedded += 1;
            }
            Tag::Table(_) | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) | Tag::HtmlBlock => self.flush(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, text: &str) {
        match tag {
            TagEnd::Paragraph if self.kind == Some(Kind::Paragraph) => {
                let is_heading = self.only_strong
                    && !self.current.text().contains('\n')
                    && !super::shape::ends_sentence(self.current.text());
                self.kind = Some(if is_heading { Kind::Heading } else { Kind::Paragraph });
                self.flush();
            }
            TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::Item
            | TagEnd::BlockQuote(_)
            | TagEnd::FootnoteDefinition => self.flush(),
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::TableCell => self.table.end_cell(&mut self.current),
            TagEnd::TableHead | TagEnd::TableRow => self.table.end_row(&mut self.current),
            TagEnd::Table => {
                if self.table.is_too_large() {
                    self.parsed.too_many = Some(TooMany::PARAGRAPHS);
                }
                for (kind, text) in std::mem::take(&mut self.table).finish(Traced::default()) {
                    self.parsed.add(kind, text);
                }
            }
            TagEnd::Link => self.is_page = false,
            TagEnd::Image => self.embedded = self.embedded.saturating_sub(1),
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::HtmlBlock => {
                if let Some(range) = self.html.take() {
                    let inner = html::parse(&text[range.clone()], range.start);
                    self.parsed.too_many = self.parsed.too_many.or(inner.too_many);
                    for block in inner.blocks {
                        self.parsed.add(block.kind, block.text);
                    }
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self, kind: Kind) {
        self.flush();
        self.kind = Some(kind);
        self.only_strong = true;
    }

    fn begin_item(&mut self, at: usize) {
        self.begin(if self.lists.len() > 1 { Kind::Nested } else { Kind::Item });
        let marker = match self.lists.last_mut() {
            Some(Some(number)) => {
                let marker = format!("{number}.");
                *number = number.saturating_add(1);
                marker
            }
            _ => "•".to_owned(),
        };
        self.current.insert(&marker, at);
        self.current.space(at);
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.current);
        let kind = self.kind.take().unwrap_or(Kind::Paragraph);
        // A list item may hold nothing but its marker, which stands for no text.
        if !text.source().is_empty() && text.text().contains(char::is_alphanumeric) {
            self.parsed.add(kind, text);
        }
    }
}

#[cfg(test)]
mod tests;
