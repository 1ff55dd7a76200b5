//! How a person wants a report to look: its language, what stands on its first page, templates of their own.

use std::collections::BTreeMap;

pub use crate::report::text::translations::{ReportLanguage, UnknownReportLanguage};

/// Names of the files that can take the place of built-in ones.
pub const TEMPLATES: [&str; 5] = ["topics.md.j2", "report.html.j2", "report.css", "report.js", "map.js"];

/// What a person chooses about the looks of a report. Nothing in it changes what the report says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// Language of the report's own words.
    pub language: ReportLanguage,
    /// Title; `None`: one made from the paths.
    pub title: Option<String>,
    /// Who made it.
    pub author: Option<String>,
    /// Its date, as it is to be shown; none is shown unless it is given, so that the same input gives the same bytes.
    pub date: Option<String>,
    /// An image for its head.
    pub logo: Option<Logo>,
    /// Templates and styles that take the place of the built-in ones, by file name, one of [`TEMPLATES`].
    pub templates: BTreeMap<String, String>,
}

/// An image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// Its media type, such as `image/png`.
    pub media_type: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}
