//! A folder with a file of every format that is read, and of those that cannot be: what becomes of each, and where its text is found.

mod files;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::sandbox::Sandbox;

use files::At::{Line, Place};
use files::Content::{self, Latin1, Made, Text, Utf16};
use files::{NOT_READ, READ};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats")
}

fn write(here: &Sandbox, name: &str, content: &Content) {
    let bytes = match content {
        Text(text) => text.as_bytes().to_vec(),
        Latin1(text) => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect(),
        Utf16(text) => {
            "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
        }
        Made => fs::read(fixtures().join(name)).unwrap(),
    };
    assert!(bytes.len() <= 30_000, "{name}");
    here.write(&format!("a/{name}"), bytes);
}

/// The folder `a` with all of them, indexed, and the report of that.
fn folder() -> (Sandbox, Value) {
    let here = Sandbox::new();
    for file in READ {
        write(&here, file.name, &file.content);
    }
    for (name, content, kind, ..) in NOT_READ {
        if *kind != "partly" {
            write(&here, name, content);
        }
    }
    let report = here.run(&["index", "a", "--json"]).succeeds().json();
    (here, report)
}

/// Path below `a`, kind and records of each file of a list.
fn told(list: &Value) -> Vec<(String, String, Option<u64>)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let of = |file: &Value| {
        let path = text(&file["path"]).strip_prefix("a/").unwrap().to_owned();
        (path, text(&file["kind"]), file["records"].as_u64())
    };
    list.as_array().unwrap().iter().map(of).collect()
}

#[test]
fn each_file_has_its_outcome_in_every_report() {
    let (here, index) = folder();
    let expected: Vec<_> = NOT_READ
        .iter()
        .map(|(name, _, kind, _, records)| ((*name).to_owned(), (*kind).to_owned(), *records))
        .collect();
    let topics = here.run(&["topics", "--json", "--no-keep"]).succeeds().json();
    let status = here.run(&["status", "--json"]).succeeds().json();
    for (list, by) in [
        (&index["skipped"], "index"),
        (&topics["corpus"]["skipped"], "topics"),
        (&status["unread"], "status"),
    ] {
        assert_eq!(told(list), expected, "{by}");
        for (file, (name, _, _, reason, _)) in list.as_array().unwrap().iter().zip(NOT_READ) {
            assert!(file["reason"].as_str().unwrap().contains(reason), "{by}: {name}: {file}");
        }
    }
    assert_eq!(index["added"], READ.len(), "{index}");
    // Of every file that is read there are texts.
    let mut files: BTreeMap<&str, usize> = BTreeMap::new();
    for unit in topics["units"].as_array().unwrap() {
        *files.entry(unit["file"].as_str().unwrap()).or_default() += 1;
    }
    let names: Vec<&str> = files.keys().map(|file| file.strip_prefix("a/").unwrap()).collect();
    let mut read: Vec<&str> = READ.iter().map(|file| file.name).collect();
    read.sort_unstable();
    assert_eq!(names, read);
    let counted = here.run(&["search", "ferry", "--json"]).json();
    let kinds = serde_json::json!({"damaged": 1, "empty": 1, "encrypted": 2, "no-text": 2, "partly": 1, "unknown-type": 1});
    assert_eq!(counted["unread"]["kinds"], kinds);
    assert_eq!(counted["unread"]["of"], READ.len() + NOT_READ.len() - 1);
}

#[test]
fn a_sentence_of_each_file_is_found_first_and_leads_to_its_place() {
    let (here, _) = folder();
    let queries: Vec<&str> = READ.iter().map(|file| file.asked).collect();
    here.write("queries.txt", queries.join("\n"));
    let reports = here.run(&["search", "-f", "queries.txt", "--json", "-k", "1"]).succeeds().json();
    let mut wrong = Vec::new();
    for (file, report) in READ.iter().zip(reports.as_array().unwrap()) {
        let found = &report["results"][0];
        let place = match file.at {
            Line(line) => found["line"] == line && found["at"].is_null(),
            Place(place) => found["at"] == place,
        };
        let text =
            found["text"].as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        if found["file"] != format!("a/{}", file.name) || !text.contains(file.sentence) || !place {
            wrong.push(format!(
                "{}: {} line {} at {}: {text}",
                file.name, found["file"], found["line"], found["at"]
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_report_of_all_formats_cites_them_and_holds() {
    let (here, _) = folder();
    here.run(&["topics", "a", "-o", "report.html", "-o", "report.json"]).succeeds();
    let page = fs::read_to_string(here.path().join("report.html")).unwrap();
    for file in READ {
        assert!(page.contains(file.name), "{}", file.name);
    }
    let check = here.run(&["report", "check", "report.json", "--json"]).succeeds().json();
    assert_eq!((&check["holds"], &check["new"]), (&true.into(), &0.into()), "{check}");
    let units = check["units"].as_object().unwrap();
    assert!(units.iter().all(|(status, count)| status == "same" || *count == 0), "{units:?}");
    assert_eq!(units["same"], count(&here), "{units:?}");
    // What is damaged from then on is told.
    let path = here.path().join("a/bridge.pdf");
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() / 8]).unwrap();
    let check = here.run(&["report", "check", "report.json", "--json"]);
    assert_eq!(check.code, Some(1), "{check:?}");
    let files = check.json()["files"].clone();
    let bridge = files.as_array().unwrap().iter().find(|file| file["file"] == "a/bridge.pdf").unwrap();
    assert_eq!(bridge["status"], "unreadable", "{bridge}");
}

#[test]
fn a_document_that_was_cut_off_is_told_and_stops_no_other() {
    let here = Sandbox::new();
    // Of pages, those that are left may be read.
    let made: Vec<&str> = READ
        .iter()
        .filter(|file| matches!(file.content, Made) && file.name != "bridge.pdf")
        .map(|file| file.name)
        .collect();
    for name in &made {
        let whole = fs::read(fixtures().join(name)).unwrap();
        here.write(&format!("a/{name}"), &whole[..whole.len() / 2]);
    }
    here.write("a/whole.txt", "The ladder truck of the volunteers needs new tyres.\n");
    let index = here.run(&["index", "a", "--json"]).succeeds().json();
    let mut expected: Vec<_> =
        made.iter().map(|name| ((*name).to_owned(), "damaged".to_owned(), None)).collect();
    expected.sort();
    assert_eq!(told(&index["skipped"]), expected);
    assert_eq!((&index["added"], &index["units"]), (&1.into(), &1.into()), "{index}");
}

/// Texts of the report.
fn count(here: &Sandbox) -> u64 {
    let report = fs::read_to_string(here.path().join("report.json")).unwrap();
    let report: Value = serde_json::from_str(&report).unwrap();
    report["corpus"]["units"].as_u64().unwrap()
}
