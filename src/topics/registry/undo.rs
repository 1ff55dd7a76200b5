//! Taking the last edit back.

use std::collections::BTreeSet;

use super::edit::Centre;
use super::{Edit, EditError, KnownTopic, Part, Registry, TopicId, UnitKey, names};

impl Registry {
    /// Takes the last edit back, and gives it.
    ///
    /// Straight after the edit the topics are exactly as before it. After another run, what has changed since stays:
    /// units that are no longer where the edit put them are left where they are, and a topic that was merged comes
    /// back with those of its units that are still with the topic it was merged into. `centre` is as for
    /// [`Registry::edit`].
    ///
    /// # Errors
    /// [`EditError::NothingToUndo`] when there is no edit.
    pub fn undo(&mut self, centre: &dyn Fn(&[UnitKey]) -> Vec<f32>) -> Result<Edit, EditError> {
        let edit = self.edits.pop().ok_or(EditError::NothingToUndo)?;
        match &edit {
            Edit::Rename { id, old_name, old_name_given, .. } => {
                if let Some(at) = self.place(*id) {
                    let mut taken = self.names();
                    taken.remove(&names::folded(&self.topics[at].name));
                    self.topics[at].name = names::free(old_name, &[], &mut taken);
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
        let name = names::free(&part.name, &[], &mut self.names());
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
