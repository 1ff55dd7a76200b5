//! One topic: name, size, terms and what it sounds like.

use super::header::proper_units;
use super::{INDENT, Page, TerminalStyle, plain};
use crate::report::layout::Ink;
use crate::report::layout::number::{bar, count, grouped, languages, share};
use crate::report::layout::place::{citation, spot};
use crate::report::layout::width;
use crate::report::layout::wrap::{clean, cut, one_line};
use crate::report::model::{TopicEntry, TopicReport};

/// Columns of a bar as long as the largest topic.
const BAR: usize = 16;

/// Columns of an excerpt, about four lines of a narrow window.
const EXCERPT: usize = 300;

pub(super) fn write(page: &mut Page, report: &TopicReport, entry: &TopicEntry, style: &TerminalStyle) {
    page.blank();
    title(page, entry);
    let unit = &report.corpus.unit;
    let ink = page.ink();
    let largest = report.topics.iter().map(|topic| topic.units).max().unwrap_or(1);
    let drawn = bar(entry.units as f64 / largest.max(1) as f64, BAR);
    let size = format!("{} ({})", count(entry.units, unit), share(entry.units, proper_units(report)));
    if width::of(&drawn) + 1 + width::of(&size) <= page.room(INDENT) {
        page.line(&format!("{INDENT}{} {size}", ink.accent(&drawn)));
    } else {
        page.wrapped(INDENT, &size, plain);
    }

    let mut facts = Vec::new();
    if !entry.languages.is_empty() {
        facts.push(languages(&entry.languages));
    }
    facts.push(count(entry.documents, "document"));
    facts.push(format!("cohesion {:.2}", entry.cohesion));
    page.wrapped(INDENT, &facts.join(" · "), plain);

    let terms = terms_beyond_label(entry);
    if !terms.is_empty() {
        page.wrapped(INDENT, &format!("also: {}", terms.join(", ")), Ink::dim);
    }
    for excerpt in entry.representatives.iter().take(style.excerpts) {
        page.blank();
        page.wrapped(INDENT, &cut(&clean(&excerpt.text), EXCERPT), plain);
        page.wrapped(INDENT, &citation(&excerpt.place), Ink::dim);
    }
    if style.all_units {
        all_units(page, report, entry);
    }
}

fn title(page: &mut Page, entry: &TopicEntry) {
    let number = grouped(entry.id as usize);
    let indent = " ".repeat((number.len() + 1).max(INDENT.len()));
    let lines = super::wrap(&one_line(&entry.label), page.room(&indent));
    let ink = page.ink();
    for (place, line) in lines.iter().enumerate() {
        let before = if place == 0 { ink.accent(&number) } else { String::new() };
        let gap = if place == 0 { &indent[number.len()..] } else { &indent };
        page.line(&format!("{before}{gap}{}", ink.bold(line)));
    }
}

/// The terms that the label does not already name.
pub(in crate::report) fn terms_beyond_label(entry: &TopicEntry) -> Vec<String> {
    let label = one_line(&entry.label).to_lowercase();
    let named: Vec<&str> = label.split(',').map(str::trim).collect();
    let terms = entry.terms.iter().map(|term| one_line(&term.text));
    terms.filter(|term| !named.contains(&term.to_lowercase().as_str())).collect()
}

/// Every unit of the topic on a line of its own, strongest first.
fn all_units(page: &mut Page, report: &TopicReport, entry: &TopicEntry) {
    let mut members: Vec<_> = report.units.iter().filter(|unit| unit.topic == Some(entry.id)).collect();
    members.sort_by(|a, b| b.strength.unwrap_or(0.0).total_cmp(&a.strength.unwrap_or(0.0)));
    page.blank();
    for member in members {
        let strength = member.strength.map_or_else(|| "   –".to_owned(), |strength| format!("{strength:.2}"));
        let place = spot(&member.place);
        let head = format!("{strength}  {place}  ");
        let room = page.room(INDENT).saturating_sub(width::of(&head));
        let ink = page.ink();
        if room >= super::NARROWEST {
            let words = cut(&one_line(&member.text), room);
            page.line(&format!("{INDENT}{strength}  {}  {words}", ink.dim(&place)));
        } else {
            let words = cut(&one_line(&member.text), page.room(INDENT));
            page.wrapped(INDENT, &format!("{strength}  {place}"), Ink::dim);
            page.line(&format!("{INDENT}{words}"));
        }
    }
}
