//! Making a model.

use std::path::Path;

use crate::distill::{self, DistillError, Recipe};
use crate::embed::{ModelSpec, open};
use crate::file::{can_replace, replace};
use crate::pipeline::{PipelineError, Progress};
use crate::report::answers::distill::{DISTILL_REPORT_SCHEMA, DistillReport};

/// Makes a model by a recipe and writes it to the file `output`. What takes long is kept in the folder `work`: the same recipe goes
/// on there where it was stopped.
///
/// # Errors
/// [`PipelineError::Distill`] naming file and place.
pub fn distill(
    recipe: &Recipe,
    work: &Path,
    output: &Path,
    threads: Option<usize>,
    progress: &dyn Progress,
) -> Result<DistillReport, PipelineError> {
    let teacher =
        recipe.teacher.as_ref().map(|plan| open(&plan.model.parse::<ModelSpec>()?, threads)).transpose()?;
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| DistillError::File { path, source }
    };
    can_replace(output).map_err(failed(output))?;
    let made = distill::distill(recipe, teacher.as_deref(), work, progress)?;
    replace(output, |out| out.write_all(&made.file)).map_err(failed(output))?;
    Ok(DistillReport {
        schema: DISTILL_REPORT_SCHEMA,
        file: output.display().to_string(),
        bytes: made.file.len(),
        pieces: made.pieces,
        bits: recipe.model.bits,
        dimension: recipe.model.dimension,
        texts: made.texts,
        pairs: made.pairs,
        left_out: made.contaminated,
        steps: recipe.training.steps,
        contrastive: made.losses.contrastive,
        teacher: recipe.teacher.is_some().then_some(made.losses.teacher),
        structure: recipe.teacher.is_some().then_some(made.losses.structure),
    })
}
