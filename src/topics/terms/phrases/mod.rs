//! The name of a topic: its best terms, where a single word gives way to the phrase that a person would write.
//!
//! A single word often says less than what the texts say around it: *champions*, where they say *Ligue des champions*. It gives way to a phrase
//! of two or three words that holds it, where a good part of the word's texts say the phrase, where it is said here and hardly elsewhere, begins
//! and ends where a phrase may, is more than the wording of titles, and speaks for the topic nearly as well as the word does. Two words of the
//! name that make a phrase become that phrase, and another term takes the free place. All other words stay.

mod cover;
mod forms;
#[cfg(test)]
mod tests;
mod uses;

use std::collections::{BTreeMap, BTreeSet};

use ndarray::Array1;

use self::cover::Cover;
use self::forms::{has_phrases, inside, is_oblique, share_a_word};
use self::uses::Uses;
use super::count::{LanguageCounts, TermCount};
use super::{Candidate, content_stems, texts_with};
use crate::corpus::Language;
use crate::topics::meaning::{Meaning, Sense, along};

/// Fewest texts of the topic that hold a phrase, and the least share of them all.
const LEAST: f64 = 3.0;
const LEAST_SHARE: f64 = 0.04;

/// Least share of a word's texts that hold the phrase; and of each word's, where the phrase stands for two words of the name.
const SHARE: f64 = 0.3;
const SHARE_OF_TWO: f64 = 0.2;

/// Least specificity of a phrase.
const SPECIFIC: f64 = 0.8;

/// Least specificity of each of its words: *generic version* is said in one topic, and *version* in all.
const TYPICAL: f64 = 0.6;

/// Least share of a phrase's uses that are bounded on both sides.
const BOUNDED: f64 = 0.25;

/// Most of a phrase's uses that are in titles.
const IN_TITLES: f64 = 0.5;

/// Least worth of a phrase against its word's.
const WORTH: f64 = 0.58;

/// Terms beyond those of the name that may take a free place.
const SPARE: usize = 2;

/// Texts of a topic that stand for all of them.
const SAMPLED: usize = 600;

/// A topic, as its name is looked for.
pub(super) struct Place<'a> {
    /// Its number among the topics.
    pub(super) number: usize,
    /// Language of its name.
    pub(super) language: Option<Language>,
    /// Terms of that language.
    pub(super) counts: &'a LanguageCounts,
    /// Its texts in the language, each once.
    pub(super) texts: &'a [&'a str],
    /// Where it lies as seen from the others.
    pub(super) direction: &'a Array1<f32>,
    /// What terms mean.
    pub(super) meaning: &'a Meaning<'a>,
}

/// A phrase that may stand for a word.
struct Phrase<'a> {
    term: &'a TermCount,
    /// Texts of the topic that hold it.
    texts: f64,
    worth: f64,
}

/// A word that may be in the name.
struct Word<'a> {
    /// Texts of the topic that hold it.
    texts: f64,
    worth: f64,
    /// Phrases that hold it, best first.
    phrases: Vec<Phrase<'a>>,
}

/// A name of up to `wanted` of the `terms`, which come best first; one that is not `taken`, where the terms suffice for another. `known` are the
/// topic's candidates with their senses.
pub(super) fn name(
    terms: &[Candidate],
    known: &[Candidate],
    wanted: usize,
    of: &Place<'_>,
    taken: &BTreeSet<String>,
) -> String {
    let fitting = fitting(terms);
    let words = words(&fitting[..fitting.len().min(wanted + SPARE)], known, of);
    let best = joined(&fitting, wanted, &words);
    if !taken.contains(&best) {
        return best;
    }
    // Without the last of its terms, without the one before, and so on, others come in.
    let others = (0..fitting.len().min(wanted)).rev().map(|left_out| {
        let rest: Vec<&Candidate> = fitting
            .iter()
            .enumerate()
            .filter(|(place, _)| *place != left_out)
            .map(|(_, term)| *term)
            .collect();
        joined(&rest, wanted, &words)
    });
    others.chain([joined(&fitting, wanted + 1, &words)]).find(|name| !taken.contains(name)).unwrap_or(best)
}

