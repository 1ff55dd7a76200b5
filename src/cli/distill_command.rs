//! `cognate distill`.

use cognate::pipeline::distill as run;
use cognate::report;

use super::args::Global;
use super::bar::Bar;
use super::distill_args::DistillArgs;
use super::output::{Failure, Outcome, show, style};

pub(crate) fn distill(global: &Global, args: &DistillArgs) -> Result<Outcome, Failure> {
    let work = args.work.clone().unwrap_or_else(|| args.output.with_extension("work"));
    let threads = global.threads.map(Into::into);
    let made = run(&args.recipe, &work, &args.output, threads, &Bar::new(global.quiet))?;
    show(global.json, &made, |r| report::distill::render(r, &style(false, 0, false)))?;
    Ok(Outcome::Found)
}
