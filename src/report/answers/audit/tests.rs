use super::*;
use crate::report::answers::bench::tests::environment;
use crate::report::tests::sample;
use crate::report::text::page::TerminalStyle;

/// With every field filled somewhere.
pub(in crate::report) fn report() -> AuditReport {
    let labels = LabelAgreement { labels: 5, texts: 200, ami: 0.51, ari: 0.4, v_measure: 0.6 };
    let topics = AuditTopics {
        topics: 15,
        outliers: 7,
        seconds: 0.4,
        stability: Some(0.8),
        coherence: Some(0.1),
        labels: Some(labels),
    };
    let figure = |value: f64| QualityFigure {
        measure: "ndcg@10".to_owned(),
        lang: None,
        n: 40,
        value,
        interval: Some([value - 0.1, value + 0.1]),
    };
    let builtin = AuditedModel {
        model: sample::model(),
        window: Some(512),
        bytes: Some(8_900_000),
        memory_bytes: Some(26_400_000),
        load_ms: 4.25,
        embed_seconds: 0.5,
        texts_per_second: 12_345.6,
        index_bytes: 300_000,
        search_ms: Some(3.2),
        without_vector: 1,
        windowed: 2,
        topics: Some(topics),
        figures: vec![figure(0.7)],
    };
    let other = AuditedModel {
        model: ModelSummary { id: "tiny".to_owned(), ..sample::model() },
        figures: vec![figure(0.8)],
        search_ms: None,
        ..builtin.clone()
    };
    AuditReport {
        schema: AUDIT_REPORT_SCHEMA,
        source: "articles".to_owned(),
        units: 220,
        texts: 200,
        k: 10,
        label_field: Some("folder".to_owned()),
        query_files: vec!["queries.toml".to_owned()],
        models: vec![builtin, other],
        pairs: vec![AuditPair {
            a: 0,
            b: 1,
            texts: 199,
            overlap: Some(0.456),
            overlap_interval: Some([0.43, 0.48]),
            same_nearest: Some(0.6),
            topics_ami: Some(0.7123),
            kept_topics: Some(12),
            figures: vec![FigureChange {
                measure: "ndcg@10".to_owned(),
                before: 0.7,
                now: 0.8,
                interval: Some([0.02, 0.17]),
                worse: false,
            }],
            examples: vec![AuditExample {
                text: "The armored train left at dawn.".to_owned(),
                file: "en/train.txt".to_owned(),
                line: 3,
                both: 1,
                only_a: Some("Trains of the line ran late.".to_owned()),
                only_b: Some("Un train blindé quitta la gare.".to_owned()),
            }],
        }],
        environment: environment(),
        warnings: vec!["the clock is governed to save power".to_owned()],
        command: Some("cognate bench models builtin tiny".to_owned()),
    }
}

#[test]
fn the_whole_report_without_colour() {
    let wide = TerminalStyle { width: 140, ..TerminalStyle::default() };
    let expected = "\
Compared    articles · 220 units, 200 different texts · the 10 nearest
Machine     Test · 2 cores · 8.6 GB · linux 6.1 · cognate 0.1.0
Careful     the clock is governed to save power

 model     dim     size    memory     load   texts/s      index   search   unknown   in parts   topics   in none      AMI   ndcg@10
────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 builtin   256   8.9 MB   26.4 MB   4.2 ms    12,346   300.0 kB   3.2 ms         1          2       15         7   0.5100    0.7000
 tiny      256   8.9 MB   26.4 MB   4.2 ms    12,346   300.0 kB        –         1          2       15         7   0.5100    0.8000

builtin → tiny
Neighbours  46% of the 10 nearest are the same (95 % interval 43% to 48%) · the nearest is the same for 60% · of 199 texts
Topics      adjusted mutual information 0.7123 · 12 of 15 topics keep their number
ndcg@10     0.7000 → 0.8000 (+0.1000): better

  The armored train left at dawn.
    en/train.txt:3 · 1 neighbour in common
    builtin: Trains of the line ran late.
    tiny: Un train blindé quitta la gare.
";
    assert_eq!(render(&report(), &wide), expected);
}

#[test]
fn what_was_not_asked_for_is_not_told() {
    let mut bare = report();
    for model in &mut bare.models {
        (model.topics, model.bytes) = (None, None);
        model.figures.clear();
    }
    let pair = &mut bare.pairs[0];
    (pair.overlap, pair.topics_ami, pair.kept_topics) = (None, None, None);
    (pair.figures, pair.examples) = (Vec::new(), Vec::new());
    let text = render(&bare, &TerminalStyle { width: 140, ..TerminalStyle::default() });
    for word in ["AMI", "ndcg", "Neighbours", "in none", "NaN"] {
        assert!(!text.contains(word), "{word}: {text}");
    }
    let mut unsure = report();
    unsure.pairs[0].figures[0].interval = Some([-0.1, 0.3]);
    assert!(render(&unsure, &TerminalStyle::default()).contains("not told apart"));
    unsure.pairs[0].figures[0].interval = Some([-0.3, -0.1]);
    assert!(render(&unsure, &TerminalStyle::default()).contains("): worse"));
}

#[test]
fn files_have_every_model() {
    let table = csv(&report()).unwrap();
    let lines: Vec<_> = table.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[0].starts_with("model,revision,dimension,bytes,"), "{table}");
    assert!(lines[1].ends_with(",,,0.7") && lines[2].ends_with(",0.456,0.7123,0.8"), "{table}");
    assert_eq!(lines[0].split(',').count(), lines[2].split(',').count());
    let text = markdown(&report());
    assert!(
        text.contains("**builtin → tiny**")
            && text.contains("- ndcg@10: 0.7000 → 0.8000")
            && text.contains("```sh\ncognate bench models builtin tiny\n```"),
        "{text}"
    );
}
