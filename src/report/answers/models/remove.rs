//! What was removed.

use serde::{Deserialize, Serialize};

use crate::printable;
use crate::report::text::Ink;
use crate::report::text::number::{bytes, count};
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::rows::row;
use crate::report::text::wrap::named;

/// Version of the JSON of this report; it grows when a field changes its meaning or goes away.
pub const REMOVE_REPORT_SCHEMA: u32 = 1;

/// A model that is not installed any more.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RemoveReport {
    /// [`REMOVE_REPORT_SCHEMA`].
    pub schema: u32,
    /// Name.
    pub id: String,
    /// Where its files are or were.
    pub folder: String,
    /// Number of files that were deleted.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Why files were left, `null` when they were deleted.
    pub left: Option<String>,
    /// The card of the person's own that stays, `null` when there is none.
    pub card: Option<String>,
}

/// The report as text for a terminal.
pub fn render(report: &RemoveReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    row(&mut page, "Model", &format!("{} is not installed any more", named(&report.id)), Ink::bold);
    let folder = printable::name(&report.folder);
    let files = match &report.left {
        Some(why) => format!("left in {folder}: {}", printable::message(why)),
        None => format!("deleted {}, {} in {folder}", count(report.files, "file"), bytes(report.bytes)),
    };
    row(&mut page, "Files", &files, plain);
    if let Some(card) = &report.card {
        row(
            &mut page,
            "Card",
            &format!("{} stays: delete it to forget the name", printable::name(card)),
            plain,
        );
    }
    page.into_text()
}

#[cfg(test)]
pub(in crate::report) mod tests {
    use super::*;

    pub(in crate::report) fn report() -> RemoveReport {
        RemoveReport {
            schema: REMOVE_REPORT_SCHEMA,
            id: "tiny".to_owned(),
            folder: "/srv/hub/tiny".to_owned(),
            files: 0,
            bytes: 0,
            left: Some("`HF_HOME` is shared with other programs; `--files` deletes them".to_owned()),
            card: Some("/cards/tiny.toml".to_owned()),
        }
    }

    #[test]
    fn the_whole_report_without_colour() {
        let expected = "\
Model       tiny is not installed any more
Files       left in /srv/hub/tiny: `HF_HOME` is shared with other programs;
            `--files` deletes them
Card        /cards/tiny.toml stays: delete it to forget the name
";
        assert_eq!(render(&report(), &TerminalStyle::default()), expected);
        let gone = RemoveReport { files: 5, bytes: 86_000, left: None, card: None, ..report() };
        let text = render(&gone, &TerminalStyle::default());
        assert!(text.ends_with("deleted 5 files, 86.0 kB in /srv/hub/tiny\n"), "{text}");
    }
}
