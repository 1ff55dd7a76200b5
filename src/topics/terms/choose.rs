//! From counts and meanings to the terms and the label of a topic.

use std::collections::BTreeMap;

use ndarray::Array1;

use super::count::TermCounts;
use super::diverse;
use super::merge::{self, Foreign};
use super::select::{self, Candidate};
use crate::corpus::Language;
use crate::topics::Term;
use crate::topics::meaning::{Meaning, TermVectors, along};

/// Candidates of a topic in the label's language that are compared with it by meaning.
const OWN: usize = 150;

/// Candidates of a topic in all its other languages together.
const FOREIGN: usize = 150;

/// Fewest of one other language: the most typical terms come first, and a few languages more cost little.
const LEAST_FOREIGN: usize = 20;

/// What is left of the score of a term that means nothing of what the topic is about: a name that the model does
/// not know can still be the best label.
const UNRELATED: f64 = 0.1;

/// Terms that maximal marginal relevance chooses from, for each one that is wanted.
const POOL: usize = 3;

/// Topics whose terms stand for those of all.
const SAMPLED_TOPICS: usize = 16;

/// Terms of the sample in one language.
const SAMPLED_TERMS: usize = 200;

impl TermCounts {
    /// What terms mean, by `vectors` of length `dim`.
    pub(in crate::topics) fn meaning<'a>(
        &self,
        vectors: Option<&'a TermVectors<'a>>,
        dim: usize,
        n_topics: usize,
    ) -> Meaning<'a> {
        let topics: Vec<usize> = match n_topics {
            0..=SAMPLED_TOPICS => (0..n_topics).collect(),
            _ => (0..SAMPLED_TOPICS).map(|i| i * n_topics / SAMPLED_TOPICS).collect(),
        };
        let each = SAMPLED_TERMS / topics.len().max(1);
        let candidates: BTreeMap<Option<Language>, Vec<Candidate>> = self
            .languages
            .iter()
            .filter(|_| vectors.is_some())
            .map(|(language, counts)| {
                (*language, topics.iter().flat_map(|&topic| counts.candidates(topic, each)).collect())
            })
            .collect();
        let sample = candidates
            .iter()
            .map(|(language, terms)| (*language, terms.iter().map(|term| term.text.as_str()).collect()))
            .collect();
        Meaning::new(vectors, dim, &sample)
    }

    /// The best `n_terms` of a topic in a language, and its label of up to `n_label` of them; in another language if it
    /// has no terms in this one. `direction` is where the topic lies as seen from the others.
    pub(in crate::topics) fn terms_and_label(
        &self,
        topic: usize,
        language: Option<Language>,
        (n_terms, n_label): (usize, usize),
        direction: &Array1<f32>,
        meaning: &Meaning<'_>,
    ) -> (Vec<Term>, Option<String>) {
        let others = self.languages.keys().copied().filter(|&other| other != language);
        for spoken in std::iter::once(language).chain(others) {
            let candidates = self.ranked(topic, spoken, direction, meaning);
            let pool = select::distinct(candidates, POOL * n_terms.max(n_label));
            let chosen = diverse::choose(pool, n_terms.max(n_label));
            if chosen.is_empty() {
                continue;
            }
            let label = select::label(&chosen, n_label);
            let terms =
                chosen.into_iter().take(n_terms).map(|candidate| candidate.into_term(spoken)).collect();
            return (terms, Some(label));
        }
        (Vec::new(), None)
    }

    /// Candidates of a topic in a language, by what they say of it in all languages, best first.
    fn ranked(
        &self,
        topic: usize,
        spoken: Option<Language>,
        direction: &Array1<f32>,
        meaning: &Meaning<'_>,
    ) -> Vec<Candidate> {
        let Some(counts) = self.languages.get(&spoken) else { return Vec::new() };
        let heard: Vec<(Language, usize)> = self
            .languages
            .iter()
            .filter(|&(&other, _)| other != spoken && meaning.is_known())
            .filter_map(|(&language, counts)| Some((language?, counts.texts[topic])))
            .filter(|&(_, texts)| texts > 0)
            .collect();
        let each = (FOREIGN / heard.len().max(1)).max(LEAST_FOREIGN);
        let mut groups = vec![(spoken, counts.candidates(topic, OWN))];
        for &(language, _) in &heard {
            groups.push((Some(language), self.languages[&Some(language)].candidates(topic, each)));
        }
        give_sense(&mut groups, direction, meaning);

        let texts = (counts.texts[topic] + heard.iter().map(|(_, texts)| texts).sum::<usize>()).max(1) as f64;
        let mut groups = groups.into_iter().map(|(_, candidates)| merge::forms(candidates));
        let mut own = groups.next().unwrap_or_default();
        let others = heard
            .iter()
            .zip(groups)
            .map(|(&(language, count), candidates)| Foreign {
                language,
                weight: count as f64 / texts,
                candidates,
            })
            .collect();
        merge::translations(&mut own, counts.texts[topic] as f64 / texts, others);
        own
    }
}

/// Candidates of one language each, `(language, candidates)`, get their senses in one request; what means what the topic
/// is about comes first.
fn give_sense(
    groups: &mut [(Option<Language>, Vec<Candidate>)],
    direction: &Array1<f32>,
    meaning: &Meaning<'_>,
) {
    if !meaning.is_known() {
        return;
    }
    let texts: Vec<(Option<Language>, &str)> = groups
        .iter()
        .flat_map(|(language, candidates)| candidates.iter().map(|term| (*language, term.text.as_str())))
        .collect();
    let mut senses = meaning.of(&texts).into_iter();
    for (_, candidates) in groups {
        for candidate in candidates.iter_mut() {
            candidate.sense = senses.next().flatten();
            let related = candidate.sense.as_ref().map_or(0.0, |sense| along(sense.raw.view(), direction));
            candidate.score *= UNRELATED + related;
        }
        merge::sort(candidates);
    }
}
