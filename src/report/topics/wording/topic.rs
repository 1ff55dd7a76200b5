//! What is said of a topic, and of a unit that is in none.

use std::collections::BTreeMap;

use crate::report::text::translations::Translations;
use crate::report::text::wrap::{beginning, label, one_line};
use crate::report::topics::model::{
    Borderline, OutlierReason, Sentence, TopicEntry, TopicReport, TopicShare, UnitEntry,
};
use crate::topics::Term;

/// Columns of a topic's name where it is not the subject.
const NAME: usize = 40;

/// What the topics of a report are called, and those that are no more.
pub(in crate::report) struct Labels<'a>(BTreeMap<u64, &'a str>);

impl<'a> Labels<'a> {
    pub(in crate::report) fn of(report: &'a TopicReport) -> Self {
        let topics = report.topics.iter().rev().map(|topic| (topic.id, topic.label.as_str()));
        let former = report.former.iter().rev().map(|topic| (topic.id, topic.label.as_str()));
        // The last of a number counts: a topic that there is comes after one that is no more.
        Self(former.chain(topics).collect())
    }

    /// `2 harvest`, the name cut when it is long; the number alone for a topic that is no more.
    pub(in crate::report) fn name(&self, id: u64) -> String {
        let label = self.label(id);
        if label.is_empty() { id.to_string() } else { format!("{id} {label}") }
    }

    fn label(&self, id: u64) -> String {
        self.0.get(&id).map(|label| beginning(label, NAME)).unwrap_or_default()
    }
}

/// Units of each topic, the strongest first.
pub(in crate::report) fn members(report: &TopicReport) -> BTreeMap<u64, Vec<&UnitEntry>> {
    let mut members: BTreeMap<u64, Vec<&UnitEntry>> = BTreeMap::new();
    for unit in &report.units {
        if let Some(topic) = unit.topic {
            members.entry(topic).or_default().push(unit);
        }
    }
    for units in members.values_mut() {
        units.sort_by(|a, b| b.strength.unwrap_or(0.0).total_cmp(&a.strength.unwrap_or(0.0)));
    }
    members
}

/// The sentence that stands for the topic: where titles do, none.
pub(in crate::report) fn summary(entry: &TopicEntry) -> Option<&Sentence> {
    entry.summary.as_ref().filter(|_| entry.titles.is_empty())
}

/// `12 paragraphs (50%), of which 9 independent`.
pub(in crate::report) fn size(words: &Translations, report: &TopicReport, entry: &TopicEntry) -> String {
    let share = words.share(entry.units, report.proper_units());
    let size = format!("{} ({share})", words.count(entry.units, &report.corpus.unit));
    if entry.independent < entry.units {
        return words.counting("size-independent", entry.independent, &[("size", size.into())]);
    }
    size
}

/// [`size`] `in 3 documents`.
pub(in crate::report) fn size_in_documents(
    words: &Translations,
    report: &TopicReport,
    entry: &TopicEntry,
) -> String {
    let has_copies = entry.independent < entry.units;
    let key = if has_copies { "size-independent-in-documents" } else { "size-in-documents" };
    let documents = words.count(entry.documents, "document");
    words.with(key, &[("size", size(words, report, entry).into()), ("documents", documents.into())])
}

/// `12 copies of other paragraphs counted once`; `None` when there is no copy.
pub(in crate::report) fn copies(words: &Translations, report: &TopicReport) -> Option<String> {
    let (copies, unit) = (report.corpus.copies, report.corpus.unit.as_str());
    (copies > 0).then(|| words.counting("copies", copies, &[("unit", unit.into())]))
}

/// `Kim Jong-un, Vostochny · 13 September 2023`: at most so many names and dates; empty when there is none.
pub(in crate::report) fn mentions(
    words: &Translations,
    entry: &TopicEntry,
    names: usize,
    dates: usize,
) -> String {
    let names: Vec<_> = entry.names.iter().take(names).map(|name| label(&name.text)).collect();
    let dates: Vec<_> = entry.dates.iter().take(dates).map(|date| words.date(&label(&date.text))).collect();
    let parts = [names.join(", "), dates.join(", ")];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// A unit that is about a topic in part, while its own topic is another one.
pub(in crate::report) struct InPart<'a> {
    pub(in crate::report) unit: &'a UnitEntry,
    share: &'a TopicShare,
}

impl<'a> InPart<'a> {
    /// The first sentence that is about the topic; the text where no sentence is named.
    pub(in crate::report) fn text(&self) -> &'a str {
        let sentence = self.share.sentences.first().and_then(|&[from, to]| self.unit.text.get(from..to));
        sentence.unwrap_or(&self.unit.text)
    }

    /// `40% of it; its own topic is 2 harvest`.
    pub(in crate::report) fn note(&self, words: &Translations, labels: &Labels<'_>) -> String {
        let own = self.unit.topic.map(|id| labels.name(id)).unwrap_or_default();
        let share = words.percent(f64::from(self.share.share));
        words.with("in-part-note", &[("share", share.into()), ("topic", own.into())])
    }
}

