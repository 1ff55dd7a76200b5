//! A collection over time: only what changed is done again, what is gone is gone.

use crate::sandbox::{SPACE, Sandbox, TRAIN};

fn summary(here: &Sandbox, args: &[&str]) -> serde_json::Value {
    let mut all = vec!["index", "--json"];
    all.extend(args);
    here.run(&all).succeeds().json()
}

#[test]
fn index_again_does_only_what_changed() {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    here.write("a/space.txt", SPACE);
    let first = summary(&here, &["a"]);
    assert_eq!((&first["added"], &first["embedded"], &first["units"]), (&2.into(), &6.into(), &6.into()));

    let again = summary(&here, &[]);
    assert_eq!((&again["unchanged"], &again["embedded"]), (&2.into(), &0.into()));

    here.write("a/space.txt", SPACE.replace("Two satellites", "Two spy satellites"));
    let edited = summary(&here, &[]);
    assert_eq!((&edited["changed"], &edited["unchanged"]), (&1.into(), &1.into()));
    assert_eq!((&edited["embedded"], &edited["units"], &edited["texts"]), (&1.into(), &6.into(), &6.into()));
    let found = here.run(&["search", "--json", "-k", "1", "spy satellites"]).succeeds().json();
    assert!(found["results"][0]["text"].as_str().unwrap().starts_with("Two spy satellites"));

    std::fs::remove_file(here.path().join("a/train.txt")).unwrap();
    let removed = summary(&here, &[]);
    assert_eq!((&removed["removed"], &removed["units"]), (&1.into(), &3.into()));
    let found = here.run(&["search", "--json", "armored train"]);
    assert_eq!(found.code, Some(1), "nothing is left that answers: {found:?}");
    let found = found.json();
    assert!(found["results"].as_array().unwrap().iter().all(|hit| hit["file"] == "a/space.txt"), "{found}");
    assert!(here.run(&["verify"]).succeeds().stdout.contains("ok"));
}

#[test]
fn a_person_chooses_the_index_and_who_builds_it() {
    let here = Sandbox::new();
    for i in 0..300 {
        let numbers = format!("{} {} {}", i * 7, i * i, i + 1000);
        here.write(
            &format!("a/{i}.txt"),
            format!("Report {i}: the train of line {numbers} left in the rain.\n"),
        );
    }
    let index = |here: &Sandbox| here.run(&["status", "--json", "--deep"]).succeeds().json()["index"].clone();
    let found = |here: &Sandbox| {
        let found =
            here.run(&["search", "--json", "-k", "20", "--mode", "meaning", "train 1017"]).succeeds().json();
        let hits = found["results"].as_array().unwrap().iter();
        (
            found["index"].clone(),
            hits.map(|hit| (hit["file"].to_string(), hit["similarity"].to_string())).collect::<Vec<_>>(),
        )
    };
    summary(&here, &["a"]);
    assert_eq!([&index(&here)["kind"], &index(&here)["choice"]], ["exact", "auto"]);
    let (plan, exact) = found(&here);
    assert_eq!((plan, exact.len()), ("exact".into(), 20));
    for builder in ["hnsw_rs", "flat"] {
        summary(&here, &["--index", "hnsw", "--builder", builder]);
        let index = index(&here);
        assert_eq!([&index["kind"], &index["choice"], &index["builder"]], ["hnsw", "hnsw", builder]);
        assert_eq!(index["health"]["lost"], 0);
        assert_eq!(found(&here).1, exact, "{builder}");
        // The choice stays, also where files come and go.
        here.write("a/300.txt", "Report 300: a ship.\n");
        summary(&here, &[]);
        std::fs::remove_file(here.path().join("a/300.txt")).unwrap();
        summary(&here, &[]);
        assert_eq!(found(&here).1, exact, "{builder}, after a change");
    }
    let shown = here.run(&["status"]).succeeds().stdout;
    assert!(shown.contains("hnsw built by flat, as asked for"), "{shown}");
    summary(&here, &["--index", "auto"]);
    assert_eq!(
        [&index(&here)["kind"], &index(&here)["builder"]],
        [&"exact".into(), &serde_json::Value::Null]
    );
    let unknown = here.run(&["index", "--index", "ivf"]);
    assert!(unknown.code == Some(2) && unknown.stderr.contains("auto, exact, hnsw"), "{unknown:?}");
}

