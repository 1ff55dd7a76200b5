//! The sample corpus against its gold annotation: topics by adjusted mutual information, search by nDCG@10.
//!
//! `cargo test --test seeds -- --nocapture` prints the figures. The bounds lie a little below what was measured, so
//! that a change that makes topics or search worse fails here.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use cognate::cluster::agglomerative::AgglomerativeParams;
use cognate::cluster::quality::adjusted_mutual_information;
use cognate::cluster::{
    Algorithm, ClusterOptions, Clusterer, Clustering, ParamGuard, Points, align_groups, cluster,
};
use cognate::corpus::Boilerplate;
use cognate::embed::{ModelSpec, open};
use cognate::eval::ndcg;
use cognate::pipeline::{Base, Collection, CollectionOptions, SearchOptions, Silent, Sources, TopicsOptions};
use cognate::report::topics::model::TopicReport;
use ndarray::Array2;
use serde::Deserialize;

#[derive(Deserialize)]
struct Gold {
    topic: Vec<GoldTopic>,
    article: Vec<Article>,
    query: Vec<Query>,
}

#[derive(Deserialize)]
struct GoldTopic {
    id: String,
}

#[derive(Deserialize)]
struct Article {
    file: String,
    language: String,
    paragraphs: Vec<Paragraph>,
}

#[derive(Deserialize)]
struct Paragraph {
    id: String,
    starts: String,
    topic: String,
}

#[derive(Deserialize)]
struct Query {
    language: String,
    text: String,
    relevant: Vec<String>,
}

fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")
}

/// The indexed corpus, its report, and the gold annotation of every unit by file and position.
struct Sample {
    _folder: tempfile::TempDir,
    collection: std::sync::Mutex<Collection>,
    report: TopicReport,
    gold: Gold,
    /// Gold paragraph (article, paragraph) of each unit of the report.
    paragraph_of: Vec<Option<(usize, usize)>>,
}

static SAMPLE: LazyLock<Sample> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let base = Base::new(seeds());
    let mut collection = Collection::open(folder.path(), &CollectionOptions::default()).unwrap();
    let sources = Sources { paths: vec![seeds()], ..Sources::default() };
    collection.index(&sources, &base, &Silent).unwrap();
    let report = collection.topics(&TopicsOptions::default(), Vec::new(), &base, &Silent).unwrap();
    let gold: Gold = toml::from_str(&std::fs::read_to_string(seeds().join("gold.toml")).unwrap()).unwrap();
    let paragraph_of = report
        .units
        .iter()
        .map(|unit| {
            let article = gold.article.iter().position(|a| a.file == unit.place.file)?;
            // A heading stands on a line of its own before the paragraph that it introduces.
            let begins =
                |p: &Paragraph| unit.text.lines().any(|line| plain(line).starts_with(&plain(&p.starts)));
            Some((article, gold.article[article].paragraphs.iter().position(begins)?))
        })
        .collect();
    Sample { _folder: folder, collection: std::sync::Mutex::new(collection), report, gold, paragraph_of }
});

/// Without the kinds of white space that formats differ in.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Sample {
    fn gold_of(&self, unit: usize) -> Option<&Paragraph> {
        let (article, paragraph) = self.paragraph_of[unit]?;
        Some(&self.gold.article[article].paragraphs[paragraph])
    }

    /// Gold topics of the units of a found topic, with counts.
    fn composition(&self, topic: u64) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        for (i, unit) in self.report.units.iter().enumerate() {
            if unit.topic == Some(topic) {
                *counts.entry(self.gold_of(i).map_or("?", |p| p.topic.as_str())).or_default() += 1;
            }
        }
        counts
    }
}

#[test]
fn the_corpus_is_as_large_and_as_varied_as_it_says() {
    let gold = &SAMPLE.gold;
    let languages: BTreeSet<&str> = gold.article.iter().map(|a| a.language.as_str()).collect();
    assert_eq!(languages, BTreeSet::from(["de", "en", "es", "fr", "ko", "ru"]));
    let body = gold.article.iter().flat_map(|a| &a.paragraphs).filter(|p| p.topic != "boilerplate").count();
    assert!(gold.article.len() >= 24 && body >= 160 && gold.topic.len() >= 8 && gold.query.len() == 40);
    let topics: BTreeSet<&str> = gold.topic.iter().map(|t| t.id.as_str()).collect();
    assert!(topics.is_superset(&BTreeSet::from(["arms-deal", "space-programme", "armored-train"])));
}

