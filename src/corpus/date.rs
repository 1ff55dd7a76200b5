//! Dates as files give them: ISO 8601 where they can be read as such, else as they stand.

use super::traced::normalise;

/// Seconds in a day.
const DAY: i64 = 86_400;

/// Seconds from which a number is in milliseconds instead: the year 5138.
const MILLISECONDS: u64 = 100_000_000_000;

/// A date given as text. Day first with dots (`13.09.2023`) and year first with any sign can be read without doubt;
/// slashes with the year last cannot (day or month first?) and stay as they are.
pub(super) fn from_text(text: &str) -> Option<String> {
    let text = normalise(text);
    if text.is_empty() {
        return None;
    }
    let parts: Vec<&str> = text.split(['.', '/', '-']).collect();
    let number = |part: &str, digits: std::ops::RangeInclusive<usize>| {
        (digits.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())
            .flatten()
    };
    let read = match parts[..] {
        [a, b, c] if text.contains('.') && c.len() == 4 => {
            number(c, 4..=4).zip(number(b, 1..=2)).zip(number(a, 1..=2))
        }
        [a, b, c] if a.len() == 4 => number(a, 4..=4).zip(number(b, 1..=2)).zip(number(c, 1..=2)),
        _ => None,
    };
    match read {
        Some(((year, month), day)) if (1..=12).contains(&month) && (1..=31).contains(&day) => {
            Some(format!("{year:04}-{month:02}-{day:02}"))
        }
        _ => Some(text),
    }
}

/// A date given as a number of seconds or milliseconds since 1970, or a bare year.
pub(super) fn from_number(number: i64) -> String {
    if (0..10_000).contains(&number) {
        return number.to_string();
    }
    let seconds = if number.unsigned_abs() >= MILLISECONDS { number.div_euclid(1000) } else { number };
    let (year, month, day) = civil(seconds.div_euclid(DAY));
    let time = seconds.rem_euclid(DAY);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", time / 3600, time / 60 % 60, time % 60)
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
mod tests {
    use super::*;

    #[test]
    fn dates_become_iso_where_that_is_certain() {
        for (given, expected) in [
            ("2023-09-13", "2023-09-13"),
            (" 2023/9/3 ", "2023-09-03"),
            ("13.09.2023", "2023-09-13"),
            ("2023-09-13T10:00:00Z", "2023-09-13T10:00:00Z"),
            ("09/13/2023", "09/13/2023"),
            ("13 septembre 2023", "13 septembre 2023"),
            ("1.2.3", "1.2.3"),
        ] {
            assert_eq!(from_text(given).unwrap(), expected);
        }
        assert_eq!(from_text(" "), None);
    }

    #[test]
    fn numbers_are_seconds_milliseconds_or_years() {
        assert_eq!(from_number(1_694_563_200), "2023-09-13T00:00:00Z");
        assert_eq!(from_number(1_694_563_200_000), "2023-09-13T00:00:00Z");
        assert_eq!(from_number(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(from_number(-1), "1969-12-31T23:59:59Z");
        assert_eq!(from_number(2023), "2023");
        from_number(i64::MIN);
        from_number(i64::MAX);
    }
}
