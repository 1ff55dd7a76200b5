//! What a run of `cognate index` did.

use serde::{Deserialize, Serialize};

#[cfg(test)]
use crate::corpus::UnreadKind;
use crate::printable;
use crate::report::sources::SkippedFile;
use crate::report::text::Ink;
use crate::report::text::number::{count, grouped};
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::rows::{read_in_parts, row};
use crate::report::text::translations::Translations;

/// Version of the JSON of this report; it grows when a field changes its meaning or goes away.
pub const INDEX_REPORT_SCHEMA: u32 = 1;

/// Files passed over that are named; JSON names all.
const MOST_SKIPPED: usize = 10;

/// What was done and what there is now.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct IndexReport {
    /// [`INDEX_REPORT_SCHEMA`].
    pub schema: u32,
    /// Folder of the collection.
    pub collection: String,
    /// Files read for the first time.
    pub added: usize,
    /// Files read again because they changed.
    pub changed: usize,
    /// Files removed from the collection because they are gone.
    pub removed: usize,
    /// Files that had not changed.
    pub unchanged: usize,
    /// Files that could not be looked at just now: what was read of them before is kept.
    pub kept: usize,
    /// Files passed over.
    pub skipped: Vec<SkippedFile>,
    /// Rows of tables with fewer or more cells than columns: what they lack is empty, and so is what they have beyond.
    pub ragged: usize,
    /// Different texts that were embedded in this run.
    pub embedded: usize,
    /// Units in the collection now.
    pub units: usize,
    /// Different texts among them.
    pub texts: usize,
    /// Different texts that the model knows no word of: they are kept, but not found.
    pub without_vector: usize,
    /// Different texts that were longer than the model's window and were read in parts.
    pub windowed: usize,
    /// Most tokens that the model reads at once; `null` for a model without a limit.
    pub window: Option<usize>,
}

/// The report as text for a terminal.
pub fn render(report: &IndexReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    row(&mut page, "Collection", &printable::name(&report.collection), Ink::bold);
    let files = [
        (report.added, "new"),
        (report.changed, "changed"),
        (report.removed, "removed"),
        (report.unchanged, "unchanged"),
        (report.kept, "kept as they were"),
        (report.skipped.iter().filter(|file| file.records.is_none()).count(), "not read"),
        (report.skipped.iter().filter(|file| file.records.is_some()).count(), "read in part"),
    ];
    let files: Vec<String> =
        files.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", grouped(*n))).collect();
    row(&mut page, "Files", &files.join(" · "), plain);
    // What was meant to be read first.
    let mut told: Vec<&SkippedFile> = report.skipped.iter().collect();
    told.sort_by_key(|file| !file.kind.is_failure());
    for skipped in told.iter().take(MOST_SKIPPED) {
        let mut reason = printable::message(&skipped.reason);
        if let Some(records) = skipped.records {
            reason = format!("{} left out; the first: {reason}", count(records, "record"));
        }
        row(&mut page, "", &format!("{}: {reason}", printable::name(&skipped.path)), Ink::dim);
    }
    if report.skipped.len() > MOST_SKIPPED {
        row(&mut page, "", &format!("and {} more", grouped(report.skipped.len() - MOST_SKIPPED)), Ink::dim);
    }
    if report.ragged > 0 {
        let ragged = format!("{} with fewer or more cells than columns", count(report.ragged, "row"));
        row(&mut page, "", &ragged, Ink::dim);
    }
    row(
        &mut page,
        "Text",
        &format!("{} · {} different", count(report.units, "unit"), grouped(report.texts)),
        plain,
    );
    row(&mut page, "Embedded", &format!("{} in this run", grouped(report.embedded)), plain);
    if report.without_vector > 0 {
        let unknown =
            format!("{} unknown to the model: kept, but not found", count(report.without_vector, "text"));
        row(&mut page, "", &unknown, Ink::warning);
    }
    if let Some(in_parts) = read_in_parts(&Translations::default(), report.windowed, "text", report.window) {
        row(&mut page, "", &in_parts, plain);
    }
    page.into_text()
}

#[cfg(test)]
pub(in crate::report) mod tests {
    use super::*;

    pub(in crate::report) fn report() -> IndexReport {
        IndexReport {
            schema: INDEX_REPORT_SCHEMA,
            collection: ".cognate".to_owned(),
            added: 2,
            unchanged: 1000,
            skipped: vec![SkippedFile {
                path: "a/picture.png".to_owned(),
                kind: UnreadKind::UnknownType,
                reason: "unknown type".to_owned(),
                records: None,
            }],
            embedded: 12,
            units: 3004,
            texts: 3000,
            without_vector: 1,
            windowed: 12,
            window: Some(512),
            ..IndexReport::default()
        }
    }

    #[test]
    fn the_whole_report_without_colour() {
        let expected = "\
Collection  .cognate
Files       2 new · 1,000 unchanged · 1 not read
            a/picture.png: unknown type
Text        3,004 units · 3,000 different
Embedded    12 in this run
            1 text unknown to the model: kept, but not found
            12 texts were longer than the model's window of 512 tokens and were
            read in parts
";
        assert_eq!(render(&report(), &TerminalStyle::default()), expected);
    }
}