/// The terms that share no word with one before them, also none that is a part of another, as in compounds.
fn fitting(terms: &[Candidate]) -> Vec<&Candidate> {
    let mut fitting: Vec<&Candidate> = Vec::new();
    for term in terms {
        if !fitting.iter().any(|other| share_a_word(&other.content_stems(), &term.content_stems())) {
            fitting.push(term);
        }
    }
    fitting
}

/// Up to `wanted` of the terms or of their phrases, in the order of the terms' weights, joined by ", ".
fn joined(terms: &[&Candidate], wanted: usize, words: &BTreeMap<&str, Word<'_>>) -> String {
    let mut parts: Vec<(f64, &str)> = Vec::new();
    let mut said: BTreeSet<&str> = BTreeSet::new();
    for (rank, term) in terms.iter().enumerate() {
        if parts.len() == wanted {
            break;
        }
        let stems = term.content_stems();
        if stems.iter().any(|stem| said.contains(stem)) {
            continue;
        }
        let later = terms.get(rank + 1..wanted.min(terms.len())).unwrap_or_default();
        let phrase = words.get(term.key.as_str()).and_then(|word| {
            word.phrases.iter().find(|phrase| may_stand(phrase, term, word, &said, later, words))
        });
        if let Some(phrase) = phrase {
            said.extend(content_stems(&phrase.term.key));
            parts.push((term.score, &phrase.term.text));
        } else {
            said.extend(stems);
            parts.push((term.score, &term.text));
        }
    }
    // Of equals the one that was chosen first.
    parts.sort_by(|a, b| b.0.total_cmp(&a.0));
    parts.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(", ")
}

/// Whether a phrase may stand for a word of the name beside what is `said` already and the terms that come `later`.
fn may_stand(
    phrase: &Phrase<'_>,
    term: &Candidate,
    word: &Word<'_>,
    said: &BTreeSet<&str>,
    later: &[&Candidate],
    words: &BTreeMap<&str, Word<'_>>,
) -> bool {
    let stems: Vec<&str> = content_stems(&phrase.term.key).filter(|stem| *stem != term.key).collect();
    if stems.iter().any(|stem| said.contains(stem)) {
        return false;
    }
    let mut least = SHARE;
    for other in later.iter().filter(|other| other.content_stems().iter().any(|stem| stems.contains(stem))) {
        let Some(other) = words.get(other.key.as_str()) else { return false };
        if phrase.texts < SHARE_OF_TWO * other.texts || phrase.worth < WORTH * other.worth {
            return false;
        }
        least = SHARE_OF_TWO;
    }
    phrase.texts >= least * word.texts && phrase.worth >= WORTH * word.worth
}

/// The single words among the terms by their stems, with the phrases that hold them.
fn words<'a>(terms: &[&'a Candidate], known: &[Candidate], of: &Place<'a>) -> BTreeMap<&'a str, Word<'a>> {
    let single: Vec<&Candidate> = terms.iter().copied().filter(|term| !term.key.contains(' ')).collect();
    if single.is_empty() || !has_phrases(of.language) {
        return BTreeMap::new();
    }
    let stems: BTreeSet<&str> = single.iter().map(|term| term.key.as_str()).collect();
    let sample: Vec<&str> = {
        let wanted = of.texts.len().min(SAMPLED);
        (0..wanted).map(|place| of.texts[place * of.texts.len() / wanted]).collect()
    };
    let counted = uses::count(&sample, &of.counts.analyser, &stems, inside(of.language));
    let fit: Vec<&TermCount> = of.counts.by_topic[of.number]
        .iter()
        .map(|&place| &of.counts.terms[place as usize])
        .filter(|term| counted.get(&term.key).is_some_and(|&uses| is_fit(term, uses, of)))
        .collect();
    if fit.is_empty() {
        return BTreeMap::new();
    }
    let keys: Vec<&str> = fit.iter().map(|term| term.key.as_str()).chain(stems.iter().copied()).collect();
    let cover = Cover::of(&keys, &sample, known, of);
    let texts: Vec<_> = fit.iter().map(|term| (of.language, term.text.as_str())).collect();
    let senses = of.meaning.of(&texts);
    let phrases: Vec<(&TermCount, f64)> = fit
        .iter()
        .zip(&senses)
        .map(|(&term, sense)| (term, worth(term, cover.share(&term.key), sense.as_ref(), of)))
        .collect();

    let mut words = BTreeMap::new();
    for term in single {
        let Some(counted) = term_count(&term.key, of.counts) else { continue };
        let mut own: Vec<Phrase<'_>> = phrases
            .iter()
            .filter(|(phrase, _)| phrase.key.split(' ').any(|stem| stem == term.key))
            .map(|&(term, worth)| Phrase { term, texts: texts_of(term, of), worth })
            .collect();
        own.sort_by(|a, b| b.worth.total_cmp(&a.worth).then_with(|| a.term.key.cmp(&b.term.key)));
        let worth = worth(counted, cover.share(&term.key), term.sense.as_ref(), of);
        words.insert(term.key.as_str(), Word { texts: texts_of(counted, of), worth, phrases: own });
    }
    words
}

