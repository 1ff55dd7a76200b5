//! What stands about a Markdown file at its start: YAML between two lines of three dashes, or TOML between two of three
//! plus signs, without a blank line below the first: between two rules, prose with a colon in it would be YAML too. Or an
//! object of JSON.
//!
//! People write it by hand, and break it. What cannot be read as a whole is read line by line, as long as its lines look
//! like fields: it is not text in any case.

use serde_json::{Map, Value};

use super::notes;
use crate::corpus::fields::Fields;

/// Names of a date that only notes use.
const DATES: &[&str] = &["created", "created_at", "creation_date", "date_created"];

/// Fields that front matter with an open end, or of JSON, has at least one of.
const USUAL: &[&str] = &["title", "date", "author", "tags", "aliases", "created", "layout", "lang"];

/// What a file says about itself.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    pub(super) fields: Fields,
    /// Other names of what the text is about, and its subjects.
    pub(super) keywords: Vec<String>,
    /// Where the body begins.
    pub(super) body: usize,
}

/// The front matter of a file, and where its body begins.
pub(super) fn split(text: &str) -> FrontMatter {
    let read = match block(text) {
        Some(block) => block.read().map(|map| (map, block.body)),
        None => object(text),
    };
    let Some((mut map, body)) = read else { return FrontMatter::default() };
    let keywords = ["aliases", "alias", "tags", "tag", "keywords"];
    let keywords = keywords.iter().filter_map(|name| map.get(*name)).flat_map(words).collect();
    for value in map.values_mut() {
        if let Value::Array(values) = value {
            let texts: Vec<String> = values.iter().flat_map(words).collect();
            *value = Value::String(texts.join(", "));
        } else if let Value::String(text) = value {
            *text = notes::without_links(text);
        }
    }
    if !map.keys().any(|name| ["date", "published", "published_at", "timestamp"].contains(&name.as_str()))
        && let Some(date) = DATES.iter().find_map(|name| map.remove(*name))
    {
        map.insert("date".to_owned(), date);
    }
    FrontMatter { fields: Fields::new(map), keywords, body }
}

/// An object of JSON with usual fields at the start, and where what follows begins.
fn object(text: &str) -> Option<(Map<String, Value>, usize)> {
    if !text.starts_with('{') {
        return None;
    }
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Map<String, Value>>();
    let map = values.next()?.ok()?;
    let end = values.byte_offset();
    let behind = text[end..].split_inclusive('\n').next().unwrap_or_default();
    let is_usual = map.keys().any(|name| USUAL.contains(&name.to_lowercase().as_str()));
    (is_usual && behind.trim().is_empty()).then_some((map, end + behind.len()))
}

/// The texts that a value holds.
fn words(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![notes::without_links(text)],
        Value::Number(number) => vec![number.to_string()],
        Value::Bool(truth) => vec![truth.to_string()],
        // One list in another is as deep as people write.
        Value::Array(values) => values.iter().filter_map(Value::as_str).map(notes::without_links).collect(),
        Value::Null | Value::Object(_) => Vec::new(),
    }
}

/// The text between the signs, and where what follows begins.
#[derive(Debug)]
struct Block<'a> {
    text: &'a str,
    is_toml: bool,
    /// Whether a line ends it.
    is_closed: bool,
    body: usize,
}

fn block(text: &str) -> Option<Block<'_>> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    let is_toml = match first.trim_end() {
        "---" => false,
        "+++" => true,
        _ => return None,
    };
    let mut at = first.len();
    let mut blank = None;
    for (index, line) in lines.enumerate() {
        let is_blank = line.trim().is_empty();
        if index == 0 && is_blank {
            return None;
        }
        let next = at + line.len();
        let ends = if is_toml { line.trim_end() == "+++" } else { matches!(line.trim_end(), "---" | "...") };
        if ends {
            return Some(Block { text: &text[first.len()..at], is_toml, is_closed: true, body: next });
        }
        if is_blank {
            blank.get_or_insert(at);
        }
        at = next;
    }
    // It was never closed: it goes as far as the first blank line.
    let end = blank?;
    Some(Block { text: &text[first.len()..end], is_toml, is_closed: false, body: end })
}

impl Block<'_> {
    /// Its fields; `None` when it is no front matter.
    fn read(&self) -> Option<Map<String, Value>> {
        if !self.is_closed {
            let fields = by_line(self.text, self.is_toml)?;
            let usual = fields.keys().any(|name| USUAL.contains(&name.to_lowercase().as_str()));
            return (usual && fields.len() > 1).then_some(fields);
        }
        let read = if self.is_toml {
            toml::from_str::<toml::Table>(self.text).map(json_of_table).map_err(|error| error.to_string())
        } else {
            serde_saphyr::from_str::<Map<String, Value>>(self.text).map_err(|error| error.to_string())
        };
        match read {
            Ok(map) => Some(map),
            Err(error) => {
                log::debug!("front matter is damaged: {error}");
                by_line(self.text, self.is_toml)
            }
        }
    }
}

/// The single values and lists of a table.
fn json_of_table(table: toml::Table) -> Map<String, Value> {
    let single = |value: toml::Value| match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(truth) => truth.into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(_) | toml::Value::Table(_) => Value::Null,
    };
    let value = |value| match value {
        toml::Value::Array(values) => Value::Array(values.into_iter().map(single).collect()),
        value => single(value),
    };
    table.into_iter().map(|(name, inner)| (name, value(inner))).collect()
}

/// Fields of a line each, with the items of lists below them; `None` when a line is neither.
fn by_line(text: &str, is_toml: bool) -> Option<Map<String, Value>> {
    let mut fields = Map::new();
    let mut last: Option<String> = None;
    for line in text.lines() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') || (is_toml && trimmed.starts_with('[')) {
            continue;
        }
        if let Some((name, value)) = field(line, is_toml) {
            fields.insert(name.clone(), value);
            last = Some(name);
            continue;
        }
        let item = trimmed.strip_prefix("- ");
        let is_indented = line.starts_with([' ', '\t']);
        let field = last.as_ref().and_then(|name| fields.get_mut(name));
        match (field, item) {
            (Some(Value::Array(values)), Some(item)) => values.push(unquoted(item).into()),
            (Some(value), Some(item)) if value.as_str() == Some("") => {
                *value = Value::Array(vec![unquoted(item).into()]);
            }
            // What goes on below its field is left out, and so are items that go with nothing.
            (Some(_), item) if is_indented || item.is_some() => {}
            _ => return None,
        }
    }
    (!fields.is_empty()).then_some(fields)
}

/// `name: value`, or `name = value`.
fn field(line: &str, is_toml: bool) -> Option<(String, Value)> {
    let (name, value) = line.split_once(if is_toml { '=' } else { ':' })?;
    let name = if is_toml { name.trim() } else { name };
    let is_name = !name.is_empty()
        && name.len() < 60
        && name.starts_with(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let value_stands_apart = is_toml || value.is_empty() || value.starts_with(char::is_whitespace);
    if !is_name || !value_stands_apart {
        return None;
    }
    let value = value.trim();
    let listed = value
        .strip_prefix('[')
        .and_then(|inner| inner.strip_suffix(']'))
        .filter(|inner| !inner.starts_with('['));
    let value = match listed {
        Some(inner) => inner.split(',').map(|item| Value::from(unquoted(item))).collect(),
        None => Value::from(unquoted(value)),
    };
    Some((name.to_owned(), value))
}

fn unquoted(text: &str) -> &str {
    text.trim().trim_matches(|c| c == '"' || c == '\'')
}
