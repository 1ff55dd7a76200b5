//! What is said of the topics together: changes since the last run, groups, time and two sets; each only where it
//! holds something.

use super::apart::more;
use super::{INDENT, Page, TerminalStyle, plain};
use crate::report::layout::Ink;
use crate::report::layout::number::grouped;
use crate::report::layout::place::spot;
use crate::report::layout::width;
use crate::report::layout::wrap::{cut, one_line};
use crate::report::model::TopicReport;
use crate::report::wording::{changes, contrast, levels, time};

/// How many changes of a kind, and quotations of a contrast, are shown unless all are asked for.
const FEW: usize = 5;

/// How many topics over time are shown unless all are asked for; those that change are shown anyway.
const TIMES: usize = 10;

/// Most columns of a line over time.
const COLUMNS: usize = 32;

/// Levels of a tree that are moved in; deeper ones stand below each other.
const DEPTHS: usize = 4;

/// What changed since the last run.
pub(super) fn changes(page: &mut Page, report: &TopicReport, style: &TerminalStyle) {
    let kinds = changes::by_kind(report);
    if kinds.is_empty() {
        return;
    }
    page.blank();
    page.wrapped("", "Changes since the last run", Ink::bold);
    for (kind, texts) in kinds {
        let shown = if style.all_units { texts.len() } else { FEW.min(texts.len()) };
        let rest = match texts.len() - shown {
            0 => String::new(),
            hidden => format!("; and {} more", grouped(hidden)),
        };
        let line = format!("{kind}: {}{rest}", texts[..shown].join("; "));
        page.wrapped(INDENT, &line, plain);
    }
}

/// The groups of topics as a tree.
pub(super) fn levels(page: &mut Page, report: &TopicReport) {
    let tree = levels::tree(report);
    if tree.is_empty() {
        return;
    }
    page.blank();
    page.wrapped("", "Groups of topics", Ink::bold);
    for branch in tree {
        let indent = format!("{INDENT}{}", "  ".repeat(branch.depth.min(DEPTHS)));
        page.wrapped(
            &indent,
            &branch.text,
            |ink, line| if branch.is_topic { line.to_owned() } else { ink.bold(line) },
        );
    }
}

/// A line of columns for each topic, and where it changes.
pub(super) fn time(page: &mut Page, report: &TopicReport, style: &TerminalStyle) {
    let Some(timeline) = time::of(report) else { return };
    let columns = COLUMNS.min(page.room(INDENT) / 2);
    page.blank();
    page.wrapped("", &format!("Over time: {}", time::span(timeline, columns)), Ink::bold);
    let mut hidden = 0;
    for (place, row) in time::rows(report, timeline, columns).iter().enumerate() {
        if !style.all_units && place >= TIMES && row.changes.is_empty() {
            hidden += 1;
            continue;
        }
        let room = page.room(INDENT).saturating_sub(width::of(&row.spark) + 2);
        let ink = page.ink();
        page.line(&format!("{INDENT}{}  {}", ink.accent(&row.spark), cut(&row.name, room)));
        if !row.changes.is_empty() {
            page.wrapped(&INDENT.repeat(2), &row.changes.join("; "), plain);
        }
    }
    more(page, hidden);
    if let Some(left_out) = time::left_out(report, timeline) {
        page.wrapped(INDENT, &left_out, Ink::dim);
    }
}

/// Topics in two sets, and what is typical of the difference.
pub(super) fn contrast(page: &mut Page, report: &TopicReport, style: &TerminalStyle) {
    let Some(contrast) = contrast::of(report) else { return };
    page.blank();
    page.wrapped("", "Two sets", Ink::bold);
    for set in contrast::sets(report, contrast) {
        page.wrapped(INDENT, &set, plain);
    }
    page.blank();
    let rows = contrast::rows(report, contrast);
    let head = cells(["A", "B", "q", "more in"]);
    let room = page.room(INDENT).saturating_sub(width::of(&head));
    let is_table = room >= super::NARROWEST;
    if is_table {
        page.wrapped(INDENT, &format!("{head}topic"), Ink::dim);
    }
    for row in &rows {
        let [a, b] = &row.shares;
        if is_table {
            let numbers = cells([a, b, &row.q, row.more_in]);
            page.line(&format!("{INDENT}{numbers}{}", cut(&row.name, room)));
        } else {
            let numbers = format!("{a} of A, {b} of B, q {}, more in {}", row.q, row.more_in);
            page.wrapped(INDENT, &format!("{}: {numbers}", row.name), plain);
        }
    }
    let typical = rows.iter().filter_map(|row| Some((row, row.exemplar?)));
    for (row, unit) in typical.take(if style.all_units { usize::MAX } else { FEW }) {
        page.blank();
        page.wrapped(INDENT, &format!("{}, more in {}, such as", row.name, row.more_in), plain);
        page.line(&format!("{INDENT}{}", cut(&one_line(&unit.text), page.room(INDENT))));
        page.wrapped(INDENT, &spot(&unit.place), Ink::dim);
    }
}

/// Numbers of a row, each as wide as its column, with the gap to the next.
fn cells([a, b, q, side]: [&str; 4]) -> String {
    format!("{a:>5}  {b:>5}  {q:>6}  {side:<7}  ")
}
