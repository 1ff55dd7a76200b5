use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::corpus::traced::{Traced, normalise};

#[test]
fn letters_have_one_form() {
    for (given, expected) in [
        ("l\u{2019}e\u{301}cole a\u{300} Pa\u{302}ques", "l\u{2019}école à Pâques"),
        ("\u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8}", "한국"),
        ("й = и\u{306}", "й = й"),
        ("vie\u{323}\u{302}t, vie\u{302}\u{323}t", "việt, việt"),
        ("ha\u{30A}nd and ℃, 10 m², ½, n°, ①, ™", "hånd and ℃, 10 m², ½, n°, ①, ™"),
        ("the ﬁnal oﬃce reﬂects ﬅ", "the final office reflects st"),
        ("Ｔｈｅ　ｔｒａｉｎ，１２", "The train，12"),
        ("ﾊﾞｽが来た", "バスが来た"),
        ("𝐛𝐨𝐥𝐝 𝓼𝓬𝓻𝓲𝓹𝓽", "bold script"),
        ("ﻣﺮﺣﺒﺎ", "مرحبا"),
        ("Å Ω 豈", "Å Ω 豈"),
        ("in\u{AD}for\u{200B}ma\u{2060}tion\u{FEFF} \u{202B}a\u{202C}\u{61C}", "information a"),
        ("por\u{200C}t por\u{200D}t", "port port"),
        ("می\u{200C}خواهم", "می\u{200C}خواهم"),
        ("क्\u{200D}ष", "क्\u{200D}ष"),
        ("👩\u{200D}🚒", "👩\u{200D}🚒"),
        ("ক\u{9C7}\u{9BE}", "কো"),
    ] {
        assert_eq!(normalise(given), expected, "{given}");
    }
}

#[test]
fn a_composed_letter_leads_back_to_all_of_its_parts() {
    let source = "une e\u{301}cole, la ﬁn; \u{1112}\u{1161}\u{11AB}";
    let mut traced = Traced::default();
    traced.push(source, 0..source.len());
    assert_eq!(traced.text(), "une école, la fin; 한");
    let place = |letter: &str| {
        let at = traced.text().find(letter).unwrap();
        &source[traced.source_of(at..at + letter.len())]
    };
    assert_eq!(place("é"), "e\u{301}");
    assert_eq!(place("cole"), "cole");
    assert_eq!(place("fi"), "ﬁ");
    assert_eq!(place("n;"), "n;");
    assert_eq!(place("한"), "\u{1112}\u{1161}\u{11AB}");
    assert_eq!(&source[traced.source()], source);
}

#[test]
fn marks_without_end_take_linear_time() {
    for marks in ["\u{301}".repeat(200_000), "\u{301}\u{323}".repeat(100_000), "\u{1161}".repeat(200_000)] {
        let text = format!("a{marks}");
        assert!(normalise(&text).chars().count() > 190_000);
    }
}

proptest! {
    /// Text of ordinary letters comes out as NFC makes it.
    #[test]
    fn ordinary_text_is_composed(text in "[a-zé\u{301}\u{308}\u{323}иеі\u{306}ᄀ-ᄒ\u{1161}-\u{1175}\u{11A8}-\u{11C2}가-힣あかは\u{3099}語क\u{93C}]{1,30}") {
        let words: Vec<String> = text.split_whitespace().map(|word| word.nfc().collect()).collect();
        prop_assert_eq!(normalise(&text), words.join(" "));
    }
}
