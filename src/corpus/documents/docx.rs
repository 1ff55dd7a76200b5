//! Word processing as Word writes it (ECMA-376): paragraphs, lists, tables, notes, comments; what is deleted or hidden is no text.

mod math;
mod styles;

use super::blocks::Blocks;
use super::package::Package;
use super::xml::{self, Flow, Node, Tag, Visitor};
use crate::corpus::block::{Kind, Parsed};
use crate::corpus::{Boilerplate, DocumentFault};
use math::Math;
use styles::{Lists, Styles};

/// Elements without text of the document: deletions, instructions of fields, readings of ideographs, and in `Fallback` what
/// the choice beside it says already.
const SKIPPED: &[&str] = &[
    "del",
    "moveFrom",
    "instrText",
    "delInstrText",
    "Fallback",
    "sectPr",
    "rt",
    "tblPr",
    "tcPr",
    "trPr",
    "sdtPr",
];

pub(super) fn parse(package: &mut Package) -> Result<Parsed, DocumentFault> {
    let main = main_part(package)?;
    let folder = main.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let mut part = |name: &str| package.text(&format!("{folder}{name}"));
    let styles = Styles::read(part("styles.xml")?.as_deref().unwrap_or(""));
    let lists = Lists::read(part("numbering.xml")?.as_deref().unwrap_or(""));
    let notes = [part("footnotes.xml")?, part("endnotes.xml")?];
    let comments = part("comments.xml")?;
    let mut reader = Reader { styles, lists, ..Reader::default() };
    xml::visit(&package.needed(&main)?, &mut reader)?;
    for notes in notes.into_iter().flatten() {
        xml::visit(&notes, &mut reader)?;
    }
    if let Some(comments) = comments {
        reader.apart = Some(Boilerplate::Navigation);
        xml::visit(&comments, &mut reader)?;
    }
    let mut blocks = reader.blocks;
    blocks.place_by_headings();
    let mut parsed = blocks.parsed;
    properties(package, &mut parsed)?;
    Ok(parsed)
}

/// What the core properties of a package say of the document.
pub(super) fn properties(package: &mut Package, parsed: &mut Parsed) -> Result<(), DocumentFault> {
    let core = package.text("docProps/core.xml")?.unwrap_or_default();
    let [title, creator, created, modified] = xml::texts(&core, ["title", "creator", "created", "modified"]);
    parsed.title = title.or_else(|| first_heading(parsed));
    parsed.source = creator;
    parsed.date = created.or(modified);
    Ok(())
}

pub(super) fn first_heading(parsed: &Parsed) -> Option<String> {
    let first = parsed.blocks.iter().find(|block| block.kind == Kind::Heading)?;
    Some(first.text.text().replace('\n', " "))
}

/// The part that the relationships of the package call its document; they may be wrong where the document is not.
fn main_part(package: &mut Package) -> Result<String, DocumentFault> {
    let mut found = None;
    if let Some(text) = package.text("_rels/.rels")? {
        xml::each(&text, |node| {
            if let Node::Start(tag) = node
                && tag.attribute("Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
            {
                found = tag.attribute("Target");
            }
            Flow::On
        })?;
    }
    let found = found.map(|name| name.trim_start_matches('/').to_owned());
    Ok(found.filter(|name| package.has(name)).unwrap_or_else(|| "word/document.xml".to_owned()))
}

/// A paragraph that is open: one of a text box stands within another one.
#[expect(clippy::struct_excessive_bools, reason = "each tells of an element whether it is open")]
#[derive(Debug, Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    /// Number of the list that it is an item of.
    list: Option<String>,
    level: usize,
    outline: Option<usize>,
    /// Whether the element that is open says how the paragraph looks.
    in_properties: bool,
    in_run_properties: bool,
    in_text: bool,
    /// The run that is open is not shown.
    hidden: bool,
}

#[derive(Debug, Default)]
struct Reader {
    blocks: Blocks,
    styles: Styles,
    lists: Lists,
    open: Vec<Paragraph>,
    /// The table that is open, and how many stand within it.
    table: Option<Vec<Vec<String>>>,
    tables: usize,
    math: Math,
    /// What is read is not part of the text proper.
    apart: Option<Boilerplate>,
}

