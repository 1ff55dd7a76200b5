//! Finished values become text, tables and pictures: for the terminal, as Markdown, JSON, CSV, Parquet, XLSX, GraphML, SVG and PNG.
//!
//! [`answers`] has what each command says, [`topics`] the topic report and its formats, [`text`] what both are written with. A new
//! answer is a module of [`answers`], a new format of the topic report one of [`topics`].
//!
//! Each format is one function from a report to text or bytes. Nothing is computed here but layout: every number
//! that is shown stands in the report, but for shares and sums. What a text, a name or a message may not show is said in
//! [`printable`]; JSON and Parquet keep it.

pub mod answers;
pub mod sources;
#[cfg(test)]
mod tests;
pub mod text;
pub mod topics;

use std::borrow::Cow;

use minijinja::value::{Value, ValueKind};
use minijinja::{AutoEscape, Output, State, escape_formatter};

pub use crate::printable;

/// Writes a value that a template names: of a text, what may be shown. What is markup of this crate stands as it is: its texts are
/// cleaned, and a script has a hash.
fn printed(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    let is_text = match value.kind() {
        ValueKind::Undefined | ValueKind::None | ValueKind::Bool | ValueKind::Number => false,
        _ => !(value.is_safe() && *state.auto_escape() == AutoEscape::Html),
    };
    let shown = if is_text { Some(value.to_string()) } else { None };
    match shown.as_deref().map(printable::text) {
        Some(Cow::Owned(shown)) => escape_formatter(out, state, &Value::from(shown)),
        _ => escape_formatter(out, state, value),
    }
}

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The values cannot be JSON.
    #[error("cannot write the report as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A template failed; the error names it, and the line.
    #[error("cannot lay out the report: {0}")]
    Template(#[from] minijinja::Error),
    /// The values cannot be a table of text.
    #[error("cannot write the table: {0}")]
    Table(#[from] csv::Error),
    /// The values cannot be a Parquet file.
    #[cfg(feature = "parquet")]
    #[error("cannot write the Parquet file: {0}")]
    Parquet(#[from] ::parquet::errors::ParquetError),
    /// The values cannot be a workbook.
    #[cfg(feature = "xlsx")]
    #[error("cannot write the workbook: {0}")]
    Workbook(#[source] Box<rust_xlsxwriter::XlsxError>),
    /// A sheet of a workbook has no room for so many rows.
    #[error("a sheet of a workbook has room for {most} rows, and there are {rows}")]
    TooManyRows {
        /// The rows.
        rows: usize,
        /// The most that a sheet has.
        most: usize,
    },
    /// The program was built without what the format needs.
    #[error("this program was built without {what}")]
    NotBuilt {
        /// The format.
        what: &'static str,
        /// The feature that it is built with.
        feature: &'static str,
    },
    /// The values cannot be an XML document.
    #[error("cannot write the XML document: {0}")]
    Xml(#[from] std::io::Error),
    /// A picture of the map was asked for, and the report has none.
    #[error("the report has no map")]
    NoMap,
    /// A picture cannot have this width.
    #[error("a picture cannot be {width} pixels wide")]
    Width {
        /// The width asked for.
        width: u32,
    },
    /// The drawing cannot be made a PNG.
    #[error("cannot draw the picture: {reason}")]
    Picture {
        /// What the drawing library says.
        reason: String,
    },
}

#[cfg(feature = "xlsx")]
impl From<rust_xlsxwriter::XlsxError> for ReportError {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        Self::Workbook(Box::new(error))
    }
}

impl ReportError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoMap => Some("find the topics again with a map, or of more than one text".to_owned()),
            Self::Width { .. } => {
                let (least, most) = (topics::picture::WIDTHS.start(), topics::picture::WIDTHS.end());
                Some(format!("choose a width from {least} to {most}"))
            }
            Self::Template(_) => Some(
                "correct that line of the template; docs/topics.md says what a template can name".to_owned(),
            ),
            Self::NotBuilt { feature, .. } => {
                Some(format!("build it with `--features {feature}`, or choose another format"))
            }
            #[cfg(feature = "parquet")]
            Self::Parquet(_) => None,
            #[cfg(feature = "xlsx")]
            Self::Workbook(_) => None,
            Self::TooManyRows { .. } => Some("write .csv or .parquet, which have no such bound".to_owned()),
            Self::Json(_) | Self::Table(_) | Self::Xml(_) | Self::Picture { .. } => None,
        }
    }
}
