//! Planted copies, translations and paraphrases, in memory and in folders.

use std::fs;
use std::path::Path;

use super::*;
use crate::pipeline::{CollectionOptions, Silent, Sources};

const STORY: &str = "The North Korean leader left Pyongyang on Sunday afternoon in his armored train, accompanied by the \
     foreign minister and two marshals of the army, and is expected to meet the Russian president at the cosmodrome in \
     the Far East on Wednesday, according to three officials who asked not to be named.";
const ENGLISH: &str = "Doctors in the hospital warned of a new illness that spreads among children.";
const FRENCH: &str =
    "Les médecins de l'hôpital ont mis en garde contre une nouvelle maladie qui se propage chez les enfants.";
const MUSEUM: &str = "The old steel plant has become a museum.";
const BREAD: &str = "Two bakers were given a prize for their bread made of rye flour.";

/// Texts of files, a paragraph a line.
fn collection(files: &[(&str, String)]) -> (Collection, Base, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let base = Base::new(folder.path().canonicalize().unwrap());
    let mut collection = Collection::in_memory(&CollectionOptions::default()).unwrap();
    read(&mut collection, folder.path(), &base);
    (collection, base, folder)
}

fn read(collection: &mut Collection, folder: &Path, base: &Base) {
    let sources = Sources { paths: vec![folder.to_path_buf()], ..Sources::default() };
    collection.index(&sources, base, &Silent).unwrap();
}

