//! A run that is killed loses at most a batch: the next one ends where an undisturbed one would have.

use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

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
    let found = here.run(&["search", "--json", "-k", "50", "--exact", "satellites and wagons"]).json();
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

/// Hash, vector and windows of every embedding of a collection that exists.
fn embeddings(here: &Sandbox) -> Vec<(Vec<u8>, Option<Vec<u8>>, i64)> {
    let database = here.path().join(".cognate/collection.db");
    let connection = rusqlite::Connection::open(database).unwrap();
    let mut query = connection.prepare("SELECT hash, vector, windows FROM embedding ORDER BY hash").unwrap();
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Number of embeddings so far; none while there is no database or it has no tables.
fn embedded(here: &Sandbox) -> usize {
    let database = here.path().join(".cognate/collection.db");
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    rusqlite::Connection::open_with_flags(database, flags)
        .and_then(|c| c.query_row("SELECT count(*) FROM embedding", [], |row| row.get::<_, i64>(0)))
        .map_or(0, |n| n as usize)
}

#[test]
fn a_run_with_a_model_folder_goes_on_where_it_was_killed() {
    if cognate::embed::find_onnx_runtime().library.is_none() {
        assert!(std::env::var_os("COGNATE_REQUIRE_ONNX").is_none(), "ONNX Runtime was not found");
        eprintln!("skipped: ONNX Runtime was not found (set ORT_DYLIB_PATH to run this test)");
        return;
    }
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tiny-onnx");
    let model = format!("path:{}", fixture.display());
    let corpus = |here: &Sandbox| {
        let mut lines = String::new();
        for i in 0..5000_usize {
            // One in a thousand is longer than the model's window of 128 tokens.
            let rest = "and the grain ".repeat(if i % 1000 == 7 { 40 } else { i % 5 });
            writeln!(lines, "{{\"id\": {i}, \"text\": \"train {i} of the satellite {rest}\"}}").unwrap();
        }
        here.write("a/records.jsonl", lines);
    };
    let index = ["index", "a", "--model", &model];

    let undisturbed = Sandbox::new();
    corpus(&undisturbed);
    let report = undisturbed.run(&["index", "a", "--model", &model, "--json"]).succeeds().json();
    assert_eq!((&report["embedded"], &report["windowed"]), (&5000.into(), &5.into()));

    let here = Sandbox::new();
    corpus(&here);
    for kill_at in [1, 1500, 3000] {
        let mut child = here.command(&index).spawn().unwrap();
        while embedded(&here) < kill_at {
            assert_eq!(child.try_wait().unwrap(), None, "the run ended before it was killed");
            std::thread::sleep(Duration::from_millis(2));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert!((kill_at..5000).contains(&embedded(&here)), "{} were embedded", embedded(&here));
    }
    let before = embedded(&here);
    let report = here.run(&["index", "a", "--model", &model, "--json"]).succeeds().json();
    assert_eq!(report["embedded"], 5000 - before, "what was embedded is not embedded again");
    assert_eq!(report["windowed"], 5);
    assert!(
        embeddings(&here) == embeddings(&undisturbed),
        "the embeddings are not those of an undisturbed run"
    );
    assert_eq!(state(&here), state(&undisturbed));
    here.run(&["verify"]).succeeds();
}

#[test]
fn a_killed_compaction_leaves_the_old_index_or_the_new() {
    /// Places of the run at which it is killed.
    const PLACES: u32 = 50;
    let here = Sandbox::new();
    corpus(&here);
    here.run(&["index", "a"]).succeeds();
    let expected = state(&here);
    let index = here.path().join(".cognate/index.cog");
    let sizes = [&["compact", "--small"][..], &["compact"]].map(|args| {
        here.run(args).succeeds();
        std::fs::metadata(&index).unwrap().len()
    });
    assert!(sizes[0] < sizes[1], "{sizes:?}");
    let begin = Instant::now();
    here.run(&["compact"]).succeeds();
    let whole = begin.elapsed();
    for place in 0..PLACES {
        // In turn to the small form and back, so that the old and the new are told apart.
        let args = if place % 2 == 0 { &["compact", "--small"][..] } else { &["compact"] };
        let mut child = here.command(args).spawn().unwrap();
        std::thread::sleep(whole * place / PLACES);
        child.kill().unwrap();
        child.wait().unwrap();
        let bytes = std::fs::metadata(&index).unwrap().len();
        assert!(sizes.contains(&bytes), "{bytes} bytes, {sizes:?}");
        let found =
            here.run(&["search", "--json", "-k", "50", "--exact", "satellites and wagons"]).succeeds();
        assert_eq!(found.json()["results"], expected[1], "killed at {place}/{PLACES}");
        assert!(!found.stderr.contains("cannot be used"), "{found:?}");
    }
    here.run(&["compact"]).succeeds();
    here.run(&["verify"]).succeeds();
    let left = std::fs::read_dir(here.path().join(".cognate")).unwrap();
    let left = left
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with(".cognate-new-"));
    assert_eq!(left.count(), 0, "nothing unfinished stays behind");
}
