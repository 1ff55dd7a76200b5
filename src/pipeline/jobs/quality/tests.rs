//! Planted misses of every kind, in memory; the sample corpus; files of TREC measured anew.

use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::eval::{Expected, Wanted};
use crate::pipeline::jobs::kept::KeptRun;
use crate::pipeline::{CollectionOptions, Silent, Sources};
use crate::report::answers::quality::{Missed, QualityComparison, toml};

const TRAIN: &str = "The North Korean leader left Pyongyang on Sunday afternoon in his armored train, accompanied by the foreign \
     minister and two marshals of the army, and is expected to meet the Russian president in the Far East on Wednesday.";
const HARVEST: &str =
    "Le ministre a dit que la récolte de seigle était la plus mauvaise depuis vingt ans dans la province.";
const MUSEUM: &str =
    "Das alte Stahlwerk an der Ruhr ist seit dem Frühjahr ein Museum für die Geschichte der Arbeit.";
const BREAD: &str =
    "Two bakers were given a prize for their bread made of rye flour at the fair in the old town.";

fn collection(files: &[(&str, &str)]) -> (Collection, Base, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let base = Base::new(folder.path().canonicalize().unwrap());
    let mut collection = Collection::in_memory(&CollectionOptions::default()).unwrap();
    let sources = Sources { paths: vec![folder.path().to_path_buf()], ..Sources::default() };
    collection.index(&sources, &base, &Silent).unwrap();
    (collection, base, folder)
}

fn planted() -> (Collection, Base, tempfile::TempDir) {
    let edited = TRAIN.replace("Sunday", "Monday");
    let news = format!("{TRAIN}\n\n{HARVEST}\n\nRead also: the museum of work opens its doors\n\n{MUSEUM}\n");
    let other = format!("{edited}\n\n{BREAD}\n");
    let records = format!("{{\"id\": \"n-7\", \"text\": \"{BREAD} It was the first time.\"}}\n");
    collection(&[
        ("news.txt", news.as_str()),
        ("other.txt", other.as_str()),
        ("records.jsonl", records.as_str()),
        ("scan.pdf", "%PDF-1.4 broken"),
    ])
}

fn text(text: &str) -> Wanted {
    Wanted::Text { text: text.to_owned(), file: None }
}

fn in_file(text: &str, file: &str) -> Wanted {
    Wanted::Text { text: text.to_owned(), file: Some(file.to_owned()) }
}

fn line(file: &str, line: u64) -> Wanted {
    Wanted::Line { file: file.to_owned(), line }
}

/// A query and what it should find, with gains.
type Asked<'a> = (&'a str, &'a [(Wanted, u32)]);

