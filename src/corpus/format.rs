//! The formats that can be read: told by the file's extension, or by the first bytes where there is no name.

use std::path::Path;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::records::without_nan;

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
    /// Subtitles: `SubRip` or `WebVTT`.
    Subtitles,
    /// reStructuredText.
    Rst,
    /// Org, as Emacs writes it.
    Org,
    /// `AsciiDoc`.
    Asciidoc,
    /// LaTeX.
    Latex,
    /// A Jupyter notebook.
    Notebook,
    /// Rich Text Format.
    Rtf,
    /// One JSON object a line, each a document.
    JsonLines,
    /// A list of JSON objects, alone or within an object, each a document; or one object after the other.
    Json,
    /// Rows of cells between commas, semicolons, tabs or bars, each row a document.
    Csv,
    /// Rows of cells between tabs, each row a document.
    Tsv,
    /// Columns of values (Parquet), each row a document.
    Parquet,
    /// One mail, with what is attached to it.
    Mail,
    /// Mails one after the other, each a document (mbox).
    Mailbox,
    /// Word processing (Word).
    Docx,
    /// Word processing (OpenDocument).
    Odt,
    /// Slides (PowerPoint).
    Pptx,
    /// A book.
    Epub,
    /// Sheets (Excel, old and new).
    Workbook,
    /// Sheets (OpenDocument).
    Ods,
    /// Pages.
    Pdf,
    /// One file, packed with gzip.
    Gzip,
    /// One file, packed with Zstandard.
    Zstd,
    /// Files, each a document or several.
    Zip,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 27] = [
        Self::Text,
        Self::Markdown,
        Self::Html,
        Self::Subtitles,
        Self::Rst,
        Self::Org,
        Self::Asciidoc,
        Self::Latex,
        Self::Notebook,
        Self::Rtf,
        Self::JsonLines,
        Self::Json,
        Self::Csv,
        Self::Tsv,
        Self::Parquet,
        Self::Mail,
        Self::Mailbox,
        Self::Docx,
        Self::Odt,
        Self::Pptx,
        Self::Epub,
        Self::Workbook,
        Self::Ods,
        Self::Pdf,
        Self::Gzip,
        Self::Zstd,
        Self::Zip,
    ];

    /// Its name, as it is written in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Subtitles => "subtitles",
            Self::Rst => "rst",
            Self::Org => "org",
            Self::Asciidoc => "asciidoc",
            Self::Latex => "latex",
            Self::Notebook => "notebook",
            Self::Rtf => "rtf",
            Self::JsonLines => "json-lines",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Parquet => "parquet",
            Self::Mail => "mail",
            Self::Mailbox => "mailbox",
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Pptx => "pptx",
            Self::Epub => "epub",
            Self::Workbook => "workbook",
            Self::Ods => "ods",
            Self::Pdf => "pdf",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::Zip => "zip",
        }
    }

    /// Version of what is made of such a file: it grows with every change that gives other units, so that collections read these files
    /// again. What holds other files has that of all.
    pub fn reading(self) -> u32 {
        match self {
            Self::Mail | Self::Mailbox | Self::Gzip | Self::Zstd | Self::Zip => {
                Self::ALL.into_iter().filter(|format| !format.holds_files()).map(Self::reading).sum()
            }
            _ => 1,
        }
    }

    /// Whether there are other files in it.
    fn holds_files(self) -> bool {
        matches!(self, Self::Mail | Self::Mailbox | Self::Gzip | Self::Zstd | Self::Zip)
    }

    /// The format that the extension of `path` stands for; `None` when it stands for none.
    pub fn of_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "txt" | "text" | "log" => Some(Self::Text),
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "srt" | "vtt" => Some(Self::Subtitles),
            "rst" | "rest" => Some(Self::Rst),
            "org" => Some(Self::Org),
            "adoc" | "asciidoc" | "asc" => Some(Self::Asciidoc),
            "tex" | "latex" | "ltx" => Some(Self::Latex),
            "ipynb" => Some(Self::Notebook),
            "rtf" => Some(Self::Rtf),
            "jsonl" | "ndjson" => Some(Self::JsonLines),
            "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            "tsv" | "tab" => Some(Self::Tsv),
            "parquet" => Some(Self::Parquet),
            "eml" => Some(Self::Mail),
            "mbox" => Some(Self::Mailbox),
            "docx" | "docm" | "dotx" | "dotm" => Some(Self::Docx),
            "odt" | "ott" => Some(Self::Odt),
            "pptx" | "pptm" | "ppsx" | "potx" => Some(Self::Pptx),
            "epub" => Some(Self::Epub),
            "xlsx" | "xlsm" | "xltx" | "xlsb" | "xls" => Some(Self::Workbook),
            "ods" | "ots" => Some(Self::Ods),
            "pdf" => Some(Self::Pdf),
            "gz" => Some(Self::Gzip),
            "zst" => Some(Self::Zstd),
            "zip" => Some(Self::Zip),
            _ => None,
        }
    }

    /// Whether each record of the file is a document of its own.
    pub fn has_records(self) -> bool {
        matches!(self, Self::JsonLines | Self::Json | Self::Csv | Self::Tsv | Self::Parquet)
    }

    /// Whether the bytes of the file are something else than its text.
    pub fn is_document(self) -> bool {
        match self {
            Self::Text
            | Self::Markdown
            | Self::Html
            | Self::Subtitles
            | Self::Rst
            | Self::Org
            | Self::Asciidoc
            | Self::Latex
            | Self::Notebook
            | Self::Rtf
            | Self::JsonLines
            | Self::Json
            | Self::Csv
            | Self::Tsv => false,
            Self::Parquet
            | Self::Mail
            | Self::Mailbox
            | Self::Docx
            | Self::Odt
            | Self::Pptx
            | Self::Epub
            | Self::Workbook
            | Self::Ods
            | Self::Pdf
            | Self::Gzip
            | Self::Zstd
            | Self::Zip => true,
        }
    }

    /// The format of text without a name: JSON Lines when its first line is a JSON object, JSON when it begins with an
    /// object of several lines or a list of objects, HTML, RTF or subtitles when it begins as these do,
    /// else plain text.
    ///
    /// A CSV file cannot be told from text that holds commas, so it is never guessed.
    pub(super) fn sniff(text: &str) -> Self {
        let text = text.trim_start();
        let first = text.lines().next().unwrap_or("");
        let begins = |tag: &str| first.get(..tag.len()).is_some_and(|head| head.eq_ignore_ascii_case(tag));
        if first.starts_with('{')
            && (is_json(first) || without_nan(first).is_some_and(|first| is_json(&first)))
        {
            Self::JsonLines
        } else if begins_with_object(text.strip_prefix('[').unwrap_or(text)) {
            Self::Json
        } else if begins("<!doctype html") || begins("<html") {
            Self::Html
        } else if first.starts_with("{\\rtf") {
            Self::Rtf
        } else if first == "WEBVTT" || first.starts_with("WEBVTT ") {
            Self::Subtitles
        } else {
            Self::Text
        }
    }
}

