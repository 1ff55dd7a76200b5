//! Choosing the model of a collection.

use std::path::Path;

use super::PipelineError;
use crate::embed::cards::Task;
use crate::embed::{self, EmbedError, Installed, ModelId, ModelSpec};
use crate::hub::Places;
use crate::pipeline::Base;
use crate::pipeline::collection::absolute;
use crate::report::answers::models::choose::{CHOICE_REPORT_SCHEMA, ChoiceReport};
use crate::store::{Settings, Store, WriteLock};

/// Writes a model into the settings of the collection in `folder`. Nothing is embedded anew.
///
/// # Errors
/// [`PipelineError::Embed`] for a model that cannot be had, [`PipelineError::Store`] when there is no collection or another process
/// writes to it.
pub fn use_model(
    folder: &Path,
    spec: &ModelSpec,
    places: &Places,
    threads: Option<usize>,
    base: &Base,
) -> Result<ChoiceReport, PipelineError> {
    let known = Store::open_existing(folder)?.models()?;
    let id = model_id(spec, places, threads)?;
    let _lock = WriteLock::take(folder, WriteLock::PATIENCE)?;
    let mut settings = Settings::read(folder)?.unwrap_or_default();
    let before = std::mem::replace(&mut settings.model, spec.to_string());
    settings.write(folder)?;
    Ok(ChoiceReport {
        schema: CHOICE_REPORT_SCHEMA,
        collection: base.show(&absolute(folder)),
        model: settings.model,
        before,
        embedded: None,
        reembed: !known.iter().any(|(known, _)| *known == id),
    })
}

/// Name and revision; a named model need not be loaded for it.
fn model_id(spec: &ModelSpec, places: &Places, threads: Option<usize>) -> Result<ModelId, PipelineError> {
    match spec {
        ModelSpec::Named(id) => {
            let installed = Installed::find(id, places)?;
            if installed.card.task == Task::Rerank {
                return Err(EmbedError::OnlyReranks { id: id.clone() }.into());
            }
            Ok(installed.model_id())
        }
        _ => Ok(embed::open(spec, threads)?.info().id.clone()),
    }
}
