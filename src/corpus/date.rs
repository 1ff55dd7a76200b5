//! Dates as files give them become ISO 8601, where they can be read without doubt.
//!
//! Day first or month first is the one doubt that a file can settle for itself: a number above 12 among its dates says
//! which of the two places is the day.

mod words;

use super::traced::normalise;

/// Seconds in a day.
const DAY: i64 = 86_400;

/// Numbers of seconds that stand for a moment: from 1990 to 2100. Others are ids, counts and prices.
const MOMENTS: std::ops::Range<i64> = 631_152_000..4_102_444_800;

/// Longest text that is looked at: no date is longer.
const LONGEST: usize = 80;

/// Which of two numbers is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// `13/09/2023`.
    DayFirst,
    /// `09/13/2023`.
    MonthFirst,
}

/// What a text says as a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Told {
    /// A date in ISO 8601, and the order of its numbers where that shows.
    Date(String, Option<Order>),
    /// `03/04/2023`: one of two dates, by order.
    Either([String; 2]),
}

impl Told {
    /// The date, where there is no doubt or `order` settles it.
    pub(super) fn in_order(self, order: Option<Order>) -> Option<String> {
        match (self, order) {
            (Self::Date(date, _), _)
            | (Self::Either([date, _]), Some(Order::DayFirst))
            | (Self::Either([_, date]), Some(Order::MonthFirst)) => Some(date),
            (Self::Either(_), None) => None,
        }
    }
}

/// A date given as text, in ISO 8601; `None` where it cannot be read without doubt.
pub(super) fn from_text(text: &str) -> Option<String> {
    tell(text)?.in_order(None)
}

/// What `text` says as a date; `None` when it is none.
pub(super) fn tell(text: &str) -> Option<Told> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let text = normalise(text);
    let sure = |date| Told::Date(date, None);
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok().and_then(from_number).map(sure);
    }
    if let Some((whole, fraction)) = text.split_once('.')
        && whole.len() >= 9
        && [whole, fraction].iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()))
    {
        return whole.parse().ok().and_then(from_number).map(sure);
    }
    let text = closed_up(&text).unwrap_or(text);
    iso(&text).map(sure).or_else(|| numbers(&text)).or_else(|| words::date(&text).map(sure))
}

/// A date given as a number: `20230913`, a number of seconds or milliseconds since 1970, or a bare year.
pub(super) fn from_number(number: i64) -> Option<String> {
    match number {
        1000..3000 => return Some(number.to_string()),
        10_000_000..100_000_000 => {
            return day(number / 10_000, number / 100 % 100, number % 100);
        }
        // `20230913101500`: a moment of a year beyond 2100, if it were a number of milliseconds.
        10_000_000_000_000..100_000_000_000_000 => {
            let date = day(number / 10_000_000_000, number / 100_000_000 % 100, number / 1_000_000 % 100)?;
            let clock = [number / 10_000 % 100, number / 100 % 100, number % 100];
            let [hour, minute, second] = clock;
            return (hour < 24 && minute < 60 && second < 61)
                .then(|| format!("{date}T{hour:02}:{minute:02}:{second:02}"));
        }
        _ => {}
    }
    let seconds = [number, number.div_euclid(1000)].into_iter().find(|seconds| MOMENTS.contains(seconds))?;
    Some(moment(seconds, true))
}

/// A moment so many seconds after 1970, in the zone of UTC or in none; midnight in no zone is a day.
pub(super) fn moment(seconds: i64, zone: bool) -> String {
    let (day, time) = (of_days(seconds.div_euclid(DAY)), seconds.rem_euclid(DAY));
    if time == 0 && !zone {
        return day;
    }
    let zone = if zone { "Z" } else { "" };
    format!("{day}T{:02}:{:02}:{:02}{zone}", time / 3600, time / 60 % 60, time % 60)
}

/// The day so many days after 1970.
pub(super) fn of_days(days: i64) -> String {
    let (year, month, day) = civil(days);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The date in the name of a file, such as `2023-09-13-title.md` or `minutes_20230913.txt`.
pub(super) fn from_name(name: &str) -> Option<String> {
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let bytes = stem.as_bytes();
    let number = |from: usize, len: usize| {
        let digits = bytes.get(from..from + len)?;
        digits
            .iter()
            .all(u8::is_ascii_digit)
            .then(|| digits.iter().fold(0i64, |number, digit| number * 10 + i64::from(digit - b'0')))
    };
    let is_digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).find_map(|at| {
        if is_digit(at.checked_sub(1)) {
            return None;
        }
        let year = number(at, 4).filter(|year| (1900..2100).contains(year))?;
        let sign = *bytes.get(at + 4)?;
        let (month, date, end) = if matches!(sign, b'-' | b'_' | b'.') && bytes.get(at + 7) == Some(&sign) {
            (number(at + 5, 2)?, number(at + 8, 2)?, at + 10)
        } else {
            (number(at + 4, 2)?, number(at + 6, 2)?, at + 8)
        };
        if is_digit(Some(end)) { None } else { day(year, month, date) }
    })
}

