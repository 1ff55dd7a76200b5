//! What changed between two runs of the topics.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::printable;
use crate::report::text::Ink;
use crate::report::text::number::{count, share};
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::rows::row;
use crate::report::text::wrap::label;
use crate::topics::registry::{Change, TopicId, UnitKey};

/// Version of the JSON of this report; it grows when a field changes its meaning or goes away.
pub const DIFF_REPORT_SCHEMA: u32 = 1;

/// Two topic reports compared.
///
/// Topics are numbered anew: those of the report before have their own numbers, and a topic of the report after that is
/// none of them has its own where it is free.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DiffReport {
    /// [`DIFF_REPORT_SCHEMA`].
    pub schema: u32,
    /// The earlier report.
    pub before: String,
    /// The later report.
    pub after: String,
    /// Whether anything changed.
    pub changed: bool,
    /// Every topic of either report, numbers rising.
    pub topics: Vec<DiffTopic>,
    /// What happened to them, by their numbers in `topics`.
    pub changes: Vec<Change>,
    /// The texts that moved, by their keys.
    pub texts: Vec<DiffText>,
}

/// A topic of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiffTopic {
    /// Its number in the comparison.
    pub id: TopicId,
    /// Its latest name.
    pub label: String,
    /// Its number in the earlier report; `null` where it is not there.
    pub before: Option<TopicId>,
    /// Its number in the later report; `null` where it is not there.
    pub after: Option<TopicId>,
    /// Number of its different texts in the earlier report.
    pub texts_before: usize,
    /// Number of its different texts in the later report.
    pub texts_after: usize,
}

impl DiffTopic {
    /// A topic that is in neither report yet.
    pub fn new(id: TopicId) -> Self {
        Self { id, label: String::new(), before: None, after: None, texts_before: 0, texts_after: 0 }
    }
}

/// A text that moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiffText {
    /// Its key.
    pub unit: UnitKey,
    /// The text.
    pub text: String,
}

/// The report as text for a terminal.
pub fn render(report: &DiffReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    row(&mut page, "Before", &printable::name(&report.before), Ink::bold);
    row(&mut page, "After", &printable::name(&report.after), Ink::bold);
    let labels: BTreeMap<TopicId, &str> =
        report.topics.iter().map(|topic| (topic.id, topic.label.as_str())).collect();
    let names = |id: TopicId| format!("{id} `{}`", label(labels.get(&id).copied().unwrap_or_default()));
    let lines = lines(&report.changes, &names);
    let nothing = ["nothing changed".to_owned()];
    for (place, line) in (if lines.is_empty() { &nothing } else { &lines[..] }).iter().enumerate() {
        row(&mut page, if place == 0 { "Changes" } else { "" }, line, plain);
    }
    page.into_text()
}

/// A line for each change, without those that say that nothing happened; `names` gives what a topic is called in it.
pub(in crate::report) fn lines(changes: &[Change], names: &dyn Fn(TopicId) -> String) -> Vec<String> {
    changes.iter().filter(|change| !change.is_nothing()).map(|change| line(change, names)).collect()
}

fn line(change: &Change, names: &dyn Fn(TopicId) -> String) -> String {
    match change {
        Change::Born { id } => format!("born: {}", names(*id)),
        Change::Gone { id, into: None } => format!("gone: {}", names(*id)),
        Change::Gone { id, into: Some(into) } => {
            format!("gone: {}; most of it is in {}", names(*id), names(*into))
        }
        Change::Split { from, into } => {
            let pieces = into.iter().map(|piece| {
                let share = share((piece.share * 1000.0).round() as usize, 1000);
                format!("{} ({share})", names(piece.id))
            });
            format!("split: {} into {}", names(*from), listed(pieces))
        }
        Change::Merged { from, into } => {
            format!("merged: {} into {}", listed(from.iter().map(|&id| names(id))), names(*into))
        }
        Change::Kept { id, gained, lost, .. } => {
            let parts = [(*gained, "gained"), (*lost, "lost")];
            let parts = parts.iter().filter(|(n, _)| *n > 0);
            let parts: Vec<String> = parts.map(|(n, what)| format!("{what} {}", count(*n, "text"))).collect();
            format!("kept: {} {}", names(*id), parts.join(" and "))
        }
        Change::Moved { from, to, units } => {
            format!("moved: {} from {} to {}", count(units.len(), "text"), names(*from), names(*to))
        }
        Change::Renamed { id, from, to } => {
            format!("renamed: {id} from `{}` to `{}`", label(from), label(to))
        }
    }
}

