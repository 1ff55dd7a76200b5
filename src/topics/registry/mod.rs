//! Topics that keep their identity from run to run: ids, names, what changed, and what a person edited.
//!
//! A [`Registry`] holds the topics of the last run with their members, known by the hash of their text. After
//! a new clustering, in this order:
//!
//! 1. [`Registry::apply_edits`] makes the clusters obey the edits of a person: merged topics are joined,
//!    split ones taken apart, moved units put in their place.
//! 2. The clusters are described, outside this module, so that each is a [`FoundTopic`] with a label.
//! 3. [`Registry::assign`] gives each its id and name, says what [`Change`]d, and gives the next registry.
//!
//! [`Registry::edit`] and [`Registry::undo`] change it by hand in between; [`diff`] compares two runs that
//! were kept.
//!
//! The kinds of change are those of MONIC (Spiliopoulou, Ntoutsi, Theodoridis and Schult, "MONIC: modeling
//! and monitoring cluster transitions", KDD 2006): a topic survives, splits, is absorbed, disappears or
//! emerges. Only units that were there in both runs count, so that growth by itself changes nothing. Nothing
//! depends on the order in which topics or units are given.

mod apply_edits;
mod assign;
mod edit;
mod error;
#[cfg(test)]
mod tests;
mod transitions;

pub use apply_edits::Edited;
pub use assign::{Assigned, FoundTopic, Snapshot, SnapshotTopic, diff};
pub use edit::{Edit, NewPart, Part, Placed, Request};
pub use error::{EditError, RegistryError};
pub use transitions::{CENTRE_MATCH, Change, FEW, MAJORITY, PIECE, Piece};

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::corpus::ContentHash;
use crate::store::{StoredGoneTopic, StoredRegistry, StoredRun, StoredTopic};

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
        self.topics.iter().map(|topic| folded_name(&topic.name)).collect()
    }
}

/// Rising, each once.
fn sorted(mut keys: Vec<UnitKey>) -> Vec<UnitKey> {
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Hash of a unit's text: the same text in ten files is one unit. Written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(extend("pattern" = "^[0-9a-f]{64}$")))]
#[serde(try_from = "String", into = "String")]
pub struct UnitKey(pub [u8; 32]);

impl From<ContentHash> for UnitKey {
    fn from(hash: ContentHash) -> Self {
        Self(hash.0)
    }
}

impl From<UnitKey> for ContentHash {
    fn from(key: UnitKey) -> Self {
        Self(key.0)
    }
}

impl fmt::Display for UnitKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for UnitKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnitKey({self})")
    }
}

impl From<UnitKey> for String {
    fn from(key: UnitKey) -> Self {
        key.to_string()
    }
}

/// Text that is not 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not the key of a unit, which has 64 hexadecimal digits")]
pub struct NotAKey {
    /// The text.
    pub text: String,
}

impl TryFrom<String> for UnitKey {
    type Error = NotAKey;

    fn try_from(text: String) -> Result<Self, NotAKey> {
        let mut key = [0; 32];
        let pairs = text.as_bytes().chunks_exact(2);
        if text.len() != 64 {
            return Err(NotAKey { text });
        }
        for (byte, pair) in key.iter_mut().zip(pairs) {
            let digit = |at: usize| char::from(pair[at]).to_digit(16);
            let (Some(high), Some(low)) = (digit(0), digit(1)) else { return Err(NotAKey { text }) };
            *byte = (high * 16 + low) as u8;
        }
        Ok(Self(key))
    }
}

impl Registry {
    /// The rows to store.
    ///
    /// # Errors
    /// [`RegistryError`] when an edit cannot be written as JSON.
    pub fn to_stored(&self) -> Result<StoredRegistry, RegistryError> {
        let hashes = |keys: &[UnitKey]| keys.iter().map(|&key| key.into()).collect();
        let topics = self.topics.iter().map(|topic| StoredTopic {
            id: topic.id.0,
            name: topic.name.clone(),
            name_given: topic.name_given,
            centre: topic.centre.clone(),
            members: hashes(&topic.members),
        });
        let gone = self.gone.iter().map(|gone| StoredGoneTopic {
            id: gone.id.0,
            name: gone.name.clone(),
            into: gone.into.map(|id| id.0),
        });
        let edits = self.edits.iter().map(serde_json::to_string).collect::<Result<_, _>>();
        Ok(StoredRegistry {
            topics: topics.collect(),
            outliers: hashes(&self.outliers),
            gone: gone.collect(),
            next_id: self.next_id,
            edits: edits.map_err(|error| damaged(&error.to_string()))?,
            run: self.run.clone().map(|run| StoredRun { number: run.number, settings: run.settings }),
        })
    }

