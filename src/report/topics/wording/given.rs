//! What became of the given topics, in words: those that nothing is about, and those that take too much.

use crate::report::text::translations::Translations;
use crate::report::text::wrap::label;
use crate::report::topics::model::{GivenEntry, TopicReport, UnitEntry, WhyNot};

/// A given topic of which there is something to say.
pub(in crate::report) struct Told<'a> {
    /// `chess: nothing is about it; the nearest, with 8%, has no words of it`.
    pub(in crate::report) text: String,
    /// The unit that comes nearest.
    pub(in crate::report) unit: Option<&'a UnitEntry>,
}

/// How many units are about none of the given topics; nothing where none were given.
pub(in crate::report) fn none_of_these(words: &Translations, report: &TopicReport) -> Option<String> {
    let given = report.given.as_ref()?;
    let counted = words.count(given.none_of_these, &report.corpus.unit);
    Some(words.with("given-none-of-these", &[("counted", counted.into())]))
}

/// The topics of which there is something to say, in the order of the file.
pub(in crate::report) fn told<'a>(words: &Translations, report: &'a TopicReport) -> Vec<Told<'a>> {
    let topics = report.given.iter().flat_map(|given| &given.topics);
    topics.filter_map(|entry| tell(words, report, entry)).collect()
}

fn tell<'a>(words: &Translations, report: &'a TopicReport, entry: &GivenEntry) -> Option<Told<'a>> {
    let name = label(&entry.name);
    if entry.too_much {
        let text = words.pair(&name, &words.say("given-too-much"));
        return Some(Told { text, unit: None });
    }
    if entry.topic.is_some() {
        return None;
    }
    let mut said = vec![words.say("given-nothing")];
    let nearest = entry.nearest.as_ref();
    if let Some(nearest) = nearest {
        let probability = words.whole_percent(f64::from(nearest.probability));
        said.push(words.with("given-nearest", &[("probability", probability.into())]));
        let other = nearest.other.as_deref().map(label).unwrap_or_default();
        said.push(match nearest.why {
            WhyNot::OtherTopic => words.with("given-other-topic", &[("topic", other.into())]),
            WhyNot::NoWords => words.say("given-no-words"),
            WhyNot::TooWeak => words.say("given-too-weak"),
        });
    }
    let text = words.pair(&name, &words.phrases(&said));
    Some(Told { text, unit: nearest.and_then(|nearest| report.units.get(nearest.unit)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::sample;

    fn said(report: &TopicReport) -> Vec<String> {
        told(&Translations::default(), report).into_iter().map(|told| told.text).collect()
    }

    #[test]
    fn a_topic_without_a_text_is_told_with_the_reason() {
        let mut report = sample::report();
        let words = Translations::default();
        assert_eq!(none_of_these(&words, &report).as_deref(), Some("2 paragraphs about none of them"));
        let nearest = |report: &mut TopicReport, why| {
            report.given.as_mut().unwrap().topics[1].nearest.as_mut().unwrap().why = why;
        };
        nearest(&mut report, WhyNot::NoWords);
        assert_eq!(
            said(&report),
            ["chess: nothing is about it; the nearest text has 8%; that one has no words of it"]
        );
        nearest(&mut report, WhyNot::TooWeak);
        assert_eq!(
            said(&report),
            ["chess: nothing is about it; the nearest text has 8%; that one says too little of it"]
        );
        report.given.as_mut().unwrap().topics[1].nearest = None;
        assert_eq!(said(&report), ["chess: nothing is about it"]);
    }

    #[test]
    fn a_topic_that_takes_too_much_is_told_and_one_as_it_should_be_is_not() {
        let mut report = sample::report();
        report.given.as_mut().unwrap().topics.truncate(1);
        assert!(said(&report).is_empty());
        report.given.as_mut().unwrap().topics[0].too_much = true;
        assert_eq!(
            said(&report),
            ["armored train, railway: takes more than its words support, read what it has"]
        );
        report.given = None;
        assert!(said(&report).is_empty() && none_of_these(&Translations::default(), &report).is_none());
    }
}
