//! Topics looked at closer: which are about a word, one of them with all its paragraphs, and all of them as a tree.

pub mod find;
pub mod show;
#[cfg(test)]
pub(in crate::report) mod tests;
pub mod tree;

use serde::{Deserialize, Serialize};

use crate::printable;
use crate::report::text::Ink;
use crate::report::text::number::count;
use crate::report::text::page::{Page, plain};
use crate::report::text::rows::row;
use crate::report::text::wrap::{label, named};

/// Where topics come from that are looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicsSource {
    /// How they came about.
    pub kind: SourceKind,
    /// Folder of the collection, name of the report, or the paths.
    pub name: String,
    /// What made the report: `cognate` and its version.
    pub generator: String,
    /// The run of topics that the collection keeps, from 1; `null` for others.
    pub run: Option<u64>,
    /// Units that came since that run and are in no topic for that.
    pub new: usize,
    /// What a unit is: `paragraph`, `sentence` or `document`.
    pub unit: String,
    /// Number of topics.
    pub topics: usize,
}

/// How topics came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// A collection keeps them: its last run, with the edits since.
    Kept,
    /// A report that was written before.
    Report,
    /// They were found just now, and are not kept.
    Found,
}

/// A name or a date, and how many units hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The name or date.
    pub text: String,
    /// Number of units.
    pub units: usize,
}

/// Where the topics come from, and how many there are.
fn source(page: &mut Page, source: &TopicsSource) {
    let name = printable::name(&source.name);
    let topics = count(source.topics, "topic");
    let text = match source.kind {
        SourceKind::Kept => {
            let run = source.run.map(|run| format!(" (run {run})")).unwrap_or_default();
            format!("{topics}, as last found and edited in {name}{run}")
        }
        SourceKind::Report => format!("{topics} of the report {name}, made by {}", named(&source.generator)),
        SourceKind::Found => format!("{topics}, found just now in {}", label(&name)),
    };
    row(page, "Topics", &text, plain);
    if source.new > 0 {
        let came = if source.new == 1 { "has come" } else { "have come" };
        let text = format!(
            "{} {came} since and are in no topic yet: `cognate topics` finds them anew",
            count(source.new, &source.unit)
        );
        let text = if source.new == 1 { text.replace(" are in no", " is in no") } else { text };
        row(page, "", &text, Ink::warning);
    }
}

/// A cosine or a strength to two digits; `–` where there is none.
fn figure(value: Option<f32>) -> String {
    value.filter(|value| value.is_finite()).map_or_else(|| "–".to_owned(), |value| format!("{value:.2}"))
}
