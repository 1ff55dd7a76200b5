//! Which pairs make a batch.
//!
//! A batch is of one kind. Within a kind, each group (a source and its two languages) has the share n^t of its number of
//! pairs n, so that small languages are seen more often than their size (temperature; Conneau and Lample 2019,
//! "Cross-lingual Language Model Pretraining", section 3.1). Every group goes through its pairs in an order of its own
//! and begins again when it is through.

use rand::Rng;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_xoshiro::Xoshiro256PlusPlus;

use super::corpus::{Corpus, Pair};
use super::recipe::TrainingPlan;

/// Draws batches.
pub(super) struct Sampler {
    kinds: Vec<Kind>,
    random: Xoshiro256PlusPlus,
    batch: usize,
}

struct Kind {
    share: f64,
    groups: Vec<Group>,
}

struct Group {
    share: f64,
    pairs: Vec<Pair>,
    next: usize,
}

impl Sampler {
    /// A sampler of the pairs of a corpus that `usable` takes.
    pub(super) fn new(corpus: &Corpus, plan: &TrainingPlan, usable: impl Fn(Pair) -> bool) -> Self {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(plan.seed);
        let mut kinds = Vec::new();
        for (name, share) in &plan.mix {
            let mut groups = Vec::new();
            for group in corpus.groups.iter().filter(|group| group.kind == *name) {
                let mut pairs: Vec<Pair> =
                    corpus.pairs[group.pairs.clone()].iter().copied().filter(|pair| usable(*pair)).collect();
                if pairs.is_empty() {
                    continue;
                }
                pairs.shuffle(&mut random);
                let share = (pairs.len() as f64).powf(plan.temperature) * group.weight;
                groups.push(Group { share, pairs, next: 0 });
            }
            if !groups.is_empty() {
                kinds.push(Kind { share: *share, groups });
            }
        }
        Self { kinds, random, batch: plan.batch }
    }

    /// Passes over the batches that an earlier run has learned from.
    pub(super) fn skip(&mut self, batches: usize) {
        let mut batch = Vec::new();
        (0..batches).for_each(|_| self.draw(&mut batch));
    }

    /// Draws a batch into `batch`.
    pub(super) fn draw(&mut self, batch: &mut Vec<Pair>) {
        batch.clear();
        let Some(kind) = choose(&self.kinds, |kind| kind.share, &mut self.random) else { return };
        let kind = &mut self.kinds[kind];
        while batch.len() < self.batch {
            let Some(group) = choose(&kind.groups, |group| group.share, &mut self.random) else { return };
            let group = &mut kind.groups[group];
            if group.next == group.pairs.len() {
                group.pairs.shuffle(&mut self.random);
                group.next = 0;
            }
            batch.push(group.pairs[group.next]);
            group.next += 1;
        }
    }
}

fn choose<T>(items: &[T], share: impl Fn(&T) -> f64, random: &mut impl Rng) -> Option<usize> {
    let all: f64 = items.iter().map(&share).sum();
    let mut left = random.r#gen::<f64>() * all;
    for (i, item) in items.iter().enumerate() {
        left -= share(item);
        if left < 0.0 {
            return Some(i);
        }
    }
    items.len().checked_sub(1)
}
