use pulldown_cmark::{Event, Options, Parser, Tag};

use super::*;
use crate::report::tests::sample;
use crate::report::topics::model::{GroupEntry, LevelEntry, RepeatedSummary, Title};
use crate::topics::registry::Change;

/// Counts of headings, block quotes and table rows that a reader sees.
fn structure(markdown: &str) -> [usize; 3] {
    let mut counts = [0; 3];
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { .. }) => counts[0] += 1,
            Event::Start(Tag::BlockQuote(_)) => counts[1] += 1,
            Event::Start(Tag::TableRow) => counts[2] += 1,
            Event::Html(_) | Event::InlineHtml(_) => panic!("no HTML in a report"),
            _ => {}
        }
    }
    counts
}

/// The sample with a third topic, and the first two in a group.
fn with_groups() -> TopicReport {
    let mut report = sample::report();
    report.topics.push(TopicEntry { id: 3, label: "rest".to_owned(), ..report.topics[1].clone() });
    let group = GroupEntry { label: "group of three".to_owned(), topics: vec![1, 2], units: 3 };
    report.levels = vec![LevelEntry { groups: vec![group] }];
    report
}

#[test]
fn the_document_has_its_parts() {
    let text = render(&with_groups(), &Look::default()).unwrap();
    for line in [
        "# Topics of press",
        "2 files, 6 paragraphs (en 3, fr 2): 3 topics, 1 outlier; 1 copy of another paragraph counted once.",
        "| 1 | armored train, railway | 2 | 1 | 50% | 2 | en 1, fr 1 | 0.71 |",
        "## 1 · armored train, railway",
        "“Le train blindé a quitté la gare à l'aube.” — press/deux.txt:1 ¶1 · Le train · 2024-05-01",
        "2 paragraphs (50%), of which 1 independent, in 2 documents · given · en 1, fr 1 · cohesion 0.71 · silhouette \
         0.31 · coherence 0.12 · comes back in 10 of 10 samples",
        "1 paragraph (25%) in 1 document · 1 more in part · en 1 · cohesion 1.00 · fragile: comes back in 3 of 10 samples",
        "Vostochny, Amur · 13 September 2023, May 2024",
        "Also: armored train (train blindé), locomotive",
        "| press/deux.txt:1 ¶1 | almost in 2 harvest (margin 0.01) | Le train blindé a quitté la gare à l'aube. |",
        "- 2 paragraphs about none of them",
        "- chess: nothing is about it; the nearest text has 8%; that one is about armored train, railway: “The armored \
         train left the station at dawn.” — press/one.txt:1 ¶1",
        "- **gone**: 5, most of it now in 1 armored train, railway; 6 railway",
        "- group of three (3 paragraphs)",
        "  - 2 harvest (1)",
        "- 3 rest (1)",
        "2023-06 to 2023-10, a column is a month; left out: 2 paragraphs without a date, 1 paragraph with a date that \
         cannot be read.",
        "| 1 armored train, railway | ▁▁·▅█ | rises in 2023-09: 4% to 21%; falls in 2023-10: 21% to \\<1% |",
        "- B: language en (4 paragraphs in 1 document)",
        "| 1 armored train, railway | 100% | 25% | 0.012 | A | Le train blindé a quitté la gare à l'aube. — \
         press/deux.txt:1 ¶1 |",
        "| 2 harvest | 0% | 25% | – | – |  |",
        "## Topics by author",
        "| Topic | Ada \\[31m Byron | others (4 values) | no author |",
        "| 1 armored train, railway | 50% (9%–91%) | 100% (21%–100%) | – |",
        "- Ada \\[31m Byron: 2 paragraphs in 1 document",
        "| Density validity | 0.05 |",
        "| Stability | 0.84 (10 samples) |",
        "> Le train blindé a quitté la gare à l'aube.",
        "> — press/deux.txt:1 ¶1 · Le train · 2024-05-01",
        "| press/one.txt:1 ¶1 | 0.90 | The armored train left the station at dawn. |",
        "| press/one.txt:5 ¶3 | between two topics · nearest topic 2, harvest (0.31, margin 0.02) | A violinist from the \
         coast won the prize. |",
        "| press/deux.txt:3 ¶2 | link to another article | Lire aussi : la gare |",
        "## Repeated",
        "3 sentences or lines in 2 paragraphs are repeated in the same words in many documents; they are not used for \
         topics.",
        "| 2 | Write to the night desk. |",
        "| press/scan.pdf | not text |",
        "| Algorithm | agglomerative (clusters 2) |",
        "| Sum | 6 paragraphs = 3 in topics + 1 outlier + 1 boilerplate + 1 without vector |",
        "| Long paragraphs | 2 paragraphs were longer than the model's window of 512 tokens and were read in parts |",
    ] {
        assert!(text.lines().any(|found| found == line), "no line `{line}` in\n{text}");
    }
    assert!(!text.contains("\n\n\n"), "one empty line between blocks\n{text}");
    assert!(!text.replace("about none of them", "").contains("none"), "{text}");
}

