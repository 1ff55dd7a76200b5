use std::collections::BTreeMap;

use super::*;
use crate::corpus::UnreadKind;
use crate::report::text::page::TerminalStyle;

fn scores(score: f32, confidence: f32) -> Scores {
    Scores { score, confidence, similarity: Some(0.31), words: Some(0.25) }
}

fn rank() -> Missed {
    Missed {
        expected: "Am Bahnhof".to_owned(),
        gain: 2,
        why: Why::Rank,
        note: "found at rank 14".to_owned(),
        rank: Some(14),
        file: Some("de/zug.txt".to_owned()),
        line: Some(3),
        text: Some("Am Bahnhof wartete ein gepanzerter Zug.".to_owned()),
        boilerplate: None,
        scores: Some(scores(0.42, 0.35)),
        before: Some(Before {
            rank: 1,
            file: "de/ernte.txt".to_owned(),
            line: 1,
            text: "Die Ernte war gut.".to_owned(),
            scores: scores(0.77, 0.81),
        }),
        unread: Vec::new(),
    }
}

fn not_read() -> Missed {
    Missed {
        expected: "scan.pdf:4".to_owned(),
        gain: 1,
        why: Why::NotRead,
        note: "scan.pdf was not read".to_owned(),
        rank: None,
        file: None,
        line: None,
        text: None,
        boilerplate: None,
        scores: None,
        before: None,
        unread: vec![SkippedFile {
            path: "scan.pdf".to_owned(),
            kind: UnreadKind::Damaged,
            reason: "it ends too early".to_owned(),
            records: None,
        }],
    }
}

/// With every field filled somewhere.
pub(in crate::report) fn report() -> QualityReport {
    let figure = |measure: &str, lang: Option<&str>, n: usize, value: f64| QualityFigure {
        measure: measure.to_owned(),
        lang: lang.map(str::to_owned),
        n,
        value,
        interval: Some([value - 0.1, value + 0.05]),
    };
    let full = Missed { boilerplate: Some(Boilerplate::Short), unread: not_read().unread, ..rank() };
    QualityReport {
        schema: QUALITY_REPORT_SCHEMA,
        source: "articles".to_owned(),
        files: vec!["queries.toml".to_owned()],
        searched: 1234,
        model: ModelSummary {
            id: "builtin".to_owned(),
            revision: "0123456789abcdef".to_owned(),
            dimension: 256,
        },
        mode: SearchMode::Both,
        index: "exact".to_owned(),
        k: 10,
        queries: 2,
        left_out: 1,
        unread: UnreadSummary {
            files: 1,
            partly: 0,
            records: 0,
            of: 12,
            kinds: BTreeMap::from([(UnreadKind::Damaged, 1)]),
            extensions: vec![".abc".to_owned()],
        },
        figures: vec![
            figure("ndcg@10", None, 2, 0.5613),
            figure("ndcg@10", Some("de"), 1, 0.25),
            figure("recall@100", None, 2, 0.9),
        ],
        reasons: vec![
            ReasonCount { why: Why::Rank, missed: 1 },
            ReasonCount { why: Why::NotRead, missed: 1 },
        ],
        rows: vec![QualityQuery {
            id: "q1".to_owned(),
            text: "gepanzerter Zug".to_owned(),
            lang: Some("de".to_owned()),
            expected: 3,
            found: 1,
            first: Some(2),
            ndcg: 0.25,
            reciprocal_rank: 0.5,
            recall: 0.333,
            recall_100: 0.667,
            missed: vec![full],
        }],
        command: Some("cognate bench quality articles --queries queries.toml".to_owned()),
        comparison: Some(QualityComparison {
            file: "monday.json".to_owned(),
            margin: 0.01,
            compared: 2,
            changed: vec!["the mode is words, before both".to_owned()],
            missing: vec!["harvest".to_owned()],
            figures: vec![FigureChange {
                measure: "ndcg@10".to_owned(),
                before: 0.7,
                now: 0.5613,
                interval: Some([-0.2, -0.05]),
                worse: true,
            }],
        }),
    }
}

