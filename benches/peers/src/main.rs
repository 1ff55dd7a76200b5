//! cognate's index as one of the contenders of `benches/peers/run`: builds, opens, and answers line by line.

use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use clap::{Parser, Subcommand, ValueEnum};
use cognate::cluster::map::MapParams;
use cognate::cluster::{Neighbors, ParamGuard, Points};
use cognate::index::{RowFilter, BuildOptions, Builder, SearchParams, Frozen, GraphParams, Neighbor, Plan, SearchScratch};
use ndarray::{Array2, ArrayView2};
use serde::Deserialize;
use serde_json::json;

/// cognate's index as a contender
#[derive(Parser)]
struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds an index over the rows of a file of float32
    Build(Build),
    /// Opens an index and asks it once
    Open(Served),
    /// Answers what it is asked on standard input
    Serve(Served),
    /// Lays the rows of a file of float32 out in the plane
    Map(Laid),
}

#[derive(clap::Args)]
struct Laid {
    #[arg(long)]
    vectors: PathBuf,
    #[arg(long)]
    dimension: usize,
    #[arg(long, default_value_t = 2)]
    threads: usize,
    #[arg(long, default_value_t = 15)]
    neighbors: usize,
    /// Where the places go, two float32 a row
    #[arg(long)]
    out: PathBuf,
}

