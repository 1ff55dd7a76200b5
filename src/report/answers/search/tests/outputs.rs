//! What is written for other programs.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::report::text::json;

/// Rows of a table by the names of its columns.
fn rows(report: &SearchReport) -> Vec<std::collections::BTreeMap<String, String>> {
    let table = csv_names() + &csv(report).unwrap();
    let mut reader = ::csv::ReaderBuilder::new().from_reader(table.as_bytes());
    let names = reader.headers().unwrap().clone();
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        assert_eq!(row.len(), names.len());
        names.iter().map(str::to_owned).zip(row.iter().map(str::to_owned)).collect()
    });
    rows.collect()
}

#[test]
fn results_as_csv() {
    assert_eq!(
        csv_names(),
        "query,rank,score,reranked,confidence,verdict,similarity,words,file,line,at,position,span_start,span_end,hash,own_id,title,\
         date,source,language,boilerplate,duplicates,copies,why,sentence,text\n"
    );
    assert_eq!(
        csv(&report()).unwrap(),
        "armored train,1,1.75,,0.93,found,0.875,1,press/deux.txt,1,,1,100,180,00000000000000010000000000000001,,,,,fr,,1,2,\
         armored → blindé 0.71 · train = train,Le train blindé a quitté la gare à l'aube.,\
         Rien ne bouge. Le train blindé a quitté la gare à l'aube. Personne ne l'a vu.\n\
         armored train,2,-0.25,,0.12,nothing,-0.1,,press/un.txt,3,,1,300,380,00000000000000030000000000000001,,,,,fr,read-also,\
         0,0,,,Lire aussi : la gare\n"
    );
    let none = SearchReport { results: Vec::new(), ..report() };
    assert_eq!(csv(&none).unwrap(), "");
}

#[test]
fn hostile_cells_stay_text_in_their_cells() {
    let mut best = hit(1, "=HYPERLINK(\"http://x\",\"y\")\r\nnext\u{1b}[2J, line");
    best.place.file = "-1+1.txt".to_owned();
    best.place.title = Some("@SUM(A1)".to_owned());
    best.place.own_id = Some("+1\n".to_owned());
    best.why = vec![reason("=1", "+2", 0.5, 1.0, 1.0)];
    let report = SearchReport { query: "＝1\"".to_owned(), ..of(best) };
    let rows = rows(&report);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["text"], "'=HYPERLINK(\"http://x\",\"y\")\nnext[2J, line");
    assert_eq!(rows[0]["file"], "'-1+1.txt");
    assert_eq!(rows[0]["title"], "'@SUM(A1)");
    assert_eq!(rows[0]["own_id"], "'+1\\n");
    assert_eq!(rows[0]["query"], "'＝1\"");
    assert_eq!(rows[0]["why"], "'=1 → +2 0.50");
    assert_eq!(rows[0]["score"], "-0.25", "numbers stay numbers");
}

proptest! {
    #[test]
    fn any_text_is_one_cell_of_one_row(hostile in "[\t\r\n\",;'=+@\\-\u{0}\u{1b}a\u{2028}\u{feff}]{0,9}|\\PC{0,9}") {
        let mut best = hit(1, &hostile);
        best.place.title = Some(hostile.clone());
        let report = SearchReport { query: hostile, results: vec![best.clone(), best], ..report() };
        let rows = rows(&report);
        prop_assert_eq!(rows.len(), 2);
        prop_assert_eq!(&rows[0]["title"], &rows[0]["query"]);
    }
}

#[test]
fn json_has_what_the_documents_promise() {
    let value: Value = serde_json::from_str(&json::render(&report()).unwrap()).unwrap();
    assert_eq!(value["schema"], 2);
    assert_eq!([&value["mode"], &value["outcome"]], ["both", "found"]);
    let first = &value["results"][0];
    assert_eq!(first["file"], "press/deux.txt", "a place is flat");
    assert_eq!(first["why"][1]["query"], "armored");
    assert_eq!([&first["why"][0]["same"], &first["why"][1]["same"]], [true, false]);
    let text = first["text"].as_str().unwrap();
    let part = |range: &Value| {
        let at = |name: usize| range[name].as_u64().unwrap() as usize;
        &text[at(0)..at(1)]
    };
    assert_eq!(part(&first["sentence"]), "Le train blindé a quitté la gare à l'aube.");
    let mark = &first["marks"][1];
    assert_eq!(part(&json!([mark["start"], mark["end"]])), "blindé");
    assert_eq!(first["before"][0]["position"], 0);
    assert_eq!(first["copies"][0]["file"], "press/trois.txt");
    let second = &value["results"][1];
    assert_eq!([&second["verdict"], &second["boilerplate"]], ["nothing", "read-also"]);
    assert!(second["words"].is_null() && second["sentence"].is_null());
}

#[test]
fn a_line_of_json_is_one_line_with_everything() {
    let hit = hit(1, "a\n\u{202e}b");
    let line = json::line(&hit).unwrap();
    assert!(!line.contains('\n') && line.contains("\\u202e"), "{line}");
    let read = |document: &str| serde_json::from_str::<Value>(document).unwrap();
    assert_eq!(read(&line), read(&json::render(&hit).unwrap()));
}

#[test]
fn files_and_counts_are_of_what_may_answer() {
    let mut report = report();
    assert_eq!(files(&report), "press/deux.txt\npress/copy.txt\npress/trois.txt\npress/quatre.txt\n");
    report.results[1].verdict = Verdict::Unsure;
    report.results[1].place.file = "press/copy.txt".to_owned();
    assert_eq!(
        counts(&report),
        "press/deux.txt:1\npress/copy.txt:2\npress/trois.txt:1\npress/quatre.txt:1\n"
    );
    report.results[0].place.file = "a\u{1b}\n.txt".to_owned();
    assert!(files(&report).starts_with("a\\x1b\\n.txt\npress/"), "{}", files(&report));
    let nearest = of(hit(1, "text"));
    assert_eq!([files(&nearest), counts(&nearest)], ["", ""]);
}
