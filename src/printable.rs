//! What can be shown as it is, and what stands for the rest.
//!
//! Names of files, texts and messages come from strangers. A character that a terminal obeys, that turns text around or that
//! nobody sees makes a line read as something else, so that none is ever shown as it is. This module alone says which those are
//! ([`is_hidden`]), and what becomes of them: in names and messages they are written out ([`name`], [`message`]), in running
//! text they are left out ([`text`]), and in JSON, which loses nothing, they are escapes ([`json`]).

use std::borrow::Cow;
use std::fmt::Write;
use std::path::Path;

/// Most characters of a message.
pub const LONGEST_MESSAGE: usize = 2_000;

/// The styles of this program's own text, as `anstyle` writes them: none, bold, dim, underlined, green, yellow, cyan.
const STYLES: [&str; 7] =
    ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m", "\u{1b}[4m", "\u{1b}[32m", "\u{1b}[33m", "\u{1b}[36m"];

/// What stands before and behind the address of a link (OSC 8).
const LINK: [&str; 2] = ["\u{1b}]8;;", "\u{1b}\\"];

/// Whether a character may never be shown as it is.
///
/// Those are control characters but the line feed and the tab; what turns the direction of text around; separators of lines
/// and paragraphs; tags, marks of annotations and every other character without a shape of its own; and noncharacters. The joiners
/// U+200C and U+200D, the soft hyphen and the variation selectors U+FE00 to U+FE0F are none of them: scripts and emoji need them.
pub fn is_hidden(c: char) -> bool {
    match c {
        '\n' | '\t' | ' '..='~' => false,
        '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{13430}'..='\u{1343f}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => true,
        _ => c.is_control() || is_noncharacter(c),
    }
}

fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xFFFE == 0xFFFE
}

/// The byte of a file's name that a character stands for, where it stands for one.
fn byte(c: char) -> Option<u8> {
    crate::path::byte_of(c).filter(|byte| *byte >= 0x80)
}

/// A path as reports hold it: bytes that are not UTF-8, which [`crate::path::text_of`] keeps as characters, are written as
/// `\xe9`; all else is as it is.
///
/// So that no two paths are shown alike, backslashes are doubled where a path has such a byte, or letters that would be taken for one.
pub fn path(text: &str) -> String {
    if text.contains(|c| byte(c).is_some()) || reads_as_a_byte(text) {
        return replaced(&text.replace('\\', "\\\\"), |c| byte(c).is_some(), escape).into_owned();
    }
    text.to_owned()
}

/// Whether a text has a backslash, an `x` and two digits.
fn reads_as_a_byte(text: &str) -> bool {
    let digit = |byte: &u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte);
    text.as_bytes().windows(4).any(|four| four[..2] == *b"\\x" && four[2..].iter().all(digit))
}

/// A path of the system as a [`name`].
pub fn display(path: &Path) -> String {
    let mut shown = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        shown.push_str(&name(chunk.valid()));
        for byte in chunk.invalid() {
            // Writing into a text does not fail.
            let _ = write!(shown, "\\x{byte:02x}");
        }
    }
    shown
}

/// A name on one line, with every character that is not shown written out: `\x1b`, `\u{202e}`, `\n`.
pub fn name(text: &str) -> Cow<'_, str> {
    replaced(text, |c| is_hidden(c) || matches!(c, '\n' | '\t') || byte(c).is_some(), escape)
}

/// A message on one line, as [`name`] makes it, its middle left out where it is longer than [`LONGEST_MESSAGE`].
pub fn message(text: &str) -> String {
    let message = name(text.trim_end());
    let length = message.chars().count();
    if length <= LONGEST_MESSAGE {
        return message.into_owned();
    }
    let start: String = message.chars().take(LONGEST_MESSAGE * 3 / 4).collect();
    let end = message.chars().skip(length - LONGEST_MESSAGE / 4 + 1);
    start.chars().chain(['…']).chain(end).collect()
}

/// Running text without what is not shown.
pub fn text(text: &str) -> Cow<'_, str> {
    replaced(text, is_hidden, |_, _| ())
}

/// A document of JSON that has the same values, with what is not shown as escapes: `\u202e`.
///
/// Such characters can stand in strings alone, and there an escape says the same.
pub fn json(document: &str) -> Cow<'_, str> {
    replaced(document, is_hidden, |shown, c| {
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(shown, "\\u{unit:04x}");
        }
    })
}

/// Text for a terminal: as [`text`], but for the styles that this program sets itself.
pub fn styled(text: &str) -> Cow<'_, str> {
    gated(text, style)
}