fn asks(queries: &[Asked<'_>]) -> QueryFile {
    let query = |(number, (text, expect)): (usize, &Asked<'_>)| JudgedQuery {
        id: format!("q{}", number + 1),
        line: 1,
        text: (*text).to_owned(),
        lang: None,
        expect: expect
            .iter()
            .map(|(wanted, gain)| Expected { wanted: wanted.clone(), gain: *gain, line: 1 })
            .collect(),
    };
    QueryFile {
        files: vec!["q.toml".to_owned()],
        queries: queries.iter().enumerate().map(query).collect(),
        left_out: 0,
    }
}

fn measured(queries: &[Asked<'_>], k: usize) -> MeasuredQuality {
    let (collection, base, _folder) = planted();
    let options = QualityOptions { k, ..QualityOptions::default() };
    collection.bench_quality(&asks(queries), &options, &base, &Silent).unwrap()
}

/// The only thing that the only query missed.
fn missed(query: &str, wanted: Wanted, k: usize) -> Missed {
    let mut report = measured(&[(query, &[(wanted, 1)])], k).report;
    let row = report.rows.remove(0);
    assert_eq!((row.missed.len(), row.expected), (1, 1), "{row:?}");
    row.missed.into_iter().next().unwrap()
}

#[test]
fn units_are_named_by_text_line_and_id() {
    let (collection, _, _folder) = planted();
    let finder = Finder::new(collection.store.units(collection.stored.unwrap()).unwrap());
    let found = |wanted: Wanted| -> Vec<String> {
        let each = finder.find(&wanted).into_iter().map(|unit| {
            let unit = &finder.units()[unit];
            format!("{}:{}", unit.path.rsplit('/').next().unwrap(), unit.line)
        });
        each.collect()
    };
    for (wanted, places) in [
        (text("The North Korean leader left"), &["news.txt:1", "other.txt:1"][..]),
        (text("the north   korean LEADER left pyongyang on monday"), &["other.txt:1"]),
        (in_file("The North Korean leader", "other.txt"), &["other.txt:1"]),
        (in_file("armored train", "./../x/../news.txt"), &[]),
        (in_file("armored train", "../news.txt"), &["news.txt:1"]),
        // What begins with it comes before what only holds it.
        (text("Two bakers"), &["other.txt:3", "records.jsonl:1"]),
        (text("rye flour"), &["other.txt:3", "records.jsonl:1"]),
        (text("recolte de seigle"), &[]),
        (text("récolte de seigle"), &["news.txt:3"]),
        (line("news.txt", 3), &["news.txt:3"]),
        (line("news.txt", 4), &["news.txt:3"]),
        (line("news.txt", 0), &[]),
        (line("s.txt", 1), &[]),
        (Wanted::Id("n-7".to_owned()), &["records.jsonl:1"]),
        (Wanted::Id("n-8".to_owned()), &[]),
        (text(" "), &[]),
    ] {
        assert_eq!(found(wanted.clone()), places, "{wanted}");
    }
}

#[test]
fn what_was_not_read_is_told_and_no_error() {
    let of = missed("a scan", line("scan.pdf", 4), 10);
    assert_eq!((of.why, of.unread.len(), of.unread[0].path.as_str()), (Why::NotRead, 1, "scan.pdf"));
    assert!(of.note.starts_with("scan.pdf: ") && of.text.is_none(), "{of:?}");
    let of = missed("a train", text("There is no such paragraph"), 10);
    assert_eq!(
        (of.why, of.note.as_str()),
        (Why::NotRead, "no paragraph that was read begins with it or holds it")
    );
    let of = missed("a train", line("nowhere.txt", 1), 10);
    assert_eq!(of.note, "no file that was read has this name");
    let of = missed("a train", in_file("Rien", "news.txt"), 10);
    assert_eq!(of.note, "the file was read; no paragraph of it begins with it or holds it");
    let of = missed("a train", Wanted::Id("x".to_owned()), 10);
    assert_eq!(of.note, "no document that was read has this id");
}

#[test]
fn what_is_set_apart_kept_out_or_folded_is_told_so() {
    let of = missed("museum of work", text("Read also: the museum"), 10);
    assert_eq!((of.why, of.line, of.boilerplate.is_some()), (Why::SetApart, Some(5), true), "{of:?}");
    assert!(of.note.contains("`--boilerplate`"), "{of:?}");

    for (query, sign) in
        [("armored train -marshals", "`-marshals`"), ("+museum train -\"rye bread\"", "`+museum`")]
    {
        let of = missed(query, line("news.txt", 1), 10);
        assert!(of.why == Why::KeptOut && of.note.ends_with(&format!(": {sign}")), "{of:?}");
    }

    let queries: &[Asked<'_>] = &[("armored train of the leader", &[(text("The North Korean leader"), 1)])];
    let row = measured(queries, 10).report.rows.remove(0);
    assert_eq!((row.expected, row.found, row.missed.len()), (2, 1, 1), "each text counts once: {row:?}");
    let of = &row.missed[0];
    assert_eq!((of.why, of.rank, of.before.as_ref().unwrap().rank), (Why::Folded, Some(1), 1), "{of:?}");
}

#[test]
fn records_that_were_not_read_are_not_the_ones_before_them() {
    let records = format!(
        "{{\"id\": \"a\", \"text\": \"{BREAD}\"}}\n{{\"id\": \"b\", \"text\": \"\"}}\n{{\"id\": \"c\", \"text\": \n\
         {{\"id\": \"d\", \"text\": \"{HARVEST}\"}}\n"
    );
    let table = format!("id,text\n1,\"{TRAIN}\n\nIt came back.\"\n2,\"\"\n3,{MUSEUM}\n");
    let (collection, base, _folder) = collection(&[("r.jsonl", records.as_str()), ("t.csv", table.as_str())]);
    let of = |wanted: Wanted| {
        let file = asks(&[("rye bread train museum", &[(wanted, 1)])]);
        let mut row = collection
            .bench_quality(&file, &QualityOptions::default(), &base, &Silent)
            .unwrap()
            .report
            .rows
            .remove(0);
        row.missed.pop()
    };
    for (file, there, not_there) in [("r.jsonl", &[1, 4][..], &[2, 3][..]), ("t.csv", &[2, 4, 6], &[5, 9])] {
        for &number in there {
            assert!(of(line(file, number)).is_none(), "{file}:{number}");
        }
        for &number in not_there {
            let of = of(line(file, number)).unwrap();
            assert_eq!(of.why, Why::NotRead, "{file}:{number}: {of:?}");
        }
    }
    // The reader of a document by its id is told which file had records that were left out.
    let of = of(Wanted::Id("c".to_owned())).unwrap();
    assert!(of.unread.iter().any(|file| file.path == "r.jsonl"), "{of:?}");
    assert!(of.note.contains("r.jsonl"), "{of:?}");
}

#[test]
fn a_file_in_a_folder_that_was_passed_over_is_named_by_it() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("docs/secret")).unwrap();
    for (name, text) in [("docs/a.txt", TRAIN), ("docs/secret/b.txt", BREAD), (".gitignore", "secret/\n")] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    fs::create_dir(folder.path().join(".git")).unwrap();
    let base = Base::new(folder.path().canonicalize().unwrap());
    let mut collection = Collection::in_memory(&CollectionOptions::default()).unwrap();
    let sources = Sources { paths: vec![folder.path().to_path_buf()], ..Sources::default() };
    collection.index(&sources, &base, &Silent).unwrap();
    let file = asks(&[("rye bread", &[(line("docs/secret/b.txt", 1), 1)])]);
    let report = collection.bench_quality(&file, &QualityOptions::default(), &base, &Silent).unwrap().report;
    let of = &report.rows[0].missed[0];
    assert!(of.why == Why::NotRead && of.note.contains("docs/secret"), "{of:?}");
}

#[test]
fn more_than_there_is_room_for_is_no_fault_of_the_ranking() {
    let queries: &[Asked<'_>] = &[(
        "armored train",
        &[(line("news.txt", 1), 1), (line("news.txt", 3), 1), (line("other.txt", 3), 1)],
    )];
    let row = measured(queries, 1).report.rows.remove(0);
    assert_eq!((row.found, row.missed.len()), (1, 2));
    assert!(row.missed.iter().all(|of| of.why == Why::NoRoom && of.before.is_none()), "{row:?}");
}

