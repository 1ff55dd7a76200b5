//! Topics looked at closer, and topics by the values of a field.

use cognate::corpus::ContentHash;
use cognate::pipeline::{Collection, CollectionOptions};
use cognate::topics::registry::{FoundTopic, Registry};
use serde_json::{Value, json};

use crate::sandbox::{SPACE, Sandbox, TRAIN, seeds};

/// A collection of six texts that keeps the topics 1 (`train`, three texts) and 2 (`space`, two) and has one in none.
fn kept() -> Sandbox {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    here.write("a/space.txt", SPACE);
    here.run(&["index", "a"]).succeeds();
    let found = |label: &str, texts: &[&str]| FoundTopic {
        members: texts.iter().map(|text| ContentHash::of(text).into()).collect(),
        label: label.to_owned(),
        ..FoundTopic::default()
    };
    let (train, space): (Vec<&str>, Vec<&str>) = (TRAIN.lines().collect(), SPACE.lines().collect());
    let topics = vec![found("train", &train), found("space", &space[..2])];
    let outliers = vec![ContentHash::of(space[2]).into()];
    let folder = here.path().join(".cognate");
    let mut collection = Collection::open(&folder, &CollectionOptions::default()).unwrap();
    let registry = Registry::default().assign(topics, outliers, "").registry;
    collection.save_registry(&registry).unwrap();
    here
}

fn json_of(here: &Sandbox, args: &[&str]) -> Value {
    here.run(&[&["topics"], args, &["--json"]].concat()).succeeds().json()
}

#[test]
fn a_kept_topic_is_shown_with_its_texts_neighbours_and_history() {
    let here = kept();
    here.run(&["topics", "edit", "rename", "1", "Armored train"]).succeeds();
    let shown = json_of(&here, &["show", "1"]);
    assert_eq!((&shown["source"]["kind"], &shown["source"]["run"]), (&json!("kept"), &json!(1)));
    assert_eq!(
        (&shown["label"], &shown["given"], &shown["units"]),
        (&json!("Armored train"), &json!(true), &json!(3))
    );
    let members = shown["members"].as_array().unwrap();
    let mut lines: Vec<u64> = members.iter().map(|member| member["line"].as_u64().unwrap()).collect();
    lines.sort_unstable();
    assert_eq!(lines, [1, 2, 3]);
    assert!(members.iter().all(|member| member["file"] == "a/train.txt"), "{members:?}");
    assert!(!shown["terms"].as_array().unwrap().is_empty());
    assert_eq!((&shown["neighbors"][0]["id"], &shown["neighbors"][0]["label"]), (&json!(2), &json!("space")));
    assert_eq!(shown["history"]["edits"][0]["old_label"], "train");
    // By number, name, and a part of the name.
    for name in ["#1", "armored TRAIN", "armored"] {
        assert_eq!(json_of(&here, &["show", name])["id"], 1, "{name}");
    }
    let text = here.run(&["topics", "show", "1"]).succeeds().stdout;
    assert!(
        text.starts_with("Topics      2 topics, as last found and edited in .cognate (run 1)\n"),
        "{text}"
    );
    assert!(
        text.contains("1  Armored train\n") && text.contains("called `Armored train`, before `train`"),
        "{text}"
    );
    assert!(text.contains("a/train.txt:2"), "{text}");
}

#[test]
fn a_text_that_came_since_is_in_no_topic_and_told() {
    let here = kept();
    here.write("a/new.txt", "A harvest of grain was better than in the year before that one.\n");
    here.run(&["index"]).succeeds();
    let tree = json_of(&here, &["tree"]);
    assert_eq!(tree["source"]["new"], 1);
    let topics: Vec<_> =
        tree["nodes"].as_array().unwrap().iter().map(|node| (&node["topic"], &node["units"])).collect();
    assert_eq!(topics, [(&json!(1), &json!(3)), (&json!(2), &json!(2))]);
    let text = here.run(&["topics", "tree"]).succeeds().stdout;
    assert!(text.contains("1 paragraph has come since and is in no topic yet"), "{text}");
    assert!(text.ends_with("├─ 1 train (3)\n└─ 2 space (2)\n"), "{text}");
}

#[test]
fn a_topic_that_joined_another_is_told_to_be_there() {
    let here = kept();
    here.run(&["topics", "edit", "merge", "1", "2"]).succeeds();
    here.run(&["topics", "show", "2"])
        .fails("topic 2, `space`, is no more: topic 1 has its texts", "name topic 1");
    let shown = json_of(&here, &["show", "1"]);
    assert_eq!(
        (&shown["history"]["joined"], &shown["units"]),
        (&json!([{"id": 2, "label": "space"}]), &json!(5))
    );
    assert_eq!(shown["history"]["edits"][0]["kind"], "merge");
}

