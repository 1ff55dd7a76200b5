use proptest::prelude::*;

use super::*;
use crate::corpus::Format;
use crate::corpus::testing::{document, units};

/// Signs of `alphabet`, `length` of them, in no order.
fn noise(alphabet: &[u8], length: usize) -> String {
    let mut state = 12_345u64;
    let next = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        alphabet[(state >> 33) as usize % alphabet.len()] as char
    };
    (0..length).map(next).collect()
}

const BASE64: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const HEX: &[u8] = b"0123456789abcdef";

fn wrapped(text: &str, width: usize) -> String {
    let lines = text.as_bytes().chunks(width).map(|line| String::from_utf8_lossy(line).into_owned());
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn machine_text_is_set_apart() {
    let code = "var a=function(b,c){return b+c;};".repeat(12);
    for machine in [
        noise(BASE64, 40_000),
        wrapped(&noise(BASE64, 1000), 76),
        wrapped(&noise(BASE64, 650), 64) + "==",
        noise(HEX, 128),
        format!("data:image/png;base64,{}", noise(BASE64, 500)),
        noise(b"!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[", 300),
        code,
    ] {
        let text = format!("The boats came in before noon.\n\n{machine}\n\nNobody had expected so many.\n");
        for format in [Format::Text, Format::Markdown] {
            let units = units(format, &text);
            assert_eq!(units.len(), 3, "{units:#?}");
            assert!(units[1].starts_with("[machine]") && units[1].len() < 120, "{}", units[1]);
        }
        let span = document(Format::Text, &text).units[1].span.clone();
        assert_eq!(&text[span.start as usize..span.end as usize], machine);
    }
}

#[test]
fn machine_text_is_cut_out_of_text() {
    let key = noise(BASE64, 90);
    assert_eq!(
        units(Format::Text, &format!("Der Schlüssel {key} gilt ab Montag.")),
        ["Der Schlüssel … gilt ab Montag."]
    );
    assert_eq!(
        units(Format::Markdown, &format!("- новый ключ к сейфу {key}\n- второй ключ\n")),
        ["• новый ключ к сейфу … / • второй ключ"]
    );
}

#[test]
fn text_is_never_touched() {
    for text in [
        "https://example.org/a/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms/b?c=9aF&d=Zz0Q1w2E3r4T5y6U7i8O9p0A1s2D3f4G5h",
        "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz-Entwurfsfassungsbesprechung",
        "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft",
        "เรือประมงเข้ามาก่อนเที่ยงและไม่มีใครคาดคิดว่าจะมีมากมายขนาดนี้ในวันเดียวกันที่ท่าเรือ",
        "漁船は昼前に入港した。これほど多いとは誰も思っていなかった。市場も再び開き、渡し船は一日に二度出る。漁船は昼前に入港した。",
        "-----------------------------------------------------------------------------------------------",
        "Introduction............................................................................................12",
        "|------------------------|------------------------|------------------------|------------------------|",
        "usr/share/doc/harbour/boats/unloaded/before/noon/by/all/of/them/and/more/of/the/same/readme",
        "f(x) = {1, 2; 3, 4} if x > 0, and g(y) = {0; 1} otherwise; see (12) and (13) for the proofs of both, which are given in full in the appendix of the second edition of the book, together with the tables.",
        "he said \"yes\"; she said \"no\"; they {all} left; and {nobody} came back to the harbour before the end of that long day; the boats (all of them) stayed where they were; and the sea was calm for weeks.",
    ] {
        assert_eq!(find(text), Machine::None, "{text}");
    }
}

#[test]
fn machine_text_without_end_takes_linear_time() {
    for text in [
        noise(BASE64, 1 << 20),
        wrapped(&noise(BASE64, 1 << 20), 3),
        "aB ".repeat(1 << 18),
        "{;".repeat(1 << 18),
    ] {
        find(&text);
    }
}

proptest! {
    #[test]
    fn words_are_never_touched(words in prop::collection::vec("[A-Zéа-я가-힣漢字]?[a-zäа-яا-ي가-힣ก-ฮ]{1,20}[,.;:!?)]?|[0-9]{1,12}", 1..80)) {
        prop_assert_eq!(find(&words.join(" ")), Machine::None);
    }

    #[test]
    fn one_word_is_never_touched(word in "[A-Za-z]?[a-z]{60,200}|[A-Z]{60,200}|[0-9.,]{1,200}|[а-яА-Я0-9]{60,200}") {
        prop_assert_eq!(find(&word), Machine::None);
    }
}
