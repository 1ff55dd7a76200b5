//! Reports held against folders that change.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::corpus::{ContentHash, Granularity, ReadOptions};
use crate::pipeline::Silent;
use crate::report::answers::check::{AffectedTerm, CheckReport};

const TRAIN: [&str; 4] = [
    "The green armored train left the capital on Sunday evening with its escort.",
    "At the border station the carriages were lifted and set on wheels of another gauge.",
    "Railway workers along the line had been told to keep the platforms empty.",
    "The train came back on Thursday, and nobody said what it had carried.",
];
const SPACE: [&str; 2] = [
    "The rocket stood on the pad of the new spaceport in the far east.",
    "Two satellites had failed to reach orbit in May and in August.",
];

/// A folder with files, and the report of them as it was when they were written.
struct Case {
    folder: TempDir,
    report: Value,
}

impl Case {
    /// The paragraphs of `a/train.txt` are topic 7, those of all other files are in none.
    fn of(files: &[(&str, Vec<u8>)], unit: Granularity) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut case = Self { folder, report: Value::Null };
        for (name, bytes) in files {
            case.write(name, bytes);
        }
        let options = ReadOptions { granularity: unit, ..ReadOptions::default() };
        let walk =
            corpus::walk(&[case.folder.path().to_path_buf()], crate::corpus::WalkOptions::default()).unwrap();
        let base = Base::new(PathBuf::from(absolute(case.folder.path())));
        let (mut units, mut hashes) = (Vec::new(), Vec::new());
        for file in &walk.files {
            let name = base.show(&absolute(&file.path));
            for document in corpus::read(file, &options).unwrap() {
                let document = document.unwrap();
                for unit in document.units {
                    hashes.extend(unit.hash.0);
                    units.push(json!({
                        "text": unit.text, "file": name, "line": unit.line, "position": unit.position,
                        "span": [unit.span.start, unit.span.end], "hash": unit.hash.short(),
                        "own_id": document.own_id, "language": unit.language,
                        "topic": (name == "a/train.txt").then_some(7),
                        "boilerplate": unit.boilerplate, "without_vector": false, "copy_of": null,
                    }));
                }
            }
        }
        let in_topics: Vec<usize> = (0..units.len()).filter(|&i| units[i]["topic"] == 7).collect();
        let apart = units.iter().filter(|unit| !unit["boilerplate"].is_null()).count();
        let excerpt = |unit: usize| {
            let mut excerpt = units[unit].clone();
            excerpt["unit"] = unit.into();
            excerpt
        };
        let topic = in_topics.get(1).map(|&second| {
            let text = units[second]["text"].as_str().unwrap();
            json!({
                "id": 7, "label": "armored train", "units": in_topics.len(),
                "terms": [{"text": "Border"}, {"text": "train"}],
                "summary": {"unit": second, "text": text, "within": [0, text.len()]},
                "representatives": [excerpt(in_topics[0]), excerpt(second)],
            })
        });
        case.report = json!({
            "schema": 2, "generator": "cognate 0.0.1",
            "corpus": {
                "paths": ["."], "unit": unit, "files": walk.files.len(), "units": units.len(),
                "reading": {"max_chars": 1200, "text_field": null, "id_field": null},
                "hash": ContentHash::of_bytes(&hashes).short(), "in_topics": in_topics.len(), "boilerplate": apart,
                "outliers": units.len() - in_topics.len() - apart, "without_vector": 0, "copies": 0,
            },
            "topics": topic.into_iter().collect::<Vec<_>>(), "units": units,
        });
        case
    }

    /// `a/train.txt` and `b/space.txt`.
    fn new() -> Self {
        let files = [("a/train.txt", lines(&TRAIN)), ("b/space.txt", lines(&SPACE))];
        Self::of(&files, Granularity::Paragraph)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn remove(&self, name: &str) {
        fs::remove_file(self.folder.path().join(name)).unwrap();
    }

    fn check(&self) -> CheckReport {
        let elsewhere = tempfile::tempdir().unwrap();
        let path = elsewhere.path().join("report.json");
        fs::write(&path, self.report.to_string()).unwrap();
        check_report(&path, self.folder.path(), &Silent).unwrap()
    }
}

