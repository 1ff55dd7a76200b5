//! What a report is of, in words.

use crate::report::text::translations::Translations;
use crate::report::topics::model::{CorpusSummary, TopicReport};

/// Why there is no topic, in a sentence.
pub(in crate::report) fn why_no_topic(words: &Translations, report: &TopicReport) -> String {
    let corpus = &report.corpus;
    let unit = corpus.unit.as_str();
    let of = |key, n| words.with(key, &[("counted", words.count(n, unit).into())]);
    match (corpus.units, report.proper_units()) {
        (0, _) => words.with("no-topic-nothing", &[("unit", unit.into())]),
        (all, 0) => of("no-topic-none-left", all),
        (_, proper @ 1..=2) => of("no-topic-too-little", proper),
        (_, proper) => of("no-topic-none-close", proper),
    }
}

/// `373 sentences or lines in 350 paragraphs are repeated …`; nothing where none is.
pub(in crate::report) fn repeated(words: &Translations, corpus: &CorpusSummary) -> Option<String> {
    let repeated = &corpus.repeated;
    let units = words.count(repeated.units, &corpus.unit);
    (repeated.sentences > 0)
        .then(|| words.counting("repeated-lead", repeated.sentences, &[("units", units.as_str().into())]))
}

/// `40 paragraphs = 35 in topics + 3 outliers + 2 boilerplate + 0 without vector`; `≠` shows a report that
/// lost some.
pub(in crate::report) fn sum(words: &Translations, corpus: &CorpusSummary) -> String {
    let parts = corpus.in_topics + corpus.outliers + corpus.boilerplate + corpus.without_vector;
    let values = [
        ("counted", words.count(corpus.units, &corpus.unit).into()),
        ("sign", if parts == corpus.units { "=" } else { "≠" }.into()),
        ("in_topics", words.grouped(corpus.in_topics).into()),
        ("outliers", words.count(corpus.outliers, "outlier").into()),
        ("boilerplate", words.grouped(corpus.boilerplate).into()),
        ("without", words.grouped(corpus.without_vector).into()),
    ];
    words.with("sum-line", &values)
}
