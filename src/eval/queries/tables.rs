//! Queries in TOML: `[[query]]`, and the gold annotation of the sample corpus, whose queries name paragraphs of `[[article]]`.

use std::collections::HashMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Expected, Fault, JudgedQuery, Wanted};
use crate::message::literal;

pub(super) const HINT: &str = "a query is `[[query]]`, `text = \"...\"` and `expect = [...]`, whose entries are texts, \
     `{ file = \"a.txt\", line = 12 }` or `{ id = \"...\" }`, each with a `gain` where it is not 1";

/// A value and where it stands.
type Value<'i> = Spanned<DeValue<'i>>;

pub(super) fn read(text: &str) -> Result<Vec<JudgedQuery>, Fault> {
    let lines = Lines::of(text);
    let document = DeTable::parse(text).map_err(|error| {
        let reason = error.message().trim().replace('\n', ", ");
        Fault::new(lines.at(&error.span().unwrap_or(0..0)), reason)
    })?;
    let mut known = HashMap::new();
    let (mut queries, mut articles) = (None, None);
    for (name, value) in document.get_ref() {
        match name.get_ref().as_ref() {
            "query" => queries = Some(value),
            "article" => articles = Some(value),
            // Of the gold annotation; nothing is measured with it here.
            "topic" => {}
            other => return Err(lines.fault(&name.span(), format!("unknown key {}", literal(other)))),
        }
    }
    for article in articles.map(|all| lines.list(all, "article")).transpose()?.into_iter().flatten() {
        lines.paragraphs(article, &mut known)?;
    }
    let queries = queries.map(|all| lines.list(all, "query")).transpose()?.unwrap_or_default();
    queries.iter().enumerate().map(|(place, query)| lines.query(query, place + 1, &known)).collect()
}