fn lines(texts: &[&str]) -> Vec<u8> {
    texts.iter().flat_map(|text| [text.as_bytes(), b"\n\n"].concat()).collect()
}

/// Same, shifted, moved, changed, deleted, and new.
fn counts(check: &CheckReport) -> [usize; 6] {
    let units = &check.units;
    assert_eq!(check.files.iter().map(|file| file.units.total()).sum::<usize>(), units.total());
    [units.same, units.shifted, units.moved, units.changed, units.deleted, check.new]
}

fn only(check: &CheckReport) -> &Finding {
    let mut findings =
        check.files.iter().flat_map(|file| &file.findings).filter(|found| !found.status.holds());
    let only = findings.next().unwrap();
    assert!(findings.next().is_none(), "{check:?}");
    only
}

#[test]
fn what_is_as_it_was_holds() {
    let check = Case::new().check();
    assert_eq!((counts(&check), check.holds), ([6, 0, 0, 0, 0, 0], true));
    assert!(check.faults.is_empty() && check.topics.is_empty(), "{check:?}");
    assert!(check.files.iter().all(|file| file.status == FileStatus::Read && file.findings.is_empty()));
}

#[test]
fn a_changed_paragraph_is_told_with_what_stands_there_now() {
    let case = Case::new();
    let edited = TRAIN[1].replace("lifted", "raised").replace("border ", "");
    case.write("a/train.txt", lines(&[TRAIN[0], &edited, TRAIN[2], TRAIN[3]]));
    let check = case.check();
    assert_eq!((counts(&check), check.holds), ([3, 2, 0, 1, 0, 0], false));
    let found = only(&check);
    let now = found.now.as_ref().unwrap();
    assert_eq!((found.unit, found.topic, now.text.as_deref()), (1, Some(7), Some(edited.as_str())));
    assert!(now.similarity.unwrap() > 0.8 && now.similarity.unwrap() < 1.0);
    let [topic] = &check.topics[..] else { panic!("{check:?}") };
    assert_eq!((topic.id, topic.excerpts.changed, topic.excerpts.same), (7, 1, 1));
    assert_eq!(topic.summary, Some(UnitStatus::Changed));
    assert_eq!(topic.terms, [AffectedTerm { text: "Border".to_owned(), units: 1, lost: 1 }]);
}

#[test]
fn a_summary_that_still_stands_in_a_changed_text_is_not_affected() {
    let case = Case::new();
    let longer = format!("{} This was filmed.", TRAIN[1]);
    case.write("a/train.txt", lines(&[TRAIN[0], &longer, TRAIN[2], TRAIN[3]]));
    let check = case.check();
    assert_eq!((check.topics[0].summary, &check.topics[0].terms[..]), (None, &[][..]));
}

#[test]
fn a_paragraph_that_moved_within_its_file_is_found_and_a_new_one_shifts_the_others() {
    let case = Case::new();
    case.write("a/train.txt", lines(&[TRAIN[0], TRAIN[2], TRAIN[3], TRAIN[1]]));
    let check = case.check();
    assert_eq!((counts(&check), check.holds), ([3, 3, 0, 0, 0, 0], true));
    let order = |finding: &Finding| finding.now.as_ref().unwrap().in_order == Some(false);
    let reordered: Vec<usize> =
        check.files[0].findings.iter().filter(|found| order(found)).map(|found| found.unit).collect();
    assert_eq!(reordered, [1]);
    case.write("a/train.txt", lines(&[&["A paragraph that nobody knew until today."], &TRAIN[..]].concat()));
    let check = case.check();
    assert_eq!((counts(&check), check.holds), ([2, 4, 0, 0, 0, 1], true));
    assert_eq!((check.files[0].new, check.files[0].findings[0].now.as_ref().unwrap().line), (1, 3));
}

