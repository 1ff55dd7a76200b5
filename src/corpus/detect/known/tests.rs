use super::*;
use crate::corpus::detect_language;

/// Sentences in one language each; the words between `{}` change from text to text.
const TEXTS: [(&str, [&str; 3]); 4] = [
    (
        "en",
        [
            "The {} that we saw in the morning was not the one of which they had spoken, and it was left on the table with the others for a while.",
            "It is said that the {} of the village was in the hands of a man who had come from the south with all that he had.",
            "We are to look at the {} and at what has been made of it in the years since the war, for this is not as it was.",
        ],
    ),
    (
        "fr",
        [
            "Le {} que nous avons vu dans la matinée n’était pas celui dont ils avaient parlé, et il est resté sur la table avec les autres.",
            "On dit que le {} du village était dans les mains d’un homme qui est venu du sud avec tout ce qu’il avait pour la vie.",
            "Il faut que les {} de la ville soient dans une salle qui est plus grande que celle où nous sommes, et pour le moins à la lumière.",
        ],
    ),
    (
        "de",
        [
            "Der {}, den wir am Morgen gesehen haben, war nicht der, von dem sie gesprochen hatten, und er lag noch mit den anderen auf dem Tisch.",
            "Man sagt, dass das {} des Dorfes in der Hand eines Mannes war, der mit allem, was er hatte, aus dem Süden gekommen ist.",
            "Es ist nicht so, dass die {} der Stadt in einem Haus sind, das für alle da ist und in dem es auch noch eine Küche gibt.",
        ],
    ),
    (
        "sv",
        [
            "Den {} som vi såg på morgonen var inte den som de hade talat om, och den låg kvar på bordet med de andra för en stund.",
            "Det sägs att {} i byn var i händerna på en man som hade kommit från söder med allt det som han hade för att leva.",
            "Det är inte så att {} i staden är i ett hus som är till för alla och som det också finns ett kök i för de som vill.",
        ],
    ),
];

const THINGS: [&str; 9] = ["boat", "mill", "pump", "lamp", "hose", "cart", "bell", "drum", "rope"];

fn text(of: usize, index: usize) -> String {
    TEXTS[of].1[index % 3].replace("{}", THINGS[index % THINGS.len()])
}

fn taught(languages: &[usize], texts: usize) -> Known {
    let mut known = Known::default();
    for &of in languages {
        let language = TEXTS[of].0.parse().unwrap();
        (0..texts).for_each(|index| known.learn(&text(of, index), language));
    }
    known
}

fn told(known: &Known, text: &str) -> Option<String> {
    known.tell(text).map(|language| language.to_string())
}

#[test]
fn what_was_learnt_is_told_again() {
    for (of, (language, _)) in TEXTS.iter().enumerate() {
        let known = taught(&[of], 40);
        let texts = [
            text(of, 1).replace(THINGS[1], "tractor"),
            [0, 1, 2].map(|index| text(of, index + 30)).join(" "),
        ];
        for text in texts {
            assert_eq!(told(&known, &text).as_deref(), Some(*language), "{text}");
        }
    }
}

#[test]
fn what_was_not_learnt_is_left_to_statistics() {
    for of in 0..TEXTS.len() {
        let others: Vec<usize> = (0..TEXTS.len()).filter(|&other| other != of).collect();
        let known = taught(&others, 40);
        for index in 0..3 {
            assert_eq!(told(&known, &text(of, index)), None);
        }
    }
    let known = taught(&[0, 1, 2, 3], 40);
    for other in [
        "Поезд остановился на маленькой станции, и мы вышли на тихий пустой перрон, где никого не было.",
        "列車は小さな駅に止まり、私たちはホームに降りた。",
        "12 34 56 78 90 12 34 56 78 90 12 34 56",
        "The mill",
        "",
    ] {
        assert_eq!(told(&known, other), None, "{other}");
    }
}

