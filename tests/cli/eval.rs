//! Models are measured on labelled texts.

use crate::sandbox::Sandbox;

const PAIRS: &str = "score\tsentence1\tsentence2\n\
    5\tThe armored train left the station.\tLe train blindé a quitté la gare.\n\
    0\tThe armored train left the station.\tA violinist won the prize.\n\
    4\tTwo satellites failed to reach orbit.\tTwo satellites did not reach their orbit.\n\
    1\tTwo satellites failed to reach orbit.\tThe harvest was good.\n";

const LABELLED: &str = r#"{"label": "rail", "text": "The armored train left the station."}
{"label": "rail", "title": "Railway", "text": "Carriages were set on other wheels."}
{"label": "space", "text": "Two satellites failed to reach orbit."}
{"label": "space", "text": "The rocket stood on the launch pad."}
"#;

#[test]
fn every_kind_is_measured_against_a_second_model() {
    let here = Sandbox::new();
    here.write("pairs.tsv", PAIRS);
    here.write("rows.tsv", "en\tfr\nthe train\tle train\nthe harvest\tla récolte\na satellite\t\n");
    here.write("labelled.jsonl", LABELLED);
    here.write(
        "passages.jsonl",
        "{\"id\": 1, \"text\": \"Le train blindé a quitté la gare.\"}\n{\"id\": 2, \"text\": \"La récolte.\"}\n",
    );
    here.write(
        "queries.jsonl",
        "{\"text\": \"armored train\", \"relevant\": [1]}\n{\"text\": \"harvest\", \"relevant\": {\"2\": 3}}\n",
    );
    let kinds: [(&[&str], usize, usize); 5] = [
        (&["sts", "pairs.tsv"], 4, 1),
        (&["bitext", "rows.tsv", "--columns", "en,fr"], 2, 2),
        (&["knn", "--train", "labelled.jsonl", "--test", "labelled.jsonl", "-k", "1"], 4, 1),
        (&["clustering", "labelled.jsonl"], 4, 5),
        (&["retrieval", "--passages", "passages.jsonl", "--queries", "queries.jsonl"], 2, 4),
    ];
    for (kind, items, figures) in kinds {
        let args = [&["eval"][..], kind, &["--against", "builtin"]].concat();
        let report = here.run(&[&args[..], &["--json"]].concat()).succeeds().json();
        assert_eq!((&report["task"], &report["items"]), (&kind[0].into(), &items.into()), "{report}");
        assert_eq!(report["models"].as_array().unwrap().len(), 2);
        let shown = report["figures"].as_array().unwrap();
        assert_eq!(shown.len(), figures, "{report}");
        assert!(shown.iter().all(|figure| figure["difference"] == 0.0), "a model equals itself: {report}");
        if kind[0] != "clustering" {
            assert!(shown.iter().all(|figure| figure["values"][0].as_f64() > Some(0.5)), "{report}");
        }
        let text = here.run(&args).succeeds().stdout;
        assert!(text.contains("difference") && text.contains("+0.0000"), "{text}");
        let alone = here.run(&[&["eval"][..], kind].concat()).succeeds().stdout;
        assert!(!alone.contains("difference"), "{alone}");
    }
}

#[test]
fn what_is_wrong_with_a_file_is_said_with_the_way_out() {
    let here = Sandbox::new();
    here.run(&["eval", "sts", "nowhere.tsv"]).fails("nowhere.tsv: ", "spelling");
    here.write("a.tsv", PAIRS.replace("sentence2", "other"));
    here.run(&["eval", "sts", "a.tsv"]).fails(
        "a.tsv: no column is named `sentence2`; the columns are `score`, `sentence1`, `other`",
        "first line",
    );
    here.write("a.tsv", PAIRS.replace("\n4\t", "\nfour\t"));
    here.run(&["eval", "sts", "a.tsv"]).fails("a.tsv:4: the score `four` is not a number", "4.2");
    here.write("a.jsonl", "{\"text\": \"a\"}\n");
    here.run(&["eval", "clustering", "a.jsonl"]).fails("a.jsonl:1: missing field `label`", "one JSON object");
    here.write("a.jsonl", LABELLED);
    here.run(&["eval", "clustering", "a.jsonl", "--against", "no-such-model"])
        .fails("there is no model `no-such-model`", "builtin");
    here.write("a.tsv", b"score\tsentence1\tsentence2\n1\tcaf\xe9\tb\n");
    here.run(&["eval", "sts", "a.tsv"]).fails("a.tsv:2: not UTF-8", "iconv");
}
