//! Paragraphs that are about several topics: their shares, and the sentences that are the reason.
//!
//! Sentences are read by a static model, which costs little: the collection's own where it is one, else the built-in one. A sentence is read
//! with half of what stands before and behind it in its paragraph, as seen from the mean of its language.

use std::collections::BTreeMap;
use std::ops::Range;

use ndarray::{Array1, Array2};

use super::rows::Rows;
use crate::cluster::unmix::{Parts, Unmixing};
use crate::corpus::{Language, sentences};
use crate::embed::Embedder;
use crate::embed::static_model::StaticModel;
use crate::pipeline::PipelineError;

/// Least share of a paragraph that makes it one about a topic besides its own.
const LEAST: f32 = 0.3;

/// Paragraphs that centres are learnt from; of more so many, evenly spread.
const LEARNT_FROM: usize = 10_000;

/// Paragraphs whose sentences are in memory at once.
const BATCH: usize = 2_048;

/// What the sentence before and the one behind count in the vector of a sentence.
const BESIDE: f32 = 0.5;

/// Fewest sentences of a language that have a mean of their own.
const OF_LANGUAGE: usize = 30;

/// Most sentences of a paragraph that are told apart; those behind count with the last.
const SENTENCES: usize = 200;

/// A topic that a text is about, with its share and the sentences that are about it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Share {
    pub(super) topic: usize,
    /// In [0, 1]; those of a text add up to 1.
    pub(super) amount: f32,
    /// Bytes of the text.
    pub(super) sentences: Vec<Range<usize>>,
}

/// Sentences of some rows.
struct Sentences {
    vectors: Array2<f32>,
    /// Place of each one's row among the rows that were asked for.
    whole: Vec<usize>,
    weights: Vec<f32>,
    spans: Vec<Range<usize>>,
}

/// The topics of each row that is about more than one, greatest share first; `topic_of` has the topic of each row.
///
/// # Errors
/// What the model says.
pub(super) fn several(
    rows: &Rows<'_>,
    topic_of: &[Option<usize>],
    n_topics: usize,
    model: &StaticModel,
) -> Result<Vec<Vec<Share>>, PipelineError> {
    let mut shares = vec![Vec::new(); rows.texts.len()];
    let members: Vec<usize> = rows.originals.iter().copied().filter(|&row| topic_of[row].is_some()).collect();
    if n_topics < 2 || members.is_empty() {
        return Ok(shares);
    }
    let step = members.len().div_ceil(LEARNT_FROM);
    let sample: Vec<usize> = members.iter().copied().step_by(step).collect();
    let mut learnt = read(rows, &sample, model)?;
    let means = Means::of(&learnt, &sample, rows);
    means.take_from(&mut learnt, &sample, rows);
    let clusters: Vec<Option<usize>> = learnt.whole.iter().map(|&place| topic_of[sample[place]]).collect();
    let unmixing = Unmixing::learn(learnt.parts(), &clusters, n_topics);
    drop(learnt);
    for batch in members.chunks(BATCH) {
        let mut read = read(rows, batch, model)?;
        means.take_from(&mut read, batch, rows);
        let given = unmixing.assign(read.parts());
        let mut start = 0;
        while start < given.len() {
            let place = read.whole[start];
            let end = start + read.whole[start..].iter().take_while(|&&whole| whole == place).count();
            let row = batch[place];
            if let Some(own) = topic_of[row] {
                let spans = &read.spans[start..end];
                shares[row] = shares_of(&given[start..end], &read.weights[start..end], spans, own);
            }
            start = end;
        }
    }
    Ok(shares)
}

/// The topics of one text by those of its sentences: its own, and every other with a share that counts. None where that is its own alone.
fn shares_of(topics: &[usize], weights: &[f32], spans: &[Range<usize>], own: usize) -> Vec<Share> {
    let total: f32 = weights.iter().sum();
    let mut by_topic: BTreeMap<usize, (f32, Vec<Range<usize>>)> = BTreeMap::new();
    for ((&topic, &weight), span) in topics.iter().zip(weights).zip(spans) {
        let entry = by_topic.entry(topic).or_default();
        entry.0 += weight / total;
        entry.1.push(span.clone());
    }
    by_topic.retain(|&topic, (share, _)| topic == own || *share >= LEAST);
    // Where all of it is about one topic, what the text as a whole was put into stands.
    if by_topic.len() < 2 {
        return Vec::new();
    }
    let kept: f32 = by_topic.values().map(|(share, _)| share).sum();
    let mut shares: Vec<Share> = by_topic
        .into_iter()
        .map(|(topic, (share, sentences))| Share { topic, amount: share / kept, sentences })
        .collect();
    shares.sort_by(|a, b| b.amount.total_cmp(&a.amount).then(a.topic.cmp(&b.topic)));
    shares
}

