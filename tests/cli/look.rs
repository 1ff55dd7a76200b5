//! The looks of a report: its language, its head, logos and templates, and what is wrong with them.

use crate::sandbox::{SPACE, Sandbox, TRAIN};

fn corpus() -> Sandbox {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    here.write("a/space.txt", SPACE);
    here
}

#[test]
fn a_report_speaks_the_language_that_was_asked_for() {
    let here = corpus();
    let said = |args: &[&str]| here.run(&[&["topics", "a"], args].concat()).succeeds().stdout;
    assert!(said(&["--language", "ru"]).contains("6 абзацев"));
    let french =
        said(&["--format", "markdown", "--language", "fr", "--title", "La *presse*", "--author", "Service"]);
    assert!(french.starts_with("# La \\*presse\\*\n\nService\n\n2 fichiers, 6 paragraphes"), "{french}");
    let dated = said(&["--format", "markdown", "--date", "3 June 2024"]);
    assert!(dated.starts_with("# Topics of a\n\n3 June 2024\n\n"), "{dated}");
    assert_eq!(said(&["--json", "--language", "fr"]), said(&["--json"]), "JSON has no words of its own");
    let run = here.run(&["topics", "a", "--language", "it"]);
    assert_eq!((run.code, run.stderr.contains("give en, fr, de, es, ru or ko")), (Some(2), true), "{run:?}");
}

#[test]
fn a_template_of_ones_own_takes_the_place_of_the_built_in_one() {
    let here = corpus();
    let report = |folder: &str| here.run(&["topics", "a", "--format", "markdown", "--template", folder]);
    here.write("mine/topics.md.j2", "{{ say(\"count-file\", n=files) }} of {{ paths | md }}\n");
    here.write("mine/.hidden", "");
    assert_eq!(report("mine").succeeds().stdout, "2 files of a\n");
    here.write("mine/topics.md.j2", "one\n{% for topic in %}\n");
    report("mine").fails("topics.md.j2:2", "correct that line");
    here.write("mine/topics.md.j2", "one\ntwo\n{{ nothing.at.all }}\n");
    report("mine").fails("topics.md.j2:3", "correct that line");
    here.write("mine/topics.md.j2", "{{ say(\"no-such-message\") }}\n");
    report("mine").fails("there is no message `no-such-message`", "correct that line");
    here.write("mine/topics.md.j2", b"\xFF\xFE\xFF");
    report("mine").fails("is not UTF-8", "topics.md.j2");
}

#[test]
fn a_template_folder_has_templates_and_nothing_else() {
    let here = corpus();
    let report = |folder: &str| here.run(&["topics", "a", "--template", folder]);
    assert_eq!(report("nowhere").code, Some(2));
    here.write("other/topics.md.j2", "x");
    here.write("other/style.css", "x");
    report("other").fails("style.css` is no template", "report.css");
    std::fs::create_dir(here.path().join("empty")).unwrap();
    report("empty").fails("there is no template in `empty`", "topics.md.j2");
}

#[test]
fn a_logo_is_a_small_image_without_scripts() {
    let here = corpus();
    let report = |logo: &str| here.run(&["topics", "a", "--logo", logo]);
    here.write("logo.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    report("logo.png").succeeds();
    here.write("logo.svg", "<?xml version=\"1.0\"?><svg onload=\"alert(1)\"/>");
    report("logo.svg").fails("can hold scripts", "PNG, JPEG, GIF or WebP");
    here.write("logo.txt", "no image");
    report("logo.txt").fails("no image of a known kind", "PNG, JPEG, GIF or WebP");
    let mut large = b"\x89PNG\r\n\x1a\n".to_vec();
    large.resize(1_000_001, 0);
    here.write("large.png", large);
    report("large.png").fails("larger than 1 MB", "at most 1 MB");
    let missing = report("missing.png");
    assert_eq!((missing.code, missing.stderr.contains("missing.png")), (Some(2), true), "{missing:?}");
}
