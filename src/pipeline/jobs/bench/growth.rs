//! How time and size grow: the same measured on parts of the vectors.

use std::path::Path;

use ndarray::Axis;
use rayon::ThreadPool;

use super::{Asks, Run};
use crate::bench::{Timed, Truth, Way, recall, time};
use crate::index::{Exact, Plan, VectorIndex};
use crate::pipeline::{PipelineError, Progress};
use crate::report::answers::bench::BenchGrowth;

/// Each part is so many times the one before.
const STEP: usize = 2;

/// Parts: the last is all.
const PARTS: u32 = 5;

/// Fewer vectors say nothing of how time grows.
const FEWEST: usize = 100;

/// How broad the graph search is: as a collection's own.
const BREADTH: usize = 64;

/// The median time of a query; of few, the mean of the shortest of each. One that the system interrupted counts little so.
fn usual(timed: &Timed) -> f64 {
    timed.latencies.quantile_us(0.5).unwrap_or(timed.best_us)
}

impl Run<'_> {
    /// Exact search and the first graph on growing parts, which spread over the vectors.
    pub(super) fn growth(
        &self,
        folder: &Path,
        one: &ThreadPool,
        all: &ThreadPool,
        progress: &dyn Progress,
    ) -> Result<Vec<BenchGrowth>, PipelineError> {
        let n = self.exact.len();
        let graph = self.options.graphs.first().copied();
        let (k, queries) = (self.options.k, self.queries);
        let mut rows = Vec::new();
        for size in (0..PARTS).rev().map(|part| n / STEP.pow(part)).filter(|&size| size >= FEWEST.min(n)) {
            let places: Vec<usize> = (0..size).map(|i| i * n / size).collect();
            let ids = places.iter().map(|&place| self.exact.ids()[place]).collect();
            let part = Exact::new(ids, self.exact.rows().select(Axis(0), &places))?;
            let truth = Truth::of(&part, queries.view(), k, &|_| ())?;
            let (plain, index) = self.build(&part, None, folder, progress)?;
            let asks = |index, plan| {
                let asks = Asks { index, queries, k, ef: BREADTH, allowed: None, plan: Some(plan) };
                Way::Shared(Box::new(asks))
            };
            let built = graph.map(|graph| self.build(&part, Some(graph), folder, progress)).transpose()?;
            let mut contenders = vec![asks(&index, Plan::Exact)];
            contenders.extend(built.as_ref().map(|(_, index)| asks(index, Plan::Graph)));
            let recalls = contenders.get(1).map(|graph| recall(graph, &truth, &|_| ())).transpose()?;
            let timed = time(&contenders, queries.nrows(), self.options.repeats, one, all, &|_| ())?;
            let graph = built.as_ref().map(|(build, _)| build);
            rows.push(BenchGrowth {
                units: size,
                exact_us: usual(&timed[0]),
                exact_bytes: plain.bytes,
                exact_build_seconds: plain.build_seconds,
                graph_us: timed.get(1).map(usual),
                graph_bytes: graph.map(|build| build.bytes),
                graph_build_seconds: graph.map(|build| build.build_seconds),
                graph_recall: recalls
                    .map(|recalls| recalls.iter().sum::<f64>() / recalls.len().max(1) as f64),
            });
        }
        Ok(rows)
    }
}
