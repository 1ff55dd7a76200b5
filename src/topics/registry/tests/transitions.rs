//! Each kind of change by itself, and many of them in ten thousand units.

use std::collections::BTreeSet;

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::*;

fn two() -> Registry {
    first(vec![found("train", 0..10), found("space", 10..18)])
}

#[test]
fn the_first_run_numbers_topics_from_the_largest_and_all_are_born() {
    let after = run(&Registry::default(), vec![found("space", 10..18), found("train", 0..10)]);
    assert_eq!((after.ids, after.names), (ids(&[2, 1]), vec!["space".to_owned(), "train".to_owned()]));
    assert_eq!(after.changes, [Change::Born { id: id(1) }, Change::Born { id: id(2) }]);
    assert_eq!(after.registry.run(), Some(&Run { number: 1, settings: String::new() }));
}

#[test]
fn a_topic_that_grows_keeps_id_and_name_whatever_its_new_label() {
    let after = run(&two(), vec![found("rockets", 10..40), found("railway", 0..10)]);
    assert_eq!((after.ids, after.names), (ids(&[2, 1]), vec!["space".to_owned(), "train".to_owned()]));
    let kept = |id, gained| Change::Kept { id, gained, lost: 0, share: Some(1.0) };
    assert_eq!(after.changes, [kept(id(1), 0), kept(id(2), 22)]);
    assert_eq!(after.registry.run().unwrap().number, 2);
}

#[test]
fn the_largest_piece_of_a_split_keeps_the_id() {
    let after = run(&two(), vec![found("a", 0..4), found("b", 4..10), found("space", 10..18)]);
    assert_eq!(after.ids, ids(&[3, 1, 2]));
    assert_eq!(after.names, ["a", "train", "space"]);
    let into = vec![Piece { id: id(1), share: 0.6 }, Piece { id: id(3), share: 0.4 }];
    assert_eq!(after.changes[0], Change::Split { from: id(1), into });
    assert_eq!(after.changes.len(), 2, "and `space` is kept: {:?}", after.changes);
}

#[test]
fn topics_that_merge_become_the_largest_of_them() {
    let after = run(&two(), vec![found("all", 0..18)]);
    assert_eq!((&after.ids, &after.names), (&ids(&[1]), &vec!["train".to_owned()]));
    assert_eq!(after.changes, [Change::Merged { from: ids(&[1, 2]), into: id(1) }]);
    assert_eq!(after.registry.living(id(2)), Some(id(1)));
    // The number of the one that is gone is not given again.
    let later = run(&after.registry, vec![found("all", 0..18), found("new", 100..105)]);
    assert_eq!(later.ids, ids(&[1, 3]));
}

#[test]
fn a_topic_whose_texts_are_gone_is_gone_and_one_of_new_texts_is_born() {
    let after = run(&two(), vec![found("train", 0..10), found("harvest", 50..58)]);
    assert_eq!(after.ids, ids(&[1, 3]));
    assert_eq!(after.changes[..2], [Change::Born { id: id(3) }, Change::Gone { id: id(2), into: None }]);
    assert_eq!(after.registry.gone(), [GoneTopic { id: id(2), name: "space".to_owned(), into: None }]);
    assert_eq!(after.registry.living(id(2)), None);
}

#[test]
fn a_topic_that_dissolves_is_told_with_the_one_that_has_most_of_it() {
    let before = first(vec![found("a", 0..40), found("b", 40..50), found("c", 50..55)]);
    // Half of `c` is in what is now mostly `b`; the rest is nowhere.
    let after = before.assign(vec![found("a", 0..40), found("b", 40..53)], units(53..55), "");
    assert_eq!(after.changes[0], Change::Merged { from: ids(&[2, 3]), into: id(2) });
    let scattered = before.assign(
        vec![found("a", (0..40).chain([50, 51])), found("b", (40..50).chain([52, 53]))],
        units([54]),
        "",
    );
    assert_eq!(scattered.changes[0], Change::Gone { id: id(3), into: None });
}

#[test]
fn units_that_go_to_another_topic_are_listed() {
    let after = run(&two(), vec![found("train", 0..9), found("space", 9..18)]);
    let moved = Change::Moved { from: id(1), to: id(2), units: units([9]) };
    assert_eq!(after.changes[2], moved);
    assert_eq!(after.changes[0], Change::Kept { id: id(1), gained: 0, lost: 1, share: Some(0.9) });
}

