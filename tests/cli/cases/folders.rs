//! Several files at once, and texts that are all alike.

use serde_json::Value;

use super::fixture;
use crate::sandbox::Sandbox;

#[test]
fn one_file_does_not_crowd_out_the_others() {
    let wind = (1..15).map(|number| {
        format!("The wind farm plan number {number} foresees turbines on the ridge above Brunn{number}.\n\n")
    });
    let rows = (1..20).map(|number| format!("{{\"id\": {number}, \"text\": \"Der Windpark Nummer {number} bekommt Turbinen auf dem Kamm.\"}}\n"));
    for (big, content, small, text, query) in [
        (
            "big.txt",
            String::from_utf8(fixture("one-file-dominates/big.txt")).unwrap(),
            "small.txt",
            String::from_utf8(fixture("one-file-dominates/small.txt")).unwrap(),
            "wind turbines",
        ),
        (
            "big.md",
            wind.collect(),
            "small.csv",
            "id,text\n1,Residents protest against wind turbines because of the noise.\n".into(),
            "wind turbines",
        ),
        (
            "big.jsonl",
            rows.collect(),
            "small.html",
            "<p>Anwohner klagen über den Lärm der Turbinen im Windpark.</p>".into(),
            "Turbinen im Windpark",
        ),
    ] {
        let here = Sandbox::new();
        here.write(&format!("in/{big}"), content);
        here.write(&format!("in/{small}"), text);
        let files = |options: &[&str]| -> Vec<String> {
            let report = here.run(&[&["search", query, "in", "--json"], options].concat()).succeeds().json();
            report["results"]
                .as_array()
                .unwrap()
                .iter()
                .map(|hit| hit["file"].as_str().unwrap().to_owned())
                .collect()
        };
        let mut one = files(&["--per-file", "1"]);
        one.sort();
        assert_eq!(one, [format!("in/{big}"), format!("in/{small}")], "{query}");
        let two = files(&["--per-file", "2"]);
        assert_eq!(two.iter().filter(|file| **file == format!("in/{big}")).count(), 2, "{two:?}");
        assert_eq!(two.len(), 3, "{two:?}");
    }
}

#[test]
fn what_is_named_is_read_and_what_is_ignored_is_counted() {
    for (ignore, file, rules) in [
        (".gitignore", "in/data/raw/a.txt", "data/raw/*\n*.csv\n"),
        (".ignore", "in/data/raw/a.txt", "raw/\n*.csv\n"),
        (".gitignore", "in/data/raw/deep/a.txt", "**/raw\n/data/clean/*.csv\n"),
    ] {
        let here = Sandbox::new();
        here.write(&format!("in/{ignore}"), rules);
        here.write(file, "The harbour master closed the pier after the storm.\n");
        here.write("in/data/clean/b.txt", "The pier opened again on Friday.\n");
        here.write("in/data/clean/c.csv", "text\nThe lighthouse was painted red.\n");
        let search = |query: &str, path: &str| -> (Vec<String>, Value) {
            let report = here.run(&["search", query, path, "--json"]).json();
            let hits = report["results"].as_array().unwrap();
            let files = hits.iter().map(|hit| hit["file"].as_str().unwrap().to_owned()).collect();
            (files, report["unread"]["kinds"].clone())
        };
        let none = Value::Object(serde_json::Map::new());
        assert_eq!(search("pier", "in/data/raw"), (vec![file.to_owned()], none.clone()), "{rules}");
        for path in ["in/data/clean", "in/data/clean/c.csv"] {
            let (files, unread) = search("lighthouse colour", path);
            assert_eq!((files[0].as_str(), &unread), ("in/data/clean/c.csv", &none), "{rules}: {path}");
        }
        let (files, unread) = search("pier", "in");
        assert_eq!(files, ["in/data/clean/b.txt"], "{rules}");
        assert!(unread["ignored"].as_u64() >= Some(2), "{rules}: {unread}");
    }
}

#[test]
fn one_vector_line_comes_out_for_each_line_that_goes_in() {
    let numbers = b"{\"id\": 1, \"text\": \"un train\"}\r\n{\"id\": 2, \"text\": 7}\r\n[]\r\n{\"id\": 3, \"text\": \"un bus\"}\r\n";
    let cut = b"{\"text\": \"a train\"}\n{\"text\": \"caf\xe9\"}\n{\"text\": \"a bus";
    for (input, vectors, told) in [
        (
            fixture("embed-null.jsonl"),
            &[true, false, false, false, false, true][..],
            "2 of 6 lines could not be read",
        ),
        (numbers.to_vec(), &[true, false, false, true], "2 of 4 lines could not be read"),
        (cut.to_vec(), &[true, false, false], "2 of 3 lines could not be read"),
    ] {
        let run = Sandbox::new().run_with_input(&["embed"], &input);
        let lines: Vec<Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let given: Vec<bool> = lines.iter().map(|line| line["vector"].is_array()).collect();
        assert_eq!(given, vectors, "{run:?}");
        assert!(run.stderr.contains(told), "{run:?}");
    }
}

#[test]
fn equal_vectors_do_no_harm() {
    // Words in another order have one vector.
    let topics = [
        ["treasury", "budget", "deficit", "pension", "tax"],
        ["match", "football", "goal", "referee", "league"],
        ["virus", "epidemic", "vaccine", "hospital", "nurse"],
    ];
    let ends = [";", "?", " ...", "  -", ".", "!"];
    let turned = |number: usize| {
        let mut words = topics[number % 3];
        words.rotate_left(number / 3 % 5);
        if number / 15 % 2 == 1 {
            words.swap(0, 1);
        }
        format!("{}{}", words.join(", "), ends[number / 30 % 6])
    };
    let record = |number: usize, text: String| format!("{{\"id\": {number}, \"text\": \"{text}\"}}\n");
    let rows: Vec<String> = (0..400).map(|number| record(number, turned(number))).collect();
    let same: Vec<String> =
        (0..300).map(|number| record(number, format!("The same text {}", "!".repeat(number % 7)))).collect();
    let copies = "id,text\n".to_owned() + &"1,Ein und derselbe Satz steht in jeder Zeile.\n".repeat(300);
    for (name, content) in
        [("turned.jsonl", rows.concat()), ("same.jsonl", same.concat()), ("copies.csv", copies)]
    {
        let here = Sandbox::new();
        here.write(name, content);
        here.run(&["index", name]).succeeds();
        for args in
            [&["search", "budget deficit", "--json"][..], &["topics", "--json", "--no-keep"], &["verify"]]
        {
            let run = here.run(args);
            assert!(
                matches!(run.code, Some(0 | 1)) && !run.stderr.contains("panicked"),
                "{name} {args:?}: {run:?}"
            );
        }
        let run =
            here.run(&["bench", "retrieval", "--queries", "20", "--json", "--rounds", "1", "--turn", "5"]);
        assert!(!run.stderr.contains("panicked") && run.code != Some(101), "{name}: {run:?}");
        if run.code == Some(0) {
            assert_eq!(run.json()["rows"][0]["recall"], 1.0, "{name}");
        }
    }
}
