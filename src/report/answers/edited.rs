//! The topics of a collection, and what a person changed of them.

use serde::{Deserialize, Serialize};

use crate::printable;
use crate::report::text::Ink;
use crate::report::text::number::{count, grouped};
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::rows::row;
use crate::report::text::wrap::{beginning, label};

/// Version of the JSON of this report; it grows when a field changes its meaning or goes away.
pub const EDITED_REPORT_SCHEMA: u32 = 1;

/// The topics after an edit, or as they are when none was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditedReport {
    /// [`EDITED_REPORT_SCHEMA`].
    pub schema: u32,
    /// Folder of the collection.
    pub collection: String,
    /// The edit that was made or undone; `null` for a list.
    pub edit: Option<EditEntry>,
    /// Whether the edit was undone.
    pub undone: bool,
    /// The topics, numbers rising.
    pub topics: Vec<ListedTopic>,
    /// Different texts of the last run that are in no topic.
    pub outliers: usize,
    /// The edits that hold, oldest first.
    pub edits: Vec<EditEntry>,
}

/// A topic of the last run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedTopic {
    /// Its number.
    pub id: u64,
    /// Its name.
    pub label: String,
    /// Whether a person gave the name.
    pub given: bool,
    /// Number of its different texts.
    pub texts: usize,
}

/// What kind an edit is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EditKind {
    /// A topic got a name.
    Rename,
    /// Topics joined another.
    Merge,
    /// Texts were put into a topic, or taken out of all.
    Move,
    /// A topic fell into pieces.
    Split,
}

/// An edit of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditEntry {
    /// Its kind.
    pub kind: EditKind,
    /// The topic that was renamed, joined, given texts or split; `null` for texts that were taken out of all.
    pub topic: Option<u64>,
    /// The name that was given; `null` unless that was the edit.
    pub label: Option<String>,
    /// The name before; `null` unless one was given.
    pub old_label: Option<String>,
    /// The topics that joined, or all pieces of a topic, at the time of the edit.
    pub parts: Vec<PartEntry>,
    /// The texts that were moved.
    pub texts: Vec<MovedText>,
}

impl EditEntry {
    /// An edit of which the rest is still to be said.
    pub fn new(kind: EditKind, topic: Option<u64>) -> Self {
        Self { kind, topic, label: None, old_label: None, parts: Vec::new(), texts: Vec::new() }
    }
}

/// A topic at the time of an edit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartEntry {
    /// Its number.
    pub id: u64,
    /// Its name.
    pub label: String,
    /// Number of its different texts.
    pub texts: usize,
}

/// A text that was moved. What is `null` but `from` is no more in the collection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedText {
    /// Number of the topic in which it was; `null` for none.
    pub from: Option<u64>,
    /// The text.
    pub text: Option<String>,
    /// The first file that has it.
    pub file: Option<String>,
    /// Its line there.
    pub line: Option<u64>,
}

/// The report as text for a terminal.
pub fn render(report: &EditedReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    row(&mut page, "Collection", &printable::name(&report.collection), Ink::bold);
    if let Some(edit) = &report.edit {
        row(&mut page, if report.undone { "Undone" } else { "Done" }, &words(edit), plain);
    }
    let outliers = count(report.outliers, "text");
    row(&mut page, "Topics", &format!("{} · {outliers} in none", count(report.topics.len(), "topic")), plain);
    if !report.topics.is_empty() {
        page.blank();
    }
    topics(&mut page, &report.topics);
    if !report.edits.is_empty() {
        page.blank();
    }
    for (number, edit) in (1..).zip(&report.edits) {
        let name = if number == 1 { "Edits" } else { "" };
        row(&mut page, name, &format!("{number}. {}", words(edit)), plain);
    }
    page.into_text()
}

/// One line a topic: number, size, name.
fn topics(page: &mut Page, topics: &[ListedTopic]) {
    let ink = page.ink();
    let widest = |texts: Vec<String>| texts.iter().map(String::len).max().unwrap_or(0);
    let numbers = widest(topics.iter().map(|topic| topic.id.to_string()).collect());
    let sizes = widest(topics.iter().map(|topic| count(topic.texts, "text")).collect());
    for topic in topics {
        let given = if topic.given { " · given by hand" } else { "" };
        let id = format!("{:>numbers$}", topic.id);
        let size = format!("{:>sizes$}", count(topic.texts, "text"));
        let room = page.room("").saturating_sub(numbers + sizes + 4 + given.chars().count());
        let label = beginning(&topic.label, room);
        page.line(&format!("{}  {size}  {}{}", ink.accent(&id), ink.bold(&label), ink.dim(given)));
    }
}

