//! `cognate distill`.

use cognate::distill::{Recipe, Tables};
use cognate::pipeline::distill as run;
use cognate::report::answers;

use super::args::Global;
use super::bar::Bar;
use super::distill_args::DistillArgs;
use super::model;
use super::output::{Failure, Outcome, show, style};

pub(crate) fn distill(global: &Global, args: &DistillArgs) -> Result<Outcome, Failure> {
    if global.model.is_some() {
        return Err(Failure::Usage {
            message: "`--model` and `distill` do not go together".to_owned(),
            hint: "name the model to learn from in the recipe, or with `--teacher`",
        });
    }
    let recipe = match &args.recipe {
        Some(path) => Recipe::read(path)?,
        None => Recipe::of_tables(&tables(args))?,
    };
    if let Some(teacher) = recipe.teacher.as_ref().filter(|_| global.allow_download) {
        model::spec(global, &teacher.model)?;
    }
    let work = args.work.clone().unwrap_or_else(|| args.output.with_extension("work"));
    let threads = global.threads.map(Into::into);
    let made = run(&recipe, &work, &args.output, threads, &Bar::new(global.quiet))?;
    show(global.json, &made, |r| answers::distill::render(r, &style(false, 0, false)))?;
    Ok(Outcome::Found)
}

fn tables(args: &DistillArgs) -> Tables {
    let tables = &args.tables;
    Tables {
        name: args.output.file_stem().unwrap_or_default().display().to_string(),
        pairs: tables.pairs.clone(),
        words: tables.words.clone(),
        texts: tables.text.clone(),
        evaluation: tables.evaluation.clone(),
        teacher: Some(tables.teacher.clone()).filter(|name| name != "none"),
        teacher_language: tables.teacher_language.clone(),
        dimension: tables.dimension,
        pieces: tables.pieces,
        bits: tables.bits,
        steps: tables.steps,
        seed: tables.seed,
    }
}
