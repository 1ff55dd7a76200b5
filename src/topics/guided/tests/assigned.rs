//! Texts among topics whose truth is planted.

use ndarray::{Array1, Array2, Axis};

use super::super::*;

const DIM: usize = 64;

/// Numbers that look random, the same every time, from -1 to 1.
fn noise(seed: &str) -> Array1<f32> {
    let mut state = seed.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let next = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f32 / (1_u64 << 23) as f32 - 1.0
    };
    unit(&(0..DIM).map(next).collect()).unwrap()
}

/// A model whose texts have independent directions; it knows no word of texts that begin with `?`.
fn model(texts: &[&str]) -> Vec<Option<Vec<f32>>> {
    texts.iter().map(|text| (!text.starts_with('?')).then(|| noise(text).to_vec())).collect()
}

fn named(names: &[&str]) -> Vec<GivenTopic> {
    names.iter().map(|name| GivenTopic { name: (*name).to_owned(), ..GivenTopic::default() }).collect()
}

fn guide(names: &[&str]) -> Guide {
    Guide::new(&named(names), &model).unwrap()
}

/// Texts that are about these topics (an empty name: about nothing in particular), as unit rows.
fn texts_about(names: &[&str]) -> Array2<f32> {
    let mut rows = Array2::zeros((names.len(), DIM));
    for (i, (name, mut row)) in names.iter().zip(rows.outer_iter_mut()).enumerate() {
        let own = noise(&format!("text {i}"));
        let text = if name.is_empty() { own } else { unit(&(noise(name) * 0.8 + own)).unwrap() };
        row.assign(&text);
    }
    rows
}

/// What texts have of the words of topics: those about a topic have much of it, the others next to none.
fn words_of(truth: &[&str], names: &[&str]) -> Array2<f32> {
    Array2::from_shape_fn(
        (truth.len(), names.len()),
        |(text, topic)| {
            if truth[text] == names[topic] { 0.12 } else { 0.002 }
        },
    )
}

fn assign_with(
    guide: &Guide,
    rows: &Array2<f32>,
    words: &Array2<f32>,
    cutoff: f32,
) -> Result<Guided, GuidedError> {
    let texts = GuideTexts { ready: rows.view(), words: words.view(), around: words.view(), length: 20.0 };
    guide.assign(&texts, &GuideOptions { cutoff })
}

/// The topics of texts that have the words that they are about.
fn assign(names: &[&str], truth: &[&str]) -> Guided {
    assign_with(&guide(names), &texts_about(truth), &words_of(truth, names), 0.5).unwrap()
}

fn correct(guided: &Guided, truth: &[&str], names: &[&str]) -> usize {
    let right = |(found, truth): (&Option<usize>, &&str)| match found {
        Some(topic) => names[*topic] == *truth,
        None => !names.contains(truth),
    };
    guided.assignment.iter().zip(truth).filter(|&pair| right(pair)).count()
}

fn cycle<'a>(of: &[&'a str], n: usize) -> Vec<&'a str> {
    of.iter().copied().cycle().take(n).collect()
}

#[test]
fn texts_go_to_their_topics_and_others_to_none() {
    let truth = cycle(&["arms", "train", "", "space", "music", ""], 60);
    let names = ["arms", "train", "space"];
    let guided = assign(&names, &truth);
    assert!(correct(&guided, &truth, &names) >= 57, "{:?}", guided.assignment);
    assert_eq!(
        guided.topics.iter().map(|topic| topic.units).sum::<usize>(),
        guided.assignment.iter().flatten().count()
    );
    for topic in &guided.topics {
        assert!((topic.expected - 10.0).abs() < 5.0, "{topic:?}");
        assert!(topic.support > 0.2 && !topic.too_much && topic.nearest.is_none(), "{topic:?}");
    }
    for (i, assigned) in guided.assignment.iter().enumerate() {
        assert_eq!(assigned.is_some(), guided.confidence[i] >= 0.5);
        assert!((0.0..=1.0).contains(&guided.confidence[i]));
        let total: f32 = guided.shares[i].iter().map(|(_, share)| share).sum();
        assert!(guided.shares[i].is_empty() || (total - 1.0).abs() < 1e-5);
        assert!(assigned.is_none_or(|topic| guided.shares[i][0].0 == topic));
    }
}

#[test]
fn an_absent_topic_gets_nothing_and_says_what_came_nearest() {
    let truth = cycle(&["arms", "", "music"], 90);
    let guided = assign(&["arms", "bees", "chess"], &truth);
    assert!(guided.topics[0].units >= 27, "{:?}", guided.topics);
    for (number, topic) in guided.topics.iter().enumerate().skip(1) {
        assert_eq!(topic.units, 0, "{topic:?}");
        let nearest = topic.nearest.unwrap();
        assert!(nearest.probability < 0.5 && topic.support < TOO_LITTLE, "{topic:?}");
        match nearest.why {
            WhyNot::Other(other) => assert_eq!(guided.assignment[nearest.text], Some(other), "{number}"),
            WhyNot::NoWords => assert_eq!(guided.assignment[nearest.text], None, "{number}"),
            WhyNot::TooWeak => panic!("no text has a word of topic {number}"),
        }
    }
}