/// Text for a terminal that follows links: as [`styled`], but for links to files.
///
/// An address has no characters but those that a URI has, so that it ends where it seems to.
pub fn linked(text: &str) -> Cow<'_, str> {
    gated(text, |rest| style(rest).max(link(rest)))
}

/// The text without what is not shown, but for what this program sets itself: `own` tells how many bytes of a text's beginning that are.
fn gated(text: &str, own: impl Fn(&str) -> usize) -> Cow<'_, str> {
    let Some(first) = text.find(is_hidden) else { return text.into() };
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    let mut next = Some(first);
    while let Some(place) = next {
        shown.push_str(&rest[..place]);
        rest = &rest[place..];
        let kept = own(rest);
        shown.push_str(&rest[..kept]);
        let length = if kept > 0 { kept } else { rest.chars().next().map_or(0, char::len_utf8) };
        rest = &rest[length..];
        next = rest.find(is_hidden);
    }
    shown.push_str(rest);
    shown.into()
}

/// Bytes of the style that a text begins with; 0 for none.
fn style(text: &str) -> usize {
    STYLES.into_iter().find(|style| text.starts_with(style)).map_or(0, str::len)
}

/// Bytes of the beginning or the end of a link that a text begins with; 0 for none.
fn link(text: &str) -> usize {
    let [before, behind] = LINK;
    let Some(address) = text.strip_prefix(before) else { return 0 };
    let is_of_uri = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~/:%".contains(byte);
    let length = address.bytes().take_while(is_of_uri).count();
    let is_own = length == 0 || address.starts_with("file://");
    if is_own && address[length..].starts_with(behind) { before.len() + length + behind.len() } else { 0 }
}

/// The text with something else in the place of some characters.
fn replaced(
    text: &str,
    is_replaced: impl Fn(char) -> bool,
    replace: impl Fn(&mut String, char),
) -> Cow<'_, str> {
    let Some(first) = text.find(&is_replaced) else { return text.into() };
    let mut shown = String::with_capacity(text.len() + 16);
    shown.push_str(&text[..first]);
    for c in text[first..].chars() {
        if is_replaced(c) {
            replace(&mut shown, c);
        } else {
            shown.push(c);
        }
    }
    shown.into()
}

