//! Edits by hand, their errors, and how they hold in later runs.

use super::*;

/// 1: units 0 to 9, 2: 10 to 17, 3: 18 to 23.
fn three() -> Registry {
    first(vec![found("train", 0..10), found("space", 10..18), found("arms", 18..24)])
}

fn part(members: impl IntoIterator<Item = usize>, name: &str) -> NewPart {
    NewPart { units: units(members), name: name.to_owned(), name_given: false }
}

fn edited(mut registry: Registry, request: Request) -> Registry {
    registry.edit(request, &centre).unwrap();
    registry.check().unwrap();
    registry
}

fn refused(registry: &Registry, request: Request) -> EditError {
    let mut tried = registry.clone();
    let error = tried.edit(request, &centre).unwrap_err();
    assert_eq!(&tried, registry, "a refused edit changes nothing");
    assert!(!error.to_string().is_empty() && error.hint().is_some_and(|hint| !hint.is_empty()), "{error:?}");
    error
}

/// No unit is nearer to one topic than to another.
fn equal(_: usize, _: &KnownTopic) -> f32 {
    0.0
}

#[test]
fn a_given_name_stays_and_another_topic_may_not_have_it() {
    let registry = edited(three(), Request::Rename { id: id(2), name: " Rockets ".to_owned() });
    let after = run(&registry, vec![found("rockets", 30..40), found("x", 10..18)]);
    assert_eq!((after.names, after.ids), (vec!["rockets 2".to_owned(), "Rockets".to_owned()], ids(&[4, 2])));
    assert!(after.registry.topic(id(2)).unwrap().name_given);
    let taken = refused(&registry, Request::Rename { id: id(1), name: "ROCKETS".to_owned() });
    assert_eq!(taken, EditError::NameTaken { name: "ROCKETS".to_owned(), by: id(2) });
    let empty = refused(&registry, Request::Rename { id: id(1), name: " ".to_owned() });
    assert_eq!(empty, EditError::EmptyName { id: id(1) });
}

#[test]
fn an_edit_that_is_asked_for_twice_is_made_once() {
    for request in [
        Request::Move { units: units([3, 1]), to: Some(id(2)) },
        Request::Move { units: units([3]), to: None },
        Request::Rename { id: id(2), name: " Rockets".to_owned() },
    ] {
        let once = edited(three(), request.clone());
        assert_eq!(edited(once.clone(), request.clone()), once);
        // Not the last any more, it is an edit of its own.
        let other = edited(once.clone(), Request::Rename { id: id(3), name: "Guns".to_owned() });
        assert_eq!(edited(other.clone(), request).edits().len(), other.edits().len() + 1);
    }
}

#[test]
fn merged_topics_are_joined_again_as_often_as_they_are_separated() {
    let registry = edited(three(), Request::Merge { ids: ids(&[1, 3]), into: id(1) });
    assert_eq!(registry.topic(id(1)).unwrap().members.len(), 16);
    assert_eq!(registry.topic(id(1)).unwrap().centre.len(), 16, "the centre is made anew");
    let keys = units(0..30);
    // Found apart again, `train` in two, and six new units beside `arms`.
    let mut cut = vec![0; 5];
    cut.extend([[3; 5].as_slice(), &[1; 8], &[2; 12]].concat());
    let obeyed = registry.apply_edits(&keys, &labels(&cut), &equal);
    let expected = [[0; 10].as_slice(), &[1; 8], &[0; 12]].concat();
    assert_eq!(obeyed.labels, labels(&expected));
    let (topics, outliers) = topics_of(&keys, &obeyed.labels);
    let mut registry = registry.assign(topics, outliers, "").registry;
    assert_eq!(registry.topic(id(1)).unwrap().members.len(), 22);
    // A run that does not separate them changes nothing, and one after it that does is joined again.
    for _ in 0..2 {
        let obeyed = registry.apply_edits(&keys, &labels(&expected), &equal);
        assert_eq!(obeyed.labels, labels(&expected));
        let (topics, outliers) = topics_of(&keys, &obeyed.labels);
        registry = registry.assign(topics, outliers, "").registry;
    }
    assert_eq!(registry.apply_edits(&keys, &labels(&cut), &equal).labels, labels(&expected));
}

