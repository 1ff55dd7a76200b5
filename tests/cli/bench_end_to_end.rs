//! All of it measured from the command line.

use std::fs;

use crate::sandbox::{Run, SPACE, Sandbox, TRAIN};

fn bench(here: &Sandbox, args: &[&str]) -> Run {
    here.run(&[&["bench", "end-to-end", "--rounds", "2"], args].concat())
}

fn articles() -> Sandbox {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    here.write("a/space.txt", SPACE);
    here
}

#[test]
fn it_measures_every_step() {
    let here = articles();
    let temporary = here.path().join("tmp");
    fs::create_dir(&temporary).unwrap();
    let mut command = here.command(&["bench", "end-to-end", "a", "--json"]);
    let run = Run::from_output(command.env("TMPDIR", &temporary)).succeeds();
    let report = run.json();
    assert_eq!((&report["files"], &report["units"]), (&2.into(), &6.into()));
    assert_eq!(report["file_bytes"], TRAIN.len() + SPACE.len());
    let steps = report["steps"].as_array().unwrap();
    let names: Vec<&str> = steps.iter().map(|step| step["name"].as_str().unwrap()).collect();
    let (first, last) = (&names[..2], &names[names.len() - 2..]);
    assert_eq!((first, last), (&["index", "first search"][..], &["search again", "topics"][..]));
    for step in steps {
        let [low, high] = [0, 1].map(|place| step["seconds_range"][place].as_f64().unwrap());
        let seconds = step["seconds"].as_f64().unwrap();
        assert!(0.0 < low && low <= seconds && seconds <= high, "{step}");
        assert_eq!(step["peak_bytes"].as_u64() > Some(1 << 20), cfg!(target_os = "linux"), "{step}");
    }
    assert_eq!((&steps[0]["runs"], &report["rounds"]), (&3.into(), &3.into()));
    // Words of the text find it.
    assert!(
        report["results"].as_u64() > Some(0) && report["query"].as_str().unwrap().contains(' '),
        "{report}"
    );
    let [index, search] = [0, 1].map(|step| steps[step]["seconds_range"][0].as_f64().unwrap());
    assert!(report["first_answer_seconds"].as_f64() >= Some(index + search), "{report}");
    assert!(report["stages"].as_array().unwrap().iter().any(|stage| stage["name"] == "reading"));
    assert!(
        report["database_bytes"].as_u64() > Some(0) && report["page_bytes"].as_u64() > Some(0),
        "{report}"
    );
    // Nothing of it stays, and nothing was made.
    assert_eq!(fs::read_dir(&temporary).unwrap().count(), 0);
    assert!(!here.path().join(".cognate").exists() && !here.path().join("cache").exists());
}

#[test]
fn ones_own_collection_stays_as_it_is() {
    let here = articles();
    here.run(&["index", "a/train.txt"]).succeeds();
    let before = fs::read(here.path().join(".cognate/cognate.toml")).unwrap();
    here.write("r.jsonl", "{\"say\": \"The armored train left at dawn.\"}\n{\"say\": \"A rocket rose.\"}\n");
    let args = ["r.jsonl", "--text-field", "say", "--query", "armored train", "--json"];
    let report = bench(&here, &args).succeeds().json();
    assert_eq!((&report["query"], &report["units"]), (&"armored train".into(), &2.into()));
    assert_eq!(fs::read(here.path().join(".cognate/cognate.toml")).unwrap(), before);
    let status = here.run(&["status", "--json"]).succeeds().json();
    assert_eq!((&status["files"], &status["units"]), (&1.into(), &3.into()));
}

#[test]
fn a_run_is_written_kept_and_compared() {
    let here = articles();
    let files = ["a", "-o", "b.md", "-o", "b.csv", "-o", "b.json", "--save", "kept.json"];
    let run = bench(&here, &files).succeeds();
    assert!(run.stdout.contains("Answer") && run.stdout.contains("first search"), "{run:?}");
    let read = |name: &str| fs::read_to_string(here.path().join(name)).unwrap();
    assert!(
        read("b.md").contains("```sh\ncognate bench end-to-end --rounds 2 a -o b.md"),
        "{}",
        read("b.md")
    );
    assert!(read("b.csv").starts_with("name,kind,runs,seconds,"));
    assert!(read("b.json") == read("kept.json"));

    // Whatever else the machine does, nothing is a million times slower.
    let mut kept: serde_json::Value = serde_json::from_str(&read("kept.json")).unwrap();
    let scale = |kept: &mut serde_json::Value, by: f64| {
        for step in kept["steps"].as_array_mut().unwrap() {
            step["seconds_range"][0] = (step["seconds_range"][0].as_f64().unwrap() * by).into();
        }
    };
    scale(&mut kept, 1e6);
    here.write("slow.json", kept.to_string());
    let same = bench(&here, &["a", "--compare", "slow.json", "--json"]).succeeds().json();
    assert_eq!(same["comparison"]["same_text"], true);
    scale(&mut kept, 1e-12);
    here.write("quick.json", kept.to_string());
    let slower = bench(&here, &["a", "--compare", "quick.json"]);
    assert_eq!(slower.code, Some(1), "{slower:?}");
    assert!(slower.stdout.contains("Slower: index: "), "{slower:?}");
}

#[test]
fn what_cannot_be_done_is_told_before_anything_is_measured() {
    let here = articles();
    bench(&here, &["a", "-o", "b.html"]).fails("b.html", ".csv");
    bench(&here, &["-"]).fails("standard input", "file");
    bench(&here, &["a", "--collection", "c"]).fails("--collection", "leave it out");
    here.write("none.json", "{\"schema\": 99}");
    bench(&here, &["a", "--compare", "none.json"]).fails("none.json", "--save");
    fs::create_dir(here.path().join("empty")).unwrap();
    bench(&here, &["empty"]).fails("no text", "");
    bench(&here, &["none"]).fails("none", "");
    assert_eq!(bench(&here, &[]).code, Some(2));
}
