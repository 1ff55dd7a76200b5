//! Two topic reports that were kept, compared.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use crate::corpus::ContentHash;
use crate::pipeline::PipelineError;
use crate::pipeline::jobs::report_file;
use crate::report::answers::changes::{DIFF_REPORT_SCHEMA, DiffReport, DiffText, DiffTopic};
use crate::topics::registry::{Change, Snapshot, SnapshotTopic, TopicId, UnitKey, diff};

/// What changed from one topic report to another, both JSON of `cognate topics`, of any collections. A topic is told by
/// its texts: a number says nothing across reports.
///
/// # Errors
/// [`PipelineError::UnreadableReport`] for a file that cannot be read, and [`PipelineError::BadReport`] for one that is
/// no topic report.
pub fn diff_reports(before: &Path, after: &Path) -> Result<DiffReport, PipelineError> {
    let (old, new) = (Kept::read(before)?, Kept::read(after)?);
    let continued = named(new.snapshot.continuing(&old.snapshot), &old.snapshot, &new.snapshot);
    let changes = diff(&old.snapshot, &continued);
    let texts = moved(&changes)
        .into_iter()
        .filter_map(|unit| new.texts.get(&unit).map(|text| DiffText { unit, text: text.clone() }))
        .collect();
    Ok(DiffReport {
        schema: DIFF_REPORT_SCHEMA,
        before: before.display().to_string(),
        after: after.display().to_string(),
        changed: !changes.iter().all(Change::is_nothing),
        topics: topics(&old.snapshot, &new.snapshot, &continued),
        changes,
        texts,
    })
}

/// Gives topics that continue none the numbers that they have in `after`, where no topic of `before` has it.
fn named(mut continued: Snapshot, before: &Snapshot, after: &Snapshot) -> Snapshot {
    let old: BTreeSet<TopicId> = before.topics.iter().map(|topic| topic.id).collect();
    for (topic, own) in continued.topics.iter_mut().zip(&after.topics) {
        if !old.contains(&topic.id) && !old.contains(&own.id) {
            topic.id = own.id;
        }
    }
    continued
}

/// Every topic of either report, by its number in the comparison.
fn topics(before: &Snapshot, after: &Snapshot, continued: &Snapshot) -> Vec<DiffTopic> {
    let mut all: BTreeMap<TopicId, DiffTopic> = BTreeMap::new();
    for topic in &before.topics {
        let entry = all.entry(topic.id).or_insert_with(|| DiffTopic::new(topic.id));
        entry.label.clone_from(&topic.name);
        entry.before = Some(topic.id);
        entry.texts_before = topic.members.len();
    }
    for (topic, own) in continued.topics.iter().zip(&after.topics) {
        let entry = all.entry(topic.id).or_insert_with(|| DiffTopic::new(topic.id));
        entry.label.clone_from(&topic.name);
        entry.after = Some(own.id);
        entry.texts_after = topic.members.len();
    }
    all.into_values().collect()
}

/// Units that moved, rising.
fn moved(changes: &[Change]) -> BTreeSet<UnitKey> {
    let units = changes.iter().filter_map(|change| match change {
        Change::Moved { units, .. } => Some(units),
        _ => None,
    });
    units.flatten().copied().collect()
}

/// What a comparison needs of a report.
struct Kept {
    snapshot: Snapshot,
    texts: BTreeMap<UnitKey, String>,
}

#[derive(Deserialize)]
struct Report {
    topics: Vec<Topic>,
    units: Vec<Unit>,
}

#[derive(Deserialize)]
struct Topic {
    id: u64,
    label: String,
}

#[derive(Deserialize)]
struct Unit {
    text: String,
    topic: Option<u64>,
    boilerplate: Option<serde::de::IgnoredAny>,
    #[serde(default)]
    without_vector: bool,
}

impl Kept {
    fn read(path: &Path) -> Result<Self, PipelineError> {
        Self::of(report_file::read(path)?).map_err(|reason| report_file::bad(path, None, reason))
    }

