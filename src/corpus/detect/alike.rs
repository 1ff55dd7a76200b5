//! Texts that are plainly in one language, whichever it is: they share their short words, and one look at them together tells as much as
//! one at each, which takes most of the time of reading.

use std::collections::HashMap;

use whatlang::Script;

use super::detect_language;
use crate::corpus::{Language, Unit};

/// Texts that are looked at together, at most.
pub(super) const TOGETHER: usize = 4;

/// Words that a text needs.
const WORDS: usize = 20;

/// Letters of a short word, at most: most of them are of grammar, and of one language.
const SHORT: usize = 5;

/// Share of the words of a text, in percent, that are short ones of the others as well. Of two texts in one language about a third are, of two
/// in different ones a tenth, and a fifth where these are near to each other.
const SHARED: usize = 25;

/// Bytes of each text that are looked at.
const BEGINNING: usize = 1200;

/// The language of several texts that share their words; `None` where they may be in different ones, or it cannot be told.
///
/// Of the scripts that few languages are written in nothing is asked here: these are told apart at little cost.
pub(super) fn language(units: &[&Unit]) -> Option<Language> {
    if !(2..=TOGETHER).contains(&units.len()) {
        return None;
    }
    let texts: Vec<&str> = units.iter().map(|unit| beginning(&unit.text)).collect();
    // By which of the texts each short word is used.
    let mut users: HashMap<&str, u8> = HashMap::new();
    for (index, text) in texts.iter().enumerate() {
        for word in text.split_whitespace().filter_map(short) {
            *users.entry(word).or_insert(0) |= 1 << index;
        }
    }
    let is_alike = |(index, text): (usize, &&str)| {
        let (mut words, mut shared) = (0, 0);
        for word in text.split_whitespace() {
            words += 1;
            let others =
                short(word).and_then(|word| users.get(word)).is_some_and(|users| users & !(1 << index) != 0);
            shared += usize::from(others);
        }
        words >= WORDS
            && shared * 100 >= words * SHARED
            && whatlang::detect_script(text) == Some(Script::Latin)
    };
    if texts.iter().enumerate().all(is_alike) { detect_language(&texts.join("\n")) } else { None }
}

fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(BEGINNING)]
}

/// A word that is short and begins small, without the marks around it.
fn short(word: &str) -> Option<&str> {
    let word = word.trim_matches(|c: char| !c.is_alphabetic());
    let fits = word.len() <= 2 * SHORT && word.chars().count() <= SHORT;
    (fits && word.chars().next().is_some_and(char::is_lowercase)).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Format, testing};

    const ENGLISH: [&str; 2] = [
        "The train stopped at a small station in the hills, and we got out to the platform, where it was quiet and no one was to be seen at this time of the day.",
        "When the harbour was opened again, all of the boats that had been on the other side of the bay came back to it, and the town was full of people for the first time in years.",
    ];
    const OTHERS: [&str; 4] = [
        "Le train s’est arrêté dans une petite gare au milieu des collines, et nous sommes descendus sur le quai, où tout était calme et où il n’y avait personne à cette heure de la journée.",
        "Der Zug hielt an einem kleinen Bahnhof in den Hügeln, und wir stiegen auf den Bahnsteig, wo es still war und um diese Zeit des Tages niemand zu sehen war, auch nicht auf dem Weg.",
        "El tren paró en una pequeña estación de las colinas y bajamos al andén, donde todo estaba en calma y no había nadie a esa hora del día, ni en el camino que va a la playa.",
        "O trem parou em uma pequena estação das colinas e descemos para a plataforma, onde tudo estava calmo e não havia ninguém a essa hora do dia, nem no caminho que vai para a praia.",
    ];

    fn of(texts: &[&str]) -> Option<String> {
        let units: Vec<Unit> =
            texts.iter().flat_map(|text| testing::document(Format::Text, text).units).collect();
        language(&units.iter().collect::<Vec<_>>()).map(|language| language.to_string())
    }

    #[test]
    fn texts_of_one_language_are_told_together() {
        assert_eq!(of(&ENGLISH).as_deref(), Some("en"));
        assert_eq!(of(&ENGLISH[..1]), None, "one is looked at by itself");
        let short = "The train was late, and so was I.";
        assert_eq!(of(&[ENGLISH[0], short]), None);
        let russian = "Поезд остановился на маленькой станции, и мы вышли на перрон, где было тихо и пусто, и никого не было видно в этот час дня, и мы пошли по дороге к морю.";
        assert_eq!(of(&[russian, russian]), None);
    }

    #[test]
    fn texts_of_several_languages_are_not() {
        for (at, other) in OTHERS.iter().enumerate() {
            assert_eq!(of(&[ENGLISH[0], ENGLISH[1], other]), None, "{other}");
            for near in &OTHERS[at + 1..] {
                assert_eq!(of(&[other, near]), None, "{other} {near}");
            }
        }
    }
}
