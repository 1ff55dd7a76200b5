//! Labels, languages, representatives and the edges.

use ndarray::{Array2, ArrayView2};

use super::*;
use crate::cluster::{ClusterId, Clustering};
use crate::corpus::Language;

const FRENCH: [&str; 12] = [
    "Le cosmodrome accueille un lanceur lourd. Selon Kim Jong-un, le satellite sera lancé demain.",
    "Un satellite d’observation a quitté le pas de tir du cosmodrome, a annoncé l’agence.",
    "Les satellites d'observation tournent ; le cosmodrome attend Kim Jong Un.",
    "Ce cosmodrome possède un pas de tir neuf pour les satellites.",
    "Au cosmodrome, Kim Jong-un a vu des satellites d’observation.",
    "Le lanceur du cosmodrome emporte trois satellites d’observation en 2023.",
    "Le train blindé roule vers Khasan. Kim Jong-un dort dans son wagon.",
    "À bord du train blindé, le wagon de Kim Jong-un est lourd.",
    "La gare de Khasan attend le train blindé, dit Kim Jong Un.",
    "Un wagon du train blindé a été repeint en gare de Khasan.",
    "Le train blindé de Kim Jong-un quitte la gare de Khasan.",
    "Les wagons changent de bogies en gare de Khasan, puis le train blindé repart.",
];

fn language(code: &str) -> Language {
    code.parse().unwrap()
}

/// One text per row and document, all in one language.
fn texts<'a>(texts: &[&'a str], code: &str) -> Vec<TopicText<'a>> {
    texts
        .iter()
        .enumerate()
        .map(|(document, text)| TopicText { text, language: Some(language(code)), document })
        .collect()
}

fn clustering(labels: &[Option<u32>]) -> Clustering {
    Clustering {
        labels: labels.iter().map(|label| label.map(ClusterId)).collect(),
        strengths: (0..labels.len()).map(|row| 1.0 - row as f32 / 100.0).collect(),
        n_clusters: labels.iter().flatten().max().map_or(0, |&label| label as usize + 1),
    }
}

/// Unit rows in two dimensions that turn slowly.
fn rows(n: usize) -> Array2<f32> {
    Array2::from_shape_fn((n, 2), |(row, dim)| {
        let angle = row as f32 * 0.4;
        if dim == 0 { angle.cos() } else { angle.sin() }
    })
}

fn halves(n: usize) -> Clustering {
    let labels: Vec<_> = (0..n).map(|row| Some(u32::from(row >= n / 2))).collect();
    clustering(&labels)
}

fn all_terms(topic: &Topic) -> Vec<&str> {
    topic.terms.iter().map(|term| term.text.as_str()).collect()
}

#[test]
fn labels_are_typical_phrases_in_the_words_of_the_texts() {
    let topics =
        describe(&texts(&FRENCH, "fr"), rows(12).view(), &halves(12), &TopicOptions::default(), None);
    let space = all_terms(&topics.topics[0]);
    let train = all_terms(&topics.topics[1]);
    assert!(space.contains(&"cosmodrome") && space.contains(&"satellites d'observation"), "{space:?}");
    assert!(train.contains(&"train blindé") && train.contains(&"gare de Khasan"), "{train:?}");
    // Said by a longer term, a number, a verb after its auxiliary, or a stop word.
    for word in ["train", "observation", "2023", "annoncé", "repeint", "le", "de khasan"] {
        assert!(!space.contains(&word) && !train.contains(&word), "{word} in {space:?} {train:?}");
    }
    assert!(!topics.topics[1].label.starts_with("Kim"), "{}", topics.topics[1].label);
    assert_eq!(topics.topics[0].label.split(", ").count(), 3);
}

#[test]
fn two_spellings_of_a_name_are_one_term() {
    let some = [
        "Hier, Kim Jong-un a parlé.",
        "Or Kim Jong Un écoute.",
        "Et Kim Jong-un part.",
        "Du pain frais.",
        "Le pain noir.",
        "Ce pain blanc.",
    ];
    let topics = describe(&texts(&some, "fr"), rows(6).view(), &halves(6), &TopicOptions::default(), None);
    assert_eq!(all_terms(&topics.topics[0])[0], "Kim Jong-un");
    assert!(!all_terms(&topics.topics[0]).contains(&"Kim Jong"));
}

