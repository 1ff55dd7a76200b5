//! One sentence that says what a topic is about and stands by itself; none where no sentence does.
//!
//! Sentences of the most central texts are judged by how much of what is typical of the topic they say (its terms, weighted), how near they
//! lie to it, and whether they need what stands before them. What cannot stand alone at all, such as a sentence that begins with "However", a
//! fragment of a list or half of a quotation, is no candidate.

mod classes;
mod stands;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::ops::Range;

use ndarray::{Array1, ArrayView2};

use self::stands::Standing;
use super::meaning::{Meaning, along};
use super::words::Analyser;
use super::{Summary, TopicText};
use crate::corpus::{Language, sentences};

/// Units whose sentences are looked at, most central first.
const UNITS: usize = 60;

/// Sentences of one unit that are looked at.
const OF_UNIT: usize = 15;

/// Sentences that are compared with the topic by meaning: the best by what they say and how they stand.
const COMPARED: usize = 40;

/// Typical terms that are looked for in a sentence.
pub(super) const TERMS: usize = 25;

/// So many of the best terms in one sentence say all that can be said.
const SAYS_ALL: usize = 6;

/// What the parts of a sentence's worth count.
const BY_MEANING: f64 = 0.7;
const BY_NAME: f64 = 0.15;
const BY_TEXT: f64 = 0.1;
const BY_STANDING: f64 = 0.4;

/// What a first and a second sentence of its text get: those say what it is about.
const FIRST: f64 = 0.08;
const SECOND: f64 = 0.03;

/// A sentence that says less than this of a topic's terms says nothing of it; below `LITTLE` it has to lie near.
const LEAST: f64 = 0.1;
const LITTLE: f64 = 0.15;
const NEAR: f64 = 0.4;

/// A sentence is not shown that lies further from its topic, or is worth less.
const TOO_FAR: f64 = 0.25;
const TOO_POOR: f64 = 0.36;

/// Two sentences nearer than this say the same.
const SAME: f32 = 0.9;

/// How much of the middle of all topics is taken from that of one before sentences are compared with it.
pub(super) const COMMON: f32 = 0.5;

/// A topic, as a sentence for it is looked for.
pub(super) struct Wanted<'a> {
    /// Its units, most central first.
    pub(super) central: &'a [usize],
    /// Language of its label: that of the sentence, where it has one.
    pub(super) language: Option<Language>,
    /// Its centre, and the middle of all topics' centres.
    pub(super) centre: &'a Array1<f32>,
    pub(super) middle: &'a Array1<f32>,
    /// Stems of its typical terms and their weights, best first.
    pub(super) terms: &'a [(String, f64)],
    /// Its name.
    pub(super) label: &'a str,
}

/// A sentence.
struct Candidate {
    unit: usize,
    span: Range<usize>,
    /// How much it says of the topic's terms, in [0, 1].
    evidence: f64,
    /// Worth without its meaning.
    worth: f64,
}

/// The sentence for a topic; `rows` are the vectors of the texts. What is chosen joins `shown`, and nothing is chosen that says what is shown
/// already.
pub(super) fn choose(
    texts: &[TopicText<'_>],
    rows: ArrayView2<'_, f32>,
    wanted: &Wanted<'_>,
    analyser: Option<&Analyser>,
    meaning: &Meaning<'_>,
    shown: &mut Vec<Array1<f32>>,
) -> Option<Summary> {
    let in_language = |unit: &usize| texts[*unit].language == wanted.language;
    let mut units: Vec<usize> = wanted.central.iter().copied().filter(in_language).take(UNITS).collect();
    if units.is_empty() {
        units = wanted.central.iter().copied().take(UNITS).collect();
    }
    let mut candidates: Vec<Candidate> = Vec::new();
    for unit in units {
        let text = &texts[unit];
        let near = along(rows.row(unit), wanted.centre);
        for (place, span) in sentences(text.text).into_iter().take(OF_UNIT).enumerate() {
            let Some(standing) = Standing::of(&text.text[span.clone()], text.language, place == 0) else {
                continue;
            };
            let line = &text.text[span.clone()];
            let evidence = evidence(line, wanted.terms, analyser);
            let place = [FIRST, SECOND].get(place).copied().unwrap_or(0.0);
            let worth = evidence
                + BY_NAME * named(line, wanted.label, analyser)
                + BY_TEXT * near
                + BY_STANDING * (standing.fit - 1.0)
                + place;
            candidates.push(Candidate { unit, span, evidence, worth });
        }
    }
    // The order of texts and sentences decides between equals.
    candidates.sort_by(|a, b| b.worth.total_cmp(&a.worth));
    candidates.truncate(COMPARED);
    let lines: Vec<&str> = candidates.iter().map(|of| &texts[of.unit].text[of.span.clone()]).collect();
    let vectors = meaning.raw(&lines);
    let target = wanted.centre - &(wanted.middle * COMMON);
    let mut best: Option<(f64, usize)> = None;
    for (place, (candidate, vector)) in candidates.iter().zip(&vectors).enumerate() {
        let near = vector.as_ref().map(|vector| along(vector.view(), &target));
        let says = candidate.evidence >= LITTLE
            || (candidate.evidence >= LEAST && near.is_none_or(|near| near >= NEAR))
            || wanted.terms.is_empty();
        let value = candidate.worth + BY_MEANING * near.unwrap_or(0.0);
        let is_said =
            vector.as_ref().is_some_and(|vector| shown.iter().any(|other| other.dot(vector) >= SAME));
        if !says || is_said || near.is_some_and(|near| near < TOO_FAR || value < TOO_POOR) {
            continue;
        }
        if best.is_none_or(|(best, _)| value > best) {
            best = Some((value, place));
        }
    }
    let (_, place) = best?;
    shown.extend(vectors.into_iter().nth(place).flatten());
    let Candidate { unit, span, .. } = candidates.swap_remove(place);
    Some(Summary { unit, span })
}

/// How much a sentence says of what is typical of a topic: the weight of the terms in it against that of the best few, in [0, 1].
pub(super) fn evidence(line: &str, terms: &[(String, f64)], analyser: Option<&Analyser>) -> f64 {
    let all: f64 = terms.iter().take(SAYS_ALL).map(|(_, weight)| weight).sum();
    let Some(analyser) = analyser.filter(|_| all > 0.0) else { return 0.0 };
    let stems = stems(line, analyser);
    let mut said: f64 = 0.0;
    let mut words: BTreeSet<&str> = BTreeSet::new();
    for (key, weight) in terms {
        // A phrase and its words are one thing said.
        let is_new = key.split(' ').any(|word| !words.contains(word));
        if is_new && stems.contains(&format!(" {key} ")) {
            words.extend(key.split(' '));
            said += weight;
        }
    }
    (said / all).min(1.0)
}

/// The share of a name's words that a sentence has.
fn named(line: &str, label: &str, analyser: Option<&Analyser>) -> f64 {
    let Some(analyser) = analyser else { return 0.0 };
    let stems = stems(line, analyser);
    let name = analyser.words(label);
    let there = name.iter().filter(|word| stems.contains(&format!(" {} ", word.stem))).count();
    there as f64 / name.len().max(1) as f64
}

/// The stems of a line between spaces.
fn stems(line: &str, analyser: &Analyser) -> String {
    let mut stems = " ".to_owned();
    for word in analyser.words(line) {
        stems.push_str(&word.stem);
        stems.push(' ');
    }
    stems
}
