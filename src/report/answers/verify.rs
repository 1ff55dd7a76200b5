//! Whether a collection is whole.

use serde::{Deserialize, Serialize};

use crate::printable;
use crate::report::text::Ink;
use crate::report::text::number::grouped;
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::rows::row;
use crate::report::text::wrap::label;
use crate::store::Finding;

/// Version of the JSON of this report; it grows when a field changes its meaning or goes away.
pub const VERIFY_REPORT_SCHEMA: u32 = 1;

/// What was checked and what is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyReport {
    /// [`VERIFY_REPORT_SCHEMA`].
    pub schema: u32,
    /// Folder of the collection.
    pub collection: String,
    /// Whether nothing is wrong.
    pub ok: bool,
    /// One entry a check.
    pub findings: Vec<Finding>,
}

/// The report as text for a terminal.
pub fn render(report: &VerifyReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    row(&mut page, "Collection", &printable::name(&report.collection), Ink::bold);
    for finding in &report.findings {
        let text = format!("{} ({} examined)", label(&finding.check), grouped(finding.examined));
        let whole = finding.problems.is_empty();
        row(&mut page, if whole { "ok" } else { "WRONG" }, &text, if whole { plain } else { Ink::warning });
        for problem in &finding.problems {
            row(&mut page, "", &printable::message(problem), Ink::warning);
        }
    }
    page.into_text()
}

#[cfg(test)]
pub(in crate::report) mod tests {
    use super::*;

    pub(in crate::report) fn report() -> VerifyReport {
        let finding = |check: &str, problems: &[&str]| Finding {
            check: check.to_owned(),
            examined: 1200,
            problems: problems.iter().map(|&problem| problem.to_owned()).collect(),
        };
        VerifyReport {
            schema: VERIFY_REPORT_SCHEMA,
            collection: ".cognate".to_owned(),
            ok: false,
            findings: vec![
                finding("texts and spans", &[]),
                finding("vectors", &["vector 7 is not a unit vector"]),
            ],
        }
    }

    #[test]
    fn the_whole_report_without_colour() {
        let expected = "\
Collection  .cognate
ok          texts and spans (1,200 examined)
WRONG       vectors (1,200 examined)
            vector 7 is not a unit vector
";
        assert_eq!(render(&report(), &TerminalStyle::default()), expected);
    }
}
