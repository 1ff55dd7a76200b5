//! Versions, translations and folders.

use std::fs;
use std::path::Path;

use super::*;
use crate::pipeline::{CollectionOptions, Silent, Sources};

const ENGLISH: [&str; 6] = [
    "The green armored train left the capital on Sunday evening with its escort of soldiers.",
    "At the border station the carriages were lifted and set on wheels of another gauge.",
    "Two satellites had failed to reach their orbit in May and in August of this year.",
    "The harvest of wheat was better than expected, and bread became cheaper in the cities.",
    "Doctors in the hospital warned of a new illness that spreads among children.",
    "The old steel plant has become a museum of the history of labour.",
];
const FRENCH: [&str; 6] = [
    "Le train blindé vert a quitté la capitale dimanche soir avec son escorte de soldats.",
    "À la gare frontière, les wagons ont été soulevés et posés sur des roues d'un autre écartement.",
    "Deux satellites n'avaient pas atteint leur orbite en mai et en août de cette année.",
    "La récolte de blé a été meilleure que prévu, et le pain est devenu moins cher dans les villes.",
    "Les médecins de l'hôpital ont mis en garde contre une nouvelle maladie qui se propage chez les enfants.",
    "La vieille usine d'acier est devenue un musée de l'histoire du travail.",
];

struct Case {
    folder: tempfile::TempDir,
    options: CompareOptions,
}

impl Case {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), options: CompareOptions::default() }
    }

    fn write(&self, name: &str, paragraphs: &[&str]) {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, paragraphs.join("\n\n")).unwrap();
    }

    fn read(&self, path: &str) -> Collection {
        let mut collection = Collection::in_memory(&CollectionOptions::default()).unwrap();
        let sources = Sources { paths: vec![self.folder.path().join(path)], ..Sources::default() };
        collection.index(&sources, &self.base(), &Silent).unwrap();
        collection
    }

    fn base(&self) -> Base {
        Base::new(Path::new(&self.folder.path().canonicalize().unwrap()).to_path_buf())
    }

    fn compare(&self, a: &str, b: &str) -> CompareReport {
        self.read(a).compare(&self.read(b), &self.options, &self.base(), &Silent).unwrap()
    }
}

/// Each pair such as `identical 1-2`, `translation 3-3+4`, `changed 1-5!` in another place; paragraphs count from 1.
fn told(report: &CompareReport) -> Vec<String> {
    let places = |texts: &[ComparedText]| -> String {
        texts.iter().map(|text| (text.place.position + 1).to_string()).collect::<Vec<_>>().join("+")
    };
    let pairs = report.pairs.iter();
    pairs
        .map(|pair| {
            let order = if pair.in_order { "" } else { "!" };
            format!("{} {}-{}{order}", pair.kind.name(), places(&pair.a), places(&pair.b))
        })
        .collect()
}

fn positions(texts: &[ComparedText]) -> Vec<usize> {
    texts.iter().map(|text| text.place.position + 1).collect()
}

#[test]
fn two_versions_with_what_changed_moved_came_and_went() {
    let case = Case::new();
    let [train, border, space, wheat, doctors, museum] = ENGLISH;
    case.write("a.txt", &[train, border, space, wheat, doctors]);
    let changed = border.replace("lifted", "raised by cranes");
    case.write("b.txt", &[&train.to_uppercase(), &changed, museum, wheat, space]);
    let report = case.compare("a.txt", "b.txt");
    let mut told = told(&report);
    told.sort();
    // Of two that changed places one keeps the order.
    assert_eq!(told[..2], ["changed 2-2", "identical 1-1"]);
    let moved = [["identical 3-5", "identical 4-4!"], ["identical 3-5!", "identical 4-4"]];
    assert!(moved.iter().any(|moved| told[2..] == moved[..]), "{told:?}");
    assert_eq!((positions(&report.only_a), positions(&report.only_b)), (vec![5], vec![3]));
    let changed = report.pairs.iter().find(|pair| pair.kind == Correspondence::Changed).unwrap();
    let removed = changed.diff.as_ref().unwrap().iter().filter(|run| run.text.contains("lifted")).count();
    assert_eq!(removed, 1, "{:?}", changed.diff);
    assert_eq!((report.a.texts, report.a.paired, report.a.only), (5, 4, 1));
    assert_eq!((report.documents.len(), report.documents[0].a.as_str()), (1, "a.txt"));
}

