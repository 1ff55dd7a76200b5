//! `cognate report check`.

use std::path::Path;

use cognate::pipeline::check_report;
use cognate::report::answers;

use super::args::Global;
use super::bar::Bar;
use super::output::{Failure, Outcome, show, style};
use super::report_args::ReportCommand;

pub(crate) fn report(global: &Global, what: &ReportCommand) -> Result<Outcome, Failure> {
    let ReportCommand::Check { report, base } = what;
    let base = base.as_deref().unwrap_or(Path::new("."));
    let checked = check_report(report, base, &Bar::new(global.quiet))?;
    show(global.json, &checked, |r| answers::check::render(r, &style(global.verbose > 0, 0, false)))?;
    Ok(if checked.holds { Outcome::Found } else { Outcome::NothingFound })
}
