//! Days and months that texts name, and those that are typical of a topic.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use rayon::prelude::*;

use super::TopicText;
use super::distinct::{self, Mentions};

/// Most dates of a topic.
const WANTED: usize = 5;

/// A day or a month of a year, or a day of any year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Date {
    year: Option<u32>,
    month: u32,
    day: Option<u32>,
}

impl fmt::Display for Date {
    /// As ISO 8601 writes it: `2023-09-13`, `2023-09`; without a year `--09-13`, as XML Schema's `gMonthDay`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.year {
            Some(year) => write!(f, "{year:04}-{:02}", self.month)?,
            None => write!(f, "--{:02}", self.month)?,
        }
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

/// Up to five dates of each topic, most typical first, with the number of its texts that name them.
///
/// A day without a year counts as that of the only year with which the collection names it.
pub(super) fn find(
    texts: &[TopicText<'_>],
    assignment: &[Option<usize>],
    n_topics: usize,
) -> Vec<Vec<(String, usize)>> {
    let mut named: Vec<BTreeSet<Date>> = texts
        .par_iter()
        .map(|text| dates(text.text, text.language.as_ref().map_or("", |language| language.code())))
        .collect();
    let mut years: BTreeMap<(u32, u32), BTreeSet<u32>> = BTreeMap::new();
    for date in named.iter().flatten() {
        if let (Some(year), Some(day)) = (date.year, date.day) {
            years.entry((date.month, day)).or_default().insert(year);
        }
    }
    let with_year = |mut date: Date| {
        if let (None, Some(day)) = (date.year, date.day)
            && let Some(years) = years.get(&(date.month, day)).filter(|years| years.len() == 1)
        {
            date.year = years.first().copied();
        }
        date
    };
    for dates in &mut named {
        *dates = std::mem::take(dates).into_iter().map(with_year).collect();
    }
    let mut mentions = Mentions::new(n_topics);
    for (dates, topic) in named.into_iter().zip(assignment) {
        if let Some(topic) = *topic {
            mentions.add_text(topic, dates.iter().map(Date::to_string));
        }
    }
    (0..n_topics).map(|topic| distinct::best(&mentions, topic, WANTED)).collect()
}

/// A piece of text as dates are read.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Token<'a> {
    Number(u32, usize),
    Word(&'a str),
    Sign(char),
}

/// The dates that a text names, in figures and in the words of its language (ISO 639-1 `code`).
fn dates(text: &str, code: &str) -> BTreeSet<Date> {
    let tokens = tokens(text);
    let mut found = BTreeSet::new();
    let mut place = 0;
    while place < tokens.len() {
        let rest = &tokens[place..];
        let read = in_figures(rest).or_else(|| with_signs(rest)).or_else(|| in_words(rest, code));
        match read {
            Some((date, length)) => {
                found.insert(date);
                place += length;
            }
            None => place += 1,
        }
    }
    found
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = |is: fn(char) -> bool| rest.find(|c| !is(c)).unwrap_or(rest.len());
        let length = if first.is_ascii_digit() {
            let length = run(|c| c.is_ascii_digit());
            tokens.push(Token::Number(rest[..length].parse().unwrap_or(u32::MAX), length));
            length
        } else if first.is_alphabetic() {
            let length = run(char::is_alphabetic);
            tokens.push(Token::Word(&rest[..length]));
            length
        } else {
            if !first.is_whitespace() {
                tokens.push(Token::Sign(first));
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens
}

/// `2023-09-13`, and `13.09.2023` with the day first as everywhere where dots are written.
fn in_figures(tokens: &[Token<'_>]) -> Option<(Date, usize)> {
    let [
        Token::Number(a, a_len),
        Token::Sign(one),
        Token::Number(b, _),
        Token::Sign(two),
        Token::Number(c, c_len),
        ..,
    ] = *tokens
    else {
        return None;
    };
    match (one, two, a_len, c_len) {
        ('-', '-', 4, 2) => date(Some(a), b, Some(c)),
        ('.', '.', 1..=2, 4) => date(Some(c), b, Some(a)),
        _ => None,
    }
    .map(|date| (date, 5))
}

/// `2023年9月13日` and `2023년 9월 13일`, each part but the month optional (a month alone is none).
fn with_signs(tokens: &[Token<'_>]) -> Option<(Date, usize)> {
    let part = |place: usize, signs: [char; 2]| match tokens.get(place..place + 2) {
        Some([Token::Number(number, _), Token::Word(word)]) if word.starts_with(signs) => Some(*number),
        _ => None,
    };
    let year = part(0, ['年', '년']);
    let at = if year.is_some() { 2 } else { 0 };
    let month = part(at, ['月', '월'])?;
    let day = part(at + 2, ['日', '일']);
    let date = date(year, month, day).filter(|date| date.year.is_some() || date.day.is_some())?;
    Some((date, at + 2 + if day.is_some() { 2 } else { 0 }))
}

/// `13 septembre 2023`, `13. September`, `13 de septiembre de 2023`, `September 13th, 2023` and
/// `septembre 2023`.
fn in_words(tokens: &[Token<'_>], code: &str) -> Option<(Date, usize)> {
    let mut at = 0;
    let mut day = day_at(tokens, &mut at);
    if day.is_some() {
        skip(tokens, &mut at, &["of", "de"], &['.']);
    }
    let Some(Token::Word(word)) = tokens.get(at) else { return None };
    let month = month_number(word, code)?;
    at += 1;
    skip(tokens, &mut at, &[], &['.']);
    let mut length = at;
    if day.is_none() && code == "en" {
        day = day_at(tokens, &mut at).inspect(|_| length = at);
    }
    skip(tokens, &mut at, &["de", "del", "do"], &[',']);
    let year = match tokens.get(at) {
        Some(&Token::Number(year, 4)) if (1000..2200).contains(&year) => {
            length = at + 1;
            Some(year)
        }
        _ => None,
    };
    let date = date(year, month, day).filter(|date| date.year.is_some() || date.day.is_some())?;
    Some((date, length))
}

/// A day of one or two figures with the sign of an ordinal, which is passed over.
fn day_at(tokens: &[Token<'_>], at: &mut usize) -> Option<u32> {
    let Some(&Token::Number(day, 1..=2)) = tokens.get(*at) else { return None };
    *at += 1;
    skip(tokens, at, &["er", "st", "nd", "rd", "th", "º"], &['º', '°']);
    Some(day)
}

/// Passes over one of some words or signs.
fn skip(tokens: &[Token<'_>], at: &mut usize, words: &[&str], signs: &[char]) {
    let skips = match tokens.get(*at) {
        Some(Token::Word(word)) => words.contains(word),
        Some(Token::Sign(sign)) => signs.contains(sign),
        _ => false,
    };
    *at += usize::from(skips);
}

fn date(year: Option<u32>, month: u32, day: Option<u32>) -> Option<Date> {
    let longest = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    let possible = day.is_none_or(|day| (1..=longest).contains(&day)) && year.is_none_or(|year| year >= 1000);
    possible.then_some(Date { year, month, day })
}

/// Number of a month from 1, by its name or abbreviation in a language; `None` for any other word and
/// language.
///
/// Where months have capitals (English, German), a small letter makes it another word (*may*, *march*).
fn month_number(word: &str, code: &str) -> Option<u32> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_figures_and_in_words() {
        for (code, text, expected) in [
            ("fr", "Le 12 septembre 2023, puis le 1er octobre.", "--10-01 2023-09-12"),
            ("fr", "en septembre 2023 et en mai", "2023-09"),
            ("en", "On September 12, 2023, on 13 September and on May 3rd", "--05-03 --09-13 2023-09-12"),
            ("en", "They may 3 times march 4 miles", ""),
            ("de", "Am 3. Oktober 2023 und am 13.09.2023", "2023-09-13 2023-10-03"),
            ("es", "el 12 de septiembre de 2023", "2023-09-12"),
            ("ru", "12 сентября 2023 года, 13 сентября", "--09-13 2023-09-12"),
            ("ko", "2023년 9월 12일에, 9월 13일", "--09-13 2023-09-12"),
            ("zh", "2023年9月12日", "2023-09-12"),
            ("", "2023-09-12 and 2023-13-12, 30.02.2023, 99999999999-1-1", "2023-09-12"),
            ("fr", "", ""),
            ("fr", "12 12. septembre", "--09-12"),
            ("fr", "31 juin", ""),
        ] {
            let found: Vec<String> = dates(text, code).iter().map(Date::to_string).collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn a_day_without_a_year_joins_the_only_one_with() {
        let texts = ["le 12 septembre 2023", "12 septembre", "3 mai", "3 mai 1999", "3 mai 1998"]
            .map(|text| TopicText { text, language: "fr".parse().ok(), document: 0 });
        let found = find(&texts, &[Some(0), Some(0), Some(1), None, None], 3);
        assert_eq!(found[0], [("2023-09-12".to_owned(), 2)]);
        assert_eq!(found[1], [("--05-03".to_owned(), 1)]);
        assert!(found[2].is_empty());
    }
}
