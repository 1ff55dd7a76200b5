//! Change points: where the share of a topic among documents becomes another one.
//!
//! 1. The bins are cut into segments of one share each so that the likelihood is greatest, less a penalty for
//!    each cut: optimal partitioning (Jackson et al. 2005, *An Algorithm for Optimal Partitioning of Data on
//!    an Interval*), exact in time `O(t^2)` for `t` bins. PELT (Killick, Fearnhead and Eckley 2012) finds the
//!    same cuts and prunes where there are many; 100 bins are few.
//! 2. Is there any change? What counts is the greatest penalty at which there is still a cut, against the
//!    same over documents whose dates are dealt out anew at random: a permutation test, so that rare topics
//!    and small bins need no approximation. The p-values of all topics are corrected by Holm's procedure.
//! 3. A topic that passes is cut with a penalty that cuts one in twenty random orders at most, and no less
//!    than the Bayesian information criterion asks for a place and a share.
//!
//! A document that is in part in a topic counts in part, so shares vary less than those of whole ones;
//! likelihoods are divided by that dispersion (McCullagh and Nelder 1989, *Generalized Linear Models*,
//! chapter 4).

use rand_xoshiro::Xoshiro256Plus;
use rand_xoshiro::rand_core::SeedableRng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::super::significance::{Documents, MonteCarlo, holm, log_likelihood, shuffle_front};

/// Most bins that are told apart; where there are more, neighbours are taken together.
const MOST_CELLS: usize = 100;

/// Greatest corrected p-value of a topic with changes: in noise, one report in a hundred has one.
const LEVEL: f64 = 0.01;

/// Share of random orders that are cut by the penalty.
const CUT_BY_CHANCE: f64 = 0.05;

/// Fewest bins of a segment.
const SHORTEST: usize = 2;

/// From this bin on, the share of a topic is another one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ChangePoint {
    /// First bin after the change.
    pub bin: usize,
    /// Share of the documents from the change before (or the beginning) to this one, in [0, 1].
    pub before: f64,
    /// Share of the documents from this change to the next (or the end), in [0, 1].
    pub after: f64,
    /// Twice the log-likelihood that this change adds; the greater the surer.
    pub gain: f64,
}

/// What was found for one topic.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Changes {
    /// Corrected p-value of "the share never changes"; `None` where that cannot be tested.
    pub(super) p_value: Option<f64>,
    pub(super) points: Vec<ChangePoint>,
}

/// Finds the changes of each topic. Groups of `documents` are bins, below `n_bins`.
pub(super) fn changes(documents: &Documents, n_bins: usize) -> Vec<Changes> {
    let cells = Cells::new(&documents.per_group(n_bins));
    let cell_of: Vec<usize> = documents.group.iter().map(|&bin| cells.of_bin[bin]).collect();
    let tests: Vec<Option<Test>> = documents
        .of_topic
        .par_iter()
        .enumerate()
        .map(|(topic, parts)| Test::run(parts, &cells, &cell_of, topic as u64))
        .collect();
    let p_values: Vec<Option<f64>> =
        tests.iter().map(|test| test.as_ref().map(|test| test.p_value)).collect();
    let corrected = holm(&p_values);
    tests
        .into_iter()
        .zip(corrected)
        .map(|(test, p_value)| {
            let sure = test.filter(|_| p_value.is_some_and(|p| p <= LEVEL));
            Changes { p_value, points: sure.map_or_else(Vec::new, |test| test.points(&cells)) }
        })
        .collect()
}

/// Bins with documents, in order, some of them taken together.
struct Cells {
    /// Cell of each bin that has documents.
    of_bin: Vec<usize>,
    /// First bin with documents of each cell.
    first_bin: Vec<usize>,
    /// Documents before each cell, and in all.
    documents: Vec<f64>,
}

impl Cells {
    fn new(per_bin: &[usize]) -> Self {
        let filled = per_bin.iter().filter(|&&n| n > 0).count();
        let together = filled.div_ceil(MOST_CELLS).max(1);
        let mut cells = Self { of_bin: vec![0; per_bin.len()], first_bin: Vec::new(), documents: vec![0.0] };
        for (place, (bin, &n)) in per_bin.iter().enumerate().filter(|&(_, &n)| n > 0).enumerate() {
            if place % together == 0 {
                cells.first_bin.push(bin);
                cells.documents.push(cells.documents[cells.documents.len() - 1]);
            }
            let cell = cells.first_bin.len() - 1;
            cells.of_bin[bin] = cell;
            cells.documents[cell + 1] += n as f64;
        }
        cells
    }

    fn len(&self) -> usize {
        self.first_bin.len()
    }

    /// How the documents of a topic, each with its cell and its part in the topic, lie in the cells.
    fn split(&self, parts: impl Iterator<Item = (usize, f64)>, dispersion: f64) -> Split<'_> {
        let mut topic = vec![0.0; self.len() + 1];
        for (cell, part) in parts {
            topic[cell + 1] += part;
        }
        for cell in 0..self.len() {
            topic[cell + 1] += topic[cell];
        }
        let mut likelihoods = vec![0.0; topic.len() * topic.len()];
        for from in 0..topic.len() {
            for to in from + SHORTEST..topic.len() {
                let (x, n) = (topic[to] - topic[from], self.documents[to] - self.documents[from]);
                likelihoods[from * topic.len() + to] = log_likelihood(x, n) / dispersion;
            }
        }
        Split { documents: &self.documents, topic, likelihoods }
    }
}

