use proptest::prelude::*;

use super::*;

fn language(code: &str) -> Language {
    code.parse().unwrap()
}

fn texts<'a>(texts: &[(&str, &'a str)]) -> Vec<TopicText<'a>> {
    let text = |(document, (code, text)): (usize, &(&str, &'a str))| TopicText {
        text,
        language: (!code.is_empty()).then(|| language(code)),
        document,
    };
    texts.iter().enumerate().map(text).collect()
}

fn terms(code: &str, terms: &[&str]) -> Vec<SoughtTerm> {
    let term = |text: &&str| SoughtTerm { language: Some(language(code)), text: (*text).to_owned() };
    terms.iter().map(term).collect()
}

/// Which of the terms each text holds.
fn found(code: &str, sought: &[&str], texts: &[&str]) -> Vec<Vec<u32>> {
    let analyser = Analyser::new(Some(language(code)));
    let mut matcher = Matcher::new(0);
    let numbers: Vec<_> = sought.iter().map(|term| matcher.add(&analyser.words(term))).collect();
    assert_eq!(numbers, (0..sought.len()).map(|number| Some(number as u32)).collect::<Vec<_>>());
    texts.iter().map(|text| matcher.find(&analyser.words(text))).collect()
}

fn close(found: Option<f64>, expected: f64) -> bool {
    found.is_some_and(|found| (found - expected).abs() < 1e-12)
}

#[test]
fn pairs_have_the_values_of_the_definition() {
    assert_eq!(npmi_of_counts(2, 2, 2, 8), Some(1.0));
    assert!(close(npmi_of_counts(4, 4, 2, 8), 0.0));
    // p(a) = 1/2, p(b) = p(a, b) = 1/4: ln 2 / ln 4.
    assert!(close(npmi_of_counts(4, 2, 2, 8), 0.5));
    // p(a) = p(b) = 1/2, p(a, b) = 1/8: ln(1/2) / ln 8.
    assert!(close(npmi_of_counts(4, 4, 1, 8), -1.0 / 3.0));
    assert_eq!(npmi_of_counts(4, 4, 0, 8), Some(-1.0));
    assert_eq!(
        [npmi_of_counts(8, 8, 8, 8), npmi_of_counts(0, 4, 0, 8), npmi_of_counts(0, 0, 0, 0)],
        [None; 3]
    );
}

#[test]
fn a_topic_has_the_mean_of_its_pairs() {
    // Terms 1 and 2 are always together, 3 never meets them, 4 is nowhere.
    let units: [&[u32]; 8] = [&[1, 2], &[2, 1], &[3], &[3], &[], &[], &[], &[]];
    let topics = [vec![1, 2], vec![1, 2, 3], vec![3, 1], vec![1, 4], vec![1, 1], vec![]];
    let values = npmi(&topics, units);
    assert_eq!(values, [Some(1.0), Some(-1.0 / 3.0), Some(-1.0), None, None, None]);
    assert_eq!(npmi(&topics, [&[1, 2][..]; 3])[0], None);
    assert_eq!(npmi(&topics, std::iter::empty::<&[u32]>()), [None; 6]);
}

#[test]
fn diversity_is_the_share_of_different_terms() {
    assert_eq!(diversity(&[vec![1, 2, 3], vec![3, 4], vec![]]), Some(0.8));
    assert_eq!(diversity(&[vec![1, 2], vec![2, 1]]), Some(0.5));
    assert_eq!(diversity(&[vec![1, 2, 3]]), None);
    assert_eq!(diversity(&[vec![1], vec![]]), None);
    assert_eq!(diversity(&[]), None);
}

#[test]
fn terms_are_found_by_stem_across_hyphens_and_not_across_breaks() {
    let sought = ["trains blindés", "satellite d'observation", "Kim Jong-un", "pas de tir", "gare"];
    let texts = [
        "Le train blindé de Kim Jong Un entre en gare.",
        "Les satellites d’observation attendent leur pas de tir.",
        "Un train, blindé ou non, sans satellite ; observation faite, Kim. Jong-un dort.",
        "",
    ];
    assert_eq!(found("fr", &sought, &texts), [vec![0, 2, 4], vec![1, 3], vec![], vec![]]);
}

#[test]
fn a_term_within_a_term_is_found_as_well() {
    assert_eq!(
        found(
            "en",
            &["armored train", "train", "train station"],
            &["The armored trains left the train station."]
        ),
        [vec![0, 1, 2]]
    );
    assert_eq!(found("en", &["the press of the"], &["the press of the press of the"]), [vec![0]]);
}

