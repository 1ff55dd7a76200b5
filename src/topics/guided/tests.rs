//! Files with what is wrong in them, and texts among topics whose truth is planted.

use std::path::Path;

use ndarray::{Array1, Array2, ArrayView2, Axis};

use super::*;
use crate::corpus::Language;
use crate::topics::{Term, Topic, TopicText, Topics};

const DIM: usize = 64;

fn parse(text: &str) -> Result<GuidedFile, GuidedError> {
    GuidedFile::parse(text, Path::new("topics.toml"))
}

fn message(text: &str) -> String {
    let error = parse(text).unwrap_err();
    assert!(error.hint().is_some(), "no way out of: {error}");
    error.to_string()
}

#[test]
fn a_file_is_read_in_its_order() {
    let file = parse(
        "[[topic]]\nname = \" arms deal \"\ndescription = \"Weapons.\"\nseeds = [\"artillery shells\"]\n\
         [[topic]]\nname = \"бронепоезд\"\nexamples = [\"Le train roule.\"]\n",
    )
    .unwrap();
    assert_eq!(file.topics[0].name, "arms deal");
    assert_eq!(file.topics[0].description.as_deref(), Some("Weapons."));
    assert_eq!(file.topics[0].seeds, ["artillery shells"]);
    assert_eq!(file.topics[1].name, "бронепоезд");
    assert_eq!(file.topics[1].examples, ["Le train roule."]);
}

#[test]
fn a_byte_order_mark_is_no_error() {
    assert_eq!(parse("\u{feff}[[topic]]\nname = \"a\"\n").unwrap().topics.len(), 1);
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let cases = [
        ("[[topic]]\nname = \"a\"\nseed = [\"b\"]\n", "topics.toml:3:1: unknown field `seed`"),
        ("[[topic]]\nname = \"a\"\n[[topics]]\n", "topics.toml:3:3: unknown field `topics`"),
        ("[[topic]]\ndescription = \"a\"\n", "topics.toml:1:1: missing field `name`"),
        ("[[topic]]\nname = \"\"\n", "topics.toml:2:8: `name`: the text is empty"),
        ("[[topic]]\nname = \" \\t\"\n", "topics.toml:2:8: `name`: the text is empty"),
        ("[[topic]]\nname = \"a\"\nseeds = [\"b\", \"\"]\n", "topics.toml:3:15: `seeds`: the text is empty"),
        (
            "[[topic]]\nname = \"Été\"\n[[topic]]\nname = \"été\"\n",
            "topics.toml:4:8: `name`: line 2 names a topic `été` already",
        ),
        ("[[topic]]\nname = 3\n", "topics.toml:2:8: `name`: invalid type"),
        ("[[topic]]\nname = \"a\"\nseeds = \"b\"\n", "topics.toml:3:9: `seeds`: invalid type"),
        (
            "[[topic]]\nname = \"a\"\nexamples = [\n  \"b\",\n  4,\n]\n",
            "topics.toml:5:3: `examples`: invalid type",
        ),
        ("[[topic]]\nname = \"a\n", "topics.toml:2:"),
        ("# nothing\n", "`topics.toml` names no topic"),
    ];
    for (text, expected) in cases {
        let found = message(text);
        assert!(found.starts_with(expected), "{text:?}\n found: {found}\n expected: {expected}");
        assert!(!found.ends_with('.') && !found.contains('\n'), "{found}");
    }
}

#[test]
fn too_much_is_refused() {
    let long = format!("[[topic]]\nname = \"{}\"\n", "ж".repeat(201));
    assert_eq!(message(&long), "topics.toml:2:8: `name`: the text has 201 characters; 200 are the most");
    let description = format!("[[topic]]\nname = \"a\"\ndescription = \"{}\"\n", "a".repeat(4001));
    assert!(message(&description).contains("`description`: the text has 4001 characters"));
    let seeds = format!("[[topic]]\nname = \"a\"\nseeds = [{}]\n", "\"b\",".repeat(101));
    assert!(message(&seeds).contains("`seeds`: there are more than 100 texts"));
    let many =
        |n: usize| (0..n).map(|i| format!("[[topic]]\nname = \"t{i}\"\n")).collect::<Vec<_>>().concat();
    assert_eq!(parse(&many(1000)).unwrap().topics.len(), 1000);
    assert!(message(&many(1001)).starts_with("topics.toml:2002:8: `name`: there are more than 1000 topics"));
}

