//! What there is to know of models, and what is done with their files.

mod add;
mod choose;
mod doctor;
mod pull;
mod remove;
mod verify;

pub use add::{AddOptions, add_model};
pub use choose::use_model;
pub use doctor::doctor;
pub use pull::{is_installed, pull_models};
pub use remove::remove_model;
pub use verify::verify_models;

use crate::embed::cards::{ModelCard, Task};
use crate::embed::static_model::StaticModel;
use crate::embed::{
    self, EmbedError, Embedder, Installed, ModelInfo, ModelSpec, OnnxReranker, Reranker, find_onnx_runtime,
};
use crate::hub::{Places, Record};
use crate::pipeline::{PipelineError, Progress};
use crate::report::answers::models::list::{ListedModel, MODELS_REPORT_SCHEMA, ModelKind, ModelsReport};
use crate::report::answers::models::show::{MODEL_REPORT_SCHEMA, ModelReport, NamedModel};
use crate::report::sources::ModelSummary;

/// The built-in model, every model that has a card and, where one is given, another, as far as it takes to list them.
///
/// # Errors
/// [`PipelineError::Embed`] when a card cannot be used or the other model cannot be loaded.
pub fn list_models(
    other: Option<&ModelSpec>,
    places: &Places,
    threads: Option<usize>,
) -> Result<ModelsReport, PipelineError> {
    let mut models = vec![listed(&ModelSpec::Builtin, ModelKind::Builtin, threads)?];
    for card in ModelCard::all(places)? {
        let mut model = ListedModel::of_card(&card);
        if let Some(record) = Record::read(places, &card.id)? {
            let installed = Installed { card, record };
            model.bytes = Some(installed.record.bytes());
            model.revision = Some(installed.model_id().revision);
            match installed.check() {
                Ok(()) => model.installed = true,
                Err(EmbedError::Damaged { path, reason, .. }) => {
                    model.problem = Some(format!("`{}` {reason}", path.display()));
                }
                Err(_) => model.problem = Some("its card has changed since it was installed".to_owned()),
            }
        }
        models.push(model);
    }
    if let Some(other @ (ModelSpec::File(_) | ModelSpec::Folder(_))) = other {
        models.push(listed(other, ModelKind::Path, threads)?);
    }
    Ok(ModelsReport {
        schema: MODELS_REPORT_SCHEMA,
        models,
        folder: places.cache.display().to_string(),
        shared_by: places.shared_by.map(str::to_owned),
        cards: places.cards.display().to_string(),
        onnx_runtime: find_onnx_runtime().library.map(|path| path.display().to_string()),
    })
}

/// A model that has no card, loaded.
fn listed(spec: &ModelSpec, kind: ModelKind, threads: Option<usize>) -> Result<ListedModel, PipelineError> {
    let report = show_model(spec, threads)?;
    let card = report.card.unwrap_or_default();
    Ok(ListedModel {
        id: report.model.id,
        kind,
        installed: true,
        problem: None,
        revision: Some(report.model.revision),
        dimension: report.model.dimension,
        window: report.window,
        bytes: report.bytes,
        languages_note: None,
        languages: card.languages,
        licence: Some(card.licence).filter(|licence| !licence.is_empty()),
        task: Task::Embed,
        speed: report.pieces.map(|_| "fastest".to_owned()),
        description: Some(card.description).filter(|description| !description.is_empty()),
        recommended: false,
    })
}

/// Loads a model, which shows that it can be used, and tells all that is known of it; of a known model that is not installed, what its
/// card says.
///
/// # Errors
/// [`PipelineError::Embed`] when it cannot be loaded.
pub fn show_model(spec: &ModelSpec, threads: Option<usize>) -> Result<ModelReport, PipelineError> {
    match spec {
        ModelSpec::Builtin => Ok(of_static(&StaticModel::builtin()?)),
        ModelSpec::File(path) => Ok(of_static(&StaticModel::read(path)?)),
        ModelSpec::Folder(_) => Ok(of(embed::open(spec, threads)?.info())),
        ModelSpec::Named(id) => {
            let places = Places::of_environment()?;
            let installed = match Installed::find(id, &places) {
                Err(EmbedError::NotInstalled { .. }) => return Ok(of_card(card(id, &places)?)),
                found => found?,
            };
            if installed.card.task == Task::Rerank {
                let model = OnnxReranker::load_installed(&installed, threads)?;
                let info = ModelInfo {
                    id: model.id().clone(),
                    dimension: 1,
                    window: Some(installed.card.window),
                    batch: 1,
                };
                return Ok(of_named(&installed, &info));
            }
            let model = embed::open_installed(&installed, threads)?;
            Ok(of_named(&installed, model.info()))
        }
    }
}

fn of_static(model: &StaticModel) -> ModelReport {
    ModelReport {
        bytes: Some(model.file_bytes() as u64),
        pieces: Some(model.pieces()),
        bits: Some(model.bits().count()),
        card: Some(model.card().clone()),
        ..of(model.info())
    }
}

fn of_named(installed: &Installed, info: &ModelInfo) -> ModelReport {
    let Installed { card, record } = installed;
    ModelReport {
        bytes: Some(record.bytes()),
        named: Some(NamedModel {
            hub: record.hub.clone(),
            commit: record.commit.clone(),
            folder: Some(record.folder.display().to_string()),
            ..named(card.clone())
        }),
        ..of(info)
    }
}

/// What is known of a model that is not installed.
fn of_card(card: ModelCard) -> ModelReport {
    ModelReport {
        schema: MODEL_REPORT_SCHEMA,
        model: ModelSummary { id: card.id.clone(), revision: String::new(), dimension: card.dimension },
        window: Some(card.window),
        bytes: card.download_bytes,
        pieces: None,
        bits: None,
        card: None,
        named: Some(named(card)),
    }
}

fn named(card: ModelCard) -> NamedModel {
    NamedModel {
        hub: card.hub,
        commit: None,
        folder: None,
        task: card.task,
        pooling: card.pooling.to_string(),
        query_prefix: card.query_prefix,
        passage_prefix: card.passage_prefix,
        good_for: card.good_for,
        languages_note: card.languages_note,
        languages: card.languages,
        licence: card.licence,
    }
}

fn of(info: &ModelInfo) -> ModelReport {
    ModelReport {
        schema: MODEL_REPORT_SCHEMA,
        model: summary(info),
        window: info.window,
        bytes: None,
        pieces: None,
        bits: None,
        card: None,
        named: None,
    }
}

fn summary(info: &ModelInfo) -> ModelSummary {
    ModelSummary { id: info.id.name.clone(), revision: info.id.revision.clone(), dimension: info.dimension }
}

/// The card of a name that a person typed.
fn card(id: &str, places: &Places) -> Result<ModelCard, PipelineError> {
    let unknown = || EmbedError::UnknownModel { name: id.to_owned(), near: embed::cards::near(id, places) };
    Ok(ModelCard::find(id, places)?.ok_or_else(unknown)?)
}
