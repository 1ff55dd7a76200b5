//! What goes and what stays, in texts of several languages.

use proptest::prelude::*;

use super::{Repeated, without};
use crate::topics::TopicText;

/// One text a document.
fn documents(texts: &[String]) -> Vec<TopicText<'_>> {
    texts.iter().enumerate().map(|(document, text)| TopicText { text, language: None, document }).collect()
}

/// What is set apart of each text.
fn apart(texts: &[TopicText<'_>]) -> Vec<Vec<String>> {
    let spans = Repeated::of(texts).spans;
    let said = |(text, spans): (&TopicText<'_>, Vec<std::ops::Range<usize>>)| {
        spans.into_iter().map(|span| text.text[span].to_owned()).collect()
    };
    texts.iter().zip(spans).map(said).collect()
}

/// A word that is made up, another one for each number.
fn word(number: usize) -> String {
    let syllables = ["ba", "dor", "lin", "ku", "mes", "ta", "vor", "ni", "sho", "gal", "pre", "wu"];
    let mut rest = number.wrapping_mul(2_654_435_761) % 248_832;
    let mut word = String::new();
    for _ in 0..5 {
        word.push_str(syllables[rest % 12]);
        rest /= 12;
    }
    word
}

/// So many articles of different words, each with `end` behind it.
fn articles(n: usize, end: impl Fn(usize) -> String) -> Vec<String> {
    let sentence =
        |of: usize| format!("The {}.", (0..9).map(|at| word(of * 10 + at)).collect::<Vec<_>>().join(" "));
    let body = |place: usize| {
        (0..6 + place % 5).map(|line| sentence(place * 20 + line)).collect::<Vec<_>>().join(" ")
    };
    (0..n).map(|place| format!("{} {}", body(place), end(place)).trim().to_owned()).collect()
}

#[test]
fn footers_go_in_many_languages() {
    for footer in [
        "Follow the Valley Courier on our channels and write to us with your own stories.",
        "Suivez toute l'actualité de la vallée sur notre page et abonnez-vous à notre lettre du matin.",
        "Dieser Artikel entstand mit Material der Agentur und wurde von der Redaktion ergänzt.",
        "Подписывайтесь на наш канал и читайте новости долины первыми каждый день.",
        "계곡 소식의 무단 전재 및 재배포를 엄격히 금지하며 제보를 기다립니다.",
        "この記事は谷の新聞社が配信したもので、無断転載を禁じます。",
        "本文由山谷日报供稿，未经许可不得转载，欢迎来信提供线索。",
        "This text is published under a free licence, which asks for the name of its author.",
    ] {
        let texts = articles(12, |_| footer.to_owned());
        for found in apart(&documents(&texts)) {
            assert_eq!(found.concat(), footer);
        }
    }
}

#[test]
fn what_differs_inside_a_footer_does_not_save_it() {
    let towns = ["Aldbrook", "Nether Moor", "Cold Ash", "Winterfold"];
    let texts = articles(16, |place| {
        format!(
            "Follow the Courier in {} on our channels, day and night. Ideas go to desk{place}@courier.example",
            towns[place % 4]
        )
    });
    for found in apart(&documents(&texts)) {
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("Follow") && found[1].starts_with("Ideas"), "{found:?}");
    }
}

#[test]
fn short_lines_go_where_many_documents_end_with_them() {
    let texts =
        articles(30, |place| if place % 2 == 0 { "Read on.".to_owned() } else { word(place + 90_000) });
    let found = apart(&documents(&texts));
    assert!((0..30).all(|place| found[place].is_empty() == (place % 2 == 1)), "{found:?}");
}

#[test]
fn a_formula_with_an_end_of_its_own_stays() {
    let about = [
        "wing flutter",
        "tidal mud",
        "honey bees",
        "old maps",
        "sea ice",
        "loam",
        "wool",
        "rust",
        "moths",
        "kelp",
    ];
    let texts: Vec<String> = articles(10, |_| String::new())
        .into_iter()
        .zip(about)
        .map(|(text, about)| format!("The purpose of this paper is to study {about}. {text}"))
        .collect();
    assert!(apart(&documents(&texts)).iter().all(Vec::is_empty));
}

