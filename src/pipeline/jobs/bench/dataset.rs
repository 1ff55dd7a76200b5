//! Retrieval measured on files of vectors.

use std::path::{Path, PathBuf};
use std::time::Instant;

use ndarray::{Array2, Axis};
use rayon::ThreadPool;

use super::{BenchOptions, Named, Run};
use crate::bench::dataset::{self, Dataset, Metric, OpenOptions, Reduction};
use crate::bench::{Contender, Environment, Timed, Way};
use crate::index::{Exact, Neighbor, SearchScratch, VectorIndex};
use crate::pipeline::{PipelineError, Progress};
use crate::report::answers::bench::{BenchBuild, BenchReport};
#[cfg(feature = "hdf5")]
use crate::store::StoreError;

/// Measures indexes of the vectors of a file, for its queries; of a file without queries, for as many of its vectors as there are to be
/// queries, which are then not searched. Vectors that are compared by inner product or distance get one or two values more, so that their
/// cosine has the same order ([`Reduction`]). `results` is a folder for what the plots of ann-benchmarks read.
///
/// # Errors
/// [`PipelineError::Dataset`] for files that cannot be read, [`PipelineError::Index`] for vectors that no index can hold.
pub fn bench_dataset(
    path: &Path,
    open: &OpenOptions,
    results: Option<&Path>,
    options: &BenchOptions,
    progress: &dyn Progress,
) -> Result<BenchReport, PipelineError> {
    let environment = Environment::look();
    let mut data = Dataset::open(path, open)?;
    let asked = if data.queries.is_some() { "file" } else { "held-out" };
    let queries = match data.queries.take() {
        Some(queries) if queries.nrows() > options.queries => {
            queries.slice_axis(Axis(0), (0..options.queries).into()).to_owned()
        }
        Some(queries) => queries,
        None => hold_out(&mut data, options.queries),
    };
    let reduction = Reduction::of(data.metric, &data.vectors);
    let metric = data.metric;
    let plots = results.map(|folder| Plots {
        folder: folder.to_path_buf(),
        name: stem(path),
        metric,
        // Distances are told as of the vectors that the file has.
        given: (metric != Metric::Cosine).then(|| (data.vectors.clone(), queries.clone())),
    });
    let rows = reduction.vectors(data.vectors)?;
    let queries = asked_as(&reduction, &queries);
    let exact = Exact::new((0..rows.nrows() as i64).collect(), rows)?;
    if queries.nrows() == 0 || exact.is_empty() {
        return Err(PipelineError::EmptyCorpus { paths: vec![path.display().to_string()], skipped: 0 });
    }
    let run = Run {
        exact: &exact,
        queries: &queries,
        options,
        searches: &[],
        starts: None,
        stated: data.neighbors.as_ref(),
        plots: plots.as_ref(),
    };
    let mut report = run.measure(environment, progress)?;
    report.source = path.display().to_string();
    // What ann-benchmarks calls angular is the cosine.
    let metric = if metric == Metric::Cosine { "cosine" } else { metric.name() };
    metric.clone_into(&mut report.metric);
    asked.clone_into(&mut report.asked);
    Ok(report)
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Takes about `n` rows out of the vectors, spread over all of them, at most half.
fn hold_out(data: &mut Dataset, n: usize) -> Array2<f32> {
    let all = data.vectors.nrows();
    let step = all.div_ceil(n.clamp(1, (all / 2).max(1))).max(2);
    let (out, kept): (Vec<usize>, Vec<usize>) = (0..all).partition(|row| row % step == step - 1);
    let queries = data.vectors.select(Axis(0), &out);
    data.vectors = data.vectors.select(Axis(0), &kept);
    // What the file says is true of all of them.
    (data.neighbors, data.distances) = (None, None);
    queries
}

fn asked_as(reduction: &Reduction, queries: &Array2<f32>) -> Array2<f32> {
    let mut asked = Array2::zeros((queries.nrows(), queries.ncols() + reduction.extra()));
    for (query, mut row) in queries.rows().into_iter().zip(asked.rows_mut()) {
        for (value, place) in reduction.query(&query.to_vec()).into_iter().zip(&mut row) {
            *place = value;
        }
    }
    asked
}

/// Where the plots of ann-benchmarks look for runs.
pub(super) struct Plots {
    folder: PathBuf,
    name: String,
    metric: Metric,
    /// Vectors and queries, where the index has others in their place.
    given: Option<(Array2<f32>, Array2<f32>)>,
}

impl Plots {
    /// Asks each query once more, one after the other, and writes what was found and how long it took.
    pub(super) fn write(
        &self,
        setting: &Named,
        contender: &Way<'_, PipelineError>,
        timed: &Timed,
        build: &BenchBuild,
        (queries, k): (usize, usize),
        one: &ThreadPool,
    ) -> Result<(), PipelineError> {
        let Way::Shared(contender) = contender else { return Ok(()) };
        let (times, neighbors) = one.install(|| once(contender.as_ref(), queries, self))?;
        let run = dataset::Run {
            algo: "cognate".to_owned(),
            name: setting.name.clone(),
            dataset: self.name.clone(),
            metric: self.metric,
            count: k,
            build_time: build.build_seconds,
            index_size: build.bytes as f64 / 1024.0,
            best_search_time: 1.0
                / timed.rounds.iter().map(|round| round.qps).fold(f64::MIN_POSITIVE, f64::max),
            run_count: timed.rounds.len(),
            batch: false,
            times,
            neighbors,
        };
        write(&run, &run.path(&self.folder))
    }
}

#[cfg(feature = "hdf5")]
fn write(run: &dataset::Run, path: &Path) -> Result<(), PipelineError> {
    if let Some(folder) = path.parent() {
        let failed = |source| StoreError::Io { path: folder.to_path_buf(), source };
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    Ok(run.write(path)?)
}

#[cfg(not(feature = "hdf5"))]
fn write(_: &dataset::Run, _: &Path) -> Result<(), PipelineError> {
    Err(crate::report::ReportError::NotBuilt { what: "HDF5", feature: "hdf5" }.into())
}

/// Numbers of rows and their distances.
type Found = Vec<(i64, f32)>;

fn once(
    contender: &dyn Contender<PipelineError>,
    queries: usize,
    plots: &Plots,
) -> Result<(Vec<f32>, Vec<Found>), PipelineError> {
    let (mut memory, mut found) = (SearchScratch::default(), Vec::new());
    let (mut times, mut all) = (Vec::new(), Vec::new());
    for query in 0..queries {
        let begin = Instant::now();
        contender.answer(query, &mut memory, &mut found)?;
        times.push(begin.elapsed().as_secs_f32());
        let distance = |neighbor: &Neighbor| match &plots.given {
            Some((vectors, queries)) => {
                let [one, other] =
                    [queries.row(query), vectors.row(neighbor.id as usize)].map(|row| row.to_vec());
                plots.metric.distance(&one, &other) as f32
            }
            None => 1.0 - neighbor.similarity,
        };
        all.push(found.iter().map(|neighbor| (neighbor.id, distance(neighbor))).collect());
    }
    Ok((times, all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn held_out_rows_are_not_searched() {
        let vectors = Array2::from_shape_fn((100, 2), |(row, column)| (row * 2 + column) as f32);
        for (n, most) in [(10, 10), (1, 1), (1000, 50), (0, 1)] {
            let mut data = Dataset {
                vectors: vectors.clone(),
                queries: None,
                neighbors: None,
                distances: None,
                metric: Metric::Cosine,
            };
            let queries = hold_out(&mut data, n);
            assert!(queries.nrows() <= most && queries.nrows() > 0, "{n}: {}", queries.nrows());
            assert_eq!(queries.nrows() + data.vectors.nrows(), 100);
            let firsts: std::collections::HashSet<u32> =
                queries.column(0).iter().chain(data.vectors.column(0)).map(|first| *first as u32).collect();
            assert_eq!(firsts.len(), 100, "none is in both");
        }
    }
}
