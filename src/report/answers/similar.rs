//! Texts that say nearly the same: in pairs or in groups, with their places.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::corpus::{Boilerplate, Language};
use crate::report::sources::{ModelSummary, Place};
use crate::report::text::Ink;
use crate::report::text::number::{bar, count, grouped, percent};
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::place::{citation, spot};
use crate::report::text::translations::Translations;
use crate::report::text::wrap::{clean, cut, label, named};

mod files;

pub use files::{csv, markdown};

/// Version of the JSON report on similar texts; it grows when a field changes its meaning or goes away.
pub const SIMILAR_REPORT_SCHEMA: u32 = 1;

/// Columns by which a text is moved in below its number.
const INDENT: &str = "    ";

/// Columns of the bar of similarity 1.
const BAR: usize = 8;

/// Columns of a text, about four lines of a narrow window; the JSON has the whole.
const TEXT: usize = 300;

/// Members of a group that are shown unless all are asked for.
const MEMBERS: usize = 5;

/// Texts that say nearly the same.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SimilarReport {
    /// [`SIMILAR_REPORT_SCHEMA`].
    pub schema: u32,
    /// The embedding model.
    pub model: ModelSummary,
    /// How neighbours were found: `exact` or `hnsw`.
    pub index: String,
    /// Least similarity of a pair.
    pub threshold: f32,
    /// Number of texts compared, each as often as it stands somewhere.
    pub searched: usize,
    /// Number of texts that they were compared with, where those are others.
    pub against: Option<usize>,
    /// Pairs, most similar first; empty where groups were asked for.
    pub pairs: Vec<SimilarPair>,
    /// Groups, those in most places first; empty where pairs were asked for.
    pub groups: Vec<SimilarGroup>,
}

/// What two texts are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Likeness {
    /// Equal but for case, spacing, punctuation and the form of letters.
    Identical,
    /// Mostly the same words.
    NearCopy,
    /// Of two languages.
    Translation,
    /// Near in meaning, in other words.
    Paraphrase,
}

impl Likeness {
    /// As a person reads it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::NearCopy => "near copy",
            Self::Translation => "translation",
            Self::Paraphrase => "paraphrase",
        }
    }
}

/// Two texts that say nearly the same.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SimilarPair {
    /// Cosine of the two, in [-1, 1]; 1 for identical ones.
    pub similarity: f32,
    /// What they are to each other.
    pub kind: Likeness,
    /// Share of the words of both that the other one has, too, in [0, 1].
    pub words_in_common: f32,
    /// The one that comes first, or the one of the texts that were compared.
    pub a: SimilarText,
    /// The other one, or the one of the texts that they were compared with.
    pub b: SimilarText,
}

/// One text and where it stands.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SimilarText {
    /// The text, whole.
    pub text: String,
    /// Where it stands.
    #[serde(flatten)]
    pub place: Place,
    /// Its language, when known.
    pub language: Option<Language>,
    /// Set for boilerplate.
    pub boilerplate: Option<Boilerplate>,
    /// In how many places an identical text stands, this one included.
    pub places: usize,
    /// A few of the others.
    pub also: Vec<Place>,
}

/// Texts that say nearly the same as the one in their middle.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SimilarGroup {
    /// In how many places its texts stand.
    pub places: usize,
    /// Least similarity of a member to the middle; 1 where all are identical.
    pub similarity: f32,
    /// Its places by language, unknown left out.
    pub languages: BTreeMap<Language, usize>,
    /// Its different texts: the middle, then the others, most similar to it first.
    pub members: Vec<SimilarMember>,
}

/// A text of a group.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SimilarMember {
    /// Cosine to the middle of the group.
    pub similarity: f32,
    /// What it is to the middle; `null` for the middle itself.
    pub kind: Option<Likeness>,
    /// Share of the words of it and the middle that both have.
    pub words_in_common: f32,
    /// Whether it is one of those that the texts were compared with.
    pub against: bool,
    /// The text.
    #[serde(flatten)]
    pub text: SimilarText,
}