fn escape(shown: &mut String, c: char) {
    let _ = match (c, byte(c)) {
        ('\n', _) => write!(shown, "\\n"),
        ('\r', _) => write!(shown, "\\r"),
        ('\t', _) => write!(shown, "\\t"),
        (_, Some(byte)) => write!(shown, "\\x{byte:02x}"),
        // From 0x80 on the same two digits would be a byte that is not UTF-8.
        (..='\u{7f}', _) => write!(shown, "\\x{:02x}", u32::from(c)),
        _ => write!(shown, "\\u{{{:x}}}", u32::from(c)),
    };
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// One of each kind that is never shown.
    const HIDDEN: &str = "\0\u{7}\u{8}\r\u{b}\u{1b}\u{7f}\u{80}\u{85}\u{9b}\u{9f}\u{61c}\u{180e}\u{200b}\u{200e}\u{200f}\
        \u{2028}\u{2029}\u{202a}\u{202e}\u{2060}\u{2066}\u{2069}\u{206f}\u{feff}\u{fff9}\u{fffb}\u{fdd0}\u{fdef}\u{fffe}\
        \u{ffff}\u{1d173}\u{e0000}\u{e0001}\u{e0041}\u{e007f}\u{e01ef}\u{1fffe}\u{10ffff}";

    #[test]
    fn what_is_obeyed_turned_or_unseen_is_hidden_and_what_scripts_need_is_not() {
        for c in HIDDEN.chars() {
            assert!(is_hidden(c), "{c:?}");
        }
        let shown = "a é\n\t~\u{a0}\u{ad}\u{202f}\u{200c}\u{200d}\u{fe0f}\u{fe00}裝기🚂\u{301}\u{600}\u{fffc}\u{fffd}\u{e000}\u{1f3f4}";
        for c in shown.chars() {
            assert!(!is_hidden(c), "{c:?}");
        }
    }

    #[test]
    fn names_are_written_out() {
        assert_eq!(name("a\u{1b}]0;x\u{7}\u{202e}b\u{9b}\n\t\r"), r"a\x1b]0;x\x07\u{202e}b\u{9b}\n\t\r");
        assert_eq!(name("\u{10ffe9}\u{10ffff}\u{10ff80}\u{10ff7f}"), "\\xe9\\xff\\x80\u{10ff7f}");
        assert!(matches!(name("d'été 裝.txt"), Cow::Borrowed("d'été 裝.txt")));
    }

    #[test]
    fn a_path_loses_nothing_but_shows_its_bytes() {
        assert_eq!(path("caf\u{10ffe9}/\u{202e}\u{1b}.txt"), "caf\\xe9/\u{202e}\u{1b}.txt");
        assert_eq!(path("café"), "café");
        assert_eq!(display(Path::new("a\u{1b}/b")), "a\\x1b/b");
    }

    #[cfg(unix)]
    #[test]
    fn a_path_of_the_system_that_is_not_utf_8_shows_its_bytes() {
        use std::os::unix::ffi::OsStrExt;
        let path = std::ffi::OsStr::from_bytes(b"caf\xe9\xff\x1b\n");
        assert_eq!(display(Path::new(path)), r"caf\xe9\xff\x1b\n");
    }

    #[test]
    fn a_message_is_one_line_and_has_an_end() {
        assert_eq!(message("a\u{1b}[2Jb\nhint: c\n"), r"a\x1b[2Jb\nhint: c");
        let long = message(&format!("begin{}end", "é".repeat(1_000_000)));
        assert_eq!(long.chars().count(), LONGEST_MESSAGE);
        assert!(long.starts_with("beginé") && long.ends_with("éend") && long.contains("é…é"));
        assert_eq!(message(&"é".repeat(LONGEST_MESSAGE)).chars().count(), LONGEST_MESSAGE);
    }

    #[test]
    fn styles_of_our_own_pass_and_no_others() {
        assert_eq!(styled("\u{1b}[1ma\u{1b}[0m b"), "\u{1b}[1ma\u{1b}[0m b");
        assert_eq!(styled("\u{1b}[8ma\u{1b}[31;1mb\u{1b}]0;c\u{7}\u{9b}1m\u{202e}"), "[8ma[31;1mb]0;c1m");
        assert_eq!(styled("\u{1b}\u{1b}[2m\u{1b}[2"), "\u{1b}[2m[2");
    }

    #[test]
    fn links_to_files_pass_where_links_are_followed_and_no_others() {
        let link = "\u{1b}]8;;file://host/a%20b.txt\u{1b}\\a b\u{1b}]8;;\u{1b}\\";
        assert_eq!(linked(link), link);
        assert_eq!(styled(link), "]8;;file://host/a%20b.txt\\a b]8;;\\");
        for (other, shown) in [
            ("\u{1b}]8;;https://x\u{1b}\\a", "]8;;https://x\\a"),
            ("\u{1b}]8;;file:///a;b\u{1b}\\a", "]8;;file:///a;b\\a"),
            ("\u{1b}]8;id=1;file:///a\u{1b}\\a", "]8;id=1;file:///a\\a"),
            ("\u{1b}]8;;file:///a\u{7}a", "]8;;file:///aa"),
            ("\u{1b}]8;;file:///\u{202e}\u{1b}[4m", "]8;;file:///\u{1b}[4m"),
            ("\u{1b}]8;;file:///a", "]8;;file:///a"),
        ] {
            assert_eq!(linked(other), shown);
        }
    }

    #[cfg(unix)]
    proptest! {
        #[test]
        fn no_two_paths_are_shown_alike(
            a in prop::collection::vec(prop::sample::select(b"\\\\\\xe9\xe9\xe9".to_vec()), 0..7),
            b in prop::collection::vec(prop::sample::select(b"\\\\\\xe9\xe9\xe9".to_vec()), 0..7),
        ) {
            use std::os::unix::ffi::OsStrExt;
            let shown =
                |bytes: &[u8]| path(&crate::path::text_of(Path::new(std::ffi::OsStr::from_bytes(bytes))));
            prop_assert_eq!(shown(&a) == shown(&b), a == b);
        }
    }

    proptest! {
        #[test]
        fn nothing_hidden_is_shown_and_json_keeps_all(given in prop::collection::vec(prop_oneof![any::<char>(),
            prop::sample::select(HIDDEN.chars().chain(['"', '\\', '\n']).collect::<Vec<_>>())], 0..40)) {
            let given: String = given.into_iter().collect();
            for shown in [name(&given), message(&given).into(), text(&given)] {
                prop_assert!(!shown.contains(is_hidden), "{shown:?}");
            }
            prop_assert!(!name(&given).contains(['\n', '\t']));
            let document = serde_json::to_string_pretty(&[&given]).unwrap();
            let document = json(&document);
            prop_assert!(!document.contains(is_hidden));
            prop_assert_eq!(serde_json::from_str::<[String; 1]>(&document).unwrap(), [given.clone()]);
            let visible: String = given.chars().filter(|c| !is_hidden(*c)).collect();
            prop_assert_eq!(text(&given), visible);
        }
    }
}