#[test]
fn every_gold_paragraph_is_one_unit_and_boilerplate_is_told_apart() {
    let sample = &*SAMPLE;
    let mut found: HashMap<&str, usize> = HashMap::new();
    for (i, unit) in sample.report.units.iter().enumerate() {
        let Some(paragraph) = sample.gold_of(i) else {
            assert_eq!(unit.boilerplate, Some(Boilerplate::Navigation), "no gold paragraph for {unit:?}");
            continue;
        };
        *found.entry(&paragraph.id).or_default() += 1;
        assert_eq!(unit.boilerplate.is_some(), paragraph.topic == "boilerplate", "{unit:?}");
    }
    for paragraph in sample.gold.article.iter().flat_map(|a| &a.paragraphs) {
        assert_eq!(found.get(paragraph.id.as_str()), Some(&1), "{}", paragraph.id);
    }
}

#[test]
fn topics_agree_with_the_gold_topics() {
    let sample = &*SAMPLE;
    let names: BTreeMap<&str, usize> =
        sample.gold.topic.iter().enumerate().map(|(i, topic)| (topic.id.as_str(), i)).collect();
    let (mut gold, mut found) = (Vec::new(), Vec::new());
    for (i, unit) in sample.report.units.iter().enumerate().filter(|(_, unit)| unit.boilerplate.is_none()) {
        gold.push(names[sample.gold_of(i).unwrap().topic.as_str()]);
        // Each outlier counts as a topic of its own.
        found.push(unit.topic.map_or(1000 + i, |topic| topic as usize));
    }
    let ami = adjusted_mutual_information(&gold, &found);
    for topic in &sample.report.topics {
        eprintln!("{:>3} {:<60} {:?}", topic.id, topic.label, sample.composition(topic.id));
    }
    eprintln!("adjusted mutual information {ami:.3} over {} paragraphs", gold.len());
    assert!(ami > 0.83, "adjusted mutual information {ami}");
}

/// The three topics of the project's first words: by their labels, and by what they hold.
#[test]
fn arms_deal_space_programme_and_armored_train_are_recognisable() {
    let sample = &*SAMPLE;
    for (gold, words) in [
        ("arms-deal", &["munitions", "obus", "armes", "artillerie"][..]),
        ("space-programme", &["satellite", "cosmodrome", "fusée", "spatial", "orbite"]),
        ("armored-train", &["train", "blindé", "rail"]),
    ] {
        let labelled: Vec<_> = sample
            .report
            .topics
            .iter()
            .filter(|t| words.iter().any(|w| t.label.split([' ', ',']).any(|part| part.starts_with(w))))
            .collect();
        assert!(!labelled.is_empty(), "no label speaks of {gold}");
        let (mut right, mut all) = (0, 0);
        for topic in &labelled {
            let composition = sample.composition(topic.id);
            right += composition.get(gold).copied().unwrap_or(0);
            all += composition.values().sum::<usize>();
        }
        let wanted = (0..sample.report.units.len())
            .filter(|&i| sample.gold_of(i).is_some_and(|paragraph| paragraph.topic == gold))
            .count();
        let labels: Vec<&str> = labelled.iter().map(|t| t.label.as_str()).collect();
        eprintln!("{gold}: {right} of its {wanted} paragraphs, {all} in topics {labels:?}");
        assert!(right * 10 >= all * 8, "{gold}: {right} of {all} belong there");
        assert!(right * 10 >= wanted * 7, "{gold}: {right} of {wanted} were found");
    }
}

