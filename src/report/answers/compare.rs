//! Two texts held side by side: what corresponds, what changed, and what stands in one alone.

use std::fmt::Write as _;
use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

use crate::corpus::{Boilerplate, Language};
use crate::printable;
use crate::report::sources::{ModelSummary, Place};
use crate::report::text::Ink;
use crate::report::text::number::{bar, count, grouped, percent, share};
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::place::{citation, in_brackets};
use crate::report::text::translations::Translations;
use crate::report::text::width;
use crate::report::text::wrap::{clean, cut, named, one_line};

mod files;

pub use files::{csv, markdown};

/// Version of the JSON report of a comparison; it grows when a field changes its meaning or goes away.
pub const COMPARE_REPORT_SCHEMA: u32 = 1;

/// Columns by which a text is moved in.
const INDENT: &str = "    ";

/// Columns of the bar of similarity 1.
const BAR: usize = 8;

/// Columns of a text, about four lines of a narrow window; the JSON has the whole.
const TEXT: usize = 300;

/// Columns of what did not change that are shown on either side of a change.
const BESIDE: usize = 60;

/// Pairs of documents that are shown unless all are asked for.
const DOCUMENTS: usize = 20;

/// What corresponds in two texts.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CompareReport {
    /// [`COMPARE_REPORT_SCHEMA`].
    pub schema: u32,
    /// The embedding model.
    pub model: ModelSummary,
    /// Least similarity of a pair.
    pub threshold: f32,
    /// Least margin of a pair.
    pub margin: f32,
    /// The first side.
    pub a: ComparedSide,
    /// The other side.
    pub b: ComparedSide,
    /// Documents that belong together, in the order of the first side.
    pub documents: Vec<ComparedDocuments>,
    /// Texts that correspond, in the order of the first side.
    pub pairs: Vec<ComparedPair>,
    /// Texts of the first side without a counterpart.
    pub only_a: Vec<ComparedText>,
    /// Texts of the other side without a counterpart.
    pub only_b: Vec<ComparedText>,
}

/// How much of a side has a counterpart.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct ComparedSide {
    /// Documents.
    pub documents: usize,
    /// Texts.
    pub texts: usize,
    /// Texts with a counterpart.
    pub paired: usize,
    /// Texts without one.
    pub only: usize,
}

/// Two documents that belong together.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ComparedDocuments {
    /// File of the first side.
    pub a: String,
    /// The document's own id, where the file gives one.
    pub a_id: Option<String>,
    /// File of the other side.
    pub b: String,
    /// The document's own id, where the file gives one.
    pub b_id: Option<String>,
    /// Pairs of texts between them.
    pub pairs: usize,
}

/// What two texts are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Correspondence {
    /// Equal but for case, spacing, punctuation and the form of letters.
    Identical,
    /// Two versions of one text.
    Changed,
    /// Of two languages.
    Translation,
    /// Near in meaning, in other words.
    Paraphrase,
}

impl Correspondence {
    /// All of them, in the order in which they are counted.
    pub const ALL: [Self; 4] = [Self::Identical, Self::Changed, Self::Translation, Self::Paraphrase];

    /// As a person reads it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::Changed => "changed",
            Self::Translation => "translation",
            Self::Paraphrase => "paraphrase",
        }
    }
}

/// Texts that correspond: one of either side, or one and two.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ComparedPair {
    /// Cosine of the two sides, in [-1, 1]; 1 for identical ones.
    pub similarity: f32,
    /// The cosine over the mean cosine of both to what is nearest on the other side.
    pub margin: f32,
    /// What they are to each other.
    pub kind: Correspondence,
    /// Whether it stands in the order of two documents that belong together.
    pub in_order: bool,
    /// Share of the words of both that the other one has, too, in [0, 1].
    pub words_in_common: f32,
    /// What changed, for two versions that are not too long; else `null`.
    pub diff: Option<Vec<DiffRun>>,
    /// Texts of the first side.
    pub a: Vec<ComparedText>,
    /// Texts of the other side.
    pub b: Vec<ComparedText>,
}

/// One text and where it stands.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ComparedText {
    /// The text, whole.
    pub text: String,
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
    /// Its language, when known.
    pub language: Option<Language>,
    /// Set for boilerplate.
    pub boilerplate: Option<Boilerplate>,
}

/// What became of some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WordChange {
    /// Both texts have them.
    Same,
    /// The first text alone has them.
    Removed,
    /// The other text alone has them.
    Added,
}

/// Words in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiffRun {
    /// What became of them.
    pub change: WordChange,
    /// The words, with the spaces and signs between them.
    pub text: String,
}

/// Numbers of pairs.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    kinds: [usize; 4],
    elsewhere: usize,
}

impl AddAssign<&ComparedPair> for Counts {
    fn add_assign(&mut self, pair: &ComparedPair) {
        for (count, kind) in self.kinds.iter_mut().zip(Correspondence::ALL) {
            *count += usize::from(pair.kind == kind);
        }
        self.elsewhere += usize::from(!pair.in_order);
    }
}

