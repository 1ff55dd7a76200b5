//! Word processing as OpenDocument has it: paragraphs, lists, tables, notes; what is deleted or hidden is no text.

use std::collections::HashSet;

use super::blocks::Blocks;
use super::docx::first_heading;
use super::package::Package;
use super::xml::{self, Flow, Node, Tag, Visitor};
use crate::corpus::block::{Kind, Parsed};
use crate::corpus::{Boilerplate, DocumentFault};

/// Most spaces that one element stands for.
const SPACES: usize = 100;

pub(super) fn parse(package: &mut Package) -> Result<Parsed, DocumentFault> {
    refuse_encrypted(package)?;
    let mut hidden = HashSet::new();
    if let Some(styles) = package.text("styles.xml")? {
        hidden_styles(&styles, &mut hidden);
    }
    let content = package.needed("content.xml")?;
    hidden_styles(&content, &mut hidden);
    let mut reader = Reader { hidden, ..Reader::default() };
    xml::visit(&content, &mut reader)?;
    let notes = std::mem::take(&mut reader.notes);
    for note in notes {
        reader.blocks.add(Kind::Paragraph, &note, None);
    }
    for comment in std::mem::take(&mut reader.comments) {
        reader.blocks.add_apart(Kind::Paragraph, &comment, None, Some(Boilerplate::Navigation));
    }
    let mut blocks = reader.blocks;
    blocks.place_by_headings();
    let mut parsed = blocks.parsed;
    let meta = package.text("meta.xml")?.unwrap_or_default();
    let [title, creator, initial, date, created] =
        xml::texts(&meta, ["title", "creator", "initial-creator", "date", "creation-date"]);
    parsed.title = title.or_else(|| first_heading(&parsed));
    parsed.source = initial.or(creator);
    parsed.date = created.or(date);
    Ok(parsed)
}

/// The parts of an encrypted document are there, and are noise.
pub(super) fn refuse_encrypted(package: &mut Package) -> Result<(), DocumentFault> {
    let mut encrypted = false;
    let manifest = package.text("META-INF/manifest.xml")?.unwrap_or_default();
    let _ = xml::each(&manifest, |node| {
        if matches!(node, Node::Start(tag) if tag.name() == "encryption-data") {
            encrypted = true;
        }
        if encrypted { Flow::Stop } else { Flow::On }
    });
    if encrypted { Err(DocumentFault::Encrypted) } else { Ok(()) }
}

/// The names of styles whose text is not shown.
fn hidden_styles(text: &str, hidden: &mut HashSet<String>) {
    let mut style = None;
    let _ = xml::each(text, |node| {
        if let Node::Start(tag) = node {
            match tag.name() {
                "body" => return Flow::Stop,
                "style" => style = tag.attribute("name"),
                "text-properties" if tag.attribute("display").as_deref() == Some("none") => {
                    hidden.extend(style.clone());
                }
                _ => {}
            }
        }
        Flow::On
    });
}

#[derive(Debug)]
struct Paragraph {
    text: String,
    kind: Kind,
}

/// A list that is open.
#[derive(Debug)]
struct List {
    /// The item that is open has not been marked yet.
    fresh: bool,
}

#[derive(Debug, Default)]
struct Reader {
    blocks: Blocks,
    hidden: HashSet<String>,
    /// Paragraphs that are open: those of notes and text boxes stand within others.
    open: Vec<Paragraph>,
    /// Notes that are read, and how many paragraphs are around the one that is open.
    notes: Vec<String>,
    note: Option<usize>,
    /// Comments in the same way.
    comments: Vec<String>,
    comment: Option<usize>,
    lists: Vec<List>,
    table: Option<Vec<Vec<String>>>,
    tables: usize,
}

impl Visitor for Reader {
    fn start(&mut self, tag: &Tag<'_>) -> Flow {
        let name = tag.name();
        match name {
            "tracked-changes"
            | "note-citation"
            | "forms"
            | "hidden-text"
            | "ruby-text"
            | "sequence-decls"
            | "hidden-paragraph"
            | "title"
            | "desc"
            | "page-number"
            | "index-title-template"
            | "bibliography-mark"
            | "user-field-decls" => return Flow::Skip,
            "p" | "h" | "span" | "section"
                if tag.attribute("style-name").is_some_and(|style| self.hidden.contains(&style))
                    || (name == "section" && tag.attribute("display").as_deref() == Some("none")) =>
            {
                return Flow::Skip;
            }
            "h" => self.open.push(Paragraph { text: String::new(), kind: Kind::Heading }),
            "p" => self.open.push(Paragraph { text: String::new(), kind: Kind::Paragraph }),
            "list" => self.lists.push(List { fresh: false }),
            "list-item" => {
                if let Some(list) = self.lists.last_mut() {
                    list.fresh = true;
                }
            }
            "note" => self.note = self.note.or(Some(self.open.len())),
            "annotation" => self.comment = self.comment.or(Some(self.open.len())),
            // Who wrote a comment, and when.
            "creator" | "date" | "creator-initials" | "date-string" if self.comment.is_some() => {
                return Flow::Skip;
            }
            "table" => {
                self.tables += 1;
                self.table.get_or_insert_default();
            }
            "table-row" if self.tables == 1 => self.table.get_or_insert_default().push(Vec::new()),
            "table-cell" if self.tables == 1 => {
                if let Some(row) = self.table.as_mut().and_then(|table| table.last_mut()) {
                    row.push(String::new());
                }
            }
            _ => {}
        }
        let Some(open) = self.open.last_mut() else { return Flow::On };
        match name {
            "s" => {
                let count = tag.attribute("c").and_then(|count| count.parse().ok()).unwrap_or(1);
                open.text.extend(std::iter::repeat_n(' ', count.min(SPACES)));
            }
            "tab" => open.text.push(' '),
            "line-break" => open.text.push('\n'),
            _ => {}
        }
        Flow::On
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" | "h" => {
                if let Some(paragraph) = self.open.pop() {
                    self.close(&paragraph);
                }
            }
            "list" => {
                self.lists.pop();
            }
            "note" if self.note == Some(self.open.len()) => self.note = None,
            "annotation" if self.comment == Some(self.open.len()) => self.comment = None,
            "table" => {
                self.tables = self.tables.saturating_sub(1);
                if self.tables == 0
                    && let Some(rows) = self.table.take()
                {
                    self.blocks.table(&rows, None);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut() {
            open.text.push_str(text);
        }
    }

    fn is_full(&self) -> bool {
        self.blocks.is_full()
    }
}

impl Reader {
    fn close(&mut self, paragraph: &Paragraph) {
        let text = &paragraph.text;
        if self.comment.is_some_and(|around| self.open.len() >= around) {
            self.comments.push(text.clone());
            return;
        }
        if self.note.is_some_and(|around| self.open.len() >= around) {
            self.notes.push(text.clone());
            return;
        }
        let cell = self.table.as_mut().and_then(|table| table.last_mut()).and_then(|row| row.last_mut());
        if let Some(cell) = cell {
            if !cell.is_empty() && !text.is_empty() {
                cell.push(' ');
            }
            cell.push_str(text);
        } else if let Some(list) = self.lists.last_mut()
            && std::mem::take(&mut list.fresh)
            && !text.trim().is_empty()
            && paragraph.kind == Kind::Paragraph
        {
            self.blocks.add(Kind::Item, &format!("• {text}"), None);
        } else {
            self.blocks.add(paragraph.kind, text, None);
        }
    }
}