/// Units that are about each topic in part, those with the greatest share first.
pub(in crate::report) fn in_part(report: &TopicReport) -> BTreeMap<u64, Vec<InPart<'_>>> {
    let mut found: BTreeMap<u64, Vec<InPart<'_>>> = BTreeMap::new();
    for unit in &report.units {
        for share in unit.shares.iter().filter(|share| unit.topic.is_some_and(|own| own != share.topic)) {
            found.entry(share.topic).or_default().push(InPart { unit, share });
        }
    }
    for units in found.values_mut() {
        units.sort_by(|a, b| b.share.share.total_cmp(&a.share.share));
    }
    found
}

/// `3 more in part`; `None` where there is none.
pub(in crate::report) fn more_in_part(words: &Translations, units: &[InPart<'_>]) -> Option<String> {
    (!units.is_empty()).then(|| words.counting("more-in-part", units.len(), &[]))
}

/// `comes back in 3 of 10 samples`, with `fragile:` before it where that is too seldom; `None` when it was not
/// measured.
pub(in crate::report) fn stability(
    words: &Translations,
    report: &TopicReport,
    entry: &TopicEntry,
) -> Option<String> {
    let stability = entry.stability?;
    let runs = report.quality.stability_runs;
    let comes_back = if runs == 0 {
        words.with("comes-back-share", &[("share", words.percent(stability.comes_back).into())])
    } else {
        let times = (stability.comes_back.clamp(0.0, 1.0) * runs as f64).round() as usize;
        words.counting("comes-back", runs, &[("times", words.grouped(times).into())])
    };
    Some(if stability.fragile {
        words.with("fragile", &[("stability", comes_back.into())])
    } else {
        comes_back
    })
}

/// `cohesion 0.71`.
pub(in crate::report) fn cohesion(words: &Translations, entry: &TopicEntry) -> String {
    format!("{} {}", words.say("figure-cohesion"), words.figure(f64::from(entry.cohesion)))
}

/// `cohesion 0.71`, and the figures that are defined.
pub(in crate::report) fn figures(words: &Translations, entry: &TopicEntry) -> String {
    let more = [("figure-silhouette", entry.silhouette), ("figure-coherence", entry.coherence)];
    let known = more
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{} {}", words.say(name), words.figure(value?))));
    std::iter::once(cohesion(words, entry)).chain(known).collect::<Vec<_>>().join(" · ")
}

/// The terms, each with its first translation: those that the label does not already name, and those that it names
/// in one language only.
pub(in crate::report) fn terms(entry: &TopicEntry) -> Vec<String> {
    let topic = one_line(&entry.label).to_lowercase();
    let named: Vec<&str> = topic.split(',').map(str::trim).collect();
    let is_new =
        |term: &&Term| !term.also.is_empty() || !named.contains(&label(&term.text).to_lowercase().as_str());
    entry.terms.iter().filter(is_new).map(term).collect()
}

/// `train blindé (armored train)`.
fn term(term: &Term) -> String {
    let text = label(&term.text);
    match term.also.first() {
        Some(translation) => format!("{text} ({})", label(&translation.text)),
        None => text,
    }
}

/// Why a unit is in no topic.
pub(in crate::report) fn outlier_reason(words: &Translations, reason: OutlierReason) -> String {
    words.say(match reason {
        OutlierReason::Far => "outlier-far",
        OutlierReason::Between => "outlier-between",
        OutlierReason::NoneOfThese => "outlier-none-of-these",
    })
}

/// `far from every topic · nearest topic 2, harvest (0.31, margin 0.05)`; empty when nothing is known.
pub(in crate::report) fn outlier(words: &Translations, labels: &Labels<'_>, unit: &UnitEntry) -> String {
    let reason = unit.reason.map(|reason| outlier_reason(words, reason));
    let nearest = unit.nearest_topic.map(|id| {
        let strength = unit.strength.map(|strength| words.figure(f64::from(strength)));
        let margin = unit
            .margin
            .map(|margin| words.with("margin", &[("figure", words.figure(f64::from(margin)).into())]));
        let figures: Vec<_> = [strength, margin].into_iter().flatten().collect();
        let figures = if figures.is_empty() { String::new() } else { format!(" ({})", figures.join(", ")) };
        let label = labels.label(id);
        let label = if label.is_empty() { label } else { format!(", {label}") };
        words.with("nearest-topic", &[("topic", format!("{id}{label}{figures}").into())])
    });
    [reason, nearest].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// `almost in 2 harvest (margin 0.01)`.
pub(in crate::report) fn border(words: &Translations, labels: &Labels<'_>, border: &Borderline) -> String {
    let margin = words.figure(f64::from(border.margin));
    words.with("almost-in", &[("topic", labels.name(border.other).into()), ("margin", margin.into())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::sample;
    use crate::report::topics::model::{OutlierReason, TopicStability};

    #[test]
    fn a_term_of_the_label_is_told_again_only_with_its_translation() {
        let mut entry = sample::report().topics.remove(0);
        assert_eq!(terms(&entry), ["armored train (train blindé)", "locomotive"]);
        entry.terms[0].also.clear();
        assert_eq!(terms(&entry), ["locomotive"]);
    }

    #[test]
    fn size_tells_of_copies_only_where_there_are_some() {
        let mut report = sample::report();
        assert_eq!(
            size(&Translations::default(), &report, &report.topics[0]),
            "2 paragraphs (50%), of which 1 independent"
        );
        report.topics[0].independent = 2;
        assert_eq!(size(&Translations::default(), &report, &report.topics[0]), "2 paragraphs (50%)");
        assert_eq!(
            copies(&Translations::default(), &report).as_deref(),
            Some("1 copy of another paragraph counted once")
        );
        report.corpus.copies = 1200;
        assert_eq!(
            copies(&Translations::default(), &report).as_deref(),
            Some("1,200 copies of other paragraphs counted once")
        );
        report.corpus.copies = 0;
        assert_eq!(copies(&Translations::default(), &report), None);
    }

    #[test]
    fn stability_counts_samples() {
        let mut report = sample::report();
        let said = |report: &TopicReport| stability(&Translations::default(), report, &report.topics[0]);
        report.topics[0].stability = Some(TopicStability { jaccard: 0.5, comes_back: 0.3, fragile: true });
        assert_eq!(said(&report).as_deref(), Some("fragile: comes back in 3 of 10 samples"));
        report.topics[0].stability = Some(TopicStability { jaccard: 0.9, comes_back: 1.0, fragile: false });
        assert_eq!(said(&report).as_deref(), Some("comes back in 10 of 10 samples"));
        report.quality.stability_runs = 0;
        assert_eq!(said(&report).as_deref(), Some("comes back in 100% of the samples"));
        report.topics[0].stability = None;
        assert_eq!(said(&report), None);
    }

    #[test]
    fn an_outlier_has_its_reason() {
        let report = sample::report();
        let labels = Labels::of(&report);
        let mut unit = report.units[2].clone();
        assert_eq!(
            outlier(&Translations::default(), &labels, &unit),
            "between two topics · nearest topic 2, harvest (0.31, margin 0.02)"
        );
        unit.reason = Some(OutlierReason::NoneOfThese);
        unit.nearest_topic = Some(99);
        unit.margin = None;
        assert_eq!(
            outlier(&Translations::default(), &labels, &unit),
            "about none of the given topics · nearest topic 99 (0.31)"
        );
        unit.reason = Some(OutlierReason::Far);
        unit.nearest_topic = None;
        assert_eq!(outlier(&Translations::default(), &labels, &unit), "far from every topic");
    }

    #[test]
    fn a_unit_is_in_part_about_the_topics_that_are_not_its_own() {
        let mut report = sample::report();
        let found = in_part(&report);
        assert_eq!(found.keys().copied().collect::<Vec<_>>(), [2]);
        let [only] = &found[&2][..] else { panic!("one unit") };
        assert_eq!(only.text(), "Le train ");
        let words = Translations::default();
        let note = only.note(&words, &Labels::of(&report));
        assert_eq!(note, "25% of it; its own topic is 1 armored train, railway");
        assert_eq!(more_in_part(&words, &found[&2]).as_deref(), Some("1 more in part"));
        assert_eq!(more_in_part(&words, &[]), None);
        // A span that is none, as a report from elsewhere may have it.
        report.units[3].shares[1].sentences = vec![[5, 2]];
        assert!(in_part(&report)[&2][0].text().starts_with("Le train blindé a quitté"));
    }

    #[test]
    fn names_and_dates_are_limited() {
        let entry = &sample::report().topics[0];
        assert_eq!(
            mentions(&Translations::default(), entry, 9, 9),
            "Vostochny, Amur · 13 September 2023, May 2024"
        );
        assert_eq!(mentions(&Translations::default(), entry, 1, 1), "Vostochny · 13 September 2023");
        assert_eq!(mentions(&Translations::default(), entry, 1, 0), "Vostochny");
        assert_eq!(mentions(&Translations::default(), &sample::report().topics[1], 9, 9), "");
    }
}
