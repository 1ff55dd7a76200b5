//! Documents that are copies of another one: mostly the same sentences, from the first one on.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::{Read, STRETCH};

/// A document is a copy when it shares so much of its words with another one,
const NEARLY_ALL: f64 = 0.8;

/// or so much, and its first sentence among them: what documents have in common at their ends alone is no sign of it.
const MOST: f64 = 0.5;

/// The documents that are no copies, in order. Sentences of few words, which many texts have, tell nothing.
pub(super) fn originals(read: &[Read], documents: &[Range<usize>]) -> Vec<usize> {
    // The first document of each sentence.
    let mut first_of: HashMap<u64, u32> = HashMap::new();
    let mut wholes: HashSet<Vec<u64>> = HashSet::new();
    let mut originals = Vec::with_capacity(documents.len());
    for (number, document) in documents.iter().enumerate() {
        let mut shared: Vec<(u32, u32)> = Vec::new();
        let (mut all, mut beginning) = (0, None);
        for text in &read[document.clone()] {
            for sentence in &text.sentences {
                let weight = text.weight(sentence.words.clone());
                all += weight;
                if weight < STRETCH {
                    continue;
                }
                let first = *first_of.entry(sentence.hash).or_insert(number as u32);
                beginning.get_or_insert(first);
                if first != number as u32 {
                    shared.push((first, weight));
                }
            }
        }
        shared.sort_unstable();
        let is_copy = shared.chunk_by(|a, b| a.0 == b.0).any(|of| {
            let weight: u32 = of.iter().map(|(_, weight)| weight).sum();
            let share = f64::from(weight) / f64::from(all.max(1));
            share >= NEARLY_ALL || (share >= MOST && beginning == Some(of[0].0))
        });
        let whole = read[document.clone()].iter().flat_map(|text| text.sentences.iter().map(|one| one.hash));
        if wholes.insert(whole.collect()) && !is_copy {
            originals.push(number);
        }
    }
    originals
}
