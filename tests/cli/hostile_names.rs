//! Names, arguments and files of strangers: what a terminal would obey, turn around or not show is written out or left out in all
//! that is printed, JSON keeps it, and nothing is read that has no end.

use std::process::Stdio;

use cognate::printable::is_hidden;

use crate::sandbox::{Run, SPACE, Sandbox, TRAIN};

/// A title for the window, a turned rest, a control sequence in one character, and a tag.
const NAME: &str = "a\u{1b}]0;x\u{7}\u{202e}\u{9b}8m\u{e0041}\u{61c}.txt";

/// The same as it is shown.
const SHOWN: &str = r"a\x1b]0;x\x07\u{202e}\u{9b}8m\u{e0041}\u{61c}.txt";

fn corpus() -> Sandbox {
    let here = Sandbox::new();
    here.write(&format!("texts/{NAME}"), TRAIN);
    here.write("texts/space.txt", SPACE);
    here
}

#[track_caller]
fn is_shown(run: &Run) {
    for text in [&run.stdout, &run.stderr] {
        assert!(!text.contains(is_hidden), "{run:?}");
    }
}

#[test]
fn names_are_written_out_in_every_format_and_exact_in_json() {
    let here = corpus();
    let search = here.run(&["search", "armored train", "texts"]).succeeds();
    is_shown(&search);
    assert!(search.stdout.contains(&format!("texts/{SHOWN}:1 ")), "{search:?}");
    let json = here.run(&["search", "armored train", "texts", "--json"]).succeeds();
    is_shown(&json);
    assert_eq!(json.json()["results"][0]["file"], format!("texts/{NAME}"));
    for format in ["terminal", "markdown", "html", "json", "csv", "tsv", "svg", "graphml"] {
        for more in [&["--full"][..], &["--table", "topics"]] {
            let run = here.run(&[&["topics", "texts", "--format", format], more].concat()).succeeds();
            is_shown(&run);
            match format {
                "json" => assert_eq!(run.json()["units"][0]["file"], format!("texts/{NAME}")),
                // There a backslash is escaped.
                "markdown" => assert!(run.stdout.contains(r"a\\x1b\]0;x\\x07\\u{202e}"), "{run:?}"),
                // The script puts it together.
                "html" => assert!(run.stdout.contains(r"a\\x1b]0;x\\x07\\u{202e}"), "{run:?}"),
                _ if more[0] == "--table" => {}
                _ => assert!(run.stdout.contains(SHOWN), "{format}: {run:?}"),
            }
        }
    }
}

#[test]
fn a_collection_tells_its_names_written_out() {
    let here = corpus();
    here.write(&format!("texts/{NAME}.exe"), b"MZ\0\0");
    let path = format!("texts/{NAME}");
    let indexed = here.run(&["index", "texts", &path]).succeeds();
    assert!(indexed.stdout.contains(&format!("texts/{SHOWN}.exe: ")), "{indexed:?}");
    let status = here.run(&["status"]).succeeds();
    assert!(status.stdout.contains(SHOWN), "{status:?}");
    let json = here.run(&["status", "--json"]).succeeds();
    assert!(json.json()["roots"].as_array().unwrap().contains(&path.clone().into()), "{json:?}");
    let suggested = here.run(&["topics", "suggest"]).succeeds();
    let topics = here.run(&["topics"]).succeeds();
    let edited = here.run(&["topics", "edit", "rename", "1", "\u{1b}[8mhidden\u{202e}"]).succeeds();
    let listed = here.run(&["topics", "edit", "list", "--json"]).succeeds();
    assert_eq!(listed.json()["topics"][0]["label"], "\u{1b}[8mhidden\u{202e}");
    let checked = here.run(&["verify"]).succeeds();
    let forgotten = here.run(&["index", "--forget", &path]).succeeds();
    assert_eq!(forgotten.stdout, format!("forgot `texts/{SHOWN}`: 0 files removed\n"));
    let again = here.run(&["index", "--forget", &path]);
    assert_eq!(again.stdout, format!("`texts/{SHOWN}` was not remembered\n"));
    let json = here.run(&["index", "--forget", &path, "--json"]);
    for run in [indexed, status, json, suggested, topics, edited, listed, checked, forgotten, again] {
        is_shown(&run);
    }
}

