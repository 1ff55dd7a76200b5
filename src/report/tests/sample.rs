//! A small report made by hand, for the tests of the formats.

use std::collections::BTreeMap;

use crate::corpus::UnreadKind;
use crate::corpus::{Boilerplate, Language};
use crate::report::sources::{ModelSummary, Place, SkippedFile};
use crate::report::topics::model::{
    Borderline, ContrastEntry, CorpusSummary, Excerpt, FormerTopic, GivenEntry, GivenSummary, GroupEntry,
    LevelEntry, Link, MapSummary, Mention, MethodSummary, NearestUnit, OutlierReason, PerEntry, PerKind,
    PerValue, QualitySummary, ReadingSummary, RepeatedSummary, Repetition, Sentence, TOPIC_REPORT_SCHEMA,
    Title, TopicEntry, TopicNeighbor, TopicReport, TopicShare, TopicStability, UnitEntry, WhyNot,
};
use crate::topics::contrast::{Side, Test, TopicContrast};
use crate::topics::per::ValueTopic;
use crate::topics::registry::{Change, Piece, TopicId, UnitKey};
use crate::topics::time::{BinWidth, ChangePoint, TimeBin, Timeline, TopicSeries, Undated};
use crate::topics::{Term, Translation};

/// Two topics of two and one paragraphs, one outlier, one line of boilerplate and one without a vector.
pub(in crate::report) fn report() -> TopicReport {
    let units = units();
    TopicReport {
        schema: TOPIC_REPORT_SCHEMA,
        generator: "cognate 0.1.0".to_owned(),
        corpus: CorpusSummary {
            paths: vec!["press".to_owned()],
            unit: "paragraph".to_owned(),
            reading: ReadingSummary {
                max_chars: 2000,
                text_field: None,
                id_field: Some("key".to_owned()),
                title_field: None,
                date_field: None,
                delimiter: None,
                header: true,
            },
            hash: "00112233445566778899aabbccddeeff".to_owned(),
            files: 2,
            skipped: vec![SkippedFile {
                path: "press/scan.pdf".to_owned(),
                kind: UnreadKind::Binary,
                reason: "not text".to_owned(),
                records: None,
            }],
            documents: 2,
            units: 6,
            in_topics: 3,
            outliers: 1,
            boilerplate: 1,
            without_vector: 1,
            copies: 1,
            repeated: RepeatedSummary {
                sentences: 3,
                units: 2,
                examples: vec![Repetition { text: "Write to the night desk.".to_owned(), times: 2 }],
            },
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
        quality: QualitySummary {
            silhouette: Some(0.4321),
            density_validity: Some(0.05),
            coherence: Some(0.12),
            diversity: Some(0.93),
            stability: Some(0.84),
            stability_runs: 10,
            outlier_share: Some(0.25),
        },
        topics: vec![
            TopicEntry {
                id: 1,
                label: "armored train, railway".to_owned(),
                terms: vec![armored_train(), term("locomotive", "fr", 2.25)],
                given: true,
                summary: Some(Sentence {
                    unit: 3,
                    text: units[3].text.clone(),
                    within: [0, units[3].text.len()],
                }),
                titles: Vec::new(),
                units: 2,
                independent: 1,
                documents: 2,
                languages: languages(&[("en", 1), ("fr", 1)]),
                cohesion: 0.71,
                silhouette: Some(0.31),
                coherence: Some(0.12),
                stability: Some(TopicStability { jaccard: 0.91, comes_back: 1.0, fragile: false }),
                names: vec![mention("Vostochny", 2), mention("Amur", 1)],
                dates: vec![mention("2023-09-13", 2), mention("2024-05", 1)],
                borderline: vec![Borderline { unit: 3, other: 2, margin: 0.015 }],
                neighbors: vec![TopicNeighbor { topic: 2, similarity: 0.35 }],
                representatives: vec![excerpt(&units, 0), excerpt(&units, 3)],
            },
            TopicEntry {
                id: 2,
                label: "harvest".to_owned(),
                terms: vec![term("harvest", "en", 1.5)],
                given: false,
                summary: None,
                titles: Vec::new(),
                units: 1,
                independent: 1,
                documents: 1,
                languages: languages(&[("en", 1)]),
                cohesion: 1.0,
                silhouette: None,
                coherence: None,
                stability: Some(TopicStability { jaccard: 0.4, comes_back: 0.3, fragile: true }),
                names: Vec::new(),
                dates: Vec::new(),
                borderline: Vec::new(),
                neighbors: vec![TopicNeighbor { topic: 1, similarity: 0.35 }],
                representatives: vec![excerpt(&units, 1)],
            },
        ],
        given: Some(given()),
        levels: vec![LevelEntry {
            groups: vec![GroupEntry { label: "train, harvest".to_owned(), topics: vec![1, 2], units: 3 }],
        }],
        timeline: Some(timeline()),
        contrast: Some(contrast()),
        per: vec![per()],
        changes: changes(),
        former: vec![FormerTopic { id: 6, label: "railway".to_owned() }],
        map: Some(MapSummary { neighbors: 15, trustworthiness: Some(0.93), sampled: 4 }),
        links: vec![Link { a: 0, b: 3, cosine: 0.81 }],
        units,
    }
}

/// The first topic and one that no paragraph is about.
fn given() -> GivenSummary {
    let entry = |name: &str, topic| GivenEntry {
        name: name.to_owned(),
        topic,
        units: if topic.is_some() { 2 } else { 0 },
        expected: if topic.is_some() { 1.2 } else { 0.1 },
        support: 0.21,
        too_much: false,
        nearest: None,
    };
    let nearest = NearestUnit {
        unit: 0,
        probability: 0.08,
        why: WhyNot::OtherTopic,
        other: Some("armored train, railway".to_owned()),
    };
    GivenSummary {
        none_of_these: 2,
        topics: vec![
            entry("armored train, railway", Some(1)),
            GivenEntry { nearest: Some(nearest), ..entry("chess", None) },
        ],
    }
}

/// The sample with a text in the place of every one that comes from files, names, settings and models.
pub(in crate::report) fn hostile(text: &str) -> TopicReport {
    let mut report = report();
    let own = || text.to_owned();
    let some = || Some(text.to_owned());
    report.generator = own();
    report.corpus.paths = vec![own()];
    report.corpus.hash = own();
    report.corpus.skipped =
        vec![SkippedFile { path: own(), kind: UnreadKind::Binary, reason: own(), records: None }];
    report.corpus.repeated.examples.iter_mut().for_each(|example| example.text = own());
    (report.corpus.reading.text_field, report.corpus.reading.id_field) = (some(), some());
    (report.model.id, report.model.revision) = (own(), own());
    (report.method.algorithm, report.method.why) = (own(), own());
    report.method.parameters = BTreeMap::from([(own(), serde_json::json!(text))]);
    for unit in &mut report.units {
        unit.text = own();
        let place = &mut unit.place;
        (place.file, place.hash) = (own(), own());
        (place.own_id, place.title, place.date, place.source) = (some(), some(), some(), some());
    }
    for topic in &mut report.topics {
        topic.label = own();
        topic.terms.iter_mut().for_each(|term| {
            term.text = own();
            term.also.iter_mut().for_each(|also| also.text = own());
        });
        topic.names.iter_mut().chain(&mut topic.dates).for_each(|mention| mention.text = own());
        topic.summary.iter_mut().for_each(|sentence| sentence.text = own());
        for quoted in &mut topic.representatives {
            quoted.text = own();
            quoted.place = report.units[quoted.unit].place.clone();
        }
    }
    report.topics[1].titles = vec![Title { unit: 1, text: own() }, Title { unit: 0, text: own() }];
    for given in report.given.iter_mut().flat_map(|given| &mut given.topics) {
        given.name = own();
        given.nearest.iter_mut().for_each(|nearest| nearest.other = some());
    }
    report.levels[0].groups[0].label = own();
    report.former[0].label = own();
    if let Some(timeline) = &mut report.timeline {
        timeline.bins.iter_mut().for_each(|bin| (bin.label, bin.first_day) = (own(), own()));
    }
    if let Some(contrast) = &mut report.contrast {
        contrast.sets = [own(), own()];
    }
    for entry in &mut report.per {
        entry.field = own();
        entry.values.iter_mut().for_each(|value| value.value = value.value.as_ref().map(|_| own()));
    }
    report.changes.retain(|change| !matches!(change, Change::Renamed { .. }));
    report.changes.push(Change::Renamed { id: TopicId(1), from: own(), to: own() });
    report
}

/// The same without any topic: all that was in one is an outlier.
pub(in crate::report) fn without_topics() -> TopicReport {
    let mut report = report();
    report.topics.clear();
    report.given = None;
    report.corpus.outliers += std::mem::take(&mut report.corpus.in_topics);
    report.quality = QualitySummary {
        silhouette: None,
        density_validity: None,
        coherence: None,
        diversity: None,
        stability: None,
        stability_runs: 0,
        outlier_share: Some(1.0),
    };
    report.levels.clear();
    report.changes.clear();
    if let Some(series) = &mut report.timeline {
        series.topics.clear();
    }
    if let Some(contrast) = &mut report.contrast {
        contrast.topics.clear();
    }
    report.per.iter_mut().flat_map(|entry| &mut entry.values).for_each(|value| value.topics.clear());
    for unit in &mut report.units {
        unit.topic = None;
        unit.nearest_topic = None;
        unit.margin = None;
        unit.shares.clear();
    }
    report
}

pub(in crate::report) fn model() -> ModelSummary {
    ModelSummary { id: "builtin".to_owned(), revision: "0123456789abcdef".to_owned(), dimension: 256 }
}

pub(in crate::report) fn place(file: &str, line: u64, position: usize) -> Place {
    let span = [line * 100, line * 100 + 80];
    Place {
        file: file.to_owned(),
        line,
        at: None,
        span,
        hash: format!("{line:016x}{position:016x}"),
        position,
        own_id: None,
        title: None,
        date: None,
        source: None,
    }
}

pub(in crate::report) fn languages(counts: &[(&str, usize)]) -> BTreeMap<Language, usize> {
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
        margin: None,
        reason: None,
        shares: Vec::new(),
        copy_of: None,
        xy: Some([position as f32 / 4.0, line as f32 / -8.0]),
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
            margin: Some(0.02),
            reason: Some(OutlierReason::Between),
            ..english(5, 2, "A violinist from the coast won the prize.")
        },
        UnitEntry {
            shares: vec![
                TopicShare { topic: 1, share: 0.75, sentences: Vec::new() },
                TopicShare { topic: 2, share: 0.25, sentences: vec![[0, 9]] },
            ],
            copy_of: Some(0),
            ..in_topic(french(1, 0, "Le train blindé a quitté la gare à l'aube."), 1, 0.8)
        },
        UnitEntry {
            boilerplate: Some(Boilerplate::ReadAlso),
            xy: None,
            ..french(3, 1, "Lire aussi : la gare")
        },
        UnitEntry { without_vector: true, language: None, xy: None, ..english(7, 3, "xqzt 1234") },
    ]
}