#[test]
fn few_texts_teach_nothing() {
    let few = LESSONS.start as usize - 1;
    assert_eq!(told(&taught(&[0], few), &text(0, 0)), None);
    assert_eq!(told(&taught(&[0], few + 1), &text(0, 0)).as_deref(), Some("en"));
}

#[test]
fn a_relative_is_told_from_what_was_learnt() {
    let portuguese = [
        "O {} que vimos de manhã não era aquele de que tinham falado, e ficou em cima da mesa com os outros por um tempo.",
        "Diz-se que o {} da aldeia estava nas mãos de um homem que veio do sul com tudo o que tinha para a vida dele.",
        "É preciso que os {} da cidade estejam numa sala que seja maior do que aquela em que estamos agora com eles.",
    ];
    let mut known = Known::default();
    for index in 0..60 {
        known.learn(&portuguese[index % 3].replace("{}", THINGS[index % 9]), "pt".parse().unwrap());
    }
    assert_eq!(told(&known, &portuguese[0].replace("{}", "trator")).as_deref(), Some("pt"));
    let spanish = "La casa de la que no se habla es de los que la han visto de lejos, y para que no se diga que es de uno, se la dieron a todos.";
    assert!(matches!(told(&known, spanish).as_deref(), None | Some("es")));
    let norwegian = "Det er ikke slik at huset i byen er for alle som vil, og det var ikke den mannen som de hadde snakket om til oss i går.";
    assert!(matches!(told(&taught(&[3], 40), norwegian).as_deref(), None | Some("nb")));
}

#[test]
fn what_is_kept_is_bounded() {
    let mut known = Known::default();
    for index in 0..1000 {
        let words: Vec<String> = (0..500).map(|word| format!("w{}", letters(index * 500 + word))).collect();
        known.learn(&words.join(" "), "en".parse().unwrap());
    }
    let lessons = &known.languages[0];
    assert_eq!((lessons.texts, lessons.times.len(), lessons.common.len()), (LESSONS.end, 0, 0));
}

fn letters(number: usize) -> String {
    format!("{number:06}").bytes().map(|digit| char::from(digit - b'0' + b'a')).collect()
}

#[test]
fn every_language_with_relatives_is_of_one_family() {
    let all: Vec<Lang> = RELATED.concat();
    let different: HashSet<Lang> = all.iter().copied().collect();
    assert_eq!(all.len(), different.len());
    assert!(all.iter().all(|lang| Script::Latin.langs().contains(lang)));
}

#[test]
fn a_file_that_teaches_is_read_as_one_that_does_not() {
    use crate::corpus::{Format, ReadOptions, testing::documents};
    let records: Vec<(usize, String)> = (0..1600)
        .map(|index| {
            (
                usize::from(index % 7 == 0) + 2 * usize::from(index % 11 == 0),
                text(usize::from(index % 7 == 0) + 2 * usize::from(index % 11 == 0), index),
            )
        })
        .collect();
    let lines: Vec<String> =
        records.iter().map(|(_, text)| serde_json::json!({ "text": text }).to_string()).collect();
    let lines = lines.join("\n");
    let read = documents(Format::JsonLines, lines.as_bytes(), &ReadOptions::default());
    for ((of, text), document) in records.iter().zip(&read) {
        let expected = detect_language(text).map(|language| language.to_string());
        assert_eq!(expected.as_deref(), Some(TEXTS[*of].0), "{text}");
        assert_eq!(document.language.map(|language| language.to_string()), expected, "{text}");
    }
    let paragraphs: Vec<String> = records.into_iter().map(|(_, text)| text).collect();
    let read = documents(Format::Text, paragraphs.join("\n\n").as_bytes(), &ReadOptions::default());
    assert_eq!(read[0].units.len(), paragraphs.len());
    for unit in &read[0].units {
        assert_eq!(unit.language, detect_language(&unit.text), "{}", unit.text);
    }
}
