//! What is said of the topics together: changes since the last run, groups, time and two sets; each only where it
//! holds something.

use super::INDENT;
use super::apart::more;
use crate::report::text::Ink;
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::place::spot;
use crate::report::text::translations::Translations;
use crate::report::text::width;
use crate::report::text::wrap::{beginning, cut};
use crate::report::topics::model::TopicReport;
use crate::report::topics::wording::{changes, contrast, levels, per, time};

/// How many changes of a kind, and quotations of a contrast, are shown unless all are asked for.
const FEW: usize = 5;

/// How many topics over time are shown unless all are asked for; those that change are shown anyway.
const TIMES: usize = 10;

/// Most columns of a line over time.
const COLUMNS: usize = 32;

/// Levels of a tree that are moved in; deeper ones stand below each other.
const DEPTHS: usize = 4;

/// What changed since the last run.
pub(super) fn changes(page: &mut Page, words: &Translations, report: &TopicReport, style: &TerminalStyle) {
    let kinds = changes::by_kind(words, report);
    if kinds.is_empty() {
        return;
    }
    page.blank();
    page.wrapped("", &words.say("section-changes"), Ink::bold);
    for (kind, texts) in kinds {
        let shown = if style.all_units { texts.len() } else { FEW.min(texts.len()) };
        let hidden = texts.len() - shown;
        let mut texts = texts[..shown].to_vec();
        if hidden > 0 {
            texts.push(words.counting("and-more", hidden, &[]));
        }
        page.wrapped(INDENT, &changes::line(words, kind, &words.phrases(&texts)), plain);
    }
}

/// The groups of topics as a tree.
pub(super) fn levels(page: &mut Page, words: &Translations, report: &TopicReport) {
    let tree = levels::tree(words, report);
    if tree.is_empty() {
        return;
    }
    page.blank();
    page.wrapped("", &words.say("section-groups"), Ink::bold);
    for branch in tree {
        let indent = format!("{INDENT}{}", "  ".repeat(branch.depth.min(DEPTHS)));
        page.wrapped(&indent, &branch.text, |ink, line| {
            if branch.topic.is_some() { line.to_owned() } else { ink.bold(line) }
        });
    }
}

/// A line of columns for each topic, and where it changes.
pub(super) fn time(page: &mut Page, words: &Translations, report: &TopicReport, style: &TerminalStyle) {
    let Some(timeline) = time::of(report) else { return };
    let columns = COLUMNS.min(page.room(INDENT) / 2);
    page.blank();
    let title = words.pair(&words.say("section-time"), &time::span(words, timeline, columns));
    page.wrapped("", &title, Ink::bold);
    let mut hidden = 0;
    for (place, row) in time::rows(words, report, timeline, columns).iter().enumerate() {
        if !style.all_units && place >= TIMES && row.changes.is_empty() {
            hidden += 1;
            continue;
        }
        let room = page.room(INDENT).saturating_sub(width::of(&row.spark) + 2);
        let ink = page.ink();
        page.line(&format!("{INDENT}{}  {}", ink.accent(&row.spark), cut(&row.name, room)));
        if !row.changes.is_empty() {
            page.wrapped(&INDENT.repeat(2), &words.phrases(&row.changes), plain);
        }
    }
    more(page, words, hidden);
    if let Some(left_out) = time::left_out(words, report, timeline) {
        page.wrapped(INDENT, &left_out, Ink::dim);
    }
}

