//! What a batch of pairs should look like, and how far it is from it.
//!
//! For unit vectors a_i and b_i of the two sides of pair i and t_i of the teacher, the loss is the sum of
//! - *contrastive*: cross-entropy of finding b_i among all b by the scaled cosine to a_i, and the reverse, averaged
//!   (van den Oord, Li and Vinyals 2018, "Representation Learning with Contrastive Predictive Coding");
//! - *teacher*: 1 - cosine to t_i, for both sides (Reimers and Gurevych 2020, "Making Monolingual Sentence Embeddings
//!   Multilingual using Knowledge Distillation"; they use the squared distance, which is twice that on unit vectors);
//! - *structure*: mean squared difference of a_i · b_j and t_i · t_j over all i and j (Park and others 2019, "Relational
//!   Knowledge Distillation", with the cosine as the relation).

use ndarray::{Array2, ArrayView2, Axis};
use rayon::prelude::*;

use super::matrix::product;

/// Rows that one thread works on at a time; see [`product`].
const ROWS: usize = 64;

/// How much each part counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weights {
    pub(super) scale: f32,
    pub(super) contrastive: f32,
    pub(super) teacher: f32,
    pub(super) structure: f32,
}

/// The parts of a loss, each without its weight.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Losses {
    /// Cross-entropy in nats, averaged over both directions.
    pub contrastive: f32,
    /// 1 - cosine to the teacher, averaged over both sides of the pairs that it knows.
    pub teacher: f32,
    /// Mean squared difference of similarities.
    pub structure: f32,
}

impl Losses {
    /// Moves a running mean towards the losses of a step: about the last hundred count.
    pub(super) fn follow(&mut self, step: Self) {
        let towards = |mean: &mut f32, value: f32| *mean += 0.01 * (value - *mean);
        if *self == Self::default() {
            *self = step;
        }
        towards(&mut self.contrastive, step.contrastive);
        towards(&mut self.teacher, step.teacher);
        towards(&mut self.structure, step.structure);
    }
}

/// The teacher's unit vectors of a batch; a row of zeros where it has none.
pub(super) struct Targets {
    pub(super) vectors: Array2<f32>,
    pub(super) known: Vec<bool>,
}

