//! What the tables of a topic report are read from.

use std::collections::BTreeMap;

use crate::report::sources::Place;
use crate::report::text::table::{Cell, Column};
use crate::report::topics::model::{PerEntry, PerValue, TopicEntry, TopicReport, UnitEntry, documents};
use crate::topics::per::ValueTopic;

/// A column that is read from rows by number.
pub(in crate::report) type TopicColumn = Column<for<'r, 'a> fn(&'r Rows<'a>, usize) -> Cell<'a>>;

/// A table: columns, and how many rows a report gives.
#[derive(Debug)]
pub(in crate::report) struct Table {
    /// Its columns.
    pub(in crate::report) columns: &'static [TopicColumn],
    /// Number of its rows.
    pub(in crate::report) length: fn(&TopicReport) -> usize,
}

/// A report, from which rows are read by number.
#[derive(Debug)]
pub(in crate::report) struct Rows<'a> {
    report: &'a TopicReport,
    labels: BTreeMap<u64, &'a str>,
    documents: Vec<Document<'a>>,
    /// Field, value and topic of each row of the table of topics by value.
    per: Vec<(&'a PerEntry, &'a PerValue, &'a TopicEntry, &'a ValueTopic)>,
}

/// The units of a document.
#[derive(Debug)]
pub(super) struct Document<'a> {
    /// All of them, in order.
    pub(super) units: &'a [UnitEntry],
    /// Numbers of its topics with its units in each, most units first.
    pub(super) topics: Vec<(u64, usize)>,
}

impl<'a> Document<'a> {
    fn new(units: &'a [UnitEntry]) -> Self {
        let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
        for topic in units.iter().filter_map(|unit| unit.topic) {
            *counts.entry(topic).or_default() += 1;
        }
        let mut topics: Vec<(u64, usize)> = counts.into_iter().collect();
        topics.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        Self { units, topics }
    }

    /// Where its first unit stands.
    pub(super) fn place(&self) -> &'a Place {
        &self.units[0].place
    }

    /// Number of units that something holds of.
    pub(super) fn count(&self, holds: impl Fn(&UnitEntry) -> bool) -> usize {
        self.units.iter().filter(|unit| holds(unit)).count()
    }
}

impl<'a> Rows<'a> {
    /// The rows of `report`.
    pub(in crate::report) fn new(report: &'a TopicReport) -> Self {
        let labels = report.topics.iter().map(|topic| (topic.id, topic.label.as_str())).collect();
        let per = report.per.iter().flat_map(|entry| {
            entry.values.iter().flat_map(move |value| {
                let topics = report.topics.iter().zip(&value.topics);
                topics.map(move |(topic, found)| (entry, value, topic, found))
            })
        });
        let documents =
            documents(&report.units).into_iter().map(|range| Document::new(&report.units[range])).collect();
        Self { report, labels, documents, per: per.collect() }
    }

    pub(super) fn document(&self, row: usize) -> &Document<'a> {
        &self.documents[row]
    }

    /// Field, value and topic of a row of the table of topics by value.
    pub(super) fn per(&self, row: usize) -> (&'a PerEntry, &'a PerValue, &'a TopicEntry, &'a ValueTopic) {
        self.per[row]
    }

    pub(super) fn unit(&self, row: usize) -> &'a UnitEntry {
        &self.report.units[row]
    }

    pub(super) fn topic(&self, row: usize) -> &'a TopicEntry {
        &self.report.topics[row]
    }

    /// The name of a topic.
    pub(in crate::report) fn label(&self, topic: Option<u64>) -> Option<&'a str> {
        self.labels.get(&topic?).copied()
    }

    /// A topic's share of the text proper, in [0, 1].
    pub(super) fn share(&self, topic: &TopicEntry) -> Option<f64> {
        let corpus = &self.report.corpus;
        let proper = corpus.in_topics + corpus.outliers;
        (proper > 0).then(|| topic.units as f64 / proper as f64)
    }
}
