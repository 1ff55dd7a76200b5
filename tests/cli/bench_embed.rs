//! The speed of embedding measured from the command line.

use std::fs;

use crate::sandbox::{Run, SPACE, Sandbox, TRAIN, seeds};

/// Arguments that measure shortly.
const SHORT: [&str; 10] =
    ["--rounds", "2", "--turn", "1", "--words", "4,16", "--batch", "1,8", "--texts", "20"];

fn bench(here: &Sandbox, args: &[&str]) -> Run {
    here.run(&[&["bench", "embed"], args, &SHORT].concat())
}

fn articles() -> Sandbox {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    here.write("a/space.txt", SPACE);
    here
}

#[test]
fn it_measures_this_text() {
    let here = Sandbox::new();
    let report = bench(&here, &[&seeds(), "--json"]).succeeds().json();
    assert_eq!((&report["schema"], &report["source"]), (&1.into(), &seeds().into()));
    assert!(report["languages"]["ru"].as_u64() > Some(0) && report["paragraphs"].as_u64() > Some(100));
    let rows = report["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 6);
    assert!(rows[0]["words"].is_null() && rows[0]["name"] == "builtin as they are batch 1", "{}", rows[0]);
    for row in rows {
        let figure = |name: &str| row[name].as_f64().unwrap();
        assert!((figure("ms_per_text") * figure("texts_per_second") - 1000.0).abs() < 0.01, "{row}");
        assert!(row["words"].is_null() || row["words"].as_f64() == row["mean_words"].as_f64(), "{row}");
        assert!(row["texts"].as_u64() <= Some(20) && row["batches"].as_u64() >= Some(2), "{row}");
    }
    let model = &report["models"][0];
    assert!(model["dimension"].as_u64() > Some(0) && model["load_ms"].as_f64() > Some(0.0), "{model}");
    // Linux tells what a process takes.
    assert_eq!(model["memory_bytes"].as_u64() > Some(1 << 20), cfg!(target_os = "linux"), "{model}");
    let shown = bench(&here, &[&seeds()]).succeeds();
    assert!(shown.stdout.contains("texts/s") && shown.stdout.contains("as they are"), "{shown:?}");
}

#[test]
fn a_collection_and_standard_input_are_measured() {
    let here = articles();
    here.run(&["index", "a"]).succeeds();
    let report = bench(&here, &["--json"]).succeeds().json();
    assert_eq!((&report["paragraphs"], &report["models"][0]["name"]), (&6.into(), &"builtin".into()));
    let args: Vec<&str> = ["bench", "embed", "-", "--json"].into_iter().chain(SHORT).collect();
    let piped = here.run_with_input(&args, SPACE.as_bytes()).succeeds();
    assert_eq!((&piped.json()["source"], &piped.json()["paragraphs"]), (&"-".into(), &3.into()));
    let named = bench(&here, &["a", "--models", "builtin,none-such"]);
    assert_eq!(named.code, Some(2), "{named:?}");
    assert!(named.stderr.contains("none-such") && named.stderr.contains("hint: "), "{named:?}");
}

#[test]
fn a_run_is_written_kept_and_compared() {
    let here = articles();
    let files = ["a", "-o", "b.md", "-o", "b.csv", "-o", "b.json", "--save", "kept.json"];
    bench(&here, &files).succeeds();
    let read = |name: &str| fs::read_to_string(here.path().join(name)).unwrap();
    assert!(read("b.md").contains("```sh\ncognate bench embed a -o b.md"), "{}", read("b.md"));
    assert!(read("b.csv").starts_with("name,model,words,") && read("b.csv").lines().count() == 7);
    assert!(read("b.json") == read("kept.json"));

    // Whatever else the machine does, nothing is a million times slower.
    let mut kept: serde_json::Value = serde_json::from_str(&read("kept.json")).unwrap();
    let scale = |kept: &mut serde_json::Value, by: f64| {
        for row in kept["rows"].as_array_mut().unwrap() {
            row["best_ms"] = (row["best_ms"].as_f64().unwrap() * by).into();
        }
    };
    scale(&mut kept, 1e6);
    here.write("slow.json", kept.to_string());
    let same = bench(&here, &["a", "--compare", "slow.json", "--json"]).succeeds().json();
    assert_eq!(
        (&same["comparison"]["compared"], &same["comparison"]["same_text"]),
        (&6.into(), &true.into())
    );
    scale(&mut kept, 1e-12);
    here.write("quick.json", kept.to_string());
    let slower = bench(&here, &["a", "--compare", "quick.json"]);
    assert_eq!(slower.code, Some(1), "{slower:?}");
    assert!(slower.stdout.contains("Slower: builtin 4 words batch 1: "), "{slower:?}");
    kept["rows"][0]["name"] = "builtin 3 words batch 1".into();
    scale(&mut kept, 1e12);
    here.write("gone.json", kept.to_string());
    let gone = bench(&here, &["a", "--compare", "gone.json"]);
    assert_eq!(gone.code, Some(1), "{gone:?}");
    assert!(gone.stdout.contains("Not there: builtin 3 words batch 1"), "{gone:?}");
}

#[test]
fn what_cannot_be_done_is_told_before_anything_is_measured() {
    let here = articles();
    bench(&here, &["a", "-o", "b.html"]).fails("b.html", ".csv");
    here.write("none.json", "{\"schema\": 99}");
    bench(&here, &["a", "--compare", "none.json"]).fails("none.json", "--save");
    fs::create_dir(here.path().join("empty")).unwrap();
    bench(&here, &["empty"]).fails("no text", "");
    bench(&here, &[]).fails("no collection", "");
    let zero = here.run(&["bench", "embed", "a", "--words", "0"]);
    assert_eq!(zero.code, Some(2), "{zero:?}");
}
