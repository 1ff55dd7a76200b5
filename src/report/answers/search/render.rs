//! What a query found, for reading in a terminal: what `cognate search` prints.

use super::shown::shown;
use super::{Context, Links, SearchHit, SearchMode, SearchReport, Verdict, explain, why};
use crate::report::sources::Place;
use crate::report::text::Ink;
use crate::report::text::number::{bar, count, grouped};
use crate::report::text::page::{Page, TerminalStyle, plain};
use crate::report::text::place::{citation, spot};
use crate::report::text::rich::{Paint, Rich};
use crate::report::text::translations::Translations;
use crate::report::text::wrap::{beginning, clean, cut, label, named};

/// Columns by which a text is moved in below its rank.
const INDENT: &str = "    ";

/// What units beside one that was found stand behind.
const BESIDE: &str = "    │ ";

/// What reasons stand behind, on the first line and on others.
const WHY: [&str; 2] = ["    why ", "        "];

/// Columns of the bar of confidence 1.
const BAR: usize = 8;

/// Columns of a text, about eight lines of a narrow window; the JSON has the whole.
const TEXT: usize = 600;

/// Columns of a text beside one that was found.
const CONTEXT: usize = 300;

/// Places of equal and nearly equal texts that are named unless all are asked for.
const PLACES: usize = 3;

/// How search results look.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchStyle {
    /// Colour and width; `all_units` shows each text, reason and place whole, `excerpts` has no bearing.
    pub terminal: TerminalStyle,
    /// Tells every part of each score.
    pub explain: bool,
    /// Makes places links to their files, for a terminal that follows them.
    pub links: Option<Links>,
}

/// The report as text for a terminal; words that stand for the query's are marked when colour is on.
pub fn render(report: &SearchReport, style: &SearchStyle) -> String {
    let terminal = &style.terminal;
    let mut page = if style.links.is_some() { Page::linking(terminal) } else { Page::new(terminal) };
    page.wrapped("", &format!("“{}”", beginning(&report.query, TEXT)), Ink::bold);
    let paint = if report.outcome == Verdict::Found { plain } else { Ink::warning };
    page.wrapped("", &outcome(report), paint);
    page.wrapped("", &facts(report), Ink::dim);
    for hit in &report.results {
        page.blank();
        write_hit(&mut page, report, hit, style);
    }
    page.into_text()
}

/// Whether there is an answer, and how sure that is.
fn outcome(report: &SearchReport) -> String {
    let results = count(report.results.len(), "result");
    let Some(best) = report.results.first() else { return "nothing found".to_owned() };
    let sure = sure(report.confidence);
    match report.outcome {
        Verdict::Found => format!("found: {results}, the best answers with a probability of {sure}"),
        Verdict::Unsure => format!("unsure: {results}, the best answers with a probability of {sure}"),
        Verdict::Nothing => {
            let cosine = best.similarity.map(|cosine| format!(", cosine {cosine:.2}")).unwrap_or_default();
            format!("nothing found; the nearest answers with a probability of {sure}{cosine}:")
        }
    }
}

/// How was searched.
fn facts(report: &SearchReport) -> String {
    let by = match report.mode {
        SearchMode::Both => "words and meaning",
        SearchMode::Words => "words",
        SearchMode::Meaning => "meaning",
    };
    let mut facts = vec![format!("{} searched by {by}", count(report.searched, "text"))];
    if !report.index.is_empty() {
        facts.push(format!("{} search", label(&report.index)));
    }
    facts.push(named(&report.model.id));
    if let Some(reranker) = &report.reranker {
        facts.push(format!("the best read again by {}", named(reranker)));
    }
    if report.set_aside > 0 {
        let set_aside = count(report.set_aside, "result");
        facts.push(format!("{set_aside} set aside as boilerplate (`--boilerplate` shows them)"));
    }
    facts.join(" · ")
}

/// A probability as a percentage that is never all or nothing unless it is.
pub(super) fn sure(probability: f32) -> String {
    match f64::from(probability) * 100.0 {
        percent if percent.is_nan() => "–".to_owned(),
        percent if percent > 0.0 && percent < 0.5 => "<1%".to_owned(),
        percent if (99.5..100.0).contains(&percent) => ">99%".to_owned(),
        percent => format!("{percent:.0}%"),
    }
}

