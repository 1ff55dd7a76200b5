//! The epochs: links pull, random rows push, all rows move at once. How nearness falls with distance is a
//! curve, `1 / (1 + a d^2b)`.

use std::f32::consts::{LN_2, LOG2_E};

use rayon::prelude::*;

use super::links::{Links, mix};

/// Pairs of rows whose forces are computed at once. Sums have so many parts, added in one order.
pub(super) const LANES: usize = 8;

/// The most by which one pair of rows pushes along an axis.
const MOST: f32 = 4.0;

/// Kept away from zero: the squared distance of a pull, and that of a push (as in the paper's
/// implementation).
const NEAREST_PULL: f32 = 1e-6;
const NEAREST_PUSH: f32 = 1e-3;

/// How much of the direction, and of its squared length, stays from one epoch to the next (`beta_1` and
/// `beta_2` of Adam). Less than Adam's own, since there are few epochs.
const KEPT: f32 = 0.5;
const KEPT_SQUARE: f32 = 0.9;

/// The first step, in units of the layout; later ones fall to zero in a straight line.
const STEP: f32 = 1.0;

/// How many rows move before another thread may help.
const BLOCK: usize = 512;

/// What a row remembers of the epochs before.
#[derive(Debug, Clone, Copy, Default)]
struct Memory {
    direction: [f32; 2],
    square: [f32; 2],
}

/// What stays the same in all epochs.
pub(super) struct Forces<'a> {
    pub(super) links: &'a Links,
    pub(super) curve: Curve,
    /// How many random rows push for each link that pulls.
    pub(super) negatives: usize,
    pub(super) seed: u64,
}

/// Moves all rows `epochs` times.
pub(super) fn descend(forces: &Forces<'_>, mut places: Vec<[f32; 2]>, epochs: usize) -> Vec<[f32; 2]> {
    let mut memory = vec![Memory::default(); places.len()];
    let mut moved = places.clone();
    let (mut kept, mut kept_square) = (1.0, 1.0);
    for epoch in 0..epochs {
        let step = STEP * (1.0 - epoch as f32 / epochs as f32);
        kept *= KEPT;
        kept_square *= KEPT_SQUARE;
        // Both begin at zero; this takes the lean to it away.
        let lean = [1.0 / (1.0 - kept), 1.0 / (1.0 - kept_square)];
        let draw = mix(forces.seed ^ mix(epoch as u64 + 1));
        moved.par_iter_mut().zip(&mut memory).enumerate().with_min_len(BLOCK).for_each(
            |(row, (place, memory))| {
                let force = forces.on(row, &places, draw);
                for axis in 0..2 {
                    let (direction, square) = (&mut memory.direction[axis], &mut memory.square[axis]);
                    *direction = KEPT * *direction + (1.0 - KEPT) * force[axis];
                    *square = KEPT_SQUARE * *square + (1.0 - KEPT_SQUARE) * force[axis] * force[axis];
                    let length = (*square * lean[1]).sqrt() + 1e-7;
                    place[axis] = places[row][axis] + step * *direction * lean[0] / length;
                }
            },
        );
        std::mem::swap(&mut places, &mut moved);
    }
    places
}