#[test]
fn a_copy_whose_stand_in_is_missed_too_is_ranked_lower() {
    let (collection, base, _folder) = planted();
    let queries: &[Asked<'_>] = &[("rye bread", &[(line("other.txt", 1), 1), (line("news.txt", 1), 1)])];
    let options = QualityOptions { k: 1, ..QualityOptions::default() };
    let row =
        collection.bench_quality(&asks(queries), &options, &base, &Silent).unwrap().report.rows.remove(0);
    assert!(row.missed.iter().all(|of| of.why != Why::Folded), "{row:?}");
    let copy = row.missed.iter().find(|of| of.note.contains("nearly the same text")).unwrap();
    assert!(copy.why == Why::Rank && copy.rank > Some(1), "{copy:?}");
}

#[test]
fn what_is_ranked_lower_or_not_known_is_told_with_scores() {
    let of = missed("bread of rye", text("Le ministre a dit"), 1);
    let before = of.before.as_ref().unwrap();
    assert_eq!(before.rank, 1);
    assert!(
        before.text.starts_with("Two bakers") && before.scores.score >= of.scores.unwrap().score,
        "{of:?}"
    );
    assert!(of.rank.unwrap() > 1 && matches!(of.why, Why::Rank | Why::Model), "{of:?}");
    let near = of.scores.unwrap().confidence >= 0.2;
    assert_eq!(of.why == Why::Rank, near, "{of:?}");

    let of = missed("quantum chromodynamics of gluons", text("Le ministre a dit"), 1);
    assert_eq!(of.why, Why::Model, "{of:?}");
    assert!(of.scores.unwrap().confidence < 0.2 && of.note.contains("(confidence 0."), "{of:?}");

    // A text that lies as near as what stands before it is ranked, however unsure all are.
    let words = QualityOptions { k: 1, mode: SearchMode::Meaning, ..QualityOptions::default() };
    let (collection, base, _folder) = planted();
    let file = asks(&[("quantum chromodynamics of gluons", &[(text("Le ministre a dit"), 1)])]);
    let report = collection.bench_quality(&file, &words, &base, &Silent).unwrap().report;
    let of = &report.rows[0].missed[0];
    assert!(of.why == Why::Model && of.note.contains("nothing is near to this query"), "{of:?}");

    // A query without a word is no error of the whole.
    let of = missed("…", text("Das alte Stahlwerk"), 10);
    assert_eq!((of.why, of.scores), (Why::Model, None), "{of:?}");
}

#[test]
fn figures_are_those_of_the_written_run() {
    let queries: &[Asked<'_>] = &[
        ("armored train", &[(text("The North Korean leader"), 1), (line("other.txt", 3), 3)]),
        ("Two bakers", &[(Wanted::Id("n-7".to_owned()), 2), (text("no such text"), 1)]),
        ("seigle", &[(text("Le ministre"), 1), (line("news.txt", 3), 2)]),
    ];
    let MeasuredQuality { report, run, qrels } = measured(queries, 2);
    assert_eq!(report.rows[2].expected, 1, "named twice, it counts once, for the greater gain");
    assert!(qrels.contains("q2 0 not-read/q2/2 1\n") && qrels.contains("q2 0 n-7 2\n"), "{qrels}");
    assert!(
        qrels.contains("q3 0 news.txt:3 2\n") && run.contains("q3 Q0 news.txt:3 1 1000 cognate\n"),
        "{run}"
    );
    let mut judged: HashMap<(&str, &str), f64> = HashMap::new();
    for row in qrels.lines() {
        let [query, _, document, gain] = row.split(' ').collect::<Vec<_>>()[..] else { panic!("{row}") };
        assert!(judged.insert((query, document), gain.parse().unwrap()).is_none(), "{row} twice");
    }
    for row in &report.rows {
        let of = |line: &&str| line.split(' ').next() == Some(row.id.as_str());
        let ranked: Vec<Vec<&str>> = run.lines().filter(of).map(|line| line.split(' ').collect()).collect();
        let scores: Vec<i64> = ranked.iter().map(|line| line[4].parse().unwrap()).collect();
        assert!(scores.windows(2).all(|pair| pair[0] > pair[1]), "{ranked:?}");
        let documents: BTreeSet<&str> = ranked.iter().map(|line| line[2]).collect();
        assert_eq!(documents.len(), ranked.len(), "no document twice");
        let gains: Vec<f64> = ranked
            .iter()
            .map(|line| judged.get(&(row.id.as_str(), line[2])).copied().unwrap_or(0.0))
            .collect();
        let ideal: Vec<f64> =
            judged.iter().filter(|((query, _), _)| *query == row.id).map(|(_, gain)| *gain).collect();
        let again = [ndcg(&gains, &ideal, 2), reciprocal_rank(&gains, 2), recall(&gains, &ideal, 2)];
        for (again, told) in again.into_iter().zip([row.ndcg, row.reciprocal_rank, row.recall]) {
            assert!((again - told).abs() < 1e-12, "{row:?}");
        }
    }
    let names: Vec<&str> = report.figures.iter().map(|figure| figure.measure.as_str()).collect();
    assert_eq!(names, ["ndcg@2", "mrr@2", "recall@2", "recall@100"]);
}

#[test]
fn a_run_is_compared_query_by_query() {
    let queries: &[Asked<'_>] = &[
        ("armored train", &[(line("news.txt", 1), 1)]),
        ("rye bread", &[(line("other.txt", 3), 1)]),
        ("récolte de seigle", &[(line("news.txt", 3), 1)]),
    ];
    let before = measured(queries, 10).report;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("run.json");
    fs::write(&file, serde_json::to_string(&before).unwrap()).unwrap();
    let same = compare(&before, &file, 0.01).unwrap();
    assert_eq!((same.compared, same.is_worse(), same.missing.len()), (3, false, 0), "{same:?}");
    assert!(same.changed.is_empty(), "{same:?}");
    let other = QualityReport {
        mode: SearchMode::Words,
        model: crate::report::sources::ModelSummary { id: "tiny".to_owned(), ..before.model.clone() },
        ..before.clone()
    };
    let changed = compare(&other, &file, 0.01).unwrap().changed;
    assert!(
        changed.len() == 2 && changed[0].starts_with("the model is tiny ") && changed[1].contains("words"),
        "{changed:?}"
    );
    let mut worse = before.clone();
    for row in &mut worse.rows {
        row.ndcg -= 0.2;
    }
    let found = compare(&worse, &file, 0.01).unwrap();
    assert!(found.is_worse() && found.figures[0].worse && !found.figures[1].worse, "{found:?}");
    assert!(!compare(&worse, &file, 0.3).unwrap().is_worse(), "within the margin");
    // One query got worse, the others did not: that may be chance.
    let mut one = before.clone();
    one.rows[0].ndcg -= 0.9;
    assert!(!compare(&one, &file, 0.01).unwrap().is_worse());
    let mut fewer = before.clone();
    fewer.rows.remove(1);
    assert_eq!(compare(&fewer, &file, 0.01).unwrap().missing, ["rye bread"]);
    for bad in ["", "{", "[]", "{\"schema\": 9}", "{\"schema\": 1}"] {
        fs::write(&file, bad).unwrap();
        let error = compare(&before, &file, 0.01).unwrap_err();
        assert!(matches!(error, PipelineError::BadRun { .. }) && error.hint().is_some(), "{bad}: {error}");
    }
}

fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")
}

