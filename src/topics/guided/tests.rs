//! Files with what is wrong in them; `assigned` has texts among topics whose truth is planted.

use std::path::Path;

use super::*;
use crate::topics::{Term, Topic, TopicText, Topics};

mod assigned;

fn parse(text: &str) -> Result<GuidedFile, GuidedError> {
    GuidedFile::parse(text, Path::new("topics.toml"))
}

fn message(text: &str) -> String {
    let error = parse(text).unwrap_err();
    assert!(error.hint().is_some(), "no way out of: {error}");
    error.to_string()
}

#[test]
fn a_file_is_read_in_its_order() {
    let file = parse(
        "[[topic]]\nname = \" arms deal \"\ndescription = \"Weapons.\"\nseeds = [\"artillery shells\"]\n\
         [[topic]]\nname = \"бронепоезд\"\nexamples = [\"Le train roule.\"]\n",
    )
    .unwrap();
    assert_eq!(file.topics[0].name, "arms deal");
    assert_eq!(file.topics[0].description.as_deref(), Some("Weapons."));
    assert_eq!(file.topics[0].seeds, ["artillery shells"]);
    assert_eq!(file.topics[1].name, "бронепоезд");
    assert_eq!(file.topics[1].examples, ["Le train roule."]);
}

#[test]
fn a_byte_order_mark_is_no_error() {
    assert_eq!(parse("\u{feff}[[topic]]\nname = \"a\"\n").unwrap().topics.len(), 1);
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let cases = [
        ("[[topic]]\nname = \"a\"\nseed = [\"b\"]\n", "topics.toml:3:1: unknown field `seed`"),
        ("[[topic]]\nname = \"a\"\n[[topics]]\n", "topics.toml:3:3: unknown field `topics`"),
        ("[[topic]]\ndescription = \"a\"\n", "topics.toml:1:1: missing field `name`"),
        ("[[topic]]\nname = \"\"\n", "topics.toml:2:8: `name`: the text is empty"),
        ("[[topic]]\nname = \" \\t\"\n", "topics.toml:2:8: `name`: the text is empty"),
        ("[[topic]]\nname = \"a\"\nseeds = [\"b\", \"\"]\n", "topics.toml:3:15: `seeds`: the text is empty"),
        (
            "[[topic]]\nname = \"Été\"\n[[topic]]\nname = \"été\"\n",
            "topics.toml:4:8: `name`: line 2 names a topic `été` already",
        ),
        ("[[topic]]\nname = 3\n", "topics.toml:2:8: `name`: invalid type"),
        ("[[topic]]\nname = \"a\"\nseeds = \"b\"\n", "topics.toml:3:9: `seeds`: invalid type"),
        (
            "[[topic]]\nname = \"a\"\nexamples = [\n  \"b\",\n  4,\n]\n",
            "topics.toml:5:3: `examples`: invalid type",
        ),
        ("[[topic]]\nname = \"a\n", "topics.toml:2:"),
        ("# nothing\n", "`topics.toml` names no topic"),
    ];
    for (text, expected) in cases {
        let found = message(text);
        assert!(found.starts_with(expected), "{text:?}\n found: {found}\n expected: {expected}");
        assert!(!found.ends_with('.') && !found.contains('\n'), "{found}");
    }
}

#[test]
fn too_much_is_refused() {
    let long = format!("[[topic]]\nname = \"{}\"\n", "ж".repeat(201));
    assert_eq!(message(&long), "topics.toml:2:8: `name`: the text has 201 characters; 200 are the most");
    let description = format!("[[topic]]\nname = \"a\"\ndescription = \"{}\"\n", "a".repeat(4001));
    assert!(message(&description).contains("`description`: the text has 4001 characters"));
    let seeds = format!("[[topic]]\nname = \"a\"\nseeds = [{}]\n", "\"b\",".repeat(101));
    assert!(message(&seeds).contains("`seeds`: there are more than 100 texts"));
    let many =
        |n: usize| (0..n).map(|i| format!("[[topic]]\nname = \"t{i}\"\n")).collect::<Vec<_>>().concat();
    assert_eq!(parse(&many(1000)).unwrap().topics.len(), 1000);
    assert!(message(&many(1001)).starts_with("topics.toml:2002:8: `name`: there are more than 1000 topics"));
}

