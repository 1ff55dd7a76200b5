//! `cognate search --rerank`: a model reads the best results again and says their order.

use std::path::{Path, PathBuf};

use crate::sandbox::Sandbox;

const TEXTS: &str = r#"{"id": "one", "text": "The station was closed; nobody saw a satellite there."}
{"id": "two", "text": "A satellite and a train: the armored train of Kim has left."}
{"id": "three", "text": "A satellite was launched in the morning, and a satellite fell."}
{"id": "four", "text": "Bread and salt are sold at the market."}
"#;

/// A reranker that counts the words that query and text share: a folder in the sandbox; `None` after saying so without a runtime.
fn reranker(here: &Sandbox) -> Option<PathBuf> {
    if cognate::embed::find_onnx_runtime().library.is_none() {
        assert!(std::env::var_os("COGNATE_REQUIRE_ONNX").is_none(), "ONNX Runtime was not found");
        eprintln!("skipped: ONNX Runtime was not found (set ORT_DYLIB_PATH to run this test)");
        return None;
    }
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    for file in ["tokenizer.json", "config.json", "special_tokens_map.json", "tokenizer_config.json"] {
        here.write(&format!("reader/{file}"), std::fs::read(fixtures.join("tiny-onnx").join(file)).unwrap());
    }
    here.write("reader/model.onnx", std::fs::read(fixtures.join("overlap-onnx/model.onnx")).unwrap());
    here.write("texts.jsonl", TEXTS);
    Some(here.path().join("reader"))
}

#[test]
fn the_best_are_in_the_order_of_the_reranker() {
    let here = Sandbox::new();
    if reranker(&here).is_none() {
        return;
    }
    let search = |more: &[&str]| {
        let arguments = ["search", "--json", "--all", "-e", "satellite train", "texts.jsonl"];
        here.run(&[&arguments, more].concat())
    };
    let report = search(&["--rerank", "path:reader"]).succeeds().json();
    assert_eq!(report["reranker"], "reader");
    let results = report["results"].as_array().unwrap();
    assert_eq!(results[0]["own_id"], "two");
    let scores: Vec<f64> = results.iter().map(|hit| hit["reranked"].as_f64().unwrap()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b) && scores[0] > scores[3], "{scores:?}");
    for (rank, hit) in (1..).zip(results) {
        assert_eq!(hit["rank"], rank);
    }

    let plain = search(&[]).succeeds().json();
    assert!(plain["reranker"].is_null() && plain["results"][0]["reranked"].is_null());

    let first = search(&["--rerank", "path:reader", "-k", "1"]).succeeds().json();
    assert_eq!(first["results"].as_array().unwrap().len(), 1, "more are read than are shown");
    assert_eq!(first["results"][0]["own_id"], "two");

    let two = search(&["--rerank", "path:reader", "--rerank-depth", "2"]).succeeds().json();
    let read: Vec<bool> =
        two["results"].as_array().unwrap().iter().map(|hit| hit["reranked"].is_number()).collect();
    assert_eq!(read, [true, true, false, false]);

    let both = here.run(&[
        "search",
        "--json",
        "-e",
        "train",
        "-e",
        "satellite",
        "texts.jsonl",
        "--rerank",
        "path:reader",
    ]);
    assert_eq!(both.succeeds().json()["results"][0]["own_id"], "two");

    let text =
        here.run(&["search", "satellite train", "texts.jsonl", "--rerank", "path:reader", "--explain"]);
    let text = text.succeeds().stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("the best read again by reader") && text.contains("read again 0."), "{text}");
    let table = here
        .run(&["search", "satellite train", "texts.jsonl", "--rerank", "path:reader", "--csv"])
        .succeeds();
    assert!(table.stdout.starts_with("query,rank,score,reranked,"), "{table:?}");
}

#[test]
fn what_cannot_rerank_is_told_before_anything_is_read() {
    let here = Sandbox::new();
    here.write("texts.jsonl", TEXTS);
    let run = |more: &[&str]| here.run(&[&["search", "train", "texts.jsonl"], more].concat());
    run(&["--rerank", "builtin"]).fails("`builtin` is no reranker", "`cognate models`");
    run(&["--rerank", "multilingual-e5-small"]).fails("is no reranker", "`cognate models`");
    run(&["--rerank", "bge-reranker-bas"]).fails("no model `bge-reranker-bas`", "`bge-reranker-base`");
    run(&["--rerank", "bge-reranker-base"])
        .fails("is not installed", "`cognate models pull bge-reranker-base`");
    run(&["--model", "bge-reranker-base"]).fails("it gives no vectors", "--rerank bge-reranker-base");
    let run = run(&["--rerank-depth", "3"]);
    assert!(run.code == Some(2) && run.stderr.contains("--rerank <MODEL>"), "{run:?}");
}
