//! What was read, in part or not at all: one bad thing stops nothing, and everybody is told.

use crate::sandbox::{SPACE, Sandbox, TRAIN};

fn mixed() -> Sandbox {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    here.write("a/good.jsonl", "{\"text\": \"The bakery sells rye bread before dawn.\"}\n");
    here.write(
        "a/some.jsonl",
        "{\"text\": \"A ferry crossed the strait in fog.\"}\nbroken\n{\"text\": \"The lighthouse was painted red.\"}\n",
    );
    here.write("a/none.csv", "colour,size\nred,4\nblue,5\n");
    here.write("a/slides.key", "not a format that is known");
    here.write("a/.gitignore", "drafts/\n");
    here.write("a/drafts/one.txt", SPACE);
    here
}

#[test]
fn one_bad_record_or_file_stops_none_of_the_others() {
    let here = mixed();
    for (query, file) in
        [("rye bread", "a/good.jsonl"), ("ferry in fog", "a/some.jsonl"), ("red lighthouse", "a/some.jsonl")]
    {
        let run = here.run(&["search", query, "a", "-k", "1", "--json"]).succeeds();
        let report = run.json();
        assert_eq!(report["results"][0]["file"], file, "{query}");
        let unread = &report["unread"];
        assert_eq!(
            (&unread["files"], &unread["partly"], &unread["records"]),
            (&3.into(), &1.into(), &1.into()),
            "{unread}"
        );
    }
    let told = here.run(&["search", "rye bread", "a"]).succeeds();
    assert!(told.stderr.contains("3 of 6 files were not read"), "{told:?}");
    assert!(told.stderr.contains("1 record in 1 file was left out; `-v` lists them"), "{told:?}");
    let named = here.run(&["search", "rye bread", "a", "-v"]).succeeds();
    for part in
        ["a/some.jsonl: 1 record left out: line 2: broken JSON", "a/none.csv: no column", "a/drafts: ignored"]
    {
        assert!(named.stderr.contains(part), "{part}: {named:?}");
    }
    let quiet = here.run(&["search", "rye bread", "a", "-q"]).succeeds();
    assert_eq!(quiet.stderr, "");
}

#[test]
fn a_collection_remembers_what_it_did_not_read() {
    let here = mixed();
    let report = here.run(&["index", "a", "--json"]).succeeds().json();
    let kinds = |report: &serde_json::Value, list: &str| -> Vec<(String, String)> {
        let of = |file: &serde_json::Value| {
            (file["path"].as_str().unwrap().to_owned(), file["kind"].as_str().unwrap().to_owned())
        };
        report[list].as_array().unwrap().iter().map(of).collect()
    };
    let expected = [
        ("a/drafts", "ignored"),
        ("a/none.csv", "no-text"),
        ("a/slides.key", "unknown-type"),
        ("a/some.jsonl", "partly"),
    ];
    let expected = expected.map(|(path, kind)| (path.to_owned(), kind.to_owned()));
    assert_eq!(kinds(&report, "skipped"), expected);
    // Also when nothing is read again, and also to those who only look.
    assert_eq!(kinds(&here.run(&["index", "--json"]).succeeds().json(), "skipped"), expected);
    assert_eq!(kinds(&here.run(&["status", "--json"]).succeeds().json(), "unread"), expected);
    let topics = here.run(&["topics", "--json", "--no-keep"]).json();
    assert_eq!(kinds(&topics["corpus"], "skipped"), expected);
    // What was mended or is gone is told no more.
    here.write("a/some.jsonl", "{\"text\": \"A ferry crossed the strait in fog.\"}\n");
    std::fs::remove_file(here.path().join("a/slides.key")).unwrap();
    assert_eq!(kinds(&here.run(&["index", "--json"]).succeeds().json(), "skipped"), expected[..2]);
    here.run(&["index", "--forget", "a"]).succeeds();
    here.run(&["status"]).succeeds();
    assert_eq!(kinds(&here.run(&["status", "--json"]).succeeds().json(), "unread"), []);
}

