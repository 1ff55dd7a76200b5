//! What the corpus is: one paragraph, the largest topics, and figures.

use minijinja::context;
use minijinja::value::Value;

use super::super::chart;
use super::super::view::{View, colour};
use crate::report::text::wrap::{beginning, label};
use crate::report::topics::model::TopicReport;
use crate::report::topics::wording::topic as wording;
use crate::topics::time::TimeBin;

/// Topics that are named in the first paragraph, and shown below it.
const NAMED: usize = 3;
const LARGEST: usize = 8;

/// Languages that are named in the first paragraph.
const LANGUAGES: usize = 6;

/// Columns of a sentence in the list of the largest topics.
const SENTENCE: usize = 180;

/// One paragraph of text.
pub(in crate::report::topics::html) fn lead(view: &View<'_>) -> String {
    let corpus = &view.report.corpus;
    let words = view.words;
    let mut sentences = Vec::new();
    let documents = words.count(corpus.documents, "document");
    sentences.push(if corpus.unit == "document" {
        words.with("page-lead-documents", &[("documents", documents.into())])
    } else {
        let units = view.units(corpus.units);
        words.with("page-lead-corpus", &[("documents", documents.into()), ("units", units.into())])
    });
    if let Some(languages) = languages(view) {
        sentences.push(words.with("page-lead-languages", &[("languages", languages.into())]));
    }
    if let Some([from, to]) = period(view.report) {
        let [from, to] = [from, to].map(|date| words.date(date));
        sentences.push(if from == to {
            words.with("page-lead-day", &[("day", from.into())])
        } else {
            words.with("page-lead-period", &[("from", from.into()), ("to", to.into())])
        });
    }
    sentences.push(topics(view));
    if corpus.outliers > 0 && !view.report.topics.is_empty() {
        let share = words.share(corpus.outliers, view.proper());
        let units = view.units(corpus.outliers);
        sentences.push(words.with(
            "page-lead-outliers",
            &[("n", corpus.outliers.into()), ("units", units.into()), ("share", share.into())],
        ));
    }
    let apart = corpus.boilerplate + corpus.without_vector;
    if apart > 0 {
        let units = view.units(apart);
        sentences.push(words.with("page-lead-apart", &[("n", apart.into()), ("units", units.into())]));
    }
    sentences.join(" ")
}

fn languages(view: &View<'_>) -> Option<String> {
    let languages = &view.report.corpus.languages;
    let all: usize = languages.values().sum();
    let mut by_size: Vec<_> = languages.iter().collect();
    by_size.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let names = by_size.iter().take(LANGUAGES).map(|(language, n)| {
        let name = view.words.language_name(**language);
        if languages.len() == 1 { name } else { format!("{name} ({})", view.words.share(**n, all)) }
    });
    let mut names: Vec<_> = names.collect();
    if by_size.len() > LANGUAGES {
        names.push(view.counting("page-more", by_size.len() - LANGUAGES));
    }
    (!names.is_empty()).then(|| view.words.list(&names))
}

/// The name of a bin, or its first day for weeks and quarters, whose names no one says.
fn day(bin: &TimeBin) -> &str {
    if bin.label.contains(['W', 'Q']) { &bin.first_day } else { &bin.label }
}

/// First and last date; of the bins where some dates are far from all others.
fn period(report: &TopicReport) -> Option<[&str; 2]> {
    let timeline = report.timeline.as_ref()?;
    if timeline.undated.far_off + timeline.undated.not_read > 0 {
        return Some([day(timeline.bins.first()?), day(timeline.bins.last()?)]);
    }
    timeline.bins.first()?;
    let dates = report.units.iter().filter_map(|unit| unit.place.date.as_deref());
    let days = dates.map(|date| date.split(['T', ' ']).next().unwrap_or(date));
    let mut range: Option<[&str; 2]> = None;
    for day in days {
        let [from, to] = range.unwrap_or([day, day]);
        range = Some([from.min(day), to.max(day)]);
    }
    range
}

fn topics(view: &View<'_>) -> String {
    let found = &view.report.topics;
    if found.is_empty() {
        return view.say("page-lead-no-topics");
    }
    let named = found.iter().take(NAMED).map(|topic| {
        let label = label(&topic.label);
        format!("{} ({})", view.words.quote(&label), view.words.share(topic.units, view.proper()))
    });
    let names = view.words.list(&named.collect::<Vec<_>>());
    let topics = view.words.count(found.len(), "topic");
    let key = if found.len() > NAMED { "page-lead-topics" } else { "page-lead-all-topics" };
    view.words.with(key, &[("n", found.len().into()), ("topics", topics.into()), ("names", names.into())])
}

/// The largest topics, and that there are more.
pub(in crate::report::topics::html) fn largest(view: &View<'_>) -> (Vec<Value>, Option<String>) {
    let topics = &view.report.topics;
    let most = topics.iter().map(|topic| topic.units).max().unwrap_or(1).max(1) as f64;
    let rows = topics.iter().take(LARGEST).enumerate().map(|(place, topic)| {
        let unit = |number: usize| view.report.units.get(number);
        // One line of what it is about: its best title, or its sentence.
        let title = topic.titles.first().map(|title| {
            context! { short => beginning(&title.text, SENTENCE), lang => View::lang(unit(title.unit)) }
        });
        let sentence = wording::summary(topic).map(|sentence| {
            context! { short => beginning(&sentence.text, SENTENCE), lang => View::lang(unit(sentence.unit)) }
        });
        context! {
            id => topic.id,
            label => label(&topic.label),
            bar => chart::bar(topic.units as f64 / most, &colour(place)),
            short_size => format!("{} · {}", view.words.grouped(topic.units), view.words.share(topic.units, view.proper())),
            title,
            summary => sentence,
        }
    });
    let more = topics.len().checked_sub(LARGEST).filter(|hidden| *hidden > 0);
    (rows.collect(), more.map(|hidden| view.counting("page-more-topics", hidden)))
}

/// Figures with their names; those that are none are left out.
pub(in crate::report::topics::html) fn tiles(view: &View<'_>) -> Vec<Value> {
    let corpus = &view.report.corpus;
    let tiles = [
        ("page-tile-documents", corpus.documents, corpus.unit != "document"),
        ("page-tile-units", corpus.units, true),
        ("page-tile-topics", view.report.topics.len(), true),
        ("page-tile-outliers", corpus.outliers, true),
        ("page-tile-copies", corpus.copies, corpus.copies > 0),
        ("page-tile-boilerplate", corpus.boilerplate, corpus.boilerplate > 0),
        ("page-tile-no-vector", corpus.without_vector, corpus.without_vector > 0),
        ("page-tile-skipped", corpus.skipped.len(), !corpus.skipped.is_empty()),
    ];
    let shown = tiles.into_iter().filter(|(_, _, is_shown)| *is_shown);
    shown
        .map(|(key, number, _)| context! { name => view.say(key), value => view.words.grouped(number) })
        .collect()
}
