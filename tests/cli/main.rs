//! The program as a person runs it: results, exit codes, messages.

mod bad_input;
mod bad_recipe;
mod bench;
mod bench_embed;
mod bench_end_to_end;
mod bench_topics;
mod cases;
mod closer;
mod collection;
mod eval;
#[cfg(feature = "documents")]
mod file_formats;
mod formats;
#[cfg(unix)]
mod hostile_names;
mod hostile_sizes;
mod interrupted;
mod look;
mod model_file;
mod odd_texts;
mod onnx_runtime;
mod outcomes;
mod quality;
mod ranking;
mod report;
mod rerank;
mod sandbox;
mod search_options;
mod similar;
mod topics;

use sandbox::{SPACE, Sandbox, TRAIN, seeds};

#[test]
fn search_finds_across_languages_and_says_where() {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    here.write("a/space.txt", SPACE);
    let run = here.run(&["search", "--json", "-k", "1", "le train blindé", "a"]).succeeds();
    let found = &run.json()["results"][0];
    assert_eq!(found["file"], "a/train.txt");
    assert_eq!(found["line"], 1);
    let span = &found["span"];
    let (from, to) = (span[0].as_u64().unwrap() as usize, span[1].as_u64().unwrap() as usize);
    assert_eq!(&TRAIN[from..to], found["text"].as_str().unwrap());
    let text = here.run(&["search", "-k", "1", "le train blindé", "a"]).succeeds();
    assert!(text.stdout.contains("a/train.txt:1"), "{text:?}");
}

#[test]
fn nothing_found_is_exit_code_1() {
    let here = Sandbox::new();
    here.write("train.txt", TRAIN);
    let run = here.run(&["search", "train", "train.txt", "--min-similarity", "0.999"]);
    assert_eq!(run.code, Some(1), "{run:?}");
    let run = here.run(&["search", "train", "train.txt", "--lang", "ko", "--json"]);
    assert_eq!((run.code, run.json()["results"].as_array().unwrap().len()), (Some(1), 0));
}

#[test]
fn topics_account_for_every_unit() {
    let here = Sandbox::new();
    let run = here.run(&["topics", &seeds(), "--json"]).succeeds();
    let report = run.json();
    let count = |name: &str| report["corpus"][name].as_u64().unwrap();
    let parts = ["in_topics", "outliers", "boilerplate", "without_vector"].map(count);
    assert_eq!(count("units"), parts.iter().sum::<u64>());
    let units = report["units"].as_array().unwrap();
    assert_eq!(count("units") as usize, units.len());
    let in_topics: u64 =
        report["topics"].as_array().unwrap().iter().map(|t| t["units"].as_u64().unwrap()).sum();
    assert_eq!(count("in_topics"), in_topics);
    assert!(
        units
            .iter()
            .all(|unit| !unit["file"].as_str().unwrap().is_empty() && unit["line"].as_u64() > Some(0))
    );
}

#[test]
fn the_same_bytes_come_out_on_any_number_of_threads() {
    let here = Sandbox::new();
    let one = here.run(&["topics", &seeds(), "--json", "--threads", "1"]).succeeds();
    let other = Sandbox::new();
    let four = other.run(&["topics", &seeds(), "--json", "--threads", "4"]).succeeds();
    // Paths are shown from the working directory, and the two sandboxes are equally deep.
    assert_eq!(one.stdout, four.stdout);
}

#[test]
fn every_format_of_the_topic_report_is_written() {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    here.write("a/space.txt", SPACE);
    let markdown = here.run(&["topics", "a", "--format", "markdown"]).succeeds();
    assert!(markdown.stdout.starts_with("# "), "{markdown:?}");
    here.run(&["topics", "a", "--format", "markdown", "-o", "report.md"]).succeeds();
    assert_eq!(std::fs::read_to_string(here.path().join("report.md")).unwrap(), markdown.stdout);
    let terminal = here.run(&["topics", "a"]).succeeds();
    assert!(terminal.stdout.contains("6 paragraphs") && !terminal.stdout.contains('\u{1b}'), "{terminal:?}");
}

#[test]
fn embed_streams_and_keeps_ids() {
    let here = Sandbox::new();
    let run = here
        .run_with_input(&["embed"], b"{\"id\": \"a\", \"text\": \"train\"}\n{\"id\": 2, \"text\": \"\"}\n");
    let run = run.succeeds();
    let lines: Vec<serde_json::Value> =
        run.stdout.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!((&lines[0]["id"], &lines[1]["id"]), (&"a".into(), &2.into()));
    assert!(lines[0]["vector"].is_array() && lines[1]["vector"].is_null());
    assert!(run.stderr.contains("1 text"), "{run:?}");
    let empty = here.run_with_input(&["embed"], b"").succeeds();
    assert_eq!(empty.stdout, "");
}

#[test]
fn standard_input_can_be_searched() {
    let here = Sandbox::new();
    let run =
        here.run_with_input(&["search", "--json", "-k", "1", "satellites", "-"], SPACE.as_bytes()).succeeds();
    let report = run.json();
    assert_eq!(report["results"][0]["file"], "<stdin>");
    assert_eq!(report["results"][0]["line"], 2);
    // It is nobody's but in memory.
    let temporary = here.path().join("tmp");
    std::fs::create_dir(&temporary).unwrap();
    let file = std::fs::File::open(here.write("in", SPACE)).unwrap();
    let mut command = here.command(&["topics", "-"]);
    let run = sandbox::Run::from_output(command.env("TMPDIR", &temporary).stdin(file)).succeeds();
    assert!(run.stdout.contains("3 paragraphs"), "{run:?}");
    assert_eq!(std::fs::read_dir(&temporary).unwrap().count(), 0);
    assert!(!here.path().join("cache").exists());
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let here = Sandbox::new();
    let mut child =
        here.command(&["topics", &seeds(), "--json"]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn help_has_examples_and_completions_are_scripts() {
    let here = Sandbox::new();
    for command in ["index", "search", "topics", "embed", "status", "verify", "models", "distill"] {
        let run = here.run(&[command, "--help"]).succeeds();
        assert!(run.stdout.contains("Examples:"), "{command}: {run:?}");
    }
    let run = here.run(&["completions", "bash"]).succeeds();
    assert!(run.stdout.contains("_cognate()"), "{}", run.stdout);
}
