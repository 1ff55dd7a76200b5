//! Found topics get the ids and names of those that they continue; and two runs that were kept are compared.

use serde::{Deserialize, Serialize};

use super::transitions::{Change, Overlap, Side, SideTopic, Sized, changes, heirs};
use super::{GoneTopic, KnownTopic, Registry, Run, TopicId, UnitKey, folded_name, free_name, sorted};

/// A topic as a run found it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FoundTopic {
    /// Its units, in any order. A unit is in one topic at most.
    pub members: Vec<UnitKey>,
    /// What to call it if it is new.
    pub label: String,
    /// Terms to tell it from another topic of the same label, best first.
    pub spare: Vec<String>,
    /// Middle of its units, `(dimension)`; empty when it is not known.
    pub centre: Vec<f32>,
}

/// Found topics with their identity.
#[derive(Debug, Clone, PartialEq)]
pub struct Assigned {
    /// Id of each found topic, in the order in which they were given.
    pub ids: Vec<TopicId>,
    /// Name of each.
    pub names: Vec<String>,
    /// What changed since the last run, in the order of kinds and ids.
    pub changes: Vec<Change>,
    /// The registry after this run.
    pub registry: Registry,
}

impl Registry {
    /// Gives found topics their ids and names. `outliers` are the units of this run that are in no topic, and
    /// `settings` is kept as [`Run::settings`].
    ///
    /// A topic that lives on keeps id and name, even where newer terms would be better. Whether it does is
    /// seen from the units that are in both runs, and only where nearly none is, from the cosine of the
    /// centres; see [`MAJORITY`](super::MAJORITY), [`PIECE`](super::PIECE), [`FEW`](super::FEW) and
    /// [`CENTRE_MATCH`](super::CENTRE_MATCH). The largest heir of a topic that splits keeps its id, and
    /// topics that merge become the largest of them. A new topic gets a new id, larger topics first, and its
    /// label as name.
    pub fn assign(&self, found: Vec<FoundTopic>, outliers: Vec<UnitKey>, settings: &str) -> Assigned {
        let outliers = sorted(outliers);
        let found: Vec<FoundTopic> =
            found.into_iter().map(|topic| FoundTopic { members: sorted(topic.members), ..topic }).collect();
        let before = self.side();
        let after = Side {
            topics: found
                .iter()
                .map(|topic| SideTopic { members: &topic.members, centre: &topic.centre })
                .collect(),
            outliers: &outliers,
        };
        let overlap = Overlap::new(&before, &after);
        let heir_of = heirs(&overlap, &before, &after);
        let (ids, next_id) = self.ids(&heir_of, &found);
        let names = self.names_of(&heir_of, &found, &ids);
        let old: Vec<Sized> =
            self.topics.iter().map(|topic| Sized { id: topic.id, len: topic.members.len() }).collect();
        let new: Vec<Sized> =
            ids.iter().zip(&found).map(|(&id, topic)| Sized { id, len: topic.members.len() }).collect();
        let changes = changes(&overlap, &old, &new);
        let gone = self.gone_after(&ids, &changes);

        let mut topics: Vec<KnownTopic> = found
            .into_iter()
            .enumerate()
            .map(|(new, topic)| KnownTopic {
                id: ids[new],
                name: names[new].clone(),
                name_given: heir_of[new].is_some_and(|old| self.topics[old].name_given),
                members: topic.members,
                centre: topic.centre,
            })
            .collect();
        topics.sort_by_key(|topic| topic.id);
        let number = self.run.as_ref().map_or(1, |run| run.number + 1);
        let run = Some(Run { number, settings: settings.to_owned() });
        let registry = Self { topics, outliers, gone, next_id, edits: self.edits.clone(), run };
        Assigned { ids, names, changes, registry }
    }

