//! Times of models and of all of it.

use super::{assert_shown, holds, own, some};
use crate::bench::Environment;
use crate::report::answers::timed::TimeComparison;
use crate::report::answers::{embed_bench, end_to_end};

fn environment(of: &mut Environment) {
    (of.processor, of.system, of.version, of.governor) = (own(), own(), own(), some());
    of.instruction_sets = vec![own()];
}

fn comparison(of: Option<&mut TimeComparison>) {
    let of = of.unwrap();
    (of.file, of.missing) = (own(), vec![own()]);
    of.worse.iter_mut().for_each(|worse| (worse.name, worse.how.measure) = (own(), own()));
}

#[test]
fn reports_of_the_speed_of_embedding() {
    let mut report = embed_bench::tests::report();
    (report.source, report.hash, report.command) = (own(), own(), some());
    report.languages = [(own(), 3)].into();
    report.warnings = vec![own()];
    environment(&mut report.environment);
    comparison(report.comparison.as_mut());
    report.models.iter_mut().for_each(|model| (model.name, model.revision) = (own(), own()));
    report.rows.iter_mut().for_each(|row| (row.name, row.model) = (own(), own()));
    holds("embed bench", &report, embed_bench::render);
    assert_shown("embed bench", &embed_bench::markdown(&report));
    assert_shown("embed bench", &embed_bench::csv(&report).unwrap());
}

#[test]
fn reports_of_all_of_it() {
    let mut report = end_to_end::tests::report();
    (report.source, report.model, report.hash, report.query) = (own(), own(), own(), own());
    (report.command, report.warnings) = (some(), vec![own()]);
    environment(&mut report.environment);
    comparison(report.comparison.as_mut());
    report.steps.iter_mut().for_each(|step| step.name = own());
    report.stages.iter_mut().for_each(|stage| stage.name = own());
    holds("end to end", &report, end_to_end::render);
    assert_shown("end to end", &end_to_end::markdown(&report));
    assert_shown("end to end", &end_to_end::csv(&report).unwrap());
}
