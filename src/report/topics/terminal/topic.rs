//! One topic: name, size, terms and what it sounds like.

use std::collections::BTreeMap;

use super::INDENT;
use crate::report::text::Ink;
use crate::report::text::number::bar;
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::place::{citation, spot};
use crate::report::text::translations::Translations;
use crate::report::text::width;
use crate::report::text::wrap::{beginning, clean, cut, label, one_line};
use crate::report::topics::model::{TopicEntry, TopicReport, UnitEntry};
use crate::report::topics::wording::topic as wording;
use crate::report::topics::wording::topic::{InPart, Labels};

/// Columns of a bar as long as the largest topic.
const BAR: usize = 16;

/// Columns of an excerpt, about four lines of a narrow window.
const EXCERPT: usize = 300;

/// Names and dates that are shown unless all are asked for.
const NAMES: usize = 5;
const DATES: usize = 3;

/// What each topic asks of all of them.
pub(super) struct Known<'a> {
    labels: Labels<'a>,
    /// Units of each topic, where all are shown.
    members: BTreeMap<u64, Vec<&'a UnitEntry>>,
    /// Units that are about each topic in part.
    in_part: BTreeMap<u64, Vec<InPart<'a>>>,
    /// Units of the largest topic.
    largest: usize,
}

impl<'a> Known<'a> {
    pub(super) fn of(report: &'a TopicReport, style: &TerminalStyle) -> Self {
        Self {
            labels: Labels::of(report),
            members: if style.all_units { wording::members(report) } else { BTreeMap::new() },
            in_part: wording::in_part(report),
            largest: report.topics.iter().map(|topic| topic.units).max().unwrap_or(1),
        }
    }
}

pub(super) fn write(
    page: &mut Page,
    words: &Translations,
    report: &TopicReport,
    known: &Known<'_>,
    entry: &TopicEntry,
    style: &TerminalStyle,
) {
    page.blank();
    title(page, entry);
    let place = |unit: usize| report.units.get(unit).map(|unit| spot(&unit.place)).unwrap_or_default();
    for title in &entry.titles {
        stated(page, &beginning(&title.text, EXCERPT), &place(title.unit));
    }
    if let Some(sentence) = wording::summary(entry) {
        stated(page, &words.quote(&beginning(&sentence.text, EXCERPT)), &place(sentence.unit));
    }
    size(page, words, report, known, entry);
    let (names, dates) = if style.all_units { (usize::MAX, usize::MAX) } else { (NAMES, DATES) };
    let mentions = wording::mentions(words, entry, names, dates);
    page.wrapped(INDENT, &mentions, Ink::dim);

    let mut facts = Vec::new();
    if entry.given {
        facts.push(words.say("given-topic"));
    }
    if !entry.languages.is_empty() {
        facts.push(words.languages(&entry.languages));
    }
    facts.push(words.count(entry.documents, "document"));
    let in_part = known.in_part.get(&entry.id).map_or(&[][..], Vec::as_slice);
    facts.extend(wording::more_in_part(words, in_part));
    facts.push(if style.all_units {
        wording::figures(words, entry)
    } else {
        wording::cohesion(words, entry)
    });
    let stability = wording::stability(words, report, entry);
    let is_fragile = entry.stability.is_some_and(|stability| stability.fragile);
    if style.all_units && !is_fragile {
        facts.extend(stability.clone());
    }
    page.wrapped(INDENT, &facts.join(" · "), plain);
    if let Some(warning) = stability.filter(|_| is_fragile) {
        page.wrapped(INDENT, &warning, Ink::warning);
    }

    let terms = wording::terms(entry);
    if !terms.is_empty() {
        page.wrapped(INDENT, &words.with("also-terms", &[("terms", terms.join(", ").into())]), Ink::dim);
    }
    excerpts(page, entry, style);
    if style.all_units {
        all_units(page, words, known.members.get(&entry.id).map_or(&[], Vec::as_slice));
        also_in_part(page, words, known, in_part);
        borderline(page, words, report, known, entry);
    }
}

fn title(page: &mut Page, entry: &TopicEntry) {
    let number = entry.id.to_string();
    let indent = " ".repeat((number.len() + 1).max(INDENT.len()));
    let lines = crate::report::text::wrap::wrap(&label(&entry.label), page.room(&indent));
    let ink = page.ink();
    for (place, line) in lines.iter().enumerate() {
        let before = if place == 0 { ink.accent(&number) } else { String::new() };
        let gap = if place == 0 { &indent[number.len()..] } else { &indent };
        page.line(&format!("{before}{gap}{}", ink.bold(line)));
    }
}

