//! A small model is made from the parallel fixtures, and it is good, the same on every run, and usable.

#[allow(dead_code, reason = "what runs the program is shared with the tests of the command line")]
#[path = "cli/sandbox.rs"]
mod sandbox;

use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use sandbox::Sandbox;

/// The least mean accuracy on sentences that were not learned from; measured: 0.97.
const LEVEL: f64 = 0.9;

/// How much better than a step from random rows it must be; measured: 0.945, from 0.025.
const GAIN: f64 = 0.6;

const STEPS: usize = 200;

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/parallel").join(name);
    std::fs::read_to_string(path).unwrap()
}

/// A sandbox with the fixtures and a recipe of so many steps, whose settings are those of the tables' size.
fn sandbox(steps: usize) -> Sandbox {
    sandbox_from(1.0, steps)
}

/// The same; rows begin at `start` times what the teacher says, or at random.
fn sandbox_from(start: f32, steps: usize) -> Sandbox {
    let here = Sandbox::new();
    for name in ["sentences.tsv", "words.tsv", "held-out.tsv"] {
        here.write(name, fixture(name));
    }
    let columns = "columns = [{ name = 'en', language = 'en' }, { name = 'fr', language = 'fr' }, \
                   { name = 'de', language = 'de' }]";
    here.write(
        "toy.toml",
        format!(
            "evaluation = ['held-out.tsv']\n\
             [model]\nname = 'toy'\ndimension = 64\nbits = 8\n\
             [vocabulary]\npieces = 4000\nleast_character_count = 1\n\
             [teacher]\nmodel = 'builtin'\nlanguage = 'en'\n\
             [training]\nstart = {start:.1}\nsteps = {steps}\nbatch = 256\nlearning_rate = 0.01\nwarm_up = 20\ncheckpoint = 10\n\
             [[source]]\nfile = 'sentences.tsv'\nkind = 'sentences'\nlicence = 'CC0-1.0'\n{columns}\n\
             [[source]]\nfile = 'words.tsv'\nkind = 'words'\ndecontaminate = false\n{columns}\n\
             [[figure]]\ntask = 'held-out, accuracy'\nvalue = 0.88\n"
        ),
    );
    here
}

const MAKE: [&str; 4] = ["distill", "toy.toml", "-o", "toy.safetensors"];

fn model(here: &Sandbox) -> Vec<u8> {
    std::fs::read(here.path().join("toy.safetensors")).unwrap()
}

/// Mean accuracy of finding translations among the held-out sentences, English with French and German, both ways.
fn accuracy(here: &Sandbox) -> f64 {
    let args =
        ["eval", "bitext", "held-out.tsv", "--columns", "en,fr,de", "--model", "toy.safetensors", "--json"];
    let report = here.run(&args).succeeds().json();
    let values: Vec<f64> =
        report["figures"].as_array().unwrap().iter().map(|f| f["values"][0].as_f64().unwrap()).collect();
    assert_eq!(values.len(), 4, "{report}");
    values.iter().sum::<f64>() / 4.0
}

