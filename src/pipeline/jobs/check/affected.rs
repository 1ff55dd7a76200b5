//! Which topics rest on units that do not match.

use super::cited::{Cited, Topic, Unit};
use crate::report::answers::check::{AffectedTerm, AffectedTopic, StatusCounts, UnitStatus};

/// What became of a unit, and the text in its place where it changed.
pub(super) type Fate<'a> = (UnitStatus, Option<&'a str>);

/// Topics with a unit that does not match.
pub(super) fn topics(report: &Cited, fates: &[Fate<'_>]) -> Vec<AffectedTopic> {
    let mut members: std::collections::BTreeMap<u64, Vec<usize>> = std::collections::BTreeMap::new();
    for (number, unit) in report.units.iter().enumerate() {
        if let Some(topic) = unit.topic {
            members.entry(topic).or_default().push(number);
        }
    }
    let affected = report.topics.iter().filter_map(|topic| {
        let members = members.get(&topic.id).map_or(&[][..], Vec::as_slice);
        let units: StatusCounts = members.iter().map(|&unit| fates[unit].0).collect();
        let excerpts = topic.representatives.iter().filter_map(|excerpt| fates.get(excerpt.unit?));
        let excerpts: StatusCounts = excerpts.map(|fate| fate.0).collect();
        let summary = summary(topic, fates);
        (units.broken() + excerpts.broken() > 0 || summary.is_some_and(|status| !status.holds())).then(|| {
            AffectedTopic {
                id: topic.id,
                label: topic.label.clone(),
                units,
                excerpts,
                summary,
                terms: terms(topic, members, &report.units, fates),
            }
        })
    });
    affected.collect()
}

fn summary(topic: &Topic, fates: &[Fate<'_>]) -> Option<UnitStatus> {
    let summary = topic.summary.as_ref()?;
    let &(status, now) = fates.get(summary.unit)?;
    let still_there = now.is_some_and(|text| text.contains(&summary.text));
    (!still_there).then_some(status)
}

/// Terms that fewer texts hold now. A text that moved still holds what it held.
fn terms(topic: &Topic, members: &[usize], units: &[Unit], fates: &[Fate<'_>]) -> Vec<AffectedTerm> {
    let terms: Vec<String> = topic.terms.iter().map(|term| term.text.to_lowercase()).collect();
    let mut held = vec![0; terms.len()];
    let mut lost = vec![0; terms.len()];
    for &number in members {
        let text = units[number].text.to_lowercase();
        let (status, now) = fates[number];
        let now = now.map(str::to_lowercase);
        let gone = matches!(status, UnitStatus::Changed | UnitStatus::Deleted | UnitStatus::Unreadable);
        for (place, term) in terms.iter().enumerate() {
            if text.contains(term) {
                held[place] += 1;
                lost[place] += usize::from(gone && !now.as_ref().is_some_and(|now| now.contains(term)));
            }
        }
    }
    let fewer = topic.terms.iter().zip(held.iter().zip(&lost)).filter(|(_, (_, lost))| **lost > 0);
    fewer.map(|(term, (&units, &lost))| AffectedTerm { text: term.text.clone(), units, lost }).collect()
}