#[test]
fn errors_hints_and_warnings_are_written_out() {
    let here = corpus();
    let missing = here.run(&["index", "\u{1b}[8m\u{202e}\nhint: run this"]);
    missing.fails(r"`\x1b[8m\u{202e}\nhint: run this` does not exist", "spelling");
    assert_eq!(missing.stderr.lines().count(), 2, "a name cannot add a line: {missing:?}");
    let broken = format!("{NAME}.jsonl");
    here.write(&broken, "{\"id\": 1, \"text\": \n");
    let bad = here.run(&["index", &broken]);
    bad.fails(&format!("{SHOWN}.jsonl:1"), "one JSON object");
    let unwritable = here.run(&["topics", "texts", "-o", &format!("{NAME}/x.md")]);
    unwritable.fails(&format!("no folder `{SHOWN}`"), "make the folder");
    // A file stands where the cache is to be.
    let file = here.write(&format!("{NAME}.cache"), "");
    let warned =
        Run::from_output(here.command(&["topics", "texts"]).env("COGNATE_CACHE_DIR", file)).succeeds();
    assert!(
        warned.stderr.starts_with("[WARN ] nothing is cached: ") && warned.stderr.contains(SHOWN),
        "{warned:?}"
    );
    for run in [missing, bad, unwritable, warned] {
        is_shown(&run);
    }
}

#[test]
fn wrong_arguments_are_repeated_written_out() {
    let here = Sandbox::new();
    for args in [
        &["topics", "-k", "\u{1b}]0;x\u{7}\u{202e}3"][..],
        &["topics", "--no-such\u{1b}[8m\u{9b}"],
        &["\u{202e}topics\u{1b}[2J"],
        &["search", "train", "--unit", "\u{61c}\u{e0041}"],
        &["topics", "--algorithm", "k\u{1b}means"],
    ] {
        let run = here.run(args);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{run:?}");
        is_shown(&run);
        let shown = run.stderr.contains(r"\x1b") || run.stderr.contains(r"\u{61c}");
        assert!(run.stderr.starts_with("error: ") && shown, "{run:?}");
    }
    let long = "x".repeat(100_000);
    for args in [&["topics", "-k", &long][..], &[&long], &["topics", &format!("--{long}")]] {
        let run = here.run(args);
        assert_eq!(run.code, Some(2), "{run:?}");
        assert!(run.stderr.len() < 2_000 && run.stderr.contains('…'), "{run:?}");
    }
    let plain = here.run(&["topics", "-k", "many"]);
    assert!(plain.stderr.starts_with("error: invalid value 'many' for '-k <K>'"), "{plain:?}");
    assert_eq!(here.run(&["--version"]).succeeds().stderr, "");
    assert_eq!(here.run(&[]).code, Some(2));
}

