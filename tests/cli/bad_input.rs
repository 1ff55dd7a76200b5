//! What goes wrong is said with the place and the way out, exit code 2, and nothing stored is lost.

use std::path::Path;

use crate::sandbox::{SPACE, Sandbox, TRAIN};

/// A sandbox with an indexed collection of three units.
fn indexed() -> Sandbox {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    here.run(&["index", "a"]).succeeds();
    here
}

#[track_caller]
fn still_whole(here: &Sandbox) {
    let status = here.run(&["status", "--json"]).succeeds().json();
    assert_eq!((&status["units"], &status["pending"]), (&3.into(), &0.into()), "{status}");
    here.run(&["verify"]).succeeds();
}

#[test]
fn a_missing_path() {
    let here = indexed();
    here.run(&["index", "nowhere"]).fails("`nowhere` does not exist", "spelling");
    here.run(&["topics", "nowhere"]).fails("`nowhere` does not exist", "spelling");
    still_whole(&here);
    let empty = Sandbox::new();
    empty.run(&["index", "nowhere"]).fails("`nowhere` does not exist", "spelling");
    assert!(!empty.path().join(".cognate").exists(), "no collection is made for nothing");
}

#[test]
fn no_collection() {
    Sandbox::new().run(&["search", "train"]).fails("there is no collection", "cognate index PATH");
    Sandbox::new().run(&["index"]).fails("there is no collection", "cognate index PATH");
}

#[test]
#[cfg(target_os = "linux")]
fn an_unreadable_file() {
    let here = indexed();
    // Opens, but cannot be read, whoever asks.
    let run = here.run(&["index", "/proc/self/mem"]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stderr.contains("/proc/self/mem"), "{run:?}");
    still_whole(&here);
}

#[test]
fn a_binary_file_is_passed_over_and_counted() {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    here.write("a/picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01");
    here.write("a/program.exe", b"MZ\0\0");
    let indexed = here.run(&["index", "--json", "a"]).succeeds().json();
    assert_eq!(indexed["units"], 3);
    let skipped: Vec<_> =
        indexed["skipped"].as_array().unwrap().iter().map(|s| s["path"].as_str().unwrap()).collect();
    assert_eq!(skipped, ["a/picture.txt", "a/program.exe"]);
    let alone = Sandbox::new();
    alone.write("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01");
    alone
        .run(&["topics", "picture.txt"])
        .fails("no text was found in `picture.txt`", "1 file was passed over");
}

#[test]
fn a_broken_line_of_json() {
    let here = indexed();
    here.write(
        "b/dump.jsonl",
        "{\"id\": 1, \"text\": \"A first record about the harvest.\"}\n{\"id\": 2, \"text\": \n",
    );
    let report = here.run(&["index", "b", "--json"]).succeeds().json();
    assert_eq!((&report["units"], &report["skipped"][0]["records"]), (&4.into(), &1.into()), "{report}");
    assert!(report["skipped"][0]["reason"].as_str().unwrap().starts_with("line 2: broken JSON"), "{report}");
    here.run(&["index", "b", "--strict"]).fails("not all was read", "cognate status");
    let here = indexed();
    here.write("b/dump.jsonl", "{\"id\": 1, \"remark\": \"no text here\"}\n");
    here.run(&["index", "b"]).fails("dump.jsonl:1", "--text-field");
    still_whole(&here);
    here.run(&["index", "b", "--text-field", "remark"]).succeeds();
}

#[test]
fn an_empty_corpus() {
    let here = Sandbox::new();
    std::fs::create_dir(here.path().join("empty")).unwrap();
    here.run(&["topics", "empty"]).fails("no text was found in `empty`", "text, Markdown, HTML");
    here.write("blank.txt", "\n \n");
    here.run(&["search", "x", "blank.txt"]).fails("no text was found in `blank.txt`", "text, Markdown, HTML");
}

#[test]
fn one_paragraph_and_identical_paragraphs() {
    let here = Sandbox::new();
    here.write("one.txt", TRAIN.lines().next().unwrap());
    let report = here.run(&["topics", "--json", "one.txt"]).json();
    assert_eq!(report["corpus"]["units"], 1);
    assert!(report["quality"]["silhouette"].is_null());
    here.run(&["search", "train", "one.txt"]).succeeds();
    here.run(&["bench", "retrieval", "one.txt", "--json", "--rounds", "1", "--turn", "5"]).succeeds();
    here.write("same.txt", format!("{}\n", TRAIN.lines().next().unwrap()).repeat(30));
    let report = here.run(&["topics", "--json", "same.txt"]).succeeds().json();
    assert_eq!((&report["corpus"]["units"], report["topics"].as_array().unwrap().len()), (&30.into(), 1));
    assert!(report["quality"]["silhouette"].is_null());
    here.run(&["topics", "same.txt", "-k", "5"]).fails("5 clusters are asked for", "at most 1");
}

#[test]
fn a_model_folder_without_a_file_and_a_model_that_is_none() {
    let here = indexed();
    here.write("model/model.onnx", b"x");
    here.run(&["index", "a", "--model", "model"]).fails("has no `tokenizer.json`", "tokenizer.json");
    here.run(&["search", "x", "--model", "no-such-model"])
        .fails("there is no model `no-such-model`", "builtin");
    still_whole(&here);
}

