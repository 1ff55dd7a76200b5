//! What the page's script needs, as two blocks of JSON: figures of the paragraphs in columns, and their text.
//!
//! A hundred thousand paragraphs take about a dozen bytes each beside their text: what belongs to a document is told once for
//! it, names are indexes into lists, lines and bytes are what they are more than those of the paragraph before.

use std::borrow::Cow;

use serde::Serialize;

use super::column::{column, push_pair, signed};
use super::list::Names;
use crate::corpus::Boilerplate;
use crate::printable;
use crate::report::ReportError;
use crate::report::sources::Place;
use crate::report::text::place::own_id;
use crate::report::text::translations::Translations;
use crate::report::text::wrap::{clean, label};
use crate::report::topics::model::{OutlierReason, TopicReport, UnitEntry, documents};
use crate::report::topics::wording::topic::outlier_reason;

/// Steps of a place on the map; the last one is none.
const FINE: u16 = 4095;

/// Most paragraphs whose hashes are in the page; larger reports have them in the JSON alone.
const HASHES: usize = 10_000;

#[derive(Serialize)]
struct Data<'a> {
    n: usize,
    /// Language of the page's own words.
    language: &'a str,
    /// Id, label, units.
    topics: Vec<(u64, String, usize)>,
    /// Code and name.
    languages: Vec<(String, String)>,
    files: Vec<String>,
    sources: Vec<String>,
    dates: Vec<String>,
    titles: Vec<String>,
    /// Four digits a unit: across and up; `null` without a map.
    xy: Option<String>,
    /// Index of the topic and 1; 0 is none.
    topic: String,
    /// Index of the language and 1; 0 is unknown.
    lang: String,
    /// What became of it, [`flag`].
    flag: String,
    /// Units of each document, and its file, source, date and title (index and 1; 0 is none).
    docs: String,
    file: String,
    source: String,
    date: String,
    title: String,
    /// Units that do not stand where their order in the document says.
    positions: std::collections::BTreeMap<usize, usize>,
    line: String,
    /// Where a person finds a unit that is not found by its line: an index into `ats` and 1; 0 is none. `null` where there is no such.
    at: Option<String>,
    ats: Vec<String>,
    start: String,
    length: String,
    words: serde_json::Value,
}

#[derive(Serialize)]
struct Block<'a> {
    text: Vec<String>,
    /// Of the documents; `null` where none has one.
    ids: Option<Vec<Option<String>>>,
    hashes: Option<Vec<Cow<'a, str>>>,
}

/// The figures, and the text.
pub(super) fn blocks(report: &TopicReport, words: &Translations) -> Result<[String; 2], ReportError> {
    let documents = documents(&report.units);
    let heads: Vec<&Place> = documents.iter().map(|units| &report.units[units.start].place).collect();
    let own = |field: fn(&Place) -> Option<&String>| Names::new(heads.iter().map(move |place| field(place)));
    let files = own(|place| Some(&place.file));
    let sources = own(|place| place.source.as_ref());
    let dates = own(|place| place.date.as_ref());
    let titles = own(|place| place.title.as_ref());
    let ats = Names::new(report.units.iter().map(|unit| unit.place.at.as_ref()));
    let languages: Vec<_> = report.corpus.languages.keys().copied().collect();
    let topic_of: std::collections::BTreeMap<u64, usize> =
        report.topics.iter().enumerate().map(|(place, topic)| (topic.id, place)).rev().collect();
    let index = |found: Option<usize>| found.map_or(0, |index| index as u64 + 1);
    let before = |unit: usize| {
        let place = unit.checked_sub(1).map(|before| &report.units[before].place);
        place.filter(|place| place.file == report.units[unit].place.file)
    };
    let places = || report.units.iter().map(|unit| &unit.place).enumerate();
    let data = Data {
        n: report.units.len(),
        language: words.language().code(),
        topics: report.topics.iter().map(|topic| (topic.id, label(&topic.label), topic.units)).collect(),
        languages: languages.iter().map(|code| (code.to_string(), words.language_name(*code))).collect(),
        xy: report.map.is_some().then(|| xy(&report.units)),
        topic: column(
            report.units.iter().map(|unit| index(unit.topic.and_then(|id| topic_of.get(&id).copied()))),
        ),
        lang: column(
            report
                .units
                .iter()
                .map(|unit| index(unit.language.and_then(|code| languages.binary_search(&code).ok()))),
        ),
        flag: column(report.units.iter().map(flag)),
        docs: column(documents.iter().map(|units| units.len() as u64)),
        // Every document has a file.
        file: column(heads.iter().map(|place| files.number(Some(&place.file)).saturating_sub(1))),
        source: column(heads.iter().map(|place| sources.number(place.source.as_ref()))),
        date: column(heads.iter().map(|place| dates.number(place.date.as_ref()))),
        title: column(heads.iter().map(|place| titles.number(place.title.as_ref()))),
        positions: documents
            .iter()
            .flat_map(|units| units.clone().enumerate())
            .map(|(order, unit)| (unit, order, report.units[unit].place.position))
            .filter(|(_, order, position)| order != position)
            .map(|(unit, _, position)| (unit, position))
            .collect(),
        line: signed(
            places().map(|(unit, place)| difference(place.line, before(unit).map_or(0, |place| place.line))),
        ),
        at: (!ats.is_empty()).then(|| column(places().map(|(_, place)| ats.number(place.at.as_ref())))),
        start: signed(places().map(|(unit, place)| {
            difference(place.span[0], before(unit).map_or(0, |place| place.span[0].max(place.span[1])))
        })),
        length: column(places().map(|(_, place)| place.span[1].saturating_sub(place.span[0]))),
        ats: ats.shown(label),
        files: files.shown(|file| printable::name(file).into_owned()),
        sources: sources.shown(label),
        dates: dates.shown(label),
        titles: titles.shown(label),
        words: said(report, words),
    };
    let ids = heads.iter().map(|place| place.own_id.as_deref().map(own_id));
    let text = Block {
        text: report.units.iter().map(|unit| clean(&unit.text)).collect(),
        ids: heads.iter().any(|place| place.own_id.is_some()).then(|| ids.collect()),
        hashes: (report.units.len() <= HASHES)
            .then(|| report.units.iter().map(|unit| printable::text(&unit.place.hash)).collect()),
    };
    Ok([escaped(&data)?, escaped(&text)?])
}

