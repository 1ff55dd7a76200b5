//! Topics over two sets (sources, languages, folders): which are over-represented in which, and how sure that
//! is.
//!
//! Paragraphs of one document are not independent, so documents are the sampling unit: each counts once,
//! split over its topics by the shares of its paragraphs. That is also fair to sets of unlike documents,
//! because a long one is not in more topics' favour than a short one; whether a document merely *touches* a
//! topic would be.
//!
//! - How much: the log-odds ratio with an informative Dirichlet prior, which draws rare topics towards no
//!   difference: Monroe, Colaresi and Quinn (2008), *Fightin' Words*, Political Analysis 16, section 3.4. The
//!   prior has the shares of both sets together, and the weight of half a document for each topic.
//! - How sure: a test of "no difference" that fits the counts ([`Test`]), corrected over all topics by
//!   Benjamini and Hochberg's procedure, because a report marks many topics and few of the marks may be
//!   false.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use rand_xoshiro::Xoshiro256Plus;
use rand_xoshiro::rand_core::SeedableRng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::significance::{
    Documents, MonteCarlo, benjamini_hochberg, fisher, g_test, shuffle_front, two_sided,
};

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

/// One unit as the contrast needs it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SidedUnit {
    /// Its topic, if any.
    pub topic: Option<usize>,
    /// The set that it is in; `None` for neither.
    pub side: Option<Side>,
    /// Which document it belongs to (any number, equal for units of one document). Where its units are in
    /// both sets, as with languages, it counts as two.
    pub document: usize,
    /// How well it belongs to its topic, greater is better.
    pub strength: f32,
}

/// One topic in both sets. Pairs are in the order of A and B.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TopicContrast {
    /// Units of the topic in each set.
    pub units: [usize; 2],
    /// Documents with at least one of these units.
    pub documents: [usize; 2],
    /// Share of each set's documents, each split over its topics, in [0, 1]; `None` for an empty set.
    pub shares: [Option<f64>; 2],
    /// Natural logarithm of the odds in A over the odds in B, drawn towards 0 by the prior: positive where A
    /// has more. `None` where a set is empty or neither has the topic.
    pub log_odds: Option<f64>,
    /// Its standard error, were each document wholly in one topic or not: on the safe side.
    pub standard_error: Option<f64>,
    /// What the p-value comes from.
    pub test: Test,
    /// How often chance makes such a difference between sets that do not differ; `None` where that cannot be
    /// told.
    pub p_value: Option<f64>,
    /// The same, corrected for the number of topics (Benjamini and Hochberg).
    pub q_value: Option<f64>,
    /// The set that has more of the topic, where `q_value` is at most 0.05.
    pub over_in: Option<Side>,
    /// The most typical units of the topic in each set, strongest first, from different documents where
    /// possible.
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
/// Topics are those below `n_topics`; each has at most `n_exemplars` exemplars on a side. Random numbers have
/// a fixed seed for each topic, so the same units give the same result on any number of threads.
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
    let sides = Sides::new(&documents);
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
            let (test, p_value) = test_shares(parts, &sides, topic as u64);
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

/// Least expected number of documents, of the topic or not, for the approximations of large samples.
const LARGE: f64 = 50.0;

/// Where a p-value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Test {
    /// Each document is wholly in the topic or not, and some expected counts are below 50: Fisher's exact
    /// test.
    FisherExact,
    /// Each document is wholly in the topic or not, and all expected counts are large: the likelihood-ratio
    /// test.
    LikelihoodRatio,
    /// Documents are in part in the topic, and those of the topic are few: documents change sides at random,
    /// and the difference of mean shares, over its standard error, is compared with what that gives. The
    /// standard error makes the test right also where documents of one set vary more (Chung and Romano 2013,
    /// *Exact and Asymptotically Robust Permutation Tests*, Annals of Statistics 41).
    Permutation,
    /// Documents are in part in the topic, and those of the topic are many: the same difference over its
    /// standard error, against the normal distribution (Welch 1947).
    Welch,
}

