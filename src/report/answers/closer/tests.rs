//! Examples of what is shown of topics that are looked at closer.

use std::collections::BTreeMap;

use super::find::{FOUND_TOPICS_SCHEMA, FoundTopic, FoundTopics, FoundUnit};
use super::show::{History, Joined, Member, Quoted, SHOWN_TOPIC_SCHEMA, ShownNeighbor, ShownTopic};
use super::tree::{Node, TOPIC_TREE_SCHEMA, TopicTree};
use super::{Counted, SourceKind, TopicsSource};
use crate::report::answers::edited::{EditEntry, EditKind, MovedText, PartEntry};
use crate::report::sources::Place;
use crate::report::tests::sample::place;
use crate::topics::registry::{Change, Piece, TopicId, UnitKey};
use crate::topics::{Term, Translation};

fn source() -> TopicsSource {
    TopicsSource {
        kind: SourceKind::Kept,
        name: ".cognate".to_owned(),
        generator: "cognate 0.1.0".to_owned(),
        run: Some(4),
        new: 0,
        unit: "paragraph".to_owned(),
        topics: 12,
    }
}

fn term(text: &str, score: f32) -> Term {
    Term { text: text.to_owned(), language: "en".parse().ok(), score, also: Vec::new() }
}

fn counted(text: &str, units: usize) -> Counted {
    Counted { text: text.to_owned(), units }
}

pub(in crate::report) fn found() -> FoundTopics {
    let train = FoundTopic {
        id: 1,
        label: "armored train, railway".to_owned(),
        in_label: true,
        terms: vec![term("armored train", 3.5), term("trains", 1.25)],
        names: vec![counted("Train Museum", 2)],
        units: 41,
        matching: 23,
        excerpt: Some(FoundUnit {
            text: "The armored train left the station at dawn.".to_owned(),
            within: [12, 17],
            place: place("press/one.txt", 1, 0),
        }),
    };
    let harvest = FoundTopic {
        id: 12,
        label: "harvest".to_owned(),
        in_label: false,
        terms: vec![term("grain train", 0.5)],
        names: Vec::new(),
        units: 9,
        matching: 0,
        excerpt: None,
    };
    FoundTopics {
        schema: FOUND_TOPICS_SCHEMA,
        source: TopicsSource { new: 1, ..source() },
        query: "train".to_owned(),
        found: vec![train, harvest],
        outside: 3,
    }
}

pub(in crate::report) fn shown() -> ShownTopic {
    let member = |text: &str, place: Place, language: &str, strength, copy| Member {
        text: text.to_owned(),
        place,
        language: language.parse().ok(),
        strength,
        copy,
    };
    let french = Place {
        title: Some("Le front".to_owned()),
        date: Some("2023-09-13".to_owned()),
        ..place("press/deux.txt", 1, 0)
    };
    let rename = EditEntry {
        label: Some("Arms deal".to_owned()),
        old_label: Some("shells, ammunition".to_owned()),
        ..EditEntry::new(EditKind::Rename, Some(3))
    };
    let near =
        |id, label: &str, units, similarity| ShownNeighbor { id, label: label.to_owned(), units, similarity };
    let translated = Translation { language: "fr".parse().unwrap(), text: "obus".to_owned() };
    ShownTopic {
        schema: SHOWN_TOPIC_SCHEMA,
        source: source(),
        id: 3,
        label: "Arms deal".to_owned(),
        given: true,
        units: 3,
        independent: 2,
        share: Some(0.004),
        documents: 2,
        languages: BTreeMap::from([("en".parse().unwrap(), 2), ("fr".parse().unwrap(), 1)]),
        cohesion: 0.62,
        summary: Some(Quoted {
            text: "Shells were made in the east.".to_owned(),
            place: place("press/one.txt", 3, 1),
        }),
        terms: vec![Term { also: vec![translated], ..term("shells", 3.5) }, term("factory", 1.2)],
        names: vec![counted("Amur", 2)],
        dates: vec![counted("2023-09", 1)],
        neighbors: vec![near(1, "armored train, railway", 41, 0.81), near(12, "harvest", 9, 0.3)],
        history: History {
            joined: vec![Joined { id: 7, label: "rockets".to_owned() }],
            edits: vec![rename],
            changes: vec![Change::Moved { from: TopicId(1), to: TopicId(3), units: vec![UnitKey([7; 32])] }],
        },
        members: vec![
            member("Shells were made in the east.", place("press/one.txt", 3, 1), "en", Some(0.9), false),
            member("Les obus viennent de l'est.", french, "fr", Some(0.75), false),
            member("Shells were made in the east!", place("press/one.txt", 9, 3), "en", None, true),
        ],
    }
}

/// The same with an edit and a change of each kind.
pub(in crate::report) fn with_all_of_history() -> ShownTopic {
    let mut report = shown();
    let part = PartEntry { id: 7, label: "rockets".to_owned(), texts: 4 };
    let text = MovedText {
        from: Some(1),
        text: Some("The train stood still.".to_owned()),
        file: Some("a/train.txt".to_owned()),
        line: Some(12),
    };
    let history = &mut report.history;
    history.edits.push(EditEntry { parts: vec![part], ..EditEntry::new(EditKind::Merge, Some(3)) });
    history.edits.push(EditEntry { texts: vec![text], ..EditEntry::new(EditKind::Move, Some(3)) });
    let id = TopicId;
    history.changes.extend([
        Change::Born { id: id(3) },
        Change::Gone { id: id(6), into: Some(id(3)) },
        Change::Split { from: id(3), into: vec![Piece { id: id(3), share: 0.6 }] },
        Change::Merged { from: vec![id(3), id(8)], into: id(3) },
        Change::Kept { id: id(3), gained: 1, lost: 2, share: Some(0.5) },
        Change::Renamed { id: id(3), from: "shells".to_owned(), to: "arms".to_owned() },
    ]);
    report
}

pub(in crate::report) fn tree() -> TopicTree {
    let node = |depth, parent, topic, label: &str, units| Node {
        depth,
        parent,
        topic,
        label: label.to_owned(),
        units,
    };
    TopicTree {
        schema: TOPIC_TREE_SCHEMA,
        source: source(),
        nodes: vec![
            node(0, None, None, "trains, arms", 50),
            node(1, Some(0), None, "rails", 48),
            node(2, Some(1), Some(1), "armored train, railway", 41),
            node(2, Some(1), Some(8), "border, gauge", 7),
            node(1, Some(0), Some(3), "Arms deal", 2),
            node(0, None, Some(12), "harvest", 1009),
        ],
    }
}
