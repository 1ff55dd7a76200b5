//! Records that lie in lists of lists.

use super::{all, errors, slice};
use crate::corpus::testing::shown;
use crate::corpus::{Format, MAX_RECORD_BYTES, ReadOptions, read_bytes};

#[test]
fn records_may_lie_in_lists_of_lists() {
    let [a, b, c] = [
        r#"{"text": "The boats came in."}"#,
        r#"{"text": "Порт снова открыт."}"#,
        r#"{"text": "船が港に入った。"}"#,
    ];
    for text in [
        format!("[[{a}, {b}], [{c}]]"),
        format!("[ [\n  {a},\n  {b}\n ],\n [], [\n  {c}\n ]\n]\n"),
        format!("[[[{a}], [[{b}]]], [{c}]]"),
        format!("[{a}, [{b}, [{c}]]]"),
        format!("[[{a}], {b}, [{c}]]"),
        format!("[[{a}, {b}, {c}"),
        format!("{{\"data\": [[{a}, {b}], [{c}]]}}"),
        format!("{{\"n\": 3, \"pages\": {{\"docs\": [ [ [{a}], [{b}] ], [[{c}]] ] }}, \"end\": true}}"),
    ] {
        let documents = all(Format::Json, &text);
        let found: Vec<String> = documents.iter().flat_map(|document| shown(&document.units)).collect();
        assert_eq!(found, ["The boats came in.", "Порт снова открыт.", "船が港に入った。"], "{text}");
        assert_eq!([0, 1, 2].map(|at| slice(&text, &documents[at])), [a, b, c], "{text}");
    }
    let text = format!("[\n[\n{a}\n],\n[{b}]]");
    let lines: Vec<u64> = all(Format::Json, &text).iter().map(|document| document.units[0].line).collect();
    assert_eq!(lines, [3, 5]);
}

#[test]
fn what_else_lies_in_lists_of_lists_is_told() {
    let string = "data:1: found a string where a JSON object was expected";
    let array = "data:1: found an array where a JSON object was expected";
    for (text, expected) in [
        (r#"[["The boats"], {"text": "a"}]"#, vec![array]),
        (r#"[[{"text": "a"}, "Die Boote"], [{"text": "b"}, "и лодки"]]"#, vec![string, string]),
        (r#"[[{"text": "a"}], [1, {"text": "b"}]]"#, vec![array]),
        (r#"[[{"text": "a"}, ["船"]], [[]]]"#, vec![array]),
    ] {
        assert_eq!(errors(Format::Json, text), expected, "{text}");
    }
    for text in [
        r#"[["The boats", "came in"], ["at noon"]]"#,
        r#"[[["Die Boote"]], [["kamen"]]]"#,
        "[[\"лодки\", \"船\"],\n [\"\"]]",
    ] {
        let told = errors(Format::Json, text);
        assert!(told.last().is_some_and(|last| last.starts_with("`data`: none of its records")), "{told:?}");
    }
    for text in [r#"{"data": [["The boats"], ["came in"]]}"#, r#"{"rows": {"a": [[1, 2], ["x"]]}}"#] {
        assert_eq!(errors(Format::Json, text), ["`data` has no text in it"], "{text}");
    }
}

#[test]
fn hostile_lists_of_lists_end() {
    for text in [
        "[".repeat(4 << 20),
        "[ ".repeat(2 << 20),
        "[]".repeat(2 << 20),
        "[{}".repeat(1 << 16),
        "[[{}]".repeat(1 << 16),
        format!("[[{}", " ".repeat(MAX_RECORD_BYTES + 10)),
        format!("{{\"data\": {}", "[".repeat(4 << 20)),
        format!("{{\"data\": [{}", "[ ".repeat(2 << 20)),
        format!("[[{}]]", "[".repeat(100_000) + &"]".repeat(100_000)),
    ] {
        if let Ok(documents) = read_bytes("data", Some(Format::Json), text.into(), &ReadOptions::default()) {
            documents.for_each(drop);
        }
    }
}
