//! Topics edited by hand, and reports compared.

use std::path::Path;

use cognate::corpus::ContentHash;
use cognate::pipeline::{Collection, CollectionOptions};
use cognate::topics::registry::{FoundTopic, Registry, UnitKey};
use serde_json::{Value, json};

use crate::sandbox::{Run, SPACE, Sandbox, TRAIN, seeds};

fn key(text: &str) -> UnitKey {
    ContentHash::of(text).into()
}

fn found<'a>(label: &str, texts: impl Iterator<Item = &'a str>) -> FoundTopic {
    FoundTopic { members: texts.map(key).collect(), label: label.to_owned(), ..FoundTopic::default() }
}

/// A collection of six texts with the topics 1 (`train`, three texts) and 2 (`space`, two texts) and one text in none.
fn edited() -> Sandbox {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    here.write("a/space.txt", SPACE);
    here.write("a/menu.md", "Read also: [the harvest of the year](https://example.org/harvest)\n");
    here.run(&["index", "a"]).succeeds();
    let topics = vec![found("train", TRAIN.lines()), found("space", SPACE.lines().take(2))];
    let outliers = SPACE.lines().skip(2).map(key).collect();
    let mut collection = open(here.path());
    let registry = Registry::default().assign(topics, outliers, "").registry;
    collection.save_registry(&registry).unwrap();
    here
}

fn open(folder: &Path) -> Collection {
    Collection::open(&folder.join(".cognate"), &CollectionOptions::default()).unwrap()
}

fn edit(here: &Sandbox, args: &[&str]) -> Value {
    here.run(&[&["topics", "edit"], args, &["--json"]].concat()).succeeds().json()
}

/// Number, name and size of each topic of a list.
fn listed(report: &Value) -> Vec<(u64, String, u64)> {
    let topic = |topic: &Value| {
        let number = |name: &str| topic[name].as_u64().unwrap();
        (number("id"), topic["label"].as_str().unwrap().to_owned(), number("texts"))
    };
    report["topics"].as_array().unwrap().iter().map(topic).collect()
}

fn topic(id: u64, label: &str, texts: u64) -> (u64, String, u64) {
    (id, label.to_owned(), texts)
}

