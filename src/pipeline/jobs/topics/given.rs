//! Topics that a person gave: what speaks for them in each text, and what became of each of them.

use ndarray::Array2;

use super::find::{Found, Words};
use super::rows::Rows;
use super::{Numbers, TopicsOptions};
use crate::cluster::{self, Points};
use crate::pipeline::{Collection, PipelineError, Progress};
use crate::report::topics::model::{GivenEntry, GivenSummary, NearestUnit, WhyNot};
use crate::store::StoredUnit;
use crate::topics::{self, GivenTopic, Guide, GuideOptions, GuideTexts, Guided, GuidedFile, TopicEvidence};
use crate::words::Query;

/// The given topics, and what is known of them.
pub(super) struct Given {
    /// As the person gave them.
    pub(super) topics: Vec<GivenTopic>,
    /// What is known of each.
    pub(super) evidence: Vec<TopicEvidence>,
    /// The number of each among the topics of the report, where it has texts.
    pub(super) number: Vec<Option<usize>>,
}

/// Which of the originals are about which of the given topics.
pub(super) fn guide(
    collection: &Collection,
    units: &[StoredUnit],
    rows: &Rows<'_>,
    file: &GuidedFile,
    options: &TopicsOptions,
    words: &Words<'_>,
    progress: &dyn Progress,
) -> Result<Guided, PipelineError> {
    let guide = Guide::new(&file.topics, &|terms: &[&str]| words.vectors(terms));
    words.check()?;
    let aligned = rows.of_originals(&rows.aligned);
    let points = Points::new(aligned.view())?;
    let ready = cluster::smooth(&points);
    let (own, length) = words_in_common(collection, units, rows, &file.topics, progress)?;
    let around = cluster::mean_of_near(&points, own.view());
    let texts = GuideTexts { ready: ready.view(), words: own.view(), around: around.view(), length };
    Ok(guide?.assign(&texts, &GuideOptions { cutoff: options.cutoff })?)
}

/// Which share of the words of each topic each of the originals has, `(originals, topics)`; and the mean number of words of a text.
fn words_in_common(
    collection: &Collection,
    units: &[StoredUnit],
    rows: &Rows<'_>,
    topics: &[GivenTopic],
    progress: &dyn Progress,
) -> Result<(Array2<f32>, f32), PipelineError> {
    let mut shares = Array2::zeros((rows.originals.len(), topics.len()));
    let mut length = 1.0;
    let Some(stored) = collection.stored else { return Ok((shares, length)) };
    let words = collection.words(stored, true, progress)?;
    let mut ids = vec![None; rows.texts.len()];
    for (&unit, &row) in rows.body.iter().zip(&rows.row_of) {
        ids[row] = units[unit].embedding;
    }
    let places =
        rows.originals.iter().map(|&row| Ok(ids[row].map(|id| words.place(id)).transpose()?.flatten()));
    let places = places.collect::<Result<Vec<_>, PipelineError>>()?;
    for (topic, mut shares) in topics.iter().zip(shares.columns_mut()) {
        let scores = Query::new(&topic.words(), collection.words_model()?).score(&words.searched())?;
        length = scores.mean_length();
        for (share, place) in shares.iter_mut().zip(&places) {
            *share = place.map_or(0.0, |(index, passage)| scores.of(index, passage));
        }
    }
    Ok((shares, length))
}

impl Numbers<'_> {
    /// What became of the given topics.
    pub(super) fn given(&self) -> Option<GivenSummary> {
        let Found { given: found, ids, topics, is_given, .. } = self.found;
        let found = found.as_ref()?;
        let unit_of = |text: usize| {
            let row = *self.rows.originals.get(text)?;
            let place = self.rows.row_of.iter().position(|&other| other == row)?;
            self.rows.body.get(place).copied()
        };
        let entry =
            |((topic, evidence), number): ((&GivenTopic, &TopicEvidence), &Option<usize>)| GivenEntry {
                name: topic.name.clone(),
                topic: number.map(|number| ids[number]),
                units: number.map_or(0, |number| topics.topics[number].members.len()),
                expected: evidence.expected,
                support: evidence.support,
                too_much: evidence.too_much,
                nearest: evidence.nearest.and_then(|nearest| {
                    let (why, other) = match nearest.why {
                        topics::WhyNot::Other(other) => (WhyNot::OtherTopic, Some(other)),
                        topics::WhyNot::NoWords => (WhyNot::NoWords, None),
                        topics::WhyNot::TooWeak => (WhyNot::TooWeak, None),
                    };
                    let other =
                        other.and_then(|other| found.topics.get(other)).map(|topic| topic.name.clone());
                    Some(NearestUnit {
                        unit: unit_of(nearest.text)?,
                        probability: nearest.probability,
                        why,
                        other,
                    })
                }),
            };
        let in_given = |topic: &Option<usize>| topic.is_some_and(|topic| is_given[topic]);
        Some(GivenSummary {
            none_of_these: topics.assignment.iter().filter(|topic| !in_given(topic)).count(),
            topics: found.topics.iter().zip(&found.evidence).zip(&found.number).map(entry).collect(),
        })
    }
}
