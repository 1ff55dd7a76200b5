//! Runs made by hand and by chance, with what is known about them.

mod edits;
mod properties;
mod transitions;

use super::*;
use crate::cluster::ClusterId;

/// The unit of a number.
fn unit(number: usize) -> UnitKey {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&(number as u64).to_be_bytes());
    UnitKey(key)
}

fn units(numbers: impl IntoIterator<Item = usize>) -> Vec<UnitKey> {
    numbers.into_iter().map(unit).collect()
}

fn found(label: &str, members: impl IntoIterator<Item = usize>) -> FoundTopic {
    FoundTopic { members: units(members), label: label.to_owned(), ..FoundTopic::default() }
}

/// Topics of a run by their labels.
fn run(before: &Registry, topics: Vec<FoundTopic>) -> Assigned {
    let assigned = before.assign(topics, Vec::new(), "");
    assigned.registry.check().unwrap();
    assigned
}

/// A registry after a first run, topics numbered from the largest.
fn first(topics: Vec<FoundTopic>) -> Registry {
    run(&Registry::default(), topics).registry
}

/// A stand-in for the middle of units that tells which units they are.
fn centre(units: &[UnitKey]) -> Vec<f32> {
    units.iter().map(|unit| f32::from(unit.0[7])).collect()
}

fn id(number: u64) -> TopicId {
    TopicId(number)
}

fn ids(numbers: &[u64]) -> Vec<TopicId> {
    numbers.iter().copied().map(TopicId).collect()
}

fn labels(labels: &[i64]) -> Vec<Option<ClusterId>> {
    labels.iter().map(|&label| u32::try_from(label).ok().map(ClusterId)).collect()
}

/// Found topics and outliers of a clustering of units.
fn topics_of(keys: &[UnitKey], labels: &[Option<ClusterId>]) -> (Vec<FoundTopic>, Vec<UnitKey>) {
    let n = labels.iter().flatten().map(|label| label.0 as usize + 1).max().unwrap_or(0);
    let mut topics = vec![FoundTopic::default(); n];
    let mut outliers = Vec::new();
    for (key, label) in keys.iter().zip(labels) {
        match label {
            Some(label) => topics[label.0 as usize].members.push(*key),
            None => outliers.push(*key),
        }
    }
    topics.retain(|topic| !topic.members.is_empty());
    (topics, outliers)
}

/// Members of each topic by its id.
fn members(registry: &Registry) -> Vec<(u64, Vec<UnitKey>)> {
    registry.topics().iter().map(|topic| (topic.id.0, topic.members.clone())).collect()
}

#[test]
fn a_key_is_read_as_it_is_written() {
    let key = UnitKey::from(ContentHash::of("a text"));
    let json = serde_json::to_string(&key).unwrap();
    assert_eq!(json.len(), 66);
    assert_eq!(serde_json::from_str::<UnitKey>(&json).unwrap(), key);
    for wrong in ["", "0g", &"é".repeat(32), &"0".repeat(63), &format!("{}g", "0".repeat(63))] {
        assert!(UnitKey::try_from(wrong.to_owned()).is_err(), "{wrong}");
    }
}

#[test]
fn a_name_that_is_taken_gets_the_next_term_and_then_a_number() {
    let mut taken = BTreeSet::new();
    let spare = ["border".to_owned()];
    let mut name = |label: &str| free_name(label, &spare, &mut taken);
    assert_eq!(name("train, Khasan"), "train, Khasan");
    assert_eq!(name("Train, Khasan "), "Train, Khasan, border");
    assert_eq!(name("train, khasan"), "train, khasan 2");
    assert_eq!(name("train, khasan"), "train, khasan 3");
    assert_eq!(name(" "), "topic");
    assert_eq!(name(""), "topic, border");
}
