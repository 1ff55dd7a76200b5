//! How far chance alone would go: exact and large-sample tests of two shares, Monte-Carlo p-values, and
//! corrections for many topics looked at together.

use rand_xoshiro::Xoshiro256Plus;
use rand_xoshiro::rand_core::RngCore;

/// As great results that end a Monte-Carlo test: by then it is plain that chance does this often.
const ENOUGH: usize = 10;

/// Most random results of one test.
const ROUNDS: usize = 999;

/// By how much a likelihood ratio grows, far out, until it is e times as rare.
const LIKELIHOOD_TAIL: f64 = 2.0;

/// Two-sided p-value of Fisher's exact test for `a` of `n1` against `b` of `n2`: the probability of all
/// tables with these margins that are no likelier than this one. 1 where there is nothing to compare.
///
/// Time grows with the smallest margin. Fisher (1935), *The Logic of Inductive Inference*.
pub(super) fn fisher([a, b]: [u64; 2], [n1, n2]: [u64; 2]) -> f64 {
    let drawn = a + b;
    let low = drawn.saturating_sub(n2);
    let high = drawn.min(n1);
    let all = ln_choose(n1 + n2, drawn);
    let probability = |x: u64| (ln_choose(n1, x) + ln_choose(n2, drawn - x) - all).exp();
    // Tables as likely as this one are to count although their logarithms are rounded.
    let most = probability(a) * (1.0 + 1e-7);
    (low..=high).map(probability).filter(|&p| p <= most).sum::<f64>().min(1.0)
}

fn ln_choose(n: u64, k: u64) -> f64 {
    let ln_factorial = |n: u64| libm::lgamma(n as f64 + 1.0);
    ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k)
}

/// p-value of the likelihood-ratio test (G-test, one degree of freedom) for `a` of `n1` against `b` of `n2`.
///
/// Near Fisher's where every expected count is large. Sokal and Rohlf (1981), *Biometry*, chapter 17.
pub(super) fn g_test([a, b]: [f64; 2], [n1, n2]: [f64; 2]) -> f64 {
    let apart = log_likelihood(a, n1) + log_likelihood(b, n2);
    two_sided((2.0 * (apart - log_likelihood(a + b, n1 + n2))).max(0.0).sqrt())
}

/// Greatest log-likelihood of `x` successes in `n` tries; `x` may be a sum of parts.
pub(super) fn log_likelihood(x: f64, n: f64) -> f64 {
    let term = |v: f64| if v > 0.0 { v * v.ln() } else { 0.0 };
    term(x) + term(n - x) - term(n)
}

