//! Whether installed models are whole.

use serde::{Deserialize, Serialize};

use crate::printable;
use crate::report::text::Ink;
use crate::report::text::number::{bytes, count};
use crate::report::text::page::{Page, TerminalStyle};
use crate::report::text::rows::row;
use crate::report::text::wrap::named;

/// Version of the JSON of this report; it grows when a field changes its meaning or goes away.
pub const VERIFY_MODELS_REPORT_SCHEMA: u32 = 1;

/// Models whose files were read and held against their records.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VerifyModelsReport {
    /// [`VERIFY_MODELS_REPORT_SCHEMA`].
    pub schema: u32,
    /// Whether nothing is wrong.
    pub ok: bool,
    /// The models.
    pub models: Vec<VerifiedModel>,
}

/// One model that was read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VerifiedModel {
    /// Name.
    pub id: String,
    /// Whether nothing is wrong.
    pub ok: bool,
    /// Where its files are.
    pub folder: String,
    /// Number of files.
    pub files: usize,
    /// Their recorded size.
    pub bytes: u64,
    /// What is wrong, one entry a file.
    pub problems: Vec<DamagedFile>,
}

/// A file that is not as recorded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DamagedFile {
    /// Path below the folder.
    pub path: String,
    /// What is wrong with it.
    pub problem: String,
}

/// The report as text for a terminal.
pub fn render(report: &VerifyModelsReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    for model in &report.models {
        let (name, paint) = super::state(model.ok);
        let text = format!("{} ({}, {})", named(&model.id), count(model.files, "file"), bytes(model.bytes));
        row(&mut page, name, &text, paint);
        for file in &model.problems {
            row(
                &mut page,
                "",
                &printable::message(&format!("`{}` {}", file.path, file.problem)),
                Ink::warning,
            );
        }
        if !model.ok {
            row(&mut page, "", &printable::name(&format!("in {}", model.folder)), Ink::dim);
        }
    }
    if report.models.is_empty() {
        row(&mut page, "Models", "none is installed but `builtin`", Ink::dim);
    }
    page.into_text()
}

#[cfg(test)]
pub(in crate::report) mod tests {
    use super::*;

    pub(in crate::report) fn report() -> VerifyModelsReport {
        let damaged = DamagedFile {
            path: "onnx/model.onnx".to_owned(),
            problem: "has the right size and another content".to_owned(),
        };
        let model = |id: &str, problems: Vec<DamagedFile>| VerifiedModel {
            id: id.to_owned(),
            ok: problems.is_empty(),
            folder: "/hub/tiny".to_owned(),
            files: 5,
            bytes: 86_000,
            problems,
        };
        VerifyModelsReport {
            schema: VERIFY_MODELS_REPORT_SCHEMA,
            ok: false,
            models: vec![model("whole", Vec::new()), model("tiny", vec![damaged])],
        }
    }

    #[test]
    fn the_whole_report_without_colour() {
        let expected = "\
ok          whole (5 files, 86.0 kB)
WRONG       tiny (5 files, 86.0 kB)
            `onnx/model.onnx` has the right size and another content
            in /hub/tiny
";
        assert_eq!(render(&report(), &TerminalStyle::default()), expected);
        let none = VerifyModelsReport { ok: true, models: Vec::new(), ..report() };
        assert_eq!(render(&none, &TerminalStyle::default()), "Models      none is installed but `builtin`\n");
    }
}
