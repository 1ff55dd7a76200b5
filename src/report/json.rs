//! Reports as JSON, every field documented in `docs/formats.md`.

use serde::Serialize;

use super::ReportError;

/// Any report of this module as indented JSON with a line break at the end.
///
/// # Errors
///
/// When a map of the report has a key that is not text.
pub fn render<R: Serialize>(report: &R) -> Result<String, ReportError> {
    let mut text = serde_json::to_string_pretty(report)?;
    text.push('\n');
    Ok(text)
}
