//! What a model is and what it needs.

use serde::Serialize;

use super::layout::Ink;
use super::layout::wrap::one_line;
use super::model::ModelSummary;
use super::terminal::rows::row;
use super::terminal::{Page, TerminalStyle, plain};

/// Version of the JSON of this report; it grows when a field changes its meaning or goes away.
pub const MODELS_REPORT_SCHEMA: u32 = 1;

/// A model and the runtime of those that need one.
#[derive(Debug, Clone, Serialize)]
pub struct ModelsReport {
    /// [`MODELS_REPORT_SCHEMA`].
    pub schema: u32,
    /// The model.
    pub model: ModelSummary,
    /// Most tokens that it reads at once, `null` when there is no limit.
    pub window: Option<usize>,
    /// ONNX Runtime's shared library, `null` when it was not found.
    pub onnx_runtime: Option<String>,
}

/// The report as text for a terminal.
pub fn render(report: &ModelsReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    row(&mut page, "Model", &one_line(&report.model.id), Ink::bold);
    row(&mut page, "Revision", &one_line(&report.model.revision), plain);
    row(&mut page, "Dimensions", &report.model.dimension.to_string(), plain);
    let reads = match report.window {
        Some(window) => format!("{window} tokens at once, longer texts in windows"),
        None => "texts of any length at once".to_owned(),
    };
    row(&mut page, "Reads", &reads, plain);
    let missing =
        "not found: `pip install onnxruntime`, or set `ORT_DYLIB_PATH` (the built-in model needs none)";
    let runtime = report.onnx_runtime.as_deref().map_or_else(|| missing.to_owned(), one_line);
    row(&mut page, "ONNX", &runtime, plain);
    page.into_text()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::report::sample;

    pub(in crate::report) fn report() -> ModelsReport {
        ModelsReport {
            schema: MODELS_REPORT_SCHEMA,
            model: sample::model(),
            window: None,
            onnx_runtime: Some("/usr/lib/libonnxruntime.so".to_owned()),
        }
    }

    #[test]
    fn the_whole_report_without_colour() {
        let expected = "\
Model       builtin
Revision    0123456789abcdef
Dimensions  256
Reads       texts of any length at once
ONNX        /usr/lib/libonnxruntime.so
";
        assert_eq!(render(&report(), &TerminalStyle::default()), expected);
    }
}
