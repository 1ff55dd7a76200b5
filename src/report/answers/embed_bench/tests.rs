use super::*;
use crate::report::answers::timed;
use crate::report::text::json;
use crate::report::text::page::TerminalStyle;
use crate::report::text::width;

fn row(words: Option<usize>, batch: usize, texts_per_second: f64) -> EmbedBenchRow {
    let length = words.map_or_else(|| "as they are".to_owned(), |words| format!("{words} words"));
    EmbedBenchRow {
        name: format!("builtin {length} batch {batch}"),
        model: "builtin".to_owned(),
        words,
        batch,
        texts: 1000,
        mean_words: 32.0,
        mean_bytes: 200.0,
        without_vector: 1,
        texts_per_second,
        texts_per_second_range: [texts_per_second * 0.98, texts_per_second * 1.02],
        words_per_second: texts_per_second * 32.0,
        megabytes_per_second: texts_per_second * 200.0 / 1e6,
        ms_per_text: 1000.0 / texts_per_second,
        batches: 500,
        p50_ms: Some(0.5),
        p95_ms: None,
        best_ms: 900.0 / texts_per_second,
        yardstick: 9000.0,
    }
}

pub(in crate::report) fn report() -> EmbedBenchReport {
    EmbedBenchReport {
        schema: EMBED_BENCH_REPORT_SCHEMA,
        source: "articles".to_owned(),
        paragraphs: 1200,
        languages: [("fr".to_owned(), 200), ("en".to_owned(), 1000)].into(),
        hash: "0123456789abcdef0123456789abcdef".to_owned(),
        threads: 2,
        rounds: 5,
        models: vec![EmbedBenchModel {
            name: "builtin".to_owned(),
            revision: "0123456789abcdef".to_owned(),
            dimension: 256,
            window: Some(512),
            bytes: Some(8_700_000),
            load_ms: 3.21,
            memory_bytes: Some(21_000_000),
        }],
        rows: vec![row(None, 1, 40_000.0), row(Some(32), 256, 123_456.0)],
        environment: crate::report::answers::bench::tests::environment(),
        unrest: 0.03,
        warnings: vec!["the clock is governed to save power".to_owned()],
        command: Some("cognate bench embed articles".to_owned()),
        comparison: Some(timed::tests::comparison("builtin 32 words batch 256")),
    }
}

#[test]
fn the_whole_report_without_colour() {
    let wide = TerminalStyle { width: 100, ..TerminalStyle::default() };
    let expected = "\
Embedded    articles · 1,200 paragraphs
Languages   en 1,000, fr 200
Time        5 rounds · 2 threads
Machine     Test · 2 cores · 8.6 GB · linux 6.1 · cognate 0.1.0
Careful     the clock is governed to save power

builtin · 256 dimensions · window 512 tokens · 8.7 MB · opened in 3.21 ms · 21.0 MB of memory
       words   batch   texts/s    ±   ms/text     words/s   MB/s   p50 ms   p95 ms
───────────────────────────────────────────────────────────────────────────────────
 as they are       1    40,000   2%    0.0250   1,280,000   8.00     0.50        –
          32     256   123,456   2%    0.0081   3,950,592   24.7     0.50        –
p50, p95: of a batch; –: fewer than ten times lie beyond it

2 rows compared with monday.json: time within 25%
That run read other text
Slower: builtin 32 words batch 256: 1.50 ms, 1.00 expected: 50% more
Not there: gone
";
    assert_eq!(render(&report(), &wide), expected);
}

#[test]
fn a_narrow_terminal_has_fewer_columns() {
    let narrow = TerminalStyle { width: 60, ..TerminalStyle::default() };
    let text = render(&report(), &narrow);
    assert!(text.lines().all(|line| width::of(line) <= 60), "{text}");
    assert!(text.contains("ms/text") && text.contains("123,456") && !text.contains("p95 ms"), "{text}");
}

#[test]
fn files_have_every_row() {
    let table = csv(&report()).unwrap();
    let lines: Vec<_> = table.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[1].starts_with("builtin as they are batch 1,builtin,,1,1000,32"), "{table}");
    assert_eq!(lines[0].split(',').count(), lines[2].split(',').count());
    let text = markdown(&report());
    assert!(
        text.contains("| 32 | 256 | 123,456 |")
            && text.contains("```sh\ncognate bench embed articles\n```\n")
            && text.contains("Slower: "),
        "{text}"
    );
}

#[test]
fn what_is_read_is_what_was_written() {
    let text = json::render(&report()).unwrap();
    let read: EmbedBenchReport = serde_json::from_str(&text).unwrap();
    assert_eq!(json::render(&read).unwrap(), text);
    assert!(text.starts_with("{\n  \"schema\": 1,\n  \"source\": \"articles\","), "{text}");
}
