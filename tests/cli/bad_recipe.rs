//! What can be wrong with a recipe, its tables, its teacher and what an earlier run left: each is said, and nothing is
//! half written.

use std::path::PathBuf;

use crate::sandbox::Sandbox;

const MAKE: [&str; 4] = ["distill", "r.toml", "-o", "out.safetensors"];

const SETTINGS: &str = "[model]\nname = 'm'\ndimension = 16\nbits = 8\n\
    [vocabulary]\npieces = 200\nleast_character_count = 1\n\
    [training]\nsteps = 4\nbatch = 8\n";

const TEACHER: &str = "[teacher]\nmodel = 'builtin'\nlanguage = 'en'\n";

const SOURCE: &str = "[[source]]\nfile = 't.tsv'\nkind = 'sentences'\n\
    columns = [{ name = 'en', language = 'en' }, { name = 'fr', language = 'fr' }]\n";

const TABLE: &str = "en\tfr\nThe train left the station.\tLe train a quitté la gare.\n\
    The rocket reached its orbit.\tLa fusée a atteint son orbite.\n\
    The minister visited the port.\tLe ministre a visité le port.\n";

/// A folder with a table and a recipe, the default one when it is empty.
fn sandbox(recipe: &str) -> Sandbox {
    let here = Sandbox::new();
    here.write("t.tsv", TABLE);
    let whole = format!("{SETTINGS}{TEACHER}{SOURCE}");
    here.write("r.toml", if recipe.is_empty() { &whole } else { recipe });
    here
}