#[test]
fn gold_queries_find_their_paragraphs() {
    let sample = &*SAMPLE;
    let place: HashMap<(&str, usize), usize> = sample
        .report
        .units
        .iter()
        .enumerate()
        .map(|(i, unit)| ((unit.place.file.as_str(), unit.place.span[0] as usize), i))
        .collect();
    let collection = sample.collection.lock().unwrap();
    let mut by_language: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for query in &sample.gold.query {
        let found = collection
            .search(&[query.text.as_str().into()], &SearchOptions::default(), &Base::new(seeds()), &Silent)
            .unwrap();
        let ranking: Vec<f64> = found
            .results
            .iter()
            .map(|hit| {
                let unit = place[&(hit.place.file.as_str(), hit.place.span[0] as usize)];
                f64::from(u8::from(query.relevant.contains(&sample.gold_of(unit).unwrap().id)))
            })
            .collect();
        by_language.entry(&query.language).or_default().push(ndcg(
            &ranking,
            &vec![1.0; query.relevant.len()],
            10,
        ));
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    for (language, values) in &by_language {
        eprintln!("nDCG@10 of {:>2} queries in {language}: {:.3}", values.len(), mean(values));
    }
    let all: Vec<f64> = by_language.into_values().flatten().collect();
    eprintln!("nDCG@10 of all {}: {:.3}", all.len(), mean(&all));
    assert!(mean(&all) > 0.55, "nDCG@10 {}", mean(&all));
}

/// What is done to rows before they are clustered: each step must make the topics better than without it.
#[test]
fn each_step_before_clustering_earns_its_place() {
    let sample = &*SAMPLE;
    let body: Vec<usize> =
        (0..sample.report.units.len()).filter(|&i| sample.report.units[i].boilerplate.is_none()).collect();
    let units = || body.iter().map(|&i| &sample.report.units[i]);
    let texts: Vec<&str> = units().map(|unit| unit.text.as_str()).collect();
    let languages: BTreeSet<_> = units().filter_map(|unit| unit.language).collect();
    let groups: Vec<Option<u32>> = units()
        .map(|unit| {
            unit.language.and_then(|l| languages.iter().position(|&other| other == l)).map(|i| i as u32)
        })
        .collect();
    let gold: Vec<usize> = body
        .iter()
        .map(|&i| {
            let topic = &sample.gold_of(i).unwrap().topic;
            sample.gold.topic.iter().position(|other| other.id == *topic).unwrap()
        })
        .collect();
    let model = open(&ModelSpec::Builtin, None).unwrap();
    let raw = model.passages(&texts).unwrap().rows().to_owned();
    let aligned = align_groups(raw.view(), &groups);
    let agreement =
        |clustering: &Clustering| adjusted_mutual_information(&gold, &clustering.labels_with_noise_apart());
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    // Told several numbers of clusters near the gold one: a single one may split a topic or not by chance.
    let tree = |rows: &Array2<f32>, k: usize| {
        let points = Points::new(rows.view()).unwrap();
        agreement(&AgglomerativeParams::new().k(Some(k)).check().unwrap().fit(&points).unwrap())
    };
    let ready = |k: usize| {
        let options =
            ClusterOptions { algorithm: Algorithm::Agglomerative, k: Some(k), ..ClusterOptions::default() };
        agreement(&cluster(&Points::new(aligned.view()).unwrap(), &options).unwrap().clustering)
    };
    let told = [
        mean(&(9..=13).map(|k| tree(&raw, k)).collect::<Vec<_>>()),
        mean(&(9..=13).map(|k| tree(&aligned, k)).collect::<Vec<_>>()),
        mean(&(9..=13).map(ready).collect::<Vec<_>>()),
    ];
    eprintln!(
        "told 9 to 13 clusters, mean AMI: as the model gives them {:.3}, languages aligned {:.3}, centred and moved towards their neighbours {:.3}",
        told[0], told[1], told[2]
    );
    for algorithm in Algorithm::ALL {
        let options = ClusterOptions { algorithm, ..ClusterOptions::default() };
        let outcome = cluster(&Points::new(aligned.view()).unwrap(), &options).unwrap();
        let (k, noise) = (outcome.clustering.n_clusters, outcome.clustering.n_noise());
        eprintln!(
            "{algorithm:<14} {k:>3} clusters, {noise:>3} outside, AMI {:.3}",
            agreement(&outcome.clustering)
        );
    }
    assert!(told[1] > told[0] + 0.05, "{told:?}");
    assert!(told[2] > told[1], "{told:?}");
}

/// Neighbouring paragraphs of an article, and any two of a language, as one paragraph: its two subjects are both found.
#[test]
fn paragraphs_of_two_subjects_have_both() {
    let sample = &*SAMPLE;
    let mut of_article: Vec<Vec<(usize, &str)>> = vec![Vec::new(); sample.gold.article.len()];
    for (i, place) in sample.paragraph_of.iter().enumerate() {
        let Some((article, paragraph)) = *place else { continue };
        let topic = sample.gold.article[article].paragraphs[paragraph].topic.as_str();
        if topic != "boilerplate" {
            of_article[article].push((i, topic));
        }
    }
    let neighbours: Vec<[(usize, &str); 2]> =
        of_article.iter().flat_map(|units| units.chunks_exact(2).map(|pair| [pair[0], pair[1]])).collect();
    // Those of a language in two halves: the first of one with the first of the other.
    let mut of_language: BTreeMap<&str, Vec<(usize, &str)>> = BTreeMap::new();
    for (article, units) in sample.gold.article.iter().zip(&of_article) {
        of_language.entry(&article.language).or_default().extend(units);
    }
    let apart: Vec<[(usize, &str); 2]> = of_language
        .values()
        .flat_map(|units| {
            let (a, b) = units.split_at(units.len() / 2);
            a.iter().zip(b).map(|(a, b)| [*a, *b])
        })
        .collect();
    for (name, pairs, at_least) in [("neighbours", neighbours, 0.74), ("any two", apart, 0.6)] {
        let [one, several] = two_subjects(&pairs);
        eprintln!(
            "{name}: {} pairs, F1 of their subjects {several:.3}, with one topic each {one:.3}",
            pairs.len()
        );
        assert!(several > one + 0.03 && several > at_least, "{name}: {several} beside {one}");
    }
}

/// F1 of the subjects of paragraphs that are two each: with each one's own topic alone, and with all that it is about. A found topic stands
/// for the gold topic that it shares most with.
fn two_subjects(pairs: &[[(usize, &str); 2]]) -> [f64; 2] {
    let folder = tempfile::tempdir().unwrap();
    let texts = folder.path().join("texts");
    std::fs::create_dir(&texts).unwrap();
    for (i, pair) in pairs.iter().enumerate() {
        let text = pair.map(|(unit, _)| plain(&SAMPLE.report.units[unit].text)).join(" ");
        std::fs::write(texts.join(format!("{i:03}.txt")), text).unwrap();
    }
    let base = Base::new(texts.clone());
    let mut collection =
        Collection::open(&folder.path().join("collection"), &CollectionOptions::default()).unwrap();
    let sources = Sources { paths: vec![texts.clone()], ..Sources::default() };
    collection.index(&sources, &base, &Silent).unwrap();
    let report = collection.topics(&TopicsOptions::default(), Vec::new(), &base, &Silent).unwrap();
    let gold: Vec<BTreeSet<&str>> = report
        .units
        .iter()
        .map(|unit| {
            let pair: usize = unit.place.file.trim_end_matches(".txt").parse().unwrap();
            pairs[pair].iter().map(|(_, topic)| *topic).collect()
        })
        .collect();
    [false, true].map(|all| {
        let found: Vec<BTreeSet<u64>> = report
            .units
            .iter()
            .map(|unit| {
                let shares: BTreeSet<u64> = unit.shares.iter().map(|share| share.topic).collect();
                if all && !shares.is_empty() { shares } else { unit.topic.into_iter().collect() }
            })
            .collect();
        let mut shared: BTreeMap<u64, BTreeMap<&str, f64>> = BTreeMap::new();
        for (found, gold) in found.iter().zip(&gold) {
            for topic in found {
                for subject in gold {
                    *shared.entry(*topic).or_default().entry(subject).or_default() +=
                        1.0 / (found.len() * gold.len()) as f64;
                }
            }
        }
        let stands_for: BTreeMap<u64, &str> = shared
            .iter()
            .filter_map(|(topic, with)| Some((*topic, *with.iter().max_by(|a, b| a.1.total_cmp(b.1))?.0)))
            .collect();
        let (mut right, mut said, mut there) = (0, 0, 0);
        for (found, gold) in found.iter().zip(&gold) {
            let found: BTreeSet<&str> = found.iter().map(|topic| stands_for[topic]).collect();
            right += found.intersection(gold).count();
            said += found.len();
            there += gold.len();
        }
        2.0 * right as f64 / (said + there) as f64
    })
}
