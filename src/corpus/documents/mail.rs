//! Mail: what a person wrote is text, what they quote and sign with is set apart, and attachments are documents of their own.

mod bodies;
mod letter;

use std::io;
use std::ops::Range;
use std::path::Path;

use super::blocks::Blocks;
use super::guard::guarded;
use super::{Input, MAX_DEPTH, Stream};
use crate::corpus::block::{Kind, TooMany};
use crate::corpus::{
    Boilerplate, CorpusError, Document, DocumentFault, Format, Place, blank, html, plain, quotes, units,
};
use bodies::Body;
use letter::{Attachment, Letter};

/// Reads one mail, and then what is attached to it.
pub(super) fn read(input: &Input, bytes: Vec<u8>) -> Stream {
    read_at(input, bytes, &(0..input.size), None)
}

/// As [`read`], for a message of a mailbox that stands at `span`.
pub(super) fn read_at(input: &Input, bytes: Vec<u8>, span: &Range<u64>, place: Option<&Place>) -> Stream {
    let letter = match guarded(move || Letter::parse(&bytes)) {
        Ok(letter) => letter,
        Err(fault) => return Box::new(std::iter::once(Err(input.failed(fault)))),
    };
    let Letter { attachments, .. } = letter;
    let (read, named): (Vec<_>, Vec<_>) = attachments
        .into_iter()
        .partition(|attachment| input.depth < MAX_DEPTH && attachment.holds_something());
    let letter = Letter { attachments: Vec::new(), ..letter };
    let only_mail = read.is_empty();
    let mail = document(input, letter, &named, span, place);
    let mail = match mail {
        Ok(document) if document.units.is_empty() && only_mail => Err(input.failed(DocumentFault::Empty)),
        mail => mail,
    };
    let (input, span, place) = (input.clone(), span.clone(), place.cloned());
    let attached = read.into_iter().flat_map(move |attachment| -> Stream {
        let Some(format) = attachment.format() else { return Box::new(std::iter::empty()) };
        let within = input.within(&attachment.name);
        let bytes = attachment.bytes;
        if within.budget.left() < bytes.len() as u64 {
            let most = super::MAX_UNPACKED_BYTES;
            return Box::new(std::iter::once(Err(within.failed(DocumentFault::TooLarge { most }))));
        }
        within.budget.spend(bytes.len() as u64);
        match within.read(format, bytes) {
            Ok(documents) => {
                let (span, place) = (span.clone(), place.clone());
                Box::new(documents.map(move |document| {
                    document.map(|mut document| {
                        for unit in &mut document.units {
                            unit.span = span.clone();
                            if let (Some(place), Some(Place::Part(_))) = (&place, &unit.place) {
                                unit.place = Some(place.clone());
                            }
                        }
                        document
                    })
                }))
            }
            Err(error) => Box::new(std::iter::once(Err(error))),
        }
    });
    Box::new(std::iter::once(mail).chain(attached))
}

fn document(
    input: &Input,
    letter: Letter,
    attachments: &[Attachment],
    span: &Range<u64>,
    place: Option<&Place>,
) -> Result<Document, CorpusError> {
    let mut blocks = Blocks::default();
    for body in &letter.bodies {
        match body {
            Body::Plain { text, flowed } => {
                for (apart, text) in quotes::segments(text, *flowed) {
                    blocks.extend(plain::parse(&text), place, apart.then_some(Boilerplate::Quoted));
                }
            }
            Body::Html(text) => {
                let mut parsed = html::parse(text, 0);
                quotes::mark(&mut parsed.blocks);
                blocks.extend(parsed, place, None);
            }
        }
    }
    // A mail may say all that it says in its subject.
    if blocks.parsed.blocks.is_empty()
        && let Some(title) = &letter.title
    {
        blocks.add(Kind::Paragraph, title, place.cloned());
    }
    let mut parsed = blocks.parsed;
    parsed.title = letter.title;
    parsed.source = letter.source;
    parsed.date = letter.date;
    parsed.fields = letter.fields;
    if !attachments.is_empty() {
        let names: Vec<&str> = attachments.iter().map(|attachment| attachment.name.as_str()).collect();
        parsed.fields.insert("attachments".to_owned(), names.join(", ").into());
    }
    let made = units::document_of_blocks(parsed, span, &input.options);
    let mut document = made.map_err(|TooMany { what, most }| CorpusError::TooManyParts {
        name: input.name.clone(),
        what,
        most,
    })?;
    document.own_id = letter.id;
    Ok(input.placed(document))
}

impl Attachment {
    /// Whether it can be read and is no blank text, which some programs put between attachments.
    fn holds_something(&self) -> bool {
        let is_blank = || blank::is_blank(&self.bytes, io::empty()).unwrap_or(false);
        self.format().is_some_and(|format| format.is_document() || !is_blank())
    }

    /// How it is to be read, where it can be.
    fn format(&self) -> Option<Format> {
        match Format::of_path(Path::new(&self.name)) {
            _ if self.is_mail && begins_with_header(&self.bytes) => Some(Format::Mail),
            // It is called a mail and is none: what it says is text.
            Some(Format::Mail) if !begins_with_header(&self.bytes) => Some(Format::Text),
            None if self.is_mail => Some(Format::Text),
            format => format,
        }
    }
}

/// Whether the first line is one of a header, `Name: value`, or one of a mailbox.
fn begins_with_header(bytes: &[u8]) -> bool {
    let name = bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
    bytes.starts_with(b"From ") || (name > 0 && bytes[name..].trim_ascii_start().starts_with(b":"))
}
