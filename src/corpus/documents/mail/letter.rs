//! A mail as its parser finds it, in values of our own.

use std::collections::BTreeMap;

use mail_parser::{Address, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use serde_json::Value;

use super::bodies::{self, Body};
use crate::corpus::{DocumentFault, encoding};

/// Most parts of a mail that may hold others: each stands within another one, and each takes stack.
const MAX_NESTED: usize = 500;

/// Most parts of a mail that are read.
const MAX_PARTS: usize = 10_000;

/// Most characters of a list of addresses.
const MAX_ADDRESSES: usize = 1_000;

#[derive(Debug, Default)]
pub(super) struct Letter {
    pub(super) id: Option<String>,
    pub(super) title: Option<String>,
    pub(super) source: Option<String>,
    pub(super) date: Option<String>,
    pub(super) fields: BTreeMap<String, Value>,
    pub(super) bodies: Vec<Body>,
    pub(super) attachments: Vec<Attachment>,
}

#[derive(Debug)]
pub(super) struct Attachment {
    pub(super) name: String,
    pub(super) is_mail: bool,
    pub(super) bytes: Vec<u8>,
}

impl Letter {
    /// # Errors
    /// When it is no mail.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, DocumentFault> {
        // Some programs write the line that a mailbox has before each message.
        let bytes = match bytes.strip_prefix(b"From ") {
            Some(rest) => rest.iter().position(|&byte| byte == b'\n').map_or(rest, |end| &rest[end + 1..]),
            None => bytes,
        };
        if nested(bytes) > MAX_NESTED {
            return Err(DocumentFault::TooManyParts { what: "parts within one another", most: MAX_NESTED });
        }
        let no_mail = || DocumentFault::damaged("it does not begin as a mail does");
        let message = MessageParser::default().parse(bytes).ok_or_else(no_mail)?;
        if message.headers().is_empty() {
            return Err(no_mail());
        }
        if message.parts.len() > MAX_PARTS {
            return Err(DocumentFault::TooManyParts { what: "parts", most: MAX_PARTS });
        }
        Ok(Self::of(&message))
    }

    fn of(message: &Message<'_>) -> Self {
        let mut fields = BTreeMap::new();
        let lists = [("to", message.to()), ("cc", message.cc())];
        for (name, list) in lists {
            if let Some(list) = list.and_then(addresses) {
                fields.insert(name.to_owned(), list.into());
            }
        }
        let id = message.message_id().map(str::to_owned);
        if let Some(id) = &id {
            fields.insert("message-id".to_owned(), id.clone().into());
        }
        let date = message.date().filter(|date| date.is_valid()).map(mail_parser::DateTime::to_rfc3339);
        let attachments = message.attachments().zip(1..);
        let attachments = attachments.map(|(part, number)| attachment(message, part, number));
        Self {
            id,
            title: message.subject().map(str::trim).filter(|title| !title.is_empty()).map(str::to_owned),
            source: message.from().and_then(addresses),
            date,
            fields,
            bodies: bodies::of(message),
            attachments: attachments.collect(),
        }
    }
}

/// How often the bytes name a kind of part that holds others.
fn nested(bytes: &[u8]) -> usize {
    let kinds: [&[u8]; 2] = [b"multipart/", b"message/"];
    let slashes = bytes.iter().enumerate().filter(|&(_, &byte)| byte == b'/');
    slashes
        .filter(|&(at, _)| {
            kinds.iter().any(|kind| {
                let start = (at + 1).checked_sub(kind.len());
                start.is_some_and(|start| bytes[start..=at].eq_ignore_ascii_case(kind))
            })
        })
        .count()
}

fn attachment(message: &Message<'_>, part: &MessagePart<'_>, number: usize) -> Attachment {
    let is_mail = part.is_message();
    let name = part.attachment_name().map(str::trim).filter(|name| !name.is_empty());
    let name = name.map_or_else(
        || {
            let ending = match (&part.body, part.content_type().and_then(|kind| kind.subtype())) {
                (PartType::Message(_), _) => "eml",
                (PartType::Html(_), _) => "html",
                (PartType::Text(_), Some("csv")) => "csv",
                (PartType::Text(_), _) => "txt",
                (_, Some("pdf")) => "pdf",
                // What is said to be in parts and has none, or of no kind at all, is as a rule text.
                _ if is_of_no_kind(part) && !encoding::looks_binary(part.contents()) => "txt",
                _ => "bin",
            };
            format!("attachment {number}.{ending}")
        },
        str::to_owned,
    );
    let bytes = match &part.body {
        PartType::Message(message) => message.raw_message().to_vec(),
        PartType::Text(text) | PartType::Html(text) => bodies::text_of(message, part, text).into_bytes(),
        _ => part.contents().to_vec(),
    };
    // A name is no path.
    let name = name.rsplit(['/', '\\']).next().unwrap_or(&name).to_owned();
    Attachment { name, is_mail, bytes }
}

/// Whether a part does not say in a way that can be understood what it holds.
fn is_of_no_kind(part: &MessagePart<'_>) -> bool {
    part.content_type().is_some_and(|kind| kind.ctype() == "multipart" || kind.subtype().is_none())
}

fn addresses(list: &Address<'_>) -> Option<String> {
    let mut text = String::new();
    for address in list.iter() {
        if text.len() > MAX_ADDRESSES {
            break;
        }
        if !text.is_empty() {
            text.push_str(", ");
        }
        match (address.name(), address.address()) {
            (Some(name), Some(address)) => {
                text.push_str(name.trim());
                text.push_str(" <");
                text.push_str(address);
                text.push('>');
            }
            (Some(only), None) | (None, Some(only)) => text.push_str(only),
            (None, None) => {}
        }
    }
    Some(text).filter(|text| !text.is_empty())
}
