//! Markup in the text of a record: HTML tags and character references, where they really are such.
//!
//! `a < b` and `List<String>` are no markup: a tag has the name of an element, and an element that may hold text is closed somewhere.

use std::borrow::Cow;

use crate::corpus::html;

/// Longest character reference.
const LONGEST_REFERENCE: usize = 32;

/// Elements that begin a paragraph.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "section",
    "article",
    "main",
    "body",
    "html",
    "hr",
    "dl",
    "dt",
    "dd",
    "figure",
    "figcaption",
    "header",
    "footer",
    "script",
    "style",
];

/// Elements within a line.
const INLINE: &[&str] = &[
    "a", "b", "i", "u", "s", "em", "strong", "span", "font", "small", "big", "sub", "sup", "code", "tt",
    "del", "ins", "mark", "abbr", "cite", "q", "strike", "center", "br", "img", "wbr",
];

/// Elements that are never closed, or need not be.
const UNCLOSED: &[&str] = &["br", "p", "hr", "img", "wbr", "li"];

/// A tag.
#[derive(Debug, Clone, Copy)]
struct Tag<'a> {
    name: &'a str,
    closes: bool,
    /// Where it begins and ends.
    start: usize,
    end: usize,
}

/// The tags of known elements, in order. Each `<` is looked at up to the next one, so that it takes linear time.
fn tags<'a>(text: &'a str, names: &'a [&[&str]]) -> impl Iterator<Item = Tag<'a>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text.get(at..)?.find('<')?;
            let rest = &text[start + 1..];
            let stop = rest.find(['<', '>']).unwrap_or(rest.len());
            at = start + 1 + stop;
            if !rest[stop..].starts_with('>') {
                continue;
            }
            let inner = &rest[..stop];
            let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
            let length = inner.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let (name, attributes) = inner.split_at(length);
            let attributes = attributes.trim_end_matches('/').trim();
            // Attributes hold a `=`: `<b and c>` is no tag.
            let is_tag = attributes.is_empty()
                || (!closes && inner[length..].starts_with(char::is_whitespace) && attributes.contains('='));
            if is_tag && names.iter().copied().flatten().any(|own| own.eq_ignore_ascii_case(name)) {
                return Some(Tag { name, closes, start, end: start + stop + 2 });
            }
        }
    })
}

/// Whether the text holds markup at all: a closed element, or one that needs no closing.
fn has_markup(text: &str) -> bool {
    tags(text, &[BLOCKS, INLINE])
        .any(|tag| tag.closes || UNCLOSED.iter().any(|name| name.eq_ignore_ascii_case(tag.name)))
}

/// Whether the text is HTML with paragraphs of its own.
pub(super) fn has_blocks(text: &str) -> bool {
    tags(text, &[BLOCKS]).next().is_some() && has_markup(text)
}

/// Two line breaks are a paragraph, as they are meant.
pub(super) fn with_paragraphs(text: &str) -> Cow<'_, str> {
    let mut changed = String::new();
    let mut kept = 0;
    let mut breaks = tags(text, &[&["br"]]).peekable();
    while let Some(first) = breaks.next() {
        let mut end = first.end;
        while let Some(next) = breaks.next_if(|next| text[end..next.start].trim().is_empty()) {
            end = next.end;
        }
        if end > first.end {
            changed.push_str(&text[kept..first.start]);
            changed.push_str("<p>");
            kept = end;
        }
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    changed.push_str(&text[kept..]);
    Cow::Owned(changed)
}

/// The text without tags, `<br>` as a line break.
pub(super) fn without_tags(text: &str) -> Cow<'_, str> {
    if !text.contains('<') || !has_markup(text) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut kept = 0;
    for tag in tags(text, &[BLOCKS, INLINE]) {
        plain.push_str(&text[kept..tag.start]);
        kept = tag.end;
        if tag.name.eq_ignore_ascii_case("br") {
            plain.push('\n');
            // Many programs write a line break behind it as well.
            let rest = &text[kept..];
            kept += if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
        } else if tag.name.eq_ignore_ascii_case("img") {
            plain.push(' ');
        }
    }
    plain.push_str(&text[kept..]);
    Cow::Owned(plain)
}

/// The text with its character references decoded; one that is HTML throughout keeps them for the reader of HTML.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') || has_blocks(text) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::new();
    let mut kept = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find('&') {
        let start = at + found;
        at = start + 1;
        let body = &text.as_bytes()[at..];
        let letters = body
            .iter()
            .take(LONGEST_REFERENCE)
            .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#')
            .count();
        if letters < 2 || body.get(letters) != Some(&b';') {
            continue;
        }
        let end = at + letters + 1;
        let reference = html::decode(&text[start..end]);
        if reference != text[start..end] {
            plain.push_str(&text[kept..start]);
            plain.push_str(&reference);
            kept = end;
        }
        at = end;
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    plain.push_str(&text[kept..]);
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_looks_like_markup_stays() {
        for text in [
            "a < b and c > d",
            "if x<b then y>c",
            "a List<String> of names",
            "I <3 this; 1 <2> 3",
            "see <http://example.org/p> or <anna@example.org>",
            "The sign <b and c> d",
            "AT&T, R&D; Q&A &c; &unknown;",
        ] {
            assert_eq!(without_tags(&decoded(text)), text);
            assert!(!has_blocks(text), "{text}");
        }
    }

    #[test]
    fn tags_and_references_are_taken_out() {
        for (text, expected) in [
            ("one<br>two<br/>\nthree<BR />\r\n<br>four", "one\ntwo\nthree\n\nfour"),
            ("<b>Le port</b> &amp; <a href=\"x?a=1&amp;b=2\">la mer</a>", "Le port & la mer"),
            ("&lt;3 &quot;caf&eacute;&quot; &#8230; &nbsp;&#x410;", "<3 \"café\" … \u{a0}А"),
            ("x < y, <i>so</i> y > x", "x < y, so y > x"),
        ] {
            assert_eq!(without_tags(&decoded(text)), expected);
        }
        assert!(has_blocks("<p>One.<p>Two.") && has_blocks("a<DIV class=\"b\">c</DIV>"));
        assert_eq!(with_paragraphs("a<br>b<br> <br/>c<br/>\n<br><br>d"), "a<br>b<p>c<p>d");
    }

    #[test]
    fn hostile_markup_takes_linear_time() {
        for sign in ["<", "<a ", "<b>", "</b>", "&", "&amp", "&amp;", "<br>", "<br> ", "<p x=", "><"] {
            let text = sign.repeat((1 << 21) / sign.len());
            let text = decoded(&text);
            with_paragraphs(&text);
            without_tags(&text);
        }
    }
}