#[test]
fn titles_and_what_begins_a_text_stay() {
    let texts = articles(40, |_| String::new()).into_iter().enumerate();
    let titled: Vec<String> = texts
        .map(|(place, text)| match place % 5 {
            0 => format!("Weather of the week\n{text}"),
            1 => format!("Letters to the editor ({place})\n{text}"),
            2 => format!("{} is a small village in the south of the old county. {text}", word(place)),
            _ => text,
        })
        .collect();
    assert!(apart(&documents(&titled)).iter().all(Vec::is_empty), "{:?}", apart(&documents(&titled)));
}

#[test]
fn a_chorus_is_text() {
    let verse = |place: usize| {
        format!(
            "The {place} winds blew over hill number {place}.\nRow, brothers, row across the wide and silver bay.\n"
        )
    };
    let mut texts = articles(20, |_| String::new());
    texts[3] = (0..9).map(verse).collect();
    assert!(apart(&documents(&texts)).iter().all(Vec::is_empty));
    // One line of a song that several texts quote in their middle.
    for text in texts.iter_mut().take(9) {
        let middle = text.find(". ").unwrap_or_default() + 2;
        let third = middle + text[middle..].find(". ").unwrap_or_default() + 2;
        text.insert_str(third, "Row, brothers, row across the wide and silver bay. ");
    }
    assert!(apart(&documents(&texts)).iter().all(Vec::is_empty));
}

#[test]
fn copies_of_a_document_count_once() {
    let mut texts = articles(20, |_| String::new());
    let press = "The ferry company said on Monday that it would buy four electric ships for the northern line. \
        They are to carry two hundred cars each and will be built in the old yard. The mayor called it a day of joy. \
        Fares stay as they are until the spring. Fishermen fear for their moorings near the pier. \
        A hearing is to be held in the town hall. The last steam ferry retires in autumn.";
    for place in 0..6 {
        texts.push(format!(
            "{press} Printed by paper {}.",
            ["one", "two and all its sisters", "three", "four", "five", "six"][place]
        ));
        texts.push(texts[0].clone());
    }
    assert!(apart(&documents(&texts)).iter().all(Vec::is_empty), "{:?}", apart(&documents(&texts)));
}

#[test]
fn a_short_collection_has_its_footer_and_its_text() {
    let footer = "Support the work of our small newsroom with a gift of your choice.";
    let found = apart(&documents(&articles(5, |_| footer.to_owned())));
    assert_eq!(found, vec![vec![footer.to_owned()]; 5]);
    // Three times is no habit.
    assert!(apart(&documents(&articles(3, |_| footer.to_owned()))).iter().all(Vec::is_empty));
}

#[test]
fn short_texts_of_formulas_stay() {
    let dishes = ["soup", "fish", "rice", "bread", "lamb", "figs", "beans", "eggs"];
    let texts: Vec<String> = (0..40)
        .map(|place| format!("I would like to book a table for {} with {}", place + 2, dishes[place % 8]))
        .collect();
    assert!(apart(&documents(&texts)).iter().all(Vec::is_empty));
    let equal: Vec<String> =
        vec!["This page cannot be shown without a script in your browser.".to_owned(); 50];
    assert!(apart(&documents(&equal)).iter().all(Vec::is_empty));
}

#[test]
fn texts_that_are_made_of_formulas_stay() {
    let winds = ["light", "fresh", "strong", "gusty"];
    let reports: Vec<String> = (0..40)
        .map(|place| {
            format!(
                "A{} wakes to fog in the low fields. The wind is {} from the west by noon. A{} sees showers after dark. \
                It is {place} degrees on the coast in the afternoon.",
                word(place),
                winds[place % 4],
                word(place + 500)
            )
        })
        .collect();
    let found = apart(&documents(&reports));
    assert!(found.iter().all(Vec::is_empty), "{found:?}");
}

