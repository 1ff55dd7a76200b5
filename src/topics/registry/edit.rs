//! Edits by hand: renaming, merging, moving and splitting, and taking the last one back.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{EditError, KnownTopic, Registry, TopicId, UnitKey, folded_name, free_name, sorted};

/// What a person asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Another name for a topic.
    Rename {
        /// The topic.
        id: TopicId,
        /// The name.
        name: String,
    },
    /// Topics become one, which keeps id and name of `into`.
    Merge {
        /// The topics; `into` may be among them.
        ids: Vec<TopicId>,
        /// The topic that they become.
        into: TopicId,
    },
    /// Units belong elsewhere.
    Move {
        /// The units.
        units: Vec<UnitKey>,
        /// Where they belong; `None`: in no topic.
        to: Option<TopicId>,
    },
    /// A topic falls into pieces: those that are named, and one of all other units if there are any.
    Split {
        /// The topic.
        id: TopicId,
        /// The pieces.
        parts: Vec<NewPart>,
    },
}

/// A piece that a person wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPart {
    /// Its units.
    pub units: Vec<UnitKey>,
    /// Its name, unless it is the piece that keeps id and name of the topic.
    pub name: String,
    /// Whether a person gave the name; else it may be empty, and is changed where it is taken.
    pub name_given: bool,
}

/// An edit that holds, with what is needed to make it hold in later runs and to undo it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "kebab-case")]
pub enum Edit {
    /// A topic has a name that a person gave.
    Rename {
        /// The topic.
        id: TopicId,
        /// Its name.
        name: String,
        /// Its name before.
        old_name: String,
        /// Whether a person had given that, too.
        old_name_given: bool,
    },
    /// Topics became one.
    Merge {
        /// The topic that they are.
        into: TopicId,
        /// The others, with the units that they had.
        parts: Vec<Part>,
    },
    /// Units were put into a topic or taken out of all.
    Move {
        /// Where they belong.
        to: Option<TopicId>,
        /// The units, rising.
        units: Vec<Placed>,
    },
    /// A topic fell into pieces.
    Split {
        /// The topic.
        id: TopicId,
        /// All its pieces with their units, the one that kept the id first.
        into: Vec<Part>,
    },
}

/// A topic at the time of an edit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The topic.
    pub id: TopicId,
    /// Its name.
    pub name: String,
    /// Whether a person gave the name.
    pub name_given: bool,
    /// Its units, rising.
    pub units: Vec<UnitKey>,
}

/// A unit that was moved, and where it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// The unit.
    pub unit: UnitKey,
    /// The topic in which it was before.
    pub from: Option<TopicId>,
}

impl Edit {
    /// Whether it is what is asked for. A merge and a split once more are others, of topics that there were
    /// not before.
    fn is_what(&self, request: &Request) -> bool {
        match (self, request) {
            (Self::Rename { id, name, .. }, Request::Rename { id: asked, name: wanted }) => {
                id == asked && name == wanted.trim()
            }
            (Self::Move { to, units }, Request::Move { units: asked, to: wanted }) => {
                let asked: BTreeSet<UnitKey> = asked.iter().copied().collect();
                to == wanted && units.iter().map(|placed| placed.unit).eq(asked)
            }
            _ => false,
        }
    }
}

/// Gives the middle of units, for topics that an edit makes.
type Centre<'a> = &'a dyn Fn(&[UnitKey]) -> Vec<f32>;

impl Registry {
    /// Changes the topics by hand. The edit holds in later runs, until it is undone. `centre` gives the
    /// middle of units, and is asked for topics that are merged or split. The last edit once more, by a
    /// person who does not know whether it was made, is the one that there is.
    ///
    /// # Errors
    /// [`EditError`] for an edit that makes no sense now; nothing is changed then.
    pub fn edit(
        &mut self,
        request: Request,
        centre: &dyn Fn(&[UnitKey]) -> Vec<f32>,
    ) -> Result<&Edit, EditError> {
        let at = self.edits.len();
        if self.edits.last().is_some_and(|last| last.is_what(&request)) {
            return Ok(&self.edits[at - 1]);
        }
        let edit = match request {
            Request::Rename { id, name } => self.rename(id, &name)?,
            Request::Merge { ids, into } => self.merge(ids, into, centre)?,
            Request::Move { units, to } => self.relocate(units, to)?,
            Request::Split { id, parts } => self.split(id, parts, centre)?,
        };
        self.edits.push(edit);
        Ok(&self.edits[at])
    }

