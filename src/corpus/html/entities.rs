//! Character references (`&eacute;`, `&#233;`) are decoded one by one, so that each keeps its place in the source.

use html5gum::{Token, Tokenizer};

use crate::corpus::traced::Traced;

/// Longest reference of the standard, with room to spare.
const LONGEST: usize = 40;

/// Pushes `source`, which stands at `at`, decoded.
pub(super) fn push(text: &mut Traced, source: &str, at: usize) {
    let mut from = 0;
    while let Some(found) = source[from..].find('&') {
        let start = from + found;
        text.push(&source[from..start], at + from..at + start);
        let body = &source.as_bytes()[start + 1..];
        let letters =
            body.iter().take(LONGEST).take_while(|b| b.is_ascii_alphanumeric() || **b == b'#').count();
        let end = start + 1 + letters + usize::from(body.get(letters) == Some(&b';'));
        let reference = &source[start..end];
        match common(reference) {
            Some(decoded) => text.push(decoded, at + start..at + end),
            None => text.push(&decode(reference), at + start..at + end),
        }
        from = end;
    }
    text.push(&source[from..], at + from..at + source.len());
}

/// What the references mean that nearly all are.
fn common(reference: &str) -> Option<&'static str> {
    Some(match reference {
        "&" | "&amp;" => "&",
        "&nbsp;" | "&#160;" => "\u{A0}",
        "&quot;" | "&#34;" => "\"",
        "&#39;" | "&#039;" => "'",
        "&lt;" => "<",
        "&gt;" => ">",
        _ => return None,
    })
}

/// A short stretch of HTML text, decoded.
pub(in crate::corpus) fn decode(source: &str) -> String {
    let mut decoded = String::with_capacity(source.len());
    for token in Tokenizer::new(source) {
        let Ok(token) = token;
        if let Token::String(string) = token {
            decoded.push_str(&String::from_utf8_lossy(&string));
        }
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_references_mean_what_all_mean() {
        for reference in
            ["&", "&amp;", "&nbsp;", "&#160;", "&quot;", "&#34;", "&#39;", "&#039;", "&lt;", "&gt;"]
        {
            assert_eq!(common(reference), Some(&*decode(reference)), "{reference}");
        }
    }

    #[test]
    fn references_are_decoded_in_place() {
        let source = "caf&eacute; &amp; th&#233; &nbsp;&lt;3 & co &unknown; &copy 2024";
        let mut text = Traced::default();
        push(&mut text, source, 0);
        assert_eq!(text.text(), "café & thé <3 & co &unknown; © 2024");
        let at = text.text().find('é').unwrap();
        assert_eq!(&source[text.source_of(at..at + 2)], "&eacute;");
    }
}
