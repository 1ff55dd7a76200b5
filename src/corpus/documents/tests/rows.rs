//! Pages (PDF): what stands beside one another, and words that are divided.

#![allow(clippy::format_collect, reason = "files are written by hand")]

use super::files::{units, written, xlsx};
use super::pages::{letters, of_font, of_page};
use crate::corpus::Format;

/// Rows of cells, each with its lines, and so much space between rows.
fn table(columns: &[u32], space: u32, rows: &[&[&[&str]]]) -> String {
    let (mut page, mut y) = (String::new(), 700);
    for row in rows {
        page.extend(columns.iter().zip(*row).map(|(&x, lines)| written(x, y, 10, lines)));
        y -= 12 * row.iter().map(|lines| lines.len()).max().unwrap_or(1) as u32 + space;
    }
    page
}

fn read(page: &str) -> String {
    of_page(page).join(" / ").replace("page 1: ", "").replace("[short] ", "")
}

const ROWS: &[&[&[&str]]] = &[
    &[
        &["Rope of the", "harbour"],
        &["It was brought in winter from the", "north, and it is as long as the quay", "itself is."],
        &["Ann says", "it is old."],
    ],
    &[&["Lamp"], &["Nobody has seen it burn since the", "ferry came."], &["Bo is to", "find out."]],
    &[&["Paint for the", "ferry"], &["There is enough of it for one side", "alone."], &["Nobody", "asked."]],
];

#[test]
fn cells_of_several_lines_are_read_one_by_one() {
    let expected = "Rope of the harbour | It was brought in winter from the north, and it is as long as the quay itself is. | Ann says it is old. / Lamp | Nobody has seen it burn since the ferry came. | Bo is to find out. / Paint for the ferry | There is enough of it for one side alone. | Nobody asked.";
    // Word sets no space between rows.
    for space in [8, 0] {
        assert_eq!(read(&table(&[50, 150, 350], space, ROWS)), expected, "{space}");
    }
}

#[test]
fn words_divided_in_a_cell_are_made_whole() {
    let rows: &[&[&[&str]]] = &[
        &[&["Fischer"], &["Sie kommen erst gegen Abend zu-", "rück, wenn die Fähre fährt."]],
        &[&["Lotse"], &["Er weiß, wo die Sandbank liegt und", "wie tief das Wasser ist."]],
    ];
    let page = table(&[50, 150], 8, rows)
        .replace('ü', "\\374")
        .replace('ä', "\\344")
        .replace('ß', "\\337")
        .replace('Ä', "\\304");
    assert_eq!(
        read(&page),
        "Fischer | Sie kommen erst gegen Abend zurück, wenn die Fähre fährt. / Lotse | Er weiß, wo die Sandbank liegt und wie tief das Wasser ist."
    );
}

#[test]
fn rows_of_one_line_are_read_across() {
    for rows in [
        &[
            ["Oslo", "Norwegian, Sami", "12.50"],
            ["Bern", "German, French", "3.20"],
            ["Czech Republic", "Czech", "120.00"],
            ["Denmark", "Danish", "7.10"],
        ],
        &[
            ["Ann Berg", "keeper of the lamp", "of 1912"],
            ["Bo Holm", "he has the rope", "of 1915"],
            ["Cai Lund", "she has the paint", "of 1920"],
            ["Dag Moe", "nothing is his", "of 1931"],
        ],
    ] {
        let lines: Vec<Vec<[&str; 1]>> =
            rows.iter().map(|row| row.iter().map(|&cell| [cell]).collect()).collect();
        let cells: Vec<Vec<&[&str]>> =
            lines.iter().map(|row| row.iter().map(|cell| &cell[..]).collect()).collect();
        let all: Vec<&[&[&str]]> = cells.iter().map(|row| &row[..]).collect();
        let expected = rows.iter().map(|row| row.join(" | ")).collect::<Vec<_>>().join(" / ");
        assert_eq!(read(&table(&[50, 200, 350], 4, &all)), expected);
    }
}

#[test]
fn words_spread_over_a_line_are_no_cells() {
    let font = format!(
        "<< /Type /Font /Subtype /Type1 /BaseFont /Own /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 122 /Widths [{}] >>",
        "600 ".repeat(91)
    );
    let lines: &[&[(u32, &str)]] = &[
        &[(50, "The old ferry sails again from the quays")],
        &[(50, "notwithstanding"), (212, "extraordinary")],
        &[(50, "misunderstandings,"), (186, "as"), (226, "had"), (272, "has")],
        &[(50, "been said by all of those who came.")],
    ];
    let words = |(line, y): (&&[(u32, &str)], u32)| -> String {
        line.iter().map(|(x, word)| format!("1 0 0 1 {x} {y} Tm ({word}) Tj ")).collect()
    };
    let content: String = lines.iter().zip((600..700).rev().step_by(12)).map(words).collect();
    assert_eq!(
        of_font(&font, &format!("/F 10 Tf {content}"), &[]),
        [
            "page 1: The old ferry sails again from the quays notwithstanding extraordinary misunderstandings, as had has been said by all of those who came."
        ]
    );
}