    /// Place of a topic that there must be.
    fn find(&self, id: TopicId) -> Result<usize, EditError> {
        self.place(id).ok_or_else(|| match self.gone_topic(id) {
            Some(gone) => EditError::GoneTopic { id, name: gone.name.clone(), into: self.living(id) },
            None => EditError::NoTopic { id },
        })
    }

    /// The name without white space around it, when topic `id` may have it.
    fn given_name(&self, id: TopicId, name: &str, but: Option<TopicId>) -> Result<String, EditError> {
        let name = name.trim();
        if name.is_empty() {
            return Err(EditError::EmptyName { id });
        }
        let other =
            |topic: &&KnownTopic| Some(topic.id) != but && folded_name(&topic.name) == folded_name(name);
        match self.topics.iter().find(other) {
            Some(topic) => Err(EditError::NameTaken { name: name.to_owned(), by: topic.id }),
            None => Ok(name.to_owned()),
        }
    }

    fn rename(&mut self, id: TopicId, name: &str) -> Result<Edit, EditError> {
        let at = self.find(id)?;
        let name = self.given_name(id, name, Some(id))?;
        let topic = &mut self.topics[at];
        let old_name = std::mem::replace(&mut topic.name, name.clone());
        let old_name_given = std::mem::replace(&mut topic.name_given, true);
        Ok(Edit::Rename { id, name, old_name, old_name_given })
    }

    fn merge(&mut self, ids: Vec<TopicId>, into: TopicId, centre: Centre<'_>) -> Result<Edit, EditError> {
        self.find(into)?;
        let ids: BTreeSet<TopicId> = ids.into_iter().filter(|&id| id != into).collect();
        if ids.is_empty() {
            return Err(EditError::OneTopic { id: into });
        }
        for &id in &ids {
            self.find(id)?;
        }
        let mut parts = Vec::new();
        for id in ids {
            let at = self.find(id)?;
            let KnownTopic { name, name_given, members, .. } = self.bury(at, Some(into));
            parts.push(Part { id, name, name_given, units: members });
        }
        let at = self.find(into)?;
        let joined = parts.iter().flat_map(|part| part.units.iter().copied());
        self.set_members(at, joined.chain(self.topics[at].members.iter().copied()).collect(), Some(centre));
        Ok(Edit::Merge { into, parts })
    }

    fn relocate(&mut self, units: Vec<UnitKey>, to: Option<TopicId>) -> Result<Edit, EditError> {
        if let Some(to) = to {
            self.find(to)?;
        }
        let units: BTreeSet<UnitKey> = units.into_iter().collect();
        if units.is_empty() {
            return Err(EditError::NoUnits);
        }
        let mut placed = Vec::with_capacity(units.len());
        let mut leaving: BTreeMap<TopicId, usize> = BTreeMap::new();
        for &unit in &units {
            let from = self.topic_of(unit);
            if from.is_none() && self.outliers.binary_search(&unit).is_err() {
                return Err(EditError::NoUnit { unit });
            }
            if let Some(from) = from.filter(|_| from != to) {
                *leaving.entry(from).or_default() += 1;
            }
            placed.push(Placed { unit, from });
        }
        if let Some(topic) =
            self.topics.iter().find(|topic| leaving.get(&topic.id) == Some(&topic.members.len()))
        {
            return Err(EditError::WouldBeEmpty { id: topic.id });
        }
        self.place_units(placed.iter().map(|placed| (placed.unit, to)));
        Ok(Edit::Move { to, units: placed })
    }

