//! Topics and models measured from the command line.

use std::fs;

use cognate::embed::static_model::{Bits, Card, Source, StaticModelParts, encode};

use crate::sandbox::{SPACE, Sandbox, TRAIN, seeds};

/// A model that knows some words, each in a direction of its own.
fn model(words: &[&str]) -> Vec<u8> {
    let dimension = words.len();
    let mut table = vec![0.0; dimension * dimension];
    for word in 0..dimension {
        table[word * dimension + word] = 1.0;
    }
    let card = Card {
        name: "some words".to_owned(),
        licence: "CC0-1.0".to_owned(),
        sources: vec![Source { name: "none".to_owned(), ..Source::default() }],
        ..Card::default()
    };
    let pieces = words.iter().map(|word| format!("▁{word}")).collect();
    let parts =
        StaticModelParts { table, dimension, bits: Bits::Eight, pieces, scores: vec![-5.0; dimension], card };
    encode(&parts).unwrap()
}

const WORDS: [&str; 8] = ["train", "capital", "escort", "border", "station", "wheels", "railway", "workers"];

fn articles() -> Sandbox {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    here.write("a/space.txt", SPACE);
    here
}

#[test]
fn topics_are_measured_stage_by_stage() {
    let here = Sandbox::new();
    let args = ["bench", "topics", &seeds(), "--rounds", "2", "--labels", "folder", "--map", "--json"];
    let report = here.run(&args).succeeds().json();
    assert_eq!((&report["rounds"], &report["repeatable"]), (&2.into(), &true.into()));
    let names: Vec<_> =
        report["stages"].as_array().unwrap().iter().map(|stage| stage["name"].as_str().unwrap()).collect();
    let expected = [
        "gathering texts",
        "finding topics",
        "naming topics",
        "judging topics",
        "drawing the map",
        "writing the report",
    ];
    assert_eq!(names, expected);
    let sum: f64 = report["stages"].as_array().unwrap().iter().map(|s| s["range"][0].as_f64().unwrap()).sum();
    assert!(
        sum <= report["seconds_range"][1].as_f64().unwrap(),
        "the stages are parts of the whole: {report}"
    );
    assert_eq!(
        report["in_topics"].as_u64().unwrap() + report["outliers"].as_u64().unwrap(),
        report["proper"].as_u64().unwrap()
    );
    let topics = here.run(&["topics", &seeds(), "--json"]).succeeds().json();
    assert_eq!(report["topics"].as_u64(), Some(topics["topics"].as_array().unwrap().len() as u64));
    // Languages lie in folders: topics across languages have little to do with them.
    assert!(report["labels"]["labels"].as_u64() > Some(1) && report["labels"]["ami"].as_f64() < Some(0.5));
}

#[test]
fn topics_are_held_against_labels_of_records_and_an_earlier_run() {
    let here = Sandbox::new();
    let record = |label: &str, text: &str| serde_json::json!({"kind": label, "text": text}).to_string();
    let lines: Vec<String> = TRAIN
        .split("\n\n")
        .map(|text| record("rail", text))
        .chain(SPACE.split("\n\n").map(|text| record("space", text)))
        .collect();
    here.write("a.jsonl", lines.join("\n"));
    let files = ["-o", "b.md", "-o", "b.csv", "-o", "b.json", "--save", "kept.json"];
    let args = [&["bench", "topics", "a.jsonl", "--labels", "kind", "-k", "2"][..], &files].concat();
    here.run(&args).succeeds();
    let read = |name: &str| fs::read_to_string(here.path().join(name)).unwrap();
    assert!(
        read("b.csv").starts_with("stage,seconds,") && read("b.md").contains("cognate bench topics a.jsonl")
    );
    let kept: serde_json::Value = serde_json::from_str(&read("kept.json")).unwrap();
    assert_eq!(kept["labels"]["labels"], 2);
    let compare = ["bench", "topics", "a.jsonl", "--labels", "kind", "-k", "2", "--compare", "kept.json"];
    // However slow this machine is just now.
    let mut better = kept.clone();
    better["seconds_range"][0] = 1e6.into();
    here.write("kept.json", better.to_string());
    let same = here.run(&compare);
    assert_eq!(same.code, Some(0), "{same:?}");
    better["labels"]["ami"] = 2.0.into();
    here.write("better.json", better.to_string());
    let worse = here.run(&[&compare[..8], &["better.json"]].concat());
    assert_eq!(worse.code, Some(1), "{worse:?}");
    assert!(worse.stdout.contains("Worse: agreement with labels"), "{worse:?}");
    here.run(&["bench", "topics", "a.jsonl", "--labels", "colour"])
        .fails("no text has a field `colour`", "`kind`");
    here.run(&["bench", "topics", "a.jsonl", "-o", "b.pdf"]).fails("has no ending", ".md, .csv or .json");
    here.run(&["bench", "topics", "a.jsonl", "--compare", "b.csv"]).fails("no benchmark run", "--save");
}

