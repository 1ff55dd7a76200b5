//! The benchmark as files: a table for tools, and Markdown for people.

use super::render::{asked, columns, machine, notes, searched, values};
use super::{BenchReport, BenchRow};
use crate::report::ReportError;
use crate::report::text::markdown::escape;
use crate::report::text::table::{Cell, Separator, write};

const COLUMNS: [&str; 18] = [
    "name",
    "method",
    "ef",
    "recall",
    "recall_low",
    "recall_high",
    "qps",
    "qps_low",
    "qps_high",
    "parallel_qps",
    "samples",
    "mean_us",
    "p50_us",
    "p95_us",
    "p99_us",
    "p999_us",
    "codes",
    "rows",
];

/// One setting a row; the first line names the columns.
///
/// # Errors
/// When the table cannot be written, which is a defect of this crate.
pub fn csv(report: &BenchReport) -> Result<String, ReportError> {
    write(COLUMNS.into_iter(), report.rows.iter().map(cells), Separator::Comma)
}

fn cells(row: &BenchRow) -> Vec<Cell<'_>> {
    let number = |value: Option<f64>| value.map_or(Cell::Empty, |value| Cell::Number(value as f32));
    let ends = row.recall_interval;
    vec![
        Cell::text(&row.name),
        Cell::text(&row.method),
        row.ef.map_or(Cell::Empty, Cell::integer),
        number(row.recall),
        number(ends.map(|[low, _]| low)),
        number(ends.map(|[_, high]| high)),
        number(Some(row.qps)),
        number(Some(row.qps_range[0])),
        number(Some(row.qps_range[1])),
        number(row.parallel_qps),
        Cell::integer(row.samples),
        number(Some(row.mean_us)),
        number(row.p50_us),
        number(row.p95_us),
        number(row.p99_us),
        number(row.p999_us),
        number(row.codes),
        number(row.rows),
    ]
}

/// A table with what it is of, and the command that makes it again.
pub fn markdown(report: &BenchReport) -> String {
    let mut text = format!("{}. {}.\n\n", escape(&searched(report)), escape(&asked(report)));
    text.push_str(&format!("| {} |\n", columns(report).join(" | ")));
    text.push_str("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
    for row in &report.rows {
        let values: Vec<_> = values(row).iter().map(|value| escape(value)).collect();
        text.push_str(&format!("| {} |\n", values.join(" | ")));
    }
    text.push_str(&format!("\n{}.\n", escape(&machine(report))));
    for note in report.warnings.iter().chain(&notes(report)) {
        text.push_str(&format!("\n{}.\n", escape(note)));
    }
    if let Some(command) = &report.command {
        // A fence longer than any run of backticks in it.
        let fence = "`".repeat(command.split(|c| c != '`').map(str::len).max().unwrap_or(0).max(2) + 1);
        text.push_str(&format!("\n{fence}sh\n{}\n{fence}\n", crate::printable::text(command)));
    }
    text
}
