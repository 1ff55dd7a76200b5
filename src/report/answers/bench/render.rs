//! The benchmark in a terminal.

use comfy_table::{Cell, CellAlignment, LineStyle, Table, TableStyle};

use super::{BenchBuild, BenchGrowth, BenchReport, BenchRow};
use crate::bench::Environment;
use crate::report::text::Ink;
use crate::report::text::number::{bytes, count, grouped, percent};
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::rows::row;
use crate::report::text::wrap::label;

/// No lines but one below the names.
const RULE_BELOW_HEADER: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// The report as text for a terminal.
pub fn render(report: &BenchReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    row(&mut page, "Searched", &searched(report), Ink::bold);
    row(&mut page, "Asked", &asked(report), plain);
    for (name, fact) in facts(report) {
        row(&mut page, &name, &fact, plain);
    }
    row(&mut page, "Machine", &machine(report), Ink::dim);
    for warning in &report.warnings {
        row(&mut page, "Careful", &label(warning), Ink::warning);
    }
    page.blank();
    for line in table(report).lines() {
        page.line(line.trim_end());
    }
    if report.rows.iter().any(|row| row.p999_us.is_none()) {
        page.wrapped("", "–: fewer than ten times lie beyond it", Ink::dim);
    }
    if !report.growth.is_empty() {
        page.blank();
        for line in growth(report).lines() {
            page.line(line.trim_end());
        }
    }
    let notes = notes(report);
    if !notes.is_empty() {
        page.blank();
    }
    for note in notes {
        page.wrapped("", &note, Ink::bold);
    }
    page.into_text()
}

/// The indexes and the truth, each with a name.
pub(super) fn facts(report: &BenchReport) -> Vec<(String, String)> {
    let of = |build: &BenchBuild| {
        let cold =
            build.cold_ms.map(|ms| format!(", {ms:.1} ms from the disk with one query")).unwrap_or_default();
        if build.bytes == 0 {
            let ready = format!("{} · ready after {:.2} s", label(&build.name), build.build_seconds);
            return ("Peer".to_owned(), ready);
        }
        let built = format!(
            "{} · built in {:.2} s · {} · opened in {:.2} ms{cold}",
            label(&build.name),
            build.build_seconds,
            bytes(build.bytes),
            build.open_ms,
        );
        ("Index".to_owned(), built)
    };
    let stated = report.stated.map(|share| format!("; the file names {:.2} % of it", share * 100.0));
    let known = if report.truth_known { ", known from an earlier run" } else { "" };
    let truth =
        format!("by exact search in {:.2} s{known}{}", report.truth_seconds, stated.unwrap_or_default());
    let pinned = if report.pinned { ", bound to a core" } else { "" };
    let time = format!("of one thread{pinned}; taking it takes {:.2} µs of every query", report.overhead_us);
    report.builds.iter().map(of).chain([("Truth".to_owned(), truth), ("Time".to_owned(), time)]).collect()
}

/// What is said of a target, and of an earlier run.
pub(super) fn notes(report: &BenchReport) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(target) = &report.target {
        notes.push(match (&target.name, target.chosen_on, target.held_out) {
            (Some(name), Some(on), Some(held_out)) => format!(
                "Recall {}: {} reaches it, {on:.4} on half of the queries, {held_out:.4} on the other half{}",
                target.recall,
                label(name),
                if target.kept { "; the collection searches so from now on" } else { "" },
            ),
            _ => format!("Recall {}: no setting reaches it", target.recall),
        });
    }
    if let Some((exact, graph)) = powers(&report.growth) {
        let graph =
            graph.map(|power| format!(", by the graph with the power {power:.2}")).unwrap_or_default();
        notes.push(format!(
            "Time grows with the power {exact:.2} of the number of vectors by exact search{graph}"
        ));
    }
    let Some(compared) = &report.comparison else { return notes };
    notes.push(format!(
        "{} compared with {}: time within {}, recall within {}",
        count(compared.compared, "setting"),
        label(&compared.file),
        percent(compared.margin),
        compared.recall_margin,
    ));
    notes.extend(compared.changed.iter().map(|changed| format!("Not the same: {}", label(changed))));
    if !compared.is_worse() {
        notes.push("Nothing got worse".to_owned());
    }
    for worse in &compared.worse {
        let (name, how) = (label(&worse.name), &worse.how);
        notes.push(if how.measure == "recall" {
            format!("Worse: {name}: recall {:.4}, before {:.4}", how.now, how.before)
        } else {
            let (now, expected) = (micros(how.now), micros(how.before));
            format!("Worse: {name}: {now} µs a query, {expected} expected: {} more", percent(how.by))
        });
    }
    if !compared.missing.is_empty() {
        let names: Vec<_> = compared.missing.iter().map(|name| label(name)).collect();
        notes.push(format!("Not there: {}", names.join(", ")));
    }
    notes
}

pub(super) fn searched(report: &BenchReport) -> String {
    let model = report.model.as_ref().map(|model| format!(" · {}", label(model))).unwrap_or_default();
    let vectors = count(report.units, "vector");
    let metric =
        if report.metric == "cosine" { String::new() } else { format!(" · {}", label(&report.metric)) };
    format!("{} · {vectors} of {} dimensions{metric}{model}", label(&report.source), report.dimension)
}

pub(super) fn asked(report: &BenchReport) -> String {
    let what = match report.asked.as_str() {
        "held-out" => "paragraphs that were left out of the index",
        "typed" => "words of paragraphs, as people type them",
        "file" => "queries of a file",
        _ => "sentences of paragraphs",
    };
    let queries = if report.queries == 1 {
        "1 query".to_owned()
    } else {
        format!("{} queries", grouped(report.queries))
    };
    format!("{queries} ({what}) · k {} · {}", report.k, count(report.rounds, "round"))
}