#[test]
fn new_topics_are_not_drawn_into_a_merged_one() {
    let registry = edited(three(), Request::Merge { ids: ids(&[3]), into: id(1) });
    let keys = units((0..24).chain(100..120));
    // Twenty new units, with one old one of the merged topic among them.
    let cut = [[0; 9].as_slice(), &[2], &[1; 8], &[0; 6], &[2; 20]].concat();
    assert_eq!(registry.apply_edits(&keys, &labels(&cut), &equal).labels, labels(&cut));
}

#[test]
fn a_small_topic_that_was_merged_into_a_large_one_is_joined_again() {
    let registry = first(vec![found("large", 0..200), found("small", 200..206)]);
    let registry = edited(registry, Request::Merge { ids: ids(&[2]), into: id(1) });
    let keys = units(0..220);
    let cut = [[0; 200].as_slice(), &[1; 20]].concat();
    assert_eq!(registry.apply_edits(&keys, &labels(&cut), &equal).labels, labels(&[0; 220]));
}

#[test]
fn a_split_stays_and_new_units_go_to_the_nearer_piece() {
    let registry = edited(three(), Request::Split { id: id(1), parts: vec![part(0..4, "stations")] });
    assert_eq!(registry.topic(id(1)).unwrap().members, units(4..10), "the larger piece keeps the id");
    let piece = registry.topic(id(4)).unwrap();
    assert_eq!((&piece.members, piece.name.as_str()), (&units(0..4), "stations"));
    // United again, with four new units: even ones are nearer to the piece.
    let keys = units((0..24).chain(100..104));
    let cut = [[0; 10].as_slice(), &[1; 8], &[2; 6], &[0; 4]].concat();
    let nearness =
        |row: usize, topic: &KnownTopic| if (topic.id == id(4)) == row.is_multiple_of(2) { 0.9 } else { 0.1 };
    let obeyed = registry.apply_edits(&keys, &labels(&cut), &nearness);
    let after = {
        let (topics, outliers) = topics_of(&keys, &obeyed.labels);
        registry.assign(topics, outliers, "")
    };
    assert_eq!(after.registry.topic(id(1)).unwrap().members, units((4..10).chain([101, 103])));
    assert_eq!(after.registry.topic(id(4)).unwrap().members, units((0..4).chain([100, 102])));
    assert_eq!(after.registry.topic(id(4)).unwrap().name, "stations");
    // A unit of the piece that was in no topic for a run is still known.
    let mut without = obeyed.labels.clone();
    without[0] = None;
    let (topics, outliers) = topics_of(&keys, &without);
    let registry = registry.assign(topics, outliers, "").registry;
    assert_eq!(registry.topic(id(4)).unwrap().members.len(), 5);
    let never = |row: usize, _: &KnownTopic| if row == 0 { f32::NAN } else { 0.0 };
    let again = registry.apply_edits(&keys, &labels(&cut), &never);
    assert!(again.labels[0] == again.labels[1] && again.labels[0] != again.labels[4]);
}

#[test]
fn what_everything_is_thrown_into_is_taken_apart_too() {
    let registry = edited(three(), Request::Split { id: id(3), parts: vec![part(18..20, "")] });
    assert_eq!(registry.topic(id(4)).unwrap().name, "arms 2");
    let keys = units(0..26);
    let obeyed = registry.apply_edits(&keys, &labels(&[0; 26]), &equal);
    let expected = [[0; 18].as_slice(), &[2; 2], &[1; 4], &[0; 2]].concat();
    assert_eq!(obeyed.labels, labels(&expected));
}

