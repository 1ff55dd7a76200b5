//! Files that are too large, never end or are no files: each ends at once, with what to do, and takes no memory to speak of.

use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;

use crate::sandbox::{Run, Sandbox, TRAIN};

const MIB: usize = 1 << 20;

/// Runs the program with at most so much memory, in MiB; more is an error that ends it.
#[cfg(target_os = "linux")]
fn run_within(here: &Sandbox, memory: u64, args: &[&str]) -> Run {
    let program = here.command(args);
    let mut command = std::process::Command::new("sh");
    command.arg("-c").arg(format!("ulimit -v {} && exec \"$0\" \"$@\"", memory * 1024));
    command.arg(program.get_program()).args(program.get_args()).current_dir(here.path()).stdin(Stdio::null());
    for (name, value) in program.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    // Each thread sets some of the memory aside that it may use.
    Run::from_output(command.env("RAYON_NUM_THREADS", "1").env("MALLOC_ARENA_MAX", "1"))
}

/// Memory that the program may take: it begins with some hundred.
const MEMORY: u64 = 600;

#[cfg(unix)]
fn pipe(here: &Sandbox, name: &str) -> PathBuf {
    let path = here.path().join(name);
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    path
}

fn sparse(here: &Sandbox, name: &str, head: &[u8], bytes: u64) {
    let path = here.write(name, head);
    std::fs::OpenOptions::new().write(true).open(path).unwrap().set_len(bytes).unwrap();
}

fn skipped(report: &serde_json::Value) -> Vec<String> {
    let shown = |file: &serde_json::Value| {
        format!("{}: {}", file["path"].as_str().unwrap(), file["reason"].as_str().unwrap())
    };
    report["skipped"].as_array().unwrap().iter().map(shown).collect()
}

