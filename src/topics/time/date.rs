//! Dates as the corpus gives them, and the bins of time that they fall into.

use serde::{Deserialize, Serialize};

/// A date as exact as its text: a year, a month of a year, or a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Date {
    year: i64,
    month: Option<i64>,
    day: Option<i64>,
}

impl Date {
    /// Reads ISO 8601: `2023`, `2023-09`, `2023-09-13`, or the last with a time after `T` or a space. The
    /// time and its zone are not looked at, so the day is the one where the text was written. `None` for
    /// anything else, also for days that no calendar has.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (date, time) =
            text.split_once(['T', 't', ' ']).map_or((text, None), |(date, time)| (date, Some(time)));
        let mut parts = date.split('-');
        let year = number(parts.next()?, 4)?;
        let month = match parts.next() {
            Some(part) => Some(number(part, 2).filter(|month| (1..=12).contains(month))?),
            None => None,
        };
        let day = match (parts.next(), month) {
            (Some(part), Some(month)) => {
                Some(number(part, 2).filter(|d| (1..=days_of(year, month)).contains(d))?)
            }
            _ => None,
        };
        let ends = parts.next().is_none();
        let time_is_one =
            time.is_none_or(|time| day.is_some() && time.starts_with(|c: char| c.is_ascii_digit()));
        (ends && time_is_one).then_some(Self { year, month, day })
    }

    /// Days since 1970 of the first day that this may be.
    pub(super) fn first_day(self) -> i64 {
        days_from_civil(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }
}