/// Whether a term is a phrase that may be in the topic's name.
fn is_fit(term: &TermCount, uses: Uses, of: &Place<'_>) -> bool {
    let texts = texts_of(term, of);
    let analyser = &of.counts.analyser;
    term.key.contains(' ')
        && !repeats(&term.key)
        && texts >= LEAST.max(LEAST_SHARE * of.counts.texts[of.number] as f64)
        && uses.bounded() >= BOUNDED
        && uses.in_titles() <= IN_TITLES
        && specificity(term, of) >= SPECIFIC
        && term.key.split(' ').all(|stem| is_typical(stem, of))
        && !is_oblique(of.language, &term.text)
        && !term.text.split(' ').next_back().is_some_and(|last| analyser.is_verbal(&last.to_lowercase()))
}

/// Whether a word of a phrase says something of the topic; small words inside a phrase and the parts of a word with a hyphen need not.
fn is_typical(stem: &str, of: &Place<'_>) -> bool {
    term_count(stem, of.counts)
        .is_none_or(|word| inside(of.language).contains(&stem) || specificity(word, of) >= TYPICAL)
}

/// Whether a word is said twice.
fn repeats(key: &str) -> bool {
    let mut stems = BTreeSet::new();
    key.split(' ').any(|stem| stem.chars().count() > 2 && !stems.insert(stem))
}

fn term_count<'a>(key: &str, counts: &'a LanguageCounts) -> Option<&'a TermCount> {
    counts.terms.binary_search_by(|term| term.key.as_str().cmp(key)).ok().map(|place| &counts.terms[place])
}

fn texts_of(term: &TermCount, of: &Place<'_>) -> f64 {
    f64::from(texts_with(term, of.number))
}

/// How well a term speaks for the topic: how many of its texts have it or something like it, how little others have it, and how near it is to
/// what the topic is about. `cover` is its share of the topic's texts by meaning.
fn worth(term: &TermCount, cover: f64, sense: Option<&Sense>, of: &Place<'_>) -> f64 {
    let share = texts_of(term, of) / of.counts.texts[of.number].max(1) as f64;
    let near = sense.map_or(1.0, |sense| along(sense.raw.view(), of.direction));
    (0.5 * share.sqrt() + 0.5 * cover).powf(0.7) * (2.0 * specificity(term, of) - 0.9).max(0.0) * (0.1 + near)
}

/// How much a term belongs to the topic and not to others, in [0, 1]: 1 for one of no other topic.
fn specificity(term: &TermCount, of: &Place<'_>) -> f64 {
    let rate = |topic: usize, texts: f64| texts / of.counts.texts[topic].max(1) as f64;
    let own = rate(of.number, texts_of(term, of));
    let n_others = of.counts.texts.iter().filter(|&&texts| texts > 0).count().saturating_sub(1).max(1);
    let (mut sum, mut most) = (0.0, 0.0_f64);
    for &(topic, texts) in term.topics.iter().filter(|(topic, _)| *topic as usize != of.number) {
        let rate = rate(topic as usize, f64::from(texts));
        sum += rate;
        most = most.max(rate);
    }
    if own > 0.0 { own / (own + 0.7 * sum / n_others as f64 + 0.3 * most) } else { 0.0 }
}
