//! What the fields of a record, of front matter or of a page's head mean.

use std::collections::BTreeMap;

use serde_json::Value;

use super::block::Parsed;
use super::date::Told;
use super::traced::normalise;
use super::{Language, date};

/// Fields that may hold a record's text, in order of preference.
pub(super) const TEXT: &[&str] = &[
    "text",
    "content",
    "body",
    "full_text",
    "article",
    "paragraph",
    "sentence",
    "message",
    "post",
    "comment",
    "review",
    "tweet",
    "story",
    "transcript",
    "answer",
    "abstract",
    "description",
    "summary",
];

/// Fields that may hold a record's id, in order of preference.
pub(super) const ID: &[&str] = &["id", "_id", "doc_id", "uid", "url"];

/// Fields that may hold a record's title, in order of preference.
pub(super) const TITLE: &[&str] = &["title", "headline", "subject", "name"];

const DATE: &[&str] = &[
    "date",
    "published",
    "published_at",
    "publishedAt",
    "pubDate",
    "publication_date",
    "created_at",
    "createdAt",
    "created_utc",
    "created",
    "datetime",
    "timestamp",
    "time",
];
const SOURCE: &[&str] = &["source", "publisher", "author", "url"];
const LANGUAGE: &[&str] = &["lang", "language"];

/// What stands between the values of a list that is kept as one text.
pub(super) const BETWEEN: char = '\u{1E}';

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

    /// Takes the first of `names` that holds something; names are compared without case.
    pub(super) fn take(&mut self, names: &[&str]) -> Option<(String, Value)> {
        names.iter().find_map(|name| {
            let index = self
                .values
                .iter()
                .position(|(own, value)| own.eq_ignore_ascii_case(name) && holds_something(value))?;
            Some(self.values.swap_remove(index))
        })
    }

    /// Whether there is a field of one of these names, even without a value.
    pub(super) fn has(&self, names: &[&str]) -> bool {
        self.values.iter().any(|(own, _)| names.iter().any(|name| own.eq_ignore_ascii_case(name)))
    }

    /// The first text, not a number or a truth, that one of these fields holds.
    pub(super) fn text_in(&self, names: &[&str]) -> Option<&str> {
        fn text(value: &Value) -> Option<&str> {
            match value {
                Value::String(text) if !text.trim().is_empty() => Some(text),
                Value::Array(values) => values.iter().find_map(text),
                _ => None,
            }
        }
        names.iter().find_map(|name| {
            let mut own = self.values.iter().filter(|(own, _)| own.eq_ignore_ascii_case(name));
            own.find_map(|(_, value)| text(value))
        })
    }

    /// Takes the text: all of `named`, else the first of the usual names that holds something.
    pub(super) fn text(&mut self, named: &[String]) -> Option<String> {
        if named.is_empty() {
            return self.take(TEXT).map(|(_, value)| paragraphs(value));
        }
        let mut text: Option<String> = None;
        for name in named {
            let Some((_, value)) = self.take(&[name]) else { continue };
            let part = paragraphs(value);
            match &mut text {
                Some(text) => {
                    text.push_str("\n\n");
                    text.push_str(&part);
                }
                None => text = Some(part),
            }
        }
        text
    }

    pub(super) fn title(&mut self) -> Option<String> {
        // Of a note `name` and `subject` may say something else.
        self.take(&TITLE[..2]).and_then(|(_, value)| plain(&value))
    }

    /// Puts what the fields say of a text of which `parsed` was found into it: its own title, date and source come first, the rest stays fields.
    pub(super) fn tell(mut self, parsed: &mut Parsed) {
        parsed.title = self.title().or(parsed.title.take());
        parsed.date = self.date();
        parsed.source = self.source();
        parsed.language = self.language();
        parsed.fields = self.rest();
    }

    /// The title of a record: `name` where one is given, else the first of the usual names. It stays a field where it is one of
    /// `texts` as well.
    pub(super) fn title_of_record(&mut self, name: Option<&str>, texts: &[String]) -> Option<String> {
        let (field, value) = match name {
            Some(name) => self.take(&[name]),
            None => self.take(TITLE),
        }?;
        let title = plain(&value);
        if texts.iter().any(|text| text.eq_ignore_ascii_case(&field)) {
            self.values.push((field, value));
        }
        title
    }

    /// The first of the usual names that can be read as a date.
    pub(super) fn date(&mut self) -> Option<String> {
        let (index, told) = DATE.iter().find_map(|name| self.told(name))?;
        let date = told.in_order(None)?;
        self.values.swap_remove(index);
        Some(date)
    }

    /// As [`date`](Self::date), or of the name that is given, with what only the whole file can settle.
    pub(super) fn told_date(&mut self, name: Option<&str>) -> Option<(String, Value, Told)> {
        let (index, told) = match name {
            Some(name) => self.told(name),
            None => DATE.iter().find_map(|name| self.told(name)),
        }?;
        let (field, value) = self.values.swap_remove(index);
        Some((field, value, told))
    }

    /// The value of a field, which stays.
    pub(super) fn value(&self, name: &str) -> Option<&Value> {
        self.values.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// What the field of this name says as a date, and where it is.
    fn told(&self, name: &str) -> Option<(usize, Told)> {
        self.values.iter().enumerate().filter(|(_, (own, _))| own.eq_ignore_ascii_case(name)).find_map(
            |(index, (_, value))| {
                let told = match value {
                    Value::Number(number) => {
                        let number = number.as_i64().or_else(|| number.as_f64().map(|number| number as i64));
                        Told::Date(date::from_number(number?)?, None)
                    }
                    Value::String(text) => date::tell(text)?,
                    _ => return None,
                };
                Some((index, told))
            },
        )
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
            Value::String(_) => holds_something(value),
            Value::Bool(_) | Value::Number(_) => true,
            Value::Null | Value::Array(_) | Value::Object(_) => false,
        };
        self.values.into_iter().filter(|(_, value)| is_single(value)).collect()
    }
}

