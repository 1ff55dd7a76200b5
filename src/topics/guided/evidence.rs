//! The log-odds that a text is about a topic.
//!
//! Three things speak for a topic, all of them scores in spreads among the general subjects (`scores`):
//!
//! - `standing`: the score of the text's *ready* row, which lacks what all texts of its language share and leans on
//!   its neighbours. It says what sets the text apart within the corpus.
//! - `absolute`: the score of the row as the model gave it, less the theme. It says what the text is about in itself.
//! - `whole`: what the topic's mean score over the corpus, less the theme, has above [`WHOLE_FROM`]. A corpus that is
//!   about one topic as a whole shares it, so that `standing` cannot see it.
//!
//! The *theme* is what all given topics have in common with the corpus: in a corpus about two countries, topics whose
//! descriptions name both score high for every text. It is the mean of the corpus's scores for the topics, and for
//! one more that has nothing to do with it (score 0), so that a single topic is not taken for the theme entirely.
//!
//! The weights below were chosen by hand, starting from a logistic regression with the built-in model on labelled news
//! (French, English), sentences (five languages) and newsgroups, in seven settings: all topics given, a third of them,
//! topics that do not occur, 40 texts, texts of one topic with all or one topic given, and topics of one theme. The
//! regression gives `absolute` as much weight as `standing`; less is better for a corpus of one theme, such as the
//! sample corpus, which was in view when the choice was made. Scores have no unit, so that other models can be used;
//! how exact their confidences are was not measured.
//!
//! A confidence is about right for paragraphs, news and sentences. It is too high for requests of a few words (of
//! those given 0.8, half were right), and, where topics do not occur but close ones do, for the texts of the latter.

use std::collections::BTreeMap;

use ndarray::parallel::prelude::*;
use ndarray::{Array2, ArrayView2, Axis};

use super::Guide;
use super::scores::{BLOCK, Scale};
use crate::corpus::Language;

/// Weight of `standing`.
const STANDING: f32 = 0.7;

/// Weight of `absolute`.
const ABSOLUTE: f32 = 0.3;

/// Weight of `whole`.
const WHOLE: f32 = 5.0;

/// Corpora whose topics are a fifth each have about 0.3, corpora of one topic about 2: in between lies a corpus where
/// the topic is the rule. Steep, because it decides about the corpus, not about a text.
const WHOLE_FROM: f32 = 1.2;

/// Log-odds of "none of these" when nothing speaks for a topic: 10 to 1.
const NONE: f32 = 2.3;

/// Fewest texts whose mean is a matter of their language or their corpus and not of the texts themselves.
const FEWEST: usize = 10;

/// What a corpus says of the given topics before its texts are looked at one by one.
pub(super) struct Evidence<'a> {
    guide: &'a Guide,
    raw: ArrayView2<'a, f32>,
    ready: ArrayView2<'a, f32>,
    groups: Vec<Option<Language>>,
    /// What each group adds for each topic: `absolute`'s theme and `whole`.
    of_group: BTreeMap<Option<Language>, Vec<f32>>,
    /// Mean score of the corpus for each topic.
    pub(super) corpus: Vec<f32>,
}

impl<'a> Evidence<'a> {
    /// `raw` and `ready` have shape `(n, dim)`, `languages` length `n`.
    pub(super) fn new(
        guide: &'a Guide,
        raw: ArrayView2<'a, f32>,
        ready: ArrayView2<'a, f32>,
        languages: &[Option<Language>],
    ) -> Self {
        let mut members: BTreeMap<Option<Language>, usize> = BTreeMap::new();
        for &language in languages {
            *members.entry(language).or_default() += 1;
        }
        // Small groups are part of the whole, whose entry is `None`, as it was when their rows were made ready.
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
    pub(super) fn ready(&self) -> ArrayView2<'a, f32> {
        self.ready
    }

    /// Log-odds of each topic against "none of these" for the texts of one block, `(n, n_topics)`; `directions` are the
    /// topics among the ready rows.
    pub(super) fn logits(&self, block: usize, directions: &Array2<f32>) -> Array2<f32> {
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
    pub(super) fn blocks(&self) -> usize {
        self.raw.nrows().div_ceil(BLOCK)
    }
}

/// What the mean scores of a group add to the log-odds of each topic; the mean of a `few` texts says nothing of a
/// whole.
fn group_logits(means: &[f32], few: bool) -> Vec<f32> {
    let theme = means.iter().sum::<f32>() / (means.len() + 1) as f32;
    let whole = |mean: &f32| if few { 0.0 } else { WHOLE * (mean - theme - WHOLE_FROM).max(0.0) };
    means.iter().map(|mean| whole(mean) - ABSOLUTE * theme).collect()
}