#[test]
fn files_that_are_no_text_or_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("latin.toml");
    std::fs::write(&path, b"[[topic]]\nname = \"\xe9t\xe9\"\n").unwrap();
    let error = GuidedFile::read(&path).unwrap_err();
    assert!(matches!(error, GuidedError::NotUtf8 { line: 2, .. }), "{error}");
    assert!(matches!(GuidedFile::read(&folder.path().join("none")), Err(GuidedError::File { .. })));
}

#[test]
fn what_is_written_is_read_again() {
    let odd = "a \"b\" \\ c\nd\te\r \u{1}\u{7f}\u{85} 'é' # ] 한국어 \u{2028}end";
    let file = GuidedFile {
        topics: vec![
            GivenTopic {
                name: odd.to_owned(),
                description: Some(odd.to_owned()),
                seeds: vec![odd.to_owned(), "x".to_owned()],
                examples: vec![odd.to_owned(), "\\u0041".to_owned()],
            },
            GivenTopic { name: "alone".to_owned(), ..GivenTopic::default() },
        ],
    };
    assert_eq!(parse(&file.write()).unwrap(), file);
    assert!(file.write().starts_with("# "));
}

proptest::proptest! {
    #[test]
    fn any_text_survives_writing(name in "\\PC*[a-z]", seeds in proptest::collection::vec("(?s).{0,20}x", 0..4)) {
        let name: String = name.chars().take(150).collect::<String>().trim().to_owned() + "z";
        let seeds: Vec<String> = seeds.iter().map(|seed| seed.trim().to_owned()).collect();
        let file = GuidedFile { topics: vec![GivenTopic { name, seeds, ..GivenTopic::default() }] };
        proptest::prop_assert_eq!(parse(&file.write()).unwrap(), file);
    }

    #[test]
    fn no_file_makes_it_panic(text in "(?s)(\\[\\[topic\\]\\]|name|seeds|=|\"|\n|\\[|\\]|.){0,40}") {
        let _ = parse(&text);
    }
}

#[test]
fn found_topics_become_a_file() {
    let texts =
        ["Le train roule. Il est blindé.", "Ein Titel\nDer Zug fährt heute ab und kommt nie an. Ende.", ""];
    let texts: Vec<TopicText<'_>> =
        texts.iter().map(|text| TopicText { text, language: None, document: 0 }).collect();
    let topic = |label: &str| Topic {
        label: label.to_owned(),
        terms: (0..9)
            .map(|i| Term { text: format!("term\n{i}"), language: None, score: 1.0, also: Vec::new() })
            .collect(),
        members: vec![0, 1, 2],
        representatives: vec![0, 1, 2, 99],
        summary: None,
        contrast: Vec::new(),
        names: Vec::new(),
        dates: Vec::new(),
        languages: std::collections::BTreeMap::new(),
        n_documents: 1,
        cohesion: 1.0,
    };
    let topics = Topics {
        topics: vec![topic("train \"blindé\""), topic("Train \"blindé\""), topic(" ")],
        ..Topics::default()
    };
    let file = GuidedFile::suggest(&topics, &texts);
    let names: Vec<&str> = file.topics.iter().map(|topic| topic.name.as_str()).collect();
    assert_eq!(names, ["train \"blindé\"", "Train \"blindé\" (2)", "topic 3"]);
    assert_eq!(file.topics[0].seeds, ["term 0", "term 1", "term 2", "term 3", "term 4", "term 5"]);
    let examples = ["Le train roule. Il est blindé.", "Ein Titel Der Zug fährt heute ab und kommt nie an."];
    assert_eq!(file.topics[0].examples, examples);
    assert_eq!(parse(&file.write()).unwrap(), file);
}

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

