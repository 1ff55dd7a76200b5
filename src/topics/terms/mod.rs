//! Words and phrases counted per topic, and the most typical of them.
//!
//! Class-based TF-IDF: a topic is one long text; a term that is frequent in it and rare in the collection is
//! typical. The weight of term `t` in topic `c` is `tf(t, c) / |c| * ln(1 + A / f(t))`, where `tf` counts the
//! term in the topic, `|c|` all terms of the topic, `f` the term in all topics, and `A` is the average number
//! of terms per topic. Grootendorst (2022), *BERTopic: Neural topic modeling with a class-based TF-IDF
//! procedure*, section 3.3.
//!
//! A text counts once however often it says a term. Four things are added, because a topic of ten paragraphs
//! has few words: the weight is multiplied by the root of the topic's share in the term's occurrences (by
//! rate), by `n / (n + 1)` for a term in `n` texts, and by 1.2 for phrases; and a term of nearly all topics,
//! such as the name of the person that all is about, is left out. Each language is counted apart, so that a
//! topic in five languages is not named in five; terms of the others are evidence for those of the label's
//! language.
//!
//! `count` counts, `merge` makes one term of the forms and translations of a word, and `phrases` makes the
//! name. What is here scores, drops what another term says already, and prefers terms that say different
//! things.

mod count;
mod merge;
mod phrases;

pub(super) use count::{Capitals, TermCounts, is_headline};

use std::collections::{BTreeMap, BTreeSet, HashSet};

use ndarray::Array1;

use self::count::{LanguageCounts, TermCount};
use self::merge::Foreign;
use super::meaning::{Meaning, Sense, TermVectors, along, likeness};
use super::{Term, Translation};
use crate::corpus::Language;

/// Candidates of a topic in the label's language that are compared with it by meaning.
const OWN: usize = 150;

/// Candidates of a topic in all its other languages together.
const FOREIGN: usize = 150;

/// Fewest of one other language: the most typical terms come first, and a few languages more cost little.
const LEAST_FOREIGN: usize = 20;

/// What is left of the score of a term that means nothing of what the topic is about: a name that the model
/// does not know can still be the best label.
const UNRELATED: f64 = 0.1;

/// Terms that maximal marginal relevance chooses from, for each one that is wanted.
const POOL: usize = 3;

/// Topics whose terms stand for those of all.
const SAMPLED_TOPICS: usize = 16;

/// Terms of the sample in one language.
const SAMPLED_TERMS: usize = 200;

/// What is known of a topic and of others where it is named.
pub(super) struct Said<'a> {
    /// Where it lies as seen from the others.
    pub(super) direction: &'a Array1<f32>,
    /// Its texts in a language, each once.
    pub(super) texts: &'a dyn Fn(Option<Language>) -> Vec<&'a str>,
    /// Names of other topics.
    pub(super) taken: &'a BTreeSet<String>,
}

impl TermCounts {
    /// What terms mean, by `vectors` of length `dim`.
    pub(super) fn meaning<'a>(
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

    /// The stems of the `n` most typical terms of a topic in a language, with their weights, best first.
    pub(super) fn evidence(&self, topic: usize, language: Option<Language>, n: usize) -> Vec<(String, f64)> {
        let Some(counts) = self.languages.get(&language) else { return Vec::new() };
        counts.candidates(topic, n).into_iter().map(|term| (term.key, term.score)).collect()
    }

