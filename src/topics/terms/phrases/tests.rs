use super::*;
use crate::topics::TopicText;
use crate::topics::meaning::TermVectors;
use crate::topics::terms::{TermCounts, candidate};

/// The name of a topic with the terms `words`, best first, whose texts are `own`, beside one with the texts `others`.
fn name_by(
    code: &str,
    own: &[&str],
    others: &[&str],
    words: &[&str],
    vectors: Option<&TermVectors<'_>>,
    taken: &[&str],
) -> String {
    let language: Option<Language> = code.parse().ok();
    let texts: Vec<TopicText<'_>> =
        own.iter().chain(others).map(|text| TopicText { text, language, document: 0 }).collect();
    let topics: Vec<Option<usize>> =
        (0..texts.len()).map(|text| Some(usize::from(text >= own.len()))).collect();
    let counts = TermCounts::of(&texts, &topics, 2, language);
    let counts = &counts.languages[&language];
    let meaning = Meaning::new(vectors, 2, &BTreeMap::new());
    let direction = Array1::from(vec![1.0, 0.0]);
    let mut terms: Vec<Candidate> = words
        .iter()
        .enumerate()
        .map(|(rank, word)| {
            let term = counts.terms.iter().find(|term| term.text == *word);
            candidate(term.unwrap_or_else(|| panic!("no {word}")), 0, 1.0 / (1.0 + rank as f64))
        })
        .collect();
    let senses = meaning.of(&words.iter().map(|word| (language, *word)).collect::<Vec<_>>());
    for (term, sense) in terms.iter_mut().zip(senses) {
        term.sense = sense;
    }
    let of = Place { number: 0, language, counts, texts: own, direction: &direction, meaning: &meaning };
    let taken = taken.iter().map(|&name| name.to_owned()).collect();
    name(&terms, &terms, 3, &of, &taken)
}

fn name_of(code: &str, own: &[&str], others: &[&str], words: &[&str]) -> String {
    name_by(code, own, others, words, None, &[])
}

const ENGLISH: [&str; 5] = [
    "Few farmers saw the prime minister.",
    "After the vote, our prime minister, who was tired, slept.",
    "The farmers wrote to the prime minister.",
    "A vote against the prime minister of the farmers",
    "One minister was for it.",
];

const SEA: [&str; 4] = [
    "Rain fell on the coast.",
    "The harbour is empty.",
    "Boats lie in the bay.",
    "There is fog over the coast.",
];

const WORDS: [&str; 3] = ["minister", "farmers", "vote"];

#[test]
fn a_word_becomes_the_phrase_that_the_texts_say() {
    assert_eq!(name_of("en", &ENGLISH, &SEA, &WORDS), "prime minister, farmers, vote");
    let french = [
        "Il joue en Ligue des champions.",
        "La Ligue des champions, ce soir, sur la pelouse.",
        "Un but en Ligue des champions !",
        "Les champions sont sur la pelouse.",
        "Un but contre les champions.",
    ];
    assert_eq!(
        name_of("fr", &french, &["La pluie.", "Le vent du nord."], &["champions", "pelouse", "but"]),
        "Ligue des champions, pelouse, but"
    );
    let spanish = [
        "El Imperio Romano y sus calzadas.",
        "Por las calzadas del Imperio Romano.",
        "En el Imperio Romano, el trigo.",
        "El trigo, en barcos.",
    ];
    assert_eq!(
        name_of("es", &spanish, &["La lluvia.", "El viento."], &["Imperio", "calzadas", "trigo"]),
        "Imperio Romano, calzadas, trigo"
    );
    let russian = [
        "Это атомная станция, а рядом море.",
        "Там атомная станция.",
        "И атомная станция, и уголь.",
        "У моря уголь.",
    ];
    assert_eq!(
        name_of("ru", &russian, &["Дождь.", "Ветер и туман."], &["станция", "уголь"]),
        "атомная станция, уголь"
    );
}

#[test]
fn few_texts_make_no_phrase() {
    assert_eq!(name_of("en", &ENGLISH[1..3], &SEA, &WORDS), "minister, farmers, vote");
    // In three texts of four, and then in three of eleven.
    let mut own: Vec<String> = ENGLISH[..3].iter().map(|text| (*text).to_owned()).collect();
    own.extend((0..8).map(|number| format!("The minister of place {number} is here.")));
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    assert_eq!(name_of("en", &own[..4], &SEA, &WORDS), "prime minister, farmers, vote");
    assert_eq!(name_of("en", &own, &SEA, &WORDS), "minister, farmers, vote");
}

#[test]
fn what_other_topics_say_too_makes_no_phrase() {
    let others = ["The prime minister is on the coast.", "Rain on the prime minister.", SEA[2]];
    assert_eq!(name_of("en", &ENGLISH, &others, &WORDS), "minister, farmers, vote");
    // The phrase is said here alone, and one of its words everywhere.
    let others = ["The prime of life.", "It is in its prime.", "A prime is a number."];
    assert_eq!(name_of("en", &ENGLISH, &others, &WORDS), "minister, farmers, vote");
}