/// A day in ISO 8601, if there is such a day.
fn day(year: i64, month: i64, day: i64) -> Option<String> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    ((1000..3000).contains(&year) && (1..=days).contains(&day))
        .then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// A number of so many digits.
fn number(digits: &str, lengths: std::ops::RangeInclusive<usize>) -> Option<i64> {
    let is_number = lengths.contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten()
}

/// Year first, with any sign between; a time may follow. `2023-09` is a month.
fn iso(text: &str) -> Option<String> {
    let (date, time) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], Some(text[at + 1..].trim())),
        None => (text, None),
    };
    let parts: Vec<&str> = date.split(['-', '/', '.']).collect();
    match parts[..] {
        [year, month] if time.is_none() => {
            let month = number(month, 1..=2)?;
            let year = number(year, 4..=4).filter(|year| (1000..3000).contains(year))?;
            (1..=12).contains(&month).then(|| format!("{year:04}-{month:02}"))
        }
        [year, month, date] => {
            let date = day(number(year, 4..=4)?, number(month, 1..=2)?, number(date, 1..=2)?)?;
            match time.map(clock) {
                Some(Some(time)) => Some(format!("{date}T{time}")),
                // What stands behind the date may be no time of day: the date is still one.
                None | Some(None) => Some(date),
            }
        }
        _ if parts[0].len() == 8 && parts.len() == 1 => {
            let date = from_number(number(date, 8..=8)?)?;
            let (clock, zone) = time?.split_at_checked(6)?;
            let clock = number(clock, 6..=6)?;
            let zone = zone_of(zone.trim().to_ascii_uppercase().as_str())?;
            let [hour, minute, second] = [clock / 10_000, clock / 100 % 100, clock % 100];
            (hour < 24).then(|| format!("{date}T{hour:02}:{minute:02}:{second:02}{zone}"))
        }
        _ => None,
    }
}

/// `2023. 9. 13.` and `13. 9. 2023` without spaces and the last point.
fn closed_up(text: &str) -> Option<String> {
    let text = text.trim_end_matches('.');
    let is_apart =
        text.contains(". ") && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b' '));
    is_apart.then(|| text.replace(". ", "."))
}

/// A time of day with or without a zone, as ISO 8601 writes it.
fn clock(text: &str) -> Option<String> {
    let (time, zone) = text.split_once(' ').unwrap_or((text, ""));
    let mut parts = time.split(':');
    let hour = number(parts.next()?, 1..=2).filter(|hour| *hour < 25)?;
    let rest = &time[time.find(':')?..];
    let is_time =
        rest.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b',' | b'+' | b'-' | b'Z'));
    if !is_time {
        return None;
    }
    Some(format!("{hour:02}{rest}{}", zone_of(zone)?))
}

/// A zone as ISO 8601 writes it; nothing for none.
fn zone_of(zone: &str) -> Option<String> {
    match zone {
        "" => Some(String::new()),
        "Z" | "UTC" | "GMT" | "UT" | "(UTC)" | "(GMT)" => Some("Z".to_owned()),
        _ => {
            let (sign, digits) = zone.split_at_checked(1).filter(|(sign, _)| matches!(*sign, "+" | "-"))?;
            let digits = digits.replace(':', "");
            number(&digits, 4..=4)?;
            Some(format!("{sign}{}:{}", &digits[..2], &digits[2..]))
        }
    }
}

/// Numbers with the year last: day first behind dots, else in an order that may be in doubt.
fn numbers(text: &str) -> Option<Told> {
    let date = text.split([' ', ',', 'T']).next()?;
    let parts: Vec<&str> = date.split(['.', '/', '-']).collect();
    let [a, b, year] = parts[..] else { return None };
    let (a, b, year) = (number(a, 1..=2)?, number(b, 1..=2)?, number(year, 4..=4)?);
    let [first, second] = [day(year, b, a), day(year, a, b)];
    if date.contains('.') {
        return first.map(|date| Told::Date(date, None));
    }
    match (first, second) {
        (Some(first), Some(second)) if first == second => Some(Told::Date(first, None)),
        (Some(first), Some(second)) => Some(Told::Either([first, second])),
        (Some(date), None) => Some(Told::Date(date, Some(Order::DayFirst))),
        (None, Some(date)) => Some(Told::Date(date, Some(Order::MonthFirst))),
        (None, None) => None,
    }
}

/// Year, month and day of a number of days since 1970 (Howard Hinnant's `civil_from_days`).
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests;
