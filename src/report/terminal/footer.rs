//! How the topics came about, and the sum that shows that no unit was lost.

use super::rows::{model, row};
use super::{Page, plain};
use crate::report::layout::number::{count, grouped};
use crate::report::layout::wrap::one_line;
use crate::report::model::{CorpusSummary, TopicReport};
use crate::report::wording::quality;

pub(super) fn write(page: &mut Page, report: &TopicReport) {
    page.blank();
    let method = &report.method;
    let parameters: Vec<_> =
        method.parameters.iter().map(|(name, value)| format!("{name} {value}")).collect();
    let parameters =
        if parameters.is_empty() { String::new() } else { format!(" ({})", parameters.join(", ")) };
    let why = one_line(&method.why);
    let why = if why.is_empty() { why } else { format!(": {why}") };
    row(page, "Method", &format!("{}{parameters}{why}", one_line(&method.algorithm)), plain);
    row(page, "Model", &model(&report.model), plain);
    row(page, "Quality", &quality::line(&report.quality), plain);
    row(page, "Sum", &sum(&report.corpus), plain);
}

/// `40 paragraphs = 35 in topics + 3 outliers + 2 boilerplate + 0 without vector`; `≠` shows a report that
/// lost some.
pub(in crate::report) fn sum(corpus: &CorpusSummary) -> String {
    let parts = corpus.in_topics + corpus.outliers + corpus.boilerplate + corpus.without_vector;
    format!(
        "{} {} {} in topics + {} + {} boilerplate + {} without vector",
        count(corpus.units, &corpus.unit),
        if parts == corpus.units { "=" } else { "≠" },
        grouped(corpus.in_topics),
        count(corpus.outliers, "outlier"),
        grouped(corpus.boilerplate),
        grouped(corpus.without_vector),
    )
}
