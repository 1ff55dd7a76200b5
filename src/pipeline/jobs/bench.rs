//! Retrieval measured on a collection's own text, or on a file of vectors.

mod compare;
mod dataset;
mod figures;
mod growth;
mod options;
pub(super) mod queries;
mod search;
#[cfg(test)]
mod tests;
mod truths;

use std::path::Path;
use std::time::Instant;

use ndarray::Array2;
use rayon::ThreadPool;

pub use self::compare::compare_bench;
use self::dataset::Plots;
pub use self::dataset::bench_dataset;
use self::figures::{agreement, reaching, row};
pub use self::options::{BenchOptions, BenchQueries};
pub(super) use self::queries::typed_words;
use self::search::{Searches, Starts};
use self::truths::Truths;
use crate::bench::dataset::write_vectors;
use crate::bench::{
    Contender, Environment, NoOp, Peer, Repeats, Truth, Way, doubts, recall, shortfall, time,
};
use crate::index::codes::stride;
use crate::index::{
    BuildOptions, Exact, Frozen, GraphParams, IndexKind, Neighbor, Plan, RowFilter, SearchParams,
    SearchScratch, VectorIndex, Work,
};
use crate::pipeline::{Collection, PipelineError, Progress, Stage};
use crate::report::answers::bench::{BENCH_REPORT_SCHEMA, BenchBuild, BenchReport, BenchRow};
use crate::report::answers::search::SearchMode;
use crate::store::StoreError;

/// What whole searches from the start of the program are called.
const START: &str = "search, from the start";

impl Collection {
    /// Measures exact search, graphs and, where that is asked for, whole searches on this collection's vectors. The collection itself
    /// stays as it is, but for what [`BenchOptions::keep`] says.
    ///
    /// # Errors
    /// [`PipelineError::EmptyCorpus`] when there is nothing to search in.
    pub fn bench_retrieval(
        &mut self,
        options: &BenchOptions,
        progress: &dyn Progress,
    ) -> Result<BenchReport, PipelineError> {
        let environment = Environment::look();
        let empty =
            || PipelineError::EmptyCorpus { paths: vec![self.folder().display().to_string()], skipped: 0 };
        let stored = self.stored.ok_or_else(empty)?;
        let vectors = self.store.vectors(stored, 0)?;
        let (asked, exact) = self.bench_queries(stored, options, vectors.ids, vectors.rows)?;
        if asked.vectors.nrows() == 0 || exact.is_empty() {
            return Err(empty());
        }
        let searches: Vec<Searches<'_>> = options
            .modes
            .iter()
            .map(|&mode| Searches { collection: self, texts: &asked.texts, mode, k: options.k })
            .collect();
        let starts = match &options.program {
            Some(_) if self.store.is_in_memory() => return Err(PipelineError::NothingToStartWith),
            Some(program) => {
                let mode = options.modes.first().copied().unwrap_or(SearchMode::Both);
                let folder = self.folder().to_path_buf();
                Some(Starts { program: program.clone(), folder, texts: &asked.texts, mode, k: options.k })
            }
            None => None,
        };
        let run = Run {
            exact: &exact,
            queries: &asked.vectors,
            options,
            searches: &searches,
            starts: starts.as_ref(),
            stated: None,
            plots: None,
        };
        let mut report = run.measure(environment, progress)?;
        drop(searches);
        report.source = self.folder().display().to_string();
        report.model = Some(self.embedder.info().id.name.clone());
        report.revision = Some(self.embedder.info().id.revision.clone());
        asked.kind.clone_into(&mut report.asked);
        if let Some(target) = report.target.as_mut().filter(|target| options.keep && target.ef.is_some()) {
            self.keep_breadth(target.ef)?;
            target.kept = true;
        }
        Ok(report)
    }
}

/// Measures indexes of given unit vectors, for given queries of the same dimension; rows are known by their number.
///
/// # Errors
/// [`PipelineError::Index`] for vectors that no index can hold.
pub fn bench_vectors(
    source: &str,
    rows: Array2<f32>,
    queries: &Array2<f32>,
    options: &BenchOptions,
    progress: &dyn Progress,
) -> Result<BenchReport, PipelineError> {
    let environment = Environment::look();
    let exact = Exact::new((0..rows.nrows() as i64).collect(), rows)?;
    let run = Run { exact: &exact, queries, options, searches: &[], starts: None, stated: None, plots: None };
    let mut report = run.measure(environment, progress)?;
    source.clone_into(&mut report.source);
    Ok(report)
}

