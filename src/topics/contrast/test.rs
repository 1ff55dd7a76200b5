//! Is the share of a topic the same in both sets? The test that fits the counts.

use rand_xoshiro::Xoshiro256Plus;
use rand_xoshiro::rand_core::SeedableRng;
use serde::{Deserialize, Serialize};

use super::super::documents::Documents;
use super::super::significance::{MonteCarlo, fisher, g_test, shuffle_front, two_sided};

/// Least expected number of documents, of the topic or not, for the approximations of large samples.
const LARGE: f64 = 50.0;

/// Where a p-value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Test {
    /// Each document is wholly in the topic or not, and some expected counts are below 50: Fisher's exact test.
    FisherExact,
    /// Each document is wholly in the topic or not, and all expected counts are large: the likelihood-ratio test.
    LikelihoodRatio,
    /// Documents are in part in the topic, and those of the topic are few: documents change sides at random, and the
    /// difference of mean shares, over its standard error, is compared with what that gives. The standard error makes
    /// the test right also where documents of one set vary more (Chung and Romano 2013, *Exact and Asymptotically
    /// Robust Permutation Tests*, Annals of Statistics 41).
    Permutation,
    /// Documents are in part in the topic, and those of the topic are many: the same difference over its standard
    /// error, against the normal distribution (Welch 1947).
    Welch,
}

/// All documents of both sets.
pub(super) struct Sides<'a> {
    /// The side, 0 or 1, of each document.
    pub(super) of: &'a [usize],
    /// Number of documents on each side.
    pub(super) documents: [usize; 2],
    /// Mean of one over the number of units of a document, on each side.
    pub(super) inverse_length: [f64; 2],
}

impl<'a> Sides<'a> {
    pub(super) fn new(all: &'a Documents) -> Self {
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
pub(super) fn test(parts: &[(usize, f64)], sides: &Sides<'_>, seed: u64) -> (Test, Option<f64>) {
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

/// Difference of the mean parts on both sides over its standard error; documents without the topic have a part of 0.
///
/// Parts vary by `least` at least: the few short documents of one side may all be without a topic that long ones on
/// the other side have a little of each, and would seem not to vary at all.
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
