//! What stands on a sheet beside its cells: comments, and text boxes of drawings. The parser of workbooks gives neither.

use std::collections::{HashMap, HashSet};

use super::MAX_CELLS;
use crate::corpus::DocumentFault;
use crate::corpus::documents::MAX_ENTRIES;
use crate::corpus::documents::package::Package;
use crate::corpus::documents::pptx::relations;
use crate::corpus::documents::xml::{self, Flow, Node};

/// A comment or a paragraph of a text box.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Note {
    /// The row that it stands at, from 1.
    pub(super) row: u32,
    pub(super) text: String,
}

/// What stands beside the cells of a workbook, by the name of the sheet, and what could not be read of it.
#[derive(Debug, Default)]
pub(super) struct Notes {
    pub(super) of_sheets: HashMap<String, Vec<Note>>,
    pub(super) fault: Option<DocumentFault>,
    count: usize,
    /// The cells of a sheet that have comments with answers. Their comments stand among the others as well, for programs that
    /// know no answers.
    answered: HashSet<String>,
}

impl Notes {
    pub(super) fn read(package: &mut Package) -> Self {
        let mut notes = Self::default();
        notes.fault = notes.add_all(package).err();
        notes
    }

    fn add_all(&mut self, package: &mut Package) -> Result<(), DocumentFault> {
        let of_file = relations(package, "")?;
        let main = of_file.into_values().find(|(kind, _)| kind.ends_with("/officeDocument"));
        let main = main.map_or_else(|| "xl/workbook.xml".to_owned(), |(_, target)| target);
        let Some(workbook) = package.text(&main)? else { return Ok(()) };
        let parts = relations(package, &main)?;
        let mut sheets = Vec::new();
        xml::each(&workbook, |node| {
            if let Node::Start(tag) = node
                && tag.name() == "sheet"
                && let (Some(name), Some(id)) = (tag.exactly("name"), tag.attribute("id"))
            {
                sheets.push((name, id));
            }
            if sheets.len() > MAX_ENTRIES { Flow::Stop } else { Flow::On }
        })?;
        for (name, id) in sheets {
            let Some((_, part)) = parts.get(&id) else { continue };
            let notes = self.of_sheet(package, part)?;
            if !notes.is_empty() {
                self.of_sheets.insert(name, notes);
            }
        }
        Ok(())
    }

    fn of_sheet(&mut self, package: &mut Package, sheet: &str) -> Result<Vec<Note>, DocumentFault> {
        let related: Vec<(String, String)> = relations(package, sheet)?.into_values().collect();
        let targets = |kind: &str| -> Vec<&str> {
            let of_kind = related.iter().filter(|(own, _)| own.ends_with(kind));
            let mut targets: Vec<&str> = of_kind.map(|(_, target)| target.as_str()).collect();
            targets.sort_unstable();
            targets
        };
        let mut notes = Vec::new();
        self.answered.clear();
        for part in targets("/threadedComment") {
            self.add(package, part, true, &mut notes)?;
        }
        for part in targets("/comments") {
            self.add(package, part, false, &mut notes)?;
        }
        for part in targets("/drawing") {
            self.add_boxes(package, part, &mut notes)?;
        }
        notes.sort_by_key(|note| note.row);
        Ok(notes)
    }

    /// Adds the comments of a part.
    fn add(
        &mut self,
        package: &mut Package,
        part: &str,
        have_answers: bool,
        notes: &mut Vec<Note>,
    ) -> Result<(), DocumentFault> {
        let Some(text) = package.text(part)? else { return Ok(()) };
        let element = if have_answers { "threadedComment" } else { "comment" };
        let mut open: Option<Note> = None;
        let mut in_text = false;
        let mut full = false;
        let read = xml::each(&text, |node| {
            match node {
                // How a word is read is said above it.
                Node::Start(tag) if tag.name() == "rPh" => return Flow::Skip,
                Node::Start(tag) if tag.name() == element => {
                    let cell = tag.attribute("ref").unwrap_or_default();
                    if !have_answers && self.answered.contains(&cell) {
                        return Flow::Skip;
                    }
                    open = Some(Note { row: row(&cell), text: String::new() });
                    if have_answers {
                        self.answered.insert(cell);
                    }
                }
                Node::Start(tag) => in_text = matches!(tag.name(), "t" | "text"),
                Node::Text(text) if in_text => {
                    if let Some(open) = &mut open {
                        open.text.push_str(text);
                    }
                }
                Node::End(name) if name == element => full = !self.keep(open.take(), notes),
                Node::End("t" | "text") => in_text = false,
                Node::Text(_) | Node::End(_) => {}
            }
            if full { Flow::Stop } else { Flow::On }
        });
        self.keep(open, notes);
        read.and_then(|()| self.within_bounds())
    }

    /// Adds the paragraphs of the text boxes and shapes of a drawing.
    fn add_boxes(
        &mut self,
        package: &mut Package,
        part: &str,
        notes: &mut Vec<Note>,
    ) -> Result<(), DocumentFault> {
        let Some(text) = package.text(part)? else { return Ok(()) };
        // The row of the anchor, which holds it as a text from 0.
        let (mut row, mut number) = (1, String::new());
        let (mut in_from, mut in_row, mut in_text) = (false, false, false);
        let mut paragraph = String::new();
        let mut full = false;
        let read = xml::each(&text, |node| {
            match node {
                Node::Start(tag) => match tag.name() {
                    "Fallback" => return Flow::Skip,
                    "from" => in_from = true,
                    "row" if in_from => in_row = true,
                    "oneCellAnchor" | "twoCellAnchor" | "absoluteAnchor" => row = 1,
                    "t" => in_text = true,
                    "br" => paragraph.push('\n'),
                    _ => {}
                },
                Node::Text(text) if in_row && number.len() < 16 => number.push_str(text),
                Node::Text(text) if in_text => paragraph.push_str(text),
                Node::End("row") if in_row => {
                    in_row = false;
                    row = number.trim().parse().unwrap_or(0_u32).saturating_add(1);
                    number.clear();
                }
                Node::End("from") => in_from = false,
                Node::End("t") => in_text = false,
                Node::End("p") => {
                    full = !self.keep(Some(Note { row, text: std::mem::take(&mut paragraph) }), notes);
                }
                Node::Text(_) | Node::End(_) => {}
            }
            if full { Flow::Stop } else { Flow::On }
        });
        self.keep(Some(Note { row, text: paragraph }), notes);
        read.and_then(|()| self.within_bounds())
    }

    /// Keeps what says something; whether more may come.
    fn keep(&mut self, note: Option<Note>, notes: &mut Vec<Note>) -> bool {
        if let Some(note) = note
            && !note.text.trim().is_empty()
            && self.count <= MAX_CELLS
        {
            self.count += 1;
            notes.push(note);
        }
        self.count <= MAX_CELLS
    }

    fn within_bounds(&self) -> Result<(), DocumentFault> {
        if self.count > MAX_CELLS {
            return Err(DocumentFault::TooManyParts { what: "comments", most: MAX_CELLS });
        }
        Ok(())
    }
}

/// The row of a cell, such as `BC12`.
fn row(cell: &str) -> u32 {
    let digits = cell.trim_start_matches(|c: char| c == '$' || c.is_ascii_alphabetic());
    digits.parse().unwrap_or(1).max(1)
}
