//! The formats that can be read: told by the file's extension, or by the first bytes where there is no name.

use std::path::Path;

use serde::{Deserialize, Serialize};

/// How the bytes of a file are to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown (CommonMark with tables), with or without YAML front matter.
    Markdown,
    /// HTML.
    Html,
    /// One JSON object a line, each a document.
    JsonLines,
    /// Rows of cells between commas or semicolons, each row a document.
    Csv,
    /// Rows of cells between tabs, without quoting, each row a document.
    Tsv,
}

impl Format {
    /// The format that the extension of `path` stands for; `None` when it stands for none.
    pub fn of_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "txt" | "text" => Some(Self::Text),
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            "csv" => Some(Self::Csv),
            "tsv" => Some(Self::Tsv),
            _ => None,
        }
    }

    /// Whether each record of the file is a document of its own.
    pub fn has_records(self) -> bool {
        matches!(self, Self::JsonLines | Self::Csv | Self::Tsv)
    }

    /// The format of text without a name: JSON Lines when its first line is a JSON object, HTML when it begins
    /// as a page does, else plain text.
    ///
    /// A CSV file cannot be told from text that holds commas, so it is never guessed.
    pub(super) fn sniff(text: &str) -> Self {
        let text = text.trim_start();
        let first = text.lines().next().unwrap_or("");
        let begins = |tag: &str| first.get(..tag.len()).is_some_and(|head| head.eq_ignore_ascii_case(tag));
        // Nothing is kept of the object, which may be as large as all of the input.
        if first.starts_with('{') && serde_json::from_str::<serde::de::IgnoredAny>(first).is_ok() {
            Self::JsonLines
        } else if begins("<!doctype html") || begins("<html") {
            Self::Html
        } else {
            Self::Text
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extension_case_is_ignored() {
        assert_eq!(Format::of_path(Path::new("a/B.HTM")), Some(Format::Html));
        assert_eq!(Format::of_path(Path::new("a/b.pdf")), None);
        assert_eq!(Format::of_path(Path::new("Makefile")), None);
    }

    #[test]
    fn sniffing_wants_a_whole_object() {
        assert_eq!(Format::sniff("\n {\"text\": \"a\"}\n"), Format::JsonLines);
        assert_eq!(Format::sniff("{not json} but prose"), Format::Text);
        assert_eq!(Format::sniff("<!DOCTYPE html><p>a"), Format::Html);
        assert_eq!(Format::sniff("<é"), Format::Text);
    }
}