#[test]
fn equal_texts_are_embedded_once_and_found_with_all_their_places() {
    let here = Sandbox::new();
    here.write("a/one.txt", TRAIN);
    here.write("a/two.txt", TRAIN);
    let indexed = summary(&here, &["a"]);
    assert_eq!((&indexed["units"], &indexed["embedded"]), (&6.into(), &3.into()));
    let found = here.run(&["search", "--json", "-k", "1", "armored train"]).succeeds().json();
    assert_eq!(found["results"][0]["file"], "a/one.txt");
    assert_eq!(found["results"][0]["duplicates"][0]["file"], "a/two.txt");
}

#[test]
fn a_collection_is_found_from_a_folder_below() {
    let here = Sandbox::new();
    here.write("a/deep/train.txt", TRAIN);
    summary(&here, &["a"]);
    let run = crate::sandbox::Run::from_output(
        here.command(&["search", "--json", "-k", "1", "train"]).current_dir(here.path().join("a/deep")),
    );
    assert_eq!(run.succeeds().json()["results"][0]["file"], "train.txt");
}

#[test]
fn paths_are_cached_and_the_second_run_embeds_nothing() {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    let first = here.run(&["search", "train", "a"]).succeeds();
    let cached: Vec<_> = std::fs::read_dir(here.path().join("cache/collections")).unwrap().collect();
    assert_eq!(cached.len(), 1);
    assert!(!here.path().join(".cognate").exists(), "reading paths makes no collection here");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = cached[0].as_ref().unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "the cache holds texts: only its user may read it");
    }
    assert_eq!(here.run(&["search", "train", "a"]).succeeds().stdout, first.stdout);
    let cached: Vec<_> = std::fs::read_dir(here.path().join("cache/collections")).unwrap().collect();
    assert_eq!(cached.len(), 1);
}

#[test]
fn a_damaged_index_file_costs_a_note_and_no_answer() {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    summary(&here, &["a"]);
    let before = here.run(&["search", "--json", "train"]).succeeds();
    let index = here.path().join(".cognate/index.cog");
    let mut bytes = std::fs::read(&index).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&index, bytes).unwrap();
    let after = here.run(&["search", "--json", "train"]).succeeds();
    assert_eq!(after.stdout, before.stdout);
    assert!(after.stderr.contains("checksum"), "{after:?}");
    let verified = here.run(&["verify"]);
    assert_eq!(verified.code, Some(2));
    assert!(verified.stdout.contains("WRONG       index file"), "{verified:?}");
    summary(&here, &[]);
    here.run(&["verify"]).succeeds();
}

#[test]
fn what_was_removed_is_not_found_and_compacting_changes_no_answer() {
    let here = Sandbox::new();
    // Enough texts that one of them is too few to write the index anew for.
    let many: Vec<String> =
        (0..60).map(|i| format!("Paragraph {i} is about the harvest of field {i}.\n")).collect();
    here.write("many.txt", many.join("\n"));
    here.write("a/train.txt", "The armored train crossed the border at night.\n");
    here.write("b/train.txt", "An armoured train was seen at the station.\n");
    here.write("b/other.txt", "Nobody waited on the platform of the other station.\n");
    summary(&here, &["many.txt", "a", "b"]);
    let index = here.path().join(".cognate/index.cog");
    let written = std::fs::read(&index).unwrap();
    std::fs::remove_file(here.path().join("b/train.txt")).unwrap();
    summary(&here, &[]);
    assert_eq!(std::fs::read(&index).unwrap(), written, "the index is as it was");
    let status = here.run(&["status", "--json"]).succeeds().json();
    assert_eq!(status["index"]["state"], "stale");
    let search = || here.run(&["search", "--json", "armored train"]).succeeds();
    let found = search();
    assert!(!found.stdout.contains("b/train.txt") && found.stdout.contains("a/train.txt"), "{found:?}");
    assert_eq!(found.json()["searched"], 62);

    let compacted = here.run(&["compact", "--json"]).succeeds().json();
    assert_eq!((&compacted["vectors"], &compacted["small"]), (&62.into(), &false.into()));
    assert_eq!(search().stdout, found.stdout);
    let status = here.run(&["status", "--deep", "--json"]).succeeds().json();
    assert_eq!(status["index"]["state"], "fresh");
    assert_eq!(status["index"]["health"]["lost"], 0);

    let small = here.run(&["compact", "--small", "--json"]).succeeds().json();
    assert!(small["index_bytes"][1].as_u64() < small["index_bytes"][0].as_u64(), "{small}");
    assert_eq!(search().stdout, found.stdout, "compared in full");
    summary(&here, &[]);
    assert_eq!(
        std::fs::metadata(&index).unwrap().len(),
        small["index_bytes"][1].as_u64().unwrap(),
        "it stays small"
    );
    here.run(&["verify"]).succeeds();
}

