//! A record of JSON, of which no more is kept than can be of use.
//!
//! What lies within objects gets the names that lead to it, joined by dots. Of lists the words are kept as one text, since a list of
//! empty objects takes 200 times its length in memory when all of it is kept. Within objects at most [`MAX_NESTED`] values of at most
//! [`MAX_NESTED_CHARS`] characters are kept, and nothing below [`MAX_DEPTH`] of them; fields that were asked for are kept in any case.

use std::collections::HashMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Number, Value};

use crate::corpus::fields::{BETWEEN, plain};

/// Values within the objects of a record that are kept.
const MAX_NESTED: usize = 100;

/// Characters of a value within an object, beyond which it is not kept.
const MAX_NESTED_CHARS: usize = 1000;

/// Objects and lists that may lie within each other.
const MAX_DEPTH: usize = 16;

/// What a piece of JSON holds.
#[derive(Debug)]
pub(super) enum Top {
    /// The fields of an object.
    Object(Vec<(String, Value)>),
    /// Something else, as messages call it.
    Other(&'static str),
}

/// Reads a piece of JSON; of what lies within objects, the fields `wanted` are kept in any case.
pub(super) fn read(json: &str, wanted: &[String]) -> serde_json::Result<Top> {
    let mut record = Record { wanted, fields: Vec::new(), lists: HashMap::new(), nested: 0 };
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let other =
        Part { name: "", level: Level::Top, depth: 0, record: &mut record }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(other.map_or(Top::Object(record.fields), Top::Other))
}

struct Record<'w> {
    wanted: &'w [String],
    fields: Vec<(String, Value)>,
    /// Where the words of each list are kept.
    lists: HashMap<String, usize>,
    /// Values within objects that are kept without being wanted.
    nested: usize,
}

/// What stands around a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    /// Nothing: the record itself.
    Top,
    /// The record alone.
    Field,
    /// A list that is a field of the record.
    List,
    /// An object that is a field.
    Object,
    /// Lists and objects.
    Both,
}

impl Level {
    fn in_list(self) -> Self {
        if matches!(self, Self::Field | Self::List) { Self::List } else { Self::Both }
    }

    fn in_object(self) -> Self {
        match self {
            Self::Top => Self::Field,
            Self::Field | Self::Object => Self::Object,
            Self::List | Self::Both => Self::Both,
        }
    }
}

impl Record<'_> {
    fn is_wanted(&self, name: &str) -> bool {
        self.wanted.iter().any(|wanted| wanted.eq_ignore_ascii_case(name))
    }

    fn put(&mut self, name: &str, level: Level, value: Value) {
        match level {
            Level::Top => {}
            Level::Field => self.fields.push((name.to_owned(), value)),
            Level::Object => {
                let short = value.as_str().is_none_or(|text| text.chars().nth(MAX_NESTED_CHARS).is_none());
                let wanted = self.is_wanted(name);
                if wanted || (short && self.nested < MAX_NESTED && !value.is_null()) {
                    self.nested += usize::from(!wanted);
                    self.fields.push((name.to_owned(), value));
                }
            }
            Level::List => self.add(name, &value),
            Level::Both => {
                if self.is_wanted(name) {
                    self.add(name, &value);
                }
            }
        }
    }

    /// Adds a value to the words of a list.
    fn add(&mut self, name: &str, value: &Value) {
        let text = match value {
            Value::String(text) if text.trim().is_empty() => return,
            Value::String(text) => text,
            value => match plain(value) {
                Some(text) => &text.clone(),
                None => return,
            },
        };
        let index = self.list(name);
        match self.fields.get_mut(index) {
            Some((_, Value::String(joined))) => {
                joined.push(BETWEEN);
                joined.push_str(text);
            }
            Some((_, empty)) => *empty = Value::String(text.clone()),
            None => {}
        }
    }

    /// Where the words of the list of this name are kept.
    fn list(&mut self, name: &str) -> usize {
        if let Some(&index) = self.lists.get(name) {
            return index;
        }
        self.fields.push((name.to_owned(), Value::Null));
        self.lists.insert(name.to_owned(), self.fields.len() - 1);
        self.fields.len() - 1
    }

    /// The fields: the words of a list are an array of one.
    fn close_list(&mut self, name: &str) {
        if let Some(index) = self.lists.remove(name)
            && let Some((_, value)) = self.fields.get_mut(index)
        {
            let joined = std::mem::take(value);
            *value = Value::Array(if joined.is_null() { Vec::new() } else { vec![joined] });
        }
    }
}

/// A value under way; what comes of it is what it is called, where it is the record and no object.
struct Part<'a, 'w> {
    name: &'a str,
    level: Level,
    depth: usize,
    record: &'a mut Record<'w>,
}

impl Part<'_, '_> {
    fn put(self, value: Value) -> Option<&'static str> {
        let what = what(&value);
        self.record.put(self.name, self.level, value);
        (self.level == Level::Top).then_some(what)
    }
}