#[test]
fn a_model_learns_to_find_translations_and_is_the_same_on_every_run() {
    let start = sandbox_from(0.0, 1);
    start.run(&MAKE).succeeds();
    let before = accuracy(&start);
    let taught = sandbox(1);
    taught.run(&MAKE).succeeds();
    let taught = accuracy(&taught);

    let here = sandbox(STEPS);
    let report = here.run(&[&MAKE[..], &["--json"]].concat()).succeeds().json();
    assert_eq!(
        (&report["steps"], &report["dimension"], &report["left_out"]),
        (&STEPS.into(), &64.into(), &0.into())
    );
    let after = accuracy(&here);
    println!(
        "mean accuracy on held-out sentences: {before:.4} after a step from random rows, {taught:.4} after one from the \
         teacher's means, {after:.4} after {STEPS}"
    );
    assert!(after >= LEVEL && after - before >= GAIN, "{before} became {after}");
    assert!(taught - before >= GAIN && after > taught, "{before}, {taught}, {after}");

    let shown = here.run(&["models", "show", "toy.safetensors", "--json"]).succeeds().json();
    let card = &shown["card"];
    assert_eq!(card["recipe"], "cognate distill toy.toml");
    assert!(card["teacher"].as_str().unwrap().starts_with("builtin ("), "{card}");
    let sources: Vec<_> = card["sources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| (s["name"].as_str(), s["licence"].as_str()))
        .collect();
    assert_eq!(sources, [(Some("sentences"), Some("CC0-1.0")), (Some("words"), Some(""))]);
    assert_eq!(card["figures"][0]["value"], 0.88);

    // A sentence that was learned from is found in the other language, by the program as a person uses it.
    let table = fixture("sentences.tsv");
    let row: Vec<&str> = table.lines().nth(20).unwrap().split('\t').collect();
    let german: String =
        table.lines().skip(1).map(|row| row.split('\t').nth(2).unwrap().to_owned() + "\n\n").collect();
    here.write("german.txt", german);
    let found = here
        .run(&["search", "--model", "toy.safetensors", "--json", "-k", "3", row[1], "german.txt"])
        .succeeds()
        .json();
    let texts: Vec<_> =
        found["results"].as_array().unwrap().iter().map(|r| r["text"].as_str().unwrap()).collect();
    assert!(texts.contains(&row[2]), "{row:?}: {texts:?}");
    assert_eq!(found["model"]["id"], "toy");

    let again = sandbox(STEPS);
    again.run(&MAKE).succeeds();
    assert!(model(&again) == model(&here), "two runs of one recipe gave different files");

    // What was learned is kept: the card and the bits can be changed without learning anew.
    std::fs::remove_file(here.path().join("toy.safetensors")).unwrap();
    let repacked = here.run(&MAKE).succeeds();
    assert!(repacked.stderr.contains(&format!("going on after step {STEPS}")), "{repacked:?}");
    assert!(model(&here) == model(&again), "packing again gave another file");
}

/// Runs until the checkpoint in the working folder is another than before, and kills the program there; whether it
/// had not come to its end before.
fn killed_after_a_checkpoint(here: &Sandbox) -> bool {
    let written = || -> Option<SystemTime> {
        let files = std::fs::read_dir(here.path().join("toy.work")).ok()?.flatten();
        let mut kept = files.filter(|file| file.file_name().to_string_lossy().starts_with("checkpoint-"));
        kept.next()?.metadata().ok()?.modified().ok()
    };
    let before = written();
    let mut child = here.command(&MAKE).spawn().unwrap();
    let begin = Instant::now();
    while written() == before {
        assert!(begin.elapsed() < Duration::from_mins(5), "no checkpoint was written");
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    !child.wait().unwrap().success()
}

#[test]
fn a_killed_run_goes_on_to_the_same_model() {
    let undisturbed = sandbox(STEPS);
    let whole = undisturbed.run(&[&MAKE[..], &["--json"]].concat()).succeeds().json();
    // On a busy machine the program may be through before this one sees its first checkpoint.
    let here = (0..20)
        .map(|_| sandbox(STEPS))
        .find(|here| killed_after_a_checkpoint(here) && killed_after_a_checkpoint(here))
        .expect("no run was left in the middle");
    assert!(!here.path().join("toy.safetensors").exists(), "it was killed before its end");
    let rest = here.run(&[&MAKE[..], &["--json"]].concat()).succeeds();
    let step = rest.stderr.split("going on after step ").nth(1).expect("it goes on");
    let step: usize = step.split_whitespace().next().unwrap().parse().unwrap();
    assert!((10..STEPS).contains(&step), "{step}");
    assert!(model(&here) == model(&undisturbed), "killed after step {step}, it became another model");
    assert_eq!(rest.json(), whole);
}

#[test]
fn sentences_of_evaluation_files_are_not_learned_from() {
    let clean = sandbox(3);
    let report = clean.run(&[&MAKE[..], &["--json"]].concat()).succeeds().json();
    assert_eq!(report["left_out"], 0);
    let planted = sandbox(3);
    let table = fixture("sentences.tsv");
    let (first, rest) = table.split_at(table.find('\n').unwrap() + 1);
    let held_out = fixture("held-out.tsv").lines().nth(7).unwrap().to_uppercase().replace('.', " !");
    let mut rows: Vec<&str> = rest.lines().collect();
    rows.insert(100, &held_out);
    planted.write("sentences.tsv", format!("{first}{}\n", rows.join("\n")));
    let report_planted = planted.run(&[&MAKE[..], &["--json"]].concat()).succeeds().json();
    assert_eq!(report_planted["left_out"], 1);
    assert_eq!(report_planted["pairs"], report["pairs"]);
    assert!(model(&planted) == model(&clean), "the planted row left a trace");
}

#[test]
fn tables_need_no_recipe() {
    let here = sandbox(1);
    let english: Vec<_> = fixture("held-out.tsv")
        .lines()
        .skip(1)
        .map(|row| row.split('\t').next().unwrap().to_owned())
        .collect();
    here.write("english.txt", english.join("\n"));
    let tables =
        ["distill", "--pairs", "sentences.tsv", "--words", "words.tsv", "-o", "t.safetensors", "--json"];
    let settings = ["--steps", "2", "--dimension", "32", "--pieces", "1000", "--bits", "4"];
    let all = [&tables[..], &settings].concat();
    let report = here.run(&all).succeeds().json();
    assert_eq!((&report["bits"], &report["dimension"], &report["steps"]), (&4.into(), &32.into(), &2.into()));
    let more = here.run(&[&all[..], &["--text", "english.txt"]].concat()).succeeds().json();
    let texts = more["pairs"].as_u64().unwrap() - report["pairs"].as_u64().unwrap();
    assert_eq!(texts, english.len() as u64, "each text is a pair with itself");
    let shown = here.run(&["models", "show", "t.safetensors", "--json"]).succeeds().json();
    assert_eq!(shown["card"]["languages"], serde_json::json!(["de", "en", "fr"]));
    assert!(
        shown["card"]["recipe"].as_str().unwrap().contains("--text english.txt --teacher builtin"),
        "{shown}"
    );
    let without = here.run(&[&all[..], &["--teacher", "none"]].concat()).succeeds().json();
    assert!(without["teacher"].is_null() && without["structure"].is_null(), "{without}");
    let found = here
        .run(&["search", "--model", "t.safetensors", "forest fire", "english.txt", "--json", "-k", "1"])
        .succeeds();
    assert!(found.stdout.contains("the forest fire"), "{found:?}");
}

#[test]
fn the_recipe_of_the_guide_works() {
    let guide = include_str!("../docs/distill.md");
    let recipe = guide.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(recipe.contains("\nsteps = 200\nwarm_up = 20\n"), "{recipe}");
    let here = sandbox(1);
    here.write("toy.toml", recipe.replace("steps = 200", "steps = 2"));
    let report = here.run(&[&MAKE[..], &["--json"]].concat()).succeeds().json();
    assert_eq!((&report["dimension"], &report["left_out"]), (&64.into(), &0.into()));
}