#[test]
fn a_word_is_found_in_names_terms_and_texts() {
    let here = kept();
    let found = json_of(&here, &["find", "satellite"]);
    assert_eq!((&found["found"][0]["id"], &found["found"][0]["matching"]), (&json!(2), &json!(1)));
    let excerpt = &found["found"][0]["excerpt"];
    let within = |at: usize| excerpt["within"][at].as_u64().unwrap() as usize;
    assert_eq!(&excerpt["text"].as_str().unwrap()[within(0)..within(1)], "satellites", "also as a beginning");
    // In its name alone, and a text in no topic.
    assert_eq!(json_of(&here, &["find", "space"])["found"][0]["in_label"], true);
    let run = here.run(&["topics", "find", "launcher", "--json"]);
    assert_eq!((run.code, &run.json()["outside"]), (Some(1), &json!(1)));
    // All words in one text; a phrase; what must not be there.
    assert_eq!(json_of(&here, &["find", "train escort"])["found"][0]["matching"], 1);
    assert_eq!(here.run(&["topics", "find", "\"escort train\""]).code, Some(1));
    let run = here.run(&["topics", "find", "weather"]);
    assert_eq!((run.code, run.stdout.contains("no topic has “weather”")), (Some(1), true), "{run:?}");
    here.run(&["topics", "find", "?!"]).fails("`?!` has no word that topics can have", "letters or digits");
    let text = here.run(&["topics", "find", "satellite"]).succeeds().stdout;
    assert!(
        text.contains("Found       1 of 2 topics with “satellite”") && text.contains("a/space.txt:2"),
        "{text}"
    );
}

#[test]
fn what_is_no_topic_is_told_with_the_way_out() {
    let here = kept();
    here.run(&["topics", "show", "17"]).fails("there is no topic 17: there are 2", "`cognate topics tree`");
    here.run(&["topics", "show", "harvest"])
        .fails("no topic is called `harvest`: there are 2", "topics find");
    here.run(&["topics", "show", "a"]).fails("`a` is in the names of 2 topics", "1 `train`, 2 `space`");
    here.run(&["topics", "show", "1", "--report", "none.json"]).fails("cannot read `none.json`", "spelling");
    here.write("bad.json", "[1, 2]");
    here.run(&["topics", "tree", "--report", "bad.json"]).fails("`bad.json`", "cognate topics --json");
    here.run(&["topics", "tree", "--unit", "sentence"]).fails("say how files are read", "name the paths");
    let empty = Sandbox::new();
    empty.run(&["topics", "find", "train"]).fails("there is no collection", "cognate index PATH");
}

#[test]
fn topics_are_found_now_where_none_are_kept_and_are_not_kept() {
    let here = Sandbox::new();
    here.run(&["index", &seeds()]).succeeds();
    let shown = json_of(&here, &["show", "1"]);
    assert_eq!((&shown["source"]["kind"], &shown["id"]), (&json!("found"), &json!(1)));
    here.run(&["topics", "edit", "list"]).fails("no topics of the collection", "`cognate topics`");
    // A run keeps them: the same topics, as none are found anew.
    let report = json_of(&here, &[]);
    let kept = json_of(&here, &["show", "1"]);
    assert_eq!((&kept["source"]["kind"], &kept["label"]), (&json!("kept"), &report["topics"][0]["label"]));
    assert_eq!(
        kept["members"].as_array().unwrap().len() as u64,
        report["topics"][0]["units"].as_u64().unwrap()
    );
    assert_eq!(kept["terms"], report["topics"][0]["terms"]);
    let ids = |value: &Value, name: &str| -> Vec<Value> {
        value["neighbors"].as_array().unwrap().iter().map(|near| near[name].clone()).collect()
    };
    assert_eq!(ids(&kept, "id"), ids(&report["topics"][0], "topic"));
    let paths = json_of(&Sandbox::new(), &["show", "1", &seeds()]);
    assert_eq!((&paths["source"]["kind"], &paths["label"]), (&json!("found"), &report["topics"][0]["label"]));
}

#[test]
fn a_report_is_looked_at_without_its_texts() {
    let here = Sandbox::new();
    here.run(&["topics", &seeds(), "--levels", "2", "-o", "report.json", "-o", "report.md"]).succeeds();
    let report: Value =
        serde_json::from_slice(&std::fs::read(here.path().join("report.json")).unwrap()).unwrap();
    let of = ["--report", "report.json"];
    let shown = json_of(&here, &[&["show", "2"], &of[..]].concat());
    assert_eq!(
        (&shown["source"]["kind"], &shown["label"]),
        (&json!("report"), &report["topics"][1]["label"])
    );
    assert_eq!(
        shown["members"].as_array().unwrap().len() as u64,
        report["topics"][1]["units"].as_u64().unwrap()
    );
    let tree = json_of(&here, &[&["tree"], &of[..]].concat());
    let nodes = tree["nodes"].as_array().unwrap();
    let mut topics: Vec<u64> = nodes.iter().filter_map(|node| node["topic"].as_u64()).collect();
    topics.sort_unstable();
    assert_eq!(
        topics,
        (1..=report["topics"].as_array().unwrap().len() as u64).collect::<Vec<_>>(),
        "none is lost"
    );
    assert!(nodes.iter().any(|node| node["topic"].is_null()));
    for (at, node) in nodes.iter().enumerate() {
        let Some(parent) = node["parent"].as_u64() else { continue };
        assert!((parent as usize) < at, "a group stands before what is in it");
        assert_eq!(nodes[parent as usize]["depth"].as_u64().unwrap() + 1, node["depth"].as_u64().unwrap());
    }
    here.run(&["topics", &seeds(), "-o", "flat.json"]).succeeds();
    here.run(&["topics", "tree", "--report", "flat.json"]).fails("has no groups of topics", "--levels 2");
}

