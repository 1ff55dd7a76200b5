//! A model that got a card.

use serde::{Deserialize, Serialize};

use crate::printable;
use crate::report::sources::ModelSummary;
use crate::report::text::Ink;
use crate::report::text::number::{bytes, count};
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::rows::{model, row};
use crate::report::text::translations::Translations;
use crate::report::text::wrap::{label, named};

/// Version of the JSON of this report; it grows when a field changes its meaning or goes away.
pub const ADD_REPORT_SCHEMA: u32 = 1;

/// A model that can be named from now on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AddReport {
    /// [`ADD_REPORT_SCHEMA`].
    pub schema: u32,
    /// Which one; it was loaded and has embedded a text.
    pub model: ModelSummary,
    /// Its card, a file that may be edited.
    pub card: String,
    /// Repository, `null` for a folder of this machine.
    pub hub: Option<String>,
    /// Where its files are.
    pub folder: String,
    /// Its graph, below the folder.
    pub graph: String,
    /// How vectors of tokens become one: `mean` or `cls`.
    pub pooling: String,
    /// Most tokens at once.
    pub window: usize,
    /// What is written before a question.
    pub query_prefix: String,
    /// What is written before a text to be found.
    pub passage_prefix: String,
    /// Number of its files.
    pub files: usize,
    /// Their size.
    pub bytes: u64,
}

/// The report as text for a terminal.
pub fn render(report: &AddReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    row(&mut page, "Model", &model(&Translations::default(), &report.model), Ink::bold);
    row(&mut page, "Card", &format!("{}: a file that you may edit", printable::name(&report.card)), plain);
    row(&mut page, "Hub", &printable::name(report.hub.as_deref().unwrap_or_default()), plain);
    row(&mut page, "Folder", &printable::name(&report.folder), plain);
    let files = format!(
        "{}, {}; the graph is {}",
        count(report.files, "file"),
        bytes(report.bytes),
        printable::name(&report.graph)
    );
    row(&mut page, "Files", &files, plain);
    row(&mut page, "Pooling", &label(&report.pooling), plain);
    row(&mut page, "Reads", &format!("{} tokens at once, longer texts in windows", report.window), plain);
    let prefix = |text: &str| if text.is_empty() { "none".to_owned() } else { format!("`{}`", label(text)) };
    let prefixes =
        format!("query {}, passage {}", prefix(&report.query_prefix), prefix(&report.passage_prefix));
    row(&mut page, "Prefixes", &prefixes, plain);
    row(&mut page, "Use it", &format!("--model {}", named(&report.model.id)), plain);
    page.into_text()
}

#[cfg(test)]
pub(in crate::report) mod tests {
    use super::*;
    use crate::report::tests::sample;

    pub(in crate::report) fn report() -> AddReport {
        AddReport {
            schema: ADD_REPORT_SCHEMA,
            model: sample::model(),
            card: "/cards/tiny.toml".to_owned(),
            hub: Some("org/tiny".to_owned()),
            folder: "/hub/tiny".to_owned(),
            graph: "onnx/model.onnx".to_owned(),
            pooling: "mean".to_owned(),
            window: 128,
            query_prefix: "query: ".to_owned(),
            passage_prefix: String::new(),
            files: 5,
            bytes: 86_000,
        }
    }

    #[test]
    fn the_whole_report_without_colour() {
        let expected = "\
Model       builtin, revision 0123456789ab, 256 dimensions
Card        /cards/tiny.toml: a file that you may edit
Hub         org/tiny
Folder      /hub/tiny
Files       5 files, 86.0 kB; the graph is onnx/model.onnx
Pooling     mean
Reads       128 tokens at once, longer texts in windows
Prefixes    query `query:`, passage none
Use it      --model builtin
";
        assert_eq!(render(&report(), &TerminalStyle::default()), expected);
    }
}
