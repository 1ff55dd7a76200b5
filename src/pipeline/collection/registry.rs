//! What is kept of topics from run to run, and the edits of a person.
//!
//! An edit is asked for in the person's terms (a file and a line, a number of pieces), made in those of
//! [`Registry`], and kept in the collection. `spot` finds the texts of a place, `split` the pieces of a topic.

mod split;
mod spot;

use std::collections::BTreeMap;

use crate::corpus::ContentHash;
use crate::pipeline::{Base, Collection, PipelineError};
use crate::report::answers::edited::{
    EDITED_REPORT_SCHEMA, EditEntry, EditKind, EditedReport, ListedTopic, MovedText, PartEntry,
};
use crate::store::{StoredUnit, Vectors};
use crate::topics::registry::{Edit, Part, Registry, Request, TopicId, UnitKey};

/// What a person asks to be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditRequest {
    /// Another name for a topic.
    Rename {
        /// The topic.
        topic: TopicId,
        /// The name.
        name: String,
    },
    /// Topics join another one, which keeps its number and its name.
    Merge {
        /// The topic that they become.
        into: TopicId,
        /// The topics that join it.
        others: Vec<TopicId>,
    },
    /// The texts of a place belong elsewhere.
    Move {
        /// The file, as reports show it or as it is named from the working directory.
        file: String,
        /// The line in which they begin, from 1.
        line: u64,
        /// Where they belong; `None`: in no topic.
        to: Option<TopicId>,
    },
    /// A topic falls into pieces, found by clustering its texts.
    Split {
        /// The topic.
        topic: TopicId,
        /// Number of pieces, at least 2.
        pieces: usize,
    },
    /// The last edit is taken back.
    Undo,
}

impl Collection {
    /// What is kept of topics: nothing before their first run.
    ///
    /// # Errors
    /// As the store, and [`PipelineError::Registry`] when what is kept does not go together.
    pub fn registry(&self) -> Result<Registry, PipelineError> {
        Ok(Registry::from_stored(self.store.registry()?)?)
    }

    /// Keeps the topics in place of those that were kept.
    ///
    /// # Errors
    /// As the store; what was kept is then still there.
    pub fn save_registry(&mut self, registry: &Registry) -> Result<(), PipelineError> {
        Ok(self.store.save_registry(&registry.to_stored()?)?)
    }

    /// The topics of the last run as they were edited, and the edits that hold.
    ///
    /// # Errors
    /// [`PipelineError::NoTopicsYet`] before the first run.
    pub fn list_topics(&self, base: &Base) -> Result<EditedReport, PipelineError> {
        let registry = self.known_registry()?;
        Ok(self.edited_report(&registry, None, &Texts::without_vectors(self)?, base))
    }

    /// Changes the topics by hand and keeps the change; it holds in later runs until it is undone.
    ///
    /// # Errors
    /// [`PipelineError::NoTopicsYet`] before the first run, [`PipelineError::Edit`] for an edit that makes no sense,
    /// [`PipelineError::NoUnitAt`] and its like for a place without a text, [`PipelineError::CannotSplit`] for
    /// more pieces than there are texts. Nothing is changed then.
    pub fn edit_topics(&mut self, request: &EditRequest, base: &Base) -> Result<EditedReport, PipelineError> {
        let _lock = self.lock()?;
        let mut registry = self.known_registry()?;
        let texts = Texts::of(self)?;
        let centre = |keys: &[UnitKey]| texts.centre(keys);
        let edit = match self.understood(request, &registry, &texts, base)? {
            Some(request) => registry.edit(request, &centre)?.clone(),
            None => registry.undo(&centre)?,
        };
        self.save_registry(&registry)?;
        let undone = *request == EditRequest::Undo;
        Ok(self.edited_report(&registry, Some((&edit, undone)), &texts, base))
    }

    /// The registry, once topics were found.
    fn known_registry(&self) -> Result<Registry, PipelineError> {
        let registry = self.registry()?;
        match registry.run() {
            Some(_) => Ok(registry),
            None => Err(PipelineError::NoTopicsYet { folder: self.folder().to_path_buf() }),
        }
    }

    /// The request in terms of the registry; `None` for taking the last edit back.
    fn understood(
        &self,
        request: &EditRequest,
        registry: &Registry,
        texts: &Texts,
        base: &Base,
    ) -> Result<Option<Request>, PipelineError> {
        Ok(Some(match request {
            EditRequest::Rename { topic, name } => Request::Rename { id: *topic, name: name.clone() },
            EditRequest::Merge { into, others } => Request::Merge { ids: others.clone(), into: *into },
            EditRequest::Move { file, line, to } => {
                Request::Move { units: spot::keys(texts, registry, file, *line, base)?, to: *to }
            }
            EditRequest::Split { topic, pieces } => {
                // A topic that there is not has no members, and the registry says what is wrong.
                let members = registry.topic(*topic).map_or(&[][..], |topic| &topic.members);
                let parts = match members {
                    [] => Vec::new(),
                    members => split::parts(*topic, members, *pieces, texts, self.embedder())?,
                };
                Request::Split { id: *topic, parts }
            }
            EditRequest::Undo => return Ok(None),
        }))
    }