/// Reviews of two kinds of things, each with a rating; the last has none.
fn reviews() -> String {
    let rows = TRAIN.lines().chain(SPACE.lines()).enumerate().map(|(at, line)| {
        let rating = ["5", "5", "5", "=1+1", "=1+1", ""][at];
        format!("{at},\"{line}\",{rating}\n")
    });
    format!("id,text,rating\n{}", rows.collect::<String>())
}

#[test]
fn topics_are_counted_by_the_values_of_a_field() {
    let here = Sandbox::new();
    here.write("reviews.csv", reviews());
    let run = here
        .run(&["topics", "reviews.csv", "--per", "rating", "--per", "folder", "-k", "2", "--json"])
        .succeeds();
    let report = run.json();
    let per = &report["per"][0];
    let values: Vec<_> =
        per["values"].as_array().unwrap().iter().map(|v| (&v["kind"], &v["value"], &v["units"])).collect();
    let expected = [("value", json!("5"), 3), ("value", json!("=1+1"), 2), ("none", Value::Null, 1)];
    assert_eq!(values.len(), 3);
    for (found, (kind, value, units)) in values.iter().zip(&expected) {
        assert_eq!((found.0, found.1, found.2), (&json!(kind), value, &json!(units)));
    }
    for topic in per["values"][0]["topics"].as_array().unwrap() {
        let (low, share) = (topic["interval"][0].as_f64().unwrap(), topic["share"].as_f64().unwrap());
        assert!(low <= share && share <= topic["interval"][1].as_f64().unwrap(), "{topic}");
    }
    let args = ["topics", "reviews.csv", "--per", "rating", "-k", "2"];
    let text = here.run(&args).succeeds().stdout;
    assert!(text.contains("Topics by rating\n   5 · 3 paragraphs\n") && text.contains("no rating"), "{text}");
    let table = here.run(&[&args[..], &["--table", "per", "--format", "csv"]].concat()).succeeds().stdout;
    assert!(
        table.starts_with("field,kind,value,value_units,") && table.contains("rating,value,'=1+1,2,2,"),
        "{table}"
    );
    assert_eq!(table.lines().count(), 1 + 3 * report["topics"].as_array().unwrap().len());
    let markdown = here.run(&[&args[..], &["--format", "markdown"]].concat()).succeeds().stdout;
    assert!(
        markdown.contains("\n## Topics by rating\n")
            && markdown.contains("| Topic | 5 | \\=1+1 | no rating |"),
        "{markdown}"
    );
    let page = here.run(&[&args[..], &["--format", "html"]].concat()).succeeds().stdout;
    assert!(page.contains("<section id=\"per\"") && page.contains("Topics by rating"), "{page}");
    // Numbers stand in their own order, not in that of how many texts have them.
    here.write("numbers.csv", reviews().replace(",5\n", ",30\n").replace("=1+1", "4"));
    let numbers = json_of(&here, &["numbers.csv", "--per", "rating", "-k", "2"]);
    let values = numbers["per"][0]["values"].as_array().unwrap().iter().map(|value| value["value"].clone());
    assert_eq!(values.collect::<Vec<_>>(), [json!("4"), json!("30"), Value::Null]);
    here.run(&["topics", "reviews.csv", "--per", "colour"]).fails("no text has a field `colour`", "`rating`");
    here.run(&["topics", "reviews.csv", "--table", "per"]).fails("no field is named", "--per FIELD");
}

#[test]
fn two_values_of_any_field_are_compared() {
    let here = Sandbox::new();
    here.write("reviews.csv", reviews());
    let run = here.run(&["topics", "reviews.csv", "--contrast", "rating=5", "-k", "2", "--json"]).succeeds();
    let contrast = &run.json()["contrast"];
    assert_eq!((&contrast["sets"], &contrast["units"]), (&json!(["rating 5", "all others"]), &json!([3, 3])));
    here.run(&["topics", "reviews.csv", "--contrast", "colour=red"])
        .fails("no text has a field `colour`", "`rating`");
}

#[cfg(feature = "xlsx")]
#[test]
fn a_workbook_is_written_and_the_same_each_time() {
    let here = Sandbox::new();
    here.write("reviews.csv", reviews());
    here.run(&["topics", "reviews.csv", "--per", "rating", "-o", "one.xlsx"]).succeeds();
    here.run(&["topics", "reviews.csv", "--per", "rating", "-o", "two.xlsx"]).succeeds();
    let read = |name: &str| std::fs::read(here.path().join(name)).unwrap();
    assert!(read("one.xlsx") == read("two.xlsx") && read("one.xlsx").starts_with(b"PK"));
}
