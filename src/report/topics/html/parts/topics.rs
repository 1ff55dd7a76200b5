//! The card of each topic.

use std::collections::BTreeMap;

use minijinja::context;
use minijinja::value::Value;

use super::super::chart;
use super::super::view::{View, WORDS, colour, excerpt};
use crate::report::text::place::spot;
use crate::report::text::wrap::{beginning, label, one_line};
use crate::report::topics::model::{Mention, TopicEntry};
use crate::report::topics::wording::topic as wording;
use crate::topics::Term;

/// Sources that are named; the others are one.
const SOURCES: usize = 6;

/// Names and dates that are shown.
const MENTIONS: usize = 12;

/// Columns of a title.
pub(in crate::report::topics::html) const TITLE: usize = 200;

/// Units on the border, and of those in part, that are shown.
const BORDER: usize = 5;

/// Topics whose excerpts are unfolded.
pub(in crate::report::topics::html) const UNFOLDED: usize = 12;

/// All cards.
pub(in crate::report::topics::html) fn cards(view: &View<'_>) -> Vec<Value> {
    view.report.topics.iter().enumerate().map(|(place, topic)| card(view, place, topic)).collect()
}

fn card(view: &View<'_>, place: usize, topic: &TopicEntry) -> Value {
    let share = topic.units as f64 / view.proper().max(1) as f64;
    let unit = |number: usize| view.report.units.get(number);
    let titles = topic.titles.iter().map(|title| {
        let unit = unit(title.unit);
        context! {
            text => beginning(&title.text, TITLE), lang => View::lang(unit),
            place => unit.map(|unit| spot(&unit.place)),
        }
    });
    let summary = wording::summary(topic).and_then(|sentence| {
        let unit = unit(sentence.unit)?;
        Some(context! {
            text => excerpt(&sentence.text), place => view.place(&unit.place), lang => View::lang(Some(unit)),
        })
    });
    let said = wording::summary(topic).map(|sentence| one_line(&sentence.text));
    let new = topic.representatives.iter().filter(|quoted| Some(one_line(&quoted.text)) != said);
    let excerpts: Vec<_> = new
        .map(|quoted| {
            context! {
                text => excerpt(&quoted.text), place => view.place(&quoted.place), lang => View::lang(unit(quoted.unit)),
            }
        })
        .collect();
    let border = topic.borderline.iter().take(BORDER).filter_map(|border| {
        let unit = unit(border.unit)?;
        Some(context! {
            text => beginning(&unit.text, WORDS), lang => View::lang(Some(unit)), place => spot(&unit.place),
            note => wording::border(view.words, &view.labels, border),
        })
    });
    let in_part = view.in_part.get(&topic.id).map_or(&[][..], Vec::as_slice);
    let also = in_part.iter().take(BORDER).map(|also| {
        context! {
            text => beginning(also.text(), WORDS), lang => View::lang(Some(also.unit)), place => spot(&also.unit.place),
            note => also.note(view.words, &view.labels),
        }
    });
    context! {
        id => topic.id,
        label => label(&topic.label),
        colour => place % chart::COLOURS,
        given => topic.given,
        fragile => topic.stability.is_some_and(|stability| stability.fragile),
        bar => chart::bar(share, &colour(place)),
        size => size(view, topic),
        titles => titles.collect::<Vec<_>>(),
        summary,
        terms => terms(view, place, &topic.terms),
        facts => facts(view, topic),
        excerpts_title => view.counting("page-excerpts", excerpts.len()),
        excerpts,
        more_in_part => wording::more_in_part(view.words, in_part),
        in_part => also.collect::<Vec<_>>(),
        more_of_them => view.more(in_part.len(), BORDER.min(in_part.len())),
        border => border.collect::<Vec<_>>(),
        show_all => view.counting("page-show-all", topic.units),
    }
}

/// `12 paragraphs (50%), of which 9 independent, in 2 documents`.
fn size(view: &View<'_>, topic: &TopicEntry) -> String {
    if view.report.corpus.unit == "document" {
        wording::size(view.words, view.report, topic)
    } else {
        wording::size_in_documents(view.words, view.report, topic)
    }
}

fn terms(view: &View<'_>, place: usize, terms: &[Term]) -> Vec<Value> {
    let most = terms.iter().map(|term| term.score).fold(f32::MIN_POSITIVE, f32::max);
    let rows = terms.iter().map(|term| {
        let also = term.also.iter().map(
            |translation| context! { text => label(&translation.text), lang => translation.language.code() },
        );
        context! {
            text => label(&term.text),
            lang => term.language.map(|language| language.code().to_owned()),
            also => also.collect::<Vec<_>>(),
            bar => chart::bar(f64::from(term.score / most), &colour(place)),
            score => view.words.decimal(f64::from(term.score), 1),
        }
    });
    rows.collect()
}

fn facts(view: &View<'_>, topic: &TopicEntry) -> Vec<Value> {
    let fact = |key: &str, text: String, bar: Option<Value>| {
        (!text.is_empty()).then(|| context! { name => view.say(key), text, bar })
    };
    let named = |mentions: &[Mention], show: &dyn Fn(&str) -> String| {
        let shown = mentions.iter().take(MENTIONS).map(|mention| show(&label(&mention.text)));
        shown.collect::<Vec<_>>().join(" · ")
    };
    let languages: Vec<_> =
        topic.languages.iter().map(|(code, n)| (view.words.language_name(*code), *n)).collect();
    let [languages, sources] = [languages, sources(view, topic)].map(|counts| shares(view, counts));
    let stability = topic.stability.as_ref().map(|stability| {
        let said = wording::stability(view.words, view.report, topic).unwrap_or_default();
        format!("{said} · Jaccard {}", view.words.figure(stability.jaccard))
    });
    let facts = [
        fact("page-names", named(&topic.names, &str::to_owned), None),
        fact("page-dates", named(&topic.dates, &|date| view.words.date(date)), None),
        fact("page-languages", languages.0, languages.1),
        fact("page-sources", sources.0, sources.1),
        fact("page-stability", stability.unwrap_or_default(), None),
        fact("page-figures", wording::figures(view.words, topic), None),
    ];
    facts.into_iter().flatten().collect()
}

/// Units of each source, those of no named source left out.
fn sources(view: &View<'_>, topic: &TopicEntry) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for unit in view.members.get(&topic.id).into_iter().flatten() {
        if let Some(source) = &view.report.units[*unit].place.source {
            *counts.entry(source).or_default() += 1;
        }
    }
    counts.into_iter().map(|(source, n)| (beginning(source, 60), n)).collect()
}

/// Names with their shares, the greatest first, and a bar of them when there are several.
fn shares(view: &View<'_>, mut counts: Vec<(String, usize)>) -> (String, Option<Value>) {
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let all: usize = counts.iter().map(|(_, n)| n).sum();
    if counts.len() > SOURCES {
        let rest: usize = counts.drain(SOURCES..).map(|(_, n)| n).sum();
        counts.push((view.say("page-others"), rest));
    }
    let named = counts.iter().map(|(name, n)| format!("{name} {}", view.words.share(*n, all)));
    let bar = chart::stacked(&counts.iter().map(|(_, n)| *n as f64 / all.max(1) as f64).collect::<Vec<_>>());
    (named.collect::<Vec<_>>().join(", "), (counts.len() > 1).then_some(bar))
}
