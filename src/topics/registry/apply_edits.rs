//! A new clustering is made to obey the edits of a person: as in constrained clustering, topics that were
//! merged are must-link and topics that were split from each other cannot-link constraints (Wagstaff and
//! Cardie 2000, *Clustering with Instance-Level Constraints*, ICML).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::transitions::{FEW, PIECE, share};
use super::{Edit, KnownTopic, Registry, TopicId, UnitKey};
use crate::cluster::ClusterId;

/// A clustering that obeys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// Cluster of each row, largest cluster first; `None` for noise. As given when no edit asks for a change.
    pub labels: Vec<Option<ClusterId>>,
    /// Rows that a person moved to a topic that is no more and has no heir; they are as they were given.
    pub unplaced: Vec<usize>,
}

/// Joining may bring together what is to be taken apart, and the other way round; it settles in two or three
/// rounds.
const ROUNDS: usize = 16;

impl Registry {
    /// Makes a clustering obey the edits. `keys` and `labels` have one entry a row, and `similarity` tells
    /// how near a row is to a topic of the registry, greater is nearer.
    ///
    /// - Clusters that are mostly of one topic that was merged by hand are joined.
    /// - A cluster that unites pieces that were split from each other by hand is taken apart: each unit that
    ///   is known goes to its piece; if the cluster is mostly of such pieces, the others go to the nearest,
    ///   else they stay together. Nor does a unit cross from one such piece to another.
    /// - Units that were moved by hand go to the cluster that has most of that topic.
    ///
    /// Clusters "are of" a topic by their units of the last run, units moved by hand left out. Doing it twice
    /// is doing it once. It is fast where there are no edits.
    pub fn apply_edits(
        &self,
        keys: &[UnitKey],
        labels: &[Option<ClusterId>],
        similarity: &dyn Fn(usize, &KnownTopic) -> f32,
    ) -> Edited {
        let constraints = Constraints::of(self);
        let unplaced = (0..keys.len()).filter(|&row| constraints.lost.contains(&keys[row])).collect();
        if constraints.is_empty() {
            return Edited { labels: labels.to_vec(), unplaced };
        }
        let given: Vec<Option<u32>> =
            keys.iter().zip(labels).map(|(_, label)| label.map(|id| id.0)).collect();
        let keys = &keys[..given.len()];
        let next = given.iter().flatten().max().map_or(0, |most| most.saturating_add(1));
        let mut rows = Rows { keys, topic: self.known(keys, &constraints), labels: given.clone(), next };
        let nearness = |row, id| self.topic(id).map_or(f32::MIN, |topic| similarity(row, topic));
        for _ in 0..ROUNDS {
            let before = rows.labels.clone();
            for &topic in &constraints.must_link {
                rows.join(topic, &constraints);
            }
            for family in &constraints.cannot_link {
                rows.take_apart(family, &constraints, &nearness);
            }
            if rows.labels == before {
                break;
            }
        }
        rows.move_units(&constraints);
        let labels = if rows.labels == given { labels.to_vec() } else { numbered(&rows.labels) };
        Edited { labels, unplaced }
    }

    /// The topic of each row as far as it is known; none for rows that were moved by hand.
    fn known(&self, keys: &[UnitKey], constraints: &Constraints) -> Vec<Option<TopicId>> {
        let members = self.topics.iter().flat_map(|topic| topic.members.iter().map(|unit| (*unit, topic.id)));
        let topic_of: HashMap<UnitKey, TopicId> = members.collect();
        let known = |key: &UnitKey| {
            let topic = topic_of.get(key).or_else(|| constraints.piece.get(key)).copied();
            topic.filter(|_| !constraints.moved.contains_key(key))
        };
        keys.iter().map(known).collect()
    }
}

/// The rows of a clustering that is being changed.
struct Rows<'a> {
    keys: &'a [UnitKey],
    topic: Vec<Option<TopicId>>,
    labels: Vec<Option<u32>>,
    next: u32,
}

