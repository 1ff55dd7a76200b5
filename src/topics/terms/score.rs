//! Class-based TF-IDF of the terms that were counted.

use super::count::{LanguageCounts, TermCount};
use super::select::Candidate;

/// A term in this share of the topics (of at least three) is typical of none, unless it is [`FAR_MORE_OFTEN`] there.
const NEARLY_ALL: f64 = 0.75;

/// How many times as often as on average a term of nearly all topics must be in one of them to be typical of it.
const FAR_MORE_OFTEN: f64 = 1.75;

/// Weight of a phrase against a single word: a phrase of the same score says more.
const PHRASE_WEIGHT: f64 = 1.2;

/// Weight of a single word that reads as a verb against a noun: *roulait* names no topic.
const VERB_WEIGHT: f64 = 0.4;

/// Texts of a topic from which on a term must be in two of them.
const MANY_TEXTS: usize = 5;

impl LanguageCounts {
    /// The best `wanted` terms of a topic with their scores, best first.
    pub(super) fn candidates(&self, topic: usize, wanted: usize) -> Vec<Candidate> {
        let spoken = self.totals.iter().filter(|&&total| total > 0).count().max(1);
        let average = self.totals.iter().sum::<usize>() as f64 / spoken as f64;
        let mut candidates: Vec<(f64, u32, &TermCount)> = self.by_topic[topic]
            .iter()
            .filter_map(|&place| {
                let term = &self.terms[place as usize];
                Some((self.score(term, topic, spoken, average)?, place, term))
            })
            .collect();
        // Terms are in the order of their keys, so that of equal scores the first key comes first.
        candidates.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        candidates.truncate(wanted);
        candidates.into_iter().map(|(score, _, term)| candidate(term, topic, score)).collect()
    }

    fn score(&self, term: &TermCount, topic: usize, spoken: usize, average: f64) -> Option<f64> {
        let rate = |topic: u32, count: u32| f64::from(count) / self.totals[topic as usize].max(1) as f64;
        let here = texts_with(term, topic);
        let least = if self.texts[topic] >= MANY_TEXTS { 2 } else { 1 };
        let is_phrase = term.key.contains(' ');
        // A phrase said once is a chance meeting of words, unless it is a name.
        if here < least || (here < 2 && is_phrase && !is_name(&term.text)) {
            return None;
        }
        let everywhere: u32 = term.topics.iter().map(|(_, count)| count).sum();
        let rates: f64 = term.topics.iter().map(|&(topic, count)| rate(topic, count)).sum();
        let own = rate(topic as u32, here);
        let times_average = own * spoken as f64 / rates;
        let in_nearly_all = spoken >= 3 && term.topics.len() as f64 >= NEARLY_ALL * spoken as f64;
        if in_nearly_all && times_average < FAR_MORE_OFTEN {
            return None;
        }
        let typical = own * (1.0 + average / f64::from(everywhere)).ln();
        let exclusive = (own / rates).sqrt();
        let certain = f64::from(here) / (f64::from(here) + 1.0);
        let kind = if is_phrase {
            PHRASE_WEIGHT
        } else if self.analyser.is_verbal(&term.text.to_lowercase()) {
            VERB_WEIGHT
        } else {
            1.0
        };
        Some(typical * exclusive * certain * kind)
    }
}

fn candidate(term: &TermCount, topic: usize, score: f64) -> Candidate {
    Candidate {
        key: term.key.clone(),
        text: term.text.clone(),
        texts: texts_with(term, topic) as usize,
        score,
        sense: None,
        also: Vec::new(),
    }
}

/// Whether a phrase begins and ends with a capital.
fn is_name(text: &str) -> bool {
    let mut words = text.split(' ').map(|word| word.starts_with(char::is_uppercase));
    words.next() == Some(true) && words.next_back() == Some(true)
}

/// Texts of the topic that hold the term.
fn texts_with(term: &TermCount, topic: usize) -> u32 {
    term.topics
        .binary_search_by_key(&(topic as u32), |(topic, _)| *topic)
        .map_or(0, |place| term.topics[place].1)
}
