//! Rows of a name and a text that wraps beside it.

use super::Page;
use crate::report::layout::Ink;
use crate::report::layout::wrap::{one_line, wrap};
use crate::report::model::ModelSummary;

/// Columns of the names.
const NAMES: usize = 12;

/// One row; none when the text is empty.
pub(in crate::report) fn row(page: &mut Page, name: &str, text: &str, paint: impl Fn(Ink, &str) -> String) {
    let ink = page.ink();
    let indent = " ".repeat(NAMES);
    for (place, line) in wrap(text, page.room(&indent)).iter().enumerate() {
        let name = if place == 0 { name } else { "" };
        page.line(&format!("{}{}", ink.dim(&format!("{name:NAMES$}")), paint(ink, line)));
    }
}

/// Id, revision (its first 12 characters) and dimension.
pub(in crate::report) fn model(model: &ModelSummary) -> String {
    let revision: String = one_line(&model.revision).chars().take(12).collect();
    format!("{}, revision {revision}, {} dimensions", one_line(&model.id), model.dimension)
}
