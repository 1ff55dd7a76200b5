//! Quality as files: a table for tools, and Markdown for people.

use std::fmt::Write as _;

use super::render::{asked, compared, counted, figure_cells, located, scores, searched};
use super::{Missed, QualityQuery, QualityReport};
use crate::report::ReportError;
use crate::report::text::markdown::escape_line;
use crate::report::text::number::count;
use crate::report::text::table::{Cell, Separator, write};
use crate::report::text::wrap::{beginning, named};

const COLUMNS: [&str; 12] = [
    "id",
    "lang",
    "query",
    "expected",
    "found",
    "first",
    "ndcg",
    "reciprocal_rank",
    "recall",
    "recall_100",
    "why",
    "missed",
];

/// Most columns of why something was missed, in words.
const NOTE: usize = 300;

/// Most characters of a text in Markdown.
const EXCERPT: usize = 160;

/// One query a row; the first line names the columns.
///
/// # Errors
/// When the table cannot be written, which is a defect of this crate.
pub fn csv(report: &QualityReport) -> Result<String, ReportError> {
    write(COLUMNS.into_iter(), report.rows.iter().map(cells), Separator::Comma)
}

fn cells(row: &QualityQuery) -> Vec<Cell<'_>> {
    let number = |value: f64| Cell::Number(value as f32);
    vec![
        Cell::Name(&row.id),
        Cell::some_text(row.lang.as_deref()),
        Cell::text(&row.text),
        Cell::integer(row.expected),
        Cell::integer(row.found),
        row.first.map_or(Cell::Empty, Cell::integer),
        number(row.ndcg),
        number(row.reciprocal_rank),
        number(row.recall),
        number(row.recall_100),
        Cell::list(row.missed.iter().map(|missed| missed.why.name())),
        Cell::list(row.missed.iter().map(|missed| missed.expected.as_str())),
    ]
}

/// The figures, then every query that missed something.
pub fn markdown(report: &QualityReport) -> String {
    let mut text = format!("{}. {}.\n\n", escape_line(&searched(report)), escape_line(&asked(report)));
    text.push_str("| measure | language | queries | value | 95 % interval |\n|---|---|---:|---:|---|\n");
    for figure in &report.figures {
        let cells: Vec<String> = figure_cells(figure).iter().map(|cell| escape_line(cell)).collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    if let Some(sentence) = report.unread.sentence() {
        let _ = writeln!(text, "\n{}.", escape_line(&sentence));
    }
    if let Some(comparison) = &report.comparison {
        text.push('\n');
        for line in compared(comparison) {
            let _ = writeln!(text, "- {}", escape_line(&line));
        }
    }
    if !report.reasons.is_empty() {
        let _ = writeln!(text, "\nMissed among the first {}: {}.", report.k, counted(report));
    }
    for row in report.rows.iter().filter(|row| !row.missed.is_empty()) {
        let _ = writeln!(
            text,
            "\n### {} {}\n\nnDCG {:.4}; {} of {} among the first {}.\n",
            escape_line(&named(&row.id)),
            escape_line(&beginning(&row.text, EXCERPT)),
            row.ndcg,
            row.found,
            count(row.expected, "text"),
            report.k
        );
        for missed in &row.missed {
            text.push_str(&item(missed));
        }
    }
    if let Some(command) = &report.command {
        // A fence longer than any run of backticks in it.
        let fence = "`".repeat(command.split(|c| c != '`').map(str::len).max().unwrap_or(0).max(2) + 1);
        let _ = writeln!(text, "\n{fence}sh\n{}\n{fence}", crate::printable::text(command));
    }
    text
}

fn item(missed: &Missed) -> String {
    let place = located(missed).map(|place| format!(" ({})", escape_line(&place))).unwrap_or_default();
    let mut item = format!(
        "- **{}**: {}{place}: {}",
        missed.why.name(),
        escape_line(&beginning(missed.text.as_deref().unwrap_or(&missed.expected), EXCERPT)),
        escape_line(&beginning(&missed.note, NOTE))
    );
    if let Some(of) = &missed.scores {
        let _ = write!(item, "; {}", scores(of));
    }
    item.push('\n');
    if let Some(before) = &missed.before {
        let _ = writeln!(
            item,
            "  - at {}: {} ({}); {}",
            before.rank,
            escape_line(&beginning(&before.text, EXCERPT)),
            escape_line(&format!("{}:{}", crate::printable::name(&before.file), before.line)),
            scores(&before.scores)
        );
    }
    item
}
