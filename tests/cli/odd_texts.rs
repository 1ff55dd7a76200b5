//! Texts that are no texts: empty, endless, of signs alone. They are counted and kept, and match nothing.

use crate::sandbox::{Sandbox, TRAIN};

/// Texts of which the built-in model knows nothing.
const SAY_NOTHING: [&str; 5] =
    ["", " \t ", "... !? — « » ()", "\u{1}\u{7}\u{1B}\u{7F}", "\u{1F9ED}\u{1F9EE}\u{1FA7C}"];

fn lines(texts: &[&str]) -> String {
    let line = |(id, text): (usize, &&str)| serde_json::json!({"id": id, "text": text}).to_string() + "\n";
    texts.iter().enumerate().map(line).collect()
}

#[test]
fn texts_without_a_word_have_no_vector() {
    let here = Sandbox::new();
    let run = here.run_with_input(&["embed"], lines(&SAY_NOTHING).as_bytes()).succeeds();
    let vectors: Vec<serde_json::Value> =
        run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(vectors.len(), SAY_NOTHING.len());
    assert!(vectors.iter().all(|line| line["vector"].is_null()), "{run:?}");
    assert!(run.stderr.contains("knows no word of 5 texts"), "{run:?}");
}

#[test]
fn a_query_without_a_word_is_an_error_that_says_so() {
    let here = Sandbox::new();
    here.write("train.txt", TRAIN);
    here.run(&["index", "train.txt"]).succeeds();
    for query in SAY_NOTHING {
        here.run(&["search", query]).fails("knows no word of the query", "other words");
    }
}

#[test]
fn units_without_a_word_are_counted_and_never_found() {
    let here = Sandbox::new();
    here.write("a/odd.jsonl", lines(&[&SAY_NOTHING[2..], &["The armored train left the capital."]].concat()));
    let indexed = here.run(&["index", "a", "--json"]).succeeds().json();
    assert_eq!(
        indexed["units"].as_u64().unwrap() - 1,
        indexed["without_vector"].as_u64().unwrap(),
        "{indexed}"
    );
    assert!(indexed["without_vector"].as_u64() >= Some(2), "{indexed}");
    let found = here.run(&["search", "train", "--min-similarity", "-1", "--json"]).succeeds().json();
    assert_eq!(found["results"].as_array().unwrap().len(), 1, "{found}");
    let report = here.run(&["topics", "--json"]).succeeds().json();
    assert_eq!(report["corpus"]["without_vector"], indexed["without_vector"]);
    here.run(&["verify"]).succeeds();
}

#[test]
fn a_megabyte_in_one_line() {
    let here = Sandbox::new();
    let words = "the armored train ".repeat(60_000);
    let one_word = "train".repeat(210_000);
    let run = here
        .run_with_input(&["embed"], lines(&[&words, &one_word, "the armored train"]).as_bytes())
        .succeeds();
    let vectors: Vec<Vec<f64>> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|line| line["vector"].as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect())
        .collect();
    let cosine: f64 = vectors[0].iter().zip(&vectors[2]).map(|(x, y)| x * y).sum();
    assert!(cosine > 0.999, "{cosine}");
    here.write("long.txt", &words);
    let report = here.run(&["topics", "long.txt", "--json"]).succeeds().json();
    assert_eq!(report["corpus"]["without_vector"], 0);
}

#[test]
fn half_a_surrogate_pair_in_json() {
    let here = Sandbox::new();
    for half in [r"\ud800", r"\ud83d train", r"\udc00"] {
        let line = format!("{{\"id\": 1, \"text\": \"train {half}\"}}\n");
        here.write("a/dump.jsonl", &line);
        here.run(&["index", "a"]).fails("dump.jsonl:1", "one JSON object");
        here.run_with_input(&["embed", "--strict"], line.as_bytes()).fails("line 1", "one JSON object");
    }
}