#[test]
fn strict_is_an_error_and_loses_nothing() {
    let here = mixed();
    here.run(&["index", "a", "--strict"])
        .fails("not all was read, of 2 files", "without `--strict` this is no error");
    let run = here.run(&["search", "rye bread", "-k", "1", "--json"]).succeeds();
    assert_eq!(run.json()["results"][0]["file"], "a/good.jsonl");
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    here.run(&["index", "a", "--strict"]).succeeds();
}

#[test]
fn nothing_at_all_that_can_be_read_is_an_error() {
    let here = Sandbox::new();
    here.write("a/one.jsonl", "broken\n");
    here.write("a/two.csv", "colour,size\nred,4\n");
    let run = here.run(&["search", "train", "a"]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stderr.contains("a/one.jsonl:1: broken JSON"), "{run:?}");
}

#[test]
fn what_is_damaged_later_keeps_what_was_read_before() {
    let here = Sandbox::new();
    here.write("a/good.jsonl", "{\"text\": \"The bakery sells rye bread before dawn.\"}\n");
    here.write("a/train.txt", TRAIN);
    here.run(&["index", "a"]).succeeds();
    here.write("a/good.jsonl", "broken now, and longer than before, so that it is seen to be another\n");
    here.run(&["index"]).succeeds();
    let run = here.run(&["search", "rye bread", "-k", "1", "--json"]).succeeds();
    assert_eq!(run.json()["results"][0]["file"], "a/good.jsonl");
}

