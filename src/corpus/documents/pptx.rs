//! Slides as PowerPoint writes them (ECMA-376), in the order in which they are shown, each with its notes.

use std::collections::HashMap;

use super::MAX_ENTRIES;
use super::blocks::Blocks;
use super::docx::properties;
use super::package::Package;
use super::xml::{self, Flow, Node, Tag};
use crate::corpus::block::{Kind, Parsed};
use crate::corpus::{Boilerplate, DocumentFault, Place};

/// What belongs to a slide and stands in parts of its own, by the ends of what these are said to be, and whether it is set apart.
const BESIDE: [(&str, Option<Boilerplate>); 4] = [
    ("/diagramData", None),
    ("/chart", None),
    ("/notesSlide", None),
    ("/comments", Some(Boilerplate::Navigation)),
];

const MAIN: &str = "ppt/presentation.xml";

pub(super) fn parse(package: &mut Package) -> Result<Parsed, DocumentFault> {
    let mut ids = Vec::new();
    xml::each(&package.needed(MAIN)?, |node| {
        if let Node::Start(tag) = node
            && tag.name() == "sldId"
        {
            ids.extend(tag.exactly("r:id"));
        }
        if ids.len() > MAX_ENTRIES { Flow::Stop } else { Flow::On }
    })?;
    let related = relations(package, MAIN)?;
    let mut slides: Vec<String> =
        ids.iter().filter_map(|id| related.get(id)).map(|(_, target)| target.clone()).collect();
    slides.retain(|slide| package.has(slide));
    if slides.is_empty() {
        // Relationships may be wrong where the slides are not.
        slides = (1..=MAX_ENTRIES)
            .map(|number| format!("ppt/slides/slide{number}.xml"))
            .take_while(|slide| package.has(slide))
            .collect();
    }
    let mut blocks = Blocks::default();
    for (slide, number) in slides.iter().zip(1..) {
        let place = Place::Slide(number);
        read(&package.needed(slide)?, &mut blocks, &place, None)?;
        let mut related: Vec<(usize, Option<Boilerplate>, String)> = relations(package, slide)?
            .into_values()
            .filter_map(|(kind, target)| {
                let rank = BESIDE.iter().position(|(end, _)| kind.ends_with(end))?;
                Some((rank, BESIDE[rank].1, target))
            })
            .collect();
        related.sort_unstable_by(|one, other| (one.0, &one.2).cmp(&(other.0, &other.2)));
        for (_, apart, part) in related {
            if let Some(text) = package.text(&part)? {
                read(&text, &mut blocks, &place, apart)?;
            }
        }
        if blocks.is_full() {
            break;
        }
    }
    let mut parsed = blocks.parsed;
    properties(package, &mut parsed)?;
    Ok(parsed)
}

/// What a part is related to: kind and name, by id.
pub(super) fn relations(
    package: &mut Package,
    part: &str,
) -> Result<HashMap<String, (String, String)>, DocumentFault> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let mut related = HashMap::new();
    let Some(text) = package.text(&format!("{folder}/_rels/{file}.rels"))? else { return Ok(related) };
    xml::each(&text, |node| {
        if let Node::Start(tag) = node
            && let (Some(id), Some(kind), Some(target)) =
                (tag.attribute("Id"), tag.attribute("Type"), tag.attribute("Target"))
        {
            related.insert(id, (kind, resolved(folder, &target)));
        }
        Flow::On
    })?;
    Ok(related)
}

/// A name as seen from a folder of the package.
pub(super) fn resolved(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The shape that is open.
#[derive(Debug, Default)]
struct Shape {
    is_title: bool,
    /// Number, date and the like stand on every slide.
    is_furniture: bool,
}

#[derive(Debug, Default)]
struct Reader {
    shape: Shape,
    text: String,
    in_text: bool,
    is_bullet: bool,
    table: Option<Vec<Vec<String>>>,
}

fn read(
    text: &str,
    blocks: &mut Blocks,
    place: &Place,
    apart: Option<Boilerplate>,
) -> Result<(), DocumentFault> {
    let mut reader = Reader::default();
    // The title may stand below the rest in the file, and is above it on the slide.
    let (mut titles, mut rest) = (Vec::new(), Vec::new());
    xml::each(text, |node| {
        match node {
            Node::Start(tag) => return reader.start(tag),
            Node::Text(text) if reader.in_text => reader.text.push_str(text),
            Node::End("t") => reader.in_text = false,
            Node::End("text") if !reader.in_text => {}
            Node::End("p" | "text") => {
                reader.in_text = false;
                let text = std::mem::take(&mut reader.text);
                let cell = reader.table.as_mut().and_then(|table| table.last_mut()?.last_mut());
                if let Some(cell) = cell {
                    if !cell.is_empty() {
                        cell.push(' ');
                    }
                    cell.push_str(&text);
                } else if reader.shape.is_furniture {
                } else if reader.shape.is_title {
                    titles.push(text.replace('\n', " "));
                } else {
                    rest.push(Part::Text(reader.is_bullet, text));
                }
            }
            Node::End("tbl") => rest.extend(reader.table.take().map(Part::Table)),
            Node::End("sp") => reader.shape = Shape::default(),
            Node::Text(_) | Node::End(_) => {}
        }
        if titles.len() + rest.len() > crate::corpus::block::MAX_BLOCKS { Flow::Stop } else { Flow::On }
    })?;
    for title in titles {
        blocks.add_apart(Kind::Heading, &title, Some(place.clone()), apart);
    }
    for part in rest {
        match part {
            Part::Text(true, text) if !text.trim().is_empty() => {
                blocks.add_apart(Kind::Item, &format!("• {text}"), Some(place.clone()), apart);
            }
            Part::Text(_, text) => blocks.add_apart(Kind::Paragraph, &text, Some(place.clone()), apart),
            Part::Table(rows) => blocks.table(&rows, Some(place)),
        }
    }
    Ok(())
}

enum Part {
    Text(bool, String),
    Table(Vec<Vec<String>>),
}

impl Reader {
    fn start(&mut self, tag: &Tag<'_>) -> Flow {
        match tag.name() {
            "Fallback" => return Flow::Skip,
            "fld" if tag.attribute("type").is_some_and(|kind| kind == "slidenum") => return Flow::Skip,
            "sp" => self.shape = Shape::default(),
            "ph" => {
                let kind = tag.attribute("type");
                self.shape.is_title = matches!(kind.as_deref(), Some("title" | "ctrTitle"));
                self.shape.is_furniture = matches!(kind.as_deref(), Some("sldNum" | "dt" | "ftr" | "hdr"));
                // What stands in the body of a slide is a list, unless it says that it has no bullets.
                self.is_bullet = false;
            }
            "p" => {
                self.is_bullet = false;
                self.text.clear();
            }
            "buChar" | "buAutoNum" => self.is_bullet = true,
            "t" => self.in_text = true,
            // Of a comment.
            "text" => {
                self.text.clear();
                self.in_text = true;
            }
            "br" => self.text.push('\n'),
            "tab" => self.text.push(' '),
            "tbl" => self.table = Some(Vec::new()),
            "tr" => {
                if let Some(table) = &mut self.table {
                    table.push(Vec::new());
                }
            }
            "tc" => {
                if let Some(row) = self.table.as_mut().and_then(|table| table.last_mut()) {
                    row.push(String::new());
                }
            }
            _ => {}
        }
        Flow::On
    }
}
