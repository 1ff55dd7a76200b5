//! How often clusters come back when part of the rows is clustered again.
//!
//! Hennig (2007), *Cluster-wise assessment of cluster stability*, Computational Statistics & Data Analysis
//! 52: a cluster is compared, on the rows of a resample, with the most similar cluster found there. A mean
//! Jaccard coefficient of 0.75 and above is a valid, stable cluster; from 0.6, a pattern whose members are in
//! doubt; below, nothing to rely on. A cluster whose best coefficient is not above 0.5 is dissolved: above,
//! it and its partner are each other's only match, so this is where a cluster is said to come back.

use std::collections::BTreeMap;

use ndarray::{ArrayView2, Axis};
use rand::SeedableRng;
use rand::seq::index;
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use super::agreement::informative_agreement;

/// Mean Jaccard coefficient below which a cluster is fragile.
pub const FRAGILE: f64 = 0.6;

/// Jaccard coefficient above which a cluster has come back.
const COMES_BACK: f64 = 0.5;

/// One clustering of a part of the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The rows that were clustered, by their number in the reference. A row that is named twice counts once.
    pub rows: Vec<usize>,
    /// Cluster of each of `rows`; `None` for noise. A row that was not clustered is not in `rows`.
    pub labels: Vec<Option<usize>>,
}

/// How well one cluster comes back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClusterStability {
    /// Mean over runs of the greatest Jaccard coefficient with a cluster of the run, in [0, 1].
    pub jaccard: f64,
    /// Share of runs in which that coefficient is above one half, in [0, 1].
    pub comes_back: f64,
    /// Number of runs that had a row of the cluster; the others count nowhere.
    pub runs: usize,
}

impl ClusterStability {
    /// Whether the cluster may be chance: the mean coefficient is below [`FRAGILE`].
    pub fn is_fragile(&self) -> bool {
        self.jaccard < FRAGILE
    }
}

/// How stable a clustering is.
#[derive(Debug, Clone, PartialEq)]
pub struct Stability {
    /// Each cluster of the reference; `None` for a number without rows, and for a cluster no run had a row
    /// of.
    pub clusters: Vec<Option<ClusterStability>>,
    /// Mean adjusted mutual information over pairs of runs, on the rows that both have; noise is a cluster of
    /// its own for each row. Pairs whose two runs both put everything together (or everything apart) are left
    /// out, and `None` is for no pair left.
    pub agreement: Option<f64>,
}

/// Compares a clustering (`None` for noise) with clusterings of resamples of its rows; `None` without runs
/// and under two clusters, which come back whatever the rows are.
///
/// Rows of a run beyond the reference, and beyond the end of its labels, are left out. Time is that of
/// sorting, for each run and, for the agreement, for each pair of runs.
pub fn stability(reference: &[Option<usize>], runs: &[Run]) -> Option<Stability> {
    let k = reference.iter().flatten().max().map_or(0, |&label| label + 1);
    let mut has_rows = vec![false; k];
    reference.iter().flatten().for_each(|&label| has_rows[label] = true);
    if runs.is_empty() || has_rows.iter().filter(|&&has| has).count() < 2 {
        return None;
    }
    let runs: Vec<Vec<(usize, Option<usize>)>> =
        runs.par_iter().map(|run| by_row(run, reference.len())).collect();
    let found: Vec<Vec<Option<f64>>> = runs.par_iter().map(|run| best_matches(reference, run, k)).collect();
    let clusters = (0..k).map(|cluster| of_cluster(found.iter().filter_map(|run| run[cluster]))).collect();
    Some(Stability { clusters, agreement: agreement(&runs) })
}

/// The rows of a run in order, each once.
fn by_row(run: &Run, n: usize) -> Vec<(usize, Option<usize>)> {
    let pairs = run.rows.iter().copied().zip(run.labels.iter().copied());
    let mut rows: Vec<_> = pairs.filter(|&(row, _)| row < n).collect();
    rows.sort_by_key(|&(row, _)| row);
    rows.dedup_by_key(|&mut (row, _)| row);
    rows
}

