//! What holds of every registry, run and edit.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

const UNITS: usize = 40;

/// A cluster or noise for each unit; few clusters, so that overlaps are of all kinds.
fn clustering() -> impl Strategy<Value = Vec<Option<ClusterId>>> {
    let label = prop_oneof![1 => Just(None), 8 => (0_u32..6).prop_map(|label| Some(ClusterId(label)))];
    proptest::collection::vec(label, UNITS)
}

/// A request about whatever there is at the time: picks are taken modulo what there is to pick from.
#[derive(Debug, Clone)]
enum Pick {
    Rename(usize, u8),
    Merge(usize, usize),
    Move(Vec<usize>, Option<usize>),
    Split(usize, Vec<bool>),
}

fn pick() -> impl Strategy<Value = Pick> {
    let some = 0_usize..12;
    prop_oneof![
        (some.clone(), 0_u8..20).prop_map(|(topic, name)| Pick::Rename(topic, name)),
        (some.clone(), some.clone()).prop_map(|(a, b)| Pick::Merge(a, b)),
        (proptest::collection::vec(0..UNITS, 1..4), proptest::option::of(some.clone()))
            .prop_map(|(units, to)| Pick::Move(units, to)),
        (some, proptest::collection::vec(any::<bool>(), UNITS))
            .prop_map(|(topic, side)| Pick::Split(topic, side)),
    ]
}

fn request(registry: &Registry, pick: &Pick) -> Option<Request> {
    let topics = registry.topics();
    let id = |place: usize| topics.get(place % topics.len().max(1)).map(|topic| topic.id);
    Some(match pick {
        Pick::Rename(topic, name) => Request::Rename { id: id(*topic)?, name: format!("name {name}") },
        Pick::Merge(a, b) => Request::Merge { ids: vec![id(*a)?], into: id(*b)? },
        Pick::Move(numbers, to) => {
            Request::Move { units: units(numbers.iter().copied()), to: to.and_then(id) }
        }
        Pick::Split(topic, side) => {
            let topic = registry.topic(id(*topic)?)?;
            let some = topic.members.iter().zip(side).filter(|(_, side)| **side).map(|(unit, _)| *unit);
            let part = NewPart { units: some.collect(), name: String::new(), name_given: false };
            Request::Split { id: topic.id, parts: vec![part] }
        }
    })
}

#[derive(Debug, Clone)]
enum Step {
    Run(Vec<Option<ClusterId>>),
    Edit(Pick),
    Undo,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        2 => clustering().prop_map(Step::Run),
        5 => pick().prop_map(Step::Edit),
        1 => Just(Step::Undo),
    ];
    (clustering(), proptest::collection::vec(step, 0..12)).prop_map(|(labels, mut steps)| {
        steps.insert(0, Step::Run(labels));
        steps
    })
}

/// Nearness by chance, but always the same for the same unit and topic.
fn nearness(row: usize, topic: &KnownTopic) -> f32 {
    ((row * 31 + topic.id.0 as usize * 17) % 7) as f32
}

fn step(registry: &Registry, step: &Step) -> Registry {
    let keys = units(0..UNITS);
    match step {
        Step::Run(labels) => {
            let obeyed = registry.apply_edits(&keys, labels, &nearness);
            let (mut topics, outliers) = topics_of(&keys, &obeyed.labels);
            for topic in &mut topics {
                topic.centre = centre(&sorted(topic.members.clone()));
            }
            registry.assign(topics, outliers, "").registry
        }
        Step::Edit(pick) => {
            let mut edited = registry.clone();
            if let Some(request) = request(registry, pick) {
                drop(edited.edit(request, &centre));
            }
            edited
        }
        Step::Undo => {
            let mut undone = registry.clone();
            drop(undone.undo(&centre));
            undone
        }
    }
}

fn through(steps: &[Step]) -> Registry {
    steps.iter().fold(Registry::default(), |registry, next| step(&registry, next))
}

