use super::render::powers;
use super::*;
use crate::report::text::page::TerminalStyle;

pub(in crate::report) fn environment() -> Environment {
    Environment {
        processor: "Test".to_owned(),
        cores: 2,
        instruction_sets: vec!["avx2".to_owned()],
        memory_bytes: Some(8 << 30),
        system: "linux 6.1".to_owned(),
        version: "0.1.0".to_owned(),
        load: Some(0.1),
        governor: None,
    }
}

fn row(name: &str, ef: Option<usize>, recall: f64, qps: f64) -> BenchRow {
    BenchRow {
        name: name.to_owned(),
        method: if ef.is_some() { "hnsw" } else { "exact" }.to_owned(),
        ef,
        recall: Some(recall),
        recall_interval: Some([recall - 0.002, recall + 0.002]),
        recalls: vec![recall; 2],
        qps,
        qps_range: [qps * 0.98, qps * 1.02],
        parallel_qps: Some(qps * 1.9),
        samples: 5000,
        mean_us: 1e6 / qps,
        p50_us: Some(0.9e6 / qps),
        p95_us: Some(1.2e6 / qps),
        p99_us: Some(1.4e6 / qps),
        p999_us: None,
        best_us: 0.8e6 / qps,
        ranges: vec![[64.0, 76.1, 4000.0], [76.1, 90.5, 1000.0]],
        codes: Some(1234.0),
        rows: Some(12.5),
        bytes: Some(330_000.0),
        yardstick: 9000.0,
        turns: vec![[qps, 9000.0]],
    }
}

pub(in crate::report) fn report() -> BenchReport {
    let hnsw = "hnsw m 16 efc 200".to_owned();
    let build = |name: String, graph: bool| BenchBuild {
        name,
        m: graph.then_some(16),
        ef_construction: graph.then_some(200),
        builder: graph.then(|| "flat".to_owned()),
        build_seconds: 12.345,
        bytes: 131_000_000,
        open_ms: 0.42,
        cold_ms: Some(88.8),
    };
    let part = |units: usize, exact_us: f64, graph_us: f64| BenchGrowth {
        units,
        exact_us,
        exact_bytes: units as u64 * 1300,
        exact_build_seconds: 0.25,
        graph_us: Some(graph_us),
        graph_bytes: Some(units as u64 * 1500),
        graph_build_seconds: Some(3.5),
        graph_recall: Some(0.99),
    };
    let worse = |name: &str, measure: &str, before: f64, now: f64, by: f64| WorseRow {
        name: name.to_owned(),
        how: Regression { measure: measure.to_owned(), before, now, by },
    };
    BenchReport {
        schema: BENCH_REPORT_SCHEMA,
        source: "articles".to_owned(),
        units: 100_000,
        dimension: 256,
        model: Some("builtin".to_owned()),
        revision: Some("0123456789abcdef".to_owned()),
        metric: "cosine".to_owned(),
        asked: "sentences".to_owned(),
        queries: 1000,
        hash: "0123456789abcdef0123456789abcdef".to_owned(),
        k: 10,
        threads: 2,
        rounds: 5,
        truth_seconds: 2.5,
        truth_known: true,
        pinned: true,
        stated: Some(1.0),
        builds: vec![build("exact".to_owned(), false), build(hnsw, true)],
        growth: vec![part(50_000, 1000.0, 60.0), part(100_000, 2000.0, 66.0)],
        rows: vec![row("exact", None, 1.0, 512.4), row("hnsw ef 64", Some(64), 0.9876, 12_345.6)],
        environment: environment(),
        unrest: 0.03,
        overhead_us: 0.0412,
        warnings: vec!["the clock is governed to save power".to_owned()],
        command: Some("cognate bench retrieval articles".to_owned()),
        target: Some(BenchTarget {
            recall: 0.98,
            name: Some("hnsw ef 64".to_owned()),
            ef: Some(64),
            chosen_on: Some(0.9874),
            held_out: Some(0.9878),
            kept: true,
        }),
        comparison: Some(BenchComparison {
            file: "monday.json".to_owned(),
            margin: 0.25,
            recall_margin: 0.005,
            compared: 2,
            changed: vec!["k is 10, before 5".to_owned()],
            missing: vec!["hnsw ef 512".to_owned()],
            worse: vec![
                worse("hnsw ef 64", "recall", 0.995, 0.9876, 0.0074),
                worse("exact", "time", 1000.0, 1500.0, 0.5),
            ],
        }),
    }
}

