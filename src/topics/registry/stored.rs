//! The registry as it is stored, and the way back.

use std::collections::BTreeSet;

use super::{Edit, GoneTopic, KnownTopic, Registry, RegistryError, Run, TopicId, UnitKey, names, sorted};
use crate::corpus::ContentHash;
use crate::store::{StoredGoneTopic, StoredRegistry, StoredRun, StoredTopic};

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
    /// [`RegistryError`] when they do not go together: an id, a name or a unit that is there twice, or an edit that is
    /// no edit.
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
    pub(super) fn check(&self) -> Result<(), RegistryError> {
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
            if !taken.insert(names::folded(&topic.name)) {
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
