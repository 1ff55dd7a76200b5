//! From files to the first answer, as files: a table for tools, and Markdown for people.

use super::EndToEndReport;
use super::render::{COLUMNS, facts, values};
use crate::report::ReportError;
use crate::report::answers::bench::{command_block, machine_line};
use crate::report::answers::timed::compared;
use crate::report::text::markdown::escape_line;
use crate::report::text::table::{Cell, Separator, write};
use crate::report::text::wrap::label;

const NAMES: [&str; 7] = ["name", "kind", "runs", "seconds", "seconds_low", "seconds_high", "peak_bytes"];

/// One process or stage a row; the first line names the columns.
///
/// # Errors
/// When the table cannot be written, which is a defect of this crate.
pub fn csv(report: &EndToEndReport) -> Result<String, ReportError> {
    let number = |value: f64| Cell::Number(value as f32);
    let steps = report.steps.iter().map(|step| {
        vec![
            Cell::text(&step.name),
            Cell::text("process"),
            Cell::integer(step.runs),
            number(step.seconds),
            number(step.seconds_range[0]),
            number(step.seconds_range[1]),
            Cell::some_integer(step.peak_bytes),
        ]
    });
    let stages = report.stages.iter().map(|stage| {
        vec![
            Cell::text(&stage.name),
            Cell::text("stage of index"),
            Cell::integer(report.rounds),
            number(stage.seconds),
            number(stage.seconds_range[0]),
            number(stage.seconds_range[1]),
            Cell::Empty,
        ]
    });
    write(NAMES.into_iter(), steps.chain(stages), Separator::Comma)
}

/// A list of what was found, a table of the steps, and the command that makes it again.
pub fn markdown(report: &EndToEndReport) -> String {
    let mut lines: Vec<String> =
        facts(report).iter().map(|(name, fact)| format!("- **{name}**: {}", escape_line(fact))).collect();
    lines.extend([
        String::new(),
        format!("| {} |", COLUMNS.join(" | ")),
        format!("|---|{}", "---:|".repeat(COLUMNS.len() - 1)),
    ]);
    for step in &report.steps {
        lines.push(format!("| {} |", values(step).map(|value| escape_line(&value)).join(" | ")));
    }
    let notes = report.comparison.as_ref().map(|comparison| compared(comparison, "step")).unwrap_or_default();
    let warnings = report.warnings.iter().map(|warning| label(warning));
    for note in [machine_line(&report.environment)].into_iter().chain(warnings).chain(notes) {
        lines.extend([String::new(), format!("{}.", escape_line(&note))]);
    }
    lines.extend(command_block(report.command.as_deref()));
    lines.push(String::new());
    lines.join("\n")
}
