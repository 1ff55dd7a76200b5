//! Quality in a terminal: the figures, then the queries that missed most.

use std::fmt::Write as _;

use comfy_table::{Cell, CellAlignment, LineStyle, Table, TableStyle};

use super::{Missed, QualityComparison, QualityFigure, QualityQuery, QualityReport, Scores};
use crate::printable;
use crate::report::answers::search::SearchMode;
use crate::report::text::Ink;
use crate::report::text::number::{count, grouped, percent};
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::rows::row;
use crate::report::text::wrap::{beginning, label, named};

/// Queries that are shown, and what each missed; all with [`TerminalStyle::all_units`].
const QUERIES: usize = 10;
const MISSED: usize = 3;

/// Most columns of the beginning of a text.
const EXCERPT: usize = 70;

/// Most columns of why something was missed, in words.
const NOTE: usize = 300;

/// No lines but one below the names.
const RULE_BELOW_HEADER: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// The report as text for a terminal.
pub fn render(report: &QualityReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    row(&mut page, "Searched", &searched(report), Ink::bold);
    row(&mut page, "Asked", &asked(report), plain);
    row(&mut page, "Unread", &report.unread.sentence().unwrap_or_default(), Ink::warning);
    page.blank();
    for line in table(report).lines() {
        page.line(line.trim_end());
    }
    page.blank();
    page.wrapped("", "95 % interval: bootstrap over queries", Ink::dim);
    if let Some(comparison) = &report.comparison {
        page.blank();
        for (place, line) in compared(comparison).into_iter().enumerate() {
            let name = if place == 0 { "Compared" } else { "" };
            let paint = if comparison.is_worse() { Ink::warning } else { plain };
            row(&mut page, name, &line, paint);
        }
    }
    if report.reasons.is_empty() {
        page.blank();
        page.wrapped("", &format!("all that was expected is among the first {}", report.k), Ink::bold);
        return page.into_text();
    }
    page.blank();
    row(&mut page, "Missed", &format!("among the first {}: {}", report.k, counted(report)), plain);
    let mut worst: Vec<&QualityQuery> = report.rows.iter().filter(|row| !row.missed.is_empty()).collect();
    // Of equal ones, the first of the file comes first.
    worst.sort_by(|a, b| a.ndcg.total_cmp(&b.ndcg));
    let most = if style.all_units { worst.len() } else { QUERIES };
    for query in worst.iter().take(most) {
        page.blank();
        let head = format!("{} {}", named(&query.id), label(&query.text));
        page.wrapped("", &head, Ink::bold);
        let figures = format!(
            "nDCG {:.4} · {} of {} among the first {}",
            query.ndcg,
            query.found,
            count(query.expected, "text"),
            report.k
        );
        page.wrapped("  ", &figures, Ink::dim);
        let shown = if style.all_units { query.missed.len() } else { MISSED };
        for missed in query.missed.iter().take(shown) {
            one(&mut page, missed);
        }
        if query.missed.len() > shown {
            page.wrapped("  ", &format!("and {} more", grouped(query.missed.len() - shown)), Ink::dim);
        }
    }
    if worst.len() > most {
        page.blank();
        let more = count(worst.len() - most, "more query").replace("querys", "queries");
        page.wrapped("", &format!("{more} missed something: `-v` shows all"), Ink::dim);
    }
    page.into_text()
}

fn one(page: &mut Page, missed: &Missed) {
    let place = located(missed).map(|place| format!("{place}: ")).unwrap_or_default();
    let text = beginning(missed.text.as_deref().unwrap_or(&missed.expected), EXCERPT);
    page.wrapped("  ", &format!("{:<10} {place}{text}", missed.why.name()), plain);
    let told = missed.scores.as_ref().map(|of| format!(" · {}", scores(of))).unwrap_or_default();
    page.wrapped("             ", &format!("{}{told}", beginning(&missed.note, NOTE)), Ink::dim);
    if let Some(before) = &missed.before {
        let at = format!(
            "at {}: {}:{} {} · {}",
            before.rank,
            printable::name(&before.file),
            before.line,
            beginning(&before.text, EXCERPT / 2),
            scores(&before.scores)
        );
        page.wrapped("             ", &at, Ink::dim);
    }
}

