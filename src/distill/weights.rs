//! The table that is learned: one row a token, with what the optimiser remembers of it.
//!
//! The optimiser is Adam (Kingma and Ba 2015) that touches only the rows of a batch: the averages of the others stand still
//! ("lazy" Adam), so that a step costs what the batch has tokens, not what the vocabulary has.

use std::ops::Range;

use ndarray::Array2;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

const BETA_1: f32 = 0.9;
const BETA_2: f32 = 0.999;
const EPSILON: f32 = 1e-8;

/// Texts that one thread adds up at a time.
const TEXTS: usize = 32;

/// Rows of tokens: value, average gradient and average squared gradient one after the other.
pub(super) struct Table {
    pub(super) dimension: usize,
    pub(super) rows: Vec<f32>,
    /// What a token counts.
    pub(super) token_weights: Vec<f32>,
    pub(super) step: usize,
}

/// The texts of one side of a batch: tokens one after the other, and where each text ends.
#[derive(Default)]
pub(super) struct Side {
    pub(super) tokens: Vec<u32>,
    pub(super) ends: Vec<usize>,
}

impl Side {
    fn of(&self, text: usize) -> &[u32] {
        &self.tokens[if text == 0 { 0 } else { self.ends[text - 1] }..self.ends[text]]
    }
}

/// Vectors of length one and the lengths that they had.
pub(super) struct Encoded {
    pub(super) vectors: Array2<f32>,
    norms: Vec<f32>,
}