#[test]
fn a_label_speaks_the_language_asked_for_if_the_topic_does() {
    let mut mixed = texts(&FRENCH[6..], "fr");
    let german = ["Der Panzerzug hält in Chasan.", "Ein Panzerzug fährt langsam."];
    mixed.extend(texts(&german, "de"));
    let one = clustering(&[Some(0); 8]);
    let spoken = |label_language| {
        let options = TopicOptions { label_language, ..TopicOptions::default() };
        let topics = describe(&mixed, rows(8).view(), &one, &options, None);
        assert_eq!(topics.topics[0].languages[&language("de")], 2);
        let spoken: Vec<_> = topics.topics[0].terms.iter().map(|term| term.language).collect();
        assert!(spoken.windows(2).all(|pair| pair[0] == pair[1]), "one language per topic");
        spoken[0]
    };
    assert_eq!(spoken(None), Some(language("fr")));
    assert_eq!(spoken(Some(language("de"))), Some(language("de")));
    assert_eq!(spoken(Some(language("ko"))), Some(language("fr")));
}

#[test]
fn korean_words_lose_their_particles_and_chinese_words_are_whole() {
    let korean = [
        "위성을 발사했다",
        "위성은 궤도에 있다",
        "위성의 발사",
        "열차가 국경을 넘었다",
        "열차는 느리다",
        "열차를 탔다",
    ];
    let topics = describe(&texts(&korean, "ko"), rows(6).view(), &halves(6), &TopicOptions::default(), None);
    assert_eq!(all_terms(&topics.topics[0])[0], "위성");
    assert_eq!(all_terms(&topics.topics[1])[0], "열차");
    let chinese = ["图书馆开放", "图书馆借书", "火车到边境", "火车很慢"];
    let topics = describe(&texts(&chinese, "zh"), rows(4).view(), &halves(4), &TopicOptions::default(), None);
    assert_eq!(all_terms(&topics.topics[0])[0], "图书馆");
}

#[test]
fn topics_are_ordered_by_size_and_everything_points_back() {
    let labels = [None, Some(1), Some(1), Some(1), Some(0), Some(0), None];
    let all = texts(&FRENCH[..7], "fr");
    let topics = describe(&all, rows(7).view(), &clustering(&labels), &TopicOptions::default(), None);
    assert_eq!(topics.assignment, [None, Some(0), Some(0), Some(0), Some(1), Some(1), None]);
    assert_eq!(topics.topics[0].members, [1, 2, 3]);
    assert_eq!(topics.topics[1].members, [4, 5]);
    assert_eq!(topics.topics[0].n_documents, 3);
    // The middle row of an arc is the most central.
    assert_eq!(topics.topics[0].representatives[0], 2);
    assert!(topics.topics[0].cohesion < topics.topics[1].cohesion);
    let outliers: Vec<_> = topics.outliers.iter().map(|outlier| (outlier.unit, outlier.nearest)).collect();
    assert_eq!(outliers, [(0, Some(0)), (6, Some(1))]);
}

#[test]
fn representatives_come_from_different_documents_and_differ() {
    let same = "Le cosmodrome accueille un lanceur.";
    let mut all = texts(&[same, same, "Un satellite tourne.", "Un autre satellite.", "La fusée."], "fr");
    all[3].document = all[2].document;
    let topics = describe(&all, rows(5).view(), &clustering(&[Some(0); 5]), &TopicOptions::default(), None);
    let chosen = &topics.topics[0].representatives;
    assert_eq!(chosen[0], 2);
    assert!(!chosen.contains(&3), "{chosen:?}");
    assert!(!(chosen.contains(&0) && chosen.contains(&1)), "{chosen:?}");
}

#[test]
fn nothing_to_describe_and_nothing_to_say_are_no_errors() {
    let none = describe(
        &[],
        ArrayView2::from_shape((0, 2), &[]).unwrap(),
        &clustering(&[]),
        &TopicOptions::default(),
        None,
    );
    assert_eq!(none, Topics::default());
    let noise =
        describe(&texts(&["a"], "fr"), rows(1).view(), &clustering(&[None]), &TopicOptions::default(), None);
    assert_eq!(noise.outliers, [Outlier { unit: 0, nearest: None, similarity: 0.0 }]);
    let numbers = describe(
        &texts(&["12 34"], "fr"),
        rows(1).view(),
        &clustering(&[Some(0)]),
        &TopicOptions::default(),
        None,
    );
    assert_eq!(numbers.topics[0].label, "12 34");
    let unknown = [TopicText { text: "satellites", language: None, document: 0 }];
    let topics = describe(&unknown, rows(1).view(), &clustering(&[Some(0)]), &TopicOptions::default(), None);
    assert_eq!(topics.topics[0].label, "satellites");
}