pub(in crate::report) fn drafts() -> QueryDrafts {
    QueryDrafts {
        schema: QUERY_DRAFTS_SCHEMA,
        source: "articles".to_owned(),
        queries: vec![QueryDraft {
            text: "train \"blindé\"".to_owned(),
            lang: Some("fr".to_owned()),
            from: DraftKind::Heading,
            file: "fr/train.md".to_owned(),
            expect: vec![DraftExpected {
                text: "Le convoi\u{202e} a quitté".to_owned(),
                file: Some("fr/train.md".to_owned()),
            }],
        }],
    }
}

#[test]
fn the_whole_report_without_colour() {
    let mut report = report();
    report.rows[0].missed = vec![rank(), not_read()];
    let wide = TerminalStyle { width: 110, ..TerminalStyle::default() };
    let expected = "\
Searched    articles · 1,234 texts · builtin · words and meaning · exact
Asked       queries.toml · 2 queries · 1 left out, which expect nothing · k 10
Unread      1 of 12 files was not read: 1 that cannot be understood

 measure      lang   queries    value      95 % interval
─────────────────────────────────────────────────────────
 ndcg@10      all          2   0.5613   0.4613 to 0.6113
 ndcg@10      de           1   0.2500   0.1500 to 0.3000
 recall@100   all          2   0.9000   0.8000 to 0.9500

95 % interval: bootstrap over queries

Compared    2 queries with monday.json, a fall of 0.01 allowed
            not the same: the mode is words, before both
            ndcg@10 0.5613, before 0.7000: -0.1387 (-0.2000 to -0.0500): worse
            not asked any more: harvest

Missed      among the first 10: 1 rank, 1 not read

q1 gepanzerter Zug
  nDCG 0.2500 · 1 of 3 texts among the first 10
  rank       de/zug.txt:3: Am Bahnhof wartete ein gepanzerter Zug.
             found at rank 14 · score 0.42 · cosine 0.31 · words 25% · confidence 0.35
             at 1: de/ernte.txt:1 Die Ernte war gut. · score 0.77 · cosine 0.31 · words 25% · confidence 0.81
  not read   scan.pdf:4
             scan.pdf was not read
";
    assert_eq!(render(&report, &wide), expected);
    report.reasons.clear();
    assert!(render(&report, &wide).ends_with("\nall that was expected is among the first 10\n"));
}

#[test]
fn files_have_every_query() {
    let table = csv(&report()).unwrap();
    let lines: Vec<_> = table.lines().collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[1], "q1,de,gepanzerter Zug,3,1,2,0.25,0.5,0.333,0.667,rank,Am Bahnhof");
    let text = markdown(&report());
    for part in [
        "| ndcg@10 | de | 1 | 0.2500 | 0.1500 to 0.3000 |",
        "### q1 gepanzerter Zug",
        "- **rank**: Am Bahnhof wartete ein gepanzerter Zug.",
        "  - at 1: Die Ernte war gut.",
        "```sh\ncognate bench quality",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn drafts_are_a_file_of_toml_that_says_to_edit_it() {
    let text = toml(&drafts());
    assert!(
        text.starts_with("# Drafts of queries, from articles.\n") && text.contains("EDIT THIS FILE"),
        "{text}"
    );
    let end = "\n# a heading of fr/train.md\n[[query]]\ntext = \"train \\\"blindé\\\"\"\nlang = \"fr\"\nexpect = [\n  \
               { file = \"fr/train.md\", text = \"Le convoi\\U0000202E a quitté\" },\n]\n";
    assert!(text.ends_with(end), "{text}");
    let read: ::toml::Table = text.parse().unwrap();
    assert_eq!(read["query"][0]["expect"][0]["text"].as_str(), Some("Le convoi\u{202e} a quitté"));
}
