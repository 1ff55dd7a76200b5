//! Names of months, as dates are written with them.

/// Number of a month from 1, by its name or abbreviation in a language; `None` for any other word and language.
///
/// Where months have capitals (English, German), a small letter makes it another word (*may*, *march*).
pub(super) fn number(word: &str, code: &str) -> Option<u32> {
    if matches!(code, "en" | "de") && !word.starts_with(char::is_uppercase) {
        return None;
    }
    let lower = word.to_lowercase();
    let place = names(code)?.iter().position(|names| names.split('|').any(|name| name == lower))?;
    Some(place as u32 + 1)
}

/// The months of a language, forms of one divided by bars.
#[rustfmt::skip]
fn names(code: &str) -> Option<&'static [&'static str; 12]> {
    Some(match code {
        "fr" => &["janvier|janv", "février|févr|fevrier", "mars", "avril|avr", "mai", "juin", "juillet|juil", "août|aout",
            "septembre|sept", "octobre|oct", "novembre|nov", "décembre|déc|decembre"],
        "en" => &["january|jan", "february|feb", "march|mar", "april|apr", "may", "june|jun", "july|jul", "august|aug",
            "september|sept|sep", "october|oct", "november|nov", "december|dec"],
        "de" => &["januar|jänner|jan", "februar|feb", "märz", "april|apr", "mai", "juni", "juli", "august|aug",
            "september|sept", "oktober|okt", "november|nov", "dezember|dez"],
        "es" => &["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre|setiembre",
            "octubre", "noviembre", "diciembre"],
        "it" => &["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre",
            "ottobre", "novembre", "dicembre"],
        "pt" => &["janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro",
            "novembro", "dezembro"],
        "nl" => &["januari|jan", "februari|feb", "maart", "april", "mei", "juni", "juli", "augustus|aug",
            "september|sept", "oktober|okt", "november|nov", "december|dec"],
        "pl" => &["stycznia|styczeń", "lutego|luty", "marca|marzec", "kwietnia|kwiecień", "maja|maj",
            "czerwca|czerwiec", "lipca|lipiec", "sierpnia|sierpień", "września|wrzesień", "października|październik",
            "listopada|listopad", "grudnia|grudzień"],
        "ru" => &["января|январь|январе", "февраля|февраль|феврале", "марта|март|марте", "апреля|апрель|апреле",
            "мая|май|мае", "июня|июнь|июне", "июля|июль|июле", "августа|август|августе", "сентября|сентябрь|сентябре",
            "октября|октябрь|октябре", "ноября|ноябрь|ноябре", "декабря|декабрь|декабре"],
        "uk" => &["січня|січень", "лютого|лютий", "березня|березень", "квітня|квітень", "травня|травень",
            "червня|червень", "липня|липень", "серпня|серпень", "вересня|вересень", "жовтня|жовтень",
            "листопада|листопад", "грудня|грудень"],
        _ => return None,
    })
}
