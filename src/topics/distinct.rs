//! What some topics mention and others do not.

use std::collections::{BTreeMap, BTreeSet};

/// Texts of a topic from which on something must be mentioned twice.
const MANY_TEXTS: usize = 5;

/// Which texts of each topic mention what.
#[derive(Debug)]
pub(super) struct Mentions {
    /// For each thing, the texts (numbered within their topic) by topic.
    things: BTreeMap<String, BTreeMap<usize, BTreeSet<usize>>>,
    /// Texts of each topic.
    texts: Vec<usize>,
}

impl Mentions {
    /// Nothing mentioned yet.
    pub(super) fn new(n_topics: usize) -> Self {
        Self { things: BTreeMap::new(), texts: vec![0; n_topics] }
    }

    /// Adds a text of a topic and what it mentions.
    pub(super) fn add_text(&mut self, topic: usize, things: impl IntoIterator<Item = String>) {
        for thing in things {
            self.things.entry(thing).or_default().entry(topic).or_default().insert(self.texts[topic]);
        }
        self.texts[topic] += 1;
    }

    /// What a topic mentions, with the texts that do.
    pub(super) fn of_topic(&self, topic: usize) -> impl Iterator<Item = (&str, &BTreeSet<usize>)> {
        self.things.iter().filter_map(move |(thing, topics)| Some((thing.as_str(), topics.get(&topic)?)))
    }

    /// Share of a topic in the mentions of a thing, each topic counted by rate, in [0, 1].
    pub(super) fn share(&self, topic: usize, thing: &str) -> f64 {
        let Some(topics) = self.things.get(thing) else { return 0.0 };
        let rate =
            |topic: &usize, texts: &BTreeSet<usize>| texts.len() as f64 / self.texts[*topic].max(1) as f64;
        let all: f64 = topics.iter().map(|(topic, texts)| rate(topic, texts)).sum();
        topics.get(&topic).map_or(0.0, |texts| rate(&topic, texts) / all)
    }

    /// Fewest texts of a topic that must mention a thing.
    pub(super) fn least(&self, topic: usize) -> usize {
        if self.texts[topic] >= MANY_TEXTS { 2 } else { 1 }
    }
}

/// Up to `wanted` things that a topic mentions, by their number of texts times the topic's share in them,
/// best first; of equals the first by name.
pub(super) fn best(mentions: &Mentions, topic: usize, wanted: usize) -> Vec<(String, usize)> {
    let mut things: Vec<(f64, &str, usize)> = mentions
        .of_topic(topic)
        .filter(|(_, texts)| texts.len() >= mentions.least(topic))
        .map(|(thing, texts)| (texts.len() as f64 * mentions.share(topic, thing), thing, texts.len()))
        .collect();
    things.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    things.into_iter().take(wanted).map(|(_, thing, texts)| (thing.to_owned(), texts)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_everywhere_comes_last_and_what_is_said_once_not_at_all() {
        let mut mentions = Mentions::new(2);
        for text in 0..6 {
            let mut things = vec!["everywhere".to_owned()];
            things.extend((text < 3).then(|| "here".to_owned()));
            things.extend((text == 5).then(|| "once".to_owned()));
            mentions.add_text(0, things);
            mentions.add_text(1, ["everywhere".to_owned()]);
        }
        assert_eq!(best(&mentions, 0, 5), [("everywhere".to_owned(), 6), ("here".to_owned(), 3)]);
        assert_eq!(best(&mentions, 1, 5), [("everywhere".to_owned(), 6)]);
        assert_eq!(best(&mentions, 0, 1).len(), 1);
    }
}