#[test]
fn a_moved_unit_stays_where_it_was_put() {
    let registry = edited(three(), Request::Move { units: units([0, 1]), to: Some(id(3)) });
    let registry = edited(registry, Request::Move { units: units([18]), to: None });
    assert_eq!(registry.outliers(), units([18]));
    let keys = units(0..24);
    let mut cut = [[0; 10].as_slice(), &[1; 8], &[2; 6]].concat();
    let given = labels(&cut);
    (cut[0], cut[1], cut[18]) = (2, 2, -1);
    assert_eq!(registry.apply_edits(&keys, &given, &equal).labels, labels(&cut));
    // Topic 3 is absorbed by topic 1, and what was moved goes with it.
    let absorbed = run(&registry, vec![found("x", (0..10).chain(18..24)), found("y", 10..18)]).registry;
    assert_eq!(absorbed.living(id(3)), Some(id(1)));
    let cut = [[-1; 2].as_slice(), &[0; 8], &[1; 8], &[0; 6]].concat();
    let obeyed = absorbed.apply_edits(&keys, &labels(&cut), &equal);
    assert_eq!(obeyed.labels[..2], labels(&[0, 0]));
    assert!(obeyed.unplaced.is_empty());
    // Topic 3 and its texts are gone.
    let gone = run(&registry, vec![found("x", 2..10), found("y", 10..18)]).registry;
    let obeyed = gone.apply_edits(&keys, &labels(&[0; 24]), &equal);
    assert_eq!(obeyed.unplaced, [0, 1]);
}

#[test]
fn a_topic_of_which_only_moved_units_are_left_is_made_of_them() {
    let registry = edited(three(), Request::Move { units: units([0]), to: Some(id(3)) });
    let keys = units(0..18);
    let obeyed = registry.apply_edits(&keys, &labels(&[0; 18]), &equal);
    assert_eq!(obeyed.labels[..2], labels(&[1, 0]));
    let (topics, outliers) = topics_of(&keys, &obeyed.labels);
    let after = registry.assign(topics, outliers, "").registry;
    assert_eq!(after.topic(id(3)).unwrap().members, units([0]));
}

#[test]
fn later_edits_go_before_earlier_ones() {
    let registry = edited(three(), Request::Split { id: id(1), parts: vec![part(0..4, "")] });
    let registry = edited(registry, Request::Merge { ids: ids(&[4]), into: id(1) });
    let keys = units(0..24);
    let cut = [[0; 10].as_slice(), &[1; 8], &[2; 6]].concat();
    assert_eq!(registry.apply_edits(&keys, &labels(&cut), &equal).labels, labels(&cut));
    let apart = [[0; 4].as_slice(), &[3; 6], &[1; 8], &[2; 6]].concat();
    assert_eq!(registry.apply_edits(&keys, &labels(&apart), &equal).labels, labels(&cut));
    // Moved to a topic, which is then split: the unit is in the piece that has it.
    let registry = edited(three(), Request::Move { units: units([18]), to: Some(id(1)) });
    let registry = edited(registry, Request::Split { id: id(1), parts: vec![part([0, 1, 2, 18], "")] });
    let obeyed = registry.apply_edits(&keys, &labels(&cut), &equal).labels;
    assert!(obeyed[18] == obeyed[0] && obeyed[0] != obeyed[5], "{obeyed:?}");
}

