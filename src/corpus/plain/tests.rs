use crate::corpus::testing::{document, units};
use crate::corpus::{Format, ReadOptions, UnreadKind, read_bytes};

fn read(text: &str) -> Vec<String> {
    units(Format::Text, text)
}

const FIRST: &str = "The harbour opened again this morning, after two years of work on the piers.";
const SECOND: &str = "Fishing boats came in before noon. Nobody had expected so many of them at once.";

#[test]
fn each_line_is_a_paragraph_in_collected_articles() {
    assert_eq!(read(&format!("{FIRST}\n{SECOND}\n{FIRST}")), [FIRST, SECOND, FIRST]);
    assert_eq!(read(&format!("{FIRST}\r\n\r\n{SECOND}\r\n")), [FIRST, SECOND]);
    assert_eq!(read(&format!("{FIRST}\r{SECOND}\r")), [FIRST, SECOND]);
}

#[test]
fn long_lines_are_paragraphs_even_when_one_does_not_end_a_sentence() {
    let open = "Among those who came were the master of the port, the two pilots and their families,";
    let long = format!("{SECOND} {FIRST} {SECOND}");
    assert_eq!(read(&format!("{long}\n{open}\n{long}")).len(), 3);
}

#[test]
fn wrapped_lines_are_joined() {
    let text = "Dear Anna,\n\nthe harbour opened again this morning, after two years of work on\nthe piers. Fishing boats came in before noon, and nobody had\nexpected so many of them at once.\n\nThe market is open too, and the ferry runs twice a day from now on,\nso you can come and see us whenever you like.\n\nYours,\nBerta\n";
    assert_eq!(
        read(text),
        [
            "[short] Dear Anna,",
            "the harbour opened again this morning, after two years of work on the piers. Fishing boats came in before noon, and nobody had expected so many of them at once.",
            "The market is open too, and the ferry runs twice a day from now on, so you can come and see us whenever you like.",
            "[short] Yours, Berta",
        ]
    );
}

#[test]
fn wrapped_text_may_have_headings_lists_and_quotes() {
    let text = "THE HARBOUR\nThe harbour opened again this morning, after two years of work\non the piers. These ships came in before noon, and more will\ncome in the afternoon:\n- the Anna, with herring from the northern grounds and two\n  passengers\n- the Berta\n\n> The market is open too, and the ferry runs twice a day from\n> now on, so you can come.\n";
    assert_eq!(
        read(text),
        [
            "THE HARBOUR / The harbour opened again this morning, after two years of work on the piers. These ships came in before noon, and more will come in the afternoon: / - the Anna, with herring from the northern grounds and two passengers / - the Berta",
            "The market is open too, and the ferry runs twice a day from now on, so you can come.",
        ]
    );
}

#[test]
fn wrapped_japanese_is_joined_without_spaces() {
    let text = "列車は小さな駅に止まり、私たちはホームに降りた。静かな夕方で、遠くの\n山がよく見えた。駅員が一人、旗を持って立っていたが、私たちに気づくと\n帽子を取って挨拶した。\n";
    let units = read(text);
    assert_eq!(units.len(), 1);
    assert!(units[0].contains("遠くの山"), "{units:?}");
}

#[test]
fn headings_join_the_paragraph_below() {
    let text = format!(
        "NewsSea\n\nThe Harbour Opens Again!\n\n{FIRST}\n\nWho came first?\n\n{SECOND}\n\n{FIRST}\n\nThe end of it"
    );
    assert_eq!(
        read(&text),
        [
            format!("NewsSea / The Harbour Opens Again! / {FIRST}"),
            format!("Who came first? / {SECOND}"),
            FIRST.to_owned(),
            "[short] The end of it".to_owned()
        ]
    );
    assert_eq!(document(Format::Text, &text).title.as_deref(), Some("The Harbour Opens Again!"));
}

#[test]
fn one_line_paragraphs_may_have_headings_without_blank_lines() {
    let text = format!("{FIRST}\nThe boats\n{SECOND}\n{FIRST}");
    assert_eq!(read(&text), [FIRST.to_owned(), format!("The boats / {SECOND}"), FIRST.to_owned()]);
}

#[test]
fn a_file_of_short_texts_has_no_headings() {
    let lines: Vec<String> = (0..30)
        .map(|n| {
            format!(
                "Harbour number {n} opens again after two years{}",
                if n % 7 == 0 { " of very long work." } else { "" }
            )
        })
        .collect();
    assert_eq!(read(&lines.join("\n")), lines);
}

#[test]
fn lists_join_what_introduces_them() {
    let text = format!(
        "{FIRST}\n\n– One ship with herring\n\nShips to come\n\n  • The Anna, tomorrow\n  • The Berta, on Friday\n\n{SECOND}\n1. First things first\n2. Then the rest"
    );
    assert_eq!(
        read(&text),
        [
            format!("{FIRST} / – One ship with herring"),
            "Ships to come / • The Anna, tomorrow / • The Berta, on Friday".to_owned(),
            format!("{SECOND} / 1. First things first / 2. Then the rest"),
        ]
    );
}

#[test]
fn a_numbered_heading_is_no_list() {
    assert_eq!(
        read(&format!("1. The harbour\n\n{FIRST}\n\n2. The boats\n\n{SECOND}")),
        [format!("1. The harbour / {FIRST}"), format!("2. The boats / {SECOND}")]
    );
}

#[test]
fn boilerplate_stands_apart() {
    let text = format!(
        "{FIRST}\nRead also: The ferry is late again\nThe boats\n{SECOND}\nWriting about the sea for ten years. To advertise here, contact us."
    );
    assert_eq!(
        read(&text),
        [
            FIRST.to_owned(),
            "[read-also] Read also: The ferry is late again".to_owned(),
            format!("The boats / {SECOND}"),
            "[promotion] Writing about the sea for ten years. To advertise here, contact us.".to_owned(),
        ]
    );
}

#[test]
fn hangul_counts_double() {
    assert_eq!(read("항구가 오늘 다시 문을 열었다."), ["항구가 오늘 다시 문을 열었다."]);
    assert_eq!(read("항구"), ["[short] 항구"]);
}

#[test]
fn lines_are_numbered_from_one() {
    let document = document(Format::Text, &format!("\n\n{FIRST}\r\n\r\nThe boats\r\n{SECOND}\n"));
    let lines: Vec<_> = document.units.iter().map(|unit| unit.line).collect();
    assert_eq!(lines, [3, 5]);
}

#[test]
fn nothing_comes_of_nothing() {
    for text in ["", " ", " \n\n\t\u{FEFF}\r\n", "\u{3000}\u{A0}"] {
        let error = read_bytes("test", None, text.into(), &ReadOptions::default()).unwrap_err();
        assert_eq!(error.to_string(), "`test` holds no text");
        assert_eq!(error.unread_kind(), UnreadKind::Empty);
    }
}

#[test]
fn questions_head_their_answers_but_not_what_another_person_wrote() {
    let text =
        "When does the ferry run?\nIt runs twice a day, at nine and at five.\nIs there a market?\nYes.\n";
    assert_eq!(
        read(text),
        ["When does the ferry run? / It runs twice a day, at nine and at five.", "Is there a market? / Yes."]
    );
    let mail = format!("> Is the market open?\n\n{FIRST}\n");
    assert_eq!(read(&mail), ["Is the market open?", FIRST]);
}
