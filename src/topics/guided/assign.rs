//! Which texts are about which given topic, with probabilities that are fitted to the corpus.

use ndarray::parallel::prelude::*;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, Zip};

use super::scale::Scale;
use super::{Guide, GuidedError, check_length};

/// Settings of [`Guide::assign`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GuideOptions {
    /// A text is about "none of these" when no topic is at least this probable, in [0, 1].
    pub cutoff: f32,
}

impl Default for GuideOptions {
    fn default() -> Self {
        Self { cutoff: 0.4 }
    }
}

/// What is known of the texts.
#[derive(Debug, Clone, Copy)]
pub struct GuideTexts<'a> {
    /// Unit vectors, `(n, dim)`: languages brought together, and moved towards their neighbours.
    pub ready: ArrayView2<'a, f32>,
    /// Which share of the words of each topic each text has, by what words mean, `(n, n_topics)`, in [0, 1].
    pub words: ArrayView2<'a, f32>,
    /// The mean of that over the neighbours of each text, `(n, n_topics)`.
    pub around: ArrayView2<'a, f32>,
    /// Mean number of words of a text: of long texts every topic has more.
    pub length: f32,
}

/// What is known of one given topic in a corpus.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicEvidence {
    /// Number of texts assigned to it.
    pub units: usize,
    /// Sum of its probabilities over all texts: how many are to be expected, whatever the cutoff.
    pub expected: f32,
    /// How far the words of the texts that it has, and of their neighbours, are its own: below 0.12 where they hardly are, about 0.2
    /// where they are.
    pub support: f32,
    /// Whether it takes texts that its words do not support.
    pub too_much: bool,
    /// Of a topic that gets no text: the text that comes nearest.
    pub nearest: Option<NearestText>,
}

/// The text that comes nearest to a topic that gets none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NearestText {
    /// The text.
    pub text: usize,
    /// How probably it is about the topic.
    pub probability: f32,
    /// Why it is not.
    pub why: WhyNot,
}

/// Why a text is not about a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyNot {
    /// It is about another given topic.
    Other(usize),
    /// Neither it nor its neighbours have words of the topic.
    NoWords,
    /// It has some words of the topic, and too little that makes it one of its texts.
    TooWeak,
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

// The log-odds that a text is about a topic, against "none of these", whose log-odds are 0:
//
//   STANDING · (standing − theme) + WORDS · own + AROUND · around − RIVAL · rival + SHARE · share + SUPPORT · support
//
// - `standing`: the cosine of the text and the topic in spreads among the general subjects ([`Scale`]);
// - `theme`: what half of the texts have of that at least. In a corpus about two countries, a topic that has to do with them is near to every text;
// - `own`, `around`: the root of the share of the topic's words that the text has, and its neighbours. What a text has grows with its length,
//   about as the root of it, and is measured by that of the corpus;
// - `rival`: how near the nearest other given topic lies, 0 to 1: a text that fits one fits the other as well;
// - `share`: the logarithm of how many texts are expected to be about the topic over how many are about none of these;
// - `support`: the logarithm of how far the words of the texts that it is expected to have are its own.
//
// The last two are of the corpus, and are found together with the probabilities, by turns: expectation and maximisation (Dempster, Laird and
// Rubin 1977) of the shares, as a classifier is fitted to a corpus whose classes are otherwise distributed (Saerens, Latinne and Decaestecker
// 2002), with the weight SHARE instead of 1, since the log-odds are no exact likelihoods. So a topic that little speaks for loses
// what it has, and one that much speaks for takes what fits.
//
// The weights are a logistic regression over eight labelled collections in fifteen settings each (`docs/decisions.md`).
const STANDING: f32 = 0.76;
const WORDS: f32 = 3.7;
const AROUND: f32 = 3.7;
const RIVAL: f32 = 1.8;
const SHARE: f32 = 0.8;
const SUPPORT: f32 = 0.9;

/// Most that is taken off what stands out in a text because half of the texts have it: a theme of the corpus. More would take a topic from a corpus
/// that is about nothing else.
const THEME: f32 = 1.25;

/// Fewest texts that have a theme.
const FEWEST: usize = 10;

/// Rounds in which shares and support are found; further ones change next to nothing.
const ROUNDS: usize = 8;

/// Share, over that of none, and support of each topic at first: those of one among several that occur.
const FIRST_SHARE: f32 = 0.1;
const FIRST_SUPPORT: f32 = 0.17;

/// Texts that are added with these shares: a few texts say little of them.
const FIRST_TEXTS: f64 = 10.0;

/// What is added to the share of a topic, and to that of none: a topic of no text is not impossible.
const LEAST_SHARE: f64 = 0.05;
const LEAST_NONE: f64 = 0.1;

/// Texts that are added to a topic's, with this support: a topic of few texts has that of an absent one.
const ASSUMED_TEXTS: f64 = 3.0;
const ASSUMED_SUPPORT: f64 = 0.1;

/// Words of a text at which its share of a topic's words is taken as it is.
const LENGTH: f32 = 20.0;

