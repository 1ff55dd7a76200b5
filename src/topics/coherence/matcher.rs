//! Finds terms in texts by the stems of their words.

use std::collections::HashMap;

use crate::topics::words::Word;

/// The terms of one language as a tree of stems: each step from the root is a stem, and a term ends where its last
/// stem leads. A text is read once, and only as far as some term goes from each of its words.
pub(super) struct Matcher {
    stems: HashMap<String, u32>,
    /// From a node by a stem to a node; the root is 0.
    steps: HashMap<(u32, u32), u32>,
    /// The term that ends at each node.
    ends: Vec<Option<u32>>,
    next: u32,
}

impl Matcher {
    /// Without terms; they are numbered from `first`.
    pub(super) fn new(first: u32) -> Self {
        Self { stems: HashMap::new(), steps: HashMap::new(), ends: vec![None], next: first }
    }

    /// The number that the next new term gets.
    pub(super) fn next_number(&self) -> u32 {
        self.next
    }

    /// Number of the term that these words are; terms of equal stems are one. `None` without words.
    pub(super) fn add(&mut self, words: &[Word]) -> Option<u32> {
        let mut node = 0;
        for stem in words.iter().flat_map(parts) {
            let known = self.stems.len() as u32;
            let stem = *self.stems.entry(stem.to_owned()).or_insert(known);
            let new = self.ends.len() as u32;
            node = *self.steps.entry((node, stem)).or_insert(new);
            if node == new {
                self.ends.push(None);
            }
        }
        if node == 0 {
            return None;
        }
        let end = &mut self.ends[node as usize];
        if end.is_none() {
            *end = Some(self.next);
            self.next += 1;
        }
        *end
    }

    /// Numbers of the terms that stand in the words of a text, in order, each once. No term spans a break.
    pub(super) fn find(&self, words: &[Word]) -> Vec<u32> {
        let mut stems: Vec<(Option<u32>, bool)> = Vec::with_capacity(words.len());
        for word in words {
            let mut after_break = word.after_break;
            for part in parts(word) {
                stems.push((self.stems.get(part).copied(), after_break));
                after_break = false;
            }
        }
        let mut found = Vec::new();
        for start in 0..stems.len() {
            let mut node = 0;
            for (place, &(stem, after_break)) in stems.iter().enumerate().skip(start) {
                let Some(stem) = stem.filter(|_| place == start || !after_break) else { break };
                let Some(&next) = self.steps.get(&(node, stem)) else { break };
                node = next;
                found.extend(self.ends[node as usize]);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Stems of a word: a word with hyphens is as many, so that it is the same as without them.
fn parts(word: &Word) -> impl Iterator<Item = &str> {
    word.stem.split('-').filter(|part| !part.is_empty())
}