#[test]
fn a_long_excerpt_is_cut_at_a_word() {
    let mut report = with_groups();
    report.topics[0].representatives[0].text = format!("{}end", "railway ".repeat(1000));
    let text = render(&report, &Look::default()).unwrap();
    let line = text.lines().find(|line| line.starts_with("> railway")).unwrap();
    assert!(line.len() < 1600 && line.ends_with("railway…"), "{line}");
}

#[test]
fn no_text_of_a_file_changes_the_structure() {
    let plain = structure(&render(&with_groups(), &Look::default()).unwrap());
    let hostile =
        "# x\n\n| a | b |\n|---|---|\n<script>`*_[a](b)\n```\n> q\n- item\n1. item {{ 1 }} {% for %}";
    let mut report = with_groups();
    for unit in &mut report.units {
        hostile.clone_into(&mut unit.text);
        unit.place.title = Some(hostile.to_owned());
        unit.place.file = "a|b*c.txt".to_owned();
    }
    for topic in &mut report.topics {
        hostile.clone_into(&mut topic.label);
        for term in &mut topic.terms {
            hostile.clone_into(&mut term.text);
            term.also.iter_mut().for_each(|also| hostile.clone_into(&mut also.text));
        }
        topic.summary.iter_mut().for_each(|sentence| hostile.clone_into(&mut sentence.text));
        topic
            .names
            .iter_mut()
            .chain(&mut topic.dates)
            .for_each(|mention| hostile.clone_into(&mut mention.text));
        topic.representatives.iter_mut().for_each(|excerpt| hostile.clone_into(&mut excerpt.text));
    }
    for change in &mut report.changes {
        if let Change::Renamed { from, to, .. } = change {
            hostile.clone_into(from);
            hostile.clone_into(to);
        }
    }
    report.levels[0].groups[0].label = hostile.to_owned();
    report.contrast.as_mut().unwrap().sets = [hostile.to_owned(), hostile.to_owned()];
    report.corpus.paths = vec![hostile.to_owned()];
    report.per[0].field = hostile.to_owned();
    report.per[0].values[0].value = Some(hostile.to_owned());
    report.corpus.repeated.examples[0].text = hostile.to_owned();
    let text = render(&report, &Look::default()).unwrap();
    assert_eq!(structure(&text), plain, "{text}");
    assert!(text.contains("{{ 1 }}"), "a template's signs in a text are text");
}

#[test]
fn no_topic_says_why() {
    let text = render(&sample::without_topics(), &Look::default()).unwrap();
    assert!(text.contains("No topic: none of the 4 paragraphs is close enough to others"), "{text}");
    assert!(text.contains("| Stability | not measured |"), "{text}");
    assert!(text.contains("| Silhouette | not defined |"), "{text}");
}

#[test]
fn sections_that_hold_nothing_are_not_there() {
    let mut report = sample::report();
    report.changes.retain(Change::is_nothing);
    report.timeline = None;
    report.contrast = None;
    report.corpus.copies = 0;
    report.corpus.repeated = RepeatedSummary::default();
    let text = render(&report, &Look::default()).unwrap();
    for word in
        ["Changes since", "Repeated", "Groups", "Over time", "Two sets", "Independent", "counted once"]
    {
        assert!(!text.contains(word), "{word} in {text}");
    }
    assert!(!text.contains("\n\n\n"), "{text}");
    assert!(text.contains("| # | Topic | Paragraphs | Share |"), "{text}");
}

#[test]
fn titles_stand_first_and_in_place_of_the_sentence() {
    let mut report = sample::report();
    let title = |unit, text: &str| Title { unit, text: text.to_owned() };
    report.topics[0].titles = vec![title(0, "A *train* crosses"), title(3, "Le train traverse le fleuve")];
    let text = render(&report, &Look::default()).unwrap();
    assert!(
        text.contains("railway\n\n- A \\*train\\* crosses — press/one.txt:1 ¶1\n- Le train traverse"),
        "{text}"
    );
    assert!(!text.contains("\n\n\n"), "{text}");
}