#[test]
fn colours_of_our_own_pass_and_those_of_texts_do_not() {
    let here = corpus();
    here.write(
        "texts/red.jsonl",
        "{\"text\": \"The armored \\u001b[8mtrain left.\", \"title\": \"\\u001b[31mred\"}\n",
    );
    for args in
        [&["search", "train", "texts"][..], &["topics", "texts", "--full"], &["topics", "-k", "\u{1b}[8m"]]
    {
        let run = Run::from_output(here.command(args).env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1"));
        for text in [&run.stdout, &run.stderr] {
            let mut rest = text.clone();
            for code in ["0", "1", "2", "4", "31", "32", "33", "36"] {
                rest = rest.replace(&format!("\u{1b}[{code}m"), "");
            }
            assert!(!rest.contains(is_hidden) && !rest.contains("\u{1b}[8m"), "{run:?}");
        }
        assert!(run.stdout.contains("\u{1b}[1m") || run.stderr.contains("\u{1b}["), "{run:?}");
        assert!(!run.stdout.contains("\u{1b}[31m"), "red is of errors alone: {run:?}");
    }
}

#[test]
fn a_stream_keeps_its_ids() {
    let here = Sandbox::new();
    let line = serde_json::json!({"id": NAME, "text": "train"}).to_string();
    let run = here.run_with_input(&["embed"], line.as_bytes()).succeeds();
    is_shown(&run);
    assert_eq!(run.json()["id"], NAME);
}

#[test]
fn a_title_of_a_million_letters_is_cut() {
    let here = Sandbox::new();
    let title = "a".repeat(1_000_000);
    let texts = TRAIN.lines().chain(SPACE.lines());
    let lines =
        texts.map(|text| serde_json::json!({"title": title, "id": title, "text": text}).to_string() + "\n");
    here.write("long.jsonl", lines.collect::<String>());
    for format in ["terminal", "markdown", "html", "svg", "graphml", "json", "csv", "tsv"] {
        let run = here.run(&["topics", "long.jsonl", "--full", "--format", format]).succeeds();
        assert!(run.stdout.len() < 500_000, "{format}: {}", run.stdout.len());
    }
    let run = here.run(&["search", "armored train", "long.jsonl"]).succeeds();
    assert!(run.stdout.len() < 20_000, "{}", run.stdout.len());
}

#[test]
fn a_message_has_an_end() {
    let here = Sandbox::new();
    here.write("train.txt", TRAIN);
    let query = "?".repeat(100_000);
    let run = here.run(&["search", &query, "train.txt"]);
    run.fails("knows no word of the query `???", "other words");
    assert!(run.stderr.chars().count() < 2_200, "{}", run.stderr.len());
    let columns: Vec<String> = (0..200_000).map(|n| format!("column{n}")).collect();
    here.write("wide.csv", columns.join(",") + "\n" + &columns.join(",") + "\n");
    let run = here.run(&["search", "train", "wide.csv", "--text-field", "none"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.chars().count() < 4_200, "{}", run.stderr.len());
}

#[test]
#[cfg(target_os = "linux")]
fn a_device_is_no_file() {
    let here = corpus();
    let device = "/dev/zero";
    for args in [
        &["topics", "texts", "--logo", device][..],
        &["topics", "texts", "--topics", device],
        &["report", "check", device],
        &["topics", "diff", device, device],
    ] {
        let run = here.run(args);
        assert_eq!(run.code, Some(2), "{run:?}");
        assert!(run.stderr.contains("/dev/zero`: it is a device"), "{run:?}");
    }
    std::fs::create_dir(here.path().join("looks")).unwrap();
    let pipe = std::process::Command::new("mkfifo")
        .arg(here.path().join("looks/report.css"))
        .stdin(Stdio::null())
        .status();
    if pipe.is_ok_and(|status| status.success()) {
        let run = here.run(&["topics", "texts", "--template", "looks", "--format", "html"]);
        assert_eq!(
            (run.code, run.stderr.contains("report.css`: it is a device")),
            (Some(2), true),
            "{run:?}"
        );
    }
}

#[test]
#[cfg(unix)]
fn a_template_does_not_lead_out_of_its_folder() {
    let here = corpus();
    here.write("secret.css", "a secret");
    std::fs::create_dir(here.path().join("looks")).unwrap();
    let link = here.path().join("looks/report.css");
    std::os::unix::fs::symlink("../secret.css", &link).unwrap();
    let report = || here.run(&["topics", "texts", "--template", "looks", "--format", "html"]);
    report().fails("`looks/report.css` is a link", "a template folder has files");
    std::fs::remove_file(&link).unwrap();
    for name in ["../secret.css", "/etc/hostname", "secret.css"] {
        for tag in ["include", "extends", "import"] {
            let more = if tag == "import" { " as x" } else { "" };
            here.write("looks/report.html.j2", format!("{{% {tag} \"{name}\"{more} %}}"));
            let run = report();
            run.fails("template not found", "correct that line");
            assert!(!run.stdout.contains("secret"), "{run:?}");
        }
    }
}
