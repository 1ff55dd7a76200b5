//! The benchmark as files: a table for tools, and Markdown for people.

use super::render::{GROWTH, asked, columns, growth_values, machine, notes, searched, values};
use super::{BenchReport, BenchRow};
use crate::printable;
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
    let mut lines = vec![
        format!("{}. {}.", escape(&searched(report)), escape(&asked(report))),
        String::new(),
        format!("| {} |", columns(report).join(" | ")),
        format!("|---|{}", "---:|".repeat(columns(report).len() - 1)),
    ];
    for row in &report.rows {
        let values: Vec<_> = values(row).iter().map(|value| escape(value)).collect();
        lines.push(format!("| {} |", values.join(" | ")));
    }
    if !report.growth.is_empty() {
        lines.extend([
            String::new(),
            format!("| {} |", GROWTH.join(" | ")),
            format!("|---:|{}", "---:|".repeat(GROWTH.len() - 1)),
        ]);
        lines.extend(report.growth.iter().map(|part| format!("| {} |", growth_values(part).join(" | "))));
    }
    for note in [machine(report)].iter().chain(&report.warnings).chain(&notes(report)) {
        lines.extend([String::new(), format!("{}.", escape(note))]);
    }
    lines.extend(command_block(report.command.as_deref()));
    lines.push(String::new());
    lines.join("\n")
}

/// What was typed, as a block of Markdown with an empty line before it.
pub(in crate::report) fn command_block(command: Option<&str>) -> Vec<String> {
    let Some(command) = command else { return Vec::new() };
    // A fence longer than any run of backticks in it.
    let longest = command.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    vec![String::new(), format!("{fence}sh"), printable::text(command).into_owned(), fence]
}