#[test]
fn a_translation_and_its_original() {
    let case = Case::new();
    case.write("a.txt", &ENGLISH[..5]);
    // The third is left out, one is new.
    case.write("b.txt", &[FRENCH[0], FRENCH[1], FRENCH[3], FRENCH[4], FRENCH[5]]);
    let report = case.compare("a.txt", "b.txt");
    assert_eq!(told(&report), ["translation 1-1", "translation 2-2", "translation 4-3", "translation 5-4"]);
    assert_eq!((positions(&report.only_a), positions(&report.only_b)), (vec![3], vec![5]));
    assert!(report.pairs.iter().all(|pair| pair.diff.is_none() && pair.margin >= 1.2), "{report:?}");
}

#[test]
fn a_paragraph_that_was_split_is_one_pair() {
    let case = Case::new();
    let joined = format!("{} {}", ENGLISH[1], ENGLISH[2]);
    case.write("a.txt", &[ENGLISH[0], &joined, ENGLISH[3]]);
    case.write("b.txt", &[FRENCH[0], FRENCH[1], FRENCH[2], FRENCH[3]]);
    assert_eq!(
        told(&case.compare("a.txt", "b.txt")),
        ["translation 1-1", "translation 2-2+3", "translation 3-4"]
    );
    assert_eq!(
        told(&case.compare("b.txt", "a.txt")),
        ["translation 1-1", "translation 2+3-2", "translation 4-3"]
    );
    case.write("c.txt", &[ENGLISH[0], ENGLISH[1], ENGLISH[2], ENGLISH[3]]);
    assert_eq!(told(&case.compare("a.txt", "c.txt")), ["identical 1-1", "identical 2-2+3", "identical 3-4"]);
}

#[test]
fn documents_of_two_folders_are_matched_first() {
    let case = Case::new();
    case.write("en/train.txt", &ENGLISH[..3]);
    case.write("en/town.txt", &ENGLISH[3..]);
    // Names that say nothing, in the other order.
    case.write("fr/a.txt", &FRENCH[3..]);
    case.write("fr/b.txt", &FRENCH[..3]);
    case.write("fr/c.txt", &["Un violoniste de la côte a remporté le premier prix du concours de musique."]);
    let report = case.compare("en", "fr");
    let matched: Vec<_> =
        report.documents.iter().map(|documents| (&*documents.a, &*documents.b, documents.pairs)).collect();
    assert_eq!(matched, [("en/town.txt", "fr/a.txt", 3), ("en/train.txt", "fr/b.txt", 3)]);
    assert!(report.pairs.iter().all(|pair| pair.in_order && pair.kind == Correspondence::Translation));
    assert_eq!((report.b.documents, report.only_b.len(), report.only_a.len()), (3, 1, 0));
}

#[test]
fn a_line_that_stands_in_every_document_is_paired_in_its_own() {
    let case = Case::new();
    let line = "The editors thank all readers for their letters of this year.";
    for (name, text) in [("one", ENGLISH[0]), ("two", ENGLISH[3]), ("three", ENGLISH[4])] {
        case.write(&format!("a/{name}.en.txt"), &[text, line]);
        case.write(&format!("b/{name}.fr.txt"), &[text, line]);
    }
    let report = case.compare("a", "b");
    assert_eq!((report.documents.len(), report.pairs.len()), (3, 6));
    assert!(report.pairs.iter().all(|pair| pair.in_order && pair.kind == Correspondence::Identical));
    let name = |file: &str| file.rsplit('/').next().unwrap().split('.').next().unwrap().to_owned();
    assert!(report.documents.iter().all(|documents| name(&documents.a) == name(&documents.b)));
}

#[test]
fn nothing_corresponds_where_nothing_is_alike() {
    let case = Case::new();
    case.write("a.txt", &[ENGLISH[0], ENGLISH[3]]);
    case.write("b.txt", &["Un violoniste de la côte a remporté le premier prix du concours de musique."]);
    let report = case.compare("a.txt", "b.txt");
    assert_eq!((report.pairs.len(), report.only_a.len(), report.only_b.len()), (0, 2, 1), "{report:?}");
    assert!(report.documents.is_empty());
}

#[test]
fn long_documents_are_cut_at_what_is_certain() {
    // More cells than a table has.
    let case = Case::new();
    let line = |i: usize| {
        format!(
            "Entry {i} of the register names {} sheep, {} cows and the farm of number {}.",
            i * 3,
            i * 7,
            i * 11
        )
    };
    let all: Vec<String> = (0..2_100).map(line).collect();
    let a: Vec<&str> = all.iter().map(String::as_str).collect();
    let b: Vec<&str> = a.iter().enumerate().filter(|(i, _)| i % 100 != 50).map(|(_, text)| *text).collect();
    case.write("a.txt", &a);
    case.write("b.txt", &b);
    let report = case.compare("a.txt", "b.txt");
    assert_eq!(report.pairs.len(), b.len());
    assert!(report.pairs.iter().all(|pair| pair.kind == Correspondence::Identical && pair.in_order));
    assert_eq!(report.only_a.len(), 21);
}