/// The report as text for a terminal. Identical texts are counted.
///
/// Of the style, `excerpts` has no bearing, and `all_units` shows each text whole and identical ones as well.
pub fn render(report: &CompareReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    page.wrapped("", &summary(report), Ink::bold);
    for line in sides(report) {
        page.wrapped("", &line, plain);
    }
    page.wrapped("", &facts(report), Ink::dim);
    documents(&mut page, report, style);
    if report.pairs.is_empty() {
        page.blank();
        page.wrapped("", "Nothing corresponds", plain);
    }
    for pair in report.pairs.iter().filter(|pair| style.all_units || !is_plain(pair)) {
        page.blank();
        write_pair(&mut page, pair, style);
    }
    only(&mut page, "Only in A", &report.only_a, style);
    only(&mut page, "Only in B", &report.only_b, style);
    page.into_text()
}

/// Whether there is nothing to show of a pair but that it is there.
fn is_plain(pair: &ComparedPair) -> bool {
    pair.kind == Correspondence::Identical && pair.in_order && pair.a.len() == 1 && pair.b.len() == 1
}

/// `12 pairs: 8 identical, 3 changed, 1 translation; 2 in another order`.
fn summary(report: &CompareReport) -> String {
    let mut counts = Counts::default();
    report.pairs.iter().for_each(|pair| counts += pair);
    let kinds = counts.kinds.iter().zip(Correspondence::ALL).filter(|(n, _)| **n > 0);
    let kinds: Vec<String> = kinds.map(|(n, kind)| format!("{} {}", grouped(*n), kind.name())).collect();
    let mut text = count(report.pairs.len(), "pair");
    if !kinds.is_empty() {
        let _ = write!(text, ": {}", kinds.join(", "));
    }
    if counts.elsewhere > 0 {
        let _ = write!(text, "; {} in another place", grouped(counts.elsewhere));
    }
    text
}

/// How much of either side has a counterpart.
fn sides(report: &CompareReport) -> [String; 2] {
    [("A", report.a), ("B", report.b)].map(|(name, side)| {
        format!(
            "{name}: {} of {} ({}) with a counterpart, {} without, in {}",
            grouped(side.paired),
            count(side.texts, "text"),
            share(side.paired, side.texts),
            grouped(side.only),
            count(side.documents, "document")
        )
    })
}

fn facts(report: &CompareReport) -> String {
    format!(
        "similarity of {:.2} and margin of {:.2} or more · {}",
        report.threshold,
        report.margin,
        named(&report.model.id)
    )
}

/// `a.txt [7] ↔ b.txt`.
fn belonging(documents: &ComparedDocuments) -> String {
    format!(
        "{}{} ↔ {}{}",
        printable::name(&documents.a),
        in_brackets(documents.a_id.as_deref()),
        printable::name(&documents.b),
        in_brackets(documents.b_id.as_deref())
    )
}

fn documents(page: &mut Page, report: &CompareReport, style: &TerminalStyle) {
    if report.documents.is_empty() {
        return;
    }
    page.blank();
    let most = if style.all_units { usize::MAX } else { DOCUMENTS };
    for documents in report.documents.iter().take(most) {
        let line = format!("{} · {}", belonging(documents), count(documents.pairs, "pair"));
        page.wrapped("", &line, Ink::accent);
    }
    if report.documents.len() > most {
        page.wrapped("", &format!("and {} more", grouped(report.documents.len() - most)), Ink::dim);
    }
}

/// What a pair is, with what shows it.
fn wording(pair: &ComparedPair) -> String {
    let mut about = vec![match pair.kind {
        Correspondence::Identical | Correspondence::Translation => pair.kind.name().to_owned(),
        Correspondence::Changed | Correspondence::Paraphrase => {
            let in_common = percent(f64::from(pair.words_in_common));
            format!("{}, {in_common} of the words in common", pair.kind.name())
        }
    }];
    match (pair.a.len(), pair.b.len()) {
        (1, 1) => {}
        (a, b) => about.push(format!("{a} to {b}")),
    }
    if !pair.in_order {
        about.push("in another place".to_owned());
    }
    about.join(" · ")
}

fn write_pair(page: &mut Page, pair: &ComparedPair, style: &TerminalStyle) {
    let ink = page.ink();
    let drawn = bar(f64::from(pair.similarity), BAR);
    page.line(&format!("{:.2} {} {}", pair.similarity, ink.accent(&drawn), ink.bold(&wording(pair))));
    if let Some(diff) = &pair.diff {
        for text in pair.a.iter().chain(&pair.b) {
            page.wrapped(INDENT, &about(text), Ink::dim);
        }
        write_diff(page, diff, style);
    } else if pair.kind == Correspondence::Identical {
        for text in pair.a.iter().chain(&pair.b) {
            page.wrapped(INDENT, &about(text), Ink::dim);
        }
        pair.a.iter().for_each(|text| write_words(page, text, style));
    } else {
        for text in pair.a.iter().chain(&pair.b) {
            page.wrapped(INDENT, &about(text), Ink::dim);
            write_words(page, text, style);
        }
    }
}

