//! What `cognate search` finds, on texts that a search by vectors alone or by words alone gets wrong.

use serde_json::Value;

use crate::sandbox::Sandbox;

const TEXTS: &str = r#"{"id": "port", "text": "The harbour of Port Velmora was rebuilt after the storm, and ships call there twice a week."}
{"id": "harbour", "text": "The harbour authority said that ships must wait outside until the storm has passed."}
{"id": "fleet", "text": "A fleet of fishing ships left the port before the storm and returned two days later."}
{"id": "k9", "text": "K9 to open the festival on Friday night with songs from its first record."}
{"id": "festival", "text": "Nine bands play at the festival on Friday; the first concert is at eight."}
{"id": "castell", "text": "Castell won the match in three sets and meets the champion in the final."}
{"id": "castle", "text": "Castellated walls surround the old town, whose stores sell pottery and cloth."}
{"id": "tennis", "text": "The champion lost a match for the first time this year, in the final of the tournament."}
{"id": "collect", "text": "tasks.collect(*jobs) runs all jobs at once and gives their results in the order of the jobs."}
{"id": "statistics", "text": "Collecting statistics: how many tasks were done, and how long each of them took."}
{"id": "jobs", "text": "A job is started by the scheduler and can be stopped at any time."}
{"id": "aide", "text": "Une aide alimentaire pourrait être envoyée au nord avant l'hiver."}
{"id": "aide2", "text": "Le nord demande de l'aide pour réparer ses ponts."}
{"id": "food", "text": "Les restaurants du port servent du poisson et des légumes de la région."}
{"id": "vote", "text": "Das Parlament stimmt am Donnerstag über den Haushalt ab."}
{"id": "pump1", "text": "Ticket: the pump reports error QX-4471 after the update and stops."}
{"id": "pump2", "text": "Ticket: the pump reports error QX-4417 when the tank is empty."}
{"id": "pump3", "text": "Ticket: the pump reports error QX-4714 if the filter is clogged."}
"#;

fn corpus() -> Sandbox {
    let here = Sandbox::new();
    here.write("texts.jsonl", TEXTS);
    here
}

fn search(here: &Sandbox, query: &str, more: &[&str]) -> (Option<i32>, Value) {
    let run = here.run(&[&["search", "-e", query, "texts.jsonl", "--json"], more].concat());
    (run.code, run.json())
}

fn ids(report: &Value) -> Vec<&str> {
    report["results"].as_array().unwrap().iter().map(|hit| hit["own_id"].as_str().unwrap()).collect()
}

#[test]
fn names_codes_and_words_are_found_where_they_are() {
    let here = corpus();
    for (query, first) in [
        ("Velmora", "port"),
        ("Port Velmora", "port"),
        ("K9", "k9"),
        ("Castell", "castell"),
        ("tasks.collect", "collect"),
        ("QX-4417", "pump2"),
        ("qx 4714", "pump3"),
        ("ＱＸ－４４７１", "pump1"),
        ("food aid", "aide"),
        ("budget vote in parliament", "vote"),
        ("aide alimentaire", "aide"),
    ] {
        let (code, report) = search(&here, query, &[]);
        assert_eq!((code, ids(&report)[0]), (Some(0), first), "{query}: {report}");
        assert_eq!(report["results"][0]["verdict"], "found", "{query}: {report}");
    }
}

#[test]
fn nothing_is_said_to_be_nothing() {
    let here = corpus();
    for query in ["recipes for apple pie", "quantum chromodynamics lattice", "xqzv plomf"] {
        let (code, report) = search(&here, query, &[]);
        assert_eq!((code, report["outcome"].as_str()), (Some(1), Some("nothing")), "{query}: {report}");
        assert!(!ids(&report).is_empty(), "what is nearest is shown");
        let shown = here.run(&["search", query, "texts.jsonl"]);
        assert!(shown.stdout.to_lowercase().contains("nothing found"), "{shown:?}");
        let (code, report) = search(&here, query, &["--min-confidence", "0.3"]);
        assert_eq!((code, ids(&report).len()), (Some(1), 0), "{report}");
    }
}