#[test]
fn a_paragraph_in_another_file_is_moved_and_one_that_is_nowhere_deleted() {
    let case = Case::new();
    case.write("a/train.txt", lines(&[TRAIN[0], TRAIN[2], TRAIN[3]]));
    let gone = case.check();
    assert_eq!((counts(&gone), only(&gone).status), ([3, 2, 0, 0, 1, 0], UnitStatus::Deleted));
    case.write("b/space.txt", lines(&[SPACE[0], TRAIN[1], SPACE[1]]));
    let moved = case.check();
    assert_eq!((counts(&moved), moved.holds), ([2, 3, 1, 0, 0, 0], false));
    assert_eq!(only(&moved).now.as_ref().unwrap().file, "b/space.txt");
    assert_eq!((moved.topics[0].summary, moved.topics[0].terms.len()), (Some(UnitStatus::Moved), 0));
}

#[test]
fn a_renamed_file_is_found_and_one_that_is_gone_is_told() {
    let case = Case::new();
    case.remove("a/train.txt");
    let gone = case.check();
    assert_eq!((counts(&gone), gone.files[0].status), ([2, 0, 0, 0, 4, 0], FileStatus::Missing));
    case.write("c/deep/renamed.md", lines(&TRAIN));
    let renamed = case.check();
    assert_eq!((counts(&renamed), renamed.holds), ([2, 0, 4, 0, 0, 0], false));
    let now = |found: &Finding| found.now.as_ref().unwrap().file.clone();
    assert!(renamed.files[0].findings.iter().all(|found| now(found) == "c/deep/renamed.md"));
    assert_eq!(renamed.files.len(), 2, "a file with nothing new is not listed");
}

#[test]
fn a_file_that_the_report_does_not_know_is_new() {
    let case = Case::new();
    case.write("c/new.txt", lines(&["A paragraph that nobody knew until today.", TRAIN[0]]));
    let check = case.check();
    assert_eq!((counts(&check), check.holds), ([6, 0, 0, 0, 0, 2], true));
    assert_eq!((check.files[2].status, check.files[2].new), (FileStatus::New, 2));
}

#[test]
fn a_copy_of_the_folder_is_not_held_against_the_original() {
    let (original, mut copy) = (Case::new(), Case::new());
    copy.report["corpus"]["paths"] = json!([original.folder.path()]);
    copy.write("a/train.txt", lines(&TRAIN[1..]));
    let check = copy.check();
    assert_eq!((counts(&check), check.files.len()), ([2, 3, 0, 0, 1, 0], 2));
}

#[test]
fn a_report_of_one_language_counts_new_text_of_that_language() {
    let mut case = Case::new();
    case.write("c/fr.txt", "Le train blindé a franchi la frontière mardi à l'aube avec toute son escorte.\n");
    case.write(
        "c/en.txt",
        "The minister of defence came to the station to welcome the guests of the state.\n",
    );
    case.report["corpus"]["files"] = 3.into();
    let check = case.check();
    assert_eq!(
        (check.only_language.map(|l| l.to_string()), check.new),
        (Some("en".to_owned()), 1),
        "{check:?}"
    );
}