/// What an index is asked for.
struct Asks<'a> {
    index: &'a Frozen,
    queries: &'a Array2<f32>,
    k: usize,
    ef: usize,
    allowed: Option<&'a RowFilter>,
    plan: Option<Plan>,
}

impl Contender<PipelineError> for Asks<'_> {
    fn answer(
        &self,
        query: usize,
        memory: &mut SearchScratch,
        found: &mut Vec<Neighbor>,
    ) -> Result<Option<Work>, PipelineError> {
        let row = self.queries.row(query);
        let row = row.as_slice().map_or_else(|| row.to_vec().into(), std::borrow::Cow::Borrowed);
        let find = SearchParams { k: self.k, ef: self.ef, allowed: self.allowed, plan: self.plan };
        self.index.find(&row, &find, memory, found)?;
        Ok(Some(memory.work()))
    }
}

/// What a setting is called.
struct Named {
    name: String,
    method: &'static str,
    ef: Option<usize>,
    /// Number of its index.
    build: usize,
}

/// A setting to be measured.
struct Setting<'a> {
    named: Named,
    contender: Way<'a, PipelineError>,
    /// What it is held against; nothing for what has no truth.
    truth: Option<&'a Truth<'a>>,
}

struct Run<'a> {
    exact: &'a Exact,
    queries: &'a Array2<f32>,
    options: &'a BenchOptions,
    searches: &'a [Searches<'a>],
    starts: Option<&'a Starts<'a>>,
    /// The neighbours that a file says are true.
    stated: Option<&'a Array2<i64>>,
    plots: Option<&'a Plots>,
}

