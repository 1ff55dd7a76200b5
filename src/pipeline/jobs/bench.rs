//! Retrieval speed on a collection's own text.

use std::time::Instant;

use unicode_segmentation::UnicodeSegmentation;

use crate::bench::{Measured, Workload, ground_truth, measure};
use crate::index::{BuildOptions, Exact, Frozen, GraphParams, IndexError, VectorIndex};
use crate::pipeline::{Collection, PipelineError, Progress, Stage};
use crate::report::answers::bench::{BENCH_REPORT_SCHEMA, BenchReport, BenchRow};
use crate::store::StoreError;

/// What is measured.
#[derive(Debug, Clone, PartialEq)]
pub struct BenchOptions {
    /// Neighbours of each query.
    pub k: usize,
    /// Number of queries, at most one for each paragraph.
    pub queries: usize,
    /// Breadths of the graph search.
    pub ef: Vec<usize>,
    /// How the graph is built.
    pub graph: GraphParams,
}

impl Default for BenchOptions {
    fn default() -> Self {
        Self { k: 10, queries: 1000, ef: vec![16, 32, 64, 128, 256], graph: GraphParams::default() }
    }
}

impl Collection {
    /// Measures exact search and the graph on this collection's vectors. Queries are sentences taken out of
    /// paragraphs spread over the collection, embedded as queries: what a person would ask, and no row itself.
    ///
    /// # Errors
    /// [`PipelineError::EmptyCorpus`] when there is nothing to search in.
    pub fn bench_retrieval(
        &self,
        options: &BenchOptions,
        progress: &dyn Progress,
    ) -> Result<BenchReport, PipelineError> {
        let empty =
            || PipelineError::EmptyCorpus { paths: vec![self.folder().display().to_string()], skipped: 0 };
        let stored = self.stored.ok_or_else(empty)?;
        let workload = Workload { queries: self.sample_queries(options.queries)?, k: options.k };
        if workload.queries.is_empty() {
            return Err(empty());
        }
        let vectors = self.store.vectors(stored, 0)?;
        let exact = Exact::new(vectors.ids, vectors.rows)?;

        // The graph is built and reopened in a folder of its own: the collection stays as it is.
        let scratch = crate::file::Scratch::new()
            .map_err(|source| StoreError::Io { path: std::env::temp_dir(), source })?;
        let path = scratch.path().join("index.cog");
        progress.begin(Stage::Building, exact.len() as u64);
        let begin = Instant::now();
        let build = BuildOptions { graph: Some(options.graph), ..BuildOptions::default() };
        let done = |n| progress.done(n as u64);
        Frozen::write(&path, "bench", exact.ids(), exact.rows(), &build, &done)?;
        let build_seconds = begin.elapsed().as_secs_f64();
        progress.end();
        let begin = Instant::now();
        let frozen = Frozen::open(&path, "bench")?;
        let open_seconds = begin.elapsed().as_secs_f64();

        // One thread, so that the figures compare with those of other libraries and with one another.
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().map_err(|e| {
            PipelineError::Stream { what: "starting a thread", source: std::io::Error::other(e) }
        })?;
        let total = workload.queries.len() * (options.ef.len() + 1);
        progress.begin(Stage::Measuring, total as u64);
        let rows = pool.install(|| -> Result<Vec<BenchRow>, IndexError> {
            let truth = ground_truth(&exact, &workload)?;
            let mut rows = Vec::new();
            let exact: &dyn VectorIndex = &exact;
            let settings = options.ef.iter().map(|&ef| (&frozen as &dyn VectorIndex, Some(ef)));
            for (index, ef) in std::iter::once((exact, None)).chain(settings) {
                let before = rows.len() * workload.queries.len();
                let measured = measure(index, &workload, ef.unwrap_or(0), &truth, &|n| {
                    progress.done((before + n) as u64);
                })?;
                rows.push(row(index, ef, &measured));
            }
            Ok(rows)
        })?;
        progress.end();
        Ok(BenchReport {
            schema: BENCH_REPORT_SCHEMA,
            units: exact.len(),
            dimension: exact.dimension(),
            queries: workload.queries.len(),
            k: workload.k,
            threads: 1,
            build_seconds: Some(build_seconds),
            open_seconds,
            rows,
            machine: machine(),
        })
    }

    /// One sentence each of `n` paragraphs, embedded as queries; which one turns with the paragraph, so that not
    /// all are first sentences.
    fn sample_queries(&self, n: usize) -> Result<Vec<Vec<f32>>, PipelineError> {
        let Some(stored) = self.stored else { return Ok(Vec::new()) };
        let mut queries = Vec::new();
        for (i, (_, text)) in self.store.sample(stored, n)?.iter().enumerate() {
            let sentences: Vec<&str> = text.unicode_sentences().collect();
            let sentence = if sentences.is_empty() { text.as_str() } else { sentences[i % sentences.len()] };
            queries.extend(self.embedder.query(sentence)?);
        }
        Ok(queries)
    }
}

fn row(index: &dyn VectorIndex, ef: Option<usize>, measured: &Measured) -> BenchRow {
    let [p50_us, p95_us, p99_us] = measured.percentiles_us;
    BenchRow {
        method: index.kind().to_string(),
        ef,
        recall: measured.recall,
        qps: measured.qps,
        p50_us,
        p95_us,
        p99_us,
    }
}

/// Processor and system, as far as they can be told.
fn machine() -> String {
    let processor = std::fs::read_to_string("/proc/cpuinfo")
        .ok()
        .and_then(|text| {
            let line = text.lines().find(|line| line.starts_with("model name"))?;
            Some(line.split_once(':')?.1.trim().to_owned())
        })
        .unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{processor}, {cores} cores, {}", std::env::consts::OS)
}
