//! The levels of the hierarchy as one tree.

use std::collections::BTreeSet;

use super::topic::Labels;
use crate::report::text::translations::Translations;
use crate::report::text::wrap::label;
use crate::report::topics::model::{LevelEntry, TopicReport};

/// One line of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Branch {
    /// How deep it is, from 0.
    pub(in crate::report) depth: usize,
    /// Name and size.
    pub(in crate::report) text: String,
    /// Number of the topic; `None` for a group.
    pub(in crate::report) topic: Option<u64>,
}

/// The lines of the tree from the top; empty without levels. A group of one topic, and one that is all of the group
/// above it, is left out.
pub(in crate::report) fn tree(words: &Translations, report: &TopicReport) -> Vec<Branch> {
    let mut lines = Vec::new();
    if !report.levels.is_empty() {
        let all = report.topics.iter().map(|topic| topic.id).collect();
        let labels = Labels::of(report);
        grow(&Grown { words, report, labels }, &report.levels, &all, 0, &mut lines);
    }
    // Topics alone are no tree.
    if lines.iter().all(|line| line.topic.is_some()) { Vec::new() } else { lines }
}

/// What the lines are made from.
struct Grown<'a> {
    words: &'a Translations,
    report: &'a TopicReport,
    labels: Labels<'a>,
}

fn grow(
    from: &Grown<'_>,
    levels: &[LevelEntry],
    within: &BTreeSet<u64>,
    depth: usize,
    lines: &mut Vec<Branch>,
) {
    let Grown { words, report, labels } = from;
    let Some((level, below)) = levels.split_first() else {
        lines.extend(report.topics.iter().filter(|topic| within.contains(&topic.id)).map(|topic| Branch {
            depth,
            text: format!("{} ({})", labels.name(topic.id), words.grouped(topic.units)),
            topic: Some(topic.id),
        }));
        return;
    };
    let mut rest = within.clone();
    for group in level.groups.iter().filter(|group| group.topics.iter().any(|id| within.contains(id))) {
        let topics: BTreeSet<u64> = group.topics.iter().copied().collect();
        rest.retain(|id| !topics.contains(id));
        if group.topics.len() == 1 || group.topics.len() == within.len() {
            grow(from, below, &topics, depth, lines);
            continue;
        }
        let text = format!("{} ({})", label(&group.label), words.count(group.units, &report.corpus.unit));
        lines.push(Branch { depth, text, topic: None });
        grow(from, below, &topics, depth + 1, lines);
    }
    // A topic in no group of a level is shown all the same.
    if !rest.is_empty() {
        grow(from, below, &rest, depth, lines);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::sample;
    use crate::report::topics::model::GroupEntry;

    #[test]
    fn groups_are_nested_and_no_topic_is_lost() {
        let mut report = sample::report();
        for id in 3..=5 {
            let mut topic = report.topics[1].clone();
            topic.id = id;
            topic.label = format!("t{id}");
            report.topics.push(topic);
        }
        let group = |label: &str, topics: &[u64]| GroupEntry {
            label: label.to_owned(),
            topics: topics.to_vec(),
            units: 7,
        };
        report.levels = vec![
            LevelEntry { groups: vec![group("all of it", &[1, 2, 3]), group("one", &[4])] },
            LevelEntry { groups: vec![group("pair", &[1, 3]), group("single", &[2]), group("one", &[4])] },
        ];
        let lines: Vec<_> = tree(&Translations::default(), &report)
            .into_iter()
            .map(|line| format!("{}{}", "-".repeat(line.depth), line.text))
            .collect();
        let expected = [
            "all of it (7 paragraphs)",
            "-pair (7 paragraphs)",
            "--1 armored train, railway (2)",
            "--3 t3 (1)",
            "-2 harvest (1)",
            "4 t4 (1)",
            "5 t5 (1)",
        ];
        assert_eq!(lines, expected);
        report.levels = vec![LevelEntry { groups: vec![group("everything", &[1, 2, 3, 4, 5])] }];
        assert!(tree(&Translations::default(), &report).is_empty(), "a group of everything says nothing");
        report.levels.clear();
        assert!(tree(&Translations::default(), &report).is_empty());
    }
}
