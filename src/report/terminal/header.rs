//! What was read, in one glance.

use super::rows::read_in_parts;
use super::{Page, plain};
use crate::report::layout::Ink;
use crate::report::layout::number::{count, grouped, languages};
use crate::report::model::TopicReport;
use crate::report::wording::topic::copies;

pub(super) fn write(page: &mut Page, report: &TopicReport) {
    let corpus = &report.corpus;
    let mut read = vec![count(corpus.files, "file")];
    if corpus.documents != corpus.files {
        read.push(count(corpus.documents, "document"));
    }
    if corpus.unit != "document" {
        read.push(count(corpus.units, &corpus.unit));
    }
    if !corpus.languages.is_empty() {
        read.push(languages(&corpus.languages));
    }
    page.wrapped("", &read.join(" · "), Ink::bold);

    let mut found = vec![count(report.topics.len(), "topic"), count(corpus.outliers, "outlier")];
    if corpus.boilerplate > 0 {
        found.push(format!("{} set apart as boilerplate", grouped(corpus.boilerplate)));
    }
    if corpus.without_vector > 0 {
        found.push(format!("{} without a word that the model knows", grouped(corpus.without_vector)));
    }
    page.wrapped("", &found.join(" · "), plain);
    if let Some(copies) = copies(report) {
        page.wrapped("", &copies, plain);
    }
    if let Some(in_parts) = read_in_parts(corpus.windowed, &corpus.unit, corpus.window) {
        page.wrapped("", &in_parts, plain);
    }
}

/// Why there is no topic, in a sentence.
pub(in crate::report) fn why_no_topic(report: &TopicReport) -> String {
    let corpus = &report.corpus;
    let proper = proper_units(report);
    let unit = &corpus.unit;
    if corpus.units == 0 {
        format!("No topic: no {unit} was found in what was read")
    } else if proper == 0 {
        format!(
            "No topic: of {} none is left to group, because each is boilerplate or has no word that the model \
             knows",
            count(corpus.units, unit)
        )
    } else if proper <= 2 {
        format!("No topic: {} is too little to group", count(proper, unit))
    } else {
        format!(
            "No topic: none of the {} is close enough to others, so all are outliers",
            count(proper, unit)
        )
    }
}

/// Units that could be in a topic: neither boilerplate nor without a vector. Shares are shares of these.
pub(in crate::report) fn proper_units(report: &TopicReport) -> usize {
    let corpus = &report.corpus;
    corpus.units.saturating_sub(corpus.boilerplate + corpus.without_vector)
}
