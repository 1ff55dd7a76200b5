//! Which topic of a new run is which of the last one, by the units that both have, and what changed between
//! them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{TopicId, UnitKey};

/// One thing that happened to a topic from one run to the next.
///
/// Every topic of either run is in at least one of `Born`, `Gone`, `Split`, `Merged` and `Kept`; a topic that
/// keeps its id while it splits and merges is in both of these.
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
        /// Share of its old units, of those that are still there, that it still has; `None` when none is
        /// there.
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

/// Everything that changed; topics of the same id are the same. The order is that of the kinds in [`Change`],
/// then of the ids. Names are not compared.
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

/// A topic lives on where at least this share of one of the two is in the other.
///
/// Half is the least that only one other topic can reach, ties apart.
pub const MAJORITY: f64 = 0.5;

/// A piece of a topic below this share of it is not told from noise.
///
/// It is also the least share, of either of the two, with which a topic can live on: one that falls into more
/// than five equal pieces, or is less than a fifth of what it is found in, has ended.
pub const PIECE: f64 = 0.2;

/// Below this share of units that are in both runs, topics are compared by their centres instead.
pub const FEW: f64 = 0.1;

/// Least cosine of the centres of two topics without shared units that are held for the same.
pub const CENTRE_MATCH: f64 = 0.9;

/// For each topic after, the topic before that it is; no topic before is given twice.
///
/// Pairs are tried from the one that shares most units on, and each that is fit takes its two topics out. So
/// the largest heir of a split keeps the identity, and the largest source of a merge gives it. A matching
/// with the greatest sum could take it from the largest heir to make two small pairs instead; and this needs
/// no more time than sorting the pairs that share a unit.
///
/// Topics whose units are nearly all gone or new have too little in common to be compared by it; they are
/// then matched by the cosine of their centres.
pub(super) fn heirs(overlap: &Overlap<'_>, before: &Side<'_>, after: &Side<'_>) -> Vec<Option<usize>> {
    let mut heir_of = vec![None; after.topics.len()];
    let mut taken = vec![false; before.topics.len()];
    let mut pairs: Vec<Pair> = overlap
        .counts
        .iter()
        .map(|(&(old, new), &count)| {
            let union = overlap.present[old] + overlap.known[new] - count;
            Pair { old, new, weight: count as f64, second: share(count, union) }
        })
        .filter(|pair| lives_on(overlap, pair.old, pair.new))
        .collect();
    take(&mut pairs, after, &mut heir_of, &mut taken);

    let few = |part: usize, whole: usize| share(part, whole) < FEW;
    let mut pairs = Vec::new();
    for (old, topic) in before.topics.iter().enumerate() {
        if taken[old] || !few(overlap.present[old], topic.members.len()) {
            continue;
        }
        for (new, found) in after.topics.iter().enumerate() {
            if heir_of[new].is_some() || !few(overlap.known[new], found.members.len()) {
                continue;
            }
            let weight = cosine(topic.centre, found.centre);
            if weight >= CENTRE_MATCH {
                pairs.push(Pair { old, new, weight, second: 0.0 });
            }
        }
    }
    take(&mut pairs, after, &mut heir_of, &mut taken);
    heir_of
}

struct Pair {
    old: usize,
    new: usize,
    weight: f64,
    second: f64,
}

/// Whether what the two share is much of one of them and not too little of the other.
fn lives_on(overlap: &Overlap<'_>, old: usize, new: usize) -> bool {
    let (a, b) = (overlap.share_of_before(old, new), overlap.share_of_after(old, new));
    a.max(b) >= MAJORITY && a.min(b) >= PIECE
}

/// Takes pairs, best first, as long as neither of their topics is taken.
fn take(pairs: &mut [Pair], after: &Side<'_>, heir_of: &mut [Option<usize>], taken: &mut [bool]) {
    // The order in which topics were found is chance, so ties are broken by their smallest unit.
    let first = |new: usize| after.topics[new].members.iter().min();
    pairs.sort_by(|a, b| {
        let greater = |x: f64, y: f64| y.total_cmp(&x);
        greater(a.weight, b.weight)
            .then(greater(a.second, b.second))
            .then(a.old.cmp(&b.old))
            .then_with(|| first(a.new).cmp(&first(b.new)))
    });
    for pair in pairs.iter() {
        if !taken[pair.old] && heir_of[pair.new].is_none() {
            taken[pair.old] = true;
            heir_of[pair.new] = Some(pair.old);
        }
    }
}

/// Cosine in [-1, 1]; below every threshold for centres that are not known or of different models.
fn cosine(a: &[f32], b: &[f32]) -> f64 {
    if a.len() != b.len() {
        return f64::NEG_INFINITY;
    }
    let dot = |x: &[f32], y: &[f32]| x.iter().zip(y).map(|(x, y)| f64::from(*x) * f64::from(*y)).sum::<f64>();
    let cosine = dot(a, b) / (dot(a, a) * dot(b, b)).sqrt();
    if cosine.is_nan() { f64::NEG_INFINITY } else { cosine }
}

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
    fn share_of_before(&self, before: usize, after: usize) -> f64 {
        share(self.count(before, after), self.present[before])
    }

    /// Share of the topic after, of its units that were there before, that was in the topic before.
    fn share_of_after(&self, before: usize, after: usize) -> f64 {
        share(self.count(before, after), self.known[after])
    }
}

/// A part of a whole in [0, 1]; 0 of nothing.
pub(super) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
