//! A folder with a file of every format that is read, and of those that cannot be: what becomes of each, and where its text is found.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::sandbox::Sandbox;

/// A file, a sentence that stands in it alone, some words that ask for it, and where a person is led.
struct File {
    name: &'static str,
    /// The file; of a document, what `tests/fixtures/formats/make.py` wrote.
    content: Content,
    asked: &'static str,
    sentence: &'static str,
    at: At,
}

enum Content {
    Text(&'static str),
    Latin1(&'static str),
    Utf16(&'static str),
    Made,
}

/// Where a sentence is found.
#[derive(Clone, Copy)]
enum At {
    /// On a line of the file.
    Line(u64),
    /// In a place of the document.
    Place(&'static str),
}

use At::{Line, Place};
use Content::{Latin1, Made, Text, Utf16};

const fn file(
    name: &'static str,
    content: Content,
    asked: &'static str,
    sentence: &'static str,
    at: At,
) -> File {
    File { name, content, asked, sentence, at }
}

const READ: &[File] = &[
    file(
        "notes.txt",
        Text("The ladder truck of the volunteers needs new tyres before the inspection.\n"),
        "tyres for the ladder truck",
        "The ladder truck of the volunteers needs new tyres",
        Line(1),
    ),
    file(
        "service.log",
        Text("The night guard wrote that a fox slept in the boiler room.\n"),
        "fox in the boiler room",
        "a fox slept in the boiler room",
        Line(1),
    ),
    file(
        "latin-1.txt",
        Latin1("Die Bäckerin verlängert am Samstag die Öffnungszeiten für den Käsekuchen.\n"),
        "Bäckerin Käsekuchen Öffnungszeiten",
        "Die Bäckerin verlängert am Samstag die Öffnungszeiten",
        Line(1),
    ),
    file(
        "utf-16.txt",
        Utf16("Паромщик потерял ключи от кассы во время утреннего прилива.\n"),
        "паромщик потерял ключи",
        "Паромщик потерял ключи от кассы",
        Line(1),
    ),
    file(
        "sauna.md",
        Text(
            "---\ntitle: Sauna\n---\n# Sauna\n\nThe birch logs for the sauna are stacked behind the *boathouse*.\n",
        ),
        "birch logs for the sauna",
        "The birch logs for the sauna are stacked behind the boathouse.",
        Line(4),
    ),
    file(
        "museum.html",
        Text(
            "<!DOCTYPE html><html lang=\"en\"><head><title>Museum</title></head><body><nav><a href=\"/\">Home</a></nav>\n\
             <main><p>The whale skeleton in the museum hangs from eleven steel cables.</p>\n\
             <p>Guides tell children how the bones were carried through a window.</p></main></body></html>\n",
        ),
        "whale skeleton hangs from cables",
        "The whale skeleton in the museum hangs from eleven steel cables.",
        Line(2),
    ),
    file(
        "posts.jsonl",
        Text(
            "{\"id\": \"p1\", \"date\": \"2024-05-06\", \"text\": \"Someone painted the statue of the admiral pink last night.\"}\n\
             {\"id\": \"p2\", \"date\": \"2024-05-07\", \"text\": \"The cinema shows silent films with a pianist on Sundays.\"}\n",
        ),
        "silent films with a pianist",
        "The cinema shows silent films with a pianist on Sundays.",
        Line(2),
    ),
    file(
        "feed.ndjson",
        Text("{\"id\": 7, \"text\": \"An owl nests in the steeple and delays the repair of its bells.\"}\n"),
        "owl nests in the steeple",
        "An owl nests in the steeple",
        Line(1),
    ),
    file(
        "list.json",
        Text(
            "[\n  {\"id\": 1, \"text\": \"The ice rink rents skates in every size but forty-four.\"},\n  \
             {\"id\": 2, \"text\": \"The curling club sweeps the ice with brooms made of maple.\"}\n]\n",
        ),
        "curling brooms made of maple",
        "The curling club sweeps the ice",
        Line(3),
    ),
    file(
        "letters.csv",
        Text(
            "id,text\n1,\"A reader complains about leaf blowers, which start at seven.\"\n2,A reader praises the marching band.\n",
        ),
        "complaint about leaf blowers",
        "A reader complains about leaf blowers, which start at seven.",
        Line(2),
    ),
    file(
        "plants.tsv",
        Text(
            "id\ttext\n1\tThe cactus collection moved to the southern greenhouse.\n2\tOrchids get rain water only.\n",
        ),
        "cactus collection greenhouse",
        "The cactus collection moved to the southern greenhouse.",
        Line(2),
    ),
    file(
        "ferry.eml",
        Text(
            "From: Harbour <harbour@example.org>\r\nTo: crew@example.org\r\nSubject: Fog\r\nDate: Tue, 07 May 2024 06:30:00 +0200\r\n\
             MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=edge\r\n\r\n--edge\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
             The pilot boat stays at its mooring until the fog lifts.\r\n--edge\r\nContent-Type: text/plain; name=tides.txt\r\n\
             Content-Disposition: attachment; filename=tides.txt\r\n\r\nThe spring tide floods the lower parking lot at noon.\r\n--edge--\r\n",
        ),
        "spring tide floods the parking lot",
        "The spring tide floods the lower parking lot at noon.",
        Place("tides.txt"),
    ),
    file(
        "choir.mbox",
        Text(
            "From ann@example.org Mon May  6 08:00:00 2024\nFrom: ann@example.org\nSubject: Robes\nDate: Mon, 06 May 2024 08:00:00 +0000\n\n\
             The purple robes are back from the cleaner.\n\nFrom bo@example.org Mon May  6 09:00:00 2024\nFrom: bo@example.org\nSubject: Organ\n\
             Date: Mon, 06 May 2024 09:00:00 +0000\n\nMice chewed the bellows of the organ again.\n",
        ),
        "mice chewed the bellows",
        "Mice chewed the bellows of the organ again.",
        Place("message 2"),
    ),
    file(
        "film.srt",
        Text(
            "1\n00:00:02,000 --> 00:00:05,000\nThe lighthouse keeper of the island\nkept a diary of shipwrecks.\n\n\
             2\n00:01:02,500 --> 00:01:06,000\n<i>His daughter translated it</i>\nfrom Norwegian after the war.\n",
        ),
        "daughter translated it from Norwegian",
        "His daughter translated it",
        Place("1:02"),
    ),
    file(
        "talk.vtt",
        Text(
            "WEBVTT\n\nNOTE made by hand\n\nintro\n00:04.000 --> 00:07.000 align:start\n<v Ada>Volcanic ash grounded the mail planes for a week.\n\n\
             01:00:05.000 --> 01:00:08.000\n<v Bo>Meanwhile the letters travelled by steamer.\n",
        ),
        "volcanic ash grounded planes",
        "Volcanic ash grounded the mail planes for a week.",
        Place("0:04"),
    ),
    file(
        "guide.rst",
        Text(
            "Guide\n=====\n\n.. note::\n\n   The loom jams when the *humidity* rises above ninety percent.\n\n.. code-block:: python\n\n   loom.start()\n",
        ),
        "loom jams humidity",
        "The loom jams when the humidity rises above ninety percent.",
        Line(1),
    ),
    file(
        "diary.org",
        Text(
            "#+TITLE: Diary\n* TODO Hens\nSCHEDULED: <2024-05-06 Mon>\nThe speckled hen hides her eggs under the [[file:tractor.org][tractor]].\n",
        ),
        "speckled hen hides her eggs",
        "The speckled hen hides her eggs under the tractor.",
        Line(2),
    ),
    file(
        "manual.adoc",
        Text(
            "= Manual\nAnn Lee\n:toc:\n\n== Kiln\n\nNever open the *kiln* before the cone has cooled to two hundred degrees.\n",
        ),
        "never open the kiln",
        "Never open the kiln before the cone has cooled",
        Line(1),
    ),
    file(
        "paper.tex",
        Text(
            "\\documentclass{article}\n\\title{Eels}\n\\begin{document}\n\\section{Results}\n\
             Tagged eels crossed the \\emph{weir} at night~\\cite{lee2020} when the turbines stood still.\n\\end{document}\n",
        ),
        "tagged eels crossed the weir",
        "Tagged eels crossed the weir at night",
        Line(4),
    ),
    file(
        "lab.ipynb",
        Text(
            "{\"cells\": [{\"cell_type\": \"markdown\", \"metadata\": {}, \"source\": [\"# Yeast\\n\", \"\\n\", \
             \"The yeast in flask three stopped growing after the second sugar pulse.\"]},\n\
             {\"cell_type\": \"code\", \"execution_count\": 1, \"metadata\": {}, \"outputs\": [], \"source\": [\"plot(growth)\"]}],\n\
             \"metadata\": {}, \"nbformat\": 4, \"nbformat_minor\": 5}\n",
        ),
        "yeast stopped growing after sugar",
        "The yeast in flask three stopped growing",
        Line(1),
    ),
    file(
        "letter.rtf",
        Text(
            "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}\\f0\\fs24\n\
             Dear neighbours,\\par\nour accordion lessons move to the caf\\'e9 opposite the \\b pharmacy\\b0 .\\par\n}\n",
        ),
        "accordion lessons move",
        "our accordion lessons move to the café opposite the pharmacy.",
        Line(3),
    ),
    file(
        "rules.docx",
        Made,
        "cooked food on the compost heap",
        "Cooked food attracts rats and must never go on the compost heap",
        Place("Compost"),
    ),
    file(
        "choir.odt",
        Made,
        "Noten der Kantate mit Bleistift",
        "die Noten der Kantate mit Bleistift zu bezeichnen",
        Place("Chorprobe"),
    ),
    file(
        "noise.pptx",
        Made,
        "residents sleep badly freight yard",
        "Most residents sleep badly because of the freight yard",
        Place("slide 2"),
    ),
    file(
        "phare.epub",
        Made,
        "vagues jusqu’à la lanterne du phare",
        "les vagues montèrent jusqu’à la lanterne",
        Place("La tempête"),
    ),
    file(
        "repairs.xlsx",
        Made,
        "varnish of the rowing boat",
        "The varnish of the rowing boat peels",
        Place("Boats, row 2"),
    ),
    file(
        "animals.xls",
        Made,
        "goat ate the label",
        "The old goat ate the label of the medicine box.",
        Place("Goats, row 2"),
    ),
    file(
        "ovens.ods",
        Made,
        "Kachelofen zieht schlecht",
        "Der Kachelofen im Saal zieht schlecht",
        Place("Öfen, row 2"),
    ),
    file(
        "bridge.pdf",
        Made,
        "pier has lost gravel since the flood",
        "the middle pier has lost two metres of gravel at its foot",
        Place("page 2"),
    ),
    file(
        "walk.txt.gz",
        Made,
        "night walk through the cemetery",
        "The night walk through the cemetery starts at the chapel gate.",
        Line(1),
    ),
    file(
        "lost.csv.zst",
        Made,
        "violin left on the tram",
        "A violin in a green case was left on the tram",
        Line(2),
    ),
    file(
        "minutes.zip",
        Made,
        "chess club lends its clocks",
        "The chess club lends its clocks to the school",
        Place("minutes/tuesday.md"),
    ),
    // Read but for one record.
    file(
        "partly.jsonl",
        Text(
            "{\"text\": \"The carousel horses are repainted every seventh winter.\"}\n{\"text\": \"cut off\n\
             {\"text\": \"The shooting gallery sells paper roses.\"}\n",
        ),
        "carousel horses repainted",
        "The carousel horses are repainted every seventh winter.",
        Line(1),
    ),
];

/// What is not read or not whole: the file, why in a word, what the reason says, and how many records are left out.
const NOT_READ: &[(&str, Content, &str, &str, Option<u64>)] = &[
    ("damaged.docx", Made, "damaged", "is damaged", None),
    ("empty.txt", Text(""), "empty", "", None),
    ("locked.pdf", Made, "encrypted", "is encrypted", None),
    ("locked.zip", Made, "encrypted", "diary.txt` is encrypted", None),
    ("numbers.csv", Text("width,height\n12,40\n13,41\n"), "no-text", "no column", None),
    ("partly.jsonl", Made, "partly", "line 2: broken JSON", Some(1)),
    ("scan.pdf", Made, "no-text", "has 2 pages and no text layer: a scan?", None),
    ("song.mp3", Text("ID3\u{4}\0\0\0\0\0"), "unknown-type", "", None),
];

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