/// The loss of a batch and its gradients for `a` and `b`, all `(pairs, dimension)`. Pairs of the list `same` are the
/// same text: neither is told apart from the other.
pub(super) fn loss(
    a: ArrayView2<'_, f32>,
    b: ArrayView2<'_, f32>,
    targets: Option<&Targets>,
    same: &[(usize, usize)],
    weights: Weights,
) -> (Losses, Array2<f32>, Array2<f32>) {
    let n = a.nrows();
    let mut losses = Losses::default();
    let cosines = product(a, b.t());

    // The exponential of each scaled cosine, from its highest possible value down, so that none overflows.
    let mut likely = Array2::<f32>::zeros((n, n));
    par_rows(&mut likely, |first, mut rows| {
        for (mut row, cosines) in rows.rows_mut().into_iter().zip(cosines.rows().into_iter().skip(first)) {
            if let (Some(row), Some(cosines)) = (row.as_slice_mut(), cosines.as_slice()) {
                row.iter_mut().zip(cosines).for_each(|(x, c)| *x = exp(weights.scale * (c - 1.0)));
            }
        }
    });
    for &(i, j) in same {
        likely[[i, j]] = 0.0;
        likely[[j, i]] = 0.0;
    }
    let row_sums = likely.sum_axis(Axis(1));
    let column_sums = sum_columns(&likely);
    let log_loss =
        |i: usize| 2.0 * weights.scale * (1.0 - cosines[[i, i]]) + row_sums[i].ln() + column_sums[i].ln();
    losses.contrastive = (0..n).map(|i| f64::from(log_loss(i))).sum::<f64>() as f32 / (2 * n) as f32;

    let relations = targets.filter(|_| weights.structure > 0.0).map(|targets| {
        let known: usize = targets.known.iter().filter(|known| **known).count();
        (product(targets.vectors.view(), targets.vectors.t()), known)
    });

    // The gradient for the cosines takes the place of the likelihoods.
    let contrastive = weights.contrastive * weights.scale / (2 * n) as f32;
    let column_factors: Vec<f32> = column_sums.iter().map(|sum| contrastive / sum).collect();
    let mut gradient = likely;
    let partial: Vec<f64> = {
        let parts = gradient.axis_chunks_iter_mut(Axis(0), ROWS).into_par_iter().enumerate();
        parts
            .map(|(chunk, mut rows)| {
                let mut off = 0.0;
                for (r, mut row) in rows.rows_mut().into_iter().enumerate() {
                    let i = chunk * ROWS + r;
                    let Some(row) = row.as_slice_mut() else { continue };
                    let factor = contrastive / row_sums[i];
                    row.iter_mut().zip(&column_factors).for_each(|(x, column)| *x *= factor + column);
                    row[i] -= 2.0 * contrastive;
                    if let (Some((relations, known)), Some(targets)) = (&relations, targets)
                        && targets.known[i]
                    {
                        let factor = 2.0 * weights.structure / (known * known).max(1) as f32;
                        let mut sum = 0.0_f32;
                        for (j, x) in row.iter_mut().enumerate() {
                            let difference =
                                if targets.known[j] { cosines[[i, j]] - relations[[i, j]] } else { 0.0 };
                            *x += factor * difference;
                            sum += difference * difference;
                        }
                        off += f64::from(sum);
                    }
                }
                off
            })
            .collect()
    };
    if let Some((_, known)) = &relations {
        losses.structure = (partial.iter().sum::<f64>() / (known * known).max(1) as f64) as f32;
    }

    let mut da = product(gradient.view(), b);
    let mut db = product(gradient.t(), a);
    if let Some(targets) = targets {
        let known = targets.known.iter().filter(|known| **known).count().max(1) as f32;
        let factor = weights.teacher / (2.0 * known);
        da.scaled_add(-factor, &targets.vectors);
        db.scaled_add(-factor, &targets.vectors);
        let near: f32 = (a.rows().into_iter().zip(b.rows()).zip(targets.vectors.rows()))
            .map(|((a, b), t)| a.dot(&t) + b.dot(&t))
            .sum();
        losses.teacher = 1.0 - near / (2.0 * known);
    }
    (losses, da, db)
}