    fn split(&mut self, id: TopicId, parts: Vec<NewPart>, centre: Centre<'_>) -> Result<Edit, EditError> {
        let at = self.find(id)?;
        let parts: Vec<NewPart> =
            parts.into_iter().map(|part| NewPart { units: sorted(part.units), ..part }).collect();
        let rest = self.rest_of(at, &parts)?;
        if parts.len() + usize::from(!rest.is_empty()) < 2 {
            return Err(EditError::OnePiece { id });
        }
        let rest = NewPart { units: rest, name: String::new(), name_given: false };
        let mut pieces: Vec<NewPart> = std::iter::once(rest).chain(parts).collect();
        // The first of the largest keeps the id: what is left over before what was split off.
        let largest = pieces.iter().map(|piece| piece.units.len()).max().unwrap_or(0);
        let keeper = pieces.iter().position(|piece| piece.units.len() == largest).unwrap_or(0);
        let keeper = pieces.remove(keeper);
        pieces.retain(|piece| !piece.units.is_empty());
        let mut given = BTreeSet::new();
        for piece in pieces.iter_mut().filter(|piece| piece.name_given) {
            piece.name = self.given_name(id, &piece.name, None)?;
            if !given.insert(folded_name(&piece.name)) {
                return Err(EditError::NameTaken { name: piece.name.clone(), by: id });
            }
        }

        let KnownTopic { name, name_given, .. } = &self.topics[at];
        let mut into =
            vec![Part { id, name: name.clone(), name_given: *name_given, units: keeper.units.clone() }];
        self.set_members(at, keeper.units, Some(centre));
        let mut taken = self.names();
        taken.extend(given);
        for NewPart { units, name, name_given } in pieces {
            let label = if name.trim().is_empty() { into[0].name.clone() } else { name };
            let name = if name_given { label } else { free_name(&label, &[], &mut taken) };
            let part = Part { id: self.new_id(), name, name_given, units };
            self.add(KnownTopic {
                id: part.id,
                name: part.name.clone(),
                name_given,
                members: part.units.clone(),
                centre: centre(&part.units),
            });
            into.push(part);
        }
        Ok(Edit::Split { id, into })
    }

    /// Units of the topic at `at` that no piece names.
    fn rest_of(&self, at: usize, parts: &[NewPart]) -> Result<Vec<UnitKey>, EditError> {
        let KnownTopic { id, members, .. } = &self.topics[at];
        let mut named = BTreeSet::new();
        for part in parts {
            if part.units.is_empty() {
                return Err(EditError::EmptyPiece { id: *id });
            }
            for &unit in &part.units {
                if members.binary_search(&unit).is_err() {
                    return Err(EditError::NotInTopic { id: *id, unit });
                }
                if !named.insert(unit) {
                    return Err(EditError::InTwoPieces { id: *id, unit });
                }
            }
        }
        Ok(members.iter().copied().filter(|unit| !named.contains(unit)).collect())
    }

    /// The topic that has the unit.
    pub(super) fn topic_of(&self, unit: UnitKey) -> Option<TopicId> {
        self.topics.iter().find(|topic| topic.members.binary_search(&unit).is_ok()).map(|topic| topic.id)
    }

    /// Gives a topic its units, and its centre where that can be told.
    fn set_members(&mut self, at: usize, members: Vec<UnitKey>, centre: Option<Centre<'_>>) {
        let topic = &mut self.topics[at];
        topic.members = sorted(members);
        if let Some(centre) = centre {
            topic.centre = centre(&topic.members);
        }
    }

