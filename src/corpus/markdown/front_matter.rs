//! YAML between two lines of three dashes at the start of a Markdown file, without a blank line below the first: between
//! two rules, prose with a colon in it would be YAML too.

use serde_json::{Map, Value};

use crate::corpus::fields::Fields;

/// The front matter of a file, and where its body begins.
///
/// What stands between the dashes and is not a YAML mapping is no front matter: a file may begin with a rule.
pub(super) fn split(text: &str) -> (Fields, usize) {
    let Some((yaml, body)) = block(text) else { return (Fields::default(), 0) };
    match serde_saphyr::from_str::<Map<String, Value>>(yaml) {
        Ok(map) => (Fields::new(map), body),
        Err(error) => {
            log::debug!("front matter is not YAML: {error}");
            (Fields::default(), 0)
        }
    }
}

/// The text between the dashes, and where what follows begins.
fn block(text: &str) -> Option<(&str, usize)> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    if first.trim_end() != "---" {
        return None;
    }
    let mut at = first.len();
    for (index, line) in lines.enumerate() {
        if index == 0 && line.trim().is_empty() {
            return None;
        }
        let next = at + line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return Some((&text[first.len()..at], next));
        }
        at = next;
    }
    None
}
