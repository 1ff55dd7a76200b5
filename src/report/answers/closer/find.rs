//! Which topics are about a word.

use serde::{Deserialize, Serialize};

use super::{Counted, TopicsSource, source};
use crate::report::sources::Place;
use crate::report::text::number::{count, grouped};
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::place::spot;
use crate::report::text::rich::{Paint, Rich};
use crate::report::text::rows::row;
use crate::report::text::wrap::{beginning, label, one_line, wrap};
use crate::report::text::{Ink, width};
use crate::topics::Term;

/// Version of the JSON of this report; it grows when a field changes its meaning or goes away.
pub const FOUND_TOPICS_SCHEMA: u32 = 1;

/// Columns of a paragraph before the word that was looked for.
const BEFORE: usize = 60;

/// Columns of a paragraph that are shown, from there on.
const SHOWN: usize = 240;

/// The topics that a word is in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FoundTopics {
    /// [`FOUND_TOPICS_SCHEMA`].
    pub schema: u32,
    /// Where the topics come from.
    pub source: TopicsSource,
    /// What was looked for, as it was written.
    pub query: String,
    /// The topics that have it, best first: those that are named so, those of which it is a typical term, then by the share of their units
    /// that have it.
    pub found: Vec<FoundTopic>,
    /// Units with it that are in no topic.
    pub outside: usize,
}

/// A topic with the word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FoundTopic {
    /// Number of the topic.
    pub id: u64,
    /// Its name.
    pub label: String,
    /// Whether the name has the word.
    pub in_label: bool,
    /// The typical terms that have it, best first.
    pub terms: Vec<Term>,
    /// The typical names that have it.
    pub names: Vec<Counted>,
    /// Units of the topic.
    pub units: usize,
    /// Those of them that have it.
    pub matching: usize,
    /// The strongest of these; `null` where none has it.
    pub excerpt: Option<FoundUnit>,
}

/// A unit with the word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FoundUnit {
    /// The text, whole.
    pub text: String,
    /// First byte of the word in the text, and the byte after its last.
    pub within: [usize; 2],
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
}

/// The report as text for a terminal.
pub fn render(report: &FoundTopics, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    let from = &report.source;
    source(&mut page, from);
    let sought = label(&report.query);
    let outside = match report.outside {
        0 => String::new(),
        n => format!(" · {} with it in no topic", count(n, &from.unit)),
    };
    let found = match report.found.len() {
        0 => format!("no topic has “{sought}”{outside}"),
        n => format!("{} of {} with “{sought}”{outside}", grouped(n), count(from.topics, "topic")),
    };
    row(&mut page, "Found", &found, Ink::bold);
    let numbers = report.found.iter().map(|topic| topic.id.to_string().len()).max().unwrap_or(0);
    for topic in &report.found {
        page.blank();
        write(&mut page, topic, numbers, from);
    }
    page.into_text()
}

fn write(page: &mut Page, topic: &FoundTopic, numbers: usize, from: &TopicsSource) {
    let ink = page.ink();
    let indent = " ".repeat(numbers + 2);
    for (place, line) in wrap(&label(&topic.label), page.room(&indent)).iter().enumerate() {
        let id = if place == 0 { topic.id.to_string() } else { String::new() };
        page.line(&format!("{}  {}", ink.accent(&format!("{id:>numbers$}")), ink.bold(line)));
    }
    let mut facts = vec![format!("{} of {}", grouped(topic.matching), count(topic.units, &from.unit))];
    if topic.in_label {
        facts.push("in its name".to_owned());
    }
    if !topic.terms.is_empty() {
        let terms = topic.terms.iter().map(|term| format!("{} {:.2}", label(&term.text), term.score));
        facts.push(format!("{} {}", plural(topic.terms.len(), "term"), terms.collect::<Vec<_>>().join(", ")));
    }
    if !topic.names.is_empty() {
        let names = topic.names.iter().map(|name| label(&name.text));
        facts.push(format!("{} {}", plural(topic.names.len(), "name"), names.collect::<Vec<_>>().join(", ")));
    }
    page.wrapped(&indent, &facts.join(" · "), plain);
    if let Some(excerpt) = &topic.excerpt {
        page.rich(&indent, &around(&excerpt.text, excerpt.within));
        page.wrapped(&indent, &spot(&excerpt.place), Ink::dim);
    }
}