#[test]
fn files_that_are_no_text_or_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("latin.toml");
    std::fs::write(&path, b"[[topic]]\nname = \"\xe9t\xe9\"\n").unwrap();
    let error = GuidedFile::read(&path).unwrap_err();
    assert!(matches!(error, GuidedError::NotUtf8 { line: 2, .. }), "{error}");
    assert!(matches!(GuidedFile::read(&folder.path().join("none")), Err(GuidedError::File { .. })));
}

#[test]
fn what_is_written_is_read_again() {
    let odd = "a \"b\" \\ c\nd\te\r \u{1}\u{7f}\u{85} 'é' # ] 한국어 \u{2028}end";
    let file = GuidedFile {
        topics: vec![
            GivenTopic {
                name: odd.to_owned(),
                description: Some(odd.to_owned()),
                seeds: vec![odd.to_owned(), "x".to_owned()],
                examples: vec![odd.to_owned(), "\\u0041".to_owned()],
            },
            GivenTopic { name: "alone".to_owned(), ..GivenTopic::default() },
        ],
    };
    assert_eq!(parse(&file.write()).unwrap(), file);
    assert!(file.write().starts_with("# "));
}

proptest::proptest! {
    #[test]
    fn any_text_survives_writing(name in "\\PC*[a-z]", seeds in proptest::collection::vec("(?s).{0,20}x", 0..4)) {
        let name: String = name.chars().take(150).collect::<String>().trim().to_owned() + "z";
        let seeds: Vec<String> = seeds.iter().map(|seed| seed.trim().to_owned()).collect();
        let file = GuidedFile { topics: vec![GivenTopic { name, seeds, ..GivenTopic::default() }] };
        proptest::prop_assert_eq!(parse(&file.write()).unwrap(), file);
    }

    #[test]
    fn no_file_makes_it_panic(text in "(?s)(\\[\\[topic\\]\\]|name|seeds|=|\"|\n|\\[|\\]|.){0,40}") {
        let _ = parse(&text);
    }
}

#[test]
fn found_topics_become_a_file() {
    let texts =
        ["Le train roule. Il est blindé.", "Ein Titel\nDer Zug fährt heute ab und kommt nie an. Ende.", ""];
    let texts: Vec<TopicText<'_>> =
        texts.iter().map(|text| TopicText { text, language: None, document: 0 }).collect();
    let topic = |label: &str| Topic {
        label: label.to_owned(),
        terms: (0..9)
            .map(|i| Term { text: format!("term\n{i}"), language: None, score: 1.0, also: Vec::new() })
            .collect(),
        members: vec![0, 1, 2],
        representatives: vec![0, 1, 2, 99],
        summary: None,
        contrast: Vec::new(),
        names: Vec::new(),
        dates: Vec::new(),
        languages: std::collections::BTreeMap::new(),
        n_documents: 1,
        cohesion: 1.0,
    };
    let topics = Topics {
        topics: vec![topic("train \"blindé\""), topic("Train \"blindé\""), topic(" ")],
        ..Topics::default()
    };
    let file = GuidedFile::suggest(&topics, &texts);
    let names: Vec<&str> = file.topics.iter().map(|topic| topic.name.as_str()).collect();
    assert_eq!(names, ["train \"blindé\"", "Train \"blindé\" (2)", "topic 3"]);
    assert_eq!(file.topics[0].seeds, ["term 0", "term 1", "term 2", "term 3", "term 4", "term 5"]);
    let examples = ["Le train roule. Il est blindé.", "Ein Titel Der Zug fährt heute ab und kommt nie an."];
    assert_eq!(file.topics[0].examples, examples);
    assert_eq!(parse(&file.write()).unwrap(), file);
}

#[test]
fn examples_are_words_of_a_topic_that_has_no_other() {
    let mut topic = GivenTopic { name: "bees".to_owned(), ..GivenTopic::default() };
    topic.examples = vec!["Die Imkerin schleudert den Honig.".to_owned()];
    assert_eq!(topic.words(), "bees\nDie Imkerin schleudert den Honig.");
    topic.seeds = vec!["hive".to_owned()];
    topic.description = Some("Honey and queens.".to_owned());
    assert_eq!(topic.words(), "bees\nHoney and queens.\nhive");
}
