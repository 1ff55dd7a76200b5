//! The model that a collection will use.

use serde::{Deserialize, Serialize};

use crate::printable;
use crate::report::text::Ink;
use crate::report::text::number::count;
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::rows::row;

/// Version of the JSON of this report; it grows when a field changes its meaning or goes away.
pub const CHOICE_REPORT_SCHEMA: u32 = 1;

/// A choice that was written into a collection's settings.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ChoiceReport {
    /// [`CHOICE_REPORT_SCHEMA`].
    pub schema: u32,
    /// Folder of the collection.
    pub collection: String,
    /// The model, as `--model` takes it.
    pub model: String,
    /// The model before.
    pub before: String,
    /// Whether texts have to be embedded anew before the collection can be used.
    pub reembed: bool,
    /// Texts that were embedded anew; `null` unless that was asked for and needed.
    pub embedded: Option<usize>,
}

/// The report as text for a terminal.
pub fn render(report: &ChoiceReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    row(&mut page, "Collection", &printable::name(&report.collection), Ink::bold);
    row(
        &mut page,
        "Model",
        &printable::name(&format!("{} (before: {})", report.model, report.before)),
        plain,
    );
    if let Some(n) = report.embedded {
        row(&mut page, "Embedded", &format!("{} anew", count(n, "text")), plain);
        return page.into_text();
    }
    let (text, paint): (_, fn(Ink, &str) -> String) = if report.reembed {
        (
            "`cognate index --reembed` embeds the texts anew; until then the collection cannot be searched",
            Ink::warning,
        )
    } else {
        ("the collection has embeddings of this model", plain)
    };
    row(&mut page, "Next", text, paint);
    page.into_text()
}

#[cfg(test)]
pub(in crate::report) mod tests {
    use super::*;

    pub(in crate::report) fn report() -> ChoiceReport {
        ChoiceReport {
            schema: CHOICE_REPORT_SCHEMA,
            collection: ".cognate".to_owned(),
            model: "tiny".to_owned(),
            before: "builtin".to_owned(),
            reembed: true,
            embedded: None,
        }
    }

    #[test]
    fn the_whole_report_without_colour() {
        let expected = "\
Collection  .cognate
Model       tiny (before: builtin)
Next        `cognate index --reembed` embeds the texts anew; until then the
            collection cannot be searched
";
        assert_eq!(render(&report(), &TerminalStyle::default()), expected);
        let same = ChoiceReport { reembed: false, ..report() };
        assert!(render(&same, &TerminalStyle::default()).contains("has embeddings of this model"));
        let done = ChoiceReport { embedded: Some(1234), ..same };
        assert!(render(&done, &TerminalStyle::default()).ends_with("Embedded    1,234 texts anew\n"));
    }
}