fn of_seeds() -> (Collection, Base) {
    let base = Base::new(seeds());
    let mut collection = Collection::in_memory(&CollectionOptions::default()).unwrap();
    let sources = Sources { paths: vec![seeds()], ..Sources::default() };
    collection.index(&sources, &base, &Silent).unwrap();
    (collection, base)
}

#[test]
fn the_sample_corpus_is_measured_with_its_gold_queries() {
    let (collection, base) = of_seeds();
    let file = QueryFile::read(&seeds().join("gold.toml"), None).unwrap();
    let options = QualityOptions::default();
    let report = collection.bench_quality(&file, &options, &base, &Silent).unwrap().report;
    assert_eq!((report.queries, report.left_out), (40, 0));
    assert!(report.figures[0].value > 0.55, "{:?}", report.figures[0]);
    let expected =
        |row: &QualityQuery| file.queries.iter().find(|query| query.id == row.id).unwrap().expect.len();
    for row in &report.rows {
        assert_eq!(row.expected, expected(row), "each gold paragraph is one text: {row:?}");
        let told = |missed: &Missed| matches!(missed.why, Why::Rank | Why::Model | Why::Folded | Why::NoRoom);
        assert!(row.missed.iter().all(told), "{row:?}");
        assert_eq!(row.expected, row.found + row.missed.len());
    }
    // What is measured is what a search shows.
    let row = &report.rows[2];
    let found =
        collection.search(&[row.text.as_str().into()], &SearchOptions::default(), &base, &Silent).unwrap();
    let finder = Finder::new(collection.store.units(collection.stored.unwrap()).unwrap());
    let query = file.queries.iter().find(|query| query.id == row.id).unwrap();
    let hashes: Vec<String> = targets(query, &finder).into_iter().map(|target| target.hash).collect();
    let gains: Vec<f64> =
        found.results.iter().map(|hit| f64::from(u8::from(hashes.contains(&hit.place.hash)))).collect();
    assert!((ndcg(&gains, &vec![1.0; hashes.len()], 10) - row.ndcg).abs() < 1e-12);
}

