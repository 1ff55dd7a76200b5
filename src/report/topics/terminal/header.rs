//! What was read, in one glance.

use crate::report::text::Ink;
use crate::report::text::page::{Page, plain};
use crate::report::text::rows::read_in_parts;
use crate::report::text::translations::Translations;
use crate::report::topics::model::TopicReport;
use crate::report::topics::wording::topic::copies;

pub(super) fn write(page: &mut Page, words: &Translations, report: &TopicReport) {
    let corpus = &report.corpus;
    let mut read = vec![words.count(corpus.files, "file")];
    if corpus.documents != corpus.files {
        read.push(words.count(corpus.documents, "document"));
    }
    if corpus.unit != "document" {
        read.push(words.count(corpus.units, &corpus.unit));
    }
    if !corpus.languages.is_empty() {
        read.push(words.languages(&corpus.languages));
    }
    page.wrapped("", &read.join(" · "), Ink::bold);

    let mut found = vec![words.count(report.topics.len(), "topic"), words.count(corpus.outliers, "outlier")];
    if corpus.boilerplate > 0 {
        found.push(words.counting("set-apart", corpus.boilerplate, &[]));
    }
    if corpus.without_vector > 0 {
        found.push(words.counting("without-word", corpus.without_vector, &[]));
    }
    page.wrapped("", &found.join(" · "), plain);
    if let Some(copies) = copies(words, report) {
        page.wrapped("", &copies, plain);
    }
    if let Some(in_parts) = read_in_parts(words, corpus.windowed, &corpus.unit, corpus.window) {
        page.wrapped("", &in_parts, plain);
    }
}