fn excerpt(units: &[UnitEntry], unit: usize) -> Excerpt {
    Excerpt { unit, text: units[unit].text.clone(), place: units[unit].place.clone() }
}

fn term(text: &str, language: &str, score: f32) -> Term {
    Term { text: text.to_owned(), language: language.parse().ok(), score, also: Vec::new() }
}

/// A term of two languages.
fn armored_train() -> Term {
    let french = Translation { language: "fr".parse().unwrap(), text: "train blindé".to_owned() };
    Term { also: vec![french], ..term("armored train", "en", 3.5) }
}

fn mention(text: &str, units: usize) -> Mention {
    Mention { text: text.to_owned(), units }
}

/// Five months, of which the third has no unit.
fn timeline() -> Timeline {
    let bins = [(6, 1), (7, 2), (8, 0), (9, 2), (10, 1)].map(|(month, units)| TimeBin {
        label: format!("2023-{month:02}"),
        first_day: format!("2023-{month:02}-01"),
        units,
        documents: units,
    });
    let series = |units: [usize; 5], shares, p_value, changes| TopicSeries {
        units: units.to_vec(),
        documents: units.to_vec(),
        shares,
        p_value,
        changes,
    };
    let shares =
        |shares: [f64; 4]| vec![Some(shares[0]), Some(shares[1]), None, Some(shares[2]), Some(shares[3])];
    let changes = vec![
        ChangePoint { bin: 3, before: 0.04, after: 0.21, gain: 12.5 },
        ChangePoint { bin: 4, before: 0.21, after: 0.004, gain: 9.5 },
    ];
    Timeline {
        width: Some(BinWidth::Month),
        bins: bins.to_vec(),
        topics: vec![
            series([0, 0, 0, 1, 1], shares([0.0, 0.0, 0.5, 1.0]), Some(0.004), changes),
            series([1, 0, 0, 0, 0], shares([1.0, 0.0, 0.0, 0.0]), None, Vec::new()),
        ],
        undated: Undated { without_date: 2, not_read: 1, not_exact: 0, far_off: 0 },
    }
}