impl Run<'_> {
    fn measure(
        &self,
        environment: Environment,
        progress: &dyn Progress,
    ) -> Result<BenchReport, PipelineError> {
        let Self { exact, queries, options, .. } = *self;
        let threads = options.threads.unwrap_or(environment.cores);
        let (one, all) = (pool(1, options.pin)?, pool(threads, options.pin)?);

        progress.begin(Stage::Measuring, queries.nrows() as u64);
        let begin = Instant::now();
        let done = |n| progress.done(n as u64);
        let hash = queries::hash(exact, queries, options.k);
        let truths = Truths::new(options.truths.as_deref());
        let (truth, known) = truths.of(exact, queries.view(), options.k, &hash, &done)?;
        let truth_seconds = begin.elapsed().as_secs_f64();
        progress.end();
        let stated = self.stated.map(|stated| agreement(&truth, stated, options.k));

        // Graphs are built and reopened in a folder of their own.
        let scratch = crate::file::Scratch::new()
            .map_err(|source| StoreError::Io { path: std::env::temp_dir(), source })?;
        let mut builds = Vec::new();
        let mut indexes = Vec::new();
        for graph in std::iter::once(None).chain(options.graphs.iter().copied().map(Some)) {
            if !settings_of(graph, options).iter().any(|(_, name, _)| options.has(name)) {
                continue;
            }
            let (build, index) = self.build(exact, graph, scratch.path(), progress)?;
            builds.push(build);
            indexes.push((graph, index));
        }
        let mut filters = Vec::new();
        for &share in &options.filters {
            let ids = queries::part_of(exact.ids(), share);
            let rows = queries::rows_of(exact, &ids);
            filters.push((share, Exact::new(ids, rows)?));
        }
        let truths: Vec<Truth<'_>> = filters
            .iter()
            .map(|(_, part)| Truth::of(part, queries.view(), options.k, &|_| ()))
            .collect::<Result<_, _>>()?;
        let mut allowed = Vec::new();
        for (_, index) in &indexes {
            let of = |(_, part): &(f64, Exact)| RowFilter::of(index, part.ids().iter().copied());
            allowed.push(filters.iter().map(of).collect::<Result<Vec<_>, _>>()?);
        }

        let mut settings = Vec::new();
        for (build, ((graph, index), allowed)) in indexes.iter().zip(&allowed).enumerate() {
            for (ef, name, part) in settings_of(*graph, options) {
                let plan = if graph.is_some() { Plan::Graph } else { Plan::Exact };
                // Among a part, the index chooses how.
                let (method, allowed, plan, truth) = match part {
                    Some(part) => ("filtered", allowed.get(part), None, truths.get(part)),
                    None => (if graph.is_some() { "hnsw" } else { "exact" }, None, Some(plan), Some(&truth)),
                };
                settings.push(Setting {
                    named: Named { name, method, ef: graph.map(|_| ef), build },
                    contender: Way::Shared(Box::new(Asks {
                        index,
                        queries,
                        k: options.k,
                        ef,
                        allowed,
                        plan,
                    })),
                    truth,
                });
            }
        }
        for searches in self.searches {
            settings.push(Setting {
                named: Named {
                    name: format!("search, {}", searches.name()),
                    method: "search",
                    ef: None,
                    build: 0,
                },
                contender: Way::Alone(Box::new(searches)),
                truth: None,
            });
        }

        settings.retain(|setting| options.has(&setting.named.name));
        for command in options.peers.iter().filter(|command| options.has(&peer_name(command))) {
            let file = scratch.path().join("vectors.npy");
            if !file.exists() {
                write_vectors(&file, &exact.rows().to_owned())?;
            }
            let begin = Instant::now();
            let peer = Peer::start(command, &file, queries.view(), exact.ids(), options.k)?;
            builds.push(BenchBuild {
                name: peer_name(command),
                m: None,
                ef_construction: None,
                builder: None,
                build_seconds: begin.elapsed().as_secs_f64(),
                bytes: 0,
                open_ms: 0.0,
                cold_ms: None,
            });
            settings.push(Setting {
                named: Named { name: peer_name(command), method: "peer", ef: None, build: builds.len() - 1 },
                contender: Way::Alone(Box::new(peer)),
                truth: Some(&truth),
            });
        }

        let turns = settings.len() * (queries.nrows() + options.repeats.rounds);
        progress.begin(Stage::Measuring, turns as u64);
        let mut recalls = Vec::new();
        for setting in &settings {
            recalls.push(match setting.truth {
                Some(truth) => recall(&setting.contender, truth, &done)?,
                None => Vec::new(),
            });
        }
        if let Some(starts) = self.starts.filter(|_| options.has(START)) {
            settings.push(Setting {
                named: Named { name: START.to_owned(), method: "start", ef: None, build: 0 },
                contender: Way::Alone(Box::new(starts)),
                truth: None,
            });
            recalls.push(Vec::new());
        }
        let (settings, contenders): (Vec<_>, Vec<_>) =
            settings.into_iter().map(|setting| (setting.named, setting.contender)).unzip();
        let timed = time(&contenders, queries.nrows(), options.repeats, &one, &all, &done)?;
        progress.end();
        let growth =
            if options.growth { self.growth(scratch.path(), &one, &all, progress)? } else { Vec::new() };
        let nothing = [Way::<PipelineError>::Shared(Box::new(NoOp))];
        let short = Repeats { rounds: 1, turn: std::time::Duration::from_millis(20) };
        let overhead = time(&nothing, queries.nrows(), short, &one, &one, &|_| ())?;

        if let Some(plots) = self.plots {
            for ((setting, contender), timed) in settings.iter().zip(&contenders).zip(&timed) {
                if matches!(setting.method, "exact" | "hnsw") {
                    let build = &builds[setting.build];
                    plots.write(setting, contender, timed, build, (queries.nrows(), options.k), &one)?;
                }
            }
        }

        let bytes_of = [stride(exact.dimension()), exact.dimension() * 4].map(|bytes| bytes as f64);
        let rows: Vec<BenchRow> = settings
            .iter()
            .zip(recalls)
            .zip(&timed)
            .map(|((setting, recalls), timed)| row(setting, recalls, timed, bytes_of))
            .collect();
        let yardsticks: Vec<f64> =
            timed.iter().flat_map(|timed| timed.rounds.iter().map(|round| round.yardstick)).collect();
        let unrest = shortfall(&yardsticks);
        Ok(BenchReport {
            schema: BENCH_REPORT_SCHEMA,
            source: String::new(),
            units: exact.len(),
            dimension: exact.dimension(),
            model: None,
            revision: None,
            metric: "cosine".to_owned(),
            asked: "file".to_owned(),
            queries: queries.nrows(),
            hash,
            k: options.k,
            threads,
            rounds: options.repeats.rounds,
            truth_seconds,
            truth_known: known,
            pinned: options.pin,
            stated,
            builds,
            growth,
            target: options.target.map(|target| reaching(target, &rows)),
            rows,
            warnings: doubts(&environment, unrest),
            environment,
            unrest,
            overhead_us: overhead.first().map_or(0.0, |timed| timed.latencies.mean_us()),
            command: None,
            comparison: None,
        })
    }

    /// Builds an index, writes it, and opens it twice: its file out of the cache of the system and in it.
    fn build(
        &self,
        exact: &Exact,
        graph: Option<GraphParams>,
        folder: &Path,
        progress: &dyn Progress,
    ) -> Result<(BenchBuild, Frozen), PipelineError> {
        let name = graph.map_or_else(
            || "exact".to_owned(),
            |graph| format!("hnsw m {} efc {}", graph.m, graph.ef_construction),
        );
        let path = folder.join(format!("{name}.cog"));
        progress.begin(Stage::Building, exact.len() as u64);
        let begin = Instant::now();
        let options = BuildOptions { graph, builder: self.options.builder, ..BuildOptions::default() };
        Frozen::write(&path, "bench", exact.ids(), exact.rows(), &options, &|n| progress.done(n as u64))?;
        let build_seconds = begin.elapsed().as_secs_f64();
        progress.end();
        let cold = crate::file::evict(&path);
        let begin = Instant::now();
        let index = Frozen::open(&path, "bench")?;
        let first = Asks {
            index: &index,
            queries: self.queries,
            k: self.options.k,
            ef: 64,
            allowed: None,
            plan: None,
        };
        first.answer(0, &mut SearchScratch::default(), &mut Vec::new())?;
        let cold_ms = cold.then(|| begin.elapsed().as_secs_f64() * 1000.0);
        drop(index);
        let begin = Instant::now();
        let index = Frozen::open(&path, "bench")?;
        let open_ms = begin.elapsed().as_secs_f64() * 1000.0;
        let bytes =
            std::fs::metadata(&path).map_err(|source| StoreError::Io { path: path.clone(), source })?.len();
        let build = BenchBuild {
            name,
            m: graph.map(|graph| graph.m),
            ef_construction: graph.map(|graph| graph.ef_construction),
            builder: graph.map(|_| self.options.builder.choose(exact.len()).to_string()),
            build_seconds,
            bytes,
            open_ms,
            cold_ms,
        };
        Ok((build, index))
    }
}

