use pulldown_cmark::{Event, Options, Parser, Tag};

use super::*;
use crate::report::sample;

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

#[test]
fn the_document_has_its_parts() {
    let text = render(&sample::report()).unwrap();
    for line in [
        "# Topics of press",
        "2 files, 6 paragraphs (en 3, fr 2): 2 topics, 1 outlier.",
        "| 1 | armored train, railway | 2 | 50% | 2 | en 1, fr 1 | 0.71 |",
        "## 1 · armored train, railway",
        "2 paragraphs (50%) in 2 documents · en 1, fr 1 · cohesion 0.71",
        "Also: locomotive",
        "> Le train blindé a quitté la gare à l'aube.",
        "> — press/deux.txt:1 ¶1 · Le train · 2024-05-01",
        "| press/one.txt:1 ¶1 | 0.90 | The armored train left the station at dawn. |",
        "| press/one.txt:5 ¶3 | nearest topic 2, harvest (0.31) | A violinist from the coast won the prize. |",
        "| press/deux.txt:3 ¶2 | link to another article | Lire aussi : la gare |",
        "| press/scan.pdf | not text |",
        "| Algorithm | agglomerative (clusters 2) |",
        "| Sum | 6 paragraphs = 3 in topics + 1 outlier + 1 boilerplate + 1 without vector |",
        "| Long paragraphs | 2 paragraphs were longer than the model's window of 512 tokens and were read in parts |",
    ] {
        assert!(text.lines().any(|found| found == line), "no line `{line}` in\n{text}");
    }
    assert!(!text.contains("\n\n\n"), "one empty line between blocks\n{text}");
    assert!(!text.contains("none"), "{text}");
}

#[test]
fn no_text_of_a_file_changes_the_structure() {
    let plain = structure(&render(&sample::report()).unwrap());
    let hostile =
        "# x\n\n| a | b |\n|---|---|\n<script>`*_[a](b)\n```\n> q\n- item\n1. item {{ 1 }} {% for %}";
    let mut report = sample::report();
    for unit in &mut report.units {
        hostile.clone_into(&mut unit.text);
        unit.place.title = Some(hostile.to_owned());
        unit.place.file = "a|b*c.txt".to_owned();
    }
    for topic in &mut report.topics {
        hostile.clone_into(&mut topic.label);
        topic.terms.iter_mut().for_each(|term| hostile.clone_into(&mut term.text));
        topic.representatives.iter_mut().for_each(|excerpt| hostile.clone_into(&mut excerpt.text));
    }
    report.corpus.paths = vec![hostile.to_owned()];
    let text = render(&report).unwrap();
    assert_eq!(structure(&text), plain, "{text}");
    assert!(text.contains("{{ 1 }}"), "a template's signs in a text are text");
}

#[test]
fn no_topic_says_why() {
    let text = render(&sample::without_topics()).unwrap();
    assert!(text.contains("No topic: none of the 4 paragraphs is close enough to others"), "{text}");
    assert!(text.contains("| Silhouette | not defined (fewer than two topics) |"), "{text}");
}