fn files(here: &Sandbox) -> Vec<PathBuf> {
    let mut files: Vec<_> =
        std::fs::read_dir(here.path()).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

/// Runs and fails, and leaves no file that was not there.
#[track_caller]
fn fails(here: &Sandbox, args: &[&str], message: &str, hint: &str) {
    let before = files(here);
    here.run(args).fails(message, hint);
    assert_eq!(files(here), before);
}

#[test]
fn a_recipe_that_is_none() {
    let here = sandbox("");
    fails(&here, &["distill", "nowhere.toml", "-o", "o"], "`nowhere.toml`: No such file", "spelling");
    let cases = [
        ("this is not TOML".to_owned(), "`r.toml` cannot be used: line 1: "),
        (
            format!("{SETTINGS}{SOURCE}[trainings]\nx = 1\n"),
            "line 15: unknown field `trainings`, expected one of",
        ),
        (format!("{SETTINGS}{SOURCE}pivots = true\n"), "unknown field `pivots`"),
        (
            format!("{SETTINGS}mix = {{ words = 1 }}\n{SOURCE}"),
            "kind `sentences` has no share in `training.mix`",
        ),
        (SETTINGS.to_owned(), "missing field `source`"),
        (format!("{SETTINGS}{SOURCE}").replace("bits = 8", "bits = 3"), "`model.bits` is 3"),
    ];
    for (recipe, message) in cases {
        fails(&sandbox(&recipe), &MAKE, message, "docs/distill.md");
    }
    let kind = format!("{SETTINGS}mix = {{ sentences = 1, words = 1 }}\n{SOURCE}");
    fails(&sandbox(&kind), &MAKE, "no pair of texts of the kind `words`", "take it out of `training.mix`");
    here.write("r.toml", b"\xff\xfe");
    fails(&here, &MAKE, "it is not UTF-8", "docs/distill.md");
}

#[test]
fn arguments_that_do_not_go_together() {
    let here = sandbox("");
    for args in [
        &["distill", "-o", "x"][..],
        &["distill", "r.toml", "--pairs", "t.tsv", "-o", "x"],
        &["distill", "r.toml"],
    ] {
        let run = here.run(args);
        assert!(run.code == Some(2) && run.stderr.contains("Usage:"), "{run:?}");
    }
    fails(&here, &[&MAKE[..], &["--model", "builtin"]].concat(), "`--model` and `distill`", "--teacher");
    fails(&here, &["distill", "--pairs", "t.tsv", "--bits", "5", "-o", "x"], "`model.bits` is 5", "--help");
}

#[test]
fn a_table_that_is_none() {
    let here = sandbox("");
    let cases: [(&[u8], &str, &str); 5] = [
        (b"en\tde\na\tb\n", "`t.tsv`, line 1: there is no column `fr`", "the heading has `en`, `de`"),
        (b"en\tfr\na\tb\n\nc\n", "`t.tsv`, line 4: 1 cells where the heading has 2", "one tab each"),
        (b"en\tfr\na\tb\nc\t\xe9t\xe9\n", "`t.tsv`, line 3: not UTF-8", "convert the file to UTF-8"),
        (b"en\tfr\n", "no pair of texts of the kind `sentences`", "give the kind another source"),
        (b"en\tfr\n...\t!!!\n", "they have no word", "give more text"),
    ];
    for (table, message, hint) in cases {
        here.write("t.tsv", table);
        fails(&here, &MAKE, message, hint);
    }
    std::fs::remove_file(here.path().join("t.tsv")).unwrap();
    fails(&here, &MAKE, "`t.tsv`: No such file", "spelling");
    here.write("t.tsv", "en\ttext\na\tb\n");
    let args = ["distill", "--pairs", "t.tsv", "-o", "x"];
    fails(&here, &args, "`t.tsv`, line 1: the heading `text` is no code", "head each column");
}

#[test]
fn an_evaluation_file_that_is_none() {
    let here = sandbox(&format!("evaluation = ['e.jsonl']\n{SETTINGS}{TEACHER}{SOURCE}"));
    fails(&here, &MAKE, "`e.jsonl`: No such file", "spelling");
    let cases: [(&[u8], &str, &str); 3] = [
        (
            b"{}\n{\"text\": \"\\ud83d\"}\n",
            "`e.jsonl`, line 2: not a JSON value: half of a surrogate pair",
            "correct the line",
        ),
        (b"{\"text\": \"cut\n", "`e.jsonl`, line 1: not a JSON value: ", "correct the line"),
        (b"{}\n\n{\"text\": \"\xff\"}\n", "`e.jsonl`, line 3: not UTF-8", "convert the file"),
    ];
    for (records, message, hint) in cases {
        here.write("e.jsonl", records);
        fails(&here, &MAKE, message, hint);
    }
}

#[test]
fn a_teacher_that_cannot_teach() {
    let recipe = |teacher: &str| format!("{SETTINGS}[teacher]\n{teacher}\n{SOURCE}");
    let here = sandbox(&recipe("model = 'nowhere'\nlanguage = 'en'"));
    fails(&here, &MAKE, "there is no model `nowhere`", "`builtin`");
    here.write("r.toml", recipe("model = 'path:nowhere.safetensors'\nlanguage = 'en'"));
    fails(&here, &MAKE, "there is no model", "`builtin`");
    here.write("r.toml", recipe("model = 'builtin'\nlanguage = 'ko'"));
    fails(&here, &MAKE, "no text is in the teacher's language `ko`", "the texts are in `en`, `fr`");
    here.write(
        "r.toml",
        recipe("model = 'builtin'\nlanguage = 'en'").replace("dimension = 16", "dimension = 512"),
    );
    fails(&here, &MAKE, "the teacher gives 256 dimensions, the model is to have 512", "to 256 or fewer");
    let args = ["distill", "--pairs", "t.tsv", "--dimension", "512", "-o", "x"];
    fails(&here, &args, "the teacher gives 256 dimensions", "--dimension");
    fails(
        &here,
        &["distill", "--pairs", "t.tsv", "--teacher", "nowhere", "-o", "x"],
        "there is no model",
        "builtin",
    );
}

#[test]
fn an_output_that_cannot_be_written() {
    let here = sandbox("");
    let args = |output: &'static str| ["distill", "r.toml", "-o", output];
    fails(&here, &args("nowhere/out.safetensors"), "nowhere/out.safetensors`: No such file", "spelling");
    fails(&here, &args("t.tsv/out.safetensors"), "t.tsv/out.safetensors`: Not a directory", "name a folder");
    fails(&here, &args("."), "`.`: is a directory", "name a file");
    fails(&here, &[&MAKE[..], &["--work", "t.tsv"]].concat(), "`t.tsv`: File exists", "name a folder");
    #[cfg(target_os = "linux")]
    assert_eq!(here.run(&args("/proc/self/out.safetensors")).code, Some(2));
}

#[test]
fn files_of_an_earlier_run_that_are_damaged() {
    let here = sandbox("");
    here.run(&MAKE).succeeds();
    let made = std::fs::read(here.path().join("out.safetensors")).unwrap();
    let work = here.path().join("out.work");
    let mut kept: Vec<_> = std::fs::read_dir(&work).unwrap().map(|file| file.unwrap().path()).collect();
    kept.sort();
    assert_eq!(kept.len(), 3, "{kept:?}");
    for (path, name) in kept.iter().zip(["checkpoint-", "teacher-", "vocabulary-"]) {
        let whole = std::fs::read(path).unwrap();
        let mut not_finite = whole.clone();
        if name == "vocabulary-" {
            let tab = whole.iter().position(|byte| *byte == b'\t').unwrap();
            not_finite.splice(tab..=tab, *b"\t1e9");
        } else {
            let header = u64::from_le_bytes(*whole.first_chunk().unwrap()) as usize;
            not_finite[8 + header..][..4].fill(0xff);
        }
        let damaged = [
            Vec::new(),
            whole[..whole.len() / 2 - 1].to_vec(),
            whole[..whole.len() - 1].to_vec(),
            b"\xff\xff\xff\xff\xff\xff\xff\x7f garbage".to_vec(),
            b"line\nline\n".to_vec(),
            not_finite,
        ];
        for (case, bytes) in damaged.into_iter().enumerate() {
            std::fs::write(path, bytes).unwrap();
            let run = here.run(&MAKE);
            assert!(run.code == Some(2), "{name} {case}: {run:?}");
            run.fails(name, "delete `");
            assert!(std::fs::read(here.path().join("out.safetensors")).unwrap() == made, "{name} {case}");
        }
        std::fs::write(path, &whole).unwrap();
    }
    here.run(&MAKE).succeeds();
    assert!(std::fs::read(here.path().join("out.safetensors")).unwrap() == made);
}
