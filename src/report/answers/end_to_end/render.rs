//! From files to the first answer, in a terminal.

use comfy_table::{Cell, CellAlignment, LineStyle, Table, TableStyle};

use super::{EndToEndReport, EndToEndStep};
use crate::report::answers::bench::machine_line;
use crate::report::answers::timed::{compared, decimals};
use crate::report::text::Ink;
use crate::report::text::number::{bytes, count, grouped};
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::rows::row;
use crate::report::text::wrap::{label, named};

/// No lines but one below the names.
const RULE_BELOW_HEADER: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// The names of [`values`].
pub(super) const COLUMNS: [&str; 6] = ["process", "runs", "seconds", "least", "most", "memory"];

/// The report as text for a terminal.
pub fn render(report: &EndToEndReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    for (name, fact) in facts(report) {
        row(&mut page, name, &fact, if name == "Answer" { Ink::bold } else { plain });
    }
    row(&mut page, "Machine", &machine_line(&report.environment), Ink::dim);
    for warning in &report.warnings {
        row(&mut page, "Careful", &label(warning), Ink::warning);
    }
    page.blank();
    for line in table(report).lines() {
        page.line(line.trim_end());
    }
    page.wrapped("", "seconds: median of the runs, from the start of a process to its end", Ink::dim);
    if let Some(comparison) = &report.comparison {
        page.blank();
        for note in compared(comparison, "step") {
            page.wrapped("", &note, Ink::bold);
        }
    }
    page.into_text()
}

/// What is said beside the steps, each with a name.
pub(super) fn facts(report: &EndToEndReport) -> Vec<(&'static str, String)> {
    let read = format!(
        "{} · {} · {} · {} · {}",
        label(&report.source),
        count(report.files, "file"),
        bytes(report.file_bytes),
        count(report.units, "unit"),
        named(&report.model)
    );
    let [least, most] = report.first_answer_range;
    let answer = format!(
        "after {} s ({} to {} in {})",
        decimals(report.first_answer_seconds),
        decimals(least),
        decimals(most),
        count(report.rounds, "round")
    );
    let speed = format!(
        "{} units/s, {} MB/s, {}",
        grouped(report.units_per_second.round() as usize),
        decimals(report.megabytes_per_second),
        count(report.threads, "thread")
    );
    let stages =
        report.stages.iter().map(|stage| format!("{} {} s", label(&stage.name), decimals(stage.seconds)));
    let kept = format!(
        "database {} · vectors {} · words {} · page of topics {}",
        bytes(report.database_bytes),
        bytes(report.index_bytes),
        bytes(report.words_bytes),
        bytes(report.page_bytes)
    );
    vec![
        ("Read", read),
        ("Answer", answer),
        ("Asked", format!("{}: {}", label(&report.query), count(report.results, "result"))),
        ("Indexed", speed),
        ("Stages", stages.collect::<Vec<_>>().join(" · ")),
        ("Kept", kept),
    ]
}

/// The values of a step as they are shown.
pub(super) fn values(step: &EndToEndStep) -> [String; 6] {
    let [least, most] = step.seconds_range;
    [
        label(&step.name),
        grouped(step.runs),
        decimals(step.seconds),
        decimals(least),
        decimals(most),
        step.peak_bytes.map_or_else(|| "–".to_owned(), bytes),
    ]
}

/// Numbers aligned to the right, so that they can be compared by eye.
fn table(report: &EndToEndReport) -> String {
    let cell = |(column, text): (usize, String)| {
        let alignment = if column == 0 { CellAlignment::Left } else { CellAlignment::Right };
        Cell::new_owned(text).set_alignment(alignment)
    };
    let mut table = Table::new();
    table.force_no_tty().load_style(RULE_BELOW_HEADER);
    table.set_header(COLUMNS.iter().map(|name| (*name).to_owned()).enumerate().map(cell));
    for step in &report.steps {
        table.add_row(values(step).into_iter().enumerate().map(cell));
    }
    table.to_string()
}
