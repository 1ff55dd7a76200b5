//! The encoding that a page (`<meta charset>`, `http-equiv`) or an XML file (`<?xml encoding?>`) declares.

use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes in which browsers look for a declaration, with room for what some pages put before it.
const BEGINNING: usize = 4096;

/// The encoding that the beginning of a file of markup declares, where it is known and may be right for bytes that are
/// not UTF-8 and not UTF-16.
pub(super) fn encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(BEGINNING)];
    let head = head.trim_ascii_start().to_ascii_lowercase();
    if !head.starts_with(b"<") {
        return None;
    }
    let xml = head.starts_with(b"<?xml").then(|| label_in(tag(&head), b"encoding")).flatten();
    let mut metas = head
        .windows(5)
        .enumerate()
        .filter(|(_, name)| *name == b"<meta")
        .filter_map(|(at, _)| label_in(tag(&head[at..]), b"charset"));
    xml.or_else(|| metas.next())
}

/// The tag with which `text` begins.
fn tag(text: &[u8]) -> &[u8] {
    let end = text.iter().position(|&byte| byte == b'>').unwrap_or(text.len());
    &text[..end]
}

/// The encoding whose label stands behind `name` and an equals sign.
fn label_in(tag: &[u8], name: &[u8]) -> Option<&'static Encoding> {
    let at = tag.windows(name.len()).position(|window| window == name)?;
    let value = tag[at + name.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
    let end = value
        .iter()
        .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b';' | b'/' | b'?'));
    let encoding = Encoding::for_label(&value[..end.unwrap_or(value.len())])?;
    (![UTF_8, UTF_16BE, UTF_16LE, REPLACEMENT].contains(&encoding)).then_some(encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_found_in_their_forms() {
        for (head, expected) in [
            ("<html><meta charset=iso-8859-2>", Some("ISO-8859-2")),
            ("<html><meta name=a><META CHARSET = \"Windows-1251\" />", Some("windows-1251")),
            (
                "<!DOCTYPE html>\n<meta http-equiv='Content-Type' content='text/html; charset=koi8-r'>",
                Some("KOI8-R"),
            ),
            ("<?xml version=\"1.0\" encoding='EUC-JP'?><a>", Some("EUC-JP")),
            ("<meta charset=utf-8>", None),
            ("<meta charset=utf-16>", None),
            ("<meta charset=nonsense>", None),
            ("<p>charset=iso-8859-2", None),
            ("Write <meta charset=iso-8859-2> into the head.", None),
        ] {
            assert_eq!(encoding(head.as_bytes()).map(Encoding::name), expected, "{head}");
        }
    }

    #[test]
    fn what_is_declared_is_obeyed_where_bytes_are_not_utf8() {
        for (label, text) in [
            ("iso-8859-2", "Az őrség tűnődött."),
            ("windows-1257", "Žuvėdros skrenda į uostą."),
            ("iso-8859-7", "Το λιμάνι άνοιξε."),
        ] {
            let known = Encoding::for_label(label.as_bytes()).unwrap();
            let page = format!("<meta charset={label}><p>{text}</p>");
            let (bytes, _, lost) = known.encode(&page);
            assert!(!lost, "{label}");
            assert_eq!(crate::corpus::encoding::decode(bytes.to_vec()).unwrap().text, page);
        }
        let page = "<meta charset=iso-8859-2><p>Az őrség tűnődött.</p>";
        assert_eq!(crate::corpus::encoding::decode(page.into()).unwrap().text, page);
    }
}