/// All documents of both sets.
struct Sides<'a> {
    /// The side, 0 or 1, of each document.
    of: &'a [usize],
    /// Number of documents on each side.
    documents: [usize; 2],
    /// Mean of one over the number of units of a document, on each side.
    inverse_length: [f64; 2],
}

impl<'a> Sides<'a> {
    fn new(all: &'a Documents) -> Self {
        let counts = all.per_group(2);
        let documents = [counts[0], counts[1]];
        let mut inverse_length = [0.0; 2];
        for (&side, &units) in all.group.iter().zip(&all.units) {
            inverse_length[side] += 1.0 / (units * documents[side]) as f64;
        }
        Self { of: &all.group, documents, inverse_length }
    }
}

/// The test and its p-value, for a topic's documents with their parts.
///
/// The p-value is `None` where a set is empty, or where it has but one document and parts vary.
fn test_shares(parts: &[(usize, f64)], sides: &Sides<'_>, seed: u64) -> (Test, Option<f64>) {
    let documents = sides.documents;
    let all = (documents[0] + documents[1]) as f64;
    let rarer = (parts.len() as f64).min(all - parts.len() as f64);
    let smaller = documents[0].min(documents[1]) as f64;
    let least_expected = rarer * smaller / all.max(1.0);
    if parts.iter().all(|&(_, part)| part >= 1.0) {
        let mut counts = [0_u64; 2];
        for &(document, _) in parts {
            counts[sides.of[document]] += 1;
        }
        let test = if least_expected < LARGE { Test::FisherExact } else { Test::LikelihoodRatio };
        let p_value = (smaller > 0.0).then(|| match test {
            Test::FisherExact => fisher(counts, documents.map(|n| n as u64)),
            _ => g_test(counts.map(|n| n as f64), documents.map(|n| n as f64)),
        });
        return (test, p_value);
    }
    // Parts vary even where every document has some of the topic, so only those with it must be many.
    let many = parts.len() as f64 * smaller / all >= LARGE;
    let test = if many { Test::Welch } else { Test::Permutation };
    if smaller < 2.0 {
        return (test, None);
    }
    let share = parts.iter().map(|&(_, part)| part).sum::<f64>() / all;
    // Were the units of a document independent of each other, its part would still vary by so much.
    let least = |inverse_length: f64| share * (1.0 - share).max(0.0) * inverse_length;
    let sided = parts.iter().map(|&(document, part)| (sides.of[document], part));
    let seen = studentised(sided, documents, sides.inverse_length.map(least));
    let p_value = if many {
        two_sided(seen)
    } else {
        let together =
            (0..2).map(|side| sides.inverse_length[side] * documents[side] as f64).sum::<f64>() / all;
        let mut random = Xoshiro256Plus::seed_from_u64(seed);
        let mut dealt = sides.of.to_vec();
        let by_chance = || {
            shuffle_front(&mut dealt, parts.len(), &mut random);
            let parts = dealt.iter().copied().zip(parts.iter().map(|&(_, part)| part));
            studentised(parts, documents, [least(together); 2]).powi(2)
        };
        MonteCarlo::run(seen.powi(2), by_chance).p_value
    };
    (test, Some(p_value))
}

/// Difference of the mean parts on both sides over its standard error; documents without the topic have a
/// part of 0.
///
/// Parts vary by `least` at least: the few short documents of one side may all be without a topic that long
/// ones on the other side have a little of each, and would seem not to vary at all.
fn studentised(parts: impl Iterator<Item = (usize, f64)>, documents: [usize; 2], least: [f64; 2]) -> f64 {
    let (mut sums, mut squares) = ([0.0; 2], [0.0; 2]);
    for (side, part) in parts {
        sums[side] += part;
        squares[side] += part * part;
    }
    let mean = |side: usize| sums[side] / documents[side] as f64;
    let variance_of_mean = |side: usize| {
        let n = documents[side] as f64;
        ((squares[side] - sums[side] * mean(side)) / (n - 1.0)).max(least[side]) / n
    };
    // Parts vary, or the topic's share would be tested otherwise, so the error is not 0.
    (mean(0) - mean(1)) / (variance_of_mean(0) + variance_of_mean(1)).sqrt()
}
