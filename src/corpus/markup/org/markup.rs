//! Markup within a paragraph: emphasis, links, footnotes, times, targets.

use crate::corpus::markup::inline::{Cuts, Next, Pair, after, before};
use crate::corpus::traced::Traced;

/// Longest text between two signs.
const SPAN: usize = 1_000;

/// Longest address of a link.
const LINK: usize = 4_000;

/// Longest label of a footnote, a time, a target.
const LABEL: usize = 80;

/// The text without its markup.
pub(super) fn inline(raw: &Traced) -> Traced {
    let text = raw.text();
    let bytes = text.as_bytes();
    let mut cuts = Cuts::default();
    let mut link_ends = Next::new(text, "]]");
    let (mut squares, mut angles, mut exports) =
        (Next::new(text, "]"), Next::new(text, ">"), Next::new(text, "@@"));
    let mut pairs: [Pair; 4] = Default::default();
    let mut verbatim = [(b'=', Next::new(text, "=")), (b'~', Next::new(text, "~"))];
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        let len = match byte {
            b'[' if rest.starts_with(b"[[") => link(text, at, link_ends.near(at, LINK), &mut cuts),
            b'[' if rest.starts_with(b"[fn:") => match squares.near(at, SPAN) {
                Some(end) => {
                    let label = &text[at + 4..end];
                    match label.find(':') {
                        // A note that stands here itself.
                        Some(colon) => {
                            cuts.swap(at..at + 4 + colon + 1, " (");
                            cuts.swap(end..end + 1, ")");
                            4 + colon + 1
                        }
                        None => whole(at..end + 1, &mut cuts),
                    }
                }
                None => 1,
            },
            b'[' => match squares.near(at, LABEL) {
                Some(end) if is_cookie(&text[at + 1..end]) => whole(at..end + 1, &mut cuts),
                Some(end) if is_time(&text[at + 1..end]) => ends(at, end, &mut cuts),
                _ => 1,
            },
            b'<' => match angles.near(at, LABEL) {
                Some(end)
                    if rest.starts_with(b"<<")
                        && rest.get(2) != Some(&b'<')
                        && bytes.get(end + 1) == Some(&b'>') =>
                {
                    whole(at..end + 2, &mut cuts)
                }
                Some(end) if is_time(&text[at + 1..end]) => ends(at, end, &mut cuts),
                _ => 1,
            },
            b'@' if rest.starts_with(b"@@") => match exports.near(at + 2, SPAN) {
                Some(end) => whole(at..end + 2, &mut cuts),
                None => 2,
            },
            b'\\' if rest.starts_with(b"\\\\") && rest.get(2).is_none_or(|next| *next == b' ') => {
                whole(at..at + 2, &mut cuts)
            }
            b' ' if rest.starts_with(b" :: ") => {
                cuts.swap(at..at + 3, ":");
                3
            }
            b'*' | b'/' | b'_' | b'+' => {
                let (opens, closes) = sides(text, at);
                let pair = [b'*', b'/', b'_', b'+'].iter().position(|sign| *sign == byte).unwrap_or(0);
                pairs[pair].sign(at..at + 1, opens, closes, SPAN, &mut cuts);
                1
            }
            b'=' | b'~' if sides(text, at).0 => {
                let ends = verbatim.iter_mut().find(|(sign, _)| *sign == byte);
                match ends.and_then(|(_, ends)| ends.near(at + 1, SPAN)) {
                    Some(end) if end > at + 1 && sides(text, end).1 => {
                        cuts.cut(at..at + 1);
                        cuts.cut(end..end + 1);
                        end + 1 - at
                    }
                    _ => 1,
                }
            }
            _ => 1,
        };
        at += len;
    }
    cuts.apply(raw)
}

/// Cuts all of `range` out; its length.
fn whole(range: std::ops::Range<usize>, cuts: &mut Cuts) -> usize {
    cuts.cut(range.clone());
    range.len()
}

/// Cuts the signs at both ends out.
fn ends(at: usize, end: usize, cuts: &mut Cuts) -> usize {
    cuts.cut(at..at + 1);
    cuts.cut(end..end + 1);
    end + 1 - at
}

/// `[[target][text]]`, `[[target]]`: the text, or the target when there is none; of pictures nothing.
fn link(text: &str, at: usize, end: Option<usize>, cuts: &mut Cuts) -> usize {
    let Some(end) = end.filter(|&end| end > at + 2) else { return 2 };
    let inner = &text[at + 2..end];
    match inner.find("][") {
        Some(middle) => {
            // The text may hold markup.
            cuts.cut(at..at + 2 + middle + 2);
            cuts.cut(end..end + 2);
            2 + middle + 2
        }
        None if is_picture(inner) => whole(at..end + 2, cuts),
        None => {
            let target = inner.strip_prefix("file:").unwrap_or(inner).trim_start_matches(['*', '#']);
            cuts.cut(at..end - target.len());
            cuts.cut(end..end + 2);
            end + 2 - at
        }
    }
}

fn is_picture(target: &str) -> bool {
    let extension = target.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "tiff"]
        .iter()
        .any(|picture| extension.eq_ignore_ascii_case(picture))
}

/// `1/3`, `50%`: how much of a headline is done.
fn is_cookie(label: &str) -> bool {
    label.len() < 12
        && label.contains(['/', '%'])
        && label.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'/' | b'%'))
}

/// `2024-01-02 Tue 10:00`
fn is_time(label: &str) -> bool {
    let digits = [0, 1, 2, 3, 5, 6, 8, 9];
    label.len() >= 10
        && label.as_bytes()[4] == b'-'
        && label.as_bytes()[7] == b'-'
        && digits.iter().all(|&at| label.as_bytes()[at].is_ascii_digit())
}

/// Whether a sign at `at` may open and may close what it marks.
fn sides(text: &str, at: usize) -> (bool, bool) {
    let (left, right) = (before(text, at), after(text, at + 1));
    let may_precede = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '-' | '(' | '\'' | '"' | '{' | '*' | '/' | '_' | '+' | '[' | '–' | '—' | '“' | '«' | '•'
            )
    };
    let may_follow = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '-' | '.'
                    | ','
                    | ';'
                    | ':'
                    | '!'
                    | '?'
                    | '\''
                    | ')'
                    | '}'
                    | '\\'
                    | '['
                    | ']'
                    | '"'
                    | '*'
                    | '/'
                    | '_'
                    | '+'
                    | '–'
                    | '—'
                    | '”'
                    | '»'
                    | '。'
                    | '，'
                    | '、'
            )
    };
    (
        left.is_none_or(may_precede) && right.is_some_and(|c| !c.is_whitespace()),
        right.is_none_or(may_follow) && left.is_some_and(|c| !c.is_whitespace()),
    )
}
