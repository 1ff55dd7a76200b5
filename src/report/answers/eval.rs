//! What models are worth on labelled texts, side by side, as a table and as JSON.

use comfy_table::{Cell, CellAlignment, LineStyle, Table, TableStyle};
use serde::{Deserialize, Serialize};

use crate::printable;
use crate::report::sources::ModelSummary;
use crate::report::text::number::{count, grouped};
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::wrap::{beginning, label, named};

/// Version of the JSON evaluation report; it grows when a field changes its meaning or goes away.
pub const EVAL_REPORT_SCHEMA: u32 = 1;

/// The measure that is a number of clusters and no share.
pub const CLUSTERS: &str = "clusters";

/// Most columns of a name in the table.
const CELL: usize = 60;

/// No lines but one below the names.
const RULE_BELOW_HEADER: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// One task, with one model or with two.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EvalReport {
    /// [`EVAL_REPORT_SCHEMA`].
    pub schema: u32,
    /// `sts`, `bitext`, `knn`, `clustering` or `retrieval`.
    pub task: String,
    /// The files that were read.
    pub files: Vec<String>,
    /// Pairs, rows, texts or queries that took part.
    pub items: usize,
    /// Those that were read and took no part, because something in them is empty.
    pub left_out: usize,
    /// What was resampled for intervals: `pairs`, `rows`, `test texts`, `seeds` or `queries`.
    pub resampled: String,
    /// One model, or two.
    pub models: Vec<EvalModel>,
    /// What was measured.
    pub figures: Vec<EvalFigure>,
}

/// A model that was measured.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EvalModel {
    /// Which one.
    #[serde(flatten)]
    pub model: ModelSummary,
    /// Number of texts that it knows no token of.
    pub without_vector: usize,
}

/// One measure, with a value for each model.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EvalFigure {
    /// What was measured: a file, two columns, an algorithm.
    pub of: String,
    /// Only the items of this language; `null` for all.
    pub lang: Option<String>,
    /// Name of the measure.
    pub measure: String,
    /// Number of values that it is computed from, of the kind that `resampled` names.
    pub n: usize,
    /// A value for each model, in their order; `null` where there is none.
    pub values: Vec<Option<f64>>,
    /// The 95 % interval of each value, lower end and upper end; `null` where there are fewer than two items.
    pub intervals: Vec<Option<[f64; 2]>>,
    /// The first value less the second.
    pub difference: Option<f64>,
    /// Lower end of the 95 % interval of the difference.
    pub difference_low: Option<f64>,
    /// Upper end.
    pub difference_high: Option<f64>,
}

/// The report as text for a terminal.
pub fn render(report: &EvalReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    let files: Vec<String> = report.files.iter().map(|file| printable::name(file).into_owned()).collect();
    let left_out = match report.left_out {
        0 => String::new(),
        n => format!(" · {} left out", grouped(n)),
    };
    page.wrapped("", &format!("{} · {}{left_out}", label(&report.task), files.join(", ")), plain);
    for EvalModel { model, without_vector } in &report.models {
        let unknown = match without_vector {
            0 => String::new(),
            &n => format!(" · {} without a vector", count(n, "text")),
        };
        let [id, revision] = [&model.id, &model.revision].map(|name| named(name));
        page.wrapped("", &format!("{id} ({revision}){unknown}"), plain);
    }
    page.blank();
    for line in table(report).lines() {
        page.line(line.trim_end());
    }
    let alone = report.models.len() == 1 && report.figures.iter().any(|figure| interval(figure).is_some());
    if alone || report.figures.iter().any(|figure| figure.difference_low.is_some()) {
        page.blank();
        let how = if alone { "bootstrap" } else { "paired bootstrap" };
        let note = format!("95 % interval: {how} over {}", label(&report.resampled));
        page.wrapped("", &note, crate::report::text::Ink::dim);
    }
    page.into_text()
}

/// The interval of a figure of one model.
fn interval(figure: &EvalFigure) -> Option<[f64; 2]> {
    figure.intervals.first().copied().flatten().filter(|_| figure.measure != CLUSTERS)
}

