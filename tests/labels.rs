//! Labels of the sample corpus, as its readers see them: in every language that it has.
//!
//! `cargo test --test labels -- --nocapture` prints the labels.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use cognate::corpus::Language;
use cognate::pipeline::{Base, Collection, CollectionOptions, Silent, Sources, TopicsOptions};
use cognate::report::topics::model::{TopicEntry, TopicReport};
use rust_stemmers::{Algorithm, Stemmer};
use serde::Deserialize;

const LANGUAGES: [&str; 6] = ["de", "en", "es", "fr", "ko", "ru"];

#[derive(Deserialize)]
struct Gold {
    article: Vec<Article>,
}

#[derive(Deserialize)]
struct Article {
    file: String,
    paragraphs: Vec<Paragraph>,
}

#[derive(Deserialize)]
struct Paragraph {
    starts: String,
    topic: String,
}

fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")
}

/// The report with labels in no language asked for (`""`) and in each of the corpus.
static REPORTS: LazyLock<BTreeMap<&str, TopicReport>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let base = Base::new(seeds());
    let mut collection = Collection::open(folder.path(), &CollectionOptions::default()).unwrap();
    let sources = Sources { paths: vec![seeds()], ..Sources::default() };
    collection.index(&sources, &base, &Silent).unwrap();
    let reports = std::iter::once("").chain(LANGUAGES).map(|code| {
        let options = TopicsOptions { label_language: code.parse().ok(), ..TopicsOptions::default() };
        (code, collection.topics(&options, Vec::new(), &base, &Silent).unwrap())
    });
    reports.collect()
});

/// Every topic of every report.
fn all_topics() -> impl Iterator<Item = (&'static str, &'static TopicEntry)> {
    REPORTS.iter().flat_map(|(asked, report)| report.topics.iter().map(move |topic| (*asked, topic)))
}

fn stemmer(language: Language) -> Option<Stemmer> {
    let algorithm = match language.code() {
        "de" => Algorithm::German,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fr" => Algorithm::French,
        "ru" => Algorithm::Russian,
        _ => return None,
    };
    Some(Stemmer::create(algorithm))
}

fn words(term: &str) -> Vec<String> {
    term.to_lowercase().split([' ', '-']).map(str::to_owned).collect()
}

/// Stems of a term's words, in order.
fn stems(term: &str, language: Language) -> Vec<String> {
    let words = words(term);
    match stemmer(language) {
        Some(stemmer) => words.iter().map(|word| stemmer.stem(word).into_owned()).collect(),
        None => words,
    }
}

/// Whether two words share five letters or more and differ by two at most behind them.
fn is_inflection(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) =
        (a.to_lowercase().chars().collect(), b.to_lowercase().chars().collect());
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    same >= 5 && a.len().max(b.len()) - same <= 2
}

#[test]
fn no_term_is_a_stop_word_or_a_number() {
    let mut terms = 0;
    for (asked, topic) in all_topics() {
        for term in topic.terms.iter().take(10) {
            terms += 1;
            let lower = term.text.to_lowercase();
            for code in LANGUAGES {
                // A word of another language's list may be a word of content in this one (German "war").
                let own = term.language.is_some_and(|language| language.code() == code);
                let stop = stop_words::lookup(code).unwrap();
                assert!(!own || !stop.contains(&lower.as_str()), "{asked}: {} in {}", term.text, topic.label);
            }
            assert!(lower.chars().any(char::is_alphabetic), "{asked}: {} in {}", term.text, topic.label);
            assert!(!lower.starts_with(|c: char| c.is_ascii_digit()), "{asked}: {}", term.text);
        }
    }
    assert!(terms > 500, "{terms}");
}

#[test]
fn no_term_is_an_inflection_of_another() {
    for (asked, topic) in all_topics() {
        for (place, a) in topic.terms.iter().enumerate().take(10) {
            for b in &topic.terms[..place] {
                let language = a.language.unwrap();
                let same = stems(&a.text, language) == stems(&b.text, language)
                    || (words(&a.text).len() == 1
                        && words(&b.text).len() == 1
                        && is_inflection(&a.text, &b.text));
                assert!(!same, "{asked}: {} and {} in {}", a.text, b.text, topic.label);
            }
        }
    }
}

#[test]
fn the_terms_of_a_topic_are_in_one_language_and_translations_in_others() {
    let mut translated = 0;
    for (asked, topic) in all_topics() {
        let spoken: BTreeSet<_> = topic.terms.iter().map(|term| term.language).collect();
        assert_eq!(spoken.len(), 1, "{asked}: {}", topic.label);
        for term in &topic.terms {
            let mut languages: Vec<Language> = term.also.iter().map(|also| also.language).collect();
            translated += languages.len();
            let n = languages.len();
            languages.dedup();
            assert!(languages.len() == n && !languages.contains(&term.language.unwrap()), "{:?}", term.also);
            assert!(
                languages.iter().all(|language| topic.languages.contains_key(language)),
                "{:?}",
                term.also
            );
        }
    }
    assert!(translated > 200, "{translated}");
}

