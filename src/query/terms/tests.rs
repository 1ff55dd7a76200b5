//! The signs of a query, and what they let through.

use proptest::prelude::*;

use super::*;

/// What a query requires (`=word`, `=stem*`) and excludes (`-word`).
fn signs(terms: &Terms) -> Vec<String> {
    let shown = |sign: &str, term: &Term| {
        format!("{sign}{}{}", term.written(), if term.is_prefix() { "*" } else { "" })
    };
    let required = terms.required().iter().map(|term| shown("=", term));
    required.chain(terms.excluded().iter().map(|term| shown("-", term))).collect()
}

#[test]
fn the_signs_of_a_query() {
    for (query, text, expected) in [
        (r#""armored train""#, "armored train", &["=armored train"][..]),
        (r#"the "armored train" left"#, "the armored train left", &["=armored train"]),
        ("le «\u{a0}train blindé\u{a0}» est parti", "le train blindé est parti", &["=train blindé"]),
        ("“train” and „Zug“ and ”tåg”", "train and Zug and tåg", &["=train", "=Zug", "=tåg"]),
        ("»Panzerzug«", "Panzerzug", &["=Panzerzug"]),
        ("“train\" \"train”", "train train", &["=train", "=train"]),
        ("＂train＂", "train", &["=train"]),
        ("他说“装甲列车”到了", "他说装甲列车到了", &["=装甲列车"]),
        ("他说\"装甲列车\"到了", "他说装甲列车到了", &["=装甲列车"]),
        ("(\"train\")", "(train)", &["=train"]),
        ("«e\u{301}t»é", "e\u{301}t é", &["=e\u{301}t"]),
        ("“a\u{301}”b™“c”™", "a\u{301} b™ c ™", &["=a\u{301}", "=c"]),
        ("a“train”b 한“정부”의", "a train b 한 정부의", &["=train", "=정부"]),
        ("+train station", "train station", &["=train"]),
        ("station +train", "station train", &["=train"]),
        ("＋train －station", "train", &["=train", "-station"]),
        ("+Su-35 jets", "Su-35 jets", &["=Su-35"]),
        ("+\"armored train\" north", "armored train north", &["=armored train"]),
        ("train -station", "train", &["-station"]),
        ("-station train", "train", &["-station"]),
        ("train -station north", "train north", &["-station"]),
        ("train\t-station\nnorth", "train\tnorth", &["-station"]),
        ("train -\"gare du Nord\" Paris", "train Paris", &["-gare du Nord"]),
        ("train -«gare du Nord», Paris", "train , Paris", &["-gare du Nord"]),
        ("-a -b", "", &["-a", "-b"]),
        ("-5", "", &["-5"]),
        ("armor* train", "armor train", &["=armor*"]),
        ("+armor* -tank*", "armor", &["=armor*", "-tank*"]),
        ("l'auto*", "l'auto", &["=l'auto*"]),
        ("(anti-tank*", "(anti-tank", &["=(anti-tank*"]),
        ("열차*", "열차", &["=열차*"]),
        ("ab＊", "ab", &["=ab*"]),
        ("e\u{301}t* x", "e\u{301}t x", &["=e\u{301}t*"]),
        ("+a +a \"a\"", "a a a", &["=a", "=a", "=a"]),
        ("\"a\"b \"c", "a b \"c", &["=a"]),
    ] {
        let terms = Terms::parse(query);
        assert_eq!(
            (terms.text(), signs(&terms)),
            (text, expected.iter().map(ToString::to_string).collect()),
            "{query}"
        );
        assert!(!terms.is_plain(), "{query}");
        let literal = Terms::literal(query);
        assert_eq!((literal.text(), literal.is_plain(), literal.matches("")), (query, true, true), "{query}");
    }
}

#[test]
fn what_is_no_sign_stays_as_it_is() {
    for query in [
        "",
        "  two  spaces ",
        "Su-35",
        "2019-2020",
        "a - b",
        "a -- b",
        "-",
        "+ +",
        "train -",
        "-- -+ +-",
        "-(a)",
        "C++ a+b",
        "1+1",
        "−5 – word —word",
        "an \"open quote",
        "an «open quote",
        "“ „ « »",
        "a 17\" screen and a 19\" screen",
        "l'été d'un 'mot' ‘word’",
        "\"\" \"…\" «»",
        "a* 1* x-a*",
        "word*, **bold** (word*)",
        "* word *",
        "mot** a",
        "-\"…\"",
        "+\"\"",
        "「装甲列車」",
        "A whole paragraph, of several sentences. It's plain; nothing in it (or nearly) is a sign!\n\nAnd another.",
    ] {
        let terms = Terms::parse(query);
        assert_eq!((terms.text(), signs(&terms)), (query, vec![]), "{query}");
        assert!(terms.is_plain() && terms.matches("") && terms.matches(query), "{query}");
    }
}

#[test]
fn what_matches() {
    for (query, text) in [
        ("+été", "Un ETE chaud"),
        ("+ete", "e\u{301}te\u{301}"),
        ("+straße", "STRASSE"),
        ("+ΟΔΥΣΣΕΥΣ", "ο Οδυσσεύς"),
        ("+isik", "IŞIK"),
        ("+ｔｒａｉｎ", "the train"),
        ("+train", "ｔｒａｉｎ"),
        ("+\"l'affaire d'état\"", "L’affaire d’État"),
        ("+\"Su-35\"", "a Su 35"),
        ("+Su-35", "the SU-35s and the Su‑35"),
        ("\"armored train\"", "Armored, train"),
        ("\"a b\"", "a a b"),
        ("+ёлка", "елка"),
        ("+كتاب", "كِتَاب"),
        ("装甲列车 +装甲", "一列装甲列车"),
        ("\"装甲，列车\"", "重装甲 列车队"),
        ("+ガ", "ｶﾞﾗｽ"),
        ("+ระเบียบ", "กฎระเบียบใหม่"),
        ("+정부", "정부의 발표"),
        ("\"정부의 발표\"", "어제 정부의 발표를"),
        ("+정*", "정부의"),
        ("armor*", "ARMOURED and armored"),
        ("été*", "des étés"),
        ("anti-tank*", "anti-tanks"),
        ("+東京tower", "東京Tower"),
        ("-train", "training trai n"),
        ("-\"a b\"", "b a, a c b"),
        ("-정부", "한정부"),
        ("+a -b", "a"),
        ("-train", ""),
    ] {
        assert!(Terms::parse(query).matches(text), "{query} in {text}");
    }
}

#[test]
fn what_does_not_match() {
    for (query, text) in [
        ("+train", ""),
        ("+train", "trains training"),
        ("+train", "restrain"),
        ("\"armored train\"", "train armored"),
        ("\"armored train\"", "armored rail train"),
        ("\"armored train\"", "armored trains"),
        ("\"a b c\"", "a b b c"),
        ("+й", "и"),
        ("+が", "か"),
        ("+装甲", "装 甲"),
        ("\"装甲，列车\"", "装甲 重列车"),
        ("+정부", "한정부"),
        ("\"정부 발표\"", "정부의 발표"),
        ("armor*", "disarmor armo r"),
        ("l'auto*", "auto l"),
        ("-train", "the train"),
        ("-été", "ETE"),
        ("-\"a b\"", "c a b"),
        ("-tank*", "tankers"),
        ("+a -b", "a b"),
        ("+a -a", "a"),
        ("-装甲", "一列装甲列车"),
        ("+a +b", "a"),
        ("-bc +abc -b", "abc b"),
    ] {
        assert!(!Terms::parse(query).matches(text), "{query} in {text}");
    }
}

#[test]
fn what_an_index_can_look_for_first() {
    let terms = Terms::parse("+Été \"l’Étoile du Nord\" anti-Tank* +정부 +東京tower -x armor* plain");
    assert_eq!(
        terms.required_keys(),
        [vec!["ete"], vec!["l", "etoile", "du", "nord"], vec!["anti"], vec!["tower"]]
    );
    assert_eq!(terms.prefixes(), ["tank", "정부", "armor"]);
    assert!(Terms::parse("plain").required_keys().is_empty());
}

#[test]
fn a_long_query_and_a_long_text_take_one_pass() {
    let words: Vec<String> = (0..20_000).map(|i| format!("-w{i}")).collect();
    let query = format!("+last {}", words.join(" "));
    let mut text = "w20000 x ".repeat(100_000);
    let terms = Terms::parse(&query);
    assert!(!terms.matches(&text));
    text.push_str("last");
    assert!(terms.matches(&text));
    text.push_str(" w19999");
    assert!(!terms.matches(&text));
    // Terms that are ends of each other, and quotes that nothing closes.
    let nested: Vec<String> = (1..500).map(|i| format!("+{}", "東".repeat(i))).collect();
    assert!(Terms::parse(&nested.join(" ")).matches(&"東".repeat(500_000)));
    for quote in ["\"«", "“", " +\"a", " -«", "* ", "-"] {
        assert_eq!(Terms::parse(&quote.repeat(100_000)).excluded().len(), 0);
    }
}

/// Pieces of which queries and texts are made, so that they often have the same.
fn word() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "a",
        "b",
        "ab",
        "abc",
        "Á",
        "ß",
        "ss",
        "été",
        "ETE",
        "x-a",
        "l’a",
        "東",
        "東京",
        "京東京",
        "정부",
        "정",
        "정부의",
        "東a",
        "ё",
        "е",
        "И",
        "Й",
        "1",
        "ab1",
    ])
    .prop_map(str::to_owned)
}