#[cfg(unix)]
#[test]
fn pipes_devices_and_sockets_are_refused_and_never_opened() {
    let here = Sandbox::new();
    pipe(&here, "pipe.txt");
    let _socket = std::os::unix::net::UnixListener::bind(here.path().join("socket.txt")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", here.path().join("link.jsonl")).unwrap();
    for (path, kind) in [
        ("pipe.txt", "a pipe"),
        ("socket.txt", "a socket"),
        ("/dev/zero", "a device"),
        ("link.jsonl", "a device"),
    ] {
        let message = format!("`{path}` is {kind}, not a file or a folder");
        for command in [&["search", "x", path][..], &["topics", path], &["index", path]] {
            here.run(command).fails(&message, "| cognate search QUERY -`");
        }
    }
}

#[cfg(unix)]
#[test]
fn in_a_folder_they_are_passed_over() {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    pipe(&here, "a/pipe.txt");
    pipe(&here, "a/pipe");
    sparse(&here, "a/sparse.txt", b"", 2 << 30);
    sparse(&here, "a/sparse.jsonl", b"", 2 << 30);
    let report = here.run(&["index", "a", "--json"]).succeeds().json();
    assert_eq!(report["units"], 3);
    assert_eq!(
        skipped(&report),
        ["a/pipe: a pipe", "a/pipe.txt: a pipe", "a/sparse.jsonl: not text", "a/sparse.txt: not text"]
    );
}

#[test]
fn a_file_of_gigabytes_is_refused_before_it_is_read() {
    let here = Sandbox::new();
    sparse(&here, "big.html", b"<p>a", 2 << 30);
    here.run(&["search", "x", "big.html"])
        .fails("`big.html` is too large: 2 GiB, and at most 256 MiB of running text", "split");
    // Plain text of any size is read, and this is none.
    sparse(&here, "big.txt", b"", 2 << 30);
    here.run(&["search", "x", "big.txt"]).fails("no text was found in `big.txt`", "1 file was passed over");
    sparse(&here, "big.csv", b"text\n", 2 << 30);
    here.run(&["search", "x", "big.csv"]).fails("no text was found in `big.csv`", "1 file was passed over");
    // What begins as text is read until it is known that it is none.
    sparse(&here, "late.md", TRAIN.repeat(2000).as_bytes(), 200 << 20);
    here.run(&["search", "x", "late.md"]).fails("no text was found in `late.md`", "1 file was passed over");
    sparse(&here, "late.jsonl", "{\"text\": \"a\"}\n".repeat(20_000).as_bytes(), 300 << 20);
    here.run(&["search", "x", "late.jsonl"]).fails("no text was found", "1 file was passed over");
}

#[cfg(target_os = "linux")]
#[test]
fn a_long_record_is_told_and_takes_no_memory() {
    let here = Sandbox::new();
    let long = "{\"text\": \"".to_owned() + &"the armored train ".repeat(20 * MIB / 18) + "\"}\n";
    here.write("long.jsonl", ["{\"text\": \"a\"}\n", &long.repeat(4)].concat());
    let told = |name: &str| {
        let report = run_within(&here, MEMORY, &["index", name, "--json"]).succeeds().json();
        let file = report["skipped"].as_array().unwrap().iter().find(|file| file["path"] == name).unwrap();
        format!("{}: {}", file["records"], file["reason"].as_str().unwrap())
    };
    assert_eq!(
        told("long.jsonl"),
        "4: line 2: the record is too long: 20.1 MiB, and at most 16 MiB are read"
    );
    here.write("open.csv", "text\na\n\"".to_owned() + &"never closed\n".repeat(5 * MIB));
    assert_eq!(told("open.csv"), "1: line 3: a `\"` opens a cell that nothing closes");
    // Just short enough.
    here.write("just.jsonl", "{\"text\": \"".to_owned() + &"train ".repeat((16 * MIB - 100) / 6) + "\"}\n");
    let report = run_within(&here, MEMORY, &["index", "just.jsonl", "--json"]).succeeds().json();
    assert_eq!(report["added"], 1);
}

#[cfg(target_os = "linux")]
#[test]
fn what_stands_in_each_other_takes_no_memory_and_no_stack() {
    let here = Sandbox::new();
    let deep = 100_000;
    let text = |place: &str| format!("The armored train stopped {place} on Sunday evening with its escort.");
    here.write("a/deep.html", format!("{}<p>{}", "<div>".repeat(deep), text("at a river")));
    here.write("a/lists.html", format!("{}{}", "<ul><li>".repeat(deep), text("in a valley")));
    here.write("a/quotes.md", format!("{}{}\n", ">".repeat(deep), text("near a bridge")));
    here.write("a/brackets.md", format!("{}{}\n", "[".repeat(deep), text("behind a wood")));
    here.write("a/lists.md", format!("{}{}\n", "- ".repeat(deep), text("in a station")));
    here.write("a/bold.md", format!("{}{}{}\n", "**a ".repeat(deep), text("on a hill"), "**".repeat(deep)));
    here.write("a/front.md", format!("---\na: {}\n---\n\n{}\n", "[".repeat(deep), text("in a town")));
    let (open, close) = ("{\"a\":".repeat(deep), "}".repeat(deep));
    let record = |text: String, other: &str| format!("{{\"text\": \"{text}\", \"other\": {other}}}\n");
    here.write("a/deep.jsonl", record(text("at a border"), &format!("{open}1{close}")));
    let many = "{\"\":0},".repeat(2 * MIB);
    here.write("a/wide.jsonl", record(text("before a tunnel"), &format!("[{many}0]")));
    let report = run_within(&here, MEMORY, &["index", "a", "--json"]).succeeds().json();
    assert_eq!((&report["added"], skipped(&report).len()), (&9.into(), 0), "{report}");
    for place in
        ["a river", "a valley", "a bridge", "a wood", "a station", "a hill", "a town", "a border", "a tunnel"]
    {
        let run = here.run(&["search", &format!("train stopped {place}"), "-k", "1000", "--json"]).succeeds();
        assert!(run.stdout.contains(&format!("{place} on Sunday")), "{place}: {run:?}");
    }
    here.write("b.jsonl", format!("{{\"text\": {}\n", "[".repeat(deep)));
    here.run(&["index", "b.jsonl"]).fails("b.jsonl:1: broken JSON", "one JSON object");
}

#[test]
fn columns_without_number_make_a_short_message() {
    let here = Sandbox::new();
    let header: Vec<String> = (0..200_000).map(|i| format!("c{i}")).collect();
    here.write("wide.csv", header.join(",") + "\n" + &"1,".repeat(199_999) + "1\n");
    let run = here.run(&["index", "wide.csv"]);
    run.fails("`c8`, `c9` and 199,990 more", "--text-field");
    assert!(run.stderr.len() < 1000, "{} bytes", run.stderr.len());
    here.run(&["index", "wide.csv", "--text-field", "c199999"]).succeeds();
    let record = header.iter().map(|name| format!("\"{name}\": 1")).collect::<Vec<_>>().join(", ");
    here.write("wide.jsonl", format!("{{{record}}}\n"));
    let run = here.run(&["search", "x", "wide.jsonl"]);
    run.fails("the record has no field `text`", "and 199,990 more");
    assert!(run.stderr.len() < 1000, "{} bytes", run.stderr.len());
}

#[test]
fn a_title_without_end_is_not_kept_beside_every_paragraph() {
    let here = Sandbox::new();
    let paragraphs = |before: &str| -> String {
        let one = |i| format!("{before}The paragraph with the number {i} stands by itself.\n\n");
        (0..50).map(one).collect::<Vec<String>>().concat()
    };
    here.write("a.html", format!("<title>{}</title>{}", "word ".repeat(MIB), paragraphs("<p>")));
    here.write("b.md", format!("# {}\n\n{}", "word ".repeat(MIB), paragraphs("In Markdown: ")));
    let run = here.run(&["search", "paragraph", "a.html", "b.md", "-k", "200", "--all", "--json"]).succeeds();
    let report = run.json();
    let titles = report["results"].as_array().unwrap().iter().map(|r| r["title"].as_str().unwrap().len());
    let titles: Vec<usize> = titles.collect();
    assert!(titles.len() >= 100 && titles.iter().all(|&title| title == 1000), "{titles:?}");
}

/// Runs a command with what `write` writes to its standard input, which may be closed before the end.
fn run_with_writer(
    here: &Sandbox,
    args: &[&str],
    write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Run {
    let mut command = here.command(args);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let written = write(&mut input);
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(written.is_ok_and(|()| false) || output.status.code() == Some(2), "{output:?}");
    Run {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn standard_input_is_refused_as_soon_as_it_is_known_to_be_no_text() {
    let here = Sandbox::new();
    let mut left = 64;
    let run = run_with_writer(&here, &["search", "x", "-"], |input| {
        let zeros = vec![0; MIB];
        while left > 0 {
            input.write_all(&zeros)?;
            left -= 1;
        }
        Ok(())
    });
    run.fails("`<stdin>` is not a text file", "convert it");
    assert!(left > 32, "the writer would have been read to its end");
}

#[test]
fn a_line_to_embed_that_does_not_end_is_named() {
    let here = Sandbox::new();
    let mut input = b"{\"id\": 1, \"text\": \"train\"}\n".to_vec();
    input.resize(64 * MIB, b'a');
    let run = here.run_with_input(&["embed"], &input).succeeds();
    let last = run.stdout.lines().last().unwrap();
    assert_eq!(last, "{\"id\":null,\"vector\":null,\"error\":\"line 2: longer than 16 MiB\"}");
    assert_eq!(run.stdout.lines().count(), 2);
}

#[cfg(unix)]
#[test]
fn files_that_arguments_name_are_ordinary_files() {
    let here = Sandbox::new();
    here.write("train.txt", TRAIN);
    pipe(&here, "pipe.safetensors");
    for model in ["/dev/zero", "pipe.safetensors"] {
        here.run(&["search", "x", "train.txt", "--model", model]).fails("it is a device, a pipe", "fetch");
    }
    std::fs::create_dir_all(here.path().join("model")).unwrap();
    for file in ["model.onnx", "config.json", "special_tokens_map.json", "tokenizer_config.json"] {
        here.write(&format!("model/{file}"), "{}");
    }
    sparse(&here, "model/tokenizer.json", b"{", 2 << 30);
    here.run(&["search", "x", "train.txt", "--model", "model"]).fails("it is larger than 256 MiB", "fetch");
    for command in [
        &["eval", "sts", "/dev/zero"][..],
        &["distill", "/dev/zero", "-o", "m.safetensors"],
        &["distill", "--pairs", "/dev/zero", "-o", "m.safetensors"],
        &["distill", "--words", "pipe.safetensors", "-o", "m.safetensors"],
    ] {
        here.run(command).fails("it is a device, a pipe", "file");
    }
}
