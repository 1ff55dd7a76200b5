//! Which language a label is in.

use std::collections::BTreeMap;

use super::TopicText;
use crate::corpus::Language;

/// Share of a topic's units that makes the collection's language fit for its label.
const FAIR_SHARE: f64 = 0.2;

/// Number of units that does so whatever their share.
const FAIR_NUMBER: usize = 3;

/// Units by language; those of unknown language left out.
pub(super) fn count(
    texts: &[TopicText<'_>],
    members: impl IntoIterator<Item = usize>,
) -> BTreeMap<Language, usize> {
    let mut counts = BTreeMap::new();
    for language in members.into_iter().filter_map(|unit| texts.get(unit)?.language) {
        *counts.entry(language).or_insert(0) += 1;
    }
    counts
}

/// The most frequent language; the first by code of equals.
pub(super) fn most_frequent(counts: &BTreeMap<Language, usize>) -> Option<Language> {
    counts
        .iter()
        .max_by_key(|&(language, count)| (count, std::cmp::Reverse(language)))
        .map(|(language, _)| *language)
}

/// Language of a topic's label: the one `asked` for if the topic has it, else the collection's if the topic has a fair
/// share of it, else the topic's own.
pub(super) fn of_label(
    counts: &BTreeMap<Language, usize>,
    collection: Option<Language>,
    asked: Option<Language>,
) -> Option<Language> {
    let total: usize = counts.values().sum();
    let fair = |language: &Language| {
        let count = counts.get(language).copied().unwrap_or(0);
        count >= FAIR_NUMBER || (count > 0 && count as f64 >= FAIR_SHARE * total as f64)
    };
    asked
        .filter(|language| counts.contains_key(language))
        .or(collection.filter(fair))
        .or_else(|| most_frequent(counts))
        .or(collection)
}