#[test]
fn forgetting_a_path_removes_what_was_read_below_it() {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    here.write("b/space.txt", SPACE);
    summary(&here, &["a", "b"]);
    here.run(&["index", "--forget", "b"]).succeeds();
    let status = here.run(&["status", "--json"]).succeeds().json();
    assert_eq!((&status["files"], &status["units"], &status["pending"]), (&1.into(), &3.into(), &0.into()));
    assert_eq!(here.run(&["index", "--forget", "b"]).code, Some(1));
}

#[test]
fn the_unit_can_be_a_sentence_or_a_document() {
    let here = Sandbox::new();
    here.write("a.txt", "One sentence about the long train. Another sentence about the rocket on its pad.\n");
    for (unit, count) in [("sentence", 2), ("paragraph", 1), ("document", 1)] {
        let folder = format!("{unit}.col");
        let indexed = summary(&here, &["--collection", &folder, "--unit", unit, "a.txt"]);
        assert_eq!(indexed["units"], count, "{unit}");
    }
}

#[test]
fn an_empty_folder_keeps_what_was_read_until_a_person_says_that_it_is_gone() {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    here.write("a/space.txt", SPACE);
    here.write("b/other.txt", "The mill by the river grinds wheat for the whole valley.\n");
    summary(&here, &["a", "b"]);
    // As a folder is whose disk is not mounted.
    std::fs::rename(here.path().join("a"), here.path().join("away")).unwrap();
    std::fs::create_dir(here.path().join("a")).unwrap();
    let run = here.run(&["index", "--json"]).succeeds();
    assert_eq!((&run.json()["removed"], &run.json()["kept"]), (&0.into(), &2.into()));
    assert!(run.stderr.contains("`a` is empty") && run.stderr.contains("--prune"), "{run:?}");
    let found = here.run(&["search", "--json", "-k", "1", "armored train"]).succeeds().json();
    assert_eq!(found["results"][0]["file"], "a/train.txt");
    // It is back, and nothing is done again.
    std::fs::remove_dir(here.path().join("a")).unwrap();
    std::fs::rename(here.path().join("away"), here.path().join("a")).unwrap();
    let again = summary(&here, &[]);
    assert_eq!((&again["unchanged"], &again["embedded"]), (&3.into(), &0.into()));
    std::fs::remove_dir_all(here.path().join("a")).unwrap();
    here.run(&["index"]).fails("does not exist any more", "--forget");
    std::fs::create_dir(here.path().join("a")).unwrap();
    let pruned = summary(&here, &["--prune"]);
    assert_eq!((&pruned["removed"], &pruned["units"]), (&2.into(), &1.into()));
    here.run(&["verify"]).succeeds();
}

#[test]
fn paths_that_were_named_are_searched_as_they_are_and_their_cache_survives_an_empty_folder() {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    let before = here.run(&["search", "train", "a"]).succeeds();
    std::fs::rename(here.path().join("a"), here.path().join("away")).unwrap();
    std::fs::create_dir(here.path().join("a")).unwrap();
    here.run(&["search", "train", "a"]).fails("no text was found in `a`", "");
    std::fs::remove_dir(here.path().join("a")).unwrap();
    std::fs::rename(here.path().join("away"), here.path().join("a")).unwrap();
    assert_eq!(here.run(&["search", "train", "a"]).succeeds().stdout, before.stdout);
}

