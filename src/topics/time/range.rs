//! Which dates count, and how wide the bins are.

use super::date::{BinWidth, Date};

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
/// Far is beyond ten times the interquartile range (a year at least). More than one in a hundred are no mistake and
/// stay, and of fewer than four dates none can be told to be far.
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
