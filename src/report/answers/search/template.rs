//! Lines for other programs, as a person lays them out: `{rank}\t{path}:{line}: {text}`.

use std::borrow::Cow;
use std::str::FromStr;

use super::{SearchHit, SearchReport, why};
use crate::printable;
use crate::report::text::wrap::one_line;

/// Most characters of a name in a message.
const NAME: usize = 40;

/// What a template can name.
pub const FIELDS: [&str; 19] = [
    "rank",
    "score",
    "confidence",
    "verdict",
    "similarity",
    "words",
    "path",
    "line",
    "at",
    "paragraph",
    "title",
    "date",
    "source",
    "id",
    "language",
    "text",
    "sentence",
    "why",
    "query",
];

/// The layout of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    /// One of [`FIELDS`].
    Field(&'static str),
}

/// Why a text is no template. Places count characters from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// There is no such field.
    #[error("there is no field `{name}` (character {at})")]
    UnknownField {
        /// The name.
        name: String,
        /// Where its brace is.
        at: usize,
    },
    /// A brace is not closed.
    #[error("`{{` is not closed (character {at})")]
    Open {
        /// Where it is.
        at: usize,
    },
    /// A brace closes nothing.
    #[error("`}}` closes nothing (character {at})")]
    Close {
        /// Where it is.
        at: usize,
    },
    /// A backslash stands before what it has no meaning for.
    #[error("`\\{escaped}` means nothing (character {at})")]
    Escape {
        /// What it stands before.
        escaped: char,
        /// Where it is.
        at: usize,
    },
    /// A backslash is the last character.
    #[error("`\\` has nothing behind it (character {at})")]
    Ends {
        /// Where it is.
        at: usize,
    },
}

impl TemplateError {
    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::UnknownField { .. } => format!("the fields are {}", FIELDS.join(", ")),
            Self::Open { .. } | Self::Close { .. } => "write `{{` and `}}` for braces".to_owned(),
            Self::Escape { .. } | Self::Ends { .. } => {
                "write `\\t` for a tab, `\\n` for a line break, `\\\\` for a backslash".to_owned()
            }
        }
    }
}

impl FromStr for Template {
    type Err = TemplateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = text.chars().zip(1..).peekable();
        while let Some((c, at)) = rest.next() {
            match c {
                '{' if rest.next_if(|(c, _)| *c == '{').is_some() => plain.push('{'),
                '{' => {
                    let mut name = String::new();
                    loop {
                        match rest.next() {
                            Some(('}', _)) => break,
                            Some((c, _)) => name.push(c),
                            None => return Err(TemplateError::Open { at }),
                        }
                    }
                    let field = FIELDS.into_iter().find(|field| *field == name);
                    let shown = || name.chars().take(NAME).collect();
                    let field = field.ok_or_else(|| TemplateError::UnknownField { name: shown(), at })?;
                    if !plain.is_empty() {
                        parts.push(Part::Text(std::mem::take(&mut plain)));
                    }
                    parts.push(Part::Field(field));
                }
                '}' if rest.next_if(|(c, _)| *c == '}').is_some() => plain.push('}'),
                '}' => return Err(TemplateError::Close { at }),
                '\\' => match rest.next() {
                    Some(('t', _)) => plain.push('\t'),
                    Some(('n', _)) => plain.push('\n'),
                    Some(('\\', _)) => plain.push('\\'),
                    Some((escaped, _)) => return Err(TemplateError::Escape { escaped, at }),
                    None => return Err(TemplateError::Ends { at }),
                },
                c => plain.push(c),
            }
        }
        if !plain.is_empty() {
            parts.push(Part::Text(plain));
        }
        Ok(Self(parts))
    }
}

impl Template {
    /// A line for each result. A value is on one line, whatever stands in it, and empty where it is not known.
    pub fn render(&self, report: &SearchReport) -> String {
        let mut lines = String::new();
        for hit in &report.results {
            for part in &self.0 {
                match part {
                    Part::Text(text) => lines.push_str(text),
                    Part::Field(field) => lines.push_str(&value(field, &report.query, hit)),
                }
            }
            lines.push('\n');
        }
        lines
    }
}

fn value<'a>(field: &str, query: &'a str, hit: &'a SearchHit) -> Cow<'a, str> {
    let place = &hit.place;
    let number = |value: f32| format!("{value:.4}");
    let line = |text: Option<&str>| text.map(one_line).unwrap_or_default();
    let text = match field {
        "rank" => hit.rank.to_string(),
        "score" => number(hit.score),
        "confidence" => number(hit.confidence),
        "verdict" => return hit.verdict.name().into(),
        "similarity" => hit.similarity.map(number).unwrap_or_default(),
        "words" => hit.words.map(number).unwrap_or_default(),
        "path" => return printable::name(&place.file),
        "line" => place.line.to_string(),
        "at" => line(place.at.as_deref()),
        "paragraph" => (place.position + 1).to_string(),
        "title" => line(place.title.as_deref()),
        "date" => line(place.date.as_deref()),
        "source" => line(place.source.as_deref()),
        "id" => return place.own_id.as_deref().map(printable::name).unwrap_or_default(),
        "language" => hit.language.map(|language| language.to_string()).unwrap_or_default(),
        "text" => one_line(&hit.text),
        "sentence" => line(hit.sentence_text()),
        "why" => why::line(hit),
        "query" => one_line(query),
        _ => String::new(),
    };
    text.into()
}