#[test]
fn edits_that_make_no_sense_are_refused() {
    let registry = edited(three(), Request::Merge { ids: ids(&[3]), into: id(1) });
    let merge = |numbers: &[u64], into| Request::Merge { ids: ids(numbers), into: id(into) };
    let gone = EditError::GoneTopic { id: id(3), name: "arms".to_owned(), into: Some(id(1)) };
    assert_eq!(refused(&registry, merge(&[3], 2)), gone);
    assert_eq!(gone.to_string(), "topic 3, `arms`, is no more: topic 1 has its texts");
    assert_eq!(gone.hint().unwrap(), "name topic 1 instead");
    assert_eq!(refused(&registry, merge(&[2, 9], 1)), EditError::NoTopic { id: id(9) });
    assert_eq!(refused(&registry, merge(&[2], 2)), EditError::OneTopic { id: id(2) });
    assert_eq!(refused(&registry, Request::Rename { id: id(3), name: "x".to_owned() }), gone);
    let relocate = |numbers: std::ops::Range<usize>, to| Request::Move { units: units(numbers), to };
    assert_eq!(refused(&registry, relocate(0..0, None)), EditError::NoUnits);
    assert_eq!(refused(&registry, relocate(0..1, Some(id(3)))), gone);
    assert_eq!(refused(&registry, relocate(99..100, None)), EditError::NoUnit { unit: unit(99) });
    assert_eq!(refused(&registry, relocate(10..18, Some(id(1)))), EditError::WouldBeEmpty { id: id(2) });
    let split = |parts: Vec<NewPart>| Request::Split { id: id(2), parts };
    assert_eq!(refused(&registry, split(vec![])), EditError::OnePiece { id: id(2) });
    assert_eq!(refused(&registry, split(vec![part(10..18, "")])), EditError::OnePiece { id: id(2) });
    assert_eq!(refused(&registry, split(vec![part(10..10, "")])), EditError::EmptyPiece { id: id(2) });
    let stranger = refused(&registry, split(vec![part(9..12, "")]));
    assert_eq!(stranger, EditError::NotInTopic { id: id(2), unit: unit(9) });
    let twice = refused(&registry, split(vec![part(10..12, ""), part(11..13, "")]));
    assert_eq!(twice, EditError::InTwoPieces { id: id(2), unit: unit(11) });
    let given = |name: &str| NewPart { name_given: true, ..part(10..12, name) };
    assert!(matches!(refused(&registry, split(vec![given("Train")])), EditError::NameTaken { .. }));
    assert!(matches!(refused(&registry, split(vec![given("")])), EditError::EmptyName { .. }));
    let pair = vec![given("x"), NewPart { units: units(12..14), ..given("X") }];
    assert!(matches!(refused(&registry, split(pair)), EditError::NameTaken { .. }));
    assert_eq!(Registry::default().undo(&centre).unwrap_err(), EditError::NothingToUndo);
}

#[test]
fn a_merge_can_be_undone_after_later_runs() {
    let registry = edited(three(), Request::Rename { id: id(3), name: "Weapons".to_owned() });
    let registry = edited(registry, Request::Merge { ids: ids(&[3]), into: id(1) });
    let keys = units(2..40);
    let cut = [[0; 8].as_slice(), &[1; 8], &[0; 22]].concat();
    let (topics, outliers) = topics_of(&keys, &labels(&cut));
    let mut registry = registry.assign(topics, outliers, "").registry;
    let undone = registry.undo(&centre).unwrap();
    assert!(matches!(undone, Edit::Merge { .. }));
    registry.check().unwrap();
    let back = registry.topic(id(3)).unwrap();
    assert_eq!((back.name.as_str(), back.name_given, &back.members), ("Weapons", true, &units(18..24)));
    assert_eq!(registry.topic(id(1)).unwrap().members, units((2..10).chain(24..40)));
    assert!(registry.gone().is_empty());
    // No longer held together.
    let apart = [[0; 8].as_slice(), &[1; 8], &[2; 22]].concat();
    assert_eq!(registry.apply_edits(&keys, &labels(&apart), &equal).labels, labels(&apart));
}

#[test]
fn a_registry_is_stored_and_read_back() {
    let registry = edited(three(), Request::Merge { ids: ids(&[3]), into: id(1) });
    let registry = edited(registry, Request::Move { units: units([10]), to: None });
    let stored = registry.to_stored().unwrap();
    assert_eq!(Registry::from_stored(stored.clone()).unwrap(), registry);
    let broken: [fn(&mut crate::store::StoredRegistry); 6] = [
        |stored| stored.edits[0].truncate(5),
        |stored| stored.next_id = 1,
        |stored| stored.topics[0].id = 3,
        |stored| stored.topics[0].id = 0,
        |stored| stored.topics[1].name = stored.topics[0].name.to_uppercase(),
        |stored| stored.outliers.push(stored.topics[0].members[0]),
    ];
    for damage in broken {
        let mut stored = stored.clone();
        damage(&mut stored);
        let error = Registry::from_stored(stored).unwrap_err();
        assert!(error.hint().is_some() && error.to_string().contains("damaged"), "{error}");
    }
}
