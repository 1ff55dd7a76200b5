//! Removing installed models.

use super::PipelineError;
use crate::embed::EmbedError;
use crate::embed::cards::{ModelCard, near};
use crate::hub::{HubError, Places, Record, Removed, check_id};
use crate::report::answers::models::remove::{REMOVE_REPORT_SCHEMA, RemoveReport};

/// Forgets a model. Its files are deleted if they lie in our own folder, or with `files` also in one that other programs share; those
/// of a folder that a person named are left.
///
/// # Errors
/// [`PipelineError::Embed`] for a model that is not installed, [`PipelineError::Hub`] when something cannot be deleted.
pub fn remove_model(id: &str, files: bool, places: &Places) -> Result<RemoveReport, PipelineError> {
    check_id(id).map_err(HubError::BadName)?;
    let Some(record) = Record::read(places, id)? else {
        // A card that is broken should not keep its model from being removed, nor one that is gone: only the record counts.
        return Err(match ModelCard::find(id, places)? {
            Some(card) => EmbedError::NotInstalled { id: id.to_owned(), download_bytes: card.download_bytes },
            None => EmbedError::UnknownModel { name: id.to_owned(), near: near(id, places) },
        }
        .into());
    };
    let left = if record.hub.is_none() {
        Some("it is a folder of yours".to_owned())
    } else if places.is_own(&record.folder) || files {
        None
    } else {
        Some("the folder is shared with other programs; `--files` deletes them there too".to_owned())
    };
    let removed = if left.is_none() { record.remove_files(places)? } else { Removed::default() };
    record.forget(places)?;
    let card = ModelCard::path(id, places);
    Ok(RemoveReport {
        schema: REMOVE_REPORT_SCHEMA,
        id: id.to_owned(),
        folder: record.folder.display().to_string(),
        files: removed.files,
        bytes: removed.bytes,
        left,
        card: card.is_file().then(|| card.display().to_string()),
    })
}