/// The rows without their mean, as the caller makes them ready.
fn ready(rows: &Array2<f32>) -> Array2<f32> {
    let mean = rows.mean_axis(Axis(0)).unwrap();
    let mut out = rows.clone();
    for mut row in out.outer_iter_mut() {
        if let Some(rest) = unit(&(&row - &mean)) {
            row.assign(&rest);
        }
    }
    out
}

fn assign(guide: &Guide, rows: &Array2<f32>) -> Guided {
    let languages = vec![None; rows.nrows()];
    guide.assign(rows.view(), ready(rows).view(), &languages, &GuideOptions::default()).unwrap()
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
    let guided = assign(&guide(&names), &texts_about(&truth));
    assert!(correct(&guided, &truth, &names) >= 57, "{:?}", guided.assignment);
    assert_eq!(
        guided.topics.iter().map(|topic| topic.units).sum::<usize>(),
        guided.assignment.iter().flatten().count()
    );
    assert!(guided.topics.iter().all(|topic| (topic.expected - 10.0).abs() < 4.0), "{:?}", guided.topics);
    for (i, assigned) in guided.assignment.iter().enumerate() {
        assert_eq!(assigned.is_some(), guided.confidence[i] >= 0.5);
        assert!((0.0..=1.0).contains(&guided.confidence[i]));
        let total: f32 = guided.shares[i].iter().map(|(_, share)| share).sum();
        assert!(guided.shares[i].is_empty() || (total - 1.0).abs() < 1e-5);
        assert!(assigned.is_none_or(|topic| guided.shares[i][0].0 == topic));
    }
}

#[test]
fn a_topic_that_does_not_occur_gets_nothing() {
    let truth = cycle(&["arms", "", "music"], 90);
    let guided = assign(&guide(&["arms", "bees", "chess"]), &texts_about(&truth));
    assert_eq!((guided.topics[1].units, guided.topics[2].units), (0, 0), "{:?}", guided.topics);
    assert!(guided.topics[0].units >= 27, "{:?}", guided.topics);
}

#[test]
fn a_corpus_of_one_topic_is_found_to_be_so() {
    let truth = cycle(&["arms"], 40);
    let guided = assign(&guide(&["arms", "train", "space"]), &texts_about(&truth));
    assert!(guided.topics[0].units >= 36, "{:?}", guided.topics);
    assert!(guided.topics[0].level > 2.0 && guided.topics[1].level < 1.0, "{:?}", guided.topics);
}

#[test]
fn a_text_of_two_topics_has_shares_of_both() {
    let mut rows = texts_about(&cycle(&["arms", "train", "", "music"], 40));
    rows.row_mut(2).assign(&unit(&(noise("arms") + noise("train"))).unwrap());
    let guided = assign(&guide(&["arms", "train"]), &rows);
    let mut both: Vec<usize> = guided.shares[2].iter().map(|&(topic, _)| topic).collect();
    both.sort_unstable();
    assert_eq!(both, [0, 1], "{:?}", guided.shares[2]);
    assert!(guided.shares[2].iter().all(|&(_, share)| share > 0.2), "{:?}", guided.shares[2]);
}

#[test]
fn very_few_texts_are_judged_each_by_itself() {
    let guide = guide(&["arms", "train"]);
    assert!(assign(&guide, &texts_about(&["arms"])).assignment == [Some(0)]);
    assert!(assign(&guide, &texts_about(&[""])).assignment == [None]);
    assert!(assign(&guide, &texts_about(&["train", "", "arms"])).assignment == [Some(1), None, Some(0)]);
    let none = assign_rows(&guide, Array2::zeros((0, DIM)).view());
    assert!(none.assignment.is_empty() && none.topics.iter().all(|topic| topic.units == 0));
}

