//! `cognate eval`.

use cognate::eval::{Bitext, Clusters, Knn, Retrieval, Sts, Task};
use cognate::pipeline::evaluate;
use cognate::report::answers;

use super::args::Global;
use super::bar::Bar;
use super::eval_args::{EvalArgs, EvalCommand};
use super::model;
use super::output::{Failure, Outcome, show, style};

pub(crate) fn eval(global: &Global, args: &EvalArgs) -> Result<Outcome, Failure> {
    let task: Box<dyn Task> = match &args.what {
        EvalCommand::Sts { files } => Box::new(Sts::read(files)?),
        EvalCommand::Bitext { file, columns } => Box::new(Bitext::read(file, columns)?),
        EvalCommand::Knn { train, test, k } => Box::new(Knn::read(train, test, *k)?),
        EvalCommand::Clustering { file } => Box::new(Clusters::read(file)?),
        EvalCommand::Retrieval { passages, queries, mode } => {
            Box::new(Retrieval::read(passages, queries)?.ranked_by((*mode).into()))
        }
    };
    let measured_model = model::open(global, global.model.as_deref())?;
    let against = args.against.as_deref().map(|name| model::open(global, Some(name))).transpose()?;
    let bar = Bar::new(global.quiet);
    let measured = evaluate(task.as_ref(), measured_model.as_ref(), against.as_deref(), &bar)?;
    show(global.json, &measured, |r| answers::eval::render(r, &style(false, 0, false)))?;
    Ok(Outcome::Found)
}
