//! Telling the language of a text.

mod file;
mod known;

use rayon::prelude::*;
use whatlang::{Lang, Script};

use super::{Language, Unit};
pub(super) use file::{FileLanguages, Short};
pub(super) use known::Known;

/// Letters that a unit needs before its own language is trusted over that of its document.
const ENOUGH_LETTERS: usize = 60;

/// Long units of a document that are each looked at by themselves; what is learnt from them tells most of the others.
const LESSONS: usize = 64;

/// Characters of a text from which its language is told: the rest of a long one says nothing new.
const ENOUGH_TEXT: usize = 50_000;

/// The language of `text`; `None` when it is too short or too mixed to be told reliably.
///
/// ```
/// # use cognate::corpus::detect_language;
/// let text = "Поїзд зупинився на маленькій станції, і ми вийшли на перон, де було тихо й порожньо.";
/// assert_eq!(detect_language(text).unwrap().code(), "uk");
/// assert_eq!(detect_language("12 34"), None);
/// ```
pub fn detect_language(text: &str) -> Option<Language> {
    let text = beginning(text);
    let info = whatlang::detect(text)?;
    // Letters that only one of two close languages has say more than the statistics.
    let told = match info.script() {
        Script::Cyrillic => cyrillic(text),
        _ => None,
    };
    match told {
        Some(lang) => code(lang),
        None if info.is_reliable() => code(info.lang()),
        None => None,
    }
}

/// So much of `text` as tells its language.
fn beginning(text: &str) -> &str {
    let end = text.char_indices().nth(ENOUGH_TEXT).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// Ukrainian and Russian share most letters and many words; each has letters that the other lacks.
fn cyrillic(text: &str) -> Option<Lang> {
    let count = |letters: &[char]| text.chars().filter(|c| letters.contains(c)).count();
    let ukrainian = count(&['ї', 'є', 'ґ', 'Ї', 'Є', 'Ґ']);
    let shared = count(&['і', 'І']);
    let russian = count(&['ы', 'э', 'ё', 'Ы', 'Э', 'Ё']);
    let hard_sign = count(&['ъ', 'Ъ']);
    let other =
        count(&['ў', 'Ў', 'ј', 'љ', 'њ', 'ћ', 'ђ', 'џ', 'ѓ', 'ќ', 'қ', 'ң', 'ғ', 'ү', 'ұ', 'ө', 'ә', 'һ']);
    match (ukrainian, russian) {
        _ if other > 0 => None,
        (1.., 0) if ukrainian + shared > 1 && hard_sign == 0 => Some(Lang::Ukr),
        (0, 1..) if shared == 0 => Some(Lang::Rus),
        _ => None,
    }
}

/// Sets the language of each unit, and of the document where its file gave none.
///
/// A short unit takes the language of the long ones when it is written in the same script: statistics mislead on
/// headings, and cost as much as on a paragraph. Where all units are short, each is looked at by itself.
pub(super) fn assign(units: &mut [Unit], document: &mut Option<Language>) {
    let (mut long, mut short): (Vec<&mut Unit>, Vec<&mut Unit>) =
        units.iter_mut().partition(|unit| letters(&unit.text) >= ENOUGH_LETTERS);
    tell_long(&mut long);
    *document = document.or_else(|| most_frequent(&long));
    let all_short = document.is_none();
    if all_short {
        for unit in &mut short {
            unit.language = detect_language(&unit.text);
        }
        *document = most_frequent(&short);
    }
    let inherited = |text: &str| document.filter(|&language| may_be(text, language));
    // What a long unit does not tell, it does not tell when it is asked again.
    for unit in long {
        unit.language = unit.language.or_else(|| inherited(&unit.text));
    }
    for unit in short {
        unit.language = unit.language.or_else(|| inherited(&unit.text));
        if unit.language.is_none() && !all_short {
            unit.language = detect_language(&unit.text);
        }
    }
}

/// Tells the language of long units: of some from all over the document first, and of the others by what these have shown.
fn tell_long(units: &mut [&mut Unit]) {
    let step = (units.len() / LESSONS).max(1);
    let is_lesson = |index: usize| index.is_multiple_of(step);
    let known = if step > 1 {
        let lessons = units.par_iter_mut().enumerate().filter(|(index, _)| is_lesson(*index));
        lessons.for_each(|(_, unit)| unit.language = detect_language(&unit.text));
        let mut known = Known::default();
        for unit in units.iter().step_by(step) {
            if let Some(language) = unit.language {
                known.learn(&unit.text, language);
            }
        }
        Some(known)
    } else {
        None
    };
    units.par_iter_mut().enumerate().for_each(|(index, unit)| match &known {
        Some(_) if is_lesson(index) => {}
        Some(known) => unit.language = tell(&unit.text, known),
        None => unit.language = detect_language(&unit.text),
    });
}

/// The language of a text of a file of which something is known.
fn tell(text: &str, known: &Known) -> Option<Language> {
    known.tell(text).or_else(|| detect_language(text))
}

/// As [`assign`] for a record: where all units are short, nothing is told, and what little they say is the answer.
pub(super) fn assign_long(
    units: &mut [Unit],
    document: &mut Option<Language>,
    known: &Known,
) -> Option<Short> {
    if units.iter().any(|unit| letters(&unit.text) >= ENOUGH_LETTERS) {
        let Some(language) = of_one_language(units, known) else {
            assign(units, document);
            return None;
        };
        *document = document.or(Some(language));
        for unit in units {
            unit.language =
                if may_be(&unit.text, language) { Some(language) } else { tell(&unit.text, known) };
        }
        return None;
    }
    Short::of(units.iter().max_by_key(|unit| unit.text.len())?.text.as_str())
}

/// The language of a text whose first, middle and last long unit are in the same one: to look at each takes most of the time of reading.
fn of_one_language(units: &[Unit], known: &Known) -> Option<Language> {
    let long: Vec<&Unit> = units.iter().filter(|unit| letters(&unit.text) >= ENOUGH_LETTERS).collect();
    let first = long.first()?;
    let language = tell(&first.text, known)?;
    let is_same = |unit: &Unit| tell(&unit.text, known) == Some(language);
    // The last, and the one in the middle where that is another one.
    let mut others = [long.len() - 1, long.len() / 2].into_iter().take((long.len() - 1).min(2));
    others.all(|index| is_same(long[index])).then_some(language)
}

fn most_frequent(units: &[&mut Unit]) -> Option<Language> {
    let mut weights = std::collections::BTreeMap::new();
    for unit in units {
        if let Some(language) = unit.language {
            *weights.entry(language).or_insert(0) += letters(&unit.text);
        }
    }
    weights.into_iter().max_by_key(|&(_, weight)| weight).map(|(language, _)| language)
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).map(super::shape::char_width).sum()
}

