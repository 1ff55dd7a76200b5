//! How many units two runs share, topic by topic.

use std::collections::BTreeMap;

use super::UnitKey;

/// A run as it is compared: topics by their place, each with its members, and the units in none.
///
/// A unit is expected once; of one that is given twice, the first topic that names it counts.
#[derive(Debug, Clone)]
pub(super) struct Side<'a> {
    pub(super) topics: Vec<SideTopic<'a>>,
    pub(super) outliers: &'a [UnitKey],
}

#[derive(Debug, Clone, Copy)]
pub(super) struct SideTopic<'a> {
    pub(super) members: &'a [UnitKey],
    pub(super) centre: &'a [f32],
}

/// Place of a unit's topic; `None` for an outlier.
type Place = Option<u32>;

impl<'a> Side<'a> {
    /// Every unit with the place of its topic, units rising.
    fn units(&self) -> Vec<(&'a UnitKey, Place)> {
        let in_topics = (0_u32..)
            .zip(&self.topics)
            .flat_map(|(place, topic)| topic.members.iter().map(move |unit| (unit, Some(place))));
        let mut units: Vec<_> = in_topics.chain(self.outliers.iter().map(|unit| (unit, None))).collect();
        // Of equal units, those in topics come first.
        units.sort_unstable_by_key(|&(unit, place)| (unit, place.unwrap_or(u32::MAX)));
        units.dedup_by_key(|(unit, _)| *unit);
        units
    }
}

/// Units that are in both runs, counted by topic before and after.
#[derive(Debug)]
pub(super) struct Overlap<'a> {
    /// Every unit of both runs with its topic before and after, units rising.
    pub(super) shared: Vec<(&'a UnitKey, Place, Place)>,
    /// Units by topic before and after, where both have one; pairs without a unit are left out.
    pub(super) counts: BTreeMap<(usize, usize), usize>,
    /// Units of each topic before that are there after, in whatever topic or in none.
    pub(super) present: Vec<usize>,
    /// Units of each topic after that were there before, in whatever topic or in none.
    pub(super) known: Vec<usize>,
}

impl<'a> Overlap<'a> {
    pub(super) fn new(before: &Side<'a>, after: &Side<'a>) -> Self {
        let (old, new) = (before.units(), after.units());
        let mut shared = Vec::new();
        let mut rest = new.iter().peekable();
        for &(unit, from) in &old {
            while rest.next_if(|(other, _)| *other < unit).is_some() {}
            if let Some(&(_, to)) = rest.next_if(|(other, _)| *other == unit) {
                shared.push((unit, from, to));
            }
        }
        let mut counts = BTreeMap::new();
        let (mut present, mut known) = (vec![0; before.topics.len()], vec![0; after.topics.len()]);
        for &(_, from, to) in &shared {
            let (from, to) = (from.map(|place| place as usize), to.map(|place| place as usize));
            if let Some(from) = from {
                present[from] += 1;
            }
            if let Some(to) = to {
                known[to] += 1;
            }
            if let (Some(from), Some(to)) = (from, to) {
                *counts.entry((from, to)).or_insert(0) += 1;
            }
        }
        Self { shared, counts, present, known }
    }

    /// Units that the two topics share.
    pub(super) fn count(&self, before: usize, after: usize) -> usize {
        self.counts.get(&(before, after)).copied().unwrap_or(0)
    }

    /// Share of the topic before, of its units that are there after, that is in the topic after.
    pub(super) fn share_of_before(&self, before: usize, after: usize) -> f64 {
        share(self.count(before, after), self.present[before])
    }

    /// Share of the topic after, of its units that were there before, that was in the topic before.
    pub(super) fn share_of_after(&self, before: usize, after: usize) -> f64 {
        share(self.count(before, after), self.known[after])
    }
}

/// A part of a whole in [0, 1]; 0 of nothing.
pub(super) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