/// Units by cluster, whatever the clusters are called.
fn partition(labels: &[Option<ClusterId>]) -> BTreeSet<Vec<usize>> {
    let mut clusters: BTreeMap<ClusterId, Vec<usize>> = BTreeMap::new();
    for (row, label) in labels.iter().enumerate() {
        if let Some(label) = label {
            clusters.entry(*label).or_default().push(row);
        }
    }
    clusters.into_values().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_registry_is_whole_and_no_number_is_given_twice(steps in steps()) {
        let mut registry = Registry::default();
        for next in &steps {
            let after = step(&registry, next);
            prop_assert_eq!(after.check(), Ok(()));
            prop_assert!(after.topics().iter().all(|topic| !topic.members.is_empty()));
            prop_assert!(after.next_id >= registry.next_id);
            let known = |id: TopicId| registry.place(id).is_some() || registry.gone_topic(id).is_some();
            for topic in after.topics().iter().filter(|topic| !known(topic.id)) {
                prop_assert!(topic.id.0 >= registry.next_id, "{} was given before", topic.id);
            }
            if matches!(next, Step::Run(_)) {
                let back = |topic: &&KnownTopic| registry.gone_topic(topic.id).is_some();
                prop_assert!(!after.topics().iter().any(|topic| back(&topic)), "a run brings none back");
            }
            let forgotten = |topic: &&KnownTopic| after.place(topic.id).is_none() && after.gone_topic(topic.id).is_none();
            prop_assert!(registry.topics().iter().find(forgotten).is_none());
            registry = after;
        }
    }

    #[test]
    fn the_same_run_again_changes_nothing(steps in steps()) {
        let registry = through(&steps);
        let topics: Vec<FoundTopic> = registry.topics().iter().map(|topic| FoundTopic {
            members: topic.members.clone(), label: "new".to_owned(), spare: Vec::new(), centre: topic.centre.clone(),
        }).collect();
        let again = registry.assign(topics, registry.outliers().to_vec(), "");
        prop_assert!(again.changes.iter().all(Change::is_nothing), "{:?}", again.changes);
        prop_assert_eq!(again.registry.topics(), registry.topics());
        prop_assert!(diff(&registry.snapshot(), &again.registry.snapshot()).iter().all(Change::is_nothing));
    }

    #[test]
    fn the_order_of_topics_and_units_is_nothing(steps in steps(), labels in clustering(), turn in 0_usize..6) {
        let registry = through(&steps);
        let (topics, outliers) = topics_of(&units(0..UNITS), &labels);
        let one = registry.assign(topics.clone(), outliers.clone(), "");
        let mut turned = topics;
        let n = turned.len().max(1);
        turned.rotate_left(turn % n);
        for topic in &mut turned { topic.members.reverse(); }
        let other = registry.assign(turned, outliers.into_iter().rev().collect(), "");
        prop_assert_eq!(one.changes, other.changes);
        prop_assert_eq!(one.registry, other.registry);
        let mut ids = one.ids;
        ids.rotate_left(turn % n);
        prop_assert_eq!(ids, other.ids);
    }

    #[test]
    fn every_topic_is_told_of(steps in steps(), labels in clustering()) {
        let registry = through(&steps);
        let (topics, outliers) = topics_of(&units(0..UNITS), &labels);
        let after = registry.assign(topics, outliers, "");
        let mut told = BTreeSet::new();
        for change in &after.changes {
            match change {
                Change::Born { id } | Change::Gone { id, .. } | Change::Kept { id, .. } => {
                    prop_assert!(told.insert(*id), "{} is told of twice: {:?}", id, after.changes);
                }
                _ => {}
            }
        }
        for change in &after.changes {
            match change {
                Change::Split { from, into } => {
                    told.insert(*from);
                    told.extend(into.iter().map(|piece| piece.id));
                    prop_assert!(into.iter().map(|piece| piece.share).sum::<f64>() < 1.0 + 1e-9);
                }
                Change::Merged { from, into } => {
                    told.extend(from);
                    told.insert(*into);
                }
                _ => {}
            }
        }
        let all = registry.topics().iter().map(|t| t.id).chain(after.registry.topics().iter().map(|t| t.id));
        prop_assert_eq!(told, all.collect::<BTreeSet<_>>());
    }

    #[test]
    fn edits_applied_twice_are_edits_applied_once(steps in steps(), labels in clustering()) {
        let registry = through(&steps);
        let keys = units(0..UNITS);
        let once = registry.apply_edits(&keys, &labels, &nearness);
        let twice = registry.apply_edits(&keys, &once.labels, &nearness);
        prop_assert_eq!(&twice.labels, &once.labels);
        // Whatever the clusters were called.
        let other: Vec<Option<ClusterId>> = labels.iter().map(|l| l.map(|id| ClusterId(20 - 3 * id.0))).collect();
        let other = registry.apply_edits(&keys, &other, &nearness);
        prop_assert_eq!(partition(&other.labels), partition(&once.labels));
    }

    #[test]
    fn edits_hold_as_they_were_made(steps in steps(), picks in proptest::collection::vec(pick(), 1..5)) {
        // The clustering of before the edits, found again after them, obeys: every topic is as the person
        // left it.
        let before = through(&[&steps[..1], &[]].concat());
        let keys = units(0..UNITS);
        let mut registry = before.clone();
        for pick in &picks {
            registry = step(&registry, &Step::Edit(pick.clone()));
        }
        let Step::Run(labels) = &steps[0] else { unreachable!() };
        let obeyed = registry.apply_edits(&keys, labels, &nearness);
        let (topics, outliers) = topics_of(&keys, &obeyed.labels);
        let after = registry.assign(topics, outliers, "");
        prop_assert_eq!(members(&after.registry), members(&registry));
    }

    #[test]
    fn an_edit_undone_leaves_the_topics_as_they_were(steps in steps(), pick in pick()) {
        let registry = through(&steps);
        let mut edited = registry.clone();
        let asked = request(&registry, &pick);
        prop_assume!(asked.is_some());
        let Some(Ok(())) = asked.map(|asked| edited.edit(asked, &centre).map(drop)) else {
            prop_assert_eq!(edited, registry);
            return Ok(());
        };
        if edited == registry {
            // The last edit once more is the one that there is: taking it back is another matter.
            return Ok(());
        }
        edited.undo(&centre).unwrap();
        prop_assert_eq!(members(&edited), members(&registry));
        prop_assert_eq!(edited.outliers(), registry.outliers());
        prop_assert_eq!(edited.edits(), registry.edits());
        prop_assert_eq!(edited.check(), Ok(()));
        let names = |registry: &Registry| -> Vec<(String, bool)> {
            registry.topics().iter().map(|topic| (topic.name.clone(), topic.name_given)).collect()
        };
        prop_assert_eq!(names(&edited), names(&registry));
    }

    #[test]
    fn a_registry_is_read_as_it_was_stored(steps in steps()) {
        let registry = through(&steps);
        let stored = registry.to_stored().unwrap();
        prop_assert_eq!(Registry::from_stored(stored).unwrap(), registry);
    }
}
