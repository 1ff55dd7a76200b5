//! Near-duplicates: wire copy and the like, the same text but for small edits, found so that it counts once.
//!
//! 1. Texts that are equal but for case, punctuation, white space and the form of quotes and letters are one.
//! 2. Pairs that the caller names, such as neighbours whose vectors have a cosine of 0.9 or more, are
//!    compared by their text: sets of three words in a row, after Broder (1997), *On the Resemblance and
//!    Containment of Documents*.
//! 3. Pairs become groups around a text that every member resembles itself, so that a chain of small edits
//!    does not bring together texts that have nothing in common: star clustering, Aslam, Pelekhov and Rus
//!    (2004), *The Star Clustering Algorithm for Static and Dynamic Information Organization*.
//!
//! A changed number is a small edit like any other. It is a different fact, yet the same copy: a paragraph of
//! 19 words or more with one word or number changed is a duplicate, because here it is independence that
//! counts. In a shorter one, such as a line of a price list, a changed number makes another text. A
//! translation is no duplicate.
//!
//! What is not found: pairs that are neither equal nor named by the caller, such as a paragraph and its copy
//! inside one more than twice as long, or pairs that the caller's index missed. `MinHash` would find pairs
//! without vectors, among them those that the model takes to be unlike, at the cost of a second index.
//! Members of a group need not all be named with each other: a chain of named pairs that resemble its middle
//! is enough.

#[cfg(test)]
mod tests;
mod text;

pub use text::{Wording, plain_key};

use std::cmp::Reverse;
use std::collections::HashMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use text::{Shingles, Tokens, is_copy};

/// Which units are copies of which.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duplicates {
    /// For each unit, the unit that stands for it: itself where it is the only one or stands for others.
    pub representative: Vec<usize>,
}

/// Size of a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct IndependentSize {
    /// All its units.
    pub raw: usize,
    /// Texts that are no copies of each other: different representatives of its units.
    pub independent: usize,
}

impl Duplicates {
    /// Units that stand for themselves or others, ascending: what is to be clustered.
    pub fn representatives(&self) -> Vec<usize> {
        (0..self.representative.len()).filter(|&unit| self.representative[unit] == unit).collect()
    }

    /// Units that another one stands for.
    pub fn n_copies(&self) -> usize {
        self.representative.len() - self.representatives().len()
    }
}

/// Finds the copies among `texts`.
///
/// `candidates` are pairs of units that may be copies, in any order and as often as may be; pairs with a
/// number beyond the texts are left out. Texts without a letter or digit are copies only where they are
/// equal. Representatives are texts with many copies before those with few, then long ones, then early ones.
/// The result depends on nothing else, not on the number of threads either. Time and memory are linear in the
/// texts and the candidates.
pub fn groups(texts: &[&str], candidates: &[(usize, usize)]) -> Duplicates {
    let (first_of, n_equal) = equal(texts);
    let mut pairs: Vec<(usize, usize)> = candidates
        .iter()
        .filter_map(|&(a, b)| Some((*first_of.get(a)?, *first_of.get(b)?)))
        .filter(|(a, b)| a != b)
        .map(|(a, b)| (a.min(b), a.max(b)))
        .collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    let mut is_named = vec![false; texts.len()];
    for &(a, b) in &pairs {
        is_named[a] = true;
        is_named[b] = true;
    }
    let shingles: Vec<Shingles> = texts
        .par_iter()
        .zip(is_named)
        .map(|(text, is_named)| if is_named { Shingles::of(text) } else { Shingles::default() })
        .collect();

    pairs = pairs.into_par_iter().filter(|&(a, b)| is_copy(&shingles[a], &shingles[b])).collect();
    let mut neighbors = vec![Vec::new(); texts.len()];
    for (a, b) in pairs {
        neighbors[a].push(b);
        neighbors[b].push(a);
    }

    let order = |unit: usize| {
        let copies = n_equal[unit] + neighbors[unit].iter().map(|&other| n_equal[other]).sum::<usize>();
        (Reverse(copies), Reverse(shingles[unit].len()))
    };
    let star_of = stars(&neighbors, order, |middle, other| is_copy(&shingles[middle], &shingles[other]));
    Duplicates { representative: first_of.into_iter().map(|first| star_of[first]).collect() }
}

/// Whether one text is a copy of another, but for small edits.
pub fn are_copies(a: &str, b: &str) -> bool {
    groups(&[a, b], &[(0, 1)]).n_copies() == 1
}

/// For each text, the first one that is equal to it when written plainly; and how many are, at the place of
/// the first.
fn equal(texts: &[&str]) -> (Vec<usize>, Vec<usize>) {
    let keys: Vec<blake3::Hash> = texts.par_iter().map(|text| Tokens::of(text).hash(text)).collect();
    let mut seen: HashMap<blake3::Hash, usize> = HashMap::with_capacity(texts.len());
    let mut counts = vec![0; texts.len()];
    let first_of = keys
        .into_iter()
        .enumerate()
        .map(|(unit, key)| {
            let first = *seen.entry(key).or_insert(unit);
            counts[first] += 1;
            first
        })
        .collect();
    (first_of, counts)
}

/// The middle of the group of each text, itself where it has no copies.
///
/// A group grows from its middle along pairs of neighbours, as far as the texts are `alike` the middle
/// itself. Each pair is looked at from each end once, so time is linear in the pairs even where everything
/// hangs together. What comes first by `order`, equal ones by number, becomes a middle first.
pub fn stars<K: Ord>(
    neighbors: &[Vec<usize>],
    order: impl Fn(usize) -> K,
    alike: impl Fn(usize, usize) -> bool,
) -> Vec<usize> {
    let mut middles: Vec<usize> = (0..neighbors.len()).filter(|&unit| !neighbors[unit].is_empty()).collect();
    middles.sort_by_cached_key(|&unit| (order(unit), unit));
    let mut star_of: Vec<usize> = (0..neighbors.len()).collect();
    let mut is_taken = vec![false; neighbors.len()];
    for middle in middles {
        if is_taken[middle] {
            continue;
        }
        is_taken[middle] = true;
        let mut reached = vec![middle];
        while let Some(member) = reached.pop() {
            for &other in &neighbors[member] {
                if !is_taken[other] && alike(middle, other) {
                    (is_taken[other], star_of[other]) = (true, middle);
                    reached.push(other);
                }
            }
        }
    }
    star_of
}

/// Raw and independent size of each topic below `n_topics`.
///
/// `assignment` is the topic of each unit and `representative` the unit that stands for it; whatever is
/// longer is left out. Copies that are in different topics count in each of them.
pub fn independent_sizes(
    assignment: &[Option<usize>],
    representative: &[usize],
    n_topics: usize,
) -> Vec<IndependentSize> {
    let mut sizes = vec![IndependentSize::default(); n_topics];
    let mut members: Vec<(usize, usize)> = Vec::new();
    for (topic, &representative) in assignment.iter().zip(representative) {
        if let Some(topic) = topic.filter(|&topic| topic < n_topics) {
            sizes[topic].raw += 1;
            members.push((topic, representative));
        }
    }
    members.sort_unstable();
    members.dedup();
    for (topic, _) in members {
        sizes[topic].independent += 1;
    }
    sizes
}
