use std::collections::BTreeMap;

use ndarray::Array2;

use super::*;

fn language(code: &str) -> Option<Language> {
    code.parse().ok()
}

fn text<'a>(text: &'a str, code: &str) -> TopicText<'a> {
    TopicText { text, language: language(code), document: 0 }
}

/// A model in which every sentence about trains lies on the first axis.
fn vectors(texts: &[&str]) -> Vec<Option<Vec<f32>>> {
    let on = |text: &&str| {
        if text.contains("rain") || text.contains("Zug") { vec![1.0, 0.0] } else { vec![0.0, 1.0] }
    };
    texts.iter().map(|text| Some(on(text))).collect()
}

/// The sentence for a topic of all of the texts, typical of which are the stems.
fn line<'a>(texts: &[TopicText<'a>], code: &str, stems: &[&str]) -> Option<&'a str> {
    let meaning = Meaning::new(Some(&vectors), 2, &BTreeMap::new());
    let central: Vec<usize> = (0..texts.len()).collect();
    let mut rows = Array2::zeros((texts.len(), 2));
    rows.column_mut(0).fill(1.0);
    let (centre, middle) = (Array1::from(vec![1.0, 0.0]), Array1::zeros(2));
    let terms: Vec<(String, f64)> = stems.iter().map(|stem| ((*stem).to_owned(), 1.0)).collect();
    let analyser = Analyser::new(language(code));
    let wanted = Wanted {
        central: &central,
        language: language(code),
        centre: &centre,
        middle: &middle,
        terms: &terms,
        label: "train",
    };
    let summary = choose(texts, rows.view(), &wanted, Some(&analyser), &meaning, &mut Vec::new())?;
    Some(&texts[summary.unit].text[summary.span])
}

const STEMS: [&str; 6] = ["train", "armour", "leader", "coach", "rail", "north"];

#[test]
fn the_sentence_that_says_most_and_stands_alone() {
    let texts = [
        text(
            "The weather on the coast was fair enough for a long walk. Is the train ever going to arrive at all?",
            "en",
        ),
        text(
            "It is a train of twenty coaches with armour on the sides. Nobody waited. The train of the leader has armour and twenty coaches.",
            "en",
        ),
        text("A title with a train\nNobody saw anything of interest at the station that day.", "en"),
    ];
    assert_eq!(line(&texts, "en", &STEMS), Some("The train of the leader has armour and twenty coaches."));
}

#[test]
fn the_language_of_the_label_goes_first_and_any_other_is_better_than_none() {
    let texts = [
        text("An armoured train rolls slowly to the far north.", "en"),
        text("Ein gepanzerter Zug rollt langsam in den Norden.", "de"),
    ];
    assert_eq!(
        line(&texts, "de", &["zug", "nord"]),
        Some("Ein gepanzerter Zug rollt langsam in den Norden.")
    );
    let analyser = Analyser::new(language("ko"));
    assert!(evidence("An armoured train rolls.", &[("train".to_owned(), 1.0)], Some(&analyser)) > 0.9);
    assert_eq!(line(&texts, "ko", &["train"]), Some("An armoured train rolls slowly to the far north."));
    assert_eq!(line(&[text("", "en")], "en", &STEMS), None);
    assert_eq!(line(&[], "en", &STEMS), None);
}

#[test]
fn none_is_shown_where_none_says_anything_of_the_topic() {
    let texts = [text("Nobody saw anything of interest at the station that day.", "en")];
    assert_eq!(line(&texts, "en", &STEMS), None, "far from the topic and without a word of it");
    let said = [text("The armoured train of the leader rolled north.", "en")];
    let meaning = Meaning::new(Some(&vectors), 2, &BTreeMap::new());
    let (centre, middle) = (Array1::from(vec![1.0, 0.0]), Array1::zeros(2));
    let terms = vec![("train".to_owned(), 1.0)];
    let wanted = Wanted {
        central: &[0],
        language: language("en"),
        centre: &centre,
        middle: &middle,
        terms: &terms,
        label: "train",
    };
    let analyser = Analyser::new(language("en"));
    let rows = ndarray::array![[1.0_f32, 0.0]];
    let mut shown = Vec::new();
    let mut ask = || choose(&said, rows.view(), &wanted, Some(&analyser), &meaning, &mut shown);
    assert!(ask().is_some());
    assert!(ask().is_none(), "another topic says the same already");
}

