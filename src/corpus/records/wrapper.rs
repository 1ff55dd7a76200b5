//! Where the records are in an object that wraps a list of them, such as `{"count": 2, "items": [{...}, {...}]}`.

use super::object::{self, Top};
use super::scan::{Found, Values, Within};
use crate::corpus::MAX_RECORD_BYTES;
use crate::corpus::fields::{self, Fields};
use crate::corpus::shape;

/// Objects that may lie around the list.
const MAX_DEPTH: usize = 4;

/// Fields that some feeds have as well, so that they make no record of what holds a list of records.
const ABOUT: &[&str] = &["abstract", "description", "summary"];

/// Letters of what is told about something, beyond which it is a text.
const LONG: usize = 200;

/// A list of objects, or of lists of them, within objects.
#[derive(Debug, Clone, Copy)]
struct List {
    /// Where its first value begins.
    start: usize,
    bytes: usize,
}

/// What an object holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// A list of records, which begins here.
    List(usize),
    /// It is a record, as those are that may stand behind it.
    Records,
    /// It is the only one, and has no text; its fields.
    Nothing(Vec<String>),
}

/// What the beginning of a file holds that begins with an object.
pub(super) fn look(json: &[u8], named: &[String]) -> Holds {
    let (mut lists, end) = lists(json);
    let whole = end.and_then(|end| std::str::from_utf8(&json[..end]).ok());
    let whole = whole.and_then(|whole| match object::read(whole, named) {
        Ok(Top::Object(fields)) => Some(Fields::new(fields)),
        _ => None,
    });
    if whole.as_ref().is_some_and(|whole| is_record(whole, named, false)) {
        return Holds::Records;
    }
    let holds_records = |list: &List| {
        // A slice of the file that is short, so that a first record of any size costs little.
        let reader = Box::new(std::io::Cursor::new(json[list.start..].to_vec()));
        let first = Values::new(reader, Within::Object, MAX_RECORD_BYTES, (0, 1)).next();
        let Ok(Found::Value(first, ..)) = first else { return false };
        match object::read(&String::from_utf8_lossy(&first), named) {
            Ok(Top::Object(fields)) => is_record(&Fields::new(fields), named, true),
            _ => false,
        }
    };
    lists.sort_by_key(|list| std::cmp::Reverse(list.bytes));
    lists.truncate(8);
    let found = lists.iter().find(|list| holds_records(list));
    // Of an object without an end nothing can be read but a list in it.
    let longest = if end.is_none() { lists.first() } else { None };
    if let Some(list) = found.or(longest) {
        return Holds::List(list.start);
    }
    let alone = end.is_some_and(|end| json.len() <= MAX_RECORD_BYTES && json[end..].trim_ascii().is_empty());
    match whole {
        Some(whole) if alone && named.is_empty() && !tells_about(&whole) => Holds::Nothing(whole.names()),
        _ => Holds::Records,
    }
}

/// Whether the object has a text; `within` a list a title will do, and any of the usual names.
fn is_record(fields: &Fields, named: &[String], within: bool) -> bool {
    if !named.is_empty() {
        let names: Vec<&str> = named.iter().map(String::as_str).collect();
        return fields.has(&names);
    }
    if within {
        // What has no more than a `name` is a person, a plugin or a place.
        return fields.has(fields::TEXT) || fields.has(&fields::TITLE[..fields::TITLE.len() - 1]);
    }
    let names: Vec<&str> = fields::TEXT.iter().copied().filter(|name| !ABOUT.contains(name)).collect();
    fields.text_in(&names).is_some()
}

/// Whether an object that stands alone is about something: what tells programs what to do has a name and a line about itself.
fn tells_about(fields: &Fields) -> bool {
    let Some(about) = fields.text_in(ABOUT) else { return false };
    let is_titled = fields.text_in(&fields::TITLE[..fields::TITLE.len() - 1]).is_some();
    let is_schema = fields.names().iter().any(|name| name.starts_with('$'));
    (is_titled && !is_schema) || shape::width(about) >= LONG
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
                if in_list.is_none() {
                    in_list = Some(depth);
                    // The records may lie in lists of the list.
                    let opens = |byte: &&u8| byte.is_ascii_whitespace() || **byte == b'[';
                    let blank = json[at + 1..].iter().take_while(opens).count();
                    if depth <= MAX_DEPTH && json.get(at + 1 + blank) == Some(&b'{') {
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
            (r#"{"x": [[{"text": "a"}]]}"#, Some(r#"[{"text": "a"}]]}"#)),
            (r#"{"x": [[1, {"text": "a"}]], "y": [["b"], ["c"]]}"#, None),
        ] {
            let start = match look(json.as_bytes(), &[]) {
                Holds::List(start) => Some(&json[start..]),
                _ => None,
            };
            assert_eq!(start, expected, "{json}");
        }
        let json = r#"{"text": "about", "x": {"y": [{"doc": {"body": "a"}}]}}"#;
        assert_eq!(look(json.as_bytes(), &["doc.body".to_owned()]), Holds::List(30));
    }

    #[test]
    fn what_tells_programs_what_to_do_holds_no_text() {
        let long = "It reads and it writes. ".repeat(12);
        for (json, is_read) in [
            (
                r#"{"name": "left-pad", "version": "1.3.0", "description": "String left pad", "contributors": [{"name": "Bo"}]}"#,
                false,
            ),
            (r#"{"name": "app", "lockfileVersion": 3, "packages": {"a": {"version": "1.0.0"}}}"#, false),
            (
                r#"{"compilerOptions": {"strict": true, "plugins": [{"name": "next"}]}, "include": ["src"]}"#,
                false,
            ),
            (
                r#"{"type": "FeatureCollection", "name": "lakes", "features": [{"type": "Feature", "geometry": {"coordinates": [[1, 2]]}}]}"#,
                false,
            ),
            (r#"{"$schema": "x", "title": "Config", "description": "What a config has"}"#, false),
            (r#"{"title": "Only a title"}"#, false),
            (r#"{"text": " ", "n": 1}"#, false),
            ("{}\n", false),
            (r#"{"title": "Lakes", "abstract": "Of water"}"#, true),
            (&format!(r#"{{"name": "lamp", "description": "{long}"}}"#), true),
            (r#"{"text": "a"}"#, true),
            (r#"{"text": ["a"]}"#, true),
            (r#"{"n": 1} {"n": 2}"#, true),
            (r#"{"n": 1"#, true),
            (r#"{"n": }"#, true),
        ] {
            assert_eq!(!matches!(look(json.as_bytes(), &[]), Holds::Nothing(_)), is_read, "{json}");
            assert!(
                !matches!(look(json.as_bytes(), &["x".to_owned()]), Holds::Nothing(_)),
                "a name is looked for"
            );
        }
        assert_eq!(
            look(br#"{"a": 1, "b": {"c": 2}}"#, &[]),
            Holds::Nothing(vec!["a".to_owned(), "b.c".to_owned()])
        );
    }

    #[test]
    fn hostile_objects_take_linear_time() {
        for sign in ["{\"a\":", "[", "[ ", "{\"a\":[{}],", "\"", "{", "]}"] {
            let json = format!("{{\"a\": {}", sign.repeat((4 << 20) / sign.len()));
            look(json.as_bytes(), &[]);
        }
    }
}
