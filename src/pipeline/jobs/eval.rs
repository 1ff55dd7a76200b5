//! Models on labelled texts.

use crate::embed::Embedder;
use crate::eval::{Encoder, Figure, Task, difference_interval, interval};
use crate::pipeline::{PipelineError, Progress, Stage};
use crate::report::answers::eval::{EVAL_REPORT_SCHEMA, EvalFigure, EvalModel, EvalReport};
use crate::report::sources::ModelSummary;

/// Measures a model on a task and, where there is one, a second model on the same texts.
///
/// # Errors
/// [`PipelineError::Eval`] when a model fails.
pub fn evaluate(
    task: &dyn Task,
    model: &dyn Embedder,
    against: Option<&dyn Embedder>,
    progress: &dyn Progress,
) -> Result<EvalReport, PipelineError> {
    let mut models = Vec::new();
    let mut measured: Vec<Vec<Figure>> = Vec::new();
    for model in std::iter::once(model).chain(against) {
        progress.begin(Stage::Embedding, task.texts() as u64);
        let done = |n| progress.done(n as u64);
        let mut encoder = Encoder::new(model, &done);
        measured.push(task.measure(&mut encoder)?);
        progress.end();
        let info = model.info();
        models.push(EvalModel {
            model: ModelSummary {
                id: info.id.name.clone(),
                revision: info.id.revision.clone(),
                dimension: info.dimension,
            },
            without_vector: encoder.without_vector(),
        });
    }
    let (first, second) = (&measured[0], measured.get(1));
    let figures = first.iter().enumerate().map(|(i, figure)| row(figure, second.map(|second| &second[i])));
    Ok(EvalReport {
        schema: EVAL_REPORT_SCHEMA,
        task: task.name().to_owned(),
        files: task.files(),
        items: task.items(),
        left_out: task.left_out(),
        resampled: task.resampled().to_owned(),
        models,
        figures: figures.collect(),
    })
}

fn row(figure: &Figure, against: Option<&Figure>) -> EvalFigure {
    let value = figure.sample.value();
    let between = against.and_then(|against| difference_interval(&figure.sample, &against.sample));
    EvalFigure {
        of: figure.of.clone(),
        lang: figure.lang.clone(),
        measure: figure.measure.to_owned(),
        n: figure.sample.len(),
        values: std::iter::once(value).chain(against.map(|against| against.sample.value())).collect(),
        intervals: std::iter::once(figure).chain(against).map(|figure| interval(&figure.sample)).collect(),
        difference: against.and_then(|against| Some(value? - against.sample.value()?)),
        difference_low: between.map(|[low, _]| low),
        difference_high: between.map(|[_, high]| high),
    }
}