impl Visitor for Reader {
    fn start(&mut self, tag: &Tag<'_>) -> Flow {
        let name = tag.name();
        if SKIPPED.contains(&name) {
            return Flow::Skip;
        }
        match name {
            "p" => self.open.push(Paragraph::default()),
            "tbl" => {
                self.tables += 1;
                self.table.get_or_insert_default();
            }
            "tr" if self.tables == 1 => self.table.get_or_insert_default().push(Vec::new()),
            "tc" if self.tables == 1 => {
                if let Some(row) = self.table.as_mut().and_then(|table| table.last_mut()) {
                    row.push(String::new());
                }
            }
            // The lines that part notes from text.
            "footnote" | "endnote" if tag.attribute("type").is_some_and(|kind| kind != "normal") => {
                return Flow::Skip;
            }
            _ => {}
        }
        let Some(open) = self.open.last_mut() else { return Flow::On };
        self.math.start(name, tag, &mut open.text);
        match name {
            "pPr" => open.in_properties = true,
            // How a paragraph looked before it was changed.
            "pPrChange" | "rPrChange" | "tabs" => return Flow::Skip,
            "rPr" => open.in_run_properties = true,
            "r" => open.hidden = false,
            "pStyle" if open.in_properties => open.style = tag.attribute("val"),
            "numId" if open.in_properties => open.list = tag.attribute("val"),
            "ilvl" if open.in_properties => open.level = number(tag).unwrap_or(0),
            "outlineLvl" if open.in_properties => open.outline = number(tag),
            "vanish" if open.in_run_properties && !open.in_properties => open.hidden = is_on(tag),
            "rStyle" if open.in_run_properties && !open.in_properties => {
                let style = tag.attribute("val");
                open.hidden |= style.is_some_and(|style| self.styles.is_hidden(&style));
            }
            "t" | "delText" if !open.in_properties => open.in_text = true,
            "tab" if !open.in_properties && !open.hidden => open.text.push(' '),
            "br" | "cr" if !open.hidden => open.text.push('\n'),
            "noBreakHyphen" if !open.hidden => open.text.push('-'),
            _ => {}
        }
        Flow::On
    }

    fn end(&mut self, name: &str) {
        match name {
            "tbl" => {
                self.tables = self.tables.saturating_sub(1);
                if self.tables == 0
                    && let Some(rows) = self.table.take()
                {
                    self.blocks.table_apart(&rows, None, self.apart);
                }
            }
            "p" => {
                if let Some(paragraph) = self.open.pop() {
                    self.close(paragraph);
                }
            }
            _ => {}
        }
        let Some(open) = self.open.last_mut() else { return };
        self.math.end(name, &mut open.text);
        match name {
            "pPr" => (open.in_properties, open.in_run_properties) = (false, false),
            "rPr" => open.in_run_properties = false,
            "r" => open.hidden = false,
            "t" | "delText" => open.in_text = false,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut().filter(|open| open.in_text && !open.hidden) {
            open.text.push_str(text);
        }
    }

    fn is_full(&self) -> bool {
        self.blocks.is_full()
    }
}

impl Reader {
    fn close(&mut self, paragraph: Paragraph) {
        let cell = self.table.as_mut().and_then(|table| table.last_mut()).and_then(|row| row.last_mut());
        if let Some(cell) = cell {
            if !cell.is_empty() && !paragraph.text.is_empty() {
                cell.push(' ');
            }
            cell.push_str(&paragraph.text);
            return;
        }
        let style = paragraph.style.as_deref().map(|style| self.styles.look(style)).unwrap_or_default();
        let list = paragraph.list.or(style.list);
        if style.is_hidden {
        } else if style.is_heading || paragraph.outline.is_some_and(|level| level < 9) {
            self.blocks.add_apart(Kind::Heading, &paragraph.text.replace('\n', " "), None, self.apart);
        } else if let Some(list) = list.filter(|list| list != "0")
            && !paragraph.text.trim().is_empty()
        {
            let marker = self.lists.marker(&list, paragraph.level);
            self.blocks.add_apart(Kind::Item, &format!("{marker} {}", paragraph.text), None, self.apart);
        } else {
            self.blocks.add_apart(Kind::Paragraph, &paragraph.text, None, self.apart);
        }
    }
}

fn number(tag: &Tag<'_>) -> Option<usize> {
    tag.attribute("val")?.parse().ok()
}

/// Whether a switch is on: it is when nothing else is said.
fn is_on(tag: &Tag<'_>) -> bool {
    !matches!(tag.attribute("val").as_deref(), Some("0" | "false" | "off"))
}
