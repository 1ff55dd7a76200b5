//! What changed between two runs.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::matching::{MAJORITY, PIECE};
use super::overlap::Overlap;
use super::{TopicId, UnitKey};

/// One thing that happened to a topic from one run to the next.
///
/// Every topic of either run is in at least one of `Born`, `Gone`, `Split`, `Merged` and `Kept`; a topic that keeps
/// its id while it splits and merges is in both of these.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "change", rename_all = "kebab-case")]
pub enum Change {
    /// A topic that comes from no other.
    Born {
        /// The new topic.
        id: TopicId,
    },
    /// A topic that is no more.
    Gone {
        /// The topic.
        id: TopicId,
        /// The topic that has most of its units, when one has [`MAJORITY`] of them.
        into: Option<TopicId>,
    },
    /// A topic fell into pieces.
    Split {
        /// The topic that there was.
        from: TopicId,
        /// Its pieces, largest first; `from` is among them when one of them kept its id.
        into: Vec<Piece>,
    },
    /// Topics became one.
    Merged {
        /// The topics that there were, ids rising; `into` is among them when it kept the id of one.
        from: Vec<TopicId>,
        /// The topic that has them.
        into: TopicId,
    },
    /// A topic lives on, neither split nor merged.
    Kept {
        /// The topic.
        id: TopicId,
        /// Units that it has and had not before.
        gained: usize,
        /// Units that it had and has no more.
        lost: usize,
        /// Share of its old units, of those that are still there, that it still has; `None` when none is there.
        share: Option<f64>,
    },
    /// Units went from one topic to another that lives on as well.
    Moved {
        /// The topic in which they were.
        from: TopicId,
        /// The topic in which they are.
        to: TopicId,
        /// The units, rising.
        units: Vec<UnitKey>,
    },
    /// A topic has another name.
    Renamed {
        /// The topic.
        id: TopicId,
        /// Its name before.
        from: String,
        /// Its name now.
        to: String,
    },
}

/// A piece of a topic that was split.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Piece {
    /// The topic that it is now.
    pub id: TopicId,
    /// Its share of the units of the old topic that are still there.
    pub share: f64,
}

impl Change {
    /// Whether it says that nothing happened: a topic kept with exactly its units.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Kept { gained: 0, lost: 0, .. })
    }
}

/// A topic of one of the runs: its id and how many units it has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sized {
    pub(super) id: TopicId,
    pub(super) len: usize,
}

/// Everything that changed; topics of the same id are the same. The order is that of the kinds in [`Change`], then
/// of the ids. Names are not compared.
pub(super) fn changes(overlap: &Overlap<'_>, before: &[Sized], after: &[Sized]) -> Vec<Change> {
    let new_of: BTreeMap<TopicId, usize> =
        after.iter().enumerate().map(|(new, topic)| (topic.id, new)).collect();
    let old_of: BTreeMap<TopicId, usize> =
        before.iter().enumerate().map(|(old, topic)| (topic.id, old)).collect();
    let is_born = |new: usize| !old_of.contains_key(&after[new].id);
    // In the order of ids, whatever the order in which the topics are given.
    let old_in_order = || old_of.values().copied();
    let new_in_order = || new_of.values().copied();

    let mut told = Told::default();
    let mut splits = Vec::new();
    for old in old_in_order() {
        let from = before[old].id;
        let mut into: Vec<Piece> = new_in_order()
            .filter(|&new| after[new].id == from || is_born(new) && is_piece(overlap, old, new))
            .map(|new| Piece { id: after[new].id, share: overlap.share_of_before(old, new) })
            .collect();
        if into.len() >= 2 {
            told.old.insert(from);
            told.new.extend(into.iter().map(|piece| piece.id));
            into.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.id.cmp(&b.id)));
            splits.push(Change::Split { from, into });
        }
    }

    // Topics without an heir of their own, by the one that has most of them.
    let mut absorbed: BTreeMap<TopicId, Vec<TopicId>> = BTreeMap::new();
    for old in old_in_order() {
        let from = before[old].id;
        if new_of.contains_key(&from) || told.old.contains(&from) {
            continue;
        }
        let most = new_in_order()
            .filter(|&new| overlap.count(old, new) > 0 && overlap.share_of_before(old, new) >= MAJORITY)
            .max_by_key(|&new| (overlap.count(old, new), std::cmp::Reverse(after[new].id)));
        if let Some(new) = most {
            absorbed.entry(after[new].id).or_default().push(from);
        }
    }
    let mut gone_into = BTreeMap::new();
    let mut merges = Vec::new();
    for (into, mut from) in absorbed {
        if old_of.contains_key(&into) {
            from.push(into);
            from.sort_unstable();
        }
        if let [only] = from[..] {
            gone_into.insert(only, into);
            continue;
        }
        told.old.extend(&from);
        told.new.insert(into);
        merges.push(Change::Merged { from, into });
    }

    let mut all = Vec::new();
    all.extend(
        new_of
            .keys()
            .filter(|id| !old_of.contains_key(id) && !told.new.contains(id))
            .map(|&id| Change::Born { id }),
    );
    all.extend(
        old_of
            .keys()
            .filter(|id| !new_of.contains_key(id) && !told.old.contains(id))
            .map(|&id| Change::Gone { id, into: gone_into.get(&id).copied() }),
    );
    all.extend(splits);
    all.extend(merges);
    all.extend(old_of.iter().filter(|(id, _)| !told.old.contains(id) && !told.new.contains(id)).filter_map(
        |(&id, &old)| {
            let new = *new_of.get(&id)?;
            let both = overlap.count(old, new);
            let share = (overlap.present[old] > 0).then(|| overlap.share_of_before(old, new));
            Some(Change::Kept { id, gained: after[new].len - both, lost: before[old].len - both, share })
        },
    ));
    all.extend(moved(overlap, before, after, &old_of, &new_of));
    all
}

/// Topics that a split or a merge tells of.
#[derive(Default)]
struct Told {
    old: BTreeSet<TopicId>,
    new: BTreeSet<TopicId>,
}

/// Whether a new topic is a piece of an old one: mostly of its units, and enough of them.
fn is_piece(overlap: &Overlap<'_>, old: usize, new: usize) -> bool {
    overlap.share_of_before(old, new) >= PIECE && overlap.share_of_after(old, new) >= MAJORITY
}

fn moved(
    overlap: &Overlap<'_>,
    before: &[Sized],
    after: &[Sized],
    old_of: &BTreeMap<TopicId, usize>,
    new_of: &BTreeMap<TopicId, usize>,
) -> impl Iterator<Item = Change> {
    let mut units: BTreeMap<(TopicId, TopicId), Vec<UnitKey>> = BTreeMap::new();
    for &(&unit, old, new) in &overlap.shared {
        let (Some(old), Some(new)) = (old, new) else { continue };
        let (from, to) = (before[old as usize].id, after[new as usize].id);
        if from != to && new_of.contains_key(&from) && old_of.contains_key(&to) {
            units.entry((from, to)).or_default().push(unit);
        }
    }
    units.into_iter().map(|((from, to), units)| Change::Moved { from, to, units })
}