/// `a`, `a and b`, `a, b and c`.
fn listed(names: impl Iterator<Item = String>) -> String {
    let mut names: Vec<String> = names.collect();
    match names.pop() {
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} and {last}", names.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
pub(in crate::report) mod tests {
    use super::*;
    use crate::corpus::ContentHash;
    use crate::topics::registry::Piece;

    pub(in crate::report) fn report() -> DiffReport {
        let topic = |id, label: &str, before: usize, after: usize| DiffTopic {
            id: TopicId(id),
            label: label.to_owned(),
            before: (before > 0).then_some(TopicId(id)),
            after: (after > 0).then_some(TopicId(id)),
            texts_before: before,
            texts_after: after,
        };
        let text = "The train stood still.".to_owned();
        let unit = UnitKey::from(ContentHash::of(&text));
        let piece = |id, share| Piece { id: TopicId(id), share };
        let id = TopicId;
        DiffReport {
            schema: DIFF_REPORT_SCHEMA,
            before: "before.json".to_owned(),
            after: "after.json".to_owned(),
            changed: true,
            topics: vec![
                topic(1, "train", 9, 11),
                topic(2, "arms", 8, 5),
                topic(3, "fish", 6, 0),
                topic(4, "harvest", 4, 0),
                topic(5, "space", 5, 10),
                topic(6, "rockets", 5, 0),
                topic(7, "grenades", 0, 3),
                topic(8, "weather", 0, 4),
            ],
            changes: vec![
                Change::Born { id: id(8) },
                Change::Gone { id: id(3), into: None },
                Change::Gone { id: id(4), into: Some(id(1)) },
                Change::Split { from: id(2), into: vec![piece(2, 0.625), piece(7, 0.375)] },
                Change::Merged { from: vec![id(5), id(6)], into: id(5) },
                Change::Kept { id: id(1), gained: 3, lost: 1, share: Some(0.875) },
                Change::Kept { id: id(9), gained: 0, lost: 0, share: Some(1.0) },
                Change::Moved { from: id(1), to: id(2), units: vec![unit] },
                Change::Renamed { id: id(1), from: "railway".to_owned(), to: "train".to_owned() },
            ],
            texts: vec![DiffText { unit, text }],
        }
    }

    #[test]
    fn the_whole_report_without_colour() {
        let expected = "\
Before      before.json
After       after.json
Changes     born: 8 `weather`
            gone: 3 `fish`
            gone: 4 `harvest`; most of it is in 1 `train`
            split: 2 `arms` into 2 `arms` (62%) and 7 `grenades` (38%)
            merged: 5 `space` and 6 `rockets` into 5 `space`
            kept: 1 `train` gained 3 texts and lost 1 text
            moved: 1 text from 1 `train` to 2 `arms`
            renamed: 1 from `railway` to `train`
";
        assert_eq!(render(&report(), &TerminalStyle::default()), expected);
    }

    #[test]
    fn nothing_is_told_as_such() {
        let mut report = report();
        report.changes.retain(Change::is_nothing);
        assert_eq!(report.changes.len(), 1);
        let text = render(&report, &TerminalStyle::default());
        assert!(text.ends_with("Changes     nothing changed\n"), "{text}");
    }
}
