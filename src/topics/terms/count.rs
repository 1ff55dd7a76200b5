//! Counting terms by language and topic, and scoring them.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::case::Capitals;
use super::select::{self, Candidate};
use crate::corpus::Language;
use crate::topics::words::{Analyser, Role, Word};
use crate::topics::{Term, TopicText};

/// Most words of a term that are not stop words.
const MAX_WORDS: usize = 3;

/// A term in this share of the topics (of at least three) is typical of none, unless it is [`FAR_MORE_OFTEN`] there.
const NEARLY_ALL: f64 = 0.75;

/// How many times as often as on average a term of nearly all topics must be in one of them to be typical of it.
const FAR_MORE_OFTEN: f64 = 1.75;

/// Weight of a phrase against a single word: a phrase of the same score says more.
const PHRASE_WEIGHT: f64 = 1.2;

/// Texts of a topic from which on a term must be in two of them.
const MANY_TEXTS: usize = 5;

/// Candidates of a topic that are compared with it by meaning.
const RERANKED: usize = 200;

/// What is left of the score of a term that means nothing of what the topic is about: a name that the model does
/// not know can still be the best label.
const UNRELATED: f64 = 0.1;

/// Terms of all topics, by language.
pub(in crate::topics) struct TermCounts {
    languages: BTreeMap<Option<Language>, LanguageCounts>,
}

/// Terms of one language.
#[derive(Default)]
struct LanguageCounts {
    terms: BTreeMap<String, TermCount>,
    /// Terms of each topic, all occurrences.
    totals: Vec<usize>,
    /// Texts of each topic.
    texts: Vec<usize>,
}

/// One term.
#[derive(Default)]
struct TermCount {
    /// How it is written, and how often so.
    surfaces: BTreeMap<String, usize>,
    /// Texts of each topic that hold it.
    texts: BTreeMap<usize, usize>,
}

impl TermCounts {
    /// Counts the terms of texts that have a topic. Texts of unknown language count as `fallback`; a text that stands
    /// in a topic twice counts once.
    pub(in crate::topics) fn of(
        texts: &[TopicText<'_>],
        assignment: &[Option<usize>],
        n_topics: usize,
        fallback: Option<Language>,
    ) -> Self {
        let mut by_language: BTreeMap<Option<Language>, Vec<(usize, &str)>> = BTreeMap::new();
        let mut seen = HashSet::new();
        for (text, topic) in texts.iter().zip(assignment) {
            if let Some(topic) = *topic
                && seen.insert((topic, text.text))
            {
                by_language.entry(text.language.or(fallback)).or_default().push((topic, text.text));
            }
        }
        let languages = by_language
            .into_iter()
            .map(|(language, texts)| {
                (language, LanguageCounts::of(&Analyser::new(language), &texts, n_topics))
            })
            .collect();
        Self { languages }
    }

    /// The best terms of a topic in a language, and its label; in another language if it has no terms in this one.
    pub(in crate::topics) fn terms_and_label(
        &self,
        topic: usize,
        language: Option<Language>,
        n_terms: usize,
        n_label: usize,
        relevance: &dyn Fn(&[&str]) -> Vec<f64>,
    ) -> (Vec<Term>, Option<String>) {
        let others = self.languages.keys().copied().filter(|&other| other != language);
        for spoken in std::iter::once(language).chain(others) {
            let Some(counts) = self.languages.get(&spoken) else { continue };
            let candidates = rerank(counts.candidates(topic), relevance);
            let chosen = select::distinct(candidates, n_terms.max(n_label));
            if chosen.is_empty() {
                continue;
            }
            let label = select::label(&chosen, n_label);
            let terms = chosen
                .into_iter()
                .take(n_terms)
                .map(|candidate| Term {
                    text: candidate.text,
                    language: spoken,
                    score: candidate.score as f32,
                })
                .collect();
            return (terms, Some(label));
        }
        (Vec::new(), None)
    }
}

impl LanguageCounts {
    fn of(analyser: &Analyser, texts: &[(usize, &str)], n_topics: usize) -> Self {
        let words: Vec<Vec<Word>> = texts.iter().map(|(_, text)| analyser.words(text)).collect();
        let mut capitals = Capitals::default();
        for ((_, text), words) in texts.iter().zip(&words) {
            capitals.add(text, words);
        }
        let mut counts = Self { totals: vec![0; n_topics], texts: vec![0; n_topics], ..Self::default() };
        for ((topic, text), words) in texts.iter().zip(&words) {
            counts.texts[*topic] += 1;
            let longest = if analyser.in_pairs() { 1 } else { MAX_WORDS };
            let mut here: HashMap<String, String> = HashMap::new();
            for phrase in phrases(words, longest) {
                let key = phrase
                    .iter()
                    .map(|word| word.stem.as_str())
                    .collect::<Vec<_>>()
                    .join(" ")
                    .replace('-', " ");
                here.entry(key).or_insert_with(|| surface(text, phrase, &capitals));
            }
            counts.totals[*topic] += here.len();
            for (key, surface) in here {
                let term = counts.terms.entry(key).or_default();
                *term.surfaces.entry(surface).or_insert(0) += 1;
                *term.texts.entry(*topic).or_insert(0) += 1;
            }
        }
        counts
    }