#[test]
fn edits_are_kept_and_undone_one_by_one() {
    let here = edited();
    let before = edit(&here, &["list"]);
    assert_eq!(listed(&before), [topic(1, "train", 3), topic(2, "space", 2)]);
    assert_eq!((&before["outliers"], &before["edit"]), (&1.into(), &Value::Null));

    let renamed = edit(&here, &["rename", "1", " Armored train "]);
    assert_eq!(renamed["edit"]["old_label"], "train");
    assert_eq!(listed(&renamed)[0], topic(1, "Armored train", 3));
    let moved = edit(&here, &["move", "a/space.txt:3", "2"]);
    assert_eq!(moved["edit"]["texts"][0]["text"], SPACE.lines().nth(2).unwrap());
    assert_eq!(
        (&moved["edit"]["texts"][0]["line"], &moved["edit"]["texts"][0]["from"]),
        (&3.into(), &Value::Null)
    );
    assert_eq!((listed(&moved)[1].2, &moved["outliers"]), (3, &0.into()));
    let out = edit(&here, &["move", "./a/train.txt:2", "none"]);
    assert_eq!((listed(&out)[0].2, &out["outliers"], &out["edit"]["topic"]), (2, &1.into(), &Value::Null));
    let merged = edit(&here, &["merge", "2", "1"]);
    assert_eq!(listed(&merged), [topic(2, "space", 5)]);
    assert_eq!(merged["edit"]["parts"][0]["label"], "Armored train");
    let list = edit(&here, &["list"]);
    let kinds: Vec<&str> =
        list["edits"].as_array().unwrap().iter().map(|edit| edit["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["rename", "move", "move", "merge"]);

    let text = here.run(&["topics", "edit", "list"]).succeeds().stdout;
    assert!(text.contains("1. topic 1 is called `Armored train`, before `train`"), "{text}");
    assert!(
        text.contains("2. a/space.txt:3 moved to topic 2") && text.contains("2  5 texts  space"),
        "{text}"
    );
    for kind in ["merge", "move", "move", "rename"] {
        let undone = edit(&here, &["undo"]);
        assert_eq!((&undone["edit"]["kind"], &undone["undone"]), (&kind.into(), &true.into()));
    }
    assert_eq!(edit(&here, &["list"]), before);
    here.run(&["verify"]).succeeds();
}

#[test]
fn a_topic_falls_into_pieces_by_what_its_texts_mean() {
    let here = edited();
    edit(&here, &["move", "a/space.txt:3", "2"]);
    edit(&here, &["merge", "1", "2"]);
    let split = edit(&here, &["split", "1"]);
    let topics = listed(&split);
    assert_eq!((topics.len(), topics.iter().map(|topic| topic.2).sum::<u64>()), (2, 6));
    assert_eq!((topics[0].0, topics[1].0), (1, 3), "a number is never given twice");
    assert_eq!(topics[0].1, "train");
    assert!(!topics[1].1.is_empty() && topics[1].1 != "train", "{topics:?}");
    let registry = open(here.path()).registry().unwrap();
    let piece = registry.topics().iter().find(|topic| topic.id.0 == 3).unwrap();
    let of =
        |text: &str| piece.members.iter().filter(|unit| text.lines().any(|line| key(line) == **unit)).count();
    assert!(of(TRAIN) == 0 || of(SPACE) == 0, "{} of train and {} of space", of(TRAIN), of(SPACE));
    assert!((piece.centre.iter().map(|x| x * x).sum::<f32>() - 1.0).abs() < 1e-5, "the centre has length 1");
    assert_eq!(listed(&edit(&here, &["undo"])), [topic(1, "train", 6)]);
    let three = listed(&edit(&here, &["split", "1", "--into", "3"]));
    assert_eq!((three.len(), three.iter().map(|topic| topic.2).sum::<u64>()), (3, 6));
}

#[test]
fn what_makes_no_sense_changes_nothing() {
    let here = edited();
    let before = edit(&here, &["list"]);
    let fails = |args: &[&str], message: &str, hint: &str| {
        here.run(&[&["topics", "edit"], args].concat()).fails(message, hint);
    };
    fails(&["rename", "9", "x"], "there is no topic 9", "cognate topics edit list");
    fails(&["split", "9"], "there is no topic 9", "cognate topics edit list");
    fails(&["rename", "1", "Space"], "topic 2 is called `Space` already", "another name");
    fails(&["merge", "1", "1"], "needs two topics", "different topics");
    fails(&["move", "a/train.txt:9", "2"], "no text begins at `a/train.txt:9`", "`a/train.txt:3`");
    fails(&["move", "a/none.txt:1", "2"], "no text of `a/none.txt`", "cognate index");
    fails(&["move", "a/menu.md:1", "2"], "`a/menu.md:1` is not among those of the last run", "boilerplate");
    fails(&["move", "a/train.txt:1", "7"], "there is no topic 7", "cognate topics edit list");
    fails(&["split", "2", "--into", "3"], "texts that differ is 2", "at most 2");
    assert_eq!(here.run(&["topics", "edit", "split", "2", "--into", "1"]).code, Some(2));
    assert_eq!(here.run(&["topics", "edit", "move", "a/train.txt", "1"]).code, Some(2));
    assert_eq!(edit(&here, &["list"]), before);
    let run = here.run(&["topics", "edit", "undo"]);
    assert_eq!((run.code, run.stderr.contains("there is no edit to undo")), (Some(2), true), "{run:?}");
}

#[test]
fn without_topics_there_is_nothing_to_edit() {
    let here = Sandbox::new();
    here.run(&["topics", "edit", "list"]).fails("there is no collection", "cognate index PATH");
    here.write("a/train.txt", TRAIN);
    here.run(&["index", "a"]).succeeds();
    here.run(&["topics", "edit", "list"]).fails("no topics of the collection", "`cognate topics`");
    here.run(&["topics", "edit", "rename", "1", "x"])
        .fails("no topics of the collection", "`cognate topics`");
}

#[test]
fn a_folder_with_the_name_of_a_subcommand_can_still_be_read() {
    let here = Sandbox::new();
    here.write("edit/train.txt", TRAIN);
    here.write("edit/space.txt", SPACE);
    assert_eq!(here.run(&["topics", "./edit", "--json"]).succeeds().json()["corpus"]["units"], 6);
}

/// A topic of a report: its number, its label and its texts.
type Planted<'a> = (u64, &'a str, &'a [&'a str]);

