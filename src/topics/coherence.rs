//! How well the terms of a topic belong together, and how little topics repeat each other's.
//!
//! *Coherence* is the mean normalised pointwise mutual information (NPMI) of the pairs of a topic's best terms:
//! `ln(p(a, b) / (p(a) p(b))) / -ln p(a, b)`, where `p` is the share of units that hold a term, or both. It is 1 for
//! terms that are only ever found together, 0 for terms that meet as often as chance has it, and -1 for terms that
//! never meet. Bouma (2009), *Normalized (Pointwise) Mutual Information in Collocation Extraction*; for topics,
//! Aletras and Stevenson (2013), *Evaluating Topic Coherence Using Distributional Semantics*. A unit, mostly a
//! paragraph, is the window in which terms meet, and the collection itself is what is counted. With some dozen units,
//! a few chance meetings decide: the values of a small collection are rough.
//!
//! *Diversity* is the share of different terms among the best terms of all topics. Dieng, Ruiz and Blei (2020),
//! *Topic Modeling in Embedding Spaces*, section 6. Ten terms are taken where the paper takes 25, because reports
//! show ten.

mod matcher;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rayon::prelude::*;

use self::matcher::Matcher;
use super::words::Analyser;
use super::{Topic, TopicText, language};
use crate::corpus::Language;

/// Terms of a topic that are looked at, from the best.
const BEST: usize = 10;

/// How good the terms of topics are. Each value is `None` where it is not defined.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelQuality {
    /// NPMI coherence of each topic, in [-1, 1]; `None` for a topic without two terms that are found in the texts,
    /// and where all terms are in all units.
    pub coherence: Vec<Option<f64>>,
    /// Mean of the coherences that are defined.
    pub mean_coherence: Option<f64>,
    /// Share of different terms among the best terms of all topics, in (0, 1]; `None` under two topics with terms.
    pub diversity: Option<f64>,
}

