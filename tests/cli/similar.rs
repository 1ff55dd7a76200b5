//! `cognate similar` and `cognate compare`: what they find, how it is written, and what is refused.

use crate::sandbox::{SPACE, Sandbox, TRAIN, seeds};

/// Two folders: a copy with a changed word, and another text.
fn corpus() -> Sandbox {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    here.write("a/space.txt", SPACE);
    here.write("b/train.txt", TRAIN.replace("Sunday", "Monday"));
    here
}

#[test]
fn pairs_of_a_collection_and_of_paths_are_the_same() {
    let here = corpus();
    let of_paths = here.run(&["similar", "a", "b", "--json"]).succeeds().json();
    let kinds: Vec<&str> =
        of_paths["pairs"].as_array().unwrap().iter().map(|pair| pair["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["identical", "identical", "near-copy"]);
    assert_eq!(of_paths["pairs"][2]["a"]["file"], "a/train.txt");
    assert_eq!(of_paths["pairs"][2]["b"]["file"], "b/train.txt");
    here.run(&["index", "a", "b"]).succeeds();
    assert_eq!(here.run(&["similar", "--json"]).succeeds().json(), of_paths);
    let one = here.run(&["similar", "--json", "--threads", "1"]).succeeds().json();
    assert_eq!(one, of_paths);
}

#[test]
fn two_sets_of_paths_and_a_collection_against_paths() {
    let here = corpus();
    let report = here.run(&["similar", "a/space.txt", "--against", "b", "--json"]);
    assert_eq!((report.code, report.json()["against"].as_u64()), (Some(1), Some(3)));
    here.run(&["index", "a"]).succeeds();
    let report = here.run(&["similar", "--against", "b", "--json", "--groups"]).succeeds().json();
    assert_eq!((report["searched"].as_u64(), report["against"].as_u64()), (Some(6), Some(3)));
    assert_eq!(report["groups"].as_array().unwrap().len(), 3);
    assert_eq!(report["groups"][0]["members"][1]["against"], true);
}

#[test]
fn translations_of_the_sample_corpus() {
    let here = Sandbox::new();
    let run =
        here.run(&["similar", &seeds(), "--across-languages", "--threshold", "0.6", "--json"]).succeeds();
    let report = run.json();
    let pairs = report["pairs"].as_array().unwrap();
    assert!(!pairs.is_empty());
    for pair in pairs {
        assert_ne!(pair["a"]["language"], pair["b"]["language"], "{pair}");
    }
}

#[test]
fn every_format_and_file() {
    let here = corpus();
    for (file, start) in [
        ("r.csv", "similarity,kind,"),
        ("r.md", "# Similar texts\n"),
        ("r.json", "{\n  \"schema\": 1,"),
        ("r.txt", "3 pairs among 9 texts\n"),
    ] {
        let run = here.run(&["similar", "a", "b", "-o", file]).succeeds();
        assert_eq!(run.stdout, "");
        let written = std::fs::read_to_string(here.path().join(file)).unwrap();
        assert!(written.starts_with(start), "{file}: {written}");
    }
    for (format, start) in [
        ("csv", "kind,similarity,"),
        ("markdown", "# Comparison\n"),
        ("json", "{\n  \"schema\": 1,"),
        ("terminal", "3 pairs: 2 identical, 1 changed\n"),
    ] {
        let run = here.run(&["compare", "a/train.txt", "b/train.txt", "--format", format]).succeeds();
        assert!(run.stdout.starts_with(start), "{format}: {run:?}");
    }
}

#[test]
fn a_comparison_says_what_changed() {
    let here = corpus();
    let run = here.run(&["compare", "a/train.txt", "b/train.txt"]).succeeds();
    assert!(run.stdout.contains("evening") && run.stdout.contains("[-Sunday-]{+Monday+}"), "{run:?}");
    here.write("c.txt", "Un violoniste de la côte a remporté le premier prix du concours.\n");
    let run = here.run(&["compare", "a/space.txt", "c.txt", "--json"]);
    assert_eq!((run.code, run.json()["only_b"].as_array().unwrap().len()), (Some(1), 1));
}

#[test]
fn what_does_not_go_together_is_refused_before_the_work() {
    let here = corpus();
    here.run(&["similar", "a", "-o", "pairs.pdf"]).fails("`pairs.pdf` does not say", "--format");
    here.run(&["similar", "a", "-o", "nowhere/pairs.csv"]).fails("no folder `nowhere`", "make the folder");
    here.run(&["similar", "--unit", "sentence"]).fails("no path is named", "name the paths");
    here.run(&["similar"]).fails("there is no collection", "cognate index PATH");
    here.run(&["similar", "missing"]).fails("missing", "");
    here.run(&["compare", "a", "a"]).fails("`a` is compared with itself", "name two");
    here.run(&["compare", "a", "missing"]).fails("missing", "");
    for (args, told) in [
        (["similar", "a", "--threshold", "2"], "give a number from -1 to 1"),
        (["similar", "a", "--threshold", "NaN"], "give a number from -1 to 1"),
        (["similar", "a", "-k", "0"], "-k"),
    ] {
        let run = here.run(&args);
        assert_eq!((run.code, run.stderr.contains(told)), (Some(2), true), "{run:?}");
    }
    let run = here.run(&["similar", "a", "--across-languages", "--within-language"]);
    assert_eq!(run.code, Some(2), "{run:?}");
}

#[test]
fn help_has_examples() {
    let here = Sandbox::new();
    for command in ["similar", "compare"] {
        let run = here.run(&[command, "--help"]).succeeds();
        assert!(
            run.stdout.contains("Examples:") && run.stdout.contains(&format!("cognate {command} ")),
            "{run:?}"
        );
    }
}