/// French against English.
fn contrast() -> ContrastEntry {
    let trains = TopicContrast {
        units: [1, 1],
        documents: [1, 1],
        shares: [Some(1.0), Some(0.25)],
        log_odds: Some(1.25),
        standard_error: Some(0.5),
        test: Test::Permutation,
        p_value: Some(0.006),
        q_value: Some(0.012),
        over_in: Some(Side::A),
        exemplars: [vec![3], vec![0]],
    };
    let harvest = TopicContrast {
        units: [0, 1],
        documents: [0, 1],
        shares: [Some(0.0), Some(0.25)],
        test: Test::FisherExact,
        p_value: None,
        q_value: None,
        over_in: None,
        exemplars: [Vec::new(), vec![1]],
        ..trains.clone()
    };
    ContrastEntry {
        sets: ["language fr".to_owned(), "language en".to_owned()],
        units: [1, 4],
        documents: [1, 1],
        topics: vec![trains, harvest],
    }
}

/// One author, others, and a text without one.
fn per() -> PerEntry {
    let topic = |units, share, interval| ValueTopic { units, documents: units.min(1), share, interval };
    let value = |kind, value: Option<&str>, values, units, topics| PerValue {
        kind,
        value: value.map(str::to_owned),
        values,
        units,
        documents: 1,
        topics,
    };
    let half = topic(1, 0.5, [0.094_531, 0.905_469]);
    let (none, all) = (topic(0, 0.0, [0.0, 0.793_450]), topic(1, 1.0, [0.206_550, 1.0]));
    PerEntry {
        field: "author".to_owned(),
        values: vec![
            value(PerKind::Value, Some("Ada\u{1b}[31m Byron"), 1, 2, vec![half, half]),
            value(PerKind::Other, None, 4, 1, vec![all, none]),
            value(PerKind::None, None, 0, 1, vec![none, none]),
        ],
    }
}

/// One change of each kind, and one topic that is as it was.
fn changes() -> Vec<Change> {
    let id = TopicId;
    let piece = |topic, share| Piece { id: id(topic), share };
    vec![
        Change::Born { id: id(2) },
        Change::Gone { id: id(5), into: Some(id(1)) },
        Change::Gone { id: id(6), into: None },
        Change::Split { from: id(3), into: vec![piece(1, 0.6), piece(7, 0.4)] },
        Change::Merged { from: vec![id(1), id(8), id(9)], into: id(1) },
        Change::Kept { id: id(1), gained: 1, lost: 2, share: Some(0.5) },
        Change::Kept { id: id(2), gained: 0, lost: 0, share: Some(1.0) },
        Change::Moved { from: id(1), to: id(2), units: vec![UnitKey([7; 32])] },
        Change::Renamed { id: id(1), from: "trains".to_owned(), to: "armored train, railway".to_owned() },
    ]
}
