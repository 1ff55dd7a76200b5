//! Topics over time: a line of columns for each, and its changes in words.

use super::topic::Labels;
use crate::report::text::number::spark;
use crate::report::text::translations::Translations;
use crate::report::topics::model::TopicReport;
use crate::topics::time::{ChangePoint, TimeBin, Timeline, TopicSeries};

/// One topic over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Row {
    /// A column for each bin, or for several that are next to each other, against the topic's own greatest share.
    pub(in crate::report) spark: String,
    /// Number and name.
    pub(in crate::report) name: String,
    /// `rises in 2023-09: 4% to 21%`.
    pub(in crate::report) changes: Vec<String>,
}

/// The timeline when it has more than one bin, and topics.
pub(in crate::report) fn of(report: &TopicReport) -> Option<&Timeline> {
    report.timeline.as_ref().filter(|timeline| timeline.bins.len() > 1 && !report.topics.is_empty())
}

/// First and last bin and what a column is: `2023-05 to 2024-02, a column is a month`.
pub(in crate::report) fn span(words: &Translations, timeline: &Timeline, columns: usize) -> String {
    let label = |bin: Option<&TimeBin>| bin.map(|bin| bin.label.clone()).unwrap_or_default();
    let width = timeline.width.map_or("bin", |width| width.name());
    let column = match bins_a_column(timeline, columns) {
        1 => words.with("one-width", &[("width", width.into())]),
        n => words.count(n, width),
    };
    let (first, last) = (label(timeline.bins.first()), label(timeline.bins.last()));
    let values = [("first", first.into()), ("last", last.into()), ("column", column.into())];
    words.with("time-span", &values)
}

/// Units that are in no bin, by reason; `None` when there is none.
pub(in crate::report) fn left_out(
    words: &Translations,
    report: &TopicReport,
    timeline: &Timeline,
) -> Option<String> {
    let undated = timeline.undated;
    let unit = &report.corpus.unit;
    let reasons = [
        (undated.without_date, "undated-without"),
        (undated.not_read, "undated-not-read"),
        (undated.not_exact, "undated-not-exact"),
        (undated.far_off, "undated-far-off"),
    ];
    let reasons = reasons.into_iter().filter(|(n, _)| *n > 0);
    let reasons: Vec<_> =
        reasons.map(|(n, why)| words.with(why, &[("counted", words.count(n, unit).into())])).collect();
    (!reasons.is_empty()).then(|| words.with("left-out", &[("reasons", reasons.join(", ").into())]))
}

/// A row for each topic, of at most so many columns.
pub(in crate::report) fn rows(
    words: &Translations,
    report: &TopicReport,
    timeline: &Timeline,
    columns: usize,
) -> Vec<Row> {
    let labels = Labels::of(report);
    let series = report.topics.iter().zip(&timeline.topics);
    series
        .map(|(topic, series)| Row {
            spark: spark(&shares(timeline, series, columns)),
            name: labels.name(topic.id),
            changes: series.changes.iter().map(|change| in_words(words, timeline, change)).collect(),
        })
        .collect()
}

fn bins_a_column(timeline: &Timeline, columns: usize) -> usize {
    timeline.bins.len().div_ceil(columns.max(1)).max(1)
}

/// The topic's share of the units of each column; `None` for an empty one.
fn shares(timeline: &Timeline, series: &TopicSeries, columns: usize) -> Vec<Option<f64>> {
    let size = bins_a_column(timeline, columns);
    let all = timeline.bins.chunks(size).map(|bins| bins.iter().map(|bin| bin.units).sum::<usize>());
    let own = series.units.chunks(size).map(|units| units.iter().sum::<usize>());
    all.zip(own).map(|(all, own)| (all > 0).then(|| own as f64 / all as f64)).collect()
}

fn in_words(words: &Translations, timeline: &Timeline, change: &ChangePoint) -> String {
    let key = if change.after > change.before { "rises" } else { "falls" };
    let bin = timeline.bins.get(change.bin).map_or("", |bin| bin.label.as_str());
    let [before, after] = [change.before, change.after].map(|share| words.percent(share).into());
    words.with(key, &[("bin", bin.into()), ("before", before), ("after", after)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::sample;

    #[test]
    fn rows_and_changes_in_words() {
        let (words, report) = (Translations::default(), sample::report());
        let timeline = of(&report).unwrap();
        let rows = rows(&words, &report, timeline, 30);
        assert_eq!(rows[0].spark, "▁▁·▅█");
        assert_eq!(rows[0].changes, ["rises in 2023-09: 4% to 21%", "falls in 2023-10: 21% to <1%"]);
        assert_eq!(rows[1].spark, "█▁·▁▁");
        assert!(rows[1].changes.is_empty());
        assert_eq!(span(&words, timeline, 30), "2023-06 to 2023-10, a column is a month");
        assert_eq!(
            left_out(&words, &report, timeline).unwrap(),
            "left out: 2 paragraphs without a date, 1 paragraph with a date that cannot be read"
        );
    }

    #[test]
    fn columns_that_do_not_fit_are_taken_together() {
        let (words, report) = (Translations::default(), sample::report());
        let timeline = of(&report).unwrap();
        let rows = rows(&words, &report, timeline, 3);
        assert_eq!(rows.iter().map(|row| row.spark.as_str()).collect::<Vec<_>>(), ["▁▅█", "█▁▁"]);
        assert_eq!(span(&words, timeline, 3), "2023-06 to 2023-10, a column is 2 months");
    }

    #[test]
    fn one_bin_is_no_timeline() {
        let mut report = sample::report();
        report.timeline.as_mut().unwrap().bins.truncate(1);
        assert!(of(&report).is_none());
    }
}
