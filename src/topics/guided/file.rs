//! The file in which a person names topics: read, and checked with the place of what is wrong.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::GuidedError;

/// Most bytes of a file; a thousand topics with their examples have fewer.
const MOST_BYTES: u64 = 64 << 20;

/// Most topics in a file.
pub(super) const MOST_TOPICS: usize = 1_000;

/// Most seeds, and most examples, of a topic.
pub(super) const MOST_TEXTS: usize = 100;

/// Most characters of a name or a seed.
pub(super) const LONGEST_TERM: usize = 200;

/// Most characters of a description or an example.
pub(super) const LONGEST_TEXT: usize = 4_000;

/// One topic as a person describes it. A name alone is enough.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GivenTopic {
    /// What it is called.
    pub name: String,
    /// What it is about, in a sentence or some.
    pub description: Option<String>,
    /// Terms that are typical of it.
    pub seeds: Vec<String>,
    /// Texts that are about it.
    pub examples: Vec<String>,
}

/// The topics that a person names, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GuidedFile {
    /// The topics.
    pub topics: Vec<GivenTopic>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    topic: Vec<WrittenTopic>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTopic {
    name: Spanned<String>,
    description: Option<Spanned<String>>,
    #[serde(default)]
    seeds: Vec<Spanned<String>>,
    #[serde(default)]
    examples: Vec<Spanned<String>>,
}

impl GuidedFile {
    /// Reads and checks a file of topics.
    ///
    /// # Errors
    /// [`GuidedError::File`] where it cannot be read, is no ordinary file or has no end, [`GuidedError::NotUtf8`], and what [`parse`](Self::parse) says.
    pub fn read(path: &Path) -> Result<Self, GuidedError> {
        let bytes = crate::file::read(path, MOST_BYTES)
            .map_err(|source| GuidedError::File { path: path.to_owned(), source })?;
        match std::str::from_utf8(&bytes) {
            Ok(text) => Self::parse(text, path),
            Err(error) => {
                let before = &bytes[..error.valid_up_to()];
                let line = before.split(|&byte| byte == b'\n').count();
                Err(GuidedError::NotUtf8 { path: path.to_owned(), line })
            }
        }
    }

    /// Checks the text of a file of topics; `path` is only named in errors.
    ///
    /// # Errors
    /// [`GuidedError::Invalid`] with line, column and key for TOML that is broken, keys that are not known, values of
    /// another type, empty or equal names, and more or longer texts than make sense; [`GuidedError::NoTopics`].
    pub fn parse(text: &str, path: &Path) -> Result<Self, GuidedError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let written: Written = toml::from_str(text).map_err(|error| {
            let span = error.span().unwrap_or(0..0);
            let reason = error.message().trim().replace('\n', ", ");
            let about_a_key = reason.starts_with("unknown field") || reason.starts_with("missing field");
            let key = if about_a_key { None } else { key_before(text, &span) };
            invalid(text, path, &span, key, reason)
        })?;
        if written.topic.is_empty() {
            return Err(GuidedError::NoTopics { path: path.to_owned() });
        }
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let mut topics = Vec::with_capacity(written.topic.len());
        for topic in written.topic {
            let bad = |key: &str, span: Range<usize>, reason: String| {
                Err(invalid(text, path, &span, Some(key.to_owned()), reason))
            };
            let at = topic.name.span();
            if topics.len() == MOST_TOPICS {
                return bad("name", at, format!("there are more than {MOST_TOPICS} topics"));
            }
            if let Err((span, reason)) = check(&topic.name, LONGEST_TERM) {
                return bad("name", span, reason);
            }
            let name = topic.name.get_ref().trim().to_owned();
            if let Some(first) = places.insert(name.to_lowercase(), at.start) {
                let (line, _) = place(text, first);
                return bad("name", at, format!("line {line} names a topic `{name}` already"));
            }
            let longest =
                [("description", LONGEST_TEXT), ("seeds", LONGEST_TERM), ("examples", LONGEST_TEXT)];
            let description = topic.description.as_slice();
            for ((key, longest), texts) in
                longest.into_iter().zip([description, &topic.seeds, &topic.examples])
            {
                if let Some(one_more) = texts.get(MOST_TEXTS) {
                    return bad(key, one_more.span(), format!("there are more than {MOST_TEXTS} texts"));
                }
                for value in texts {
                    if let Err((span, reason)) = check(value, longest) {
                        return bad(key, span, reason);
                    }
                }
            }
            let trimmed = |text: Spanned<String>| text.into_inner().trim().to_owned();
            topics.push(GivenTopic {
                name,
                description: topic.description.map(trimmed),
                seeds: topic.seeds.into_iter().map(trimmed).collect(),
                examples: topic.examples.into_iter().map(trimmed).collect(),
            });
        }
        Ok(Self { topics })
    }
}

/// Refuses a text that is empty or too long.
fn check(value: &Spanned<String>, longest: usize) -> Result<(), (Range<usize>, String)> {
    let characters = value.get_ref().chars().count();
    let reason = if value.get_ref().trim().is_empty() {
        "the text is empty".to_owned()
    } else if characters > longest {
        format!("the text has {characters} characters; {longest} are the most")
    } else {
        return Ok(());
    };
    Err((value.span(), reason))
}

/// The key whose value begins or ends at the span: the last one that stands at the start of a line before it.
fn key_before(text: &str, span: &Range<usize>) -> Option<String> {
    let before = text.get(..span.end.max(span.start))?;
    before.lines().rev().find_map(|line| {
        let key = line.split_once('=')?.0.trim();
        let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        (!key.is_empty() && key.chars().all(bare)).then(|| key.to_owned())
    })
}

fn invalid(text: &str, path: &Path, span: &Range<usize>, key: Option<String>, reason: String) -> GuidedError {
    let (line, column) = place(text, span.start);
    GuidedError::Invalid { path: path.to_owned(), line, column, key, reason }
}

/// Line and character of a byte, from 1.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (line, column)
}