impl Table {
    /// Small random rows.
    pub(super) fn random(dimension: usize, token_weights: Vec<f32>, seed: u64) -> Self {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(seed ^ 0x0074_6162_6c65);
        let mut rows = vec![0.0; token_weights.len() * dimension * 3];
        for row in rows.chunks_exact_mut(3 * dimension) {
            row[..dimension].fill_with(|| (random.r#gen::<f32>() - 0.5) * 0.1);
        }
        Self { dimension, rows, token_weights, step: 0 }
    }

    /// Lets rows begin at `factor` times those of `means`, with little of their random values left.
    pub(super) fn begin(&mut self, means: &Array2<f32>, factor: f32) {
        let d = self.dimension;
        for (row, mean) in self.rows.chunks_exact_mut(3 * d).zip(means.rows()) {
            row[..d].iter_mut().zip(mean).for_each(|(x, m)| *x = 0.1 * *x + factor * m);
        }
    }

    /// Takes what rows have of a direction, of length one, out of them.
    pub(super) fn without(&mut self, direction: &[f32]) {
        let d = self.dimension;
        self.rows.par_chunks_exact_mut(3 * d).for_each(|row| {
            let along: f32 = row.iter().zip(direction).map(|(x, s)| x * s).sum();
            row.iter_mut().zip(direction).for_each(|(x, s)| *x -= along * s);
        });
    }

    /// The values of a token's row.
    pub(super) fn row(&self, token: u32) -> &[f32] {
        let start = token as usize * 3 * self.dimension;
        &self.rows[start..start + self.dimension]
    }

    /// Sums of the rows of texts, brought to length one.
    pub(super) fn encode(&self, side: &Side) -> Encoded {
        let d = self.dimension;
        let n = side.ends.len();
        let mut vectors = vec![0.0; n * d];
        let mut norms = vec![0.0; n];
        vectors.par_chunks_mut(TEXTS * d).zip(norms.par_chunks_mut(TEXTS)).enumerate().for_each(
            |(chunk, (vectors, norms))| {
                for (i, (vector, norm)) in vectors.chunks_exact_mut(d).zip(norms).enumerate() {
                    for &token in side.of(chunk * TEXTS + i) {
                        let weight = self.token_weights[token as usize];
                        vector.iter_mut().zip(self.row(token)).for_each(|(v, x)| *v += weight * x);
                    }
                    *norm = vector.iter().map(|v| v * v).sum::<f32>().sqrt().max(1e-12);
                    for v in vector.iter_mut() {
                        *v /= *norm;
                    }
                }
            },
        );
        let vectors = Array2::from_shape_vec((n, d), vectors).unwrap_or_default();
        Encoded { vectors, norms }
    }

    /// One step against the gradients of the encoded vectors of several sides.
    pub(super) fn learn(&mut self, sides: &[(&Side, &Encoded, Array2<f32>)], rate: f32) {
        let d = self.dimension;
        // From the gradient of the unit vector to that of the sum.
        let mut sums: Vec<Vec<f32>> = Vec::new();
        let mut tokens: Vec<u64> = Vec::new();
        for (side, encoded, gradient) in sides {
            let before: usize = sums.iter().map(Vec::len).sum::<usize>() / d;
            let mut sum = vec![0.0; gradient.len()];
            sum.par_chunks_mut(d).enumerate().for_each(|(i, sum)| {
                let (vector, gradient) = (encoded.vectors.row(i), gradient.row(i));
                let along = vector.dot(&gradient);
                for ((s, g), v) in sum.iter_mut().zip(gradient).zip(vector) {
                    *s = (g - along * v) / encoded.norms[i];
                }
            });
            sums.push(sum);
            for text in 0..side.ends.len() {
                let slot = (before + text) as u64;
                tokens.extend(side.of(text).iter().map(|&token| u64::from(token) << 32 | slot));
            }
        }
        let sums = sums.concat();
        tokens.par_sort_unstable();

        self.step += 1;
        let corrections = [BETA_1, BETA_2].map(|beta| 1.0 - beta.powi(self.step.min(1 << 20) as i32));
        let step = Step { rate, corrections };
        // Each row with the texts that it is in; rows are cut out in rising order, so that no two threads share one.
        let mut work: Vec<(u32, &mut [f32], Range<usize>)> = Vec::new();
        let mut rest: &mut [f32] = &mut self.rows;
        let mut passed = 0;
        let mut start = 0;
        while start < tokens.len() {
            let token = (tokens[start] >> 32) as usize;
            let end = start + tokens[start..].partition_point(|t| (t >> 32) as usize == token);
            let (row, after) = std::mem::take(&mut rest)[(token - passed) * 3 * d..].split_at_mut(3 * d);
            work.push((token as u32, row, start..end));
            rest = after;
            passed = token + 1;
            start = end;
        }
        work.into_par_iter().with_min_len(64).for_each_init(
            || vec![0.0_f32; d],
            |gradient, (token, row, range)| {
                gradient.fill(0.0);
                for &slot in &tokens[range] {
                    let slot = (slot & 0xffff_ffff) as usize;
                    gradient.iter_mut().zip(&sums[slot * d..(slot + 1) * d]).for_each(|(g, s)| *g += s);
                }
                let weight = self.token_weights[token as usize];
                for g in gradient.iter_mut() {
                    *g *= weight;
                }
                step.take(row, gradient);
            },
        );
    }
}

struct Step {
    rate: f32,
    corrections: [f32; 2],
}

impl Step {
    fn take(&self, row: &mut [f32], gradient: &[f32]) {
        let (values, moments) = row.split_at_mut(gradient.len());
        let (first, second) = moments.split_at_mut(gradient.len());
        let rate = self.rate / self.corrections[0];
        let scale = 1.0 / self.corrections[1];
        for (((x, m), v), g) in values.iter_mut().zip(first).zip(second).zip(gradient) {
            *m = BETA_1 * *m + (1.0 - BETA_1) * g;
            *v = BETA_2 * *v + (1.0 - BETA_2) * g * g;
            *x -= rate * *m / ((*v * scale).sqrt() + EPSILON);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(texts: &[&[u32]]) -> Side {
        let mut side = Side::default();
        for text in texts {
            side.tokens.extend(*text);
            side.ends.push(side.tokens.len());
        }
        side
    }

    /// The slope of `gradient · vector` for each number of the table, by trial.
    fn slope(table: &mut Table, side: &Side, gradient: &Array2<f32>, at: usize) -> f32 {
        let value = |table: &Table| (&table.encode(side).vectors * gradient).sum();
        let before = table.rows[at];
        let step = 1e-3;
        table.rows[at] = before + step;
        let above = value(table);
        table.rows[at] = before - step;
        let below = value(table);
        table.rows[at] = before;
        (above - below) / (2.0 * step)
    }

    #[test]
    fn the_first_step_goes_against_the_slope_and_touches_only_the_tokens_of_the_batch() {
        let side = side(&[&[0, 2, 2], &[3]]);
        let mut table = Table::random(4, vec![1.0, 1.0, 0.5, 2.0], 7);
        let gradient = Array2::from_shape_fn((2, 4), |(i, j)| (i as f32 - 0.3) * (j as f32 - 1.2));
        let slopes: Vec<f32> =
            (0..16).map(|i| slope(&mut table, &side, &gradient, i / 4 * 12 + i % 4)).collect();
        let before: Vec<f32> = (0..4).flat_map(|t| table.row(t).to_vec()).collect();
        let encoded = table.encode(&side);
        table.learn(&[(&side, &encoded, gradient)], 1e-3);
        for (i, slope) in slopes.iter().enumerate() {
            let moved = table.row(i as u32 / 4)[i % 4] - before[i];
            // Adam's first step has the length of the rate whatever the slope's.
            let expected = if i / 4 == 1 { 0.0 } else { -1e-3 * slope.signum() };
            assert!((moved - expected).abs() < 1e-5, "{i}: {moved} {slope}");
        }
    }

    #[test]
    fn a_step_has_the_same_bits_on_any_number_of_threads() {
        let texts: Vec<Vec<u32>> =
            (0..300_u32).map(|i| (0..20).map(|j| (i * 7 + j * j) % 97).collect()).collect();
        let texts: Vec<&[u32]> = texts.iter().map(Vec::as_slice).collect();
        let side = side(&texts);
        let run = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| {
                let mut table = Table::random(8, vec![1.0; 97], 3);
                for step in 0..3 {
                    let encoded = table.encode(&side);
                    let gradient = encoded.vectors.mapv(|x| (x * (step as f32 + 3.0)).sin());
                    table.learn(&[(&side, &encoded, gradient)], 1e-2);
                }
                table.rows
            })
        };
        assert_eq!(run(1), run(4));
    }
}
