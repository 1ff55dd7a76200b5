use super::*;
use crate::report::tests::sample;

fn text(text: &str, file: &str, line: u64, language: &str) -> ComparedText {
    ComparedText {
        text: text.to_owned(),
        place: sample::place(file, line, line as usize - 1),
        language: language.parse().ok(),
        boilerplate: None,
    }
}

pub(in crate::report) fn report() -> CompareReport {
    let pair = |similarity, kind, in_order, a: Vec<ComparedText>, b: Vec<ComparedText>| ComparedPair {
        similarity,
        margin: 1.5,
        kind,
        in_order,
        words_in_common: if kind == Correspondence::Changed { 0.8 } else { 0.25 },
        diff: None,
        a,
        b,
    };
    let run = |change, text: &str| DiffRun { change, text: text.to_owned() };
    let mut changed = pair(
        0.9375,
        Correspondence::Changed,
        true,
        vec![text("It left on Sunday.", "a.txt", 2, "en")],
        vec![text("It left on Monday.", "b.txt", 2, "en")],
    );
    changed.diff = Some(vec![
        run(WordChange::Same, "It left on "),
        run(WordChange::Removed, "Sunday"),
        run(WordChange::Added, "Monday"),
        run(WordChange::Same, "."),
    ]);
    CompareReport {
        schema: COMPARE_REPORT_SCHEMA,
        model: sample::model(),
        threshold: 0.4,
        margin: 1.1,
        a: ComparedSide { documents: 1, texts: 5, paired: 4, only: 1 },
        b: ComparedSide { documents: 2, texts: 6, paired: 5, only: 1 },
        documents: vec![ComparedDocuments {
            a: "a.txt".to_owned(),
            a_id: Some("7".to_owned()),
            b: "b.txt".to_owned(),
            b_id: None,
            pairs: 3,
        }],
        pairs: vec![
            pair(
                1.0,
                Correspondence::Identical,
                true,
                vec![text("The train.", "a.txt", 1, "en")],
                vec![text("the train", "b.txt", 1, "en")],
            ),
            changed,
            pair(
                0.75,
                Correspondence::Translation,
                true,
                vec![text("It came back on Thursday, empty.", "a.txt", 3, "en")],
                vec![
                    text("Il est revenu jeudi.", "b.txt", 3, "fr"),
                    text("Il était vide.", "b.txt", 4, "fr"),
                ],
            ),
            pair(
                0.625,
                Correspondence::Paraphrase,
                false,
                vec![text("Nobody waited.", "a.txt", 4, "en")],
                vec![text("There was no one on the platform.", "c.txt", 1, "en")],
            ),
        ],
        only_a: vec![text("Rails were new.", "a.txt", 5, "en")],
        only_b: vec![text("Il pleuvait.", "b.txt", 5, "fr")],
    }
}

#[test]
fn the_whole_report_without_colour() {
    let expected = "\
4 pairs: 1 identical, 1 changed, 1 translation, 1 paraphrase; 1 in another place
A: 4 of 5 texts (80%) with a counterpart, 1 without, in 1 document
B: 5 of 6 texts (83%) with a counterpart, 1 without, in 2 documents
similarity of 0.40 and margin of 1.10 or more · builtin

a.txt [7] ↔ b.txt · 3 pairs

0.94 ███████▌ changed, 80% of the words in common
    a.txt:2 ¶2 · en
    b.txt:2 ¶2 · en
    It left on [-Sunday-]{+Monday+}.

0.75 ██████ translation · 1 to 2
    a.txt:3 ¶3 · en
    It came back on Thursday, empty.
    b.txt:3 ¶3 · fr
    Il est revenu jeudi.
    b.txt:4 ¶4 · fr
    Il était vide.

0.62 █████ paraphrase, 25% of the words in common · in another place
    a.txt:4 ¶4 · en
    Nobody waited.
    c.txt:1 ¶1 · en
    There was no one on the platform.

Only in A: 1 text
    a.txt:5 ¶5 · en
    Rails were new.

Only in B: 1 text
    b.txt:5 ¶5 · fr
    Il pleuvait.
";
    assert_eq!(render(&report(), &TerminalStyle::default()), expected);
}

