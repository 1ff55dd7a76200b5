//! Topics of topics, topics over time, in two sets, and by the values of a field.

use super::figures::centroids;
use super::find::{Found, Words, texts};
use super::rows::Rows;
use super::{Attribute, Sides, TopicsOptions};
use std::collections::BTreeMap;

use crate::cluster::{ClusterId, Clustering};
use crate::pipeline::{Base, PipelineError};
use crate::report::topics::model::{ContrastEntry, GroupEntry, LevelEntry, PerEntry, PerKind, PerValue};
use crate::store::StoredUnit;
use crate::topics::contrast::{Side, SidedUnit};
use crate::topics::hierarchy::Hierarchy;
use crate::topics::per::ValuedUnit;
use crate::topics::time::{DatedUnit, Timeline};
use crate::topics::{self, TopicOptions};

/// Exemplars of each topic in each of two sets.
const EXEMPLARS: usize = 2;

/// Values of a field that are told apart; all others are told together.
const VALUES: usize = 10;

/// The value of each unit, where it has one.
pub(super) type Values = Vec<Option<String>>;

/// What units are told apart by: values of fields, by unit.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Of the field of the contrast, where it is one.
    pub(super) contrast: Option<Values>,
    /// Of each field by whose values topics are counted.
    pub(super) per: Vec<Values>,
}

/// Groups of topics with names, coarsest first; the topics themselves are no level.
pub(super) fn levels(
    units: &[StoredUnit],
    rows: &Rows<'_>,
    found: &Found,
    options: &TopicsOptions,
    words: &Words<'_>,
) -> Result<Vec<LevelEntry>, PipelineError> {
    let topics = &found.topics;
    if options.levels == 0 || topics.topics.len() < 3 {
        return Ok(Vec::new());
    }
    let centroids = centroids(rows, topics);
    let mean = centroids.mean_axis(ndarray::Axis(0)).unwrap_or_default();
    let mut centred = &centroids - &mean;
    for mut row in centred.outer_iter_mut() {
        let length = row.dot(&row).sqrt();
        if length > 1e-6 {
            row /= length;
        }
    }
    let sizes: Vec<usize> = topics.topics.iter().map(|topic| topic.members.len()).collect();
    let tree = Hierarchy::new(centred.view(), &sizes)?;
    let texts = texts(units, rows);
    let raw = rows.raw.select(ndarray::Axis(0), &rows.row_of);
    let vectors = |terms: &[&str]| words.vectors(terms);
    let named = TopicOptions {
        n_representatives: 0,
        label_language: options.label_language,
        ..TopicOptions::default()
    };
    let counts = tree.level_counts(options.levels + 1);
    let mut levels = Vec::new();
    for count in counts.into_iter().filter(|&count| count < topics.topics.len()).take(options.levels) {
        let group_of = tree.cut(count);
        let clustering = Clustering {
            labels: topics
                .assignment
                .iter()
                .map(|topic| topic.map(|topic| ClusterId(group_of[topic] as u32)))
                .collect(),
            strengths: topics.strengths.clone(),
            n_clusters: count,
        };
        let described = topics::describe(&texts, raw.view(), &clustering, &named, Some(&vectors));
        let groups = described.topics.into_iter().map(|group| {
            let own =
                group.members.first().and_then(|&place| clustering.labels[place]).map(|id| id.0 as usize);
            let inside = |topic: &usize| Some(group_of[*topic]) == own;
            let inside: Vec<usize> = (0..topics.topics.len()).filter(inside).collect();
            let label = match inside[..] {
                // A group of one topic is that topic.
                [only] => topics.topics[only].label.clone(),
                _ => group.label,
            };
            GroupEntry {
                label,
                topics: inside.iter().map(|&topic| found.ids[topic]).collect(),
                units: group.members.len(),
            }
        });
        levels.push(LevelEntry { groups: groups.collect() });
    }
    Ok(levels)
}

/// Topics over time, where any document has a date.
pub(super) fn timeline(
    units: &[StoredUnit],
    rows: &Rows<'_>,
    found: &Found,
    options: &TopicsOptions,
) -> Result<Option<Timeline>, PipelineError> {
    if rows.body.iter().all(|&unit| units[unit].date.is_none()) {
        return Ok(None);
    }
    let dated: Vec<DatedUnit<'_>> = rows
        .body
        .iter()
        .zip(&found.topics.assignment)
        .map(|(&unit, &topic)| DatedUnit {
            topic,
            date: units[unit].date.as_deref(),
            document: units[unit].document as usize,
        })
        .collect();
    Ok(Some(topics::time::timeline(&dated, found.topics.topics.len(), options.every)?))
}

