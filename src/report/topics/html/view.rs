//! The report as the parts of the page look at it: with its words, and what is asked of it again and again.

use std::collections::BTreeMap;

use minijinja::value::Value;

use super::chart::COLOURS;
use crate::report::sources::Place;
use crate::report::text::place::citation;
use crate::report::text::translations::Translations;
use crate::report::text::wrap::{beginning, clean};
use crate::report::topics::model::{TopicReport, UnitEntry};
use crate::report::topics::wording::topic as wording;
use crate::report::topics::wording::topic::{InPart, Labels};

/// Columns of the first words of a paragraph in a list.
pub(super) const WORDS: usize = 160;

/// Most characters of an excerpt; the list of paragraphs has the whole.
const EXCERPT: usize = 1500;

/// A report with the words for it.
pub(super) struct View<'a> {
    pub(super) report: &'a TopicReport,
    pub(super) words: &'a Translations,
    /// What topics are called.
    pub(super) labels: Labels<'a>,
    /// Units of each topic, in their order.
    pub(super) members: BTreeMap<u64, Vec<usize>>,
    /// Units that are about each topic in part.
    pub(super) in_part: BTreeMap<u64, Vec<InPart<'a>>>,
}

impl<'a> View<'a> {
    pub(super) fn new(report: &'a TopicReport, words: &'a Translations) -> Self {
        let mut members: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for (number, unit) in report.units.iter().enumerate() {
            if let Some(topic) = unit.topic {
                members.entry(topic).or_default().push(number);
            }
        }
        Self { report, words, labels: Labels::of(report), members, in_part: wording::in_part(report) }
    }

    /// A message that names the unit of text.
    pub(super) fn say(&self, key: &str) -> String {
        self.words.with(key, &[("unit", self.report.corpus.unit.as_str().into())])
    }

    /// A message with a number.
    pub(super) fn counting(&self, key: &str, number: usize) -> String {
        self.words.counting(key, number, &[("unit", self.report.corpus.unit.as_str().into())])
    }

    /// `12 paragraphs`.
    pub(super) fn units(&self, number: usize) -> String {
        self.words.count(number, &self.report.corpus.unit)
    }

    /// Units of the text proper: what shares are shares of.
    pub(super) fn proper(&self) -> usize {
        self.report.corpus.in_topics + self.report.corpus.outliers
    }

    /// Where the page shows a unit's exact place: the citation, the bytes and the hash.
    pub(super) fn place(&self, place: &Place) -> Value {
        let [from, to] = place.span.map(|byte| byte.to_string());
        let bytes = self.words.with("page-bytes", &[("from", from.into()), ("to", to.into())]);
        minijinja::context! { text => citation(place), bytes, hash => &place.hash }
    }

    /// That a list is longer than what is shown; `None` when it is not.
    pub(super) fn more(&self, all: usize, shown: usize) -> Option<String> {
        (all > shown).then(|| self.counting("page-more", all - shown))
    }

    /// The code of a unit's language.
    pub(super) fn lang(unit: Option<&UnitEntry>) -> Option<String> {
        unit?.language.map(|language| language.code().to_owned())
    }
}

/// The class of the colour of the topic at a place.
pub(super) fn colour(place: usize) -> String {
    format!("c{}", place % COLOURS)
}

/// A text with its line breaks, or its beginning.
pub(super) fn excerpt(text: &str) -> String {
    if text.chars().nth(EXCERPT).is_none() { clean(text) } else { beginning(text, EXCERPT) }
}
