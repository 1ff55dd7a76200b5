use super::*;
use crate::report::tests::sample;
use crate::report::text::page::TerminalStyle;
use crate::report::text::width;

mod outputs;
mod templates;
mod terminal;

/// A result with everything, and one of boilerplate with nothing.
pub(in crate::report) fn report() -> SearchReport {
    let text = "Rien ne bouge. Le train blindé a quitté la gare à l'aube. Personne ne l'a vu.";
    let at = |word: &str, strength| {
        let start = text.find(word).unwrap();
        Mark { start, end: start + word.len(), strength }
    };
    let start = text.find("Le train").unwrap();
    let end = text.find(" Personne").unwrap();
    SearchReport {
        schema: SEARCH_REPORT_SCHEMA,
        query: "armored train".to_owned(),
        mode: SearchMode::Both,
        reranker: None,
        model: sample::model(),
        index: "exact".to_owned(),
        searched: 5,
        outcome: Verdict::Found,
        confidence: 0.93,
        unread: crate::report::answers::unread::UnreadSummary::of(
            [("a/talk.key".into(), crate::corpus::UnreadKind::UnknownType, None)].into_iter(),
            3,
        ),
        set_aside: 1,
        results: vec![
            SearchHit {
                rank: 1,
                score: 1.75,
                reranked: None,
                confidence: 0.93,
                verdict: Verdict::Found,
                similarity: Some(0.875),
                words: Some(1.0),
                text: text.to_owned(),
                place: sample::place("press/deux.txt", 1, 1),
                language: "fr".parse().ok(),
                boilerplate: None,
                why: vec![
                    reason("train", "train", 1.0, 0.25, 0.25),
                    reason("armored", "blindé", 0.71, 0.75, 0.5),
                ],
                marks: vec![at("train", 1.0), at("blindé", 0.71)],
                sentence: Some([start, end]),
                before: vec![context("Une phrase avant.", 0)],
                after: vec![context("Une phrase après.", 2)],
                duplicates: vec![sample::place("press/copy.txt", 9, 4)],
                copies: vec![copy("press/trois.txt"), copy("press/quatre.txt")],
            },
            hit(2, "Lire aussi : la gare"),
        ],
    }
}

fn hit(rank: usize, text: &str) -> SearchHit {
    SearchHit {
        rank,
        score: -0.25,
        reranked: None,
        confidence: 0.12,
        verdict: Verdict::Nothing,
        similarity: Some(-0.1),
        words: None,
        text: text.to_owned(),
        place: sample::place("press/un.txt", 3, 1),
        language: "fr".parse().ok(),
        boilerplate: Some(Boilerplate::ReadAlso),
        why: Vec::new(),
        marks: Vec::new(),
        sentence: None,
        before: Vec::new(),
        after: Vec::new(),
        duplicates: Vec::new(),
        copies: Vec::new(),
    }
}

fn reason(query: &str, word: &str, similarity: f32, weight: f32, share: f32) -> Reason {
    let same = query == word;
    Reason { query: query.to_owned(), word: word.to_owned(), similarity, same, weight, share }
}

fn context(text: &str, position: usize) -> Context {
    Context { text: text.to_owned(), place: sample::place("press/deux.txt", 5, position) }
}

fn copy(file: &str) -> Copy {
    Copy {
        similarity: 0.96,
        text: "Le train blindé a quitté la gare.".to_owned(),
        place: sample::place(file, 2, 0),
    }
}

/// One result and nothing else.
fn of(hit: SearchHit) -> SearchReport {
    let (outcome, confidence) = (hit.verdict, hit.confidence);
    SearchReport { outcome, confidence, results: vec![hit], ..report() }
}

fn shown(report: &SearchReport, width: usize) -> String {
    render(
        report,
        &SearchStyle {
            terminal: TerminalStyle { width, ..TerminalStyle::default() },
            ..SearchStyle::default()
        },
    )
}

/// The lines below the head of the report.
fn body(report: &SearchReport, width: usize) -> String {
    shown(report, width).split_once("\n\n").unwrap().1.to_owned()
}

fn widest(text: &str) -> usize {
    text.lines().map(width::of).max().unwrap_or(0)
}