#[test]
fn what_cannot_stand_alone_is_no_candidate() {
    let fit = |line: &str, code: &str| Standing::of(line, language(code), true).map(|standing| standing.fit);
    let good = [
        ("The armoured train of the leader rolled north for two days.", "en"),
        ("Inspectors said that the reactors of the plant were shut down.", "en"),
        ("Two reactors were shut down for repairs before the winter.", "en"),
        ("Le train blindé du dirigeant a traversé la frontière dans la nuit.", "fr"),
        ("Ein gepanzerter Zug überquerte in der Nacht die Grenze.", "de"),
        ("El tren blindado cruzó la frontera con diez vagones de noche.", "es"),
        ("Бронированный поезд пересёк границу ночью и прибыл на станцию.", "ru"),
        ("무장 열차는 밤에 국경을 넘어 북쪽 역에 도착했다.", "ko"),
        ("装甲列车在夜间越过边境，第二天到达北方的车站。", "zh"),
    ];
    for (line, code) in good {
        assert!(fit(line, code).is_some_and(|fit| fit > 0.75), "{line}: {:?}", fit(line, code));
    }
    let bad = [
        ("However, the armoured train of the leader rolled north.", "en"),
        ("He travelled north in the armoured train for two days.", "en"),
        ("The previous day the train had crossed the border at night.", "en"),
        ("Yesterday the armoured train crossed the border at night.", "en"),
        ("We saw the armoured train cross the border at night.", "en"),
        ("crossed the border at night with ten cars and a crew.", "en"),
        ("The armoured train crossed the border", "en"),
        ("Did the armoured train cross the border at night?", "en"),
        ("A train crossed.", "en"),
        ("“The armoured train crossed the border at night.", "en"),
        ("See https://example.org/a for the timetable of the armoured train.", "en"),
        ("The function returns x = train(a) and y = train(b) for every row.", "en"),
        ("Trains of 1987, 1988, 1991, 1993 and 1995 carried 12000 and 14000.", "en"),
        ("Follow the armoured train on Facebook, Twitter and Instagram.", "en"),
        ("Lisez notre dossier sur le train blindé et ses passagers du nord.", "fr"),
        ("In addition, the armoured train carries soldiers and a kitchen.", "en"),
        ("The armoured train is listed above with its cars and its crew.", "en"),
        ("The train left the platform. was announced on Monday by the staff.", "en"),
        ("The train left the platform at dawn.Soldiers stood at the gates.", "en"),
        ("Un peu plus tôt, le train blindé avait traversé la frontière.", "fr"),
        ("Dans ce contexte, le train blindé a traversé la frontière de nuit.", "fr"),
        ("Im selben Jahr fuhr der gepanzerte Zug über die Grenze.", "de"),
        ("Customs officers of China publish the details of those sales every month.", "en"),
        ("Near those stations the armoured train stopped for a whole night.", "en"),
        ("Avec la guerre, les employeurs réclament des visas pour cette main-d’œuvre.", "fr"),
        ("Die Grenze ist gesperrt, und der Handel nimmt dadurch seit Jahren ab.", "de"),
        ("Cependant, le train blindé a traversé la frontière dans la nuit.", "fr"),
        ("La veille, le train blindé avait traversé la frontière de nuit.", "fr"),
        ("Wahlweise ist auch ein gepanzerter Zug für die Reise zu haben.", "de"),
        ("그러나 무장 열차는 밤에 국경을 넘어 북쪽으로 갔다.", "ko"),
        ("但是装甲列车在夜间越过边境，第二天到达北方的车站。", "zh"),
    ];
    for (line, code) in bad {
        assert!(fit(line, code).is_none(), "{line}");
    }
    // A pronoun, a demonstrative and a bare article say that something stands before.
    for line in [
        "North of the border they changed the engine of the armoured train.",
        "On Thursday the armoured train crossed the border at night.",
        "According to officials the train stopped… near the border at night.",
    ] {
        assert!(fit(line, "en").is_some_and(|fit| fit < 0.85), "{line}: {:?}", fit(line, "en"));
    }
    let later = Standing::of("The building burned down in a single winter night.", language("en"), false);
    let first = Standing::of("The building burned down in a single winter night.", language("en"), true);
    assert!(later.unwrap().fit < first.unwrap().fit, "which building?");
}

#[test]
fn a_phrase_and_its_words_count_once() {
    let analyser = Analyser::new(language("en"));
    let terms: Vec<(String, f64)> = [("armour train", 2.0), ("train", 1.0), ("armour", 1.0), ("north", 1.0)]
        .map(|(key, weight)| (key.to_owned(), weight))
        .into();
    let of = |line: &str| evidence(line, &terms, Some(&analyser));
    assert!((of("The armour train.") - 2.0 / 5.0).abs() < 1e-9);
    assert!((of("A train with armour.") - 2.0 / 5.0).abs() < 1e-9);
    assert!(of("Nothing.") < 1e-9 && evidence("A train.", &[], Some(&analyser)) < 1e-9);
    assert!((of("The armour train rolls north.") - 3.0 / 5.0).abs() < 1e-9);
}
