//! Markup within a paragraph: emphasis, links and other macros, attributes, footnotes.

use std::collections::BTreeMap;

use crate::corpus::markup::inline::{Cuts, Next, Pair, after, before};
use crate::corpus::traced::Traced;

/// Longest text between two signs.
const SPAN: usize = 2_000;

/// Longest target of a macro.
const TARGET: usize = 2_000;

/// Macros whose text stays, and those that leave nothing.
const WITH_TEXT: &[&str] = &[
    "link:",
    "xref:",
    "mailto:",
    "https://",
    "http://",
    "ftp://",
    "irc://",
    "kbd:",
    "btn:",
    "menu:",
    "stem:",
    "latexmath:",
    "asciimath:",
    "pass:",
    "icon:",
    "footnote:",
    "footnoteref:",
];
const WITHOUT: &[&str] = &["image:", "anchor:", "indexterm:", "indexterm2:"];

/// Attributes that every file has.
const INTRINSIC: &[(&str, &str)] = &[
    ("nbsp", "\u{A0}"),
    ("sp", " "),
    ("empty", ""),
    ("zwsp", ""),
    ("wj", ""),
    ("apos", "'"),
    ("quot", "\""),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("deg", "°"),
    ("plus", "+"),
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("startsb", "["),
    ("endsb", "]"),
    ("vbar", "|"),
    ("asterisk", "*"),
    ("cpp", "C++"),
    ("two-colons", "::"),
    ("backslash", "\\"),
    ("backtick", "`"),
    ("caret", "^"),
    ("tilde", "~"),
];