/// Numbers aligned to the right, so that they can be compared by eye.
fn table(report: &EvalReport) -> String {
    let mut table = Table::new();
    table.force_no_tty().load_style(RULE_BELOW_HEADER);
    let with_lang = report.figures.iter().any(|figure| figure.lang.is_some());
    let compared = report.models.len() > 1;
    let alone = !compared && report.figures.iter().any(|figure| interval(figure).is_some());
    let words = if with_lang { 3 } else { 2 };
    let row = |values: Vec<String>| {
        let cells = values.into_iter().enumerate().map(|(column, value)| {
            let alignment = if column < words { CellAlignment::Left } else { CellAlignment::Right };
            Cell::new_owned(value).set_alignment(alignment)
        });
        cells.collect::<Vec<_>>()
    };

    let mut names = vec!["of".to_owned()];
    names.extend(with_lang.then(|| "lang".to_owned()));
    names.extend(["measure".to_owned(), cell(&report.resampled)]);
    names.extend(report.models.iter().map(|model| cell(&model.model.id)));
    names.extend(compared.then(|| ["difference", "95 % interval"].map(str::to_owned)).into_iter().flatten());
    names.extend(alone.then(|| "95 % interval".to_owned()));
    table.set_header(row(names));
    for figure in &report.figures {
        let mut values = vec![cell(&figure.of)];
        values.extend(with_lang.then(|| figure.lang.as_deref().map_or_else(|| "all".to_owned(), cell)));
        values.extend([cell(&figure.measure), grouped(figure.n)]);
        values.extend(figure.values.iter().map(|&value| number(&figure.measure, value, false)));
        if alone {
            let ends = |[low, high]: [f64; 2]| format!("{low:.4} to {high:.4}");
            values.push(interval(figure).map_or_else(|| "–".to_owned(), ends));
        }
        if compared {
            values.push(number(&figure.measure, figure.difference, true));
            values.push(match (figure.difference_low, figure.difference_high) {
                (Some(low), Some(high)) => format!("{low:+.4} to {high:+.4}"),
                _ => "–".to_owned(),
            });
        }
        table.add_row(row(values));
    }
    table.to_string()
}

/// The name of a column, a file or a model, which no row is as wide as.
fn cell(name: &str) -> String {
    beginning(&printable::name(name), CELL)
}

/// Four decimals, none for a number of clusters.
fn number(measure: &str, value: Option<f64>, signed: bool) -> String {
    match (value, measure == CLUSTERS, signed) {
        (None, _, _) => "–".to_owned(),
        (Some(value), true, false) => format!("{value:.0}"),
        (Some(value), true, true) => format!("{value:+.0}"),
        (Some(value), false, false) => format!("{value:.4}"),
        (Some(value), false, true) => format!("{value:+.4}"),
    }
}

#[cfg(test)]
pub(in crate::report) mod tests {
    use super::*;

    fn figure(lang: Option<&str>, values: [Option<f64>; 2], difference: Option<[f64; 3]>) -> EvalFigure {
        EvalFigure {
            of: "pairs.tsv".to_owned(),
            lang: lang.map(str::to_owned),
            measure: "spearman".to_owned(),
            n: 1500,
            values: values.to_vec(),
            intervals: vec![Some([0.79, 0.835])],
            difference: difference.map(|d| d[0]),
            difference_low: difference.map(|d| d[1]),
            difference_high: difference.map(|d| d[2]),
        }
    }

    fn model(id: &str, without_vector: usize) -> EvalModel {
        let model =
            ModelSummary { id: id.to_owned(), revision: "0123456789abcdef".to_owned(), dimension: 256 };
        EvalModel { model, without_vector }
    }

    pub(in crate::report) fn report() -> EvalReport {
        EvalReport {
            schema: EVAL_REPORT_SCHEMA,
            task: "sts".to_owned(),
            files: vec!["pairs.tsv".to_owned()],
            items: 1500,
            left_out: 0,
            resampled: "pairs".to_owned(),
            models: vec![model("builtin", 0), model("e5", 1)],
            figures: vec![
                figure(None, [Some(0.8125), Some(0.75)], Some([0.0625, 0.05, 0.0756])),
                figure(Some("fr"), [Some(0.5), None], None),
            ],
        }
    }

    #[test]
    fn two_models_side_by_side() {
        let expected = "\
sts · pairs.tsv
builtin (0123456789abcdef)
e5 (0123456789abcdef) · 1 text without a vector

 of          lang   measure    pairs   builtin       e5   difference        95 % interval
──────────────────────────────────────────────────────────────────────────────────────────
 pairs.tsv   all    spearman   1,500    0.8125   0.7500      +0.0625   +0.0500 to +0.0756
 pairs.tsv   fr     spearman   1,500    0.5000        –            –                    –

95 % interval: paired bootstrap over pairs
";
        assert_eq!(render(&report(), &TerminalStyle::default()), expected);
    }

    #[test]
    fn one_model_alone_and_a_number_of_clusters() {
        let mut report = report();
        report.models.truncate(1);
        report.left_out = 2;
        report.figures =
            vec![EvalFigure { measure: CLUSTERS.to_owned(), ..figure(None, [Some(7.0), None], None) }];
        report.figures[0].values.truncate(1);
        let expected = "\
sts · pairs.tsv · 2 left out
builtin (0123456789abcdef)

 of          measure    pairs   builtin
────────────────────────────────────────
 pairs.tsv   clusters   1,500         7
";
        assert_eq!(render(&report, &TerminalStyle::default()), expected);
        report.figures.push(figure(None, [Some(0.8125), None], None));
        report.figures[1].values.truncate(1);
        let expected = "\
sts · pairs.tsv · 2 left out
builtin (0123456789abcdef)

 of          measure    pairs   builtin      95 % interval
───────────────────────────────────────────────────────────
 pairs.tsv   clusters   1,500         7                  –
 pairs.tsv   spearman   1,500    0.8125   0.7900 to 0.8350

95 % interval: bootstrap over pairs
";
        assert_eq!(render(&report, &TerminalStyle::default()), expected);
    }
}