/// A topic report with what a comparison needs.
fn report(schema: u32, topics: &[Planted<'_>], outliers: &[&str]) -> String {
    let mut units: Vec<Value> = Vec::new();
    for (id, _, texts) in topics {
        units.extend(texts.iter().map(|text| json!({"text": text, "topic": id, "boilerplate": null})));
    }
    units.extend(outliers.iter().map(|text| json!({"text": text, "topic": null, "boilerplate": null})));
    let topics: Vec<Value> = topics.iter().map(|(id, label, _)| json!({"id": id, "label": label})).collect();
    serde_json::to_string_pretty(&json!({"schema": schema, "topics": topics, "units": units})).unwrap()
}

#[test]
fn what_was_planted_between_two_reports_is_told() {
    let here = Sandbox::new();
    let before: [Planted<'_>; 6] = [
        (1, "train", &["t1", "t2", "t3", "t4", "t5", "t6"]),
        (2, "fish", &["f1", "f2", "f3"]),
        (3, "arms", &["a1", "a2", "a3", "a4", "a5", "a6", "a7"]),
        (4, "space", &["s1", "s2", "s3", "s4"]),
        (5, "rockets", &["r1", "r2", "r3"]),
        (6, "harvest", &["h1", "h2", "h3", "h4"]),
    ];
    // Numbered otherwise: fish is gone, weather is new, arms is split, rockets are space, t6 is now of the harvest.
    let after: [Planted<'_>; 6] = [
        (1, "space", &["s1", "s2", "s3", "s4", "r1", "r2", "r3"]),
        (2, "train", &["t1", "t2", "t3", "t4", "t5"]),
        (3, "crops", &["h1", "h2", "h3", "h4", "t6"]),
        (4, "arms", &["a1", "a2", "a3", "a4"]),
        (5, "grenades", &["a5", "a6", "a7"]),
        (7, "weather", &["w1", "w2", "w3"]),
    ];
    here.write("before.json", report(1, &before, &["x"]));
    here.write("after.json", report(2, &after, &["x", "f1", "f2", "f3"]));
    let diff = here.run(&["topics", "diff", "before.json", "after.json", "--json"]).succeeds().json();
    let changes = diff["changes"].as_array().unwrap();
    let label = |id: &Value| {
        let topics = diff["topics"].as_array().unwrap();
        topics.iter().find(|topic| topic["id"] == *id).unwrap()["label"].as_str().unwrap().to_owned()
    };
    let one = |kind: &str| {
        let mut of_kind = changes.iter().filter(|change| change["change"] == kind);
        let change = of_kind.next().unwrap_or_else(|| panic!("no `{kind}` in {changes:?}"));
        assert!(of_kind.next().is_none(), "more than one `{kind}` in {changes:?}");
        change
    };
    assert_eq!(label(&one("born")["id"]), "weather");
    assert_eq!(one("born")["id"], 7, "its own number, which is free");
    assert_eq!((label(&one("gone")["id"]), &one("gone")["into"]), ("fish".to_owned(), &Value::Null));
    assert_eq!(one("split")["from"], 3);
    let pieces: Vec<String> =
        one("split")["into"].as_array().unwrap().iter().map(|piece| label(&piece["id"])).collect();
    assert_eq!(pieces, ["arms", "grenades"]);
    assert_eq!((&one("merged")["from"], &one("merged")["into"]), (&json!([4, 5]), &json!(4)));
    assert_eq!((&one("moved")["from"], &one("moved")["to"]), (&json!(1), &json!(6)));
    assert_eq!(diff["texts"][0]["text"], "t6");
    assert_eq!((&one("renamed")["id"], &one("renamed")["to"]), (&json!(6), &json!("crops")));
    let train = diff["topics"].as_array().unwrap().iter().find(|topic| topic["label"] == "train").unwrap();
    assert_eq!((&train["before"], &train["after"]), (&1.into(), &2.into()));

    let text = here.run(&["topics", "diff", "before.json", "after.json"]).succeeds().stdout;
    assert!(text.contains("born: 7 `weather`") && text.contains("gone: 2 `fish`"), "{text}");
    assert!(text.contains("moved: 1 text from 1 `train` to 6 `crops`"), "{text}");
}

#[test]
fn numbers_in_another_order_are_no_change() {
    let here = Sandbox::new();
    let topics: [Planted<'_>; 2] = [(1, "train", &["a", "b", "c"]), (2, "space", &["d", "e"])];
    here.write("before.json", report(1, &topics, &["x"]));
    let other: [Planted<'_>; 2] = [(1, "space", &["e", "d"]), (2, "train", &["c", "a", "b"])];
    here.write("after.json", report(2, &other, &["x"]));
    let run = here.run(&["topics", "diff", "before.json", "after.json"]);
    assert_eq!((run.code, run.stdout.contains("nothing changed")), (Some(1), true), "{run:?}");
    let run = here.run(&["topics", "diff", "before.json", "after.json", "--json"]);
    assert_eq!((run.code, &run.json()["changed"]), (Some(1), &false.into()));
}

#[test]
fn a_report_that_cannot_be_compared_is_told_with_its_place() {
    let here = Sandbox::new();
    let good = report(2, &[(1, "train", &["a", "b"])], &[]);
    here.write("good.json", &good);
    let diff = |name: &str, content: &str| {
        here.write(name, content);
        here.run(&["topics", "diff", "good.json", name])
    };
    here.run(&["topics", "diff", "none.json", "good.json"]).fails("cannot read `none.json`", "spelling");
    let hint = "cognate topics --json";
    diff("text.json", "# A report\n").fails("`text.json`, line 1", hint);
    diff("search.json", "{\n\"schema\": 1, \"results\": []\n}").fails("missing field `topics`", hint);
    diff("new.json", &good.replace("\"schema\": 2", "\"schema\": 99")).fails("its schema is 99", hint);
    let nameless = good.replace("\"label\": \"train\"", "\"name\": \"train\"");
    let line = nameless.lines().position(|line| line.contains("\"name\"")).unwrap();
    let run = diff("nameless.json", &nameless);
    run.fails("missing field `label`", hint);
    // The line after it, in which the topic ends; lines are told from 1.
    assert!(run.stderr.contains(&format!("`nameless.json`, line {}:", line + 2)), "{run:?}");
    diff("stranger.json", &good.replace("\"topic\": 1", "\"topic\": 5")).fails("is in topic 5", hint);
    diff("cut.json", &good[..good.len() - 4]).fails("EOF", hint);
}

/// Numbers and names of the topics of a report.
fn named(run: &Run) -> Vec<(u64, String)> {
    let report = run.json();
    let topics = report["topics"].as_array().unwrap().iter();
    topics.map(|t| (t["id"].as_u64().unwrap(), t["label"].as_str().unwrap().to_owned())).collect()
}

/// A collection of the sample corpus whose topics were found.
fn collected() -> (Sandbox, Vec<(u64, String)>) {
    let here = Sandbox::new();
    here.run(&["index", &seeds()]).succeeds();
    let topics = named(&here.run(&["topics", "--json"]).succeeds());
    (here, topics)
}

#[test]
fn topics_found_again_keep_to_names_and_merges() {
    let (here, topics) = collected();
    let [(first, _), (second, _), (third, _), ..] = &topics[..] else { panic!("{topics:?}") };
    let [first, second, third] = [first, second, third].map(ToString::to_string);
    edit(&here, &["rename", &first, "The first of all"]);
    edit(&here, &["merge", &third, &second]);
    let after = named(&here.run(&["topics", "--json"]).succeeds());
    assert_eq!(after.len(), topics.len() - 1);
    assert!(after.contains(&(first.parse().unwrap(), "The first of all".to_owned())), "{after:?}");
    assert!(after.iter().all(|(id, _)| id.to_string() != second), "{after:?}");
    edit(&here, &["undo"]);
    edit(&here, &["undo"]);
    let mut undone = named(&here.run(&["topics", "--json"]).succeeds());
    undone.sort();
    let mut before = topics.clone();
    before.sort();
    assert_eq!(undone, before);
}

#[test]
fn topics_found_again_keep_to_moves_and_splits() {
    let (here, topics) = collected();
    let report = here.run(&["topics", "--json"]).succeeds().json();
    let units = report["units"].as_array().unwrap();
    let (from, to) = (topics[0].0, topics[1].0);
    let unit = units.iter().find(|unit| unit["topic"] == from).unwrap();
    let place = format!("{}:{}", unit["file"].as_str().unwrap(), unit["line"]);
    edit(&here, &["move", &place, &to.to_string()]);
    let split = edit(&here, &["split", &from.to_string(), "--into", "2"]);
    let new = split["edit"]["parts"][1]["id"].as_u64().unwrap();
    let again = here.run(&["topics", "--json"]).succeeds();
    let ids: Vec<u64> = named(&again).into_iter().map(|(id, _)| id).collect();
    assert!(ids.contains(&from) && ids.contains(&new), "{ids:?}");
    let report = again.json();
    let same = |other: &&Value| other["file"] == unit["file"] && other["line"] == unit["line"];
    assert_eq!(report["units"].as_array().unwrap().iter().find(same).unwrap()["topic"], to);
}

#[test]
fn a_run_to_try_settings_out_is_not_kept() {
    let (here, topics) = collected();
    let tried = named(&here.run(&["topics", "--no-keep", "-k", "3", "--json"]).succeeds());
    assert_eq!(tried.len(), 3);
    assert_eq!(named(&here.run(&["topics", "--json"]).succeeds()), topics);
    here.run(&["topics", "-k", "3", "--json"]).succeeds();
    assert_eq!(edit(&here, &["list"])["topics"].as_array().unwrap().len(), 3);
}
