//! Rows of a name and a text that wraps beside it.

use super::Page;
use crate::report::layout::Ink;
use crate::report::layout::number::count;
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

/// That texts did not fit into the model's window; `None` when all did.
pub(in crate::report) fn read_in_parts(n: usize, noun: &str, window: Option<usize>) -> Option<String> {
    let window = window.map(|tokens| format!(" of {}", count(tokens, "token"))).unwrap_or_default();
    let were = if n == 1 { "was" } else { "were" };
    (n > 0).then(|| {
        format!("{} {were} longer than the model's window{window} and {were} read in parts", count(n, noun))
    })
}
