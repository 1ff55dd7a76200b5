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

    /// Whether there is nothing to draw.
    pub(super) fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// The first pairs of all groups, as many of each as its share of a batch says, some ten batches in all; drawing
    /// goes on as if they had not been looked at.
    pub(super) fn probe(&self) -> Vec<Pair> {
        const BATCHES: f64 = 10.0;
        let all: f64 = self.kinds.iter().map(|kind| kind.share).sum();
        let mut probe = Vec::new();
        for kind in &self.kinds {
            let of_kind: f64 = kind.groups.iter().map(|group| group.share).sum();
            for group in &kind.groups {
                let share = kind.share / all * group.share / of_kind;
                let count = (BATCHES * self.batch as f64 * share).ceil() as usize;
                probe.extend(group.pairs.iter().take(count));
            }
        }
        probe
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

#[cfg(test)]
mod tests {
    use super::super::corpus::Group as CorpusGroup;
    use super::*;

    /// Three groups with 10, 90 and 5 pairs, the last of another kind.
    fn corpus() -> Corpus {
        let pairs = (0..105).map(|i| Pair { left: i, right: 1000 + i }).collect();
        let group =
            |kind: &str, pairs| CorpusGroup { kind: kind.to_owned(), weight: 1.0, teacher: true, pairs };
        Corpus {
            pairs,
            groups: vec![group("a", 0..10), group("a", 10..100), group("b", 100..105)],
            ..Corpus::default()
        }
    }

    fn plan(temperature: f64) -> TrainingPlan {
        let mix = [("a", 1.0), ("b", 1.0)].map(|(kind, share)| (kind.to_owned(), share));
        TrainingPlan { batch: 40, temperature, mix: mix.into(), ..TrainingPlan::default() }
    }

    fn batches(sampler: &mut Sampler, n: usize) -> Vec<Vec<Pair>> {
        (0..n)
            .map(|_| {
                let mut batch = Vec::new();
                sampler.draw(&mut batch);
                batch
            })
            .collect()
    }

    #[test]
    fn a_batch_is_of_one_kind_and_small_groups_are_seen_more_often_than_their_size() {
        for (temperature, expected) in [(1.0, 0.1), (0.5, 0.25), (0.0, 0.5)] {
            let mut sampler = Sampler::new(&corpus(), &plan(temperature), |_| true);
            let (mut small, mut large) = (0, 0);
            for batch in batches(&mut sampler, 400) {
                assert_eq!(batch.len(), 40);
                assert!(batch.iter().all(|p| p.left < 100) || batch.iter().all(|p| p.left >= 100));
                small += batch.iter().filter(|p| p.left < 10).count();
                large += batch.iter().filter(|p| (10..100).contains(&p.left)).count();
            }
            let share = small as f64 / (small + large) as f64;
            assert!((share - expected).abs() < 0.03, "{temperature}: {share}");
        }
    }

    #[test]
    fn skipping_batches_is_drawing_them() {
        let [mut whole, mut resumed] = [(); 2].map(|()| Sampler::new(&corpus(), &plan(0.5), |_| true));
        let all = batches(&mut whole, 20);
        resumed.skip(12);
        assert_eq!(batches(&mut resumed, 8), all[12..]);
    }

    #[test]
    fn pairs_that_cannot_be_used_are_never_drawn() {
        let mut sampler = Sampler::new(&corpus(), &plan(1.0), |pair| pair.left % 2 == 0);
        assert!(batches(&mut sampler, 30).iter().flatten().all(|pair| pair.left % 2 == 0));
    }
}