#[test]
fn what_is_named_is_read_whatever_is_ignored_above_it() {
    let here = Sandbox::new();
    here.write(".gitignore", "data/\n*.csv\n");
    here.write("data/raw/a.txt", "The pier was closed after the storm in autumn.\n");
    here.write("data/raw/.gitignore", "old.txt\n");
    here.write("data/raw/old.txt", "The old pier had a theatre at its end.\n");
    here.write("data/.hidden/b.txt", "A hidden harbour master counted the boats.\n");
    let file = |args: &[&str]| here.run(&[&["search", "pier", "-k", "9", "--json"], args].concat()).json();
    let files = |report: &serde_json::Value| -> Vec<String> {
        report["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|hit| hit["file"].as_str().unwrap().to_owned())
            .collect()
    };
    let report = file(&["data/raw"]);
    assert_eq!(files(&report), ["data/raw/a.txt"]);
    assert_eq!(report["unread"]["kinds"]["ignored"], 1);
    let report = file(&["data/raw", "--no-ignore"]);
    assert_eq!((files(&report).len(), &report["unread"]["kinds"]), (2, &serde_json::json!({})));
    let report = file(&["data", "--hidden"]);
    assert!(files(&report).contains(&"data/.hidden/b.txt".to_owned()), "{report}");
}

#[test]
fn changed_files_are_noticed_and_read_when_asked() {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    here.write("a/space.txt", SPACE);
    here.run(&["index", "a"]).succeeds();
    assert_eq!(here.run(&["search", "train"]).succeeds().stderr, "");
    here.write("a/bread.txt", "The bakery sells rye bread before dawn.\n");
    here.write("a/train.txt", format!("{TRAIN}\nA dining car was added in spring.\n"));
    std::fs::remove_file(here.path().join("a/space.txt")).unwrap();
    let told = here.run(&["search", "train"]).succeeds();
    assert!(told.stderr.contains("1 changed, 1 new, 1 gone"), "{told:?}");
    let fresh = here.run(&["search", "rye bread", "--fresh", "-k", "1", "--json"]).succeeds();
    assert_eq!(fresh.json()["results"][0]["file"], "a/bread.txt");
    assert_eq!(fresh.stderr, "");
    // A collection may say so itself.
    let settings = std::fs::read_to_string(here.path().join(".cognate/cognate.toml")).unwrap();
    here.write(".cognate/cognate.toml", format!("{settings}auto = true\n"));
    here.write("a/ferry.txt", "A ferry crossed the strait in fog.\n");
    let fresh = here.run(&["search", "ferry in fog", "-k", "1", "--json"]).succeeds();
    assert_eq!(fresh.json()["results"][0]["file"], "a/ferry.txt");
}

#[test]
fn rows_that_are_not_as_long_as_the_first_are_read_and_counted() {
    let here = Sandbox::new();
    here.write("a.csv", "id,text,place\n1,The ferry is late again.\n2,The bridge is closed for a week.,north,\n3,Nobody came.,quay\n");
    let report = here.run(&["index", "a.csv", "--json"]).succeeds().json();
    assert_eq!((&report["units"], &report["ragged"]), (&3.into(), &2.into()), "{report}");
    let text = here.run(&["index", "--reembed", "a.csv"]).succeeds().stdout;
    assert!(text.contains("1 unchanged") && !text.contains("fewer or more"), "{text}");
}

#[test]
fn standard_input_is_what_is_said_of_it() {
    let here = Sandbox::new();
    let rows = b"id,text\n1,\"The ferry is late again, and the bridge is closed.\"\n2,The bakery sells rye bread before dawn.\n";
    let ids = |more: &[&str]| {
        let run =
            here.run_with_input(&[&["search", "--json", "rye bread", "-"], more].concat(), rows).succeeds();
        run.json()["results"].as_array().unwrap().iter().map(|hit| hit["own_id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&["--input-format", "csv"]), ["2", "1"]);
    assert!(ids(&["--input-format", "txt"]).iter().all(serde_json::Value::is_null));
    let page = b"<p>The bakery sells <b>rye bread</b> before dawn, and nobody knew why.</p>";
    let run =
        here.run_with_input(&["search", "--json", "rye", "-", "--input-format", ".html"], page).succeeds();
    assert_eq!(
        run.json()["results"][0]["text"],
        "The bakery sells rye bread before dawn, and nobody knew why."
    );
    here.write("a.txt", TRAIN);
    here.run(&["search", "train", "a.txt", "--input-format", "csv"]).fails("standard input", "name `-`");
    let run = here.run_with_input(&["search", "train", "-", "--input-format", "key"], b"");
    assert!(run.code == Some(2) && run.stderr.contains("the ending of a file"), "{run:?}");
}

#[test]
fn files_are_read_again_where_they_are_read_otherwise_than_before() {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    here.write("a/space.md", SPACE);
    here.run(&["index", "a"]).succeeds();
    let index = || here.run(&["index", "--json"]).succeeds();
    assert_eq!(index().json()["unchanged"], 2);
    let write = |reading: &str| {
        let database = rusqlite::Connection::open(here.path().join(".cognate/collection.db")).unwrap();
        assert_eq!(
            database.execute("UPDATE meta SET value = ?1 WHERE key = 'reading'", [reading]).unwrap(),
            1
        );
    };
    let reading: String = {
        let database = rusqlite::Connection::open(here.path().join(".cognate/collection.db")).unwrap();
        database.query_row("SELECT value FROM meta WHERE key = 'reading'", [], |row| row.get(0)).unwrap()
    };
    // As an earlier version read Markdown.
    write(&reading.replace("\"markdown\":1", "\"markdown\":0"));
    let run = index();
    assert_eq!((&run.json()["unchanged"], &run.json()["changed"]), (&1.into(), &1.into()), "{run:?}");
    assert!(run.stderr.contains("1 file had to be read again"), "{run:?}");
    // As versions before that wrote it.
    write("ReadOptions { granularity: Paragraph } 0.1.0");
    let run = index();
    assert_eq!((&run.json()["changed"], &run.json()["embedded"]), (&2.into(), &0.into()), "{run:?}");
    assert!(run.stderr.contains("2 files had to be read again"), "{run:?}");
    assert_eq!(index().json()["unchanged"], 2);
}