#[test]
fn a_few_old_texts_among_new_ones_carry_no_identity() {
    let before = first(vec![found("train", 0..100), found("space", 100..200)]);
    let new = found("harvest", (300..340).chain([0]));
    let after = run(&before, vec![found("space", (100..200).chain(1..100)), new]);
    assert_eq!(after.ids, ids(&[2, 3]), "one unit of `train` does not make it live on");
}

#[test]
fn replaced_collections_are_compared_by_their_centres() {
    let with = |label: &str, members: std::ops::Range<usize>, centre: [f32; 2]| FoundTopic {
        centre: centre.to_vec(),
        ..found(label, members)
    };
    let before = first(vec![with("train", 0..10, [1.0, 0.0]), with("space", 10..18, [0.0, 1.0])]);
    let after =
        run(&before, vec![with("rockets", 100..120, [0.1, 0.9]), with("other", 120..150, [0.7, -0.7])]);
    assert_eq!(after.ids, ids(&[2, 3]));
    let kept = Change::Kept { id: id(2), gained: 20, lost: 8, share: None };
    assert!(after.changes.contains(&kept), "{:?}", after.changes);
    // Where units are shared, they decide and not the centre.
    let after = run(&before, vec![with("x", 0..10, [0.0, 1.0]), with("y", 10..18, [1.0, 0.0])]);
    assert_eq!(after.ids, ids(&[1, 2]));
    // Centres of another model say nothing.
    let other = FoundTopic { centre: vec![0.0, 1.0, 0.0], ..found("rockets", 100..120) };
    assert_eq!(run(&before, vec![other]).ids, ids(&[3]));
}

#[test]
fn born_topics_of_one_label_get_different_names() {
    let spare = vec!["border".to_owned()];
    let after = run(
        &two(),
        vec![found("train", 0..10), FoundTopic { spare, ..found("Train", 30..36) }, found("train", 40..44)],
    );
    assert_eq!(after.names, ["train", "Train, border", "train 2"]);
}

#[test]
fn sizes_that_are_odd() {
    let none = run(&two(), Vec::new());
    assert_eq!(none.changes.len(), 2);
    assert!(none.registry.topics().is_empty());
    let again = run(&none.registry, vec![found("", []), found("", 0..1)]);
    assert_eq!((again.ids, again.names), (ids(&[4, 3]), vec!["topic 2".to_owned(), "topic".to_owned()]));
}

#[test]
fn two_runs_that_were_kept_are_compared_by_their_ids() {
    let before = two();
    let mut after = run(&before, vec![found("train", 0..9), found("space", 9..18)]).registry;
    let name = "trains".to_owned();
    after.edit(Request::Rename { id: id(1), name: name.clone() }, &centre).unwrap();
    let changes = diff(&before.snapshot(), &after.snapshot());
    assert_eq!(changes[3], Change::Renamed { id: id(1), from: "train".to_owned(), to: name });
    assert_eq!(changes[2], Change::Moved { from: id(1), to: id(2), units: units([9]) });
    assert_eq!(changes.len(), 4);

    // The same run, numbered by somebody else.
    let mut other = before.snapshot();
    other.topics[0].id = id(2);
    other.topics[1].id = id(7);
    assert!(!diff(&before.snapshot(), &other).iter().all(Change::is_nothing));
    let other = other.continuing(&before.snapshot());
    assert!(diff(&before.snapshot(), &other).iter().all(Change::is_nothing));
    let stranger = Snapshot {
        topics: vec![SnapshotTopic { id: id(1), members: units(90..95), ..other.topics[0].clone() }],
        ..Snapshot::default()
    };
    assert_eq!(stranger.continuing(&before.snapshot()).topics[0].id, id(3));
}

#[test]
fn changes_are_written_with_their_kind() {
    let json = serde_json::to_value(Change::Gone { id: id(3), into: Some(id(1)) }).unwrap();
    assert_eq!(json, serde_json::json!({"change": "gone", "id": 3, "into": 1}));
    let registry = two();
    let json = serde_json::to_string(&registry).unwrap();
    assert_eq!(serde_json::from_str::<Registry>(&json).unwrap(), registry);
}

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