/// Topics in the two sets that were asked for.
pub(super) fn contrast(
    units: &[StoredUnit],
    rows: &Rows<'_>,
    found: &Found,
    options: &TopicsOptions,
    values: Option<&Values>,
    base: &Base,
) -> Option<ContrastEntry> {
    let sides = options.contrast.as_ref()?;
    let sided: Vec<SidedUnit> = rows
        .body
        .iter()
        .enumerate()
        .map(|(place, &unit)| SidedUnit {
            topic: found.topics.assignment[place],
            side: side(&units[unit], sides, values.and_then(|values| values[unit].as_deref()), base),
            document: units[unit].document as usize,
            strength: found.topics.strengths[place],
        })
        .collect();
    let mut compared = topics::contrast::contrast(&sided, found.topics.topics.len(), EXEMPLARS);
    for exemplars in compared.topics.iter_mut().flat_map(|topic| &mut topic.exemplars) {
        for place in exemplars {
            *place = rows.body[*place];
        }
    }
    let name = |value: &str| match &sides.by {
        Attribute::Language => format!("language {value}"),
        Attribute::Source => format!("source {value}"),
        Attribute::Path => format!("below {value}"),
        Attribute::Field(field) => format!("{field} {value}"),
    };
    Some(ContrastEntry {
        sets: [name(&sides.a), sides.b.as_deref().map_or_else(|| "all others".to_owned(), name)],
        units: compared.units,
        documents: compared.documents,
        topics: compared.topics,
    })
}

/// The set that a unit is in; `value` is that of the field by which sets are told apart.
fn side(unit: &StoredUnit, sides: &Sides, value: Option<&str>, base: &Base) -> Option<Side> {
    let is = |wanted: &str| match &sides.by {
        Attribute::Language => unit.language.is_some_and(|language| language.code() == wanted),
        Attribute::Source => unit.source.as_deref() == Some(wanted),
        Attribute::Path => base.show(&unit.path).starts_with(wanted) || unit.path.starts_with(wanted),
        Attribute::Field(_) => value == Some(wanted),
    };
    match &sides.b {
        _ if is(&sides.a) => Some(Side::A),
        Some(b) if is(b) => Some(Side::B),
        Some(_) => None,
        None => Some(Side::B),
    }
}

/// Topics by the values of each field that was asked for.
pub(super) fn per(
    units: &[StoredUnit],
    rows: &Rows<'_>,
    found: &Found,
    options: &TopicsOptions,
    known: &Known,
) -> Vec<PerEntry> {
    let of_field = |(field, values): (&String, &Values)| {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for value in rows.body.iter().filter_map(|&unit| values[unit].as_deref()) {
            *counts.entry(value).or_default() += 1;
        }
        let mut most: Vec<(&str, usize)> = counts.into_iter().collect();
        most.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        // One value more is told apart rather than called the others.
        let apart = if most.len() == VALUES + 1 { VALUES + 1 } else { most.len().min(VALUES) };
        // Ratings and years are read in their own order.
        let number = |value: &str| value.trim().parse::<f64>().ok().filter(|number| number.is_finite());
        if most[..apart].iter().all(|(value, _)| number(value).is_some()) {
            most[..apart].sort_by(|a, b| {
                let numbers = [a, b].map(|(value, _)| number(value).unwrap_or_default());
                numbers[0].total_cmp(&numbers[1]).then(a.0.cmp(b.0))
            });
        }
        let place: BTreeMap<&str, usize> =
            most[..apart].iter().enumerate().map(|(place, (value, _))| (*value, place)).collect();
        let (other, none) = (apart, apart + 1);
        let valued: Vec<ValuedUnit> = rows
            .body
            .iter()
            .zip(&found.topics.assignment)
            .map(|(&unit, &topic)| {
                let value = values[unit].as_deref();
                let value = value.map_or(none, |value| place.get(value).copied().unwrap_or(other));
                ValuedUnit { topic, value, document: units[unit].document as usize }
            })
            .collect();
        let counted = topics::per::per(&valued, found.topics.topics.len(), apart + 2);
        let entry = |(number, counted): (usize, topics::per::Value)| PerValue {
            kind: match number {
                number if number == other => PerKind::Other,
                number if number == none => PerKind::None,
                _ => PerKind::Value,
            },
            value: most.get(number).filter(|_| number < apart).map(|(value, _)| (*value).to_owned()),
            values: match number {
                number if number == other => most.len() - apart,
                number if number == none => 0,
                _ => 1,
            },
            units: counted.units,
            documents: counted.documents,
            topics: counted.topics,
        };
        let values = counted.into_iter().enumerate().map(entry);
        PerEntry { field: field.clone(), values: values.filter(|value| value.units > 0).collect() }
    };
    options.per.iter().zip(&known.per).map(of_field).collect()
}
