//! Topics over two sets (sources, languages, folders): which are over-represented in which, and how sure that is.
//!
//! Paragraphs of one document are not independent, so documents are the sampling unit: each counts once, split over its
//! topics by the shares of its paragraphs. That is also fair to sets of unlike documents, because a long one is not
//! in more topics' favour than a short one; whether a document merely *touches* a topic would be.
//!
//! - How much: the log-odds ratio with an informative Dirichlet prior, which draws rare topics towards no difference:
//!   Monroe, Colaresi and Quinn (2008), *Fightin' Words*, Political Analysis 16, section 3.4. The prior has the shares of
//!   both sets together, and the weight of half a document for each topic.
//! - How sure: a test of "no difference" that fits the counts ([`Test`]), corrected over all topics by Benjamini and
//!   Hochberg's procedure, because a report marks many topics and few of the marks may be false.

mod test;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::documents::Documents;
use super::significance::benjamini_hochberg;

pub use test::Test;

/// Greatest corrected p-value of a topic that is marked.
const LEVEL: f64 = 0.05;

/// One of the two sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The first.
    A,
    /// The second.
    B,
}

impl Side {
    /// Both, in order.
    pub const BOTH: [Self; 2] = [Self::A, Self::B];
}

/// One unit as the contrast needs it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SidedUnit {
    /// Its topic, if any.
    pub topic: Option<usize>,
    /// The set that it is in; `None` for neither.
    pub side: Option<Side>,
    /// Which document it belongs to (any number, equal for units of one document). Where its units are in both sets, as
    /// with languages, it counts as two.
    pub document: usize,
    /// How well it belongs to its topic, greater is better.
    pub strength: f32,
}

/// One topic in both sets. Pairs are in the order of [`Side::BOTH`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TopicContrast {
    /// Units of the topic in each set.
    pub units: [usize; 2],
    /// Documents with at least one of these units.
    pub documents: [usize; 2],
    /// Share of each set's documents, each split over its topics, in [0, 1]; `None` for an empty set.
    pub shares: [Option<f64>; 2],
    /// Natural logarithm of the odds in A over the odds in B, drawn towards 0 by the prior: positive where A has more.
    /// `None` where a set is empty or neither has the topic.
    pub log_odds: Option<f64>,
    /// Its standard error, were each document wholly in one topic or not: on the safe side.
    pub standard_error: Option<f64>,
    /// What the p-value comes from.
    pub test: Test,
    /// How often chance makes such a difference between sets that do not differ; `None` where that cannot be told.
    pub p_value: Option<f64>,
    /// The same, corrected for the number of topics (Benjamini and Hochberg).
    pub q_value: Option<f64>,
    /// The set that has more of the topic, where `q_value` is at most 0.05.
    pub over_in: Option<Side>,
    /// The most typical units of the topic in each set, strongest first, from different documents where possible.
    pub exemplars: [Vec<usize>; 2],
}

/// All topics in both sets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contrast {
    /// Units of each set, with or without topic.
    pub units: [usize; 2],
    /// Documents of each set.
    pub documents: [usize; 2],
    /// The topics, by number.
    pub topics: Vec<TopicContrast>,
}

/// Compares the shares of topics in two sets.
///
/// Topics are those below `n_topics`; each has at most `n_exemplars` exemplars on a side. Random numbers have a fixed
/// seed for each topic, so the same units give the same result on any number of threads.
pub fn contrast(units: &[SidedUnit], n_topics: usize, n_exemplars: usize) -> Contrast {
    let sided =
        || units.iter().enumerate().filter_map(|(number, unit)| Some((number, unit, unit.side? as usize)));
    let documents =
        Documents::new(n_topics, sided().map(|(_, unit, side)| (unit.document, side, unit.topic)));
    let mut totals = [0; 2];
    let mut members = vec![[Vec::new(), Vec::new()]; n_topics];
    for (number, unit, side) in sided() {
        totals[side] += 1;
        if let Some(members) = unit.topic.and_then(|topic| members.get_mut(topic)) {
            members[side].push(number);
        }
    }
    let sides = test::Sides::new(&documents);
    let n_documents = sides.documents;
    let mut topics: Vec<TopicContrast> = members
        .into_par_iter()
        .enumerate()
        .map(|(topic, members)| {
            let parts = &documents.of_topic[topic];
            let (mut touched, mut sums) = ([0; 2], [0.0; 2]);
            for &(document, part) in parts {
                touched[documents.group[document]] += 1;
                sums[documents.group[document]] += part;
            }
            let odds = log_odds(sums, n_documents, n_topics);
            let (test, p_value) = test::test(parts, &sides, topic as u64);
            TopicContrast {
                units: [members[0].len(), members[1].len()],
                documents: touched,
                shares: [0, 1]
                    .map(|side| (n_documents[side] > 0).then(|| sums[side] / n_documents[side] as f64)),
                log_odds: odds.map(|(log_odds, _)| log_odds),
                standard_error: odds.map(|(_, error)| error),
                test,
                p_value,
                q_value: None,
                over_in: None,
                exemplars: members.map(|members| exemplars(units, members, n_exemplars)),
            }
        })
        .collect();
    let p_values: Vec<Option<f64>> = topics.iter().map(|topic| topic.p_value).collect();
    for (topic, q_value) in topics.iter_mut().zip(benjamini_hochberg(&p_values)) {
        topic.q_value = q_value;
        if q_value.is_some_and(|q| q <= LEVEL) {
            topic.over_in = Some(if topic.shares[0] > topic.shares[1] { Side::A } else { Side::B });
        }
    }
    Contrast { units: totals, documents: n_documents, topics }
}

/// The log-odds ratio and its standard error, for sums of documents' parts out of so many documents.
fn log_odds(sums: [f64; 2], documents: [usize; 2], n_topics: usize) -> Option<(f64, f64)> {
    let together = sums[0] + sums[1];
    if documents.contains(&0) || together <= 0.0 {
        return None;
    }
    let documents = documents.map(|n| n as f64);
    // "No topic" is one more category.
    let weight = (n_topics + 1) as f64 / 2.0;
    let prior = weight * together / (documents[0] + documents[1]);
    let odds = |side: usize| {
        let rest = (documents[side] - sums[side]).max(0.0) + weight - prior;
        // A topic that is in all of every document has no rest, and no odds that a number could tell.
        (sums[side] + prior) / rest.max(1e-9)
    };
    let error = (1.0 / (sums[0] + prior) + 1.0 / (sums[1] + prior)).sqrt();
    Some(((odds(0) / odds(1)).ln(), error))
}

/// The strongest units, first one of each document, then the strongest that are left.
fn exemplars(units: &[SidedUnit], mut members: Vec<usize>, n: usize) -> Vec<usize> {
    members.sort_by(|&a, &b| units[b].strength.total_cmp(&units[a].strength).then(a.cmp(&b)));
    let mut seen = BTreeSet::new();
    let (mut chosen, rest): (Vec<usize>, Vec<usize>) =
        members.into_iter().partition(|&unit| seen.len() < n && seen.insert(units[unit].document));
    chosen.extend(rest.into_iter().take(n - chosen.len().min(n)));
    chosen.sort_by(|&a, &b| units[b].strength.total_cmp(&units[a].strength).then(a.cmp(&b)));
    chosen
}