impl Rows<'_> {
    /// The topics of which each cluster holds a piece, rising: a good part of the topic, or of one that was
    /// merged into it unless that is next to nothing in the cluster.
    fn pieces(
        &self,
        topics: &BTreeSet<TopicId>,
        constraints: &Constraints,
    ) -> BTreeMap<u32, BTreeSet<TopicId>> {
        let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
        // In whatever cluster or in none, and by cluster.
        let mut whole: BTreeMap<(TopicId, Option<TopicId>), usize> = BTreeMap::new();
        let mut counts: BTreeMap<(u32, TopicId, Option<TopicId>), usize> = BTreeMap::new();
        for (row, (label, topic)) in self.labels.iter().zip(&self.topic).enumerate() {
            // Units that were moved by hand are nowhere yet, else their leaving would change what is found.
            if let Some(label) = label.filter(|_| !constraints.moved.contains_key(&self.keys[row])) {
                *sizes.entry(label).or_default() += 1;
            }
            let Some(topic) = topic.filter(|topic| topics.contains(topic)) else { continue };
            let origin = constraints.origin.get(&self.keys[row]).copied().unwrap_or(topic);
            for part in [None, Some(origin)] {
                *whole.entry((topic, part)).or_default() += 1;
                if let Some(label) = *label {
                    *counts.entry((label, topic, part)).or_default() += 1;
                }
            }
        }
        let mut pieces: BTreeMap<u32, BTreeSet<TopicId>> = BTreeMap::new();
        for ((label, topic, part), count) in counts {
            let matters = part.is_none() || share(count, sizes[&label]) >= FEW;
            if matters && share(count, whole[&(topic, part)]) >= PIECE {
                pieces.entry(label).or_default().insert(topic);
            }
        }
        pieces
    }

    /// Clusters of which more than half of the known rows are in `topics`.
    fn mostly_of(&self, topics: &BTreeSet<TopicId>) -> BTreeSet<u32> {
        let mut votes: BTreeMap<u32, [usize; 2]> = BTreeMap::new();
        for (label, topic) in self.labels.iter().zip(&self.topic) {
            if let Some((label, topic)) = label.zip(*topic) {
                votes.entry(label).or_default()[usize::from(topics.contains(&topic))] += 1;
            }
        }
        votes.into_iter().filter(|(_, [out, inside])| inside > out).map(|(label, _)| label).collect()
    }

    /// Joins the clusters that are mostly of a topic and hold a piece of it.
    fn join(&mut self, topic: TopicId, constraints: &Constraints) {
        let only = BTreeSet::from([topic]);
        let pieces = self.pieces(&only, constraints);
        let mut joined = self.mostly_of(&only);
        joined.retain(|label| pieces.contains_key(label));
        if let Some(&first) = joined.first() {
            for label in self.labels.iter_mut().flatten().filter(|label| joined.contains(label)) {
                *label = first;
            }
        }
    }

    /// Takes clusters apart that hold pieces of two topics of a family, and puts units back over the border
    /// between those that hold one.
    fn take_apart(
        &mut self,
        family: &BTreeSet<TopicId>,
        constraints: &Constraints,
        similarity: &dyn Fn(usize, TopicId) -> f32,
    ) {
        let home = self.mostly_of(family);
        let mut pieces = self.pieces(family, constraints);
        pieces.retain(|label, topics| topics.len() >= 2 || home.contains(label));
        let mut goes: Vec<Option<TopicId>> = vec![None; self.labels.len()];
        for (row, to) in goes.iter_mut().enumerate() {
            let Some((label, near)) = self.labels[row].and_then(|label| pieces.get_key_value(&label)) else {
                continue;
            };
            let own = self.topic[row].filter(|topic| family.contains(topic));
            *to = match own {
                Some(own) => Some(own).filter(|own| near.len() > 1 || !near.contains(own)),
                None if near.len() > 1 && home.contains(label) => {
                    // One that is split from some of the pieces stays with those, to be told apart from them
                    // next.
                    let kin: Vec<TopicId> = near
                        .iter()
                        .copied()
                        .filter(|&piece| constraints.are_kin(piece, self.topic[row]))
                        .collect();
                    let near = if kin.is_empty() { near.iter().copied().collect() } else { kin };
                    // Of equally near ones the lowest: `max_by` takes the last.
                    let nearer =
                        |a: &TopicId, b: &TopicId| similarity(row, *a).total_cmp(&similarity(row, *b));
                    near.into_iter().rev().max_by(nearer)
                }
                None => None,
            };
        }
        let topics: BTreeSet<TopicId> = goes.iter().copied().flatten().collect();
        let mut label_of = BTreeMap::new();
        for topic in topics {
            let alone = self.mostly_of(&BTreeSet::from([topic]));
            let whole = |label: &u32| pieces.get(label).is_none_or(|topics| topics.len() < 2);
            let holder = self.holder(topic, |label| alone.contains(label) && whole(label));
            label_of.insert(topic, holder.unwrap_or_else(|| self.new_label()));
        }
        for (label, to) in self.labels.iter_mut().zip(goes) {
            if let Some(to) = to {
                *label = label_of.get(&to).copied();
            }
        }
    }

    /// The cluster among those that are `fit` with most known rows of a topic; of equal ones, that with the
    /// smallest.
    fn holder(&self, topic: TopicId, fit: impl Fn(&u32) -> bool) -> Option<u32> {
        let mut found: BTreeMap<u32, (usize, Reverse<UnitKey>)> = BTreeMap::new();
        for (row, label) in self.labels.iter().enumerate() {
            let Some(label) = label.filter(|label| self.topic[row] == Some(topic) && fit(label)) else {
                continue;
            };
            let (count, first) = found.entry(label).or_insert((0, Reverse(self.keys[row])));
            *count += 1;
            *first = (*first).max(Reverse(self.keys[row]));
        }
        found.into_iter().max_by_key(|(_, rank)| *rank).map(|(label, _)| label)
    }

    fn new_label(&mut self) -> u32 {
        let label = self.next;
        self.next = label.saturating_add(1);
        label
    }

    /// Puts rows where a person moved them; a topic of which nothing else is there is made of them.
    fn move_units(&mut self, constraints: &Constraints) {
        let moved = |row: usize| constraints.moved.get(&self.keys[row]).copied();
        let goes: Vec<Option<Option<TopicId>>> = (0..self.keys.len()).map(moved).collect();
        let topics: BTreeSet<TopicId> = goes.iter().copied().flatten().flatten().collect();
        let mut label_of = BTreeMap::new();
        for topic in topics {
            let label = self.holder(topic, |_| true).unwrap_or_else(|| self.new_label());
            label_of.insert(topic, label);
        }
        for (label, to) in self.labels.iter_mut().zip(goes) {
            if let Some(to) = to {
                *label = to.and_then(|topic| label_of.get(&topic).copied());
            }
        }
    }
}

