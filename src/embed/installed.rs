//! Tells which named models are on this machine, and where.

use super::cards::{ModelCard, near};
use super::{EmbedError, ModelId};
use crate::hub::{FileState, Places, Record};

/// A named model whose files are on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installed {
    /// What it is.
    pub card: ModelCard,
    /// Where its files are, and their sums.
    pub record: Record,
}

impl Installed {
    /// The model of a name.
    ///
    /// # Errors
    /// [`EmbedError::UnknownModel`] without a card, [`EmbedError::NotInstalled`] without a record, [`EmbedError::Damaged`] when a file is
    /// not there or has another size than recorded.
    pub fn find(id: &str, places: &Places) -> Result<Self, EmbedError> {
        let Some(card) = ModelCard::find(id, places)? else {
            return Err(EmbedError::UnknownModel { name: id.to_owned(), near: near(id, places) });
        };
        let not_installed =
            || EmbedError::NotInstalled { id: id.to_owned(), download_bytes: card.download_bytes };
        let record = Record::read(places, id)?.ok_or_else(not_installed)?;
        let installed = Self { card, record };
        installed.check()?;
        Ok(installed)
    }

    /// A glance at the files: that they are there, with their sizes, and that they are those of the card.
    ///
    /// # Errors
    /// [`EmbedError::Damaged`], [`EmbedError::NotInstalled`] for a record of other files.
    pub fn check(&self) -> Result<(), EmbedError> {
        let recorded: Vec<&str> = self.record.files.iter().map(|file| file.path.as_str()).collect();
        if self.card.files.all() != recorded || self.card.hub != self.record.hub {
            return Err(EmbedError::NotInstalled {
                id: self.card.id.clone(),
                download_bytes: self.card.download_bytes,
            });
        }
        let Some((file, state)) = self.record.glance() else { return Ok(()) };
        let reason = match state {
            FileState::Size(bytes) => format!("has {bytes} bytes instead of {}", file.bytes),
            FileState::Missing | FileState::Changed | FileState::Whole => "is not there".to_owned(),
        };
        Err(EmbedError::Damaged { id: self.card.id.clone(), path: self.record.path(file), reason })
    }

    /// Name and revision. The revision is the hash of the recorded sums and of what the card says that changes vectors: hashing
    /// gigabytes at each start would take longer than most questions.
    pub fn model_id(&self) -> ModelId {
        let mut hasher = blake3::Hasher::new();
        for file in &self.record.files {
            hasher.update(file.path.as_bytes()).update(&[0]).update(file.sha256.as_bytes()).update(&[0]);
        }
        hasher.update(self.card.settings().as_bytes());
        ModelId { name: self.card.id.clone(), revision: hasher.finalize().to_hex()[..16].to_owned() }
    }
}
