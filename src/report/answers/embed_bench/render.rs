//! The speed of embedding in a terminal.

use comfy_table::{Cell, CellAlignment, LineStyle, Table, TableStyle};

use super::{EmbedBenchModel, EmbedBenchReport, EmbedBenchRow};
use crate::report::answers::bench::machine_line;
use crate::report::answers::timed::{compared, decimals, spread};
use crate::report::text::Ink;
use crate::report::text::number::{bytes, count, grouped};
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::rows::row;
use crate::report::text::width;
use crate::report::text::wrap::{label, named};

/// No lines but one below the names.
const RULE_BELOW_HEADER: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// The names of [`values`], those that can be done without last.
pub(super) const COLUMNS: [&str; 9] =
    ["words", "batch", "texts/s", "±", "ms/text", "words/s", "MB/s", "p50 ms", "p95 ms"];

/// Columns without which a table says nothing.
const LEAST: usize = 5;

/// The report as text for a terminal.
pub fn render(report: &EmbedBenchReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    row(&mut page, "Embedded", &embedded(report), Ink::bold);
    row(&mut page, "Languages", &languages(report), plain);
    row(&mut page, "Time", &time(report), plain);
    row(&mut page, "Machine", &machine_line(&report.environment), Ink::dim);
    for warning in &report.warnings {
        row(&mut page, "Careful", &label(warning), Ink::warning);
    }
    for model in &report.models {
        page.blank();
        page.wrapped("", &about(model), Ink::bold);
        for line in table(report, &model.name, style.width) {
            page.line(&line);
        }
    }
    page.wrapped("", "p50, p95: of a batch; –: fewer than ten times lie beyond it", Ink::dim);
    if let Some(comparison) = &report.comparison {
        page.blank();
        for note in compared(comparison, "row") {
            page.wrapped("", &note, Ink::bold);
        }
    }
    page.into_text()
}

pub(super) fn embedded(report: &EmbedBenchReport) -> String {
    format!("{} · {}", label(&report.source), count(report.paragraphs, "paragraph"))
}

pub(super) fn languages(report: &EmbedBenchReport) -> String {
    let mut known: Vec<(&String, &usize)> = report.languages.iter().collect();
    known.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
    let each = known.into_iter().map(|(language, n)| format!("{} {}", label(language), grouped(*n)));
    each.collect::<Vec<_>>().join(", ")
}

pub(super) fn time(report: &EmbedBenchReport) -> String {
    format!("{} · {}", count(report.rounds, "round"), count(report.threads, "thread"))
}

/// What is said of a model.
pub(super) fn about(model: &EmbedBenchModel) -> String {
    let window =
        model.window.map(|tokens| format!(" · window {}", count(tokens, "token"))).unwrap_or_default();
    let size = model.bytes.map(|size| format!(" · {}", bytes(size))).unwrap_or_default();
    let memory = model.memory_bytes.map(|size| format!(" · {} of memory", bytes(size))).unwrap_or_default();
    format!(
        "{} · {} dimensions{window}{size} · opened in {} ms{memory}",
        named(&model.name),
        grouped(model.dimension),
        decimals(model.load_ms)
    )
}

/// The values of a row as they are shown.
pub(super) fn values(row: &EmbedBenchRow) -> [String; 9] {
    let some = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), decimals);
    [
        row.words.map_or_else(|| "as they are".to_owned(), grouped),
        grouped(row.batch),
        decimals(row.texts_per_second),
        spread(row.texts_per_second, row.texts_per_second_range),
        decimals(row.ms_per_text),
        decimals(row.words_per_second),
        decimals(row.megabytes_per_second),
        some(row.p50_ms),
        some(row.p95_ms),
    ]
}

/// Lines of the rows of a model, with as many columns as there is room for.
fn table(report: &EmbedBenchReport, model: &str, columns: usize) -> Vec<String> {
    let rows: Vec<_> = report.rows.iter().filter(|row| row.model == model).map(values).collect();
    let mut shown = COLUMNS.len();
    loop {
        let mut table = Table::new();
        table.force_no_tty().load_style(RULE_BELOW_HEADER);
        table.set_header(COLUMNS.iter().take(shown).map(|name| cell((*name).to_owned())));
        for row in &rows {
            table.add_row(row.iter().take(shown).cloned().map(cell));
        }
        let lines: Vec<String> = table.to_string().lines().map(|line| line.trim_end().to_owned()).collect();
        if shown == LEAST || lines.iter().all(|line| width::of(line) <= columns) {
            return lines;
        }
        shown -= 1;
    }
}

/// Numbers aligned to the right, so that they can be compared by eye.
fn cell(text: String) -> Cell {
    Cell::new_owned(text).set_alignment(CellAlignment::Right)
}