/// An edit as a sentence.
pub(in crate::report) fn words(edit: &EditEntry) -> String {
    let topic = edit.topic.map(|id| format!("topic {id}")).unwrap_or_default();
    let name = |of: &Option<String>| label(of.as_deref().unwrap_or_default());
    match edit.kind {
        EditKind::Rename => {
            format!("{topic} is called `{}`, before `{}`", name(&edit.label), name(&edit.old_label))
        }
        EditKind::Merge => {
            let parts = edit.parts.iter().map(|part| format!("{} `{}`", part.id, label(&part.label)));
            format!("{} joined {topic}", parts.collect::<Vec<_>>().join(", "))
        }
        EditKind::Move => {
            let places = edit.texts.iter().map(|moved| match (&moved.file, moved.line) {
                (Some(file), Some(line)) => format!("{}:{line}", printable::name(file)),
                _ => "a text that is no more".to_owned(),
            });
            let to =
                if edit.topic.is_some() { format!("to {topic}") } else { "out of all topics".to_owned() };
            format!("{} moved {to}", places.collect::<Vec<_>>().join(", "))
        }
        EditKind::Split => {
            let parts = edit
                .parts
                .iter()
                .map(|part| format!("{} `{}` ({})", part.id, label(&part.label), grouped(part.texts)));
            format!("{topic} fell into {}", parts.collect::<Vec<_>>().join(", "))
        }
    }
}

#[cfg(test)]
pub(in crate::report) mod tests {
    use super::*;

    fn part(id: u64, label: &str, texts: usize) -> PartEntry {
        PartEntry { id, label: label.to_owned(), texts }
    }

    pub(in crate::report) fn report() -> EditedReport {
        let rename = EditEntry {
            label: Some("Arms deal".to_owned()),
            old_label: Some("shells, ammunition".to_owned()),
            ..EditEntry::new(EditKind::Rename, Some(3))
        };
        let merge =
            EditEntry { parts: vec![part(7, "rockets", 4)], ..EditEntry::new(EditKind::Merge, Some(3)) };
        let moved = MovedText {
            from: Some(1),
            text: Some("The train stood still.".to_owned()),
            file: Some("a/train.txt".to_owned()),
            line: Some(12),
        };
        let gone = MovedText { from: None, text: None, file: None, line: None };
        let moved = EditEntry { texts: vec![moved, gone], ..EditEntry::new(EditKind::Move, None) };
        let split = EditEntry {
            parts: vec![part(3, "Arms deal", 9), part(8, "grenades\u{1b}[31m", 5)],
            ..EditEntry::new(EditKind::Split, Some(3))
        };
        let topic = |id, label: &str, given, texts| ListedTopic { id, label: label.to_owned(), given, texts };
        EditedReport {
            schema: EDITED_REPORT_SCHEMA,
            collection: ".cognate".to_owned(),
            edit: Some(split.clone()),
            undone: false,
            topics: vec![
                topic(1, "armored train, railway", false, 1203),
                topic(3, "Arms deal", true, 9),
                topic(18, "grenades\u{1b}[31m", false, 1),
            ],
            outliers: 2,
            edits: vec![rename, merge, moved, split],
        }
    }

    /// The same when no edit was asked for.
    pub(in crate::report) fn list() -> EditedReport {
        EditedReport { edit: None, ..report() }
    }

    #[test]
    fn the_whole_report_without_colour() {
        let expected = "\
Collection  .cognate
Done        topic 3 fell into 3 `Arms deal` (9), 8 `grenades [31m` (5)
Topics      3 topics · 2 texts in none

 1  1,203 texts  armored train, railway
 3      9 texts  Arms deal · given by hand
18       1 text  grenades [31m

Edits       1. topic 3 is called `Arms deal`, before `shells, ammunition`
            2. 7 `rockets` joined topic 3
            3. a/train.txt:12, a text that is no more moved out of all topics
            4. topic 3 fell into 3 `Arms deal` (9), 8 `grenades [31m` (5)
";
        assert_eq!(render(&report(), &TerminalStyle::default()), expected);
    }

    #[test]
    fn an_undone_edit_is_told_as_such() {
        let report = EditedReport { undone: true, edits: Vec::new(), ..report() };
        let text = render(&report, &TerminalStyle::default());
        assert!(text.contains("\nUndone      topic 3 fell into") && !text.contains("Edits"), "{text}");
    }
}