/// Threads that measure and do nothing else; each on a core of its own where they are bound, the last core first: the system likes the first.
fn pool(threads: usize, pin: bool) -> Result<ThreadPool, PipelineError> {
    let cores = if pin { core_affinity::get_core_ids().unwrap_or_default() } else { Vec::new() };
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .start_handler(move |thread| {
            if let Some(&core) = cores.iter().rev().cycle().nth(thread).filter(|_| !cores.is_empty()) {
                core_affinity::set_for_current(core);
            }
        })
        .build()
        .map_err(|e| PipelineError::Stream { what: "starting a thread", source: std::io::Error::other(e) })
}

fn peer_name(command: &str) -> String {
    format!("peer {command}")
}

/// The settings of an index: breadth, name, and which part of the vectors is searched, by its number; all of them without.
fn settings_of(graph: Option<GraphParams>, options: &BenchOptions) -> Vec<(usize, String, Option<usize>)> {
    let breadths: &[usize] = if graph.is_some() { &options.ef } else { &[0] };
    let mut settings = Vec::new();
    for &ef in breadths {
        let name = name_of(graph, options.graphs.len() > 1, ef);
        settings.push((ef, name.clone(), None));
        let parts = options.filters.iter().enumerate();
        settings.extend(
            parts.map(|(part, share)| (ef, format!("{name}, among {} %", share * 100.0), Some(part))),
        );
    }
    settings
}

fn name_of(graph: Option<GraphParams>, several: bool, ef: usize) -> String {
    match graph {
        None => IndexKind::Exact.to_string(),
        Some(graph) if several => format!("hnsw m {} efc {} ef {ef}", graph.m, graph.ef_construction),
        Some(_) => format!("hnsw ef {ef}"),
    }
}