/// A number of exactly so many digits.
fn number(text: &str, digits: usize) -> Option<i64> {
    (text.len() == digits && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// Width of a bin of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum BinWidth {
    /// A day.
    Day,
    /// A week of ISO 8601, from Monday.
    Week,
    /// A month.
    Month,
    /// Three months, from January, April, July or October.
    Quarter,
    /// A year.
    Year,
}

impl BinWidth {
    /// All widths, narrowest first.
    pub const ALL: [Self; 5] = [Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// Its name in English, such as `day`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// Number of the bin that a date falls into, bins in order without gaps; `None` for a date that is not
    /// exact enough.
    pub(super) fn bin_of(self, date: Date) -> Option<i64> {
        let month = date.month.map(|month| date.year * 12 + month - 1);
        Some(match self {
            Self::Day => date.day.map(|_| date.first_day())?,
            // The first day of 1970 was a Thursday.
            Self::Week => date.day.map(|_| (date.first_day() + 3).div_euclid(7))?,
            Self::Month => month?,
            Self::Quarter => month?.div_euclid(3),
            Self::Year => date.year,
        })
    }

    /// Days since 1970 of the first day of a bin.
    fn start(self, bin: i64) -> i64 {
        match self {
            Self::Day => bin,
            Self::Week => bin * 7 - 3,
            Self::Month => days_from_civil(bin.div_euclid(12), bin.rem_euclid(12) + 1, 1),
            Self::Quarter => days_from_civil(bin.div_euclid(4), bin.rem_euclid(4) * 3 + 1, 1),
            Self::Year => days_from_civil(bin, 1, 1),
        }
    }

    /// First day of a bin, as `2023-09-11`.
    pub(super) fn first_day(self, bin: i64) -> String {
        let (year, month, day) = civil_from_days(self.start(bin));
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// Name of a bin: `2023-09-13`, `2023-W37`, `2023-09`, `2023-Q3` or `2023`.
    pub(super) fn label(self, bin: i64) -> String {
        match self {
            Self::Day => self.first_day(bin),
            Self::Week => {
                // A week is in the year that its Thursday is in.
                let thursday = self.start(bin) + 3;
                let (year, ..) = civil_from_days(thursday);
                let week = (thursday - days_from_civil(year, 1, 1)) / 7 + 1;
                format!("{year:04}-W{week:02}")
            }
            Self::Month => format!("{:04}-{:02}", bin.div_euclid(12), bin.rem_euclid(12) + 1),
            Self::Quarter => format!("{:04}-Q{}", bin.div_euclid(4), bin.rem_euclid(4) + 1),
            Self::Year => format!("{bin:04}"),
        }
    }
}

fn days_of(year: i64, month: i64) -> i64 {
    days_from_civil(year + month / 12, month % 12 + 1, 1) - days_from_civil(year, month, 1)
}

/// Days since 1970 of a day of the Gregorian calendar (Howard Hinnant's `days_from_civil`, in
/// *chrono-Compatible Low-Level Date Algorithms*).
///
/// Years begin in March here, so that the day of a leap year is the last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Year, month and day of a number of days since 1970 (`civil_from_days`, same source).
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = (shifted_month + 2) % 12 + 1;
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// Number of bins that can be read as a chart.
const BINS: std::ops::RangeInclusive<i64> = 8..=60;

/// Fewest units of a bin on average, so that shares mean something.
const UNITS_PER_BIN: usize = 5;

/// How far a date may be from the middle half of the dates, in widths of that half.
const FAR: i64 = 10;

/// Least width of the middle half of the dates that is reckoned with, in days.
const LEAST_SPREAD: i64 = 366;

/// Takes out the few dates that lie far from all others, and says how many they were.
///
/// Far is beyond ten times the interquartile range (a year at least). More than one in a hundred are no
/// mistake and stay, and of fewer than four dates none can be told to be far.
pub(super) fn remove_far_off(dated: &mut Vec<(usize, Date)>) -> usize {
    let mut days: Vec<i64> = dated.iter().map(|(_, date)| date.first_day()).collect();
    days.sort_unstable();
    let n = days.len();
    if n < 4 {
        return 0;
    }
    let (low, high) = (days[n / 4], days[n - 1 - n / 4]);
    let reach = FAR * (high - low).max(LEAST_SPREAD);
    let near = low - reach..=high + reach;
    let far = days.iter().filter(|&day| !near.contains(day)).count();
    if far > (n / 100).max(1) {
        return 0;
    }
    dated.retain(|(_, date)| near.contains(&date.first_day()));
    far
}

/// The width that suits the dates; `None` without dates.
pub(super) fn choose_width(dated: &[(usize, Date)]) -> Option<BinWidth> {
    // Widths that nine in ten dates are exact enough for, narrowest first, with their numbers of bins.
    let mut widths: Vec<(BinWidth, i64)> = Vec::new();
    for width in BinWidth::ALL {
        let bins = || dated.iter().filter_map(|&(_, date)| width.bin_of(date));
        if let (Some(first), Some(last)) = (bins().min(), bins().max())
            && bins().count() * 10 >= dated.len() * 9
        {
            widths.push((width, last - first + 1));
        }
    }
    let readable = || widths.iter().filter(|(_, bins)| BINS.contains(bins));
    let filled = readable().find(|(_, bins)| dated.len() >= *bins as usize * UNITS_PER_BIN);
    let widest = || readable().next_back();
    let narrowest = || widths.iter().find(|(_, bins)| bins <= BINS.end());
    filled.or_else(widest).or_else(narrowest).or(widths.last()).map(|&(width, _)| width)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i64, month: Option<i64>, day: Option<i64>) -> Date {
        Date { year, month, day }
    }

    #[test]
    fn iso_dates_are_read_and_nothing_else() {
        assert_eq!(Date::parse("2023"), Some(date(2023, None, None)));
        assert_eq!(Date::parse(" 2023-09 "), Some(date(2023, Some(9), None)));
        for text in ["2023-09-13", "2023-09-13T10:00:00Z", "2023-09-13 10:00", "2023-09-13T23:30:00+09:00"] {
            assert_eq!(Date::parse(text), Some(date(2023, Some(9), Some(13))), "{text}");
        }
        assert_eq!(Date::parse("2024-02-29"), Some(date(2024, Some(2), Some(29))));
        let bad = [
            "",
            "13.09.2023",
            "2023-9-3",
            "2023-13",
            "2023-00-01",
            "2023-02-29",
            "1900-02-29",
            "2023-04-31",
            "20230913",
        ];
        let odd = [
            "09/13/2023",
            "2023-09-13-1",
            "2023 AD",
            "2023-09-13 in the morning",
            "+2023",
            "２０２３",
            "-300",
            "2023-",
        ];
        for text in bad.into_iter().chain(odd) {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        // Python: datetime.date.fromordinal(719163 + days).isoformat(), and .isocalendar() for weeks.
        for (days, text) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (19_613, "2023-09-13"),
            (11_016, "2000-02-29"),
            (-719_162, "0001-01-01"),
        ] {
            assert_eq!(BinWidth::Day.label(days), text);
            assert_eq!(Date::parse(text).unwrap().first_day(), days);
        }
        for (day, week, monday) in [
            ("2023-09-13", "2023-W37", "2023-09-11"),
            ("2021-01-03", "2020-W53", "2020-12-28"),
            ("2024-12-30", "2025-W01", "2024-12-30"),
            ("1969-12-31", "1970-W01", "1969-12-29"),
            ("2016-01-01", "2015-W53", "2015-12-28"),
        ] {
            let bin = BinWidth::Week.bin_of(Date::parse(day).unwrap()).unwrap();
            assert_eq!(
                (BinWidth::Week.label(bin).as_str(), BinWidth::Week.first_day(bin).as_str()),
                (week, monday)
            );
        }
        for days in -800_000..800_000 {
            let (year, month, day) = civil_from_days(days);
            assert_eq!(days_from_civil(year, month, day), days);
        }
    }

    #[test]
    fn bins_follow_each_other_and_say_where_they_begin() {
        let day = Date::parse("2023-11-30").unwrap();
        let expected = [
            ("2023-11-30", "2023-11-30", "2023-12-01"),
            ("2023-W48", "2023-11-27", "2023-12-04"),
            ("2023-11", "2023-11-01", "2023-12-01"),
            ("2023-Q4", "2023-10-01", "2024-01-01"),
            ("2023", "2023-01-01", "2024-01-01"),
        ];
        for (width, (label, first, next)) in BinWidth::ALL.into_iter().zip(expected) {
            let bin = width.bin_of(day).unwrap();
            assert_eq!(
                (width.label(bin), width.first_day(bin), width.first_day(bin + 1)),
                (label.into(), first.into(), next.into())
            );
        }
        let (year, month) = (Date::parse("2023").unwrap(), Date::parse("2023-11").unwrap());
        assert_eq!(
            BinWidth::ALL.map(|width| width.bin_of(year).is_some()),
            [false, false, false, false, true]
        );
        assert_eq!(
            BinWidth::ALL.map(|width| width.bin_of(month).is_some()),
            [false, false, true, true, true]
        );
    }
}