    /// The best `n_terms` of a topic in a language, and its label of up to `n_label` of them or of phrases for them; in another language if it
    /// has no terms in this one.
    pub(super) fn terms_and_label(
        &self,
        topic: usize,
        language: Option<Language>,
        (n_terms, n_label): (usize, usize),
        said: &Said<'_>,
        meaning: &Meaning<'_>,
    ) -> (Vec<Term>, Option<String>) {
        let others = self.languages.keys().copied().filter(|&other| other != language);
        for spoken in std::iter::once(language).chain(others) {
            let candidates = self.ranked(topic, spoken, said.direction, meaning);
            let known = candidates.clone();
            let pool = distinct(candidates, POOL * n_terms.max(n_label));
            let chosen = diverse(pool, n_terms.max(n_label));
            if chosen.is_empty() {
                continue;
            }
            let of = phrases::Place {
                number: topic,
                language: spoken,
                counts: &self.languages[&spoken],
                texts: &(said.texts)(spoken),
                direction: said.direction,
                meaning,
            };
            let label = phrases::name(&chosen, &known, n_label, &of, said.taken);
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

/// Candidates of one language each, `(language, candidates)`, get their senses in one request; what means
/// what the topic is about comes first.
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

/// A term in this share of the topics (of at least three) is typical of none, unless it is [`FAR_MORE_OFTEN`]
/// there.
const NEARLY_ALL: f64 = 0.75;

/// How many times as often as on average a term of nearly all topics must be in one of them to be typical of
/// it.
const FAR_MORE_OFTEN: f64 = 1.75;

/// Weight of a phrase against a single word: a phrase of the same score says more.
const PHRASE_WEIGHT: f64 = 1.2;

/// Weight of a single word that reads as a verb against a noun: *roulait* names no topic.
const VERB_WEIGHT: f64 = 0.4;

/// Texts of a topic from which on a term must be in two of them.
const MANY_TEXTS: usize = 5;

impl LanguageCounts {
    /// The best `wanted` terms of a topic with their scores, best first.
    fn candidates(&self, topic: usize, wanted: usize) -> Vec<Candidate> {
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

/// A term with its score in a topic.
#[derive(Debug, Clone)]
struct Candidate {
    /// Stems of its words, joined by spaces.
    key: String,
    /// As shown.
    text: String,
    /// Texts of the topic that hold it.
    texts: usize,
    /// Its score.
    score: f64,
    /// What it means, where that is known.
    sense: Option<Sense>,
    /// Its translations in the topic's other languages.
    also: Vec<(Language, String)>,
}

impl Candidate {
    fn contains(&self, other: &Self) -> bool {
        self.key != other.key && format!(" {} ", self.key).contains(&format!(" {} ", other.key))
    }

    /// The finished term.
    fn into_term(self, language: Option<Language>) -> Term {
        let also = self.also.into_iter().map(|(language, text)| Translation { language, text }).collect();
        Term { text: self.text, language, score: self.score as f32, also }
    }

    fn content_stems(&self) -> HashSet<&str> {
        content_stems(&self.key).collect()
    }
}

/// Stems of a key but short ones, which are small words mostly.
fn content_stems(key: &str) -> impl Iterator<Item = &str> {
    key.split(' ').filter(|stem| stem.chars().count() > 3 || stem.chars().any(|c| c > '\u{2e80}'))
}

/// Share of a term's texts that must hold the longer term for the longer one to stand for both.
const MOSTLY: f64 = 0.6;

/// Up to `wanted` terms of which none contains another, best first.
///
/// A term that mostly stands inside a longer one gives way to it; otherwise the longer one adds nothing and
/// goes.
fn distinct(candidates: Vec<Candidate>, wanted: usize) -> Vec<Candidate> {
    let mut chosen: Vec<Candidate> = Vec::new();
    // Terms far down the list cannot stand for one at its top.
    let pool: Vec<Candidate> = candidates.into_iter().take(400).collect();
    for candidate in &pool {
        if chosen.len() == wanted {
            break;
        }
        let stands_for = |longer: &&Candidate| {
            longer.contains(candidate) && longer.texts as f64 >= MOSTLY * candidate.texts as f64
        };
        let longest = pool.iter().filter(stands_for).max_by(|a, b| {
            a.texts.cmp(&b.texts).then_with(|| a.key.len().cmp(&b.key.len())).then_with(|| b.key.cmp(&a.key))
        });
        let best = longest.unwrap_or(candidate);
        let said = |other: &Candidate| other.key == best.key || other.contains(best) || best.contains(other);
        if !chosen.iter().any(said) {
            chosen.push(Candidate { score: candidate.score.max(best.score), ..best.clone() });
        }
    }
    chosen
}

/// How much a term's own worth counts against what it adds to the terms before it.
///
/// Over the topics of the sample corpus named in French, English and German, ten terms a topic: with 1 (no
/// diversity) 0.90 pairs a topic have a cosine above 0.4, such as *wagons* and *locomotives*; with 0.8 it is
/// 0.67, and the terms keep 99.5 % of their worth; with 0.7, 0.60 and 99 %; with 0.5, 0.31 and 95.6 %. From
/// 0.7 down what comes in for a near-synonym is a word of chance (*roulait* for *locomotives*): what is
/// unlike everything is unlike the topic too.
const LAMBDA: f64 = 0.8;

/// The best `wanted` candidates by maximal marginal relevance, in the order in which they were chosen.
///
/// The next term is the one with the greatest `lambda * worth - (1 - lambda) * likeness`, where `worth` is
/// the root of the score as a share of the best (scores fall off steeply) and `likeness` the cosine to the
/// most similar term already chosen. Carbonell and Goldstein (1998), *The use of MMR, diversity-based
/// reranking for reordering documents and producing summaries*, SIGIR.
fn diverse(mut pool: Vec<Candidate>, wanted: usize) -> Vec<Candidate> {
    let best = pool.iter().map(|candidate| candidate.score).fold(0.0, f64::max);
    let worth = |candidate: &Candidate| if best > 0.0 { (candidate.score / best).sqrt() } else { 0.0 };
    let mut likest = vec![0.0_f64; pool.len()];
    let mut chosen: Vec<Candidate> = Vec::new();
    while chosen.len() < wanted && !pool.is_empty() {
        let mut next = (0, f64::NEG_INFINITY);
        for (place, candidate) in pool.iter().enumerate() {
            let value = LAMBDA * worth(candidate) - (1.0 - LAMBDA) * likest[place];
            if value > next.1 {
                next = (place, value);
            }
        }
        let candidate = pool.remove(next.0);
        likest.remove(next.0);
        for (likest, other) in likest.iter_mut().zip(&pool) {
            *likest = likest.max(likeness(candidate.sense.as_ref(), other.sense.as_ref()).unwrap_or(0.0));
        }
        chosen.push(candidate);
    }
    chosen
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;
    use crate::topics::meaning::Sense;

    fn candidate(text: &str, score: f64, angle: Option<f32>) -> Candidate {
        let sense = angle.map(|angle| {
            let vector = array![angle.cos(), angle.sin()];
            Sense { raw: vector.clone(), own: vector }
        });
        Candidate { key: text.to_owned(), text: text.to_owned(), texts: 1, score, sense, also: Vec::new() }
    }

    #[test]
    fn a_synonym_gives_way_to_another_thing_of_nearly_the_same_worth() {
        let pool = || {
            vec![
                candidate("train", 1.0, Some(0.0)),
                candidate("rail", 0.9, Some(0.1)),
                candidate("gare", 0.8, Some(1.5)),
            ]
        };
        let texts = |terms: Vec<Candidate>| terms.into_iter().map(|term| term.text).collect::<Vec<_>>();
        assert_eq!(texts(diverse(pool(), 3)), ["train", "gare", "rail"]);
        assert_eq!(texts(diverse(pool(), 1)), ["train"]);
        let unknown = pool().into_iter().map(|term| Candidate { sense: None, ..term }).collect();
        assert_eq!(texts(diverse(unknown, 9)), ["train", "rail", "gare"]);
        assert!(diverse(Vec::new(), 3).is_empty());
    }
}
