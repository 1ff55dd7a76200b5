//! Compared models in a terminal.

use comfy_table::{Cell, CellAlignment, LineStyle, Table, TableStyle};

use super::{AuditExample, AuditPair, AuditReport, AuditedModel};
use crate::report::answers::bench::machine_line;
use crate::report::text::Ink;
use crate::report::text::number::{bytes, count, grouped, percent};
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::rows::row;
use crate::report::text::wrap::{beginning, label, named};

/// No lines but one below the names.
const RULE_BELOW_HEADER: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// Most columns of the beginning of a text.
const EXCERPT: usize = 90;

/// The report as text for a terminal.
pub fn render(report: &AuditReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    row(&mut page, "Compared", &compared(report), Ink::bold);
    row(&mut page, "Machine", &machine_line(&report.environment), Ink::dim);
    for warning in &report.warnings {
        row(&mut page, "Careful", &label(warning), Ink::warning);
    }
    page.blank();
    for line in table(report).lines() {
        page.line(line.trim_end());
    }
    for pair in &report.pairs {
        page.blank();
        page.wrapped("", &heading(report, pair), Ink::bold);
        for (name, fact) in facts(report, pair) {
            row(&mut page, &name, &fact, plain);
        }
        for example in &pair.examples {
            page.blank();
            page.wrapped("  ", &beginning(&example.text, EXCERPT), plain);
            for line in neighbours(report, pair, example) {
                page.wrapped("    ", &line, Ink::dim);
            }
        }
    }
    page.into_text()
}

pub(super) fn compared(report: &AuditReport) -> String {
    format!(
        "{} · {}, {} · the {} nearest",
        label(&report.source),
        count(report.units, "unit"),
        count(report.texts, "different text"),
        report.k
    )
}

pub(super) fn heading(report: &AuditReport, pair: &AuditPair) -> String {
    format!("{} → {}", name(report, pair.a), name(report, pair.b))
}

pub(super) fn name(report: &AuditReport, place: usize) -> String {
    report.models.get(place).map(|of| named(&of.model.id)).unwrap_or_default()
}

/// What is said of two models.
pub(super) fn facts(report: &AuditReport, pair: &AuditPair) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    if let Some(overlap) = pair.overlap {
        let interval = pair
            .overlap_interval
            .map(|[low, high]| format!(" (95 % interval {} to {})", percent(low), percent(high)))
            .unwrap_or_default();
        let nearest =
            pair.same_nearest.map(|share| format!(" · the nearest is the same for {}", percent(share)));
        facts.push((
            "Neighbours".to_owned(),
            format!(
                "{} of the {} nearest are the same{interval}{} · of {}",
                percent(overlap),
                report.k,
                nearest.unwrap_or_default(),
                count(pair.texts, "text")
            ),
        ));
    }
    if let Some(ami) = pair.topics_ami {
        let of = report.models.get(pair.a).and_then(|model| model.topics).map_or(0, |found| found.topics);
        let kept = pair
            .kept_topics
            .map(|kept| format!(" · {kept} of {} keep their number", count(of, "topic")))
            .unwrap_or_default();
        facts.push(("Topics".to_owned(), format!("adjusted mutual information {ami:.4}{kept}")));
    }
    for figure in &pair.figures {
        let verdict = match figure.interval {
            Some([_, high]) if high < 0.0 => "worse",
            Some([low, _]) if low > 0.0 => "better",
            _ => "not told apart",
        };
        facts.push((
            label(&figure.measure),
            format!(
                "{:.4} → {:.4} ({:+.4}): {verdict}",
                figure.before,
                figure.now,
                figure.now - figure.before
            ),
        ));
    }
    facts
}

/// What each model names that the other does not.
pub(super) fn neighbours(report: &AuditReport, pair: &AuditPair, example: &AuditExample) -> Vec<String> {
    let mut lines = vec![format!(
        "{}:{} · {} in common",
        label(&example.file),
        example.line,
        count(example.both, "neighbour")
    )];
    for (place, only) in [(pair.a, &example.only_a), (pair.b, &example.only_b)] {
        if let Some(text) = only {
            lines.push(format!("{}: {}", name(report, place), beginning(text, EXCERPT)));
        }
    }
    lines
}

/// What stands in the columns of a model.
pub(super) fn columns(report: &AuditReport) -> Vec<String> {
    let mut columns: Vec<String> =
        ["model", "dim", "size", "memory", "load", "texts/s", "index", "search", "unknown", "in parts"]
            .map(str::to_owned)
            .to_vec();
    if report.models.iter().any(|model| model.topics.is_some()) {
        columns.extend(["topics".to_owned(), "in none".to_owned()]);
    }
    if report.models.iter().any(|model| model.topics.is_some_and(|found| found.labels.is_some())) {
        columns.push("AMI".to_owned());
    }
    columns.extend(measures(report).into_iter().map(label));
    columns
}

/// The measures over all queries.
fn measures(report: &AuditReport) -> Vec<&str> {
    let figures = report.models.first().into_iter().flat_map(|model| &model.figures);
    figures.filter(|figure| figure.lang.is_none()).map(|figure| figure.measure.as_str()).collect()
}

/// The values of [`columns`].
pub(super) fn values(report: &AuditReport, model: &AuditedModel) -> Vec<String> {
    let none = || "–".to_owned();
    let mut values = vec![
        named(&model.model.id),
        model.model.dimension.to_string(),
        model.bytes.map_or_else(none, bytes),
        model.memory_bytes.map_or_else(none, bytes),
        format!("{:.1} ms", model.load_ms),
        grouped(model.texts_per_second.round() as usize),
        bytes(model.index_bytes),
        model.search_ms.map_or_else(none, |ms| format!("{ms:.1} ms")),
        grouped(model.without_vector),
        grouped(model.windowed),
    ];
    if report.models.iter().any(|model| model.topics.is_some()) {
        let topics = model.topics;
        values.push(topics.map_or_else(none, |found| grouped(found.topics)));
        values.push(topics.map_or_else(none, |found| grouped(found.outliers)));
    }
    if report.models.iter().any(|model| model.topics.is_some_and(|found| found.labels.is_some())) {
        let labels = model.topics.and_then(|found| found.labels);
        values.push(labels.map_or_else(none, |labels| format!("{:.4}", labels.ami)));
    }
    for measure in measures(report) {
        let figure = model.figures.iter().find(|figure| figure.lang.is_none() && figure.measure == measure);
        values.push(figure.map_or_else(none, |figure| format!("{:.4}", figure.value)));
    }
    values
}

fn table(report: &AuditReport) -> String {
    let mut table = Table::new();
    table.force_no_tty().load_style(RULE_BELOW_HEADER);
    let cells = |texts: Vec<String>| {
        texts.into_iter().enumerate().map(|(column, text)| {
            let alignment = if column == 0 { CellAlignment::Left } else { CellAlignment::Right };
            Cell::new_owned(text).set_alignment(alignment)
        })
    };
    table.set_header(cells(columns(report)));
    for model in &report.models {
        table.add_row(cells(values(report, model)));
    }
    table.to_string()
}
