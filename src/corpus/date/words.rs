//! Dates in which the month is a word, and dates with a sign behind each number (`2023년 9월 13일`).

use super::{clock, day, number, zone_of};

/// The names of the months, full and short, in the languages that are read.
const MONTHS: [&[&str]; 12] = [
    &[
        "january",
        "jan",
        "janvier",
        "janv",
        "januar",
        "jänner",
        "enero",
        "ene",
        "января",
        "январь",
        "янв",
        "gennaio",
        "gen",
        "janeiro",
        "januari",
        "січня",
    ],
    &[
        "february",
        "feb",
        "février",
        "fevrier",
        "févr",
        "fév",
        "februar",
        "febrero",
        "февраля",
        "февраль",
        "фев",
        "февр",
        "febbraio",
        "fevereiro",
        "fev",
        "februari",
        "лютого",
    ],
    &[
        "march",
        "mar",
        "mars",
        "märz",
        "maerz",
        "mär",
        "mrz",
        "marzo",
        "марта",
        "март",
        "мар",
        "março",
        "maart",
        "mrt",
        "marts",
        "березня",
    ],
    &["april", "apr", "avril", "avr", "abril", "abr", "апреля", "апрель", "апр", "aprile", "квітня"],
    &["may", "mai", "mayo", "мая", "май", "maggio", "mag", "maio", "mei", "maj", "травня"],
    &["june", "jun", "juin", "juni", "junio", "июня", "июнь", "июн", "giugno", "giu", "junho", "червня"],
    &[
        "july",
        "jul",
        "juillet",
        "juil",
        "juli",
        "julio",
        "июля",
        "июль",
        "июл",
        "luglio",
        "lug",
        "julho",
        "липня",
    ],
    &[
        "august",
        "aug",
        "août",
        "aout",
        "agosto",
        "ago",
        "августа",
        "август",
        "авг",
        "augustus",
        "augusti",
        "серпня",
    ],
    &[
        "september",
        "sept",
        "sep",
        "septembre",
        "septiembre",
        "setiembre",
        "set",
        "сентября",
        "сентябрь",
        "сен",
        "сент",
        "settembre",
        "setembro",
        "вересня",
    ],
    &[
        "october",
        "oct",
        "octobre",
        "oktober",
        "okt",
        "octubre",
        "октября",
        "октябрь",
        "окт",
        "ottobre",
        "ott",
        "outubro",
        "out",
        "жовтня",
    ],
    &["november", "nov", "novembre", "noviembre", "ноября", "ноябрь", "ноя", "нояб", "novembro", "листопада"],
    &[
        "december",
        "dec",
        "décembre",
        "decembre",
        "déc",
        "dezember",
        "dez",
        "diciembre",
        "dic",
        "декабря",
        "декабрь",
        "дек",
        "dicembre",
        "dezembro",
        "desember",
        "грудня",
    ],
];

/// Words that stand in dates and say nothing.
const FILLERS: &[&str] = &[
    "of", "the", "at", "on", "de", "del", "di", "du", "le", "el", "à", "der", "den", "dem", "am", "um",
    "uhr", "г", "года", "год", "року", "в",
];

/// Reads a date whose month is a word; every word of it must be known, except the day of the week before it.
pub(super) fn date(text: &str) -> Option<String> {
    if let Some(date) = with_signs(text) {
        return Some(date);
    }
    let (mut year, mut month, mut date) = (None, None, None);
    let (mut time, mut zone, mut halves) = (None, None, false);
    for (index, token) in text.split([' ', ',']).filter(|token| !token.is_empty()).enumerate() {
        let token = token.trim_matches(['(', ')']);
        if token.contains(':') {
            if time.replace(token).is_some() {
                return None;
            }
            continue;
        }
        if time.is_some() && zone.is_none() && zone_of(token).is_some() {
            zone = Some(token);
            continue;
        }
        for part in token.split(['-', '/', '.']).filter(|part| !part.is_empty()) {
            let folded = part.to_lowercase();
            if let Some(found) = number(part, 4..=4) {
                if year.replace(found).is_some() {
                    return None;
                }
            } else if let Some(found) = day_of_month(&folded) {
                if date.replace(found).is_some() {
                    return None;
                }
            } else if let Some(found) = month_of(&folded) {
                // The first may have been a day of the week: "mar. 14 mars".
                if month.replace((found, index)).is_some_and(|(_, before)| before > 0) {
                    return None;
                }
            } else if time.is_some() && matches!(folded.as_str(), "am" | "pm" | "a" | "p" | "m") {
                halves = true;
            } else if !(FILLERS.contains(&folded.as_str())
                || (index == 0 && part.chars().all(char::is_alphabetic))
                || (time.is_some() && matches!(part, "EST" | "EDT" | "PST" | "PDT" | "CET" | "CEST" | "MSK")))
            {
                return None;
            }
        }
    }
    let (year, (month, _)) = (year?, month?);
    let Some(date) = date else {
        return (1000..3000).contains(&year).then(|| format!("{year:04}-{month:02}"));
    };
    let date = day(year, month, date)?;
    let time = time.filter(|_| !halves).and_then(|time| {
        let time = clock(time)?;
        Some(time + &zone_of(zone.unwrap_or(""))?)
    });
    Some(time.map_or(date.clone(), |time| format!("{date}T{time}")))
}

fn day_of_month(word: &str) -> Option<i64> {
    let suffixes = ["st", "nd", "rd", "th", "er", "º", "°"];
    let digits = suffixes.iter().find_map(|suffix| word.strip_suffix(suffix)).unwrap_or(word);
    number(digits, 1..=2)
}

fn month_of(word: &str) -> Option<i64> {
    let index = MONTHS.iter().position(|names| names.contains(&word))?;
    Some(index as i64 + 1)
}

/// `2023년 9월 13일`, `2023年9月13日`; the day may be missing.
fn with_signs(text: &str) -> Option<String> {
    let (year, rest) = text.split_once(['년', '年'])?;
    let (month, rest) = rest.split_once(['월', '月'])?;
    let (year, month) = (number(year.trim(), 4..=4)?, number(month.trim(), 1..=2)?);
    match rest.split_once(['일', '日']) {
        Some((date, _)) => day(year, month, number(date.trim(), 1..=2)?),
        None if rest.trim().is_empty() => day(year, month, 1).map(|date| date[..7].to_owned()),
        None => None,
    }
}
