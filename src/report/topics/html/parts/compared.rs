//! Topics beside each other: in groups, over time, in two sets, by the values of a field, and since the last run.

use minijinja::context;
use minijinja::value::Value;

use super::super::chart::{self, Branch};
use super::super::view::{View, WORDS, colour};
use crate::report::text::place::spot;
use crate::report::text::wrap::{beginning, capital};
use crate::report::topics::wording::{changes, contrast, levels, per, time};

/// Changes of a kind that are shown.
const CHANGES: usize = 30;

/// The tree of topics.
pub(in crate::report::topics::html) fn tree(view: &View<'_>) -> Option<Value> {
    let branches = levels::tree(view.words, view.report);
    let lines =
        branches.iter().map(|branch| Branch { depth: branch.depth, text: &branch.text, topic: branch.topic });
    (!branches.is_empty()).then(|| chart::tree(&lines.collect::<Vec<_>>()))
}

/// Each topic over time.
pub(in crate::report::topics::html) fn over_time(view: &View<'_>) -> Option<Value> {
    let timeline = time::of(view.report)?;
    let all: Vec<usize> = timeline.bins.iter().map(|bin| bin.units).collect();
    let label = |place: usize| timeline.bins.get(place).map(|bin| bin.label.clone());
    let said = time::rows(view.words, view.report, timeline, usize::MAX);
    let topics = view.report.topics.iter().zip(&timeline.topics).zip(said).enumerate();
    let rows = topics.map(|(place, ((topic, series), row))| {
        let marks: Vec<_> = series.changes.iter().map(|change| change.bin).collect();
        let most = view.words.percent(chart::greatest(&series.units, &all));
        let most = view.words.with("page-most", &[("share", most.into())]);
        let label = std::iter::once(format!("{}: {most}", row.name)).chain(row.changes.iter().cloned());
        context! {
            id => topic.id,
            chart => chart::over_time(&series.units, &all, &marks, &colour(place), &label.collect::<Vec<_>>().join("; ")),
            name => row.name,
            changes => row.changes,
            most,
        }
    });
    Some(context! {
        rows => rows.collect::<Vec<_>>(),
        span => capital(&time::span(view.words, timeline, usize::MAX)),
        first => label(0),
        last => label(timeline.bins.len() - 1),
        left_out => time::left_out(view.words, view.report, timeline),
    })
}

/// Topics in two sets.
pub(in crate::report::topics::html) fn two_sets(view: &View<'_>) -> Option<Value> {
    let found = contrast::of(view.report)?;
    let rows = contrast::rows(view.words, view.report, found);
    let rows = view.report.topics.iter().zip(rows).map(|(topic, row)| {
        context! {
            id => topic.id,
            name => row.name,
            shares => row.shares.to_vec(),
            q => row.q,
            more_in => row.more_in,
            text => row.exemplar.map(|unit| beginning(&unit.text, WORDS)).unwrap_or_default(),
            lang => View::lang(row.exemplar),
            place => row.exemplar.map(|unit| spot(&unit.place)),
        }
    });
    let sets = contrast::sets(view.words, view.report, found);
    Some(context! { sets => sets.to_vec(), rows => rows.collect::<Vec<_>>() })
}

/// Topics by the values of fields.
pub(in crate::report::topics::html) fn by_field(view: &View<'_>) -> Vec<Value> {
    let fields = per::fields(view.words, view.report).into_iter();
    fields
        .map(|field| {
            let cell = |cell: &per::Cell| {
                context! {
                    units => view.words.grouped(cell.units),
                    is_there => cell.units > 0,
                    share => &cell.share,
                    interval => &cell.interval,
                }
            };
            context! {
                title => field.title,
                values => field.values.iter()
                    .map(|said| context! { name => &said.name, size => &said.size }).collect::<Vec<_>>(),
                rows => field.rows.iter().map(|row| context! {
                    id => row.id,
                    name => &row.name,
                    cells => row.cells.iter().map(cell).collect::<Vec<_>>(),
                }).collect::<Vec<_>>(),
            }
        })
        .collect()
}

/// What changed since the last run.
pub(in crate::report::topics::html) fn changed(view: &View<'_>) -> Vec<Value> {
    let kinds = changes::by_kind(view.words, view.report).into_iter();
    kinds
        .map(|(kind, mut texts)| {
            let more = view.more(texts.len(), CHANGES);
            texts.truncate(CHANGES);
            texts.extend(more);
            context! { kind => view.words.say(&format!("change-{kind}")), texts }
        })
        .collect()
}
