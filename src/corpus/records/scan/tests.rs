use proptest::prelude::*;

use super::*;

fn found(text: &str, within: Within, most: usize, buffer: usize) -> Vec<String> {
    let reader = io::BufReader::with_capacity(buffer, io::Cursor::new(text.to_owned()));
    let mut values = Values::new(Box::new(reader), within, most, (0, 1));
    let mut shown = Vec::new();
    loop {
        shown.push(match values.next().unwrap() {
            Found::End => return shown,
            Found::TooLong(line, bytes) => format!("{line}: {bytes} bytes"),
            Found::Value(bytes, start, line) => {
                let value = String::from_utf8(bytes).unwrap();
                assert!(text[start as usize..].starts_with(&value));
                format!("{line}: {value}")
            }
        });
    }
}

#[test]
fn values_are_told_apart_by_brackets_and_quotes() {
    for (text, expected) in [
        (
            "{\"a\": \"}\"},\n\n{\"b\": [1, {}]} {}",
            &["1: {\"a\": \"}\"}", "3: {\"b\": [1, {}]}", "3: {}"][..],
        ),
        ("{\n\"a\\\"}\": 1\n}{\"b\": \"\\\\\"}", &["1: {\n\"a\\\"}\": 1\n}", "3: {\"b\": \"\\\\\"}"]),
        ("1, \"a b\", null, true]x", &["1: 1", "1: \"a b\"", "1: null", "1: true"]),
        ("x\"a\"[1]", &["1: x", "1: \"a\"", "1: [1]"]),
        ("{\"long\": \"12345678901234567890\"}\n{}", &["1: 32 bytes", "2: {}"]),
        ("{\"n\": 1}]\n[{\"n\": 2}]\n;", &["1: {\"n\": 1}", "2: {\"n\": 2}"]),
    ] {
        for buffer in [1, 3, 1000] {
            assert_eq!(found(text, Within::List, 24, buffer), expected, "{text}");
        }
    }
    let inner = "{\"a\": 1}], \"b\": [{\"c\": 2}]}";
    assert_eq!(found(inner, Within::Object, 24, 7), ["1: {\"a\": 1}"]);
}

#[test]
fn what_is_not_closed_ends_where_the_next_begins() {
    let good = r#"{"t": "b", "n": [1]}"#;
    for (bad, pieces) in [
        (r#"{"t": "a", "n": [1}"#, &[r#"{"t": "a", "n": [1}"#][..]),
        (r#"{"t": "a", "n": 1]}"#, &[r#"{"t": "a", "n": 1]}"#]),
        (r#"{"t": "a""#, &[r#"{"t": "a","#]),
        (r#"{"t": "a", "m": {"n": 1}"#, &[r#"{"t": "a", "m": {"n": 1},"#]),
        (r#"{"t": "a}"#, &[r#"{"t": "a},"#]),
        (r#"{"t": "a", n": 1}"#, &[r#"{"t": "a", n": 1},"#]),
        (r#"{"t": "he said "hi" to me"}"#, &[r#"{"t": "he said "hi" to me"}"#]),
        (r#"{"t": "a"}}"#, &[r#"{"t": "a"}"#, "}"]),
        (r#"{"t": "a"}]"#, &[r#"{"t": "a"}"#, "]"]),
        ("{\"t\": \"a,\n \"n\": 1\n}", &["{\"t\": \"a,\n \"n\": 1\n}"]),
        ("{\"t\": \"a\nb\", \"n\": 1}", &["{\"t\": \"a\nb\", \"n\": 1}"]),
    ] {
        for between in [", ", ",\n", ",\n  "] {
            let text = format!("{good}{between}{bad}{between}{good}{between}{good}]");
            for buffer in [1, 5, 1000] {
                let found = found(&text, Within::List, 200, buffer);
                let found: Vec<&str> =
                    found.iter().filter_map(|found| Some(found.split_once(": ")?.1)).collect();
                let shown: Vec<&str> = found.iter().map(|found| found.trim_end()).collect();
                assert_eq!(shown, [&[good], pieces, &[good, good]].concat(), "{text:?}");
            }
        }
    }
    // What is open at the end goes no further than to the next line of its kind.
    let text = "{\"a\": 1},\n  {\"a\": [\n    {\"b\": 1},\n  {\"a\": 2},\n  {\"a\": 3}\n]";
    let expected = ["1: {\"a\": 1}", "2: {\"a\": [\n    {\"b\": 1},\n  ", "4: {\"a\": 2}", "5: {\"a\": 3}"];
    assert_eq!(found(text, Within::List, 200, 9), expected);
    // The last one may lack its end alone.
    assert_eq!(
        found("{\"a\": 1}, {\"a\": 2 \n]}\n", Within::List, 200, 9),
        ["1: {\"a\": 1}", "1: {\"a\": 2 \n"]
    );
}

#[test]
fn hostile_values_take_linear_time() {
    for sign in [
        "{\"a\": [",
        "{\"a\": [\n",
        "\"\n\\\"x",
        "]",
        "}",
        "[}",
        "{\"a\",\n{",
        "{\"t\": \"a\n \"n",
        "\"a\" x",
    ] {
        let text = sign.repeat((4 << 20) / sign.len());
        for within in [Within::Nothing, Within::List] {
            let mut values = Values::new(Box::new(io::Cursor::new(text.clone())), within, 1 << 20, (0, 1));
            while values.next().unwrap() != Found::End {}
        }
    }
}

proptest! {
    #[test]
    fn every_value_ends(text in "[\\[\\]{}\",:a\\\\ \n]{0,60}") {
        for within in [Within::Nothing, Within::List, Within::Object] {
            prop_assert!(found(&text, within, 20, 7).len() <= text.len());
            prop_assert_eq!(found(&text, within, 100, 1), found(&text, within, 100, 1000));
        }
    }
}