/// File and line of what was missed.
pub(super) fn located(missed: &Missed) -> Option<String> {
    Some(format!("{}:{}", printable::name(missed.file.as_deref()?), missed.line?))
}

/// The parts of a score.
pub(super) fn scores(of: &Scores) -> String {
    let mut text = format!("score {:.2}", of.score);
    if let Some(cosine) = of.similarity {
        let _ = write!(text, " · cosine {cosine:.2}");
    }
    if let Some(words) = of.words {
        let _ = write!(text, " · words {}", percent(f64::from(words)));
    }
    let _ = write!(text, " · confidence {:.2}", of.confidence);
    text
}

pub(super) fn searched(report: &QualityReport) -> String {
    let mode = match report.mode {
        SearchMode::Both => "words and meaning",
        SearchMode::Words => "words",
        SearchMode::Meaning => "meaning",
    };
    format!(
        "{} · {} · {} · {mode} · {}",
        label(&report.source),
        count(report.searched, "text"),
        named(&report.model.id),
        label(&report.index)
    )
}

pub(super) fn asked(report: &QualityReport) -> String {
    let files: Vec<String> = report.files.iter().map(|file| printable::name(file).into_owned()).collect();
    let left_out = match report.left_out {
        0 => String::new(),
        n => format!(" · {} left out, which expect nothing", grouped(n)),
    };
    let queries = if report.queries == 1 { "query" } else { "queries" };
    format!("{} · {} {queries}{left_out} · k {}", files.join(", "), grouped(report.queries), report.k)
}

/// How much was missed for each reason.
pub(super) fn counted(report: &QualityReport) -> String {
    let each = report.reasons.iter().map(|of| format!("{} {}", grouped(of.missed), of.why.name()));
    each.collect::<Vec<_>>().join(", ")
}

/// What changed since an earlier run.
pub(super) fn compared(comparison: &QualityComparison) -> Vec<String> {
    let queries = if comparison.compared == 1 { "query" } else { "queries" };
    let mut lines = vec![format!(
        "{} {queries} with {}, a fall of {} allowed",
        grouped(comparison.compared),
        printable::name(&comparison.file),
        comparison.margin
    )];
    lines.extend(comparison.changed.iter().map(|changed| format!("not the same: {}", label(changed))));
    for figure in &comparison.figures {
        let ends =
            figure.interval.map(|[low, high]| format!(" ({low:+.4} to {high:+.4})")).unwrap_or_default();
        let worse = if figure.worse { ": worse" } else { "" };
        lines.push(format!(
            "{} {:.4}, before {:.4}: {:+.4}{ends}{worse}",
            label(&figure.measure),
            figure.now,
            figure.before,
            figure.now - figure.before
        ));
    }
    if !comparison.missing.is_empty() {
        let names: Vec<String> = comparison.missing.iter().map(|text| label(text)).collect();
        lines.push(format!("not asked any more: {}", names.join(", ")));
    }
    lines
}

/// Measure, language, number of queries, value, interval.
pub(super) fn figure_cells(figure: &QualityFigure) -> [String; 5] {
    let ends = figure.interval.map_or_else(|| "–".to_owned(), |[low, high]| format!("{low:.4} to {high:.4}"));
    let lang = figure.lang.as_deref().map_or_else(|| "all".to_owned(), label);
    [label(&figure.measure), lang, grouped(figure.n), format!("{:.4}", figure.value), ends]
}

/// Numbers aligned to the right, so that they can be compared by eye.
fn table(report: &QualityReport) -> String {
    let mut table = Table::new();
    table.force_no_tty().load_style(RULE_BELOW_HEADER);
    let names = ["measure", "lang", "queries", "value", "95 % interval"];
    table.set_header(cells(names.map(str::to_owned)));
    for figure in &report.figures {
        table.add_row(cells(figure_cells(figure)));
    }
    table.to_string()
}

fn cells(values: [String; 5]) -> Vec<Cell> {
    let cells = values.into_iter().enumerate().map(|(column, value)| {
        let alignment = if column < 2 { CellAlignment::Left } else { CellAlignment::Right };
        Cell::new_owned(value).set_alignment(alignment)
    });
    cells.collect()
}