#[test]
fn languages_without_spaces_or_stemmer_are_read_as_their_terms_were() {
    assert_eq!(
        found("zh", &["军事", "卫星"], &["军事合作和卫星", "事军", "星卫"]),
        [vec![0, 1], vec![], vec![]]
    );
    assert_eq!(
        found("ko", &["위성", "러시아"], &["러시아에서는 위성을 쏘았다.", "위원회"]),
        [vec![0, 1], vec![]]
    );
}

const MIXED: [(&str, &str); 9] = [
    ("fr", "Le train blindé roule vers la gare."),
    ("fr", "Un train blindé en gare de Khasan."),
    ("fr", "Le satellite quitte le cosmodrome."),
    ("fr", "Deux satellites au cosmodrome."),
    ("en", "The armored train reaches the station."),
    ("en", "An armored train leaves."),
    ("en", "A satellite fell."),
    ("", "Le cosmodrome est loin."),
    ("fr", "Deux satellites au cosmodrome."),
];

#[test]
fn topics_are_measured_over_texts_of_their_language_each_once() {
    let topics = [
        terms("fr", &["train blindé", "gare"]),
        terms("fr", &["satellite", "cosmodrome"]),
        terms("en", &["armored", "train", "satellite"]),
        terms("fr", &["train blindé"]),
        vec![],
    ];
    let found = of_terms(&texts(&MIXED), &topics);
    // Five French texts, the one of unknown language among them and the repeated one once: train and gare in the
    // same two; satellite in two, cosmodrome in three, together in two: ln(5/3) / ln(5/2).
    let space = (5.0_f64 / 3.0).ln() / (5.0_f64 / 2.0).ln();
    assert!(close(found.coherence[0], 1.0) && close(found.coherence[1], space), "{found:?}");
    // Three English texts: armored and train in the same two, satellite in the third.
    assert!(close(found.coherence[2], -1.0 / 3.0), "{found:?}");
    assert_eq!(found.coherence[3..], [None, None]);
    assert!(close(found.mean_coherence, (1.0 + space - 1.0 / 3.0) / 3.0));
    // Eight terms; the French train twice, and the English satellite is not the French one.
    assert_eq!(found.diversity, Some(7.0 / 8.0));
}

#[test]
fn a_term_of_another_language_does_not_count_against_a_topic() {
    let mut mixed = terms("fr", &["train blindé", "gare"]);
    mixed.insert(0, terms("en", &["satellite"]).remove(0));
    assert!(close(of_terms(&texts(&MIXED), &[mixed]).coherence[0], 1.0));
}

#[test]
fn only_the_ten_best_terms_are_looked_at() {
    let mut many = terms(
        "fr",
        &["train blindé", "gare", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit"],
    );
    let ten = of_terms(&texts(&MIXED), &[many.clone()]);
    many.extend(terms("fr", &["satellite", "cosmodrome"]));
    assert_eq!(of_terms(&texts(&MIXED), &[many]), ten);
}

#[test]
fn no_texts_no_topics_and_empty_terms_have_no_value() {
    let nothing = LabelQuality { coherence: vec![], mean_coherence: None, diversity: None };
    assert_eq!(of_terms(&texts(&MIXED), &[]), nothing);
    let without = of_terms(&[], &[terms("fr", &["train", "gare"]), terms("fr", &["", "..."])]);
    assert_eq!(without, LabelQuality { coherence: vec![None, None], ..nothing });
}

proptest! {
    #[test]
    fn values_are_in_range_and_neither_numbers_nor_order_matter(
        topics in prop::collection::vec(prop::collection::vec(0_u32..8, 0..6), 0..5),
        units in prop::collection::vec(prop::collection::btree_set(0_u32..8, 0..6), 0..20),
    ) {
        let units: Vec<Vec<u32>> = units.into_iter().map(|unit| unit.into_iter().collect()).collect();
        let renamed = |terms: &Vec<u32>| terms.iter().map(|term| 100 - term * 3).collect::<Vec<u32>>();
        let (topics2, mut units2): (Vec<_>, Vec<_>) =
            (topics.iter().map(renamed).collect(), units.iter().map(renamed).collect());
        units2.reverse();
        let values = npmi(&topics, units.iter().map(Vec::as_slice));
        prop_assert_eq!(values.len(), topics.len());
        prop_assert!(values.iter().flatten().all(|value| (-1.0..=1.0).contains(value)));
        prop_assert_eq!(values, npmi(&topics2, units2.iter().map(Vec::as_slice)));
        prop_assert_eq!(diversity(&topics), diversity(&topics2));
        prop_assert!(diversity(&topics).is_none_or(|share| share > 0.0 && share <= 1.0));
    }
}