/// Whether a value is more than null, white space or a list of nothing.
fn holds_something(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.trim().is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
        Value::Array(values) => values.iter().any(holds_something),
        Value::Object(fields) => !fields.is_empty(),
        Value::Null => false,
    }
}

/// A value as text; of a list each value is a paragraph.
fn paragraphs(value: Value) -> String {
    match value {
        Value::String(text) if text.contains(BETWEEN) => text.replace(BETWEEN, "\n\n"),
        Value::String(text) => text,
        Value::Array(values) => {
            let parts: Vec<String> =
                values.into_iter().map(paragraphs).filter(|part| !part.is_empty()).collect();
            parts.join("\n\n")
        }
        Value::Null | Value::Object(_) => String::new(),
        single => single.to_string(),
    }
}

/// A value as text; lists of such values are joined (authors).
pub(super) fn plain(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) if text.contains(BETWEEN) => {
            let texts = text.split(BETWEEN).map(normalise).filter(|text| !text.is_empty());
            texts.collect::<Vec<_>>().join(", ")
        }
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

    #[test]
    fn the_first_field_that_holds_something_is_taken() {
        let mut record =
            fields(json!({"text": " ", "content": null, "body": [], "message": "Хлеб", "name": "Печь"}));
        assert_eq!(record.text(&[]).unwrap(), "Хлеб");
        assert_eq!(record.title_of_record(None, &[]).unwrap(), "Печь");
        let mut record = fields(json!({"lead": "Lead.", "text": 5, "more": ["a", "b", true], "none": ""}));
        let named = ["more", "none", "LEAD", "text"].map(str::to_owned);
        assert_eq!(record.text(&named).unwrap(), "a\n\nb\n\ntrue\n\nLead.\n\n5");
        assert_eq!(record.text(&named), None);
    }

    #[test]
    fn a_date_that_cannot_be_read_stays_a_field() {
        let mut record = fields(json!({"date": "soon", "time": "10:30", "created_utc": 1_694_563_200.0}));
        assert_eq!(record.date().unwrap(), "2023-09-13T00:00:00Z");
        assert_eq!(record.date(), None);
        assert_eq!(record.rest().into_keys().collect::<Vec<_>>(), ["date", "time"]);
        let mut record = fields(json!({"posted": "3 mai 2021", "date": 20_230_913}));
        let (field, _, told) = record.told_date(Some("posted")).unwrap();
        assert_eq!((field.as_str(), told.in_order(None).as_deref()), ("posted", Some("2021-05-03")));
    }
}