/// The text without its markup.
pub(super) fn inline(raw: &Traced, attributes: &BTreeMap<&str, &str>) -> Traced {
    let text = raw.text();
    let bytes = text.as_bytes();
    let mut cuts = Cuts::default();
    let (mut references, mut anchors) = (Next::new(text, ">>"), Next::new(text, "]]"));
    let (mut squares, mut braces, mut terms) =
        (Next::new(text, "]"), Next::new(text, "}"), Next::new(text, "))"));
    let (mut opens, mut blanks) = (Next::new(text, "["), Next::new(text, " "));
    let mut signs: [(u8, Pair, Pair); 6] =
        [b'*', b'_', b'`', b'#', b'^', b'~'].map(|sign| (sign, Pair::default(), Pair::default()));
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        let in_word = before(text, at).is_some_and(char::is_alphanumeric);
        let len = match byte {
            b'\\' if rest.get(1).is_some_and(u8::is_ascii_punctuation) => {
                cuts.cut(at..at + 1);
                2
            }
            b'<' if rest.starts_with(b"<<") => match references.near(at + 2, SPAN) {
                Some(end) => {
                    let comma = text[at + 2..end].find(',').map_or(0, |comma| comma + 1);
                    cuts.cut(at..at + 2 + comma);
                    cuts.cut(end..end + 2);
                    // The text may hold markup.
                    2 + comma
                }
                None => 2,
            },
            b'[' if rest.starts_with(b"[[") => match anchors.near(at + 2, SPAN) {
                Some(end) => cut(at..end + 2, &mut cuts),
                None => 2,
            },
            // What a marked word is shown as.
            b'[' if rest.get(1).is_some_and(|next| matches!(next, b'.' | b'#')) => match squares.near(at, 80)
            {
                Some(end) if matches!(bytes.get(end + 1), Some(b'#' | b'*' | b'_' | b'`')) => {
                    cut(at..end + 1, &mut cuts)
                }
                _ => 1,
            },
            b'(' if rest.starts_with(b"((") => match terms.near(at + 2, SPAN) {
                Some(end) if rest.starts_with(b"(((") && bytes.get(end + 2) == Some(&b')') => {
                    cut(at..end + 3, &mut cuts)
                }
                Some(end) if !rest.starts_with(b"(((") => {
                    cuts.cut(at..at + 2);
                    cuts.cut(end..end + 2);
                    2
                }
                _ => 2,
            },
            b'{' => match braces.near(at, 80) {
                Some(end) => {
                    let name = &text[at + 1..end];
                    let intrinsic = INTRINSIC.iter().find(|(own, _)| *own == name).map(|(_, value)| *value);
                    match intrinsic.or_else(|| attributes.get(name).copied()) {
                        Some(value) => {
                            cuts.swap(at..end + 1, value.to_owned());
                            end + 1 - at
                        }
                        None => 1,
                    }
                }
                None => 1,
            },
            b'"' | b'\'' if rest.get(1) == Some(&b'`') && !in_word => {
                cuts.swap(at..at + 2, if byte == b'"' { "“" } else { "‘" });
                2
            }
            b'`' if matches!(rest.get(1), Some(b'"' | b'\'')) => {
                cuts.swap(at..at + 2, if rest[1] == b'"' { "”" } else { "’" });
                2
            }
            b'*' | b'_' | b'`' | b'#' | b'^' | b'~' => {
                let twice = rest.get(1) == Some(&byte) && byte != b'^' && byte != b'~';
                let len = if twice { 2 } else { 1 };
                let right = after(text, at + len);
                let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
                let free = twice || matches!(byte, b'^' | b'~');
                let may_open = !blank(right) && (free || !in_word);
                let may_close =
                    !blank(before(text, at)) && (free || !right.is_some_and(char::is_alphanumeric));
                if let Some((_, once, double)) = signs.iter_mut().find(|(sign, ..)| *sign == byte) {
                    let pair = if twice { double } else { once };
                    pair.sign(at..at + len, may_open, may_close, SPAN, &mut cuts);
                }
                len
            }
            b'a'..=b'z' if !in_word => {
                let Some(name) = WITH_TEXT.iter().chain(WITHOUT).find(|name| text[at..].starts_with(**name))
                else {
                    at += 1;
                    continue;
                };
                let target = at + name.len();
                let blank = blanks.from(target).unwrap_or(text.len());
                match opens.near(target, TARGET).filter(|&open| open < blank) {
                    Some(open) => match squares.near(open, SPAN) {
                        Some(close) => {
                            macro_at(text, name, at, open, close, &mut cuts);
                            open + 1 - at
                        }
                        None => open + 1 - at,
                    },
                    // An address without a text is not looked at for signs.
                    None if name.ends_with("//") => blank - at,
                    None => name.len(),
                }
            }
            _ => 1,
        };
        at += len;
    }
    cuts.apply(raw)
}

fn cut(range: std::ops::Range<usize>, cuts: &mut Cuts) -> usize {
    cuts.cut(range.clone());
    range.len()
}

/// `name:target[text]`: the text stays, or the target of a link that has none.
fn macro_at(text: &str, name: &str, at: usize, open: usize, close: usize, cuts: &mut Cuts) {
    let inner = &text[open + 1..close];
    if WITHOUT.contains(&name) || name == "icon:" {
        cuts.cut(at..close + 1);
    } else if name.starts_with("footnote") {
        if inner.is_empty() {
            cuts.cut(at..close + 1);
        } else {
            cuts.swap(at..open + 1, " (");
            cuts.swap(close..close + 1, ")");
        }
    } else if inner.is_empty() {
        if !name.ends_with("//") {
            cuts.cut(at..at + name.len());
        }
        cuts.cut(open..close + 1);
    } else if name == "menu:" {
        cuts.cut(at..at + name.len());
        cuts.swap(open..open + 1, " ");
        cuts.cut(close..close + 1);
    } else {
        cuts.cut(at..open + 1);
        // `link:target[text,window=_blank]`
        let attributes = inner
            .find(",window=")
            .or_else(|| inner.find(",role="))
            .or_else(|| inner.strip_suffix('^').map(str::len));
        cuts.cut(open + 1 + attributes.unwrap_or(inner.len())..close + 1);
    }
}
