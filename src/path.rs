//! Paths as text, whatever their bytes.
//!
//! A file name on Unix is bytes, and not all of them are UTF-8. Databases, reports and messages are text. [`text_of`] gives each path a text
//! of its own and [`of_text`] gives the path back; a path that is UTF-8 is its own text. Each byte that is not stands as a character of a
//! plane that is nobody's (U+10FF00 and the byte), as Python does it with lone surrogates, which Rust has none of (PEP 383).

use std::path::{Component, Path, PathBuf};

/// The character that stands for a byte of 0 is this one, and so on.
const BYTES: u32 = 0x10_FF00;

/// The text of a path; no two paths have the same.
pub fn text_of(path: &Path) -> String {
    match path.to_str() {
        // The characters that stand for bytes would be read as bytes.
        Some(text) if !text.contains(is_byte) => text.to_owned(),
        _ => encode(path.as_os_str().as_encoded_bytes()),
    }
}

/// The path of a text that [`text_of`] gave.
pub fn of_text(text: &str) -> PathBuf {
    if text.contains(is_byte) { decode(text) } else { PathBuf::from(text) }
}

/// The byte that a character stands for, in a text that [`text_of`] gave.
pub fn byte_of(c: char) -> Option<u8> {
    (c as u32).checked_sub(BYTES).and_then(|byte| u8::try_from(byte).ok())
}

fn is_byte(c: char) -> bool {
    byte_of(c).is_some()
}

fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            if is_byte(c) {
                text.extend(c.encode_utf8(&mut [0; 4]).bytes().filter_map(of_byte));
            } else {
                text.push(c);
            }
        }
        text.extend(chunk.invalid().iter().copied().filter_map(of_byte));
    }
    text
}

/// The character that stands for a byte; there is one for each.
fn of_byte(byte: u8) -> Option<char> {
    char::from_u32(BYTES + u32::from(byte))
}

#[cfg(unix)]
fn decode(text: &str) -> PathBuf {
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        match byte_of(c) {
            Some(byte) => bytes.push(byte),
            None => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    <std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn decode(text: &str) -> PathBuf {
    PathBuf::from(text)
}

/// The absolute form of a path. Symbolic links are resolved in as much of it as exists, so that a path that is gone has the form that it had.
pub fn absolute(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    for (climbed, folder) in whole.ancestors().enumerate() {
        if let Ok(real) = folder.canonicalize() {
            let gone: Vec<Component<'_>> = whole.components().rev().take(climbed).collect();
            return gone.into_iter().rev().fold(real, |path, part| path.join(part));
        }
    }
    whole
}

#[cfg(all(test, unix))]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_path_of_utf8_is_its_own_text() {
        for name in ["/a/b.txt", "l’été/기차.md", ""] {
            assert_eq!(text_of(Path::new(name)), name);
            assert_eq!(of_text(name), Path::new(name));
        }
    }

    #[test]
    fn a_path_that_is_gone_has_the_form_that_it_had() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        std::fs::create_dir(&real).unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        std::fs::write(real.join("a.txt"), "a").unwrap();
        let before = absolute(&link.join("a.txt"));
        std::fs::remove_file(real.join("a.txt")).unwrap();
        assert_eq!(absolute(&link.join("a.txt")), before);
        assert!(before.ends_with("real/a.txt"));
    }

    proptest! {
        #[test]
        fn every_path_comes_back_and_no_two_have_one_text(
            parts in prop::collection::vec(prop_oneof![
                any::<u8>().prop_map(|byte| vec![byte]),
                any::<char>().prop_map(|c| c.to_string().into_bytes()),
                (0x10_FF00_u32..=0x10_FFFF).prop_map(|c| char::from_u32(c).unwrap().to_string().into_bytes()),
            ], 0..12)
        ) {
            let bytes = parts.concat();
            let path = Path::new(OsStr::from_bytes(&bytes));
            let text = text_of(path);
            // Whoever comes back is told from all others.
            let back = of_text(&text);
            prop_assert_eq!(back.as_os_str().as_bytes(), &bytes[..]);
        }
    }
}
