//! The speed of embedding as files: a table for tools, and Markdown for people.

use super::render::{COLUMNS, about, embedded, languages, time, values};
use super::{EmbedBenchReport, EmbedBenchRow};
use crate::report::ReportError;
use crate::report::answers::bench::{command_block, machine_line};
use crate::report::answers::timed::compared;
use crate::report::text::markdown::escape_line;
use crate::report::text::table::{Cell, Separator, write};
use crate::report::text::wrap::label;

const NAMES: [&str; 18] = [
    "name",
    "model",
    "words",
    "batch",
    "texts",
    "mean_words",
    "mean_bytes",
    "without_vector",
    "texts_per_second",
    "texts_per_second_low",
    "texts_per_second_high",
    "words_per_second",
    "megabytes_per_second",
    "ms_per_text",
    "batches",
    "p50_ms",
    "p95_ms",
    "best_ms",
];

/// One row of the report a row; the first line names the columns.
///
/// # Errors
/// When the table cannot be written, which is a defect of this crate.
pub fn csv(report: &EmbedBenchReport) -> Result<String, ReportError> {
    write(NAMES.into_iter(), report.rows.iter().map(cells), Separator::Comma)
}

fn cells(row: &EmbedBenchRow) -> Vec<Cell<'_>> {
    let number = |value: f64| Cell::Number(value as f32);
    vec![
        Cell::text(&row.name),
        Cell::text(&row.model),
        row.words.map_or(Cell::Empty, Cell::integer),
        Cell::integer(row.batch),
        Cell::integer(row.texts),
        number(row.mean_words),
        number(row.mean_bytes),
        Cell::integer(row.without_vector),
        number(row.texts_per_second),
        number(row.texts_per_second_range[0]),
        number(row.texts_per_second_range[1]),
        number(row.words_per_second),
        number(row.megabytes_per_second),
        number(row.ms_per_text),
        Cell::integer(row.batches),
        Cell::some_figure(row.p50_ms),
        Cell::some_figure(row.p95_ms),
        number(row.best_ms),
    ]
}

/// A table for each model, with what it is of, and the command that makes it again.
pub fn markdown(report: &EmbedBenchReport) -> String {
    let facts = [embedded(report), languages(report), time(report)];
    let mut lines =
        vec![facts.iter().map(|fact| format!("{}.", escape_line(fact))).collect::<Vec<_>>().join(" ")];
    for model in &report.models {
        lines.extend([
            String::new(),
            format!("**{}**", escape_line(&about(model))),
            String::new(),
            format!("| {} |", COLUMNS.join(" | ")),
            format!("|{}", "---:|".repeat(COLUMNS.len())),
        ]);
        for row in report.rows.iter().filter(|row| row.model == model.name) {
            lines.push(format!("| {} |", values(row).map(|value| escape_line(&value)).join(" | ")));
        }
    }
    let notes = report.comparison.as_ref().map(|comparison| compared(comparison, "row")).unwrap_or_default();
    let warnings = report.warnings.iter().map(|warning| label(warning));
    for note in [machine_line(&report.environment)].into_iter().chain(warnings).chain(notes) {
        lines.extend([String::new(), format!("{}.", escape_line(&note))]);
    }
    lines.extend(command_block(report.command.as_deref()));
    lines.push(String::new());
    lines.join("\n")
}
