use crate::corpus::Format;
use crate::corpus::testing::{document, units};

fn read(text: &str) -> Vec<String> {
    units(Format::Rtf, text)
}

#[test]
fn text_is_told_from_control_words() {
    for (text, expected) in [
        (
            "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\*\\generator x;}\\f0\\b The boats\\b0  came in\\line caf\\'e9 \\emdash  before noon.\\par}",
            "The boats came in / café — before noon.",
        ),
        (
            "{\\rtf1\\ansi\\ansicpg1251 \\'cf\\'ee\\'f0\\'f2 \\'ee\\'f2\\'ea\\'f0\\'fb\\'f2 \\'f1 \\'f3\\'f2\\'f0\\'e0 \\'e8 \\'e4\\'ee \\'ed\\'ee\\'f7\\'e8.\\par}",
            "Порт открыт с утра и до ночи.",
        ),
        (
            "{\\rtf1\\ansi\\ansicpg932 \\'8d\\'60\\'82\\'cd\\'83A\\'83e\\'82\\'c5\\'8a\\'4a\\'82\\'a2\\'82\\'bd\\'81B\\par}",
            "港はアテで開いた。",
        ),
        (
            "{\\rtf1\\uc1 Stra\\u223?e, \\u8222 \\'84Ja\\u8220 \\'93, \\u-10179?\\u-8704? und {\\uc0\\u916 Delta} dazu.}",
            "Straße, „Ja“, 😀 und ΔDelta dazu.",
        ),
        (
            "{\\rtf1 All \\{braces\\} and \\\\ signs{\\v  hidden words} stay\\~here\\_now.}",
            "All {braces} and \\ signs stay here-now.",
        ),
        (
            "{\\rtf1{\\fonttbl{\\f0 A;}{\\f1\\fcharset204 B;}}\\f1 \\'cf\\'ee\\'f0\\'f2 {\\f0 caf\\'e9 } \\'ee\\'f2\\'ea\\'f0\\'fb\\'f2 \\'f1\\'ed\\'ee\\'e2\\'e0.}",
            "Порт café открыт снова.",
        ),
    ] {
        assert_eq!(read(text), [expected]);
    }
}

#[test]
fn the_head_says_what_the_file_is() {
    let text = "{\\rtf1\\ansi{\\info{\\title The port of K\\'f6ln}{\\author Ada}{\\creatim\\yr2023\\mo9\\dy3}{\\keywords sea}}{\\stylesheet{\\s1 heading 1;}{\\s2 Body;}}{\\header Page head}\\pard\\s1 The port\\par\\pard\\s2 The boats came in before noon.{\\footnote Except the ferry, which was late.}\\par {\\pict 89504e47}{\\field{\\*\\fldinst HYPERLINK \"x\"}{\\fldrslt Nobody had expected}} them.\\par}";
    let document = document(Format::Rtf, text);
    assert_eq!(document.title.as_deref(), Some("The port of Köln"));
    assert_eq!(document.source.as_deref(), Some("Ada"));
    assert_eq!(document.date.as_deref(), Some("2023-09-03"));
    assert_eq!(document.fields["keywords"], "sea");
    assert_eq!(
        read(text),
        [
            "The port / The boats came in before noon.",
            "Except the ferry, which was late.",
            "Nobody had expected them.",
        ]
    );
}

#[test]
fn lists_and_tables() {
    let text = "{\\rtf1 The ships that came in:\\par{\\listtext\\'b7\\tab}the Anna\\par{\\pntext 2.\\tab}the Berta\\par\\pard\\trowd\\cellx1\\cellx2\\intbl Name\\cell Cargo\\cell\\row\\trowd\\intbl Anna\\cell herring\\par and cod\\cell\\row\\pard Nobody had expected them.\\par}";
    assert_eq!(
        read(text),
        [
            "The ships that came in: / • the Anna / 2. the Berta",
            "Name | Cargo / Anna | herring and cod",
            "Nobody had expected them.",
        ]
    );
}

#[test]
fn a_damaged_file_keeps_its_text() {
    for text in [
        "{\\rtf1{\\fonttbl{\\f0 Arial;}\\pard The boats came in before noon.\\par}",
        "{\\rtf1{\\stylesheet{\\s1 a;}\\pard The boats came in before noon.",
        "{\\rtf1{\\info{\\title x\\pard The boats came in before noon.}",
        "{\\rtf1 }}}}The boats came in before noon.",
        "{\\rtf1 {\\footnote The boats came in before noon.",
    ] {
        assert!(read(text).concat().contains("The boats came in before noon."), "{text}");
    }
}
