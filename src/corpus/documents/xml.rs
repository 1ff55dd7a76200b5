//! XML as a run of elements and text, without a tree: what is nested a million deep takes no more stack than what is flat.
//!
//! Entities are those of XML itself. A document may define others, and may so be made to fill memory; they stand for nothing here.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use crate::corpus::DocumentFault;

/// What comes next.
#[derive(Debug)]
pub(super) enum Node<'a> {
    Start(&'a Tag<'a>),
    /// Local name of the element that ends.
    End(&'a str),
    Text(&'a str),
}

/// An element that begins.
#[derive(Debug)]
pub(super) struct Tag<'a> {
    start: &'a BytesStart<'a>,
}

/// Whether what is in an element is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    On,
    /// The element that begins is passed over with all that it holds; its end is not told.
    Skip,
    /// No more is read.
    Stop,
}

impl Tag<'_> {
    /// Name without its prefix.
    pub(super) fn name(&self) -> &str {
        local(self.start.name().into_inner())
    }

    /// Value of an attribute, by its name without its prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        self.find(|key| local(key) == name)
    }

    /// Value of an attribute, by its whole name.
    pub(super) fn exactly(&self, name: &str) -> Option<String> {
        self.find(|key| key == name)
    }

    fn find(&self, is: impl Fn(&str) -> bool) -> Option<String> {
        let mut attributes = self.start.attributes();
        attributes.with_checks(false);
        let found = attributes.flatten().find(|attribute| is(attribute.key.into_inner()))?;
        found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// What reads a document by its elements.
pub(super) trait Visitor {
    fn start(&mut self, tag: &Tag<'_>) -> Flow;
    fn end(&mut self, name: &str);
    fn text(&mut self, text: &str);
    /// Whether no more is wanted.
    fn is_full(&self) -> bool;
}

/// Tells `visitor` what `text` holds, in order.
pub(super) fn visit(text: &str, visitor: &mut impl Visitor) -> Result<(), DocumentFault> {
    each(text, |node| {
        let flow = match node {
            Node::Start(tag) => visitor.start(tag),
            Node::End(name) => {
                visitor.end(name);
                Flow::On
            }
            Node::Text(text) => {
                visitor.text(text);
                Flow::On
            }
        };
        if visitor.is_full() { Flow::Stop } else { flow }
    })
}

/// Tells `visit` what `text` holds, in order.
pub(super) fn each(text: &str, mut visit: impl FnMut(Node<'_>) -> Flow) -> Result<(), DocumentFault> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.allow_dangling_amp = true;
    // The readers need no more than that each end closes the element that is open.
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    // How many elements are open within one that is passed over.
    let mut skipped = 0_usize;
    loop {
        let event = reader.read_event().map_err(|error| {
            DocumentFault::damaged(format!("its XML is broken at byte {}: {error}", reader.error_position()))
        })?;
        let flow = match event {
            Event::Eof => return Ok(()),
            Event::Start(_) if skipped > 0 => {
                skipped += 1;
                continue;
            }
            Event::End(_) if skipped > 0 => {
                skipped -= 1;
                continue;
            }
            _ if skipped > 0 => continue,
            Event::Start(start) => visit(Node::Start(&Tag { start: &start })),
            Event::End(end) => visit(Node::End(local(end.name().into_inner()))),
            Event::Text(text) => visit(Node::Text(&text.xml10_content())),
            Event::CData(text) => visit(Node::Text(&text.xml10_content())),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().ok().flatten().map(String::from);
                match character.as_deref().or_else(|| known(&reference.into_inner())) {
                    Some(text) => visit(Node::Text(text)),
                    None => Flow::On,
                }
            }
            _ => Flow::On,
        };
        match flow {
            Flow::On => {}
            Flow::Skip => skipped = 1,
            Flow::Stop => return Ok(()),
        }
    }
}

fn known(entity: &str) -> Option<&'static str> {
    Some(match entity {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => "\u{A0}",
        _ => return None,
    })
}

/// The text of the first element of each name, in the order of `names`.
pub(super) fn texts<const N: usize>(text: &str, names: [&str; N]) -> [Option<String>; N] {
    let mut found: [Option<String>; N] = std::array::from_fn(|_| None);
    let mut open: Option<usize> = None;
    // What is broken behind them does not matter.
    let _ = each(text, |node| {
        match node {
            Node::Start(tag) => {
                open = names.iter().position(|name| *name == tag.name()).filter(|&at| found[at].is_none());
            }
            Node::Text(text) => {
                if let Some(at) = open {
                    found[at].get_or_insert_default().push_str(text);
                }
            }
            Node::End(_) => open = None,
        }
        Flow::On
    });
    found.map(|text| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()))
}