/// The report as text for a terminal.
///
/// Of the style, `excerpts` has no bearing, and `all_units` shows each text whole and every member of a group.
pub fn render(report: &SimilarReport, style: &TerminalStyle) -> String {
    let mut page = Page::new(style);
    page.wrapped("", &summary(report), Ink::bold);
    page.wrapped("", &facts(report), Ink::dim);
    if report.pairs.is_empty() && report.groups.is_empty() {
        page.blank();
        page.wrapped("", "Nothing found", plain);
    }
    for (place, pair) in report.pairs.iter().enumerate() {
        page.blank();
        head(&mut page, place + 1, pair.similarity, &wording(pair.kind, pair.words_in_common));
        write_text(&mut page, &pair.a, style);
        write_text(&mut page, &pair.b, style);
    }
    for (place, group) in report.groups.iter().enumerate() {
        page.blank();
        write_group(&mut page, place + 1, group, style);
    }
    page.into_text()
}

/// What was found, in a line.
fn summary(report: &SimilarReport) -> String {
    let found = if report.groups.is_empty() {
        count(report.pairs.len(), "pair")
    } else {
        let places = report.groups.iter().map(|group| group.places).sum();
        format!("{} of {}", count(report.groups.len(), "group"), count(places, "text"))
    };
    match report.against {
        None => format!("{found} among {}", count(report.searched, "text")),
        Some(against) => {
            format!("{found} between {} and {}", count(report.searched, "text"), count(against, "text"))
        }
    }
}

fn facts(report: &SimilarReport) -> String {
    format!(
        "similarity of {:.2} or more · {} search · {}",
        report.threshold,
        label(&report.index),
        named(&report.model.id)
    )
}

/// A kind with what shows it.
fn wording(kind: Likeness, in_common: f32) -> String {
    match kind {
        Likeness::Identical | Likeness::Translation => kind.name().to_owned(),
        Likeness::NearCopy | Likeness::Paraphrase => {
            format!("{}, {} of the words in common", kind.name(), percent(f64::from(in_common)))
        }
    }
}

fn head(page: &mut Page, number: usize, similarity: f32, about: &str) {
    let ink = page.ink();
    let drawn = bar(f64::from(similarity), BAR);
    let number = ink.accent(&format!("{number:<3}"));
    page.line(&format!("{number} {similarity:.2} {} {}", ink.accent(&drawn), ink.bold(about)));
}

/// Where a text stands, and what is known of it.
fn about(text: &SimilarText) -> String {
    let mut about = vec![citation(&text.place)];
    about.extend(text.language.map(|language| language.to_string()));
    about.extend(
        text.boilerplate.map(|why| format!("boilerplate ({})", Translations::default().boilerplate(why))),
    );
    about.join(" · ")
}

/// The other places of a text; nothing where it has none.
fn elsewhere(text: &SimilarText) -> Option<String> {
    if text.places <= 1 {
        return None;
    }
    let mut told = format!("in {}", count(text.places, "place"));
    if !text.also.is_empty() {
        let places: Vec<_> = text.also.iter().map(spot).collect();
        let dots = if text.also.len() + 1 < text.places { ", …" } else { "" };
        let _ = write!(told, ", also {}{dots}", places.join(", "));
    }
    Some(told)
}

fn write_text(page: &mut Page, text: &SimilarText, style: &TerminalStyle) {
    page.wrapped(INDENT, &about(text), Ink::dim);
    let shown = clean(&text.text);
    let shown = if style.all_units { shown } else { cut(&shown, TEXT) };
    page.wrapped(INDENT, &shown, plain);
    if let Some(places) = elsewhere(text) {
        page.wrapped(INDENT, &places, Ink::dim);
    }
}

fn write_group(page: &mut Page, number: usize, group: &SimilarGroup, style: &TerminalStyle) {
    head(page, number, group.similarity, &about_group(group));
    let most = if style.all_units { usize::MAX } else { MEMBERS };
    for (place, member) in group.members.iter().take(most).enumerate() {
        if place > 0 {
            page.blank();
        }
        if let Some(kind) = member.kind {
            let line = format!("{:.2} {}", member.similarity, wording(kind, member.words_in_common));
            page.wrapped(INDENT, &line, plain);
        }
        write_text(page, &member.text, style);
    }
    if group.members.len() > most {
        page.blank();
        page.wrapped(INDENT, &format!("and {} more", grouped(group.members.len() - most)), Ink::dim);
    }
}

/// Size and languages of a group.
fn about_group(group: &SimilarGroup) -> String {
    let texts = match group.members.len() {
        1 => "identical texts".to_owned(),
        n => format!("{n} different texts"),
    };
    let mut about = vec![format!("{texts} in {}", count(group.places, "place"))];
    about.extend(group.languages.iter().map(|(language, n)| format!("{language} {}", grouped(*n))));
    about.join(" · ")
}

#[cfg(test)]
pub(in crate::report) mod tests;
