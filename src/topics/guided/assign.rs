//! Which texts are about which given topic, with probabilities, and the log-odds that these come from.

use std::collections::BTreeMap;

use ndarray::parallel::prelude::*;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, Zip};

use super::{Guide, GuidedError, check_length, unit};
use crate::corpus::Language;

/// Times that topics learn from the texts that are surely about them. Further rounds change next to nothing.
const ROUNDS: usize = 2;

/// How far a topic moves towards the mean direction of its sure texts, against 1 for its own texts. Results
/// hardly change between 0.5 and 1.
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
    /// Mean score of the corpus for it, in spreads among general subjects: about 0 for what the corpus has
    /// nothing to do with, above 2 for what nearly all texts share.
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
    /// Topics that fit each text, each by itself at least as probable as the cutoff says, with their shares
    /// (sum 1), greatest first. May hold topics where the assignment is `None`: when two fit equally, neither
    /// is sure.
    pub shares: Vec<Vec<(usize, f32)>>,
    /// What is known of each topic.
    pub topics: Vec<TopicEvidence>,
    /// The cutoff that was used.
    pub cutoff: f32,
}

impl Guide {
    /// Says of each text which topic it is about, if any.
    ///
    /// `raw` has shape `(n, dim)` with the unit vectors of the texts as the model gave them, `ready` the same
    /// shape with the rows that are clustered (without the mean of their language, moved towards their
    /// neighbours), and `languages` length `n`. Fewer than ten texts are judged by `raw` alone.
    ///
    /// The log-odds of each topic (see the module) become probabilities of "this topic" and "none of these",
    /// which add up to 1. Then topics learn from the texts that are surely about them and all is done again,
    /// twice: a name or a few seeds say little of how a corpus speaks of a topic. It is relevance feedback as
    /// in Rocchio (1971), with assumed instead of judged relevance.
    ///
    /// Time and memory grow as `n`; the result is the same on any number of threads.
    ///
    /// # Errors
    /// [`GuidedError::Cutoff`], [`GuidedError::Shape`] and [`GuidedError::NotFinite`] for what cannot be
    /// used.
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

// The log-odds that a text is about a topic.
//
// Three things speak for a topic, all of them scores in spreads among the general subjects ([`Scale`]):
//
// - `standing`: the score of the text's *ready* row, which lacks what all texts of its language share and
//   leans on its neighbours. It says what sets the text apart within the corpus.
// - `absolute`: the score of the row as the model gave it, less the theme. It says what the text is about in
//   itself.
// - `whole`: what the topic's mean score over the corpus, less the theme, has above [`WHOLE_FROM`]. A corpus
//   that is about one topic as a whole shares it, so that `standing` cannot see it.
//
// The *theme* is what all given topics have in common with the corpus: in a corpus about two countries,
// topics whose descriptions name both score high for every text. It is the mean of the corpus's scores for
// the topics, and for one more that has nothing to do with it (score 0), so that a single topic is not taken
// for the theme entirely.
//
// The weights below were chosen by hand, starting from a logistic regression with the built-in model on
// labelled news (French, English), sentences (five languages) and newsgroups, in seven settings: all topics
// given, a third of them, topics that do not occur, 40 texts, texts of one topic with all or one topic given,
// and topics of one theme. The regression gives `absolute` as much weight as `standing`; less is better for a
// corpus of one theme, such as the sample corpus, which was in view when the choice was made. Scores have no
// unit, so that other models can be used; how exact their confidences are was not measured.
//
// A confidence is about right for paragraphs, news and sentences. It is too high for requests of a few words
// (of those given 0.8, half were right), and, where topics do not occur but close ones do, for the texts of
// the latter.

/// Weight of `standing`.
const STANDING: f32 = 0.7;

/// Weight of `absolute`.
const ABSOLUTE: f32 = 0.3;

/// Weight of `whole`.
const WHOLE: f32 = 5.0;

/// Corpora whose topics are a fifth each have about 0.3, corpora of one topic about 2: in between lies a
/// corpus where the topic is the rule. Steep, because it decides about the corpus, not about a text.
const WHOLE_FROM: f32 = 1.2;

/// Log-odds of "none of these" when nothing speaks for a topic: 10 to 1.
const NONE: f32 = 2.3;

/// Fewest texts whose mean is a matter of their language or their corpus and not of the texts themselves.
const FEWEST: usize = 10;

/// What a corpus says of the given topics before its texts are looked at one by one.
struct Evidence<'a> {
    guide: &'a Guide,
    raw: ArrayView2<'a, f32>,
    ready: ArrayView2<'a, f32>,
    groups: Vec<Option<Language>>,
    /// What each group adds for each topic: `absolute`'s theme and `whole`.
    of_group: BTreeMap<Option<Language>, Vec<f32>>,
    /// Mean score of the corpus for each topic.
    corpus: Vec<f32>,
}