    /// Puts units into topics that there are, or among the outliers.
    fn place_units(&mut self, placed: impl Iterator<Item = (UnitKey, Option<TopicId>)>) {
        let placed: BTreeMap<UnitKey, Option<TopicId>> = placed.collect();
        for topic in &mut self.topics {
            let stays = |unit: &UnitKey| placed.get(unit).is_none_or(|to| *to == Some(topic.id));
            topic.members.retain(stays);
            let came = placed.iter().filter(|(_, to)| **to == Some(topic.id)).map(|(unit, _)| *unit);
            topic.members.extend(came);
            topic.members.sort_unstable();
            topic.members.dedup();
        }
        self.outliers.retain(|unit| !placed.contains_key(unit));
        self.outliers.extend(placed.iter().filter(|(_, to)| to.is_none()).map(|(unit, _)| *unit));
        self.outliers.sort_unstable();
    }
}

impl Registry {
    /// Takes the last edit back, and gives it.
    ///
    /// Straight after the edit the topics are exactly as before it. After another run, what has changed since
    /// stays: units that are no longer where the edit put them are left where they are, and a topic that was
    /// merged comes back with those of its units that are still with the topic it was merged into. `centre`
    /// is as for [`Registry::edit`].
    ///
    /// # Errors
    /// [`EditError::NothingToUndo`] when there is no edit.
    pub fn undo(&mut self, centre: &dyn Fn(&[UnitKey]) -> Vec<f32>) -> Result<Edit, EditError> {
        let edit = self.edits.pop().ok_or(EditError::NothingToUndo)?;
        match &edit {
            Edit::Rename { id, old_name, old_name_given, .. } => {
                if let Some(at) = self.place(*id) {
                    let mut taken = self.names();
                    taken.remove(&folded_name(&self.topics[at].name));
                    self.topics[at].name = free_name(old_name, &[], &mut taken);
                    self.topics[at].name_given = *old_name_given;
                }
            }
            Edit::Move { to, units } => {
                let is_there = |unit: UnitKey| match to {
                    Some(to) => self.living(*to).is_some_and(|to| self.topic_of(unit) == Some(to)),
                    None => self.outliers.binary_search(&unit).is_ok(),
                };
                let back: Vec<_> = units
                    .iter()
                    .filter(|placed| is_there(placed.unit))
                    .map(|placed| (placed.unit, placed.from.and_then(|from| self.living(from))))
                    .collect();
                self.place_units(back.into_iter());
                self.bury_empty();
            }
            Edit::Merge { into, parts } => {
                for part in parts {
                    self.revive(part, *into, centre);
                }
                self.bury_empty();
            }
            Edit::Split { id, into } => {
                for part in into.iter().filter(|part| part.id != *id) {
                    self.rejoin(part.id, *id, centre);
                }
            }
        }
        Ok(edit)
    }

    /// Brings a merged topic back with its units that are still with `into`.
    fn revive(&mut self, part: &Part, into: TopicId, centre: Centre<'_>) {
        let Some(at) = self.living(into).and_then(|id| self.place(id)) else { return };
        let mine: BTreeSet<UnitKey> = part.units.iter().copied().collect();
        let (back, rest): (Vec<_>, Vec<_>) =
            self.topics[at].members.iter().partition(|unit| mine.contains(unit));
        if back.is_empty() {
            return;
        }
        self.set_members(at, rest, Some(centre));
        self.gone.retain(|gone| gone.id != part.id);
        let name = free_name(&part.name, &[], &mut self.names());
        let centre = centre(&back);
        self.add(KnownTopic { id: part.id, name, name_given: part.name_given, members: back, centre });
    }

    /// Joins a piece with the topic from which it was split, where there are both.
    fn rejoin(&mut self, piece: TopicId, id: TopicId, centre: Centre<'_>) {
        let Some(into) = self.living(id).filter(|into| *into != piece) else { return };
        let Some(at) = self.place(piece) else { return };
        let members = self.bury(at, Some(into)).members;
        if let Some(at) = self.place(into) {
            let all = self.topics[at].members.iter().copied().chain(members).collect();
            self.set_members(at, all, Some(centre));
        }
    }

    /// Takes topics out that have no unit left.
    fn bury_empty(&mut self) {
        while let Some(at) = self.topics.iter().position(|topic| topic.members.is_empty()) {
            self.bury(at, None);
        }
    }
}
