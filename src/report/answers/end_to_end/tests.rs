use super::*;
use crate::report::answers::timed;
use crate::report::text::json;
use crate::report::text::page::TerminalStyle;
use crate::report::text::width;

fn step(name: &str, seconds: f64, peak_bytes: Option<u64>) -> EndToEndStep {
    EndToEndStep {
        name: name.to_owned(),
        runs: 3,
        seconds,
        seconds_range: [seconds * 0.9, seconds * 1.2],
        peak_bytes,
        yardstick: 9000.0,
    }
}

pub(in crate::report) fn report() -> EndToEndReport {
    let stage = |name: &str, seconds: f64| EndToEndStage {
        name: name.to_owned(),
        seconds,
        seconds_range: [seconds, seconds],
    };
    EndToEndReport {
        schema: END_TO_END_REPORT_SCHEMA,
        source: "articles".to_owned(),
        model: "builtin".to_owned(),
        files: 32,
        file_bytes: 62_100,
        units: 313,
        hash: "0123456789abcdef0123456789abcdef".to_owned(),
        threads: 2,
        rounds: 3,
        query: "harvest northern provinces".to_owned(),
        results: 10,
        first_answer_seconds: 0.15,
        first_answer_range: [0.14, 0.18],
        units_per_second: 2608.3,
        megabytes_per_second: 0.52,
        steps: vec![step("index", 0.12, Some(45_000_000)), step("first search", 0.03, None)],
        stages: vec![stage("reading", 0.05), stage("the rest", 0.02)],
        database_bytes: 1_200_000,
        index_bytes: 400_000,
        words_bytes: 90_000,
        page_bytes: 700_000,
        environment: crate::report::answers::bench::tests::environment(),
        unrest: 0.03,
        warnings: vec!["the clock is governed to save power".to_owned()],
        command: Some("cognate bench end-to-end articles".to_owned()),
        comparison: Some(timed::tests::comparison("index")),
    }
}

#[test]
fn the_whole_report_without_colour() {
    let wide = TerminalStyle { width: 100, ..TerminalStyle::default() };
    let expected = "\
Read        articles · 32 files · 62.1 kB · 313 units · builtin
Answer      after 0.15 s (0.14 to 0.18 in 3 rounds)
Asked       harvest northern provinces: 10 results
Indexed     2,608 units/s, 0.52 MB/s, 2 threads
Stages      reading 0.0500 s · the rest 0.0200 s
Kept        database 1.2 MB · vectors 400.0 kB · words 90.0 kB · page of topics 700.0 kB
Machine     Test · 2 cores · 8.6 GB · linux 6.1 · cognate 0.1.0
Careful     the clock is governed to save power

 process        runs   seconds    least     most    memory
───────────────────────────────────────────────────────────
 index             3      0.12     0.11     0.14   45.0 MB
 first search      3    0.0300   0.0270   0.0360         –
seconds: median of the runs, from the start of a process to its end

2 steps compared with monday.json: time within 25%
That run read other text
Slower: index: 1.50 ms, 1.00 expected: 50% more
Not there: gone
";
    assert_eq!(render(&report(), &wide), expected);
}

#[test]
fn it_fits_a_narrow_terminal() {
    let narrow = TerminalStyle { width: 60, ..TerminalStyle::default() };
    let mut report = report();
    report.steps.push(step("search again", 123.4, Some(1_234_000_000)));
    let text = render(&report, &narrow);
    assert!(text.lines().all(|line| width::of(line) <= 60), "{text}");
}

#[test]
fn files_have_every_step() {
    let table = csv(&report()).unwrap();
    let lines: Vec<_> = table.lines().collect();
    assert_eq!(lines.len(), 5, "{table}");
    assert!(
        lines[1].starts_with("index,process,3,0.12,") && lines[3].starts_with("reading,stage of index,3,"),
        "{table}"
    );
    let text = markdown(&report());
    assert!(
        text.contains("- **Answer**: after 0.15 s")
            && text.contains("| index | 3 | 0.12 |")
            && text.contains("```sh\ncognate bench end-to-end articles\n```\n"),
        "{text}"
    );
}

#[test]
fn what_is_read_is_what_was_written() {
    let text = json::render(&report()).unwrap();
    let read: EndToEndReport = serde_json::from_str(&text).unwrap();
    assert_eq!(json::render(&read).unwrap(), text);
}