/// Support below which a topic is told to take more than its words support: topics that occur had .13 to .34 on labelled texts, others .01 to .14.
pub(super) const TOO_LITTLE: f32 = 0.12;

/// Share of a topic's words, in the measure of `own`, below which a text has none of them.
const NO_WORDS: f32 = 0.1;

/// Rows handled at once; fixed, so that results do not depend on the number of threads.
const BLOCK: usize = 512;

impl Guide {
    /// Says of each text which topic it is about, if any.
    ///
    /// Of each text and topic, nearness of meaning and the words that they have in common make log-odds. How many texts a topic has in this
    /// corpus, and how far their words are its own, is estimated from all texts together, and moves the log-odds of all of them; so a
    /// topic that the corpus is not about gets nothing even where some text is nearer to it than to all else.
    ///
    /// Time and memory grow as `n · n_topics`; the result is the same on any number of threads.
    ///
    /// # Errors
    /// [`GuidedError::Cutoff`], [`GuidedError::Shape`] and [`GuidedError::NotFinite`] for what cannot be
    /// used.
    pub fn assign(&self, texts: &GuideTexts<'_>, options: &GuideOptions) -> Result<Guided, GuidedError> {
        let cutoff = options.cutoff;
        if !(0.0..=1.0).contains(&cutoff) {
            return Err(GuidedError::Cutoff { value: cutoff });
        }
        self.check(texts)?;
        let evidence = Evidence::new(self, texts);
        let mut corpus = vec![SHARE * FIRST_SHARE.ln() + SUPPORT * FIRST_SUPPORT.ln(); self.len()];
        for _ in 0..ROUNDS {
            corpus = evidence.of_corpus(&corpus);
        }
        let judged: Vec<Judged> = evidence
            .fixed
            .axis_iter(Axis(0))
            .into_par_iter()
            .map(|row| judge(moved(row, &corpus).view(), cutoff))
            .collect();

        let expected = evidence.expected(&corpus);
        let mut topics: Vec<TopicEvidence> = expected
            .iter()
            .map(|of| TopicEvidence {
                units: 0,
                expected: of.texts as f32,
                support: of.support() as f32,
                too_much: false,
                nearest: None,
            })
            .collect();
        let mut guided = Guided {
            assignment: Vec::with_capacity(judged.len()),
            nearest: Vec::with_capacity(judged.len()),
            confidence: Vec::with_capacity(judged.len()),
            shares: Vec::with_capacity(judged.len()),
            topics: Vec::new(),
            cutoff,
        };
        for judged in judged {
            let topic = judged.nearest.filter(|_| judged.confidence >= cutoff);
            if let Some(topic) = topic {
                topics[topic].units += 1;
            }
            guided.assignment.push(topic);
            guided.nearest.push(judged.nearest);
            guided.confidence.push(judged.confidence);
            guided.shares.push(judged.shares);
        }
        for (number, topic) in topics.iter_mut().enumerate() {
            topic.too_much = topic.units > 0 && topic.support < TOO_LITTLE;
            if topic.units == 0 {
                topic.nearest = evidence.nearest_to(number, &corpus, &guided.assignment);
            }
        }
        guided.topics = topics;
        Ok(guided)
    }

    fn check(&self, texts: &GuideTexts<'_>) -> Result<(), GuidedError> {
        let n = texts.ready.nrows();
        if n > 0 {
            check_length("a row of the texts", texts.ready.ncols(), self.dim())?;
        }
        for table in [texts.words, texts.around] {
            check_length("a table of words", table.nrows(), n)?;
            check_length("a row of a table of words", table.ncols(), self.len())?;
        }
        let broken = |row: ArrayView1<'_, f32>| row.iter().any(|value| !value.is_finite());
        let rows = texts.ready.outer_iter().zip(texts.words.outer_iter()).zip(texts.around.outer_iter());
        match rows.into_iter().position(|((a, b), c)| broken(a) || broken(b) || broken(c)) {
            Some(row) => Err(GuidedError::NotFinite { row }),
            None => Ok(()),
        }
    }
}

