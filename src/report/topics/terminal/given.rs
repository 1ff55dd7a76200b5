//! What became of the given topics, where there is something to say of them.

use super::INDENT;
use crate::report::text::Ink;
use crate::report::text::page::{Page, plain};
use crate::report::text::place::spot;
use crate::report::text::translations::Translations;
use crate::report::text::wrap::beginning;
use crate::report::topics::model::TopicReport;
use crate::report::topics::wording::given::{none_of_these, told};

pub(super) fn write(page: &mut Page, words: &Translations, report: &TopicReport) {
    let Some(none) = none_of_these(words, report) else { return };
    page.blank();
    page.wrapped("", &words.pair(&words.say("section-given"), &none), Ink::bold);
    for told in told(words, report) {
        page.wrapped(INDENT, &told.text, plain);
        if let Some(unit) = told.unit {
            let indent = INDENT.repeat(2);
            page.line(&format!("{indent}{}", beginning(&unit.text, page.room(&indent))));
            page.wrapped(&indent, &spot(&unit.place), Ink::dim);
        }
    }
}
