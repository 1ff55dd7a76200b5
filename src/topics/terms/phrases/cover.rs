//! How many of a topic's texts a word or a phrase speaks for, in its own words or in words that mean the same.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::Place;
use super::forms::inside;
use super::term_count;
use crate::topics::meaning::likeness;
use crate::topics::terms::Candidate;
use crate::topics::words::Role;

/// Cosine up to which two words have nothing in common.
const UNLIKE: f64 = 0.3;

/// Shares of the texts by key, in [0, 1].
pub(super) struct Cover(BTreeMap<String, f64>);

impl Cover {
    /// Of words and phrases by their keys, among `texts`. A text that does not hold a phrase counts by its words: half by the least and half by
    /// the mean of how near the text comes to each of them. `known` are the words that may come near.
    pub(super) fn of(keys: &[&str], texts: &[&str], known: &[Candidate], of: &Place<'_>) -> Self {
        let small = inside(of.language);
        let parts: BTreeSet<&str> =
            keys.iter().flat_map(|key| key.split(' ')).filter(|part| !small.contains(part)).collect();
        let alike = alike(&parts, known, of);
        let sums: Vec<Vec<f64>> = texts
            .par_iter()
            .map(|text| {
                let mut line = " ".to_owned();
                let mut near: BTreeMap<&str, f64> = BTreeMap::new();
                for word in of.counts.analyser.words(text) {
                    if word.after_break {
                        line.push_str("| ");
                    }
                    let stem = word.stem.replace('-', " ");
                    if word.role == Role::Content {
                        for &(part, value) in alike.get(stem.as_str()).into_iter().flatten() {
                            let best = near.entry(part).or_insert(0.0);
                            *best = best.max(value);
                        }
                    }
                    line.push_str(&stem);
                    line.push(' ');
                }
                keys.iter().map(|key| says(key, &line, &near, small)).collect()
            })
            .collect();
        let n = sums.len().max(1) as f64;
        let share = |place: usize| sums.iter().map(|of_text| of_text[place]).sum::<f64>() / n;
        Self(keys.iter().enumerate().map(|(place, key)| ((*key).to_owned(), share(place))).collect())
    }

    /// The share of the texts that a key speaks for.
    pub(super) fn share(&self, key: &str) -> f64 {
        self.0.get(key).copied().unwrap_or(0.0)
    }
}

/// How much of a phrase a text says, whose stems are in `line`, and which comes `near` to the phrase's words.
fn says(key: &str, line: &str, near: &BTreeMap<&str, f64>, small: &[&str]) -> f64 {
    if line.contains(&format!(" {key} ")) {
        return 1.0;
    }
    let values: Vec<f64> = key
        .split(' ')
        .filter(|part| !small.contains(part))
        .map(|part| near.get(part).copied().unwrap_or(0.0))
        .collect();
    let least = values.iter().copied().fold(1.0, f64::min);
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    0.5 * least + 0.5 * mean
}

/// For each word the parts that it is like, and how much: itself fully.
fn alike<'a>(
    parts: &BTreeSet<&'a str>,
    known: &'a [Candidate],
    of: &Place<'_>,
) -> BTreeMap<&'a str, Vec<(&'a str, f64)>> {
    let shown: Vec<_> = parts
        .iter()
        .map(|part| (of.language, term_count(part, of.counts).map_or(*part, |term| term.text.as_str())))
        .collect();
    let senses = of.meaning.of(&shown);
    let mut alike: BTreeMap<&str, Vec<(&str, f64)>> = BTreeMap::new();
    for (&part, sense) in parts.iter().zip(&senses) {
        alike.entry(part).or_default().push((part, 1.0));
        for word in known.iter().filter(|word| word.key != part && !word.key.contains(' ')) {
            let cosine = likeness(sense.as_ref(), word.sense.as_ref()).unwrap_or(0.0);
            if cosine > UNLIKE {
                alike.entry(&word.key).or_default().push((part, (cosine - UNLIKE) / (1.0 - UNLIKE)));
            }
        }
    }
    alike
}
