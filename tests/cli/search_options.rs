//! What `cognate search` writes as its options say.

use serde_json::Value;

use crate::sandbox::{Run, SPACE, Sandbox, TRAIN};

fn corpus() -> Sandbox {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    here.write("a/space.txt", SPACE);
    here
}

fn values(run: &Run) -> Vec<Value> {
    run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_template_lays_out_a_line() {
    let here = corpus();
    let run = here
        .run(&["search", "armored train", "a", "-k", "2", "--format", "{rank}\\t{path}:{line}: {text}"])
        .succeeds();
    let first = TRAIN.lines().next().unwrap();
    assert!(run.stdout.starts_with(&format!("1\ta/train.txt:1: {first}\n2\ta/")), "{run:?}");
    assert_eq!(run.stdout.lines().count(), 2);
    let bad = here.run(&["search", "train", "a", "--format", "{rank} {nope}"]);
    assert_eq!((bad.code, bad.stdout.as_str()), (Some(2), ""), "{bad:?}");
    assert!(bad.stderr.contains("no field `nope` (character 8); the fields are rank, score"), "{bad:?}");
}

#[test]
fn results_as_lines_and_as_a_table_are_those_of_the_report() {
    let here = corpus();
    let report = here.run(&["search", "satellites", "a", "--json", "-k", "3"]).succeeds().json();
    let lines = values(&here.run(&["search", "satellites", "a", "--jsonl", "-k", "3"]).succeeds());
    assert_eq!(report["results"].as_array().unwrap(), &lines);
    let table = here.run(&["search", "satellites", "a", "--csv", "-k", "3"]).succeeds().stdout;
    let mut rows = table.lines();
    assert!(rows.next().unwrap().starts_with("query,rank,score,"), "{table}");
    assert!(rows.next().unwrap().starts_with("satellites,1,"), "{table}");
    assert_eq!(table.lines().count(), 4);
}

#[test]
fn files_and_counts() {
    let here = corpus();
    let files = here.run(&["search", "train at the station", "a", "-l"]).succeeds();
    let mut lines: Vec<&str> = files.stdout.lines().collect();
    assert_eq!(lines[0], "a/train.txt");
    lines.sort_unstable();
    lines.dedup();
    assert_eq!(lines.len(), files.stdout.lines().count(), "each file once: {files:?}");
    let counts = here
        .run(&["search", "train at the station", "a/train.txt", "-c", "--min-similarity", "-1"])
        .succeeds();
    assert_eq!(counts.stdout, "a/train.txt:3\n");
    let none = here.run(&["search", "train", "a", "-l", "--min-similarity", "0.999"]);
    assert_eq!((none.code, none.stdout.as_str()), (Some(1), ""), "{none:?}");
}

#[test]
fn paragraphs_beside_a_result_are_those_of_its_document() {
    let here = corpus();
    let found = |more: &[&str]| {
        let ask = ["search", "carriages were lifted at the border", "a", "--json", "-k", "1"];
        here.run(&[&ask, more].concat()).succeeds().json()["results"][0].clone()
    };
    let paragraphs: Vec<&str> = TRAIN.lines().collect();
    let result = found(&["-C", "1"]);
    assert_eq!(result["text"], paragraphs[1]);
    assert_eq!([&result["before"][0]["text"], &result["after"][0]["text"]], [paragraphs[0], paragraphs[2]]);
    assert_eq!(
        (&result["before"][0]["file"], &result["after"][0]["line"]),
        (&"a/train.txt".into(), &3.into())
    );
    let result = found(&["-A", "5"]);
    assert_eq!(
        (result["before"].as_array().unwrap().len(), result["after"].as_array().unwrap().len()),
        (0, 1)
    );
    let text =
        here.run(&["search", "carriages were lifted at the border", "a", "-k", "1", "-B", "1"]).succeeds();
    assert!(text.stdout.contains("    │ ¶1 The green armored train"), "{text:?}");
}

#[test]
fn queries_of_a_file_are_searches_of_their_own() {
    let here = corpus();
    here.write("q.txt", "\u{feff}armored train\r\n\n  \nsatellites in orbit\n");
    let text = here.run(&["search", "-f", "q.txt", "a", "-k", "1"]).succeeds();
    let heads: Vec<&str> = text.stdout.lines().filter(|line| line.starts_with(['“', '─'])).collect();
    assert_eq!(heads, ["── 1 of 2 ──", "“armored train”", "── 2 of 2 ──", "“satellites in orbit”"]);
    let all = here.run(&["search", "-f", "q.txt", "a", "-k", "1", "--json"]).succeeds().json();
    let all = all.as_array().unwrap();
    let names: Vec<&str> = all.iter().map(|report| report["query"].as_str().unwrap()).collect();
    assert_eq!(names, ["armored train", "satellites in orbit"]);
    assert_eq!(all[1]["results"][0]["file"], "a/space.txt");
    let lines = here.run(&["search", "-f", "q.txt", "a", "-k", "1", "--jsonl"]).succeeds();
    assert_eq!(&values(&lines), all);
    let table = here.run(&["search", "-f", "q.txt", "a", "-k", "1", "--csv"]).succeeds().stdout;
    let firsts: Vec<&str> = table.lines().map(|row| row.split(',').next().unwrap()).collect();
    assert_eq!(firsts, ["query", "armored train", "satellites in orbit"]);
    let named =
        here.run(&["search", "-f", "q.txt", "a", "-k", "1", "--format", "{query}: {path}"]).succeeds();
    assert_eq!(named.stdout, "armored train: a/train.txt\nsatellites in orbit: a/space.txt\n");
    let input = here.run_with_input(&["search", "-f", "-", "a", "-k", "1", "--format", "{path}"], b"train\n");
    assert_eq!(input.succeeds().stdout, "a/train.txt\n");
}

#[test]
fn queries_that_cannot_be_read_are_named() {
    let here = corpus();
    here.write("blank.txt", "\n \n");
    here.run(&["search", "-f", "blank.txt", "a"]).fails("no query in `blank.txt`", "one a line");
    here.write("latin.txt", b"train\ncaf\xe9\n");
    here.run(&["search", "-f", "latin.txt", "a"]).fails("latin.txt:2: it is not UTF-8", "UTF-8");
    here.run(&["search", "-f", "none.txt", "a"]);
    assert_eq!(here.run(&["search", "-f", "none.txt", "a"]).code, Some(2));
    here.run(&["search", "-f", "-", "-"]).fails("standard input cannot be both", "into a file");
    let run = here.run(&["search"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{run:?}");
}

#[test]
fn links_are_written_where_they_are_asked_for() {
    let here = corpus();
    let run = here.run(&["search", "armored train", "a", "-k", "1", "--hyperlinks", "always"]).succeeds();
    let folder = here.path().canonicalize().unwrap();
    let link = format!("{}/a/train.txt\u{1b}\\a/train.txt:1 ¶1\u{1b}]8;;\u{1b}\\", folder.display());
    assert!(run.stdout.contains("\u{1b}]8;;file://") && run.stdout.contains(&link), "{run:?}");
    for when in ["auto", "never"] {
        let run = here.run(&["search", "armored train", "a", "-k", "1", "--hyperlinks", when]).succeeds();
        assert!(!run.stdout.contains('\u{1b}'), "{run:?}");
    }
}

#[test]
fn several_queries_are_one_search() {
    let here = corpus();
    let run =
        here.run(&["search", "-e", "armored train", "-e", "station", "a", "--json", "-k", "1"]).succeeds();
    assert_eq!(run.json()["query"], "armored train | station");
    assert_eq!(run.json()["results"][0]["file"], "a/train.txt");
}

#[test]
fn a_reader_of_results_that_goes_away_is_no_error() {
    let here = corpus();
    here.write("q.txt", "armored train\n".repeat(200));
    for output in ["--jsonl", "--csv", "--json", "--format={text}", "--full"] {
        let mut command = here.command(&["search", "-f", "q.txt", "a", output]);
        let mut child = command.stdout(std::process::Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        assert_eq!(child.wait().unwrap().code(), Some(0), "{output}");
    }
}