fn par_rows(matrix: &mut Array2<f32>, act: impl Fn(usize, ndarray::ArrayViewMut2<'_, f32>) + Sync) {
    matrix
        .axis_chunks_iter_mut(Axis(0), ROWS)
        .into_par_iter()
        .enumerate()
        .for_each(|(chunk, rows)| act(chunk * ROWS, rows));
}

fn sum_columns(matrix: &Array2<f32>) -> Vec<f32> {
    let parts: Vec<Vec<f32>> = matrix
        .axis_chunks_iter(Axis(0), ROWS)
        .into_par_iter()
        .map(|rows| {
            let mut sums = vec![0.0; rows.ncols()];
            for row in rows.rows() {
                sums.iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
            }
            sums
        })
        .collect();
    let mut sums = vec![0.0; matrix.ncols()];
    for part in parts {
        sums.iter_mut().zip(part).for_each(|(sum, x)| *sum += x);
    }
    sums
}

/// e^x for x from -87 to 0 with a relative error below 3e-6, in a form that the compiler turns into vector code: 2^n by the
/// exponent's bits, times a polynomial for what is left.
fn exp(x: f32) -> f32 {
    /// Adding it rounds to a whole number, which stands in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    let y = (x * std::f32::consts::LOG2_E).max(-126.0);
    let rounded = y + ROUND;
    let whole = rounded - ROUND;
    let rest = y - whole;
    let power = f32::from_bits((rounded.to_bits().wrapping_add(127)) << 23);
    let p = 0.001_333_355_8_f32;
    let p = p * rest + 0.009_618_129;
    let p = p * rest + 0.055_504_11;
    let p = p * rest + 0.240_226_5;
    let p = p * rest + std::f32::consts::LN_2;
    (p * rest + 1.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array1;
    use rand::{Rng, SeedableRng};
    use rand_xoshiro::Xoshiro256PlusPlus;

    fn unit(rows: usize, columns: usize, random: &mut Xoshiro256PlusPlus) -> Array2<f32> {
        let mut m = Array2::from_shape_simple_fn((rows, columns), || random.r#gen::<f32>() - 0.5);
        crate::distill::projection::normalise(&mut m);
        m
    }

    #[expect(clippy::many_single_char_names, reason = "the letters of the formula")]
    fn total(
        a: &Array2<f32>,
        b: &Array2<f32>,
        t: Option<&Targets>,
        same: &[(usize, usize)],
        w: Weights,
    ) -> f64 {
        let (l, _, _) = loss(a.view(), b.view(), t, same, w);
        f64::from(w.contrastive) * f64::from(l.contrastive)
            + f64::from(w.teacher) * f64::from(l.teacher)
            + f64::from(w.structure) * f64::from(l.structure)
    }

    #[test]
    fn the_exponential_is_the_exponential() {
        for i in 0..8700 {
            let x = -(i as f32) / 100.0;
            let (ours, theirs) = (f64::from(exp(x)), f64::from(x).exp());
            assert!((ours / theirs - 1.0).abs() < 1e-5, "{x}: {ours} {theirs}");
        }
    }

    #[expect(clippy::many_single_char_names, reason = "the letters of the formula")]
    #[test]
    fn gradients_are_the_slopes_of_the_loss() {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(5);
        let (n, d) = (70, 6);
        let (a, b, mut t) = (unit(n, d, &mut random), unit(n, d, &mut random), unit(n, d, &mut random));
        let mut known = vec![true; n];
        known[3] = false;
        t.row_mut(3).fill(0.0);
        let targets = Targets { vectors: t, known };
        let w = Weights { scale: 5.0, contrastive: 1.3, teacher: 2.0, structure: 30.0 };
        let same = [(1, 4)];
        let (_, da, db) = loss(a.view(), b.view(), Some(&targets), &same, w);
        for (i, j) in [(0, 0), (1, 2), (3, 5), (4, 1), (69, 3)] {
            let step = 1e-2;
            let slope = |side: usize| {
                let [plus, minus] = [step, -step].map(|by| {
                    let (mut a, mut b) = (a.clone(), b.clone());
                    if side == 0 {
                        a[[i, j]] += by;
                    } else {
                        b[[i, j]] += by;
                    }
                    total(&a, &b, Some(&targets), &same, w)
                });
                ((plus - minus) / f64::from(2.0 * step)) as f32
            };
            assert!((slope(0) - da[[i, j]]).abs() < 2e-3, "a {i} {j}: {} {}", slope(0), da[[i, j]]);
            assert!((slope(1) - db[[i, j]]).abs() < 2e-3, "b {i} {j}: {} {}", slope(1), db[[i, j]]);
        }
    }

    #[test]
    fn equal_sides_that_the_teacher_has_too_leave_only_what_cannot_be_told_apart() {
        let eye = Array2::from_diag(&Array1::from_elem(4, 1.0));
        let targets = Targets { vectors: eye.clone(), known: vec![true; 4] };
        let w = Weights { scale: 30.0, contrastive: 1.0, teacher: 1.0, structure: 1.0 };
        let (l, _, _) = loss(eye.view(), eye.view(), Some(&targets), &[], w);
        assert!(l.contrastive < 1e-5 && l.teacher.abs() < 1e-6 && l.structure.abs() < 1e-9, "{l:?}");
    }
}
