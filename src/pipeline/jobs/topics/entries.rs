//! Topics and units as the report writes them down.

use super::TopicsOptions;
use super::figures::Figures;
use super::find::Found;
use super::map::Drawn;
use super::rows::{Rows, has_vector};
use super::several::Share;
use crate::pipeline::Base;
use crate::report::topics::model::{
    Borderline, Excerpt, Link, Mention, OutlierReason, Sentence, Title, TopicEntry, TopicShare, UnitEntry,
};
use crate::store::StoredUnit;
use crate::topics::duplicates::independent_sizes;

/// Two topics are about as near when their cosines differ by less.
const CLOSE: f32 = 0.02;

/// Nearest units of each in the list of links.
const LINKS: usize = 15;

/// What numbers of topics and places in the body stand for.
pub(super) struct Numbers<'a> {
    pub(super) units: &'a [StoredUnit],
    pub(super) rows: &'a Rows<'a>,
    pub(super) found: &'a Found,
    /// The place in the body that each is a copy of.
    pub(super) copies: &'a [Option<usize>],
}

impl Numbers<'_> {
    fn unit(&self, place: usize) -> usize {
        self.rows.body[place]
    }

    pub(super) fn topics(&self, figures: &Figures, base: &Base) -> Vec<TopicEntry> {
        let Found { topics, ids, is_given, .. } = self.found;
        let standing: Vec<usize> =
            self.copies.iter().enumerate().map(|(place, copy)| copy.unwrap_or(place)).collect();
        let sizes = independent_sizes(&topics.assignment, &standing, topics.topics.len());
        let neighbors = super::figures::neighbors(&super::figures::centroids(self.rows, topics), ids);
        let mentions = |found: &[(String, usize)]| {
            found.iter().map(|(text, units)| Mention { text: text.clone(), units: *units }).collect()
        };
        let entry = |(number, topic): (usize, &crate::topics::Topic)| TopicEntry {
            id: ids[number],
            label: topic.label.clone(),
            given: is_given[number],
            terms: topic.terms.clone(),
            summary: topic.summary.as_ref().and_then(|summary| {
                let unit = self.unit(summary.unit);
                let text = self.units[unit].text.get(summary.span.clone())?.to_owned();
                Some(Sentence { unit, text, within: [summary.span.start, summary.span.end] })
            }),
            titles: self.found.titles[number]
                .iter()
                .filter_map(|&place| {
                    let unit = self.unit(place);
                    Some(Title { unit, text: self.units[unit].title.clone()? })
                })
                .collect(),
            units: topic.members.len(),
            independent: sizes[number].independent,
            documents: topic.n_documents,
            languages: topic.languages.clone(),
            cohesion: topic.cohesion,
            silhouette: figures.silhouettes.get(number).copied().flatten(),
            coherence: figures.coherence.get(number).copied().flatten(),
            stability: figures.stability.get(number).copied().flatten(),
            names: mentions(&topic.names),
            dates: mentions(&topic.dates),
            representatives: topic
                .representatives
                .iter()
                .map(|&place| {
                    let unit = self.unit(place);
                    Excerpt {
                        unit,
                        text: self.units[unit].text.clone(),
                        place: base.place(&self.units[unit]),
                    }
                })
                .collect(),
            borderline: topic
                .contrast
                .iter()
                .map(|near| Borderline {
                    unit: self.unit(near.unit),
                    other: ids[near.other],
                    margin: near.margin,
                })
                .collect(),
            neighbors: neighbors[number].clone(),
        };
        topics.topics.iter().enumerate().map(entry).collect()
    }

    /// Each unit that is no copy with its nearest ones, every pair once, in the order of their numbers.
    pub(super) fn links(&self) -> Vec<Link> {
        let mut unit_of = vec![None; self.rows.texts.len()];
        for (place, &row) in self.rows.row_of.iter().enumerate().rev() {
            unit_of[row] = Some(self.unit(place));
        }
        let mut links = Vec::new();
        for (row, &unit) in unit_of.iter().enumerate() {
            for (other, cosine) in self.rows.neighbors.of(row).take(LINKS) {
                if let Some((unit, other)) = unit.zip(unit_of[other]) {
                    links.push(Link { a: unit.min(other), b: unit.max(other), cosine });
                }
            }
        }
        links.sort_by_key(|link| (link.a, link.b));
        links.dedup_by_key(|link| (link.a, link.b));
        links
    }

    pub(super) fn units(
        &self,
        options: &TopicsOptions,
        drawn: Option<&Drawn>,
        base: &Base,
    ) -> Vec<UnitEntry> {
        let Found { topics, ids, shares, .. } = self.found;
        let mut entries: Vec<UnitEntry> = self
            .units
            .iter()
            .map(|unit| UnitEntry {
                text: unit.text.clone(),
                place: base.place(unit),
                language: unit.language,
                topic: None,
                strength: None,
                nearest_topic: None,
                margin: None,
                reason: None,
                shares: Vec::new(),
                copy_of: None,
                xy: None,
                boilerplate: unit.boilerplate,
                without_vector: !has_vector(unit),
            })
            .collect();
        for (place, &unit) in self.rows.body.iter().enumerate() {
            let entry = &mut entries[unit];
            entry.topic = topics.assignment[place].map(|topic| ids[topic]);
            entry.strength = Some(topics.strengths[place]);
            let share = |share: &Share| TopicShare {
                topic: ids[share.topic],
                share: share.amount,
                sentences: share.sentences.iter().map(|span| [span.start, span.end]).collect(),
            };
            entry.shares = shares[place].iter().map(share).collect();
            entry.xy = drawn.map(|drawn| drawn.place(self.rows.row_of[place]));
            entry.copy_of = self.copies[place].map(|place| self.unit(place));
        }
        let centroids = super::figures::centroids(self.rows, topics);
        for outlier in &topics.outliers {
            let entry = &mut entries[self.unit(outlier.unit)];
            entry.nearest_topic = outlier.nearest.map(|topic| ids[topic]);
            let row = self.rows.aligned.row(self.rows.row_of[outlier.unit]);
            let mut cosines = centroids.dot(&row).to_vec();
            cosines.sort_by(|a, b| b.total_cmp(a));
            entry.margin = cosines.first().zip(cosines.get(1)).map(|(first, second)| first - second);
            entry.reason = Some(match entry.margin {
                _ if options.only_given => OutlierReason::NoneOfThese,
                Some(margin) if margin < CLOSE => OutlierReason::Between,
                _ => OutlierReason::Far,
            });
        }
        entries
    }
}
