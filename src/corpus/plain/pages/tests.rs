use std::fmt::Write as _;

use crate::corpus::Format;
use crate::corpus::testing::{document, units};

/// The units of `text` that are text, and those that are not.
fn read(text: &str) -> (Vec<String>, Vec<String>) {
    let (apart, text) =
        units(Format::Text, text).into_iter().partition(|unit| unit.starts_with("[running-head]"));
    (text, apart)
}

#[test]
fn heads_and_numbers_are_set_apart_and_sentences_cross_pages() {
    for (head, foot, pages, joined) in [
        (
            "Annual Report 2031        Harbour Board",
            "- # -",
            [
                "The board met eleven times. It was told that the northern\npier had sunk, and that nobody had measured the",
                "depth of the basin since the war. The board asked\nfor a survey.",
                "The survey was made in May.",
            ],
            "nobody had measured the depth of the basin",
        ),
        (
            "Bericht der Kommission",
            "Seite # von 3",
            [
                "Die Kommission hörte zwölf Zeugen an. Sie alle sagten, dass die\nTore zu spät geöffnet wurden und dass niemand die",
                "Bewohner der unteren Stadt gewarnt hatte. Die\nAkten fehlen.",
                "Der Beamte ist im Ruhestand.",
            ],
            "dass niemand die Bewohner der unteren",
        ),
        (
            "Отчёт комиссии",
            "#",
            [
                "Комиссия заслушала двенадцать свидетелей, и все они говорили,\nчто ворота открыли слишком поздно и что никто не",
                "предупредил жителей нижнего города. Протоколы\nпропали.",
                "Чиновник ушёл на пенсию.",
            ],
            "никто не предупредил жителей",
        ),
        (
            "調査委員会報告書",
            "(#)",
            [
                "委員会は十二人の証人から話を聞いた。水門を開けるのが遅すぎたうえに、\n下町の住民には誰も知らせなかったということを",
                "全員が証言した。記録は文書館から失われている。\n担当者は退職した。",
                "電話の記録も求められた。",
            ],
            "ということを全員が証言した",
        ),
    ] {
        let mut text = String::new();
        for (index, page) in pages.iter().enumerate() {
            let foot = foot.replace('#', &(index + 1).to_string());
            write!(text, "{head}\n\n{page}\n\n        {foot}\n\u{C}").unwrap();
        }
        let (units, apart) = read(&text);
        assert!(units.iter().any(|unit| unit.contains(joined)), "{units:#?}");
        assert_eq!(apart.len(), 4, "{apart:?}");
        assert!(
            !units.iter().any(|unit| unit.contains(&head.chars().take(6).collect::<String>())),
            "{units:#?}"
        );
        for unit in document(Format::Text, &text).units {
            let source = &text[unit.span.start as usize..unit.span.end as usize];
            assert!(source.starts_with(unit.text.chars().next().unwrap()), "{source} {}", unit.text);
        }
    }
}

/// A book of `pages` pages with `above` on top of each; `#` is its number.
fn book(pages: usize, lines: usize, above: &str) -> String {
    let mut text = String::new();
    for page in 1..=pages {
        write!(text, "\n\n{}\n\n", above.replace('#', &(page + 6).to_string())).unwrap();
        for line in 0..lines {
            writeln!(
                text,
                "and the boats of day {page} that had come by hour {line} were unloaded by all of"
            )
            .unwrap();
        }
    }
    text + "them.\n"
}

#[test]
fn without_form_feeds_the_distance_tells() {
    for above in ["THE HARBOUR", "#", "[ # ]", "12 THE HARBOUR #", "La rade — #", "港の本　#"] {
        let (units, apart) = read(&book(6, 30, above));
        assert_eq!(apart.len(), 6, "{above}");
        assert!(units.iter().all(|unit| unit.contains("boats") && !unit.contains("HARB")), "{units:#?}");
    }
}

#[test]
fn what_recurs_in_a_text_is_text() {
    // Records of a form, chapters of uneven length, a refrain, a list of years.
    let mut form = String::new();
    for ship in 0..8 {
        write!(
            form,
            "Ship {ship}\n\nName\n\nCargo\n\nMaster\n\nFlag\n\nBound for\n\n{}",
            "She came in before noon.\n".repeat(9)
        )
        .unwrap();
    }
    let chapters: String =
        [3, 70, 12, 33, 120, 18].iter().enumerate().fold(String::new(), |mut text, (at, &size)| {
            write!(text, "Chapter {at}\n\n{}\n", "The boats came in before noon.\n".repeat(size)).unwrap();
            text
        });
    let refrain = "The sea was calm\nThe wind was low\n\nRow, brothers, row\n\n".repeat(12);
    let years: String = [1950, 1972, 1961, 1999].iter().fold(String::new(), |mut text, year| {
        write!(text, "{year}\n\n{}\n", "The boats came in before noon.\n".repeat(20)).unwrap();
        text
    });
    for text in [form, chapters, refrain, years] {
        assert_eq!(read(&text).1, Vec::<String>::new(), "{text}");
    }
}

#[test]
fn pages_without_end_take_linear_time() {
    for text in [
        "\u{C}".repeat(300_000),
        "\u{C}1\n".repeat(300_000),
        "1\n\n".repeat(300_000),
        "a\n\n".repeat(300_000),
    ] {
        assert!(!crate::corpus::plain::parse(&text).blocks.is_empty() || text.starts_with("\u{C}\u{C}"));
    }
}
