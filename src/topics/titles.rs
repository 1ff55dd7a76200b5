//! The titles that say best what a topic is about, where its documents have titles that say something.
//!
//! A document belongs to the topic that most of its texts are in. Its title is a sentence that a person wrote to say what it is about, so
//! that a few of them say more of a topic than any sentence from the middle of a text.

use std::collections::{BTreeMap, BTreeSet};

use ndarray::{Array1, ArrayView2};

use super::describe::{centroid, middle, most_frequent_language};
use super::meaning::{Meaning, TermVectors, along};
use super::summary::{COMMON, evidence};
use super::words::Analyser;
use super::{TopicText, Topics};
use crate::corpus::Language;

/// Most titles of a topic.
const WANTED: usize = 4;

/// Fewest documents of a topic that have titles: one or two say nothing of what the others are about.
const FEWEST: usize = 3;

/// Least share of a topic's texts whose documents have a title and lie in it for the most part.
const SHARE: f64 = 0.6;

/// Words of the title in the middle, by length: shorter ones are names of sections, not statements.
const WORDS: usize = 4;

/// Letters that stand for a word where words are not parted by spaces.
const LETTERS_OF_WORD: usize = 3;

/// Documents whose titles are looked at, the nearest to the topic first.
const COMPARED: usize = 200;

/// What the parts of a title's worth count.
const BY_TEXT: f64 = 0.35;
const BY_TITLE: f64 = 0.35;
const OTHER_LANGUAGE: f64 = 0.2;
const QUESTION: f64 = 0.06;

/// Two titles nearer than this say the same.
const ALIKE: f32 = 0.7;

/// Most characters of a title; what is longer is no title.
const LONGEST: usize = 200;

/// A document of a topic.
struct Candidate<'a> {
    title: &'a str,
    /// Its first text in the topic.
    unit: usize,
    language: Option<Language>,
    near: f64,
}

