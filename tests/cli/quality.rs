//! Queries with what each should find: measured, compared, written for other programs, drafted.

use crate::sandbox::{SPACE, Sandbox, TRAIN, seeds};

const QUERIES: &str = "[[query]]\ntext = \"le train blindé\"\nexpect = [{ file = \"train.txt\", line = 1 }]\n\
    [[query]]\ntext = \"rockets\"\nexpect = [{ file = \"space.txt\", line = 1 }, \"no such paragraph\"]\n";

fn read(here: &Sandbox, name: &str) -> String {
    std::fs::read_to_string(here.path().join(name)).unwrap()
}

fn sandbox() -> Sandbox {
    let here = Sandbox::new();
    here.write("a/train.txt", TRAIN);
    here.write("a/space.txt", SPACE);
    here.write("queries.toml", QUERIES);
    here
}

#[test]
fn queries_are_measured_and_what_is_missing_is_told() {
    let here = sandbox();
    let run = here.run(&["bench", "quality", "a", "--queries", "queries.toml", "--json"]).succeeds();
    let report = run.json();
    assert_eq!((&report["queries"], &report["source"]), (&2.into(), &"a".into()), "{report}");
    assert_eq!(report["rows"][0]["ndcg"], 1.0, "{report}");
    assert_eq!(report["rows"][1]["missed"][0]["why"], "not-read", "{report}");
    let text = here.run(&["bench", "quality", "a", "--queries", "queries.toml"]).succeeds().stdout;
    assert!(text.contains("ndcg@10") && text.contains("no such paragraph"), "{text}");
    let table = "query,id,gain\nle train,x,1\n";
    here.write("queries.csv", table);
    let text = here.run(&["bench", "quality", "a", "--queries", "queries.csv"]).succeeds().stdout;
    assert!(text.contains("no document that was read has this id"), "{text}");
}

#[test]
fn a_run_that_got_worse_is_exit_code_1() {
    let here = sandbox();
    let base = ["bench", "quality", "a", "--queries", "queries.toml", "--quiet"];
    here.run(&[&base[..], &["--save", "run.json", "-o", "q.md", "-o", "q.csv"]].concat()).succeeds();
    assert!(read(&here, "q.md").contains("| ndcg@10 |") && read(&here, "q.csv").lines().count() == 3);
    let same = here.run(&[&base[..], &["--compare", "run.json"]].concat()).succeeds().stdout;
    assert!(same.contains("Compared    2 queries with run.json"), "{same}");
    here.write("queries.toml", QUERIES.replace("line = 1", "text = \"nothing\""));
    let worse = here.run(&[&base[..], &["--compare", "run.json"]].concat());
    assert_eq!(worse.code, Some(1), "{worse:?}");
    assert!(worse.stdout.contains(": worse"), "{worse:?}");
    here.write("run.json", "{}");
    here.run(&[&base[..], &["--compare", "run.json"]].concat()).fails("no benchmark run", "--save FILE");
}

#[test]
fn files_of_queries_that_are_wrong_are_told_with_their_line() {
    let here = sandbox();
    here.write("bad.toml", "[[query]]\ntext = \"a\"\nexpects = []\n");
    here.run(&["bench", "quality", "a", "--queries", "bad.toml"])
        .fails("bad.toml:3: unknown key `expects`", "[[query]]");
    here.write("bad.txt", "a\n");
    here.run(&["bench", "quality", "a", "--queries", "bad.txt"]).fails("no ending", "--qrels");
    here.run(&["bench", "quality", "a", "--queries", "none.toml"]).fails("none.toml", "spelling");
    here.run(&["bench", "quality", "a", "--queries", "queries.toml", "-o", "x.pdf"])
        .fails("no ending", ".md");
}

#[test]
fn runs_and_judgements_go_to_other_programs() {
    let here = sandbox();
    here.write("records.jsonl", "{\"id\": \"n 1\", \"text\": \"The armored train left the station at night.\"}\n{\"id\": \"n2\", \"text\": \"A rocket stood on the pad.\"}\n");
    here.write("topics.tsv", "7\tarmored train\n8\trockets\n");
    here.write("qrels", "7 0 n2 0\n8 0 n2 2\n9 0 n2 1\n");
    let run = [
        "bench",
        "quality",
        "records.jsonl",
        "--queries",
        "topics.tsv",
        "--qrels",
        "qrels",
        "--run",
        "run",
        "--qrels-out",
        "out",
    ];
    let text = here.run(&run).succeeds().stdout;
    assert!(text.contains("1 query · 1 left out, which expect nothing"), "{text}");
    assert_eq!(read(&here, "out"), "8 0 n2 2\n");
    assert!(
        read(&here, "run").contains("8 Q0 n2 1 1000 cognate\n") && read(&here, "run").contains(" n%201 ")
    );
}

#[test]
fn drafts_are_measured_as_they_are() {
    let here = Sandbox::new();
    here.run(&["bench", "queries", "suggest", &seeds(), "-n", "12", "-o", "drafts.toml"]).succeeds();
    let drafts = read(&here, "drafts.toml");
    assert!(drafts.contains("EDIT THIS FILE") && drafts.matches("[[query]]").count() == 12, "{drafts}");
    let run = here.run(&["bench", "quality", &seeds(), "--queries", "drafts.toml", "--json"]).succeeds();
    assert_eq!(run.json()["queries"], 12);
    let json = here.run(&["bench", "queries", "suggest", &seeds(), "-n", "3", "--json"]).succeeds().json();
    assert_eq!(json["queries"].as_array().map(Vec::len), Some(3), "{json}");
}
