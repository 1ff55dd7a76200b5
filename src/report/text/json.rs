//! Reports as JSON, every field documented in `docs/formats.md`.

use std::borrow::Cow;

use serde::Serialize;

use crate::printable;
use crate::report::ReportError;

/// Any report of this module as indented JSON with a line break at the end. Characters that are not shown are escapes in it.
///
/// # Errors
///
/// When a map of the report has a key that is not text.
pub fn render<R: Serialize>(report: &R) -> Result<String, ReportError> {
    let document = serde_json::to_string_pretty(report)?;
    let mut text = if let Cow::Owned(escaped) = printable::json(&document) { escaped } else { document };
    text.push('\n');
    Ok(text)
}

/// A value as JSON on one line, without a line break; else as [`render`].
///
/// # Errors
///
/// As [`render`].
pub fn line<R: Serialize>(value: &R) -> Result<String, ReportError> {
    let document = serde_json::to_string(value)?;
    Ok(if let Cow::Owned(escaped) = printable::json(&document) { escaped } else { document })
}
