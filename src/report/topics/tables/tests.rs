use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::report::tests::sample;

/// Rows of a table as a reader of tables has them, by the names of the columns.
fn read(table: &str, separator: Separator) -> Vec<BTreeMap<String, String>> {
    let delimiter = if separator == Separator::Tab { b'\t' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(table.as_bytes());
    let names = reader.headers().unwrap().clone();
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        names.iter().map(str::to_owned).zip(row.iter().map(str::to_owned)).collect()
    });
    rows.collect()
}

#[test]
fn units_as_csv() {
    let table = units(&sample::report(), Separator::Comma).unwrap();
    let lines: Vec<_> = table.lines().collect();
    assert_eq!(lines.len(), 7);
    assert_eq!(
        lines[..5],
        [
            "unit,file,line,at,position,span_start,span_end,hash,own_id,title,date,source,language,topic,topic_label,\
             strength,nearest_topic,margin,reason,copy_of,boilerplate,without_vector,x,y,text",
            "0,press/one.txt,1,,0,100,180,00000000000000010000000000000000,,,,,en,1,\"armored train, railway\",0.9,,,,,,\
             false,0,-0.125,The armored train left the station at dawn.",
            "1,press/one.txt,3,,1,300,380,00000000000000030000000000000001,,,,,en,2,harvest,1,,,,,,\
             false,0.25,-0.375,The harvest was better than in the year before.",
            "2,press/one.txt,5,,2,500,580,00000000000000050000000000000002,,,,,en,,,0.31,2,0.02,between,,,\
             false,0.5,-0.625,A violinist from the coast won the prize.",
            "3,press/deux.txt,1,,0,100,180,00000000000000010000000000000000,,Le train,2024-05-01,,fr,1,\
             \"armored train, railway\",0.8,,,,0,,false,0,-0.125,Le train blindé a quitté la gare à l'aube.",
        ]
    );
    assert_eq!(table, units(&sample::report(), Separator::Comma).unwrap());
}

#[test]
fn topics_as_tsv() {
    let table = topics(&sample::report(), Separator::Tab).unwrap();
    let rows: Vec<_> = table.lines().map(|line| line.split('\t').collect::<Vec<_>>().join("|")).collect();
    assert_eq!(
        rows,
        [
            "topic|label|given|units|independent|documents|share|languages|terms|summary|summary_unit|titles|names|dates|cohesion|\
             silhouette|coherence|stability|comes_back|fragile",
            "1|armored train, railway|true|2|1|2|0.5|en 1; fr 1|armored train; locomotive|\
             Le train blindé a quitté la gare à l'aube.|3||Vostochny; Amur|2023-09-13; 2024-05|0.71|0.31|0.12|0.91|1|false",
            "2|harvest|false|1|1|1|0.25|en 1|harvest||||||1|||0.4|0.3|true",
        ]
    );
}

#[test]
fn a_report_without_topics_has_the_names_of_the_columns() {
    assert_eq!(topics(&sample::without_topics(), Separator::Comma).unwrap().lines().count(), 1);
}

#[test]
fn hostile_text_stays_in_its_cell() {
    let mut report = sample::report();
    report.units[0].text = "=HYPERLINK(\"http://x\",\"y\")\r\nnext\tline\0".to_owned();
    report.units[1].place.file = "-1+1.txt".to_owned();
    report.units[1].place.title = Some("\"=1+1".to_owned());
    report.units[2].margin = Some(-0.5);
    report.topics[0].label = "@SUM(A1)".to_owned();
    for (separator, text) in [
        (Separator::Comma, "'=HYPERLINK(\"http://x\",\"y\")\nnext\tline"),
        (Separator::Tab, "'=HYPERLINK(\"http://x\",\"y\") next line"),
    ] {
        let rows = read(&units(&report, separator).unwrap(), separator);
        assert_eq!(rows[0]["text"], text);
        assert_eq!(rows[1]["file"], "'-1+1.txt");
        assert_eq!(rows[1]["title"], "'\"=1+1");
        assert_eq!(rows[2]["margin"], "-0.5", "numbers stay numbers");
        assert_eq!(rows[0]["topic_label"], "'@SUM(A1)");
        assert_eq!(read(&topics(&report, separator).unwrap(), separator)[0]["label"], "'@SUM(A1)");
    }
}

proptest! {
    #[test]
    fn any_text_is_one_cell_of_one_row(hostile in "[\t\r\n\",;'=+@\\-\u{0}\u{1b}a\u{2028}\u{feff}]{0,9}|\\PC{0,9}") {
        let mut report = sample::report();
        for unit in &mut report.units {
            unit.text.clone_from(&hostile);
            unit.place.source = Some(hostile.clone());
        }
        for separator in [Separator::Comma, Separator::Tab] {
            let table = units(&report, separator).unwrap();
            let rows = read(&table, separator);
            prop_assert_eq!(rows.len(), report.units.len());
            for row in &rows {
                prop_assert_eq!(row.len(), UNITS.columns.len());
                prop_assert_eq!(&row["text"], &crate::report::text::safe::text(&hostile, separator));
                prop_assert_eq!(&row["source"], &row["text"]);
            }
            if separator == Separator::Tab {
                prop_assert_eq!(table.lines().count(), rows.len() + 1);
            }
        }
    }
}
