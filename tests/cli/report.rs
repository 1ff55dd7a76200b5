//! Topic reports held against their sources.

use std::fs;

use serde_json::Value;

use crate::sandbox::{Run, SPACE, Sandbox, TRAIN};

/// Two articles and the report of them.
fn reported() -> Sandbox {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    here.write("a/space.txt", SPACE);
    here.run(&["topics", "a", "--json", "-o", "report.json"]).succeeds();
    here
}

fn check(here: &Sandbox) -> Run {
    here.run(&["report", "check", "report.json"])
}

/// Exit code, and how many texts are the same, shifted, moved, changed, gone, and new.
fn counts(here: &Sandbox) -> (Option<i32>, [u64; 6]) {
    let run = here.run(&["report", "check", "report.json", "--json"]);
    let report = run.json();
    let number = |value: &Value| value.as_u64().unwrap();
    let units = ["same", "shifted", "moved", "changed", "deleted"].map(|name| number(&report["units"][name]));
    let [same, shifted, moved, changed, deleted] = units;
    (run.code, [same, shifted, moved, changed, deleted, number(&report["new"])])
}

fn line(text: &str, number: usize) -> &str {
    text.lines().nth(number).unwrap()
}

#[test]
fn a_report_holds_until_its_sources_change() {
    let here = reported();
    assert_eq!(counts(&here), (Some(0), [6, 0, 0, 0, 0, 0]));
    let run = check(&here).succeeds();
    assert!(run.stdout.contains("holds       6 the same\n"), "{run:?}");
    here.write("a/train.txt", format!("A line that nobody knew until this morning.\n{TRAIN}"));
    assert_eq!(counts(&here), (Some(0), [3, 3, 0, 0, 0, 1]));
    assert!(!check(&here).stdout.contains("line 1 ¶1 -> line 2 ¶2"), "what shifted is counted");
    let all = here.run(&["report", "check", "report.json", "--verbose"]).succeeds();
    assert!(all.stdout.contains("line 1 ¶1 -> line 2 ¶2"), "{all:?}");
}

#[test]
fn a_changed_a_moved_and_a_deleted_paragraph_are_found() {
    let here = reported();
    here.write("a/train.txt", TRAIN.replace("Sunday", "Monday"));
    assert_eq!(counts(&here), (Some(1), [5, 0, 0, 1, 0, 0]));
    let run = check(&here);
    assert!(run.stdout.contains("changed     line 1 ¶1") && run.stdout.contains("Monday"), "{run:?}");
    assert!(run.stdout.contains("Topics      "), "{run:?}");
    here.write("a/train.txt", format!("{}\n{}\n", line(TRAIN, 0), line(TRAIN, 1)));
    assert_eq!(counts(&here), (Some(1), [5, 0, 0, 0, 1, 0]));
    here.write("a/space.txt", format!("{SPACE}{}\n", line(TRAIN, 2)));
    assert_eq!(counts(&here), (Some(1), [5, 0, 1, 0, 0, 0]));
    let run = check(&here);
    assert!(run.stdout.contains("moved       line 3 ¶3 -> a/space.txt, line 4 ¶4"), "{run:?}");
    here.write("a/space.txt", SPACE);
    here.write("a/train.txt", format!("{}\n{}\n{}\n", line(TRAIN, 2), line(TRAIN, 0), line(TRAIN, 1)));
    assert_eq!(counts(&here), (Some(0), [3, 3, 0, 0, 0, 0]));
    assert!(check(&here).stdout.contains("1 of the shifted in another order"));
}

#[test]
fn files_that_are_gone_or_renamed_are_told() {
    let here = reported();
    let whole = here.path().join("a/train.txt");
    fs::rename(&whole, here.path().join("a/renamed.md")).unwrap();
    // In Markdown the three lines are one paragraph.
    assert_eq!(counts(&here), (Some(1), [3, 0, 0, 0, 3, 1]));
    fs::rename(here.path().join("a/renamed.md"), here.path().join("a/renamed.txt")).unwrap();
    assert_eq!(counts(&here), (Some(1), [3, 0, 3, 0, 0, 0]));
    let run = check(&here);
    assert!(run.stdout.contains("a/train.txt: missing · 3 moved to another file"), "{run:?}");
    fs::remove_dir_all(here.path().join("a")).unwrap();
    let run = check(&here);
    assert!(run.code == Some(1) && run.stdout.contains("`--base DIR`"), "{run:?}");
}

#[test]
fn the_base_says_where_the_report_was_made() {
    let here = reported();
    fs::create_dir(here.path().join("desk")).unwrap();
    fs::rename(here.path().join("report.json"), here.path().join("desk/report.json")).unwrap();
    let there = |args: &[&str]| Run::from_output(here.command(args).current_dir(here.path().join("desk")));
    assert_eq!(there(&["report", "check", "report.json"]).code, Some(1));
    there(&["report", "check", "report.json", "--base", ".."]).succeeds();
    there(&["report", "check", "report.json", "--base", "none"]).fails("`none` does not exist", "spelling");
}

#[test]
fn standard_input_cannot_be_checked() {
    let here = Sandbox::new();
    let run = here.run_with_input(&["topics", "-", "--json"], SPACE.as_bytes()).succeeds();
    here.write("report.json", &run.stdout);
    let run = check(&here);
    assert!(run.code == Some(1) && run.stdout.contains("3 texts from standard input"), "{run:?}");
}

#[test]
fn a_report_of_one_language_is_not_told_of_the_others() {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    here.write("a/fr.txt", "Le train blindé a franchi la frontière mardi à l'aube avec toute son escorte.\n");
    here.run(&["topics", "a", "--lang", "en", "--json", "-o", "report.json"]).succeeds();
    assert_eq!(counts(&here), (Some(0), [3, 0, 0, 0, 0, 0]));
}

#[test]
fn a_report_that_was_edited_by_hand_is_told() {
    let here = reported();
    let path = here.path().join("report.json");
    let report = fs::read_to_string(&path).unwrap();
    here.write("report.json", report.replace("Sunday", "Monday"));
    let run = check(&here);
    assert_eq!(run.code, Some(1));
    assert!(run.stdout.contains("it was edited") && run.stdout.contains("`corpus.hash`"), "{run:?}");
}

#[test]
fn what_is_no_report_is_an_error() {
    let here = reported();
    let report = fs::read_to_string(here.path().join("report.json")).unwrap();
    let fails = |content: &str, message: &str| {
        here.write("report.json", content);
        check(&here).fails(message, "cognate topics --json");
    };
    fails(&report[..report.len() / 2], "`report.json`, line ");
    fails("{\"schema\": 1, \"results\": []}", "missing field `generator`");
    fails("{\"schema\": 99}", "its schema is 99");
    fails("Not JSON at all.", "`report.json`, line 1: expected");
    here.run(&["report", "check", "none.json"]).fails("cannot read `none.json`", "spelling");
}