    fn edited_report(
        &self,
        registry: &Registry,
        edit: Option<(&Edit, bool)>,
        texts: &Texts,
        base: &Base,
    ) -> EditedReport {
        let listed = registry.topics().iter().map(|topic| ListedTopic {
            id: topic.id.0,
            label: topic.name.clone(),
            given: topic.name_given,
            texts: topic.members.len(),
        });
        EditedReport {
            schema: EDITED_REPORT_SCHEMA,
            collection: self.shown_folder(base),
            edit: edit.map(|(edit, _)| entry(edit, texts, base)),
            undone: edit.is_some_and(|(_, undone)| undone),
            topics: listed.collect(),
            outliers: registry.outliers().len(),
            edits: registry.edits().iter().map(|edit| entry(edit, texts, base)).collect(),
        }
    }
}

/// An edit as it is shown.
fn entry(edit: &Edit, texts: &Texts, base: &Base) -> EditEntry {
    let part = |part: &Part| PartEntry { id: part.id.0, label: part.name.clone(), texts: part.units.len() };
    match edit {
        Edit::Rename { id, name, old_name, .. } => EditEntry {
            label: Some(name.clone()),
            old_label: Some(old_name.clone()),
            ..EditEntry::new(EditKind::Rename, Some(id.0))
        },
        Edit::Merge { into, parts } => EditEntry {
            parts: parts.iter().map(part).collect(),
            ..EditEntry::new(EditKind::Merge, Some(into.0))
        },
        Edit::Move { to, units } => {
            let moved = units.iter().map(|placed| {
                let unit = texts.unit(placed.unit);
                MovedText {
                    from: placed.from.map(|id| id.0),
                    text: unit.map(|unit| unit.text.clone()),
                    file: unit.map(|unit| base.show(&unit.path)),
                    line: unit.map(|unit| unit.line),
                }
            });
            EditEntry { texts: moved.collect(), ..EditEntry::new(EditKind::Move, to.map(|id| id.0)) }
        }
        Edit::Split { id, into } => EditEntry {
            parts: into.iter().map(part).collect(),
            ..EditEntry::new(EditKind::Split, Some(id.0))
        },
    }
}

/// The texts of the collection as edits need them.
struct Texts {
    units: Vec<StoredUnit>,
    /// Key of each unit.
    keys: Vec<UnitKey>,
    /// The first unit of each key; boilerplate is in no topic and left out.
    first: BTreeMap<UnitKey, usize>,
    vectors: Option<Vectors>,
}

impl Texts {
    fn of(collection: &Collection) -> Result<Self, PipelineError> {
        let vectors = collection.stored.map(|stored| collection.store.vectors(stored, 0)).transpose()?;
        Ok(Self { vectors, ..Self::without_vectors(collection)? })
    }

    /// For what needs places alone: vectors are most of a collection.
    fn without_vectors(collection: &Collection) -> Result<Self, PipelineError> {
        let units = collection.stored.map(|stored| collection.store.units(stored)).transpose()?;
        let units = units.unwrap_or_default();
        let keys: Vec<UnitKey> = units.iter().map(|unit| ContentHash::of(&unit.text).into()).collect();
        let mut first = BTreeMap::new();
        for (at, key) in keys.iter().enumerate().filter(|(at, _)| units[*at].boilerplate.is_none()) {
            first.entry(*key).or_insert(at);
        }
        Ok(Self { units, keys, first, vectors: None })
    }

    /// The first unit of a text, while the collection has one.
    fn unit(&self, key: UnitKey) -> Option<&StoredUnit> {
        self.first.get(&key).map(|&at| &self.units[at])
    }

    /// Row of a unit's vector.
    fn row(&self, unit: &StoredUnit) -> Option<usize> {
        self.vectors.as_ref()?.ids.binary_search(&unit.embedding?).ok()
    }

    /// Mean of the texts' vectors, at length 1; empty where none has a vector, or where they cancel out.
    fn centre(&self, keys: &[UnitKey]) -> Vec<f32> {
        let Some(vectors) = &self.vectors else { return Vec::new() };
        let mut sum = vec![0.0_f64; vectors.rows.ncols()];
        for row in keys.iter().filter_map(|&key| self.row(self.unit(key)?)) {
            for (sum, value) in sum.iter_mut().zip(vectors.rows.row(row)) {
                *sum += f64::from(*value);
            }
        }
        let length = sum.iter().map(|value| value * value).sum::<f64>().sqrt();
        if length < f64::EPSILON {
            return Vec::new();
        }
        sum.into_iter().map(|value| (value / length) as f32).collect()
    }
}
