//! Reading the files of installed models.

use super::{PipelineError, Progress, card};
use crate::embed::EmbedError;
use crate::hub::{FileState, HubError, Places, Record, check_id};
use crate::report::answers::models::verify::{
    DamagedFile, VERIFY_MODELS_REPORT_SCHEMA, VerifiedModel, VerifyModelsReport,
};

/// Reads every file of the named models, of all that are installed when none is named, and holds it against its record.
///
/// # Errors
/// [`PipelineError::Embed`] for a name that is not known or not installed, [`PipelineError::Hub`] for a record or file that cannot be
/// read.
pub fn verify_models(
    ids: &[String],
    places: &Places,
    progress: &dyn Progress,
) -> Result<VerifyModelsReport, PipelineError> {
    let mut records = Vec::new();
    for id in ids {
        check_id(id).map_err(HubError::BadName)?;
        let card = card(id, places)?;
        let missing = EmbedError::NotInstalled { id: id.clone(), download_bytes: card.download_bytes };
        records.push(Record::read(places, id)?.ok_or(missing)?);
    }
    if ids.is_empty() {
        records = Record::all(places)?;
    }
    let mut models = Vec::with_capacity(records.len());
    for record in &records {
        let states = record.verify(progress)?;
        let damaged = record.files.iter().zip(states).filter_map(|(file, state)| {
            let problem = match state {
                FileState::Whole => return None,
                FileState::Missing => "is not there".to_owned(),
                FileState::Size(bytes) => format!("has {bytes} bytes instead of {}", file.bytes),
                FileState::Changed => "has the right size and another content".to_owned(),
            };
            Some(DamagedFile { path: file.path.clone(), problem })
        });
        let problems: Vec<DamagedFile> = damaged.collect();
        models.push(VerifiedModel {
            id: record.id.clone(),
            ok: problems.is_empty(),
            folder: record.folder.display().to_string(),
            files: record.files.len(),
            bytes: record.bytes(),
            problems,
        });
    }
    let ok = models.iter().all(|model| model.ok);
    Ok(VerifyModelsReport { schema: VERIFY_MODELS_REPORT_SCHEMA, ok, models })
}
