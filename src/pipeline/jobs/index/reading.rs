//! How files were read, so that those that would be read otherwise now are read again, and no others.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::corpus::{Format, ReadOptions};

/// How files are read, as far as it changes what is kept of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Reading {
    /// The options, which hold for all files.
    options: String,
    /// For each format, the version of its reader.
    formats: BTreeMap<String, u32>,
}

impl Reading {
    /// As this program reads.
    pub(super) fn now(options: &ReadOptions) -> Self {
        let formats = Format::ALL.iter().map(|format| (format.name().to_owned(), format.reading())).collect();
        Self { options: format!("{options:?}"), formats }
    }

    /// As it was written down; nothing for what an earlier version wrote.
    pub(super) fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// To be written down.
    pub(super) fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether a file of a format is read as `before`.
    pub(super) fn is_same(&self, before: Option<&Self>, format: Format) -> bool {
        before.is_some_and(|before| {
            let version = |reading: &Self| reading.formats.get(format.name()).copied();
            self.options == before.options && version(self) == version(before)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_formats_whose_reader_changed_are_read_again() {
        let options = ReadOptions::default();
        let now = Reading::now(&options);
        assert_eq!(Reading::parse(&now.to_text()).unwrap(), now);
        let mut before = now.clone();
        before.formats.insert("html".to_owned(), 0);
        before.formats.remove("pdf");
        for format in Format::ALL {
            let expected = format != Format::Html && format != Format::Pdf;
            assert_eq!(now.is_same(Some(&before), format), expected, "{}", format.name());
            assert!(!now.is_same(None, format));
        }
        let other = ReadOptions { max_chars: 7, ..options };
        assert!(!Reading::now(&other).is_same(Some(&now), Format::Text));
        assert_eq!(
            Reading::parse("ReadOptions { granularity: Paragraph } 0.1.0"),
            None,
            "as it was written before"
        );
    }
}