fn write_hit(page: &mut Page, report: &SearchReport, hit: &SearchHit, style: &SearchStyle) {
    let all = style.terminal.all_units;
    head(page, report, hit);
    page.rich(INDENT, &place(hit, style.links.as_ref()));
    beside(page, &hit.before, all);
    page.rich(INDENT, &shown(&hit.text, hit.sentence, &hit.marks, (!all).then_some(TEXT)));
    beside(page, &hit.after, all);
    let reasons = if style.explain { Vec::new() } else { why::lines(hit, all) };
    let ink = page.ink();
    for (number, reason) in reasons.iter().enumerate() {
        for (line, text) in reason.lines(page.room(WHY[0]), ink).iter().enumerate() {
            let before = WHY[usize::from(number + line > 0)];
            page.line(&format!("{}{text}", ink.dim(before)));
        }
    }
    if style.explain {
        explain::write(page, INDENT, hit);
    }
    let same = match hit.duplicates.len() {
        0 | 1 => "the same text: ".to_owned(),
        n => format!("the same text in {} places: ", grouped(n)),
    };
    places(page, &same, hit.duplicates.iter(), style);
    let copies = match hit.copies.len() {
        0 | 1 => "+ 1 near copy: ".to_owned(),
        n => format!("+ {} near copies: ", grouped(n)),
    };
    places(page, &copies, hit.copies.iter().map(|copy| &copy.place), style);
}

/// Rank, confidence and score.
fn head(page: &mut Page, report: &SearchReport, hit: &SearchHit) {
    let ink = page.ink();
    let drawn = bar(f64::from(hit.confidence), BAR);
    let gap = " ".repeat(BAR.saturating_sub(drawn.chars().count()));
    let rank = ink.accent(&format!("{:<3}", hit.rank));
    let score = explain::score(hit.score);
    let verdict = match hit.verdict {
        verdict if verdict == report.outcome => "",
        Verdict::Found => "  found",
        Verdict::Unsure => "  unsure",
        Verdict::Nothing => "  hardly",
    };
    let drawn = format!("{}{gap}", ink.accent(&drawn));
    let line = format!("{rank} {:>4} {drawn} {score}{}", sure(hit.confidence), ink.warning(verdict));
    page.line(line.trim_end());
}

/// The citation, with a link to the file.
fn place(hit: &SearchHit, links: Option<&Links>) -> Rich {
    let (spot, whole) = (spot(&hit.place), citation(&hit.place));
    let mut about = vec![whole[spot.len().min(whole.len())..].to_owned()];
    about.extend(hit.language.map(|language| language.to_string()));
    about.extend(
        hit.boilerplate.map(|why| format!("boilerplate ({})", Translations::default().boilerplate(why))),
    );
    let mut place = Rich::default();
    place.push_link(&spot, Paint::Dim, links.and_then(|links| links.to(&hit.place.file)));
    place.push(&about.join(" · "), Paint::Dim);
    place
}

/// Units beside one that was found.
fn beside(page: &mut Page, units: &[Context], all: bool) {
    for unit in units {
        let text = clean(&unit.text);
        let text = if all { text } else { cut(&text, CONTEXT) };
        page.wrapped(BESIDE, &format!("¶{} {text}", unit.place.position + 1), Ink::dim);
    }
}

/// Some of the places, or all; nothing when there is none.
fn places<'p>(
    page: &mut Page,
    what: &str,
    places: impl ExactSizeIterator<Item = &'p Place>,
    style: &SearchStyle,
) {
    let (number, shown) = (places.len(), if style.terminal.all_units { usize::MAX } else { PLACES });
    if number == 0 {
        return;
    }
    let mut text = Rich::default();
    text.push(what, Paint::Dim);
    for (at, place) in places.take(shown).enumerate() {
        text.push(if at > 0 { ", " } else { "" }, Paint::Dim);
        let link = style.links.as_ref().and_then(|links| links.to(&place.file));
        text.push_link(&spot(place), Paint::Dim, link);
    }
    text.push(if number > shown { ", …" } else { "" }, Paint::Dim);
    page.rich(INDENT, &text);
}
