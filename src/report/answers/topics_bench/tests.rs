use super::*;
use crate::report::answers::bench::tests::environment;
use crate::report::tests::sample;
use crate::report::text::page::TerminalStyle;

/// With every field filled.
pub(in crate::report) fn report() -> TopicsBenchReport {
    let stage = |name: &str, seconds: f64| StageTime {
        name: name.to_owned(),
        seconds,
        range: [seconds * 0.9, seconds * 1.2],
    };
    TopicsBenchReport {
        schema: TOPICS_BENCH_SCHEMA,
        source: "articles".to_owned(),
        units: 1234,
        proper: 1200,
        model: sample::model(),
        algorithm: "agglomerative".to_owned(),
        topics: 15,
        in_topics: 1150,
        outliers: 50,
        repeatable: true,
        quality: TopicFigures {
            silhouette: Some(0.4321),
            density_validity: Some(0.05),
            coherence: Some(0.12),
            diversity: Some(0.93),
            stability: Some(0.84),
        },
        labels: Some(LabelAgreement { labels: 12, texts: 1100, ami: 0.5432, ari: 0.4321, v_measure: 0.6543 }),
        label_field: Some("category".to_owned()),
        rounds: 3,
        seconds: 2.0,
        seconds_range: [1.8, 2.4],
        stages: vec![
            stage("gathering texts", 0.3),
            stage("finding topics", 1.2),
            stage("naming topics", 0.5),
        ],
        peak_bytes: Some(123_000_000),
        environment: environment(),
        yardstick: 9000.0,
        unrest: 0.03,
        warnings: vec!["the clock is governed to save power".to_owned()],
        command: Some("cognate bench topics articles".to_owned()),
        comparison: Some(TopicsComparison {
            file: "monday.json".to_owned(),
            margin: 0.25,
            label_margin: 0.01,
            expected_seconds: 1.1,
            worse: vec!["1.80 s, 1.10 s expected: 64 % more".to_owned()],
        }),
    }
}

#[test]
fn the_whole_report_without_colour() {
    let expected = "\
Measured    articles · 1,234 units, 1,200 units of text proper · builtin
Found       15 topics by agglomerative · 50 units in none · the same in every
            round
Quality     silhouette 0.432 · density validity 0.050 · coherence of terms 0.120
            · stability 0.840
Labels      12 labels of 1,100 units in `category`: adjusted mutual information
            0.5432 · adjusted Rand index 0.4321 · V-measure 0.6543
Memory      123.0 MB at most, of the whole process
Machine     Test · 2 cores · 8.6 GB · linux 6.1 · cognate 0.1.0
Careful     the clock is governed to save power

Time        2.00 s (1.80 s to 2.40 s in 3 rounds), 600 units a second
  gathering texts   300.0 ms   15%  ███
  finding topics      1.20 s   60%  ████████████
  naming topics     500.0 ms   25%  █████

Compared with monday.json: time within 25%, agreement with labels within 0.01
Worse: 1.80 s, 1.10 s expected: 64 % more
";
    assert_eq!(render(&report(), &TerminalStyle::default()), expected);
}

#[test]
fn what_was_not_measured_is_not_told() {
    let short = TopicsBenchReport {
        labels: None,
        peak_bytes: None,
        rounds: 1,
        repeatable: true,
        comparison: None,
        seconds: 0.0,
        stages: Vec::new(),
        quality: TopicFigures {
            silhouette: None,
            density_validity: None,
            coherence: None,
            stability: None,
            ..report().quality
        },
        ..report()
    };
    let text = render(&short, &TerminalStyle::default());
    for name in ["Quality", "Labels", "Memory", "round", "NaN", "inf"] {
        assert!(!text.contains(name), "{name}: {text}");
    }
    let differs = TopicsBenchReport { repeatable: false, ..report() };
    let wide = TerminalStyle { width: 120, ..TerminalStyle::default() };
    assert!(render(&differs, &wide).contains("not the same in every round"));
}

#[test]
fn files_have_every_stage() {
    let table = csv(&report()).unwrap();
    let lines: Vec<_> = table.lines().collect();
    assert_eq!((lines[0], lines.len()), ("stage,seconds,low,high", 5));
    assert!(lines[2].starts_with("finding topics,1.2,") && lines[4].starts_with("all,2,1.8,2.4"), "{table}");
    let text = markdown(&report());
    assert!(
        text.contains("| finding topics | 1.20 s | 1.08 s | 1.44 s |")
            && text.contains("```sh\ncognate bench topics articles\n```"),
        "{text}"
    );
}
