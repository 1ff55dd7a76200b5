//! Clusterings of random parts of the rows, for [`stability()`](super::stability()).

use ndarray::{ArrayView2, Axis};
use rand::SeedableRng;
use rand::seq::index;
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

use super::Run;

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
    /// Parts without replacement, because rows drawn twice would be dense groups that the collection does not have.
    fn default() -> Self {
        Self { runs: 20, share: 0.8, seed: 42 }
    }
}

/// Clusters rows with a seed: a label or noise (`None`) for each row, or an error.
pub type ClusterRows<'a, E> = dyn Fn(ArrayView2<'_, f32>, u64) -> Result<Vec<Option<usize>>, E> + Sync + 'a;

/// Clusters random parts of the rows, `(n, dim)`. No runs without rows.
///
/// `cluster` is called with the rows of each part, in their order, and the seed of the run. It should do all that was
/// done for the whole, smoothing included: what was made of all rows would make the parts look alike. Runs go in
/// parallel as far as 1 GiB holds their rows. What they give is the same on any number of threads, if what `cluster`
/// gives is.
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

    use super::*;
    use crate::cluster::quality::stability;

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
}
