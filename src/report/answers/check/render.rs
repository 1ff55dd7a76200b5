//! The check of a report as text for a terminal.

use super::{AffectedTopic, CheckReport, CheckedFile, Fault, FileStatus, Finding, StatusCounts, UnitStatus};
use crate::printable;
use crate::report::text::Ink;
use crate::report::text::number::{count, grouped, percent};
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::place::in_brackets;
use crate::report::text::rows::row;
use crate::report::text::wrap::{beginning, label, one_line};

/// Entries of a list that are shown; JSON has all.
const MOST: usize = 10;

/// Columns of a text that is quoted.
const QUOTED: usize = 200;

/// The report as text for a terminal; with [`TerminalStyle::all_units`] every unit that does not stand where it stood is
/// listed, those that are shifted among them, and texts are whole.
pub fn render(report: &CheckReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    row(&mut page, "Report", &printable::name(&report.report), Ink::bold);
    if report.generator != report.checked_by {
        let made = format!(
            "made by {}, checked by {}, which may cut texts in another way",
            label(&report.generator),
            label(&report.checked_by)
        );
        row(&mut page, "", &made, plain);
    }
    let cited = report.files.iter().filter(|file| file.status != FileStatus::New).count();
    row(
        &mut page,
        "Cites",
        &format!("{} in {}", count(report.units.total(), "text"), count(cited, "file")),
        plain,
    );
    verdict(&mut page, report);
    list(&mut page, "Itself", &report.faults, style.all_units, fault_line);
    list(&mut page, "Topics", &report.topics, style.all_units, topic);
    for file in report.files.iter().filter(|file| is_shown(file, style.all_units)) {
        write_file(&mut page, file, style.all_units);
    }
    page.into_text()
}

fn verdict(page: &mut Page, report: &CheckReport) {
    let units = &report.units;
    let text = statuses(units);
    row(
        page,
        if report.holds { "holds" } else { "DIFFERS" },
        &text,
        if report.holds { plain } else { Ink::warning },
    );
    let reordered = report.files.iter().flat_map(|file| &file.findings);
    let reordered =
        reordered.filter(|finding| finding.now.as_ref().is_some_and(|now| now.in_order == Some(false)));
    let reordered = reordered.count();
    if reordered > 0 {
        row(page, "", &format!("{} of the shifted in another order", grouped(reordered)), plain);
    }
    if units.not_checked > 0 {
        let text =
            format!("{} from standard input, which cannot be read again", count(units.not_checked, "text"));
        row(page, "", &text, Ink::warning);
    }
    if report.new > 0 {
        let of = report.only_language.map(|language| format!(" in `{language}`, the language of the report"));
        let text =
            format!("{} that the report does not know{}", count(report.new, "text"), of.unwrap_or_default());
        row(page, "New", &text, plain);
    }
    let files = || {
        report.files.iter().filter(|file| !matches!(file.status, FileStatus::New | FileStatus::NotChecked))
    };
    if files().count() > 0 && files().all(|file| file.status == FileStatus::Missing) {
        let base = printable::name(&report.base);
        let text = format!(
            "no file of the report is there as seen from `{base}`: name the folder in which the report was made with \
             `--base DIR`"
        );
        row(page, "Hint", &text, plain);
    }
}

/// `3 the same · 1 changed`, without those that there are none of.
fn statuses(units: &StatusCounts) -> String {
    let counts = [
        (units.same, "the same"),
        (units.shifted, "shifted"),
        (units.moved, "moved to another file"),
        (units.changed, "changed"),
        (units.deleted, "gone"),
        (units.unreadable, "in files that cannot be read"),
        (units.not_checked, "not checked"),
    ];
    let counts = counts.iter().filter(|(n, _)| *n > 0);
    let counts: Vec<String> = counts.map(|(n, what)| format!("{} {what}", grouped(*n))).collect();
    if counts.is_empty() { "nothing is cited".to_owned() } else { counts.join(" · ") }
}

fn list<T>(page: &mut Page, name: &str, entries: &[T], all: bool, line: impl Fn(&T) -> String) {
    let most = if all { entries.len() } else { MOST };
    for (place, entry) in entries.iter().take(most).enumerate() {
        row(page, if place == 0 { name } else { "" }, &line(entry), Ink::warning);
    }
    and_more(page, entries.len().saturating_sub(most));
}

fn and_more(page: &mut Page, more: usize) {
    if more > 0 {
        row(page, "", &format!("and {} more: `--verbose` lists all", grouped(more)), Ink::dim);
    }
}

fn fault_line(fault: &Fault) -> String {
    let unit = fault.unit.map(|unit| format!("unit {unit}"));
    let topic = fault.topic.map(|topic| format!("topic {topic}"));
    let about: Vec<String> = [topic, unit].into_iter().flatten().collect();
    let what = printable::message(&fault.what);
    if about.is_empty() { what } else { format!("{}: {what}", about.join(", ")) }
}

