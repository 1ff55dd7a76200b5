//! What there is to know of models.

use super::PipelineError;
use crate::embed::static_model::StaticModel;
use crate::embed::{self, Embedder, ModelInfo, ModelSpec, find_onnx_runtime};
use crate::report::model::ModelSummary;
use crate::report::models::{
    ListedModel, MODEL_REPORT_SCHEMA, MODELS_REPORT_SCHEMA, ModelReport, ModelsReport,
};

/// The built-in model and, where one is given, another, as far as it takes to list them.
///
/// # Errors
/// [`PipelineError::Embed`] when a model cannot be loaded.
pub fn list_models(other: Option<&ModelSpec>, threads: Option<usize>) -> Result<ModelsReport, PipelineError> {
    let specs = [Some(&ModelSpec::Builtin), other.filter(|spec| **spec != ModelSpec::Builtin)];
    let listed = specs.into_iter().flatten().map(|spec| {
        let report = show_model(spec, threads)?;
        Ok(ListedModel { model: report.model, description: report.card.map(|card| card.description) })
    });
    Ok(ModelsReport {
        schema: MODELS_REPORT_SCHEMA,
        models: listed.collect::<Result<_, PipelineError>>()?,
        onnx_runtime: find_onnx_runtime().library.map(|path| path.display().to_string()),
    })
}

/// Loads a model, which shows that it can be used, and tells all that is known of it.
///
/// # Errors
/// [`PipelineError::Embed`] when it cannot be loaded.
pub fn show_model(spec: &ModelSpec, threads: Option<usize>) -> Result<ModelReport, PipelineError> {
    match spec {
        ModelSpec::Builtin => Ok(of_static(&StaticModel::builtin()?)),
        ModelSpec::File(path) => Ok(of_static(&StaticModel::read(path)?)),
        ModelSpec::Folder(_) => Ok(of(embed::open(spec, threads)?.info())),
    }
}

fn of_static(model: &StaticModel) -> ModelReport {
    ModelReport {
        bytes: Some(model.file_bytes()),
        pieces: Some(model.pieces()),
        bits: Some(model.bits().count()),
        card: Some(model.card().clone()),
        ..of(model.info())
    }
}

fn of(info: &ModelInfo) -> ModelReport {
    ModelReport {
        schema: MODEL_REPORT_SCHEMA,
        model: ModelSummary {
            id: info.id.name.clone(),
            revision: info.id.revision.clone(),
            dimension: info.dimension,
        },
        window: info.window,
        bytes: None,
        pieces: None,
        bits: None,
        card: None,
    }
}
