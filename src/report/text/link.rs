//! Links of a terminal to files (OSC 8), for terminals that have them.

use std::fmt::Write;
use std::path::{Component, Path, PathBuf};

/// What it takes to make a link of the path of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Links {
    /// Name of this machine, so that a terminal on another one can tell; may be empty.
    pub host: String,
    /// The folder that the paths of reports start from, absolute.
    pub folder: PathBuf,
}

impl Links {
    /// The address of a file as reports name it; `None` for what is no file, or may have another name than is shown.
    pub(in crate::report) fn to(&self, file: &str) -> Option<String> {
        // A backslash may stand for a byte that is not UTF-8.
        if file.is_empty() || file.starts_with('<') || (cfg!(unix) && file.contains('\\')) {
            return None;
        }
        let path = plain(&self.folder.join(file))?;
        let mut address = String::from("file://");
        escape(&mut address, &self.host);
        if !path.starts_with('/') {
            address.push('/');
        }
        escape(&mut address, &path);
        Some(address)
    }
}

/// The text as a link, as a terminal reads it.
pub(in crate::report) fn linked(text: &str, address: &str) -> String {
    format!("\u{1b}]8;;{address}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\")
}

/// An absolute path without `..`, with slashes.
fn plain(path: &Path) -> Option<String> {
    if !path.is_absolute() {
        return None;
    }
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            _ => plain.push(part),
        }
    }
    let text = plain.to_str()?;
    Some(if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() })
}

/// Writes what a URI has as it is, and the rest by the digits of its bytes (RFC 3986).
fn escape(address: &mut String, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => {
                address.push(char::from(byte));
            }
            // Writing into a text does not fail.
            _ => drop(write!(address, "%{byte:02X}")),
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn to(file: &str) -> Option<String> {
        Links { host: "desk".to_owned(), folder: PathBuf::from("/home/me") }.to(file)
    }

    #[test]
    fn paths_become_addresses() {
        assert_eq!(to("press/one.txt").unwrap(), "file://desk/home/me/press/one.txt");
        assert_eq!(to("../it's/a b%.txt").unwrap(), "file://desk/home/it%27s/a%20b%25.txt");
        assert_eq!(to("/srv/é\u{1b}]8;;.txt").unwrap(), "file://desk/srv/%C3%A9%1B%5D8%3B%3B.txt");
        let nameless = Links { host: String::new(), folder: PathBuf::from("/") };
        assert_eq!(nameless.to("a").unwrap(), "file:///a");
    }

    #[test]
    fn what_is_no_file_or_cannot_be_told_has_none() {
        assert_eq!([to(""), to("<stdin>"), to(r"caf\xe9")], [None, None, None]);
        assert_eq!(Links { host: String::new(), folder: PathBuf::new() }.to("a.txt"), None);
    }

    #[test]
    fn a_link_passes_the_gate_of_links_and_not_that_of_styles() {
        let link = linked("a.txt:1", &to("é/a b.txt").unwrap());
        assert_eq!(crate::printable::linked(&link), link);
        assert!(!crate::printable::styled(&link).contains('\u{1b}'));
    }
}
