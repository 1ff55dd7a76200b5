//! What a table is made of: columns with a type, and cells that are read from a report.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::report::model::{TopicEntry, TopicReport, UnitEntry};

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Truth,
}

/// The value of a column in a row.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) enum Cell<'a> {
    /// Not known.
    Empty,
    /// Of a column of [`Kind::Text`].
    Text(Cow<'a, str>),
    /// Of the same: the name of a file or a record, of which nothing may be left out.
    Name(&'a str),
    /// Of a column of [`Kind::Integer`].
    Integer(i64),
    /// Of a column of [`Kind::Number`].
    Number(f32),
    /// Of a column of [`Kind::Truth`].
    Truth(bool),
}

impl<'a> Cell<'a> {
    pub(in crate::report) fn text(text: &'a str) -> Self {
        Self::Text(text.into())
    }

    /// Text that may be missing.
    pub(in crate::report) fn some_text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Empty, Self::text)
    }

    /// The name of a record, where it has one.
    pub(in crate::report) fn some_name(name: Option<&'a str>) -> Self {
        name.map_or(Self::Empty, Self::Name)
    }

    pub(in crate::report) fn integer(value: usize) -> Self {
        Self::Integer(value as i64)
    }

    /// A number of a unit or a topic that may be missing.
    pub(super) fn some_integer(value: Option<u64>) -> Self {
        value.map_or(Self::Empty, |value| Self::Integer(value as i64))
    }

    pub(in crate::report) fn some_number(value: Option<f32>) -> Self {
        value.map_or(Self::Empty, Self::Number)
    }

    /// A figure that may be missing, with the digits of a `f32`.
    pub(super) fn some_figure(value: Option<f64>) -> Self {
        Self::some_number(value.map(|value| value as f32))
    }

    /// Texts beside each other; empty where there is none.
    pub(super) fn list<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let joined = texts.collect::<Vec<_>>().join("; ");
        if joined.is_empty() { Self::Empty } else { Self::Text(joined.into()) }
    }
}

/// A column of a table, and how it is read: of topic reports, from rows by number.
#[derive(Debug)]
#[cfg_attr(not(feature = "parquet"), allow(dead_code, reason = "text has no types"))]
pub(in crate::report) struct Column<Read = for<'r, 'a> fn(&'r Rows<'a>, usize) -> Cell<'a>> {
    /// Its name.
    pub(in crate::report) name: &'static str,
    /// Its type.
    pub(in crate::report) kind: Kind,
    /// Whether there are rows without a value.
    pub(in crate::report) optional: bool,
    /// Its value in a row.
    pub(in crate::report) read: Read,
}

/// A table: columns, and how many rows a report gives.
#[derive(Debug)]
pub(in crate::report) struct Table {
    /// Its columns.
    pub(in crate::report) columns: &'static [Column],
    /// Number of its rows.
    pub(in crate::report) length: fn(&TopicReport) -> usize,
}

/// A report, from which rows are read by number.
#[derive(Debug)]
pub(in crate::report) struct Rows<'a> {
    report: &'a TopicReport,
    labels: BTreeMap<u64, &'a str>,
}

impl<'a> Rows<'a> {
    /// The rows of `report`.
    pub(in crate::report) fn new(report: &'a TopicReport) -> Self {
        let labels = report.topics.iter().map(|topic| (topic.id, topic.label.as_str())).collect();
        Self { report, labels }
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
