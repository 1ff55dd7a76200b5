//! Topics that a person gives, from files to the report, in several languages.

use std::path::Path;

use cognate::pipeline::{Base, Collection, CollectionOptions, Silent, Sources, TopicsOptions};
use cognate::report::topics::model::{GivenEntry, TopicReport, WhyNot};

const TEXT: &str = "\
The beekeeper opened the hive and found two queens among the bees; the honey was dark this year.

Die Imkerin hat drei Bienenstöcke am Waldrand und schleudert den Honig im Juli.

Le tramway de la ville aura une nouvelle ligne jusqu'à la gare, avec douze arrêts.

Трамвай снова ходит по мосту, и пассажиры ждут на остановке не дольше пяти минут.

La panadera amasa el pan de madrugada y lo mete en el horno de leña.
";

const BEES: &str = "[[topic]]\nname = \"beekeeping\"\ndescription = \"bees, hives, honey and queens\"\n";

const CHESS: &str =
    "[[topic]]\nname = \"chess\"\ndescription = \"openings, grandmasters, pieces and boards\"\n";

const TRAM: &str = "[[topic]]\nname = \"tram\"\n";

/// The report on the text with these topics alone, made by so many threads.
fn report_on(threads: usize, given: &str) -> TopicReport {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| report(given))
}

fn report(given: &str) -> TopicReport {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("a.txt");
    std::fs::write(&text, TEXT).unwrap();
    let file = folder.path().join("mine.toml");
    std::fs::write(&file, given).unwrap();
    let base = Base::new(folder.path().to_path_buf());
    let mut collection =
        Collection::open(&folder.path().join("kept"), &CollectionOptions::default()).unwrap();
    let sources = Sources { paths: vec![text], ..Sources::default() };
    collection.index(&sources, &base, &Silent).unwrap();
    let options = TopicsOptions { given: Some(file), only_given: true, ..TopicsOptions::default() };
    collection.topics(&options, Vec::new(), &base, &Silent).unwrap()
}

fn entry<'a>(report: &'a TopicReport, name: &str) -> &'a GivenEntry {
    report.given.as_ref().unwrap().topics.iter().find(|topic| topic.name == name).unwrap()
}

/// Languages of the units of a given topic.
fn languages(report: &TopicReport, name: &str) -> Vec<String> {
    let topic = entry(report, name).topic;
    let units = report.units.iter().filter(|unit| topic.is_some() && unit.topic == topic);
    units.map(|unit| unit.language.unwrap().code().to_owned()).collect()
}

#[test]
fn five_paragraphs_in_five_languages_and_a_topic_that_is_absent() {
    let report = report(&[BEES, CHESS, TRAM].concat());
    assert_eq!(languages(&report, "beekeeping"), ["en", "de"]);
    assert_eq!(languages(&report, "tram"), ["fr", "ru"]);
    let given = report.given.as_ref().unwrap();
    assert_eq!(given.none_of_these, 1, "the bread");
    let names: Vec<&str> = given.topics.iter().map(|topic| topic.name.as_str()).collect();
    assert_eq!(names, ["beekeeping", "chess", "tram"], "the order of the file");
    let chess = entry(&report, "chess");
    assert_eq!((chess.topic, chess.units), (None, 0));
    let nearest = chess.nearest.as_ref().unwrap();
    assert!(nearest.unit < report.units.len() && nearest.probability < 0.4);
    let about_another = report.units[nearest.unit].topic.is_some();
    assert_eq!(nearest.why == WhyNot::OtherTopic, about_another);
    assert_eq!(nearest.other.is_some(), about_another);
}

#[test]
fn one_topic_takes_its_own_and_leaves_the_rest() {
    let report = report(BEES);
    let found = languages(&report, "beekeeping");
    assert!(found.starts_with(&["en".to_owned(), "de".to_owned()]), "{found:?}");
    assert_eq!(report.given.as_ref().unwrap().none_of_these, 5 - found.len());
    assert!(!found.iter().any(|language| language == "fr" || language == "es"), "{found:?}");
    let bees = entry(&report, "beekeeping");
    assert!(bees.support > entry_of_chess().support && !bees.too_much && bees.nearest.is_none());
}

fn entry_of_chess() -> GivenEntry {
    entry(&report(CHESS), "chess").clone()
}

#[test]
fn an_absent_topic_alone_takes_nothing() {
    let report = report(CHESS);
    assert!(report.topics.is_empty());
    assert_eq!(report.given.as_ref().unwrap().none_of_these, 5);
    assert!(entry(&report, "chess").nearest.as_ref().unwrap().why != WhyNot::OtherTopic);
}

#[test]
fn threads_change_nothing() {
    let on = |threads| {
        let mut report = report_on(threads, &[BEES, CHESS, TRAM].concat());
        report.corpus.paths.clear();
        serde_json::to_string(&report).unwrap()
    };
    assert_eq!(on(1), on(4));
}

#[test]
fn without_given_topics_there_is_nothing_to_say_of_them() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), TEXT).unwrap();
    let base = Base::new(folder.path().to_path_buf());
    let mut collection =
        Collection::open(&folder.path().join("kept"), &CollectionOptions::default()).unwrap();
    let sources = Sources { paths: vec![folder.path().join("a.txt")], ..Sources::default() };
    collection.index(&sources, &base, &Silent).unwrap();
    let report = collection.topics(&TopicsOptions::default(), Vec::new(), &base, &Silent).unwrap();
    assert!(report.given.is_none() && Path::new(&report.units[0].place.file).ends_with("a.txt"));
}
