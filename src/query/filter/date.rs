//! Dates as ranges of days: a year is all of its days.

/// How dates are written.
pub(super) const HINT: &str = "a date is a year, a month or a day: `2023`, `2023-09`, `2023-09-01`";

/// A day, a month or a year, by its first and last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Days {
    pub(super) first: String,
    pub(super) last: String,
}

impl Days {
    /// A date as a filter has it; otherwise why it is none.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let shown = crate::message::literal(text);
        let Some(date) = Parts::of(text) else { return Err(format!("{shown} is no date")) };
        match date {
            Parts { month: Some(month), .. } if !(1..=12).contains(&month) => {
                Err(format!("{shown} is no date: there is no month {month}"))
            }
            Parts { year, month: Some(month), day: Some(day) }
                if !(1..=days_in(year, month)).contains(&day) =>
            {
                Err(format!("{shown} is no date: that month has {} days", days_in(year, month)))
            }
            date => Ok(Self { first: date.first(), last: date.last() }),
        }
    }
}

/// The first day of a date as files give it: of `2023`, of `2023-09`, of `2023-09-13T10:00:00Z`; nothing of what is no such date.
pub fn first_day(text: &str) -> Option<String> {
    stored(text).map(Parts::first)
}

/// The last day of a date as files give it.
pub fn last_day(text: &str) -> Option<String> {
    stored(text).map(Parts::last)
}

fn stored(text: &str) -> Option<Parts> {
    let end = text.find(['T', 't', ' ']).unwrap_or(text.len());
    let date = Parts::of(&text[..end])?;
    let has_time = end < text.len();
    let is_one = date.month.is_none_or(|month| (1..=12).contains(&month))
        && date.day.is_none_or(|day| (1..=31).contains(&day))
        && (!has_time || date.day.is_some());
    is_one.then_some(date)
}

#[derive(Debug, Clone, Copy)]
struct Parts {
    year: u32,
    month: Option<u32>,
    day: Option<u32>,
}

impl Parts {
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    fn of(text: &str) -> Option<Self> {
        let number = |part: &str, digits: usize| {
            (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
        };
        let mut parts = text.split('-');
        let year = number(parts.next()?, 4)?;
        let mut two = || parts.next().map_or(Some(None), |part| number(part, 2).map(Some));
        let (month, day) = (two()?, two()?);
        parts.next().is_none().then_some(Self { year, month, day })
    }

    fn first(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    fn last(self) -> String {
        let month = self.month.unwrap_or(12);
        let day = self.day.unwrap_or_else(|| days_in(self.year, month));
        format!("{:04}-{month:02}-{day:02}", self.year)
    }
}

fn days_in(year: u32, month: u32) -> u32 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_and_a_month_are_all_of_their_days() {
        for (text, first, last) in [
            ("2023", "2023-01-01", "2023-12-31"),
            ("2023-09", "2023-09-01", "2023-09-30"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("1900-02", "1900-02-01", "1900-02-28"),
            ("2000-02-29", "2000-02-29", "2000-02-29"),
            ("0001", "0001-01-01", "0001-12-31"),
        ] {
            assert_eq!(Days::parse(text).unwrap(), Days { first: first.into(), last: last.into() });
            assert_eq!((first_day(text).unwrap(), last_day(text).unwrap()), (first.into(), last.into()));
        }
    }

    #[test]
    fn what_is_no_date() {
        for (text, reason) in [
            ("", "`` is no date"),
            ("23", "`23` is no date"),
            ("2023-9", "`2023-9` is no date"),
            ("2023-09-01-01", "`2023-09-01-01` is no date"),
            ("20230901", "`20230901` is no date"),
            ("2023-13", "`2023-13` is no date: there is no month 13"),
            ("2023-00-01", "`2023-00-01` is no date: there is no month 0"),
            ("2023-02-29", "`2023-02-29` is no date: that month has 28 days"),
            ("2023-09-00", "`2023-09-00` is no date: that month has 30 days"),
            ("+023", "`+023` is no date"),
            ("２０２３", "`２０２３` is no date"),
        ] {
            assert_eq!(Days::parse(text).unwrap_err(), reason);
        }
    }

    #[test]
    fn stored_dates_may_have_a_time_and_need_not_be_dates() {
        assert_eq!(first_day("2023-09-13T10:00:00Z").unwrap(), "2023-09-13");
        assert_eq!(last_day("2023-09-13 10:00").unwrap(), "2023-09-13");
        assert_eq!(first_day("2023-02-31").unwrap(), "2023-02-31", "read as a date by whoever wrote it");
        for text in
            ["09/13/2023", "13 septembre 2023", "2023 ou 2024", "2023-09T10", "2023-13", "1694563200", ""]
        {
            assert_eq!((first_day(text), last_day(text)), (None, None), "{text}");
        }
    }
}
