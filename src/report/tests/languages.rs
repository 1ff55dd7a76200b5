//! Holds the topic report in every language: nothing is left of messages, and nothing of English.

use std::collections::BTreeSet;

use crate::report::tests::sample;
use crate::report::text::page::TerminalStyle;
use crate::report::text::translations::ReportLanguage;
use crate::report::text::translations::Translations;
use crate::report::text::translations::tests::keys;
use crate::report::text::width;
use crate::report::topics::look::Look;
use crate::report::topics::model::TopicReport;
use crate::report::topics::{markdown, terminal};
use crate::topics::registry::{Change, TopicId};

/// Text of documents and of algorithms, in none of the languages.
const TEXT: &str = "Ωμέγα";

/// English words that are none in the other languages.
const ENGLISH: [&str; 27] = [
    "the",
    "of",
    "and",
    "with",
    "from",
    "which",
    "that",
    "this",
    "are",
    "were",
    "not",
    "than",
    "more",
    "each",
    "other",
    "into",
    "its",
    "it",
    "is",
    "for",
    "at",
    "how",
    "what",
    "where",
    "paragraph",
    "sentence",
    "topic",
];

/// Latin letters that stand in a report in any script.
const LATIN: [&str; 16] = [
    "A", "B", "q", "en", "fr", "builtin", "clusters", "cognate", "press", "one", "deux", "txt", "scan",
    "pdf", "n", "ab",
];

/// Reports in which every part is, and in which parts are not.
fn reports() -> Vec<TopicReport> {
    let mut reports = vec![sample::report(), sample::without_topics()];
    let mut other = sample::report();
    other.corpus.unit = "sentence".to_owned();
    other.corpus.window = None;
    other.corpus.windowed = 1;
    other.corpus.copies = 1200;
    other.quality.stability_runs = 0;
    other.changes =
        (1..9).map(|id| Change::Kept { id: TopicId(id), gained: 2, lost: 0, share: None }).collect();
    let timeline = other.timeline.as_mut().unwrap();
    timeline.undated.not_exact = 1;
    timeline.undated.far_off = 5;
    other.contrast.as_mut().unwrap().sets = ["below press", "all others"].map(str::to_owned);
    for unit in &mut other.units {
        unit.reason = unit.reason.map(|_| crate::report::topics::model::OutlierReason::Far);
    }
    reports.push(other);
    let mut empty = sample::without_topics();
    empty.corpus.unit = "document".to_owned();
    for units in [0, 2, 4] {
        empty.corpus.units = units;
        reports.push(empty.clone());
    }
    reports.into_iter().map(told_in_greek).collect()
}

/// The report with Greek in the place of whatever comes from documents and algorithms.
fn told_in_greek(mut report: TopicReport) -> TopicReport {
    let greek = |text: &mut String| TEXT.clone_into(text);
    greek(&mut report.method.why);
    greek(&mut report.method.algorithm);
    report.corpus.skipped.iter_mut().for_each(|file| greek(&mut file.reason));
    report.corpus.repeated.examples.iter_mut().for_each(|example| greek(&mut example.text));
    for unit in &mut report.units {
        greek(&mut unit.text);
        unit.place.title.iter_mut().for_each(greek);
    }
    for topic in &mut report.topics {
        greek(&mut topic.label);
        topic.summary.iter_mut().for_each(|sentence| greek(&mut sentence.text));
        topic.names.iter_mut().for_each(|name| greek(&mut name.text));
        for term in &mut topic.terms {
            greek(&mut term.text);
            term.also.iter_mut().for_each(|also| greek(&mut also.text));
        }
        for excerpt in &mut topic.representatives {
            greek(&mut excerpt.text);
            excerpt.place.title.iter_mut().for_each(greek);
        }
    }
    for given in report.given.iter_mut().flat_map(|given| &mut given.topics) {
        greek(&mut given.name);
        given.nearest.iter_mut().filter_map(|nearest| nearest.other.as_mut()).for_each(greek);
    }
    report.levels.iter_mut().flat_map(|level| &mut level.groups).for_each(|group| greek(&mut group.label));
    report.former.iter_mut().for_each(|topic| greek(&mut topic.label));
    for entry in &mut report.per {
        greek(&mut entry.field);
        entry.values.iter_mut().for_each(|value| value.value.iter_mut().for_each(greek));
    }
    for change in &mut report.changes {
        if let Change::Renamed { from, to, .. } = change {
            greek(from);
            greek(to);
        }
    }
    report
}