fn plural(number: usize, noun: &str) -> String {
    if number == 1 { noun.to_owned() } else { format!("{noun}s") }
}

/// The text around the word, the word painted.
fn around(text: &str, [from, to]: [usize; 2]) -> Rich {
    let mut rich = Rich::default();
    let parts = text.get(..from).zip(text.get(from..to)).zip(text.get(to..));
    let Some(((before, word), after)) = parts.filter(|((_, word), _)| !word.is_empty()) else {
        rich.push(&beginning(text, SHOWN), Paint::Plain);
        return rich;
    };
    let (before, word) = (tail(before), one_line(word));
    let room = SHOWN.saturating_sub(width::of(&before) + width::of(&word));
    // White space at the ends of the parts is a space between them.
    let gap = |text: &str| if text.starts_with(char::is_whitespace) { " " } else { "" };
    let after = format!("{}{}", gap(after), beginning(after, room));
    rich.push(&before, Paint::Plain);
    rich.push(&word, Paint::Strong);
    rich.push(&after, Paint::Plain);
    rich
}

/// The end of a text on one line, from the beginning of a word on, with `…` before it where something is left out.
fn tail(text: &str) -> String {
    let start = text.char_indices().rev().nth(BEFORE * 4).map_or(0, |(place, _)| place);
    let line = one_line(&text[start..]);
    let end = if text.ends_with(char::is_whitespace) && !line.is_empty() { " " } else { "" };
    if start == 0 && width::of(&line) <= BEFORE {
        return line + end;
    }
    let mut kept = line.as_str();
    while width::of(kept) > BEFORE {
        kept = kept.char_indices().nth(1).map_or("", |(place, _)| &kept[place..]);
    }
    let word = kept.find(char::is_whitespace).map_or(kept, |place| kept[place..].trim_start());
    let kept = if word.is_empty() { kept } else { word };
    format!("…{kept}{end}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::answers::closer::tests::found;

    #[test]
    fn the_whole_report_without_colour() {
        let expected = "\
Topics      12 topics, as last found and edited in .cognate (run 4)
            1 paragraph has come since and is in no topic yet: `cognate topics`
            finds them anew
Found       2 of 12 topics with “train” · 3 paragraphs with it in no topic

 1  armored train, railway
    23 of 41 paragraphs · in its name · terms armored train 3.50, trains 1.25 ·
    name Train Museum
    The armored train left the station at dawn.
    press/one.txt:1 ¶1

12  harvest
    0 of 9 paragraphs · term grain train 0.50
";
        assert_eq!(render(&found(), &TerminalStyle::default()), expected);
    }

    #[test]
    fn nothing_is_told_as_such() {
        let report = FoundTopics { found: Vec::new(), outside: 0, ..found() };
        let text = render(&report, &TerminalStyle::default());
        assert!(text.ends_with("Found       no topic has “train”\n"), "{text}");
    }

    #[test]
    fn a_word_far_within_a_long_text_is_shown_with_what_is_around_it() {
        let text = format!("{}the train {}", "first words \n".repeat(40), "more ".repeat(200));
        let from = text.find("train").unwrap();
        let line = around(&text, [from, from + 5]).lines(10_000, Ink::new(false)).concat();
        assert!(
            line.starts_with("…words first") && line.contains("the train more") && line.ends_with('…'),
            "{line}"
        );
        assert!(width::of(&line) <= SHOWN + 1, "{line}");
        for within in [[3, 3], [7, 900_000], [9, 2]] {
            assert!(!around(&text, within).is_empty(), "a place that is none shows the beginning");
        }
    }
}
