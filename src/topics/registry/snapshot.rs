//! Two runs that were kept, compared.

use serde::{Deserialize, Serialize};

use super::change::{Change, Sized, changes};
use super::matching::heirs;
use super::overlap::{Overlap, Side, SideTopic};
use super::{TopicId, UnitKey};

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
    /// [`Registry::assign`](super::Registry::assign) finds it; the others get ids that neither run has. For runs
    /// whose ids have nothing to do with each other, before [`diff`].
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
