//! How much information two random partitions share.

use rayon::prelude::*;

use super::contingency::Contingency;

/// A probability below which an overlap is left out: all such overlaps together change nothing in a `f64`'s digits.
const NEVER: f64 = 1e-20;

/// Mean mutual information, in nats, of random partitions with the same sizes (hypergeometric model).
///
/// Vinh, Epps and Bailey (2010), theorem 4, sums over every overlap that two parts can have. Here parts of equal size
/// are taken once, and of each pair of sizes only the overlaps that happen: the probability falls off fast on both
/// sides of its peak, so `min(a, b)` terms become some `sqrt(a b / n)`.
pub(super) fn expected_mutual_information(counts: &Contingency) -> f64 {
    let ln_factorial = ln_factorials(counts.n);
    let (sizes_a, sizes_b) = (by_size(&counts.a), by_size(&counts.b));
    let expected: Vec<f64> = sizes_a
        .par_iter()
        .map(|&(a, times_a)| {
            let row = |&(b, times_b): &(usize, usize)| {
                expected_of_parts(a, b, counts.n, &ln_factorial) * times_b as f64
            };
            sizes_b.iter().map(row).sum::<f64>() * times_a as f64
        })
        .collect();
    expected.iter().sum()
}

/// Each size that occurs, and how often.
fn by_size(sizes: &[usize]) -> Vec<(usize, usize)> {
    let mut sorted = sizes.to_vec();
    sorted.sort_unstable();
    sorted.chunk_by(|one, next| one == next).map(|run| (run[0], run.len())).collect()
}

/// `ln(i!)` for each `i` up to `n`.
fn ln_factorials(n: usize) -> Vec<f64> {
    let mut sum = 0.0;
    let rest = (1..=n).map(|i| {
        sum += (i as f64).ln();
        sum
    });
    std::iter::once(0.0).chain(rest).collect()
}

/// Expected contribution of two parts of sizes `a` and `b` among `n` rows.
fn expected_of_parts(a: usize, b: usize, n: usize, ln_factorial: &[f64]) -> f64 {
    let (least, most) = ((a + b).saturating_sub(n).max(1), a.min(b));
    let peak = (((a + 1) as f64 * (b + 1) as f64 / (n + 2) as f64) as usize).clamp(least, most);
    let ln_chance = ln_factorial[a] + ln_factorial[b] + ln_factorial[n - a] + ln_factorial[n - b]
        - ln_factorial[n]
        - ln_factorial[peak]
        - ln_factorial[a - peak]
        - ln_factorial[b - peak]
        - ln_factorial[n + peak - a - b];
    let at_peak = ln_chance.exp();
    let information =
        |both: usize| both as f64 / n as f64 * (n as f64 * both as f64 / (a as f64 * b as f64)).ln();
    // Chance of one more row in common, as a multiple of the chance of `both`.
    let step = |both: usize| {
        (a - both) as f64 * (b - both) as f64 / ((both + 1) as f64 * (n + both + 1 - a - b) as f64)
    };
    let mut sum = information(peak) * at_peak;
    let mut chance = at_peak;
    for both in peak..most {
        chance *= step(both);
        if chance < NEVER {
            break;
        }
        sum += information(both + 1) * chance;
    }
    chance = at_peak;
    for both in (least..peak).rev() {
        chance /= step(both);
        if chance < NEVER {
            break;
        }
        sum += information(both) * chance;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_expectation_is_that_of_scikit_learn() {
        // sklearn.metrics.cluster.expected_mutual_information(contingency_matrix(a, b), n), scikit-learn 1.9.1, for
        // the labels below; and with 2 and 3 rows: a = [0, 0, 1], b = [0, 1, 1].
        let a: Vec<usize> = (0..500).map(|i| i * i % 7).collect();
        let b: Vec<usize> = (0..500).map(|i| i * 31 % 101 / 10).collect();
        let found = expected_mutual_information(&Contingency::of(&a, &b));
        assert!((found - 0.031_263_381_676_833_88).abs() < 1e-12, "{found}");
        let found = expected_mutual_information(&Contingency::of(&[0, 0, 1], &[0, 1, 1]));
        assert!((found - 0.328_448_754_712_614_9).abs() < 1e-12, "{found}");
    }

    #[test]
    fn parts_that_must_overlap_do() {
        // 3 of 4 rows and 3 of 4 rows: 2 in common with probability 3/4, 3 with 1/4.
        let expected = 0.75 * 0.5 * (8.0_f64 / 9.0).ln() + 0.25 * 0.75 * (12.0_f64 / 9.0).ln();
        let found = expected_of_parts(3, 3, 4, &ln_factorials(4));
        assert!((found - expected).abs() < 1e-14, "{found} {expected}");
    }
}
