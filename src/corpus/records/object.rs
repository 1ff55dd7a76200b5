//! A record of JSON, of which no more is kept than can be of use: of lists their words, of objects within it nothing.
//!
//! A list of empty objects takes 200 times its length in memory when all of it is kept.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::corpus::fields::plain;

/// What a line holds.
pub(super) enum Top {
    Object(Map<String, Value>),
    /// Something else, as messages call it.
    Other(&'static str),
}

impl<'de> Deserialize<'de> for Top {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Top;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON value")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Top, A::Error> {
                let mut object = Map::new();
                while let Some((name, Flat(value))) = entries.next_entry::<String, Flat>()? {
                    object.insert(name, value);
                }
                Ok(Top::Object(object))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Top, A::Error> {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Top::Other("an array"))
            }

            fn visit_str<E>(self, _: &str) -> Result<Top, E> {
                Ok(Top::Other("a string"))
            }

            fn visit_u64<E>(self, _: u64) -> Result<Top, E> {
                Ok(Top::Other("a number"))
            }

            fn visit_i64<E>(self, _: i64) -> Result<Top, E> {
                Ok(Top::Other("a number"))
            }

            fn visit_f64<E>(self, _: f64) -> Result<Top, E> {
                Ok(Top::Other("a number"))
            }

            fn visit_bool<E>(self, _: bool) -> Result<Top, E> {
                Ok(Top::Other("true or false"))
            }

            fn visit_unit<E>(self) -> Result<Top, E> {
                Ok(Top::Other("null"))
            }
        }
        deserializer.deserialize_any(Fields)
    }
}

/// A value of a field: a list holds one text, its values joined, and an object nothing.
struct Flat(Value);

impl<'de> Deserialize<'de> for Flat {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Values;
        impl<'de> Visitor<'de> for Values {
            type Value = Flat;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON value")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Flat, A::Error> {
                while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Flat(Value::Object(Map::new())))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Flat, A::Error> {
                let mut joined = String::new();
                while let Some(Flat(value)) = items.next_element()? {
                    if let Some(text) = plain(&value) {
                        if !joined.is_empty() {
                            joined.push_str(", ");
                        }
                        joined.push_str(&text);
                    }
                }
                let joined = (!joined.is_empty()).then_some(Value::String(joined));
                Ok(Flat(Value::Array(joined.into_iter().collect())))
            }

            fn visit_str<E>(self, text: &str) -> Result<Flat, E> {
                Ok(Flat(Value::String(text.to_owned())))
            }

            fn visit_string<E>(self, text: String) -> Result<Flat, E> {
                Ok(Flat(Value::String(text)))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Flat, E> {
                Ok(Flat(number.into()))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Flat, E> {
                Ok(Flat(number.into()))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Flat, E> {
                Ok(Flat(Number::from_f64(number).map_or(Value::Null, Value::Number)))
            }

            fn visit_bool<E>(self, truth: bool) -> Result<Flat, E> {
                Ok(Flat(Value::Bool(truth)))
            }

            fn visit_unit<E>(self) -> Result<Flat, E> {
                Ok(Flat(Value::Null))
            }
        }
        deserializer.deserialize_any(Values)
    }
}

/// What a value is, as messages call it.
pub(super) fn what(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::corpus::fields::Fields;

    fn object(text: &str) -> Map<String, Value> {
        match serde_json::from_str(text).unwrap() {
            Top::Object(object) => object,
            Top::Other(found) => panic!("{found}"),
        }
    }

    #[test]
    fn of_lists_the_words_are_kept_and_of_objects_nothing() {
        let text = json!({"a": 1, "b": [1, ["x", {"y": [2]}], null, " z "], "c": {"d": "e"}, "f": [], "g": "h", "i": 0.5});
        assert_eq!(
            Value::Object(object(&text.to_string())),
            json!({"a": 1, "b": ["1, x, z"], "c": {}, "f": [], "g": "h", "i": 0.5})
        );
        let nested = format!("{{\"a\": {{\"b\": {}{}}}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(Value::Object(object(&nested)), json!({"a": {}}));
    }

    #[test]
    fn what_is_no_object_is_called_by_its_name() {
        for text in ["[1, [2]]", "\"a\"", "1", "-1", "0.5", "true", "null"] {
            let Top::Other(found) = serde_json::from_str(text).unwrap() else { panic!("{text}") };
            assert_eq!(found, what(&serde_json::from_str(text).unwrap()));
        }
        assert!(serde_json::from_str::<Top>("[1, ").is_err());
        assert!(serde_json::from_str::<Top>("{} {}").is_err());
    }

    fn value() -> impl Strategy<Value = Value> {
        let single = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::Bool),
            any::<i64>().prop_map(Value::from),
            "[a-z \\\\u{e9}]{0,4}".prop_map(Value::String),
        ];
        single.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
                prop::collection::btree_map("[a-c]", inner, 0..3)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn fields_mean_the_same_as_with_all_that_is_in_them(id: bool, value in value()) {
            let name = if id { "id" } else { "source" };
            let whole = json!({ name: value, "other": value });
            let text = whole.to_string();
            let Value::Object(whole) = whole else { unreachable!() };
            let [mut flat, mut whole] = [Fields::new(object(&text)), Fields::new(whole)];
            prop_assert_eq!(flat.id(None), whole.id(None));
            prop_assert_eq!(flat.source(), whole.source());
            prop_assert_eq!(flat.rest(), whole.rest());
        }
    }
}
