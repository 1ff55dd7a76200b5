//! One topic with all that is known of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Counted, TopicsSource, figure, source};
use crate::corpus::Language;
use crate::report::answers::changes;
use crate::report::answers::edited::{self, EditEntry};
use crate::report::sources::Place;
use crate::report::text::Ink;
use crate::report::text::number::{count, grouped, percent};
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::place::{citation, spot};
use crate::report::text::rows::row;
use crate::report::text::translations::Translations;
use crate::report::text::wrap::{beginning, clean, cut, label, one_line, wrap};
use crate::topics::Term;
use crate::topics::registry::{Change, TopicId};

/// Version of the JSON of this report; it grows when a field changes its meaning or goes away.
pub const SHOWN_TOPIC_SCHEMA: u32 = 1;

/// Columns of a paragraph, unless all is asked for.
const PARAGRAPH: usize = 300;

/// A topic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShownTopic {
    /// [`SHOWN_TOPIC_SCHEMA`].
    pub schema: u32,
    /// Where the topics come from.
    pub source: TopicsSource,
    /// Number of the topic.
    pub id: u64,
    /// Its name.
    pub label: String,
    /// Whether a person gave the topic in a file of topics, or its name in the collection.
    pub given: bool,
    /// Number of units.
    pub units: usize,
    /// Number of units that are no copy of another.
    pub independent: usize,
    /// Share of the units of the text proper, in [0, 1]; `null` where there is none.
    pub share: Option<f64>,
    /// Number of documents with at least one of them.
    pub documents: usize,
    /// Units by language.
    pub languages: BTreeMap<Language, usize>,
    /// Mean cosine of its units to its centroid.
    pub cohesion: f32,
    /// The sentence that says best what it is about.
    pub summary: Option<Quoted>,
    /// Its typical terms with their weights, best first.
    pub terms: Vec<Term>,
    /// Names that are typical of it.
    pub names: Vec<Counted>,
    /// Dates that are typical of it.
    pub dates: Vec<Counted>,
    /// The topics that are nearest in meaning, most similar first.
    pub neighbors: Vec<ShownNeighbor>,
    /// How it came to be what it is.
    pub history: History,
    /// All its units, strongest first.
    pub members: Vec<Member>,
}

/// A text and where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quoted {
    /// The text.
    pub text: String,
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
}

/// A topic near to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShownNeighbor {
    /// Its number.
    pub id: u64,
    /// Its name.
    pub label: String,
    /// Number of its units.
    pub units: usize,
    /// Cosine of the centres of both.
    pub similarity: f32,
}

/// What became of a topic's number.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct History {
    /// Topics that are no more, whose units are in this one.
    pub joined: Vec<Joined>,
    /// The edits of a person that concern it, oldest first.
    pub edits: Vec<EditEntry>,
    /// What happened to it in the run of the report.
    pub changes: Vec<Change>,
}

/// A topic that is no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// Its number.
    pub id: u64,
    /// Its last name.
    pub label: String,
}

/// A unit of the topic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// The text, whole.
    pub text: String,
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
    /// Its language, when known.
    pub language: Option<Language>,
    /// Membership strength in [0, 1].
    pub strength: Option<f32>,
    /// Whether it is a copy of another unit.
    pub copy: bool,
}

/// The report as text for a terminal: paragraphs whole where all is asked for.
pub fn render(report: &ShownTopic, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    source(&mut page, &report.source);
    page.blank();
    title(&mut page, report);
    if let Some(summary) = &report.summary {
        row(&mut page, "Summary", &format!("“{}”", beginning(&summary.text, PARAGRAPH)), plain);
        row(&mut page, "", &spot(&summary.place), Ink::dim);
    }
    row(&mut page, "Size", &size(report), plain);
    row(&mut page, "Languages", &languages(report), plain);
    let words = Translations::default();
    let said = |list: &[Counted], say: &dyn Fn(&str) -> String| {
        let each = list.iter().map(|one| format!("{} ({})", say(&label(&one.text)), grouped(one.units)));
        each.collect::<Vec<_>>().join(", ")
    };
    let terms: Vec<String> = report.terms.iter().map(term).collect();
    row(&mut page, "Terms", &terms.join(", "), plain);
    row(&mut page, "Names", &said(&report.names, &str::to_owned), plain);
    row(&mut page, "Dates", &said(&report.dates, &|date| words.date(date)), plain);
    for (place, near) in report.neighbors.iter().enumerate() {
        let name = if place == 0 { "Near" } else { "" };
        let text = format!(
            "{}  {} {} ({})",
            figure(Some(near.similarity)),
            near.id,
            label(&near.label),
            grouped(near.units)
        );
        row(&mut page, name, &text, plain);
    }
    for (place, line) in history(report).iter().enumerate() {
        row(&mut page, if place == 0 { "History" } else { "" }, line, plain);
    }
    members(&mut page, report, style);
    page.into_text()
}

fn title(page: &mut Page, report: &ShownTopic) {
    let ink = page.ink();
    let number = report.id.to_string();
    let indent = " ".repeat(number.len() + 2);
    for (place, line) in wrap(&label(&report.label), page.room(&indent)).iter().enumerate() {
        let before = if place == 0 { ink.accent(&number) } else { " ".repeat(number.len()) };
        page.line(&format!("{before}  {}", ink.bold(line)));
    }
}