#[test]
fn drafts_are_spread_and_read_back() {
    let (collection, base) = of_seeds();
    let drafts = collection.suggest_queries(&SuggestOptions { queries: 30 }, &base).unwrap();
    assert_eq!(drafts.queries.len(), 30);
    let langs: BTreeSet<&str> = drafts.queries.iter().filter_map(|draft| draft.lang.as_deref()).collect();
    let files: BTreeSet<&str> = drafts.queries.iter().map(|draft| draft.file.as_str()).collect();
    let kinds: BTreeSet<_> = drafts.queries.iter().map(|draft| draft.from).collect();
    assert!(langs.len() == 6 && files.len() >= 15 && kinds.len() >= 2, "{langs:?} {files:?} {kinds:?}");
    let again = collection.suggest_queries(&SuggestOptions { queries: 30 }, &base).unwrap();
    assert_eq!(again, drafts);

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("queries.toml");
    fs::write(&path, toml(&drafts)).unwrap();
    let file = QueryFile::read(&path, None).unwrap();
    assert_eq!(file.queries.len(), 30);
    let report = collection.bench_quality(&file, &QualityOptions::default(), &base, &Silent).unwrap().report;
    let not_read: Vec<&Missed> =
        report.rows.iter().flat_map(|row| &row.missed).filter(|missed| missed.why == Why::NotRead).collect();
    assert!(not_read.is_empty(), "{not_read:?}");
    assert!(report.figures[0].value > 0.6, "{:?}", report.figures);
}

#[test]
fn an_empty_collection_is_told() {
    let (collection, base, _folder) = collection(&[("note.txt", TRAIN)]);
    assert!(collection.suggest_queries(&SuggestOptions::default(), &base).is_ok());
    let empty = Collection::in_memory(&CollectionOptions::default()).unwrap();
    let file = asks(&[("a", &[(text("b"), 1)])]);
    let error = empty.bench_quality(&file, &QualityOptions::default(), &base, &Silent).unwrap_err();
    assert!(matches!(error, PipelineError::EmptyCorpus { .. }), "{error}");
    assert!(empty.suggest_queries(&SuggestOptions::default(), &base).is_err());
}

fn compare(now: &QualityReport, file: &Path, margin: f64) -> Result<QualityComparison, PipelineError> {
    compare_quality(now, &KeptRun::quality(file)?, margin)
}