/// The sentences of some rows and their vectors; those of which the model knows no word are left out.
fn read(rows: &Rows<'_>, wanted: &[usize], model: &StaticModel) -> Result<Sentences, PipelineError> {
    let mut texts: Vec<&str> = Vec::new();
    let (mut whole, mut spans) = (Vec::new(), Vec::new());
    for (place, &row) in wanted.iter().enumerate() {
        let text = rows.proper[row];
        let mut found = sentences(text);
        if let Some(last) = found.last().cloned().filter(|_| found.len() > SENTENCES) {
            found.truncate(SENTENCES);
            found[SENTENCES - 1].end = last.end;
        }
        for span in found {
            texts.push(&text[span.clone()]);
            whole.push(place);
            spans.push(span);
        }
    }
    let embeddings = model.passages(&texts)?;
    let known: Vec<usize> = (0..texts.len()).filter(|&i| embeddings.get(i).is_some()).collect();
    let dim = model.info().dimension;
    let mut vectors = Array2::<f32>::zeros((known.len(), dim));
    for (mut row, &i) in vectors.outer_iter_mut().zip(&known) {
        for neighbour in [i.checked_sub(1), Some(i), Some(i + 1)].into_iter().flatten() {
            let weight = if neighbour == i { 1.0 } else { BESIDE };
            if let Some(vector) =
                (whole.get(neighbour) == Some(&whole[i])).then(|| embeddings.get(neighbour)).flatten()
            {
                row.iter_mut().zip(vector).for_each(|(sum, value)| *sum += weight * value);
            }
        }
        to_unit(row);
    }
    // The longer says more, though not as much more as it is longer.
    let weights = known.iter().map(|&i| (texts[i].chars().count() as f32).sqrt()).collect();
    Ok(Sentences {
        vectors,
        whole: known.iter().map(|&i| whole[i]).collect(),
        weights,
        spans: known.iter().map(|&i| spans[i].clone()).collect(),
    })
}

impl Sentences {
    fn parts(&self) -> Parts<'_> {
        Parts { rows: self.vectors.view(), whole: &self.whole, weights: &self.weights }
    }
}

/// What sentences of a language have in common.
struct Means {
    of_language: BTreeMap<Option<Language>, Array1<f32>>,
    of_all: Array1<f32>,
}

impl Means {
    fn of(sentences: &Sentences, wanted: &[usize], rows: &Rows<'_>) -> Self {
        let dim = sentences.vectors.ncols();
        let mut sums: BTreeMap<Option<Language>, (usize, Array1<f64>)> = BTreeMap::new();
        for (row, &place) in sentences.vectors.outer_iter().zip(&sentences.whole) {
            let language = rows.languages[wanted[place]];
            let (count, sum) = sums.entry(language).or_insert_with(|| (0, Array1::zeros(dim)));
            *count += 1;
            sum.zip_mut_with(&row, |sum, &value| *sum += f64::from(value));
        }
        let mut all = Array1::<f64>::zeros(dim);
        let mut count_of_all = 0;
        let mut of_language = BTreeMap::new();
        for (language, (count, sum)) in sums {
            all += &sum;
            count_of_all += count;
            if count >= OF_LANGUAGE && language.is_some() {
                of_language.insert(language, sum.mapv(|value| (value / count as f64) as f32));
            }
        }
        let of_all = all.mapv(|value| (value / count_of_all.max(1) as f64) as f32);
        Self { of_language, of_all }
    }

    fn take_from(&self, sentences: &mut Sentences, wanted: &[usize], rows: &Rows<'_>) {
        for (mut row, &place) in sentences.vectors.outer_iter_mut().zip(&sentences.whole) {
            let language = rows.languages[wanted[place]];
            row -= self.of_language.get(&language).unwrap_or(&self.of_all);
            to_unit(row);
        }
    }
}

/// Makes a vector one of length 1; one of hardly any length stays as it is.
fn to_unit(mut row: ndarray::ArrayViewMut1<'_, f32>) {
    let length = row.dot(&row).sqrt();
    if length > 1e-6 {
        row /= length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_its_own_topic_and_those_with_a_share_that_counts() {
        let spans: Vec<Range<usize>> = (0..10).map(|i| i * 10..i * 10 + 9).collect();
        let topics = [3, 3, 3, 3, 7, 7, 7, 7, 1, 1];
        let shares = shares_of(&topics, &[1.0; 10], &spans, 3);
        assert_eq!(shares.len(), 2, "a fifth is too little: {shares:?}");
        assert_eq!((shares[0].topic, shares[1].topic), (3, 7));
        assert!((shares[0].amount - 0.5).abs() < 1e-6);
        assert_eq!(shares[1].sentences, spans[4..8]);
    }

    #[test]
    fn a_text_about_its_own_topic_alone_has_no_shares() {
        let spans: Vec<Range<usize>> = (0..4).map(|i| i * 10..i * 10 + 9).collect();
        assert_eq!(shares_of(&[2; 4], &[1.0; 4], &spans, 2), []);
        assert_eq!(shares_of(&[2, 2, 2, 5], &[1.0, 1.0, 1.0, 0.5], &spans, 2), []);
    }

    #[test]
    fn a_text_whose_sentences_are_all_about_another_topic_stays_in_its_own() {
        let spans: Vec<Range<usize>> = (0..2).map(|i| i * 10..i * 10 + 9).collect();
        assert_eq!(shares_of(&[4, 4], &[1.0; 2], &spans, 0), []);
        let both = shares_of(&[4, 5], &[2.0, 1.5], &spans, 0);
        assert_eq!(both.iter().map(|share| share.topic).collect::<Vec<_>>(), [4, 5]);
    }
}
