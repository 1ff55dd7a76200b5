//! A run that is killed loses at most a batch: the next one ends where an undisturbed one would have.

use std::fmt::Write;
use std::time::Instant;

use crate::sandbox::Sandbox;

/// A corpus that takes long enough to be interrupted: records and files, some of equal text.
fn corpus(here: &Sandbox) {
    let mut lines = String::new();
    for i in 0..6000 {
        let text = format!("Clause {} of the agreement on trade, rail and grain, part {i}.", i % 700);
        writeln!(lines, "{{\"id\": {i}, \"text\": \"{text}\"}}").unwrap();
    }
    here.write("a/records.jsonl", lines);
    for i in 0..200 {
        here.write(&format!("a/article{i}.txt"), format!("Article {} tells of the train and its wagons.\nIts second paragraph {i} tells of the satellites in orbit.\n", i % 50));
    }
}

/// What must be equal however the collection came about.
fn state(here: &Sandbox) -> serde_json::Value {
    let mut status = here.run(&["status", "--json"]).succeeds().json();
    for varying in ["database_bytes", "collection", "roots"] {
        status.as_object_mut().unwrap().remove(varying);
    }
    let found =
        here.run(&["search", "--json", "-k", "50", "--exact", "satellites and wagons"]).succeeds().json();
    serde_json::json!([status, found["results"]])
}

#[test]
fn a_killed_run_loses_nothing_and_doubles_nothing() {
    let undisturbed = Sandbox::new();
    corpus(&undisturbed);
    let begin = Instant::now();
    undisturbed.run(&["index", "a"]).succeeds();
    let whole = begin.elapsed();
    let expected = state(&undisturbed);
    assert_eq!(expected[0]["units"], 6400);

    let mut told = 0;
    for part in 1..=8 {
        let here = Sandbox::new();
        corpus(&here);
        // Once early or late in the first run, and twice in what was left of it.
        for delay in [whole * part / 9, whole * part / 18, whole * (9 - part) / 18] {
            let mut child = here.command(&["index", "a"]).spawn().unwrap();
            std::thread::sleep(delay);
            // SIGKILL: no handler runs, nothing is flushed.
            child.kill().unwrap();
            child.wait().unwrap();
        }
        told += usize::from(here.run(&["search", "satellites"]).stderr.contains("did not come to its end"));
        here.run(&["index", "a"]).succeeds();
        assert!(!here.run(&["search", "satellites"]).succeeds().stderr.contains("did not come to its end"));
        assert_eq!(state(&here), expected, "first kill at {part}/9 of a run");
        here.run(&["verify"]).succeeds();
    }
    assert!(told > 0, "no run was left in the middle");
}
