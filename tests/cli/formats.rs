//! The report in every format, several in one run.

use std::fs;

use crate::sandbox::{Sandbox, seeds};

const FILES: [&str; 11] = [
    "r.html",
    "r.md",
    "r.json",
    "r.csv",
    "r.tsv",
    "r.parquet",
    "r.xlsx",
    "r.svg",
    "r.png",
    "r.graphml",
    "r.txt",
];

/// The sample corpus in every format, as files below a folder of the sandbox.
fn written(here: &Sandbox, folder: &str, more: &[&str]) -> Vec<Vec<u8>> {
    let seeds = seeds();
    fs::create_dir_all(here.path().join(folder)).unwrap();
    let names: Vec<String> = FILES.iter().map(|file| format!("{folder}/{file}")).collect();
    let mut args = vec!["topics", &seeds];
    for name in &names {
        args.extend(["-o", name]);
    }
    here.run(&[&args, more].concat()).succeeds();
    names.iter().map(|name| fs::read(here.path().join(name)).unwrap()).collect()
}

#[test]
fn one_run_writes_every_format_and_another_the_same_bytes() {
    let here = Sandbox::new();
    let first = written(&here, "one", &[]);
    let starts: [&[u8]; 11] = [
        b"<!doctype html>",
        b"# Topics of ",
        b"{\n  \"schema\": 2",
        b"unit,",
        b"unit\t",
        b"PAR1",
        b"PK",
        b"<?xml",
        b"\x89PNG",
        b"<?xml",
        b"32 files",
    ];
    for ((file, bytes), start) in FILES.iter().zip(&first).zip(starts) {
        let begins = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
        assert!(bytes.to_ascii_lowercase().starts_with(&start.to_ascii_lowercase()), "{file}: {begins}");
    }
    // On another number of threads.
    for ((file, bytes), again) in FILES.iter().zip(&first).zip(written(&here, "two", &["--threads", "1"])) {
        assert!(*bytes == again, "{file} has other bytes");
    }
}

#[test]
fn the_map_is_made_where_it_is_shown() {
    let here = Sandbox::new();
    let seeds = seeds();
    let report = |more: &[&str]| here.run(&[&["topics", &seeds, "--json"], more].concat()).succeeds().json();
    let (without, with) = (report(&[]), report(&["--map"]));
    assert!(without["map"].is_null() && without["units"][0]["xy"].is_null());
    let trust = with["map"]["trustworthiness"].as_f64().unwrap();
    assert!(trust > 0.8, "{trust}");
    let placed = with["units"].as_array().unwrap().iter().filter(|unit| unit["xy"].is_array()).count();
    assert_eq!(
        placed as u64,
        with["corpus"]["in_topics"].as_u64().unwrap() + with["corpus"]["outliers"].as_u64().unwrap()
    );
    assert!(with["links"].as_array().unwrap().is_empty());
}

#[test]
fn tables_are_of_units_topics_or_documents() {
    let here = Sandbox::new();
    let seeds = seeds();
    let rows = |more: &[&str]| {
        let run = here.run(&[&["topics", &seeds, "--format", "tsv"], more].concat()).succeeds();
        run.stdout.lines().count()
    };
    let report = here.run(&["topics", &seeds, "--json"]).succeeds().json();
    assert_eq!(rows(&[]), report["units"].as_array().unwrap().len() + 1);
    assert_eq!(rows(&["--table", "topics"]), report["topics"].as_array().unwrap().len() + 1);
    assert_eq!(rows(&["--table", "documents"]) as u64, report["corpus"]["documents"].as_u64().unwrap() + 1);
}

#[test]
fn a_file_that_says_no_format_is_refused_before_the_work() {
    let here = Sandbox::new();
    here.run(&["topics", &seeds(), "-o", "report.pdf"]).fails("`report.pdf` does not say", "print it");
    here.run(&["topics", &seeds(), "-o", "report.docx"]).fails("`report.docx` does not say", "--format");
    let two = ["topics", &seeds(), "--format", "html", "-o", "a.html", "-o", "b.html"];
    here.run(&two).fails("one format for several files", "leave `--format` out");
    here.run(&["topics", &seeds(), "-o", "nowhere/a.html"]).fails("no folder `nowhere`", "make the folder");
    assert!(!here.path().join("a.html").exists());
}