/// Whether `text` is written in a script of `language`; text without letters is.
fn may_be(text: &str, language: Language) -> bool {
    whatlang::detect_script(text).is_none_or(|script| {
        let languages = script.langs();
        languages.iter().any(|&lang| code(lang) == Some(language))
            // A language that `whatlang` does not know: nothing speaks against it.
            || !Lang::all().iter().any(|&lang| code(lang) == Some(language))
    })
}

/// The two-letter code of a language.
fn code(lang: Lang) -> Option<Language> {
    let code = match lang.code() {
        "epo" => "eo",
        "eng" => "en",
        "rus" => "ru",
        "cmn" => "zh",
        "spa" => "es",
        "por" => "pt",
        "ita" => "it",
        "ben" => "bn",
        "fra" => "fr",
        "deu" => "de",
        "ukr" => "uk",
        "kat" => "ka",
        "ara" => "ar",
        "hin" => "hi",
        "jpn" => "ja",
        "heb" => "he",
        "yid" => "yi",
        "pol" => "pl",
        "amh" => "am",
        "jav" => "jv",
        "kor" => "ko",
        "nob" => "nb",
        "dan" => "da",
        "swe" => "sv",
        "fin" => "fi",
        "tur" => "tr",
        "nld" => "nl",
        "hun" => "hu",
        "ces" => "cs",
        "ell" => "el",
        "bul" => "bg",
        "bel" => "be",
        "mar" => "mr",
        "kan" => "kn",
        "ron" => "ro",
        "slv" => "sl",
        "hrv" => "hr",
        "srp" => "sr",
        "mkd" => "mk",
        "lit" => "lt",
        "lav" => "lv",
        "est" => "et",
        "tam" => "ta",
        "vie" => "vi",
        "urd" => "ur",
        "tha" => "th",
        "guj" => "gu",
        "uzb" => "uz",
        "pan" => "pa",
        "aze" => "az",
        "ind" => "id",
        "tel" => "te",
        "pes" => "fa",
        "mal" => "ml",
        "ori" => "or",
        "mya" => "my",
        "nep" => "ne",
        "sin" => "si",
        "khm" => "km",
        "tuk" => "tk",
        "aka" => "ak",
        "zul" => "zu",
        "sna" => "sn",
        "afr" => "af",
        "lat" => "la",
        "slk" => "sk",
        "cat" => "ca",
        "tgl" => "tl",
        "hye" => "hy",
        "cym" => "cy",
        _ => return None,
    };
    code.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(text: &str) -> String {
        detect_language(text).map_or_else(|| "-".to_owned(), |language| language.to_string())
    }

    #[test]
    fn languages_are_told() {
        for (expected, text) in [
            ("ko", "기차가 멈췄다."),
            ("ko", "항구가 다시 열렸다"),
            ("uk", "Поїзд зупинився на маленькій станції, і ми вийшли на перон."),
            ("uk", "Львів і його історія: що варто знати про місто"),
            ("ru", "Поезд остановился на маленькой станции, и мы вышли на тихий пустой перрон."),
            ("ru", "После долгого перерыва порт снова принимает грузовые суда из соседних стран."),
            ("ja", "列車は小さな駅に止まり、私たちはホームに降りた。"),
            ("zh", "火车停在一个小站，我们走下站台。"),
            ("fr", "Le train s’est arrêté dans une petite gare et nous sommes descendus sur le quai."),
            ("de", "Der Zug hielt an einem kleinen Bahnhof, und wir stiegen auf den leeren Bahnsteig."),
            ("ar", "توقف القطار في محطة صغيرة ونزلنا إلى الرصيف الخالي في المساء."),
        ] {
            assert_eq!(detected(text), expected, "{text}");
        }
    }

    #[test]
    fn a_long_text_is_told_by_its_beginning() {
        let french = "Le train s’est arrêté dans une petite gare et nous sommes descendus sur le quai. ";
        let text = french.repeat(1000) + &"Der Zug hielt an einem kleinen Bahnhof. ".repeat(10_000);
        assert_eq!(detected(&text), "fr");
        assert_eq!(beginning(&text).chars().count(), ENOUGH_TEXT);
        assert_eq!(beginning(french), french);
    }

    #[test]
    fn every_language_of_the_detector_has_a_code() {
        for &lang in Lang::all() {
            assert!(code(lang).is_some(), "{}", lang.code());
        }
    }

    #[test]
    fn what_cannot_be_told_is_not_guessed() {
        for text in ["", "2024", "OK", "Hotel Taxi"] {
            assert_eq!(detected(text), "-", "{text}");
        }
    }
}
