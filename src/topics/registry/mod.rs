//! Topics that keep their identity from run to run: ids, names, what changed, and what a person edited.
//!
//! A [`Registry`] holds the topics of the last run with their members, known by the hash of their text. After a new
//! clustering, in this order:
//!
//! 1. [`Registry::apply_edits`] makes the clusters obey the edits of a person: merged topics are joined, split ones
//!    taken apart, moved units put in their place.
//! 2. The clusters are described, outside this module, so that each is a [`FoundTopic`] with a label.
//! 3. [`Registry::assign`] gives each its id and name, says what [`Change`]d, and gives the next registry.
//!
//! [`Registry::edit`] and [`Registry::undo`] change it by hand in between; [`diff`] compares two runs that were kept.
//!
//! The kinds of change are those of MONIC (Spiliopoulou, Ntoutsi, Theodoridis and Schult, "MONIC: modeling and
//! monitoring cluster transitions", KDD 2006): a topic survives, splits, is absorbed, disappears or emerges. Only
//! units that were there in both runs count, so that growth by itself changes nothing. Nothing depends on the order
//! in which topics or units are given.

mod assign;
mod change;
mod edit;
mod error;
mod key;
mod matching;
mod names;
mod obey;
mod overlap;
mod snapshot;
mod standing;
mod stored;
#[cfg(test)]
mod tests;
mod undo;

pub use assign::{Assigned, FoundTopic};
pub use change::{Change, Piece};
pub use edit::{Edit, NewPart, Part, Placed, Request};
pub use error::{EditError, RegistryError};
pub use key::{NotAKey, UnitKey};
pub use matching::{CENTRE_MATCH, FEW, MAJORITY, PIECE};
pub use obey::Edited;
pub use snapshot::{Snapshot, SnapshotTopic, diff};

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

/// Number of a topic, from 1. It belongs to one topic for ever and is never given again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct TopicId(pub u64);

impl fmt::Display for TopicId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A topic of the last run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KnownTopic {
    /// Its number.
    pub id: TopicId,
    /// Its name; no two topics have the same, capitals apart.
    pub name: String,
    /// Whether a person gave the name.
    pub name_given: bool,
    /// Its units, rising.
    pub members: Vec<UnitKey>,
    /// Middle of its units, `(dimension)`; empty when it is not known.
    pub centre: Vec<f32>,
}

/// A topic that is no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoneTopic {
    /// Its number.
    pub id: TopicId,
    /// Its last name.
    pub name: String,
    /// The topic that took most of its units, if there is one.
    pub into: Option<TopicId>,
}

/// A run of the topics.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Its number, from 1.
    pub number: u64,
    /// What the settings of the run were, in the caller's own form, so that runs can be told apart.
    pub settings: String,
}

/// The topics of a collection through time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Registry {
    topics: Vec<KnownTopic>,
    outliers: Vec<UnitKey>,
    gone: Vec<GoneTopic>,
    next_id: u64,
    edits: Vec<Edit>,
    run: Option<Run>,
}

impl Default for Registry {
    fn default() -> Self {
        Self {
            topics: Vec::new(),
            outliers: Vec::new(),
            gone: Vec::new(),
            next_id: 1,
            edits: Vec::new(),
            run: None,
        }
    }
}

impl Registry {
    /// The topics, ids rising.
    pub fn topics(&self) -> &[KnownTopic] {
        &self.topics
    }

    /// The topic of an id, while there is one.
    pub fn topic(&self, id: TopicId) -> Option<&KnownTopic> {
        self.place(id).map(|at| &self.topics[at])
    }

    /// Units of the last run that were in no topic, rising.
    pub fn outliers(&self) -> &[UnitKey] {
        &self.outliers
    }

    /// The topics that are no more, ids rising.
    pub fn gone(&self) -> &[GoneTopic] {
        &self.gone
    }

    /// The edits of a person that hold, oldest first.
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// The last run; `None` before the first.
    pub fn run(&self) -> Option<&Run> {
        self.run.as_ref()
    }

    /// The topic that an id leads to: itself, or for one that is gone the topic that has its units now.
    pub fn living(&self, id: TopicId) -> Option<TopicId> {
        let mut id = id;
        // Each step leads to another topic that is gone, so there are at most as many as of those.
        for _ in 0..=self.gone.len() {
            if self.place(id).is_some() {
                return Some(id);
            }
            id = self.gone_topic(id)?.into?;
        }
        None
    }

    /// Topics and outliers, to be compared with those of another run.
    pub fn snapshot(&self) -> Snapshot {
        let topics = self.topics.iter().map(|topic| SnapshotTopic {
            id: topic.id,
            name: topic.name.clone(),
            members: topic.members.clone(),
            centre: topic.centre.clone(),
        });
        Snapshot { topics: topics.collect(), outliers: self.outliers.clone() }
    }

    fn place(&self, id: TopicId) -> Option<usize> {
        self.topics.binary_search_by_key(&id, |topic| topic.id).ok()
    }

    fn gone_topic(&self, id: TopicId) -> Option<&GoneTopic> {
        self.gone.binary_search_by_key(&id, |gone| gone.id).ok().map(|at| &self.gone[at])
    }

    fn new_id(&mut self) -> TopicId {
        let id = TopicId(self.next_id);
        self.next_id += 1;
        id
    }

    /// Adds a topic in the order of ids.
    fn add(&mut self, topic: KnownTopic) {
        let at = self.topics.partition_point(|other| other.id < topic.id);
        self.topics.insert(at, topic);
    }

    /// Takes a topic out and notes where its units went.
    fn bury(&mut self, at: usize, into: Option<TopicId>) -> KnownTopic {
        let topic = self.topics.remove(at);
        self.gone.push(GoneTopic { id: topic.id, name: topic.name.clone(), into });
        self.gone.sort_by_key(|gone| gone.id);
        topic
    }

    /// Names in use, in small letters.
    fn names(&self) -> BTreeSet<String> {
        self.topics.iter().map(|topic| names::folded(&topic.name)).collect()
    }
}

/// Rising, each once.
fn sorted(mut keys: Vec<UnitKey>) -> Vec<UnitKey> {
    keys.sort_unstable();
    keys.dedup();
    keys
}
