use super::*;
use crate::report::tests::sample;

pub(in crate::report) fn report() -> SimilarReport {
    let text = |text: &str, place, language: &str| SimilarText {
        text: text.to_owned(),
        place,
        language: language.parse().ok(),
        boilerplate: None,
        places: 1,
        also: Vec::new(),
    };
    let dawn = SimilarText {
        places: 3,
        also: vec![sample::place("press/copy.txt", 9, 4)],
        ..text("The armored train left at dawn.", sample::place("press/one.txt", 1, 0), "en")
    };
    let noon = text("The armored train left at noon.", sample::place("press/two.txt", 4, 1), "en");
    let french = text("Le train blindé est parti à l'aube.", sample::place("press/deux.txt", 1, 0), "fr");
    let link = SimilarText {
        boilerplate: Some(Boilerplate::ReadAlso),
        ..text("Lire aussi : la gare", sample::place("press/deux.txt", 3, 1), "fr")
    };
    let pair = |similarity, kind, words_in_common, a: &SimilarText, b: &SimilarText| SimilarPair {
        similarity,
        kind,
        words_in_common,
        a: a.clone(),
        b: b.clone(),
    };
    let member = |similarity, kind, words_in_common, text: &SimilarText| SimilarMember {
        similarity,
        kind,
        words_in_common,
        against: false,
        text: text.clone(),
    };
    SimilarReport {
        schema: SIMILAR_REPORT_SCHEMA,
        model: sample::model(),
        index: "exact".to_owned(),
        threshold: 0.8,
        searched: 1205,
        against: None,
        pairs: vec![
            pair(1.0, Likeness::Identical, 1.0, &link, &link),
            pair(0.9375, Likeness::NearCopy, 5.0 / 6.0, &dawn, &noon),
            pair(0.875, Likeness::Translation, 0.0, &dawn, &french),
            pair(0.8125, Likeness::Paraphrase, 0.25, &noon, &dawn),
        ],
        groups: vec![SimilarGroup {
            places: 5,
            similarity: 0.875,
            languages: [("en".parse().unwrap(), 4), ("fr".parse().unwrap(), 1)].into(),
            members: vec![
                member(1.0, None, 1.0, &dawn),
                member(0.9375, Some(Likeness::NearCopy), 5.0 / 6.0, &noon),
                member(0.875, Some(Likeness::Translation), 0.0, &french),
            ],
        }],
    }
}

fn pairs() -> SimilarReport {
    SimilarReport { groups: Vec::new(), ..report() }
}

fn groups() -> SimilarReport {
    SimilarReport { pairs: Vec::new(), ..report() }
}

#[test]
fn pairs_without_colour() {
    let expected = "\
4 pairs among 1,205 texts
similarity of 0.80 or more · exact search · builtin

1   1.00 ████████ identical
    press/deux.txt:3 ¶2 · fr · boilerplate (link to another article)
    Lire aussi : la gare
    press/deux.txt:3 ¶2 · fr · boilerplate (link to another article)
    Lire aussi : la gare

2   0.94 ███████▌ near copy, 83% of the words in common
    press/one.txt:1 ¶1 · en
    The armored train left at dawn.
    in 3 places, also press/copy.txt:9 ¶5, …
    press/two.txt:4 ¶2 · en
    The armored train left at noon.

3   0.88 ███████ translation
    press/one.txt:1 ¶1 · en
    The armored train left at dawn.
    in 3 places, also press/copy.txt:9 ¶5, …
    press/deux.txt:1 ¶1 · fr
    Le train blindé est parti à l'aube.

4   0.81 ██████▌ paraphrase, 25% of the words in common
    press/two.txt:4 ¶2 · en
    The armored train left at noon.
    press/one.txt:1 ¶1 · en
    The armored train left at dawn.
    in 3 places, also press/copy.txt:9 ¶5, …
";
    assert_eq!(render(&pairs(), &TerminalStyle::default()), expected);
}

#[test]
fn groups_without_colour() {
    let expected = "\
1 group of 5 texts between 1,205 texts and 7 texts
similarity of 0.80 or more · exact search · builtin

1   0.88 ███████ 3 different texts in 5 places · en 4 · fr 1
    press/one.txt:1 ¶1 · en
    The armored train left at dawn.
    in 3 places, also press/copy.txt:9 ¶5, …

    0.94 near copy, 83% of the words in common
    press/two.txt:4 ¶2 · en
    The armored train left at noon.

    0.88 translation
    press/deux.txt:1 ¶1 · fr
    Le train blindé est parti à l'aube.
";
    let report = SimilarReport { against: Some(7), ..groups() };
    assert_eq!(render(&report, &TerminalStyle::default()), expected);
}

#[test]
fn a_large_group_is_short_unless_all_is_asked_for() {
    let mut report = groups();
    let member = report.groups[0].members[1].clone();
    report.groups[0].members.extend(vec![member; 9]);
    let short = render(&report, &TerminalStyle::default());
    assert!(short.ends_with("\n\n    and 7 more\n") && short.matches("at noon").count() == 3, "{short}");
    let all = render(&report, &TerminalStyle { all_units: true, ..TerminalStyle::default() });
    assert!(!all.contains("more\n") && all.matches("at noon").count() == 10, "{all}");
}

#[test]
fn nothing_found_is_said() {
    let report = SimilarReport { pairs: Vec::new(), ..pairs() };
    let text = render(&report, &TerminalStyle::default());
    assert!(text.starts_with("0 pairs among") && text.ends_with("\nNothing found\n"), "{text}");
    assert!(markdown(&report).ends_with("\nNothing found\n"));
    assert_eq!(csv(&report).unwrap().lines().count(), 1);
}

#[test]
fn pairs_as_a_table_and_a_document() {
    let table = csv(&pairs()).unwrap();
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(
        lines[0],
        "similarity,kind,words_in_common,file_a,line_a,at_a,position_a,id_a,title_a,language_a,places_a,text_a,\
         file_b,line_b,at_b,position_b,id_b,title_b,language_b,places_b,text_b"
    );
    assert_eq!(
        lines[3],
        "0.875,translation,0,press/one.txt,1,,0,,,en,3,The armored train left at dawn.,\
         press/deux.txt,1,,0,,,fr,1,Le train blindé est parti à l'aube."
    );
    assert_eq!(lines.len(), 5);
    let page = markdown(&pairs());
    let part = "\
## 2 · 0.94 · near copy, 83% of the words in common

> The armored train left at dawn.
>
> — press/one.txt:1 ¶1 · en

in 3 places, also press/copy.txt:9 ¶5, …

> The armored train left at noon.
>
> — press/two.txt:4 ¶2 · en
";
    assert!(
        page.starts_with("# Similar texts\n\n4 pairs among 1,205 texts\n") && page.contains(part),
        "{page}"
    );
}

#[test]
fn groups_as_a_table_and_a_document() {
    let table = csv(&groups()).unwrap();
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(
        lines[0],
        "group,group_places,similarity,kind,words_in_common,file,line,at,position,id,title,language,places,text"
    );
    assert_eq!(lines[1], "1,5,1,,1,press/one.txt,1,,0,,,en,3,The armored train left at dawn.");
    assert_eq!(
        lines[3],
        "1,5,0.875,translation,0,press/deux.txt,1,,0,,,fr,1,Le train blindé est parti à l'aube."
    );
    let page = markdown(&groups());
    assert!(page.contains("\n## 1 · 0.88 · 3 different texts in 5 places · en 4 · fr 1\n"), "{page}");
    assert!(page.contains("\n0.88 translation\n\n> Le train blindé"), "{page}");
}