#[test]
fn what_must_be_there_and_what_must_not() {
    let here = corpus();
    for (query, all) in [
        ("\"error QX-4714\"", vec!["pump3"]),
        ("“Error qx-4714”", vec!["pump3"]),
        ("+pump -filter", vec!["pump2", "pump1"]),
        ("pump -\"is empty\" -filter +error", vec!["pump1"]),
        ("castell*", vec!["castell", "castle"]),
    ] {
        let (code, report) = search(&here, query, &[]);
        assert_eq!((code, ids(&report)), (Some(0), all), "{query}");
    }
    // As it stands, the sign is no sign.
    let (_, report) = search(&here, "+pump -filter", &["--literal"]);
    assert!(ids(&report).contains(&"pump3"), "{report}");
}

#[test]
fn each_word_says_what_it_stands_for() {
    let here = corpus();
    let (_, report) = search(&here, "food aid", &["-k", "1"]);
    let hit = &report["results"][0];
    let why = hit["why"].as_array().unwrap();
    let word =
        |query: &str| why.iter().find(|reason| reason["query"] == query).unwrap()["word"].as_str().unwrap();
    assert_eq!((word("food"), word("aid")), ("alimentaire", "aide"), "{report}");
    let sum: f64 = why.iter().map(|reason| reason["share"].as_f64().unwrap()).sum();
    assert!(sum > 0.5 && sum <= 1.001, "most of the score is of words: {report}");
    let text = hit["text"].as_str().unwrap();
    let marked = |mark: &Value| {
        text[mark["start"].as_u64().unwrap() as usize..mark["end"].as_u64().unwrap() as usize].to_owned()
    };
    let marks: Vec<String> = hit["marks"].as_array().unwrap().iter().map(marked).collect();
    assert!(marks.contains(&"alimentaire".to_owned()), "{marks:?}");
    let shown = here.run(&["search", "food aid", "texts.jsonl", "-k", "1", "--explain"]).succeeds();
    assert!(shown.stdout.contains("alimentaire") && shown.stdout.contains("food"), "{shown:?}");
}

#[test]
fn conditions_likeness_and_several_queries() {
    let here = corpus();
    let (_, report) = search(&here, "port", &["--where", "lang = fr"]);
    assert!(ids(&report).iter().all(|id| ["aide", "aide2", "food"].contains(id)), "{report}");
    let run = here.run(&["search", "port", "texts.jsonl", "--where", "lang = fr adn date > 2023"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{run:?}");
    assert!(run.stderr.lines().any(|line| line.trim() == "^"), "{run:?}");
    let unknown = here.run(&["search", "port", "texts.jsonl", "--where", "colour = red"]);
    assert!(unknown.code == Some(2) && unknown.stderr.contains("colour"), "{unknown:?}");
    let like =
        here.run(&["search", "--like", "id:pump1", "texts.jsonl", "--json", "-k", "2"]).succeeds().json();
    let mut found = ids(&like);
    found.sort_unstable();
    assert_eq!(found, ["pump2", "pump3"], "the text itself is no result: {like}");
    let both = here
        .run(&["search", "-e", "Velmora", "-e", "K9", "texts.jsonl", "--json", "-k", "2"])
        .succeeds()
        .json();
    let mut found = ids(&both);
    found.sort_unstable();
    assert_eq!(found, ["k9", "port"], "{both}");
    let (_, without) = search(&here, "error of a pump", &["--not", "the tank is empty", "-k", "2"]);
    assert!(!ids(&without).contains(&"pump2"), "{without}");
    here.run(&["search", "--like", "other.txt:3", "texts.jsonl", "--json"])
        .fails("no text of the collection stands at `other.txt:3`", "name a file of the collection");
}

#[test]
fn a_damaged_file_of_words_costs_time_and_no_answer() {
    let here = corpus();
    here.run(&["index", "texts.jsonl"]).succeeds();
    let right = here.run(&["search", "QX-4417", "--json"]).succeeds().stdout;
    let words = here.path().join(".cognate/words.cog");
    let bytes = std::fs::read(&words).unwrap();
    for at in (0..bytes.len()).step_by(bytes.len() / 17) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x55;
        std::fs::write(&words, &damaged).unwrap();
        let run = here.run(&["search", "QX-4417", "--json"]).succeeds();
        assert_eq!(run.stdout, right, "byte {at}");
    }
    std::fs::remove_file(&words).unwrap();
    assert_eq!(here.run(&["search", "QX-4417", "--json"]).succeeds().stdout, right);
    assert_eq!(here.run(&["verify"]).code, Some(2));
    here.run(&["index"]).succeeds();
    assert_eq!(std::fs::read(&words).unwrap(), bytes);
    here.run(&["verify"]).succeeds();
}
