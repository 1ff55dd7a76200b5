//! The neighbours of many texts, through an index.

use std::collections::HashMap;

use ndarray::{Array2, Axis};
use rayon::prelude::*;

use super::Edge;
use super::texts::Rows;
use crate::index::{BuildOptions, Frozen, GraphParams, IndexError, Neighbor, SearchParams, dot};
use crate::pipeline::collection::searcher::{Searcher, Wanted};
use crate::pipeline::{PipelineError, Progress, Stage};

/// Texts whose neighbours are found in one go, so that what was found is not kept for all of them.
const BLOCK: usize = 2_048;

/// Neighbours that are asked for beyond those wanted: the text itself, and some that do not fit.
const SPARE: usize = 8;

/// Most neighbours of a text that are looked at: what is left out of a pair (its own file, its own language) may be so many.
const MOST: usize = 1_024;

/// How far the codes of an index without full rows may be off.
const ROUNDING: f32 = 0.01;

/// What the neighbours are looked for in.
pub(in crate::pipeline) enum Index {
    /// The index of a collection, and the text of each embedding.
    Own(Box<Searcher>, HashMap<i64, usize>),
    /// An index in memory, whose ids are the numbers of texts.
    Built(Box<Frozen>),
}

impl Index {
    /// Texts above which a graph leads to the neighbours. Comparing each of so many with all others takes about as long as making the graph.
    pub(in crate::pipeline) const GRAPH_ABOVE: usize = 10_000;

    /// An index of the texts that have a vector among `targets`, which rise.
    pub(in crate::pipeline) fn build(
        rows: &Rows,
        targets: &[usize],
        progress: &dyn Progress,
    ) -> Result<Self, PipelineError> {
        let known = targets.iter().copied().filter_map(|text| Some((text, rows.row_of[text]?)));
        let (ids, places): (Vec<i64>, Vec<usize>) = known.map(|(text, row)| (text as i64, row)).unzip();
        let vectors = rows.vectors.select(Axis(0), &places);
        let graph = (ids.len() > Self::GRAPH_ABOVE).then(GraphParams::default);
        if graph.is_some() {
            progress.begin(Stage::Building, ids.len() as u64);
        }
        let options = BuildOptions { graph, ..BuildOptions::default() };
        let built = Frozen::build(&ids, vectors.view(), &options, &|n| progress.done(n as u64));
        if graph.is_some() {
            progress.end();
        }
        Ok(Self::Built(Box::new(built?)))
    }

    pub(in crate::pipeline) fn has_graph(&self) -> bool {
        match self {
            Self::Own(searcher, _) => searcher.has_graph(),
            Self::Built(frozen) => frozen.kind() == crate::index::IndexKind::Hnsw,
        }
    }

    /// The `k` nearest of each query, as the index has them.
    pub(in crate::pipeline) fn each(
        &self,
        queries: &Array2<f32>,
        k: usize,
    ) -> Result<Vec<Vec<Neighbor>>, IndexError> {
        let ef = SearchParams::BREADTH.max(2 * k);
        match self {
            Self::Own(searcher, _) => searcher.search_each(queries.view(), &Wanted { k, ef, exact: false }),
            Self::Built(frozen) => {
                frozen.find_each(queries.view(), &SearchParams { k, ef, allowed: None, plan: None })
            }
        }
    }

    /// The text of an id.
    pub(in crate::pipeline) fn text(&self, id: i64) -> Option<usize> {
        match self {
            Self::Own(_, texts) => texts.get(&id).copied(),
            Self::Built(_) => usize::try_from(id).ok(),
        }
    }
}

/// Which neighbours are wanted.
pub(super) struct Near {
    /// Most of a text.
    pub(super) k: usize,
    /// Least cosine.
    pub(super) least: f32,
}

/// The neighbours of each query that fit, most similar first. Where too few of those that were found fit, more are asked for.
pub(super) fn edges(
    index: &Index,
    rows: &Rows,
    queries: &[usize],
    wanted: &Near,
    fits: &(impl Fn(usize, usize) -> bool + Sync),
    progress: &dyn Progress,
) -> Result<Vec<Edge>, PipelineError> {
    let mut edges = Vec::new();
    let mut done = 0;
    for block in queries.chunks(BLOCK) {
        let mut pending = block.to_vec();
        let mut ask = wanted.k.saturating_add(SPARE).min(MOST.max(wanted.k));
        while !pending.is_empty() {
            let places: Vec<usize> = pending.iter().filter_map(|text| rows.row_of[*text]).collect();
            let found = index.each(&rows.vectors.select(Axis(0), &places), ask)?;
            let last = ask >= MOST.max(wanted.k);
            let kept: Vec<(bool, Vec<Edge>)> = pending
                .par_iter()
                .zip(found)
                .map(|(&text, found)| {
                    let below = found.last().is_none_or(|far| far.similarity < wanted.least - ROUNDING);
                    let kept = fitting(index, rows, text, &found, wanted, fits);
                    (last || below || found.len() < ask || kept.len() == wanted.k, kept)
                })
                .collect();
            let mut open = Vec::new();
            for (text, (is_done, kept)) in pending.into_iter().zip(kept) {
                if is_done {
                    edges.extend(kept);
                } else {
                    open.push(text);
                }
            }
            pending = open;
            ask = ask.saturating_mul(4).min(MOST.max(wanted.k));
        }
        done += block.len();
        progress.done(done as u64);
    }
    Ok(edges)
}

/// Those that fit among the neighbours of a text, with their similarity in full.
fn fitting(
    index: &Index,
    rows: &Rows,
    text: usize,
    found: &[Neighbor],
    wanted: &Near,
    fits: &impl Fn(usize, usize) -> bool,
) -> Vec<Edge> {
    let Some(own) = rows.get(text) else { return Vec::new() };
    let mut kept: Vec<Edge> = found
        .iter()
        .filter_map(|neighbor| {
            let other = index.text(neighbor.id).filter(|other| *other != text)?;
            let similarity = dot(own, rows.get(other)?).min(1.0);
            (similarity >= wanted.least && fits(text, other)).then_some(Edge {
                a: text,
                b: other,
                similarity,
            })
        })
        .collect();
    kept.sort_by(|x, y| y.similarity.total_cmp(&x.similarity).then(x.b.cmp(&y.b)));
    kept.truncate(wanted.k);
    kept
}