/// For each cluster of the reference the greatest Jaccard coefficient with a cluster of the run, among the
/// run's rows; `None` for a cluster that has no row there.
fn best_matches(reference: &[Option<usize>], run: &[(usize, Option<usize>)], k: usize) -> Vec<Option<f64>> {
    let mut sizes = vec![0_usize; k];
    let mut there: BTreeMap<usize, usize> = BTreeMap::new();
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for &(row, label) in run {
        if let Some(own) = reference[row] {
            sizes[own] += 1;
            if let Some(label) = label {
                *shared.entry((own, label)).or_insert(0) += 1;
            }
        }
        if let Some(label) = label {
            *there.entry(label).or_insert(0) += 1;
        }
    }
    let mut best: Vec<Option<f64>> = sizes.iter().map(|&size| (size > 0).then_some(0.0)).collect();
    for ((own, label), both) in shared {
        let jaccard = both as f64 / (sizes[own] + there[&label] - both) as f64;
        best[own] = best[own].map(|value| value.max(jaccard));
    }
    best
}

/// Sums up the coefficients of one cluster.
fn of_cluster(coefficients: impl Iterator<Item = f64>) -> Option<ClusterStability> {
    let (mut runs, mut sum, mut back) = (0, 0.0, 0);
    for jaccard in coefficients {
        runs += 1;
        sum += jaccard;
        back += usize::from(jaccard > COMES_BACK);
    }
    let mean = |sum: f64| sum / runs as f64;
    (runs > 0).then(|| ClusterStability { jaccard: mean(sum), comes_back: mean(back as f64), runs })
}

/// Mean agreement of pairs of runs.
fn agreement(runs: &[Vec<(usize, Option<usize>)>]) -> Option<f64> {
    let pairs: Vec<(usize, usize)> =
        (0..runs.len()).flat_map(|one| (0..one).map(move |other| (other, one))).collect();
    let values: Vec<Option<f64>> = pairs
        .par_iter()
        .map(|&(one, other)| {
            let (one, other) = on_common_rows(&runs[one], &runs[other]);
            informative_agreement(&one, &other)
        })
        .collect();
    let defined: Vec<f64> = values.into_iter().flatten().collect();
    (!defined.is_empty()).then(|| defined.iter().sum::<f64>() / defined.len() as f64)
}

/// Labels of two runs on the rows that both have, each row of noise a cluster of its own.
fn on_common_rows(
    one: &[(usize, Option<usize>)],
    other: &[(usize, Option<usize>)],
) -> (Vec<usize>, Vec<usize>) {
    let free = |run: &[(usize, Option<usize>)]| {
        run.iter().filter_map(|&(_, label)| label).max().map_or(0, |label| label + 1)
    };
    let (free_one, free_other) = (free(one), free(other));
    let mut labels = (Vec::new(), Vec::new());
    let mut rest = other.iter().peekable();
    for &(row, label) in one {
        while rest.next_if(|&&(there, _)| there < row).is_some() {}
        if let Some(&(_, label_there)) = rest.next_if(|&&(there, _)| there == row) {
            labels.0.push(label.unwrap_or(free_one + row));
            labels.1.push(label_there.unwrap_or(free_other + row));
        }
    }
    labels
}

/// Bytes that the copies of rows held at the same time may take: 1 GiB.
const COPIES: usize = 1 << 30;

/// Which parts of the rows are clustered again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Resampling {
    /// Number of parts.
    pub runs: usize,
    /// Share of the rows in each part, drawn without replacement: 0 to 1, at least one row.
    pub share: f64,
    /// Seed of what is drawn. Each run has a seed of its own that follows from it.
    pub seed: u64,
}

impl Default for Resampling {
    /// 20 runs on 80 % of the rows.
    ///
    /// Parts without replacement, because rows drawn twice would be dense groups that the collection does not
    /// have.
    fn default() -> Self {
        Self { runs: 20, share: 0.8, seed: 42 }
    }
}

/// Clusters rows with a seed: a label or noise (`None`) for each row, or an error.
pub type ClusterRows<'a, E> = dyn Fn(ArrayView2<'_, f32>, u64) -> Result<Vec<Option<usize>>, E> + Sync + 'a;

