//! How the topics came about, and the sum that shows that no unit was lost.

use crate::report::text::page::{Page, plain};
use crate::report::text::rows::{model, row};
use crate::report::text::translations::Translations;
use crate::report::text::wrap::{label, one_line};
use crate::report::topics::model::TopicReport;
use crate::report::topics::wording::corpus::sum;
use crate::report::topics::wording::quality;

pub(super) fn write(page: &mut Page, words: &Translations, report: &TopicReport) {
    page.blank();
    let method = &report.method;
    let parameters: Vec<_> =
        method.parameters.iter().map(|(name, value)| format!("{name} {value}")).collect();
    let parameters =
        if parameters.is_empty() { String::new() } else { format!(" ({})", parameters.join(", ")) };
    let how = format!("{}{parameters}", label(&method.algorithm));
    let why = one_line(&method.why);
    let how = if why.is_empty() { how } else { words.pair(&how, &why) };
    row(page, &words.say("row-method"), &how, plain);
    row(page, &words.say("row-model"), &model(words, &report.model), plain);
    row(page, &words.say("row-quality"), &quality::line(words, &report.quality), plain);
    row(page, &words.say("row-sum"), &sum(words, &report.corpus), plain);
}
