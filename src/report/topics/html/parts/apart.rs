//! What is in no topic, and what stands there twice. Lists are cut; the list of paragraphs has all.

use std::collections::BTreeMap;

use minijinja::context;
use minijinja::value::Value;

use super::super::view::{View, WORDS};
use crate::printable;
use crate::report::text::place::spot;
use crate::report::text::wrap::beginning;
use crate::report::topics::model::UnitEntry;
use crate::report::topics::wording::corpus as corpus_wording;
use crate::report::topics::wording::given;
use crate::report::topics::wording::topic as wording;

/// Rows of a list.
const ROWS: usize = 40;

/// Places of the copies of one text.
const PLACES: usize = 6;

/// Units in no topic, with the reason.
pub(in crate::report::topics::html) fn outliers(view: &View<'_>) -> Option<Value> {
    let title = |n| view.counting("page-outliers-caption", n);
    list(view, "list-outliers", title, UnitEntry::is_outlier, |unit| {
        wording::outlier(view.words, &view.labels, unit)
    })
}

/// What became of the given topics.
pub(in crate::report::topics::html) fn given(view: &View<'_>) -> Option<Value> {
    let none = given::none_of_these(view.words, view.report)?;
    let told = given::told(view.words, view.report).into_iter().map(|told| {
        context! {
            text => told.text,
            quoted => told.unit.map(|unit| beginning(&unit.text, WORDS)),
            lang => View::lang(told.unit),
            place => told.unit.map(|unit| spot(&unit.place)),
        }
    });
    Some(context! { none, told => told.collect::<Vec<_>>() })
}

/// Lines set apart, with the reason.
pub(in crate::report::topics::html) fn boilerplate(view: &View<'_>) -> Option<Value> {
    let title = |n| view.counting("page-boilerplate-caption", n);
    let why = |unit: &UnitEntry| unit.boilerplate.map(|why| view.words.boilerplate(why)).unwrap_or_default();
    list(view, "list-boilerplate", title, |unit| unit.boilerplate.is_some(), why)
}

/// What stands in many documents in the same words: those that stand most often.
pub(in crate::report::topics::html) fn repeated(view: &View<'_>) -> Option<Value> {
    let corpus = &view.report.corpus;
    let caption = corpus_wording::repeated(view.words, corpus)?;
    let rows = corpus.repeated.examples.iter().map(|example| {
        context! { times => view.words.grouped(example.times), text => beginning(&example.text, WORDS) }
    });
    Some(context! { caption, rows => rows.collect::<Vec<_>>() })
}

/// Units that the model knows no word of.
pub(in crate::report::topics::html) fn unknown(view: &View<'_>) -> Option<Value> {
    let title = |n| view.counting("page-unknown-caption", n);
    list(view, "list-unknown", title, |unit| unit.without_vector, |_| String::new())
}

fn list(
    view: &View<'_>,
    id: &str,
    title: impl Fn(usize) -> String,
    belongs: impl Fn(&UnitEntry) -> bool,
    note: impl Fn(&UnitEntry) -> String,
) -> Option<Value> {
    let units: Vec<_> = view.report.units.iter().filter(|unit| belongs(unit)).collect();
    let rows: Vec<_> = units.iter().take(ROWS).map(|unit| (unit, note(unit))).collect();
    (!units.is_empty()).then(|| {
        context! {
            id,
            caption => title(units.len()),
            has_notes => rows.iter().any(|(_, note)| !note.is_empty()),
            rows => rows.iter().map(|(unit, note)| context! {
                place => spot(&unit.place), note, text => beginning(&unit.text, WORDS), lang => View::lang(Some(unit)),
            }).collect::<Vec<_>>(),
            more => view.more(units.len(), ROWS),
        }
    })
}

/// Files that were passed over.
pub(in crate::report::topics::html) fn skipped(view: &View<'_>) -> Option<Value> {
    let skipped = &view.report.corpus.skipped;
    let files = skipped.iter().take(ROWS);
    (!skipped.is_empty()).then(|| {
        context! {
            files => files.map(|file| context! { path => printable::name(&file.path), reason => printable::message(&file.reason) })
                .collect::<Vec<_>>(),
            more => view.more(skipped.len(), ROWS),
        }
    })
}

/// Texts that stand there more than once, those with the most copies first.
pub(in crate::report::topics::html) fn duplicates(view: &View<'_>) -> Option<Value> {
    let units = &view.report.units;
    let mut copies: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (number, unit) in units.iter().enumerate() {
        if let Some(first) = unit.copy_of.filter(|first| *first < units.len()) {
            copies.entry(first).or_default().push(number);
        }
    }
    let mut groups: Vec<_> = copies.into_iter().collect();
    groups.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.0.cmp(&b.0)));
    let rows = groups.iter().take(ROWS).map(|(first, copies)| {
        let first = &units[*first];
        let places = std::iter::once(first).chain(copies.iter().map(|copy| &units[*copy]));
        context! {
            text => beginning(&first.text, WORDS),
            lang => View::lang(Some(first)),
            copies => view.counting("page-copies", copies.len()),
            places => places.take(PLACES).map(|unit| spot(&unit.place)).collect::<Vec<_>>(),
            more => view.more(copies.len() + 1, PLACES),
        }
    });
    let rows: Vec<_> = rows.collect();
    (!rows.is_empty()).then(|| {
        context! {
            what => view.counting("page-duplicates-what", view.report.corpus.copies),
            groups => rows,
            more => view.more(groups.len(), ROWS),
        }
    })
}
