//! Templates that a person types.

use super::*;

fn written(template: &str) -> String {
    template.parse::<Template>().unwrap_or_else(|error| panic!("{template}: {error}")).render(&of(best()))
}

fn best() -> SearchHit {
    let mut best = report().results.remove(0);
    best.place.title = Some("A\ttitle\nof two".to_owned());
    best.place.own_id = Some("r-7".to_owned());
    best.place.date = Some("2024-05-01".to_owned());
    best
}

#[test]
fn good_templates() {
    for (template, line) in [
        ("{rank}\\t{path}:{line}", "1\tpress/deux.txt:1\n"),
        ("{score} {confidence} {verdict}", "1.7500 0.9300 found\n"),
        ("{similarity}/{words}", "0.8750/1.0000\n"),
        ("¶{paragraph} [{id}] {date} {language}", "¶2 [r-7] 2024-05-01 fr\n"),
        ("{title}", "A title of two\n"),
        ("<{source}>", "<>\n"),
        ("{sentence}", "Le train blindé a quitté la gare à l'aube.\n"),
        ("{why}", "armored → blindé 0.71 · train = train\n"),
        ("{query}: {rank}", "armored train: 1\n"),
        ("{{{rank}}}", "{1}\n"),
        ("{{rank}}", "{rank}\n"),
        ("}}{{", "}{\n"),
        ("a\\\\tb\\n", "a\\tb\n\n"),
        ("", "\n"),
        ("{rank}{rank}", "11\n"),
        ("裝{rank}é", "裝1é\n"),
        ("-{rank}", "-1\n"),
    ] {
        assert_eq!(written(template), line, "{template}");
    }
    assert!(written("{text}").starts_with("Rien ne bouge. Le train blindé"));
    let all = FIELDS.map(|field| format!("{{{field}}}")).join("|");
    assert_eq!(written(&all).split('|').count(), FIELDS.len());
}

#[test]
fn bad_templates_say_what_and_where() {
    for (template, message) in [
        ("{rank} {nope}", "there is no field `nope` (character 8)"),
        ("{}", "there is no field `` (character 1)"),
        ("{Rank}", "there is no field `Rank` (character 1)"),
        ("{ rank}", "there is no field ` rank` (character 1)"),
        ("{rank:>4}", "there is no field `rank:>4` (character 1)"),
        ("{a{b}", "there is no field `a{b` (character 1)"),
        ("é{file}", "there is no field `file` (character 2)"),
        ("{rank", "`{` is not closed (character 1)"),
        ("x{", "`{` is not closed (character 2)"),
        ("{{{", "`{` is not closed (character 3)"),
        ("rank}", "`}` closes nothing (character 5)"),
        ("{rank}}", "`}` closes nothing (character 7)"),
        ("}}}", "`}` closes nothing (character 3)"),
        ("\\q", "`\\q` means nothing (character 1)"),
        ("{rank}\\{", "`\\{` means nothing (character 7)"),
        ("{rank}\\", "`\\` has nothing behind it (character 7)"),
    ] {
        assert_eq!(template.parse::<Template>().unwrap_err().to_string(), message, "{template}");
    }
    let long = format!("{{{}}}", "x".repeat(10_000)).parse::<Template>().unwrap_err();
    assert!(long.to_string().len() < 100, "{long}");
}

#[test]
fn hints_name_the_fields_and_the_escapes() {
    let hint = |template: &str| template.parse::<Template>().unwrap_err().hint();
    assert!(hint("{file}").contains("rank, score, confidence") && hint("{file}").contains("path, line"));
    assert!(hint("}").contains("`{{`") && hint("\\x").contains("`\\t`"));
}

#[test]
fn a_result_is_one_line_and_what_is_not_known_is_empty() {
    let mut hostile = hit(1, "a\r\nb\tc\u{1b}[2J\u{202e}d");
    hostile.place.file = "x\n\u{9b}.txt".to_owned();
    hostile.similarity = None;
    hostile.sentence = Some([1, 999]);
    let report = SearchReport { results: vec![hostile.clone(), hostile], ..report() };
    let lines =
        "{path}|{text}|{similarity}|{words}|{sentence}|{why}".parse::<Template>().unwrap().render(&report);
    assert_eq!(lines, "x\\n\\u{9b}.txt|a b c [2Jd||||\n".repeat(2));
}