#[test]
fn identical_texts_are_shown_when_all_is_asked_for() {
    let text = render(&report(), &TerminalStyle { all_units: true, ..TerminalStyle::default() });
    let part = "\n1.00 ████████ identical\n    a.txt:1 ¶1 · en\n    b.txt:1 ¶1 · en\n    The train.\n\n0.94";
    assert!(text.contains(part), "{text}");
}

#[test]
fn changes_are_painted_over_several_lines() {
    let mut report = report();
    report.pairs.truncate(2);
    report.pairs[1].diff.as_mut().unwrap()[1].text = "one two three four five six".to_owned();
    let style = TerminalStyle { colour: true, width: 30, ..TerminalStyle::default() };
    let text = render(&report, &style);
    assert!(
        text.contains(
            "    It left on \u{1b}[33m[-one two three\u{1b}[0m\n    \u{1b}[33mfour five six-]\u{1b}[0m"
        ),
        "{text:?}"
    );
    assert!(text.contains("\u{1b}[1m\u{1b}[32m{+Monday+}\u{1b}[0m"), "{text:?}");
}

#[test]
fn what_did_not_change_is_shown_beside_a_change() {
    let long = "word ".repeat(60);
    assert_eq!(beside(&long, false, true), format!("{}…", "word ".repeat(12)));
    assert!(beside(&long, true, false).starts_with("… word word"), "{}", beside(&long, true, false));
    assert_eq!(beside(" short ", false, false), " short ");
    let between = beside(&long, false, false);
    assert!(between.len() < 150 && between.contains(" … "), "{between}");
}

#[test]
fn nothing_that_corresponds_is_said() {
    let report = CompareReport { pairs: Vec::new(), documents: Vec::new(), ..report() };
    let text = render(&report, &TerminalStyle::default());
    assert!(text.starts_with("0 pairs\n") && text.contains("\nNothing corresponds\n"), "{text}");
    assert!(markdown(&report).contains("\nNothing corresponds\n"));
}

#[test]
fn as_a_table() {
    let table = csv(&report()).unwrap();
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(
        lines[0],
        "kind,similarity,margin,words_in_common,in_order,file_a,line_a,at_a,position_a,id_a,language_a,text_a,\
         file_b,line_b,at_b,position_b,id_b,language_b,text_b"
    );
    assert_eq!(
        lines[2],
        "changed,0.9375,1.5,0.8,true,a.txt,2,,1,,en,It left on Sunday.,b.txt,2,,1,,en,It left on Monday."
    );
    assert!(table.contains(",\"Il est revenu jeudi.\nIl était vide.\"\n"), "{table}");
    assert!(table.contains("only in A,,,,,a.txt,5,,4,,en,Rails were new.,,,,,,,\n"), "{table}");
    assert!(table.contains("only in B,,,,,,,,,,,,b.txt,5,,4,,fr,Il pleuvait.\n"), "{table}");
}

#[test]
fn as_a_document() {
    let page = markdown(&report());
    let part = "\
### 0.94 · changed, 80% of the words in common

> It left on ~~Sunday~~**Monday**.
>
> — a.txt:2 ¶2 · en\\
> — b.txt:2 ¶2 · en

### 0.75 · translation · 1 to 2

> It came back on Thursday, empty.
>
> — a.txt:3 ¶3 · en
";
    assert!(page.contains(part), "{page}");
    assert!(
        page.contains("\n## Documents\n\n| A ↔ B | pairs |\n|:--|--:|\n| a.txt \\[7\\] ↔ b.txt | 3 |\n"),
        "{page}"
    );
    assert!(
        page.contains("\n## Only in B: 1 text\n\n> Il pleuvait.\n") && !page.contains("The train"),
        "{page}"
    );
}
