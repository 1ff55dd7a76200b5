//! The text of one line of a cue: tags and positions are cut out, references are decoded.

use crate::corpus::markup::inline::{Cuts, Next};
use crate::corpus::markup::lines::Line;
use crate::corpus::traced::{Traced, normalise};

/// Longest tag.
const LONGEST: usize = 200;

/// Signs that somebody else speaks, which nobody says.
const TURNS: &[&str] = &[">>", "&gt;&gt;"];

/// References that subtitles use.
const REFERENCES: &[(&str, &str)] = &[
    ("&amp;", "&"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&nbsp;", " "),
    ("&lrm;", ""),
    ("&rlm;", ""),
    ("&quot;", "\""),
    ("&#39;", "'"),
    ("&apos;", "'"),
];

/// The text, who says it, and whether a sign tells that another begins to speak.
pub(super) fn read(line: &Line<'_>) -> (Traced, Option<Box<str>>, bool) {
    let mut raw = Traced::default();
    raw.push(line.text, line.range());
    let text = raw.text();
    let mut cuts = Cuts::default();
    let mut speaker = None;
    let (mut tag_end, mut brace_end) = (Next::new(text, ">"), Next::new(text, "}"));
    let mut at = 0;
    let mut begin = None;
    while let Some(&byte) = text.as_bytes().get(at) {
        let rest = text.get(at..).unwrap_or("");
        let len = match byte {
            b'<' if is_tag(rest.as_bytes()) => tag_end.near(at, LONGEST).map_or(0, |end| {
                let tag = &text[at + 1..end];
                if let Some((voice, name)) = tag.split_once(' ')
                    && (voice == "v" || voice.starts_with("v."))
                {
                    speaker.get_or_insert_with(|| normalise(name).into_boxed_str());
                }
                end + 1 - at
            }),
            b'{' if is_position(rest.as_bytes()) => brace_end.near(at, LONGEST).map_or(0, |end| end + 1 - at),
            _ => 0,
        };
        if len > 0 {
            cuts.cut(at..at + len);
            at += len;
            continue;
        }
        if begin.is_none()
            && let Some(sign) = TURNS.iter().find(|sign| rest.starts_with(*sign))
        {
            begin = Some(at);
            cuts.cut(at..at + sign.len());
            at += sign.len();
            continue;
        }
        let reference = REFERENCES.iter().find(|(name, _)| byte == b'&' && rest.starts_with(name));
        if let Some((name, sign)) = reference {
            cuts.swap(at..at + name.len(), *sign);
            begin.get_or_insert(at);
            at += name.len();
        } else if byte == b'\\' && rest[1..].starts_with(['N', 'n', 'h']) {
            cuts.swap(at..at + 2, " ");
            at += 2;
        } else {
            if byte != b' ' {
                begin.get_or_insert(at);
            }
            at += 1;
        }
    }
    let spoken = begin.and_then(|begin| text.get(begin..)).unwrap_or("");
    let turn = ["- ", "– ", "— "].iter().chain(TURNS).any(|sign| spoken.starts_with(sign));
    (cuts.apply(&raw), speaker, turn)
}

/// Whether a tag begins here, and no sign of comparison.
fn is_tag(rest: &[u8]) -> bool {
    match rest {
        [_, b'/', letter, ..] => letter.is_ascii_alphabetic(),
        [_, sign, ..] => sign.is_ascii_alphanumeric(),
        _ => false,
    }
}

/// `{\an8}`, `{y:i}`.
fn is_position(rest: &[u8]) -> bool {
    matches!(rest, [_, b'\\', ..]) || matches!(rest, [_, letter, b':', ..] if letter.is_ascii_alphabetic())
}