/// Numbers from 0, largest cluster first, of equal ones that with the first row.
fn numbered(labels: &[Option<u32>]) -> Vec<Option<ClusterId>> {
    let mut sizes: BTreeMap<u32, (usize, Reverse<usize>)> = BTreeMap::new();
    for (row, label) in labels.iter().enumerate() {
        if let Some(label) = label {
            sizes.entry(*label).or_insert((0, Reverse(row))).0 += 1;
        }
    }
    let mut order: Vec<_> = sizes.into_iter().collect();
    order.sort_by_key(|(_, rank)| Reverse(*rank));
    let number: BTreeMap<u32, ClusterId> =
        (0..).zip(order).map(|(number, (label, _))| (label, ClusterId(number))).collect();
    labels.iter().map(|label| label.and_then(|label| number.get(&label).copied())).collect()
}

/// What all edits together ask of a clustering: must-link and cannot-link constraints between topics, and
/// units that were moved. Every topic in it is one of the registry's.
#[derive(Debug, Default)]
struct Constraints {
    /// Topics that were merged by hand: their units stay together.
    must_link: BTreeSet<TopicId>,
    /// The topic to which a unit of a merged topic belonged before the first merge.
    origin: BTreeMap<UnitKey, TopicId>,
    /// Topics that were split from each other by hand, two or more in each set: no unit of one goes to
    /// another.
    cannot_link: BTreeSet<BTreeSet<TopicId>>,
    /// The piece to which a unit of a topic that was split belongs.
    piece: BTreeMap<UnitKey, TopicId>,
    /// Units that were moved by hand; their topic, or `None` for no topic.
    moved: BTreeMap<UnitKey, Option<TopicId>>,
    /// Units whose topic is no more and has no heir.
    lost: BTreeSet<UnitKey>,
}

