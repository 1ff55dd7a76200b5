//! Where the records are in an object that wraps a list of them, such as `{"count": 2, "items": [{...}, {...}]}`.

use super::object::{self, Top};
use super::scan::{Found, Values};
use crate::corpus::MAX_RECORD_BYTES;
use crate::corpus::fields::{self, Fields};

/// Objects that may lie around the list.
const MAX_DEPTH: usize = 4;

/// Fields that some feeds have as well, so that they make no record of what holds a list of records.
const ABOUT: &[&str] = &["abstract", "description", "summary"];

/// A list of objects within objects.
#[derive(Debug, Clone, Copy)]
struct List {
    /// Where its first value begins.
    start: usize,
    bytes: usize,
}

/// Where the list of records begins in `json`, the beginning of a file that begins with an object; `None` when that object is a record
/// itself.
pub(super) fn records(json: &[u8], named: &[String]) -> Option<usize> {
    let (lists, end) = lists(json);
    let whole = end.and_then(|end| std::str::from_utf8(&json[..end]).ok());
    if let Some(whole) = whole
        && is_record(whole, named, false)
    {
        return None;
    }
    let holds_records = |list: &List| {
        // A slice of the file that is short, so that a first record of any size costs little.
        let reader = std::io::Cursor::new(json[list.start..].to_vec());
        let first = Values::new(Box::new(reader), MAX_RECORD_BYTES, 0, 1).next();
        matches!(first, Ok(Found::Value(first, ..)) if is_record(&String::from_utf8_lossy(&first), named, true))
    };
    let mut lists = lists;
    lists.sort_by_key(|list| std::cmp::Reverse(list.bytes));
    lists.truncate(8);
    let found = lists.iter().find(|list| holds_records(list));
    // Of an object without an end nothing can be read but a list in it.
    let longest = if end.is_none() { lists.first() } else { None };
    found.or(longest).map(|list| list.start)
}

/// Whether the object has a text; `within` a list any of the usual names will do.
fn is_record(json: &str, named: &[String], within: bool) -> bool {
    let Ok(Top::Object(fields)) = object::read(json, named) else { return false };
    let fields = Fields::new(fields);
    if named.is_empty() {
        let names: Vec<&str> =
            fields::TEXT.iter().copied().filter(|name| within || !ABOUT.contains(name)).collect();
        fields.has(&names) || (within && fields.has(fields::TITLE))
    } else {
        let names: Vec<&str> = named.iter().map(String::as_str).collect();
        fields.has(&names)
    }
}

/// The lists of objects that lie within objects alone, and where the object ends.
fn lists(json: &[u8]) -> (Vec<List>, Option<usize>) {
    let mut lists: Vec<List> = Vec::new();
    let (mut depth, mut in_list) = (0usize, None);
    let (mut in_string, mut escaped) = (false, false);
    for (at, &byte) in json.iter().enumerate() {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'{' => depth += 1,
            b'[' => {
                let blank = json[at + 1..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                let first = json.get(at + 1 + blank);
                if in_list.is_none() {
                    in_list = Some(depth);
                    if depth <= MAX_DEPTH && first == Some(&b'{') {
                        lists.push(List { start: at + 1, bytes: json.len() - at });
                    } else {
                        lists.push(List { start: at + 1, bytes: 0 });
                    }
                }
                depth += 1;
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if in_list == Some(depth) {
                    in_list = None;
                    match lists.pop() {
                        Some(list) if list.bytes > 0 => {
                            lists.push(List { bytes: at - list.start + 1, ..list });
                        }
                        _ => {}
                    }
                }
                if depth == 0 {
                    return (lists, Some(at + 1));
                }
            }
            _ => {}
        }
    }
    lists.retain(|list| list.bytes > 0);
    (lists, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_records_is_found_within_objects() {
        for (json, expected) in [
            (r#"{"n": 2, "items": [{"text": "a"}]}"#, Some(r#"{"text": "a"}]}"#)),
            (
                r#"{"a": [{"x": 1}, {"x": 2}, {"x": 3}], "r": {"docs": [ {"body": ""}]}}"#,
                Some(r#" {"body": ""}]}}"#),
            ),
            (
                r#"{"title": "Feed", "description": "d", "items": [{"title": "a"}]}"#,
                Some(r#"{"title": "a"}]}"#),
            ),
            (r#"{"text": "a", "comments": [{"text": "b"}]}"#, None),
            (r#"{"data": [{"text": "a"}, {"te"#, Some(r#"{"text": "a"}, {"te"#)),
            (r#"{"x": [1, {"text": "["}], "y": ["[{\"text\": 1}]"]}"#, None),
            (r#"{"x": [[{"text": "a"}]]}"#, None),
        ] {
            let start = records(json.as_bytes(), &[]);
            assert_eq!(start.map(|start| &json[start..]), expected, "{json}");
        }
        let json = r#"{"text": "about", "x": {"y": [{"doc": {"body": "a"}}]}}"#;
        assert_eq!(records(json.as_bytes(), &["doc.body".to_owned()]), Some(30));
    }

    #[test]
    fn hostile_objects_take_linear_time() {
        for sign in ["{\"a\":", "[", "[ ", "{\"a\":[{}],", "\"", "{", "]}"] {
            let json = format!("{{\"a\": {}", sign.repeat((4 << 20) / sign.len()));
            records(json.as_bytes(), &[]);
        }
    }
}