fn some_text() -> impl Strategy<Value = String> {
    prop::collection::vec((word(), prop::sample::select(vec![" ", ", ", "-", "’", "", "。", "\n"])), 0..12)
        .prop_map(|pieces| pieces.into_iter().map(|(word, between)| word + between).collect())
}

#[derive(Debug, Clone)]
struct Asked {
    words: String,
    excluded: bool,
    prefix: bool,
}

fn asked() -> impl Strategy<Value = Asked> {
    let phrase = prop::collection::vec(word(), 1..4).prop_map(|words| words.join(" "));
    (phrase, word(), any::<(bool, bool, bool)>()).prop_map(|(phrase, word, (excluded, prefix, one))| {
        let long = word.chars().rev().take(2).filter(|c| c.is_alphanumeric()).count() == 2;
        if one || prefix {
            Asked { words: word, excluded, prefix: prefix && long }
        } else {
            Asked { words: phrase, excluded, prefix }
        }
    })
}

fn written(asked: &[Asked]) -> String {
    let one = |asked: &Asked| {
        let sign = if asked.excluded { "-" } else { "+" };
        if asked.prefix { format!("{sign}{}*", asked.words) } else { format!("{sign}\"{}\"", asked.words) }
    };
    asked.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn cut(text: &str) -> Vec<(String, Script)> {
    term_units(text).into_iter().map(|unit| (unit.key, unit.script)).collect()
}

/// Whether a text has some words, tried at each of its units.
fn has(text: &str, asked: &Asked) -> bool {
    let (text, words) = (cut(text), cut(&asked.words));
    (0..text.len()).any(|start| {
        words.iter().enumerate().all(|(place, (word, script))| {
            let Some((unit, _)) = text.get(start + place).filter(|(_, own)| own == script) else {
                return false;
            };
            let (first, last) = (place == 0, place + 1 == words.len());
            match script {
                Script::Spaced if last && asked.prefix => unit.starts_with(word.as_str()),
                Script::Hangul if last => unit.starts_with(word.as_str()),
                Script::Spaced | Script::Hangul => unit == word,
                Script::Unspaced => match (first, last) {
                    (true, true) => unit.contains(word.as_str()),
                    (true, false) => unit.ends_with(word.as_str()),
                    (false, true) => unit.starts_with(word.as_str()),
                    (false, false) => unit == word,
                },
            }
        })
    })
}

proptest! {
    #[test]
    fn matching_is_what_trying_every_place_finds(text in some_text(), asked in prop::collection::vec(asked(), 1..4)) {
        let expected = asked.iter().all(|asked| has(&text, asked) != asked.excluded);
        let query = written(&asked);
        prop_assert_eq!(Terms::parse(&query).matches(&text), expected, "{} in {}", query, text);
    }

    #[test]
    fn every_text_is_a_query(query in "(\\PC|[-+*\"“”„«»' \n]|[-+]\"|ab\\*|é ){0,40}") {
        let terms = Terms::parse(&query);
        prop_assert!(terms.is_plain() || !terms.required().is_empty() || !terms.excluded().is_empty());
        if terms.is_plain() {
            prop_assert_eq!(terms.text(), query.as_str());
        }
        // What is to be ranked has all that is required.
        for term in terms.required() {
            let all = Terms { excluded: Vec::new(), ..terms.clone() };
            let required = Terms::new(String::new(), vec![term.clone()], Vec::new());
            prop_assert!(required.matches(all.text()), "{:?} in {:?}", term, all.text());
        }
    }
}
