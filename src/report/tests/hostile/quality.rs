//! Quality of retrieval, and drafts of queries.

use super::{assert_shown, holds, model, own, some};
use crate::report::answers::quality;

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
    (comparison.file, comparison.missing) = (own(), vec![own()]);
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
