//! Rank correlation.

use std::cmp::Ordering;

/// The ranks of values from 1, equal values sharing the mean of their ranks.
pub fn average_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    // Not by `total_cmp`, which tells -0 from 0.
    for equal in order.chunk_by(|&a, &b| values[a].partial_cmp(&values[b]) == Some(Ordering::Equal)) {
        let after = before + equal.len();
        for &item in equal {
            ranks[item] = f64::midpoint((before + 1) as f64, after as f64);
        }
        before = after;
    }
    ranks
}

/// Spearman's rank correlation: Pearson's correlation of the average ranks, in [-1, 1].
///
/// `None` for fewer than two values, for sides of different lengths, and when all values of a side are the same.
///
/// Spearman (1904), *The Proof and Measurement of Association between Two Things*.
pub fn spearman(a: &[f64], b: &[f64]) -> Option<f64> {
    if a.len() != b.len() || a.len() < 2 {
        return None;
    }
    let (a, b) = (average_ranks(a), average_ranks(b));
    // Ranks have this mean, ties or not.
    let mean = f64::midpoint(a.len() as f64, 1.0);
    let products =
        |x: &[f64], y: &[f64]| -> f64 { x.iter().zip(y).map(|(x, y)| (x - mean) * (y - mean)).sum() };
    let spread = (products(&a, &a) * products(&b, &b)).sqrt();
    (spread > 0.0).then(|| products(&a, &b) / spread)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOLD: [f64; 8] = [0.0, 1.5, 1.5, 3.0, 5.0, 4.2, 1.5, 2.0];
    const PREDICTED: [f64; 8] = [0.1, 0.4, 0.2, 0.2, 0.9, 0.95, -0.3, 0.5];

    #[test]
    fn ranks_are_those_of_scipy_rankdata() {
        assert_eq!(average_ranks(&GOLD), [1.0, 3.0, 3.0, 6.0, 8.0, 7.0, 3.0, 5.0]);
        assert_eq!(average_ranks(&PREDICTED), [2.0, 5.0, 3.5, 3.5, 7.0, 8.0, 1.0, 6.0]);
    }

    #[test]
    fn spearman_is_that_of_scipy() {
        assert!((spearman(&GOLD, &PREDICTED).unwrap() - 0.773_137_092_536_260_2).abs() < 1e-12);
    }

    #[test]
    fn what_is_the_same_everywhere_correlates_with_nothing() {
        assert_eq!(spearman(&[1.0, 1.0], &[1.0, 2.0]), None);
        assert_eq!(spearman(&[1.0], &[1.0]), None);
    }
}
