//! What paragraphs of a style are, and how the items of a list are marked.

use std::collections::{HashMap, HashSet};

use crate::corpus::documents::xml::{self, Flow, Node};

/// How many styles may rest on one another.
const DEPTH: usize = 20;

/// What a style says of its paragraphs.
#[derive(Debug, Clone, Default)]
pub(super) struct Look {
    pub(super) is_heading: bool,
    pub(super) is_hidden: bool,
    pub(super) list: Option<String>,
    based_on: Option<String>,
}

/// The styles of a document, by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles(HashMap<String, Look>);

impl Styles {
    /// Reads as far as it can.
    pub(super) fn read(text: &str) -> Self {
        let mut styles = HashMap::new();
        let mut open: Option<(String, Look)> = None;
        let _ = xml::each(text, |node| {
            match node {
                Node::Start(tag) if tag.name() == "style" => {
                    open = tag.attribute("styleId").map(|id| (id, Look::default()));
                }
                Node::Start(tag) => {
                    let value = || tag.attribute("val");
                    let Some((_, look)) = &mut open else { return Flow::On };
                    match tag.name() {
                        "name" => look.is_heading |= value().is_some_and(|name| is_heading(&name)),
                        "outlineLvl" => {
                            look.is_heading |= value()
                                .and_then(|level| level.parse::<u8>().ok())
                                .is_some_and(|level| level < 9);
                        }
                        "basedOn" => look.based_on = value(),
                        "numId" => look.list = value(),
                        "vanish" => look.is_hidden = super::is_on(tag),
                        _ => {}
                    }
                }
                Node::End("style") => styles.extend(open.take()),
                _ => {}
            }
            Flow::On
        });
        Self(styles)
    }

    /// What a style says, with what it rests on.
    pub(super) fn look(&self, id: &str) -> Look {
        let mut look = Look::default();
        let mut next = Some(id);
        for _ in 0..DEPTH {
            let Some(style) = next.and_then(|id| self.0.get(id)) else { break };
            look.is_heading |= style.is_heading;
            look.is_hidden |= style.is_hidden;
            look.list = look.list.or_else(|| style.list.clone());
            next = style.based_on.as_deref();
        }
        look
    }

    pub(super) fn is_hidden(&self, id: &str) -> bool {
        self.look(id).is_hidden
    }
}

/// Built-in styles have English names in the file, whatever the language of the program.
fn is_heading(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    matches!(name.as_str(), "title" | "subtitle")
        || name.strip_prefix("heading ").is_some_and(|level| level.trim().parse::<u8>().is_ok())
}

/// The lists of a document: which of their levels are numbered, and how far each has come.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// The kind of each list.
    kinds: HashMap<String, String>,
    /// Levels with bullets, of each kind.
    bullets: HashSet<(String, usize)>,
    counts: HashMap<(String, usize), u64>,
}

impl Lists {
    /// Reads as far as it can.
    pub(super) fn read(text: &str) -> Self {
        let mut lists = Self::default();
        let (mut kind, mut level, mut list) = (None, 0, None);
        let _ = xml::each(text, |node| {
            if let Node::Start(tag) = node {
                match tag.name() {
                    "abstractNum" => kind = tag.attribute("abstractNumId"),
                    "lvl" => level = tag.attribute("ilvl").and_then(|level| level.parse().ok()).unwrap_or(0),
                    "numFmt" if matches!(tag.attribute("val").as_deref(), Some("bullet" | "none")) => {
                        lists.bullets.extend(kind.clone().map(|kind| (kind, level)));
                    }
                    "num" => (list, kind) = (tag.attribute("numId"), None),
                    "abstractNumId" => lists.kinds.extend(list.take().zip(tag.attribute("val"))),
                    _ => {}
                }
            }
            Flow::On
        });
        lists
    }

    /// The marker of the next item of a list.
    pub(super) fn marker(&mut self, list: &str, level: usize) -> String {
        let Some(kind) = self.kinds.get(list) else { return "•".to_owned() };
        if self.bullets.contains(&(kind.clone(), level)) {
            return "•".to_owned();
        }
        // What stands deeper begins anew.
        self.counts.retain(|(own, deeper), _| own != list || *deeper <= level);
        let count = self.counts.entry((list.to_owned(), level)).or_default();
        *count += 1;
        format!("{count}.")
    }
}
