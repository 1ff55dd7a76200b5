//! What the fields of a record, of front matter or of a page's head mean.

use std::collections::BTreeMap;

use serde_json::Value;

use super::traced::normalise;
use super::{Language, date};

/// Fields that may hold a record's text, in order of preference.
pub(super) const TEXT: &[&str] = &["text", "content", "body", "paragraph", "sentence", "abstract"];

/// Fields that may hold a record's id, in order of preference.
pub(super) const ID: &[&str] = &["id", "_id", "doc_id", "uid", "url"];

const TITLE: &[&str] = &["title"];
const DATE: &[&str] = &["date", "published", "published_at", "timestamp"];
const SOURCE: &[&str] = &["source", "publisher", "author", "url"];
const LANGUAGE: &[&str] = &["lang", "language"];

/// Whether a field of this name means something.
pub(super) fn is_known(name: &str) -> bool {
    [TEXT, ID, TITLE, DATE, SOURCE, LANGUAGE].into_iter().flatten().any(|own| own.eq_ignore_ascii_case(name))
}

/// Named values, taken one after the other for what they mean.
///
/// What is taken does not come back among the other fields, except an address, which may be both id and source.
#[derive(Debug, Default)]
pub(super) struct Fields {
    values: Vec<(String, Value)>,
}

impl Fields {
    pub(super) fn new(values: impl IntoIterator<Item = (String, Value)>) -> Self {
        Self { values: values.into_iter().collect() }
    }

    /// The names, in order.
    pub(super) fn names(&self) -> Vec<String> {
        self.values.iter().map(|(name, _)| name.clone()).collect()
    }

    /// Takes the first of `names` that has a value; names are compared without case.
    pub(super) fn take(&mut self, names: &[&str]) -> Option<(String, Value)> {
        names.iter().find_map(|name| {
            let index = self
                .values
                .iter()
                .position(|(own, value)| own.eq_ignore_ascii_case(name) && !value.is_null())?;
            Some(self.values.swap_remove(index))
        })
    }

    /// Whether there is a field of one of these names, even without a value.
    pub(super) fn has(&self, names: &[&str]) -> bool {
        self.values.iter().any(|(own, _)| names.iter().any(|name| own.eq_ignore_ascii_case(name)))
    }

    pub(super) fn title(&mut self) -> Option<String> {
        self.take(TITLE).and_then(|(_, value)| plain(&value))
    }

    pub(super) fn date(&mut self) -> Option<String> {
        match self.take(DATE)?.1 {
            Value::Number(number) => {
                number.as_i64().map(date::from_number).or_else(|| Some(number.to_string()))
            }
            value => date::from_text(&plain(&value)?),
        }
    }

    pub(super) fn source(&mut self) -> Option<String> {
        self.take(SOURCE).and_then(|(_, value)| plain(&value))
    }

    pub(super) fn language(&mut self) -> Option<Language> {
        // A value that is no language code stays among the other fields.
        let index = LANGUAGE.iter().find_map(|name| {
            self.values.iter().position(|(own, value)| {
                own.eq_ignore_ascii_case(name)
                    && value.as_str().is_some_and(|code| code.trim().parse::<Language>().is_ok())
            })
        })?;
        self.values.swap_remove(index).1.as_str()?.trim().parse().ok()
    }

    /// The id: `name` where one is given, else the first of the usual names.
    pub(super) fn id(&mut self, name: Option<&str>) -> Option<String> {
        let (field, value) = match name {
            Some(name) => self.take(&[name]),
            None => self.take(ID),
        }?;
        let id = plain(&value);
        if field.eq_ignore_ascii_case("url") {
            self.values.push((field, value));
        }
        id
    }

    /// What is left: single values, no lists and no objects.
    pub(super) fn rest(self) -> BTreeMap<String, Value> {
        let is_single = |value: &Value| match value {
            Value::String(text) => !text.trim().is_empty(),
            Value::Bool(_) | Value::Number(_) => true,
            Value::Null | Value::Array(_) | Value::Object(_) => false,
        };
        self.values.into_iter().filter(|(_, value)| is_single(value)).collect()
    }
}

/// A value as text; lists of such values are joined (authors).
pub(super) fn plain(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => normalise(text),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Array(values) => values.iter().filter_map(plain).collect::<Vec<_>>().join(", "),
        Value::Null | Value::Object(_) => return None,
    };
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fields(value: Value) -> Fields {
        let Value::Object(map) = value else { panic!("not an object") };
        Fields::new(map)
    }

    #[test]
    fn fields_are_taken_for_what_they_mean() {
        let mut fields = fields(json!({
            "ID": 7, "Title": " A  title ", "published": "3.4.2021", "author": ["Ada", "Bo"], "lang": "fr-CA",
            "section": "sea", "tags": ["x"], "empty": "", "views": 3, "none": null,
        }));
        assert_eq!(fields.id(None).unwrap(), "7");
        assert_eq!(fields.title().unwrap(), "A title");
        assert_eq!(fields.date().unwrap(), "2021-04-03");
        assert_eq!(fields.source().unwrap(), "Ada, Bo");
        assert_eq!(fields.language().unwrap().code(), "fr");
        assert_eq!(fields.rest().into_keys().collect::<Vec<_>>(), ["section", "views"]);
    }

    #[test]
    fn an_address_is_id_and_source() {
        let mut fields = fields(json!({"url": "https://example.org/a"}));
        assert_eq!(fields.id(None).unwrap(), "https://example.org/a");
        assert_eq!(fields.source().unwrap(), "https://example.org/a");
    }

    #[test]
    fn a_language_that_is_no_code_stays_a_field() {
        let mut fields = fields(json!({"language": "French"}));
        assert_eq!(fields.language(), None);
        assert_eq!(fields.rest().len(), 1);
    }
}
