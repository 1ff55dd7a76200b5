//! The curve by which distance on the map turns into nearness: `1 / (1 + a d^2b)`.

use std::f32::consts::{LN_2, LOG2_E};

/// The `a` and `b` of the curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Curve {
    pub(super) a: f32,
    pub(super) b: f32,
}

/// Distances at which the curve is fitted, and how far apart they are: up to 3, as in the paper's implementation.
const POINTS: usize = 300;
const STEP: f64 = 0.01;

/// Rounds of the fit; it stands still after a dozen.
const ROUNDS: usize = 50;

impl Curve {
    /// The curve nearest to one that is 1 up to `min_dist` and falls as `exp(min_dist - d)` beyond (McInnes et al. 2018, definition 11).
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
            let d = point as f64 * STEP;
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
/// By additions and multiplications alone, so that it has the same bits everywhere and a compiler can do several at once:
/// the series of log2 around 1 and that of 2^x around 0.
#[inline]
pub(super) fn power(x: f32, b: f32) -> f32 {
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
