//! Learning the table, batch by batch.

use ndarray::Array2;

use super::DistillError;
use super::bags::Bags;
use super::corpus::Pair;
use super::loss::{Losses, Targets, Weights, loss};
use super::recipe::TrainingPlan;
use super::sampler::Sampler;
use super::splits::Splits;
use super::weights::{Side, Table};
use crate::progress::{Progress, Stage};

/// What is learned from.
pub(super) struct Lessons<'a> {
    pub(super) bags: &'a Bags,
    pub(super) splits: &'a Splits,
    /// The teacher's unit vectors.
    pub(super) targets: Array2<f32>,
    /// The row of `targets` of each text, [`NONE`](super::corpus::NONE) where there is none.
    pub(super) target_of: Vec<u32>,
    pub(super) plan: &'a TrainingPlan,
    /// Batches that nothing is learned from.
    pub(super) probe: &'a [Pair],
}

impl Lessons<'_> {
    /// The direction that the texts of many batches share (Mu and Viswanath 2018, "All-but-the-Top", section 2), if the
    /// plan has it taken out.
    pub(super) fn shared_direction(&self, table: &Table) -> Option<Vec<f32>> {
        let mut side = Side::default();
        for text in self.probe.iter().flat_map(|pair| [pair.left, pair.right]) {
            side.tokens.extend(self.bags.get(text));
            side.ends.push(side.tokens.len());
        }
        let mut mean = vec![0.0_f64; table.dimension];
        for vector in table.encode(&side).vectors.rows() {
            mean.iter_mut().zip(vector).for_each(|(m, v)| *m += f64::from(*v));
        }
        let norm = mean.iter().map(|m| m * m).sum::<f64>().sqrt();
        (self.plan.remove_mean && norm > 0.0).then(|| mean.iter().map(|m| (m / norm) as f32).collect())
    }
}

/// Runs all steps that are left, from the running means of the losses of those before; `keep` is called where a
/// checkpoint is due, and at the end.
pub(super) fn train(
    table: &mut Table,
    sampler: &mut Sampler,
    lessons: &Lessons<'_>,
    mut mean: Losses,
    progress: &dyn Progress,
    mut keep: impl FnMut(&Table, &Losses) -> Result<(), DistillError>,
) -> Result<Losses, DistillError> {
    let plan = lessons.plan;
    let weights = Weights {
        scale: plan.scale,
        contrastive: plan.contrastive,
        teacher: plan.teacher,
        structure: plan.structure,
    };
    progress.begin(Stage::Training, plan.steps as u64);
    let mut batch = Vec::new();
    let [mut left, mut right] = [Side::default(), Side::default()];
    while table.step < plan.steps {
        sampler.draw(&mut batch);
        let step = table.step;
        fill(&mut left, lessons, batch.iter().map(|pair| pair.left), (step * 2) as u64);
        fill(&mut right, lessons, batch.iter().map(|pair| pair.right), (step * 2 + 1) as u64);
        let (a, b) = (table.encode(&left), table.encode(&right));
        let targets = targets(lessons, &batch);
        let same = same(lessons, &batch);
        let (losses, da, db) = loss(a.vectors.view(), b.vectors.view(), targets.as_ref(), &same, weights);
        if !(losses.contrastive + losses.teacher + losses.structure).is_finite() {
            return Err(DistillError::Diverged { step });
        }
        table.learn(&[(&left, &a, da), (&right, &b, db)], rate(plan, step));
        progress.done(table.step as u64);
        log::debug!("step {}: {losses:?}", table.step);
        mean.follow(losses);
        if table.step.is_multiple_of(plan.checkpoint.max(1)) || table.step == plan.steps {
            keep(table, &mean)?;
        }
    }
    progress.end();
    Ok(mean)
}

/// Rises over the first steps and then falls linearly to nothing.
fn rate(plan: &TrainingPlan, step: usize) -> f32 {
    let rise = (step + 1) as f32 / plan.warm_up.max(1) as f32;
    let fall = (plan.steps - step) as f32 / plan.steps as f32;
    plan.learning_rate * rise.min(1.0) * fall
}

fn fill(side: &mut Side, lessons: &Lessons<'_>, texts: impl Iterator<Item = u32>, salt: u64) {
    side.tokens.clear();
    side.ends.clear();
    let plan = lessons.plan;
    let threshold = |share: f32| (f64::from(share) * 2.0_f64.powi(64)) as u64;
    let (dropped, split) = (threshold(plan.token_dropout), threshold(plan.split));
    for (i, text) in texts.enumerate() {
        let before = side.tokens.len();
        let tokens = lessons.bags.get(text);
        for (at, &token) in tokens.iter().enumerate() {
            let chance = mix(plan.seed ^ mix(salt ^ mix((i as u64) << 32 | at as u64)));
            if tokens.len() > 2 && chance < dropped {
                continue;
            }
            let parts = lessons.splits.of(token);
            if mix(chance) < split && !parts.is_empty() {
                side.tokens.extend(parts);
            } else {
                side.tokens.push(token);
            }
        }
        if side.tokens.len() == before {
            side.tokens.extend(tokens);
        }
        side.ends.push(side.tokens.len());
    }
}

/// Scrambles a number (SplitMix64's finaliser; Steele, Lea and Flood 2014).
fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

fn targets(lessons: &Lessons<'_>, batch: &[Pair]) -> Option<Targets> {
    let mut vectors = Array2::zeros((batch.len(), lessons.targets.ncols()));
    let mut known = vec![false; batch.len()];
    for ((pair, known), mut row) in batch.iter().zip(&mut known).zip(vectors.rows_mut()) {
        if let Some(target) = pair.target(&lessons.target_of) {
            row.assign(&lessons.targets.row(target));
            *known = true;
        }
    }
    known.contains(&true).then_some(Targets { vectors, known })
}

/// Pairs of the batch that share a text: one is no wrong answer for the other.
fn same(lessons: &Lessons<'_>, batch: &[Pair]) -> Vec<(usize, usize)> {
    let mut seen: Vec<(u64, usize)> = Vec::with_capacity(3 * batch.len());
    for (i, pair) in batch.iter().enumerate() {
        seen.push((u64::from(pair.left), i));
        seen.push((u64::from(pair.right), i));
        if let Some(target) = pair.target(&lessons.target_of) {
            seen.push((1 << 32 | target as u64, i));
        }
    }
    seen.sort_unstable();
    let mut same = Vec::new();
    for run in seen.chunk_by(|a, b| a.0 == b.0) {
        for (at, (_, i)) in run.iter().enumerate() {
            same.extend(run[at + 1..].iter().filter(|(_, j)| j != i).map(|(_, j)| (*i, *j)));
        }
    }
    same
}
