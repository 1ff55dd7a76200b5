//! Retrieval speed: recall against queries per second, as a table and as JSON.

use comfy_table::{Cell, CellAlignment, LineStyle, Table, TableStyle};
use serde::{Deserialize, Serialize};

use crate::report::text::number::{count, grouped};
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::wrap::label;

/// Version of the JSON benchmark report; it grows when a field changes its meaning or goes away.
pub const BENCH_REPORT_SCHEMA: u32 = 1;

/// No lines but one below the names.
const RULE_BELOW_HEADER: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// One benchmark run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BenchReport {
    /// [`BENCH_REPORT_SCHEMA`].
    pub schema: u32,
    /// Vectors searched.
    pub units: usize,
    /// Number of dimensions.
    pub dimension: usize,
    /// Queries asked.
    pub queries: usize,
    /// Neighbours asked for.
    pub k: usize,
    /// Threads that asked.
    pub threads: usize,
    /// Seconds to build the index; `null` when a built one was opened.
    pub build_seconds: Option<f64>,
    /// Seconds to open the index.
    pub open_seconds: f64,
    /// One row for each method and setting.
    pub rows: Vec<BenchRow>,
    /// Processor and operating system.
    pub machine: String,
}

/// One method with one setting.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BenchRow {
    /// `exact` or `hnsw`.
    pub method: String,
    /// Candidates that HNSW keeps while it searches; `null` for exact search.
    pub ef: Option<usize>,
    /// Share of the true neighbours found, in [0, 1]; ties in distance are not punished.
    pub recall: f64,
    /// Queries per second.
    pub qps: f64,
    /// Median time of a query, in microseconds.
    pub p50_us: f64,
    /// 95th percentile, in microseconds.
    pub p95_us: f64,
    /// 99th percentile, in microseconds.
    pub p99_us: f64,
}

/// The report as text for a terminal.
pub fn render(report: &BenchReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    let workload = format!(
        "{} of {} dimensions · {} · k {} · {}",
        count(report.units, "vector"),
        report.dimension,
        if report.queries == 1 {
            "1 query".to_owned()
        } else {
            format!("{} queries", grouped(report.queries))
        },
        report.k,
        count(report.threads, "thread"),
    );
    page.wrapped("", &workload, plain);
    let open = format!("opened in {:.3} s", report.open_seconds);
    let built = report.build_seconds.map(|seconds| format!("built in {seconds:.2} s · ")).unwrap_or_default();
    page.wrapped("", &format!("{built}{open}"), plain);
    page.wrapped("", &label(&report.machine), crate::report::text::Ink::dim);
    page.blank();
    for line in table(&report.rows).lines() {
        page.line(line.trim_end());
    }
    page.into_text()
}

/// Numbers aligned to the right, so that their sizes can be compared by eye.
fn table(rows: &[BenchRow]) -> String {
    let mut table = Table::new();
    table.force_no_tty().load_style(RULE_BELOW_HEADER);
    let names = ["method", "ef", "recall", "queries/s", "p50 µs", "p95 µs", "p99 µs"];
    table.set_header(names.into_iter().enumerate().map(|(column, name)| cell(column, name.to_owned())));
    for row in rows {
        let values = [
            label(&row.method),
            row.ef.map_or_else(|| "–".to_owned(), grouped),
            format!("{:.4}", row.recall),
            grouped(row.qps.round() as usize),
            micros(row.p50_us),
            micros(row.p95_us),
            micros(row.p99_us),
        ];
        table.add_row(values.into_iter().enumerate().map(|(column, value)| cell(column, value)));
    }
    table.to_string()
}

fn cell(column: usize, text: String) -> Cell {
    let alignment = if column == 0 { CellAlignment::Left } else { CellAlignment::Right };
    Cell::new_owned(text).set_alignment(alignment)
}

/// Microseconds, with a decimal where it matters.
fn micros(value: f64) -> String {
    if value < 100.0 { format!("{value:.1}") } else { grouped(value.round() as usize) }
}

#[cfg(test)]
pub(in crate::report) mod tests {
    use super::*;

    pub(in crate::report) fn report() -> BenchReport {
        BenchReport {
            schema: BENCH_REPORT_SCHEMA,
            units: 100_000,
            dimension: 256,
            queries: 1000,
            k: 10,
            threads: 1,
            build_seconds: Some(12.345),
            open_seconds: 0.0042,
            rows: vec![
                BenchRow {
                    method: "exact".to_owned(),
                    ef: None,
                    recall: 1.0,
                    qps: 512.4,
                    p50_us: 1931.0,
                    p95_us: 2100.5,
                    p99_us: 2300.0,
                },
                BenchRow {
                    method: "hnsw".to_owned(),
                    ef: Some(64),
                    recall: 0.9876,
                    qps: 12_345.6,
                    p50_us: 78.25,
                    p95_us: 101.0,
                    p99_us: 140.0,
                },
            ],
            machine: "2 cores, Linux".to_owned(),
        }
    }

    #[test]
    fn the_whole_report_without_colour() {
        let expected = "\
100,000 vectors of 256 dimensions · 1,000 queries · k 10 · 1 thread
built in 12.35 s · opened in 0.004 s
2 cores, Linux

 method   ef   recall   queries/s   p50 µs   p95 µs   p99 µs
─────────────────────────────────────────────────────────────
 exact     –   1.0000         512    1,931    2,101    2,300
 hnsw     64   0.9876      12,346     78.2      101      140
";
        assert_eq!(render(&report(), &TerminalStyle::default()), expected);
        let opened = BenchReport { build_seconds: None, ..report() };
        assert!(render(&opened, &TerminalStyle::default()).contains("\nopened in 0.004 s\n"));
    }
}
