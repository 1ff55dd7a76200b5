use super::*;
use crate::report::sample;

pub(in crate::report) fn report() -> SearchReport {
    SearchReport {
        schema: SEARCH_REPORT_SCHEMA,
        query: "armored train".to_owned(),
        model: sample::model(),
        index: "exact".to_owned(),
        searched: 5,
        results: vec![
            SearchHit {
                rank: 1,
                similarity: 0.875,
                text: "The armored train left the station at dawn.".to_owned(),
                place: sample::place("press/one.txt", 1, 0),
                language: "en".parse().ok(),
                boilerplate: None,
                duplicates: vec![sample::place("press/copy.txt", 9, 4)],
            },
            SearchHit {
                rank: 2,
                similarity: -0.1,
                text: "Lire aussi : la gare".to_owned(),
                place: sample::place("press/deux.txt", 3, 1),
                language: "fr".parse().ok(),
                boilerplate: Some(Boilerplate::ReadAlso),
                duplicates: Vec::new(),
            },
        ],
    }
}

#[test]
fn the_whole_report_without_colour() {
    let expected = "\
“armored train”
2 results among 5 texts · exact search · builtin

1   0.88 ███████
    press/one.txt:1 ¶1 · en
    The armored train left the station at dawn.
    the same text: press/copy.txt:9 ¶5

2   -0.10
    press/deux.txt:3 ¶2 · fr · boilerplate (link to another article)
    Lire aussi : la gare
";
    assert_eq!(render(&report(), &TerminalStyle::default()), expected);
}

#[test]
fn words_of_the_query_are_marked_in_colour() {
    let text = render(&report(), &TerminalStyle { colour: true, ..TerminalStyle::default() });
    assert!(text.contains("The \u{1b}[1m\u{1b}[32marmored\u{1b}[0m "), "{text:?}");
}

#[test]
fn nothing_found_is_said() {
    let report = SearchReport { results: Vec::new(), ..report() };
    let text = render(&report, &TerminalStyle::default());
    assert!(text.contains("0 results among 5 texts") && text.ends_with("\nNothing found\n"), "{text}");
}