#[test]
fn a_part_of_longer_phrases_and_the_wording_of_titles_make_no_phrase() {
    let part = [
        "The gold medal ceremony began.",
        "A gold medal ceremony for runners.",
        "Cold gold medal ceremony, warm runners.",
        "That gold medal ceremony song.",
    ];
    // Of the longer one every use is bounded only once.
    let name = name_of("en", &part, &SEA, &["medal", "runners"]);
    assert!(!name.split(", ").any(|part| part == "gold medal"), "{name}");
    let titles = [
        "Storm over the prime minister\nA minister was there.",
        "Letters for the prime minister\nThe farmers wrote.",
        "Bread and the prime minister\nThe farmers ate.",
        "It was the prime minister.",
    ];
    assert_eq!(name_of("en", &titles, &SEA, &["minister", "farmers"]), "minister, farmers");
    let said: Vec<String> = titles.iter().map(|text| text.replace('\n', ".\n")).collect();
    let said: Vec<&str> = said.iter().map(String::as_str).collect();
    assert_eq!(name_of("en", &said, &SEA, &["minister", "farmers"]), "prime minister, farmers");
}

#[test]
fn what_reads_as_cut_out_makes_no_phrase() {
    let german = |adjective: &str| {
        let texts: Vec<String> = ["Es geht um", "Wir reden über", "Ein Buch über", "Ein Lied auf"]
            .iter()
            .map(|begin| format!("{begin} {adjective} Granaten."))
            .collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        name_of("de", &texts, &["Der Regen.", "Das Meer."], &["Granaten"])
    };
    assert_eq!(german("schwere"), "schwere Granaten");
    assert_eq!(german("schweren"), "Granaten");
    let russian = ["У атомной станции.", "Для атомной станции.", "На атомной станции."];
    assert_eq!(name_of("ru", &russian, &["Дождь.", "Ветер."], &["станции"]), "станции");
    // A verb at its end, and a word twice.
    let verb = ["The ferry drifted.", "Our ferry drifted.", "A ferry drifted."];
    assert_eq!(name_of("en", &verb, &SEA, &["ferry"]), "ferry");
    let twice = ["The ferry ferry.", "Our ferry ferry.", "A ferry ferry."];
    assert_eq!(name_of("en", &twice, &SEA, &["ferry"]), "ferry");
}

#[test]
fn a_phrase_that_means_something_else_stays_out() {
    let vectors = |texts: &[&str]| -> Vec<Option<Vec<f32>>> {
        let about = |text: &&str| if text.contains("prime") { vec![0.0, 1.0] } else { vec![1.0, 0.01] };
        texts.iter().map(|text| Some(about(text))).collect()
    };
    assert_eq!(name_by("en", &ENGLISH, &SEA, &WORDS, Some(&vectors), &[]), "minister, farmers, vote");
    let same = |texts: &[&str]| -> Vec<Option<Vec<f32>>> { vec![Some(vec![1.0, 0.2]); texts.len()] };
    assert_eq!(name_by("en", &ENGLISH, &SEA, &WORDS, Some(&same), &[]), "prime minister, farmers, vote");
}

#[test]
fn two_words_of_a_name_become_one_phrase_and_another_term_comes_in() {
    let own = [
        "The hash algorithm, in bytes.",
        "A hash algorithm with a key.",
        "Any hash algorithm, any digest.",
        "The digest has no key, and bytes.",
    ];
    assert_eq!(
        name_of("en", &own, &SEA, &["hash", "digest", "algorithm", "bytes"]),
        "hash algorithm, digest, bytes"
    );
    // The phrase is rare among the uses of the other word: both stay as they are.
    let mut more: Vec<String> = own.iter().map(|text| (*text).to_owned()).collect();
    more.extend((0..14).map(|number| format!("The digest {number} is there.")));
    more.extend(["The hash digest.", "A hash digest.", "My hash digest."].map(str::to_owned));
    let more: Vec<&str> = more.iter().map(String::as_str).collect();
    assert_eq!(name_of("en", &more, &SEA, &["hash", "digest", "bytes"]), "hash algorithm, digest, bytes");
}

#[test]
fn a_term_that_is_part_of_another_goes() {
    let german = ["Die Munition und die Artilleriemunition.", "Munition im Lager.", "Ein Lager am Fluss."];
    assert_eq!(
        name_of("de", &german, &["Regen."], &["Munition", "Artilleriemunition", "Lager", "Fluss"]),
        "Munition, Lager, Fluss"
    );
}

#[test]
fn writing_without_spaces_stays_as_it_is() {
    let chinese = ["卫星发射。", "卫星轨道。", "卫星发射场。"];
    let name = name_of("zh", &chinese, &["火车边境。"], &["卫星", "发射"]);
    assert_eq!(name, "卫星, 发射");
}

#[test]
fn a_name_that_another_topic_has_is_left_to_it() {
    let named = |taken: &[&str]| {
        name_by("en", &ENGLISH, &SEA, &["minister", "farmers", "vote", "slept"], None, taken)
    };
    assert_eq!(named(&[]), "prime minister, farmers, vote");
    assert_eq!(named(&["prime minister, farmers, vote"]), "prime minister, farmers, slept");
    assert_eq!(
        named(&["prime minister, farmers, vote", "prime minister, farmers, slept"]),
        "prime minister, vote, slept"
    );
}

#[test]
fn names_are_in_the_order_of_weights_and_the_same_on_any_number_of_threads() {
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| name_of("en", &ENGLISH, &SEA, &["vote", "minister", "farmers"]))
    };
    let one = on(1);
    assert_eq!(one, "vote, prime minister, farmers");
    assert_eq!(one, on(3));
    assert_eq!(one, on(8));
    assert_eq!(name_of("en", &ENGLISH, &SEA, &[]), "");
}
