//! Drafts of queries, which a person edits before anything is measured with them.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

/// Version of the JSON drafts; it grows when a field changes its meaning or goes away.
pub const QUERY_DRAFTS_SCHEMA: u32 = 1;

/// Drafts of queries from a collection's own text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryDrafts {
    /// [`QUERY_DRAFTS_SCHEMA`].
    pub schema: u32,
    /// What they are drafted from.
    pub source: String,
    /// The drafts.
    pub queries: Vec<QueryDraft>,
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryDraft {
    /// What is asked.
    pub text: String,
    /// Language of what it was drafted from, when known.
    pub lang: Option<String>,
    /// What it was drafted from.
    pub from: DraftKind,
    /// The file.
    pub file: String,
    /// What it should find.
    pub expect: Vec<DraftExpected>,
}

/// What a query was drafted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DraftKind {
    /// The title of a document.
    Title,
    /// A heading within one.
    Heading,
    /// Words of a sentence that are rare elsewhere.
    RareSentence,
}

impl DraftKind {
    fn name(self) -> &'static str {
        match self {
            Self::Title => "the title",
            Self::Heading => "a heading",
            Self::RareSentence => "rare words of a sentence",
        }
    }
}

/// What a draft should find.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftExpected {
    /// How the paragraph begins.
    pub text: String,
    /// The file, where other files have a paragraph that begins so.
    pub file: Option<String>,
}

/// The drafts as a file that `cognate bench quality --queries` reads.
pub fn toml(drafts: &QueryDrafts) -> String {
    let mut text = format!(
        "# Drafts of queries, from {}.\n\
         #\n\
         # EDIT THIS FILE BEFORE YOU MEASURE WITH IT. A query that was taken out of a text finds that text easily: figures of\n\
         # drafts flatter. Write each query as you would ask it, throw away those that nobody would ask, and add to `expect`\n\
         # every other paragraph that answers it, by how it begins, as {{ file = \"a.txt\", line = 12 }} or as {{ id = \"...\" }};\n\
         # `gain = 2` makes one worth more. Then: cognate bench quality --queries THIS_FILE\n",
        comment(&drafts.source)
    );
    for draft in &drafts.queries {
        let _ = writeln!(text, "\n# {} of {}", draft.from.name(), comment(&draft.file));
        let _ = writeln!(text, "[[query]]\ntext = {}", quoted(&draft.text));
        if let Some(lang) = &draft.lang {
            let _ = writeln!(text, "lang = {}", quoted(lang));
        }
        text.push_str("expect = [\n");
        for expected in &draft.expect {
            let named = match &expected.file {
                None => quoted(&expected.text),
                Some(file) => format!("{{ file = {}, text = {} }}", quoted(file), quoted(&expected.text)),
            };
            let _ = writeln!(text, "  {named},");
        }
        text.push_str("]\n");
    }
    text
}

/// Text on the line of a comment.
fn comment(text: &str) -> String {
    crate::printable::name(text).into_owned()
}

/// A basic string of TOML, on one line, with what is not shown as escapes.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() || crate::printable::is_hidden(c) => {
                let _ = write!(quoted, "\\U{:08X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