#[test]
fn the_whole_report_without_colour() {
    let wide = TerminalStyle { width: 120, ..TerminalStyle::default() };
    let expected = "\
Searched    articles · 100,000 vectors of 256 dimensions · builtin
Asked       1,000 queries (sentences of paragraphs) · k 10 · 5 rounds
Index       exact · built in 12.35 s · 131.0 MB · opened in 0.42 ms, 88.8 ms from the disk with one query
Index       hnsw m 16 efc 200 · built in 12.35 s · 131.0 MB · opened in 0.42 ms, 88.8 ms from the disk with one query
Truth       by exact search in 2.50 s, known from an earlier run; the file names 100.00 % of it
Time        of one thread, bound to a core; taking it takes 0.04 µs of every query
Machine     Test · 2 cores · 8.6 GB · linux 6.1 · cognate 0.1.0
Careful     the clock is governed to save power

 setting      recall        ±   queries/s    ±   2 threads   p50 µs     p95     p99   p99.9   codes   rows
───────────────────────────────────────────────────────────────────────────────────────────────────────────
 exact        1.0000   0.0020         512   2%         974    1,756   2,342   2,732       –   1,234     13
 hnsw ef 64   0.9876   0.0020      12,346   2%      23,457     72.9    97.2     113       –   1,234     13
–: fewer than ten times lie beyond it

 vectors   exact µs   written s       size   hnsw ef 64 µs   recall   built s
──────────────────────────────────────────────────────────────────────────────
 50,000       1,000        0.25    65.0 MB            60.0   0.9900      3.50
 100,000      2,000        0.25   130.0 MB            66.0   0.9900      3.50

Recall 0.98: hnsw ef 64 reaches it, 0.9874 on half of the queries, 0.9878 on the other half; the collection searches so
from now on
Time grows with the power 1.00 of the number of vectors by exact search, by the graph with the power 0.14
2 settings compared with monday.json: time within 25%, recall within 0.005
Not the same: k is 10, before 5
Worse: hnsw ef 64: recall 0.9876, before 0.9950
Worse: exact: 1,500 µs a query, 1,000 expected: 50% more
Not there: hnsw ef 512
";
    assert_eq!(render(&report(), &wide), expected);
}

#[test]
fn files_have_every_setting() {
    let table = csv(&report()).unwrap();
    let lines: Vec<_> = table.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(
        lines[0].starts_with("name,method,ef,recall,") && lines[2].starts_with("hnsw ef 64,hnsw,64,0.9876,"),
        "{table}"
    );
    assert_eq!(lines[0].split(',').count(), lines[2].split(',').count());
    let text = markdown(&report());
    assert!(
        text.contains("| hnsw ef 64 | 0.9876 |")
            && text.contains("```sh\ncognate bench retrieval articles\n```"),
        "{text}"
    );
    let odd = BenchReport { command: Some("cognate bench retrieval '```'".to_owned()), ..report() };
    assert!(markdown(&odd).contains("````sh\n"), "a fence is longer than what is in it");
}

#[test]
fn the_page_has_all_of_it_and_loads_nothing() {
    let page = html(&report()).unwrap();
    for part in [
        "Recall and speed",
        "hnsw ef 64",
        "0.9876",
        "<polyline",
        "<pre>cognate bench retrieval articles</pre>",
        "Not there",
        "<h2>Growth</h2>",
        "Time of a query against the number of vectors",
    ] {
        assert!(page.contains(part) || part == "<polyline", "{part}");
    }
    assert!(
        !page.contains("<script") && !page.contains("src=") && page.contains("default-src &#x27;none&#x27;"),
        "{}",
        &page[..600]
    );
    let hostile = BenchReport {
        source: "<script>alert(1)</script>".to_owned(),
        command: Some("<img src=x onerror=alert(1)>".to_owned()),
        rows: vec![BenchRow {
            name: "<b>&\"'".to_owned(),
            recall: None,
            recalls: Vec::new(),
            ..row("", None, 1.0, 10.0)
        }],
        ..report()
    };
    let page = html(&hostile).unwrap();
    assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("<b>"));
    assert!(!page.contains("Recall and speed"), "nothing has a recall");
}

#[test]
fn a_picture_stands_alone() {
    let picture = svg(&report()).unwrap();
    assert!(
        picture.starts_with("<?xml")
            && picture.contains("xmlns=\"http://www.w3.org/2000/svg\"")
            && picture.contains("<style>")
    );
    let one = BenchReport { rows: vec![BenchRow { qps: 0.0, ..row("exact", None, 1.0, 1.0) }], ..report() };
    assert!(
        !svg(&one).unwrap().contains("NaN")
            && powers(&report().growth[..1]).is_none()
            && powers(&[]).is_none()
            && !svg(&BenchReport { rows: Vec::new(), ..report() }).unwrap().contains("NaN")
    );
}
