//! Which texts are about which given topic, with probabilities.

use ndarray::parallel::prelude::*;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Zip};

use super::evidence::Evidence;
use super::guide::{check_length, unit};
use super::{Guide, GuidedError};
use crate::corpus::Language;

/// Times that topics learn from the texts that are surely about them. Further rounds change next to nothing.
const ROUNDS: usize = 2;

/// How far a topic moves towards the mean direction of its sure texts, against 1 for its own texts. Results hardly
/// change between 0.5 and 1.
const TOWARDS: f32 = 0.75;

/// Sure texts that make half of that move: a topic that hardly occurs must not run after two texts by chance.
const HALF_AT: f32 = 10.0;

/// A text is sure when it is more probably about the topic than about all else together.
const SURE: f32 = 0.5;

/// Settings of [`Guide::assign`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GuideOptions {
    /// A text is about "none of these" when no topic is at least this probable, in [0, 1].
    pub cutoff: f32,
}

impl Default for GuideOptions {
    fn default() -> Self {
        Self { cutoff: 0.5 }
    }
}

/// What is known of one given topic in a corpus.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TopicEvidence {
    /// Number of texts assigned to it.
    pub units: usize,
    /// Sum of its probabilities over all texts: how many are to be expected, whatever the cutoff.
    pub expected: f32,
    /// Mean score of the corpus for it, in spreads among general subjects: about 0 for what the corpus has nothing to
    /// do with, above 2 for what nearly all texts share.
    pub level: f32,
}

/// Texts and given topics.
#[derive(Debug, Clone, PartialEq)]
pub struct Guided {
    /// Topic of each text, or `None` for "none of these".
    pub assignment: Vec<Option<usize>>,
    /// The most probable topic of each text, assigned or not; `None` only where there are no topics.
    pub nearest: Vec<Option<usize>>,
    /// Probability that the text is about its most probable topic and about no other, in [0, 1].
    pub confidence: Vec<f32>,
    /// Topics that fit each text, each by itself at least as probable as the cutoff says, with their shares (sum 1),
    /// greatest first. May hold topics where the assignment is `None`: when two fit equally, neither is sure.
    pub shares: Vec<Vec<(usize, f32)>>,
    /// What is known of each topic.
    pub topics: Vec<TopicEvidence>,
    /// The cutoff that was used.
    pub cutoff: f32,
}

impl Guide {
    /// Says of each text which topic it is about, if any.
    ///
    /// `raw` has shape `(n, dim)` with the unit vectors of the texts as the model gave them, `ready` the same shape
    /// with the rows that are clustered (without the mean of their language, moved towards their neighbours), and
    /// `languages` length `n`. Fewer than ten texts are judged by `raw` alone.
    ///
    /// The log-odds of each topic (see the module) become probabilities of "this topic" and "none of these", which add
    /// up to 1. Then topics learn from the texts that are surely about them and all is done again, twice: a name or a
    /// few seeds say little of how a corpus speaks of a topic. It is relevance feedback as in Rocchio (1971), with
    /// assumed instead of judged relevance.
    ///
    /// Time and memory grow as `n`; the result is the same on any number of threads.
    ///
    /// # Errors
    /// [`GuidedError::Cutoff`], [`GuidedError::Shape`] and [`GuidedError::NotFinite`] for what cannot be used.
    pub fn assign(
        &self,
        raw: ArrayView2<'_, f32>,
        ready: ArrayView2<'_, f32>,
        languages: &[Option<Language>],
        options: &GuideOptions,
    ) -> Result<Guided, GuidedError> {
        let cutoff = options.cutoff;
        if !(0.0..=1.0).contains(&cutoff) {
            return Err(GuidedError::Cutoff { value: cutoff });
        }
        self.check(raw, ready, languages)?;
        let evidence = Evidence::new(self, raw.reborrow(), ready.reborrow(), languages);
        let mut directions = self.centred_topics.clone();
        for _ in 0..ROUNDS {
            directions = self.learn(&evidence, &directions);
        }

        let blocks: Vec<Vec<Judged>> = (0..evidence.blocks())
            .into_par_iter()
            .map(|block| {
                evidence.logits(block, &directions).outer_iter().map(|row| judge(row, cutoff)).collect()
            })
            .collect();
        let mut guided = Guided {
            assignment: Vec::with_capacity(raw.nrows()),
            nearest: Vec::with_capacity(raw.nrows()),
            confidence: Vec::with_capacity(raw.nrows()),
            shares: Vec::with_capacity(raw.nrows()),
            topics: Vec::new(),
            cutoff,
        };
        let mut expected = vec![0.0_f64; self.len()];
        let mut units = vec![0; self.len()];
        for judged in blocks.into_iter().flatten() {
            let topic = judged.nearest.filter(|_| judged.confidence >= cutoff);
            if let Some(topic) = topic {
                units[topic] += 1;
            }
            expected.iter_mut().zip(&judged.probabilities).for_each(|(sum, p)| *sum += f64::from(*p));
            guided.assignment.push(topic);
            guided.nearest.push(judged.nearest);
            guided.confidence.push(judged.confidence);
            guided.shares.push(judged.shares);
        }
        guided.topics = units
            .into_iter()
            .zip(expected)
            .zip(&evidence.corpus)
            .map(|((units, expected), &level)| TopicEvidence { units, expected: expected as f32, level })
            .collect();
        Ok(guided)
    }

