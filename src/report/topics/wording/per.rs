//! Topics by the values of a field, in words.

use super::topic::Labels;
use crate::report::text::translations::Translations;
use crate::report::text::wrap::{beginning, named};
use crate::report::topics::model::{PerEntry, PerKind, PerValue, TopicReport};
use crate::topics::per::ValueTopic;

/// Columns of a value: it stands at the head of a column.
const NAME: usize = 40;

/// One field.
#[derive(Debug, Clone)]
pub(in crate::report) struct Field {
    /// What it is: `Topics by author`.
    pub(in crate::report) title: String,
    /// Its values.
    pub(in crate::report) values: Vec<Said>,
    /// The topics.
    pub(in crate::report) rows: Vec<Row>,
}

/// A value.
#[derive(Debug, Clone)]
pub(in crate::report) struct Said {
    /// Its name: the value, `others (4 values)`, or that there is none.
    pub(in crate::report) name: String,
    /// `12 paragraphs in 3 documents`.
    pub(in crate::report) size: String,
}

/// One topic.
#[derive(Debug, Clone)]
pub(in crate::report) struct Row {
    /// Number of the topic.
    pub(in crate::report) id: u64,
    /// Number and name.
    pub(in crate::report) name: String,
    /// What it has of each value.
    pub(in crate::report) cells: Vec<Cell>,
}

/// A topic in what has a value.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct Cell {
    /// Its units.
    pub(in crate::report) units: usize,
    /// Its share: `34%`.
    pub(in crate::report) share: String,
    /// The interval: `20%–51%`.
    pub(in crate::report) interval: String,
    /// The share, in [0, 1].
    pub(in crate::report) value: f64,
}

/// The fields that were asked for, where there are topics.
pub(in crate::report) fn fields(words: &Translations, report: &TopicReport) -> Vec<Field> {
    let labels = Labels::of(report);
    let field = |entry: &PerEntry| Field {
        title: words.with("section-per", &[("field", named(&entry.field).into())]),
        values: entry.values.iter().map(|value| said(words, report, entry, value)).collect(),
        rows: report
            .topics
            .iter()
            .enumerate()
            .map(|(place, topic)| Row {
                id: topic.id,
                name: labels.name(topic.id),
                cells: entry.values.iter().map(|value| cell(words, value.topics.get(place))).collect(),
            })
            .collect(),
    };
    let has_rows = |entry: &&PerEntry| !entry.values.is_empty() && !report.topics.is_empty();
    report.per.iter().filter(has_rows).map(field).collect()
}

fn said(words: &Translations, report: &TopicReport, entry: &PerEntry, value: &PerValue) -> Said {
    let name = match value.kind {
        PerKind::Value => beginning(value.value.as_deref().unwrap_or_default(), NAME),
        PerKind::Other => words.counting("per-other", value.values, &[]),
        PerKind::None => words.with("per-none", &[("field", named(&entry.field).into())]),
    };
    let units = words.count(value.units, &report.corpus.unit);
    let size = if report.corpus.unit == "document" || value.units == value.documents {
        units
    } else {
        let documents = words.count(value.documents, "document");
        words.with("set-size", &[("units", units.into()), ("documents", documents.into())])
    };
    Said { name, size }
}

fn cell(words: &Translations, found: Option<&ValueTopic>) -> Cell {
    let Some(found) = found else {
        return Cell { units: 0, share: "–".to_owned(), interval: String::new(), value: 0.0 };
    };
    let [low, high] = found.interval.map(|end| words.percent(end));
    let interval = if low == high { low } else { format!("{low}–{high}") };
    Cell { units: found.units, share: words.percent(found.share), interval, value: found.share }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::sample;

    #[test]
    fn values_others_and_none_have_their_names_and_cells() {
        let report = sample::report();
        let found = fields(&Translations::default(), &report);
        assert_eq!(found[0].title, "Topics by author");
        let names: Vec<_> =
            found[0].values.iter().map(|said| (said.name.as_str(), said.size.as_str())).collect();
        let expected = [
            ("Ada [31m Byron", "2 paragraphs in 1 document"),
            ("others (4 values)", "1 paragraph"),
            ("no author", "1 paragraph"),
        ];
        assert_eq!(names, expected);
        let cell = &found[0].rows[0].cells[0];
        assert_eq!((cell.units, cell.share.as_str(), cell.interval.as_str()), (1, "50%", "9%–91%"));
        assert!(fields(&Translations::default(), &sample::without_topics()).is_empty());
    }
}
