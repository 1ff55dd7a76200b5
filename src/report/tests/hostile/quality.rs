//! Quality of retrieval, drafts of queries, measured topics and compared models.

use super::{assert_shown, holds, model, own, some};
use crate::bench::Environment;
use crate::report::answers::{audit, bench, quality, topics_bench};

#[test]
fn reports_of_quality() {
    let mut report = quality::tests::report();
    (report.source, report.files, report.model, report.index) = (own(), vec![own()], model(), own());
    (report.command, report.unread.extensions) = (some(), vec![own()]);
    for figure in &mut report.figures {
        (figure.measure, figure.lang) = (own(), some());
    }
    for row in &mut report.rows {
        (row.id, row.text, row.lang) = (own(), own(), some());
        for missed in &mut row.missed {
            (missed.expected, missed.note, missed.file, missed.text) = (own(), own(), some(), some());
            let before = missed.before.as_mut().unwrap();
            (before.file, before.text) = (own(), own());
            missed.unread.iter_mut().for_each(|file| (file.path, file.reason) = (own(), own()));
        }
    }
    let comparison = report.comparison.as_mut().unwrap();
    (comparison.file, comparison.missing, comparison.changed) = (own(), vec![own()], vec![own()]);
    comparison.figures.iter_mut().for_each(|figure| figure.measure = own());
    holds("quality", &report, quality::render);
    assert_shown("quality", &quality::markdown(&report));
    assert_shown("quality", &quality::csv(&report).unwrap());

    let mut drafts = quality::tests::drafts();
    drafts.source = own();
    for draft in &mut drafts.queries {
        (draft.text, draft.lang, draft.file) = (own(), some(), own());
        draft.expect.iter_mut().for_each(|one| (one.text, one.file) = (own(), some()));
    }
    assert_shown("drafts", &quality::toml(&drafts));
}

fn environment() -> Environment {
    Environment {
        processor: own(),
        instruction_sets: vec![own()],
        system: own(),
        version: own(),
        governor: some(),
        ..bench::tests::environment()
    }
}

#[test]
fn reports_of_topics_and_models() {
    let mut report = topics_bench::tests::report();
    (report.source, report.model, report.label_field) = (own(), model(), some());
    report.algorithm = own();
    report.environment = environment();
    (report.warnings, report.command) = (vec![own()], some());
    report.stages.iter_mut().for_each(|stage| stage.name = own());
    let compared = report.comparison.as_mut().unwrap();
    (compared.file, compared.worse) = (own(), vec![own()]);
    holds("measured topics", &report, topics_bench::render);
    assert_shown("measured topics", &topics_bench::markdown(&report));
    assert_shown("measured topics", &topics_bench::csv(&report).unwrap());

    let mut report = audit::tests::report();
    (report.source, report.label_field, report.query_files) = (own(), some(), vec![own()]);
    report.environment = environment();
    (report.warnings, report.command) = (vec![own()], some());
    for audited in &mut report.models {
        audited.model = model();
        audited.figures.iter_mut().for_each(|figure| (figure.measure, figure.lang) = (own(), some()));
    }
    for pair in &mut report.pairs {
        pair.figures.iter_mut().for_each(|figure| figure.measure = own());
        for example in &mut pair.examples {
            (example.text, example.file) = (own(), own());
            (example.only_a, example.only_b) = (some(), some());
        }
    }
    holds("compared models", &report, audit::render);
    assert_shown("compared models", &audit::markdown(&report));
    assert_shown("compared models", &audit::csv(&report).unwrap());
}
