//! Installing models by name.

use super::{PipelineError, Progress, card};
use crate::embed::cards::ModelCard;
use crate::hub::{Hub, HubError, Origin, Places, Pulled, Record, Wanted, check_id};
use crate::report::answers::models::pull::{PULL_REPORT_SCHEMA, PullReport, PulledFile, PulledModel};

/// Installs models: fetches what is not there, repairs what is damaged.
///
/// # Errors
/// [`PipelineError::Embed`] for a name that is not known, [`PipelineError::Hub`] when files cannot be fetched or written. Models that
/// were installed before stay so.
pub fn pull_models(
    ids: &[String],
    hub: &Hub,
    places: &Places,
    progress: &dyn Progress,
) -> Result<PullReport, PipelineError> {
    let mut cards = Vec::with_capacity(ids.len());
    for id in ids {
        // All names before the first byte.
        check_id(id).map_err(HubError::BadName)?;
        cards.push(card(id, places)?);
    }
    let models = cards.iter().map(|card| Ok(entry(pull(card, hub, places, progress)?)));
    Ok(PullReport {
        schema: PULL_REPORT_SCHEMA,
        endpoint: hub.endpoint(),
        folder: places.cache.display().to_string(),
        shared_by: places.shared_by.map(str::to_owned),
        models: models.collect::<Result<_, PipelineError>>()?,
    })
}

/// Whether a model has a record of the files that its card names.
///
/// # Errors
/// [`PipelineError::Hub`] for a record that cannot be read, [`PipelineError::Embed`] for a card.
pub fn is_installed(id: &str, places: &Places) -> Result<bool, PipelineError> {
    let card = card(id, places)?;
    let record = Record::read(places, id)?;
    Ok(record.is_some_and(|record| {
        card.hub == record.hub && record.files.iter().map(|file| &file.path).eq(&card.files.all())
    }))
}

fn pull(card: &ModelCard, hub: &Hub, places: &Places, progress: &dyn Progress) -> Result<Pulled, HubError> {
    if let Some(folder) = &card.folder {
        let record = Record::of_folder(&card.id, folder, &card.files.all(), progress)?;
        record.write(places)?;
        return Ok(Pulled { record, origin: Origin::Found, fetched: Vec::new() });
    }
    let wanted = Wanted {
        id: card.id.clone(),
        hub: card.hub.clone().unwrap_or_default(),
        revision: card.revision.clone(),
        files: card.files.all(),
    };
    hub.pull(&wanted, places, progress)
}

fn entry(pulled: Pulled) -> PulledModel {
    let Pulled { record, origin, fetched } = pulled;
    let bytes = record.bytes();
    let files = record.files.into_iter().map(|file| PulledFile {
        fetched: fetched.contains(&file.path),
        path: file.path,
        bytes: file.bytes,
        sha256: file.sha256,
    });
    PulledModel {
        id: record.id,
        origin,
        hub: record.hub,
        commit: record.commit,
        folder: record.folder.display().to_string(),
        bytes,
        files: files.collect(),
    }
}
