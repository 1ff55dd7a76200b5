//! What is in no topic, so that nothing disappears: outliers, boilerplate, units without a vector, skipped
//! files.

use super::INDENT;
use crate::printable;
use crate::report::text::Ink;
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::place::spot;
use crate::report::text::translations::Translations;
use crate::report::text::wrap::beginning;
use crate::report::topics::model::{TopicReport, UnitEntry};
use crate::report::topics::wording::corpus;
use crate::report::topics::wording::topic::{Labels, outlier};

/// How many of a list are shown unless all are asked for.
const FEW: usize = 5;

pub(super) fn write(page: &mut Page, words: &Translations, report: &TopicReport, style: &TerminalStyle) {
    let unit = &report.corpus.unit;
    let labels = Labels::of(report);
    let outliers: Vec<_> = report.units.iter().filter(|unit| unit.is_outlier()).collect();
    let title = |key, n| words.with(key, &[("counted", words.count(n, unit).into())]);
    let of_outliers = title("outliers-title", report.corpus.outliers);
    section(page, words, &of_outliers, &outliers, style, |unit| outlier(words, &labels, unit));
    let boilerplate: Vec<_> = report.units.iter().filter(|unit| unit.boilerplate.is_some()).collect();
    let of_boilerplate = title("boilerplate-title", report.corpus.boilerplate);
    section(page, words, &of_boilerplate, &boilerplate, style, |unit| {
        unit.boilerplate.map(|why| words.boilerplate(why)).unwrap_or_default()
    });
    repeated(page, words, report, style);
    let unknown: Vec<_> = report.units.iter().filter(|unit| unit.without_vector).collect();
    let of_unknown = title("without-vector-title", unknown.len());
    section(page, words, &of_unknown, &unknown, style, |_| String::new());
    skipped(page, words, report, style);
}

fn section(
    page: &mut Page,
    words: &Translations,
    title: &str,
    units: &[&UnitEntry],
    style: &TerminalStyle,
    note: impl Fn(&UnitEntry) -> String,
) {
    if units.is_empty() {
        return;
    }
    page.blank();
    page.wrapped("", title, Ink::bold);
    let shown = if style.all_units { units.len() } else { FEW };
    for unit in units.iter().take(shown) {
        let words = beginning(&unit.text, page.room(INDENT));
        page.line(&format!("{INDENT}{words}"));
        let note = note(unit);
        let place = spot(&unit.place);
        let place = if note.is_empty() { place } else { format!("{place} · {note}") };
        page.wrapped(INDENT, &place, Ink::dim);
    }
    more(page, words, units.len().saturating_sub(shown));
}

/// What stands in many documents in the same words, with those that stand most often.
fn repeated(page: &mut Page, words: &Translations, report: &TopicReport, style: &TerminalStyle) {
    let Some(lead) = corpus::repeated(words, &report.corpus) else { return };
    page.blank();
    page.wrapped("", &lead, Ink::bold);
    let shown = if style.all_units { usize::MAX } else { FEW };
    for example in report.corpus.repeated.examples.iter().take(shown) {
        let times = format!("{INDENT}{}× ", words.grouped(example.times));
        page.line(&format!("{times}{}", beginning(&example.text, page.room(&times))));
    }
}

fn skipped(page: &mut Page, words: &Translations, report: &TopicReport, style: &TerminalStyle) {
    let skipped = &report.corpus.skipped;
    if skipped.is_empty() {
        return;
    }
    page.blank();
    let counted = words.count(skipped.len(), "file");
    page.wrapped("", &words.with("skipped-title", &[("counted", counted.into())]), Ink::warning);
    let shown = if style.all_units { skipped.len() } else { FEW };
    for file in skipped.iter().take(shown) {
        let line = words.pair(&printable::name(&file.path), &printable::message(&file.reason));
        page.wrapped(INDENT, &line, plain);
    }
    more(page, words, skipped.len().saturating_sub(shown));
}

/// That a list goes on.
pub(super) fn more(page: &mut Page, words: &Translations, hidden: usize) {
    if hidden > 0 {
        page.wrapped(INDENT, &words.counting("and-more", hidden, &[]), Ink::dim);
    }
}