fn planted() -> [(&'static str, String); 3] {
    let edited = STORY.replace("Sunday", "Monday").replace("three officials", "four officials");
    [
        ("a.txt", format!("{STORY}\n\n{ENGLISH}\n\n{MUSEUM}\n\n{BREAD}\n")),
        ("b.txt", format!("{edited}\n\n{}\n", MUSEUM.to_uppercase())),
        ("c.txt", format!("{FRENCH}\n\n{MUSEUM}\n")),
    ]
}

/// Kind and places of each pair, such as `identical a.txt:1 b.txt:3`.
fn told(report: &SimilarReport) -> Vec<String> {
    let place = |text: &SimilarText| format!("{}:{}", text.place.file, text.place.line);
    let pairs = report.pairs.iter();
    pairs.map(|pair| format!("{} {} {}", pair.kind.name(), place(&pair.a), place(&pair.b))).collect()
}

fn found(options: &SimilarOptions) -> SimilarReport {
    let (collection, base, _folder) = collection(&planted());
    collection.similar(None, options, &base, &Silent).unwrap()
}

#[test]
fn planted_pairs_are_found_with_their_kinds() {
    let report = found(&SimilarOptions { threshold: 0.6, ..SimilarOptions::default() });
    assert_eq!(
        told(&report),
        ["identical a.txt:5 b.txt:3", "near copy a.txt:1 b.txt:1", "translation a.txt:3 c.txt:1"]
    );
    assert_eq!((report.searched, report.index.as_str()), (8, "exact"));
    let [same, copy, translation] = &report.pairs[..] else { panic!("three") };
    assert_eq!((same.similarity, same.a.places, same.a.also.len()), (1.0, 3, 1));
    assert_eq!(same.a.also[0].file, "c.txt");
    assert!(copy.words_in_common > 0.9 && copy.words_in_common < 1.0, "{}", copy.words_in_common);
    assert!(copy.similarity > 0.9 && translation.similarity > 0.6, "{copy:?} {translation:?}");
    assert_eq!(translation.b.language, "fr".parse().ok());
}

#[test]
fn what_is_asked_for_and_nothing_else() {
    let ask = |languages, across_files, threshold| {
        told(&found(&SimilarOptions { threshold, languages, across_files, ..SimilarOptions::default() }))
    };
    assert_eq!(ask(PairLanguages::Across, false, 0.6), ["translation a.txt:3 c.txt:1"]);
    let within = ask(PairLanguages::Within, false, 0.6);
    assert_eq!(within.len(), 2, "{within:?}");
    assert!(within.iter().all(|pair| !pair.starts_with("translation")), "{within:?}");
    assert_eq!(ask(PairLanguages::Any, false, 0.99).len(), 1, "a threshold that equal texts alone reach");
    let files = [("a.txt", format!("{MUSEUM}\n\n{MUSEUM}\n")), ("b.txt", BREAD.to_owned())];
    let (collection, base, _folder) = collection(&files);
    for (across_files, pairs) in [(false, 1), (true, 0)] {
        let options = SimilarOptions { across_files, ..SimilarOptions::default() };
        assert_eq!(collection.similar(None, &options, &base, &Silent).unwrap().pairs.len(), pairs);
    }
}

#[test]
fn a_pair_across_files_is_shown_in_two_files_where_it_can_be() {
    let shouted = format!("{MUSEUM} It opens in May.");
    let files = [("a.txt", format!("{MUSEUM}\n\n{shouted}\n")), ("b.txt", format!("{BREAD}\n\n{shouted}\n"))];
    let (collection, base, _folder) = collection(&files);
    let options = SimilarOptions { across_files: true, threshold: 0.5, ..SimilarOptions::default() };
    let report = collection.similar(None, &options, &base, &Silent).unwrap();
    let told = told(&report);
    assert_eq!(told[0], "identical a.txt:3 b.txt:3");
    assert!(told[1].ends_with("a.txt:1 b.txt:3"), "{told:?}");
}

#[test]
fn a_line_that_stands_everywhere_is_one_entry_with_a_count() {
    let line = "The editors thank all readers for their letters of this year.";
    let files: Vec<(String, String)> = (0..30)
        .map(|i| {
            (format!("{i:02}.txt"), format!("{line}\n\nArticle {i} speaks of {} sheep.\n\n{line}\n", i * 7))
        })
        .collect();
    let files: Vec<(&str, String)> = files.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let (collection, base, _folder) = collection(&files);
    let options = SimilarOptions { threshold: 1.0, ..SimilarOptions::default() };
    let report = collection.similar(None, &options, &base, &Silent).unwrap();
    let of_line: Vec<_> = report.pairs.iter().filter(|pair| pair.a.text == line).collect();
    assert_eq!((of_line.len(), of_line[0].a.places, of_line[0].a.also.len()), (1, 60, PLACES));
    let report =
        collection.similar(None, &SimilarOptions { groups: true, ..options }, &base, &Silent).unwrap();
    assert_eq!((report.groups[0].places, report.groups[0].members.len()), (60, 1));
    assert!(report.pairs.is_empty());
}

#[test]
fn groups_have_a_middle_that_all_resemble() {
    let report = found(&SimilarOptions { threshold: 0.6, groups: true, ..SimilarOptions::default() });
    let sizes: Vec<_> = report.groups.iter().map(|group| (group.places, group.members.len())).collect();
    assert_eq!(sizes, [(3, 1), (2, 2), (2, 2)]);
    assert_eq!(report.groups[1].members[1].kind, Some(Likeness::NearCopy));
    let last = &report.groups[2];
    assert_eq!((last.members[0].kind, last.members[1].kind), (None, Some(Likeness::Translation)));
    assert!((last.similarity - last.members[1].similarity).abs() < 1e-6);
    assert_eq!(last.languages.len(), 2);
}

#[test]
fn a_chain_of_weak_pairs_is_no_giant_group() {
    // Each text shares most words with the next, and none with those far away.
    let words: Vec<&str> = "rocket harvest bread train minister violin river winter museum letter border doctor \
        island market horse candle bridge window garden mountain engine pepper soldier teacher anchor basket copper \
        desert eagle forest guitar hammer iron jungle kitchen ladder mirror needle ocean palace"
        .split_whitespace()
        .collect();
    let chain: Vec<String> = (0..16).map(|i| words[2 * i..2 * i + 9].join(" ")).collect();
    let (collection, base, _folder) = collection(&[("a.txt", chain.join("\n\n"))]);
    let options = SimilarOptions { threshold: 0.6, ..SimilarOptions::default() };
    let pairs = collection.similar(None, &options, &base, &Silent).unwrap().pairs;
    assert!(pairs.len() >= 15, "neighbours in the chain are pairs: {}", pairs.len());
    let report =
        collection.similar(None, &SimilarOptions { groups: true, ..options }, &base, &Silent).unwrap();
    assert!(report.groups.len() >= 3, "{}", report.groups.len());
    for group in &report.groups {
        assert!(group.members.len() <= 6, "{}", group.members.len());
        assert!(group.members.iter().all(|member| member.similarity >= 0.6), "{:?}", group.similarity);
    }
}

#[test]
fn two_collections_are_compared_with_each_other_and_not_within() {
    let (own, base, _one) = collection(&planted()[..2]);
    let (other, _, _two) = collection(&planted()[2..]);
    let options = SimilarOptions { threshold: 0.6, ..SimilarOptions::default() };
    let report = own.similar(Some(&other), &options, &base, &Silent).unwrap();
    let kinds: Vec<_> = report.pairs.iter().map(|pair| (pair.kind, pair.a.places, pair.b.places)).collect();
    assert_eq!(kinds, [(Likeness::Identical, 2, 1), (Likeness::Translation, 1, 1)]);
    assert_eq!((report.searched, report.against), (6, Some(2)));
    let groups = SimilarOptions { groups: true, ..options.clone() };
    let report = own.similar(Some(&other), &groups, &base, &Silent).unwrap();
    assert!(report.groups.iter().all(|group| group.members.iter().any(|member| member.against)));
    assert_eq!(report.groups.len(), 2);
    // A file is not its own copy.
    let report =
        own.similar(Some(&own), &SimilarOptions { threshold: 0.99, ..options }, &base, &Silent).unwrap();
    assert_eq!(told(&report), ["identical a.txt:5 b.txt:3"]);
}

#[test]
fn boilerplate_is_left_out_unless_it_is_asked_for() {
    let files = [
        ("a.txt", format!("{STORY}\n\nRead also: the harvest\n")),
        ("b.txt", format!("{BREAD}\n\nRead also: the harvest\n")),
    ];
    let (collection, base, _folder) = collection(&files);
    for (boilerplate, pairs) in [(false, 0), (true, 1)] {
        let options = SimilarOptions { boilerplate, ..SimilarOptions::default() };
        assert_eq!(collection.similar(None, &options, &base, &Silent).unwrap().pairs.len(), pairs);
    }
}

/// Many short texts, each with a near copy.
fn many(n: usize) -> String {
    let words: Vec<String> =
        (0..400).map(|i| format!("{}{}", ["stone", "river", "lamp", "wheel"][i % 4], i)).collect();
    let line = |i: usize, last: &str| {
        let picked: Vec<&str> =
            (0..8).map(|j| words[(i * 131 + j * j * 37 + i / 7) % 400].as_str()).collect();
        format!("{} {} {last}", MUSEUM.split(' ').nth(i % 8).unwrap_or_default(), picked.join(" "))
    };
    let lines: Vec<String> = (0..n).flat_map(|i| [line(i, "dawn"), line(i, "noon")]).collect();
    lines.join("\n\n")
}

#[test]
fn the_same_on_any_number_of_threads_and_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), many(300)).unwrap();
    let base = Base::new(folder.path().canonicalize().unwrap());
    let options = SimilarOptions { threshold: 0.7, k: 3, ..SimilarOptions::default() };
    // A collection is of one thread.
    let told_by = |threads, open: &(dyn Fn() -> Collection + Sync)| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let told = || open().similar(None, &options, &base, &Silent).unwrap();
        serde_json::to_string(&pool.install(told)).unwrap()
    };
    let in_memory = || {
        let mut collection = Collection::in_memory(&CollectionOptions::default()).unwrap();
        read(&mut collection, folder.path(), &base);
        collection
    };
    let one = told_by(1, &in_memory);
    assert!(one.matches("near-copy").count() >= 300, "each has its copy");
    assert_eq!(one, told_by(4, &in_memory));
    // A collection on disk that lost and gained texts answers as one that never had others.
    let path = tempfile::tempdir().unwrap();
    let kept = || Collection::open(path.path(), &CollectionOptions::default()).unwrap();
    fs::write(folder.path().join("b.txt"), many(20).replace("dawn", "night")).unwrap();
    read(&mut kept(), folder.path(), &base);
    fs::remove_file(folder.path().join("b.txt")).unwrap();
    read(&mut kept(), folder.path(), &base);
    assert_eq!(one, told_by(2, &kept));
}

#[test]
fn where_too_few_of_the_nearest_fit_more_are_looked_at() {
    // Forty texts of one file are nearer to each other than to the one of another file.
    let near: Vec<String> = (0..40).map(|i| format!("{MUSEUM} Hall {i} is open.")).collect();
    let other = format!("{MUSEUM} It has a garden, too.");
    let (collection, base, _folder) = collection(&[("a.txt", near.join("\n\n")), ("b.txt", other)]);
    let options = SimilarOptions { threshold: 0.4, k: 1, across_files: true, ..SimilarOptions::default() };
    let report = collection.similar(None, &options, &base, &Silent).unwrap();
    assert_eq!(report.pairs.len(), 40, "each of the forty has its one");
    assert!(report.pairs.iter().all(|pair| pair.b.place.file == "b.txt"));
}