/// For each topic the texts whose documents' titles say best what it is about, at most four, best first; none where most of its documents
/// have no title, or lie in other topics, or have titles of a word or two. `titles` has the title of each text's document, `rows` the
/// vectors of the texts, `(texts, dim)`, and `vectors` gives those of titles.
pub fn central_titles(
    texts: &[TopicText<'_>],
    titles: &[Option<&str>],
    rows: ArrayView2<'_, f32>,
    topics: &Topics,
    vectors: Option<&TermVectors<'_>>,
) -> Vec<Vec<usize>> {
    let mut units_of: BTreeMap<usize, usize> = BTreeMap::new();
    for text in texts {
        *units_of.entry(text.document).or_default() += 1;
    }
    let centroids: Vec<Array1<f32>> =
        topics.topics.iter().map(|topic| centroid(rows, &topic.members)).collect();
    let middle = middle(&centroids);
    let meaning = Meaning::new(vectors, rows.ncols(), &BTreeMap::new());
    let of_topic = |(number, centre): (usize, &Array1<f32>)| {
        let topic = &topics.topics[number];
        let mut documents: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &unit in &topic.members {
            documents.entry(texts[unit].document).or_default().push(unit);
        }
        let mostly_here =
            documents.into_iter().filter(|(document, units)| 2 * units.len() > units_of[document]);
        let mut titled = 0;
        let mut candidates: Vec<Candidate<'_>> = mostly_here
            .filter_map(|(_, units)| {
                let unit = units.iter().copied().min()?;
                let title =
                    titles.get(unit).copied().flatten().map(str::trim).filter(|title| is_title(title))?;
                titled += units.len();
                let near = along(centroid(rows, &units).view(), centre);
                Some(Candidate { title, unit, language: texts[unit].language, near })
            })
            .collect();
        if candidates.len() < FEWEST
            || (titled as f64) < SHARE * topic.members.len() as f64
            || words_in_the_middle(&candidates) < WORDS
        {
            return Vec::new();
        }
        candidates.sort_by(|a, b| b.near.total_cmp(&a.near).then(a.unit.cmp(&b.unit)));
        candidates.truncate(COMPARED);
        let spoken = topic
            .terms
            .first()
            .map_or_else(|| most_frequent_language(&topic.languages), |term| term.language);
        let target = centre - &(&middle * COMMON);
        chosen(&candidates, topic, spoken, &target, &meaning)
    };
    centroids.iter().enumerate().map(of_topic).collect()
}

/// The best of the titles, no two of which say the same.
fn chosen(
    candidates: &[Candidate<'_>],
    topic: &super::Topic,
    spoken: Option<Language>,
    target: &Array1<f32>,
    meaning: &Meaning<'_>,
) -> Vec<usize> {
    let analyser = Analyser::new(spoken);
    let terms: Vec<(String, f64)> = topic
        .terms
        .iter()
        .map(|term| {
            let stems: Vec<String> = analyser.words(&term.text).into_iter().map(|word| word.stem).collect();
            (stems.join(" "), f64::from(term.score))
        })
        .filter(|(key, _)| !key.is_empty())
        .collect();
    let lines: Vec<&str> = candidates.iter().map(|candidate| candidate.title).collect();
    let vectors = meaning.raw(&lines);
    let mut ranked: Vec<(f64, usize)> = candidates
        .iter()
        .zip(&vectors)
        .enumerate()
        .map(|(place, (candidate, vector))| {
            let near = vector.as_ref().map_or(0.0, |vector| along(vector.view(), target));
            let foreign = if candidate.language == spoken { 0.0 } else { OTHER_LANGUAGE };
            let asks = if candidate.title.contains(['?', '？', '؟', '¿']) { QUESTION } else { 0.0 };
            let worth = evidence(candidate.title, &terms, Some(&analyser))
                + BY_TEXT * candidate.near
                + BY_TITLE * near;
            (worth - foreign - asks, place)
        })
        .collect();
    // The nearer one of equals.
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut shown: Vec<usize> = Vec::new();
    let mut said: BTreeSet<String> = BTreeSet::new();
    for (_, place) in ranked {
        let is_alike = |&other: &usize| {
            vectors[place].as_ref().zip(vectors[other].as_ref()).is_some_and(|(a, b)| a.dot(b) >= ALIKE)
        };
        if shown.iter().any(is_alike) || !said.insert(candidates[place].title.to_lowercase()) {
            continue;
        }
        shown.push(place);
        if shown.len() == WANTED {
            break;
        }
    }
    // One title is no overview of what several documents say.
    if shown.len() < 2 {
        return Vec::new();
    }
    shown.into_iter().map(|place| candidates[place].unit).collect()
}

/// Whether it can be the title of a text: letters on one line, and not without end.
fn is_title(title: &str) -> bool {
    title.chars().any(char::is_alphabetic) && !title.contains('\n') && title.chars().count() <= LONGEST
}

/// Words of the title in the middle by their number.
fn words_in_the_middle(candidates: &[Candidate<'_>]) -> usize {
    let mut words: Vec<usize> = candidates
        .iter()
        .map(|candidate| {
            let parted = candidate.title.split_whitespace().count();
            let letters = candidate.title.chars().filter(|letter| letter.is_alphabetic()).count();
            // In Chinese, Japanese and Thai hardly anything is parted.
            if letters > parted * 4 * LETTERS_OF_WORD { letters / LETTERS_OF_WORD } else { parted }
        })
        .collect();
    words.sort_unstable();
    words.get(words.len() / 2).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::*;
    use crate::cluster::{ClusterId, Clustering};
    use crate::topics::{TopicOptions, describe};

    const TEXTS: [&str; 8] = [
        "The ferry to the island was late because of fog.",
        "A second ferry sailed to the island at noon.",
        "Fog kept the ferry in the harbour of the island.",
        "The ferry company apologised to the island.",
        "Bakers raised the price of bread again.",
        "The price of bread follows that of wheat.",
        "Bread is dearer than a year ago, bakers say.",
        "Wheat, bread and bakers: a price that rises.",
    ];

    const TITLES: [&str; 8] = [
        "Fog delays the ferry to the island",
        "Second ferry sails for the island at noon",
        "Ferry stays in harbour as fog comes down",
        "Company says sorry to passengers of the ferry",
        "Bakers raise their prices for bread again",
        "Why the price of bread follows wheat",
        "Bread is dearer than it was last year",
        "What bakers pay for a tonne of wheat",
    ];

    /// Two topics of four texts; each text has a direction of its own beside that of its topic.
    fn rows() -> Array2<f32> {
        let mut rows = Array2::zeros((8, 10));
        for (i, mut row) in rows.outer_iter_mut().enumerate() {
            row[i / 4] = 0.8;
            row[2 + i] = 0.6;
        }
        rows
    }

    fn vector(text: &str) -> Vec<f32> {
        let mut vector = vec![0.0; 10];
        let place = TITLES.iter().position(|title| *title == text).unwrap_or(0);
        let about_bread = text.to_lowercase().contains("bread") || text.contains("bakers") || place >= 4;
        vector[usize::from(about_bread)] = 0.6;
        vector[2 + place] = 0.8;
        vector
    }

    fn found(documents: [usize; 8], titles: [Option<&'static str>; 8]) -> Vec<Vec<usize>> {
        let language = "en".parse().ok();
        let texts: Vec<TopicText<'_>> =
            (0..8).map(|i| TopicText { text: TEXTS[i], language, document: documents[i] }).collect();
        let clustering = Clustering {
            labels: (0..8).map(|i| Some(ClusterId(i / 4))).collect(),
            strengths: vec![1.0; 8],
            n_clusters: 2,
        };
        let vectors = |terms: &[&str]| terms.iter().map(|term| Some(vector(term))).collect();
        let topics = describe(&texts, rows().view(), &clustering, &TopicOptions::default(), Some(&vectors));
        central_titles(&texts, &titles, rows().view(), &topics, Some(&vectors))
    }

    const EACH: [usize; 8] = [0, 1, 2, 3, 4, 5, 6, 7];

    #[test]
    fn each_topic_has_titles_of_its_own_documents() {
        let found = found(EACH, TITLES.map(Some));
        assert_eq!(found.len(), 2);
        for titles in &found {
            let topic = titles[0] / 4;
            assert!((2..=WANTED).contains(&titles.len()));
            assert!(titles.iter().all(|unit| unit / 4 == topic), "{titles:?}");
        }
    }

    #[test]
    fn the_same_title_stands_once_and_a_topic_of_one_title_has_none() {
        let mut titles = TITLES.map(Some);
        titles[1] = titles[0];
        let all = found(EACH, titles);
        let shown: Vec<&str> = all.iter().flatten().filter_map(|&unit| titles[unit]).collect();
        assert_eq!(shown.iter().filter(|title| **title == TITLES[0]).count(), 1, "{shown:?}");
        assert_eq!(found(EACH, [Some(TITLES[0]); 8]).concat(), Vec::<usize>::new());
    }

    #[test]
    fn a_topic_whose_documents_have_few_titles_or_none_has_none() {
        let mut titles = TITLES.map(Some);
        (titles[0], titles[2]) = (None, None);
        let found = found(EACH, titles);
        assert!(found.iter().any(Vec::is_empty));
        assert!(found.iter().any(|titles| !titles.is_empty()));
    }

    #[test]
    fn titles_of_a_word_or_two_are_names_of_sections_and_say_nothing() {
        assert_eq!(found(EACH, [Some("News"); 8]).concat(), Vec::<usize>::new());
        let short = ["Ferry", "Harbour", "Fog bank", "Sorry", "Prices", "Wheat up", "Bread", "Bakers"];
        assert_eq!(found(EACH, short.map(Some)).concat(), Vec::<usize>::new());
    }

    #[test]
    fn a_document_counts_for_the_topic_that_most_of_it_is_in() {
        // Two articles, each with as many paragraphs in either topic.
        assert_eq!(found([0, 1, 0, 1, 0, 1, 0, 1], TITLES.map(Some)).concat(), Vec::<usize>::new());
    }

    #[test]
    fn titles_in_scripts_without_spaces_are_counted_by_letters() {
        let candidate = |title| Candidate { title, unit: 0, language: None, near: 0.0 };
        assert!(words_in_the_middle(&[candidate("渡轮因大雾推迟抵达海岛码头")]) >= WORDS);
        assert!(words_in_the_middle(&[candidate("新闻")]) < WORDS);
        assert_eq!(words_in_the_middle(&[candidate("Fog delays the ferry")]), 4);
    }

    #[test]
    fn a_paragraph_is_no_title() {
        assert!(is_title("Fog delays the ferry"));
        for text in ["", "—", "two\nlines", &"long ".repeat(60)] {
            assert!(!is_title(text), "{text:?}");
        }
    }
}
