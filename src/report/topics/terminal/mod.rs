//! The topic report for reading in a terminal: what `cognate topics` prints.

mod apart;
mod footer;
mod given;
mod header;
mod overview;
mod topic;

use super::model::TopicReport;
use super::wording::corpus;
use crate::report::text::Ink;
use crate::report::text::page::{Page, TerminalStyle};
use crate::report::text::translations::Translations;

/// Columns by which what belongs to a topic is moved in.
const INDENT: &str = "   ";

/// The report as text.
pub fn render(report: &TopicReport, style: &TerminalStyle) -> String {
    let words = &Translations::new(style.language);
    let mut page = Page::new(style);
    header::write(&mut page, words, report);
    overview::changes(&mut page, words, report, style);
    let known = topic::Known::of(report, style);
    for entry in &report.topics {
        topic::write(&mut page, words, report, &known, entry, style);
    }
    if report.topics.is_empty() {
        page.blank();
        page.wrapped("", &corpus::why_no_topic(words, report), Ink::bold);
    }
    given::write(&mut page, words, report);
    overview::levels(&mut page, words, report);
    overview::time(&mut page, words, report, style);
    overview::contrast(&mut page, words, report, style);
    overview::per(&mut page, words, report, style);
    apart::write(&mut page, words, report, style);
    footer::write(&mut page, words, report);
    page.into_text()
}

#[cfg(test)]
mod tests;
