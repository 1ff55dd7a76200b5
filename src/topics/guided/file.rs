//! The file in which a person names topics: read, and checked with the place of what is wrong; written, and
//! made of topics that were found.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;
use unicode_segmentation::UnicodeSegmentation;

use super::GuidedError;
use crate::printable::is_hidden;
use crate::topics::{TopicText, Topics};

/// Most bytes of a file; a thousand topics with their examples have fewer.
const MOST_BYTES: u64 = 64 << 20;

/// Most topics in a file.
const MOST_TOPICS: usize = 1_000;

/// Most seeds, and most examples, of a topic.
const MOST_TEXTS: usize = 100;

/// Most characters of a name or a seed.
const LONGEST_TERM: usize = 200;

/// Most characters of a description or an example.
const LONGEST_TEXT: usize = 4_000;

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

impl GivenTopic {
    /// The words by which texts about it are known: of its name, description and seeds, and of its examples where it has no other.
    pub fn words(&self) -> String {
        let mut texts = vec![self.name.as_str()];
        texts.extend(self.description.as_deref());
        texts.extend(self.seeds.iter().map(String::as_str));
        if texts.len() == 1 {
            texts.extend(self.examples.iter().map(String::as_str));
        }
        texts.join("\n")
    }
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
    /// [`GuidedError::File`] where it cannot be read, is no ordinary file or has no end,
    /// [`GuidedError::NotUtf8`], and what [`parse`](Self::parse) says.
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
    /// [`GuidedError::Invalid`] with line, column and key for TOML that is broken, keys that are not known,
    /// values of another type, empty or equal names, and more or longer texts than make sense;
    /// [`GuidedError::NoTopics`].
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

/// What stands above the topics.
const HEADER: &str = "\
# Topics, for a person to edit. Only `name` is needed; any language will do.
#   description   what the topic is about, in a sentence or some
#   seeds         terms that are typical of it
#   examples      texts that are about it
# Delete topics, merge them or add your own, then give this file to `cognate topics --topics`.
";

impl GuidedFile {
    /// The file as TOML, with a header that says how to edit it. [`parse`](Self::parse) gives the same topics
    /// again as long as they keep its limits.
    pub fn write(&self) -> String {
        let mut out = HEADER.to_owned();
        for topic in &self.topics {
            let _ = write!(out, "\n[[topic]]\nname = {}\n", quoted(&topic.name));
            if let Some(description) = &topic.description {
                let _ = writeln!(out, "description = {}", quoted(description));
            }
            if !topic.seeds.is_empty() {
                let seeds: Vec<String> = topic.seeds.iter().map(|seed| quoted(seed)).collect();
                let _ = writeln!(out, "seeds = [{}]", seeds.join(", "));
            }
            if !topic.examples.is_empty() {
                out.push_str("examples = [\n");
                for example in &topic.examples {
                    let _ = writeln!(out, "  {},", quoted(example));
                }
                out.push_str("]\n");
            }
        }
        out
    }
}

/// A text as a basic string of TOML; characters that are not shown are escapes in it.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_hidden(c) && u32::from(c) <= 0xFFFF => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c if is_hidden(c) => {
                let _ = write!(out, "\\U{:08X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Terms that become seeds: those of the label and as many again.
const SEEDS: usize = 6;

/// A sentence shorter than this is a heading, or cut off behind an abbreviation: the next one is joined to
/// it.
const SHORT: usize = 40;

/// No more than this of a text is looked at, in bytes; the rules for sentences look ahead without limit.
const WINDOW: usize = 4096;

impl GuidedFile {
    /// Topics that were found, as a person would have given them: the label as name, the best terms as seeds,
    /// and the first sentences of the representatives as examples.
    ///
    /// `texts` are those that the topics were found in. Equal labels are told apart by a number. A
    /// description is for whoever has a summary of the topic.
    pub fn suggest(topics: &Topics, texts: &[TopicText<'_>]) -> Self {
        let mut taken = BTreeSet::new();
        let topics = topics.topics.iter().take(MOST_TOPICS).enumerate().map(|(number, topic)| {
            let mut label = cut(&one_line(&topic.label), LONGEST_TERM - 10);
            if label.is_empty() {
                label = format!("topic {}", number + 1);
            }
            let mut name = label.clone();
            let mut next = 2;
            while !taken.insert(name.to_lowercase()) {
                name = format!("{label} ({next})");
                next += 1;
            }
            let mut seeds: Vec<String> = Vec::new();
            for term in &topic.terms {
                let seed = cut(&one_line(&term.text), LONGEST_TERM);
                if seeds.len() < SEEDS && !seed.is_empty() && !seeds.contains(&seed) {
                    seeds.push(seed);
                }
            }
            let mut examples: Vec<String> = Vec::new();
            for text in topic.representatives.iter().filter_map(|&unit| texts.get(unit)) {
                let example = first_sentence(text.text);
                if !example.is_empty() && !examples.contains(&example) {
                    examples.push(example);
                }
            }
            GivenTopic { name, description: None, seeds, examples }
        });
        Self { topics: topics.collect() }
    }
}

/// The first sentence that says something; a heading comes with the sentence behind it.
fn first_sentence(text: &str) -> String {
    let mut end = text.len().min(WINDOW);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut out = String::new();
    for sentence in text[..end].lines().flat_map(UnicodeSegmentation::unicode_sentences) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&one_line(sentence));
        if out.chars().count() >= SHORT {
            break;
        }
    }
    cut(out.trim(), LONGEST_TEXT)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cut(text: &str, longest: usize) -> String {
    text.chars().take(longest).collect::<String>().trim().to_owned()
}