#[test]
fn a_label_is_in_the_language_asked_for_where_the_topic_has_text_in_it() {
    for (asked, report) in REPORTS.iter().filter(|(asked, _)| !asked.is_empty()) {
        let language: Language = asked.parse().unwrap();
        let mut there = 0;
        for topic in &report.topics {
            let spoken = topic.terms[0].language.unwrap();
            if topic.languages.contains_key(&language) {
                there += 1;
                assert_eq!(spoken, language, "{}", topic.label);
            } else {
                assert_ne!(spoken, language, "{}", topic.label);
            }
        }
        assert!(there >= 5, "{asked}: {there}");
    }
}

#[test]
fn a_label_is_three_terms_that_share_no_word() {
    for (asked, topic) in all_topics() {
        let parts: Vec<&str> = topic.label.split(", ").collect();
        assert_eq!(parts.len(), 3, "{asked}: {}", topic.label);
        let language = topic.terms[0].language.unwrap();
        let mut seen = BTreeSet::new();
        for stem in
            parts.iter().flat_map(|part| stems(part, language)).filter(|stem| stem.chars().count() > 3)
        {
            assert!(seen.insert(stem.clone()), "{asked}: {stem} twice in {}", topic.label);
        }
    }
}

/// The topic that holds most paragraphs of a gold topic.
fn topic_of<'a>(report: &'a TopicReport, gold: &str) -> &'a TopicEntry {
    let text = std::fs::read_to_string(seeds().join("gold.toml")).unwrap();
    let articles: Gold = toml::from_str(&text).unwrap();
    let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
    for unit in &report.units {
        let Some(topic) = unit.topic else { continue };
        let of_file = articles.article.iter().filter(|article| article.file == unit.place.file);
        let mut paragraphs = of_file.flat_map(|article| &article.paragraphs);
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let begins =
            |p: &&Paragraph| unit.text.lines().any(|line| plain(line).starts_with(&plain(&p.starts)));
        if paragraphs.find(begins).is_some_and(|paragraph| paragraph.topic == gold) {
            *counts.entry(topic).or_default() += 1;
        }
    }
    let (id, _) = counts.into_iter().max_by_key(|&(id, count)| (count, std::cmp::Reverse(id))).unwrap();
    report.topics.iter().find(|topic| topic.id == id).unwrap()
}

/// Read by hand: what a person would call the three topics of the project's first words; bars divide what will do.
#[test]
fn what_a_person_would_say_of_three_topics_is_in_their_labels_and_terms() {
    for (asked, gold, label, terms) in [
        ("", "armored-train", "train blindé", &["gare", "wagons"][..]),
        ("fr", "armored-train", "train blindé", &["rail"]),
        ("en", "armored-train", "armored train", &["railway"]),
        ("es", "armored-train", "tren blindado", &["locomotoras"]),
        ("de", "armored-train", "Panzerzug", &["Lokomotiven"]),
        ("", "arms-deal", "munitions|obus|artillerie", &["obus", "artillerie"]),
        ("en", "arms-deal", "artillery|ammunition|shells", &["ammunition", "shells"]),
        ("de", "arms-deal", "Munition|Artilleriegranaten", &["Granaten"]),
        ("", "space-programme", "satellite", &["fusée", "orbite", "cosmodrome"]),
        ("en", "space-programme", "satellite", &["rockets", "orbit", "space"]),
        ("ko", "space-programme", "위성", &["로켓"]),
        ("ru", "space-programme", "спутников", &["космический"]),
    ] {
        let topic = topic_of(&REPORTS[asked], gold);
        let found: Vec<&str> = topic.terms.iter().map(|term| term.text.as_str()).collect();
        eprintln!("{asked:<2} {gold:<16} {}", topic.label);
        let said = |part: &str| label.split('|').any(|expected| part == expected);
        assert!(topic.label.split(", ").any(said), "{asked} {gold}: {}", topic.label);
        for term in terms {
            assert!(found.contains(term), "{asked} {gold}: no {term} in {found:?}");
        }
    }
}

#[test]
fn translations_are_what_a_dictionary_says() {
    let also = |gold: &str, term: &str, code: &str| {
        let topic = topic_of(&REPORTS["fr"], gold);
        let term = topic.terms.iter().find(|found| found.text == term).unwrap_or_else(|| panic!("no {term}"));
        term.also.iter().find(|also| also.language.code() == code).map(|also| also.text.clone())
    };
    assert_eq!(also("armored-train", "train blindé", "en").as_deref(), Some("armored train"));
    assert_eq!(also("armored-train", "train blindé", "es").as_deref(), Some("tren blindado"));
    assert_eq!(also("space-programme", "satellite", "ko").as_deref(), Some("위성"));
    assert_eq!(also("armored-train", "gare", "ru").as_deref(), Some("станции"));
    assert_eq!(also("arms-deal", "munitions", "de").as_deref(), Some("Munition"));
}