fn assign_rows(guide: &Guide, rows: ArrayView2<'_, f32>) -> Guided {
    guide.assign(rows, rows, &vec![None; rows.nrows()], &GuideOptions::default()).unwrap()
}

#[test]
fn identical_texts_get_the_same_and_zeros_get_nothing() {
    let guide = guide(&["arms", "train"]);
    let row = texts_about(&["train"]);
    let same = row.select(Axis(0), &[0; 30]);
    let guided = assign_rows(&guide, same.view());
    assert!(guided.assignment.iter().all(|topic| *topic == Some(1)), "{:?}", guided.assignment);
    assert!(guided.confidence.iter().all(|value| value.to_bits() == guided.confidence[0].to_bits()));
    let zeros = assign_rows(&guide, Array2::zeros((30, DIM)).view());
    assert!(zeros.assignment.iter().all(Option::is_none));
}

#[test]
fn each_language_has_its_own_lean() {
    let truth = cycle(&["arms", "", "train", "music"], 80);
    let mut rows = texts_about(&truth);
    let lean = noise("the lean of a language");
    let languages: Vec<Option<Language>> =
        (0..80).map(|i| Some(if i < 40 { "fr" } else { "ko" }.parse().unwrap())).collect();
    for mut row in rows.outer_iter_mut().skip(40) {
        let moved = unit(&(&row + &(&lean * 0.7))).unwrap();
        row.assign(&moved);
    }
    let mut ready_rows = rows.clone();
    for part in [ndarray::s![..40, ..], ndarray::s![40.., ..]] {
        ready_rows.slice_mut(part).assign(&ready(&rows.slice(part).to_owned()));
    }
    let names = ["arms", "train"];
    let guided =
        guide(&names).assign(rows.view(), ready_rows.view(), &languages, &GuideOptions::default()).unwrap();
    assert!(correct(&guided, &truth, &names) >= 74, "{:?}", guided.assignment);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let truth = cycle(&["arms", "train", "", "space", "music"], 1300);
    let rows = texts_about(&truth);
    let guide = guide(&["arms", "train", "space"]);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| assign(&guide, &rows))
    };
    let (one, four) = (on(1), on(4));
    assert_eq!(one, four);
    assert!(one.assignment.iter().flatten().count() > 700);
}

#[test]
fn the_cutoff_decides_how_many_are_taken() {
    let truth = cycle(&["arms", "train", "", "music"], 80);
    let rows = texts_about(&truth);
    let guide = guide(&["arms", "train"]);
    let taken = |cutoff| {
        let languages = vec![None; 80];
        let options = GuideOptions { cutoff };
        guide
            .assign(rows.view(), ready(&rows).view(), &languages, &options)
            .map(|guided| guided.assignment.iter().flatten().count())
    };
    assert_eq!(taken(0.0).unwrap(), 80);
    assert!(taken(0.5).unwrap() > taken(0.97).unwrap());
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
    let options = GuideOptions::default();
    let fit = |rows: &Array2<f32>, ready: &Array2<f32>, languages: usize| {
        guide.assign(rows.view(), ready.view(), &vec![None; languages], &options)
    };
    assert!(matches!(fit(&rows, &rows, 2), Err(GuidedError::Shape { .. })));
    assert!(matches!(fit(&rows, &texts_about(&["arms"; 2]), 3), Err(GuidedError::Shape { .. })));
    assert!(matches!(fit(&Array2::zeros((3, 5)), &rows, 3), Err(GuidedError::Shape { .. })));
    let mut broken = rows.clone();
    broken[[1, 0]] = f32::NAN;
    assert!(matches!(fit(&rows, &broken, 3), Err(GuidedError::NotFinite { row: 1 })));
}

#[test]
fn subjects_are_different_from_each_other() {
    let distinct: std::collections::BTreeSet<&str> = SUBJECTS.into_iter().collect();
    assert_eq!(distinct.len(), SUBJECTS.len());
}