impl Forces<'_> {
    /// The force on one row; `draw` tells which random rows push.
    #[inline]
    fn on(&self, row: usize, places: &[[f32; 2]], draw: u64) -> [f32; 2] {
        let own = places[row];
        let pull = self.pull(row, own, places);
        let push = self.push(own, places, mix(draw ^ row as u64));
        // A link is met at both of its ends, and each time both of them move.
        let share = self.negatives as f32 * self.links.strengths[row] / LANES as f32;
        [2.0 * pull[0] + share * push[0], 2.0 * pull[1] + share * push[1]]
    }

    #[inline]
    fn pull(&self, row: usize, own: [f32; 2], places: &[[f32; 2]]) -> [f32; 2] {
        let Curve { a, b } = self.curve;
        let all = self.links.starts[row]..self.links.starts[row + 1];
        let (others, _) = self.links.others[all.clone()].as_chunks::<LANES>();
        let (weights, _) = self.links.weights[all].as_chunks::<LANES>();
        let (mut x, mut y) = ([0.0; LANES], [0.0; LANES]);
        for (others, weights) in others.iter().zip(weights) {
            let (mut dx, mut dy) = ([0.0; LANES], [0.0; LANES]);
            for lane in 0..LANES {
                let other = places[others[lane] as usize];
                dx[lane] = other[0] - own[0];
                dy[lane] = other[1] - own[1];
            }
            for lane in 0..LANES {
                let square = dx[lane] * dx[lane] + dy[lane] * dy[lane] + NEAREST_PULL;
                let power = power(square, b);
                let force = weights[lane] * (2.0 * a * b) * power / (square * (1.0 + a * power));
                x[lane] += force * dx[lane];
                y[lane] += force * dy[lane];
            }
        }
        [sum(x), sum(y)]
    }

    #[inline]
    fn push(&self, own: [f32; 2], places: &[[f32; 2]], mut draw: u64) -> [f32; 2] {
        let Curve { a, b } = self.curve;
        let n = places.len() as u64;
        let (mut dx, mut dy) = ([0.0; LANES], [0.0; LANES]);
        for lane in 0..LANES {
            if lane % 2 == 0 {
                draw = mix(draw.wrapping_add(0x9e37_79b9_7f4a_7c15));
            }
            let half = (draw >> (32 * (lane % 2))) & 0xffff_ffff;
            let other = places[((half * n) >> 32) as usize];
            dx[lane] = own[0] - other[0];
            dy[lane] = own[1] - other[1];
        }
        let (mut x, mut y) = ([0.0; LANES], [0.0; LANES]);
        for lane in 0..LANES {
            let square = dx[lane] * dx[lane] + dy[lane] * dy[lane];
            let power = power(square + NEAREST_PULL, b);
            let force = 2.0 * b / ((NEAREST_PUSH + square) * (1.0 + a * power));
            x[lane] = (force * dx[lane]).clamp(-MOST, MOST);
            y[lane] = (force * dy[lane]).clamp(-MOST, MOST);
        }
        [sum(x), sum(y)]
    }
}

/// The sum of the lanes, always in the same order.
#[inline]
fn sum(v: [f32; LANES]) -> f32 {
    ((v[0] + v[1]) + (v[2] + v[3])) + ((v[4] + v[5]) + (v[6] + v[7]))
}

/// The `a` and `b` of the curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Curve {
    a: f32,
    b: f32,
}

/// Distances at which the curve is fitted, and how far apart they are: up to 3, as in the paper's
/// implementation.
const POINTS: usize = 300;
const CURVE_STEP: f64 = 0.01;

/// Rounds of the fit; it stands still after a dozen.
const ROUNDS: usize = 50;

impl Curve {
    /// The curve nearest to one that is 1 up to `min_dist` and falls as `exp(min_dist - d)` beyond (McInnes
    /// et al. 2018, definition 11).
    ///
    /// Least squares by Levenberg and Marquardt's method in the logarithm of `a`, and `b`.
    pub(super) fn fit(min_dist: f64) -> Self {
        let (mut log_a, mut b, mut damping) = (0.5, 0.9, 1e-3);
        let mut now = Normal::at(min_dist, log_a, b);
        for _ in 0..ROUNDS {
            let [aa, ab, bb] = [now.aa * (1.0 + damping), now.ab, now.bb * (1.0 + damping)];
            let det = aa * bb - ab * ab;
            let (to_a, to_b) =
                (log_a + (bb * now.ra - ab * now.rb) / det, b + (aa * now.rb - ab * now.ra) / det);
            let then = Normal::at(min_dist, to_a, to_b);
            if then.error < now.error {
                (log_a, b, now, damping) = (to_a, to_b, then, damping / 10.0);
            } else {
                damping *= 10.0;
            }
        }
        Self { a: libm::exp(log_a) as f32, b: b as f32 }
    }
}

