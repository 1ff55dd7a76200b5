//! How well two partitions of the same rows agree. All are symmetric, 1 for equal partitions.

use std::collections::BTreeMap;

/// Rows by pair of labels, and by label of each side.
struct Contingency {
    n: usize,
    pairs: BTreeMap<(usize, usize), usize>,
    a: BTreeMap<usize, usize>,
    b: BTreeMap<usize, usize>,
}

impl Contingency {
    /// Counts; rows beyond the end of the shorter slice are left out.
    fn of(a: &[usize], b: &[usize]) -> Self {
        let mut counts =
            Self { n: a.len().min(b.len()), pairs: BTreeMap::new(), a: BTreeMap::new(), b: BTreeMap::new() };
        for (&a, &b) in a.iter().zip(b) {
            *counts.pairs.entry((a, b)).or_insert(0) += 1;
            *counts.a.entry(a).or_insert(0) += 1;
            *counts.b.entry(b).or_insert(0) += 1;
        }
        counts
    }

    /// Whether both sides put everything together, or both take everything apart.
    fn trivially_equal(&self) -> bool {
        let same = |size: usize| self.a.len() == size && self.b.len() == size;
        self.n == 0 || same(1) || same(self.n)
    }

    /// Mutual information of the two sides, in nats.
    fn mutual_information(&self) -> f64 {
        let n = self.n as f64;
        self.pairs
            .iter()
            .map(|((a, b), &both)| {
                let both = both as f64;
                both / n * (n * both / (self.a[a] as f64 * self.b[b] as f64)).ln()
            })
            .sum()
    }
}

/// Entropy in nats of a partition given by the sizes of its parts.
fn entropy(sizes: &BTreeMap<usize, usize>, n: usize) -> f64 {
    sizes.values().map(|&size| size as f64 / n as f64).map(|share| -share * share.ln()).sum()
}

/// Adjusted mutual information: information that the two partitions share, less what chance would share, divided by
/// the arithmetic mean of their entropies less the same. 1 for equal partitions, 0 on average for random ones.
///
/// `a` and `b` are labels of the same rows; each outlier is a cluster of its own (see
/// [`Clustering::labels_with_noise_apart`](crate::cluster::Clustering::labels_with_noise_apart)).
///
/// Vinh, Epps and Bailey (2010), *Information Theoretic Measures for Clusterings Comparison*, JMLR 11.
pub fn adjusted_mutual_information(a: &[usize], b: &[usize]) -> f64 {
    let counts = Contingency::of(a, b);
    if counts.trivially_equal() {
        return 1.0;
    }
    let expected = expected_mutual_information(&counts);
    let mean = f64::midpoint(entropy(&counts.a, counts.n), entropy(&counts.b, counts.n));
    let below = mean - expected;
    let below = if below < 0.0 { below.min(-f64::EPSILON) } else { below.max(f64::EPSILON) };
    (counts.mutual_information() - expected) / below
}

/// Mean mutual information of random partitions with the same sizes (hypergeometric model; Vinh et al., theorem 4).
fn expected_mutual_information(counts: &Contingency) -> f64 {
    let n = counts.n;
    let mut ln_factorial = vec![0.0; n + 1];
    for i in 1..=n {
        ln_factorial[i] = ln_factorial[i - 1] + (i as f64).ln();
    }
    // Many parts have the same size, so sizes are taken once and weighted.
    let by_size = |sizes: &BTreeMap<usize, usize>| {
        let mut counted: BTreeMap<usize, usize> = BTreeMap::new();
        for &size in sizes.values() {
            *counted.entry(size).or_insert(0) += 1;
        }
        counted
    };
    let (sizes_a, sizes_b) = (by_size(&counts.a), by_size(&counts.b));
    let mut expected = 0.0;
    for (&a, &times_a) in &sizes_a {
        for (&b, &times_b) in &sizes_b {
            let fixed = ln_factorial[a] + ln_factorial[b] + ln_factorial[n - a] + ln_factorial[n - b]
                - ln_factorial[n];
            let mut sum = 0.0;
            for both in (a + b).saturating_sub(n).max(1)..=a.min(b) {
                let ln_chance = fixed
                    - ln_factorial[both]
                    - ln_factorial[a - both]
                    - ln_factorial[b - both]
                    - ln_factorial[n + both - a - b];
                let both = both as f64;
                let information = both / n as f64 * (n as f64 * both / (a as f64 * b as f64)).ln();
                sum += information * ln_chance.exp();
            }
            expected += sum * times_a as f64 * times_b as f64;
        }
    }
    expected
}

/// V-measure: the harmonic mean of homogeneity (each cluster of `b` holds one topic of `a`) and completeness (each
/// topic is in one cluster), in [0, 1]. Not adjusted for chance: many small clusters raise it.
///
/// Rosenberg and Hirschberg (2007), *V-Measure: A Conditional Entropy-Based External Cluster Evaluation Measure*.
pub fn v_measure(a: &[usize], b: &[usize]) -> f64 {
    let counts = Contingency::of(a, b);
    if counts.n == 0 {
        return 1.0;
    }
    let total = entropy(&counts.a, counts.n) + entropy(&counts.b, counts.n);
    if total == 0.0 { 1.0 } else { (2.0 * counts.mutual_information() / total).max(0.0) }
}

/// Adjusted Rand index: pairs of rows on which both partitions agree, adjusted for chance. 1 for equal partitions, 0 on
/// average for random ones, negative for worse.
///
/// Hubert and Arabie (1985), *Comparing partitions*, Journal of Classification 2.
pub fn adjusted_rand_index(a: &[usize], b: &[usize]) -> f64 {
    let counts = Contingency::of(a, b);
    if counts.trivially_equal() {
        return 1.0;
    }
    let pairs = |size: usize| size as f64 * (size as f64 - 1.0) / 2.0;
    let both: f64 = counts.pairs.values().copied().map(pairs).sum();
    let in_a: f64 = counts.a.values().copied().map(pairs).sum();
    let in_b: f64 = counts.b.values().copied().map(pairs).sum();
    let expected = in_a * in_b / pairs(counts.n);
    let most = f64::midpoint(in_a, in_b);
    if (most - expected).abs() < f64::EPSILON { 1.0 } else { (both - expected) / (most - expected) }
}