impl Constraints {
    /// Goes through the edits in their order, later ones before earlier ones.
    fn of(registry: &Registry) -> Self {
        let mut all = Self::default();
        let mut apart: Vec<BTreeSet<TopicId>> = Vec::new();
        for edit in &registry.edits {
            match edit {
                Edit::Rename { .. } => {}
                Edit::Move { to, units } => {
                    for placed in units {
                        all.moved.insert(placed.unit, *to);
                        all.piece.remove(&placed.unit);
                        all.origin.remove(&placed.unit);
                    }
                }
                Edit::Merge { into, parts } => {
                    all.must_link.insert(*into);
                    for part in parts {
                        all.must_link.remove(&part.id);
                        for family in &mut apart {
                            if family.remove(&part.id) {
                                family.insert(*into);
                            }
                        }
                        for unit in &part.units {
                            all.origin.entry(*unit).or_insert(part.id);
                            all.follow(unit, *into);
                        }
                    }
                }
                Edit::Split { id, into } => {
                    let pieces = into.iter().map(|part| part.id);
                    if all.must_link.contains(id) {
                        all.must_link.extend(pieces.clone());
                    }
                    match apart.iter_mut().find(|family| family.contains(id)) {
                        Some(family) => family.extend(pieces),
                        None => apart.push(pieces.collect()),
                    }
                    for part in into {
                        for unit in &part.units {
                            all.piece.insert(*unit, part.id);
                            all.follow(unit, part.id);
                        }
                    }
                }
            }
        }
        all.settle(apart, registry);
        all
    }

    fn is_empty(&self) -> bool {
        self.must_link.is_empty() && self.cannot_link.is_empty() && self.moved.is_empty()
    }

    /// Whether two topics were split from each other.
    fn are_kin(&self, topic: TopicId, other: Option<TopicId>) -> bool {
        other.is_some_and(|other| {
            self.cannot_link.iter().any(|family| family.contains(&topic) && family.contains(&other))
        })
    }

    /// A unit that was moved or split goes with its topic.
    fn follow(&mut self, unit: &UnitKey, to: TopicId) {
        let moved = self.moved.get_mut(unit).and_then(Option::as_mut);
        for place in moved.into_iter().chain(self.piece.get_mut(unit)) {
            *place = to;
        }
    }

    /// Keeps what is about topics that there still are.
    fn settle(&mut self, apart: Vec<BTreeSet<TopicId>>, registry: &Registry) {
        let lives = |id: &TopicId| registry.place(*id).is_some();
        self.must_link.retain(lives);
        self.piece.retain(|_, id| lives(id));
        self.cannot_link = apart
            .into_iter()
            .map(|family| family.into_iter().filter(lives).collect::<BTreeSet<_>>())
            .filter(|family| family.len() >= 2)
            .collect();
        for (unit, to) in &mut self.moved {
            if let Some(id) = *to {
                *to = registry.living(id);
                if to.is_none() {
                    self.lost.insert(*unit);
                }
            }
        }
        let lost = &self.lost;
        self.moved.retain(|unit, _| !lost.contains(unit));
    }
}
