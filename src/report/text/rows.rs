//! Rows of a name and a text that wraps beside it.

use crate::printable;
use crate::report::sources::ModelSummary;
use crate::report::text::Ink;
use crate::report::text::page::Page;
use crate::report::text::translations::Translations;
use crate::report::text::width;
use crate::report::text::wrap::{named, wrap};

/// Columns of the names.
const NAMES: usize = 12;

/// One row; none when the text is empty.
pub(in crate::report) fn row(page: &mut Page, name: &str, text: &str, paint: impl Fn(Ink, &str) -> String) {
    let ink = page.ink();
    let indent = " ".repeat(NAMES);
    for (place, line) in wrap(text, page.room(&indent)).iter().enumerate() {
        let name = if place == 0 { name } else { "" };
        let gap = " ".repeat(NAMES.saturating_sub(width::of(name)));
        page.line(&format!("{}{}", ink.dim(&format!("{name}{gap}")), paint(ink, line)));
    }
}

/// Id, revision (its first 12 characters) and dimension.
pub(in crate::report) fn model(words: &Translations, model: &ModelSummary) -> String {
    let revision: String = printable::name(&model.revision).chars().take(12).collect();
    let values = [
        ("id", named(&model.id).into()),
        ("revision", revision.into()),
        ("dimensions", model.dimension.to_string().into()),
    ];
    words.with("model-line", &values)
}

/// That texts did not fit into the model's window; `None` when all did.
pub(in crate::report) fn read_in_parts(
    words: &Translations,
    n: usize,
    noun: &str,
    window: Option<usize>,
) -> Option<String> {
    let counted = ("counted", words.count(n, noun).into());
    (n > 0).then(|| match window {
        Some(tokens) => {
            let window = ("window", words.count(tokens, "token").into());
            words.counting("read-in-parts-of-window", n, &[counted, window])
        }
        None => words.counting("read-in-parts", n, &[counted]),
    })
}