/// The report as Markdown, and for terminals that are narrow and wide.
fn texts(report: &TopicReport, language: ReportLanguage) -> Vec<String> {
    let look = Look { language, ..Look::default() };
    let style = |width, all_units| TerminalStyle { width, all_units, language, ..TerminalStyle::default() };
    vec![
        markdown::render(report, &look).unwrap(),
        terminal::render(report, &style(30, false)),
        terminal::render(report, &style(200, true)),
    ]
}

fn tokens(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect()
}

#[test]
fn no_message_is_left_and_no_english() {
    let keys = keys();
    for report in reports() {
        for language in ReportLanguage::ALL {
            for text in texts(&report, language) {
                for key in keys.iter().filter(|key| key.contains('-')) {
                    assert!(!text.contains(key.as_str()), "{key} in {text}");
                }
                assert!(!text.contains("{ ") && !text.contains("{$"), "{text}");
                let found = tokens(&text);
                if language != ReportLanguage::English {
                    let english: Vec<_> = ENGLISH.iter().filter(|word| found.contains(*word)).collect();
                    assert!(english.is_empty(), "{english:?} in {text}");
                }
                if matches!(language, ReportLanguage::Russian | ReportLanguage::Korean) {
                    let latin = text.split(|c: char| !c.is_ascii_alphabetic());
                    let foreign: Vec<_> =
                        latin.filter(|word| !word.is_empty() && !LATIN.contains(word)).collect();
                    assert!(foreign.is_empty(), "{foreign:?} in {text}");
                }
            }
        }
    }
}

#[test]
fn each_language_has_its_own_words() {
    let report = told_in_greek(sample::report());
    let said: BTreeSet<Vec<String>> =
        ReportLanguage::ALL.into_iter().map(|language| texts(&report, language)).collect();
    assert_eq!(said.len(), ReportLanguage::ALL.len());
    let french = &texts(&sample::report(), ReportLanguage::French)[0];
    for line in [
        "# Thèmes de press",
        "2 fichiers, 6 paragraphes (en 3, fr 2)\u{202F}: 2 thèmes, 1 texte isolé\u{202F}; 1 copie d’un autre paragraphe, \
         comptée une seule fois.",
        "2 paragraphes (50\u{202F}%), dont 1 hors copies, dans 2 documents · donné · en 1, fr 1 · cohésion 0,71 · \
         silhouette 0,31 · cohérence 0,12 · retrouvé 10 fois en 10 échantillons",
        "Vostochny, Amur · 13 septembre 2023, mai 2024",
    ] {
        assert!(french.lines().any(|found| found == line), "no line `{line}` in\n{french}");
    }
    let russian = &texts(&sample::report(), ReportLanguage::Russian)[2];
    for part in
        ["6 абзацев", "1 текст вне тем", "повторяется в 10 из 10 выборок", "язык fr (1 абзац, 1 документ)"]
    {
        assert!(russian.contains(part), "no `{part}` in\n{russian}");
    }
}

#[test]
fn columns_of_a_table_are_as_wide_as_their_heads() {
    let report = sample::report();
    for language in ReportLanguage::ALL {
        let style = TerminalStyle { language, ..TerminalStyle::default() };
        let text = terminal::render(&report, &style);
        let head = Translations::new(language).say("head-topic");
        let mut lines = text.lines().skip_while(|line| !line.contains("      A      B "));
        let place = width::of(lines.next().and_then(|line| line.strip_suffix(&head)).unwrap());
        for name in ["1 armored train, railway", "2 harvest"] {
            let before = lines.next().and_then(|line| line.strip_suffix(name));
            assert_eq!(before.map(width::of), Some(place), "{text}");
        }
    }
}
