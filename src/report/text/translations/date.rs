//! Dates of texts as people write them.

use crate::report::text::translations::Translations;

/// A date as exact as a text has it.
struct Read<'a> {
    year: Option<&'a str>,
    month: usize,
    day: Option<usize>,
}

impl Translations {
    /// `2023-09-13` as `13 September 2023`, `2023-09` as `September 2023`, `--09-13` as `13 September`; anything else as
    /// it is.
    pub(in crate::report) fn date(&self, date: &str) -> String {
        let Some(Read { year, month, day }) = read(date) else { return date.to_owned() };
        let key = match (year, day) {
            (Some(_), Some(_)) => "date-day-month-year",
            (Some(_), None) => "date-month-year",
            (None, Some(_)) => "date-day-month",
            (None, None) => "month",
        };
        let year = year.unwrap_or_default();
        self.with(
            key,
            &[("month", month.into()), ("day", day.unwrap_or_default().into()), ("year", year.into())],
        )
    }
}

fn read(date: &str) -> Option<Read<'_>> {
    let (year, rest) = match date.strip_prefix("--") {
        Some(rest) => (None, rest),
        None => date.split_once('-').map(|(year, rest)| (Some(year), rest))?,
    };
    let (month, day) = match rest.split_once('-') {
        Some((month, day)) => (month, Some(number(day, 31)?)),
        None => (rest, None),
    };
    let month = number(month, 12)?;
    let is_year = |year: &str| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    year.is_none_or(is_year).then_some(Read { year, month, day })
}

/// Two digits, from 1 to `most`.
fn number(text: &str, most: usize) -> Option<usize> {
    let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| digits && (1..=most).contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::text::translations::ReportLanguage;

    #[test]
    fn as_exact_as_the_text() {
        let words = Translations::default();
        assert_eq!(words.date("2023-09-13"), "13 September 2023");
        assert_eq!(words.date("2023-09"), "September 2023");
        assert_eq!(words.date("--09-03"), "3 September");
    }

    #[test]
    fn what_is_no_date_stays_as_it_is() {
        for text in
            ["2023", "2023-13-01", "2023-00", "20-09-13", "2023-9-13", "--", "--09-32", "soon", "é-09"]
        {
            assert_eq!(Translations::default().date(text), text);
        }
    }

    #[test]
    fn each_language_has_its_order() {
        let each = |date: &str| {
            ReportLanguage::ALL.map(|language| Translations::new(language).date(date).replace('\u{A0}', " "))
        };
        assert_eq!(
            each("2023-08-01"),
            [
                "1 August 2023",
                "1er août 2023",
                "1. August 2023",
                "1 de agosto de 2023",
                "1 августа 2023 г.",
                "2023년 8월 1일"
            ]
        );
        assert_eq!(
            each("2023-05"),
            ["May 2023", "mai 2023", "Mai 2023", "mayo de 2023", "май 2023 г.", "2023년 5월"]
        );
        assert_eq!(
            each("--12-31"),
            ["31 December", "31 décembre", "31. Dezember", "31 de diciembre", "31 декабря", "12월 31일"]
        );
    }
}