/// Coherence and diversity of the ten best terms of each topic over all texts, those without topic included.
///
/// Terms are found by their stems, as words in a row, so that inflections count. Each topic is measured over the texts
/// in the language of most of its terms, and by its terms in that language: terms of two languages hardly meet, and
/// two terms of one would seem to belong together for their language alone. A text that occurs several times, such as
/// wire copy, counts once. Time is linear in the length of the texts.
pub fn label_quality(texts: &[TopicText<'_>], topics: &[Topic]) -> LabelQuality {
    let terms = |topic: &Topic| {
        topic
            .terms
            .iter()
            .map(|term| SoughtTerm { language: term.language, text: term.text.clone() })
            .collect()
    };
    of_terms(texts, &topics.iter().map(terms).collect::<Vec<_>>())
}

/// A term as it is looked for.
#[derive(Debug, Clone)]
struct SoughtTerm {
    language: Option<Language>,
    text: String,
}

/// As [`label_quality`].
fn of_terms(texts: &[TopicText<'_>], topics: &[Vec<SoughtTerm>]) -> LabelQuality {
    let best: Vec<&[SoughtTerm]> = topics.iter().map(|terms| &terms[..terms.len().min(BEST)]).collect();
    // As terms are counted: texts of unknown language are taken for the most frequent one.
    let fallback = language::most_frequent(&language::count(texts, 0..texts.len()));
    let spoken: Vec<Option<Language>> = best.iter().map(|terms| main_language(terms)).collect();
    let languages: BTreeSet<Option<Language>> =
        best.iter().copied().flatten().map(|term| term.language).collect();

    let mut coherence = vec![None; topics.len()];
    let mut numbered: Vec<Vec<u32>> = vec![Vec::new(); topics.len()];
    let mut next = 0;
    for language in languages {
        let analyser = Analyser::new(language);
        let mut matcher = Matcher::new(next);
        let keys: Vec<Vec<u32>> = best
            .iter()
            .map(|terms| {
                let here = terms.iter().filter(|term| term.language == language);
                here.filter_map(|term| matcher.add(&analyser.words(&term.text))).collect()
            })
            .collect();
        next = matcher.next_number();
        let mut seen = HashSet::new();
        let spoken_here = texts.iter().filter(|text| text.language.or(fallback) == language);
        let different: Vec<&str> =
            spoken_here.map(|text| text.text).filter(|text| seen.insert(*text)).collect();
        let units: Vec<Vec<u32>> =
            different.par_iter().map(|text| matcher.find(&analyser.words(text))).collect();
        let values = npmi(&keys, units.iter().map(Vec::as_slice));
        for (topic, value) in values.into_iter().enumerate().filter(|(topic, _)| spoken[*topic] == language) {
            coherence[topic] = value;
        }
        numbered.iter_mut().zip(keys).for_each(|(all, some)| all.extend(some));
    }
    let defined: Vec<f64> = coherence.iter().flatten().copied().collect();
    let mean_coherence = (!defined.is_empty()).then(|| defined.iter().sum::<f64>() / defined.len() as f64);
    LabelQuality { coherence, mean_coherence, diversity: diversity(&numbered) }
}

/// The language of most terms; of equals that of the better term.
fn main_language(terms: &[SoughtTerm]) -> Option<Language> {
    let mut best: Option<(usize, Option<Language>)> = None;
    for term in terms {
        let count = terms.iter().filter(|other| other.language == term.language).count();
        if best.is_none_or(|(most, _)| count > most) {
            best = Some((count, term.language));
        }
    }
    best.and_then(|(_, language)| language)
}

/// Mean NPMI, in [-1, 1], of the pairs of each topic's terms.
///
/// `topics` has the terms of each topic as numbers, and each of `units` those that it holds, in any order and each
/// once; units that hold none are given as empty. Pairs count of which both terms are found and not both are in
/// every unit; `None` for a topic without such a pair. Time is that of the pairs of a topic's terms that units hold.
fn npmi<'a>(topics: &[Vec<u32>], units: impl IntoIterator<Item = &'a [u32]>) -> Vec<Option<f64>> {
    let topics: Vec<Vec<u32>> = topics.iter().map(|terms| distinct(terms)).collect();
    // Where a term stands: its topics, and its place in each.
    let mut places: BTreeMap<u32, Vec<(usize, usize)>> = BTreeMap::new();
    for (topic, terms) in topics.iter().enumerate() {
        for (place, &term) in terms.iter().enumerate() {
            places.entry(term).or_default().push((topic, place));
        }
    }
    // Units that hold both, by topic and pair of places; on the diagonal, those that hold the term.
    let mut both: Vec<Vec<usize>> = topics.iter().map(|terms| vec![0; terms.len() * terms.len()]).collect();
    let mut n = 0;
    let mut here: Vec<(usize, usize)> = Vec::new();
    for unit in units {
        n += 1;
        here.clear();
        here.extend(unit.iter().filter_map(|term| places.get(term)).flatten());
        here.sort_unstable();
        for found in here.chunk_by(|one, next| one.0 == next.0) {
            let (topic, width) = (found[0].0, topics[found[0].0].len());
            for (first, &(_, one)) in found.iter().enumerate() {
                found[first..].iter().for_each(|&(_, other)| both[topic][one * width + other] += 1);
            }
        }
    }
    topics.iter().zip(&both).map(|(terms, both)| mean_of_pairs(terms.len(), both, n)).collect()
}

/// Mean NPMI of the pairs of `width` terms, from the counts of [`npmi`] among `n` units.
fn mean_of_pairs(width: usize, both: &[usize], n: usize) -> Option<f64> {
    let (mut sum, mut pairs) = (0.0, 0);
    for one in 0..width {
        for other in one + 1..width {
            let (a, b) = (both[one * width + one], both[other * width + other]);
            if let Some(value) = npmi_of_counts(a, b, both[one * width + other], n) {
                sum += value;
                pairs += 1;
            }
        }
    }
    (pairs > 0).then(|| sum / f64::from(pairs))
}

/// NPMI of two terms in `a` and `b` of `n` units, and in `both` together.
fn npmi_of_counts(a: usize, b: usize, both: usize, n: usize) -> Option<f64> {
    if a == 0 || b == 0 || both == n {
        return None;
    }
    if both == 0 {
        // The limit of ever rarer meetings.
        return Some(-1.0);
    }
    let [a, b, both, n] = [a, b, both, n].map(|count| count as f64);
    Some(((n * both / (a * b)).ln() / (n / both).ln()).clamp(-1.0, 1.0))
}

/// Share of different terms among the terms of all topics, in (0, 1]; `None` under two topics with terms, which have
/// nobody to repeat.
fn diversity(topics: &[Vec<u32>]) -> Option<f64> {
    let topics: Vec<Vec<u32>> =
        topics.iter().map(|terms| distinct(terms)).filter(|t| !t.is_empty()).collect();
    if topics.len() < 2 {
        return None;
    }
    let different: BTreeSet<u32> = topics.iter().flatten().copied().collect();
    Some(different.len() as f64 / topics.iter().map(Vec::len).sum::<usize>() as f64)
}

/// Each number once, in order of its first place.
fn distinct(terms: &[u32]) -> Vec<u32> {
    let mut seen = BTreeSet::new();
    terms.iter().copied().filter(|&term| seen.insert(term)).collect()
}