/// A topic over the cells.
struct Split<'a> {
    documents: &'a [f64],
    /// Documents of the topic before each cell, and in all.
    topic: Vec<f64>,
    /// Log-likelihood of a segment of one share, over the dispersion, by first cell and cell after the last.
    likelihoods: Vec<f64>,
}

impl Split<'_> {
    fn len(&self) -> usize {
        self.topic.len() - 1
    }

    fn likelihood(&self, from: usize, to: usize) -> f64 {
        self.likelihoods[from * self.topic.len() + to]
    }

    fn share(&self, from: usize, to: usize) -> f64 {
        (self.topic[to] - self.topic[from]) / (self.documents[to] - self.documents[from])
    }

    /// Twice the log-likelihood that a cut adds between its neighbours.
    fn gain(&self, from: usize, cut: usize, to: usize) -> f64 {
        2.0 * (self.likelihood(from, cut) + self.likelihood(cut, to) - self.likelihood(from, to))
    }

    /// The cuts for which the likelihood is greatest, less a penalty for each; of equal ones, the fewest and
    /// earliest.
    fn cuts(&self, penalty: f64) -> Vec<usize> {
        let n = self.len();
        let mut best = vec![f64::NEG_INFINITY; n + 1];
        let mut last_cut = vec![0; n + 1];
        for to in SHORTEST..=n {
            best[to] = 2.0 * self.likelihood(0, to);
            for cut in SHORTEST..(to + 1).saturating_sub(SHORTEST) {
                let value = best[cut] + 2.0 * self.likelihood(cut, to) - penalty;
                if value > best[to] {
                    (best[to], last_cut[to]) = (value, cut);
                }
            }
        }
        let mut cuts: Vec<usize> = std::iter::successors(Some(last_cut[n]), |&cut| Some(last_cut[cut]))
            .take_while(|&cut| cut > 0)
            .collect();
        cuts.reverse();
        cuts
    }

    /// The greatest penalty for which there is still a cut: the most that any set of cuts gains per cut.
    ///
    /// Each step finds cuts that gain more per cut than the last ones, until there are none (Dinkelbach 1967,
    /// *On Nonlinear Fractional Programming*).
    fn strength(&self) -> f64 {
        let n = self.len();
        let mut strength = (SHORTEST..=n - SHORTEST).map(|cut| self.gain(0, cut, n)).fold(0.0, f64::max);
        loop {
            // A hair more than what is known, or rounding might find the same cuts again and again.
            let cuts = self.cuts(strength * (1.0 + 1e-9) + 1e-9);
            if cuts.is_empty() {
                return strength;
            }
            let mut ends = cuts.clone();
            ends.push(n);
            let apart: f64 = self.likelihood(0, ends[0])
                + ends.windows(2).map(|pair| self.likelihood(pair[0], pair[1])).sum::<f64>();
            strength = 2.0 * (apart - self.likelihood(0, n)) / cuts.len() as f64;
        }
    }
}

/// A topic, and how its changes compare with those of random orders.
struct Test<'a> {
    split: Split<'a>,
    p_value: f64,
    /// Penalty above which cuts are believed.
    penalty: f64,
}

impl<'a> Test<'a> {
    /// `None` for fewer than two segments' bins, and for a topic that has the same part in every document or
    /// in none.
    fn run(parts: &[(usize, f64)], cells: &'a Cells, cell_of: &[usize], seed: u64) -> Option<Self> {
        let n = cell_of.len() as f64;
        let share = parts.iter().map(|&(_, part)| part).sum::<f64>() / n;
        let square = parts.iter().map(|&(_, part)| part * part).sum::<f64>() / n;
        // Variance of a document's part, over what it is where each document is wholly in the topic or not.
        let dispersion = (square - share * share) / (share * (1.0 - share));
        // Also false for NaN, where there is no document or none of the topic.
        let varies = dispersion > 1e-9 && share < 1.0 - 1e-9;
        if cells.len() < 2 * SHORTEST || !varies {
            return None;
        }
        let split = cells.split(parts.iter().map(|&(document, part)| (cell_of[document], part)), dispersion);
        let mut random = Xoshiro256Plus::seed_from_u64(seed);
        let mut dealt = cell_of.to_vec();
        let MonteCarlo { p_value, by_chance } = MonteCarlo::run(split.strength(), || {
            shuffle_front(&mut dealt, parts.len(), &mut random);
            let parts = dealt.iter().copied().zip(parts.iter().map(|&(_, part)| part));
            cells.split(parts, dispersion).strength()
        });
        let place = ((1.0 - CUT_BY_CHANCE) * by_chance.len() as f64).ceil() as usize;
        let information_criterion = 2.0 * n.ln();
        let penalty = by_chance[place.saturating_sub(1)].max(information_criterion);
        Some(Self { split, p_value, penalty })
    }

    fn points(&self, cells: &Cells) -> Vec<ChangePoint> {
        let mut ends = vec![0];
        ends.extend(self.split.cuts(self.penalty));
        ends.push(self.split.len());
        ends.windows(3)
            .map(|ends| ChangePoint {
                bin: cells.first_bin[ends[1]],
                before: self.split.share(ends[0], ends[1]),
                after: self.split.share(ends[1], ends[2]),
                gain: self.split.gain(ends[0], ends[1], ends[2]),
            })
            .collect()
    }
}