#[test]
fn records_are_told_by_their_ids() {
    let record = |id: usize, text: &str| format!("{}\n", json!({"id": format!("r-{id}"), "text": text}));
    let before: Vec<String> = TRAIN.iter().enumerate().map(|(id, text)| record(id, text)).collect();
    let case = Case::of(&[("a.jsonl", before.concat().into_bytes())], Granularity::Paragraph);
    let edited = "Nobody would say in public which way it had gone.";
    let after = [record(3, TRAIN[3]), record(1, edited), record(0, TRAIN[0]), record(9, TRAIN[2])];
    case.write("a.jsonl", after.concat());
    let check = case.check();
    assert_eq!(counts(&check), [0, 3, 0, 1, 0, 0]);
    let found = only(&check);
    assert_eq!((found.own_id.as_deref(), found.now.as_ref().unwrap().line), (Some("r-1"), 2));
    assert_eq!(check.files[0].findings[2].now.as_ref().unwrap().own_id.as_deref(), Some("r-9"));
    case.write("a.jsonl", [&before[..2], &[record(8, edited)], &before[3..]].concat().concat());
    assert_eq!(counts(&case.check())[3..], [0, 1, 1], "another id with another text is another record");
    case.write("a.jsonl", [&before[..3], &["{\"id\": 3, \"te\n".to_owned()]].concat().concat());
    let broken = case.check();
    assert_eq!((counts(&broken), broken.files[0].status), ([3, 0, 0, 0, 1, 0], FileStatus::Damaged));
    assert!(broken.files[0].reason.as_ref().unwrap().starts_with("a.jsonl:4: broken JSON"), "{broken:?}");
}

#[test]
fn encodings_and_line_ends_change_places_and_not_texts() {
    let text = "Le train blindé a franchi la frontière mardi à l'aube.\n\nПоезд стоял на станции до самого вечера.\n";
    let utf16: Vec<u8> =
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let crlf = text.replace('\n', "\r\n");
    let case =
        Case::of(&[("a.txt", utf16.clone()), ("b.txt", crlf.clone().into_bytes())], Granularity::Paragraph);
    assert_eq!(counts(&case.check()), [4, 0, 0, 0, 0, 0]);
    case.write("a.txt", crlf.replace("стоял", "стоит"));
    case.write("b.txt", utf16);
    let check = case.check();
    assert_eq!((counts(&check), only(&check).unit), ([0, 3, 0, 1, 0, 0], 1));
}

#[test]
fn sentences_are_checked_as_they_were_cut() {
    let text = format!("{} {} {}\n", TRAIN[0], TRAIN[1], TRAIN[2]);
    let case = Case::of(&[("a.txt", text.clone().into_bytes())], Granularity::Sentence);
    case.write("a.txt", text.replace("escort", "guards"));
    assert_eq!(counts(&case.check()), [2, 0, 0, 1, 0, 0]);
}

#[test]
fn copies_are_each_found_once() {
    let line = "The ministry would not comment on the matter.";
    let before = lines(&[TRAIN[0], line, TRAIN[1], line, TRAIN[2]]);
    let case = Case::of(&[("a.txt", before)], Granularity::Paragraph);
    case.write("a.txt", lines(&[TRAIN[0], TRAIN[1], line, TRAIN[2]]));
    let check = case.check();
    assert_eq!((only(&check).unit, only(&check).status), (1, UnitStatus::Deleted), "the first of them");
    let record = |id: usize, text: &str| format!("{}\n", json!({"id": id, "text": text}));
    let case = Case::of(
        &[("a.jsonl", [record(1, TRAIN[0]), record(2, line)].concat().into())],
        Granularity::Paragraph,
    );
    case.write("a.jsonl", [record(1, line), record(2, line)].concat());
    let check = case.check();
    assert_eq!((only(&check).unit, only(&check).now.as_ref().unwrap().text.as_deref()), (0, Some(line)));
}

#[test]
fn standard_input_and_what_is_no_file_are_told_apart() {
    let mut case = Case::new();
    for unit in 4..6 {
        case.report["units"][unit]["file"] = STDIN.into();
    }
    let check = case.check();
    assert_eq!((check.units.not_checked, check.units.same, check.holds), (2, 4, true));
    for unit in 0..4 {
        case.report["units"][unit]["file"] = STDIN.into();
    }
    case.report["topics"][0]["representatives"] = json!([]);
    let nothing = case.check();
    assert_eq!((nothing.units.not_checked, nothing.holds), (6, false), "nothing was checked");
    let case = Case::new();
    case.remove("b/space.txt");
    fs::create_dir(case.folder.path().join("b/space.txt")).unwrap();
    case.write("a/train.txt", b"%PDF-1.7 of something");
    let check = case.check();
    assert_eq!((check.units.unreadable, check.holds), (6, false));
    assert!(check.files.iter().all(|file| file.status == FileStatus::Unreadable && file.reason.is_some()));
}