    fn of(report: Report) -> Result<Self, String> {
        let mut place = BTreeMap::new();
        let mut topics = Vec::with_capacity(report.topics.len());
        for Topic { id, label } in report.topics {
            if place.insert(id, topics.len()).is_some() {
                return Err(format!("two topics have the number {id}"));
            }
            topics.push(SnapshotTopic {
                id: TopicId(id),
                name: label,
                members: Vec::new(),
                centre: Vec::new(),
            });
        }
        // The same text in two places is one unit; where they differ, the first that is in a topic counts.
        let mut topic_of: BTreeMap<UnitKey, Option<usize>> = BTreeMap::new();
        let mut texts = BTreeMap::new();
        for (number, unit) in report.units.into_iter().enumerate() {
            if unit.boilerplate.is_some() || unit.without_vector {
                continue;
            }
            let topic = match unit.topic {
                Some(id) => Some(*place.get(&id).ok_or_else(|| {
                    format!("unit {number} is in topic {id}, which is not among its topics")
                })?),
                None => None,
            };
            let key = UnitKey::from(ContentHash::of(&unit.text));
            let known = topic_of.entry(key).or_default();
            *known = known.or(topic);
            texts.insert(key, unit.text);
        }
        let mut outliers = Vec::new();
        for (key, topic) in topic_of {
            match topic {
                Some(at) => topics[at].members.push(key),
                None => outliers.push(key),
            }
        }
        Ok(Self { snapshot: Snapshot { topics, outliers }, texts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(report: &serde_json::Value) -> Result<Kept, String> {
        Kept::of(serde_json::from_value(report.clone()).unwrap())
    }

    #[test]
    fn a_text_in_two_places_is_one_unit_and_what_takes_no_part_is_none() {
        let kept = kept(&serde_json::json!({
            "topics": [{"id": 4, "label": "a"}, {"id": 2, "label": "b"}],
            "units": [
                {"text": "twice", "topic": null},
                {"text": "twice", "topic": 2},
                {"text": "twice", "topic": 4},
                {"text": "alone", "topic": null, "boilerplate": null, "without_vector": false},
                {"text": "menu", "topic": null, "boilerplate": "link"},
                {"text": "?", "topic": null, "without_vector": true},
            ],
        }))
        .unwrap();
        let key = |text: &str| UnitKey::from(ContentHash::of(text));
        assert_eq!(kept.snapshot.topics[1].members, [key("twice")]);
        assert_eq!((kept.snapshot.topics[0].members.len(), kept.snapshot.outliers), (0, vec![key("alone")]));
    }

    #[test]
    fn topics_that_do_not_go_together_are_told() {
        let two = kept(&serde_json::json!({
            "topics": [{"id": 1, "label": "a"}, {"id": 1, "label": "b"}], "units": [],
        }));
        assert_eq!(two.err().unwrap(), "two topics have the number 1");
        let stranger = kept(&serde_json::json!({"topics": [], "units": [{"text": "a", "topic": 3}]}));
        assert_eq!(stranger.err().unwrap(), "unit 0 is in topic 3, which is not among its topics");
    }

    #[test]
    fn a_new_topic_keeps_its_number_unless_an_old_one_has_it() {
        let snapshot = |topics: &[(u64, &[&str])]| Snapshot {
            topics: topics
                .iter()
                .map(|&(id, texts)| SnapshotTopic {
                    id: TopicId(id),
                    name: format!("topic {id}"),
                    members: texts.iter().map(|text| ContentHash::of(text).into()).collect(),
                    centre: Vec::new(),
                })
                .collect(),
            outliers: Vec::new(),
        };
        let before = snapshot(&[(1, &["a", "b"]), (2, &["c", "d"])]);
        let after = snapshot(&[(1, &["c", "d"]), (2, &["x", "y"]), (9, &["z"])]);
        let continued = named(after.continuing(&before), &before, &after);
        let ids: Vec<u64> = continued.topics.iter().map(|topic| topic.id.0).collect();
        assert_eq!((ids[0], ids[2]), (2, 9));
        assert!(ids[1] > 9, "{ids:?}");
        let all = topics(&before, &after, &continued);
        assert_eq!((all[1].before, all[1].after), (Some(TopicId(2)), Some(TopicId(1))));
        assert_eq!((all[0].after, all[0].texts_before, all[0].texts_after), (None, 2, 0));
    }
}