/// Clusters random parts of the rows, `(n, dim)`. No runs without rows.
///
/// `cluster` is called with the rows of each part, in their order, and the seed of the run. It should do all
/// that was done for the whole, smoothing included: what was made of all rows would make the parts look
/// alike. Runs go in parallel as far as 1 GiB holds their rows. What they give is the same on any number of
/// threads, if what `cluster` gives is.
///
/// # Errors
/// That of the first run that fails.
pub fn bootstrap<E: Send>(
    rows: ArrayView2<'_, f32>,
    resampling: &Resampling,
    cluster: &ClusterRows<'_, E>,
) -> Result<Vec<Run>, E> {
    let n = rows.nrows();
    if n == 0 {
        return Ok(Vec::new());
    }
    let size = ((resampling.share * n as f64).round() as usize).clamp(1, n);
    let run = |number: usize| {
        let seed = resampling.seed.wrapping_add(number as u64);
        let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
        let mut drawn = index::sample(&mut random, n, size).into_vec();
        drawn.sort_unstable();
        let labels = cluster(rows.select(Axis(0), &drawn).view(), seed)?;
        Ok(Run { rows: drawn, labels })
    };
    let bytes = size * rows.ncols().max(1) * size_of::<f32>();
    let at_once = (COPIES / bytes).max(1);
    let numbers: Vec<usize> = (0..resampling.runs).collect();
    let mut runs = Vec::with_capacity(resampling.runs);
    for numbers in numbers.chunks(at_once) {
        let done: Vec<Result<Run, E>> = numbers.par_iter().map(|&number| run(number)).collect();
        for result in done {
            runs.push(result?);
        }
    }
    Ok(runs)
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;
    use proptest::prelude::*;

    use super::*;

    /// Rows that hold their own number.
    fn numbered(n: usize) -> Array2<f32> {
        Array2::from_shape_fn((n, 1), |(row, _)| row as f32)
    }

    /// By thousands. It never fails, but might.
    #[allow(clippy::unnecessary_wraps)]
    fn by_size(rows: ArrayView2<'_, f32>, _: u64) -> Result<Vec<Option<usize>>, ()> {
        Ok(rows.column(0).iter().map(|&value| Some(value as usize / 1000)).collect())
    }

    #[test]
    fn each_run_has_its_share_of_the_rows_each_once_and_its_own_seed() {
        let seeds = std::sync::Mutex::new(Vec::new());
        let keep = |rows: ArrayView2<'_, f32>, seed: u64| {
            seeds.lock().unwrap().push(seed);
            by_size(rows, seed)
        };
        let rows = numbered(5000);
        let runs = bootstrap(rows.view(), &Resampling { runs: 6, share: 0.8, seed: 7 }, &keep).unwrap();
        assert_eq!(runs.len(), 6);
        for run in &runs {
            assert_eq!((run.rows.len(), run.labels.len()), (4000, 4000));
            assert!(run.rows.is_sorted_by(|one, next| one < next));
            assert!(run.rows.iter().zip(&run.labels).all(|(row, label)| *label == Some(row / 1000)));
        }
        assert!(runs.windows(2).all(|pair| pair[0].rows != pair[1].rows));
        let mut seeds = seeds.into_inner().unwrap();
        seeds.sort_unstable();
        assert_eq!(seeds, [7, 8, 9, 10, 11, 12]);
    }

    #[test]
    fn every_row_is_drawn_about_as_often_as_any_other() {
        let rows = numbered(100);
        let runs = bootstrap(rows.view(), &Resampling { runs: 1000, share: 0.3, seed: 1 }, &by_size).unwrap();
        let mut drawn = [0; 100];
        runs.iter().flat_map(|run| &run.rows).for_each(|&row| drawn[row] += 1);
        // 300 expected with a standard deviation of 14.5: five of them either way.
        assert!(drawn.iter().all(|&times| (228..=372).contains(&times)), "{drawn:?}");
    }

    #[test]
    fn the_same_seed_gives_the_same_on_one_thread_and_on_four() {
        let rows = numbered(300);
        let run = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| bootstrap(rows.view(), &Resampling::default(), &by_size)).unwrap()
        };
        assert_eq!(run(1), run(4));
    }

    #[test]
    fn the_first_failure_is_told() {
        let rows = numbered(10);
        let fail = |_: ArrayView2<'_, f32>, seed: u64| if seed < 3 { Ok(vec![None; 8]) } else { Err(seed) };
        let resampling = Resampling { runs: 9, share: 0.8, seed: 0 };
        assert_eq!(bootstrap(rows.view(), &resampling, &fail), Err(3));
    }

    #[test]
    fn no_rows_no_runs_and_shares_out_of_range_are_no_trouble() {
        let few = |share: f64, rows: usize| {
            let resampling = Resampling { runs: 2, share, seed: 0 };
            bootstrap(numbered(rows).view(), &resampling, &by_size)
                .unwrap()
                .iter()
                .map(|r| r.rows.len())
                .sum()
        };
        let sums: [usize; 5] = [few(0.8, 0), few(0.0, 5), few(-1.0, 5), few(f64::NAN, 5), few(9.0, 5)];
        assert_eq!(sums, [0, 2, 2, 2, 10]);
    }

    #[test]
    fn a_cluster_that_is_there_comes_back_and_one_cut_at_random_does_not() {
        // Rows below 1,000 are always found; those above are cut in stripes whose width is the seed's.
        let rows = numbered(3000);
        let cut = |rows: ArrayView2<'_, f32>, seed: u64| {
            let label = |value: usize| if value < 1000 { 0 } else { 1 + value / (1 + seed as usize) % 2 };
            Ok::<_, ()>(rows.column(0).iter().map(|&value| Some(label(value as usize))).collect())
        };
        let reference = cut(rows.view(), 2).unwrap();
        let runs = bootstrap(rows.view(), &Resampling { seed: 0, ..Resampling::default() }, &cut).unwrap();
        let found = stability(&reference, &runs).unwrap();
        assert!(found.clusters[0].unwrap().jaccard > 0.999);
        assert!(found.clusters[1].unwrap().is_fragile() && found.clusters[2].unwrap().is_fragile());
    }

    /// A run over all of the first rows.
    fn all(labels: &[Option<usize>]) -> Run {
        Run { rows: (0..labels.len()).collect(), labels: labels.to_vec() }
    }

    fn close(found: f64, expected: f64) -> bool {
        (found - expected).abs() < 1e-12
    }

    #[test]
    fn coefficients_are_those_counted_by_hand() {
        // Clusters {0, 1, 2, 3} and {4, 5, 6}, row 7 noise.
        let reference = [Some(0), Some(0), Some(0), Some(0), Some(1), Some(1), Some(1), None];
        // Without row 3: {0, 1, 2} is cut to {0, 1} and {2, 4, 5, 6}: 2/3 for one, 3/4 for the other.
        let first = Run {
            rows: vec![0, 1, 2, 4, 5, 6, 7],
            labels: vec![Some(8), Some(8), Some(5), Some(5), Some(5), Some(5), None],
        };
        // Rows 0 to 3 as they were; 4 and 7 together, 5 noise, 6 not there: 1/3, since {4, 5} and {4, 7} have
        // one of three.
        let second = Run {
            rows: vec![7, 5, 4, 3, 2, 1, 0],
            labels: vec![Some(0), None, Some(0), Some(1), Some(1), Some(1), Some(1)],
        };
        let found = stability(&reference, &[first, second]).unwrap();
        let [one, other] = [found.clusters[0].unwrap(), found.clusters[1].unwrap()];
        assert!(close(one.jaccard, f64::midpoint(2.0 / 3.0, 1.0)) && close(one.comes_back, 1.0), "{one:?}");
        assert!(
            close(other.jaccard, f64::midpoint(0.75, 1.0 / 3.0)) && close(other.comes_back, 0.5),
            "{other:?}"
        );
        assert!(!one.is_fragile() && other.is_fragile());
        assert_eq!((one.runs, other.runs), (2, 2));
    }

    #[test]
    fn the_agreement_of_runs_is_that_of_scikit_learn_on_common_rows() {
        // adjusted_mutual_info_score([0, 0, 1, 1, 1, 2], [0, 0, 0, 1, 1, 3]) for rows 1 to 6, the last noise
        // in both, scikit-learn 1.9.1.
        let reference = [0, 0, 0, 0, 1, 1, 1, 1].map(Some);
        let first = Run {
            rows: (0..7).collect(),
            labels: vec![Some(0), Some(0), Some(0), Some(1), Some(1), Some(1), None],
        };
        let second = Run {
            rows: (1..8).collect(),
            labels: vec![Some(0), Some(0), Some(0), Some(1), Some(1), None, None],
        };
        let found = stability(&reference, &[first, second]).unwrap();
        assert!((found.agreement.unwrap() - 0.411_827_631_033_174).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn the_same_clusters_under_other_numbers_are_fully_stable() {
        let reference = [Some(0), Some(0), Some(1), None, Some(1), Some(2)];
        let runs = [all(&[Some(7), Some(7), Some(0), None, Some(0), Some(1)]), all(&reference)];
        let found = stability(&reference, &runs).unwrap();
        assert!(found.clusters.iter().all(|cluster| close(cluster.unwrap().jaccard, 1.0)));
        assert!((found.agreement.unwrap() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn noise_is_not_absence() {
        let reference = [0, 0, 1, 1].map(Some);
        let noise = all(&[Some(0), Some(0), None, None]);
        let absent = Run { rows: vec![0, 1], labels: vec![Some(0), Some(0)] };
        let found = stability(&reference, std::slice::from_ref(&noise)).unwrap().clusters[1].unwrap();
        assert!(close(found.jaccard, 0.0) && found.is_fragile());
        assert_eq!(stability(&reference, std::slice::from_ref(&absent)).unwrap().clusters[1], None);
        assert_eq!(stability(&reference, &[noise, absent]).unwrap().clusters[1].unwrap().runs, 1);
    }

    #[test]
    fn one_cluster_no_runs_and_runs_that_say_nothing_give_no_perfect_score() {
        let two = [Some(0), Some(1), Some(1)];
        assert_eq!(stability(&[Some(0); 3], &[all(&two)]), None);
        assert_eq!(stability(&[None; 3], &[all(&two)]), None);
        assert_eq!(stability(&[], &[all(&two)]), None);
        assert_eq!(stability(&two, &[]), None);
        let together = stability(&two, &[all(&[Some(0); 3]), all(&[Some(5); 3])]).unwrap();
        assert_eq!(together.agreement, None);
        assert_eq!(stability(&two, &[all(&[None; 3]), all(&[None; 3])]).unwrap().agreement, None);
        assert_eq!(stability(&two, &[all(&two)]).unwrap().agreement, None);
    }

    #[test]
    fn rows_beyond_the_reference_and_rows_named_twice_change_nothing() {
        let reference = [0, 0, 1, 1].map(Some);
        let clean = all(&[Some(0), Some(1), Some(1), Some(1)]);
        let untidy = Run {
            rows: vec![3, 2, 9, 1, 1, 0, 0],
            labels: vec![Some(1), Some(1), Some(0), Some(1), Some(1), Some(0)],
        };
        assert_eq!(stability(&reference, &[clean]), stability(&reference, &[untidy]));
    }

    proptest! {
        #[test]
        fn values_are_in_range_and_numbers_and_order_of_runs_do_not_matter(
            reference in prop::collection::vec(prop::option::of(0_usize..4), 2..40),
            drawn in prop::collection::vec(prop::collection::vec((0_usize..40, prop::option::of(0_usize..5)), 1..40), 1..4),
        ) {
            let runs: Vec<Run> = drawn
                .iter()
                .map(|run| run.iter().copied().unzip())
                .map(|(rows, labels)| Run { rows, labels })
                .collect();
            let renamed: Vec<Run> = runs
                .iter()
                .rev()
                .map(|run| Run { labels: run.labels.iter().map(|l| l.map(|l| 9 - l)).collect(), ..run.clone() })
                .collect();
            let (one, other) = (stability(&reference, &runs), stability(&reference, &renamed));
            prop_assert_eq!(one.is_some(), other.is_some());
            if let (Some(one), Some(other)) = (one, other) {
                for (one, other) in one.clusters.iter().zip(&other.clusters) {
                    prop_assert_eq!(one.is_some(), other.is_some());
                    if let (Some(one), Some(other)) = (one, other) {
                        prop_assert!((0.0..=1.0).contains(&one.jaccard) && (0.0..=1.0).contains(&one.comes_back));
                        prop_assert!(close(one.jaccard, other.jaccard) && close(one.comes_back, other.comes_back));
                    }
                }
                prop_assert_eq!(one.agreement.is_some(), other.agreement.is_some());
                if let (Some(one), Some(other)) = (one.agreement, other.agreement) {
                    prop_assert!(one <= 1.0 + 1e-9 && (one - other).abs() < 1e-9);
                }
            }
        }
    }
}