/// A model that knows two directions: what the first and the second half of the texts is about.
fn two_meanings(texts: &[&str]) -> Vec<Option<Vec<f32>>> {
    let space = ["cosmodrome", "satellite", "lanceur", "Kosmodrom"];
    texts
        .iter()
        .map(|text| {
            let about_space = space.iter().any(|word| text.contains(word));
            Some(if about_space { vec![1.0, 0.1] } else { vec![0.0, 1.0] })
        })
        .collect()
}

#[test]
fn a_topic_has_a_sentence_and_a_border() {
    let all = texts(&FRENCH, "fr");
    // Each half near to what its sentences mean.
    let rows = Array2::from_shape_fn((12, 2), |(row, dim)| {
        let angle = row as f32 * 0.09 + if row < 6 { 0.0 } else { 0.55 };
        if dim == 0 { angle.cos() } else { angle.sin() }
    });
    let topics = describe(&all, rows.view(), &halves(12), &TopicOptions::default(), Some(&two_meanings));
    for (number, topic) in topics.topics.iter().enumerate() {
        let summary = topic.summary.as_ref().unwrap();
        assert!(topic.members.contains(&summary.unit));
        assert!(all[summary.unit].text[summary.span.clone()].ends_with('.'));
        assert!(!topic.contrast.is_empty());
        for contrast in &topic.contrast {
            assert_eq!(contrast.other, 1 - number);
            assert!(
                topic.members.contains(&contrast.unit) && !topic.representatives.contains(&contrast.unit)
            );
        }
    }
    assert_eq!(topics.topics[1].names[0].0, "Khasan");
    assert!(topics.topics[0].dates.is_empty());
}

#[test]
fn one_topic_alone_has_terms_and_no_border() {
    let all = texts(&FRENCH[..4], "fr");
    let one = clustering(&[Some(0); 4]);
    let topics = describe(&all, rows(4).view(), &one, &TopicOptions::default(), Some(&two_meanings));
    assert!(topics.topics[0].contrast.is_empty());
    assert!(all_terms(&topics.topics[0]).contains(&"cosmodrome"));
    assert!(topics.topics[0].summary.is_some());
}

#[test]
fn texts_without_a_word_have_no_terms_and_no_summary() {
    let empty = describe(
        &texts(&["", " "], "fr"),
        rows(2).view(),
        &clustering(&[Some(0); 2]),
        &TopicOptions::default(),
        Some(&two_meanings),
    );
    let topic = &empty.topics[0];
    assert!(
        topic.terms.is_empty() && topic.summary.is_none() && topic.names.is_empty() && topic.dates.is_empty()
    );
}

#[test]
fn no_two_topics_have_one_name() {
    // The same texts in two topics, and topics of numbers alone, which have no terms.
    let some = [
        "Le train roule.",
        "La gare et le train.",
        "Le train roule.",
        "La gare et le train.",
        "12 34",
        "12 34",
    ];
    let labels = [Some(0), Some(0), Some(1), Some(1), Some(2), Some(3)];
    let topics =
        describe(&texts(&some, "fr"), rows(6).view(), &clustering(&labels), &TopicOptions::default(), None);
    let names: std::collections::BTreeSet<&str> =
        topics.topics.iter().map(|topic| topic.label.as_str()).collect();
    assert_eq!(names.len(), 4, "{names:?}");
    assert!(names.contains("12 34") && names.contains("12 34 (2)"), "{names:?}");
}

#[test]
fn topics_are_the_same_on_any_number_of_threads() {
    let mut all = texts(&FRENCH, "fr");
    all[3].language = None;
    all[8].language = "de".parse().ok();
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        // A model that fails for some terms, and rows that do not agree with it.
        let vectors = |terms: &[&str]| -> Vec<Option<Vec<f32>>> {
            terms.iter().map(|term| (term.len() % 3 > 0).then(|| vec![term.len() as f32, 3.0])).collect()
        };
        let options = TopicOptions::default();
        // The closure stays on this thread; what runs in parallel does not need it.
        pool.install(|| describe(&all, rows(12).view(), &halves(12), &options, Some(&vectors)))
    };
    let one = on(1);
    assert_eq!(one, on(3));
    assert_eq!(one, on(7));
}
