//! A small report made by hand, for the tests of the formats.

use std::collections::BTreeMap;

use super::model::{
    CorpusSummary, Excerpt, MethodSummary, ModelSummary, Place, QualitySummary, SkippedFile,
    TOPIC_REPORT_SCHEMA, TopicEntry, TopicReport, UnitEntry,
};
use crate::corpus::{Boilerplate, Language};
use crate::topics::Term;

/// Two topics of two and one paragraphs, one outlier, one line of boilerplate and one without a vector.
pub(super) fn report() -> TopicReport {
    let units = units();
    TopicReport {
        schema: TOPIC_REPORT_SCHEMA,
        generator: "cognate 0.1.0".to_owned(),
        corpus: CorpusSummary {
            paths: vec!["press".to_owned()],
            unit: "paragraph".to_owned(),
            files: 2,
            skipped: vec![SkippedFile { path: "press/scan.pdf".to_owned(), reason: "not text".to_owned() }],
            documents: 2,
            units: 6,
            in_topics: 3,
            outliers: 1,
            boilerplate: 1,
            without_vector: 1,
            windowed: 2,
            window: Some(512),
            languages: languages(&[("en", 3), ("fr", 2)]),
        },
        model: model(),
        method: MethodSummary {
            algorithm: "agglomerative".to_owned(),
            why: "few paragraphs".to_owned(),
            parameters: BTreeMap::from([("clusters".to_owned(), serde_json::json!(2))]),
        },
        quality: QualitySummary { silhouette: Some(0.4321), outlier_share: Some(0.25) },
        topics: vec![
            TopicEntry {
                id: 1,
                label: "armored train, railway".to_owned(),
                terms: vec![term("armored train", "en", 3.5), term("locomotive", "fr", 2.25)],
                units: 2,
                documents: 2,
                languages: languages(&[("en", 1), ("fr", 1)]),
                cohesion: 0.71,
                representatives: vec![excerpt(&units, 0), excerpt(&units, 3)],
            },
            TopicEntry {
                id: 2,
                label: "harvest".to_owned(),
                terms: vec![term("harvest", "en", 1.5)],
                units: 1,
                documents: 1,
                languages: languages(&[("en", 1)]),
                cohesion: 1.0,
                representatives: vec![excerpt(&units, 1)],
            },
        ],
        units,
    }
}

/// The same without any topic: all that was in one is an outlier.
pub(super) fn without_topics() -> TopicReport {
    let mut report = report();
    report.topics.clear();
    report.corpus.outliers += std::mem::take(&mut report.corpus.in_topics);
    report.quality = QualitySummary { silhouette: None, outlier_share: Some(1.0) };
    for unit in &mut report.units {
        unit.topic = None;
        unit.nearest_topic = None;
    }
    report
}

pub(super) fn model() -> ModelSummary {
    ModelSummary { id: "builtin".to_owned(), revision: "0123456789abcdef".to_owned(), dimension: 256 }
}

pub(super) fn place(file: &str, line: u64, position: usize) -> Place {
    let span = [line * 100, line * 100 + 80];
    Place { file: file.to_owned(), line, span, position, own_id: None, title: None, date: None, source: None }
}

pub(super) fn languages(counts: &[(&str, usize)]) -> BTreeMap<Language, usize> {
    counts.iter().map(|(code, n)| (code.parse().unwrap(), *n)).collect()
}

fn units() -> Vec<UnitEntry> {
    let english = |line, position, text: &str| UnitEntry {
        text: text.to_owned(),
        place: place("press/one.txt", line, position),
        language: "en".parse().ok(),
        topic: None,
        strength: None,
        nearest_topic: None,
        boilerplate: None,
        without_vector: false,
    };
    let french = |line, position, text: &str| {
        let mut unit = english(line, position, text);
        unit.place = place("press/deux.txt", line, position);
        unit.place.title = Some("Le train".to_owned());
        unit.place.date = Some("2024-05-01".to_owned());
        unit.language = "fr".parse().ok();
        unit
    };
    let in_topic = |unit, topic, strength| UnitEntry { topic: Some(topic), strength: Some(strength), ..unit };
    vec![
        in_topic(english(1, 0, "The armored train left the station at dawn."), 1, 0.9),
        in_topic(english(3, 1, "The harvest was better than in the year before."), 2, 1.0),
        UnitEntry {
            nearest_topic: Some(2),
            strength: Some(0.31),
            ..english(5, 2, "A violinist from the coast won the prize.")
        },
        in_topic(french(1, 0, "Le train blindé a quitté la gare à l'aube."), 1, 0.8),
        UnitEntry { boilerplate: Some(Boilerplate::ReadAlso), ..french(3, 1, "Lire aussi : la gare") },
        UnitEntry { without_vector: true, language: None, ..english(7, 3, "xqzt 1234") },
    ]
}

fn excerpt(units: &[UnitEntry], unit: usize) -> Excerpt {
    Excerpt { unit, text: units[unit].text.clone(), place: units[unit].place.clone() }
}

fn term(text: &str, language: &str, score: f32) -> Term {
    Term { text: text.to_owned(), language: language.parse().ok(), score, also: Vec::new() }
}
