//! Whether a topic report still holds: what became of the texts that it cites.

mod render;

use serde::{Deserialize, Serialize};

use crate::corpus::Language;

pub use render::render;

/// Version of the JSON of this report; it grows when a field changes its meaning or goes away.
pub const CHECK_REPORT_SCHEMA: u32 = 1;

/// What became of the units of a topic report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckReport {
    /// [`CHECK_REPORT_SCHEMA`].
    pub schema: u32,
    /// The topic report, as it was named.
    pub report: String,
    /// What made it: `cognate` and its version.
    pub generator: String,
    /// What checked it. Another version may cut texts in another way.
    pub checked_by: String,
    /// The folder from which its paths were followed.
    pub base: String,
    /// Whether everything that can be checked matches, and there was something to check. Units that are in another line
    /// match, and so does a report whose sources have new units besides.
    pub holds: bool,
    /// Language of the new units that are counted, where the report has text in one language alone; else all count.
    pub only_language: Option<Language>,
    /// Its units by what became of them.
    pub units: StatusCounts,
    /// Units of the sources that the report does not know.
    pub new: usize,
    /// Where the report does not agree with itself.
    pub faults: Vec<Fault>,
    /// Its files in its order, then those below its paths that it does not know and that have new units.
    pub files: Vec<CheckedFile>,
    /// Topics with a unit that does not match, in the order of the report.
    pub topics: Vec<AffectedTopic>,
}

/// What became of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnitStatus {
    /// It stands where it stood.
    Same,
    /// Its text stands elsewhere in the same file.
    Shifted,
    /// Its text stands in another file.
    Moved,
    /// Another text stands in its place.
    Changed,
    /// It is gone.
    Deleted,
    /// Its file cannot be read.
    Unreadable,
    /// It came from standard input, which cannot be read again.
    NotChecked,
}

impl UnitStatus {
    /// Whether the citation holds, or cannot be told not to.
    pub fn holds(self) -> bool {
        matches!(self, Self::Same | Self::Shifted | Self::NotChecked)
    }
}

/// Numbers of units by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusCounts {
    /// Where they stood.
    pub same: usize,
    /// Elsewhere in the same file.
    pub shifted: usize,
    /// In another file.
    pub moved: usize,
    /// With another text in their place.
    pub changed: usize,
    /// Gone.
    pub deleted: usize,
    /// In a file that cannot be read.
    pub unreadable: usize,
    /// From standard input.
    pub not_checked: usize,
}

impl StatusCounts {
    /// Counts a unit.
    pub fn add(&mut self, status: UnitStatus) {
        *match status {
            UnitStatus::Same => &mut self.same,
            UnitStatus::Shifted => &mut self.shifted,
            UnitStatus::Moved => &mut self.moved,
            UnitStatus::Changed => &mut self.changed,
            UnitStatus::Deleted => &mut self.deleted,
            UnitStatus::Unreadable => &mut self.unreadable,
            UnitStatus::NotChecked => &mut self.not_checked,
        } += 1;
    }

    /// All units.
    pub fn total(&self) -> usize {
        self.same + self.shifted + self.not_checked + self.broken()
    }

    /// Units that do not match.
    pub fn broken(&self) -> usize {
        self.moved + self.changed + self.deleted + self.unreadable
    }
}

impl FromIterator<UnitStatus> for StatusCounts {
    fn from_iter<I: IntoIterator<Item = UnitStatus>>(all: I) -> Self {
        let mut counts = Self::default();
        all.into_iter().for_each(|status| counts.add(status));
        counts
    }
}

/// Something in the report that does not agree with the rest of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Number of the unit, from 0, where it concerns one.
    pub unit: Option<usize>,
    /// Number of the topic, where it concerns one.
    pub topic: Option<u64>,
    /// What is wrong.
    pub what: String,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileStatus {
    /// It was read.
    Read,
    /// It was read, but for records that are broken.
    Damaged,
    /// It is not there.
    Missing,
    /// It cannot be read.
    Unreadable,
    /// It is standard input.
    NotChecked,
    /// The report does not know it.
    New,
}

/// A file and its units.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckedFile {
    /// The file as the report names it; a new one as seen from the base.
    pub file: String,
    /// What became of it.
    pub status: FileStatus,
    /// Why it is damaged or unreadable.
    pub reason: Option<String>,
    /// Its units in the report by what became of them.
    pub units: StatusCounts,
    /// Units of it that the report does not know.
    pub new: usize,
    /// Its units that do not stand where they stood, in the order of the report.
    pub findings: Vec<Finding>,
}

/// A unit that does not stand where it stood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Number of the unit in the report, from 0.
    pub unit: usize,
    /// What became of it.
    pub status: UnitStatus,
    /// Number of its topic.
    pub topic: Option<u64>,
    /// Its text in the report.
    pub text: String,
    /// Line on which it began, from 1.
    pub line: u64,
    /// Where a person found it in a document whose bytes are not its text, as the report says.
    pub at: Option<String>,
    /// First byte and the byte after the last.
    pub span: [u64; 2],
    /// Place in its document, from 0.
    pub position: usize,
    /// The document's own id, where the file gave one.
    pub own_id: Option<String>,
    /// What is there now: its text elsewhere, or the text in its place.
    pub now: Option<Now>,
}

/// Where a text stands now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Now {
    /// The file.
    pub file: String,
    /// Line on which it begins, from 1.
    pub line: u64,
    /// Where a person finds it in a document whose bytes are not its text, such as `page 3`.
    pub at: Option<String>,
    /// First byte and the byte after the last.
    pub span: [u64; 2],
    /// Place in its document, from 0.
    pub position: usize,
    /// The document's own id, where the file gives one.
    pub own_id: Option<String>,
    /// Whether it stands in the same order with the units that were there; `null` but for one that is shifted.
    pub in_order: Option<bool>,
    /// The text in its place; `null` but for one that is changed.
    pub text: Option<String>,
    /// Share of their words that both texts have in common, in [0, 1]; `null` but for one that is changed.
    pub similarity: Option<f64>,
}

/// A topic that rests on units that do not match.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AffectedTopic {
    /// Its number.
    pub id: u64,
    /// Its name.
    pub label: String,
    /// Its units.
    pub units: StatusCounts,
    /// Its representative excerpts.
    pub excerpts: StatusCounts,
    /// What became of the unit of its summary sentence; `null` without a summary, and where the sentence still stands in
    /// the changed text.
    pub summary: Option<UnitStatus>,
    /// Its terms that fewer texts hold now, in the order of the report.
    pub terms: Vec<AffectedTerm>,
}

/// A term that fewer texts hold now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AffectedTerm {
    /// The term.
    pub text: String,
    /// Units of the topic that held it as it is written, in any case.
    pub units: usize,
    /// Those of them that do not any more.
    pub lost: usize,
}

#[cfg(test)]
pub(in crate::report) mod tests;