#[derive(clap::Args)]
struct Build {
    #[arg(long)]
    vectors: PathBuf,
    #[arg(long)]
    dimension: usize,
    #[arg(long, default_value_t = 2)]
    threads: usize,
    #[arg(long)]
    out: PathBuf,
    #[arg(long, default_value_t = 16)]
    m: usize,
    #[arg(long, default_value_t = 200)]
    ef_construction: usize,
    #[arg(long, value_enum, default_value_t = Which::Auto)]
    builder: Which,
    #[arg(long)]
    compact: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Which {
    Auto,
    Flat,
    #[value(name = "hnsw_rs")]
    HnswRs,
}

#[derive(clap::Args)]
struct Served {
    #[arg(long)]
    index: PathBuf,
    #[arg(long)]
    queries: PathBuf,
    #[arg(long)]
    dimension: usize,
    #[arg(long, default_value_t = 10)]
    k: usize,
}

/// What a line asks for.
#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
enum Ask {
    Search { ef: usize },
    Exact,
    Filter { file: PathBuf, ef: usize },
    FilterExact { file: PathBuf },
    Memory,
}

const MODEL: &str = "peers";

fn main() -> Result<()> {
    match Args::parse().command {
        Command::Build(args) => build(&args),
        Command::Open(args) => open(&args),
        Command::Serve(args) => {
            // One thread, also for exact search.
            rayon::ThreadPoolBuilder::new().num_threads(1).build_global()?;
            serve(&args)
        }
        Command::Map(args) => map(&args),
    }
}

fn map(args: &Laid) -> Result<()> {
    rayon::ThreadPoolBuilder::new().num_threads(args.threads).build_global()?;
    let rows = read(&args.vectors, args.dimension)?;
    let layout = MapParams::new(0).n_neighbors(args.neighbors).check()?;
    let begin = Instant::now();
    // What the layout does by itself where no neighbours are known, in two steps, so that each can be timed.
    let near = Neighbors::find(rows.view(), args.neighbors);
    let found = begin.elapsed();
    let map = layout.fit(&Points::new(rows.view())?.with_neighbors(near))?;
    let all = begin.elapsed();
    let places: Vec<f32> = map.positions.iter().copied().collect();
    let peak = peak_kb();
    std::fs::write(&args.out, bytemuck::cast_slice(&places))?;
    let (seconds, neighbors) = (all.as_secs_f64(), found.as_secs_f64());
    say(&json!({"seconds": seconds, "neighbors_seconds": neighbors, "peak_kb": peak}))
}

fn build(args: &Build) -> Result<()> {
    let bytes = std::fs::read(&args.vectors)?;
    let numbers: &[f32] = bytemuck::try_cast_slice(&bytes).map_err(|e| anyhow::anyhow!("{e}"))?;
    let rows = ArrayView2::from_shape((numbers.len() / args.dimension, args.dimension), numbers)?;
    let ids: Vec<i64> = (0..rows.nrows() as i64).collect();
    rayon::ThreadPoolBuilder::new().num_threads(args.threads).build_global()?;
    let builder = match args.builder {
        Which::Auto => Builder::Auto,
        Which::Flat => Builder::Flat,
        Which::HnswRs => Builder::HnswRs,
    };
    let graph = Some(GraphParams { m: args.m, ef_construction: args.ef_construction });
    let options = BuildOptions { graph, builder, compact: args.compact };
    let begin = Instant::now();
    Frozen::write(&args.out, MODEL, &ids, rows, &options, &|_| ())?;
    let seconds = begin.elapsed().as_secs_f64();
    let bytes = std::fs::metadata(&args.out)?.len();
    say(&json!({"seconds": seconds, "bytes": bytes, "peak_kb": peak_kb()}))
}

fn open(args: &Served) -> Result<()> {
    let queries = read(&args.queries, args.dimension)?;
    let query = queries.row(0).to_vec();
    let find = SearchParams { k: args.k, ef: 64, allowed: None, plan: None };
    let begin = Instant::now();
    let index = Frozen::open(&args.index, MODEL)?;
    let opened = begin.elapsed();
    let mut found = Vec::new();
    index.find(&query, &find, &mut SearchScratch::default(), &mut found)?;
    let all = begin.elapsed();
    ensure!(!found.is_empty(), "nothing was found");
    say(&json!({"open_ms": opened.as_secs_f64() * 1e3, "first_query_ms": (all - opened).as_secs_f64() * 1e3}))
}

fn serve(args: &Served) -> Result<()> {
    let queries = read(&args.queries, args.dimension)?;
    // As a program that serves would.
    let index = Frozen::open(&args.index, MODEL)?.into_memory()?;
    let folder = tempfile::tempdir()?;
    let mut memory = SearchScratch::default();
    let mut answers = 0;
    for line in std::io::stdin().lock().lines() {
        let ask: Ask = serde_json::from_str(&line?)?;
        let (allowed, ef, plan) = match &ask {
            Ask::Search { ef } => (None, *ef, Some(Plan::Graph)),
            Ask::Exact => (None, 0, Some(Plan::Exact)),
            Ask::Filter { file, ef } => (Some(mask(&index, file)?), *ef, None),
            Ask::FilterExact { file } => (Some(mask(&index, file)?), 0, Some(Plan::Exact)),
            Ask::Memory => {
                say(&json!({"peak_kb": peak_kb()}))?;
                continue;
            }
        };
        let find = SearchParams { k: args.k, ef, allowed: allowed.as_ref(), plan };
        let mut ids = vec![-1_i64; queries.nrows() * args.k];
        let mut found: Vec<Neighbor> = Vec::new();
        let mut plan = Plan::Exact;
        let begin = Instant::now();
        for (query, ids) in queries.rows().into_iter().zip(ids.chunks_exact_mut(args.k)) {
            let query = query.to_slice().context("rows of queries")?;
            plan = index.find(query, &find, &mut memory, &mut found)?;
            ids.iter_mut().zip(&found).for_each(|(id, found)| *id = found.id);
        }
        let seconds = begin.elapsed().as_secs_f64();
        let path = folder.path().join(format!("{answers}"));
        answers += 1;
        std::fs::write(&path, bytemuck::cast_slice::<i64, u8>(&ids))?;
        say(&json!({"seconds": seconds, "ids": path, "plan": plan.to_string()}))?;
    }
    Ok(())
}

fn mask(index: &Frozen, file: &Path) -> Result<RowFilter> {
    let mask = std::fs::read(file)?;
    Ok(RowFilter::of(index, (0_i64..).zip(&mask).filter(|(_, byte)| **byte != 0).map(|(id, _)| id))?)
}

fn read(path: &Path, dimension: usize) -> Result<Array2<f32>> {
    let bytes = std::fs::read(path)?;
    let numbers: Vec<f32> = bytes.chunks_exact(4).map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
    Ok(Array2::from_shape_vec((numbers.len() / dimension, dimension), numbers)?)
}

/// The most memory that this process has had, in kB of 1,024 bytes, where the system tells.
fn peak_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

fn say(value: &serde_json::Value) -> Result<()> {
    let mut output = std::io::stdout().lock();
    writeln!(output, "{value}")?;
    Ok(output.flush()?)
}