    pub(super) fn side(&self) -> Side<'_> {
        let topics = self.topics.iter();
        Side {
            topics: topics
                .map(|topic| SideTopic { members: &topic.members, centre: &topic.centre })
                .collect(),
            outliers: &self.outliers,
        }
    }

    /// The id of each found topic, and the first that is free after them.
    fn ids(&self, heir_of: &[Option<usize>], found: &[FoundTopic]) -> (Vec<TopicId>, u64) {
        let mut born: Vec<usize> = (0..found.len()).filter(|&new| heir_of[new].is_none()).collect();
        // Not by their place, which is chance.
        born.sort_by(|&a, &b| {
            let (a, b) = (&found[a], &found[b]);
            let larger = b.members.len().cmp(&a.members.len());
            larger.then_with(|| a.members.cmp(&b.members)).then_with(|| a.label.cmp(&b.label))
        });
        let mut ids: Vec<TopicId> =
            heir_of.iter().map(|old| old.map_or(TopicId(0), |old| self.topics[old].id)).collect();
        let mut next = self.next_id;
        for new in born {
            ids[new] = TopicId(next);
            next += 1;
        }
        (ids, next)
    }

    fn names_of(&self, heir_of: &[Option<usize>], found: &[FoundTopic], ids: &[TopicId]) -> Vec<String> {
        let mut names: Vec<String> = heir_of
            .iter()
            .map(|old| old.map_or(String::new(), |old| self.topics[old].name.clone()))
            .collect();
        let mut taken = (0..found.len())
            .filter(|&new| heir_of[new].is_some())
            .map(|new| folded_name(&names[new]))
            .collect();
        let mut born: Vec<usize> = (0..found.len()).filter(|&new| heir_of[new].is_none()).collect();
        born.sort_by_key(|&new| ids[new]);
        for new in born {
            names[new] = free_name(&found[new].label, &found[new].spare, &mut taken);
        }
        names
    }

    /// The topics that are no more after this run, those of earlier runs included.
    fn gone_after(&self, ids: &[TopicId], changes: &[Change]) -> Vec<GoneTopic> {
        let heir = |id: TopicId| {
            changes.iter().find_map(|change| match change {
                Change::Gone { id: gone, into } if *gone == id => *into,
                Change::Merged { from, into } if from.contains(&id) => Some(*into),
                Change::Split { from, into } if *from == id => into.first().map(|piece| piece.id),
                _ => None,
            })
        };
        let ended = self.topics.iter().filter(|topic| !ids.contains(&topic.id));
        let mut gone = self.gone.clone();
        gone.extend(ended.map(|topic| GoneTopic {
            id: topic.id,
            name: topic.name.clone(),
            into: heir(topic.id),
        }));
        gone.sort_by_key(|topic| topic.id);
        gone
    }
}

/// The topics of one run.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Snapshot {
    /// The topics, each id once.
    pub topics: Vec<SnapshotTopic>,
    /// Units of the run that are in no topic.
    pub outliers: Vec<UnitKey>,
}

/// A topic of a [`Snapshot`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SnapshotTopic {
    /// Its number.
    pub id: TopicId,
    /// Its name.
    pub name: String,
    /// Its units, in any order.
    pub members: Vec<UnitKey>,
    /// Middle of its units; empty when it is not known.
    pub centre: Vec<f32>,
}

impl Snapshot {
    /// The same topics with the ids of those in `before` that they continue, as
    /// [`Registry::assign`](super::Registry::assign) finds it; the others get ids that neither run has. For
    /// runs whose ids have nothing to do with each other, before [`diff`].
    #[must_use]
    pub fn continuing(&self, before: &Self) -> Self {
        let (old, new) = (before.side(), self.side());
        let heir_of = heirs(&Overlap::new(&old, &new), &old, &new);
        let greatest = before.topics.iter().chain(&self.topics).map(|topic| topic.id.0).max().unwrap_or(0);
        let mut next = greatest;
        let mut topics = self.topics.clone();
        for (topic, old) in topics.iter_mut().zip(heir_of) {
            topic.id = old.map_or_else(
                || {
                    next += 1;
                    TopicId(next)
                },
                |old| before.topics[old].id,
            );
        }
        Self { topics, outliers: self.outliers.clone() }
    }

    fn side(&self) -> Side<'_> {
        let topics = self.topics.iter();
        Side {
            topics: topics
                .map(|topic| SideTopic { members: &topic.members, centre: &topic.centre })
                .collect(),
            outliers: &self.outliers,
        }
    }

    fn sizes(&self) -> Vec<Sized> {
        self.topics.iter().map(|topic| Sized { id: topic.id, len: topic.members.len() }).collect()
    }
}

/// What changed from one run to another, in the order of kinds and ids. Topics of the same id are the same.
pub fn diff(before: &Snapshot, after: &Snapshot) -> Vec<Change> {
    let overlap = Overlap::new(&before.side(), &after.side());
    let mut all = changes(&overlap, &before.sizes(), &after.sizes());
    let mut renamed: Vec<Change> = before
        .topics
        .iter()
        .flat_map(|old| {
            let same = after.topics.iter().filter(|new| new.id == old.id && new.name != old.name);
            same.map(|new| Change::Renamed { id: old.id, from: old.name.clone(), to: new.name.clone() })
        })
        .collect();
    renamed.sort_by_key(|change| match change {
        Change::Renamed { id, .. } => *id,
        _ => TopicId(0),
    });
    all.extend(renamed);
    all
}
