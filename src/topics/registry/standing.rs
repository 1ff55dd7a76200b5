//! What the edits of a person ask of a new clustering.

use std::collections::{BTreeMap, BTreeSet};

use super::{Edit, Registry, TopicId, UnitKey};

/// What all edits together ask for; every topic in it is one of the registry's.
#[derive(Debug, Default)]
pub(super) struct Standing {
    /// Topics that were merged by hand and stay whole.
    pub(super) held: BTreeSet<TopicId>,
    /// The topic to which a unit of a merged topic belonged before the first merge.
    pub(super) origin: BTreeMap<UnitKey, TopicId>,
    /// Topics that were split from each other by hand and stay apart, two or more in each set.
    pub(super) families: BTreeSet<BTreeSet<TopicId>>,
    /// The piece to which a unit of a topic that was split belongs.
    pub(super) piece: BTreeMap<UnitKey, TopicId>,
    /// Units that were moved by hand; their topic, or `None` for no topic.
    pub(super) moved: BTreeMap<UnitKey, Option<TopicId>>,
    /// Units whose topic is no more and has no heir.
    pub(super) lost: BTreeSet<UnitKey>,
}

impl Standing {
    /// Goes through the edits in their order, later ones before earlier ones.
    pub(super) fn of(registry: &Registry) -> Self {
        let mut all = Self::default();
        let mut families: Vec<BTreeSet<TopicId>> = Vec::new();
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
                    all.held.insert(*into);
                    for part in parts {
                        all.held.remove(&part.id);
                        for family in &mut families {
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
                    if all.held.contains(id) {
                        all.held.extend(pieces.clone());
                    }
                    match families.iter_mut().find(|family| family.contains(id)) {
                        Some(family) => family.extend(pieces),
                        None => families.push(pieces.collect()),
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
        all.settle(families, registry);
        all
    }

    pub(super) fn is_empty(&self) -> bool {
        self.held.is_empty() && self.families.is_empty() && self.moved.is_empty()
    }

    /// Whether two topics were split from each other.
    pub(super) fn are_kin(&self, topic: TopicId, other: Option<TopicId>) -> bool {
        other.is_some_and(|other| {
            self.families.iter().any(|family| family.contains(&topic) && family.contains(&other))
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
    fn settle(&mut self, families: Vec<BTreeSet<TopicId>>, registry: &Registry) {
        let lives = |id: &TopicId| registry.place(*id).is_some();
        self.held.retain(lives);
        self.piece.retain(|_, id| lives(id));
        self.families = families
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
