use super::*;
use crate::report::tests::sample;

/// The sheets of a workbook: their names and rows, each cell as text, with what is a formula.
#[cfg(feature = "documents")]
fn read(bytes: &[u8]) -> Vec<(String, Vec<Vec<calamine::Data>>, usize)> {
    use calamine::{Reader, Xlsx};
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes.to_vec())).unwrap();
    let names = book.sheet_names().clone();
    let sheets = names.into_iter().map(|name| {
        let rows = book.worksheet_range(&name).unwrap().rows().map(<[_]>::to_vec).collect();
        let formulas = book.worksheet_formula(&name).unwrap().used_cells().count();
        (name, rows, formulas)
    });
    sheets.collect()
}

#[test]
#[cfg(feature = "documents")]
fn what_is_read_back_is_the_report() {
    use calamine::Data;
    let report = sample::report();
    let sheets = read(&render(&report).unwrap());
    let names: Vec<_> = sheets.iter().map(|(name, _, _)| name.as_str()).collect();
    assert_eq!(names, ["topics", "paragraphs", "documents", "per"]);
    let head = |sheet: usize| -> Vec<String> { sheets[sheet].1[0].iter().map(ToString::to_string).collect() };
    let columns =
        |table: &Table| -> Vec<String> { table.columns.iter().map(|c| c.name.to_owned()).collect() };
    for (sheet, table) in [&TOPICS, &UNITS, &DOCUMENTS, &PER].into_iter().enumerate() {
        assert_eq!(head(sheet), columns(table));
        assert_eq!(sheets[sheet].1.len(), (table.length)(&report) + 1);
    }
    let cell = |sheet: usize, row: usize, name: &str| -> Data {
        let at = head(sheet).iter().position(|column| column == name).unwrap();
        sheets[sheet].1[row][at].clone()
    };
    assert_eq!(cell(0, 1, "label"), Data::String("armored train, railway".to_owned()));
    assert_eq!((cell(0, 1, "units"), cell(0, 1, "given")), (Data::Float(2.0), Data::Bool(true)));
    assert_eq!(cell(1, 1, "strength"), Data::Float(0.9), "with the digits that it has");
    assert_eq!((cell(1, 3, "margin"), cell(1, 1, "margin")), (Data::Float(0.02), Data::Empty));
    assert_eq!(cell(1, 4, "text"), Data::String("Le train blindé a quitté la gare à l'aube.".to_owned()));
    assert_eq!(
        (cell(2, 1, "units"), cell(2, 1, "topics")),
        (Data::Float(3.0), Data::String("1 1; 2 1".to_owned()))
    );
    assert_eq!(cell(3, 1, "value"), Data::String("Ada[31m Byron".to_owned()));
    assert_eq!(cell(3, 3, "share"), Data::Float(1.0));
}

#[test]
#[cfg(feature = "documents")]
fn no_text_is_a_formula_and_none_is_longer_than_a_cell() {
    let long = "\u{1f682}a".repeat(20_000);
    for hostile in [
        "=HYPERLINK(\"http://x\",\"y\")",
        "@SUM(A1)",
        "+1",
        "-1",
        "{=1}",
        "https://example.org/",
        "_x0041_ & <b> ]]>",
        "_x005F_x0041_x0042_",
        "_X0041_ _x00g1_ _x004",
        "<r><t>x</t></r>",
        "<r>_x003C_</worksheet></r>",
        "\u{0}\u{1b}[31m\u{202e}x\u{fffe}",
        "שלום 裝甲\n列車",
        long.as_str(),
    ] {
        let sheets = read(&render(&sample::hostile(hostile)).unwrap());
        assert!(sheets.iter().all(|(_, _, formulas)| *formulas == 0), "{hostile}");
        let text = sheets[1].1[1].last().unwrap().to_string();
        assert!(text.encode_utf16().count() <= CELL, "{}", text.len());
        if hostile == long {
            assert!(text.ends_with("a […]") || text.ends_with("\u{1f682} […]"), "a pair is not torn apart");
            assert!(text.encode_utf16().count() > CELL - 8);
        } else if hostile.starts_with("<r>") {
            assert_eq!(text, format!("{hostile} "), "text, not markup");
        } else if hostile.chars().all(|c| c == '\n' || !printable::is_hidden(c)) {
            assert_eq!(text, hostile);
        } else {
            assert_eq!(text, "[31mx");
        }
    }
}

#[test]
fn a_text_is_cut_only_where_a_cell_has_no_room_for_it() {
    let just = "a".repeat(CELL);
    assert_eq!(fitting(just.clone()), just);
    let cut = fitting(format!("{just}b"));
    assert_eq!((cut.encode_utf16().count(), cut.ends_with("a […]")), (CELL, true));
}

#[test]
fn the_same_report_is_the_same_bytes() {
    let report = sample::report();
    let first = render(&report).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    assert!(render(&report).unwrap() == first);
}

#[test]
#[cfg(feature = "documents")]
fn documents_that_are_units_are_one_sheet_and_no_topic_is_no_row() {
    let mut report = sample::without_topics();
    report.corpus.unit = "document".to_owned();
    report.per.clear();
    let sheets = read(&render(&report).unwrap());
    let rows: Vec<_> = sheets.iter().map(|(name, rows, _)| (name.as_str(), rows.len())).collect();
    assert_eq!(rows, [("topics", 1), ("documents", 7)]);
}