/// A title or a sentence that says best what the topic is about, its place beside it where there is room.
fn stated(page: &mut Page, text: &str, place: &str) {
    let mut lines = crate::report::text::wrap::wrap(text, page.room(INDENT));
    let last = lines.pop().unwrap_or_default();
    for line in lines {
        page.line(&format!("{INDENT}{line}"));
    }
    if place.is_empty() {
        page.line(&format!("{INDENT}{last}"));
    } else if width::of(&last) + 2 + width::of(place) <= page.room(INDENT) {
        page.line(&format!("{INDENT}{last}  {}", page.ink().dim(place)));
    } else {
        page.line(&format!("{INDENT}{last}"));
        page.wrapped(INDENT, place, Ink::dim);
    }
}

fn size(page: &mut Page, words: &Translations, report: &TopicReport, known: &Known<'_>, entry: &TopicEntry) {
    let drawn = bar(entry.units as f64 / known.largest.max(1) as f64, BAR);
    let size = wording::size(words, report, entry);
    if width::of(&drawn) + 1 + width::of(&size) <= page.room(INDENT) {
        page.line(&format!("{INDENT}{} {size}", page.ink().accent(&drawn)));
    } else {
        page.wrapped(INDENT, &size, plain);
    }
}

/// The excerpts, but for one that the summary says whole.
fn excerpts(page: &mut Page, entry: &TopicEntry, style: &TerminalStyle) {
    let said = wording::summary(entry).map(|sentence| one_line(&sentence.text));
    let new = entry.representatives.iter().filter(|excerpt| Some(one_line(&excerpt.text)) != said);
    for excerpt in new.take(style.excerpts) {
        page.blank();
        page.wrapped(INDENT, &cut(&clean(&excerpt.text), EXCERPT), plain);
        page.wrapped(INDENT, &citation(&excerpt.place), Ink::dim);
    }
}

/// Units whose own topic is another one.
fn also_in_part(page: &mut Page, words: &Translations, known: &Known<'_>, units: &[InPart<'_>]) {
    if units.is_empty() {
        return;
    }
    page.blank();
    page.wrapped(INDENT, words.pair(&words.say("in-part-title"), "").trim_end(), plain);
    for unit in units {
        page.line(&format!("{INDENT}{}", beginning(unit.text(), page.room(INDENT))));
        let note = format!("{} · {}", spot(&unit.unit.place), unit.note(words, &known.labels));
        page.wrapped(INDENT, &note, Ink::dim);
    }
}

/// Units that are nearly in another topic.
fn borderline(
    page: &mut Page,
    words: &Translations,
    report: &TopicReport,
    known: &Known<'_>,
    entry: &TopicEntry,
) {
    if entry.borderline.is_empty() {
        return;
    }
    page.blank();
    page.wrapped(INDENT, words.pair(&words.say("border-title"), "").trim_end(), plain);
    for border in &entry.borderline {
        let Some(unit) = report.units.get(border.unit) else { continue };
        page.line(&format!("{INDENT}{}", beginning(&unit.text, page.room(INDENT))));
        let note = format!("{} · {}", spot(&unit.place), wording::border(words, &known.labels, border));
        page.wrapped(INDENT, &note, Ink::dim);
    }
}

/// Every unit of the topic on a line of its own, strongest first.
fn all_units(page: &mut Page, words: &Translations, members: &[&UnitEntry]) {
    page.blank();
    for member in members {
        let strength =
            member.strength.map_or_else(|| "   –".to_owned(), |strength| words.figure(f64::from(strength)));
        let place = spot(&member.place);
        let head = format!("{strength}  {place}  ");
        let room = page.room(INDENT).saturating_sub(width::of(&head));
        let ink = page.ink();
        if room >= crate::report::text::page::NARROWEST {
            let words = beginning(&member.text, room);
            page.line(&format!("{INDENT}{strength}  {}  {words}", ink.dim(&place)));
        } else {
            let words = beginning(&member.text, page.room(INDENT));
            page.wrapped(INDENT, &format!("{strength}  {place}"), Ink::dim);
            page.line(&format!("{INDENT}{words}"));
        }
    }
}