#[test]
fn the_nearest_text_of_an_absent_topic_may_be_about_another_or_be_too_weak() {
    let truth = cycle(&["arms", ""], 40);
    let names = ["arms", "bees"];
    let mut rows = texts_about(&truth);
    rows.row_mut(6).assign(&unit(&(noise("arms") + noise("bees") * 0.4)).unwrap());
    let guide = guide(&names);
    let mut words = words_of(&truth, &names);
    let guided = assign_with(&guide, &rows, &words, 0.5).unwrap();
    let nearest = guided.topics[1].nearest.unwrap();
    assert_eq!((nearest.text, nearest.why), (6, WhyNot::Other(0)), "{:?}", guided.topics);
    // A text that is about nothing in particular, with some words of the topic.
    rows = texts_about(&truth);
    words[[7, 1]] = 0.08;
    let guided = assign_with(&guide, &rows, &words, 0.9).unwrap();
    let nearest = guided.topics[1].nearest.unwrap();
    assert_eq!((nearest.text, nearest.why), (7, WhyNot::TooWeak), "{:?}", guided.topics);
}

#[test]
fn a_topic_whose_words_do_not_support_what_it_takes_is_flagged() {
    // All texts are near in meaning, and none has a word of it.
    let truth = cycle(&["arms", ""], 60);
    let names = ["arms"];
    let rows = texts_about(&truth);
    let guide = guide(&names);
    let without = assign_with(&guide, &rows, &Array2::zeros((60, 1)), 0.3).unwrap();
    let with = assign_with(&guide, &rows, &words_of(&truth, &names), 0.3).unwrap();
    assert!(with.topics[0].units > without.topics[0].units, "{:?} {:?}", with.topics, without.topics);
    assert!(!with.topics[0].too_much);
    let sure = |guided: &Guided| guided.confidence.iter().filter(|&&value| value > 0.9).count();
    assert!(sure(&without) < sure(&with));
    let forced = assign_with(&guide, &rows, &Array2::zeros((60, 1)), 0.0).unwrap();
    assert!(forced.topics[0].units == 60 && forced.topics[0].too_much, "{:?}", forced.topics);
}

#[test]
fn a_corpus_of_one_topic_is_found_to_be_so() {
    let truth = cycle(&["arms"], 40);
    let guided = assign(&["arms", "train", "space"], &truth);
    assert!(guided.topics[0].units >= 36, "{:?}", guided.topics);
    let alone = assign(&["arms"], &truth);
    assert!(alone.topics[0].units >= 36, "{:?}", alone.topics);
}

#[test]
fn a_text_of_two_topics_has_shares_of_both() {
    let truth = cycle(&["arms", "train", "", "music"], 40);
    let names = ["arms", "train"];
    let mut rows = texts_about(&truth);
    rows.row_mut(2).assign(&unit(&(noise("arms") + noise("train"))).unwrap());
    let mut words = words_of(&truth, &names);
    words.row_mut(2).fill(0.1);
    let guided = assign_with(&guide(&names), &rows, &words, 0.5).unwrap();
    let mut both: Vec<usize> = guided.shares[2].iter().map(|&(topic, _)| topic).collect();
    both.sort_unstable();
    assert_eq!(both, [0, 1], "{:?}", guided.shares[2]);
    assert!(guided.shares[2].iter().all(|&(_, share)| share > 0.2), "{:?}", guided.shares[2]);
}

#[test]
fn two_topics_that_overlap_share_their_texts_and_take_none_of_the_others() {
    let truth = cycle(&["arms", "", "music"], 60);
    let near = |texts: &[&str]| -> Vec<Option<Vec<f32>>> {
        let vector = |text: &&str| match *text {
            "weapons" => unit(&(noise("arms") + noise("own") * 0.3)).unwrap().to_vec(),
            text => noise(text).to_vec(),
        };
        texts.iter().map(|text| Some(vector(text))).collect()
    };
    let guide = Guide::new(&named(&["arms", "weapons"]), &near).unwrap();
    let words = words_of(&truth, &["arms", "arms"]);
    let guided = assign_with(&guide, &texts_about(&truth), &words, 0.4).unwrap();
    let with =
        |topics: usize| (0..60).filter(|&text| guided.shares[text].len() == topics).collect::<Vec<_>>();
    assert!(with(2).len() >= 18, "{:?}", guided.shares);
    assert!(with(2).iter().chain(&with(1)).all(|&text| truth[text] == "arms"), "{:?}", guided.shares);
}