#[test]
fn a_collection_made_with_another_model() {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tiny-onnx");
    let fixture = fixture.to_str().unwrap();
    if cognate::embed::find_onnx_runtime().library.is_none() {
        assert!(std::env::var_os("COGNATE_REQUIRE_ONNX").is_none(), "ONNX Runtime was not found");
        eprintln!("skipped: ONNX Runtime was not found (set ORT_DYLIB_PATH to run this test)");
        return;
    }
    let here = indexed();
    here.run(&["search", "train", "--model", fixture]).fails("was made with the model builtin", "--reembed");
    here.run(&["index", "--model", fixture]).fails("was made with the model builtin", "--reembed");
    still_whole(&here);
    here.run(&["index", "--model", fixture, "--reembed"]).succeeds();
    let found = here.run(&["search", "--json", "train"]).succeeds().json();
    assert_eq!(found["model"]["id"], "tiny-onnx");
    still_whole(&here);
}

#[test]
fn a_collection_of_a_newer_schema() {
    let here = indexed();
    let database = here.path().join(".cognate/collection.db");
    let connection = rusqlite::Connection::open(&database).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    for args in [&["search", "x"][..], &["index", "a"], &["topics"], &["status"]] {
        here.run(args).fails("has schema 99, newer than", "newer version of cognate");
    }
    let connection = rusqlite::Connection::open(&database).unwrap();
    connection.pragma_update(None, "user_version", cognate::store::SCHEMA_VERSION as i64).unwrap();
    drop(connection);
    still_whole(&here);
}

#[test]
fn a_file_that_is_no_database() {
    let here = indexed();
    here.write(
        ".cognate/collection.db",
        "this is not a database, though it is long enough to look at".repeat(20),
    );
    here.run(&["search", "x"]).fails("damaged or no collection database", "move the folder away");
}

#[test]
fn settings_with_a_wrong_line() {
    let here = indexed();
    here.write(".cognate/cognate.toml", "model = \"builtin\"\nunits = \"page\"\n");
    here.run(&["search", "x"]).fails("cognate.toml", "delete the file");
}

#[test]
fn a_collection_that_somebody_else_writes() {
    let here = indexed();
    let lock =
        cognate::store::WriteLock::take(&here.path().join(".cognate"), std::time::Duration::ZERO).unwrap();
    here.run(&["index", "a", "--wait", "0"]).fails("is being written by another process", "wait");
    here.run(&["search", "train"]).succeeds();
    drop(lock);
    here.run(&["index", "a"]).succeeds();
}

/// On a file system of one megabyte, where this process may mount one.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk() {
    let here = Sandbox::new();
    let small = here.path().join("small");
    std::fs::create_dir(&small).unwrap();
    let mounted = std::process::Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"])
        .arg(&small)
        .output()
        .is_ok_and(|output| output.status.success());
    if !mounted {
        eprintln!("skipped: a full disk, because this process may not mount one");
        return;
    }
    let collection = small.join("c");
    let collection = collection.to_str().unwrap();
    here.write("a/train.txt", TRAIN);
    here.run(&["index", "--collection", collection, "a"]).succeeds();
    let lines: String = (0..3000).fold(String::new(), |all, i| {
        all + &format!("Paragraph number {i} about the harvest of this year.\n")
    });
    here.write("b/long.txt", lines);
    let full = here.run(&["index", "--collection", collection, "b"]);
    let status = here.run(&["status", "--json", "--collection", collection]);
    let found = here.run(&["search", "--json", "--collection", collection, "armored train"]);
    let grown =
        std::process::Command::new("mount").args(["-o", "remount,size=64m"]).arg(&small).status().unwrap();
    let again = here.run(&["index", "--json", "--collection", collection, "b"]);
    let verified = here.run(&["verify", "--collection", collection]);
    let unmounted = std::process::Command::new("umount").arg(&small).status().unwrap();
    assert!(unmounted.success());
    full.fails("the disk is full", "make room");
    let status = status.succeeds().json();
    assert!(status["embedded"].as_u64() >= Some(3), "what was stored is kept: {status}");
    let found = found.succeeds().json();
    assert!(found["results"][0]["file"].as_str().unwrap().ends_with("train.txt"), "{found}");
    assert!(grown.success());
    assert_eq!(again.succeeds().json()["units"], 3003, "with room, it goes on where it stopped");
    verified.succeeds();
}

#[test]
fn arguments_that_do_not_go_together() {
    let here = indexed();
    here.run(&["search", "x", "a", "--collection", ".cognate"])
        .fails("do not go together", "leave the paths out");
    here.run(&["topics", "--unit", "sentence"]).fails("no path is named", "cognate index --unit");
}

#[test]
fn queries_and_streams_that_say_nothing() {
    let here = indexed();
    here.run(&["search", ""]).fails("knows no word of the query", "other words");
    here.run_with_input(&["embed", "--strict"], b"{\"id\": 1}\n")
        .fails("line 1: missing field `text`", "one JSON object");
    let nothing = here.run_with_input(&["embed"], b"{\"id\": 1}\n");
    assert!(
        nothing.code == Some(2) && nothing.stderr.contains("line 1: missing field `text`"),
        "{nothing:?}"
    );
    here.write("space.txt", SPACE);
    here.run(&["topics", "space.txt", "-k", "0"]).fails("0", "");
}
