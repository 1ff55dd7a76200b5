//! How sure a difference is.

use rand_xoshiro::Xoshiro256Plus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};
use rayon::prelude::*;

use super::Sample;

/// Number of resamples.
const RESAMPLES: u64 = 1000;

/// The 95 % interval of `a` less `b`, two samples of the same items: both are computed anew over items drawn with
/// replacement, the same for both, 1,000 times, and the middle 95 % of the differences is kept.
///
/// The same samples give the same interval. `None` for fewer than two items and for samples of different lengths.
///
/// Efron and Tibshirani (1993), *An Introduction to the Bootstrap*, chapter 13 (percentile intervals).
pub fn difference_interval(a: &Sample, b: &Sample) -> Option<[f64; 2]> {
    let n = a.len();
    if n != b.len() {
        return None;
    }
    percentiles(n, |items| Some(a.select(items).value()? - b.select(items).value()?))
}

/// The 95 % interval of a sample's value, by the same bootstrap. `None` for fewer than two items.
pub fn interval(sample: &Sample) -> Option<[f64; 2]> {
    percentiles(sample.len(), |items| sample.select(items).value())
}

/// What lies between the percentiles 2.5 and 97.5 of what resamples of `n` items give.
fn percentiles(n: usize, value: impl Fn(&[usize]) -> Option<f64> + Sync) -> Option<[f64; 2]> {
    if n < 2 {
        return None;
    }
    let mut values: Vec<f64> = (0..RESAMPLES)
        .into_par_iter()
        .filter_map(|resample| {
            // A generator for each resample, so that threads do not change the result.
            let mut random = Xoshiro256Plus::seed_from_u64(resample);
            let items: Vec<usize> =
                (0..n).map(|_| ((u128::from(random.next_u64()) * n as u128) >> 64) as usize).collect();
            value(&items)
        })
        .collect();
    values.sort_unstable_by(f64::total_cmp);
    Some([quantile(&values, 0.025)?, quantile(&values, 0.975)?])
}

/// The quantile of sorted values, between two of them by proportion.
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share * (sorted.len().checked_sub(1)? as f64);
    let below = place.floor();
    let (low, high) = (sorted[below as usize], sorted[place.ceil() as usize]);
    Some(low + (high - low) * (place - below))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_numpy() {
        let sorted = [1.0, 2.0, 4.0, 8.0, 16.0];
        assert_eq!(quantile(&sorted, 0.5), Some(4.0));
        assert!((quantile(&sorted, 0.9).unwrap() - 12.8).abs() < 1e-12);
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn a_model_does_not_differ_from_itself() {
        let sample = Sample::Spearman { gold: vec![1.0, 2.0, 3.0, 4.0], predicted: vec![0.3, 0.1, 0.5, 0.9] };
        assert_eq!(difference_interval(&sample, &sample), Some([0.0, 0.0]));
        let one = Sample::Mean(vec![1.0]);
        assert_eq!(difference_interval(&one, &one), None);
    }

    #[test]
    fn the_interval_of_a_mean_is_about_two_standard_errors_either_way() {
        // 400 differences of variance 1/4 around 1/2: the standard error is 0.025.
        let a = Sample::Mean((0..400).map(|i| f64::from(i % 2)).collect());
        let b = Sample::Mean(vec![0.0; 400]);
        let [low, high] = difference_interval(&a, &b).unwrap();
        assert!((low - 0.451).abs() < 0.006 && (high - 0.549).abs() < 0.006, "{low} {high}");
        assert_eq!(interval(&a), Some([low, high]), "alone as beside zeros");
        assert_eq!(interval(&Sample::Mean(vec![1.0])), None);
    }
}
