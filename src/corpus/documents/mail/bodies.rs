//! Which parts of a mail are what was written, and their text.

use std::borrow::Cow;

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessagePart, MimeHeaders, PartType};

use crate::corpus::blank::is_blank_char;
use crate::corpus::{encoding, html, shape};

/// How many times wider a page is than the plain text beside it, where that says no more than that there is a page.
const TIMES: usize = 3;

/// Width of such a page at least.
const PAGE: usize = 100;

#[derive(Debug)]
pub(super) enum Body {
    /// `flowed`: a line that ends with a space goes on in the next one (RFC 3676).
    Plain {
        text: String,
        flowed: bool,
    },
    Html(String),
}

/// What was written: of each text that there is as a plain one and as a page, the one that says it.
pub(super) fn of(message: &Message<'_>) -> Vec<Body> {
    let pages = message.html_body.iter().map(|&id| message.parts.get(id as usize));
    let mut pages: Vec<_> = pages.collect();
    // Where their numbers differ they do not belong to each other.
    if pages.len() != message.text_body.len() {
        pages = vec![None; message.text_body.len()];
    }
    let parts = message.text_body.iter().map(|&id| message.parts.get(id as usize));
    parts.zip(pages).filter_map(|(part, page)| body(message, part?, page)).collect()
}

fn body(message: &Message<'_>, part: &MessagePart<'_>, page: Option<&MessagePart<'_>>) -> Option<Body> {
    match &part.body {
        PartType::Text(text) => {
            let text = text_of(message, part, text);
            if let Some(page) = page
                && let PartType::Html(html) = &page.body
            {
                let html = text_of(message, page, html);
                if says_more(&html, &text) {
                    return Some(Body::Html(html));
                }
            }
            let kind = part.content_type();
            // A part of text that is no plain text (a calendar, a patch) is read as it stands.
            let flowed = kind
                .and_then(|kind| kind.attribute("format"))
                .is_some_and(|format| format.eq_ignore_ascii_case("flowed"));
            Some(Body::Plain { text, flowed })
        }
        PartType::Html(text) => Some(Body::Html(text_of(message, part, text))),
        _ => None,
    }
}

/// Whether a page says what the plain text beside it does not: that is blank, or tells to look at the page.
fn says_more(page: &str, plain: &str) -> bool {
    let is_blank = plain.chars().all(is_blank_char);
    let width = shape::width(plain);
    if !is_blank && page.len() < width.saturating_mul(TIMES) {
        return false;
    }
    let blocks = html::parse(page, 0).blocks;
    let shown: usize = blocks.iter().map(|block| shape::width(block.text.text())).sum();
    if is_blank { shown > 0 } else { shown >= PAGE && shown >= width.saturating_mul(TIMES) }
}

/// The text of a part. Where the parser could not read all of its bytes, it is told from them which letters they are.
pub(super) fn text_of(message: &Message<'_>, part: &MessagePart<'_>, parsed: &str) -> String {
    let decoded = || {
        let range = part.offset_body as usize..part.offset_end as usize;
        let bytes = message.raw_message.get(range)?;
        let bytes = match part.encoding {
            Encoding::None => Cow::Borrowed(bytes),
            Encoding::QuotedPrintable => quoted_printable_decode(bytes)?.into(),
            Encoding::Base64 => base64_decode(bytes)?.into(),
        };
        let decoded = encoding::decode(bytes.into_owned()).ok()?;
        Some(decoded.text).filter(|text| lost(text) < lost(parsed))
    };
    let read = if lost(parsed) > 0 { decoded() } else { None };
    read.unwrap_or_else(|| parsed.to_owned())
}

/// Letters that could not be read.
fn lost(text: &str) -> usize {
    text.matches(char::REPLACEMENT_CHARACTER).count()
}
