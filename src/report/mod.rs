//! Finished values become text: for the terminal, as Markdown and as JSON.
//!
//! Each format is one function from a report to a string. Nothing is computed here but layout: every number
//! that is shown stands in the report, but for shares and sums.

pub mod bench;
pub mod changes;
pub mod compact;
pub mod distill;
pub mod edited;
pub mod eval;
pub mod html;
pub mod indexed;
pub mod json;
pub mod look;
pub mod markdown;
pub mod model;
pub mod models;
pub mod search;
pub mod status;
pub mod terminal;
pub mod verify;

mod layout;
mod wording;
mod words;

#[cfg(test)]
mod documented;
#[cfg(test)]
mod languages;
#[cfg(test)]
mod sample;

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The values cannot be JSON.
    #[error("cannot write the report as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A template failed; the error names it, and the line.
    #[error("cannot lay out the report: {0}")]
    Template(#[from] minijinja::Error),
}

impl ReportError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Template(_) => Some(
                "correct that line of the template; docs/topics.md says what a template can name".to_owned(),
            ),
            Self::Json(_) => None,
        }
    }
}
