//! What was measured, as a table and as JSON.

use comfy_table::{Cell, CellAlignment, LineStyle, Table, TableStyle};
use serde::Serialize;

use crate::measure::{Agreement, Spread};
use crate::texts::Size;

/// All of it.
#[derive(Serialize)]
pub(crate) struct Report {
    pub(crate) cognate: String,
    pub(crate) model2vec_rs: String,
    pub(crate) model: Model,
    pub(crate) machine: String,
    pub(crate) rounds: usize,
    pub(crate) load_ms: Vec<LoadRow>,
    pub(crate) texts: Vec<TextsRow>,
    pub(crate) agreement: Vec<AgreementRow>,
    pub(crate) speed: Vec<SpeedRow>,
}

#[derive(Serialize)]
pub(crate) struct Model {
    pub(crate) id: String,
    pub(crate) bits: usize,
    pub(crate) pieces: usize,
    pub(crate) dimension: usize,
}

#[derive(Serialize)]
pub(crate) struct LoadRow {
    pub(crate) what: String,
    #[serde(flatten)]
    pub(crate) ms: Spread,
}

#[derive(Serialize)]
pub(crate) struct TextsRow {
    pub(crate) name: String,
    #[serde(flatten)]
    pub(crate) size: Size,
    /// Where they are from.
    pub(crate) made: String,
}

#[derive(Serialize)]
pub(crate) struct AgreementRow {
    pub(crate) texts: String,
    pub(crate) what: String,
    #[serde(flatten)]
    pub(crate) agreement: Agreement,
}

#[derive(Serialize)]
pub(crate) struct SpeedRow {
    pub(crate) texts: String,
    pub(crate) threads: usize,
    pub(crate) what: String,
    pub(crate) texts_per_second: Spread,
    /// Millions of bytes of UTF-8.
    pub(crate) mb_per_second: Spread,
    /// How many times the speed of this one cognate has in the same round; `null` for cognate itself.
    pub(crate) cognate_is_times_as_fast: Option<Spread>,
}

const RULE_BELOW_HEADER: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// The report as text.
pub(crate) fn render(report: &Report) -> String {
    let Model { id, bits, pieces, dimension } = &report.model;
    let mut lines = vec![
        format!("cognate {} against model2vec-rs {}", report.cognate, report.model2vec_rs),
        format!("model {id}: {pieces} pieces of {dimension} dimensions, {bits} bits"),
        report.machine.clone(),
        String::new(),
    ];
    for TextsRow { name, size, made } in &report.texts {
        lines.push(format!(
            "{name}: {} texts, {:.1} MB, {} words, {:.1} % of them for the first time",
            size.texts,
            size.bytes as f64 / 1e6,
            size.words,
            size.first_times * 100.0
        ));
        lines.push(format!("  {made}"));
    }
    lines.push(String::new());
    for AgreementRow { texts, what, agreement } in &report.agreement {
        lines.push(format!(
            "{texts}, {what}: cosine to cognate {:.5} in the mean, {:.3} at least, above 0.99 for {:.2} %{}",
            agreement.mean_cosine,
            agreement.least_cosine,
            agreement.nearly_equal * 100.0,
            if agreement.is_enough() { "" } else { " (not the same work)" }
        ));
    }
    lines.push(String::new());
    let columns = ["load", "ms", "least–most"];
    let loads = report.load_ms.iter().map(|row| {
        let Spread { median, least, most } = row.ms;
        vec![row.what.clone(), format!("{median:.2}"), format!("{least:.2}–{most:.2}")]
    });
    lines.extend(table(&columns, 1, loads));
    lines.push(String::new());
    let columns = ["texts", "what", "threads", "texts/s", "least–most", "MB/s", "cognate is", "least–most"];
    let speeds = report.speed.iter().map(|row| {
        let (speed, times) = (row.texts_per_second, row.cognate_is_times_as_fast);
        let [ratio, ratios] = match &times {
            Some(times) => {
                [format!("{:.2} ×", times.median), format!("{:.2}–{:.2}", times.least, times.most)]
            }
            None => [String::new(), String::new()],
        };
        vec![
            row.texts.clone(),
            row.what.clone(),
            row.threads.to_string(),
            format!("{:.0}", speed.median),
            format!("{:.0}–{:.0}", speed.least, speed.most),
            format!("{:.1}", row.mb_per_second.median),
            ratio,
            ratios,
        ]
    });
    lines.extend(table(&columns, 2, speeds));
    lines.push(format!(
        "medians; {} passes of each, in turn; a ratio is of two passes of one round",
        report.rounds
    ));
    lines.join("\n")
}

/// The lines of a table whose first columns are text.
fn table(columns: &[&str], text: usize, rows: impl Iterator<Item = Vec<String>>) -> Vec<String> {
    let cells = |row: Vec<String>| {
        let aligned = |(i, cell)| {
            let alignment = if i < text { CellAlignment::Left } else { CellAlignment::Right };
            Cell::new_owned(cell).set_alignment(alignment)
        };
        row.into_iter().enumerate().map(aligned).collect::<Vec<_>>()
    };
    let mut table = Table::new();
    table.force_no_tty().load_style(RULE_BELOW_HEADER);
    table.set_header(cells(columns.iter().map(|name| (*name).to_owned()).collect()));
    for row in rows {
        table.add_row(cells(row));
    }
    table.to_string().lines().map(|line| line.trim_end().to_owned()).collect()
}