/// Probability that a standard normal variable is at least as far from zero.
pub(super) fn two_sided(z: f64) -> f64 {
    libm::erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// Random results of one test: its p-value, and the results themselves, ascending.
pub(super) struct MonteCarlo {
    pub(super) p_value: f64,
    pub(super) by_chance: Vec<f64>,
}

impl MonteCarlo {
    /// Tests what was `seen` against random results that `draw` makes, both on the scale of a likelihood
    /// ratio (twice the logarithm, or the square of a standard normal variable).
    ///
    /// At most 999 are drawn, and fewer where ten have been as great by then: Besag and Clifford (1991),
    /// *Sequential Monte Carlo p-Values*, Biometrika 78. Where fewer than ten of all are, the p-value is read
    /// from an exponential tail through the greatest tenth, so that it can be small enough for many tests:
    /// Knijnenburg et al. (2009), *Fewer Permutations, More Accurate P-Values*, Bioinformatics 25. The tail
    /// falls no faster than that of a likelihood ratio does.
    pub(super) fn run(seen: f64, mut draw: impl FnMut() -> f64) -> Self {
        let mut by_chance = Vec::with_capacity(ROUNDS);
        let mut as_great = 0;
        while by_chance.len() < ROUNDS && as_great < ENOUGH {
            let drawn = draw();
            // The same result reached by another order of sums is as great.
            as_great += usize::from(drawn >= seen * (1.0 - 1e-9));
            by_chance.push(drawn);
        }
        let drawn = by_chance.len();
        by_chance.sort_unstable_by(f64::total_cmp);
        let p_value = if as_great == ENOUGH {
            as_great as f64 / drawn as f64
        } else {
            let (below, tail) = by_chance.split_at(drawn - drawn / 10);
            let start = below[below.len() - 1];
            let excess = tail.iter().map(|drawn| drawn - start).sum::<f64>() / tail.len() as f64;
            let share = tail.len() as f64 / drawn as f64;
            // No smaller than what was counted, where that says more.
            let counted = as_great as f64 / (drawn + 1) as f64;
            (share * (-(seen - start) / excess.max(LIKELIHOOD_TAIL)).exp()).clamp(counted, 1.0)
        };
        Self { p_value, by_chance }
    }
}

/// p-values corrected so that the chance of even one false mark stays under the level; `None` is no test.
///
/// Holm (1979), *A Simple Sequentially Rejective Multiple Test Procedure*.
pub(super) fn holm(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    let order = ascending(p_values);
    let mut corrected = vec![None; p_values.len()];
    let mut least = 0.0_f64;
    for (rank, &(p, test)) in order.iter().enumerate() {
        least = least.max(p * (order.len() - rank) as f64).min(1.0);
        corrected[test] = Some(least);
    }
    corrected
}

/// p-values corrected so that the expected share of false ones among the marks stays under the level; `None`
/// is no test.
///
/// Benjamini and Hochberg (1995), *Controlling the False Discovery Rate*.
pub(super) fn benjamini_hochberg(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    let order = ascending(p_values);
    let mut corrected = vec![None; p_values.len()];
    let mut most = 1.0_f64;
    for (rank, &(p, test)) in order.iter().enumerate().rev() {
        most = most.min(p * order.len() as f64 / (rank + 1) as f64);
        corrected[test] = Some(most);
    }
    corrected
}

/// The tests that were made, smallest p-value first, ties by number.
fn ascending(p_values: &[Option<f64>]) -> Vec<(f64, usize)> {
    let mut order: Vec<(f64, usize)> =
        p_values.iter().enumerate().filter_map(|(test, p)| p.map(|p| (p, test))).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    order
}

/// Brings a random choice of `chosen` values to the front, in random order; all choices are equally likely,
/// in whatever order the values were.
pub(super) fn shuffle_front<T>(values: &mut [T], chosen: usize, random: &mut Xoshiro256Plus) {
    let n = values.len();
    for place in 0..chosen.min(n) {
        let left = (n - place) as u128;
        let other = place + ((u128::from(random.next_u64()) * left) >> 64) as usize;
        values.swap(place, other);
    }
}

// Documents as the sampling unit: paragraphs of one document are not independent of each other, so each
// document counts once, split over its topics by the shares of its paragraphs.

/// Documents in groups (bins of time, sides of a contrast). A document whose paragraphs are in several groups
/// counts once in each.
#[derive(Debug, Default)]
pub(super) struct Documents {
    /// Group of each document.
    pub(super) group: Vec<usize>,
    /// Number of units of each document.
    pub(super) units: Vec<usize>,
    /// For each topic, the documents with paragraphs in it, ascending, and the share of their paragraphs in
    /// (0, 1].
    pub(super) of_topic: Vec<Vec<(usize, f64)>>,
}

impl Documents {
    /// Counts units given as document, group and topic. Topics from `n_topics` on count as none.
    pub(super) fn new(n_topics: usize, units: impl Iterator<Item = (usize, usize, Option<usize>)>) -> Self {
        let mut units: Vec<_> = units.collect();
        units.sort_unstable();
        let mut documents =
            Self { group: Vec::new(), units: Vec::new(), of_topic: vec![Vec::new(); n_topics] };
        for parts in units.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let document = documents.group.len();
            documents.group.push(parts[0].1);
            documents.units.push(parts.len());
            for part in parts.chunk_by(|a, b| a.2 == b.2) {
                if let Some(shares) = part[0].2.and_then(|topic| documents.of_topic.get_mut(topic)) {
                    shares.push((document, part.len() as f64 / parts.len() as f64));
                }
            }
        }
        documents
    }

    /// Number of documents in each of `n` groups.
    pub(super) fn per_group(&self, n: usize) -> Vec<usize> {
        let mut counts = vec![0; n];
        for &group in &self.group {
            counts[group] += 1;
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use rand_xoshiro::rand_core::SeedableRng;

    use super::*;

    fn near(found: f64, expected: f64) {
        assert!((found / expected - 1.0).abs() < 1e-9, "{found} is not {expected}");
    }

    #[test]
    fn fisher_and_g_are_those_of_scipy() {
        // scipy.stats.fisher_exact and chi2_contingency(lambda_="log-likelihood", correction=False), SciPy
        // 1.17.
        for (successes, totals, fisher_p, g_p) in SCIPY {
            near(fisher(successes, totals), fisher_p);
            near(g_test(successes.map(|x| x as f64), totals.map(|n| n as f64)), g_p);
        }
        near(fisher([0, 0], [5, 9]), 1.0);
        near(fisher([5, 9], [5, 9]), 1.0);
        near(fisher([0, 3], [0, 9]), 1.0);
    }

    const SCIPY: [([u64; 2], [u64; 2], f64, f64); 4] = [
        ([3, 4], [8, 54], 0.039_707_492_465_292_8, 0.031_737_177_405_023),
        ([12, 3], [40, 50], 0.003_607_507_862_606_93, 0.002_015_768_634_370_3),
        ([0, 30], [100, 110], 4.360_783_098_270_06e-10, 4.602_513_908_775_76e-11),
        ([900, 700], [5000, 4500], 0.001_587_922_124_292_33, 0.001_456_613_446_339_5),
    ];

    #[test]
    fn corrections_are_those_of_the_papers() {
        let p = [Some(0.01), Some(0.04), None, Some(0.03), Some(0.005)];
        let rounded = |values: Vec<Option<f64>>| -> Vec<Option<i64>> {
            values.into_iter().map(|v| v.map(|v| (v * 1e6).round() as i64)).collect()
        };
        assert_eq!(rounded(holm(&p)), [Some(30_000), Some(60_000), None, Some(60_000), Some(20_000)]);
        assert_eq!(
            rounded(benjamini_hochberg(&p)),
            [Some(20_000), Some(40_000), None, Some(40_000), Some(20_000)]
        );
        assert!(holm(&[]).is_empty() && benjamini_hochberg(&[None]) == [None]);
    }

    #[test]
    fn a_monte_carlo_test_ends_early_when_chance_is_as_great() {
        let mut made = 0;
        let test = MonteCarlo::run(1.0, || {
            made += 1;
            f64::from(made % 2)
        });
        near(test.p_value, 10.0 / 19.0);
        assert_eq!(test.by_chance.len(), 19);
        near(MonteCarlo::run(0.0, || 0.0).p_value, 1.0);
    }

    #[test]
    fn small_p_values_follow_the_tail_and_are_not_too_small() {
        // Squares of normal variables: sums of 12 uniform ones, less 6, are near enough to 3.
        let mut random = Xoshiro256Plus::seed_from_u64(2);
        let uniform = |random: &mut Xoshiro256Plus| (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
        let mut square = || ((0..12).map(|_| uniform(&mut random)).sum::<f64>() - 6.0).powi(2);
        for z in [2.0, 3.0, 4.0, 5.0_f64] {
            let found = MonteCarlo::run(z * z, &mut square).p_value;
            let expected = two_sided(z);
            assert!(found > 0.6 * expected && found < 12.0 * expected, "{z}: {found}, not {expected}");
        }
    }

    #[test]
    fn every_value_comes_to_the_front_as_often() {
        let mut random = Xoshiro256Plus::seed_from_u64(1);
        let mut values: Vec<usize> = (0..10).collect();
        let mut times = [0; 10];
        for _ in 0..10_000 {
            shuffle_front(&mut values, 3, &mut random);
            values[..3].iter().for_each(|&value| times[value] += 1);
        }
        // 3,000 each, with a standard deviation of 46.
        assert!(times.iter().all(|&n| (2800..3200).contains(&n)), "{times:?}");
        assert_eq!(times.iter().sum::<usize>(), 30_000);
        shuffle_front(&mut values, 99, &mut random);
        values.sort_unstable();
        assert_eq!(values, (0..10).collect::<Vec<_>>());
    }

    #[test]
    fn a_document_counts_once_in_each_group_split_over_its_topics() {
        let units = [
            (7, 0, Some(1)),
            (3, 1, Some(0)),
            (7, 0, Some(0)),
            (7, 0, Some(1)),
            (7, 1, Some(1)),
            (7, 0, None),
            (3, 1, Some(9)),
        ];
        let documents = Documents::new(2, units.into_iter());
        assert_eq!(documents.group, [1, 0, 1]);
        assert_eq!(documents.units, [2, 4, 1]);
        assert_eq!(documents.of_topic, [vec![(0, 0.5), (1, 0.25)], vec![(1, 0.5), (2, 1.0)]]);
        assert_eq!(documents.per_group(3), [1, 2, 0]);
    }
}
