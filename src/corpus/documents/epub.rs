//! Books: the pages of an EPUB in the order of its spine, each read as HTML.

use std::collections::HashMap;

use super::MAX_ENTRIES;
use super::blocks::Blocks;
use super::package::Package;
use super::pptx::resolved;
use super::xml::{self, Flow, Node};
use crate::corpus::block::{Kind, Parsed};
use crate::corpus::{Boilerplate, DocumentFault, Place, html};

const CONTAINER: &str = "META-INF/container.xml";

pub(super) fn parse(package: &mut Package) -> Result<Parsed, DocumentFault> {
    let mut root = None;
    xml::each(&package.needed(CONTAINER)?, |node| {
        if let Node::Start(tag) = node
            && tag.name() == "rootfile"
        {
            root = tag.attribute("full-path");
        }
        if root.is_some() { Flow::Stop } else { Flow::On }
    })?;
    let root = root.ok_or_else(|| DocumentFault::damaged(format!("`{CONTAINER}` names no book")))?;
    let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
    let book = package.needed(&root)?;
    let (mut manifest, mut spine, mut contents) = (HashMap::new(), Vec::new(), None);
    xml::each(&book, |node| {
        if let Node::Start(tag) = node {
            match tag.name() {
                "item" => {
                    if let (Some(id), Some(href)) = (tag.attribute("id"), tag.attribute("href")) {
                        let page = resolved(folder, &decoded(&href));
                        if is_contents(tag.attribute("properties")) {
                            contents = Some(page.clone());
                        }
                        manifest.insert(id, page);
                    }
                }
                "itemref" => spine.extend(tag.attribute("idref")),
                _ => {}
            }
        }
        if spine.len() > MAX_ENTRIES { Flow::Stop } else { Flow::On }
    })?;
    let encrypted = encrypted(package)?;
    let mut blocks = Blocks::default();
    let pages: Vec<String> = spine.iter().filter_map(|id| manifest.get(id).cloned()).collect();
    for page in pages {
        if encrypted.contains(&page) {
            return Err(DocumentFault::Encrypted);
        }
        let Some(text) = package.text(&page)? else { continue };
        let parsed = html::parse(&text, 0);
        let heading = parsed.blocks.iter().find(|block| block.kind == Kind::Heading);
        let chapter = match heading {
            Some(heading) => heading.text.text().replace('\n', " "),
            None => page.rsplit_once('/').map_or(page.as_str(), |(_, file)| file).to_owned(),
        };
        // The table of contents names what is read anyway; a book of one page may have its text behind it.
        let is_text = parsed.blocks.iter().any(|block| block.kind == Kind::Paragraph);
        let apart = (contents.as_ref() == Some(&page) && !is_text).then_some(Boilerplate::Navigation);
        blocks.extend(parsed, Some(&Place::Part(chapter.chars().take(80).collect())), apart);
        if blocks.is_full() {
            break;
        }
    }
    let mut parsed = blocks.parsed;
    let [title, creator, date, language] = xml::texts(&book, ["title", "creator", "date", "language"]);
    parsed.title = title;
    parsed.source = creator;
    parsed.date = date;
    parsed.language = language.and_then(|code| code.parse().ok());
    Ok(parsed)
}

/// Whether a page with these properties is the table of contents.
fn is_contents(properties: Option<String>) -> bool {
    properties.is_some_and(|properties| properties.split_whitespace().any(|property| property == "nav"))
}

/// The pages that cannot be read without a key. Fonts are often made unreadable, which does not matter.
fn encrypted(package: &mut Package) -> Result<Vec<String>, DocumentFault> {
    let mut pages = Vec::new();
    let Some(text) = package.text("META-INF/encryption.xml")? else { return Ok(pages) };
    xml::each(&text, |node| {
        if let Node::Start(tag) = node
            && tag.name() == "CipherReference"
        {
            pages.extend(tag.attribute("URI").map(|name| decoded(&name)));
        }
        if pages.len() > MAX_ENTRIES { Flow::Stop } else { Flow::On }
    })?;
    Ok(pages)
}

/// A name without `%20` and the like, and without the place within the page.
fn decoded(href: &str) -> String {
    let href = href.split('#').next().unwrap_or(href);
    let mut bytes = Vec::with_capacity(href.len());
    let mut rest = href.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = |byte: u8| char::from(byte).to_digit(16);
        match (first, after) {
            (b'%', &[high, low, ref behind @ ..]) if hex(high).is_some() && hex(low).is_some() => {
                let value = hex(high).unwrap_or(0) * 16 + hex(low).unwrap_or(0);
                bytes.push(value as u8);
                rest = behind;
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