#[test]
fn models_are_compared_and_the_collection_stays() {
    let here = articles();
    here.write("few.safetensors", model(&WORDS));
    here.run(&["index", "a"]).succeeds();
    let before = here.run(&["status", "--json"]).succeeds().json();
    here.write("q.toml", "[[query]]\ntext = \"wheels\"\nexpect = [\"a/train.txt:3\"]\n");
    let files = ["-o", "m.md", "-o", "m.csv", "-o", "m.json", "--judged", "q.toml", "--labels", "folder"];
    let args = [&["bench", "models", "builtin", "few.safetensors", "--json", "-k", "3"][..], &files].concat();
    let report = here.run(&args).succeeds().json();
    let models = report["models"].as_array().unwrap();
    assert_eq!((models.len(), &models[0]["model"]["id"]), (2, &"builtin".into()));
    assert!(models.iter().all(|model| model["texts_per_second"].as_f64() > Some(0.0)));
    assert!(
        models[1]["without_vector"].as_u64() > models[0]["without_vector"].as_u64(),
        "it knows eight words"
    );
    let pair = &report["pairs"][0];
    assert!(
        pair["texts"].as_u64() < report["texts"].as_u64(),
        "texts that one of them does not know are left out"
    );
    assert!((0.0..=1.0).contains(&pair["overlap"].as_f64().unwrap()), "{pair}");
    assert_eq!(pair["figures"].as_array().unwrap().len(), 4);
    for model in models {
        assert_eq!(model["figures"][0]["measure"], "ndcg@10");
        assert!(model["bytes"].as_u64() > Some(100));
    }
    assert_eq!(here.run(&["status", "--json"]).succeeds().json(), before, "it was a copy");
    let read = |name: &str| fs::read_to_string(here.path().join(name)).unwrap();
    assert!(read("m.md").contains("**builtin → ") && read("m.csv").lines().count() == 3);
    let text = here.run(&["bench", "models", "builtin", "few.safetensors", "--no-topics"]).succeeds().stdout;
    assert!(text.contains("nearest are the same") && !text.contains("keep their number"), "{text}");
    // The same of files, with a part of their units.
    let part = ["bench", "models", "builtin", "few.safetensors", "--path", "a", "--limit", "4", "--json"];
    assert_eq!(here.run(&part).succeeds().json()["units"], 4);
    here.run(&["bench", "models", "builtin", "builtin"]).fails("one model", "two or more");
    here.run(&["bench", "models", "builtin", "nowhere.safetensors"]).fails("nowhere.safetensors", "");
}

#[test]
fn a_model_that_is_exchanged_keeps_the_numbers_and_names_of_topics() {
    let here = Sandbox::new();
    here.write("few.safetensors", model(&WORDS));
    here.run(&["index", &seeds()]).succeeds();
    let topics = here.run(&["topics", "--json"]).succeeds().json();
    let first = topics["topics"][0]["id"].as_u64().unwrap();
    here.run(&["topics", "edit", "rename", &first.to_string(), "The first of all"]).succeeds();
    here.run(&["models", "use", "few.safetensors"]).succeeds();
    let refused = here.run(&["search", "train"]);
    assert_eq!(refused.code, Some(2), "until texts are embedded anew: {refused:?}");
    // Back, and no text has to be embedded: there are its vectors.
    let back = here.run(&["models", "use", "builtin", "--reembed", "--json"]).succeeds().json();
    assert_eq!((&back["reembed"], &back["embedded"]), (&false.into(), &serde_json::Value::Null));
    let other = here.run(&["models", "use", "few.safetensors", "--reembed", "--json"]).succeeds().json();
    assert!(other["embedded"].as_u64() > Some(100), "{other}");
    here.run(&["search", "train"]).succeeds();
    here.run(&["models", "use", "builtin", "--reembed"]).succeeds();
    let again = here.run(&["topics", "--json"]).succeeds().json();
    let ids = |report: &serde_json::Value| -> Vec<u64> {
        report["topics"].as_array().unwrap().iter().map(|topic| topic["id"].as_u64().unwrap()).collect()
    };
    assert_eq!(ids(&again), ids(&topics));
    assert_eq!(again["topics"][0]["label"], "The first of all");
}
