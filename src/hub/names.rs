//! Which names may become paths: those of models, repositories, revisions and files.

use std::path::{Path, PathBuf};

/// Longest name of any kind, in bytes.
const LONGEST: usize = 200;

/// Checks the name of a model, which names a file: letters, digits, `.`, `_` and `-`, and it begins with a letter or digit.
///
/// # Errors
/// What is wrong with it.
pub fn check_id(id: &str) -> Result<(), String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if id == "builtin" {
        return Err("`builtin` is the model inside the program".to_owned());
    }
    if id.is_empty() || id.len() > LONGEST || !id.chars().all(plain) || !id.starts_with(alphanumeric) {
        return Err(format!(
            "`{id}` is no name for a model: letters, digits, `.`, `_` and `-`, a letter or digit first"
        ));
    }
    Ok(())
}

/// Checks the name of a repository: `NAME` or `ORGANISATION/NAME`.
///
/// # Errors
/// What is wrong with it.
pub fn check_hub_id(hub: &str) -> Result<(), String> {
    let parts: Vec<&str> = hub.split('/').collect();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    // Two dashes divide organisation and name in the names of folders.
    let good = |part: &&str| {
        part.starts_with(alphanumeric)
            && part.chars().all(plain)
            && !part.contains("--")
            && !part.contains("..")
    };
    if parts.len() > 2 || hub.len() > LONGEST || !parts.iter().all(good) {
        return Err(format!("`{hub}` is no name of a repository: `ORGANISATION/NAME`"));
    }
    Ok(())
}

/// Checks the name of a revision: a branch, a tag or a commit.
///
/// # Errors
/// What is wrong with it.
pub fn check_revision(revision: &str) -> Result<(), String> {
    check_file_name(revision).map_err(|_| format!("`{revision}` is no name of a revision"))
}

/// Checks the name of a file in a repository: relative, with `/` between its parts, and never leading out of its folder.
///
/// # Errors
/// What is wrong with it.
pub fn check_file_name(name: &str) -> Result<(), String> {
    let good = |part: &str| {
        !part.is_empty()
            && part != "."
            && part != ".."
            // A drive or a stream on Windows, a folder on Windows, and what no sane name holds.
            && !part.contains([':', '\\'])
            && !part.chars().any(char::is_control)
    };
    if name.len() > 5 * LONGEST || !name.split('/').all(good) {
        return Err(format!("`{}` is no name of a file", name.escape_debug()));
    }
    Ok(())
}

/// The path of a checked name below a folder.
pub(super) fn below(folder: &Path, name: &str) -> PathBuf {
    name.split('/').fold(folder.to_path_buf(), |path, part| path.join(part))
}

/// Whether these are 40 hexadecimal digits, as a Git commit has.
pub(super) fn is_commit(text: &str) -> bool {
    text.len() == 40 && is_hex(text)
}

/// Whether all are lower-case hexadecimal digits.
pub(super) fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn alphanumeric(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_would_leave_their_folder_are_refused() {
        for name in
            ["../x", "a/../../x", "/etc/passwd", "a//b", "", ".", "a/.", "C:x", "a\\..\\b", "a\nb", "a/\0"]
        {
            assert!(check_file_name(name).is_err(), "{name:?}");
        }
        assert!(check_file_name(&"a/".repeat(600)).is_err());
        for name in
            ["model.onnx", "onnx/model.onnx_data", "1_Pooling/config.json", ".gitattributes", "a b", "..a"]
        {
            assert_eq!(check_file_name(name), Ok(()));
        }
    }

    #[test]
    fn ids_and_repositories() {
        for id in ["e5", "all-MiniLM-L6-v2", "a.b_c"] {
            assert_eq!(check_id(id), Ok(()));
        }
        for id in ["builtin", "", "a/b", ".a", "-a", "a b", "é", "..", &"a".repeat(201)] {
            assert!(check_id(id).is_err(), "{id:?}");
        }
        for hub in ["gpt2", "intfloat/multilingual-e5-small", "BAAI/bge-m3"] {
            assert_eq!(check_hub_id(hub), Ok(()));
        }
        for hub in ["", "a/b/c", "a/", "/a", "../a", "a/..", "a--b/c", "a/b..c", "a/.b", "a b"] {
            assert!(check_hub_id(hub).is_err(), "{hub:?}");
        }
        assert!(check_revision("refs/pr/1").is_ok() && check_revision("../main").is_err());
    }
}