/// What is wrong with the report after an edit.
fn faults(edit: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut case = Case::new();
    edit(&mut case.report);
    let check = case.check();
    assert_eq!(check.holds, check.faults.is_empty() && check.units.broken() == 0);
    check.faults.into_iter().map(|fault| fault.what).collect()
}

#[test]
fn a_report_that_was_tampered_with_is_told() {
    let edited = faults(|report| report["units"][2]["text"] = "It was never there at all.".into());
    assert_eq!(edited.len(), 2, "{edited:?}");
    assert!(edited[0].contains("corpus.hash") && edited[1].contains("it was edited"), "{edited:?}");
    let consistent = |report: &mut Value| {
        let text = "It was never there at all.";
        report["units"][2]["text"] = text.into();
        report["units"][2]["hash"] = ContentHash::of(text).short().into();
    };
    assert_eq!(faults(consistent).len(), 1, "the hash of the whole tells");
    let cases: [(&str, Value, &str); 12] = [
        ("/units/0/hash", "12".into(), "its hash is none"),
        ("/units/0/hash", Value::Null, "it has no hash"),
        ("/units/0/span", json!([9, 3]), "end before they begin"),
        ("/units/5/line", 0.into(), "lines count from 1"),
        ("/units/2/line", 1.into(), "before the unit before it"),
        ("/units/0/topic", 8.into(), "it is named, and not among the topics"),
        ("/units/0/copy_of", 77.into(), "a copy of unit 77"),
        ("/corpus/units", 9.into(), "`corpus.units` is 9, and its units give 6"),
        ("/topics/0/units", 3.into(), "3 units by its entry, and 4"),
        ("/topics/0/summary/text", "Invented.".into(), "does not stand there"),
        ("/topics/0/representatives/0/text", "Invented.".into(), "not the unit that it names"),
        ("/topics/0/representatives/0/unit", 70.into(), "it names unit 70"),
    ];
    for (place, value, expected) in cases {
        let found = faults(|report| *report.pointer_mut(place).unwrap() = value);
        assert!(found.iter().any(|fault| fault.contains(expected)), "{place}: {found:?}");
    }
    assert_eq!(faults(|report| report["links"] = json!([{"a": 3, "b": 1, "cosine": 0.5}])).len(), 1);
}

#[test]
fn a_report_of_an_early_version_is_checked_by_its_texts() {
    let mut case = Case::new();
    case.report["schema"] = 1.into();
    for field in ["hash", "reading", "copies"] {
        case.report["corpus"].as_object_mut().unwrap().remove(field);
    }
    for unit in case.report["units"].as_array_mut().unwrap() {
        unit.as_object_mut().unwrap().remove("hash");
    }
    case.report["topics"][0].as_object_mut().unwrap().remove("representatives");
    let check = case.check();
    assert_eq!((counts(&check), check.holds), ([6, 0, 0, 0, 0, 0], true), "{check:?}");
}

#[test]
fn what_is_no_report_is_an_error_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    let message = |text: &str| {
        fs::write(&path, text).unwrap();
        check_report(&path, folder.path(), &Silent).unwrap_err().to_string()
    };
    let whole = serde_json::to_string_pretty(&Case::new().report).unwrap();
    assert!(message(&whole[..whole.len() / 2]).contains(", line "));
    assert!(message("{\"schema\": 9}").contains("its schema is 9, and 1 to 2 can be read"));
    assert!(message("{\"schema\": 2, \"results\": []}").contains("missing field `generator`"));
    assert!(message("a,b\n1,2\n").contains(", line 1: expected"));
    assert!(check_report(&path.join("none"), folder.path(), &Silent).is_err());
    fs::write(&path, &whole).unwrap();
    assert!(check_report(&path, &folder.path().join("none"), &Silent).is_err(), "there is no such base");
}