impl<'a> Evidence<'a> {
    /// `raw` and `ready` have shape `(n, dim)`, `languages` length `n`.
    fn new(
        guide: &'a Guide,
        raw: ArrayView2<'a, f32>,
        ready: ArrayView2<'a, f32>,
        languages: &[Option<Language>],
    ) -> Self {
        let mut members: BTreeMap<Option<Language>, usize> = BTreeMap::new();
        for &language in languages {
            *members.entry(language).or_default() += 1;
        }
        // Small groups are part of the whole, whose entry is `None`, as it was when their rows were made
        // ready.
        let groups: Vec<Option<Language>> =
            languages.iter().map(|language| language.filter(|_| members[language] >= FEWEST)).collect();
        let mut sums: BTreeMap<Option<Language>, (Vec<f64>, f64)> = BTreeMap::new();
        let blocks: Vec<Array2<f32>> = raw
            .axis_chunks_iter(Axis(0), BLOCK)
            .into_par_iter()
            .map(|rows| Scale::new(rows, &guide.subjects).standard(rows, &guide.topics))
            .collect();
        for (scores, &group) in blocks.iter().flat_map(|block| block.outer_iter()).zip(&groups) {
            for entry in [None, group].iter().take(1 + usize::from(group.is_some())) {
                let (sum, count) = sums.entry(*entry).or_insert_with(|| (vec![0.0; guide.len()], 0.0));
                *count += 1.0;
                sum.iter_mut().zip(scores).for_each(|(sum, &score)| *sum += f64::from(score));
            }
        }
        let means: BTreeMap<Option<Language>, Vec<f32>> = sums
            .into_iter()
            .map(|(group, (sum, count))| (group, sum.iter().map(|sum| (sum / count) as f32).collect()))
            .collect();
        let few = raw.nrows() < FEWEST;
        let of_group = means.iter().map(|(&group, means)| (group, group_logits(means, few))).collect();
        let corpus = means.get(&None).cloned().unwrap_or_else(|| vec![0.0; guide.len()]);
        let ready = if few { raw } else { ready };
        Self { guide, raw, ready, groups, of_group, corpus }
    }

    /// Rows that topics may learn from.
    fn ready(&self) -> ArrayView2<'a, f32> {
        self.ready
    }

    /// Log-odds of each topic against "none of these" for the texts of one block, `(n, n_topics)`;
    /// `directions` are the topics among the ready rows.
    fn logits(&self, block: usize, directions: &Array2<f32>) -> Array2<f32> {
        let start = (block * BLOCK).min(self.raw.nrows());
        let end = (start + BLOCK).min(self.raw.nrows());
        let part = ndarray::s![start..end, ..];
        let (raw, ready) = (self.raw.slice(part), self.ready.slice(part));
        let absolute = Scale::new(raw, &self.guide.subjects).standard(raw, &self.guide.topics);
        let standing = Scale::new(ready, &self.guide.centred_subjects).standard(ready, directions);
        let mut logits = absolute * ABSOLUTE + standing * STANDING - NONE;
        for (mut row, group) in logits.outer_iter_mut().zip(&self.groups[start..end]) {
            if let Some(of_group) = self.of_group.get(group) {
                row.iter_mut().zip(of_group).for_each(|(logit, of_group)| *logit += of_group);
            }
        }
        logits
    }

    /// Number of blocks.
    fn blocks(&self) -> usize {
        self.raw.nrows().div_ceil(BLOCK)
    }
}

/// What the mean scores of a group add to the log-odds of each topic; the mean of a `few` texts says nothing
/// of a whole.
fn group_logits(means: &[f32], few: bool) -> Vec<f32> {
    let theme = means.iter().sum::<f32>() / (means.len() + 1) as f32;
    let whole = |mean: &f32| if few { 0.0 } else { WHOLE * (mean - theme - WHOLE_FROM).max(0.0) };
    means.iter().map(|mean| whole(mean) - ABSOLUTE * theme).collect()
}

/// Rows handled at once; fixed, so that results do not depend on the number of threads.
const BLOCK: usize = 512;

/// Mean and spread of each row's cosines to the subjects.
struct Scale {
    mean: Array1<f32>,
    spread: Array1<f32>,
}

impl Scale {
    /// `rows` of shape `(n, dim)`, `subjects` of shape `(n_subjects, dim)`.
    fn new(rows: ArrayView2<'_, f32>, subjects: &Array2<f32>) -> Self {
        let cosines = rows.dot(&subjects.t());
        let count = cosines.ncols().max(1) as f32;
        let mean: Array1<f32> = cosines.outer_iter().map(|row| row.sum() / count).collect();
        let spread = Zip::from(cosines.rows()).and(&mean).map_collect(|row, &mean| {
            (row.iter().map(|cosine| (cosine - mean).powi(2)).sum::<f32>() / count).sqrt()
        });
        Self { mean, spread }
    }

    /// Cosines of the rows to the topics in spreads above the mean, `(n, n_topics)`; 0 where there is no
    /// spread.
    ///
    /// A text that has nothing to do with a topic gets 0 on average with a spread of 1, whatever the model,
    /// the language and the length of the text; one that is about it gets 2 to 4.
    fn standard(&self, rows: ArrayView2<'_, f32>, topics: &Array2<f32>) -> Array2<f32> {
        let mut scores = rows.dot(&topics.t());
        Zip::from(scores.rows_mut()).and(&self.mean).and(&self.spread).for_each(|mut row, &mean, &spread| {
            row.mapv_inplace(|cosine| if spread > 1e-6 { (cosine - mean) / spread } else { 0.0 });
        });
        scores
    }
}