#[test]
fn a_unit_that_is_mostly_repeated_is_no_text_while_its_document_has_another() {
    let footer = "Follow the Valley Courier on our channels and write to us with your own stories.";
    let articles = articles(10, |_| String::new());
    let texts: Vec<TopicText<'_>> = (0..10)
        .flat_map(|document| {
            [articles[document].as_str(), footer].map(|text| TopicText { text, language: None, document })
        })
        .collect();
    let repeated = Repeated::of(&texts);
    assert_eq!(repeated.mostly, [false, true].repeat(10));
    assert_eq!(repeated.len(), 10);
    assert_eq!(repeated.examples(&texts, 3), [(footer.to_owned(), 10)]);

    let posts: Vec<String> = (0..10)
        .map(|place| {
            format!("{} {} {} shuts the port. {footer}", word(place), word(place + 50), word(place + 99))
        })
        .collect();
    let posts = documents(&posts);
    let repeated = Repeated::of(&posts);
    assert!(
        repeated.spans.iter().all(|spans| spans.len() == 1) && !repeated.mostly.contains(&true),
        "{repeated:?}"
    );
    assert!(Repeated::of(&posts[..3]).is_empty());
}

#[test]
fn what_is_left_stands_where_it_stood() {
    let text = "Der Hafen öffnet. Mehr dazu täglich bei uns! Das Eis schmilzt.";
    let start = text.find("Mehr").unwrap();
    let span = start..start + "Mehr dazu täglich bei uns!".len();
    let left = without(text, std::slice::from_ref(&span));
    assert_eq!(left.len(), text.len());
    assert_eq!(left.find("Das Eis"), text.find("Das Eis"));
    assert_eq!(left.split_whitespace().collect::<Vec<_>>().join(" "), "Der Hafen öffnet. Das Eis schmilzt.");
    assert_eq!(without(text, &[]), text);
}

/// A sentence of a few words, some of which many sentences share.
fn sentence() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => proptest::collection::vec("[a-c]{1,2}|é|ß|終わり|\u{301}|[0-9]{1,2}|คำ", 1..12)
            .prop_map(|words| format!("{}.", words.join(" "))),
        1 => Just("Read all of it in our paper tomorrow morning.".to_owned()),
        1 => Just("谷の新聞社が配信したもので無断転載を禁じます。".to_owned()),
    ]
}

proptest! {
    #[test]
    fn nothing_that_stands_once_goes_and_no_character_is_cut(
        texts in proptest::collection::vec((proptest::collection::vec(sentence(), 0..8), any::<bool>()), 0..40)
    ) {
        let mut document = 0;
        let texts: Vec<(String, usize)> = texts
            .into_iter()
            .map(|(sentences, goes_on)| {
                document += usize::from(!goes_on);
                (sentences.join(" "), document)
            })
            .collect();
        let texts: Vec<TopicText<'_>> =
            texts.iter().map(|(text, document)| TopicText { text, language: None, document: *document }).collect();
        let repeated = Repeated::of(&texts);
        prop_assert_eq!(repeated.spans.len(), texts.len());
        for (text, spans) in texts.iter().zip(&repeated.spans) {
            prop_assert!(spans.windows(2).all(|two| two[0].end <= two[1].start));
            let left = without(text.text, spans);
            prop_assert_eq!(left.len(), text.text.len());
            for span in spans {
                prop_assert!(text.text.get(span.clone()).is_some_and(|said| said.contains(char::is_alphabetic)));
                prop_assert!(left[span.clone()].trim().is_empty());
            }
        }
        // Each document that had a word has one still.
        let has_words = |text: &str| text.contains(char::is_alphabetic);
        for document in texts.chunk_by(|a, b| a.document == b.document) {
            let at = document.as_ptr().addr().wrapping_sub(texts.as_ptr().addr()) / size_of::<TopicText<'_>>();
            let kept = document.iter().zip(&repeated.spans[at..]).any(|(text, spans)| has_words(&without(text.text, spans)));
            prop_assert_eq!(kept, document.iter().any(|text| has_words(text.text)));
        }
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        prop_assert_eq!(alone.install(|| Repeated::of(&texts)), repeated);
    }

    #[test]
    fn texts_with_words_of_their_own_are_left_alone(n in 4_usize..30, seed in 0_usize..1000) {
        let word = |place: usize| word(place + seed);
        let texts: Vec<String> = (0..n)
            .map(|document| {
                let of = |line: usize| (0..9).map(|at| word(document * 1000 + line * 10 + at)).collect::<Vec<_>>().join(" ");
                (0..7).map(|line| format!("{}.", of(line))).collect::<Vec<_>>().join(" ")
            })
            .collect();
        prop_assert!(Repeated::of(&documents(&texts)).is_empty());
    }
}