pub(super) fn machine(report: &BenchReport) -> String {
    machine_line(&report.environment)
}

/// The machine in a line.
pub(in crate::report) fn machine_line(environment: &Environment) -> String {
    let memory = environment.memory_bytes.map(|size| format!(" · {}", bytes(size))).unwrap_or_default();
    format!(
        "{} · {}{memory} · {} · cognate {}",
        label(&environment.processor),
        count(environment.cores, "core"),
        label(&environment.system),
        label(&environment.version),
    )
}

/// Numbers aligned to the right, so that their sizes can be compared by eye.
fn table(report: &BenchReport) -> String {
    let mut table = Table::new();
    table.force_no_tty().load_style(RULE_BELOW_HEADER);
    let together = format!("{} threads", report.threads);
    let names = [
        "setting",
        "recall",
        "±",
        "queries/s",
        "±",
        &together,
        "p50 µs",
        "p95",
        "p99",
        "p99.9",
        "codes",
        "rows",
    ];
    table.set_header(names.into_iter().enumerate().map(|(column, name)| cell(column, name.to_owned())));
    for row in &report.rows {
        table.add_row(values(row).into_iter().enumerate().map(|(column, value)| cell(column, value)));
    }
    table.to_string()
}

/// What grows how, as a table.
fn growth(report: &BenchReport) -> String {
    let mut table = Table::new();
    table.force_no_tty().load_style(RULE_BELOW_HEADER);
    table.set_header(GROWTH.into_iter().enumerate().map(|(column, name)| cell(column, name.to_owned())));
    for part in &report.growth {
        table.add_row(growth_values(part).into_iter().enumerate().map(|(column, value)| cell(column, value)));
    }
    table.to_string()
}

/// The names of [`growth_values`].
pub(super) const GROWTH: [&str; 7] =
    ["vectors", "exact µs", "written s", "size", "hnsw ef 64 µs", "recall", "built s"];

pub(super) fn growth_values(part: &BenchGrowth) -> [String; 7] {
    let none = || "–".to_owned();
    [
        grouped(part.units),
        micros(part.exact_us),
        format!("{:.2}", part.exact_build_seconds),
        bytes(part.exact_bytes),
        part.graph_us.map_or_else(none, micros),
        part.graph_recall.map_or_else(none, |recall| format!("{recall:.4}")),
        part.graph_build_seconds.map_or_else(none, |seconds| format!("{seconds:.2}")),
    ]
}

/// With which power of the number of vectors the time of a query grows, by exact search and by the graph: the slope of a line through the
/// logarithms. `None` of fewer than two parts.
pub(super) fn powers(parts: &[BenchGrowth]) -> Option<(f64, Option<f64>)> {
    let slope = |value: &dyn Fn(&BenchGrowth) -> Option<f64>| {
        let points: Vec<(f64, f64)> = parts
            .iter()
            .filter_map(|part| {
                Some(((part.units as f64).ln(), value(part).filter(|value| *value > 0.0)?.ln()))
            })
            .collect();
        let n = points.len() as f64;
        let [x, y] =
            [points.iter().map(|p| p.0).sum::<f64>() / n, points.iter().map(|p| p.1).sum::<f64>() / n];
        let spread: f64 = points.iter().map(|p| (p.0 - x).powi(2)).sum();
        (points.len() > 1 && spread > 0.0)
            .then(|| points.iter().map(|p| (p.0 - x) * (p.1 - y)).sum::<f64>() / spread)
    };
    Some((slope(&|part| Some(part.exact_us))?, slope(&|part| part.graph_us)))
}

/// The names of [`values`].
pub(super) fn columns(report: &BenchReport) -> [String; 12] {
    let together = format!("{} threads", report.threads);
    ["setting", "recall", "±", "queries/s", "±", &together, "p50 µs", "p95", "p99", "p99.9", "codes", "rows"]
        .map(str::to_owned)
}

/// The values of a row as they are shown.
pub(super) fn values(row: &BenchRow) -> [String; 12] {
    let none = || "–".to_owned();
    let time = |value: Option<f64>| value.map_or_else(none, micros);
    let number = |value: Option<f64>| value.map_or_else(none, |value| grouped(value.round() as usize));
    let interval = row.recall_interval.map_or_else(none, |[low, high]| format!("{:.4}", (high - low) / 2.0));
    let [low, high] = row.qps_range;
    let spread = if row.qps > 0.0 { (high - low) / 2.0 / row.qps } else { 0.0 };
    [
        label(&row.name),
        row.recall.map_or_else(none, |recall| format!("{recall:.4}")),
        interval,
        rate(row.qps),
        percent(spread),
        row.parallel_qps.map_or_else(none, rate),
        time(row.p50_us),
        time(row.p95_us),
        time(row.p99_us),
        time(row.p999_us),
        number(row.codes),
        number(row.rows),
    ]
}

fn cell(column: usize, text: String) -> Cell {
    let alignment = if column == 0 { CellAlignment::Left } else { CellAlignment::Right };
    Cell::new_owned(text).set_alignment(alignment)
}

fn rate(value: f64) -> String {
    if value < 100.0 { format!("{value:.1}") } else { grouped(value.round() as usize) }
}

/// Microseconds, with a decimal where it matters.
fn micros(value: f64) -> String {
    if value < 100.0 { format!("{value:.1}") } else { grouped(value.round() as usize) }
}