/// `armored train (train blindé) 3.50`.
fn term(term: &Term) -> String {
    let also: Vec<String> = term.also.iter().map(|also| label(&also.text)).collect();
    let also = if also.is_empty() { String::new() } else { format!(" ({})", also.join(", ")) };
    format!("{}{also} {:.2}", label(&term.text), term.score)
}

fn size(report: &ShownTopic) -> String {
    let share = report.share.map(|share| format!(" ({})", percent(share))).unwrap_or_default();
    let mut size = format!("{}{share}", count(report.units, &report.source.unit));
    if report.independent < report.units {
        size = format!("{size}, of which {} independent", grouped(report.independent));
    }
    let mut facts = vec![size, count(report.documents, "document")];
    facts.push(format!("cohesion {}", figure(Some(report.cohesion))));
    if report.given {
        facts.push("given by hand".to_owned());
    }
    facts.join(" · ")
}

/// `en 2, fr 1`, the most frequent first.
fn languages(report: &ShownTopic) -> String {
    let mut languages: Vec<_> = report.languages.iter().collect();
    languages.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    let each = languages.into_iter().map(|(language, units)| format!("{language} {}", grouped(*units)));
    each.collect::<Vec<_>>().join(", ")
}

/// What became of the number, a line each.
fn history(report: &ShownTopic) -> Vec<String> {
    let History { joined, edits, changes: changed } = &report.history;
    let mut lines: Vec<String> = joined
        .iter()
        .map(|gone| format!("{} `{}` is no more: most of it is here", gone.id, label(&gone.label)))
        .collect();
    lines.extend(edits.iter().map(edited::words));
    let known = report.neighbors.iter().map(|near| (near.id, &near.label));
    let known: BTreeMap<u64, &String> = known.chain([(report.id, &report.label)]).collect();
    let name = |id: TopicId| match known.get(&id.0) {
        Some(name) => format!("{id} `{}`", label(name)),
        None => format!("topic {id}"),
    };
    lines.extend(changes::lines(changed, &name));
    lines
}

fn members(page: &mut Page, report: &ShownTopic, style: &TerminalStyle) {
    const INDENT: &str = "      ";
    page.blank();
    let title = format!("{}, strongest first", count(report.members.len(), &report.source.unit));
    page.wrapped("", &title, Ink::bold);
    for member in &report.members {
        let ink = page.ink();
        let text =
            if style.all_units { clean(&member.text) } else { cut(&one_line(&member.text), PARAGRAPH) };
        let strength = format!("{:>4}", figure(member.strength));
        let mut lines = wrap(&text, page.room(INDENT)).into_iter();
        page.line(&format!("{}  {}", ink.accent(&strength), lines.next().unwrap_or_default()));
        for line in lines {
            page.line(&format!("{INDENT}{line}"));
        }
        let copy = if member.copy { " · a copy" } else { "" };
        page.wrapped(INDENT, &format!("{}{copy}", citation(&member.place)), Ink::dim);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::answers::closer::tests::shown;
    use crate::report::text::width;

    #[test]
    fn the_whole_report_without_colour() {
        let expected = "\
Topics      12 topics, as last found and edited in .cognate (run 4)

3  Arms deal
Summary     “Shells were made in the east.”
            press/one.txt:3 ¶2
Size        3 paragraphs (<1%), of which 2 independent · 2 documents · cohesion
            0.62 · given by hand
Languages   en 2, fr 1
Terms       shells (obus) 3.50, factory 1.20
Names       Amur (2)
Dates       September 2023 (1)
Near        0.81  1 armored train, railway (41)
            0.30  12 harvest (9)
History     7 `rockets` is no more: most of it is here
            topic 3 is called `Arms deal`, before `shells, ammunition`
            moved: 1 text from 1 `armored train, railway` to 3 `Arms deal`

3 paragraphs, strongest first
0.90  Shells were made in the east.
      press/one.txt:3 ¶2
0.75  Les obus viennent de l'est.
      press/deux.txt:1 ¶1 · Le front · 2023-09-13
   –  Shells were made in the east!
      press/one.txt:9 ¶4 · a copy
";
        assert_eq!(render(&shown(), &TerminalStyle::default()), expected);
    }

    #[test]
    fn no_line_is_wider_than_the_terminal_and_texts_are_whole_where_asked() {
        let mut report = shown();
        report.label = "수확, 裝甲列車裝甲列車裝甲列車裝甲列車裝甲列車裝甲列車, harvest".to_owned();
        report.members[0].text = "裝甲列車在黎明時分離開了車站。\n".repeat(60);
        report.members[1].text = format!("שלום {} the_end", "railway\u{1b}[31m ".repeat(100));
        for width in [40, 80, 200] {
            for all_units in [false, true] {
                let style = TerminalStyle { width, all_units, ..TerminalStyle::default() };
                let text = render(&report, &style);
                assert!(!text.contains('\u{1b}') && text.contains("the_end") == all_units, "{text}");
                for line in text.lines() {
                    assert!(width::of(line) <= width, "{} of {width} columns: {line}", width::of(line));
                }
            }
        }
    }
}