/// Whether the text is JSON. Nothing is kept of it, which may be as large as all of the input.
fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// Whether the text begins with a JSON object, whatever stands behind it.
fn begins_with_object(text: &str) -> bool {
    let text = text.trim_start();
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    text.starts_with('{') && matches!(values.next(), Some(Ok(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extension_case_is_ignored() {
        assert_eq!(Format::of_path(Path::new("a/B.HTM")), Some(Format::Html));
        assert_eq!(Format::of_path(Path::new("a/b.PDF")), Some(Format::Pdf));
        assert_eq!(Format::of_path(Path::new("a/b.png")), None);
        assert_eq!(Format::of_path(Path::new("Makefile")), None);
    }

    #[test]
    fn sniffing_wants_a_whole_object() {
        assert_eq!(Format::sniff("\n {\"text\": \"a\"}\n"), Format::JsonLines);
        assert_eq!(Format::sniff("{\"n\": NaN}\n"), Format::JsonLines);
        assert_eq!(Format::sniff("{\n  \"text\": \"a\"\n}\n"), Format::Json);
        assert_eq!(Format::sniff(" [ {\"text\": \"a\"}, {"), Format::Json);
        assert_eq!(Format::sniff("[1] a note, {2} another"), Format::Text);
        assert_eq!(Format::sniff("{not json} but prose"), Format::Text);
        assert_eq!(Format::sniff("<!DOCTYPE html><p>a"), Format::Html);
        assert_eq!(Format::sniff("<é"), Format::Text);
        assert_eq!(Format::sniff("{\\rtf1\\ansi The boats}"), Format::Rtf);
        assert_eq!(Format::sniff("WEBVTT\n\n00:01.000 --> 00:02.000\nThe boats"), Format::Subtitles);
    }
}
