//! Compared models as files: a table for tools, and Markdown for people.

use super::render::{columns, compared, facts, heading, neighbours, values};
use super::{AuditReport, AuditedModel};
use crate::report::ReportError;
use crate::report::answers::bench::{command_block, machine_line};
use crate::report::text::markdown::{escape, escape_line};
use crate::report::text::table::{Cell, Separator, write};
use crate::report::text::wrap::beginning;

/// Most characters of a text in Markdown.
const EXCERPT: usize = 160;

const COLUMNS: [&str; 19] = [
    "model",
    "revision",
    "dimension",
    "bytes",
    "memory_bytes",
    "load_ms",
    "embed_seconds",
    "texts_per_second",
    "index_bytes",
    "search_ms",
    "without_vector",
    "windowed",
    "topics",
    "outliers",
    "stability",
    "labels_ami",
    "overlap_with_first",
    "topics_ami_with_first",
    "ndcg",
];

/// One model a row; the first line names the columns.
///
/// # Errors
/// When the table cannot be written, which is a defect of this crate.
pub fn csv(report: &AuditReport) -> Result<String, ReportError> {
    let rows = report.models.iter().enumerate().map(|(place, model)| cells(report, place, model));
    write(COLUMNS.into_iter(), rows, Separator::Comma)
}

fn cells<'a>(report: &'a AuditReport, place: usize, model: &'a AuditedModel) -> Vec<Cell<'a>> {
    let number = |value: Option<f64>| value.map_or(Cell::Empty, |value| Cell::Number(value as f32));
    let size = |bytes: u64| i64::try_from(bytes).map_or(Cell::Empty, Cell::Integer);
    let topics = model.topics;
    let first = report.pairs.iter().find(|pair| pair.a == 0 && pair.b == place);
    let ndcg =
        model.figures.iter().find(|figure| figure.lang.is_none() && figure.measure.starts_with("ndcg"));
    vec![
        Cell::Name(&model.model.id),
        Cell::Name(&model.model.revision),
        Cell::integer(model.model.dimension),
        model.bytes.map_or(Cell::Empty, size),
        model.memory_bytes.map_or(Cell::Empty, size),
        number(Some(model.load_ms)),
        number(Some(model.embed_seconds)),
        number(Some(model.texts_per_second)),
        size(model.index_bytes),
        number(model.search_ms),
        Cell::integer(model.without_vector),
        Cell::integer(model.windowed),
        topics.map_or(Cell::Empty, |found| Cell::integer(found.topics)),
        topics.map_or(Cell::Empty, |found| Cell::integer(found.outliers)),
        number(topics.and_then(|found| found.stability)),
        number(topics.and_then(|found| found.labels).map(|labels| labels.ami)),
        number(first.and_then(|pair| pair.overlap)),
        number(first.and_then(|pair| pair.topics_ami)),
        number(ndcg.map(|figure| figure.value)),
    ]
}

/// A table of the models, what changes from one to another, and the command that makes it again.
pub fn markdown(report: &AuditReport) -> String {
    let columns = columns(report);
    let mut lines = vec![
        format!("{}.", escape(&compared(report))),
        String::new(),
        format!("| {} |", columns.join(" | ")),
        format!("|---|{}", "---:|".repeat(columns.len() - 1)),
    ];
    for model in &report.models {
        let cells: Vec<_> = values(report, model).iter().map(|cell| escape(cell)).collect();
        lines.push(format!("| {} |", cells.join(" | ")));
    }
    for pair in &report.pairs {
        lines.extend([String::new(), format!("**{}**", escape(&heading(report, pair))), String::new()]);
        lines.extend(
            facts(report, pair).iter().map(|(name, fact)| format!("- {}: {}", escape(name), escape(fact))),
        );
        for example in &pair.examples {
            lines.push(format!("- {}", escape_line(&beginning(&example.text, EXCERPT))));
            let more = neighbours(report, pair, example);
            lines.extend(more.iter().map(|line| format!("  - {}", escape_line(line))));
        }
    }
    for said in [machine_line(&report.environment)].iter().chain(&report.warnings) {
        lines.extend([String::new(), format!("{}.", escape(said))]);
    }
    lines.extend(command_block(report.command.as_deref()));
    lines.push(String::new());
    lines.join("\n")
}