/// Topics in two sets, and what is typical of the difference.
pub(super) fn contrast(page: &mut Page, words: &Translations, report: &TopicReport, style: &TerminalStyle) {
    let Some(contrast) = contrast::of(report) else { return };
    page.blank();
    page.wrapped("", &words.say("section-contrast"), Ink::bold);
    for set in contrast::sets(words, report, contrast) {
        page.wrapped(INDENT, &set, plain);
    }
    page.blank();
    let rows = contrast::rows(words, report, contrast);
    let more_in = words.say("head-more-in");
    let side = width::of(&more_in);
    let head = cells(["A", "B", "q", &more_in], side);
    let room = page.room(INDENT).saturating_sub(width::of(&head));
    let is_table = room >= crate::report::text::page::NARROWEST;
    if is_table {
        page.wrapped(INDENT, &format!("{head}{}", words.say("head-topic")), Ink::dim);
    }
    for row in &rows {
        let [a, b] = &row.shares;
        if is_table {
            let numbers = cells([a, b, &row.q, row.more_in], side);
            page.line(&format!("{INDENT}{numbers}{}", cut(&row.name, room)));
        } else {
            let values = [
                ("a", a.as_str().into()),
                ("b", b.as_str().into()),
                ("q", row.q.as_str().into()),
                ("side", row.more_in.into()),
            ];
            page.wrapped(INDENT, &words.pair(&row.name, &words.with("contrast-row", &values)), plain);
        }
    }
    let typical = rows.iter().filter_map(|row| Some((row, row.exemplar?)));
    for (row, unit) in typical.take(if style.all_units { usize::MAX } else { FEW }) {
        page.blank();
        let values = [("topic", row.name.as_str().into()), ("side", row.more_in.into())];
        page.wrapped(INDENT, &words.with("contrast-such-as", &values), plain);
        page.line(&format!("{INDENT}{}", beginning(&unit.text, page.room(INDENT))));
        page.wrapped(INDENT, &spot(&unit.place), Ink::dim);
    }
}

/// The topics of each value of a field, greatest share first.
pub(super) fn per(page: &mut Page, words: &Translations, report: &TopicReport, style: &TerminalStyle) {
    for field in per::fields(words, report) {
        page.blank();
        page.wrapped("", &field.title, Ink::bold);
        for (value, said) in field.values.iter().enumerate() {
            page.wrapped(INDENT, &format!("{} · {}", said.name, said.size), Ink::accent);
            let mut rows: Vec<_> = field
                .rows
                .iter()
                .map(|row| (row, &row.cells[value]))
                .filter(|(_, cell)| cell.units > 0)
                .collect();
            // Topics are in the order of their size, in which equals stay.
            rows.sort_by(|a, b| b.1.value.total_cmp(&a.1.value));
            let shown = if style.all_units { rows.len() } else { FEW.min(rows.len()) };
            let indent = INDENT.repeat(2);
            let widest = |of: fn(&per::Cell) -> &String| {
                rows[..shown].iter().map(|(_, cell)| width::of(of(cell))).max().unwrap_or(0)
            };
            let (shares, intervals) = (widest(|cell| &cell.share), widest(|cell| &cell.interval));
            for (row, cell) in &rows[..shown] {
                let share = gap(&cell.share, shares) + &cell.share;
                let interval = gap(&cell.interval, intervals);
                let head = format!("{share}  {}{interval}  ", cell.interval);
                let name = format!("{} ({})", row.name, words.grouped(cell.units));
                let room = page.room(&indent).saturating_sub(width::of(&head));
                let ink = page.ink();
                if room >= crate::report::text::page::NARROWEST.min(width::of(&name)) {
                    let interval = format!("{}{interval}", ink.dim(&cell.interval));
                    page.line(&format!("{indent}{share}  {interval}  {}", cut(&name, room)));
                } else {
                    page.wrapped(&indent, &format!("{head}{name}"), plain);
                }
            }
            if rows.len() > shown {
                page.wrapped(&indent, &words.counting("and-more", rows.len() - shown, &[]), Ink::dim);
            }
        }
    }
}

/// Numbers of a row, each as wide as its column, with the gap to the next. The last column is as wide as its head.
fn cells([a, b, q, more_in]: [&str; 4], side: usize) -> String {
    let right = |text: &str, columns: usize| gap(text, columns) + text;
    let more_in = format!("{more_in}{}", gap(more_in, side));
    format!("{}  {}  {}  {more_in}  ", right(a, 5), right(b, 5), right(q, 6))
}

/// Spaces that make the text as wide as its column.
fn gap(text: &str, columns: usize) -> String {
    " ".repeat(columns.saturating_sub(width::of(text)))
}
