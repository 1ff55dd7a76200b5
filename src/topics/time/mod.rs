//! Topics over time: how much of what was written in each bin of time is in each topic, and where that
//! changes.
//!
//! Counts and shares are those of units. Changes are sought among documents, because paragraphs of one
//! document are not independent: each document counts once, split over its topics by the shares of its
//! paragraphs. Shares are of everything in a bin, units without topic included.

mod changes;
mod date;
#[cfg(test)]
mod tests;

pub use changes::ChangePoint;
pub use date::BinWidth;

use date::{Date, choose_width, remove_far_off};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::significance::Documents;

/// Most bins where the width is given: days of thirteen years.
const MAX_BINS: usize = 5_000;

/// One unit as the timeline needs it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DatedUnit<'a> {
    /// Its topic, if any.
    pub topic: Option<usize>,
    /// Its date as the corpus gives it. ISO 8601 is read: `2023`, `2023-09`, `2023-09-13`, with or without a
    /// time.
    pub date: Option<&'a str>,
    /// Which document it belongs to (any number, equal for units of one document).
    pub document: usize,
}

/// A width of bins that cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TimeError {
    /// The dates reach over more bins than can be shown.
    #[error("the dates reach over {bins} bins of a {}, and the most is {limit}", width.name())]
    TooManyBins {
        /// The width asked for.
        width: BinWidth,
        /// Number of bins.
        bins: u64,
        /// The most there may be.
        limit: usize,
    },
}

impl TimeError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::TooManyBins { .. } => Some("choose a wider bin, or leave it out to have it chosen".into()),
        }
    }
}

/// One bin of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TimeBin {
    /// Its name: `2023-09-13`, `2023-W37`, `2023-09`, `2023-Q3` or `2023`.
    pub label: String,
    /// Its first day, `2023-09-11`.
    pub first_day: String,
    /// Units, with or without topic.
    pub units: usize,
    /// Documents with at least one of these units.
    pub documents: usize,
}

/// One topic over the bins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TopicSeries {
    /// Its units in each bin.
    pub units: Vec<usize>,
    /// Documents in each bin with at least one of these units.
    pub documents: Vec<usize>,
    /// Share of the bin's units, in [0, 1]; `None` for an empty bin.
    pub shares: Vec<Option<f64>>,
    /// How often chance alone makes changes as strong as the strongest one here, corrected for the number of
    /// topics (Holm); `None` where that cannot be tested, as with fewer than four bins that have documents.
    pub p_value: Option<f64>,
    /// Where its share among documents changes, in order; none unless `p_value` is at most 0.01.
    pub changes: Vec<ChangePoint>,
}

/// Units that are in no bin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Undated {
    /// Without a date.
    pub without_date: usize,
    /// With a date that is not ISO 8601 or that no calendar has.
    pub not_read: usize,
    /// With a date that is not exact enough for the bins: a year among days.
    pub not_exact: usize,
    /// With one of the few dates (1 in 100 at most, or a single one) that lie far from all others, such as
    /// 1970 for "unknown".
    pub far_off: usize,
}

/// Topics over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Timeline {
    /// Width of the bins; `None` where no date could be read.
    pub width: Option<BinWidth>,
    /// The bins in order, from the first date to the last, empty ones included.
    pub bins: Vec<TimeBin>,
    /// Each topic over the bins.
    pub topics: Vec<TopicSeries>,
    /// Units that are in no bin.
    pub undated: Undated,
}

/// Counts topics over time and finds where they change.
///
/// Topics are those below `n_topics`. Without a `width`, it is the narrowest that gives 8 to 60 bins with at
/// least five units on average, and that nine in ten of the dates are exact enough for; where there is none,
/// the nearest to that. The same units give the same result on any number of threads.
///
/// # Errors
/// [`TimeError::TooManyBins`] for a width given that gives more than 5,000 bins.
pub fn timeline(
    units: &[DatedUnit<'_>],
    n_topics: usize,
    width: Option<BinWidth>,
) -> Result<Timeline, TimeError> {
    let mut undated = Undated::default();
    let mut dated: Vec<(usize, Date)> = Vec::new();
    for (unit, text) in units.iter().map(|unit| unit.date).enumerate() {
        match text.map(Date::parse) {
            Some(Some(date)) => dated.push((unit, date)),
            Some(None) => undated.not_read += 1,
            None => undated.without_date += 1,
        }
    }
    undated.far_off = remove_far_off(&mut dated);
    let width = width.or_else(|| choose_width(&dated));
    let mut bins_of: Vec<(usize, i64)> = Vec::with_capacity(dated.len());
    if let Some(width) = width {
        bins_of.extend(dated.iter().filter_map(|&(unit, date)| Some((unit, width.bin_of(date)?))));
    }
    undated.not_exact = dated.len() - bins_of.len();
    let first = bins_of.iter().map(|&(_, bin)| bin).min();
    let last = bins_of.iter().map(|&(_, bin)| bin).max();
    let (Some(width), Some(first), Some(last)) = (width, first, last) else {
        return Ok(Timeline {
            width: None,
            bins: Vec::new(),
            topics: vec![TopicSeries::empty(); n_topics],
            undated,
        });
    };
    let n_bins = (last - first) as usize + 1;
    if n_bins > MAX_BINS {
        return Err(TimeError::TooManyBins { width, bins: n_bins as u64, limit: MAX_BINS });
    }

    let placed = || {
        bins_of.iter().map(|&(unit, bin)| {
            let unit = &units[unit];
            (unit.document, (bin - first) as usize, unit.topic)
        })
    };
    let documents = Documents::new(n_topics, placed());
    let mut totals = vec![0; n_bins];
    let mut counts = vec![vec![0; n_bins]; n_topics];
    for (_, bin, topic) in placed() {
        totals[bin] += 1;
        if let Some(count) = topic.and_then(|topic| counts.get_mut(topic)) {
            count[bin] += 1;
        }
    }
    let found = changes::changes(&documents, n_bins);
    let topics = counts
        .into_par_iter()
        .zip(found)
        .zip(&documents.of_topic)
        .map(|((units, found), parts)| {
            let mut of_topic = vec![0; n_bins];
            for &(document, _) in parts {
                of_topic[documents.group[document]] += 1;
            }
            let share = |(&units, &total)| (total > 0).then(|| units as f64 / total as f64);
            let shares = units.iter().zip(&totals).map(share).collect();
            TopicSeries { units, documents: of_topic, shares, p_value: found.p_value, changes: found.points }
        })
        .collect();
    let bins = (first..=last)
        .zip(totals.iter().zip(documents.per_group(n_bins)))
        .map(|(bin, (&units, documents))| TimeBin {
            label: width.label(bin),
            first_day: width.first_day(bin),
            units,
            documents,
        })
        .collect();
    Ok(Timeline { width: Some(width), bins, topics, undated })
}

impl TopicSeries {
    /// A topic where there is no bin.
    fn empty() -> Self {
        Self {
            units: Vec::new(),
            documents: Vec::new(),
            shares: Vec::new(),
            p_value: None,
            changes: Vec::new(),
        }
    }
}