#[test]
fn a_handful_of_texts() {
    let names = ["arms", "train"];
    assert_eq!(assign(&names, &["arms"]).assignment, [Some(0)]);
    assert_eq!(assign(&names, &[""]).assignment, [None]);
    let five = assign(&names, &["train", "", "arms", "", "train"]);
    assert_eq!(five.assignment, [Some(1), None, Some(0), None, Some(1)]);
    let none = assign_with(&guide(&names), &Array2::zeros((0, DIM)), &Array2::zeros((0, 2)), 0.5).unwrap();
    assert!(none.assignment.is_empty());
    assert!(none.topics.iter().all(|topic| topic.units == 0 && topic.nearest.is_none()));
}

#[test]
fn identical_texts_get_the_same_and_zeros_get_nothing() {
    let names = ["arms", "train"];
    let row = texts_about(&["train"]);
    let same = row.select(Axis(0), &[0; 30]);
    let guided = assign_with(&guide(&names), &same, &words_of(&["train"; 30], &names), 0.5).unwrap();
    assert!(guided.assignment.iter().all(|topic| *topic == Some(1)), "{:?}", guided.assignment);
    assert!(guided.confidence.iter().all(|value| value.to_bits() == guided.confidence[0].to_bits()));
    let zeros = assign_with(&guide(&names), &Array2::zeros((30, DIM)), &Array2::zeros((30, 2)), 0.5).unwrap();
    assert!(zeros.assignment.iter().all(Option::is_none));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let truth = cycle(&["arms", "train", "", "space", "music"], 1300);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| assign(&["arms", "train", "space"], &truth))
    };
    let (one, four) = (on(1), on(4));
    assert_eq!(one, four);
    assert!(one.assignment.iter().flatten().count() > 700);
}

#[test]
fn the_cutoff_decides_how_many_are_taken() {
    let truth = cycle(&["arms", "train", "", "music"], 80);
    let names = ["arms", "train"];
    let (rows, words, guide) = (texts_about(&truth), words_of(&truth, &names), guide(&names));
    let taken = |cutoff| {
        assign_with(&guide, &rows, &words, cutoff).map(|guided| guided.assignment.iter().flatten().count())
    };
    assert_eq!(taken(0.0).unwrap(), 80);
    assert!(taken(0.4).unwrap() > taken(0.999).unwrap());
    for wrong in [-0.1, 1.1, f32::NAN] {
        let error = taken(wrong).unwrap_err();
        assert!(matches!(error, GuidedError::Cutoff { .. }) && error.hint().is_some());
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    let unknown = Guide::new(&named(&["arms", "?bees"]), &model).unwrap_err();
    assert_eq!(unknown.to_string(), "the model knows no word of the topic `?bees`");
    assert!(unknown.hint().unwrap().contains("description"));
    let known = GivenTopic { seeds: vec!["honey".to_owned()], ..named(&["?bees"]).remove(0) };
    assert_eq!(Guide::new(&[known], &model).unwrap().len(), 1);
    let mute = |texts: &[&str]| texts.iter().map(|_| None).collect::<Vec<Option<Vec<f32>>>>();
    assert!(matches!(Guide::new(&named(&["a"]), &mute), Err(GuidedError::UnknownSubjects { known: 0, .. })));
    let crooked = |texts: &[&str]| {
        texts.iter().map(|text| Some(vec![1.0; if *text == "a" { 3 } else { 2 }])).collect::<Vec<_>>()
    };
    assert!(matches!(Guide::new(&named(&["a"]), &crooked), Err(GuidedError::Shape { .. })));

    let guide = guide(&["arms"]);
    let rows = texts_about(&["arms"; 3]);
    let words = Array2::zeros((3, 1));
    let fit = |rows: &Array2<f32>, words: &Array2<f32>| assign_with(&guide, rows, words, 0.5);
    assert!(matches!(fit(&rows, &Array2::zeros((2, 1))), Err(GuidedError::Shape { .. })));
    assert!(matches!(fit(&rows, &Array2::zeros((3, 2))), Err(GuidedError::Shape { .. })));
    assert!(matches!(fit(&Array2::zeros((3, 5)), &words), Err(GuidedError::Shape { .. })));
    let mut broken = rows.clone();
    broken[[1, 0]] = f32::NAN;
    assert!(matches!(fit(&broken, &words), Err(GuidedError::NotFinite { row: 1 })));
    let mut broken = words.clone();
    broken[[2, 0]] = f32::INFINITY;
    assert!(matches!(fit(&rows, &broken), Err(GuidedError::NotFinite { row: 2 })));
}

#[test]
fn subjects_are_different_from_each_other() {
    let distinct: std::collections::BTreeSet<&str> = SUBJECTS.into_iter().collect();
    assert_eq!(distinct.len(), SUBJECTS.len());
}
