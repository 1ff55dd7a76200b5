//! Measured topics as files: a table for tools, and Markdown for people.

use super::TopicsBenchReport;
use super::render::{facts, found, measured, notes, stage_cells, whole};
use crate::report::ReportError;
use crate::report::answers::bench::{command_block, machine_line};
use crate::report::text::markdown::escape;
use crate::report::text::table::{Cell, Separator, write};

/// One stage a row, the whole last; the first line names the columns.
///
/// # Errors
/// When the table cannot be written, which is a defect of this crate.
pub fn csv(report: &TopicsBenchReport) -> Result<String, ReportError> {
    let cells = |name: &'_ str, seconds: f64, [low, high]: [f64; 2]| {
        let number = |value: f64| Cell::Number(value as f32);
        [Cell::Text(name.to_owned().into()), number(seconds), number(low), number(high)]
    };
    let stages = report.stages.iter().map(|stage| cells(&stage.name, stage.seconds, stage.range));
    let rows = stages.chain([cells("all", report.seconds, report.seconds_range)]);
    write(["stage", "seconds", "low", "high"].into_iter(), rows, Separator::Comma)
}

/// The figures and a table of the stages, and the command that makes it again.
pub fn markdown(report: &TopicsBenchReport) -> String {
    let mut lines = vec![
        format!("{}. {}.", escape(&measured(report)), escape(&found(report))),
        String::new(),
        "| stage | time | least | most |".to_owned(),
        "|---|---:|---:|---:|".to_owned(),
    ];
    lines.extend(report.stages.iter().map(|stage| {
        let cells: Vec<_> = stage_cells(stage).iter().map(|cell| escape(cell)).collect();
        format!("| {} |", cells.join(" | "))
    }));
    let facts = facts(report).into_iter().map(|(name, fact)| format!("{name}: {fact}"));
    let said = std::iter::once(whole(report))
        .chain(facts)
        .chain([machine_line(&report.environment)])
        .chain(report.warnings.iter().cloned())
        .chain(notes(report));
    for line in said {
        lines.extend([String::new(), format!("{}.", escape(&line))]);
    }
    lines.extend(command_block(report.command.as_deref()));
    lines.push(String::new());
    lines.join("\n")
}
