//! What writing the index file anew has changed.

use serde::{Deserialize, Serialize};

use crate::report::text::Ink;
use crate::report::text::number::{bytes, grouped};
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::rows::row;
use crate::report::text::wrap::label;

/// Version of the JSON of this report; it grows when a field changes its meaning or goes away.
pub const COMPACT_REPORT_SCHEMA: u32 = 1;

/// A collection's files before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompactReport {
    /// [`COMPACT_REPORT_SCHEMA`].
    pub schema: u32,
    /// Vectors in the index file.
    pub vectors: usize,
    /// `exact` or `hnsw`.
    pub kind: String,
    /// Whether the index file holds eight bits of each dimension only.
    pub small: bool,
    /// Bytes of the index file before, 0 when there was none, and now.
    pub index_bytes: [u64; 2],
    /// Bytes of the database before and now.
    pub database_bytes: [u64; 2],
}

/// The report as text for a terminal.
pub fn render(report: &CompactReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    let small = if report.small { " · eight bits a dimension" } else { "" };
    let kind = format!("{} · {} vectors{small}", label(&report.kind), grouped(report.vectors));
    row(&mut page, "Index", &kind, Ink::bold);
    for (name, [before, now]) in [("Index file", report.index_bytes), ("Database", report.database_bytes)] {
        row(&mut page, name, &format!("{}, before {}", bytes(now), bytes(before)), plain);
    }
    page.into_text()
}

#[cfg(test)]
pub(in crate::report) mod tests {
    use super::*;

    pub(in crate::report) fn report() -> CompactReport {
        CompactReport {
            schema: COMPACT_REPORT_SCHEMA,
            vectors: 100_001,
            kind: "exact".to_owned(),
            small: true,
            index_bytes: [131_000_000, 28_000_000],
            database_bytes: [180_900_000, 175_000_000],
        }
    }

    #[test]
    fn the_whole_report_without_colour() {
        let expected = "\
Index       exact · 100,001 vectors · eight bits a dimension
Index file  28.0 MB, before 131.0 MB
Database    175.0 MB, before 180.9 MB
";
        assert_eq!(render(&report(), &TerminalStyle::default()), expected);
    }
}
