//! Ten thousand units in thirty topics, then a fifth more, with changes that are known.

use std::collections::BTreeSet;

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::*;

const TOPICS: usize = 30;
const UNITS: usize = 10_000;

/// Topic 0 loses its texts, 1 and 2 become one, 3 falls into halves, 30 and 31 are new; 4 to 13 grow.
const DEAD: usize = 0;
const MERGED: [usize; 2] = [1, 2];
const SPLIT: usize = 3;
const GROWING: std::ops::Range<usize> = 4..14;
const BORN: [usize; 2] = [30, 31];
const HALF: usize = 32;

struct Planted {
    before: Vec<(usize, usize)>,
    after: Vec<(usize, usize)>,
}

/// Units with their topics before and after: all of one topic keep together but for `noise` of them.
fn planted(seed: u64, noise: f64) -> Planted {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let before: Vec<(usize, usize)> = (0..UNITS).map(|unit| (unit, unit % TOPICS)).collect();
    let kept = before.iter().filter(|(_, topic)| *topic != DEAD);
    let mut after: Vec<(usize, usize)> = kept
        .map(|&(unit, topic)| match topic {
            _ if topic == MERGED[1] => (unit, MERGED[0]),
            SPLIT if (unit / TOPICS).is_multiple_of(2) => (unit, HALF),
            _ => (unit, topic),
        })
        .collect();
    after.extend((0..UNITS / 5).map(|new| {
        let topic = if new % 4 == 0 { BORN[new / 4 % 2] } else { GROWING.start + new % GROWING.len() };
        (UNITS + new, topic)
    }));
    let alive: Vec<usize> =
        after.iter().map(|(_, topic)| *topic).collect::<BTreeSet<_>>().into_iter().collect();
    for (_, topic) in &mut after {
        if random.gen_bool(noise) {
            *topic = alive[random.gen_range(0..alive.len())];
        }
    }
    Planted { before, after }
}

fn topics(units: &[(usize, usize)]) -> Vec<FoundTopic> {
    let of = |topic: usize| units.iter().filter(move |(_, t)| *t == topic).map(|(unit, _)| *unit);
    let topics = (0..=HALF).map(|topic| found(&format!("label {topic}"), of(topic)));
    topics.filter(|topic| !topic.members.is_empty()).collect()
}

#[test]
fn planted_changes_are_told_and_all_other_topics_stay() {
    for seed in 0..5 {
        let Planted { before, after } = planted(seed, 0.03);
        let first = first(topics(&before));
        let id_of = |registry: &Registry, label: usize| {
            let name = format!("label {label}");
            registry.topics().iter().find(|topic| topic.name == name).map(|topic| topic.id)
        };
        let old = |label: usize| id_of(&first, label).unwrap();
        let second = run(&first, topics(&after));
        let new = |label: usize| id_of(&second.registry, label).unwrap();

        for label in SPLIT + 1..TOPICS {
            assert_eq!(old(label), new(label), "topic {label} keeps id and name");
        }
        let told = |change: &&Change| !matches!(change, Change::Kept { .. } | Change::Moved { .. });
        let events: Vec<&Change> = second.changes.iter().filter(told).collect();
        assert_eq!(events.len(), 5, "{events:?}");
        let born: BTreeSet<TopicId> = BORN.map(new).into();
        for change in &events {
            match change {
                Change::Born { id } => assert!(born.contains(id)),
                Change::Gone { id, into } => assert_eq!((*id, *into), (old(DEAD), None)),
                Change::Merged { from, into } => {
                    assert_eq!(from.iter().copied().collect::<BTreeSet<_>>(), MERGED.map(old).into());
                    assert!(from.contains(into));
                }
                Change::Split { from, into } => {
                    assert_eq!((*from, into[0].id), (old(SPLIT), old(SPLIT)));
                    assert_eq!(into.len(), 2);
                    assert!(into.iter().all(|piece| (0.44..0.53).contains(&piece.share)), "{into:?}");
                }
                other => panic!("{other:?}"),
            }
        }
        let kept: Vec<(TopicId, f64)> = second
            .changes
            .iter()
            .filter_map(|change| match change {
                Change::Kept { id, share, .. } => Some((*id, share.unwrap())),
                _ => None,
            })
            .collect();
        assert_eq!(
            kept.iter().map(|(id, _)| *id).collect::<BTreeSet<_>>(),
            (SPLIT + 1..TOPICS).map(old).collect()
        );
        assert!(kept.iter().all(|(_, share)| *share > 0.93), "{kept:?}");

        // Exactly the noise between topics that were there before and after has moved.
        let moved: usize = second
            .changes
            .iter()
            .filter_map(|change| match change {
                Change::Moved { units, .. } => Some(units.len()),
                _ => None,
            })
            .sum();
        let lives = |label: usize| second.registry.topic(old(label)).is_some();
        let at = |id: TopicId, unit: UnitKey| second.registry.topic(id).unwrap().members.contains(&unit);
        let present: BTreeSet<usize> = after.iter().map(|(unit, _)| *unit).collect();
        let expected = before
            .iter()
            .filter(|(number, label)| {
                present.contains(number) && lives(*label) && !at(old(*label), unit(*number))
            })
            .filter(|(number, _)| {
                second
                    .registry
                    .topics()
                    .iter()
                    .any(|t| first.topic(t.id).is_some() && at(t.id, unit(*number)))
            })
            .count();
        assert_eq!(moved, expected);
        assert!((100..300).contains(&moved), "{moved}");
    }
}

#[test]
fn without_noise_nothing_moves_and_nothing_else_changes() {
    let Planted { before, after } = planted(1, 0.0);
    let second = run(&first(topics(&before)), topics(&after));
    assert!(!second.changes.iter().any(|change| matches!(change, Change::Moved { .. })));
    let unchanged = second.changes.iter().filter(|change| change.is_nothing()).count();
    assert_eq!(unchanged, TOPICS - GROWING.end, "topics that neither grow nor change");
}