/// What became of a unit: 0 in a topic; 1 to 4 in none; from 5 on no part of the topics.
fn flag(unit: &UnitEntry) -> u64 {
    match (unit.boilerplate, unit.reason) {
        (Some(Boilerplate::Short), _) => 5,
        (Some(Boilerplate::ReadAlso), _) => 6,
        (Some(Boilerplate::Promotion), _) => 7,
        _ if unit.boilerplate.is_none() && unit.without_vector => 8,
        (Some(Boilerplate::Quoted), _) => 9,
        (Some(Boilerplate::RunningHead), _) => 10,
        (Some(Boilerplate::Machine), _) => 11,
        (Some(Boilerplate::Navigation), _) => 12,
        (Some(Boilerplate::Repeated), _) => 13,
        _ if unit.topic.is_some() => 0,
        (_, Some(OutlierReason::Far)) => 1,
        (_, Some(OutlierReason::Between)) => 2,
        (_, Some(OutlierReason::NoneOfThese)) => 3,
        (_, None) => 4,
    }
}

fn difference(value: u64, before: u64) -> i64 {
    value.cast_signed().wrapping_sub(before.cast_signed())
}

fn xy(units: &[UnitEntry]) -> String {
    let step = |value: f32| (f32::midpoint(value.clamp(-1.0, 1.0), 1.0) * f32::from(FINE - 1)).round() as u16;
    let mut text = String::with_capacity(units.len() * 4);
    for unit in units {
        let place = unit.xy.filter(|xy| xy.iter().all(|value| value.is_finite())).map(|xy| xy.map(step));
        for value in place.unwrap_or([FINE; 2]) {
            push_pair(&mut text, value);
        }
    }
    text
}

/// The words that the script shows.
fn said(report: &TopicReport, words: &Translations) -> serde_json::Value {
    let unit = || [("unit", report.corpus.unit.as_str().into())];
    let say = |key: &str| words.with(key, &unit());
    let flags = [
        String::new(),
        outlier_reason(words, OutlierReason::Far),
        outlier_reason(words, OutlierReason::Between),
        outlier_reason(words, OutlierReason::NoneOfThese),
        say("page-none"),
        words.boilerplate(Boilerplate::Short),
        words.boilerplate(Boilerplate::ReadAlso),
        words.boilerplate(Boilerplate::Promotion),
        say("page-no-vector"),
        words.boilerplate(Boilerplate::Quoted),
        words.boilerplate(Boilerplate::RunningHead),
        words.boilerplate(Boilerplate::Machine),
        words.boilerplate(Boilerplate::Navigation),
        words.boilerplate(Boilerplate::Repeated),
    ];
    serde_json::json!({
        "all": say("page-filter-all"),
        "none": say("page-none"),
        "apart": say("page-filter-apart"),
        "found": say("page-found"),
        "nothing": say("page-nothing"),
        "lassoed": say("page-lassoed"),
        "whole": say("page-whole"),
        "onMap": say("page-on-map"),
        "hash": say("page-hash"),
        "bytes": words.with("page-bytes", &[("from", "{from}".into()), ("to", "{to}".into())]),
        "flags": flags,
        "themes": {
            "auto": say("page-theme-auto"), "light": say("page-theme-light"), "dark": say("page-theme-dark"),
        },
        "map": {
            "label": say("page-map-label"), "keys": say("page-map-keys"), "in": say("page-map-in"),
            "out": say("page-map-out"), "all": say("page-map-all"), "lasso": say("page-map-lasso"),
            "empty": say("page-map-empty"),
        },
    })
}

/// JSON that no HTML parser takes for anything but text. These characters stand in strings alone.
fn escaped(value: &impl Serialize) -> Result<String, ReportError> {
    let document = serde_json::to_string(value)?;
    let json = printable::json(&document);
    let mut text = String::with_capacity(json.len() + json.len() / 64);
    for c in json.chars() {
        match c {
            '<' => text.push_str("\\u003c"),
            '>' => text.push_str("\\u003e"),
            '&' => text.push_str("\\u0026"),
            c => text.push(c),
        }
    }
    Ok(text)
}