    /// The registry of stored rows.
    ///
    /// # Errors
    /// [`RegistryError`] when they do not go together: an id, a name or a unit that is there twice, or an
    /// edit that is no edit.
    pub fn from_stored(stored: StoredRegistry) -> Result<Self, RegistryError> {
        let keys = |hashes: Vec<ContentHash>| sorted(hashes.into_iter().map(UnitKey::from).collect());
        let mut topics: Vec<KnownTopic> = stored
            .topics
            .into_iter()
            .map(|topic| KnownTopic {
                id: TopicId(topic.id),
                name: topic.name,
                name_given: topic.name_given,
                members: keys(topic.members),
                centre: topic.centre,
            })
            .collect();
        topics.sort_by_key(|topic| topic.id);
        let mut gone: Vec<GoneTopic> = stored
            .gone
            .into_iter()
            .map(|gone| GoneTopic { id: TopicId(gone.id), name: gone.name, into: gone.into.map(TopicId) })
            .collect();
        gone.sort_by_key(|gone| gone.id);
        let edits: Vec<Edit> = stored
            .edits
            .iter()
            .map(|json| serde_json::from_str(json))
            .collect::<Result<_, _>>()
            .map_err(|error| damaged(&format!("an edit cannot be read: {error}")))?;
        let run = stored.run.map(|run| Run { number: run.number, settings: run.settings });
        let registry =
            Self { topics, outliers: keys(stored.outliers), gone, next_id: stored.next_id, edits, run };
        registry.check()?;
        Ok(registry)
    }

    /// What holds of every registry.
    fn check(&self) -> Result<(), RegistryError> {
        let mut ids = BTreeSet::new();
        for id in self.topics.iter().map(|topic| topic.id).chain(self.gone.iter().map(|gone| gone.id)) {
            if id.0 == 0 || id.0 >= self.next_id {
                return Err(damaged(&format!("topic {id} has a number that was never given")));
            }
            if !ids.insert(id) {
                return Err(damaged(&format!("there are two topics {id}")));
            }
        }
        let mut taken = BTreeSet::new();
        for topic in &self.topics {
            if !taken.insert(folded_name(&topic.name)) {
                return Err(damaged(&format!("two topics are called `{}`", topic.name)));
            }
        }
        let members = self.topics.iter().flat_map(|topic| &topic.members);
        let mut units: Vec<&UnitKey> = members.chain(&self.outliers).collect();
        units.sort_unstable();
        match units.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(damaged(&format!("the text {} is in two topics", pair[0]))),
            None => Ok(()),
        }
    }
}

fn damaged(reason: &str) -> RegistryError {
    RegistryError { reason: reason.to_owned() }
}

/// A name as it is compared: capitals and white space at the ends do not tell two apart.
fn folded_name(name: &str) -> String {
    name.trim().to_lowercase()
}

/// The label if it is free, else the label with the first of `spare` that makes it free, else with a number;
/// the name is then taken.
fn free_name(label: &str, spare: &[String], taken: &mut BTreeSet<String>) -> String {
    let label = if label.trim().is_empty() { "topic" } else { label.trim() };
    let with_terms = spare.iter().map(|term| format!("{label}, {term}"));
    let numbered = (2..).map(|number: u64| format!("{label} {number}"));
    let name = std::iter::once(label.to_owned())
        .chain(with_terms)
        .chain(numbered)
        .find(|name| !taken.contains(&folded_name(name)))
        .unwrap_or_default();
    taken.insert(folded_name(&name));
    name
}