/// ``3 `arms deal`: 1 of 2 excerpts changed; the summary is gone; 3 of 14 texts …``.
fn topic(topic: &AffectedTopic) -> String {
    let mut parts = Vec::new();
    if topic.excerpts.broken() > 0 {
        parts.push(broken(&topic.excerpts, "excerpt"));
    }
    match topic.summary {
        Some(UnitStatus::Moved) => parts.push("the summary moved".to_owned()),
        Some(UnitStatus::Changed | UnitStatus::Deleted) => parts.push("the summary is gone".to_owned()),
        Some(UnitStatus::Unreadable) => parts.push("the summary cannot be read".to_owned()),
        _ => {}
    }
    if topic.units.broken() > 0 {
        parts.push(broken(&topic.units, "text"));
    }
    if !topic.terms.is_empty() {
        let terms = topic.terms.iter().map(|term| {
            let left = grouped(term.units.saturating_sub(term.lost));
            format!("`{}` {left} of {}", label(&term.text), grouped(term.units))
        });
        let terms: Vec<String> = terms.collect();
        parts.push(format!("terms that fewer texts hold: {}", terms.join(", ")));
    }
    format!("{} `{}`: {}", topic.id, label(&topic.label), parts.join("; "))
}

/// `1 of 2 excerpts changed`, `2 of 9 texts: 1 moved, 1 gone`.
fn broken(counts: &StatusCounts, noun: &str) -> String {
    let each = [
        (counts.moved, "moved"),
        (counts.changed, "changed"),
        (counts.deleted, "gone"),
        (counts.unreadable, "cannot be read"),
    ];
    let each: Vec<(usize, &str)> = each.into_iter().filter(|(n, _)| *n > 0).collect();
    let of = format!("{} of {}", grouped(counts.broken()), count(counts.total(), noun));
    if let [(_, what)] = each[..] {
        return format!("{of} {what}");
    }
    let each: Vec<String> = each.iter().map(|(n, what)| format!("{} {what}", grouped(*n))).collect();
    format!("{of}: {}", each.join(", "))
}

fn is_shown(file: &CheckedFile, all: bool) -> bool {
    let whole = matches!(file.status, FileStatus::Read | FileStatus::New | FileStatus::NotChecked);
    !whole || file.units.broken() > 0 || all && (file.new > 0 || file.units.shifted > 0)
}

fn write_file(page: &mut Page, file: &CheckedFile, all: bool) {
    page.blank();
    let status = match file.status {
        FileStatus::Read => None,
        FileStatus::Damaged => Some("damaged"),
        FileStatus::Missing => Some("missing"),
        FileStatus::Unreadable => Some("cannot be read"),
        FileStatus::NotChecked => Some("not checked"),
        FileStatus::New => Some("not in the report"),
    };
    let counts = (file.units.total() > 0).then(|| statuses(&file.units));
    let new = (file.new > 0).then(|| format!("{} new", grouped(file.new)));
    let parts = [status.map(str::to_owned), counts, new];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    page.wrapped("", &format!("{}: {}", printable::name(&file.file), parts.join(" · ")), Ink::bold);
    if let Some(reason) = &file.reason {
        row(page, "", &printable::message(reason), Ink::warning);
    }
    let listed: Vec<&Finding> =
        file.findings.iter().filter(|finding| all || !finding.status.holds()).collect();
    let most = if all { listed.len() } else { MOST };
    for finding in listed.iter().take(most) {
        write_finding(page, finding, all);
    }
    and_more(page, listed.len().saturating_sub(most));
}

fn write_finding(page: &mut Page, finding: &Finding, all: bool) {
    let (name, paint): (&str, fn(Ink, &str) -> String) = match finding.status {
        UnitStatus::Same | UnitStatus::NotChecked => return,
        UnitStatus::Shifted => ("shifted", plain),
        UnitStatus::Moved => ("moved", Ink::warning),
        UnitStatus::Changed => ("changed", Ink::warning),
        UnitStatus::Deleted => ("gone", Ink::warning),
        UnitStatus::Unreadable => ("not read", Ink::warning),
    };
    let spot = |at: Option<&str>, line: u64, id: Option<&str>, position: usize| {
        let at = at.map_or_else(|| format!("line {line}"), label);
        format!("{at}{} ¶{}", in_brackets(id), position + 1)
    };
    let was = spot(finding.at.as_deref(), finding.line, finding.own_id.as_deref(), finding.position);
    let to = finding.now.as_ref().map(|now| {
        let spot = spot(now.at.as_deref(), now.line, now.own_id.as_deref(), now.position);
        match finding.status {
            UnitStatus::Moved => format!(" -> {}, {spot}", printable::name(&now.file)),
            // Only the bytes differ.
            _ if spot == was => String::new(),
            _ => format!(" -> {spot}"),
        }
    });
    let topic = finding.topic.map(|topic| format!("topic {topic}"));
    let similarity = finding.now.as_ref().and_then(|now| now.similarity);
    let similarity = similarity.map(|share| format!("{} of the words are the same", percent(share)));
    let parts = [Some(format!("{was}{}", to.unwrap_or_default())), topic, similarity];
    let place = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    row(page, name, &place, paint);
    let quoted = |text: &str| if all { one_line(text) } else { beginning(text, QUOTED) };
    match finding.now.as_ref().and_then(|now| now.text.as_deref()) {
        Some(now) => {
            row(page, "  was", &quoted(&finding.text), Ink::dim);
            row(page, "  is", &quoted(now), plain);
        }
        None => row(page, "", &quoted(&finding.text), Ink::dim),
    }
}