    /// Terms of a topic with their scores, best first.
    fn candidates(&self, topic: usize) -> Vec<Candidate> {
        let rate = |topic: usize, count: usize| count as f64 / self.totals[topic].max(1) as f64;
        let spoken = self.totals.iter().filter(|&&total| total > 0).count().max(1);
        let average = self.totals.iter().sum::<usize>() as f64 / spoken as f64;
        let least = if self.texts[topic] >= MANY_TEXTS { 2 } else { 1 };
        let mut candidates: Vec<Candidate> = self
            .terms
            .iter()
            .filter_map(|(key, term)| {
                let here = term.texts.get(&topic).copied().filter(|&count| count >= least)?;
                // A phrase said once is a chance meeting of words.
                if here < 2 && key.contains(' ') {
                    return None;
                }
                let everywhere: usize = term.texts.values().sum();
                let rates: f64 = term.texts.iter().map(|(&topic, &count)| rate(topic, count)).sum();
                let own = rate(topic, here);
                let times_average = own * spoken as f64 / rates;
                let in_nearly_all = spoken >= 3 && term.texts.len() as f64 >= NEARLY_ALL * spoken as f64;
                if in_nearly_all && times_average < FAR_MORE_OFTEN {
                    return None;
                }
                let typical = own * (1.0 + average / everywhere as f64).ln();
                let exclusive = (own / rates).sqrt();
                let certain = here as f64 / (here as f64 + 1.0);
                let phrase = if key.contains(' ') { PHRASE_WEIGHT } else { 1.0 };
                let score = typical * exclusive * certain * phrase;
                let text = most_frequent(&term.surfaces)?.to_owned();
                Some(Candidate { key: key.clone(), text, texts: here, score })
            })
            .collect();
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.key.cmp(&b.key)));
        candidates
    }
}

/// Multiplies the scores of the best candidates by how much they mean what the topic is about, and sorts them anew.
fn rerank(mut candidates: Vec<Candidate>, relevance: &dyn Fn(&[&str]) -> Vec<f64>) -> Vec<Candidate> {
    candidates.truncate(RERANKED);
    let terms: Vec<&str> = candidates.iter().map(|candidate| candidate.text.as_str()).collect();
    let weights = relevance(&terms);
    for (candidate, weight) in candidates.iter_mut().zip(weights) {
        candidate.score *= UNRELATED + weight;
    }
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.key.cmp(&b.key)));
    candidates
}

/// The way of writing that is most frequent; of equals the shortest, then the first.
fn most_frequent(surfaces: &BTreeMap<String, usize>) -> Option<&str> {
    surfaces
        .iter()
        .max_by(|(a, times_a), (b, times_b)| {
            times_a
                .cmp(times_b)
                .then_with(|| b.chars().count().cmp(&a.chars().count()))
                .then_with(|| b.cmp(a))
        })
        .map(|(surface, _)| surface.as_str())
}

/// Runs of words that can be a term: content at both ends, only joining words between, at most `longest` of content.
fn phrases(words: &[Word], longest: usize) -> impl Iterator<Item = &[Word]> {
    (0..words.len()).filter(|&first| words[first].role == Role::Content).flat_map(move |first| {
        let mut content = 0;
        let mut ends = Vec::new();
        for (last, word) in words.iter().enumerate().skip(first) {
            if (last > first && word.after_break) || matches!(word.role, Role::Never | Role::Stop) {
                break;
            }
            if matches!(word.role, Role::Content | Role::NamePart) {
                content += 1;
                if content > longest {
                    break;
                }
                let cuts_name =
                    words.get(last + 1).is_some_and(|next| next.role == Role::NamePart && !next.after_break);
                if !cuts_name {
                    ends.push(last);
                }
            }
        }
        ends.into_iter().map(move |last| &words[first..=last])
    })
}

/// The phrase as a term shows it.
fn surface(text: &str, phrase: &[Word], capitals: &Capitals) -> String {
    let mut shown = String::new();
    for (place, word) in phrase.iter().enumerate() {
        if place > 0 && !text[phrase[place - 1].end..word.start].is_empty() {
            shown.push(' ');
        }
        shown.push_str(capitals.shown(text, word));
    }
    shown
}