/// What is found of one text.
struct Judged {
    nearest: Option<usize>,
    confidence: f32,
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
    Judged { nearest, confidence, shares }
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

/// Log-odds with what the corpus says of each topic.
fn moved(row: ArrayView1<'_, f32>, corpus: &[f32]) -> Array1<f32> {
    row.iter().zip(corpus).map(|(logit, of_corpus)| logit + of_corpus).collect()
}

/// What a topic is expected to have.
#[derive(Debug, Clone, Copy, Default)]
struct Expected {
    /// Sum of probabilities.
    texts: f64,
    /// The same times the words in common.
    words: f64,
}

impl Expected {
    fn support(self) -> f64 {
        (self.words + ASSUMED_TEXTS * ASSUMED_SUPPORT) / (self.texts + ASSUMED_TEXTS)
    }
}

/// What speaks for each topic in each text, apart from what the corpus as a whole says.
struct Evidence {
    /// Log-odds, `(n, n_topics)`.
    fixed: Array2<f32>,
    /// Words in common, of the text and its neighbours, `(n, n_topics)`.
    words: Array2<f32>,
}

impl Evidence {
    fn new(guide: &Guide, texts: &GuideTexts<'_>) -> Self {
        let measure = (LENGTH / texts.length.max(1.0)).sqrt();
        let rooted = |share: f32| (share.max(0.0) * measure).sqrt();
        let blocks: Vec<Array2<f32>> = texts
            .ready
            .axis_chunks_iter(Axis(0), BLOCK)
            .into_par_iter()
            .map(|rows| Scale::new(rows, &guide.subjects).standard(rows, &guide.topics))
            .collect();
        let mut fixed = Array2::zeros((texts.ready.nrows(), guide.len()));
        for (block, mut rows) in blocks.iter().zip(fixed.axis_chunks_iter_mut(Axis(0), BLOCK)) {
            rows.assign(block);
        }
        drop(blocks);
        for (mut standing, rival) in fixed.columns_mut().into_iter().zip(rivals(&guide.topics)) {
            let theme = theme(standing.view());
            standing.mapv_inplace(|standing| STANDING * (standing - theme) - RIVAL * rival);
        }
        let mut words = Array2::zeros(fixed.raw_dim());
        Zip::from(&mut fixed).and(&mut words).and(&texts.words).and(&texts.around).for_each(
            |logit, words, &own, &around| {
                let (own, around) = (rooted(own), rooted(around));
                *logit += WORDS * own + AROUND * around;
                *words = f32::midpoint(own, around);
            },
        );
        Self { fixed, words }
    }

    /// What each topic is expected to have, with what the corpus was said to say.
    fn expected(&self, corpus: &[f32]) -> Vec<Expected> {
        let blocks: Vec<Vec<Expected>> = self
            .fixed
            .axis_chunks_iter(Axis(0), BLOCK)
            .into_par_iter()
            .zip(self.words.axis_chunks_iter(Axis(0), BLOCK))
            .map(|(fixed, words)| {
                let mut sums = vec![Expected::default(); corpus.len()];
                for (row, words) in fixed.outer_iter().zip(words.outer_iter()) {
                    let probabilities = softmax(moved(row, corpus).view());
                    for ((sum, &p), &words) in sums.iter_mut().zip(&probabilities).zip(words) {
                        sum.texts += f64::from(p);
                        sum.words += f64::from(p) * f64::from(words);
                    }
                }
                sums
            })
            .collect();
        // One block after the other: the order of sums is the same on any number of threads.
        let mut all = vec![Expected::default(); corpus.len()];
        for (sum, block) in blocks.iter().flat_map(|block| (0..).zip(block)) {
            all[sum].texts += block.texts;
            all[sum].words += block.words;
        }
        all
    }

    /// What the corpus adds to the log-odds of each topic.
    fn of_corpus(&self, corpus: &[f32]) -> Vec<f32> {
        let expected = self.expected(corpus);
        let n = self.fixed.nrows() as f64;
        let all = n + FIRST_TEXTS;
        let rest = (n - expected.iter().map(|of| of.texts).sum::<f64>()).max(0.0);
        let none = (rest + FIRST_TEXTS) / all + LEAST_NONE;
        let first = FIRST_TEXTS * f64::from(FIRST_SHARE);
        expected
            .iter()
            .map(|of| {
                let share = (((of.texts + first) / all + LEAST_SHARE) / none).ln() as f32;
                SHARE * share + SUPPORT * of.support().ln() as f32
            })
            .collect()
    }

    /// The text that comes nearest to a topic that got none, whatever else it is about.
    fn nearest_to(&self, topic: usize, corpus: &[f32], assignment: &[Option<usize>]) -> Option<NearestText> {
        let text = greatest(self.fixed.column(topic))?;
        let why = match assignment.get(text).copied().flatten() {
            Some(other) => WhyNot::Other(other),
            None if self.words[[text, topic]] < NO_WORDS => WhyNot::NoWords,
            None => WhyNot::TooWeak,
        };
        let probability = softmax(moved(self.fixed.row(text), corpus).view())[topic];
        Some(NearestText { text, probability, why })
    }
}

/// What half of the texts have of what stands out, within bounds.
fn theme(standing: ArrayView1<'_, f32>) -> f32 {
    if standing.len() < FEWEST {
        return 0.0;
    }
    let mut all = standing.to_vec();
    let middle = all.len() / 2;
    all.select_nth_unstable_by(middle, f32::total_cmp).1.clamp(0.0, THEME)
}

/// For each topic, how near the nearest other one lies, 0 to 1.
fn rivals(topics: &Array2<f32>) -> Vec<f32> {
    let cosines = topics.dot(&topics.t());
    let rival = |(topic, row): (usize, ArrayView1<'_, f32>)| {
        let others = row.iter().enumerate().filter(|(other, _)| *other != topic);
        others.map(|(_, cosine)| *cosine).fold(0.0, f32::max).min(1.0)
    };
    cosines.outer_iter().enumerate().map(rival).collect()
}