impl<'de> DeserializeSeed<'de> for Part<'_, '_> {
    type Value = Option<&'static str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        if self.depth > MAX_DEPTH {
            return deserializer.deserialize_ignored_any(IgnoredAny).map(|_| None);
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Part<'_, '_> {
    type Value = Option<&'static str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let Self { name, level, depth, record } = self;
        while let Some(key) = entries.next_key::<String>()? {
            let path = if name.is_empty() { key } else { format!("{name}.{key}") };
            let part = Part { name: &path, level: level.in_object(), depth: depth + 1, record: &mut *record };
            entries.next_value_seed(part)?;
        }
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let Self { name, level, depth, record } = self;
        if level == Level::Top {
            while items.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Some("an array"));
        }
        if level == Level::Field {
            record.list(name);
        }
        while items
            .next_element_seed(Part { name, level: level.in_list(), depth: depth + 1, record: &mut *record })?
            .is_some()
        {}
        if level == Level::Field {
            record.close_list(name);
        }
        Ok(None)
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(self.put(Value::String(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(self.put(Value::String(text)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(self.put(number.into()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(self.put(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(self.put(Number::from_f64(number).map_or(Value::Null, Value::Number)))
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Self::Value, E> {
        Ok(self.put(Value::Bool(truth)))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(self.put(Value::Null))
    }
}

/// What a value is, as messages call it.
fn what(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// `json` with `null` for each `NaN` and `Infinity`, which some programs write and JSON does not know.
pub(in crate::corpus) fn without_nan(json: &str) -> Option<String> {
    let mut cleaned = String::new();
    let (mut kept, mut in_string, mut escaped) = (0, false, false);
    for (at, byte) in json.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_string,
            b'"' => in_string = !in_string,
            b'N' | b'I' if !in_string && at >= kept => {
                let word = ["NaN", "Infinity"].into_iter().find(|word| json[at..].starts_with(word));
                if let Some(word) = word {
                    cleaned.push_str(json[kept..at].trim_end_matches('-'));
                    cleaned.push_str("null");
                    kept = at + word.len();
                }
            }
            _ => {}
        }
    }
    (kept > 0).then(|| cleaned + &json[kept..])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::corpus::fields::Fields;

    fn object(text: &str, wanted: &[&str]) -> Value {
        let wanted: Vec<String> = wanted.iter().map(|&name| name.to_owned()).collect();
        match read(text, &wanted).unwrap() {
            Top::Object(fields) => Value::Object(fields.into_iter().collect()),
            Top::Other(found) => panic!("{found}"),
        }
    }

    #[test]
    fn of_lists_the_words_are_kept_and_objects_are_flat() {
        let text = json!({"a": 1, "b": [1, ["x", {"y": [2]}], null, " z "], "c": {"d": "e", "k": {"l": true}, "m": [3]}, "f": [], "g": "h", "i": 0.5})
            .to_string();
        let expected = json!({"a": 1, "b": ["1\u{1E}x\u{1E} z "], "c.d": "e", "c.k.l": true, "f": [], "g": "h", "i": 0.5});
        assert_eq!(object(&text, &[]), expected);
        let Value::Object(mut expected) = expected else { unreachable!() };
        expected.insert("b.y".to_owned(), json!("2"));
        expected.insert("c.m".to_owned(), json!("3"));
        assert_eq!(object(&text, &["C.M", "b.y"]), Value::Object(expected));
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let nested = format!("{{\"a\": {{\"b\": {}{}}}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(object(&nested, &[]), json!({}));
        let objects = format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
        assert_eq!(object(&objects, &[]), json!({}));
        let long = "x".repeat(MAX_NESTED_CHARS + 1);
        let many: serde_json::Map<String, Value> = (0..1000).map(|n| (format!("n{n}"), json!(n))).collect();
        let text = json!({"many": many, "long": {"a": long, "b": long}}).to_string();
        let kept = object(&text, &["long.b", "many.n999"]);
        assert_eq!(kept.as_object().unwrap().len(), MAX_NESTED + 2);
        assert_eq!(kept["long.b"], long);
    }

    #[test]
    fn what_is_no_object_is_called_by_its_name() {
        for text in ["[1, [2]]", "\"a\"", "1", "-1", "0.5", "true", "null"] {
            let Top::Other(found) = read(text, &[]).unwrap() else { panic!("{text}") };
            assert_eq!(found, what(&serde_json::from_str(text).unwrap()));
        }
        assert!(read("[1, ", &[]).is_err());
        assert!(read("{} {}", &[]).is_err());
    }

    #[test]
    fn what_is_not_a_number_is_null() {
        let text = r#"{"a": NaN, "b": [-Infinity, Infinity], "c": "NaN \" NaN", "d": 1}"#;
        let cleaned = without_nan(text).unwrap();
        assert_eq!(cleaned, r#"{"a": null, "b": [null, null], "c": "NaN \" NaN", "d": 1}"#);
        assert_eq!(without_nan(r#"{"a": "NaN", "é": 1}"#), None);
    }

    fn value() -> impl Strategy<Value = Value> {
        let single = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            any::<i64>().prop_map(Value::from),
            "[a-z \\\\u{e9}]{0,4}".prop_map(Value::String),
        ];
        single.prop_recursive(3, 16, 4, |inner| prop::collection::vec(inner, 0..4).prop_map(Value::Array))
    }

    proptest! {
        #[test]
        fn fields_mean_the_same_as_with_all_that_is_in_them(id: bool, value in value()) {
            let name = if id { "id" } else { "source" };
            let whole = json!({ name: value, "other": value });
            let text = whole.to_string();
            let Value::Object(whole) = whole else { unreachable!() };
            let Top::Object(flat) = read(&text, &[]).unwrap() else { unreachable!() };
            let [mut flat, mut whole] = [Fields::new(flat), Fields::new(whole)];
            prop_assert_eq!(flat.id(None), whole.id(None));
            prop_assert_eq!(flat.source(), whole.source());
            prop_assert_eq!(flat.rest(), whole.rest());
        }

        #[test]
        fn no_text_is_cut_within_a_character(text in "[\"\\\\NaIinfinty,:é -]{0,40}") {
            without_nan(&text);
        }
    }
}
