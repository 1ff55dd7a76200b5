//! The topics in groups, as a tree.

use serde::{Deserialize, Serialize};

use super::{TopicsSource, source};
use crate::report::text::number::{count, grouped};
use crate::report::text::page::{Page, TerminalStyle};
use crate::report::text::width;
use crate::report::text::wrap::{beginning, label};

/// Version of the JSON of this report; it grows when a field changes its meaning or goes away.
pub const TOPIC_TREE_SCHEMA: u32 = 1;

/// Deepest branches that are moved in; deeper ones stand below each other.
const DEEPEST: usize = 5;

/// Fewest columns of a name.
const NAME: usize = 8;

/// Topics in groups of groups.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TopicTree {
    /// [`TOPIC_TREE_SCHEMA`].
    pub schema: u32,
    /// Where the topics come from.
    pub source: TopicsSource,
    /// Groups and topics from the top, each before what is in it.
    pub nodes: Vec<Node>,
}

/// A group or a topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// How deep it is, from 0.
    pub depth: usize,
    /// Place of the group that it is in, in the list, from 0; `null` at the top.
    pub parent: Option<usize>,
    /// Number of the topic; `null` for a group.
    pub topic: Option<u64>,
    /// Its name.
    pub label: String,
    /// Number of its units.
    pub units: usize,
}

/// The report as text for a terminal.
pub fn render(report: &TopicTree, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    source(&mut page, &report.source);
    if !report.nodes.is_empty() {
        page.blank();
    }
    // Whether a branch goes on below, at each depth.
    let mut open: Vec<bool> = Vec::new();
    for (place, node) in report.nodes.iter().enumerate() {
        let depth = node.depth.min(DEEPEST);
        let after = report.nodes[place + 1..].iter().map(|node| node.depth.min(DEEPEST));
        let goes_on = after.take_while(|&other| other >= depth).any(|other| other == depth);
        open.truncate(depth);
        open.resize(depth, false);
        let mut lines: String = open.iter().map(|&open| if open { "│  " } else { "   " }).collect();
        lines.push_str(if goes_on { "├─ " } else { "└─ " });
        open.push(goes_on);
        write(&mut page, &lines, node, &report.source.unit);
    }
    page.into_text()
}

fn write(page: &mut Page, lines: &str, node: &Node, unit: &str) {
    let ink = page.ink();
    let number = node.topic.map(|id| format!("{id} ")).unwrap_or_default();
    let size = match node.topic {
        Some(_) => format!(" ({})", grouped(node.units)),
        None => format!(" ({})", count(node.units, unit)),
    };
    let room = |size: &str| page.room(lines).saturating_sub(width::of(&number) + width::of(size));
    // In a narrow window a group has its number alone.
    let size = if room(&size) < NAME { format!(" ({})", grouped(node.units)) } else { size };
    let room = room(&size).max(NAME);
    let name = beginning(&label(&node.label), room);
    let name = if node.topic.is_some() { name } else { ink.bold(&name) };
    page.line(&format!("{}{}{name}{}", ink.dim(lines), ink.accent(&number), ink.dim(&size)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::answers::closer::tests::tree;

    #[test]
    fn the_whole_report_without_colour() {
        let expected = "\
Topics      12 topics, as last found and edited in .cognate (run 4)

├─ trains, arms (50 paragraphs)
│  ├─ rails (48 paragraphs)
│  │  ├─ 1 armored train, railway (41)
│  │  └─ 8 border, gauge (7)
│  └─ 3 Arms deal (2)
└─ 12 harvest (1,009)
";
        assert_eq!(render(&tree(), &TerminalStyle::default()), expected);
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let mut report = tree();
        report.nodes[0].label = "裝甲列車\u{202e} ".repeat(50);
        report.nodes[3].label = "armored\n".repeat(50);
        // Deeper than any tree is.
        let group = report.nodes[1].clone();
        report.nodes.extend((1..40).map(|depth| Node { depth, parent: None, ..group.clone() }));
        for width in [40, 80, 200] {
            let text = render(&report, &TerminalStyle { width, ..TerminalStyle::default() });
            assert!(!text.contains('\u{202e}'), "{text}");
            for line in text.lines() {
                assert!(width::of(line) <= width, "{} of {width} columns: {line}", width::of(line));
            }
        }
    }
}