/// Where a text stands, and what is known of it.
fn about(text: &ComparedText) -> String {
    let mut about = vec![citation(&text.place)];
    about.extend(text.language.map(|language| language.to_string()));
    about.extend(
        text.boilerplate.map(|why| format!("boilerplate ({})", Translations::default().boilerplate(why))),
    );
    about.join(" · ")
}

fn write_words(page: &mut Page, text: &ComparedText, style: &TerminalStyle) {
    let shown = clean(&text.text);
    let shown = if style.all_units { shown } else { cut(&shown, TEXT) };
    page.wrapped(INDENT, &shown, plain);
}

/// The words that went as `[-old-]`, those that came as `{+new+}`; of what stayed, what is beside a change.
fn write_diff(page: &mut Page, diff: &[DiffRun], style: &TerminalStyle) {
    let last = diff.len().saturating_sub(1);
    let mut line = String::new();
    for (place, run) in diff.iter().enumerate() {
        let text = spaced(&run.text);
        match run.change {
            WordChange::Removed => {
                let _ = write!(line, "[-{text}-]");
            }
            WordChange::Added => {
                let _ = write!(line, "{{+{text}+}}");
            }
            WordChange::Same if style.all_units => line.push_str(&text),
            WordChange::Same => line.push_str(&beside(&text, place == 0, place == last)),
        }
    }
    let mut open = None;
    for wrapped in crate::report::text::wrap::wrap(&line, page.room(INDENT)) {
        let painted = paint(page.ink(), &wrapped, &mut open);
        page.line(&format!("{INDENT}{painted}"));
    }
}

/// A text on one line, with a space where it begins or ends with one.
fn spaced(text: &str) -> String {
    let inner = one_line(text);
    let (starts, ends) = (text.starts_with(char::is_whitespace), text.ends_with(char::is_whitespace));
    if inner.is_empty() {
        return if starts { " ".to_owned() } else { inner };
    }
    format!("{}{inner}{}", if starts { " " } else { "" }, if ends { " " } else { "" })
}

/// Of words that did not change, those beside what did.
fn beside(text: &str, is_first: bool, is_last: bool) -> String {
    let most = if is_first || is_last { BESIDE } else { 2 * BESIDE };
    if width::of(text) <= most + 10 {
        return text.to_owned();
    }
    let words: Vec<&str> = text.split(' ').collect();
    let fit = |words: &mut dyn Iterator<Item = &&str>| {
        let mut used = 0;
        words
            .take_while(|word| {
                used += width::of(word) + 1;
                used <= BESIDE
            })
            .count()
    };
    let (before, after) = (fit(&mut words.iter()), fit(&mut words.iter().rev()));
    let head = if is_first { String::new() } else { format!("{} ", words[..before].join(" ")) };
    let tail = if is_last { String::new() } else { format!(" {}", words[words.len() - after..].join(" ")) };
    format!("{head}…{tail}")
}

/// Paints the changes of a line; `open` is the mark of one that goes on from line to line.
fn paint(ink: Ink, line: &str, open: &mut Option<&'static str>) -> String {
    const MARKS: [(&str, &str); 2] = [("[-", "-]"), ("{+", "+}")];
    let mut painted = String::new();
    let mut rest = line;
    while !rest.is_empty() {
        let (part, is_change) = if let Some(end) = *open {
            (rest.find(end).map_or(rest.len(), |place| place + end.len()), Some(end))
        } else {
            let next = MARKS.iter().filter_map(|(start, end)| Some((rest.find(start)?, *end))).min();
            match next {
                Some((0, end)) => {
                    *open = Some(end);
                    continue;
                }
                Some((place, _)) => (place, None),
                None => (rest.len(), None),
            }
        };
        let (text, after) = rest.split_at(part);
        match is_change {
            Some("-]") => painted.push_str(&ink.warning(text)),
            Some(_) => painted.push_str(&ink.found(text)),
            None => painted.push_str(text),
        }
        if is_change.is_some_and(|end| text.ends_with(end)) {
            *open = None;
        }
        rest = after;
    }
    painted
}

fn only(page: &mut Page, title: &str, texts: &[ComparedText], style: &TerminalStyle) {
    if texts.is_empty() {
        return;
    }
    page.blank();
    page.wrapped("", &format!("{title}: {}", count(texts.len(), "text")), Ink::bold);
    for text in texts {
        page.wrapped(INDENT, &about(text), Ink::dim);
        write_words(page, text, style);
    }
}

#[cfg(test)]
pub(in crate::report) mod tests;
