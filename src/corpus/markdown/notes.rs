//! What notebooks add to Markdown: comments (`%%`), names of blocks (`^name`), callouts (`> [!kind] title`), links in
//! double brackets, marks (`==`), tags (`#word`).
//!
//! The parser knows none of it but the links. What is no text is overwritten with spaces in a copy as long as the
//! original, so that every place in it stays what it was.

use std::borrow::Cow;

/// The text for the parser.
pub(super) fn blanked(text: &str) -> Cow<'_, str> {
    if !text.contains("%%") && !text.contains('^') && !text.contains("[!") {
        return text.into();
    }
    let mut blanks: Vec<(usize, usize)> = Vec::new();
    let mut headings: Vec<usize> = Vec::new();
    let mut fence: Option<&str> = None;
    let mut comment: Option<usize> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let trimmed = line.trim_start();
        if let Some(mark) = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark))
            && comment.is_none()
        {
            fence = match fence {
                None => Some(mark),
                Some(open) if open == mark => None,
                open => open,
            };
            continue;
        }
        if fence.is_some() {
            continue;
        }
        let mut from = 0;
        // Where the last one of the line stands: what opens behind it is not closed in the line.
        let last = line.rfind("%%").unwrap_or(0);
        while let Some(found) = line[from..].find("%%") {
            let mark = start + from + found;
            from += found + 2;
            comment = match comment {
                Some(begin) => {
                    blanks.push((begin, mark + 2));
                    None
                }
                // Within a line, a comment ends in it.
                None if mark == start + (line.len() - trimmed.len()) || last >= from => Some(mark),
                None => None,
            };
        }
        if comment.is_some() {
            continue;
        }
        if let Some(name) = block_name(line) {
            blanks.push((start + name, start + line.trim_end().len()));
        }
        if let Some((open, close, has_title)) = callout(line) {
            blanks.push((start + open, start + close));
            if has_title {
                headings.push(start + open);
            }
        }
    }
    // A comment that is never closed is none.
    if blanks.is_empty() {
        return text.into();
    }
    let mut bytes = text.as_bytes().to_vec();
    for (start, end) in blanks {
        for byte in &mut bytes[start..end] {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
    }
    for at in headings {
        bytes[at] = b'#';
    }
    String::from_utf8(bytes).map_or(text.into(), Cow::Owned)
}

/// Where the name of a block begins at the end of its line.
fn block_name(line: &str) -> Option<usize> {
    let line = line.trim_end();
    let at = line.rfind('^')?;
    let name = &line[at + 1..];
    let stands_apart = at == 0 || line[..at].ends_with(char::is_whitespace);
    (stands_apart && !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
        .then_some(at)
}

/// Where the kind of a callout begins and ends in its line, and whether a title follows.
fn callout(line: &str) -> Option<(usize, usize, bool)> {
    let rest = line.trim_start();
    let rest = rest.strip_prefix('>')?.trim_start_matches(['>', ' ', '\t']);
    let open = line.len() - rest.len();
    let inner = rest.strip_prefix("[!")?;
    let kind = inner.find(']')?;
    let is_kind =
        kind > 0 && inner[..kind].chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '|' | ' '));
    let after = &inner[kind + 1..];
    let title = after.strip_prefix(['+', '-']).unwrap_or(after);
    is_kind.then_some((open, line.len() - title.len(), !title.trim().is_empty()))
}

/// What a link in double brackets without a text of its own is called: the page, without its folder.
pub(super) fn page(target: &str) -> &str {
    let (page, part) = target.split_once('#').unwrap_or((target, ""));
    let page = page.rsplit('/').next().unwrap_or(page);
    if page.trim().is_empty() { part.trim_start_matches(['#', '^']) } else { page }
}

/// `text` with its links in double brackets as they are called.
pub(super) fn without_links(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, link)) = rest.split_once("[[") {
        let Some((link, after)) = link.split_once("]]") else { break };
        plain.push_str(before);
        plain.push_str(link.split_once('|').map_or_else(|| page(link), |(_, name)| name));
        rest = after;
    }
    plain.push_str(rest);
    plain
}

/// The parts of a running text that are words: without the signs of marks and tags.
pub(super) fn parts(text: &str) -> Vec<std::ops::Range<usize>> {
    let marks = text.matches("==").count() > 1;
    if !marks && !text.contains('#') {
        return std::iter::once(0..text.len()).collect();
    }
    let mut parts = Vec::new();
    let mut from = 0;
    let mut before = ' ';
    let mut signs = text.char_indices().peekable();
    while let Some((at, c)) = signs.next() {
        let next = signs.peek().map(|&(_, c)| c);
        let length = match c {
            '=' if marks && next == Some('=') && before != '=' => 2,
            '#' if !before.is_alphanumeric()
                && before != '#'
                && before != '/'
                && next.is_some_and(char::is_alphabetic) =>
            {
                1
            }
            _ => 0,
        };
        if length > 0 {
            parts.push(from..at);
            from = at + length;
            if length == 2 {
                signs.next();
            }
        }
        before = c;
    }
    parts.push(from..text.len());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_blanked_in_place() {
        for (text, expected) in [
            ("a %%no%% b", "a        b"),
            ("%%\nno\n\nno\n%%\nb", "  \n  \n\n  \n  \nb"),
            ("100 %% of it", "100 %% of it"),
            ("The end. ^ref-1\n", "The end.       \n"),
            ("x^2 and y^2", "x^2 and y^2"),
            ("> [!note] Été\n> b", "> #       Été\n> b"),
            ("> [!tip]-\n> b", ">        \n> b"),
            ("```\na %%b%% ^c\n```\nd ^e", "```\na %%b%% ^c\n```\nd   "),
            ("%% never closed", "%% never closed"),
        ] {
            assert_eq!(blanked(text), expected, "{text}");
            assert_eq!(blanked(text).len(), text.len());
        }
    }

    #[test]
    fn signs_without_end_take_linear_time() {
        for sign in ["%%", "%% ", "^", "a ^b\n", "> [!", "==", "#a", "[[", "[[a|", "```\n"] {
            let text = sign.repeat(400_000 / sign.len());
            assert_eq!(blanked(&text).len(), text.len());
            assert!(!parts(&text).is_empty());
            without_links(&text);
        }
    }

    #[test]
    fn links_are_called_what_they_show() {
        assert_eq!(
            without_links("[[Ada]] and [[b/Bo|Bo K.]], [[Plan#Later]], [[#Here]]"),
            "Ada and Bo K., Plan, Here"
        );
        assert_eq!(without_links("a [[b"), "a [[b");
    }

    #[test]
    fn marks_and_tags_are_words() {
        let shown = |text: &str| parts(text).into_iter().map(|part| &text[part]).collect::<String>();
        assert_eq!(shown("a ==b c== d"), "a b c d");
        assert_eq!(
            shown("#sea/port and #été, not C# or #12 or a == b"),
            "sea/port and été, not C# or #12 or a == b"
        );
    }
}
