//! Topics in two sets of units, in words.

use super::topic::Labels;
use crate::report::text::translations::Translations;
use crate::report::text::wrap::named;
use crate::report::topics::model::{ContrastEntry, TopicReport, UnitEntry};
use crate::topics::contrast::Side;

/// One topic in both sets.
#[derive(Debug, Clone)]
pub(in crate::report) struct Row<'a> {
    /// Number and name.
    pub(in crate::report) name: String,
    /// Shares of A and B; `–` for an empty set.
    pub(in crate::report) shares: [String; 2],
    /// Corrected p-value; `–` where it cannot be told.
    pub(in crate::report) q: String,
    /// `A` or `B`, the set that has more of it, where that is no chance; else `–`.
    pub(in crate::report) more_in: &'static str,
    /// The most typical unit of the set that has more.
    pub(in crate::report) exemplar: Option<&'a UnitEntry>,
}

/// The contrast when it has topics.
pub(in crate::report) fn of(report: &TopicReport) -> Option<&ContrastEntry> {
    report.contrast.as_ref().filter(|contrast| !contrast.topics.is_empty() && !report.topics.is_empty())
}

/// `A: lang=fr (12 paragraphs in 3 documents)`, and the same of B.
pub(in crate::report) fn sets(
    words: &Translations,
    report: &TopicReport,
    contrast: &ContrastEntry,
) -> [String; 2] {
    [0, 1].map(|side| {
        let units = words.count(contrast.units[side], &report.corpus.unit);
        let size = if report.corpus.unit == "document" {
            units
        } else {
            let documents = words.count(contrast.documents[side], "document");
            words.with("set-size", &[("units", units.into()), ("documents", documents.into())])
        };
        words.pair(["A", "B"][side], &format!("{} ({size})", set(words, &named(&contrast.sets[side]))))
    })
}

/// What the units of a set have in common. The report says it in English, by what they were told apart.
fn set(words: &Translations, name: &str) -> String {
    if name == "all others" {
        return words.say("set-all-others");
    }
    let kinds = [("language ", "set-language"), ("source ", "set-source"), ("below ", "set-below")];
    let known = kinds.into_iter().find_map(|(prefix, key)| Some((key, name.strip_prefix(prefix)?)));
    known.map_or_else(|| name.to_owned(), |(key, value)| words.with(key, &[("value", value.into())]))
}

/// A row for each topic.
pub(in crate::report) fn rows<'a>(
    words: &Translations,
    report: &'a TopicReport,
    contrast: &ContrastEntry,
) -> Vec<Row<'a>> {
    let labels = Labels::of(report);
    let topics = report.topics.iter().zip(&contrast.topics);
    topics
        .map(|(topic, found)| {
            let (more_in, exemplars) = match found.over_in {
                Some(Side::A) => ("A", Some(&found.exemplars[0])),
                Some(Side::B) => ("B", Some(&found.exemplars[1])),
                None => ("–", None),
            };
            Row {
                name: labels.name(topic.id),
                shares: found
                    .shares
                    .map(|share| share.map_or_else(|| "–".to_owned(), |share| words.percent(share))),
                q: found.q_value.map_or_else(|| "–".to_owned(), |q| chance(words, q)),
                more_in,
                exemplar: exemplars.and_then(|units| report.units.get(*units.first()?)),
            }
        })
        .collect()
}

/// A probability to three digits; a small one is not shown as none.
fn chance(words: &Translations, value: f64) -> String {
    if value < 0.001 { format!("<{}", words.decimal(0.001, 3)) } else { words.decimal(value, 3) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::sample;

    #[test]
    fn rows_say_where_there_is_more() {
        let report = sample::report();
        let contrast = of(&report).unwrap();
        let words = Translations::default();
        let rows = rows(&words, &report, contrast);
        assert_eq!(rows[0].shares, ["100%", "25%"]);
        assert_eq!((rows[0].q.as_str(), rows[0].more_in), ("0.012", "A"));
        assert_eq!(rows[0].exemplar.unwrap().text, report.units[3].text);
        assert_eq!((rows[1].q.as_str(), rows[1].more_in), ("–", "–"));
        assert!(rows[1].exemplar.is_none());
        assert_eq!(sets(&words, &report, contrast)[1], "B: language en (4 paragraphs in 1 document)");
        assert_eq!([chance(&words, 0.0004), chance(&words, 0.2)], ["<0.001", "0.200"]);
    }

    #[test]
    fn none_is_shown_without_topics() {
        assert!(of(&sample::without_topics()).is_none());
    }
}