#[test]
fn a_collection_moves_with_its_files_and_reads_nothing_outside_on_its_own_word() {
    let here = Sandbox::new();
    here.write("old/a/train.txt", TRAIN);
    let outside = here.write("outside/space.txt", SPACE);
    let within = |folder: &str, args: &[&str]| {
        crate::sandbox::Run::from_output(here.command(args).current_dir(here.path().join(folder)))
    };
    within("old", &["index", "a", "../outside"]).succeeds();
    std::fs::rename(here.path().join("old"), here.path().join("new")).unwrap();
    let found = within("new", &["search", "--json", "-k", "1", "armored train"]).succeeds();
    assert_eq!(found.json()["results"][0]["file"], "a/train.txt");
    assert!(found.stderr.contains("was in `") && found.stderr.contains("old/.cognate"), "{found:?}");
    within("new", &["index"]).fails("came from elsewhere and remembers", "cognate index --forget");
    let named = within("new", &["index", "../outside", "--json"]).succeeds();
    assert_eq!(named.json()["unchanged"], 1);
    let all = within("new", &["index", "--json"]).succeeds();
    assert_eq!((&all.json()["unchanged"], &all.json()["embedded"]), (&2.into(), &0.into()));
    assert!(all.stderr.is_empty(), "{all:?}");
    assert!(outside.exists());
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_are_files_of_their_own() {
    use std::os::unix::ffi::OsStrExt;
    let here = Sandbox::new();
    let name = |bytes: &'static [u8]| here.path().join(std::ffi::OsStr::from_bytes(bytes));
    std::fs::create_dir(name(b"dossier\xe9")).unwrap();
    std::fs::write(name(b"dossier\xe9/caf\xe9.txt"), TRAIN).unwrap();
    std::fs::write(name(b"dossier\xe9/caf\xe8.txt"), SPACE).unwrap();
    let mut index = here.command(&["index", "--json"]);
    let run = crate::sandbox::Run::from_output(index.arg(name(b"dossier\xe9"))).succeeds();
    assert_eq!((&run.json()["added"], &run.json()["units"]), (&2.into(), &6.into()));
    for (query, file) in
        [("armored train", r"dossier\xe9/caf\xe9.txt"), ("two satellites", r"dossier\xe9/caf\xe8.txt")]
    {
        let found = here.run(&["search", "--json", "-k", "1", query]).succeeds().json();
        assert_eq!(found["results"][0]["file"], file);
    }
    assert_eq!(summary(&here, &[])["unchanged"], 2);
    here.run(&["verify"]).succeeds();
}

#[test]
fn trying_topics_out_leaves_writers_alone_and_keeping_them_does_not() {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    here.write("a/space.txt", SPACE);
    summary(&here, &["a"]);
    let folder = here.path().join(".cognate");
    let lock = cognate::store::WriteLock::take(&folder, std::time::Duration::ZERO).unwrap();
    here.run(&["topics", "--no-keep"]).succeeds();
    here.run(&["topics", "--wait", "0"]).fails("is being written by another process", "wait");
    for command in ["verify", "status"] {
        here.run(&[command]).succeeds();
    }
    drop(lock);
    here.run(&["topics"]).succeeds();
}

#[test]
fn what_is_searched_for_in_a_language_is_found_however_rare_it_is() {
    let here = Sandbox::new();
    let english = (0..300).map(|i| {
        serde_json::json!({ "text": format!("Paragraph {i} is about the harvest of field {i}."), "lang": "en" })
    });
    let korean = (0..3)
        .map(|i| serde_json::json!({ "text": format!("밭 {i}의 수확에 대한 글입니다."), "lang": "ko" }));
    let many: Vec<String> = english.chain(korean).map(|record| record.to_string()).collect();
    let many = many.join("\n");
    here.write("a/many.jsonl", many);
    summary(&here, &["a"]);
    let found = here.run(&["search", "--json", "--lang", "ko", "harvest"]).json();
    let languages: Vec<&str> =
        found["results"].as_array().unwrap().iter().map(|hit| hit["language"].as_str().unwrap()).collect();
    assert_eq!(languages, ["ko"; 3]);
    let found = here.run(&["search", "--json", "-k", "20", "--lang", "en", "--all", "harvest"]).json();
    let results = found["results"].as_array().unwrap();
    assert!(results.len() == 20 && results.iter().all(|hit| hit["language"] == "en"));
    assert!(results.is_sorted_by(|a, b| a["score"].as_f64() >= b["score"].as_f64()));
}