#[test]
fn a_narrow_column_beside_text_is_read_apart() {
    let text = [
        "The ferry sails again from the old quay, and nobody had",
        "expected that it would. Since the second of May it leaves",
        "twice a day, in the morning and in the evening, and takes",
        "along whoever wants to go to the island on the other side",
        "of the bay. It is the same ferry as the one that burned",
        "in the winter before the last one, with another engine.",
        "Whoever looks closely sees the old name below the new",
        "one, which is that of the keeper's daughter.",
    ];
    let beside = [
        "Children below",
        "the age of six",
        "travel free of",
        "charge, dogs",
        "and bicycles",
        "do not. See the",
        "board beside",
        "the quay.",
    ];
    let (whole, other) = (text.join(" "), beside.join(" "));
    let page = written(50, 700, 10, &text) + &written(350, 700, 10, &beside);
    assert_eq!(read(&page), format!("{whole} / {other}"));
    let page = written(170, 700, 10, &text) + &written(50, 700, 10, &beside);
    assert_eq!(read(&page), format!("{other} / {whole}"));
}

#[test]
fn columns_are_read_from_the_right_where_the_text_is() {
    let map =
        letters(&[("01", "ש"), ("02", "ל"), ("03", "ו"), ("04", "ם"), ("05", "כ"), ("06", "ב"), ("07", " ")]);
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Own /FirstChar 1 /LastChar 7 /Widths [500 500 500 500 500 500 250] /ToUnicode 6 0 R >>";
    // As it is seen: from left to right, the last letter first.
    let column = |x: u32, word: &str| -> String {
        (0..6)
            .map(|line| format!("1 0 0 1 {x} {} Tm ({}) Tj ", 700 - 14 * line, [word; 7].join("\\007")))
            .collect()
    };
    let left = column(50, "\\004\\003\\002\\001");
    let right = column(320, "\\006\\003\\005");
    let read = of_font(font, &format!("{left}{right}"), &[map]).join(" ");
    let (first, second) = (read.find("כוב").unwrap(), read.find("שלום").unwrap());
    assert!(first < second && read[..second].matches("כוב").count() == 42, "{read}");
}

#[test]
fn words_divided_at_line_ends_keep_the_hyphens_that_are_their_own() {
    for (lines, expected) in [
        (["The fisher-", "men came."], "The fishermen came."),
        (["A sea-side inn by a sea-", "side road of old."], "A sea-side inn by a sea-side road of old."),
        (["It is well-", "meant by all of them."], "It is well-meant by all of them."),
        (["Where is Jean-", "Paul with the rope?"], "Where is Jean-Paul with the rope?"),
        (["All of the Vor-", "und Nachteile zusammen."], "All of the Vor- und Nachteile zusammen."),
        (["It rained from 1914-", "1918 without an end."], "It rained from 1914-1918 without an end."),
        // Programs say of any hyphen that it is a soft one.
        (
            ["A well\\255known keeper of the infor\\255", "mation was there."],
            "A well-known keeper of the information was there.",
        ),
    ] {
        assert_eq!(read(&written(50, 700, 10, &lines).replace("\\\\", "\\")), expected);
    }
}

#[test]
fn rows_of_numbers_are_set_apart_in_sheets() {
    let mut rows: Vec<Vec<String>> = vec![vec!["year".to_owned(), "boats".to_owned()]];
    rows.extend((0..200).map(|row| vec![(1800 + row).to_string(), (row * 7 + 1000).to_string()]));
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let rows: Vec<&[&str]> = rows.iter().map(|row| &row[..]).collect();
    let read = units(Format::Workbook, &xlsx(&rows));
    assert!(read[0].starts_with("Prices, row 1: Prices / year | boats / 1800 | 1000"), "{}", read[0]);
    let mut others = read.iter().filter(|unit| !unit.contains("row 1:")).peekable();
    assert!(others.peek().is_some() && others.all(|unit| unit.contains("[short]")), "{read:?}");
}

#[test]
fn names_of_several_lines_belong_to_what_stands_beside_them() {
    let rows: &[&[&[&str]]] = &[
        &[
            &["Keeper of the", "old lamp:"],
            &["It is she who has the rope, and", "who knows where the paint is."],
        ],
        &[&["Master of the", "ferry:"], &["He has been on board since the", "ferry came to the island."]],
        &[&["Owner of the", "whole quay:"], &["Nobody knows, and nobody has", "asked since the big storm."]],
    ];
    let expected: Vec<String> =
        rows.iter().map(|row| format!("{} | {}", row[0].join(" "), row[1].join(" "))).collect();
    assert_eq!(read(&table(&[50, 150], 8, rows)), expected.join(" / "));
}

#[test]
fn a_page_full_of_cells_takes_linear_time() {
    // What ends within the time that a file is given, whatever the order of its cells.
    let cells: String = (0..40_000_u64)
        .map(|cell| format!("1 0 0 1 {} {} Tm (so it is) Tj ", 50 * (cell % 40), cell / 40))
        .collect();
    assert!(!of_page(&format!("BT /F 1 Tf {cells} ET")).is_empty());
    let cells: String = (0..40_000_u64)
        .map(|cell| format!("1 0 0 1 {} {} Tm (so it is) Tj ", cell * 7919 % 2000, cell * 104_729 % 1500))
        .collect();
    assert!(!of_page(&format!("BT /F 9 Tf {cells} ET")).is_empty());
}