/// The normal equations of a step of the fit.
struct Normal {
    aa: f64,
    ab: f64,
    bb: f64,
    ra: f64,
    rb: f64,
    error: f64,
}

impl Normal {
    fn at(min_dist: f64, log_a: f64, b: f64) -> Self {
        let mut sums = Self { aa: 0.0, ab: 0.0, bb: 0.0, ra: 0.0, rb: 0.0, error: 0.0 };
        for point in 1..=POINTS {
            let d = point as f64 * CURVE_STEP;
            let wanted = if d < min_dist { 1.0 } else { libm::exp(min_dist - d) };
            let power = libm::exp(log_a + 2.0 * b * libm::log(d));
            let value = 1.0 / (1.0 + power);
            let (by_a, by_b) = (-value * value * power, -value * value * power * 2.0 * libm::log(d));
            let rest = wanted - value;
            sums.aa += by_a * by_a;
            sums.ab += by_a * by_b;
            sums.bb += by_b * by_b;
            sums.ra += by_a * rest;
            sums.rb += by_b * rest;
            sums.error += rest * rest;
        }
        sums
    }
}

/// `1.5 * 2^23`: added to a small number, its last bits are the number's nearest integer.
const ROUNDER: f32 = 12_582_912.0;

/// The bits of the square root of one half, where the range of the logarithm begins.
const HALFWAY: u32 = 0x3f35_04f3;

/// `x^b` for `x` from 1e-7 to 1e12 and `b` from 0 to 2, to one in a thousand.
///
/// By additions and multiplications alone, so that it has the same bits everywhere and a compiler can do
/// several at once: the series of log2 around 1 and that of 2^x around 0.
#[inline]
fn power(x: f32, b: f32) -> f32 {
    let shifted = x.to_bits().wrapping_sub(HALFWAY);
    let exponent = (shifted as i32 >> 23) as f32;
    let past = f32::from_bits((shifted & 0x007f_ffff).wrapping_add(HALFWAY)) - 1.0;
    let series = 0.288_539 + past * (-0.240_45 + past * 0.15);
    let log2 = past
        * (LOG2_E + past * (-0.721_347_5 + past * (0.480_898_35 + past * (-0.360_673_8 + past * series))));
    let product = b * (exponent + log2);
    let rounded = product + ROUNDER;
    let rest = product - (rounded - ROUNDER);
    let part = 1.0
        + rest
            * (LN_2
                + rest * (0.240_226_5 + rest * (0.055_504_1 + rest * (0.009_618_1 + rest * 0.001_333_4))));
    f32::from_bits(part.to_bits().wrapping_add(rounded.to_bits() << 23))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_and_b_are_those_that_umap_learn_fits() {
        // `umap.umap_.find_ab_params(1.0, min_dist)` of umap-learn 0.5.12.
        for (min_dist, a, b) in
            [(0.1, 1.576_943, 0.895_061), (0.0, 1.932_808, 0.790_495), (0.5, 0.583_030, 1.334_167)]
        {
            let curve = Curve::fit(min_dist);
            assert!((curve.a - a).abs() < 2e-2 && (curve.b - b).abs() < 1e-2, "{min_dist}: {curve:?}");
        }
    }

    #[test]
    fn powers_are_near_the_true_ones() {
        let mut x = 1e-7_f32;
        while x < 1e12 {
            for b in [0.25_f32, 0.5, 0.8951, 1.0, 1.334, 2.0] {
                let truth = libm::pow(f64::from(x), f64::from(b));
                let error = (f64::from(power(x, b)) / truth - 1.0).abs();
                assert!(error < 1e-3, "{x}^{b}: off by {error}");
            }
            x *= 1.0173;
        }
    }
}