/// Where lines begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self(std::iter::once(0).chain(breaks.map(|(place, _)| place + 1)).collect())
    }

    fn at(&self, span: &Range<usize>) -> u64 {
        self.0.partition_point(|start| *start <= span.start) as u64
    }

    fn fault(&self, span: &Range<usize>, reason: impl Into<String>) -> Fault {
        Fault::new(self.at(span), reason)
    }

    fn wrong(&self, value: &Value<'_>, name: &str, what: &str) -> Fault {
        self.fault(&value.span(), format!("`{name}` is {what}, not {}", value.get_ref().type_str()))
    }

    fn list<'a, 'i>(&self, value: &'a Value<'i>, name: &str) -> Result<Vec<&'a Value<'i>>, Fault> {
        match value.get_ref() {
            DeValue::Array(all) => Ok(all.iter().collect()),
            _ => Err(self.wrong(value, name, "a list")),
        }
    }

    fn table<'a, 'i>(&self, value: &'a Value<'i>, name: &str) -> Result<&'a DeTable<'i>, Fault> {
        value.get_ref().as_table().ok_or_else(|| self.wrong(value, name, "a table"))
    }

    fn text(&self, value: &Value<'_>, name: &str) -> Result<String, Fault> {
        let text = value.get_ref().as_str().ok_or_else(|| self.wrong(value, name, "text"))?.trim();
        if text.is_empty() {
            return Err(self.fault(&value.span(), format!("`{name}`: the text is empty")));
        }
        Ok(text.to_owned())
    }

    fn number(&self, value: &Value<'_>, name: &str) -> Result<u32, Fault> {
        let number =
            value.get_ref().as_integer().and_then(|n| u32::from_str_radix(n.as_str(), n.radix()).ok());
        number.ok_or_else(|| self.wrong(value, name, "a whole number from 0"))
    }

    /// The paragraphs that an article of the gold annotation names, by their ids.
    fn paragraphs(
        &self,
        article: &Value<'_>,
        known: &mut HashMap<String, (String, String)>,
    ) -> Result<(), Fault> {
        let (mut file, mut paragraphs) = (None, Vec::new());
        for (name, value) in self.table(article, "article")? {
            match name.get_ref().as_ref() {
                "file" => file = Some(self.text(value, "file")?),
                "paragraphs" => paragraphs = self.list(value, "paragraphs")?,
                _ => {}
            }
        }
        let Some(file) = file else { return Err(self.fault(&article.span(), "the article has no `file`")) };
        for paragraph in paragraphs {
            let (mut id, mut starts) = (None, None);
            for (name, value) in self.table(paragraph, "paragraphs")? {
                match name.get_ref().as_ref() {
                    "id" => id = Some(self.text(value, "id")?),
                    "starts" => starts = Some(self.text(value, "starts")?),
                    _ => {}
                }
            }
            let (Some(id), Some(starts)) = (id, starts) else {
                return Err(self.fault(&paragraph.span(), "the paragraph has no `id` or no `starts`"));
            };
            known.insert(id, (file.clone(), starts));
        }
        Ok(())
    }

    fn query(
        &self,
        value: &Value<'_>,
        number: usize,
        known: &HashMap<String, (String, String)>,
    ) -> Result<JudgedQuery, Fault> {
        let line = self.at(&value.span());
        let mut query = JudgedQuery {
            id: format!("q{number}"),
            line,
            text: String::new(),
            lang: None,
            expect: Vec::new(),
        };
        for (name, value) in self.table(value, "query")? {
            match name.get_ref().as_ref() {
                "id" => query.id = self.text(value, "id")?,
                "text" => query.text = self.text(value, "text")?,
                key @ ("lang" | "language") => query.lang = Some(self.text(value, key)?),
                "expect" => match value.get_ref() {
                    DeValue::Array(all) => {
                        for one in all {
                            query.expect.push(self.expected(one)?);
                        }
                    }
                    _ => query.expect.push(self.expected(value)?),
                },
                "relevant" => {
                    for one in self.list(value, "relevant")? {
                        query.expect.push(self.relevant(one, known)?);
                    }
                }
                other => {
                    return Err(self.fault(&name.span(), format!("unknown key {}", literal(other))));
                }
            }
        }
        if query.text.is_empty() {
            return Err(Fault::new(line, "the query has no `text`"));
        }
        Ok(query)
    }

    fn relevant(
        &self,
        value: &Value<'_>,
        known: &HashMap<String, (String, String)>,
    ) -> Result<Expected, Fault> {
        let id = self.text(value, "relevant")?;
        let (file, starts) = known.get(&id).ok_or_else(|| {
            self.fault(&value.span(), format!("no paragraph of an `[[article]]` has the id {}", literal(&id)))
        })?;
        let wanted = Wanted::Text { text: starts.clone(), file: Some(file.clone()) };
        Ok(Expected { wanted, gain: 1, line: self.at(&value.span()) })
    }

    fn expected(&self, value: &Value<'_>) -> Result<Expected, Fault> {
        let line = self.at(&value.span());
        let table = match value.get_ref() {
            DeValue::String(_) => {
                let wanted = Wanted::Text { text: self.text(value, "expect")?, file: None };
                return Ok(Expected { wanted, gain: 1, line });
            }
            DeValue::Table(table) => table,
            _ => return Err(self.wrong(value, "expect", "a text or a table")),
        };
        let (mut text, mut file, mut of, mut id, mut gain) = (None, None, None, None, 1);
        for (name, value) in table {
            match name.get_ref().as_ref() {
                "text" => text = Some(self.text(value, "text")?),
                "file" => file = Some(self.text(value, "file")?),
                "line" => of = Some(self.number(value, "line")?),
                "id" => id = Some(self.text(value, "id")?),
                "gain" => gain = self.number(value, "gain")?,
                other => {
                    return Err(self.fault(&name.span(), format!("unknown key {}", literal(other))));
                }
            }
        }
        let wanted = match (id, text, file, of) {
            (Some(id), None, None, None) => Wanted::Id(id),
            (None, Some(text), file, None) => Wanted::Text { text, file },
            (None, None, Some(file), Some(line)) if line > 0 => Wanted::Line { file, line: line.into() },
            _ => {
                return Err(Fault::new(
                    line,
                    "what is expected is named by `text`, by `file` and `line`, or by `id`",
                ));
            }
        };
        Ok(Expected { wanted, gain, line })
    }
}