    fn check(
        &self,
        raw: ArrayView2<'_, f32>,
        ready: ArrayView2<'_, f32>,
        languages: &[Option<Language>],
    ) -> Result<(), GuidedError> {
        if raw.nrows() > 0 {
            check_length("a row of the texts", raw.ncols(), self.dim())?;
        }
        check_length("the table of ready rows", ready.nrows(), raw.nrows())?;
        if raw.nrows() > 0 {
            check_length("a ready row", ready.ncols(), self.dim())?;
        }
        check_length("the list of languages", languages.len(), raw.nrows())?;
        let broken = |row: ArrayView1<'_, f32>| row.iter().any(|value| !value.is_finite());
        match raw.outer_iter().zip(ready.outer_iter()).position(|(a, b)| broken(a) || broken(b)) {
            Some(row) => Err(GuidedError::NotFinite { row }),
            None => Ok(()),
        }
    }

    /// The topics' directions moved towards the texts that are surely about them.
    fn learn(&self, evidence: &Evidence<'_>, directions: &Array2<f32>) -> Array2<f32> {
        let blocks: Vec<Vec<Option<(usize, f32)>>> = (0..evidence.blocks())
            .into_par_iter()
            .map(|block| evidence.logits(block, directions).outer_iter().map(sure).collect())
            .collect();
        let mut sums = Array2::<f64>::zeros(directions.raw_dim());
        let mut weights = vec![0.0_f64; self.len()];
        for (row, sure) in evidence.ready().outer_iter().zip(blocks.into_iter().flatten()) {
            if let Some((topic, probability)) = sure {
                weights[topic] += f64::from(probability);
                Zip::from(sums.row_mut(topic))
                    .and(&row)
                    .for_each(|sum, &value| *sum += f64::from(probability) * f64::from(value));
            }
        }
        let mut out = self.centred_topics.clone();
        for ((mut direction, sum), weight) in out.outer_iter_mut().zip(sums.outer_iter()).zip(weights) {
            let far = TOWARDS * weight as f32 / (weight as f32 + HALF_AT);
            let mean = unit(&sum.mapv(|value| value as f32));
            if let Some(moved) = mean.and_then(|mean| unit(&(&direction + &(mean * far)))) {
                direction.assign(&moved);
            }
        }
        out
    }
}

/// What is found of one text.
struct Judged {
    nearest: Option<usize>,
    confidence: f32,
    probabilities: Array1<f32>,
    shares: Vec<(usize, f32)>,
}

fn judge(logits: ArrayView1<'_, f32>, cutoff: f32) -> Judged {
    let probabilities = softmax(logits);
    let nearest = greatest(probabilities.view());
    let confidence = nearest.map_or(0.0, |topic| probabilities[topic]);
    let mut shares: Vec<(usize, f32)> = (0..logits.len())
        .filter(|&topic| {
            let alone = 1.0 / (1.0 + (-logits[topic]).exp());
            alone >= cutoff || (nearest == Some(topic) && confidence >= cutoff)
        })
        .map(|topic| (topic, probabilities[topic]))
        .collect();
    let total: f32 = shares.iter().map(|(_, probability)| probability).sum();
    for (_, share) in &mut shares {
        *share /= total.max(f32::MIN_POSITIVE);
    }
    shares.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    Judged { nearest, confidence, probabilities, shares }
}

/// The topic that a text is surely about, and how probably.
fn sure(logits: ArrayView1<'_, f32>) -> Option<(usize, f32)> {
    let probabilities = softmax(logits);
    let topic = greatest(probabilities.view())?;
    (probabilities[topic] >= SURE).then_some((topic, probabilities[topic]))
}

/// Probabilities of the topics; what is missing to 1 is that of "none of these", whose log-odds are 0.
fn softmax(logits: ArrayView1<'_, f32>) -> Array1<f32> {
    let top = logits.iter().fold(0.0_f32, |top, &logit| top.max(logit));
    let powers = logits.mapv(|logit| (logit - top).exp());
    let total = (-top).exp() + powers.sum();
    powers / total
}

/// Place of the greatest value, the first of equals.
fn greatest(values: ArrayView1<'_, f32>) -> Option<usize> {
    (0..values.len()).max_by(|&a, &b| values[a].total_cmp(&values[b]).then(b.cmp(&a)))
}
